/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-canvas-private.h"

#include <adwaita.h>
#include <math.h>

#include "chart/telar-chart-walk.h"
#include "chart/telar-time-axis.h"
#include "telar-chart-tooltip.h"

/* The whole axis ends at a round time that is a little away while the run goes on, and with the
 * run afterwards. */
static void
update_extent (TelarChartCanvas *self)
{
  gint64 end_ns = self->index->end_ns;

  if (self->index->has_ended)
    telar_time_window_set_extent (&self->window, MAX (end_ns, 1000), end_ns);
  else
    telar_time_window_set_extent (&self->window, telar_time_axis_round_up (end_ns + end_ns / 50),
                                  end_ns);
}

/* Once a frame while the run goes on and until the axis stands still. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);
  gint64 frame_us = gdk_frame_clock_get_frame_time (clock);
  gboolean had_ended = self->index->has_ended, is_moving;

  if (!had_ended)
    telar_chart_index_update (self->index);
  if (!had_ended && self->search != NULL)
    telar_chart_search_update (self->search, self->index);
  update_extent (self);
  if (!adw_get_enable_animations (widget))
    telar_time_window_arrive (&self->window);
  is_moving = telar_time_window_advance (&self->window,
                                         self->frame_us > 0 ? frame_us - self->frame_us : 0);
  self->frame_us = frame_us;
  telar_chart_canvas_refresh (self);

  /* Who hears the chart is not told of every frame. */
  if (self->index->has_ended != had_ended
      || (self->window.mode == TELAR_TIME_FOLLOW && frame_us - self->described_us > G_USEC_PER_SEC))
    {
      telar_chart_canvas_update_description (self);
      self->described_us = frame_us;
    }
  if (!self->index->has_ended || is_moving)
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;
  self->frame_us = 0;

  return G_SOURCE_REMOVE;
}

/**
 * telar_chart_canvas_move:
 * @self: a chart
 * @is_at_once: whether there is no animation
 *
 * Lets the time window move to where it is to be.
 */
void
telar_chart_canvas_move (TelarChartCanvas *self, gboolean is_at_once)
{
  if (is_at_once || !adw_get_enable_animations (GTK_WIDGET (self)))
    telar_time_window_arrive (&self->window);
  else if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  telar_chart_canvas_update_description (self);
  telar_chart_canvas_refresh (self);
}

/**
 * telar_chart_canvas_start:
 * @self: a chart whose index is that of another run than before, or %NULL
 *
 * Shows all of the run, and goes along with it until it ends.
 */
void
telar_chart_canvas_start (TelarChartCanvas *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  self->frame_us = 0;
  telar_time_window_reset (&self->window);
  if (self->index == NULL)
    return;

  telar_chart_index_update (self->index);
  update_extent (self);
  if (!self->index->has_ended)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

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
