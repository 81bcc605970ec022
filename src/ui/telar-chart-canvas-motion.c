/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-canvas-private.h"

#include <math.h>

#include "chart/telar-chart-walk.h"
#include "telar-chart-tooltip.h"

/**
 * telar_chart_canvas_reveal_task:
 * @self: a chart
 * @task: a task
 *
 * Scrolls to the row of a task, and moves to its time.
 */
void
telar_chart_canvas_reveal_task (TelarChartCanvas *self, guint32 task)
{
  double y, height, top = self->geometry.axis_y, bottom = top + self->geometry.rows_height, value;
  gint64 start_ns, end_ns;
  guint row;

  if (self->vadjustment == NULL || self->index == NULL || self->geometry.plot_width <= 0
      || !telar_chart_find_row_of_task (self->index, self->options.rows, task, &row))
    return;

  telar_chart_geometry_get_row (&self->geometry, row, &y, &height);
  value = round (gtk_adjustment_get_value (self->vadjustment)); /* as it is drawn */
  if (y < top)
    gtk_adjustment_set_value (self->vadjustment, value - (top - y));
  else if (y + height > bottom)
    gtk_adjustment_set_value (self->vadjustment, value + (y + height - bottom));

  if (telar_chart_index_get_times (self->index, task, &start_ns, &end_ns))
    {
      telar_time_window_reveal (&self->window, start_ns, end_ns);
      telar_chart_canvas_move (self, FALSE);
    }
}

/**
 * telar_chart_canvas_zoom:
 * @self: a chart
 * @factor: how much longer the stretch of time becomes that is seen; below 1 zooms in
 * @x: the place that stays where it is, in points
 * @is_at_once: whether a movement of the hand is followed, without animation
 */
void
telar_chart_canvas_zoom (TelarChartCanvas *self, double factor, double x, gboolean is_at_once)
{
  if (self->index == NULL || self->geometry.plot_width <= 0)
    return;

  telar_time_window_zoom (&self->window, factor,
                          (x - self->geometry.plot_x) / self->geometry.plot_width);
  telar_chart_canvas_move (self, is_at_once);
}

/**
 * telar_chart_canvas_pan:
 * @self: a chart
 * @dx: how far the time moves to the left, in points
 * @dy: how far the rows move up, in points
 * @is_at_once: whether a movement of the hand is followed, without animation
 */
void
telar_chart_canvas_pan (TelarChartCanvas *self, double dx, double dy, gboolean is_at_once)
{
  if (self->index == NULL || self->geometry.plot_width <= 0)
    return;

  if (dy != 0 && self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, gtk_adjustment_get_value (self->vadjustment) + dy);
  if (dx != 0)
    {
      telar_time_window_pan (&self->window, dx / self->geometry.plot_width);
      telar_chart_canvas_move (self, is_at_once);
    }
}

/**
 * telar_chart_canvas_show_times:
 * @self: a chart
 * @start_ns: an instant, in nanoseconds since the run's start
 * @end_ns: a later one
 * @is_at_once: whether a movement of the hand is followed, without animation
 *
 * Shows the stretch of time between the two.
 */
void
telar_chart_canvas_show_times (TelarChartCanvas *self,
                               gint64 start_ns,
                               gint64 end_ns,
                               gboolean is_at_once)
{
  if (self->index == NULL)
    return;

  telar_time_window_show (&self->window, (double) start_ns, (double) end_ns);
  telar_chart_canvas_move (self, is_at_once);
}

/**
 * telar_chart_canvas_fit:
 * @self: a chart
 *
 * Shows the whole run.
 */
void
telar_chart_canvas_fit (TelarChartCanvas *self)
{
  if (self->index == NULL)
    return;

  telar_time_window_fit (&self->window);
  telar_chart_canvas_move (self, FALSE);
}

/**
 * telar_chart_canvas_follow:
 * @self: a chart
 *
 * Stays with the present instant of a live run, at the same zoom.
 */
void
telar_chart_canvas_follow (TelarChartCanvas *self)
{
  if (self->index == NULL)
    return;

  telar_time_window_follow (&self->window);
  telar_chart_canvas_move (self, FALSE);
}

/**
 * telar_chart_canvas_set_measure:
 * @self: a chart
 * @start_ns: an instant
 * @end_ns: another one, before or after it
 *
 * Marks a stretch of time and says how long it is.
 */
void
telar_chart_canvas_set_measure (TelarChartCanvas *self, gint64 start_ns, gint64 end_ns)
{
  if (self->index == NULL)
    return;

  self->options.has_measure = TRUE;
  self->options.measure_start_ns = MAX (MIN (start_ns, end_ns), 0);
  self->options.measure_end_ns = MAX (MAX (start_ns, end_ns), 0);
  telar_chart_canvas_update_description (self);
  telar_chart_canvas_refresh (self);
}

/**
 * telar_chart_canvas_clear_measure:
 * @self: a chart
 *
 * Marks no stretch of time any more.
 */
void
telar_chart_canvas_clear_measure (TelarChartCanvas *self)
{
  if (!self->options.has_measure)
    return;

  self->options.has_measure = FALSE;
  telar_chart_canvas_update_description (self);
  telar_chart_canvas_refresh (self);
}

/**
 * telar_chart_canvas_show_task:
 * @self: a chart
 * @task: a task
 *
 * Shows the time of a task, with a little of what was before and after it.
 */
void
telar_chart_canvas_show_task (TelarChartCanvas *self, guint32 task)
{
  gint64 start_ns, end_ns, margin_ns;

  if (self->index == NULL || !telar_chart_index_get_times (self->index, task, &start_ns, &end_ns))
    return;

  margin_ns = (end_ns - start_ns) / 20;
  telar_chart_canvas_show_times (self, start_ns - margin_ns, end_ns + margin_ns, FALSE);
}

/**
 * telar_chart_canvas_get_place:
 * @self: a chart
 * @x: (out): in points
 * @y: (out): in points
 *
 * Finds a place that belongs to the selected bar, or to the chart if none is selected.
 */
void
telar_chart_canvas_get_place (TelarChartCanvas *self, double *x, double *y)
{
  GdkRectangle area;

  *x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0;
  *y = gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
  if (self->index == NULL
      || !telar_chart_tooltip_find_bar (self->index, &self->geometry, self->options.selected_task,
                                        &area))
    return;

  *x = area.x + area.width / 2.0;
  *y = area.y + area.height / 2.0;
}
