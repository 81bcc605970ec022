/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-graph.h"

/**
 * telar_chart_graph_new:
 * @plan: a plan
 *
 * Takes time and memory in proportion to the tasks and dependencies.
 *
 * Returns: (transfer full): who waits for whom
 */
TelarChartGraph *
telar_chart_graph_new (const TelarPlan *plan)
{
  TelarChartGraph *graph = g_new0 (TelarChartGraph, 1);
  guint n_tasks = telar_plan_get_n_tasks (plan);
  g_autofree gsize *next = g_new0 (gsize, (gsize) n_tasks + 1);

  graph->first = g_new0 (gsize, (gsize) n_tasks + 1);
  for (guint i = 0; i < n_tasks; i++)
    {
      const TelarInput *task = telar_plan_get_task (plan, i);

      for (guint k = 0; k < task->n_after; k++)
        graph->first[task->after[k] + 1]++;
    }
  for (guint i = 0; i < n_tasks; i++)
    next[i + 1] = graph->first[i + 1] += graph->first[i];

  graph->dependents = g_new (guint32, graph->first[n_tasks]);
  for (guint i = 0; i < n_tasks; i++)
    {
      const TelarInput *task = telar_plan_get_task (plan, i);

      for (guint k = 0; k < task->n_after; k++)
        graph->dependents[next[task->after[k]]++] = i;
    }

  return graph;
}

/**
 * telar_chart_graph_free:
 * @graph: (transfer full): a graph
 */
void
telar_chart_graph_free (TelarChartGraph *graph)
{
  g_free (graph->first);
  g_free (graph->dependents);
  g_free (graph->path_after);
  telar_critical_path_free (graph->path);
  g_free (graph);
}

/**
 * telar_chart_graph_end:
 * @graph: the graph of a run
 * @record: the run, which has ended
 *
 * Finds the critical path, the first time.
 */
void
telar_chart_graph_end (TelarChartGraph *graph, TelarRunRecord *record)
{
  guint n_tasks = telar_trace_get_n_tasks (record->trace);

  if (graph->path != NULL)
    return;

  graph->path = telar_critical_path_new (record);
  graph->path_after = g_new (guint32, n_tasks);
  memset (graph->path_after, 0xff, sizeof *graph->path_after * n_tasks);
  for (guint i = 1; i < graph->path->n_tasks; i++)
    graph->path_after[graph->path->tasks[i - 1]] = graph->path->tasks[i];
}

/**
 * telar_chart_graph_get_step:
 * @graph: the graph of a run
 * @task: a task
 *
 * Takes time in proportion to the length of the critical path.
 *
 * Returns: which task of the critical path it is, counted from 1; 0 if it is not on it, or if
 *   the run has not ended
 */
guint
telar_chart_graph_get_step (const TelarChartGraph *graph, guint32 task)
{
  const TelarCriticalPath *path = graph->path;

  if (path == NULL || path->n_tasks == 0
      || (graph->path_after[task] == TELAR_NO_TASK && path->tasks[path->n_tasks - 1] != task))
    return 0;

  for (guint i = 0; i < path->n_tasks; i++)
    if (path->tasks[i] == task)
      return i + 1;

  return 0;
}
