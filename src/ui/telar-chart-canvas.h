/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "chart/telar-chart-layout.h"
#include "chart/telar-time-window.h"

G_BEGIN_DECLS

/* What a TelarChartView scrolls: draws the chart, with its axis and legend standing still. Emits
 * "moved" whenever another part of the run is seen, or more of it has happened. */
#define TELAR_TYPE_CHART_CANVAS (telar_chart_canvas_get_type ())
G_DECLARE_FINAL_TYPE (TelarChartCanvas, telar_chart_canvas, TELAR, CHART_CANVAS, GtkWidget)

GtkWidget *telar_chart_canvas_new (void);
void telar_chart_canvas_set_record (TelarChartCanvas *self, TelarRunRecord *record);
TelarRunRecord *telar_chart_canvas_get_record (TelarChartCanvas *self);
void telar_chart_canvas_set_rows (TelarChartCanvas *self, TelarChartRows rows);
TelarChartRows telar_chart_canvas_get_rows (TelarChartCanvas *self);
void telar_chart_canvas_set_colours (TelarChartCanvas *self, TelarChartColours colours);
void telar_chart_canvas_set_hidden (TelarChartCanvas *self, TelarChartParts hidden);
void telar_chart_canvas_set_selected_task (TelarChartCanvas *self, guint task);
guint telar_chart_canvas_get_selected_task (TelarChartCanvas *self);

const TelarChartIndex *telar_chart_canvas_get_index (TelarChartCanvas *self);
const TelarChartGeometry *telar_chart_canvas_get_geometry (TelarChartCanvas *self);
const TelarChartOptions *telar_chart_canvas_get_options (TelarChartCanvas *self);
const TelarPalette *telar_chart_canvas_get_palette (TelarChartCanvas *self);
void telar_chart_canvas_get_place (TelarChartCanvas *self, double *x, double *y);
const TelarTimeWindow *telar_chart_canvas_get_time_window (TelarChartCanvas *self);

void telar_chart_canvas_zoom (TelarChartCanvas *self, double factor, double x, gboolean is_at_once);
void telar_chart_canvas_pan (TelarChartCanvas *self, double dx, double dy, gboolean is_at_once);
void telar_chart_canvas_show_times (TelarChartCanvas *self,
                                    gint64 start_ns,
                                    gint64 end_ns,
                                    gboolean is_at_once);
void telar_chart_canvas_show_task (TelarChartCanvas *self, guint32 task);
void telar_chart_canvas_fit (TelarChartCanvas *self);
void telar_chart_canvas_follow (TelarChartCanvas *self);
void telar_chart_canvas_set_measure (TelarChartCanvas *self, gint64 start_ns, gint64 end_ns);
void telar_chart_canvas_clear_measure (TelarChartCanvas *self);
void telar_chart_canvas_take_search (TelarChartCanvas *self, TelarChartSearch *search);

G_END_DECLS
