/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-keys.h"

#include "chart/telar-chart-walk.h"
#include "telar-chart-canvas.h"

static gboolean
walk_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);

  if (telar_chart_canvas_get_index (self) == NULL)
    return FALSE;

  telar_chart_canvas_set_selected_task (
      self,
      telar_chart_walk (telar_chart_canvas_get_index (self), telar_chart_canvas_get_rows (self),
                        telar_chart_canvas_get_selected_task (self),
                        (TelarWalk) g_variant_get_int32 (arguments)));

  return TRUE;
}

/* Goes on to another bar, and measures from the beginning of the first to the end of the last. */
static gboolean
walk_and_measure_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  TelarChartCanvas *self = TELAR_CHART_CANVAS (widget);
  gint64 start_ns, end_ns, next_start_ns, next_end_ns;

  if (telar_chart_canvas_get_index (self) == NULL
      || !telar_chart_index_get_times (telar_chart_canvas_get_index (self),
                                       telar_chart_canvas_get_selected_task (self), &start_ns,
                                       &end_ns))
    return walk_cb (widget, arguments, user_data);

  if (telar_chart_canvas_get_options (self)->has_measure)
    {
      start_ns = MIN (start_ns, telar_chart_canvas_get_options (self)->measure_start_ns);
      end_ns = MAX (end_ns, telar_chart_canvas_get_options (self)->measure_end_ns);
    }
  walk_cb (widget, arguments, user_data);
  if (telar_chart_index_get_times (telar_chart_canvas_get_index (self),
                                   telar_chart_canvas_get_selected_task (self), &next_start_ns,
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
  guint32 task = telar_chart_canvas_get_selected_task (self), next;

  if (telar_chart_canvas_get_index (self) == NULL || task == TELAR_NO_TASK)
    return FALSE;

  next = telar_chart_walk (telar_chart_canvas_get_index (self), telar_chart_canvas_get_rows (self),
                           task, (TelarWalk) g_variant_get_int32 (arguments));
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

  if (telar_chart_canvas_get_options (self)->has_measure)
    {
      telar_chart_canvas_clear_measure (self);
      return TRUE;
    }
  if (telar_chart_canvas_get_selected_task (self) == TELAR_NO_TASK)
    return FALSE;

  telar_chart_canvas_set_selected_task (self, TELAR_NO_TASK);

  return TRUE;
}

/**
 * telar_chart_keys_install:
 * @widget_class: the class of #TelarChartCanvas
 *
 * Gives the chart the keys that lead from bar to bar: arrows, with Shift to measure as far as they
 * lead, Tab, and Escape.
 */
void
telar_chart_keys_install (GtkWidgetClass *widget_class)
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
