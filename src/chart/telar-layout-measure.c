/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include "model/telar-format.h"

#define BAND_ALPHA   0.10f
#define PADDING      8.0
#define LABEL_HEIGHT 20.0

static char *
dup_length (const TelarLayout *layout)
{
  const TelarChartOptions *options = layout->options;

  return telar_format_duration (options->measure_end_ns - options->measure_start_ns);
}

/* Where the edges of the stretch would be, perhaps out of sight. Returns: whether any of it is in
 * sight */
static gboolean
get_edges (const TelarLayout *layout, double *x, double *end)
{
  const TelarChartGeometry *geometry = layout->geometry;

  *x = telar_chart_geometry_get_x (geometry, layout->options->measure_start_ns);
  *end = telar_chart_geometry_get_x (geometry, layout->options->measure_end_ns);

  return *end >= geometry->plot_x && *x <= geometry->plot_x + geometry->plot_width;
}

/**
 * telar_layout_measure_find_length:
 * @layout: a layout that is being made
 * @start: (out): where the length of what is measured begins, in points
 * @end: (out): where it ends
 *
 * It stands above the middle of what is measured, where the axis has its numbers.
 *
 * Returns: whether there is one
 */
gboolean
telar_layout_measure_find_length (const TelarLayout *layout, double *start, double *end)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double left = geometry->plot_x, right = left + geometry->plot_width;
  g_autofree char *length = NULL;
  double width, centre, x, x_end;

  if (!layout->options->has_measure || !get_edges (layout, &x, &x_end))
    return FALSE;

  length = dup_length (layout);
  width = telar_text_cache_measure (layout->texts, TELAR_FONT_LABEL, length) + 2 * PADDING;
  centre = CLAMP ((CLAMP (x, left, right) + CLAMP (x_end, left, right)) / 2, left + width / 2,
                  MAX (right - width / 2, left + width / 2));
  *start = round (centre - width / 2);
  *end = *start + ceil (width);

  return TRUE;
}

static void
layout_length (TelarLayout *layout, double x, double end)
{
  const TelarChartGeometry *geometry = layout->geometry;
  g_autofree char *length = dup_length (layout);
  double height = round (LABEL_HEIGHT * geometry->scale);
  double y = round (geometry->axis_y - 15 * geometry->scale - height / 2);
  TelarMark *mark = telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW, x,
                                            y, end - x, height);

  mark->corners = TELAR_CORNERS_ALL;
  mark->radius = (float) (height / 2);
  telar_display_list_add_text (layout->list, TELAR_FONT_LABEL, TELAR_ROLE_BACKGROUND,
                               TELAR_ANCHOR_MIDDLE, round ((x + end) / 2),
                               telar_layout_baseline (layout, TELAR_FONT_LABEL, y + height / 2),
                               length);
}

/**
 * telar_layout_measure:
 * @layout: a layout that is being made
 *
 * Lays out the stretch of time that is measured, as far as it is in sight, and its length.
 */
void
telar_layout_measure (TelarLayout *layout)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double left = geometry->plot_x, right = left + geometry->plot_width;
  double bottom = geometry->legend_y;
  double x, end, seen_x, seen_end;
  TelarMark *mark;

  if (!get_edges (layout, &x, &end))
    return;

  seen_x = telar_layout_snap (layout, CLAMP (x, left, right));
  seen_end = telar_layout_snap (layout, CLAMP (end, left, right));
  mark = telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW, seen_x,
                                 geometry->axis_y, seen_end - seen_x, bottom - geometry->axis_y);
  mark->alpha = BAND_ALPHA;
  if (x >= left)
    telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW, seen_x,
                            geometry->axis_y - 5, 1, bottom - geometry->axis_y + 5);
  if (end <= right)
    telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW, seen_end - 1,
                            geometry->axis_y - 5, 1, bottom - geometry->axis_y + 5);
  if (telar_layout_measure_find_length (layout, &x, &end))
    layout_length (layout, x, end);
}
