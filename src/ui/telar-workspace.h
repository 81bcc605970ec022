/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "chart/telar-chart-export.h"
#include "chart/telar-time-window.h"
#include "telar-comparison-view.h"
#include "telar-history-view.h"
#include "telar-plan-view.h"
#include "telar-results-view.h"

G_BEGIN_DECLS

/* What is under the header bar of a window: the plan and the history of runs beside what is shown,
 * which is nothing at first, then one run with its chart, figures and results, or several that are
 * compared. Emits "shown" when it shows something else than before. */
#define TELAR_TYPE_WORKSPACE (telar_workspace_get_type ())
G_DECLARE_FINAL_TYPE (TelarWorkspace, telar_workspace, TELAR, WORKSPACE, AdwBin)

/* So many runs can be told apart in one picture, and loaded in a moment. */
#define TELAR_WORKSPACE_MAX_COMPARED 100

TelarPlanView *telar_workspace_get_plan_view (TelarWorkspace *self);
TelarHistoryView *telar_workspace_get_history_view (TelarWorkspace *self);
TelarComparisonView *telar_workspace_get_comparison_view (TelarWorkspace *self);
TelarResultsView *telar_workspace_get_results_view (TelarWorkspace *self);

/* Whether one of plan, chart and results is seen at a time; property "folded", notified. */
gboolean telar_workspace_get_folded (TelarWorkspace *self);
double telar_workspace_get_split (TelarWorkspace *self);
void telar_workspace_set_split (TelarWorkspace *self, double split);
void telar_workspace_set_look (TelarWorkspace *self,
                               TelarChartRows rows,
                               TelarChartColours colours,
                               TelarChartParts hidden);

void telar_workspace_go_to_plan (TelarWorkspace *self);
void telar_workspace_go_to_history (TelarWorkspace *self);
void telar_workspace_find (TelarWorkspace *self);

void telar_workspace_show_record (TelarWorkspace *self, TelarRunRecord *record);
void telar_workspace_show_comparison (TelarWorkspace *self, GPtrArray *records, GPtrArray *names);
void telar_workspace_follow (TelarWorkspace *self);
void telar_workspace_end (TelarWorkspace *self, const char *message);

gboolean telar_workspace_is_comparing (TelarWorkspace *self);
TelarRunRecord *telar_workspace_get_record (TelarWorkspace *self);
char *telar_workspace_dup_title (TelarWorkspace *self);
const TelarTimeWindow *telar_workspace_get_time_window (TelarWorkspace *self);
TelarChartExportOptions telar_workspace_get_export_options (TelarWorkspace *self);

G_END_DECLS
