/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-chart-layout.h"
#include "synthetic-run.h"

#define MS G_GINT64_CONSTANT (1000000)

/* A run by two threads, and its picture. */
typedef struct
{
  TelarRunRecord *record;
  TelarChartIndex *index;
  TelarTextCache *texts;
  TelarDisplayList *list;
  TelarChartOptions options;
  TelarChartGeometry geometry;
} Picture;

static void
picture_init (Picture *picture, guint n_tasks)
{
  g_autofree char *inputs = synthetic_numbers (n_tasks);
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), inputs, NULL);

  *picture = (Picture){
    .record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 2, 3),
    .texts = telar_text_cache_new_for_export (),
    .list = telar_display_list_new (),
    .options = { .selected_task = TELAR_NO_TASK, .hovered_task = TELAR_NO_TASK },
  };
  picture->index = telar_chart_index_new (picture->record);
  for (guint i = 0; i < 2; i++)
    telar_trace_add_lane (picture->record->trace, TELAR_LANE_THREAD, NULL);
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
begin (Picture *picture, guint lane, guint task, gint64 start_ns)
{
  telar_trace_task_started (picture->record->trace, task, lane, start_ns);
}

static void
append (Picture *picture,
        guint lane,
        guint32 task,
        TelarPhase phase,
        int core,
        gint64 start_ns,
        gint64 end_ns)
{
  const TelarSpan span = { start_ns, end_ns, task, (guint8) phase, (gint16) core };

  telar_lane_append (telar_trace_get_lane (picture->record->trace, lane), &span);
}

static void
finish (Picture *picture, guint task, TelarStatus status, gint64 end_ns)
{
  g_auto (TelarOutcome) outcome = { .status = status };

  telar_trace_task_finished (picture->record->trace, task, &outcome, end_ns);
}

/* A task of one span. */
static void
execute (Picture *picture,
         guint lane,
         guint32 task,
         int core,
         TelarStatus status,
         gint64 start_ns,
         gint64 end_ns)
{
  begin (picture, lane, task, start_ns);
  append (picture, lane, task, TELAR_PHASE_COMPUTE, core, start_ns, end_ns);
  finish (picture, task, status, end_ns);
}

/* Draws what there is as of @now_ns, over all of the time. */
static void
draw (Picture *picture, TelarChartColours colours, TelarChartRows rows, gint64 now_ns)
{
  const TelarChartViewport viewport = { .width = 900, .end_ns = now_ns };

  picture->options.colours = colours;
  picture->options.rows = rows;
  telar_chart_index_update_at (picture->index, now_ns, FALSE);
  telar_chart_geometry_init (&picture->geometry, picture->index, &viewport, &picture->options,
                             picture->texts);
  telar_chart_layout (picture->index, &picture->geometry, &picture->options, picture->texts,
                      picture->list);
}

/* The role of the bar that is seen in a row at an instant; G_MAXUINT for none. */
static guint
get_role_at (const Picture *picture, guint row, gint64 time_ns)
{
  double x = telar_chart_geometry_get_x (&picture->geometry, time_ns);
  guint role = G_MAXUINT;
  double y, height;

  telar_chart_geometry_get_row (&picture->geometry, row, &y, &height);
  for (guint i = 0; i < picture->list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (picture->list->marks, TelarMark, i);

      if (mark->kind == TELAR_MARK_RECTANGLE && mark->phase != G_MAXUINT8 && mark->y >= y
          && mark->y < y + height && mark->x <= x && mark->x + mark->width >= x)
        role = mark->role;
    }

  return role;
}

/* The texts of the legend, with strokes between them. */
static char *
get_legend (const Picture *picture)
{
  g_autoptr (GString) legend = g_string_new (NULL);

  for (guint i = 0; i < picture->list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (picture->list->marks, TelarMark, i);
      const char *text = telar_display_list_get_text (picture->list, mark);

      if (text == NULL || mark->font != TELAR_FONT_BODY || mark->y < picture->geometry.legend_y)
        continue;
      if (legend->len > 0)
        g_string_append_c (legend, '|');
      g_string_append (legend, text);
    }

  return g_string_free (g_steal_pointer (&legend), FALSE);
}

#define assert_legend(picture, expected)                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *legend_ = get_legend (picture);                                               \
    g_assert_cmpstr (legend_, ==, expected);                                                       \
  }                                                                                                \
  G_STMT_END

static void
test_each_task_has_its_colour_in_every_view (void)
{
  Picture picture;

  picture_init (&picture, 6);
  for (guint task = 0; task < 6; task++)
    {
      begin (&picture, task % 2, task, task / 2 * 100 * MS);
      append (&picture, task % 2, task, TELAR_PHASE_SLEEP, 0, task / 2 * 100 * MS,
              (task / 2 * 100 + 60) * MS);
      append (&picture, task % 2, task, TELAR_PHASE_COMPUTE, 1, (task / 2 * 100 + 60) * MS,
              (task / 2 * 100 + 90) * MS);
      finish (&picture, task, TELAR_STATUS_SUCCEEDED, (task / 2 * 100 + 90) * MS);
    }

  for (guint rows = 0; rows < 2; rows++)
    {
      draw (&picture, TELAR_COLOURS_BY_TASK, rows, 300 * MS);
      for (guint task = 0; task < 6; task++)
        for (guint part = 30; part <= 75; part += 45)
          g_assert_cmpuint (get_role_at (&picture, rows == TELAR_CHART_BY_TASK ? task : task % 2,
                                         (task / 2 * 100 + part) * MS),
                            ==, telar_role_get_hue (task));
    }
  draw (&picture, TELAR_COLOURS_BY_TASK, TELAR_CHART_BY_WORKER, 300 * MS);
  assert_legend (&picture, "Each task has a colour of its own");
  picture_clear (&picture);
}

static void
test_neighbours_never_have_the_same_colour (void)
{
  const guint n = 400;
  guint32 former[2] = { TELAR_NO_TASK, TELAR_NO_TASK };
  g_autofree guint *hues = g_new (guint, n);
  Picture picture;

  picture_init (&picture, n);
  for (guint task = 0; task < n; task++)
    {
      guint lane = (guint) g_test_rand_int_range (0, 2);
      /* Any order, but often one where the numbers alone would give the same colour. */
      guint32 actual = task % 22 < 11 ? task : task / 22 * 22 + 11 + (task * 7) % 11;

      execute (&picture, lane, actual, 0, TELAR_STATUS_SUCCEEDED, task * MS, (task + 1) * MS);
      telar_chart_index_update_at (picture.index, (task + 1) * MS, FALSE);
      hues[actual] = telar_chart_index_get_hue (picture.index, actual);
      g_assert_cmpuint (hues[actual], <, TELAR_N_HUES);
      if (former[lane] != TELAR_NO_TASK)
        g_assert_cmpuint (hues[actual], !=, hues[former[lane]]);
      former[lane] = actual;
    }

  for (guint task = 0; task < n; task++)
    g_assert_cmpuint (telar_chart_index_get_hue (picture.index, task), ==, hues[task]);
  picture_clear (&picture);
}

static void
test_outcome_gives_the_colour (void)
{
  Picture picture;

  picture_init (&picture, 5);
  execute (&picture, 0, 0, 0, TELAR_STATUS_SUCCEEDED, 0, 100 * MS);
  execute (&picture, 0, 1, 0, TELAR_STATUS_FAILED, 100 * MS, 200 * MS);
  execute (&picture, 1, 2, 0, TELAR_STATUS_CANCELLED, 0, 100 * MS);
  begin (&picture, 1, 3, 100 * MS);
  telar_lane_begin (telar_trace_get_lane (picture.record->trace, 1), 3, TELAR_PHASE_SLEEP,
                    100 * MS);
  draw (&picture, TELAR_COLOURS_BY_OUTCOME, TELAR_CHART_BY_WORKER, 200 * MS);

  g_assert_cmpuint (get_role_at (&picture, 0, 50 * MS), ==,
                    TELAR_ROLE_OUTCOME + TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (get_role_at (&picture, 0, 150 * MS), ==,
                    TELAR_ROLE_OUTCOME + TELAR_STATUS_FAILED);
  g_assert_cmpuint (get_role_at (&picture, 1, 50 * MS), ==,
                    TELAR_ROLE_OUTCOME + TELAR_STATUS_CANCELLED);
  g_assert_cmpuint (get_role_at (&picture, 1, 150 * MS), ==,
                    TELAR_ROLE_OUTCOME + TELAR_STATUS_RUNNING);
  assert_legend (&picture, "Running|Succeeded|Failed|Cancelled");
  picture_clear (&picture);
}

static void
test_core_changes_the_colour_within_a_bar (void)
{
  Picture picture;

  picture_init (&picture, 2);
  begin (&picture, 0, 0, 0);
  append (&picture, 0, 0, TELAR_PHASE_COMPUTE, 0, 0, 100 * MS);
  append (&picture, 0, 0, TELAR_PHASE_COMPUTE, 3, 100 * MS, 200 * MS);
  append (&picture, 0, 0, TELAR_PHASE_SLEEP, 3, 200 * MS, 300 * MS);
  append (&picture, 0, 0, TELAR_PHASE_COMPUTE, -1, 300 * MS, 400 * MS);
  finish (&picture, 0, TELAR_STATUS_SUCCEEDED, 400 * MS);
  draw (&picture, TELAR_COLOURS_BY_CORE, TELAR_CHART_BY_WORKER, 400 * MS);

  g_assert_cmpuint (get_role_at (&picture, 0, 50 * MS), ==, telar_role_get_hue (0));
  g_assert_cmpuint (get_role_at (&picture, 0, 150 * MS), ==, telar_role_get_hue (3));
  g_assert_cmpuint (get_role_at (&picture, 0, 250 * MS), ==,
                    telar_role_get_pale (telar_role_get_hue (3)));
  g_assert_cmpuint (get_role_at (&picture, 0, 350 * MS), ==, TELAR_ROLE_UNKNOWN);
  assert_legend (&picture, "Core not known|Core 0|Core 3|Waiting, on no core");
  picture_clear (&picture);
}

/* Thousands of tasks in the first lane, far narrower than a pixel: a third of the time of one kind,
 * a third of another, a third of both. Nothing but one task in the second lane. */
static void
execute_thirds (Picture *picture, guint n)
{
  for (guint task = 0; task < n; task++)
    {
      gboolean is_second = task < n / 3 ? FALSE : task < n / 3 * 2 ? TRUE : task % 2;

      execute (picture, 0, task, is_second ? 5 : 2,
               is_second ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED, task * 1000,
               task * 1000 + 900);
    }
}

static void
test_columns_tell_what_is_mixed (void)
{
  const guint n = 30000;
  const gint64 third_ns = n / 3 * 1000;
  const struct
  {
    TelarChartColours colours;
    guint roles[3];
    const char *legend;
  } cases[] = {
    { TELAR_COLOURS_BY_PHASE,
      { TELAR_ROLE_PHASE + TELAR_PHASE_COMPUTE, TELAR_ROLE_PHASE + TELAR_PHASE_COMPUTE,
        TELAR_ROLE_PHASE + TELAR_PHASE_COMPUTE },
      "Compute|Failed" },
    { TELAR_COLOURS_BY_TASK,
      { TELAR_ROLE_SEVERAL, TELAR_ROLE_SEVERAL, TELAR_ROLE_SEVERAL },
      "Tasks take 11 colours in turn|Failed|Several tasks" },
    { TELAR_COLOURS_BY_OUTCOME,
      { TELAR_ROLE_OUTCOME + TELAR_STATUS_SUCCEEDED, TELAR_ROLE_OUTCOME + TELAR_STATUS_FAILED,
        TELAR_ROLE_SEVERAL },
      "Succeeded|Failed|Several outcomes" },
    { TELAR_COLOURS_BY_CORE,
      { telar_role_get_hue (2), telar_role_get_hue (5), TELAR_ROLE_SEVERAL },
      "Core 2|Core 5|Failed|Several cores" },
  };
  Picture picture;

  picture_init (&picture, n);
  execute_thirds (&picture, n);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      draw (&picture, cases[i].colours, TELAR_CHART_BY_WORKER, 3 * third_ns);
      for (guint third = 0; third < 3; third++)
        for (guint part = 1; part < 10; part++)
          g_assert_cmpuint (get_role_at (&picture, 0, third * third_ns + part * third_ns / 10), ==,
                            cases[i].roles[third]);
      assert_legend (&picture, cases[i].legend);
    }
  picture_clear (&picture);
}

static void
test_what_spans_have_in_common_is_counted_right (void)
{
  const guint n = 3000;
  g_autofree TelarSpan *spans = g_new0 (TelarSpan, n + 1);
  TelarLane *lane = telar_lane_new (TELAR_LANE_THREAD, 1);
  TelarLaneIndex index;

  telar_lane_index_init (&index, lane);
  for (guint i = 0; i <= n; i++)
    {
      spans[i].start_ns = i;
      spans[i].end_ns = i + 1;
      spans[i].task = i == 0 ? 0 : spans[i - 1].task + (g_test_rand_int_range (0, 5) == 0);
      spans[i].core
          = (gint16) (i == 0 || g_test_rand_int_range (0, 20) == 0 ? g_test_rand_int_range (-1, 3)
                                                                   : spans[i - 1].core);
      if (i == n)
        break;
      telar_lane_append (lane, &spans[i]);
      telar_lane_index_push (&index, &spans[i]);
    }
  telar_lane_index_set_open (&index, &spans[n], n + 1);

  for (guint round = 0; round < 2000; round++)
    {
      guint from = (guint) g_test_rand_int_range (0, (int) n + 1);
      guint to = (guint) g_test_rand_int_range ((int) from + 1, MIN ((int) from + 40, (int) n + 2));
      gboolean has_one_core = TRUE;

      for (guint i = from; i < to; i++)
        has_one_core = has_one_core && spans[i].core == spans[from].core;
      g_assert_cmpint (telar_lane_index_has_one_core (&index, from, to), ==, has_one_core);
      g_assert_cmpuint (telar_lane_index_count_bars (&index, from, to), ==,
                        spans[to - 1].task - spans[from].task + 1);
    }
  telar_lane_index_clear (&index);
  telar_lane_free (lane);
}

static void
test_many_cores_leave_room_for_the_chart (void)
{
  Picture picture;
  g_autofree char *legend = NULL;

  picture_init (&picture, 200);
  for (guint task = 0; task < 200; task++)
    execute (&picture, 0, task, (int) (task * 7 % 200), TELAR_STATUS_SUCCEEDED, task * MS,
             (task + 1) * MS);
  draw (&picture, TELAR_COLOURS_BY_CORE, TELAR_CHART_BY_WORKER, 200 * MS);

  legend = get_legend (&picture);
  g_assert_true (g_str_has_prefix (legend, "Core 0|Core 1|Core 2|"));
  g_assert_nonnull (strstr (legend, "|and 1"));
  g_assert_true (g_str_has_suffix (legend, " more"));
  g_assert_cmpfloat (picture.geometry.legend_height, <=, 24 + 4 * 22);
  picture_clear (&picture);
}

static void
test_what_is_no_work_keeps_its_colour (void)
{
  Picture picture;
  guint loop;

  picture_init (&picture, 1);
  telar_lane_append (telar_trace_add_lane (picture.record->trace, TELAR_LANE_LOOP, &loop),
                     &(TelarSpan){ 0, 50 * MS, 0, TELAR_PHASE_LOOP, 1 });
  append (&picture, 0, TELAR_NO_TASK, TELAR_PHASE_START, -1, 0, 50 * MS);
  execute (&picture, 0, 0, 0, TELAR_STATUS_SUCCEEDED, 50 * MS, 100 * MS);

  for (guint colours = 0; colours < TELAR_N_CHART_COLOURS; colours++)
    {
      draw (&picture, colours, TELAR_CHART_BY_WORKER, 100 * MS);
      g_assert_cmpuint (get_role_at (&picture, 0, 25 * MS), ==,
                        TELAR_ROLE_PHASE + TELAR_PHASE_LOOP);
      g_assert_cmpuint (get_role_at (&picture, 1, 25 * MS), ==,
                        TELAR_ROLE_PHASE + TELAR_PHASE_START);
    }
  assert_legend (&picture, "Core 0|Start of the worker|Event loop");
  picture_clear (&picture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-colours/each-task-has-its-colour-in-every-view",
                   test_each_task_has_its_colour_in_every_view);
  g_test_add_func ("/chart-colours/neighbours-never-have-the-same-colour",
                   test_neighbours_never_have_the_same_colour);
  g_test_add_func ("/chart-colours/outcome-gives-the-colour", test_outcome_gives_the_colour);
  g_test_add_func ("/chart-colours/core-changes-the-colour-within-a-bar",
                   test_core_changes_the_colour_within_a_bar);
  g_test_add_func ("/chart-colours/columns-tell-what-is-mixed", test_columns_tell_what_is_mixed);
  g_test_add_func ("/chart-colours/what-spans-have-in-common-is-counted-right",
                   test_what_spans_have_in_common_is_counted_right);
  g_test_add_func ("/chart-colours/many-cores-leave-room-for-the-chart",
                   test_many_cores_leave_room_for_the_chart);
  g_test_add_func ("/chart-colours/what-is-no-work-keeps-its-colour",
                   test_what_is_no_work_keeps_its_colour);

  return g_test_run ();
}
