/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-graph-window.h"

#include <glib/gi18n-lib.h>

#include "chart/telar-picture.h"
#include "model/telar-format.h"
#include "telar-file-saver.h"
#include "telar-graph-canvas.h"

struct _TelarGraphWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *export_button;
  GtkStack *stack;
  AdwStatusPage *too_large;
  TelarGraphCanvas *canvas;

  TelarPlan *plan;
};

G_DEFINE_FINAL_TYPE (TelarGraphWindow, telar_graph_window, ADW_TYPE_WINDOW)

/* A graph that is being saved. */
typedef struct
{
  TelarPlan *plan;
  TelarChartFormat format;
  gboolean is_dark;
} Saving;

static void
saving_free (gpointer data)
{
  telar_plan_unref (((Saving *) data)->plan);
  g_free (data);
}

static gboolean
save (gpointer data, GFile *file, GError **error)
{
  const Saving *saving = data;
  g_autoptr (GBytes) bytes
      = telar_plan_graph_export_to_bytes (saving->plan, saving->format, saving->is_dark, error);

  return bytes != NULL && telar_picture_save (file, bytes, error);
}

static void
export_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarGraphWindow *self = TELAR_GRAPH_WINDOW (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autofree char *file_name
      = g_strdup_printf ("telar-graph.%s", g_variant_get_string (parameter, NULL));
  Saving *saving = g_new0 (Saving, 1);

  saving->plan = telar_plan_ref (self->plan);
  saving->is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  telar_chart_format_from_path (file_name, &saving->format);
  telar_file_saver_save (TELAR_WINDOW (parent), file_name, save, saving, saving_free);
  gtk_window_close (GTK_WINDOW (self));
}

static void
telar_graph_window_dispose (GObject *object)
{
  TelarGraphWindow *self = TELAR_GRAPH_WINDOW (object);

  g_clear_pointer (&self->plan, telar_plan_unref);

  G_OBJECT_CLASS (telar_graph_window_parent_class)->dispose (object);
}

static void
telar_graph_window_class_init (TelarGraphWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TELAR_TYPE_GRAPH_CANVAS);
  G_OBJECT_CLASS (klass)->dispose = telar_graph_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-graph-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarGraphWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, TelarGraphWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, TelarGraphWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, TelarGraphWindow, too_large);
  gtk_widget_class_bind_template_child (widget_class, TelarGraphWindow, canvas);
  gtk_widget_class_install_action (widget_class, "graph.export", "s", export_activated);
}

static void
telar_graph_window_init (TelarGraphWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_too_large (TelarGraphWindow *self)
{
  g_autofree char *tasks = telar_format_count (TELAR_PLAN_GRAPH_MAX_TASKS);
  g_autofree char *dependencies = telar_format_count (TELAR_PLAN_GRAPH_MAX_DEPENDENCIES);
  g_autofree char *text = g_strdup_printf (
      /* Translators: both %s are numbers, such as 400 and 1,600 */
      _ ("The graph is drawn of up to %s tasks with %s dependencies between them. Run the plan to "
         "see "
         "its tasks in the chart."),
      tasks, dependencies);

  adw_status_page_set_description (self->too_large, text);
  gtk_stack_set_visible_child_name (self->stack, "too-large");
  gtk_widget_set_sensitive (self->export_button, FALSE);
}

/**
 * telar_graph_window_present:
 * @parent: the window of the plan
 * @plan: the plan
 *
 * Shows the graph of @plan as it is now.
 */
void
telar_graph_window_present (TelarWindow *parent, TelarPlan *plan)
{
  TelarGraphWindow *self = g_object_new (TELAR_TYPE_GRAPH_WINDOW, "transient-for", parent, NULL);

  self->plan = telar_plan_ref (plan);
  if (telar_plan_graph_is_too_large (plan))
    {
      show_too_large (self);
    }
  else
    {
      TelarPlanGraph *graph = telar_plan_graph_new (plan);
      g_autofree char *size = telar_plan_graph_format_size (graph);

      adw_window_title_set_subtitle (self->window_title, size);
      telar_graph_canvas_take_graph (self->canvas, graph);
      gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->canvas));
    }
  gtk_window_present (GTK_WINDOW (self));
}
