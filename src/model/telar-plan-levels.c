/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-plan-levels.h"

#define NO_LEVEL G_MAXUINT

/* A task on the way from one that was asked for to those that it waits for. */
typedef struct
{
  guint task;
  guint next; /* of its dependencies, to be looked at */
} Step;

/* Walks from each task to those that it waits for, deepest first, without calling itself: a chain
 * may be as long as the plan. Each dependency is looked at once. A plan has no cycles. */
static void
find_levels (TelarPlanLevels *levels, const TelarPlan *plan)
{
  guint n_tasks = telar_plan_get_n_tasks (plan);
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));

  for (guint first = 0; first < n_tasks; first++)
    {
      if (levels->of_task[first] == NO_LEVEL)
        g_array_append_val (steps, ((Step){ first, 0 }));

      while (steps->len > 0)
        {
          Step *step = &g_array_index (steps, Step, steps->len - 1);
          const TelarInput *input = telar_plan_get_task (plan, step->task);
          guint level = 0;

          while (step->next < input->n_after
                 && levels->of_task[input->after[step->next]] != NO_LEVEL)
            step->next++;
          if (step->next < input->n_after)
            {
              g_array_append_val (steps, ((Step){ input->after[step->next], 0 }));
              continue;
            }

          for (guint i = 0; i < input->n_after; i++)
            level = MAX (level, levels->of_task[input->after[i]] + 1);
          levels->of_task[step->task] = level;
          levels->n_levels = MAX (levels->n_levels, level + 1);
          g_array_set_size (steps, steps->len - 1);
        }
    }
}

/* Sorts the tasks by counting, which keeps those of a level in the order of the plan. */
static void
sort_tasks (TelarPlanLevels *levels, guint n_tasks)
{
  g_autofree guint *next = g_new0 (guint, (gsize) levels->n_levels + 1);

  levels->first = g_new0 (guint, (gsize) levels->n_levels + 1);
  levels->tasks = g_new (guint, n_tasks);
  for (guint i = 0; i < n_tasks; i++)
    levels->first[levels->of_task[i] + 1]++;
  for (guint i = 0; i < levels->n_levels; i++)
    next[i + 1] = levels->first[i + 1] += levels->first[i];
  for (guint i = 0; i < n_tasks; i++)
    levels->tasks[next[levels->of_task[i]]++] = i;
}

/**
 * telar_plan_levels_new:
 * @plan: a plan
 *
 * The level of a task is the number of dependencies on the longest way from it to one that waits
 * for none: 0 for those that may begin at once, else one more than the highest of those that it
 * waits for. So each task comes after all that it waits for in @tasks.
 *
 * Takes time and memory in proportion to the tasks and dependencies; any thread may call it.
 *
 * Returns: (transfer full): the levels of all tasks
 */
TelarPlanLevels *
telar_plan_levels_new (const TelarPlan *plan)
{
  TelarPlanLevels *levels = g_new0 (TelarPlanLevels, 1);
  guint n_tasks = telar_plan_get_n_tasks (plan);

  levels->of_task = g_new (guint, n_tasks);
  for (guint i = 0; i < n_tasks; i++)
    levels->of_task[i] = NO_LEVEL;
  find_levels (levels, plan);
  sort_tasks (levels, n_tasks);

  return levels;
}

/**
 * telar_plan_levels_free:
 * @levels: (transfer full) (nullable): levels
 */
void
telar_plan_levels_free (TelarPlanLevels *levels)
{
  if (levels == NULL)
    return;

  g_free (levels->of_task);
  g_free (levels->first);
  g_free (levels->tasks);
  g_free (levels);
}
