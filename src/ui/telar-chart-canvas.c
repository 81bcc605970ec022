/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-canvas-private.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "chart/telar-task-label.h"
#include "chart/telar-time-axis.h"
#include "model/telar-format.h"
#include "telar-chart-keys.h"
#include "telar-chart-navigation.h"
#include "telar-chart-tooltip.h"
#include "telar-snapshot-painter.h"

#define MIN_WIDTH      240
#define NATURAL_WIDTH  720
#define MIN_HEIGHT     160
#define NATURAL_HEIGHT 400

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

/**
 * telar_chart_canvas_refresh:
 * @self: a chart
 *
 * Draws anew what may have moved. Also the bar under the pointer may be another one then.
 */
void
telar_chart_canvas_refresh (TelarChartCanvas *self)
{
  arrange (self);
  update_hover (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
}

/**
 * telar_chart_canvas_update_description:
 * @self: a chart
 *
 * Says what is selected, measured and seen of the run to those who hear the chart.
 */
void
telar_chart_canvas_update_description (TelarChartCanvas *self)
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
    telar_chart_canvas_refresh (self);
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
  telar_chart_keys_install (widget_class);
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
  telar_chart_canvas_update_description (self);
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
  telar_chart_canvas_update_description (self);
  telar_chart_canvas_refresh (self);
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
  telar_chart_canvas_refresh (self);
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
  telar_chart_canvas_refresh (self);
}

/**
 * telar_chart_canvas_set_hidden:
 * @self: a chart
 * @hidden: which of its parts are left out
 */
void
telar_chart_canvas_set_hidden (TelarChartCanvas *self, TelarChartParts hidden)
{
  if (self->options.hidden == hidden)
    return;

  self->options.hidden = hidden;
  telar_chart_canvas_refresh (self);
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
  telar_chart_canvas_update_description (self);
  telar_chart_canvas_reveal_task (self, task);
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
