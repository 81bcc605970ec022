/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "chart/telar-plan-graph-layout.h"
#include "model/telar-lane.h"
#include "synthetic-graph.h"

#define HEIGHT 40.0
#define GAP    10.0

static TelarPlan *
make_plan (const char *inputs)
{
  g_autoptr (GError) error = NULL;
  TelarPlan *plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), inputs, &error);

  g_assert_no_error (error);

  return plan;
}

static TelarPlan *
make_exercise (void)
{
  return make_plan ("A1 = 1\nA2 = 2\nA3 = 3\nB = 4 after A1 A2 A3\nC = 5 after B");
}

static const TelarMark *
find_box (const TelarDisplayList *list, guint32 task)
{
  for (guint i = 0; i < list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (list->marks, TelarMark, i);

      if (mark->kind == TELAR_MARK_RECTANGLE && mark->task == task)
        return mark;
    }

  g_assert_not_reached ();
}

static void
lay_out (TelarPlanGraph *graph, guint32 selected, TelarDisplayList *list)
{
  const TelarPlanGraphOptions options = { FALSE, selected };
  g_autoptr (TelarTextCache) texts = telar_text_cache_new_for_export ();

  telar_plan_graph_layout (graph, &options, texts, list);
}

static void
test_exercise_in_three_columns (void)
{
  g_autoptr (TelarPlan) plan = make_exercise ();
  g_autoptr (TelarPlanGraph) graph = telar_plan_graph_new (plan);
  g_autoptr (TelarDisplayList) list = telar_display_list_new ();
  const TelarMark *boxes[5];

  lay_out (graph, TELAR_NO_TASK, list);
  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    boxes[i] = find_box (list, i);

  /* A1, A2 and A3 stand beneath each other, with B right of them and C right of that. */
  g_assert_cmpfloat (boxes[0]->x, ==, boxes[1]->x);
  g_assert_cmpfloat (boxes[1]->x, ==, boxes[2]->x);
  g_assert_cmpfloat (boxes[0]->y + boxes[0]->height, <, boxes[1]->y);
  g_assert_cmpfloat (boxes[1]->y + boxes[1]->height, <, boxes[2]->y);
  g_assert_cmpfloat (boxes[3]->x, >, boxes[2]->x + boxes[2]->width);
  g_assert_cmpfloat (boxes[4]->x, >, boxes[3]->x + boxes[3]->width);
  /* B is in their middle, and C straight after it. */
  g_assert_cmpfloat_with_epsilon (boxes[3]->y, boxes[1]->y, 1.01);
  g_assert_cmpfloat_with_epsilon (boxes[4]->y, boxes[3]->y, 1.01);
}

/* What a graph says of itself, and what is found beneath the pointer. */
static void
test_descriptions (void)
{
  g_autoptr (TelarPlan) plan = make_exercise ();
  g_autoptr (TelarPlanGraph) graph = telar_plan_graph_new (plan);
  g_autoptr (TelarDisplayList) list = telar_display_list_new ();
  g_autofree char *first = telar_plan_graph_describe_task (graph, 0);
  g_autofree char *middle = telar_plan_graph_describe_task (graph, 3);
  g_autofree char *last = telar_plan_graph_describe_task (graph, 4);
  g_autofree char *size = telar_plan_graph_format_size (graph);

  g_assert_cmpstr (first, ==, "A1 = 1\nWaits for no other task\nBefore B");
  g_assert_cmpstr (middle, ==, "B = 4\nWaits for A1, A2, A3\nBefore C");
  g_assert_cmpstr (last, ==, "C = 5\nWaits for B");
  g_assert_cmpstr (size, ==, "5 tasks · 4 dependencies · 3 levels");

  lay_out (graph, TELAR_NO_TASK, list);
  for (guint32 i = 0; i < 5; i++)
    {
      const TelarMark *box = find_box (list, i);

      g_assert_cmpuint (
          telar_plan_graph_find_task_at (list, box->x + box->width / 2, box->y + box->height / 2),
          ==, i);
    }
  g_assert_cmpuint (telar_plan_graph_find_task_at (list, 1, 1), ==, TELAR_NO_TASK);
}

static guint
count_lines (const TelarDisplayList *list, TelarRole role)
{
  guint n = 0;

  for (guint i = 0; i < list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (list->marks, TelarMark, i);

      n += mark->kind == TELAR_MARK_LINE && mark->role == role ? 1 : 0;
    }

  return n;
}

static void
test_arrows_of_the_selected_task (void)
{
  g_autoptr (TelarPlan) plan = make_exercise ();
  g_autoptr (TelarPlanGraph) graph = telar_plan_graph_new (plan);
  g_autoptr (TelarDisplayList) list = telar_display_list_new ();
  guint n_lines;

  lay_out (graph, TELAR_NO_TASK, list);
  n_lines = count_lines (list, TELAR_ROLE_DEPENDENCY);
  g_assert_cmpuint (n_lines, >=, 4);
  g_assert_cmpuint (count_lines (list, TELAR_ROLE_SELECTION), ==, 0);

  /* All four arrows begin or end at B; one only at C. */
  lay_out (graph, 3, list);
  g_assert_cmpuint (count_lines (list, TELAR_ROLE_SELECTION), ==, n_lines);
  lay_out (graph, 4, list);
  g_assert_cmpuint (count_lines (list, TELAR_ROLE_SELECTION), >, 0);
  g_assert_cmpuint (count_lines (list, TELAR_ROLE_DEPENDENCY), >, 0);
  g_assert_cmpuint (count_lines (list, TELAR_ROLE_SELECTION)
                        + count_lines (list, TELAR_ROLE_DEPENDENCY),
                    ==, n_lines);
}

static void
check_links (const TelarPlanGraph *graph)
{
  guint n_whole = 0;

  for (guint i = 0; i < graph->links->len; i++)
    {
      const TelarLink *link = &g_array_index (graph->links, TelarLink, i);

      g_assert_cmpuint (telar_plan_graph_get_vertex (graph, link->from)->level + 1, ==,
                        telar_plan_graph_get_vertex (graph, link->to)->level);
      n_whole += link->to == link->dependent ? 1 : 0;
    }
  g_assert_cmpuint (n_whole, ==, telar_plan_graph_count_dependencies (graph->plan));
}

static void
check_places (const TelarPlanGraph *graph, double height)
{
  guint n_placed = 0;

  for (guint level = 0; level < graph->orders->len; level++)
    {
      const GArray *order = graph->orders->pdata[level];

      for (guint i = 0; i < order->len; i++)
        {
          const TelarVertex *vertex
              = telar_plan_graph_get_vertex (graph, g_array_index (order, guint, i));
          double half = vertex->task != TELAR_NO_TASK ? HEIGHT / 2 : 0;

          n_placed++;
          g_assert_cmpuint (vertex->level, ==, level);
          g_assert_cmpfloat (vertex->y - half, >=, -0.001);
          g_assert_cmpfloat (vertex->y + half, <=, height + 0.001);
          if (i > 0)
            {
              const TelarVertex *above
                  = telar_plan_graph_get_vertex (graph, g_array_index (order, guint, i - 1));
              double above_half = above->task != TELAR_NO_TASK ? HEIGHT / 2 : 0;

              g_assert_cmpfloat (vertex->y - half, >=, above->y + above_half + GAP - 0.001);
            }
        }
    }
  g_assert_cmpuint (n_placed, ==, graph->vertices->len);
}

/* Nothing overlaps, every dependency has its line, and each line goes from level to level. */
static void
test_any_graph (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 80; round++)
    {
      guint n_tasks = (guint) g_rand_int_range (random, 1, round % 10 == 0 ? 300 : 40);
      g_autofree char *inputs = synthetic_graph_inputs (
          random, n_tasks, (guint) g_rand_int_range (random, 1, 4), n_tasks);
      g_autoptr (TelarPlan) plan = make_plan (inputs);
      g_autoptr (TelarPlanGraph) graph = NULL;

      g_assert_false (telar_plan_graph_is_too_large (plan));
      graph = telar_plan_graph_new (plan);
      check_links (graph);
      check_places (graph, telar_plan_graph_place (graph, HEIGHT, GAP));
    }
}

/* A line of three columns needs no crossing if the order is well chosen. */
static void
test_few_crossings (void)
{
  g_autoptr (TelarPlan) plan = make_plan ("A = 1\nB = 1\nC = 1\nX = 1 after C\nY = 1 after B\n"
                                          "Z = 1 after A");
  g_autoptr (TelarPlanGraph) graph = telar_plan_graph_new (plan);

  telar_plan_graph_place (graph, HEIGHT, GAP);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (telar_plan_graph_get_vertex (graph, i)->y,
                                    telar_plan_graph_get_vertex (graph, 5 - i)->y, 0.5);
}

static void
test_too_large (void)
{
  g_autoptr (GString) chain = g_string_new ("T0 = 1\n");
  g_autoptr (TelarPlan) many = make_plan ("1..401");
  g_autoptr (TelarPlan) enough = make_plan ("1..400");
  g_autoptr (TelarPlan) long_lines = NULL;

  /* A chain of 300, of which each of the last 200 waits for the first one too. */
  for (guint i = 1; i < 300; i++)
    g_string_append_printf (chain, "T%u = 1 after T%u%s\n", i, i - 1, i >= 100 ? " T0" : "");
  long_lines = make_plan (chain->str);

  g_assert_true (telar_plan_graph_is_too_large (many));
  g_assert_false (telar_plan_graph_is_too_large (enough));
  g_assert_true (telar_plan_graph_is_too_large (long_lines));
}

static void
test_files (void)
{
  static const char *const beginnings[] = { "\x89PNG", "<?xml", "%PDF" };
  g_autoptr (TelarPlan) plan = make_exercise ();

  for (guint i = 0; i < TELAR_N_CHART_FORMATS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes
          = telar_plan_graph_export_to_bytes (plan, (TelarChartFormat) i, i == 0, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), >, 1000);
      g_assert_true (memcmp (g_bytes_get_data (bytes, NULL), beginnings[i], strlen (beginnings[i]))
                     == 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plan-graph/exercise-in-three-columns", test_exercise_in_three_columns);
  g_test_add_func ("/plan-graph/descriptions", test_descriptions);
  g_test_add_func ("/plan-graph/arrows-of-the-selected-task", test_arrows_of_the_selected_task);
  g_test_add_func ("/plan-graph/any-graph", test_any_graph);
  g_test_add_func ("/plan-graph/few-crossings", test_few_crossings);
  g_test_add_func ("/plan-graph/too-large", test_too_large);
  g_test_add_func ("/plan-graph/files", test_files);

  return g_test_run ();
}
