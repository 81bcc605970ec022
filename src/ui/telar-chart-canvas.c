/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-canvas-private.h"

#include <glib/gi18n-lib.h>

#include "telar-chart-keys.h"
#include "telar-chart-navigation.h"
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
  telar_chart_canvas_update_hover (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[SIGNAL_MOVED], 0);
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

  self->options.selected_task = TELAR_NO_TASK;
  self->options.hovered_task = TELAR_NO_TASK;
  self->list = telar_display_list_new ();

  telar_chart_canvas_follow_pointer (self);
  telar_chart_canvas_follow_style (self);
  telar_chart_navigation_attach (self);

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
  self->options.hovered_task = TELAR_NO_TASK;
  self->options.has_measure = FALSE;
  telar_chart_canvas_set_selected_task (self, TELAR_NO_TASK);

  if (record != NULL)
    self->index = telar_chart_index_new (record);
  telar_chart_canvas_start (self);
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
