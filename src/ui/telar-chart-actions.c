/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-actions.h"

#include "telar-chart-view.h"

#define ZOOM_STEP 1.5
#define PAN_STEP  0.2 /* of what is seen */

static TelarChartCanvas *
get_canvas (GtkWidget *widget)
{
  return telar_chart_view_get_canvas (TELAR_CHART_VIEW (widget));
}

static guint32
get_task (TelarChartCanvas *canvas)
{
  return telar_chart_canvas_get_selected_task (canvas);
}

/* Zooms around the selected bar, if it is in sight, and otherwise around the middle. */
static void
zoom (GtkWidget *widget, double factor)
{
  TelarChartCanvas *canvas = get_canvas (widget);
  const TelarChartGeometry *geometry = telar_chart_canvas_get_geometry (canvas);
  double left = geometry->plot_x, right = left + geometry->plot_width, x = (left + right) / 2;
  gint64 start_ns, end_ns;

  if (telar_chart_canvas_get_index (canvas) != NULL
      && telar_chart_index_get_times (telar_chart_canvas_get_index (canvas), get_task (canvas),
                                      &start_ns, &end_ns))
    {
      double start = MAX (telar_chart_geometry_get_x (geometry, start_ns), left);
      double end = MIN (telar_chart_geometry_get_x (geometry, end_ns), right);

      if (start <= end)
        x = (start + end) / 2;
    }
  telar_chart_canvas_zoom (canvas, factor, x, FALSE);
}

static void
zoom_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zoom (widget, 1 / ZOOM_STEP);
}

static void
zoom_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  zoom (widget, ZOOM_STEP);
}

static void
fit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  telar_chart_canvas_fit (get_canvas (widget));
}

static void
follow (GtkWidget *widget, const char *name, GVariant *parameter)
{
  telar_chart_canvas_follow (get_canvas (widget));
}

/* In steps of what is seen, negative ones to what came before; ±1000 is as far as it goes. */
static void
pan (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarChartCanvas *canvas = get_canvas (widget);
  const TelarTimeWindow *window = telar_chart_canvas_get_time_window (canvas);
  double width = telar_chart_canvas_get_geometry (canvas)->plot_width;
  gint32 steps = g_variant_get_int32 (parameter);
  double share = steps * PAN_STEP;

  if (ABS (steps) >= 1000)
    share = (steps < 0 ? -1 : 1) * window->full_end_ns
            / MAX (window->to_end_ns - window->to_start_ns, 1);
  telar_chart_canvas_pan (canvas, share * width, 0, FALSE);
}

static void
scroll (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarChartCanvas *canvas = get_canvas (widget);
  const TelarChartGeometry *geometry = telar_chart_canvas_get_geometry (canvas);

  telar_chart_canvas_pan (canvas, 0, g_variant_get_int32 (parameter) * geometry->rows_height * 0.9,
                          FALSE);
}

static void
zoom_to_task (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarChartCanvas *canvas = get_canvas (widget);

  telar_chart_canvas_show_task (canvas, get_task (canvas));
}

static void
zoom_to_measure (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarChartCanvas *canvas = get_canvas (widget);
  const TelarChartOptions *options = telar_chart_canvas_get_options (canvas);

  telar_chart_canvas_show_times (canvas, options->measure_start_ns, options->measure_end_ns, FALSE);
}

/* Measures the selected task, and stops when it is measured already. */
static void
measure (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarChartCanvas *canvas = get_canvas (widget);
  const TelarChartIndex *index = telar_chart_canvas_get_index (canvas);
  const TelarChartOptions *options = telar_chart_canvas_get_options (canvas);
  gint64 start_ns, end_ns;

  if (index == NULL || !telar_chart_index_get_times (index, get_task (canvas), &start_ns, &end_ns)
      || (options->has_measure && options->measure_start_ns == start_ns
          && options->measure_end_ns == end_ns))
    telar_chart_canvas_clear_measure (canvas);
  else
    telar_chart_canvas_set_measure (canvas, start_ns, end_ns);
}

static void
copy_input (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarChartCanvas *canvas = get_canvas (widget);
  const TelarChartIndex *index = telar_chart_canvas_get_index (canvas);
  guint32 task = get_task (canvas);

  if (index != NULL && task < index->n_tasks)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                            telar_plan_get_task (index->record->plan, task)->input);
}

/* The one that is added last is shown in menus. */
static void
add_keys (GtkWidgetClass *view_class, const char *action, const guint *keys, guint n_keys)
{
  for (guint i = n_keys; i-- > 0;)
    {
      gtk_widget_class_add_binding_action (view_class, keys[i], GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                           action, NULL);
      gtk_widget_class_add_binding_action (view_class, keys[i], GDK_CONTROL_MASK, action, NULL);
      gtk_widget_class_add_binding_action (view_class, keys[i], GDK_SHIFT_MASK, action, NULL);
      gtk_widget_class_add_binding_action (view_class, keys[i], 0, action, NULL);
    }
}

static void
install_keys (GtkWidgetClass *view_class)
{
  static const guint in_keys[] = { GDK_KEY_plus, GDK_KEY_equal, GDK_KEY_KP_Add };
  static const guint out_keys[] = { GDK_KEY_minus, GDK_KEY_KP_Subtract };
  static const guint fit_keys[] = { GDK_KEY_0, GDK_KEY_KP_0 };
  static const struct
  {
    guint key;
    GdkModifierType modifiers;
    const char *action;
    gint32 steps; /* 0 for an action that takes none */
  } others[] = {
    { GDK_KEY_w, 0, "chart.zoom-in", 0 },
    { GDK_KEY_s, 0, "chart.zoom-out", 0 },
    { GDK_KEY_a, 0, "chart.pan", -1 },
    { GDK_KEY_d, 0, "chart.pan", 1 },
    { GDK_KEY_Left, GDK_CONTROL_MASK, "chart.pan", -1 },
    { GDK_KEY_Right, GDK_CONTROL_MASK, "chart.pan", 1 },
    { GDK_KEY_Home, 0, "chart.pan", -1000 },
    { GDK_KEY_End, 0, "chart.pan", 1000 },
    { GDK_KEY_Page_Up, 0, "chart.scroll", -1 },
    { GDK_KEY_Page_Down, 0, "chart.scroll", 1 },
    { GDK_KEY_f, 0, "chart.zoom-to-task", 0 },
    { GDK_KEY_z, 0, "chart.zoom-to-measure", 0 },
    { GDK_KEY_m, 0, "chart.measure", 0 },
    { GDK_KEY_l, 0, "chart.follow", 0 },
  };

  add_keys (view_class, "chart.zoom-in", in_keys, G_N_ELEMENTS (in_keys));
  add_keys (view_class, "chart.zoom-out", out_keys, G_N_ELEMENTS (out_keys));
  add_keys (view_class, "chart.fit", fit_keys, G_N_ELEMENTS (fit_keys));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    gtk_widget_class_add_binding_action (view_class, others[i].key, others[i].modifiers,
                                         others[i].action, others[i].steps != 0 ? "i" : NULL,
                                         others[i].steps);
}

/**
 * telar_chart_actions_install:
 * @view_class: the class of #TelarChartView
 *
 * Gives the class its actions and keys.
 */
void
telar_chart_actions_install (GtkWidgetClass *view_class)
{
  static const struct
  {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "chart.zoom-in", NULL, zoom_in },
    { "chart.zoom-out", NULL, zoom_out },
    { "chart.fit", NULL, fit },
    { "chart.follow", NULL, follow },
    { "chart.pan", "i", pan },
    { "chart.scroll", "i", scroll },
    { "chart.zoom-to-task", NULL, zoom_to_task },
    { "chart.zoom-to-measure", NULL, zoom_to_measure },
    { "chart.measure", NULL, measure },
    { "chart.copy-input", NULL, copy_input },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (view_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
  install_keys (view_class);
}

/**
 * telar_chart_actions_can_follow:
 * @canvas: a chart
 *
 * Returns: whether it shows a live run but does not follow it
 */
gboolean
telar_chart_actions_can_follow (TelarChartCanvas *canvas)
{
  const TelarChartIndex *index = telar_chart_canvas_get_index (canvas);

  return index != NULL && !index->has_ended
         && telar_chart_canvas_get_time_window (canvas)->mode == TELAR_TIME_FREE;
}

/**
 * telar_chart_actions_update:
 * @view: a #TelarChartView
 * @canvas: what draws it
 *
 * Enables those actions that have an effect at the moment.
 */
void
telar_chart_actions_update (GtkWidget *view, TelarChartCanvas *canvas)
{
  const TelarTimeWindow *window = telar_chart_canvas_get_time_window (canvas);
  gboolean has_run = telar_chart_canvas_get_index (canvas) != NULL;
  gboolean is_zoomed = has_run && !telar_time_window_is_whole (window);
  gboolean has_task = has_run && get_task (canvas) != TELAR_NO_TASK;
  gboolean has_measure = has_run && telar_chart_canvas_get_options (canvas)->has_measure;

  gtk_widget_action_set_enabled (view, "chart.zoom-in",
                                 has_run && telar_time_window_can_zoom_in (window));
  gtk_widget_action_set_enabled (view, "chart.zoom-out", is_zoomed);
  gtk_widget_action_set_enabled (view, "chart.fit", is_zoomed);
  gtk_widget_action_set_enabled (view, "chart.follow", telar_chart_actions_can_follow (canvas));
  gtk_widget_action_set_enabled (view, "chart.zoom-to-task", has_task);
  gtk_widget_action_set_enabled (view, "chart.zoom-to-measure", has_measure);
  gtk_widget_action_set_enabled (view, "chart.measure", has_task || has_measure);
  gtk_widget_action_set_enabled (view, "chart.copy-input", has_task);
}
