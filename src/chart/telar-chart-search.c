/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-search.h"

/**
 * telar_chart_search_new:
 * @n_tasks: of the run
 *
 * Returns: (transfer full): a search that has found nothing
 */
TelarChartSearch *
telar_chart_search_new (guint n_tasks)
{
  TelarChartSearch *self = g_new0 (TelarChartSearch, 1);

  self->found = g_new0 (guint8, MAX (n_tasks, 1));
  self->n_tasks = n_tasks;
  self->lanes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  return self;
}

/**
 * telar_chart_search_free:
 * @self: (transfer full): a search
 */
void
telar_chart_search_free (TelarChartSearch *self)
{
  g_free (self->found);
  g_ptr_array_unref (self->lanes);
  g_free (self);
}

/**
 * telar_chart_search_add:
 * @self: a search that was not updated yet
 * @task: a task that was found
 */
void
telar_chart_search_add (TelarChartSearch *self, guint32 task)
{
  g_return_if_fail (task < self->n_tasks);

  self->found[task] = 1;
}

/**
 * telar_chart_search_update:
 * @self: a search
 * @index: of its run
 *
 * Takes in the spans that were published since the last time, so that
 * telar_chart_search_has_spans() need not look at each.
 */
void
telar_chart_search_update (TelarChartSearch *self, const TelarChartIndex *index)
{
  while (self->lanes->len < telar_chart_index_get_n_lanes (index))
    {
      const guint32 none = 0;
      GArray *counts = g_array_new (FALSE, FALSE, sizeof (guint32));

      g_array_append_val (counts, none);
      g_ptr_array_add (self->lanes, counts);
    }

  for (guint i = 0; i < self->lanes->len; i++)
    {
      const TelarLaneIndex *lane = telar_chart_index_get_lane (index, i);
      GArray *counts = g_ptr_array_index (self->lanes, i);
      guint32 n_found = g_array_index (counts, guint32, counts->len - 1);

      for (guint span = counts->len - 1; span < lane->n_spans; span++)
        {
          if (telar_chart_search_has_task (self, telar_lane_index_get_span (lane, span)->task))
            n_found++;
          g_array_append_val (counts, n_found);
        }
    }
}

/**
 * telar_chart_search_has_task:
 * @self: a search
 * @task: a task, or %TELAR_NO_TASK
 *
 * Returns: whether it was found
 */
gboolean
telar_chart_search_has_task (const TelarChartSearch *self, guint32 task)
{
  return task < self->n_tasks && self->found[task] != 0;
}

/**
 * telar_chart_search_has_spans:
 * @self: a search
 * @lane: a lane
 * @from: a span
 * @to: a later one
 *
 * Returns: whether one of the spans from @from to before @to, as far as they were taken in, belongs
 *   to a task that was found
 */
gboolean
telar_chart_search_has_spans (const TelarChartSearch *self, guint lane, guint from, guint to)
{
  const GArray *counts;

  if (lane >= self->lanes->len)
    return FALSE;

  counts = g_ptr_array_index (self->lanes, lane);
  from = MIN (from, counts->len - 1);
  to = MIN (to, counts->len - 1);

  return g_array_index (counts, guint32, to) > g_array_index (counts, guint32, from);
}
