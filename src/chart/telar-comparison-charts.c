/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-layout-private.h"

#include <glib/gi18n-lib.h>

#include "telar-chart-layout-private.h"

/* The rows of all charts together, and of one, are about so high, however many there are. */
#define ROWS_HEIGHT     720.0
#define MAX_ROWS_HEIGHT 240.0
#define MIN_ROWS_HEIGHT 48.0

/* What the charts of a page share. */
typedef struct
{
  TelarComparisonPage *page;
  TelarChartOptions options;
  TelarChartViewport viewport;
  TelarChartGeometry geometry; /* of the last chart */
  TelarDisplayList *list;      /* for one chart */
} Charts;

static void
init (Charts *charts, TelarComparisonPage *page)
{
  const GPtrArray *indices = page->index->charts;

  *charts = (Charts){
    .page = page,
    .options = {
      .rows = page->options->rows,
      .colours = page->options->colours,
      .pixel_ratio = page->options->pixel_ratio,
      .hidden = TELAR_CHART_TITLE | TELAR_CHART_SUMMARY | TELAR_CHART_LEGEND | TELAR_CHART_STRIPS
                | TELAR_CHART_TIMES | page->options->hidden,
      .selected_task = TELAR_NO_TASK,
      .hovered_task = TELAR_NO_TASK,
    },
    .viewport = { .width = page->width, .end_ns = page->index->longest_ns },
    .list = telar_display_list_new (),
  };
  charts->options.rows_height
      = floor (CLAMP (ROWS_HEIGHT / indices->len, MIN_ROWS_HEIGHT, MAX_ROWS_HEIGHT) * page->scale);

  /* All bars begin at the same place only if the labels beside them have the same room. */
  for (guint i = 0; i < indices->len; i++)
    charts->options.label_width
        = MAX (charts->options.label_width,
               telar_chart_measure_labels (indices->pdata[i], &charts->options, page->texts));
  telar_chart_geometry_init (&charts->geometry, indices->pdata[0], &charts->viewport,
                             &charts->options, page->texts);
}

static void
layout_times (Charts *charts)
{
  TelarComparisonPage *page = charts->page;
  TelarChartOptions options = charts->options;
  TelarChartGeometry geometry = charts->geometry;
  TelarLayout layout = {
    .index = page->index->charts->pdata[0],
    .geometry = &geometry,
    .options = &options,
    .texts = page->texts,
    .list = charts->list,
    .pixel = 1 / geometry.pixel_ratio,
  };

  options.hidden &= ~(guint) TELAR_CHART_TIMES;
  geometry.axis_y = geometry.plot_end_y = round (TELAR_AXIS_HEIGHT * page->scale);
  telar_display_list_reset (charts->list, page->width, geometry.axis_y);
  telar_layout_axis (&layout);
  telar_display_list_append (page->list, charts->list, 0, page->y);
  page->y += geometry.axis_y;
}

static char *
format_caption (const TelarSeries *series, const char *label)
{
  g_autofree char *wall = telar_format_duration (series->typical->wall_ns);

  if (!series->is_complete)
    /* Translators: a series of runs and a wall time, such as: Threads · 4 workers · 1.93 s */
    return g_strdup_printf (_ ("%s · %s, when it was stopped"), label, wall);
  return g_strdup_printf (_ ("%s · %s"), label, wall);
}

/* Where there is no room for both, the name is cut off and not the time. */
static char *
dup_fitting_caption (TelarComparisonPage *page, const TelarSeries *series, double width)
{
  g_autofree char *caption = format_caption (series, series->label);
  double excess = telar_comparison_measure (page, TELAR_FONT_BODY, caption) - width;
  double label_width = telar_comparison_measure (page, TELAR_FONT_BODY, series->label) - excess;
  g_autofree char *label = NULL, *shorter = NULL;

  if (excess <= 0)
    return g_steal_pointer (&caption);

  label = telar_comparison_dup_shortened (page, TELAR_FONT_BODY, series->label, label_width);
  shorter = format_caption (series, label);

  return telar_comparison_dup_shortened (page, TELAR_FONT_BODY, shorter, width);
}

static void
layout_chart (Charts *charts, guint i)
{
  TelarComparisonPage *page = charts->page;
  const TelarSeries *series = telar_comparison_get (page->comparison, i);
  TelarChartGeometry *geometry = &charts->geometry;
  double caption_height = round (26 * page->scale), x;
  g_autofree char *shown = dup_fitting_caption (page, series, geometry->plot_width);
  TelarMark *mark;

  telar_chart_geometry_init (geometry, page->index->charts->pdata[i], &charts->viewport,
                             &charts->options, page->texts);
  telar_chart_layout (page->index->charts->pdata[i], geometry, &charts->options, page->texts,
                      charts->list);

  /* Seen by nobody, but it can be pointed at. */
  mark = telar_display_list_add (page->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_BACKGROUND, 0,
                                 page->y, page->width, caption_height + geometry->height);
  mark->alpha = 0;
  mark->task = i;

  telar_comparison_add_text (page, TELAR_FONT_BODY, TELAR_ROLE_TEXT, TELAR_ANCHOR_START,
                             geometry->plot_x, page->y + caption_height / 2 + 2, shown);
  page->y += caption_height;
  telar_display_list_append (page->list, charts->list, 0, page->y);

  /* How long it took is what the eye compares. */
  x = round (telar_chart_geometry_get_x (geometry, series->typical->wall_ns));
  mark = telar_display_list_add_line (page->list, TELAR_ROLE_TEXT, x, page->y, x,
                                      page->y + geometry->plot_end_y, 1.5);
  mark->task = i;
  page->y += geometry->height;
}

static int
compare_cores (gconstpointer a, gconstpointer b)
{
  return *(const gint16 *) a - *(const gint16 *) b;
}

static gboolean
has_mark_of_several (const TelarDisplayList *list)
{
  for (guint i = 0; i < list->marks->len; i++)
    {
      guint role = g_array_index (list->marks, TelarMark, i).role;

      if (role == TELAR_ROLE_SEVERAL || role == TELAR_ROLE_PALE_SEVERAL)
        return TRUE;
    }

  return FALSE;
}

/* One legend for all charts: that of a run in which occurs what occurs in any of them. */
static void
layout_legend (Charts *charts)
{
  TelarComparisonPage *page = charts->page;
  g_autoptr (GArray) cores = g_array_new (FALSE, FALSE, sizeof (gint16));
  TelarChartIndex all = *(TelarChartIndex *) page->index->charts->pdata[0];
  TelarLayout marks = { 0 };
  double height;

  all.has_ended = FALSE;
  all.phases = all.n_failed = all.n_cancelled = all.n_succeeded = all.n_open = 0;
  for (guint i = 0; i < page->index->charts->len; i++)
    {
      const TelarChartIndex *index = page->index->charts->pdata[i];

      all.phases |= index->phases;
      all.n_failed += index->n_failed;
      all.n_cancelled += index->n_cancelled;
      all.n_succeeded += index->n_succeeded;
      all.n_open += index->n_open;
      if (index->graph != NULL)
        all.graph = index->graph;
      for (guint k = 0; k < index->cores->len; k++)
        {
          gint16 core = g_array_index (index->cores, gint16, k);
          gboolean is_known = FALSE;

          for (guint other = 0; other < cores->len && !is_known; other++)
            is_known = g_array_index (cores, gint16, other) == core;
          if (!is_known)
            g_array_append_val (cores, core);
        }
    }
  g_array_sort (cores, compare_cores);
  all.cores = cores;

  marks.has_several = has_mark_of_several (page->list);
  telar_display_list_reset (charts->list, page->width, 0);
  charts->geometry.legend_y = 0;
  height = telar_layout_legend (&all, &charts->geometry, page->texts, charts->list, &marks);
  telar_display_list_append (page->list, charts->list, 0, page->y);
  page->y += round (height);
}

/**
 * telar_comparison_layout_charts:
 * @page: a page that is being laid out
 *
 * Adds the chart of one run of each series, one under another, on the same scale of time: the same
 * instant is at the same place in all of them, so that their lengths can be compared by eye.
 */
void
telar_comparison_layout_charts (TelarComparisonPage *page)
{
  Charts charts;

  telar_comparison_add_heading (page, _ ("Runs on the same scale of time"));
  init (&charts, page);
  layout_times (&charts);
  for (guint i = 0; i < page->index->charts->len; i++)
    layout_chart (&charts, i);
  layout_legend (&charts);
  if (telar_comparison_has_repeats (page->comparison))
    telar_comparison_add_note (
        page, _ ("Of repeated runs, the one closest to the median wall time is shown."));
  telar_display_list_free (charts.list);
}
