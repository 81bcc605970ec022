/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-chart-layout.h"
#include "chart/telar-task-card.h"
#include "chart/telar-task-label.h"
#include "synthetic-graph.h"
#include "synthetic-run.h"

#define MS        G_GINT64_CONSTANT (1000000)
#define TOLERANCE 3.0

/* The graph of the lecture's exercise; A2 takes longest. */
#define EXERCISE "A1 = 1\nA2 = 2\nA3 = 3\nB = 4 after A1 A2 A3\nC = 5 after B"

static const gint64 durations_of_exercise[] = { 50 * MS, 300 * MS, 100 * MS, 100 * MS, 50 * MS };

typedef struct
{
  TelarRunRecord *record;
  TelarChartIndex *index;
  TelarTextCache *texts;
  TelarDisplayList *list;
  TelarChartOptions options;
  TelarChartViewport viewport;
  TelarChartGeometry geometry;
} Picture;

/* Takes @record. */
static void
picture_init (Picture *picture, TelarRunRecord *record, TelarChartRows rows)
{
  *picture = (Picture){
    .record = record,
    .index = telar_chart_index_new (record),
    .texts = telar_text_cache_new_for_export (),
    .list = telar_display_list_new (),
    .options = { .rows = rows, .selected_task = TELAR_NO_TASK, .hovered_task = TELAR_NO_TASK },
    .viewport = { .width = 1000 },
  };
  telar_chart_index_update (picture->index);
  picture->viewport.end_ns = picture->index->end_ns;
}

static void
picture_lay_out (Picture *picture)
{
  telar_chart_geometry_init (&picture->geometry, picture->index, &picture->viewport,
                             &picture->options, picture->texts);
  telar_chart_layout (picture->index, &picture->geometry, &picture->options, picture->texts,
                      picture->list);
}

static void
picture_clear (Picture *picture)
{
  telar_display_list_free (picture->list);
  telar_text_cache_free (picture->texts);
  telar_chart_index_free (picture->index);
  telar_run_record_unref (picture->record);
}

static void
picture_init_exercise (Picture *picture, TelarChartRows rows)
{
  picture_init (picture, synthetic_graph_new (EXERCISE, durations_of_exercise, 3), rows);
  picture_lay_out (picture);
}

/* A mark of lines, if it lies in the plot and not in the legend. */
static gboolean
is_line (const Picture *picture, const TelarMark *mark, TelarRole role)
{
  return mark->role == role && (mark->kind == TELAR_MARK_RECTANGLE || mark->kind == TELAR_MARK_LINE)
         && mark->y < picture->geometry.plot_end_y;
}

static guint
count_lines (const Picture *picture, TelarRole role)
{
  guint n = 0;

  for (guint i = 0; i < picture->list->marks->len; i++)
    if (is_line (picture, &g_array_index (picture->list->marks, TelarMark, i), role))
      n++;

  return n;
}

typedef struct
{
  double x, y, end, bottom;
} Box;

/* Where the bar of a task is: all of its marks together. */
static Box
get_bar (const Picture *picture, guint task)
{
  Box bar = { G_MAXDOUBLE, G_MAXDOUBLE, -G_MAXDOUBLE, -G_MAXDOUBLE };

  for (guint i = 0; i < picture->list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (picture->list->marks, TelarMark, i);

      if (mark->kind != TELAR_MARK_RECTANGLE || mark->task != task
          || mark->phase != TELAR_PHASE_COMPUTE)
        continue;
      bar.x = MIN (bar.x, mark->x);
      bar.y = MIN (bar.y, mark->y);
      bar.end = MAX (bar.end, mark->x + mark->width);
      bar.bottom = MAX (bar.bottom, mark->y + mark->height);
    }
  g_assert_cmpfloat (bar.x, <, bar.end);

  return bar;
}

static Box
get_box (const TelarMark *mark)
{
  double half = mark->kind == TELAR_MARK_LINE ? mark->line_width / 2 : 0;

  return (Box){ mark->x - half, mark->y - half, mark->x + mark->width + half,
                mark->y + mark->height + half };
}

static gboolean
touches (const Box *a, const Box *b)
{
  return a->x <= b->end + 0.5 && b->x <= a->end + 0.5 && a->y <= b->bottom + 0.5
         && b->y <= a->bottom + 0.5;
}

/* Whether someone who follows lines of @role from one place comes to the other. */
static gboolean
leads (const Picture *picture, TelarRole role, Box from, Box to)
{
  const GArray *marks = picture->list->marks;
  g_autofree guint8 *is_reached = g_new0 (guint8, marks->len);
  g_autoptr (GArray) reached = g_array_new (FALSE, FALSE, sizeof (Box));

  g_array_append_val (reached, from);
  for (guint i = 0; i < reached->len; i++)
    {
      const Box at = g_array_index (reached, Box, i);

      if (touches (&at, &to))
        return TRUE;
      for (guint k = 0; k < marks->len; k++)
        {
          const TelarMark *mark = &g_array_index (marks, TelarMark, k);
          Box box = get_box (mark);

          if (is_reached[k] || !is_line (picture, mark, role) || !touches (&at, &box))
            continue;
          is_reached[k] = TRUE;
          g_array_append_val (reached, box);
        }
    }

  return FALSE;
}

/* The place where a bar ends, or begins. */
static Box
get_end (const Picture *picture, guint task)
{
  Box bar = get_bar (picture, task);

  return (Box){ bar.end - TOLERANCE, bar.y, bar.end + TOLERANCE, bar.bottom + TOLERANCE };
}

static Box
get_beginning (const Picture *picture, guint task)
{
  Box bar = get_bar (picture, task);

  return (Box){ bar.x - TOLERANCE, bar.y, bar.x + TOLERANCE, bar.bottom + TOLERANCE };
}

static void
test_lines_from_end_to_beginning (void)
{
  for (TelarChartRows rows = TELAR_CHART_BY_WORKER; rows <= TELAR_CHART_BY_TASK; rows++)
    {
      static const guint edges[][2] = { { 0, 3 }, { 1, 3 }, { 2, 3 }, { 3, 4 } };
      Picture picture;

      picture_init (&picture, synthetic_graph_new (EXERCISE, durations_of_exercise, 3), rows);
      picture.options.hidden = TELAR_CHART_CRITICAL_PATH;
      picture_lay_out (&picture);
      for (guint i = 0; i < G_N_ELEMENTS (edges); i++)
        g_assert_true (leads (&picture, TELAR_ROLE_DEPENDENCY, get_end (&picture, edges[i][0]),
                              get_beginning (&picture, edges[i][1])));
      /* None is there that should not be: from the first bar, no line leads past the second end. */
      g_assert_false (
          leads (&picture, TELAR_ROLE_DEPENDENCY, get_end (&picture, 0), get_end (&picture, 4)));
      picture_clear (&picture);
    }
}

static void
test_lines_hide_no_bar (void)
{
  for (TelarChartRows rows = TELAR_CHART_BY_WORKER; rows <= TELAR_CHART_BY_TASK; rows++)
    {
      gboolean has_bars = FALSE;
      Picture picture;

      picture_init_exercise (&picture, rows);
      g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_DEPENDENCY), >, 0);
      for (guint i = 0; i < picture.list->marks->len; i++)
        {
          const TelarMark *mark = &g_array_index (picture.list->marks, TelarMark, i);

          has_bars |= mark->phase == TELAR_PHASE_COMPUTE;
          if (is_line (&picture, mark, TELAR_ROLE_DEPENDENCY))
            g_assert_false (has_bars);
        }

      /* The critical path runs beneath the bars of its tasks, and covers none of their text. */
      for (guint i = 0; i < picture.index->graph->path->n_tasks; i++)
        {
          Box bar = get_bar (&picture, picture.index->graph->path->tasks[i]);
          gboolean is_underlined = FALSE;

          for (guint k = 0; k < picture.list->marks->len; k++)
            {
              const TelarMark *mark = &g_array_index (picture.list->marks, TelarMark, k);

              if (is_line (&picture, mark, TELAR_ROLE_CRITICAL_PATH) && mark->y >= bar.bottom - 0.01
                  && mark->y < bar.bottom + TOLERANCE && mark->x <= bar.x + 1
                  && mark->x + mark->width >= bar.end - 1)
                is_underlined = TRUE;
            }
          g_assert_true (is_underlined);
        }
      picture_clear (&picture);
    }
}

static void
test_critical_path_is_one_line (void)
{
  guint32 seed = (guint32) g_test_rand_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 60; round++)
    {
      guint n_tasks = (guint) g_rand_int_range (random, 2, 40);
      g_autofree char *inputs = synthetic_graph_inputs (random, n_tasks, 3, 8);
      g_autofree gint64 *durations = g_new (gint64, n_tasks);
      const TelarCriticalPath *path;
      Picture picture;

      for (guint i = 0; i < n_tasks; i++)
        durations[i] = g_rand_int_range (random, 60, 200) * MS; /* none too narrow */
      picture_init (
          &picture,
          synthetic_graph_new (inputs, durations, (guint) g_rand_int_range (random, 1, 6)),
          round % 2);
      picture_lay_out (&picture);
      if (picture.index->graph != NULL)
        {
          path = picture.index->graph->path;
          for (guint i = 1; i < path->n_tasks; i++)
            g_assert_true (leads (&picture, TELAR_ROLE_CRITICAL_PATH,
                                  get_beginning (&picture, path->tasks[i - 1]),
                                  get_end (&picture, path->tasks[i])));
        }
      picture_clear (&picture);
    }
}

static void
test_what_is_hidden_or_not_there (void)
{
  g_autoptr (TelarRunRecord) record = synthetic_lanes_new (3, 30, 1000 * MS);
  Picture picture;

  picture_init_exercise (&picture, TELAR_CHART_BY_WORKER);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_DEPENDENCY), >, 0);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_CRITICAL_PATH), >, 0);

  picture.options.hidden = TELAR_CHART_DEPENDENCIES;
  picture_lay_out (&picture);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_DEPENDENCY), ==, 0);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_CRITICAL_PATH), >, 0);

  picture.options.hidden = TELAR_CHART_CRITICAL_PATH;
  picture_lay_out (&picture);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_DEPENDENCY), >, 0);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_CRITICAL_PATH), ==, 0);
  picture_clear (&picture);

  picture_init (&picture, telar_run_record_ref (record), TELAR_CHART_BY_WORKER);
  picture_lay_out (&picture);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_DEPENDENCY), ==, 0);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_CRITICAL_PATH), ==, 0);
  picture_clear (&picture);
}

/* While the run goes on, no chain is the longest yet. */
static void
test_path_is_known_at_the_end (void)
{
  Picture picture;

  picture_init (&picture, synthetic_graph_new (EXERCISE, durations_of_exercise, 3),
                TELAR_CHART_BY_WORKER);
  telar_chart_index_free (picture.index);
  picture.index = telar_chart_index_new (picture.record);
  telar_chart_index_update_at (picture.index, 350 * MS, FALSE);
  picture_lay_out (&picture);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_DEPENDENCY), >, 0);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_CRITICAL_PATH), ==, 0);
  telar_chart_index_update (picture.index);
  picture_lay_out (&picture);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_CRITICAL_PATH), >, 0);
  picture_clear (&picture);
}

/* A task waits for a worker from the instant on at which those before it have ended. */
static void
test_blocked_tasks_wait_for_no_worker (void)
{
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), EXERCISE, NULL);
  TelarRunRecord *record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 1, 1);
  TelarLane *lane = telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  guint n_waiting[5] = { 0 };
  Picture picture;

  for (guint i = 0; i < 3; i++)
    telar_trace_task_ready (record->trace, i, 0);
  telar_trace_task_started (record->trace, 0, 0, MS);
  telar_lane_append (
      lane,
      &(TelarSpan){ .start_ns = MS, .end_ns = 100 * MS, .task = 0, .phase = TELAR_PHASE_COMPUTE });
  for (guint i = 0; i < 5; i++)
    {
      g_auto (TelarOutcome) outcome = { .status = TELAR_STATUS_CANCELLED };

      telar_trace_task_finished (record->trace, i, &outcome, 100 * MS);
    }
  telar_run_record_end (record, 100 * MS, (TelarCpuTime){ 0 }, FALSE);
  picture_init (&picture, record, TELAR_CHART_BY_TASK);
  picture_lay_out (&picture);

  for (guint i = 0; i < picture.list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (picture.list->marks, TelarMark, i);

      if (mark->role == TELAR_ROLE_WAITING_LINE && mark->task < 5)
        n_waiting[mark->task]++;
    }
  g_assert_cmpuint (n_waiting[1], ==, 1);
  g_assert_cmpuint (n_waiting[2], ==, 1);
  g_assert_cmpuint (n_waiting[3], ==, 0);
  g_assert_cmpuint (n_waiting[4], ==, 0);
  picture_clear (&picture);
}

static void
test_lines_of_the_selected_task_stand_out (void)
{
  Picture picture;

  picture_init (&picture, synthetic_graph_new (EXERCISE, durations_of_exercise, 3),
                TELAR_CHART_BY_TASK);
  picture.options.selected_task = 3;
  picture.options.hidden = TELAR_CHART_DEPENDENCIES;
  picture_lay_out (&picture);
  for (guint i = 0; i < 3; i++)
    g_assert_true (
        leads (&picture, TELAR_ROLE_SELECTION, get_end (&picture, i), get_beginning (&picture, 3)));
  g_assert_true (
      leads (&picture, TELAR_ROLE_SELECTION, get_end (&picture, 3), get_beginning (&picture, 4)));
  picture_clear (&picture);
}

static void
test_what_is_said_of_a_task (void)
{
  g_autoptr (GString) description = g_string_new (NULL);
  g_autoptr (TelarTaskCard) card = NULL;
  const TelarCardFact *fact;
  Picture picture;

  picture_init_exercise (&picture, TELAR_CHART_BY_WORKER);
  telar_task_describe (picture.index, 0, description);
  g_assert_true (g_str_has_suffix (description->str, ", Succeeded"));
  g_assert_nonnull (strstr (description->str, "A1 = 1"));
  telar_task_describe (picture.index, 3, description);
  g_assert_true (g_str_has_suffix (description->str, ", after A1, A2, A3, on the critical path"));

  card = telar_task_card_new (picture.index, 3);
  g_assert_cmpstr (card->input, ==, "B = 4");
  fact = &g_array_index (card->facts, TelarCardFact, 2);
  g_assert_cmpstr (fact[0].title, ==, "After");
  g_assert_cmpstr (fact[0].value, ==, "A1, A2, A3");
  g_assert_cmpstr (fact[1].title, ==, "Critical path");
  g_assert_cmpstr (fact[1].value, ==, "2 of 3");
  picture_clear (&picture);
}

/* A line from a bar that is in sight goes to one that is not, and the other way round. */
static void
test_lines_out_of_sight (void)
{
  for (guint i = 0; i < 2; i++)
    {
      Picture picture;

      picture_init (&picture, synthetic_graph_new (EXERCISE, durations_of_exercise, 3),
                    TELAR_CHART_BY_WORKER);
      picture.options.hidden = TELAR_CHART_CRITICAL_PATH;
      picture.viewport.start_ns = (i == 0 ? 0 : 320) * MS;
      picture.viewport.end_ns = (i == 0 ? 200 : 350) * MS;
      picture_lay_out (&picture);
      g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_DEPENDENCY), >, 0);
      picture_clear (&picture);
    }
}

/* A hundred thousand tasks, of which each waits for some: the number of marks follows the pixels.
 */
static void
test_cost_follows_the_pixels (void)
{
  const guint n_tasks = 100000;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autofree char *inputs = synthetic_graph_inputs (random, n_tasks, 4, 40);
  g_autofree gint64 *durations = g_new (gint64, n_tasks);

  for (guint i = 0; i < n_tasks; i++)
    durations[i] = g_rand_int_range (random, 1, 100) * MS / 100;

  for (TelarChartRows rows = TELAR_CHART_BY_WORKER; rows <= TELAR_CHART_BY_TASK; rows++)
    {
      const TelarChartParts lines = TELAR_CHART_DEPENDENCIES | TELAR_CHART_CRITICAL_PATH;
      Picture picture;

      picture_init (&picture, synthetic_graph_new (inputs, durations, 8), rows);
      picture.viewport.height = 600;
      for (guint zoom = 0; zoom < 14; zoom++)
        {
          guint n_without;

          picture.options.hidden = lines;
          picture_lay_out (&picture);
          n_without = picture.list->marks->len;
          picture.options.hidden = 0;
          picture_lay_out (&picture);
          g_assert_cmpuint (picture.list->marks->len, <=, n_without + 4 * 400 + 1500);
          picture.viewport.end_ns = MAX (picture.viewport.end_ns / 3, 1000);
        }
      picture_clear (&picture);
    }
}

/* Nothing is drawn of a tangle, and the legend says so. */
static void
test_too_many_lines (void)
{
  g_autoptr (GString) inputs = g_string_new (NULL);
  g_autofree gint64 *durations = g_new (gint64, 90);
  gboolean is_told = FALSE;
  Picture picture;

  /* 45 tasks, and 45 of which each waits for all of them. */
  for (guint i = 0; i < 90; i++)
    {
      durations[i] = 10 * MS;
      g_string_append_printf (inputs, "T%u = 1", i);
      for (guint k = 0; i >= 45 && k < 45; k++)
        g_string_append_printf (inputs, "%s T%u", k > 0 ? "" : " after", k);
      g_string_append_c (inputs, '\n');
    }
  picture_init (&picture, synthetic_graph_new (inputs->str, durations, 10), TELAR_CHART_BY_WORKER);
  picture_lay_out (&picture);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_DEPENDENCY), ==, 0);
  g_assert_cmpuint (count_lines (&picture, TELAR_ROLE_CRITICAL_PATH), >, 0);
  for (guint i = 0; i < picture.list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (picture.list->marks, TelarMark, i);
      const char *text = telar_display_list_get_text (picture.list, mark);

      is_told |= text != NULL && strstr (text, "too many") != NULL;
    }
  g_assert_true (is_told);
  picture_clear (&picture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/chart-edges/lines-from-end-to-beginning", test_lines_from_end_to_beginning);
  g_test_add_func ("/chart-edges/lines-hide-no-bar", test_lines_hide_no_bar);
  g_test_add_func ("/chart-edges/critical-path-is-one-line", test_critical_path_is_one_line);
  g_test_add_func ("/chart-edges/what-is-hidden-or-not-there", test_what_is_hidden_or_not_there);
  g_test_add_func ("/chart-edges/path-is-known-at-the-end", test_path_is_known_at_the_end);
  g_test_add_func ("/chart-edges/blocked-tasks-wait-for-no-worker",
                   test_blocked_tasks_wait_for_no_worker);
  g_test_add_func ("/chart-edges/lines-of-the-selected-task-stand-out",
                   test_lines_of_the_selected_task_stand_out);
  g_test_add_func ("/chart-edges/what-is-said-of-a-task", test_what_is_said_of_a_task);
  g_test_add_func ("/chart-edges/lines-out-of-sight", test_lines_out_of_sight);
  g_test_add_func ("/chart-edges/cost-follows-the-pixels", test_cost_follows_the_pixels);
  g_test_add_func ("/chart-edges/too-many-lines", test_too_many_lines);

  return g_test_run ();
}
