/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include <glib/gi18n-lib.h>

#include "telar-task-label.h"
#include "telar-time-axis.h"

#define MAX_ROW_HEIGHT   30.0
#define MIN_ROW_HEIGHT   17.0 /* on screen, where the rows can be scrolled */
#define MAX_PRINT_HEIGHT (TELAR_MAX_PRINT_ROWS * TELAR_MIN_PRINT_HEIGHT) /* in a file */
#define LOOP_SHARE       0.7
#define STRIP_HEIGHT     44.0
#define STRIP_GAP        10.0
#define LOW              300.0 /* too low a chart for how many tasks were running */
#define MIN_LABEL_ROOM   15.0
#define TICK_DISTANCE    84.0
#define NARROW           520.0

/* Lane names are alike but for their numbers, so it is enough to measure the last ones. */
static double
measure_lanes (const TelarChartIndex *index, TelarTextCache *texts)
{
  guint n_lanes = telar_chart_index_get_n_lanes (index);
  double widest = 0;

  for (guint i = 0; i < n_lanes; i++)
    {
      g_autofree char *title = NULL;

      if (i == 16 && n_lanes > 32)
        i = n_lanes - 16;
      title = telar_lane_dup_title (telar_chart_index_get_lane (index, i)->lane);
      widest = MAX (widest, telar_text_cache_measure (texts, TELAR_FONT_LABEL, title));
    }

  return widest;
}

static double
measure_tasks (const TelarChartIndex *index, TelarTextCache *texts)
{
  g_autoptr (GString) label = g_string_new (NULL);
  double widest = 0;

  for (guint i = 0; i < MIN (index->n_tasks, 32); i++)
    if (telar_task_label (index, i, 0, label))
      widest = MAX (widest, telar_text_cache_measure (texts, TELAR_FONT_LABEL, label->str));

  return widest;
}

/**
 * telar_chart_measure_labels:
 * @index: what is drawn
 * @options: how
 * @texts: for measuring
 *
 * Returns: the width that the labels beside the rows and strips need, in points
 */
double
telar_chart_measure_labels (const TelarChartIndex *index,
                            const TelarChartOptions *options,
                            TelarTextCache *texts)
{
  double widest = options->rows == TELAR_CHART_BY_TASK ? measure_tasks (index, texts)
                                                       : measure_lanes (index, texts);

  if ((options->hidden & TELAR_CHART_STRIPS) != 0)
    return widest;

  if (telar_chart_index_can_wait (index))
    widest = MAX (widest, telar_text_cache_measure (texts, TELAR_FONT_LABEL, _ ("Waiting")));
  if (telar_chart_index_get_n_workers (index) > 1)
    widest = MAX (widest, telar_text_cache_measure (texts, TELAR_FONT_LABEL, _ ("Running")));

  return widest;
}

static void
init_columns (TelarChartGeometry *geometry,
              const TelarChartIndex *index,
              const TelarChartOptions *options,
              TelarTextCache *texts)
{
  double width = geometry->viewport.width, scale = geometry->scale;
  gboolean is_narrow = width < NARROW * scale;
  double widest = options->label_width > 0 ? options->label_width
                                           : telar_chart_measure_labels (index, options, texts);

  geometry->margin = is_narrow ? 8 : 16;
  geometry->label_width
      = MIN (ceil (widest), floor (is_narrow ? width * 0.24 : MIN (width * 0.25, 260 * scale)));
  geometry->plot_x = geometry->margin + geometry->label_width + (is_narrow ? 8 : 12);
  geometry->plot_width
      = MAX (floor (width - geometry->plot_x - geometry->margin - (is_narrow ? 4 : 12)), 16);
}

static void
init_rows (TelarChartGeometry *geometry,
           const TelarChartIndex *index,
           double rows_height,
           double above,
           double below)
{
  double scale = geometry->scale, room, wanted, loop_share;
  gboolean is_print = geometry->viewport.height <= 0;

  geometry->n_rows = telar_layout_count_rows (index, geometry->rows);
  geometry->n_loop_rows = geometry->rows == TELAR_CHART_BY_TASK ? 0 : index->n_loop_lanes;
  loop_share = geometry->n_loop_rows * LOOP_SHARE;

  if (rows_height <= 0)
    rows_height = MAX_PRINT_HEIGHT;
  room = is_print ? rows_height : geometry->viewport.height - above - below;
  wanted = floor (room / MAX (geometry->n_rows - geometry->n_loop_rows + loop_share, 1));
  geometry->row_height = CLAMP (
      wanted, (is_print ? TELAR_MIN_PRINT_HEIGHT : MIN_ROW_HEIGHT * scale), MAX_ROW_HEIGHT * scale);
  geometry->row_height = round (geometry->row_height);
  geometry->loop_height = round (geometry->row_height * LOOP_SHARE);
  if (is_print && geometry->n_rows * TELAR_MIN_PRINT_HEIGHT > rows_height)
    {
      geometry->row_height = MIN (rows_height, TELAR_BANDS_HEIGHT)
                             / MAX (geometry->n_rows - geometry->n_loop_rows, 1);
      geometry->loop_height = round (MIN_ROW_HEIGHT * LOOP_SHARE);
    }
  geometry->content_height = geometry->n_loop_rows * geometry->loop_height
                             + (geometry->n_rows - geometry->n_loop_rows) * geometry->row_height;
  geometry->rows_height
      = is_print ? geometry->content_height : CLAMP (geometry->content_height, 0, MAX (room, 0));
}

/* The strips lie beneath the rows, one under the other. */
static void
init_strips (TelarChartGeometry *geometry)
{
  double gap = STRIP_GAP * geometry->scale, y = geometry->axis_y + geometry->rows_height;

  geometry->running_y = y + (geometry->running_height > 0 ? gap : 0);
  y = geometry->running_y + geometry->running_height;
  geometry->waiting_y = y + (geometry->waiting_height > 0 ? gap : 0);
  geometry->plot_end_y = geometry->waiting_y + geometry->waiting_height;
  geometry->legend_y = geometry->plot_end_y;
}

/**
 * telar_chart_geometry_init:
 * @geometry: (out caller-allocates): where things are
 * @index: what is drawn
 * @viewport: what part of it
 * @options: how
 * @texts: for measuring
 */
void
telar_chart_geometry_init (TelarChartGeometry *geometry,
                           const TelarChartIndex *index,
                           const TelarChartViewport *viewport,
                           const TelarChartOptions *options,
                           TelarTextCache *texts)
{
  double scale = telar_text_cache_get_scale (texts), above, below;
  gboolean has_strips = (options->hidden & TELAR_CHART_STRIPS) == 0;

  *geometry = (TelarChartGeometry){
    .viewport = *viewport,
    .rows = options->rows,
    .colours = options->colours,
    .hidden = options->hidden,
    .pixel_ratio = options->pixel_ratio > 0 ? options->pixel_ratio : 1,
    .scale = scale,
  };
  geometry->viewport.end_ns = MAX (viewport->end_ns, viewport->start_ns + 1);

  if (has_strips && telar_chart_index_can_wait (index))
    geometry->waiting_height = STRIP_HEIGHT * scale;
  if (has_strips && telar_chart_index_get_n_workers (index) > 1
      && (viewport->height <= 0 || viewport->height >= LOW * scale))
    geometry->running_height = STRIP_HEIGHT * scale;
  init_columns (geometry, index, options, texts);
  geometry->title_height = options->is_picture
                               ? telar_layout_title (index, geometry, texts, options->hidden, NULL)
                               : 0;
  geometry->legend_height = 0;
  if ((options->hidden & TELAR_CHART_LEGEND) == 0)
    geometry->legend_height = telar_layout_legend (index, geometry, texts, NULL, NULL);
  else if (options->is_picture)
    geometry->legend_height = geometry->margin;

  geometry->axis_y = geometry->title_height;
  if ((options->hidden & TELAR_CHART_TIMES) == 0)
    geometry->axis_y += TELAR_AXIS_HEIGHT * scale;
  geometry->axis_y = round (geometry->axis_y);
  above = geometry->axis_y;
  below = geometry->legend_height
          + (geometry->running_height > 0 ? geometry->running_height + STRIP_GAP * scale : 0)
          + (geometry->waiting_height > 0 ? geometry->waiting_height + STRIP_GAP * scale : 0);
  init_rows (geometry, index, options->rows_height, above, below);

  geometry->viewport.scroll_y
      = CLAMP (viewport->scroll_y, 0, geometry->content_height - geometry->rows_height);
  init_strips (geometry);
  geometry->height = ceil (geometry->legend_y + geometry->legend_height);
  if (viewport->height > 0)
    geometry->height = viewport->height;
}

/**
 * telar_chart_geometry_get_x:
 * @geometry: where things are
 * @time_ns: an instant, in nanoseconds since the run's start
 *
 * Returns: where it is drawn, in points; it may be outside of the plot
 */
double
telar_chart_geometry_get_x (const TelarChartGeometry *geometry, gint64 time_ns)
{
  const TelarChartViewport *viewport = &geometry->viewport;

  return geometry->plot_x
         + (double) (time_ns - viewport->start_ns) * geometry->plot_width
               / (double) (viewport->end_ns - viewport->start_ns);
}

/**
 * telar_chart_geometry_get_time:
 * @geometry: where things are
 * @x: in points
 *
 * Returns: the instant that is drawn there
 */
gint64
telar_chart_geometry_get_time (const TelarChartGeometry *geometry, double x)
{
  const TelarChartViewport *viewport = &geometry->viewport;

  return viewport->start_ns
         + (gint64) ((x - geometry->plot_x) * (double) (viewport->end_ns - viewport->start_ns)
                     / geometry->plot_width);
}

/**
 * telar_chart_geometry_get_row:
 * @geometry: where things are
 * @row: a row
 * @y: (out): its upper edge, in points; it may be scrolled out of sight
 * @height: (out): its height
 */
void
telar_chart_geometry_get_row (const TelarChartGeometry *geometry,
                              guint row,
                              double *y,
                              double *height)
{
  double top = geometry->axis_y - round (geometry->viewport.scroll_y);
  guint n_loops = MIN (row, geometry->n_loop_rows);

  *y = top + n_loops * geometry->loop_height + (row - n_loops) * geometry->row_height;
  *height = row < geometry->n_loop_rows ? geometry->loop_height : geometry->row_height;
}

/**
 * telar_chart_geometry_find_row:
 * @geometry: where things are
 * @y: in points
 * @row: (out): the row there
 *
 * Returns: whether there is a row
 */
gboolean
telar_chart_geometry_find_row (const TelarChartGeometry *geometry, double y, guint *row)
{
  double below = y - geometry->axis_y + round (geometry->viewport.scroll_y);
  double loops = geometry->n_loop_rows * geometry->loop_height;

  if (y < geometry->axis_y || y >= geometry->axis_y + geometry->rows_height)
    return FALSE;

  if (below < loops)
    *row = (guint) (below / geometry->loop_height);
  else
    *row = geometry->n_loop_rows + (guint) ((below - loops) / geometry->row_height);

  return *row < geometry->n_rows;
}

/**
 * telar_layout_axis:
 * @layout: a layout that is being made
 *
 * Lays out the lines of the time, and above the rows what time they stand for.
 */
void
telar_layout_axis (TelarLayout *layout)
{
  const TelarChartGeometry *geometry = layout->geometry;
  const TelarChartViewport *viewport = &geometry->viewport;
  double distance = TICK_DISTANCE * geometry->scale;
  double right = geometry->viewport.width - 2, last_end = 0;
  gboolean has_times = (layout->options->hidden & TELAR_CHART_TIMES) == 0;
  double baseline
      = telar_layout_baseline (layout, TELAR_FONT_AXIS, geometry->axis_y - 15 * geometry->scale);
  double length_x = 0, length_end = 0;
  gboolean has_length = telar_layout_measure_find_length (layout, &length_x, &length_end);
  TelarTimeAxis axis;

  telar_time_axis_init (&axis, viewport->start_ns, viewport->end_ns,
                        (guint) MAX (geometry->plot_width / distance + 1, 2));

  for (guint i = 0; i < axis.n_ticks; i++)
    {
      gint64 time_ns = axis.first_ns + i * axis.step_ns;
      g_autofree char *label = telar_time_axis_format (&axis, viewport->end_ns, time_ns);
      double width = telar_text_cache_measure (layout->texts, TELAR_FONT_AXIS, label);
      double x = floor (telar_chart_geometry_get_x (geometry, time_ns));
      double centre = MIN (MAX (x, width / 2 + 2), right - width / 2);

      if (geometry->plot_end_y > geometry->axis_y)
        telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_GRID, x,
                                geometry->axis_y, 1, geometry->plot_end_y - geometry->axis_y);
      if (!has_times)
        continue;

      telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_AXIS, x,
                              geometry->axis_y - 5, 1, 5);
      if (centre - width / 2 < last_end + 6
          || (has_length && centre + width / 2 > length_x && centre - width / 2 < length_end))
        continue;

      telar_display_list_add_text (layout->list, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT,
                                   TELAR_ANCHOR_MIDDLE, round (centre), baseline, label);
      last_end = centre + width / 2;
    }

  if (has_times)
    telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_AXIS, geometry->plot_x,
                            geometry->axis_y - 1, geometry->plot_width, 1);
}

static void
layout_row_label (TelarLayout *layout, guint row, double y, double height)
{
  const TelarChartGeometry *geometry = layout->geometry;
  g_autoptr (GString) shown = g_string_new (NULL);
  TelarMark *mark;

  if (geometry->rows == TELAR_CHART_BY_TASK)
    {
      telar_task_label (layout->index, row, 0, layout->label);
    }
  else
    {
      guint lane = g_array_index (layout->index->lane_order, guint, row);
      g_autofree char *title
          = telar_lane_dup_title (telar_chart_index_get_lane (layout->index, lane)->lane);

      g_string_truncate (layout->label, 0);
      telar_text_append_plain (layout->label, title);
    }

  telar_text_cache_ellipsize (layout->texts, TELAR_FONT_LABEL, layout->label->str,
                              geometry->label_width, shown);
  mark = telar_display_list_add_text (
      layout->list, TELAR_FONT_LABEL, TELAR_ROLE_DIM_TEXT, TELAR_ANCHOR_END,
      geometry->margin + geometry->label_width,
      telar_layout_baseline (layout, TELAR_FONT_LABEL, y + height / 2), shown->str);
  if (geometry->rows == TELAR_CHART_BY_TASK)
    {
      mark->task = row;
      if (telar_layout_is_pale (layout, row))
        telar_layout_make_pale (layout, layout->list->marks->len - 1);
    }
}

static void
layout_row_frames (TelarLayout *layout, guint first, guint end)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double room = MIN_LABEL_ROOM * geometry->scale, last_centre = -room;
  guint every = 1, labelled;

  while (every * geometry->row_height < room)
    every++;
  /* The name of a first row that is much lower than its text would be cut off above. */
  labelled = geometry->row_height < room / 2 ? every / 2 : 0;

  for (guint row = first; row < end; row++)
    {
      double y, height;

      telar_chart_geometry_get_row (geometry, row, &y, &height);
      if (row % 2 == 0 && height >= 8)
        telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_ZEBRA,
                                geometry->plot_x, y, geometry->plot_width, height);
      if ((row % every == labelled || row < geometry->n_loop_rows)
          && y + height / 2 >= last_centre + room * (1 + LOOP_SHARE) / 2)
        {
          layout_row_label (layout, row, y, height);
          last_centre = y + height / 2;
        }
    }
}

/**
 * telar_layout_rows:
 * @layout: a layout that is being made
 *
 * Lays out those rows that are in sight.
 */
void
telar_layout_rows (TelarLayout *layout)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double overhang = 0;
  guint first, end;

  telar_layout_get_rows (layout, &first, &end);
  if (first == end)
    return;

  /* Where nothing is scrolled, the label of a low row may stand out of it. */
  if (geometry->viewport.height <= 0)
    overhang = MIN_LABEL_ROOM * geometry->scale / 2;
  telar_display_list_add (layout->list, TELAR_MARK_CLIP, TELAR_ROLE_BACKGROUND, 0,
                          geometry->axis_y - overhang, geometry->viewport.width,
                          geometry->rows_height + 2 * overhang);
  layout_row_frames (layout, first, end);
  telar_display_list_add (layout->list, TELAR_MARK_UNCLIP, TELAR_ROLE_BACKGROUND, 0, 0, 0, 0);
}

static void
layout_bars (TelarLayout *layout)
{
  const TelarChartGeometry *geometry = layout->geometry;
  guint first, end;

  telar_layout_get_rows (layout, &first, &end);
  if (first == end)
    return;

  telar_layout_clip (layout);
  if (telar_layout_has_bands (geometry))
    {
      end = geometry->n_loop_rows;
      telar_layout_bands (layout, end);
    }
  for (guint row = first; row < end; row++)
    {
      double y, height;

      telar_layout_get_bar (layout, row, &y, &height);
      if (geometry->rows == TELAR_CHART_BY_TASK)
        {
          guint first_mark = layout->list->marks->len;

          telar_layout_task_bars (layout, row, y, height);
          if (telar_layout_is_pale (layout, row))
            telar_layout_make_pale (layout, first_mark);
        }
      else
        telar_layout_lane_bars (layout, g_array_index (layout->index->lane_order, guint, row), y,
                                height);
    }
  telar_layout_unclip (layout);
}

static void
layout_now (TelarLayout *layout)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double x
      = telar_layout_snap (layout, telar_chart_geometry_get_x (geometry, layout->index->now_ns));
  TelarMark *mark;

  if (layout->index->has_ended || x < geometry->plot_x
      || x > geometry->plot_x + geometry->plot_width)
    return;

  telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW, x - 0.5,
                          geometry->axis_y - 1, 1.5, geometry->plot_end_y - geometry->axis_y + 1);
  mark = telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW, x - 3.75,
                                 geometry->axis_y - 7, 8, 8);
  mark->radius = 4;
  mark->corners = TELAR_CORNERS_ALL;
}

static guint *
find_lane_rows (const TelarChartIndex *index)
{
  guint *rows = g_new0 (guint, index->lanes->len + 1);

  for (guint row = 0; row < index->lane_order->len; row++)
    rows[g_array_index (index->lane_order, guint, row)] = row;

  return rows;
}

/**
 * telar_chart_layout:
 * @index: what is drawn
 * @geometry: where, as telar_chart_geometry_init() found it for the same index
 * @options: how
 * @texts: for measuring
 * @list: (inout): becomes the picture
 *
 * The cost follows the rows and pixels that are in sight, not the number of spans.
 */
void
telar_chart_layout (const TelarChartIndex *index,
                    const TelarChartGeometry *geometry,
                    const TelarChartOptions *options,
                    TelarTextCache *texts,
                    TelarDisplayList *list)
{
  g_autoptr (GString) label = g_string_sized_new (256);
  g_autofree guint *lane_rows = index->graph != NULL ? find_lane_rows (index) : NULL;
  g_autoptr (GArray) bars = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint first_mark;
  TelarLayout layout = {
    .index = index,
    .geometry = geometry,
    .options = options,
    .texts = texts,
    .list = list,
    .label = label,
    .lane_rows = lane_rows,
    .bars = index->graph != NULL ? bars : NULL,
    .pixel = 1 / geometry->pixel_ratio,
  };

  telar_display_list_reset (list, geometry->viewport.width, geometry->height);
  if (options->is_picture)
    {
      telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_BACKGROUND, 0, 0, list->width,
                              list->height);
      telar_layout_title (index, geometry, texts, options->hidden, list);
    }

  telar_layout_rows (&layout);
  telar_layout_axis (&layout);
  first_mark = list->marks->len;
  layout_bars (&layout);
  telar_layout_dependencies (&layout, first_mark);
  telar_layout_critical_path (&layout);
  telar_layout_emphasised_dependencies (&layout);
  telar_layout_strips (&layout);
  layout_now (&layout);
  if (options->has_measure)
    telar_layout_measure (&layout);
  if ((options->hidden & TELAR_CHART_LEGEND) == 0)
    telar_layout_legend (index, geometry, texts, list, &layout);
  g_free (layout.column_ends_ns);
  g_free (layout.column_blocks);
}
