/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-navigation.h"

#include <math.h>

/* One notch of a wheel, and one point of a finger on a touchpad. */
#define NOTCH 1.25
#define POINT 1.008

/* A stretch that is shorter on screen was not meant as one. */
#define MIN_DRAGGED 4.0

typedef enum
{
  DRAG_NONE,
  DRAG_PAN,
  DRAG_MEASURE, /* marks a stretch of time */
  DRAG_ZOOM,    /* marks one and then shows it */
} Drag;

/* What the hands are doing. Lives as long as the canvas. */
typedef struct
{
  TelarChartCanvas *canvas;
  Drag drag;
  gboolean has_moved;
  double last_x; /* since the drag's beginning */
  double last_y;
  gint64 from_ns;  /* where the marked stretch begins */
  double scale;    /* of a pinch so far */
  double pinch_x;  /* halfway between its fingers */
  double scroll_x; /* the pointer */
  double scroll_y;
} Navigation;

static const TelarChartGeometry *
get_geometry (Navigation *self)
{
  return telar_chart_canvas_get_geometry (self->canvas);
}

static gboolean
is_in_plot (Navigation *self, double x)
{
  const TelarChartGeometry *geometry = get_geometry (self);

  return geometry->plot_width > 0 && x >= geometry->plot_x;
}

static gint64
get_time (Navigation *self, double x)
{
  const TelarChartGeometry *geometry = get_geometry (self);
  double left = geometry->plot_x, right = left + geometry->plot_width;

  return telar_chart_geometry_get_time (geometry, CLAMP (x, left, right));
}

static void
set_cursor (Navigation *self, const char *name)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->canvas), name);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, Navigation *self)
{
  self->scroll_x = x;
  self->scroll_y = y;
  /* On the axis a drag measures. */
  if (self->drag == DRAG_NONE)
    set_cursor (self, is_in_plot (self, x) && y < get_geometry (self)->axis_y ? "text" : NULL);
}

/* A wheel zooms in the plot and scrolls the rows at their names; fingers on a touchpad pan. */
static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, Navigation *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  gboolean is_wheel = gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL;
  gboolean is_zoom = (state & GDK_CONTROL_MASK) != 0 || (is_wheel && (state & GDK_SHIFT_MASK) == 0);
  double step = is_wheel ? get_geometry (self)->plot_width * 0.1 : 1;

  if (!is_in_plot (self, self->scroll_x))
    return GDK_EVENT_PROPAGATE;

  /* X11 turns the wheel by itself where Shift is held, other systems do not. */
  if (is_wheel && (state & GDK_SHIFT_MASK) != 0 && dx == 0)
    {
      dx = dy;
      dy = 0;
    }

  if (is_zoom && dy != 0)
    {
      telar_chart_canvas_zoom (self->canvas, pow (is_wheel ? NOTCH : POINT, dy), self->scroll_x,
                               !is_wheel);
      return GDK_EVENT_STOP;
    }

  if (dx != 0)
    telar_chart_canvas_pan (self->canvas, dx * step, 0, !is_wheel);

  return fabs (dx) > fabs (dy) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
pinch_begin_cb (GtkGesture *gesture, GdkEventSequence *sequence, Navigation *self)
{
  double y;

  self->scale = 1;
  if (!gtk_gesture_get_bounding_box_center (gesture, &self->pinch_x, &y))
    self->pinch_x = self->scroll_x;
  /* Else the first finger alone would soon be taken for a drag, and the pinch be given up. */
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

/* What was between the fingers stays there. */
static void
pinch_cb (GtkGestureZoom *gesture, double scale, Navigation *self)
{
  double x, y;

  if (scale <= 0 || !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;

  telar_chart_canvas_pan (self->canvas, self->pinch_x - x, 0, TRUE);
  telar_chart_canvas_zoom (self->canvas, self->scale / scale, x, TRUE);
  self->scale = scale;
  self->pinch_x = x;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, Navigation *self)
{
  GdkModifierType state
      = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));

  self->drag = DRAG_NONE;
  self->has_moved = FALSE;
  self->last_x = self->last_y = 0;
  if (!is_in_plot (self, x) || (button != GDK_BUTTON_PRIMARY && button != GDK_BUTTON_MIDDLE))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      return;
    }

  self->from_ns = get_time (self, x);
  if ((state & GDK_CONTROL_MASK) != 0)
    self->drag = DRAG_ZOOM;
  else if ((state & GDK_SHIFT_MASK) != 0 || y < get_geometry (self)->axis_y)
    self->drag = DRAG_MEASURE;
  else
    self->drag = DRAG_PAN;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double x, double y, Navigation *self)
{
  double start_x, start_y;

  if (self->drag == DRAG_NONE)
    return;
  if (!self->has_moved
      && !gtk_drag_check_threshold (GTK_WIDGET (self->canvas), 0, 0, (int) x, (int) y))
    return;

  if (!self->has_moved)
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
      set_cursor (self, self->drag == DRAG_PAN ? "grabbing" : "text");
      self->has_moved = TRUE;
    }

  gtk_gesture_drag_get_start_point (gesture, &start_x, &start_y);
  if (self->drag == DRAG_PAN)
    telar_chart_canvas_pan (self->canvas, self->last_x - x, self->last_y - y, TRUE);
  else
    telar_chart_canvas_set_measure (self->canvas, self->from_ns, get_time (self, start_x + x));
  self->last_x = x;
  self->last_y = y;
}

static void
drag_end_cb (GtkGestureDrag *gesture, double x, double y, Navigation *self)
{
  const TelarChartOptions *options = telar_chart_canvas_get_options (self->canvas);

  if (self->has_moved && self->drag != DRAG_PAN && fabs (x) < MIN_DRAGGED)
    {
      telar_chart_canvas_clear_measure (self->canvas);
    }
  else if (self->has_moved && self->drag == DRAG_ZOOM)
    {
      telar_chart_canvas_show_times (self->canvas, options->measure_start_ns,
                                     options->measure_end_ns, FALSE);
      telar_chart_canvas_clear_measure (self->canvas);
    }
  self->drag = DRAG_NONE;
  self->has_moved = FALSE;
  set_cursor (self, NULL);
}

/* Selects a bar, and shows it as large as it can be when it is clicked twice. */
static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, Navigation *self)
{
  const TelarChartIndex *index = telar_chart_canvas_get_index (self->canvas);
  guint32 task;

  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  if (index == NULL)
    return;

  task = telar_chart_find_task_at (index, get_geometry (self), x, y);
  telar_chart_canvas_clear_measure (self->canvas);
  telar_chart_canvas_set_selected_task (self->canvas, task);
  if (n_press != 2)
    return;

  if (task == TELAR_NO_TASK)
    telar_chart_canvas_fit (self->canvas);
  else
    telar_chart_canvas_show_task (self->canvas, task);
}

/**
 * telar_chart_navigation_attach:
 * @canvas: a chart
 *
 * Lets the chart be moved and asked by pointer, wheel, touchpad and touch: the wheel and a pinch
 * zoom around the pointer, a drag pans, one along the axis or with Shift measures, one with Ctrl
 * shows the stretch that was dragged over, a click selects.
 */
void
telar_chart_navigation_attach (TelarChartCanvas *canvas)
{
  GtkWidget *widget = GTK_WIDGET (canvas);
  Navigation *self = g_new0 (Navigation, 1);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll
      = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *pinch = gtk_gesture_zoom_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->canvas = canvas;
  g_object_set_data_full (G_OBJECT (canvas), "telar-navigation", self, g_free);

  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (widget, motion);

  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (widget, scroll);

  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}
