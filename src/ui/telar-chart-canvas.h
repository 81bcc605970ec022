/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "chart/telar-chart-export.h"
#include "model/telar-run-record.h"

G_BEGIN_DECLS

/* What a TelarChartView scrolls: draws the chart, with its axis and legend standing still. */
#define TELAR_TYPE_CHART_CANVAS (telar_chart_canvas_get_type ())
G_DECLARE_FINAL_TYPE (TelarChartCanvas, telar_chart_canvas, TELAR, CHART_CANVAS, GtkWidget)

GtkWidget *telar_chart_canvas_new (void);
void telar_chart_canvas_set_record (TelarChartCanvas *self, TelarRunRecord *record);
TelarRunRecord *telar_chart_canvas_get_record (TelarChartCanvas *self);
void telar_chart_canvas_set_rows (TelarChartCanvas *self, TelarChartRows rows);
TelarChartRows telar_chart_canvas_get_rows (TelarChartCanvas *self);
void telar_chart_canvas_set_selected_task (TelarChartCanvas *self, guint task);
guint telar_chart_canvas_get_selected_task (TelarChartCanvas *self);

G_END_DECLS
