/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-plan-levels.h"

G_BEGIN_DECLS

/* Larger graphs are not drawn: nobody could read them. */
#define TELAR_PLAN_GRAPH_MAX_TASKS        400
#define TELAR_PLAN_GRAPH_MAX_DEPENDENCIES 1600

/* A task, or a place where a line passes between the tasks of a level. */
typedef struct
{
  guint32 task; /* or TELAR_NO_TASK */
  guint level;
  double y; /* of its middle */
} TelarVertex;

/* A piece of a line, from a vertex of one level to one of the next. */
typedef struct
{
  guint from;
  guint to;
  guint32 task;      /* at the beginning of the whole line */
  guint32 dependent; /* at its end */
} TelarLink;

/* The tasks of a plan in columns by their levels, placed so that lines between them cross seldom.
 */
typedef struct
{
  TelarPlan *plan;
  TelarPlanLevels *levels;
  GArray *vertices;  /* TelarVertex; first the tasks by their numbers */
  GArray *links;     /* TelarLink */
  GPtrArray *orders; /* for each level, a GArray of guint: its vertices from top to bottom */
  guint n_dependencies;
} TelarPlanGraph;

guint telar_plan_graph_count_dependencies (const TelarPlan *plan);
gboolean telar_plan_graph_is_too_large (const TelarPlan *plan);
TelarPlanGraph *telar_plan_graph_new (TelarPlan *plan);
void telar_plan_graph_free (TelarPlanGraph *graph);
double telar_plan_graph_place (TelarPlanGraph *graph, double height, double gap);

static inline TelarVertex *
telar_plan_graph_get_vertex (const TelarPlanGraph *graph, guint vertex)
{
  return &g_array_index (graph->vertices, TelarVertex, vertex);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarPlanGraph, telar_plan_graph_free)

G_END_DECLS
