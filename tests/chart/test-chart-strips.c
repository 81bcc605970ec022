/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-chart-counts.h"
#include "chart/telar-chart-layout.h"
#include "synthetic-run.h"

#include <math.h>

#define MS G_GINT64_CONSTANT (1000000)

#define N_WORKERS 6

static TelarRunRecord *
new_record (guint n_tasks, guint n_workers)
{
  g_autofree char *inputs = synthetic_numbers (n_tasks);
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), inputs, NULL);
  TelarRunRecord *record
      = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, n_workers, n_workers);

  for (guint i = 0; i < n_workers; i++)
    telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);

  return record;
}

/* When a task began and ended. */
typedef struct
{
  gint64 start_ns;
  gint64 end_ns; /* G_MAXINT64 while it goes on */
} Stay;

/* A run of which one event follows the other, each at an instant of its own. */
typedef struct
{
  TelarRunRecord *record;
  Stay *stays;
  guint n_tasks;
  guint n_begun;
  guint running[N_WORKERS];
  gint64 now_ns;
} Simulation;

static void
simulation_init (Simulation *simulation, guint n_tasks)
{
  *simulation = (Simulation){
    .record = new_record (n_tasks, N_WORKERS),
    .stays = g_new0 (Stay, n_tasks),
    .n_tasks = n_tasks,
  };
  for (guint i = 0; i < N_WORKERS; i++)
    simulation->running[i] = TELAR_NO_TASK;
}

static void
simulation_clear (Simulation *simulation)
{
  telar_run_record_unref (simulation->record);
  g_free (simulation->stays);
}

static void
simulation_step (Simulation *simulation)
{
  guint i = (guint) g_test_rand_int_range (0, N_WORKERS);
  TelarLane *lane = telar_trace_get_lane (simulation->record->trace, i);
  guint *task = &simulation->running[i];

  simulation->now_ns
      += g_test_rand_bit () ? g_test_rand_int_range (1, 100) : g_test_rand_int_range (1, 1000000);
  if (*task == TELAR_NO_TASK && simulation->n_begun < simulation->n_tasks)
    {
      *task = simulation->n_begun++;
      simulation->stays[*task] = (Stay){ simulation->now_ns, G_MAXINT64 };
      telar_trace_task_started (simulation->record->trace, *task, i, simulation->now_ns);
      telar_lane_begin (lane, *task, TELAR_PHASE_SLEEP, simulation->now_ns);
    }
  else if (*task != TELAR_NO_TASK && g_test_rand_bit ())
    {
      telar_lane_enter (lane, TELAR_PHASE_COMPUTE, simulation->now_ns);
    }
  else if (*task != TELAR_NO_TASK)
    {
      g_auto (TelarOutcome) outcome = { .status = TELAR_STATUS_SUCCEEDED };

      telar_lane_end (lane, simulation->now_ns);
      telar_trace_task_finished (simulation->record->trace, *task, &outcome, simulation->now_ns);
      simulation->stays[*task].end_ns = simulation->now_ns;
      *task = TELAR_NO_TASK;
    }
}

static guint
count_running (const Simulation *simulation, gint64 time_ns)
{
  guint n = 0;

  for (guint i = 0; i < simulation->n_begun; i++)
    n += simulation->stays[i].start_ns <= time_ns && simulation->stays[i].end_ns > time_ns;

  return n;
}

/* For how long tasks ran within some time, all together. */
static gint64
sum_running (const Simulation *simulation, gint64 from_ns, gint64 to_ns)
{
  gint64 sum_ns = 0;

  for (guint i = 0; i < simulation->n_begun; i++)
    sum_ns += MAX (
        MIN (simulation->stays[i].end_ns, to_ns) - MAX (simulation->stays[i].start_ns, from_ns), 0);

  return sum_ns;
}

static void
find_range (const Simulation *simulation,
            gint64 from_ns,
            gint64 to_ns,
            guint *lowest,
            guint *highest)
{
  *lowest = *highest = count_running (simulation, from_ns);
  for (guint i = 0; i < simulation->n_begun; i++)
    {
      const gint64 times_ns[] = { simulation->stays[i].start_ns, simulation->stays[i].end_ns };

      for (guint j = 0; j < G_N_ELEMENTS (times_ns); j++)
        if (times_ns[j] > from_ns && times_ns[j] <= to_ns)
          {
            *lowest = MIN (*lowest, count_running (simulation, times_ns[j]));
            *highest = MAX (*highest, count_running (simulation, times_ns[j]));
          }
    }
}

static void
check_index (const Simulation *simulation, const TelarChartIndex *index)
{
  for (guint round = 0; round < 20; round++)
    {
      TelarChartCounts from = { 0 }, to;
      gint64 from_ns = (gint64) (g_test_rand_double () * (double) simulation->now_ns);
      gint64 to_ns = from_ns
                     + (gint64) (g_test_rand_double () * (double) (simulation->now_ns - from_ns))
                     + 1;

      g_assert_cmpuint (telar_chart_index_count_running (index, from_ns), ==,
                        count_running (simulation, from_ns));
      telar_chart_counts_advance (&from, index, from_ns);
      to = from;
      telar_chart_counts_advance (&to, index, to_ns);
      g_assert_cmpuint (telar_chart_counts_get_running (&to, index), ==,
                        count_running (simulation, to_ns));
      g_assert_cmpfloat_with_epsilon (
          telar_chart_counts_get_mean_running (&from, &to, index),
          (double) sum_running (simulation, from_ns, to_ns) / (double) (to_ns - from_ns), 1e-6);
    }
}

static void
test_running_tasks_are_counted_while_they_run (void)
{
  for (guint round = 0; round < 10; round++)
    {
      Simulation simulation;
      g_autoptr (TelarChartIndex) followed = NULL;
      g_autoptr (TelarChartIndex) late = NULL;

      simulation_init (&simulation, (guint) g_test_rand_int_range (1, 400));
      followed = telar_chart_index_new (simulation.record);
      while (telar_trace_get_n_finished (simulation.record->trace) < simulation.n_tasks)
        {
          simulation_step (&simulation);
          if (g_test_rand_int_range (0, 10) > 0)
            continue;
          telar_chart_index_update_at (followed, simulation.now_ns, FALSE);
          check_index (&simulation, followed);
        }

      telar_chart_index_update_at (followed, simulation.now_ns, TRUE);
      check_index (&simulation, followed);
      late = telar_chart_index_new (simulation.record);
      telar_chart_index_update_at (late, simulation.now_ns, TRUE);
      check_index (&simulation, late);
      simulation_clear (&simulation);
    }
}

static void
test_highest_number_is_the_peak_concurrency (void)
{
  for (guint round = 0; round < 20; round++)
    {
      Simulation simulation;
      g_autoptr (TelarChartIndex) index = NULL;
      guint highest = 0;

      simulation_init (&simulation, (guint) g_test_rand_int_range (1, 30));
      while (telar_trace_get_n_finished (simulation.record->trace) < simulation.n_tasks)
        simulation_step (&simulation);
      index = telar_chart_index_new (simulation.record);
      telar_chart_index_update_at (index, simulation.now_ns, TRUE);

      for (guint i = 0; i < simulation.n_tasks; i++)
        highest
            = MAX (highest, telar_chart_index_count_running (index, simulation.stays[i].start_ns));
      g_assert_cmpuint (highest, ==, telar_trace_get_peak_concurrency (simulation.record->trace));
      simulation_clear (&simulation);
    }
}

static void
test_instants_in_any_order_are_counted_and_summed (void)
{
  TelarInstants instants;
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 latest_ns = 0;

  telar_instants_init (&instants);
  while (all->len < 3000)
    {
      guint n_new = (guint) g_test_rand_int_range (0, 40);
      guint n_from = 0, n_to = 0;
      gint64 from_ns, to_ns, integral = 0;

      for (guint i = 0; i < n_new; i++)
        {
          /* Mostly later than all, but sometimes long before. */
          gint64 back_ns = g_test_rand_int_range (0, 10) == 0 ? g_test_rand_int_range (0, 1 << 30)
                                                              : g_test_rand_int_range (0, 100);
          gint64 time_ns = MAX (latest_ns - back_ns, 0);

          latest_ns += g_test_rand_int_range (0, 2000000);
          telar_instants_add (&instants, time_ns);
          g_array_append_val (all, time_ns);
        }
      telar_instants_sort (&instants);

      from_ns = (gint64) (g_test_rand_double () * (double) latest_ns);
      to_ns = from_ns + g_test_rand_int_range (0, 1 << 30);
      for (guint i = 0; i < all->len; i++)
        {
          gint64 time_ns = g_array_index (all, gint64, i);

          n_from += time_ns <= from_ns;
          n_to += time_ns <= to_ns;
          if (time_ns < to_ns)
            integral += to_ns - MAX (time_ns, from_ns);
        }
      g_assert_cmpuint (telar_instants_count (&instants, 0, from_ns), ==, n_from);
      g_assert_cmpuint (telar_instants_count (&instants, n_from, to_ns), ==, n_to);
      g_assert_cmpuint (telar_instants_count (&instants, n_to, to_ns), ==, n_to);
      g_assert_cmpint (telar_instants_integrate (&instants, from_ns, n_from, to_ns, n_to), ==,
                       integral);
    }

  telar_instants_remove_all (&instants);
  g_assert_cmpuint (telar_instants_count (&instants, 0, latest_ns), ==, 0);
  g_assert_cmpint (telar_instants_integrate (&instants, 0, 0, 10, 0), ==, 0);
  telar_instants_clear (&instants);
}

static void
test_task_begun_anew_did_not_run_in_between (void)
{
  g_autoptr (TelarRunRecord) record = new_record (2, 2);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  g_auto (TelarOutcome) outcome = { .status = TELAR_STATUS_SUCCEEDED };
  static const gint64 times_ns[] = { 5, 15, 25, 35, 45 };
  static const guint expected[] = { 0, 1, 0, 1, 0 };

  telar_trace_task_started (record->trace, 0, 0, 10);
  telar_lane_begin (telar_trace_get_lane (record->trace, 0), 0, TELAR_PHASE_SLEEP, 10);
  telar_lane_end (telar_trace_get_lane (record->trace, 0), 20);
  telar_trace_task_given_back (record->trace, 0);
  telar_chart_index_update_at (index, 20, FALSE);
  telar_trace_task_started (record->trace, 0, 1, 30);
  telar_lane_begin (telar_trace_get_lane (record->trace, 1), 0, TELAR_PHASE_SLEEP, 30);
  telar_lane_end (telar_trace_get_lane (record->trace, 1), 40);
  telar_trace_task_finished (record->trace, 0, &outcome, 40);
  telar_chart_index_update_at (index, 50, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (times_ns); i++)
    g_assert_cmpuint (telar_chart_index_count_running (index, times_ns[i]), ==, expected[i]);
}

/* A picture of a run, drawn without a title. */
typedef struct
{
  TelarChartIndex *index;
  TelarTextCache *texts;
  TelarDisplayList *list;
  TelarChartGeometry geometry;
} Picture;

static void
picture_init (Picture *picture, TelarRunRecord *record, double width, double height)
{
  const TelarChartOptions options
      = { .selected_task = TELAR_NO_TASK, .hovered_task = TELAR_NO_TASK };
  TelarChartViewport viewport = { .width = width, .height = height };

  picture->index = telar_chart_index_new (record);
  picture->texts = telar_text_cache_new_for_export ();
  picture->list = telar_display_list_new ();
  telar_chart_index_update_at (picture->index, record->wall_ns, TRUE);
  viewport.end_ns = picture->index->end_ns;
  telar_chart_geometry_init (&picture->geometry, picture->index, &viewport, &options,
                             picture->texts);
  telar_chart_layout (picture->index, &picture->geometry, &options, picture->texts, picture->list);
}

static void
picture_clear (Picture *picture)
{
  telar_display_list_free (picture->list);
  telar_text_cache_free (picture->texts);
  telar_chart_index_free (picture->index);
}

static double
get_height_at (const Picture *picture, TelarRole role, double x)
{
  for (guint i = 0; i < picture->list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (picture->list->marks, TelarMark, i);

      if (mark->role == role && mark->x <= x && mark->x + mark->width > x)
        return mark->height;
    }

  return 0;
}

static void
test_graph_is_as_high_as_tasks_were_running (void)
{
  for (guint round = 0; round < 10; round++)
    {
      Simulation simulation;
      Picture picture;
      double room, x;

      /* From steps that are far apart to many in a point. */
      simulation_init (&simulation, 5u << round);
      while (telar_trace_get_n_finished (simulation.record->trace) < simulation.n_tasks)
        simulation_step (&simulation);
      telar_run_record_end (simulation.record, simulation.now_ns, (TelarCpuTime){ 0, 0 }, TRUE);
      picture_init (&picture, simulation.record, 900, 0);
      room = picture.geometry.running_height - 16;

      for (guint i = 0; i < 100; i++)
        {
          double height, mean;
          gint64 from_ns, to_ns;
          guint lowest, highest;

          x = picture.geometry.plot_x + (guint) g_test_rand_int_range (1, 600);
          /* A column is a point wide, or two where much happens. */
          from_ns = telar_chart_geometry_get_time (&picture.geometry, x - 2);
          to_ns = telar_chart_geometry_get_time (&picture.geometry, x + 3);
          height = get_height_at (&picture, TELAR_ROLE_RUNNING_FILL, x + 0.5);
          mean = height / room * MIN (N_WORKERS, simulation.n_tasks);

          find_range (&simulation, from_ns, to_ns, &lowest, &highest);
          g_assert_cmpfloat (mean, >=, lowest - 0.2);
          g_assert_cmpfloat (mean, <=, highest + 0.2);
        }
      picture_clear (&picture);
      simulation_clear (&simulation);
    }
}

static gboolean
has_text (const Picture *picture, const char *wanted, TelarFont font)
{
  for (guint i = 0; i < picture->list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (picture->list->marks, TelarMark, i);
      const char *text = telar_display_list_get_text (picture->list, mark);

      if (g_strcmp0 (text, wanted) == 0 && mark->font == font)
        return TRUE;
    }

  return FALSE;
}

static void
test_strip_is_there_where_there_is_room_for_it (void)
{
  const struct
  {
    const char *inputs;
    guint workers;
    double width, height;
    gboolean has_running, has_waiting;
  } cases[] = {
    { "1 2 3 4", 4, 900, 0, TRUE, FALSE },     { "1 2 3 4 5", 4, 900, 0, TRUE, TRUE },
    { "1 2 3 4 5", 1, 900, 0, FALSE, TRUE },   { "1", 4, 900, 0, FALSE, FALSE },
    { "1 2 3 4 5", 4, 900, 260, FALSE, TRUE }, { "1 2 3 4 5", 4, 360, 600, TRUE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const SyntheticRun run
          = { "square", cases[i].inputs, TELAR_STRATEGY_THREADS, cases[i].workers };
      g_autoptr (TelarRunRecord) record = synthetic_run_new (&run);
      Picture picture;

      picture_init (&picture, record, cases[i].width, cases[i].height);
      g_assert_cmpint (picture.geometry.running_height > 0, ==, cases[i].has_running);
      g_assert_cmpint (picture.geometry.waiting_height > 0, ==, cases[i].has_waiting);
      g_assert_cmpint (has_text (&picture, "Running", TELAR_FONT_LABEL), ==, cases[i].has_running);
      g_assert_cmpint (has_text (&picture, "Waiting", TELAR_FONT_LABEL), ==, cases[i].has_waiting);
      /* The number of workers, at their line. */
      g_assert_cmpint (has_text (&picture, "4", TELAR_FONT_AXIS), ==, cases[i].has_running);
      g_assert_cmpfloat (picture.geometry.running_height, <=, 44);
      g_assert_cmpfloat (picture.geometry.rows_height, >=, 20 * picture.geometry.n_rows);
      g_assert_cmpfloat (picture.geometry.legend_y + picture.geometry.legend_height, <=,
                         picture.geometry.height + 0.5);
      picture_clear (&picture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-strips/running-tasks-are-counted-while-they-run",
                   test_running_tasks_are_counted_while_they_run);
  g_test_add_func ("/chart-strips/highest-number-is-the-peak-concurrency",
                   test_highest_number_is_the_peak_concurrency);
  g_test_add_func ("/chart-strips/instants-in-any-order-are-counted-and-summed",
                   test_instants_in_any_order_are_counted_and_summed);
  g_test_add_func ("/chart-strips/task-begun-anew-did-not-run-in-between",
                   test_task_begun_anew_did_not_run_in_between);
  g_test_add_func ("/chart-strips/graph-is-as-high-as-tasks-were-running",
                   test_graph_is_as_high_as_tasks_were_running);
  g_test_add_func ("/chart-strips/strip-is-there-where-there-is-room-for-it",
                   test_strip_is_there_where_there_is_room_for_it);

  return g_test_run ();
}
