/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-graph-canvas.h"

#include <adwaita.h>
#include <math.h>

#include "telar-snapshot-painter.h"

/* So much around a task comes into sight with it. */
#define REVEALED 24

struct _TelarGraphCanvas
{
  GtkWidget parent_instance;

  TelarPlanGraph *graph; /* or NULL */
  TelarTextCache *texts; /* NULL until they are needed */
  TelarDisplayList *list;
  gboolean is_laid_out;
  TelarPlanGraphOptions options;
  gboolean is_by_keys; /* the selection was made by them, until the pointer moves */
  double pointer_x;    /* in the window */
  double pointer_y;
};

G_DEFINE_FINAL_TYPE (TelarGraphCanvas, telar_graph_canvas, GTK_TYPE_WIDGET)

static void
lay_out (TelarGraphCanvas *self)
{
  if (self->is_laid_out || self->graph == NULL)
    return;

  if (self->texts == NULL)
    self->texts = telar_snapshot_texts_new (GTK_WIDGET (self));
  telar_plan_graph_layout (self->graph, &self->options, self->texts, self->list);
  self->is_laid_out = TRUE;
}

static void
telar_graph_canvas_measure (GtkWidget *widget,
                            GtkOrientation orientation,
                            int for_size,
                            int *minimum,
                            int *natural,
                            int *minimum_baseline,
                            int *natural_baseline)
{
  TelarGraphCanvas *self = TELAR_GRAPH_CANVAS (widget);

  lay_out (self);
  *minimum = *natural = (int) ceil (orientation == GTK_ORIENTATION_HORIZONTAL ? self->list->width
                                                                              : self->list->height);
}

static void
telar_graph_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  TelarGraphCanvas *self = TELAR_GRAPH_CANVAS (widget);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  TelarPalette palette;

  if (self->graph == NULL)
    return;

  lay_out (self);
  telar_palette_init (&palette, adw_style_manager_get_dark (manager),
                      adw_style_manager_get_high_contrast (manager));
  telar_snapshot_paint (snapshot, self->list, &palette, self->texts);
}

/* The font may be another one now. */
static void
forget (TelarGraphCanvas *self)
{
  g_clear_pointer (&self->texts, telar_text_cache_free);
  self->is_laid_out = FALSE;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
telar_graph_canvas_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (telar_graph_canvas_parent_class)->css_changed (widget, change);
  forget (TELAR_GRAPH_CANVAS (widget));
}

static void
telar_graph_canvas_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (telar_graph_canvas_parent_class)->system_setting_changed (widget, setting);
  forget (TELAR_GRAPH_CANVAS (widget));
}

/* What a screen reader is told: the task that is selected, or the whole graph. */
static void
describe (TelarGraphCanvas *self)
{
  guint32 task = self->options.selected_task;
  g_autofree char *text = task != TELAR_NO_TASK ? telar_plan_graph_describe_task (self->graph, task)
                                                : telar_plan_graph_format_size (self->graph);

  g_strdelimit (text, "\n", ';');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
select_task (TelarGraphCanvas *self, guint32 task)
{
  if (self->options.selected_task == task || self->graph == NULL)
    return;

  self->options.selected_task = task;
  self->is_laid_out = FALSE;
  describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static guint32
find_task (TelarGraphCanvas *self, double x, double y)
{
  return self->is_laid_out ? telar_plan_graph_find_task_at (self->list, x, y) : TELAR_NO_TASK;
}

/* What the graph scrolls beneath a pointer that stands still is not what the user points at. */
static gboolean
has_moved (TelarGraphCanvas *self, double x, double y)
{
  double former_x = self->pointer_x, former_y = self->pointer_y;

  return gtk_widget_translate_coordinates (GTK_WIDGET (self),
                                           GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))), x,
                                           y, &self->pointer_x, &self->pointer_y)
         && (ABS (self->pointer_x - former_x) >= 1 || ABS (self->pointer_y - former_y) >= 1);
}

static void
on_motion (TelarGraphCanvas *self, double x, double y)
{
  if (!has_moved (self, x, y) && self->is_by_keys)
    return;

  self->is_by_keys = FALSE;
  select_task (self, find_task (self, x, y));
}

static void
on_leave (TelarGraphCanvas *self)
{
  if (!self->is_by_keys)
    select_task (self, TELAR_NO_TASK);
}

static gboolean
telar_graph_canvas_query_tooltip (GtkWidget *widget,
                                  int x,
                                  int y,
                                  gboolean is_by_keyboard,
                                  GtkTooltip *tooltip)
{
  TelarGraphCanvas *self = TELAR_GRAPH_CANVAS (widget);
  guint32 task = is_by_keyboard ? self->options.selected_task : find_task (self, x, y);
  g_autofree char *text = NULL;

  if (task == TELAR_NO_TASK || self->graph == NULL)
    return FALSE;

  text = telar_plan_graph_describe_task (self->graph, task);
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

/* The task so many places below another one in its level; that one if there is none. */
static guint32
find_below (TelarGraphCanvas *self, guint32 task, int n)
{
  const GArray *order = self->graph->orders->pdata[self->graph->levels->of_task[task]];
  guint at = 0;

  while (g_array_index (order, guint, at) != task)
    at++;
  for (at += (guint) n; at < order->len; at += (guint) n)
    {
      guint32 other
          = telar_plan_graph_get_vertex (self->graph, g_array_index (order, guint, at))->task;

      if (other != TELAR_NO_TASK)
        return other;
    }

  return task;
}

/* The first task that waits for another one, or that it waits for. */
static guint32
find_across (TelarGraphCanvas *self, guint32 task, gboolean is_forward)
{
  for (guint i = 0; i < self->graph->links->len; i++)
    {
      const TelarLink *link = &g_array_index (self->graph->links, TelarLink, i);

      if ((is_forward ? link->task : link->dependent) == task)
        return is_forward ? link->dependent : link->task;
    }

  return task;
}

/* Scrolls to a task, if the graph is in something that scrolls. */
static void
reveal (TelarGraphCanvas *self, guint32 task)
{
  GtkWidget *window = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_SCROLLED_WINDOW);
  const TelarMark *mark = NULL;

  lay_out (self);
  for (guint i = 0; i < self->list->marks->len && mark == NULL; i++)
    if (g_array_index (self->list->marks, TelarMark, i).task == task)
      mark = &g_array_index (self->list->marks, TelarMark, i);
  if (window == NULL || mark == NULL)
    return;

  gtk_adjustment_clamp_page (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (window)),
                             mark->x - REVEALED, mark->x + mark->width + REVEALED);
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (window)),
                             mark->y - REVEALED, mark->y + mark->height + REVEALED);
}

static gboolean
on_key_pressed (GtkEventControllerKey *controller,
                guint key,
                guint code,
                GdkModifierType state,
                gpointer data)
{
  TelarGraphCanvas *self = data;
  guint32 task = self->options.selected_task;

  if (self->graph == NULL
      || (key != GDK_KEY_Left && key != GDK_KEY_Right && key != GDK_KEY_Up && key != GDK_KEY_Down))
    return FALSE;

  if (task == TELAR_NO_TASK)
    task = self->graph->levels->tasks[0];
  else if (key == GDK_KEY_Left || key == GDK_KEY_Right)
    task = find_across (self, task, key == GDK_KEY_Right);
  else
    task = find_below (self, task, key == GDK_KEY_Down ? 1 : -1);
  self->is_by_keys = TRUE;
  select_task (self, task);
  reveal (self, task);

  return TRUE;
}

static void
telar_graph_canvas_finalize (GObject *object)
{
  TelarGraphCanvas *self = TELAR_GRAPH_CANVAS (object);

  telar_plan_graph_free (self->graph);
  g_clear_pointer (&self->texts, telar_text_cache_free);
  telar_display_list_free (self->list);

  G_OBJECT_CLASS (telar_graph_canvas_parent_class)->finalize (object);
}

static void
telar_graph_canvas_class_init (TelarGraphCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = telar_graph_canvas_finalize;
  widget_class->measure = telar_graph_canvas_measure;
  widget_class->snapshot = telar_graph_canvas_snapshot;
  widget_class->css_changed = telar_graph_canvas_css_changed;
  widget_class->system_setting_changed = telar_graph_canvas_system_setting_changed;
  widget_class->query_tooltip = telar_graph_canvas_query_tooltip;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
telar_graph_canvas_init (TelarGraphCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->list = telar_display_list_new ();
  self->options.selected_task = TELAR_NO_TASK;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}

/**
 * telar_graph_canvas_take_graph:
 * @self: a canvas
 * @graph: (transfer full): the graph that it shows from now on
 */
void
telar_graph_canvas_take_graph (TelarGraphCanvas *self, TelarPlanGraph *graph)
{
  g_return_if_fail (TELAR_IS_GRAPH_CANVAS (self));

  telar_plan_graph_free (self->graph);
  self->graph = graph;
  self->options.selected_task = TELAR_NO_TASK;
  describe (self);
  forget (self);
}
