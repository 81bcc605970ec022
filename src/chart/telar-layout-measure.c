/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include "model/telar-format.h"

#define BAND_ALPHA   0.10f
#define PADDING      8.0
#define LABEL_HEIGHT 20.0

/* Writes how long the stretch is above its middle, where the axis has its numbers. */
static void
layout_length (TelarLayout *layout, double x, double end)
{
  const TelarChartGeometry *geometry = layout->geometry;
  const TelarChartOptions *options = layout->options;
  g_autofree char *length
      = telar_format_duration (options->measure_end_ns - options->measure_start_ns);
  double width = telar_text_cache_measure (layout->texts, TELAR_FONT_LABEL, length) + 2 * PADDING;
  double height = round (LABEL_HEIGHT * geometry->scale);
  double left = geometry->plot_x, right = left + geometry->plot_width;
  double centre
      = CLAMP ((x + end) / 2, left + width / 2, MAX (right - width / 2, left + width / 2));
  double y = round (geometry->axis_y - 15 * geometry->scale - height / 2);
  TelarMark *mark = telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW,
                                            round (centre - width / 2), y, ceil (width), height);

  mark->corners = TELAR_CORNERS_ALL;
  mark->radius = (float) (height / 2);
  telar_display_list_add_text (
      layout->list, TELAR_FONT_LABEL, TELAR_ROLE_BACKGROUND, TELAR_ANCHOR_MIDDLE, round (centre),
      telar_layout_baseline (layout, TELAR_FONT_LABEL, y + height / 2), length);
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
  double x = telar_chart_geometry_get_x (geometry, layout->options->measure_start_ns);
  double end = telar_chart_geometry_get_x (geometry, layout->options->measure_end_ns);
  double seen_x = telar_layout_snap (layout, CLAMP (x, left, right));
  double seen_end = telar_layout_snap (layout, CLAMP (end, left, right));
  TelarMark *mark;

  if (end < left || x > right)
    return;

  mark = telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW, seen_x,
                                 geometry->axis_y, seen_end - seen_x, bottom - geometry->axis_y);
  mark->alpha = BAND_ALPHA;
  if (x >= left)
    telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW, seen_x,
                            geometry->axis_y - 5, 1, bottom - geometry->axis_y + 5);
  if (end <= right)
    telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW, seen_end - 1,
                            geometry->axis_y - 5, 1, bottom - geometry->axis_y + 5);
  layout_length (layout, seen_x, seen_end);
}
