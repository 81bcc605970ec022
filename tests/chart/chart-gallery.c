/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes pictures of many kinds of runs into a folder, for people to look at:
 *   chart-gallery FOLDER */

#include <locale.h>

#include "chart/telar-chart-export.h"
#include "synthetic-run.h"

#define MS G_GINT64_CONSTANT (1000000)

typedef struct
{
  const char *name;
  SyntheticRun run;
  TelarChartExportOptions options;
} Piece;

static const Piece pieces[] = {
  { "threads", { "headings", NULL, TELAR_STRATEGY_THREADS, 16 }, { FALSE } },
  { "threads-dark", { "headings", NULL, TELAR_STRATEGY_THREADS, 16 }, { TRUE } },
  { "sequential", { "headings", NULL, TELAR_STRATEGY_SEQUENTIAL, 1 }, { FALSE } },
  { "async-by-task",
    { "headings", NULL, TELAR_STRATEGY_ASYNC, 4 },
    { FALSE, TELAR_CHART_BY_TASK } },
  { "async-4", { "headings", NULL, TELAR_STRATEGY_ASYNC, 4, .fail_every = 5 }, { TRUE } },
  { "pool-5", { "square", "1 2 3 4 5", TELAR_STRATEGY_PROCESSES, 4 }, { FALSE } },
  { "pool-5-by-task",
    { "square", "1 2 3 4 5", TELAR_STRATEGY_PROCESSES, 4 },
    { TRUE, TELAR_CHART_BY_TASK } },
  { "failed", { "headings", NULL, TELAR_STRATEGY_THREADS, 4, .fail_every = 3 }, { FALSE } },
  { "failed-by-task",
    { "headings", NULL, TELAR_STRATEGY_THREADS, 4, .fail_every = 3 },
    { FALSE, TELAR_CHART_BY_TASK } },
  { "stopped",
    { "headings", NULL, TELAR_STRATEGY_THREADS, 5, 900 * MS, .is_stopped = TRUE },
    { FALSE } },
  { "running", { "headings", NULL, TELAR_STRATEGY_THREADS, 5, 900 * MS }, { TRUE } },
  { "narrow", { "headings", NULL, TELAR_STRATEGY_THREADS, 5 }, { FALSE, .width = 360 } },
  { "many",
    { "square", "1..20000", TELAR_STRATEGY_PROCESSES, 16, .fail_every = 4001, .shortness = 2000 },
    { FALSE } },
};

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  if (argc != 2)
    {
      g_printerr ("Usage: %s FOLDER\n", argv[0]);
      return 2;
    }

  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (guint format = 0; format < TELAR_N_CHART_FORMATS; format++)
      {
        SyntheticRun run = pieces[i].run;
        g_autoptr (TelarRunRecord) record = NULL;
        g_autoptr (GError) error = NULL;
        g_autofree char *name
            = g_strconcat (pieces[i].name, telar_chart_format_get_suffix (format), NULL);
        g_autofree char *path = g_build_filename (argv[1], name, NULL);
        g_autoptr (GFile) file = g_file_new_for_path (path);

        if (run.inputs == NULL)
          run.inputs = synthetic_pages;
        record = synthetic_run_new (&run);
        if (run.until_ns > 0 && !run.is_stopped)
          telar_trace_set_epoch (record->trace, telar_clock_now_ns () - run.until_ns);
        if (!telar_chart_export (record, file, format, &pieces[i].options, &error))
          {
            g_printerr ("%s: %s\n", name, error->message);
            return 1;
          }
      }

  return 0;
}
