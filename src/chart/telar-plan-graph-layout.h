/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-export.h"
#include "telar-display-list.h"
#include "telar-plan-graph.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean is_picture;   /* stands alone: with a background, as in files */
  guint32 selected_task; /* whose lines are emphasised, or TELAR_NO_TASK */
} TelarPlanGraphOptions;

void telar_plan_graph_layout (TelarPlanGraph *graph,
                              const TelarPlanGraphOptions *options,
                              TelarTextCache *texts,
                              TelarDisplayList *list);
guint32 telar_plan_graph_find_task_at (const TelarDisplayList *list, double x, double y);
char *telar_plan_graph_describe_task (const TelarPlanGraph *graph, guint32 task);
char *telar_plan_graph_format_size (const TelarPlanGraph *graph);
GBytes *telar_plan_graph_export_to_bytes (TelarPlan *plan,
                                          TelarChartFormat format,
                                          gboolean is_dark,
                                          GError **error);

G_END_DECLS
