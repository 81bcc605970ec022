/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-counts.h"

/**
 * telar_chart_counts_advance:
 * @self: counts at an earlier instant, or zero-initialised; become those at @time_ns
 * @index: what is counted
 * @time_ns: an instant, in nanoseconds since the run's start
 *
 * Is quick if the earlier instant is near.
 */
void
telar_chart_counts_advance (TelarChartCounts *self, const TelarChartIndex *index, gint64 time_ns)
{
  self->time_ns = time_ns;
  self->n_starts = telar_instants_count (&index->starts, self->n_starts, time_ns);
  self->n_open_starts = telar_instants_count (&index->open_starts, self->n_open_starts, time_ns);
  self->n_ends = telar_instants_count (&index->ends, self->n_ends, time_ns);
  self->n_arrivals = telar_instants_count (&index->arrivals, self->n_arrivals, time_ns);
}

/**
 * telar_chart_counts_new_series:
 * @index: what is counted
 * @times_ns: (array length=n_times): instants, in order
 * @n_times: how many
 *
 * Returns: (transfer full): the counts at each of them; free with g_free()
 */
TelarChartCounts *
telar_chart_counts_new_series (const TelarChartIndex *index, const gint64 *times_ns, guint n_times)
{
  TelarChartCounts *series = g_new (TelarChartCounts, MAX (n_times, 1));
  g_autofree guint *counts = g_new (guint, (gsize) n_times * 4);
  guint *starts = counts, *open_starts = starts + n_times;
  guint *ends = open_starts + n_times, *arrivals = ends + n_times;

  telar_instants_count_each (&index->starts, times_ns, n_times, starts);
  telar_instants_count_each (&index->open_starts, times_ns, n_times, open_starts);
  telar_instants_count_each (&index->ends, times_ns, n_times, ends);
  telar_instants_count_each (&index->arrivals, times_ns, n_times, arrivals);
  for (guint i = 0; i < n_times; i++)
    series[i] = (TelarChartCounts){ times_ns[i], starts[i], open_starts[i], ends[i], arrivals[i] };

  return series;
}

/**
 * telar_chart_counts_get_waiting:
 * @self: counts at an instant
 * @index: what is counted
 *
 * Returns: how many tasks were ready by then but not yet begun
 */
guint
telar_chart_counts_get_waiting (const TelarChartCounts *self, const TelarChartIndex *index)
{
  guint arrived = index->n_ready_at_start + self->n_arrivals;
  guint begun = self->n_starts + self->n_open_starts;

  return arrived > begun ? arrived - begun : 0;
}

/**
 * telar_chart_counts_get_running:
 * @self: counts at an instant
 * @index: what is counted
 *
 * Returns: how many tasks had begun by then but not yet ended
 */
guint
telar_chart_counts_get_running (const TelarChartCounts *self, const TelarChartIndex *index)
{
  guint begun = self->n_starts + self->n_open_starts;

  return begun > self->n_ends ? begun - self->n_ends : 0;
}

/**
 * telar_chart_counts_get_changes:
 * @self: counts at an instant
 * @later: those at a later instant
 *
 * Returns: how many tasks began or ended in between
 */
guint
telar_chart_counts_get_changes (const TelarChartCounts *self, const TelarChartCounts *later)
{
  return later->n_starts + later->n_open_starts + later->n_ends
         - (self->n_starts + self->n_open_starts + self->n_ends);
}

/**
 * telar_chart_counts_get_mean_running:
 * @self: counts at an instant
 * @later: those at a later instant
 * @index: what is counted
 *
 * Costs no more for thousands of tasks in between than for a few.
 *
 * Returns: how many tasks were running on an average over the time in between
 */
double
telar_chart_counts_get_mean_running (const TelarChartCounts *self,
                                     const TelarChartCounts *later,
                                     const TelarChartIndex *index)
{
  gint64 from_ns = self->time_ns, to_ns = later->time_ns;
  gint64 begun_ns
      = telar_instants_integrate (&index->starts, from_ns, self->n_starts, to_ns, later->n_starts)
        + telar_instants_integrate (&index->open_starts, from_ns, self->n_open_starts, to_ns,
                                    later->n_open_starts);
  gint64 ended_ns
      = telar_instants_integrate (&index->ends, from_ns, self->n_ends, to_ns, later->n_ends);

  return MAX ((double) (begun_ns - ended_ns), 0) / (double) MAX (to_ns - from_ns, 1);
}
