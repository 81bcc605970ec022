/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-view.h"

#include "telar-chart-canvas.h"

struct _TelarChartView
{
  GtkWidget parent_instance;

  GtkWidget *scrolled_window;
  TelarChartCanvas *canvas;
};

G_DEFINE_FINAL_TYPE (TelarChartView, telar_chart_view, GTK_TYPE_WIDGET)

enum
{
  PROP_SELECTED_TASK = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
selection_changed_cb (TelarChartView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_TASK]);
}

static void
telar_chart_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SELECTED_TASK:
      g_value_set_uint (value, telar_chart_view_get_selected_task (TELAR_CHART_VIEW (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
telar_chart_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SELECTED_TASK:
      telar_chart_view_set_selected_task (TELAR_CHART_VIEW (object), g_value_get_uint (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
telar_chart_view_dispose (GObject *object)
{
  TelarChartView *self = TELAR_CHART_VIEW (object);

  g_clear_pointer (&self->scrolled_window, gtk_widget_unparent);

  G_OBJECT_CLASS (telar_chart_view_parent_class)->dispose (object);
}

static void
telar_chart_view_class_init (TelarChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = telar_chart_view_get_property;
  object_class->set_property = telar_chart_view_set_property;
  object_class->dispose = telar_chart_view_dispose;

  properties[PROP_SELECTED_TASK]
      = g_param_spec_uint ("selected-task", NULL, NULL, 0, G_MAXUINT, TELAR_NO_TASK,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "telarchartview");
}

static void
telar_chart_view_init (TelarChartView *self)
{
  self->canvas = TELAR_CHART_CANVAS (telar_chart_canvas_new ());
  g_signal_connect_swapped (self->canvas, "notify::selected-task",
                            G_CALLBACK (selection_changed_cb), self);

  self->scrolled_window = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled_window), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scrolled_window), 180);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled_window),
                                 GTK_WIDGET (self->canvas));
  gtk_widget_set_parent (self->scrolled_window, GTK_WIDGET (self));
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

/**
 * telar_chart_view_new:
 *
 * Returns: (transfer floating): a chart of nothing
 */
GtkWidget *
telar_chart_view_new (void)
{
  return g_object_new (TELAR_TYPE_CHART_VIEW, NULL);
}

/**
 * telar_chart_view_set_record:
 * @self: a chart
 * @record: (nullable): the run to show, which may be going on, or %NULL for none
 *
 * The chart follows the run until it ends. The selection is lost.
 */
void
telar_chart_view_set_record (TelarChartView *self, TelarRunRecord *record)
{
  g_return_if_fail (TELAR_IS_CHART_VIEW (self));

  telar_chart_canvas_set_record (self->canvas, record);
}

/**
 * telar_chart_view_get_record:
 * @self: a chart
 *
 * Returns: (transfer none) (nullable): the run that it shows
 */
TelarRunRecord *
telar_chart_view_get_record (TelarChartView *self)
{
  g_return_val_if_fail (TELAR_IS_CHART_VIEW (self), NULL);

  return telar_chart_canvas_get_record (self->canvas);
}

/**
 * telar_chart_view_set_rows:
 * @self: a chart
 * @rows: whether each worker has a row, or each task
 */
void
telar_chart_view_set_rows (TelarChartView *self, TelarChartRows rows)
{
  g_return_if_fail (TELAR_IS_CHART_VIEW (self));

  telar_chart_canvas_set_rows (self->canvas, rows);
}

/**
 * telar_chart_view_get_rows:
 * @self: a chart
 *
 * Returns: what has a row of its own
 */
TelarChartRows
telar_chart_view_get_rows (TelarChartView *self)
{
  g_return_val_if_fail (TELAR_IS_CHART_VIEW (self), TELAR_CHART_BY_WORKER);

  return telar_chart_canvas_get_rows (self->canvas);
}

/**
 * telar_chart_view_set_selected_task:
 * @self: a chart
 * @task: a task, or %TELAR_NO_TASK for none
 *
 * Marks the bar of a task and scrolls to it.
 */
void
telar_chart_view_set_selected_task (TelarChartView *self, guint task)
{
  g_return_if_fail (TELAR_IS_CHART_VIEW (self));

  telar_chart_canvas_set_selected_task (self->canvas, task);
}

/**
 * telar_chart_view_get_selected_task:
 * @self: a chart
 *
 * Returns: the task that is selected, or %TELAR_NO_TASK
 */
guint
telar_chart_view_get_selected_task (TelarChartView *self)
{
  g_return_val_if_fail (TELAR_IS_CHART_VIEW (self), TELAR_NO_TASK);

  return telar_chart_canvas_get_selected_task (self->canvas);
}
