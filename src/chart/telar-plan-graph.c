/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-plan-graph.h"

#include "model/telar-lane.h"

/* Lines that pass many levels have a vertex in each: more of these than can be told apart. */
#define MAX_VERTICES 8000

#define N_SWEEPS 8
#define N_ROUNDS 12

/* A vertex while a level is sorted. */
typedef struct
{
  guint vertex;
  double wanted;
} Place;

/**
 * telar_plan_graph_count_dependencies:
 * @plan: a plan
 *
 * Returns: how many dependencies there are between its tasks
 */
guint
telar_plan_graph_count_dependencies (const TelarPlan *plan)
{
  guint n_tasks = telar_plan_get_n_tasks (plan), n = 0;

  for (guint i = 0; i < n_tasks; i++)
    n += telar_plan_get_task (plan, i)->n_after;

  return n;
}

static guint
count_vertices (const TelarPlan *plan, const TelarPlanLevels *levels)
{
  guint n = telar_plan_get_n_tasks (plan);

  for (guint i = 0; i < telar_plan_get_n_tasks (plan); i++)
    {
      const TelarInput *task = telar_plan_get_task (plan, i);

      for (guint k = 0; k < task->n_after; k++)
        n += levels->of_task[i] - levels->of_task[task->after[k]] - 1;
    }

  return n;
}

/**
 * telar_plan_graph_is_too_large:
 * @plan: a plan
 *
 * Returns: whether its graph would have too many tasks or lines to be read
 */
gboolean
telar_plan_graph_is_too_large (const TelarPlan *plan)
{
  g_autoptr (TelarPlanLevels) levels = NULL;

  if (telar_plan_get_n_tasks (plan) > TELAR_PLAN_GRAPH_MAX_TASKS
      || telar_plan_graph_count_dependencies (plan) > TELAR_PLAN_GRAPH_MAX_DEPENDENCIES)
    return TRUE;

  levels = telar_plan_levels_new (plan);

  return count_vertices (plan, levels) > MAX_VERTICES;
}

static guint
add_vertex (TelarPlanGraph *graph, guint32 task, guint level)
{
  TelarVertex vertex = { task, level, 0 };
  guint index = graph->vertices->len;

  g_array_append_val (graph->vertices, vertex);
  g_array_append_val ((GArray *) graph->orders->pdata[level], index);

  return index;
}

static void
add_line (TelarPlanGraph *graph, guint from, guint to)
{
  guint vertex = from;

  for (guint level = graph->levels->of_task[from] + 1; level <= graph->levels->of_task[to]; level++)
    {
      guint next
          = level == graph->levels->of_task[to] ? to : add_vertex (graph, TELAR_NO_TASK, level);
      TelarLink link = { vertex, next, from, to };

      g_array_append_val (graph->links, link);
      vertex = next;
    }
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *first = a, *second = b;

  return (first->wanted > second->wanted) - (first->wanted < second->wanted);
}

/* Sorts a level by the mean place of what its vertices are linked with in the level before, or
 * after; those that are linked with nothing stay where they are. */
static void
sort_level (TelarPlanGraph *graph, guint level, gboolean is_forward, double *places)
{
  GArray *order = graph->orders->pdata[level];
  g_autofree double *sums = g_new0 (double, graph->vertices->len);
  g_autofree guint *counts = g_new0 (guint, graph->vertices->len);
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (Place));

  for (guint i = 0; i < graph->links->len; i++)
    {
      const TelarLink *link = &g_array_index (graph->links, TelarLink, i);
      guint vertex = is_forward ? link->to : link->from;
      guint other = is_forward ? link->from : link->to;

      if (telar_plan_graph_get_vertex (graph, vertex)->level != level)
        continue;
      sums[vertex] += places[other];
      counts[vertex]++;
    }

  for (guint i = 0; i < order->len; i++)
    {
      guint vertex = g_array_index (order, guint, i);
      Place place = { vertex, counts[vertex] > 0 ? sums[vertex] / counts[vertex] : places[vertex] };

      g_array_append_val (sorted, place);
    }
  g_array_sort (sorted, compare_places);
  for (guint i = 0; i < order->len; i++)
    {
      guint vertex = g_array_index (sorted, Place, i).vertex;

      g_array_index (order, guint, i) = vertex;
      places[vertex] = (i + 0.5) / order->len;
    }
}

/* The order within each level, by which lines cross seldom (K. Sugiyama, S. Tagawa and M. Toda,
 * “Methods for visual understanding of hierarchical system structures”, IEEE Transactions on
 * Systems, Man, and Cybernetics 11, 1981: the barycentre method). */
static void
sort_levels (TelarPlanGraph *graph)
{
  g_autofree double *places = g_new0 (double, graph->vertices->len);
  guint n_levels = graph->levels->n_levels;

  for (guint level = 0; level < n_levels; level++)
    {
      GArray *order = graph->orders->pdata[level];

      for (guint i = 0; i < order->len; i++)
        places[g_array_index (order, guint, i)] = (i + 0.5) / order->len;
    }

  for (guint sweep = 0; sweep < N_SWEEPS; sweep++)
    for (guint i = 1; i < n_levels; i++)
      sort_level (graph, sweep % 2 == 0 ? i : n_levels - 1 - i, sweep % 2 == 0, places);
}

/**
 * telar_plan_graph_new:
 * @plan: a plan that is not too large, see telar_plan_graph_is_too_large()
 *
 * Returns: (transfer full): its graph, to be placed yet
 */
TelarPlanGraph *
telar_plan_graph_new (TelarPlan *plan)
{
  TelarPlanGraph *graph = g_new0 (TelarPlanGraph, 1);
  guint n_tasks = telar_plan_get_n_tasks (plan);

  graph->plan = telar_plan_ref (plan);
  graph->levels = telar_plan_levels_new (plan);
  graph->vertices = g_array_new (FALSE, FALSE, sizeof (TelarVertex));
  graph->links = g_array_new (FALSE, FALSE, sizeof (TelarLink));
  graph->orders = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  for (guint i = 0; i < graph->levels->n_levels; i++)
    g_ptr_array_add (graph->orders, g_array_new (FALSE, FALSE, sizeof (guint)));

  for (guint i = 0; i < n_tasks; i++)
    add_vertex (graph, i, graph->levels->of_task[i]);
  for (guint i = 0; i < n_tasks; i++)
    {
      const TelarInput *task = telar_plan_get_task (plan, i);

      graph->n_dependencies += task->n_after;
      for (guint k = 0; k < task->n_after; k++)
        add_line (graph, task->after[k], i);
    }
  sort_levels (graph);

  return graph;
}

/**
 * telar_plan_graph_free:
 * @graph: (transfer full) (nullable): a graph
 */
void
telar_plan_graph_free (TelarPlanGraph *graph)
{
  if (graph == NULL)
    return;

  telar_plan_unref (graph->plan);
  telar_plan_levels_free (graph->levels);
  g_array_unref (graph->vertices);
  g_array_unref (graph->links);
  g_ptr_array_unref (graph->orders);
  g_free (graph);
}

/* How far apart the middles of two neighbours have to be at least. */
static double
get_distance (const TelarPlanGraph *graph, guint upper, guint lower, double height, double gap)
{
  guint n_tasks = 0;

  n_tasks += telar_plan_graph_get_vertex (graph, upper)->task != TELAR_NO_TASK ? 1 : 0;
  n_tasks += telar_plan_graph_get_vertex (graph, lower)->task != TELAR_NO_TASK ? 1 : 0;

  return n_tasks * height / 2 + gap;
}

/* Moves the vertices of a level as near as can be to where they want to be: once from the top and
 * once from the bottom, of which the mean is taken. Both keep the distances, and so does it. */
static void
place_level (TelarPlanGraph *graph, guint level, const double *wanted, double height, double gap)
{
  const GArray *order = graph->orders->pdata[level];
  g_autofree double *from_top = g_new (double, order->len);
  double y = 0;

  for (guint i = 0; i < order->len; i++)
    {
      guint vertex = g_array_index (order, guint, i);

      y = i == 0
              ? wanted[vertex]
              : MAX (wanted[vertex], y
                                         + get_distance (graph, g_array_index (order, guint, i - 1),
                                                         vertex, height, gap));
      from_top[i] = y;
    }
  for (guint i = order->len; i-- > 0;)
    {
      guint vertex = g_array_index (order, guint, i);

      y = i == order->len - 1
              ? wanted[vertex]
              : MIN (wanted[vertex],
                     y
                         - get_distance (graph, vertex, g_array_index (order, guint, i + 1), height,
                                         gap));
      telar_plan_graph_get_vertex (graph, vertex)->y = (from_top[i] + y) / 2;
    }
}

/* Where each vertex would be best: in the middle of what it is linked with. */
static void
find_wanted (const TelarPlanGraph *graph, double *wanted)
{
  g_autofree guint *counts = g_new0 (guint, graph->vertices->len);

  for (guint i = 0; i < graph->vertices->len; i++)
    wanted[i] = 0;
  for (guint i = 0; i < graph->links->len; i++)
    {
      const TelarLink *link = &g_array_index (graph->links, TelarLink, i);

      wanted[link->from] += telar_plan_graph_get_vertex (graph, link->to)->y;
      wanted[link->to] += telar_plan_graph_get_vertex (graph, link->from)->y;
      counts[link->from]++;
      counts[link->to]++;
    }
  for (guint i = 0; i < graph->vertices->len; i++)
    wanted[i] = counts[i] > 0 ? wanted[i] / counts[i] : telar_plan_graph_get_vertex (graph, i)->y;
}

/**
 * telar_plan_graph_place:
 * @graph: a graph
 * @height: of a task, in points
 * @gap: between the tasks and lines of a level
 *
 * Finds how far down each vertex is, so that lines are as straight as that is quickly found.
 *
 * Returns: the height of the whole graph
 */
double
telar_plan_graph_place (TelarPlanGraph *graph, double height, double gap)
{
  g_autofree double *wanted = g_new0 (double, graph->vertices->len);
  double top = G_MAXDOUBLE, bottom = -G_MAXDOUBLE;

  for (guint round = 0; round <= N_ROUNDS; round++)
    {
      if (round > 0)
        find_wanted (graph, wanted);
      for (guint level = 0; level < graph->levels->n_levels; level++)
        place_level (graph, level, wanted, height, gap);
    }

  for (guint i = 0; i < graph->vertices->len; i++)
    {
      top = MIN (top, telar_plan_graph_get_vertex (graph, i)->y - height / 2);
      bottom = MAX (bottom, telar_plan_graph_get_vertex (graph, i)->y + height / 2);
    }
  for (guint i = 0; i < graph->vertices->len; i++)
    telar_plan_graph_get_vertex (graph, i)->y -= top;

  return bottom - top;
}
