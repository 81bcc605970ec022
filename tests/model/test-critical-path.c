/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-critical-path.h"
#include "model/telar-plan-levels.h"

#define MS             G_GINT64_CONSTANT (1000000)
#define MAX_SMALL_PLAN 12
#define NEVER_BEGAN    (-1)

static TelarPlan *
make_plan (const char *inputs)
{
  g_autoptr (GError) error = NULL;
  TelarPlan *plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), inputs, &error);

  g_assert_no_error (error);

  return plan;
}

/* A run of @inputs by as many workers as tasks, each of which takes so many milliseconds from the
 * moment on at which all that it waits for have ended. */
static TelarRunRecord *
make_run (const char *inputs, const gint64 *durations_ms)
{
  g_autoptr (TelarPlan) plan = make_plan (inputs);
  g_autoptr (TelarPlanLevels) levels = telar_plan_levels_new (plan);
  guint n_tasks = telar_plan_get_n_tasks (plan);
  TelarRunRecord *record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, n_tasks, n_tasks);
  gint64 wall_ns = 0;

  for (guint i = 0; i < n_tasks; i++)
    {
      guint task = levels->tasks[i];
      const TelarInput *input = telar_plan_get_task (plan, task);
      gboolean has_begun = durations_ms[task] != NEVER_BEGAN;
      g_auto (TelarOutcome) outcome
          = { .status = has_begun ? TELAR_STATUS_SUCCEEDED : TELAR_STATUS_SKIPPED };
      gint64 start_ns = 0, end_ns;

      for (guint k = 0; k < input->n_after; k++)
        start_ns = MAX (start_ns, telar_trace_get_task (record->trace, input->after[k])->end_ns);
      end_ns = start_ns + MAX (durations_ms[task], 0) * MS;
      telar_trace_task_ready (record->trace, task, start_ns);
      if (has_begun)
        telar_trace_task_started (record->trace, task, 0, start_ns);
      telar_trace_task_finished (record->trace, task, &outcome, end_ns);
      wall_ns = MAX (wall_ns, end_ns);
    }
  telar_run_record_end (record, wall_ns, (TelarCpuTime){ 0, 0 }, TRUE);

  return record;
}

static void
test_by_hand (void)
{
  static const struct
  {
    const char *inputs;
    gint64 durations_ms[6];
    gint64 length_ms;
    const char *path; /* the indexes of its tasks */
  } graphs[] = {
    /* The lecture's graph: the slowest of three, then B, then C. */
    { "A1 = 1\nA2 = 2\nA3 = 3\nB = 4 after A1 A2 A3\nC = 5 after B",
      { 10, 30, 20, 5, 7 },
      42,
      "1 3 4" },
    /* The long way around is longer than the one long task. */
    { "A = 1\nB = 2 after A\nC = 3 after B\nLong = 4\nEnd = 5 after C Long",
      { 10, 10, 11, 30, 1 },
      32,
      "0 1 2 4" },
    /* It ends before the last level: what comes after is on another chain. */
    { "A = 1\nB = 2 after A\nC = 3 after B\nD = 4 after A", { 5, 1, 1, 20 }, 25, "0 3" },
    /* Two parts that have nothing to do with each other; dependents stand first. */
    { "D = 1 after C\nC = 2\nF = 3 after E\nE = 4", { 8, 1, 1, 9 }, 10, "3 2" },
    /* Without dependencies, the longest task. */
    { "1..4", { 3, 9, 4, 2 }, 9, "1" },
    /* Of equal chains, the first. */
    { "A = 1\nB = 2\nC = 3 after B A\nD = 4 after A", { 4, 4, 2, 2 }, 6, "1 2" },
    /* What was skipped is on no chain, nor is what follows it. */
    { "A = 1\nB = 2 after A\nC = 3 after B", { 4, NEVER_BEGAN, NEVER_BEGAN }, 4, "0" },
    { "1..2", { NEVER_BEGAN, NEVER_BEGAN }, 0, "" },
    /* Tasks that took no time the clock could measure are on it all the same. */
    { "A = 1\nB = 2 after A", { 0, 0 }, 0, "0" },
    { "A = 1\nB = 2 after A", { 0, 1 }, 1, "0 1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (graphs); i++)
    {
      g_autoptr (TelarRunRecord) record = make_run (graphs[i].inputs, graphs[i].durations_ms);
      g_autoptr (TelarCriticalPath) path = telar_critical_path_new (record);
      g_autoptr (GString) tasks = g_string_new (NULL);

      for (guint k = 0; k < path->n_tasks; k++)
        g_string_append_printf (tasks, "%s%u", k > 0 ? " " : "", path->tasks[k]);
      g_assert_cmpint (path->length_ns, ==, graphs[i].length_ms * MS);
      g_assert_cmpstr (tasks->str, ==, graphs[i].path);
    }
}

static void
test_names_of_its_tasks (void)
{
  static const struct
  {
    const char *inputs;
    guint n_tasks;
    const char *named;
  } plans[] = {
    { "A2 = 1\nB = 2 after A2\nC = 3 after B", 3, "A2 → B → C" },
    { "17", 1, "17" },
    { "1", 0, "" },
    { "A = 1\nB = 1 after A\nC = 1 after B\nD = 1 after C\nE = 1 after D\nF = 1 after E\n"
      "G = 1 after F\nH = 1 after G",
      8, "A → B → C → D → E → F → G → H" },
    { "A = 1\nB = 1 after A\nC = 1 after B\nD = 1 after C\nE = 1 after D\nF = 1 after E\n"
      "G = 1 after F\nH = 1 after G\nI = 1 after H",
      9, "A → B → C → D → E → F → G → … → I" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (TelarPlan) plan = make_plan (plans[i].inputs);
      guint tasks[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8 };
      const TelarCriticalPath path = { 0, plans[i].n_tasks, tasks };
      g_autofree char *named = telar_critical_path_format_tasks (&path, plan);

      g_assert_cmpstr (named, ==, plans[i].named);
    }
}

/* Looks at every chain that ends with @task, one by one. */
static gint64
try_all_chains (TelarRunRecord *record, guint task)
{
  const TelarInput *input = telar_plan_get_task (record->plan, task);
  const TelarTaskState *state = telar_trace_get_task (record->trace, task);
  gint64 before_ns = 0;

  for (guint i = 0; i < input->n_after; i++)
    before_ns = MAX (before_ns, try_all_chains (record, input->after[i]));

  return before_ns + state->end_ns - state->start_ns;
}

static gboolean
waits_for (const TelarPlan *plan, guint task, guint other)
{
  const TelarInput *input = telar_plan_get_task (plan, task);

  for (guint i = 0; i < input->n_after; i++)
    if (input->after[i] == other)
      return TRUE;

  return FALSE;
}

/* A plan whose tasks wait for some that stand behind them, so that none is a cycle. */
static char *
make_random_inputs (guint n_tasks)
{
  GString *inputs = g_string_new (NULL);
  int sparseness = g_test_rand_int_range (1, 6);

  for (guint i = 0; i < n_tasks; i++)
    {
      gboolean has_after = FALSE;

      g_string_append_printf (inputs, "T%u = 1", i);
      for (guint k = i + 1; k < n_tasks; k++)
        if (g_test_rand_int_range (0, sparseness) == 0)
          {
            g_string_append_printf (inputs, "%s T%u", has_after ? "" : " after", k);
            has_after = TRUE;
          }
      g_string_append_c (inputs, '\n');
    }

  return g_string_free (inputs, FALSE);
}

static void
test_any_graph (void)
{
  for (guint round = 0; round < 500; round++)
    {
      guint n_tasks = (guint) g_test_rand_int_range (1, MAX_SMALL_PLAN + 1);
      g_autofree char *inputs = make_random_inputs (n_tasks);
      gint64 durations_ms[MAX_SMALL_PLAN], longest_ns = 0, sum_ns = 0;
      g_autoptr (TelarRunRecord) record = NULL;
      g_autoptr (TelarCriticalPath) path = NULL;

      for (guint i = 0; i < n_tasks; i++)
        durations_ms[i] = g_test_rand_int_range (0, 40);
      record = make_run (inputs, durations_ms);
      for (guint i = 0; i < n_tasks; i++)
        longest_ns = MAX (longest_ns, try_all_chains (record, i));

      path = telar_critical_path_new (record);
      g_assert_cmpint (path->length_ns, ==, longest_ns);
      g_assert_cmpuint (path->n_tasks, >, 0);
      for (guint i = 0; i < path->n_tasks; i++)
        sum_ns += durations_ms[path->tasks[i]] * MS;
      g_assert_cmpint (path->length_ns, ==, sum_ns);
      for (guint i = 1; i < path->n_tasks; i++)
        g_assert_true (waits_for (record->plan, path->tasks[i], path->tasks[i - 1]));
      g_assert_cmpuint (telar_plan_get_task (record->plan, path->tasks[0])->n_after, ==, 0);

      /* With a worker for each task and no overhead, it is the wall time. */
      g_assert_cmpint (path->length_ns, ==, record->wall_ns);
    }
}

/* The longest way by trying all. */
static guint
count_levels_below (const TelarPlan *plan, guint task)
{
  const TelarInput *input = telar_plan_get_task (plan, task);
  guint level = 0;

  for (guint i = 0; i < input->n_after; i++)
    level = MAX (level, count_levels_below (plan, input->after[i]) + 1);

  return level;
}

static void
test_levels_of_any_graph (void)
{
  for (guint round = 0; round < 300; round++)
    {
      guint n_tasks = (guint) g_test_rand_int_range (1, MAX_SMALL_PLAN + 1);
      g_autofree char *inputs = make_random_inputs (n_tasks);
      g_autoptr (TelarPlan) plan = make_plan (inputs);
      g_autoptr (TelarPlanLevels) levels = telar_plan_levels_new (plan);

      g_assert_cmpuint (levels->first[0], ==, 0);
      g_assert_cmpuint (levels->first[levels->n_levels], ==, n_tasks);
      for (guint level = 0; level < levels->n_levels; level++)
        {
          g_assert_cmpuint (levels->first[level], <, levels->first[level + 1]);
          for (guint i = levels->first[level]; i < levels->first[level + 1]; i++)
            {
              g_assert_cmpuint (levels->of_task[levels->tasks[i]], ==, level);
              if (i > levels->first[level])
                g_assert_cmpuint (levels->tasks[i - 1], <, levels->tasks[i]);
            }
        }
      for (guint i = 0; i < n_tasks; i++)
        g_assert_cmpuint (levels->of_task[i], ==, count_levels_below (plan, i));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/critical-path/by-hand", test_by_hand);
  g_test_add_func ("/critical-path/names-of-its-tasks", test_names_of_its_tasks);
  g_test_add_func ("/critical-path/any-graph", test_any_graph);
  g_test_add_func ("/critical-path/levels-of-any-graph", test_levels_of_any_graph);

  return g_test_run ();
}
