/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "model/telar-verdict.h"
#include "random-record.h"

#define MS G_GINT64_CONSTANT (1000000)

/* One task of a run made by hand, in milliseconds: it waited first and then computed. */
typedef struct
{
  guint lane;
  gint64 queued, start, end;
  gint64 computed; /* in the phase of computing */
  double cpu;      /* that it used */
  TelarStatus status;
} Given;

typedef struct
{
  TelarStrategy strategy;
  guint workers;
  const char *inputs;
  const Given *tasks;
  gint64 wall;
  double cpu;
  gboolean is_stopped;
  gint64 loop; /* how long the event loop was busy on end */
} GivenRun;

static void
add_task (TelarTrace *trace, guint task, const Given *given)
{
  TelarLane *lane = telar_trace_get_lane (trace, given->lane);
  g_auto (TelarOutcome) outcome = {
    .status = given->status != 0 ? given->status : TELAR_STATUS_SUCCEEDED,
    .cpu = { (gint64) (given->cpu * MS), 0 },
  };

  telar_trace_task_ready (trace, task, given->queued * MS);
  if (given->start >= 0)
    {
      telar_trace_task_started (trace, task, given->lane, given->start * MS);
      telar_lane_begin (lane, task, TELAR_PHASE_WAIT, given->start * MS);
      telar_lane_enter (lane, TELAR_PHASE_COMPUTE, (given->end - given->computed) * MS);
      telar_lane_end (lane, given->end * MS);
    }
  telar_trace_task_finished (trace, task, &outcome, given->end * MS);
}

static TelarRunRecord *
make_run (const GivenRun *run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), run->inputs, &error);
  TelarRunRecord *record;
  guint n_tasks;

  g_assert_no_error (error);
  n_tasks = telar_plan_get_n_tasks (plan);
  record = telar_run_record_new (plan, run->strategy, run->workers, n_tasks + 1);
  for (guint i = 0; i < n_tasks; i++)
    telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  for (guint i = 0; i < n_tasks; i++)
    add_task (record->trace, i, &run->tasks[i]);
  if (run->loop > 0)
    {
      TelarSpan busy
          = { .end_ns = run->loop * MS, .task = TELAR_NO_TASK, .phase = TELAR_PHASE_LOOP };

      telar_lane_append (telar_trace_add_lane (record->trace, TELAR_LANE_LOOP, NULL), &busy);
    }
  telar_run_record_end (record, run->wall * MS, (TelarCpuTime){ (gint64) (run->cpu * MS), 0 },
                        !run->is_stopped);

  return record;
}

static void
compute (const GivenRun *run, TelarRunFigures *figures)
{
  g_autoptr (TelarRunRecord) record = make_run (run);

  telar_run_figures_compute (figures, record);
}

/* A1 and A2 at once (10 and 30 ms), then B (20) after both, then C (5) after A1 and B, on two
 * workers, with a millisecond of overhead before each begins. The longest chain is A2, B, C. */
static void
test_figures_by_hand (void)
{
  static const Given tasks[] = {
    { 0, 0, 1, 11, 4, 3, 0 },
    { 1, 0, 1, 31, 10, 9, 0 },
    { 0, 31, 32, 52, 20, 19, 0 },
    { 1, 52, 53, 58, 0, 1, TELAR_STATUS_FAILED },
  };
  const GivenRun run = { TELAR_STRATEGY_THREADS,
                         2,
                         "A1 = 1\nA2 = 2\nB = 3 after A1 A2\nC = 4 after A1 B",
                         tasks,
                         60,
                         33,
                         FALSE,
                         0 };
  const GivenRun before = { TELAR_STRATEGY_SEQUENTIAL, 1, run.inputs, tasks, 90, 33, FALSE, 0 };
  TelarRunFigures figures, baseline;

  compute (&run, &figures);
  compute (&before, &baseline);

  g_assert_cmpuint (figures.workers, ==, 2);
  g_assert_cmpuint (figures.n_begun, ==, 4);
  g_assert_cmpuint (figures.counts.succeeded, ==, 3);
  g_assert_cmpuint (figures.counts.failed, ==, 1);
  g_assert_cmpint (figures.wall_ns, ==, 60 * MS);
  g_assert_cmpint (figures.cpu.user_ns, ==, 33 * MS);
  g_assert_cmpint (figures.tasks_ns, ==, (10 + 30 + 20 + 5) * MS);
  g_assert_cmpint (figures.tasks_cpu_ns, ==, 32 * MS);
  g_assert_cmpfloat_with_epsilon (figures.mean_concurrency, 65.0 / 60, 1e-12);
  g_assert_cmpuint (figures.peak_concurrency, ==, 1);
  g_assert_cmpint (figures.critical_path_ns, ==, 55 * MS);
  g_assert_cmpint (figures.overhead_ns, ==, 5 * MS);
  g_assert_cmpint (figures.waiting_ns, ==, (6 + 20 + 0 + 5) * MS);
  g_assert_cmpint (figures.computing_ns, ==, 34 * MS);
  g_assert_cmpint (figures.first_start_ns, ==, 1 * MS);
  g_assert_cmpint (figures.short_ns, ==, 0);
  /* Of 5, 10, 20, 30: the median is 15, at 90 % the position is 2.7. */
  g_assert_cmpfloat_with_epsilon (figures.durations.median, 15e6, 1e-3);
  g_assert_cmpfloat_with_epsilon (figures.duration_90_ns, 27e6, 1e-3);
  g_assert_cmpfloat_with_epsilon (figures.duration_95_ns, 28.5e6, 1e-3);
  g_assert_cmpfloat_with_epsilon (figures.duration_99_ns, 29.7e6, 1e-3);

  g_assert_true (telar_run_figures_is_comparable (&figures, &baseline));
}

/* Two workers, four tasks ready at once: two wait while the first two run, from 1 to 11 ms. From
 * 12 to 22 both workers are busy again, but no task is left. */
static void
test_shortage_of_workers (void)
{
  static const Given tasks[] = {
    { 0, 0, 1, 11, 0, 1, 0 },
    { 1, 0, 1, 11, 0, 1, 0 },
    { 0, 0, 12, 22, 0, 1, 0 },
    { 1, 0, 12, 22, 0, 1, 0 },
  };
  const GivenRun two = { TELAR_STRATEGY_THREADS, 2, "1..4", tasks, 23, 4, FALSE, 0 };
  const GivenRun three = { TELAR_STRATEGY_THREADS, 3, "1..4", tasks, 23, 4, FALSE, 0 };
  TelarRunFigures figures;

  compute (&two, &figures);
  g_assert_cmpint (figures.short_ns, ==, 10 * MS);
  compute (&three, &figures);
  g_assert_cmpint (figures.short_ns, ==, 0);
}

static void
test_runs_in_which_nothing_began (void)
{
  static const Given tasks[] = {
    { .start = -1, .status = TELAR_STATUS_CANCELLED },
    { .start = -1, .status = TELAR_STATUS_SKIPPED },
  };
  const GivenRun run = { TELAR_STRATEGY_ASYNC, 0, "1..2", tasks, 0, 0, TRUE, 0 };
  g_autoptr (TelarRunRecord) record = make_run (&run);
  g_autoptr (TelarRunRecord) running
      = telar_run_record_new (record->plan, TELAR_STRATEGY_THREADS, 2, 2);
  g_autoptr (TelarVerdict) verdict = NULL;
  TelarRunFigures figures;

  telar_run_figures_compute (&figures, record);
  g_assert_cmpuint (figures.n_begun, ==, 0);
  g_assert_cmpint (figures.critical_path_ns, ==, 0);
  g_assert_cmpfloat (figures.mean_concurrency, ==, 0);
  g_assert_false (telar_run_figures_is_comparable (&figures, &figures));

  verdict = telar_verdict_new (&figures);
  g_assert_cmpint (verdict->kind, ==, TELAR_VERDICT_UNKNOWN);
  g_assert_cmpstr (verdict->sentence, ==, "No task was begun, so there is nothing to tell.");

  telar_run_figures_compute (&figures, running);
  g_assert_cmpuint (figures.n_begun, ==, 0);
  g_assert_false (figures.is_complete);
}

static void
test_times_that_add_up_to_too_much (void)
{
  static const Given tasks[] = {
    { 0, 0, 0, G_MAXINT64 / MS, 0, 1, 0 },
    { 1, 0, 0, G_MAXINT64 / MS, 0, 1, 0 },
  };
  const GivenRun run
      = { TELAR_STRATEGY_THREADS, 2, "A = 1\nB = 2 after A", tasks, 10, 2, FALSE, 0 };
  TelarRunFigures figures;

  compute (&run, &figures);
  g_assert_cmpint (figures.tasks_ns, ==, G_MAXINT64);
  g_assert_cmpint (figures.critical_path_ns, ==, G_MAXINT64);
  g_assert_cmpint (figures.overhead_ns, ==, 0);
}

/* A chain of a hundred thousand tasks would be as many calls deep if a function called itself. */
static void
test_long_chain (void)
{
  const guint n_tasks = 100000;
  g_autoptr (GString) inputs = g_string_new (NULL);
  g_autofree Given *tasks = g_new0 (Given, n_tasks);
  TelarRunFigures figures;
  GivenRun run = { TELAR_STRATEGY_THREADS, 2, NULL, tasks, n_tasks, 1, FALSE, 0 };

  /* The first task is the end of the chain. */
  for (guint i = 0; i < n_tasks; i++)
    {
      tasks[i].start = n_tasks - 1 - i;
      tasks[i].end = n_tasks - i;
      if (i + 1 < n_tasks)
        g_string_append_printf (inputs, "T%u = 1 after T%u\n", i, i + 1);
      else
        g_string_append_printf (inputs, "T%u = 1\n", i);
      tasks[i].lane = i;
    }
  run.inputs = inputs->str;

  compute (&run, &figures);
  g_assert_cmpint (figures.critical_path_ns, ==, n_tasks * MS);
  g_assert_cmpint (figures.overhead_ns, ==, 0);
}

/* The longest chain through @task by trying every way, for small plans. */
static gint64
walk (TelarRunRecord *record, guint task)
{
  const TelarInput *input = telar_plan_get_task (record->plan, task);
  const TelarTaskState *state = telar_trace_get_task (record->trace, task);
  gint64 before_ns = 0;

  for (guint i = 0; i < input->n_after; i++)
    before_ns = MAX (before_ns, walk (record, input->after[i]));

  return before_ns + (state->start_ns >= 0 ? state->end_ns - state->start_ns : 0);
}

static void
test_any_critical_path (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GString) inputs = g_string_new (NULL);
      Given tasks[12] = { 0 };
      guint n_tasks = (guint) g_test_rand_int_range (1, 13);
      GivenRun run = { TELAR_STRATEGY_THREADS, 3, NULL, tasks, 1000, 1, FALSE, 0 };
      g_autoptr (TelarRunRecord) record = NULL;
      TelarRunFigures figures;
      gint64 longest_ns = 0;

      for (guint i = 0; i < n_tasks; i++)
        {
          gboolean has_after = FALSE;

          tasks[i].lane = i;
          tasks[i].end = g_test_rand_int_range (0, 50);
          g_string_append_printf (inputs, "T%u = 1", i);
          for (guint k = i + 1; k < n_tasks; k++)
            if (g_test_rand_int_range (0, 4) == 0)
              {
                g_string_append_printf (inputs, "%s T%u", has_after ? "" : " after", k);
                has_after = TRUE;
              }
          g_string_append_c (inputs, '\n');
        }
      run.inputs = inputs->str;
      record = make_run (&run);
      for (guint i = 0; i < n_tasks; i++)
        longest_ns = MAX (longest_ns, walk (record, i));

      telar_run_figures_compute (&figures, record);
      g_assert_cmpint (figures.critical_path_ns, ==, longest_ns);
      g_assert_cmpint (figures.critical_path_ns, >=, (gint64) figures.durations.maximum);
      g_assert_cmpint (figures.critical_path_ns, <=, figures.tasks_ns);
    }
}

/* Whatever a document may hold, figures and verdict stay in their ranges. */
static void
test_any_run_has_a_verdict (void)
{
  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
      guint n_tasks = (guint) g_rand_int_range (rand, 1, 40);
      g_autoptr (TelarRunRecord) record = random_record_new (rand, n_tasks, 4);
      g_autoptr (TelarVerdict) verdict = NULL;
      TelarRunFigures figures;

      telar_run_figures_compute (&figures, record);
      g_assert_cmpint (figures.critical_path_ns, <=, figures.tasks_ns);
      g_assert_cmpint (figures.overhead_ns, >=, 0);
      g_assert_cmpint (figures.short_ns, >=, 0);
      g_assert_cmpuint (figures.n_begun, <=, n_tasks);

      verdict = telar_verdict_new (&figures);
      g_assert_nonnull (verdict->sentence);
      g_assert_true (g_utf8_validate (verdict->sentence, -1, NULL));
      g_assert_cmpfloat (verdict->cpu_share, >=, 0);
      g_assert_cmpfloat (verdict->cpu_share, <=, 1);
      g_assert_cmpfloat (verdict->utilisation, <=, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/run-figures/by-hand", test_figures_by_hand);
  g_test_add_func ("/run-figures/shortage-of-workers", test_shortage_of_workers);
  g_test_add_func ("/run-figures/runs-in-which-nothing-began", test_runs_in_which_nothing_began);
  g_test_add_func ("/run-figures/times-that-add-up-to-too-much",
                   test_times_that_add_up_to_too_much);
  g_test_add_func ("/run-figures/long-chain", test_long_chain);
  g_test_add_func ("/run-figures/any-critical-path", test_any_critical_path);
  g_test_add_func ("/run-figures/any-run-has-a-verdict", test_any_run_has_a_verdict);

  return g_test_run ();
}
