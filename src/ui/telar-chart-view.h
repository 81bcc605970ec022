/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "telar-chart-canvas.h"

G_BEGIN_DECLS

/* The live Gantt chart of a run, with its axis and legend, and beneath it an overview of the whole
 * run. While the run goes on it looks at the trace once a frame; afterwards it is still. */
#define TELAR_TYPE_CHART_VIEW (telar_chart_view_get_type ())
G_DECLARE_FINAL_TYPE (TelarChartView, telar_chart_view, TELAR, CHART_VIEW, GtkWidget)

GtkWidget *telar_chart_view_new (void);
TelarChartCanvas *telar_chart_view_get_canvas (TelarChartView *self);
void telar_chart_view_set_record (TelarChartView *self, TelarRunRecord *record);
TelarRunRecord *telar_chart_view_get_record (TelarChartView *self);
void telar_chart_view_set_rows (TelarChartView *self, TelarChartRows rows);
TelarChartRows telar_chart_view_get_rows (TelarChartView *self);
void telar_chart_view_set_colours (TelarChartView *self, TelarChartColours colours);
TelarChartColours telar_chart_view_get_colours (TelarChartView *self);

/* The task under the selection, or TELAR_NO_TASK; property "selected-task", notified. */
void telar_chart_view_set_selected_task (TelarChartView *self, guint task);
guint telar_chart_view_get_selected_task (TelarChartView *self);

G_END_DECLS
