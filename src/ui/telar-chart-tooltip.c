/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-tooltip.h"

#include "chart/telar-chart-walk.h"
#include "telar-task-card-view.h"

/**
 * telar_chart_tooltip_find_bar:
 * @index: what is drawn
 * @geometry: where
 * @task: a task
 * @area: (out): its bar, as far as it is in sight, which a tooltip must not cover
 *
 * Returns: whether the task has a row
 */
gboolean
telar_chart_tooltip_find_bar (const TelarChartIndex *index,
                              const TelarChartGeometry *geometry,
                              guint32 task,
                              GdkRectangle *area)
{
  guint lane, first, last, row;
  const TelarLaneIndex *lane_index;
  double x, end, y, height, left = geometry->plot_x, right = left + geometry->plot_width;

  if (!telar_chart_find_row_of_task (index, geometry->rows, task, &row))
    return FALSE;

  telar_chart_geometry_get_row (geometry, row, &y, &height);
  x = left;
  end = right;
  if (telar_chart_index_find_task (index, task, &lane, &first, &last))
    {
      lane_index = telar_chart_index_get_lane (index, lane);
      x = telar_chart_geometry_get_x (geometry,
                                      telar_lane_index_get_span (lane_index, first)->start_ns);
      end = telar_chart_geometry_get_x (geometry,
                                        telar_lane_index_get_span (lane_index, last)->end_ns);
    }
  x = CLAMP (x, left, right);
  end = CLAMP (end, x, right);
  *area = (GdkRectangle){ (int) x, (int) y, MAX ((int) (end - x), 1), (int) height };

  return TRUE;
}

/**
 * telar_chart_tooltip_fill:
 * @tooltip: the tooltip of a chart
 * @index: what is drawn
 * @geometry: where
 * @task: the task that the tooltip is for, or %TELAR_NO_TASK
 *
 * Says what is known of the task, beside its bar.
 *
 * Returns: whether there is anything to show
 */
gboolean
telar_chart_tooltip_fill (GtkTooltip *tooltip,
                          const TelarChartIndex *index,
                          const TelarChartGeometry *geometry,
                          guint32 task)
{
  g_autoptr (TelarTaskCard) card = NULL;
  GdkRectangle area;

  if (task == TELAR_NO_TASK || !telar_chart_tooltip_find_bar (index, geometry, task, &area))
    return FALSE;

  card = telar_task_card_new (index, task);
  gtk_tooltip_set_custom (tooltip, telar_task_card_view_new (card));
  gtk_tooltip_set_tip_area (tooltip, &area);

  return TRUE;
}
