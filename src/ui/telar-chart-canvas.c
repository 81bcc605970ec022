/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-canvas.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart/telar-chart-layout.h"
#include "chart/telar-chart-walk.h"
#include "chart/telar-task-label.h"
#include "chart/telar-time-axis.h"
#include "telar-chart-tooltip.h"
#include "telar-snapshot-painter.h"

#define MIN_WIDTH      240
#define NATURAL_WIDTH  720
#define MIN_HEIGHT     160
#define NATURAL_HEIGHT 400

/* How long the axis of a live chart takes to follow nearly all the way. */
#define FOLLOW_US 120000.0

struct _TelarChartCanvas
{
  GtkWidget parent_instance;

  TelarChartIndex *index; /* NULL without a record */
  TelarChartOptions options;
  TelarChartGeometry geometry;
  TelarPalette palette;
  TelarTextCache *texts; /* NULL until it is needed, and after the font changed */
  TelarDisplayList *list;

  double end_ns; /* of the axis, as it is drawn at the moment */
  gint64 frame_us;
  guint tick_id;
  gboolean is_arranging;

  gboolean has_pointer; /* at this place in it */
  double pointer_x;
  double pointer_y;

  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  guint hscroll_policy : 1;
  guint vscroll_policy : 1;
};

G_DEFINE_FINAL_TYPE_WITH_CODE (TelarChartCanvas,
                               telar_chart_canvas,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

enum
{
  PROP_SELECTED_TASK = 1,
  N_PROPS,
  PROP_HADJUSTMENT = N_PROPS,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};

static GParamSpec *properties[N_PROPS];

/* What the axis ends at when it stands still: at a round time that is a little away while the
 * run goes on, at the end of the run afterwards. */
static double
get_target_end (TelarChartCanvas *self)
{
  if (self->index->has_ended)
    return (double) MAX (self->index->end_ns, 1000);

  return (double) telar_time_axis_round_up (self->index->end_ns + self->index->end_ns / 50);
}

static void
configure_adjustments (TelarChartCanvas *self)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double more = self->geometry.content_height - self->geometry.rows_height;
  double scroll_y = self->geometry.viewport.scroll_y;

  if (self->hadjustment != NULL)
    gtk_adjustment_configure (self->hadjustment, 0, 0, width, width * 0.1, width * 0.9, width);
  if (self->vadjustment != NULL)
    gtk_adjustment_configure (self->vadjustment, scroll_y, 0, height + MAX (more, 0),
                              self->geometry.row_height, self->geometry.rows_height * 0.9, height);
}

/* Finds where everything is in the present size. */
static void
arrange (TelarChartCanvas *self)
{
  TelarChartViewport viewport = {
    .width = gtk_widget_get_width (GTK_WIDGET (self)),
    .height = gtk_widget_get_height (GTK_WIDGET (self)),
    .end_ns = (gint64) self->end_ns,
  };

  if (self->index == NULL || viewport.width <= 0 || viewport.height <= 0)
    {
      self->geometry = (TelarChartGeometry){ 0 };
      self->is_arranging = TRUE;
      configure_adjustments (self);
      self->is_arranging = FALSE;
      return;
    }

  if (self->vadjustment != NULL)
    viewport.scroll_y = gtk_adjustment_get_value (self->vadjustment);
  self->options.pixel_ratio = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  if (self->texts == NULL)
    self->texts = telar_snapshot_texts_new (GTK_WIDGET (self));
  telar_chart_geometry_init (&self->geometry, self->index, &viewport, &self->options, self->texts);

  self->is_arranging = TRUE;
  configure_adjustments (self);
  self->is_arranging = FALSE;
}

static void
update_hover (TelarChartCanvas *self)
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

/* Also the bar under the pointer may be another one, as the chart moves beneath it. */
static void
refresh (TelarChartCanvas *self)
{
  arrange (self);
  update_hover (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
update_description (TelarChartCanvas *self)
{
  g_autoptr (GString) description = g_string_new (NULL);

  if (self->index == NULL)
    g_string_assign (description, _ ("There is no run to show"));
  else if (self->options.selected_task != TELAR_NO_TASK)
    telar_task_describe (self->index, self->options.selected_task, description);
  else
    telar_run_describe (self->index, description);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description->str, -1);
}

/* Once a frame while the run goes on and until the axis stands still. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);
  gint64 frame_us = gdk_frame_clock_get_frame_time (clock);
  double elapsed_us = self->frame_us > 0 ? (double) (frame_us - self->frame_us) : 0;
  gboolean is_animated = adw_get_enable_animations (widget);
  gboolean had_ended = self->index->has_ended;
  double target_ns;

  self->frame_us = frame_us;
  telar_chart_index_update (self->index);
  target_ns = get_target_end (self);
  self->end_ns += (target_ns - self->end_ns) * (1 - exp (-elapsed_us / FOLLOW_US));
  self->end_ns = MAX (self->end_ns, (double) self->index->end_ns);
  if (!is_animated || fabs (self->end_ns - target_ns) < target_ns * 0.0005)
    self->end_ns = target_ns;
  refresh (self);

  if (self->index->has_ended && !had_ended)
    update_description (self);
  if (!self->index->has_ended || self->end_ns != target_ns)
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;

  return G_SOURCE_REMOVE;
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, TelarChartCanvas *self)
{
  self->has_pointer = TRUE;
  self->pointer_x = x;
  self->pointer_y = y;
  update_hover (self);
}

static void
leave_cb (GtkEventControllerMotion *controller, TelarChartCanvas *self)
{
  self->has_pointer = FALSE;
  update_hover (self);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, TelarChartCanvas *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (self->index != NULL)
    telar_chart_canvas_set_selected_task (
        self, telar_chart_find_task_at (self->index, &self->geometry, x, y));
}

static gboolean
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

static gboolean
walk_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);

  if (self->index == NULL)
    return FALSE;

  telar_chart_canvas_set_selected_task (
      self, telar_chart_walk (self->index, self->options.rows, self->options.selected_task,
                              (TelarWalk) g_variant_get_int32 (arguments)));

  return TRUE;
}

static gboolean
unselect_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);

  if (self->options.selected_task == TELAR_NO_TASK)
    return FALSE;

  telar_chart_canvas_set_selected_task (self, TELAR_NO_TASK);

  return TRUE;
}

static void
style_changed_cb (TelarChartCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  telar_palette_init (&self->palette, adw_style_manager_get_dark (manager),
                      adw_style_manager_get_high_contrast (manager));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
forget_texts (TelarChartCanvas *self)
{
  g_clear_pointer (&self->texts, telar_text_cache_free);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
telar_chart_canvas_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (telar_chart_canvas_parent_class)->css_changed (widget, change);

  forget_texts (TELAR_CHART_CANVAS (widget));
}

static void
telar_chart_canvas_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (telar_chart_canvas_parent_class)->system_setting_changed (widget, setting);

  if (setting != GTK_SYSTEM_SETTING_ICON_THEME)
    forget_texts (TELAR_CHART_CANVAS (widget));
}

static void
telar_chart_canvas_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  gboolean is_width = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = is_width ? MIN_WIDTH : MIN_HEIGHT;
  *natural = is_width ? NATURAL_WIDTH : NATURAL_HEIGHT;
}

static void
telar_chart_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  arrange (TELAR_CHART_CANVAS (widget));
}

static void
telar_chart_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);

  if (self->index != NULL && self->geometry.plot_width > 0)
    {
      /* A font that changed since is measured anew. */
      if (self->texts == NULL)
        arrange (self);
      telar_chart_layout (self->index, &self->geometry, &self->options, self->texts, self->list);
      telar_snapshot_paint (snapshot, self->list, &self->palette, self->texts);
    }

  if ((gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_FOCUS_VISIBLE) != 0)
    telar_snapshot_focus (snapshot, &self->palette, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
}

static void
scrolled_cb (TelarChartCanvas *self)
{
  if (!self->is_arranging)
    refresh (self);
}

static void
set_adjustment (TelarChartCanvas *self, GtkAdjustment **place, GtkAdjustment *adjustment)
{
  if (*place == adjustment)
    return;

  if (*place != NULL)
    g_signal_handlers_disconnect_by_func (*place, scrolled_cb, self);
  g_set_object (place, adjustment);
  if (adjustment != NULL)
    g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
}

static void
telar_chart_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (object);

  switch (id)
    {
    case PROP_SELECTED_TASK:
      g_value_set_uint (value, self->options.selected_task);
      break;

    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;

    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;

    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, (int) self->hscroll_policy);
      break;

    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, (int) self->vscroll_policy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
telar_chart_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (object);

  switch (id)
    {
    case PROP_SELECTED_TASK:
      telar_chart_canvas_set_selected_task (self, g_value_get_uint (value));
      break;

    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value));
      break;

    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value));
      break;

    case PROP_HSCROLL_POLICY:
      self->hscroll_policy = (guint) g_value_get_enum (value) & 1;
      break;

    case PROP_VSCROLL_POLICY:
      self->vscroll_policy = (guint) g_value_get_enum (value) & 1;
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
telar_chart_canvas_dispose (GObject *object)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (object);

  telar_chart_canvas_set_record (self, NULL);
  set_adjustment (self, &self->hadjustment, NULL);
  set_adjustment (self, &self->vadjustment, NULL);

  G_OBJECT_CLASS (telar_chart_canvas_parent_class)->dispose (object);
}

static void
telar_chart_canvas_finalize (GObject *object)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (object);

  g_clear_pointer (&self->texts, telar_text_cache_free);
  g_clear_pointer (&self->list, telar_display_list_free);

  G_OBJECT_CLASS (telar_chart_canvas_parent_class)->finalize (object);
}

static void
add_bindings (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    guint keypad_key;
    TelarWalk direction;
  } keys[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, TELAR_WALK_LEFT },
    { GDK_KEY_Right, GDK_KEY_KP_Right, TELAR_WALK_RIGHT },
    { GDK_KEY_Up, GDK_KEY_KP_Up, TELAR_WALK_UP },
    { GDK_KEY_Down, GDK_KEY_KP_Down, TELAR_WALK_DOWN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      gtk_widget_class_add_binding (widget_class, keys[i].key, 0, walk_cb, "i",
                                    (gint32) keys[i].direction);
      gtk_widget_class_add_binding (widget_class, keys[i].keypad_key, 0, walk_cb, "i",
                                    (gint32) keys[i].direction);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, unselect_cb, NULL);
}

static void
telar_chart_canvas_class_init (TelarChartCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = telar_chart_canvas_get_property;
  object_class->set_property = telar_chart_canvas_set_property;
  object_class->dispose = telar_chart_canvas_dispose;
  object_class->finalize = telar_chart_canvas_finalize;

  widget_class->measure = telar_chart_canvas_measure;
  widget_class->size_allocate = telar_chart_canvas_size_allocate;
  widget_class->snapshot = telar_chart_canvas_snapshot;
  widget_class->query_tooltip = telar_chart_canvas_query_tooltip;
  widget_class->css_changed = telar_chart_canvas_css_changed;
  widget_class->system_setting_changed = telar_chart_canvas_system_setting_changed;

  properties[PROP_SELECTED_TASK]
      = g_param_spec_uint ("selected-task", NULL, NULL, 0, G_MAXUINT, TELAR_NO_TASK,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  gtk_widget_class_set_css_name (widget_class, "telarchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  add_bindings (widget_class);
}

static void
telar_chart_canvas_init (TelarChartCanvas *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->options.selected_task = TELAR_NO_TASK;
  self->options.hovered_task = TELAR_NO_TASK;
  self->list = telar_display_list_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  style_changed_cb (self);

  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Chart of the run"), -1);
  update_description (self);
}

/**
 * telar_chart_canvas_new:
 *
 * Returns: (transfer floating): a chart of nothing
 */
GtkWidget *
telar_chart_canvas_new (void)
{
  return g_object_new (TELAR_TYPE_CHART_CANVAS, NULL);
}

/**
 * telar_chart_canvas_set_record:
 * @self: a chart
 * @record: (nullable): the run to show, or %NULL for none
 *
 * Follows the run until it ends.
 */
void
telar_chart_canvas_set_record (TelarChartCanvas *self, TelarRunRecord *record)
{
  if (telar_chart_canvas_get_record (self) == record)
    return;

  g_clear_pointer (&self->index, telar_chart_index_free);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  self->frame_us = 0;
  self->options.hovered_task = TELAR_NO_TASK;
  telar_chart_canvas_set_selected_task (self, TELAR_NO_TASK);

  if (record != NULL)
    {
      self->index = telar_chart_index_new (record);
      telar_chart_index_update (self->index);
      self->end_ns = get_target_end (self);
      if (!self->index->has_ended)
        self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
    }
  update_description (self);
  refresh (self);
}

/**
 * telar_chart_canvas_get_record:
 * @self: a chart
 *
 * Returns: (transfer none) (nullable): the run that it shows
 */
TelarRunRecord *
telar_chart_canvas_get_record (TelarChartCanvas *self)
{
  return self->index != NULL ? self->index->record : NULL;
}

/**
 * telar_chart_canvas_set_rows:
 * @self: a chart
 * @rows: whether each worker has a row, or each task
 */
void
telar_chart_canvas_set_rows (TelarChartCanvas *self, TelarChartRows rows)
{
  if (self->options.rows == rows)
    return;

  self->options.rows = rows;
  refresh (self);
}

/**
 * telar_chart_canvas_get_rows:
 * @self: a chart
 *
 * Returns: what has a row of its own
 */
TelarChartRows
telar_chart_canvas_get_rows (TelarChartCanvas *self)
{
  return self->options.rows;
}

static void
scroll_to_task (TelarChartCanvas *self, guint32 task)
{
  double y, height, top = self->geometry.axis_y, bottom = top + self->geometry.rows_height, value;
  guint row;

  if (self->vadjustment == NULL || self->index == NULL || self->geometry.plot_width <= 0
      || !telar_chart_find_row_of_task (self->index, self->options.rows, task, &row))
    return;

  telar_chart_geometry_get_row (&self->geometry, row, &y, &height);
  value = gtk_adjustment_get_value (self->vadjustment);
  if (y < top)
    gtk_adjustment_set_value (self->vadjustment, value - (top - y));
  else if (y + height > bottom)
    gtk_adjustment_set_value (self->vadjustment, value + (y + height - bottom));
}

/**
 * telar_chart_canvas_set_selected_task:
 * @self: a chart
 * @task: a task, or %TELAR_NO_TASK for none
 *
 * Marks the bar of a task, tells a screen reader about it, and scrolls to it.
 */
void
telar_chart_canvas_set_selected_task (TelarChartCanvas *self, guint task)
{
  if (self->index == NULL || task >= self->index->n_tasks)
    task = TELAR_NO_TASK;
  if (self->options.selected_task == task)
    return;

  self->options.selected_task = task;
  update_description (self);
  scroll_to_task (self, task);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_TASK]);
}

/**
 * telar_chart_canvas_get_selected_task:
 * @self: a chart
 *
 * Returns: the task that is selected, or %TELAR_NO_TASK
 */
guint
telar_chart_canvas_get_selected_task (TelarChartCanvas *self)
{
  return self->options.selected_task;
}
