/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-critical-path.h"

#include "telar-format.h"
#include "telar-plan-levels.h"

/* How many tasks a text names; those between them are left out. */
#define MAX_NAMED_TASKS 8

/* Returns how long a task took; -1 if it never began or has not ended. */
static gint64
get_duration (TelarTrace *trace, guint task)
{
  const TelarTaskState *state = telar_trace_get_task (trace, task);

  if (!telar_status_is_final (telar_task_state_get_status (state)) || state->start_ns < 0)
    return -1;

  return MAX (state->end_ns - state->start_ns, 0);
}

/* Of those that a task waits for, the first at the end of the longest chain; the task itself if
 * none of them is in a chain. */
static guint
find_former (const TelarPlan *plan, const gint64 *chains_ns, guint task)
{
  const TelarInput *input = telar_plan_get_task (plan, task);
  gint64 longest_ns = -1;
  guint former = task;

  for (guint i = 0; i < input->n_after; i++)
    if (chains_ns[input->after[i]] > longest_ns)
      {
        former = input->after[i];
        longest_ns = chains_ns[former];
      }

  return former;
}

/* Follows the longest chain back from its end. */
static void
take_tasks (TelarCriticalPath *path, TelarRunRecord *record, const gint64 *chains_ns, guint last)
{
  const TelarPlan *plan = record->plan;
  guint task = last, former;

  path->n_tasks = 1;
  for (; (former = find_former (plan, chains_ns, task)) != task; task = former)
    path->n_tasks++;

  path->tasks = g_new (guint, path->n_tasks);
  for (guint i = path->n_tasks; i-- > 0; last = find_former (plan, chains_ns, last))
    path->tasks[i] = last;
}

/**
 * telar_critical_path_new:
 * @record: a run, best one that has ended
 *
 * The critical path is the longest chain of tasks in which each waits for the one before, measured
 * by their durations in this run; without dependencies it is the longest task (J. E. Kelley and
 * M. R. Walker, “Critical-path planning and scheduling”, Proceedings of the Eastern Joint Computer
 * Conference, 1959). With d for the duration of a task, the longest chain that ends with task t is
 *
 *     L(t) = d(t) + max { L(s) : t waits for s },   L(t) = d(t) if t waits for none,
 *
 * and the critical path is the one that ends with the task of the greatest L. With any number of
 * workers, the run would not have been shorter so long as its tasks took as long as they did. Of
 * equal chains, the one is taken that ends with the first task of the plan, and so on backwards.
 * Tasks that never began or have not ended are in no chain.
 *
 * Takes time and memory in proportion to the tasks and dependencies; any thread may call it.
 *
 * Returns: (transfer full): the critical path; without tasks if no task has ended that had begun
 */
TelarCriticalPath *
telar_critical_path_new (TelarRunRecord *record)
{
  TelarCriticalPath *path = g_new0 (TelarCriticalPath, 1);
  guint n_tasks = telar_trace_get_n_tasks (record->trace);
  g_autofree gint64 *chains_ns = g_new (gint64, n_tasks); /* that end with each task; -1: none */
  g_autoptr (TelarPlanLevels) levels = NULL;
  guint last = G_MAXUINT;

  /* By their levels, each task comes after those that it waits for. */
  if (telar_plan_has_dependencies (record->plan))
    levels = telar_plan_levels_new (record->plan);

  for (guint i = 0; i < n_tasks; i++)
    {
      guint task = levels != NULL ? levels->tasks[i] : i;
      guint former = find_former (record->plan, chains_ns, task);
      gint64 before_ns = former != task ? chains_ns[former] : 0;
      gint64 duration_ns = get_duration (record->trace, task);

      chains_ns[task] = -1;
      if (duration_ns < 0)
        continue;

      /* Times of a document are not trusted: together they may exceed what a number holds. */
      chains_ns[task] = before_ns > G_MAXINT64 - duration_ns ? G_MAXINT64 : before_ns + duration_ns;
      if (last == G_MAXUINT || chains_ns[task] > chains_ns[last]
          || (chains_ns[task] == chains_ns[last] && task < last))
        last = task;
    }

  if (last != G_MAXUINT)
    {
      path->length_ns = chains_ns[last];
      take_tasks (path, record, chains_ns, last);
    }

  return path;
}

/**
 * telar_critical_path_format_tasks:
 * @path: a critical path
 * @plan: what was run
 *
 * Returns: (transfer full): its tasks for people to read, such as A2 → B → C; of a long path, those
 *   at its beginning and its last one. Valid UTF-8 of one line.
 */
char *
telar_critical_path_format_tasks (const TelarCriticalPath *path, const TelarPlan *plan)
{
  GString *tasks = g_string_new (NULL);

  for (guint i = 0; i < path->n_tasks; i++)
    {
      const TelarInput *input = telar_plan_get_task (plan, path->tasks[i]);
      g_autofree char *name
          = telar_format_excerpt (input->name != NULL ? input->name : input->input, -1);

      if (i > 0)
        g_string_append (tasks, " → ");
      if (i == MAX_NAMED_TASKS - 1 && path->n_tasks > MAX_NAMED_TASKS)
        {
          g_string_append (tasks, "…");
          i = path->n_tasks - 2;
          continue;
        }
      g_string_append (tasks, name);
    }

  return g_string_free (tasks, FALSE);
}

/**
 * telar_critical_path_free:
 * @path: (transfer full) (nullable): a critical path
 */
void
telar_critical_path_free (TelarCriticalPath *path)
{
  if (path == NULL)
    return;

  g_free (path->tasks);
  g_free (path);
}
