/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-canvas-private.h"

#include "telar-chart-tooltip.h"

/**
 * telar_chart_canvas_update_hover:
 * @self: a chart
 *
 * Finds the bar that is under the pointer.
 */
void
telar_chart_canvas_update_hover (TelarChartCanvas *self)
{
  guint32 task = TELAR_NO_TASK;

  if (self->index != NULL && self->has_pointer)
    task
        = telar_chart_find_task_at (self->index, &self->geometry, self->pointer_x, self->pointer_y);
  if (self->options.hovered_task == task)
    return;

  self->options.hovered_task = task;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, TelarChartCanvas *self)
{
  self->has_pointer = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  telar_chart_canvas_update_hover (self);
}

static void
leave_cb (GtkEventControllerMotion *controller, TelarChartCanvas *self)
{
  self->has_pointer = FALSE;
  telar_chart_canvas_update_hover (self);
}

/**
 * telar_chart_canvas_query_tooltip:
 * @widget: a chart
 * @x: in points
 * @y: in points
 * @is_by_keyboard: whether the card of the selected bar is asked for instead
 * @tooltip: what to fill
 *
 * Returns: whether there is a bar, whose card is shown then
 */
gboolean
telar_chart_canvas_query_tooltip (GtkWidget *widget,
                                  int x,
                                  int y,
                                  gboolean is_by_keyboard,
                                  GtkTooltip *tooltip)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);
  guint32 task = self->options.selected_task;

  if (self->index == NULL)
    return FALSE;
  if (!is_by_keyboard)
    task = telar_chart_find_task_at (self->index, &self->geometry, x, y);

  return telar_chart_tooltip_fill (tooltip, self->index, &self->geometry, task);
}

/**
 * telar_chart_canvas_follow_pointer:
 * @self: a new chart
 *
 * Lets the bar under the pointer stand out, from now on.
 */
void
telar_chart_canvas_follow_pointer (TelarChartCanvas *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}
