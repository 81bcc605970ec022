/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-canvas.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart/telar-chart-walk.h"
#include "chart/telar-task-label.h"
#include "chart/telar-time-axis.h"
#include "model/telar-format.h"
#include "telar-chart-navigation.h"
#include "telar-chart-tooltip.h"
#include "telar-snapshot-painter.h"

#define MIN_WIDTH      240
#define NATURAL_WIDTH  720
#define MIN_HEIGHT     160
#define NATURAL_HEIGHT 400

struct _TelarChartCanvas
{
  GtkWidget parent_instance;

  TelarChartIndex *index; /* NULL without a record */
  TelarChartSearch *search;
  TelarChartOptions options;
  TelarChartGeometry geometry;
  TelarPalette palette;
  TelarTextCache *texts; /* NULL until it is needed, and after the font changed */
  TelarDisplayList *list;

  TelarTimeWindow window;
  gint64 described_us;
  gint64 frame_us; /* of the last frame in which it moved; 0 if it stood still */
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

enum
{
  SIGNAL_MOVED, /* another part of the run is seen, or more of it has happened */
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

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
    .start_ns = (gint64) self->window.start_ns,
    .end_ns = (gint64) self->window.end_ns,
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
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

/* Says what is selected, measured and seen of the run to those who hear the chart. */
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

  if (self->index != NULL && self->options.has_measure)
    {
      g_autofree char *duration
          = telar_format_duration (self->options.measure_end_ns - self->options.measure_start_ns);

      /* Translators: %s is a duration; it follows a sentence. */
      g_string_append_printf (description, _ (". Measured: %s"), duration);
    }
  if (self->index != NULL && !telar_time_window_is_whole (&self->window))
    {
      g_autofree char *start = telar_format_seconds ((gint64) self->window.to_start_ns);
      g_autofree char *end = telar_format_seconds ((gint64) self->window.to_end_ns);

      /* Translators: two instants; it follows a sentence. */
      g_string_append_printf (description, _ (". Shown: %s to %s"), start, end);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description->str, -1);
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
  refresh (self);

  /* Who hears the chart is not told of every frame. */
  if (self->index->has_ended != had_ended
      || (self->window.mode == TELAR_TIME_FOLLOW && frame_us - self->described_us > G_USEC_PER_SEC))
    {
      update_description (self);
      self->described_us = frame_us;
    }
  if (!self->index->has_ended || is_moving)
    return G_SOURCE_CONTINUE;

  self->tick_id = 0;
  self->frame_us = 0;

  return G_SOURCE_REMOVE;
}

/* Lets the window move to where it is to be, or be there at once. */
static void
move (TelarChartCanvas *self, gboolean is_at_once)
{
  if (is_at_once || !adw_get_enable_animations (GTK_WIDGET (self)))
    telar_time_window_arrive (&self->window);
  else if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
  update_description (self);
  refresh (self);
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

/* Goes on to another bar, and measures from the beginning of the first to the end of the last. */
static gboolean
walk_and_measure_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);
  gint64 start_ns, end_ns, next_start_ns, next_end_ns;

  if (self->index == NULL
      || !telar_chart_index_get_times (self->index, self->options.selected_task, &start_ns,
                                       &end_ns))
    return walk_cb (widget, arguments, user_data);

  if (self->options.has_measure)
    {
      start_ns = MIN (start_ns, self->options.measure_start_ns);
      end_ns = MAX (end_ns, self->options.measure_end_ns);
    }
  walk_cb (widget, arguments, user_data);
  if (telar_chart_index_get_times (self->index, self->options.selected_task, &next_start_ns,
                                   &next_end_ns))
    telar_chart_canvas_set_measure (self, MIN (start_ns, next_start_ns), MAX (end_ns, next_end_ns));

  return TRUE;
}

/* From a selected bar, Tab goes on to the next one, as a screen reader's user expects; without a
 * selection, or after the last bar, it leaves the chart as usual. */
static gboolean
tab_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);
  guint32 task = self->options.selected_task, next;

  if (self->index == NULL || task == TELAR_NO_TASK)
    return FALSE;

  next = telar_chart_walk (self->index, self->options.rows, task,
                           (TelarWalk) g_variant_get_int32 (arguments));
  if (next == task)
    return FALSE;

  telar_chart_canvas_set_selected_task (self, next);

  return TRUE;
}

/* What was asked for last goes first. */
static gboolean
unselect_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);

  if (self->options.has_measure)
    {
      telar_chart_canvas_clear_measure (self);
      return TRUE;
    }
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
      gtk_widget_class_add_binding (widget_class, keys[i].key, GDK_SHIFT_MASK, walk_and_measure_cb,
                                    "i", (gint32) keys[i].direction);
    }
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Tab, 0, tab_cb, "i",
                                (gint32) TELAR_WALK_NEXT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK, tab_cb, "i",
                                (gint32) TELAR_WALK_PREVIOUS);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Tab, GDK_SHIFT_MASK, tab_cb, "i",
                                (gint32) TELAR_WALK_PREVIOUS);
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

  signals[SIGNAL_MOVED] = g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

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

  self->options.selected_task = TELAR_NO_TASK;
  self->options.hovered_task = TELAR_NO_TASK;
  self->list = telar_display_list_new ();

  g_signal_connect (motion, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);
  telar_chart_navigation_attach (self);

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

  telar_chart_canvas_take_search (self, NULL);
  g_clear_pointer (&self->index, telar_chart_index_free);
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
  self->frame_us = 0;
  self->options.hovered_task = TELAR_NO_TASK;
  self->options.has_measure = FALSE;
  telar_time_window_reset (&self->window);
  telar_chart_canvas_set_selected_task (self, TELAR_NO_TASK);

  if (record != NULL)
    {
      self->index = telar_chart_index_new (record);
      telar_chart_index_update (self->index);
      update_extent (self);
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

/**
 * telar_chart_canvas_set_colours:
 * @self: a chart
 * @colours: what the colours of bars tell
 */
void
telar_chart_canvas_set_colours (TelarChartCanvas *self, TelarChartColours colours)
{
  if (self->options.colours == colours)
    return;

  self->options.colours = colours;
  refresh (self);
}

/* Scrolls to the row of a task, and moves to its time. */
static void
reveal_task (TelarChartCanvas *self, guint32 task)
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
      move (self, FALSE);
    }
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
  reveal_task (self, task);
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

/**
 * telar_chart_canvas_get_index:
 * @self: a chart
 *
 * Returns: (transfer none) (nullable): what is drawn; valid until another run is shown
 */
const TelarChartIndex *
telar_chart_canvas_get_index (TelarChartCanvas *self)
{
  return self->index;
}

/**
 * telar_chart_canvas_get_geometry:
 * @self: a chart
 *
 * Returns: (transfer none): where everything is at the moment; without a run its plot has no width
 */
const TelarChartGeometry *
telar_chart_canvas_get_geometry (TelarChartCanvas *self)
{
  return &self->geometry;
}

/**
 * telar_chart_canvas_get_options:
 * @self: a chart
 *
 * Returns: (transfer none): how it is drawn at the moment
 */
const TelarChartOptions *
telar_chart_canvas_get_options (TelarChartCanvas *self)
{
  return &self->options;
}

/**
 * telar_chart_canvas_get_time_window:
 * @self: a chart
 *
 * Returns: (transfer none): what stretch of time is seen
 */
const TelarTimeWindow *
telar_chart_canvas_get_time_window (TelarChartCanvas *self)
{
  return &self->window;
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
  move (self, is_at_once);
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
      move (self, is_at_once);
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
  move (self, is_at_once);
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
  move (self, FALSE);
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
  move (self, FALSE);
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
  update_description (self);
  refresh (self);
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
  update_description (self);
  refresh (self);
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

/**
 * telar_chart_canvas_get_palette:
 * @self: a chart
 *
 * Returns: (transfer none): its colours at the moment
 */
const TelarPalette *
telar_chart_canvas_get_palette (TelarChartCanvas *self)
{
  return &self->palette;
}

/**
 * telar_chart_canvas_take_search:
 * @self: a chart
 * @search: (nullable) (transfer full): which tasks of its run were found, or %NULL for no search
 *
 * Draws all other tasks pale.
 */
void
telar_chart_canvas_take_search (TelarChartCanvas *self, TelarChartSearch *search)
{
  g_clear_pointer (&self->search, telar_chart_search_free);
  self->search = search;
  self->options.search = search;
  if (search != NULL && self->index != NULL)
    telar_chart_search_update (search, self->index);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
