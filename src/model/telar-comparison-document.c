/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-document.h"

#include <math.h>

#include "telar-csv-field.h"

static const char header[]
    = "series,workload,tasks,strategy,workers,runs,wall_median_s,wall_mean_s,wall_min_s,wall_max_s,"
      "wall_stddev_s,cpu_user_s,cpu_system_s,baseline,speed_up,speed_up_stddev,efficiency,"
      "peak_concurrency,mean_concurrency,critical_path_s,overhead_s,succeeded,failed,cancelled,"
      "skipped,complete,verdict,memory_bytes\r\n";

static void
append_time (GString *csv, double ns)
{
  telar_csv_append_seconds (csv, (gint64) round (ns));
  g_string_append_c (csv, ',');
}

static void
append_figure (GString *csv, double number)
{
  telar_csv_append_number (csv, number);
  g_string_append_c (csv, ',');
}

static const char *
get_verdict_name (TelarVerdictKind kind)
{
  static const char *const names[TELAR_N_VERDICT_KINDS] = {
    [TELAR_VERDICT_UNKNOWN] = "",
    [TELAR_VERDICT_IO_BOUND] = "io-bound",
    [TELAR_VERDICT_MIXED] = "mixed",
    [TELAR_VERDICT_CPU_BOUND] = "cpu-bound",
  };

  return names[kind];
}

static void
append_series (GString *csv, const TelarComparison *comparison, const TelarSeries *series)
{
  const TelarStatistics *walls = &series->walls;
  const TelarRunFigures *figures = &series->figures;

  telar_csv_append_text (csv, series->full_label);
  g_string_append_printf (csv, ",%s,%u,%s,%u,%u,",
                          telar_plan_get_workload (series->typical->plan)->name,
                          figures->counts.total, telar_strategy_get_name (series->strategy),
                          series->workers, series->n_runs);
  append_time (csv, walls->median);
  append_time (csv, walls->mean);
  append_time (csv, walls->minimum);
  append_time (csv, walls->maximum);
  append_time (csv, series->n_runs > 1 ? walls->standard_deviation : -1);
  append_time (csv, series->cpu_user_ns);
  append_time (csv, series->cpu_system_ns);
  if (series->baseline != TELAR_NO_SERIES)
    telar_csv_append_text (csv, telar_comparison_get (comparison, series->baseline)->full_label);
  g_string_append_c (csv, ',');
  append_figure (csv, series->speed_up);
  append_figure (csv, series->speed_up_error);
  append_figure (csv, series->efficiency);
  g_string_append_printf (csv, "%u,", series->peak_concurrency);
  append_figure (csv, series->mean_concurrency);
  append_time (csv, series->critical_path_ns);
  append_time (csv, series->overhead_ns);
  g_string_append_printf (csv, "%u,%u,%u,%u,%s,%s,", figures->counts.succeeded, series->n_failed,
                          figures->counts.cancelled, figures->counts.skipped,
                          series->is_complete ? "true" : "false",
                          get_verdict_name (series->verdict->kind));
  if (series->memory_bytes > 0)
    g_string_append_printf (csv, "%" G_GINT64_FORMAT, series->memory_bytes);
  g_string_append (csv, "\r\n");
}

/**
 * telar_comparison_to_csv:
 * @comparison: runs beside each other
 * @length: (out) (optional): the length of the text in bytes
 *
 * Writes a table with one row a series, as comma-separated values after RFC 4180. Times are in
 * seconds; what is unknown is empty. The columns have the same names in all languages. Of repeated
 * runs, processor times, mean concurrency, critical path and overhead are medians, the peak
 * concurrency, the memory and the failed tasks the highest number, and the other counts of tasks
 * those of the run with the median wall time.
 *
 * Returns: (transfer full): the table, with a header line, in UTF-8
 */
char *
telar_comparison_to_csv (const TelarComparison *comparison, gsize *length)
{
  GString *csv = g_string_new (header);

  for (guint i = 0; i < comparison->series->len; i++)
    append_series (csv, comparison, telar_comparison_get (comparison, i));

  if (length != NULL)
    *length = csv->len;

  return g_string_free (csv, FALSE);
}
