/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What it costs to show a chart of a million spans in sixteen lanes, from the whole run down to a
 * microsecond, by worker and by task: the layout of one frame, and the render nodes of the screen,
 * in processor time of this thread; and the memory of it all.
 *
 * Exit status 1 if a bound is broken, or if the cost does not follow the pixels: if ten times the
 * spans in view take more than four times as long. With --quick, which is for computers that do
 * other things too, or are slow, bounds are four times as wide. */

#include <gtk/gtk.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "chart/telar-chart-layout.h"
#include "synthetic-graph.h"
#include "synthetic-run.h"
#include "ui/telar-snapshot-painter.h"

#define N_LANES    16
#define N_SPANS    1000000
#define N_PARTS    10 /* of a task */
#define LENGTH_NS  G_GINT64_CONSTANT (10000000000)
#define N_ROUNDS   21
#define N_ATTEMPTS 3 /* of what misses its bound by noise */
#define N_PASSES   7 /* through all zooms */

#define MAX_LAYOUT_MS 2.0
#define MAX_FIRST_MS  3.0
#define MAX_NODES_MS  4.0
#define MAX_MEMORY_MB 150.0
#define MAX_RATIO     4.0

static const double shares[]
    = { 1, 0.5, 0.2, 0.1, 0.04, 0.02, 0.01, 0.004, 0.001, 1e-4, 1e-5, 1e-6, 1e-7 };

/* What one frame costs: the median and the highest of all zooms. */
typedef struct
{
  double layout_ms;
  double nodes_ms;
  double highest_ms;
  double first_ms; /* at another zoom than the frame before: the median */
} Cost;

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

static double
paint (const TelarDisplayList *list, const TelarPalette *palette, TelarTextCache *texts)
{
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  double start_ms = thread_ms (), end_ms;
  GskRenderNode *node;

  telar_snapshot_paint (snapshot, list, palette, texts);
  node = gtk_snapshot_free_to_node (snapshot);
  end_ms = thread_ms ();
  gsk_render_node_unref (node);

  return end_ms - start_ms;
}

static TelarChartOptions
get_options (TelarChartRows rows, TelarChartColours colours)
{
  return (TelarChartOptions){
    .rows = rows, .colours = colours, .selected_task = TELAR_NO_TASK, .hovered_task = TELAR_NO_TASK
  };
}

/* The part of the chart that begins at its third and lasts for this share of the run. */
static TelarChartViewport
get_viewport (const TelarChartIndex *index, TelarChartRows rows, double share)
{
  const gint64 start_ns = share < 1 ? LENGTH_NS / 3 : 0;

  return (TelarChartViewport){
    .width = 1280,
    .height = 720,
    .scroll_y = rows == TELAR_CHART_BY_TASK && share < 1 ? 17.0 * index->n_tasks / 3 : 0,
    .start_ns = start_ns,
    .end_ns = start_ns + (gint64) ((double) LENGTH_NS * share),
  };
}

static double
lay_out (const TelarChartIndex *index,
         TelarTextCache *texts,
         const TelarChartViewport *viewport,
         const TelarChartOptions *options,
         TelarDisplayList *list)
{
  double start_ms = thread_ms ();
  TelarChartGeometry geometry;

  telar_chart_geometry_init (&geometry, index, viewport, options, texts);
  telar_chart_layout (index, &geometry, options, texts, list);

  return thread_ms () - start_ms;
}

static void
measure_once (const TelarChartIndex *index,
              TelarTextCache *texts,
              double share,
              TelarChartRows rows,
              TelarChartColours colours,
              Cost *cost)
{
  g_autoptr (TelarDisplayList) list = telar_display_list_new ();
  const TelarChartOptions options = get_options (rows, colours);
  const TelarChartViewport viewport = get_viewport (index, rows, share);
  double layout_ms[N_ROUNDS], nodes_ms[N_ROUNDS];
  TelarPalette palette;

  telar_palette_init (&palette, FALSE, FALSE);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      layout_ms[i] = lay_out (index, texts, &viewport, &options, list);
      nodes_ms[i] = paint (list, &palette, texts);
    }
  qsort (layout_ms, N_ROUNDS, sizeof *layout_ms, compare_doubles);
  qsort (nodes_ms, N_ROUNDS, sizeof *nodes_ms, compare_doubles);
  g_print ("%-10s %11.4f ms in view: layout %6.3f ms (at most %6.3f), nodes %6.3f ms (at most "
           "%6.3f), %5u marks\n",
           rows == TELAR_CHART_BY_TASK ? "by task," : "by worker,",
           (double) (viewport.end_ns - viewport.start_ns) / 1e6, layout_ms[N_ROUNDS / 2],
           layout_ms[N_ROUNDS - 1], nodes_ms[N_ROUNDS / 2], nodes_ms[N_ROUNDS - 1],
           list->marks->len);
  *cost = (Cost){ layout_ms[N_ROUNDS / 2], nodes_ms[N_ROUNDS / 2], layout_ms[N_ROUNDS - 1], 0 };
}

static void
measure (const TelarChartIndex *index,
         TelarTextCache *texts,
         double share,
         TelarChartRows rows,
         TelarChartColours colours,
         Cost *highest)
{
  Cost cost = { G_MAXDOUBLE };

  for (guint i = 0; i < N_ATTEMPTS && cost.layout_ms > MAX_LAYOUT_MS; i++)
    measure_once (index, texts, share, rows, colours, &cost);
  highest->layout_ms = MAX (highest->layout_ms, cost.layout_ms);
  highest->nodes_ms = MAX (highest->nodes_ms, cost.nodes_ms);
  highest->highest_ms = MAX (highest->highest_ms, cost.highest_ms);
}

/* Goes through all zooms again and again, each time a little farther on, so that no frame shows
 * what the one before did: neither its spans nor where they end are in the caches. */
static void
measure_first (const TelarChartIndex *index,
               TelarTextCache *texts,
               TelarChartRows rows,
               Cost *highest)
{
  g_autoptr (TelarDisplayList) list = telar_display_list_new ();
  const TelarChartOptions options = get_options (rows, TELAR_COLOURS_BY_PHASE);
  double first_ms[G_N_ELEMENTS (shares)][N_PASSES];

  for (guint pass = 0; pass < N_PASSES; pass++)
    for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
      {
        TelarChartViewport viewport = get_viewport (index, rows, shares[i]);
        gint64 shift_ns = (viewport.end_ns - viewport.start_ns) * pass / (8 * N_PASSES);

        viewport.start_ns += shift_ns;
        viewport.end_ns += shift_ns / 2;
        first_ms[i][pass] = lay_out (index, texts, &viewport, &options, list);
      }

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      qsort (first_ms[i], N_PASSES, sizeof first_ms[i][0], compare_doubles);
      highest->first_ms = MAX (highest->first_ms, first_ms[i][N_PASSES / 2]);
      highest->highest_ms = MAX (highest->highest_ms, first_ms[i][N_PASSES - 1]);
      g_print ("%-10s %11.4f ms in view, after another zoom: layout %6.3f ms (at most %6.3f)\n",
               rows == TELAR_CHART_BY_TASK ? "by task," : "by worker,",
               (double) LENGTH_NS * shares[i] / 1e6, first_ms[i][N_PASSES / 2],
               first_ms[i][N_PASSES - 1]);
    }
}

/* Returns what the whole run in view costs, by worker. */
static double
measure_zooms (TelarRunRecord *record, TelarTextCache *texts, Cost *cost)
{
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  double start_ms = thread_ms ();
  Cost whole = { 0 };

  telar_chart_index_update (index);
  g_print ("%u spans of %u tasks taken in at once: %.1f ms\n", N_SPANS, index->n_tasks,
           thread_ms () - start_ms);
  start_ms = thread_ms ();
  telar_chart_index_update (index);
  g_print ("update with nothing new: %.4f ms\n", thread_ms () - start_ms);

  measure (index, texts, 1, TELAR_CHART_BY_WORKER, TELAR_COLOURS_BY_PHASE, &whole);
  for (guint rows = 0; rows <= TELAR_CHART_BY_TASK; rows++)
    for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
      measure (index, texts, shares[i], rows, TELAR_COLOURS_BY_PHASE, cost);
  for (guint colours = 0; colours < TELAR_N_CHART_COLOURS; colours++)
    measure (index, texts, 1, TELAR_CHART_BY_WORKER, colours, cost);

  measure_first (index, texts, TELAR_CHART_BY_WORKER, cost);
  measure_first (index, texts, TELAR_CHART_BY_TASK, cost);

  return whole.layout_ms;
}

static gboolean
judge (const char *what, const char *unit, double figure, double limit)
{
  gboolean is_met = figure <= limit;

  g_print ("%s - %s: %.3g %s (wanted <= %g)\n", is_met ? "ok" : "not ok", what, figure, unit,
           limit);

  return is_met;
}

static double
get_peak_mb (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (double) usage.ru_maxrss / 1000;
}

/* A million tasks, of which each waits for up to three of those shortly before it. */
static TelarRunRecord *
make_graph (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree char *inputs = synthetic_graph_inputs (random, N_SPANS, 3, 200);
  g_autofree gint64 *durations_ns = g_new (gint64, N_SPANS);

  for (guint i = 0; i < N_SPANS; i++)
    durations_ns[i] = g_rand_int_range (random, 1000, 2 * (gint32) (LENGTH_NS / N_SPANS * N_LANES));

  return synthetic_graph_new (inputs, durations_ns, N_LANES);
}

int
main (int argc, char **argv)
{
  double slack = argc > 1 && strcmp (argv[1], "--quick") == 0 ? 4 : 1;
  g_autoptr (TelarTextCache) texts = telar_text_cache_new_for_export ();
  g_autoptr (TelarRunRecord) record = NULL;
  g_autoptr (TelarRunRecord) tenth = NULL;
  g_autoptr (TelarChartIndex) tenth_index = NULL;
  Cost cost = { 0 }, tenth_cost = { 0 }, graph_cost = { 0 };
  double memory_mb, whole_ms;
  gboolean is_met = TRUE;

  /* Nodes need the library to be set up, but no display. */
  gtk_init_check ();

  record = synthetic_parts_new (N_LANES, N_SPANS / N_PARTS, N_PARTS, LENGTH_NS);
  measure_zooms (record, texts, &cost);
  memory_mb = get_peak_mb ();
  g_clear_pointer (&record, telar_run_record_unref);

  record = synthetic_lanes_new (N_LANES, N_SPANS, LENGTH_NS);
  whole_ms = measure_zooms (record, texts, &cost);

  g_clear_pointer (&record, telar_run_record_unref);

  g_print ("with dependencies:\n");
  record = make_graph ();
  measure_zooms (record, texts, &graph_cost);

  g_print ("%d spans:\n", N_SPANS / 10);
  tenth = synthetic_lanes_new (N_LANES, N_SPANS / 10, LENGTH_NS);
  tenth_index = telar_chart_index_new (tenth);
  telar_chart_index_update (tenth_index);
  measure (tenth_index, texts, 1, TELAR_CHART_BY_WORKER, TELAR_COLOURS_BY_PHASE, &tenth_cost);

  is_met &= judge ("layout of a frame at any zoom", "ms", cost.layout_ms, MAX_LAYOUT_MS * slack);
  is_met &= judge ("the first layout at a new zoom", "ms", cost.first_ms, MAX_FIRST_MS * slack);
  is_met
      &= judge ("render nodes of a frame at any zoom", "ms", cost.nodes_ms, MAX_NODES_MS * slack);
  is_met &= judge ("layout of a frame with dependencies", "ms", graph_cost.layout_ms,
                   MAX_LAYOUT_MS * slack);
  is_met &= judge ("the first layout at a new zoom with dependencies", "ms", graph_cost.first_ms,
                   MAX_FIRST_MS * slack);
  is_met &= judge ("render nodes of a frame with dependencies", "ms", graph_cost.nodes_ms,
                   MAX_NODES_MS * slack);
  is_met &= judge ("memory with a million spans", "MB", memory_mb, MAX_MEMORY_MB);
  is_met &= judge ("ten times the spans in view, times one", "", whole_ms / tenth_cost.layout_ms,
                   MAX_RATIO);
  g_print ("the longest layout of all took %.3f ms\n",
           MAX (cost.highest_ms, graph_cost.highest_ms));

  return is_met ? EXIT_SUCCESS : EXIT_FAILURE;
}
