/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What it costs to lay out a chart of a million spans in sixteen lanes, at several zooms, in
 * processor time of this thread. The cost must follow the pixels and not the spans: exit status 1
 * if ten times the spans in view take more than four times as long. */

#include <stdlib.h>
#include <time.h>

#include "chart/telar-cairo-painter.h"
#include "chart/telar-chart-layout.h"
#include "synthetic-run.h"

#define N_LANES       16
#define N_SPANS       1000000
#define LENGTH_NS     G_GINT64_CONSTANT (10000000000)
#define N_ROUNDS      41
#define MAXIMUM_RATIO 4.0

static double
thread_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

/* The median time to lay out the part of the chart that begins at its third, in milliseconds. */
static double
measure (const TelarChartIndex *index, TelarTextCache *texts, double share, TelarChartRows rows)
{
  TelarDisplayList *list = telar_display_list_new ();
  const TelarChartOptions options
      = { .rows = rows, .selected_task = TELAR_NO_TASK, .hovered_task = TELAR_NO_TASK };
  const gint64 start_ns = share < 1 ? LENGTH_NS / 3 : 0;
  const TelarChartViewport viewport = {
    .width = 1280,
    .height = 720,
    .start_ns = start_ns,
    .end_ns = start_ns + (gint64) ((double) LENGTH_NS * share),
  };
  double times_ms[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      double start_ms = thread_ms ();
      TelarChartGeometry geometry;

      telar_chart_geometry_init (&geometry, index, &viewport, &options, texts);
      telar_chart_layout (index, &geometry, &options, texts, list);
      times_ms[i] = thread_ms () - start_ms;
    }
  qsort (times_ms, N_ROUNDS, sizeof *times_ms, compare_doubles);
  g_print ("%-10s %5.1f %% of the time in view: %7.3f ms, %6u marks\n",
           rows == TELAR_CHART_BY_TASK ? "by task," : "by worker,", share * 100,
           times_ms[N_ROUNDS / 2], list->marks->len);
  telar_display_list_free (list);

  return times_ms[N_ROUNDS / 2];
}

int
main (void)
{
  static const double shares[] = { 1, 0.1, 0.04, 0.01, 0.001, 0.0001 };
  g_autoptr (TelarRunRecord) record = synthetic_lanes_new (N_LANES, N_SPANS, LENGTH_NS);
  g_autoptr (TelarRunRecord) tenth = synthetic_lanes_new (N_LANES, N_SPANS / 10, LENGTH_NS);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  g_autoptr (TelarChartIndex) tenth_index = telar_chart_index_new (tenth);
  g_autoptr (TelarTextCache) texts = telar_text_cache_new_for_export ();
  double start_ms = thread_ms (), whole_ms = 0, tenth_ms;

  telar_chart_index_update (index);
  g_print ("%d spans taken in at once: %.1f ms\n", N_SPANS, thread_ms () - start_ms);
  start_ms = thread_ms ();
  telar_chart_index_update (index);
  g_print ("update with nothing new: %.4f ms\n", thread_ms () - start_ms);
  telar_chart_index_update (tenth_index);

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      double ms = measure (index, texts, shares[i], TELAR_CHART_BY_WORKER);

      if (i == 0)
        whole_ms = ms;
    }
  measure (index, texts, 1, TELAR_CHART_BY_TASK);
  g_print ("%d spans:\n", N_SPANS / 10);
  tenth_ms = measure (tenth_index, texts, 1, TELAR_CHART_BY_WORKER);
  g_print ("ten times the spans take %.2f times as long\n", whole_ms / tenth_ms);

  return whole_ms / tenth_ms > MAXIMUM_RATIO ? EXIT_FAILURE : EXIT_SUCCESS;
}
