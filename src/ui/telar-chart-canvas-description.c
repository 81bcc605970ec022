/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-canvas-private.h"

#include <glib/gi18n-lib.h>

#include "chart/telar-task-label.h"
#include "model/telar-format.h"

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
