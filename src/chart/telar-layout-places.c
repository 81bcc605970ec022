/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

/* So far out of sight, the length of a line makes no difference. */
#define FAR 100.0

/**
 * telar_layout_get_rows:
 * @layout: a layout that is being made
 * @first: (out): the first row in sight
 * @end: (out): the one after the last row in sight; @first if there is none
 */
void
telar_layout_get_rows (const TelarLayout *layout, guint *first, guint *end)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double bottom = geometry->axis_y + geometry->rows_height;

  *first = *end = 0;
  if (geometry->n_rows == 0 || geometry->rows_height <= 0
      || !telar_chart_geometry_find_row (geometry, geometry->axis_y, first))
    return;

  if (telar_chart_geometry_find_row (geometry, bottom - 0.5, end))
    ++*end;
  else
    *end = geometry->n_rows;
}

/**
 * telar_layout_get_bar:
 * @layout: a layout that is being made
 * @row: a row
 * @y: (out): the upper edge of its bars, in points; it may be scrolled out of sight
 * @height: (out): of its bars
 *
 * Bars are high enough to be seen, but not so high that a chart of four rows looks clumsy.
 */
void
telar_layout_get_bar (const TelarLayout *layout, guint row, double *y, double *height)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double row_y, row_height, gap;

  telar_chart_geometry_get_row (geometry, row, &row_y, &row_height);
  gap = row_height >= 16 ? round (row_height / 4) : row_height >= 6 ? 2 : 1;
  *height = MIN (row_height - gap, 20 * MAX (geometry->scale, 1));
  *y = telar_layout_snap (layout, row_y + (row_height - *height) / 2);
}

static double
get_x (const TelarLayout *layout, gint64 time_ns)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double x = telar_chart_geometry_get_x (geometry, time_ns);

  return telar_layout_snap (
      layout, CLAMP (x, geometry->plot_x - FAR, geometry->plot_x + geometry->plot_width + FAR));
}

/**
 * telar_layout_place:
 * @layout: a layout that is being made, of a run with dependencies
 * @task: a task
 * @place: (out): where its bar is
 *
 * Returns: whether it has begun
 */
gboolean
telar_layout_place (const TelarLayout *layout, guint32 task, TelarLayoutPlace *place)
{
  const TelarLaneIndex *lane_index;
  guint lane, first, last;

  if (!telar_chart_index_find_task (layout->index, task, &lane, &first, &last))
    return FALSE;

  lane_index = telar_chart_index_get_lane (layout->index, lane);
  place->row = layout->geometry->rows == TELAR_CHART_BY_TASK ? task : layout->lane_rows[lane];
  place->start_ns = telar_lane_index_get_span (lane_index, first)->start_ns;
  place->end_ns = telar_lane_index_get_span (lane_index, last)->end_ns;
  place->x = get_x (layout, place->start_ns);
  place->end = MAX (get_x (layout, place->end_ns), place->x);
  telar_layout_get_bar (layout, place->row, &place->y, &place->height);

  return TRUE;
}

/**
 * telar_layout_clip:
 * @layout: a layout that is being made
 *
 * Has what follows cut off at the plot, until telar_layout_unclip().
 */
void
telar_layout_clip (TelarLayout *layout)
{
  const TelarChartGeometry *geometry = layout->geometry;

  telar_display_list_add (layout->list, TELAR_MARK_CLIP, TELAR_ROLE_BACKGROUND,
                          geometry->plot_x - TELAR_BAR_OVERHANG, geometry->axis_y,
                          geometry->viewport.width - geometry->plot_x + TELAR_BAR_OVERHANG,
                          geometry->rows_height);
}

/**
 * telar_layout_unclip:
 * @layout: a layout that is being made
 */
void
telar_layout_unclip (TelarLayout *layout)
{
  telar_display_list_add (layout->list, TELAR_MARK_UNCLIP, TELAR_ROLE_BACKGROUND, 0, 0, 0, 0);
}
