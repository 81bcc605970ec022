/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-canvas-private.h"

#include <adwaita.h>

static void
style_changed_cb (TelarChartCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  telar_palette_init (&self->palette, adw_style_manager_get_dark (manager),
                      adw_style_manager_get_high_contrast (manager));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * telar_chart_canvas_follow_style:
 * @self: a new chart
 *
 * Draws it in the colours that the desktop wants, from now on.
 */
void
telar_chart_canvas_follow_style (TelarChartCanvas *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
  style_changed_cb (self);
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
  telar_chart_canvas_update_description (self);
  telar_chart_canvas_refresh (self);
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
  telar_chart_canvas_update_description (self);
  telar_chart_canvas_refresh (self);
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
