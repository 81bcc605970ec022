/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-view.h"

#include "telar-chart-actions.h"
#include "telar-chart-canvas.h"
#include "telar-chart-minimap.h"
#include "telar-template.h"

struct _TelarChartView
{
  GtkWidget parent_instance;

  GtkWidget *scrolled_window;
  TelarChartCanvas *canvas;
  TelarChartMinimap *minimap;
  GtkWidget *follow_button;
  GMenuModel *context_menu;
  GtkWidget *popover; /* the context menu, once it was asked for */
};

G_DEFINE_FINAL_TYPE (TelarChartView, telar_chart_view, GTK_TYPE_WIDGET)

enum
{
  PROP_SELECTED_TASK = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_actions (TelarChartView *self)
{
  telar_chart_actions_update (GTK_WIDGET (self), self->canvas);
  gtk_widget_set_visible (self->follow_button, telar_chart_actions_can_follow (self->canvas));
}

/* The canvas has its last words when the view is already without it. */
static void
on_selection_changed (TelarChartView *self)
{
  if (self->canvas == NULL)
    return;

  update_actions (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_TASK]);
}

static void
on_moved (TelarChartView *self)
{
  if (self->canvas != NULL)
    update_actions (self);
}

static void
on_menu_closed (TelarChartView *self)
{
  if (self->canvas != NULL)
    gtk_widget_set_has_tooltip (GTK_WIDGET (self->canvas), TRUE);
}

static void
pop_up (TelarChartView *self, double x, double y)
{
  const GdkRectangle place = { (int) x, (int) y, 1, 1 };

  if (telar_chart_canvas_get_index (self->canvas) == NULL)
    return;

  if (self->popover == NULL)
    {
      self->popover = gtk_popover_menu_new_from_model (self->context_menu);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_halign (self->popover, GTK_ALIGN_START);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      g_signal_connect_swapped (self->popover, "closed", G_CALLBACK (on_menu_closed), self);
    }
  /* The card of the bar would cover the menu. */
  gtk_widget_set_has_tooltip (GTK_WIDGET (self->canvas), FALSE);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
  gtk_popover_popup (GTK_POPOVER (self->popover));
}

/* The menu is about the bar under the pointer. */
static void
on_secondary_pressed (GtkGestureClick *gesture, int n_press, double x, double y, gpointer data)
{
  TelarChartView *self = data;
  const TelarChartIndex *index = telar_chart_canvas_get_index (self->canvas);
  double canvas_x, canvas_y;

  if (index == NULL
      || !gtk_widget_translate_coordinates (GTK_WIDGET (self), GTK_WIDGET (self->canvas), x, y,
                                            &canvas_x, &canvas_y))
    return;

  telar_chart_canvas_set_selected_task (
      self->canvas, telar_chart_find_task_at (index, telar_chart_canvas_get_geometry (self->canvas),
                                              canvas_x, canvas_y));
  pop_up (self, x, y);
}

static gboolean
pop_up_by_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TelarChartView *self = TELAR_CHART_VIEW (widget);
  double x = 0, y = 0;

  telar_chart_canvas_get_place (self->canvas, &x, &y);
  gtk_widget_translate_coordinates (GTK_WIDGET (self->canvas), widget, x, y, &x, &y);
  pop_up (self, x, y);

  return TRUE;
}

static void
telar_chart_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  TelarChartView *self = TELAR_CHART_VIEW (widget);

  GTK_WIDGET_CLASS (telar_chart_view_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->popover != NULL)
    gtk_popover_present (GTK_POPOVER (self->popover));
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

  if (self->minimap != NULL)
    telar_chart_minimap_set_canvas (self->minimap, NULL);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  telar_template_dispose (GTK_WIDGET (self), TELAR_TYPE_CHART_VIEW);

  G_OBJECT_CLASS (telar_chart_view_parent_class)->dispose (object);
}

static void
telar_chart_view_class_init (TelarChartViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TELAR_TYPE_CHART_CANVAS);
  g_type_ensure (TELAR_TYPE_CHART_MINIMAP);

  object_class->get_property = telar_chart_view_get_property;
  object_class->set_property = telar_chart_view_set_property;
  object_class->dispose = telar_chart_view_dispose;
  widget_class->size_allocate = telar_chart_view_size_allocate;

  properties[PROP_SELECTED_TASK]
      = g_param_spec_uint ("selected-task", NULL, NULL, 0, G_MAXUINT, TELAR_NO_TASK,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "telarchartview");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-chart-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarChartView, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, TelarChartView, canvas);
  gtk_widget_class_bind_template_child (widget_class, TelarChartView, minimap);
  gtk_widget_class_bind_template_child (widget_class, TelarChartView, follow_button);
  gtk_widget_class_bind_template_child (widget_class, TelarChartView, context_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_selection_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_moved);

  telar_chart_actions_install (widget_class);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, pop_up_by_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, pop_up_by_key, NULL);
}

static void
telar_chart_view_init (TelarChartView *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  telar_chart_minimap_set_canvas (self->minimap, self->canvas);

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_secondary_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  update_actions (self);
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
 * telar_chart_view_get_canvas:
 * @self: a chart
 *
 * Returns: (transfer none): what draws it
 */
TelarChartCanvas *
telar_chart_view_get_canvas (TelarChartView *self)
{
  g_return_val_if_fail (TELAR_IS_CHART_VIEW (self), NULL);

  return self->canvas;
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
 * telar_chart_view_set_colours:
 * @self: a chart
 * @colours: what the colours of bars tell
 */
void
telar_chart_view_set_colours (TelarChartView *self, TelarChartColours colours)
{
  g_return_if_fail (TELAR_IS_CHART_VIEW (self));

  telar_chart_canvas_set_colours (self->canvas, colours);
}

/**
 * telar_chart_view_get_colours:
 * @self: a chart
 *
 * Returns: what the colours of bars tell
 */
TelarChartColours
telar_chart_view_get_colours (TelarChartView *self)
{
  g_return_val_if_fail (TELAR_IS_CHART_VIEW (self), TELAR_COLOURS_BY_PHASE);

  return telar_chart_canvas_get_options (self->canvas)->colours;
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
