/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What it costs to make a picture of a run of 100,000 tasks, by worker and by task, with sixteen
 * workers and with 20,000: time and size. Exit status 1 if one takes longer than a second or is
 * larger than 2 MB; with --quick, which is for computers that do other things too, than four
 * seconds. */

#include <stdlib.h>
#include <string.h>

#include "chart/telar-chart-export.h"
#include "synthetic-run.h"

#define N_TASKS   100000
#define LENGTH_NS G_GINT64_CONSTANT (10000000000)
#define MAX_S     1.0
#define MAX_MB    2.0

int
main (int argc, char **argv)
{
  static const struct
  {
    guint n_lanes, n_parts;
  } runs[] = { { 16, 1 }, { 16, 10 }, { 20000, 3 } };
  double slack = argc > 1 && strcmp (argv[1], "--quick") == 0 ? 4 : 1;
  gboolean is_met = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (runs); i++)
    {
      g_autoptr (TelarRunRecord) record
          = synthetic_parts_new (runs[i].n_lanes, N_TASKS, runs[i].n_parts, LENGTH_NS);

      for (guint rows = 0; rows <= TELAR_CHART_BY_TASK; rows++)
        for (guint format = TELAR_CHART_SVG; format <= TELAR_CHART_PDF; format++)
          {
            const TelarChartExportOptions options = { .rows = rows };
            gint64 start_us = g_get_monotonic_time ();
            g_autoptr (GError) error = NULL;
            g_autoptr (GBytes) bytes
                = telar_chart_export_to_bytes (record, format, &options, &error);
            double seconds = (double) (g_get_monotonic_time () - start_us) / 1e6, megabytes;
            gboolean is_good;

            g_assert_no_error (error);
            megabytes = (double) g_bytes_get_size (bytes) / 1e6;
            is_good = seconds <= MAX_S * slack && megabytes <= MAX_MB;
            is_met &= is_good;
            g_print ("%s - %s of %d tasks of %u spans in %u lanes, %s: %.3f s (wanted <= %g), "
                     "%.3f MB (wanted <= %g)\n",
                     is_good ? "ok" : "not ok", telar_chart_format_get_suffix (format), N_TASKS,
                     runs[i].n_parts, runs[i].n_lanes,
                     rows == TELAR_CHART_BY_TASK ? "by task" : "by worker", seconds, MAX_S * slack,
                     megabytes, MAX_MB);
          }
    }

  return is_met ? EXIT_SUCCESS : EXIT_FAILURE;
}
