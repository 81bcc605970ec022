/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-series.h"

#include <math.h>

/* The figures of those runs of a series that count. */
typedef struct
{
  TelarRunFigures *figures;
  TelarRunRecord **records;
  double *values; /* room for one of each */
  guint n;
} Sample;

static void
sample_clear (Sample *sample)
{
  g_free (sample->figures);
  g_free (sample->records);
  g_free (sample->values);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

static void
add (Sample *sample, TelarRunRecord *record)
{
  sample->records[sample->n] = record;
  telar_run_figures_compute (&sample->figures[sample->n++], record);
}

static void
sample_init (Sample *sample, GPtrArray *records)
{
  sample->figures = g_new (TelarRunFigures, records->len);
  sample->records = g_new (TelarRunRecord *, records->len);
  sample->values = g_new (double, records->len);

  for (guint i = 0; i < records->len; i++)
    {
      TelarRunRecord *record = g_ptr_array_index (records, i);

      if (telar_run_record_has_ended (record) && record->complete)
        add (sample, record);
    }
  if (sample->n == 0)
    for (guint i = 0; i < records->len; i++)
      add (sample, g_ptr_array_index (records, i));
}

static double
get_cpu_user (const TelarRunFigures *figures)
{
  return (double) figures->cpu.user_ns;
}

static double
get_cpu_system (const TelarRunFigures *figures)
{
  return (double) figures->cpu.system_ns;
}

static double
get_mean_concurrency (const TelarRunFigures *figures)
{
  return figures->mean_concurrency;
}

static double
get_critical_path (const TelarRunFigures *figures)
{
  return (double) figures->critical_path_ns;
}

static double
get_overhead (const TelarRunFigures *figures)
{
  return (double) figures->overhead_ns;
}

static double
compute_median (Sample *sample, double (*get) (const TelarRunFigures *figures))
{
  for (guint i = 0; i < sample->n; i++)
    sample->values[i] = get (&sample->figures[i]);
  telar_statistics_sort (sample->values, sample->n);

  return telar_statistics_get_percentile (sample->values, sample->n, 50);
}

static guint
find_typical (const Sample *sample, double wall_ns)
{
  guint typical = 0;

  for (guint i = 1; i < sample->n; i++)
    if (fabs ((double) sample->figures[i].wall_ns - wall_ns)
        < fabs ((double) sample->figures[typical].wall_ns - wall_ns))
      typical = i;

  return typical;
}

/**
 * telar_series_new:
 * @records: (element-type TelarRunRecord): at least one run; all of the same plan, by the same
 *   strategy, with as many workers
 *
 * Sums up repeated runs. They are not compared with anything yet. Takes time and memory in
 * proportion to their tasks and spans; any thread may call it.
 *
 * Returns: (transfer full): the series; it has no label
 */
TelarSeries *
telar_series_new (GPtrArray *records)
{
  TelarSeries *series = g_new0 (TelarSeries, 1);
  g_auto (Sample) sample = { NULL };
  guint typical;

  series->records = g_ptr_array_ref (records);
  sample_init (&sample, records);
  for (guint i = 0; i < sample.n; i++)
    sample.values[i] = (double) sample.figures[i].wall_ns;
  telar_statistics_compute (&series->walls, sample.values, sample.n);

  typical = find_typical (&sample, series->walls.median);
  series->typical = sample.records[typical];
  series->figures = sample.figures[typical];
  series->figures.wall_ns = (gint64) round (series->walls.median);
  series->strategy = series->figures.strategy;
  series->workers = series->figures.workers;
  series->n_runs = sample.n;
  series->is_complete = series->figures.is_complete;
  series->is_even = TRUE;
  for (guint i = 0; i < sample.n; i++)
    {
      const TelarRunFigures *figures = &sample.figures[i];

      series->is_even &= telar_run_figures_is_comparable (figures, &sample.figures[typical]);
      series->peak_concurrency = MAX (series->peak_concurrency, figures->peak_concurrency);
      series->memory_bytes = MAX (series->memory_bytes, figures->memory_bytes);
      series->n_failed = MAX (series->n_failed, figures->counts.failed);
    }

  series->cpu_user_ns = compute_median (&sample, get_cpu_user);
  series->cpu_system_ns = compute_median (&sample, get_cpu_system);
  series->mean_concurrency = compute_median (&sample, get_mean_concurrency);
  series->critical_path_ns = compute_median (&sample, get_critical_path);
  series->overhead_ns = compute_median (&sample, get_overhead);
  series->verdict = telar_verdict_new (&series->figures);
  series->baseline = TELAR_NO_SERIES;
  series->speed_up = series->speed_up_error = series->efficiency = NAN;

  return series;
}

/**
 * telar_series_free:
 * @series: (transfer full) (nullable): a series
 */
void
telar_series_free (TelarSeries *series)
{
  if (series == NULL)
    return;

  g_ptr_array_unref (series->records);
  g_free (series->label);
  g_free (series->full_label);
  telar_verdict_free (series->verdict);
  g_free (series);
}
