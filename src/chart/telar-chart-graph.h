/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-critical-path.h"

G_BEGIN_DECLS

/* The dependencies of a run as the chart needs them. */
typedef struct
{
  gsize *first;            /* of each task, and one more: where those begin in @dependents that */
  guint32 *dependents;     /* wait for it, in the order of the plan */
  TelarCriticalPath *path; /* NULL until the run has ended */
  guint32 *path_after;     /* of each task, the next on the path, or TELAR_NO_TASK; as long */
} TelarChartGraph;

TelarChartGraph *telar_chart_graph_new (const TelarPlan *plan);
void telar_chart_graph_free (TelarChartGraph *graph);
guint telar_chart_graph_get_step (const TelarChartGraph *graph, guint32 task);
void telar_chart_graph_end (TelarChartGraph *graph, TelarRunRecord *record);

G_END_DECLS
