/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <math.h>
#include <string.h>

#include "model/telar-comparison-document.h"
#include "model/telar-scaling.h"

#define MS G_GINT64_CONSTANT (1000000)

/* A run made by hand: all tasks begin at its start and take the time of @task. */
typedef struct
{
  TelarStrategy strategy;
  guint workers;
  gint64 wall; /* in milliseconds, as the others */
  gint64 task;
  gint64 user, system;
  guint n_failed;
  gboolean is_stopped;
  const char *inputs; /* NULL for the usual ones */
} Given;

static TelarPlan *
make_plan (const char *inputs)
{
  g_autoptr (GError) error = NULL;
  TelarPlan *plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), inputs, &error);

  g_assert_no_error (error);

  return plan;
}

static TelarRunRecord *
make_run (const Given *given)
{
  g_autoptr (TelarPlan) plan = make_plan (given->inputs != NULL ? given->inputs : "1..8");
  guint n_tasks = telar_plan_get_n_tasks (plan);
  TelarRunRecord *record = telar_run_record_new (plan, given->strategy, given->workers, n_tasks);

  for (guint i = 0; i < n_tasks; i++)
    {
      g_auto (TelarOutcome) outcome
          = { .status = i < given->n_failed ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED };

      telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
      telar_trace_task_ready (record->trace, i, 0);
      telar_trace_task_started (record->trace, i, i, 0);
      telar_trace_task_finished (record->trace, i, &outcome, given->task * MS);
    }
  telar_trace_set_peak_concurrency (record->trace, given->workers);
  /* The longer a run, the more it needs here; of one that was stopped it is not known. */
  record->memory_bytes = given->is_stopped ? 0 : given->wall * 1000;
  telar_run_record_end (record, given->wall * MS,
                        (TelarCpuTime){ given->user * MS, given->system * MS }, !given->is_stopped);

  return record;
}

static TelarComparison *
make_comparison (const Given *given, guint n, const char *const *names)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (records, make_run (&given[i]));

  return telar_comparison_new (records, names);
}

/* The medians of 400, 420, 440 and of 100, 100, 130 are 420 and 100; the means 420 and 110, the
 * standard deviations 20 and √300. */
static void
test_repeats_are_one_series (void)
{
  static const Given given[] = {
    { TELAR_STRATEGY_SEQUENTIAL, 1, 420, 50, 30, 10, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 4, 130, 50, 36, 12, 0, FALSE, NULL },
    { TELAR_STRATEGY_SEQUENTIAL, 1, 400, 50, 20, 14, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 4, 100, 40, 32, 16, 0, FALSE, NULL },
    { TELAR_STRATEGY_SEQUENTIAL, 1, 440, 50, 40, 12, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 4, 100, 50, 34, 11, 0, FALSE, NULL },
  };
  g_autoptr (TelarComparison) comparison = make_comparison (given, G_N_ELEMENTS (given), NULL);
  const TelarSeries *sequential, *threads;

  g_assert_cmpuint (comparison->n_runs, ==, 6);
  g_assert_cmpuint (comparison->n_plans, ==, 1);
  g_assert_cmpuint (comparison->series->len, ==, 2);
  g_assert_true (telar_comparison_has_repeats (comparison));
  sequential = telar_comparison_get (comparison, 0);
  threads = telar_comparison_get (comparison, 1);

  g_assert_cmpstr (sequential->label, ==, "Sequential");
  g_assert_cmpstr (threads->label, ==, "Threads · 4 workers");
  g_assert_cmpuint (sequential->n_runs, ==, 3);
  g_assert_cmpuint (threads->n_runs, ==, 3);
  g_assert_cmpfloat (sequential->walls.median, ==, 420e6);
  g_assert_cmpfloat (threads->walls.minimum, ==, 100e6);
  g_assert_cmpfloat (threads->walls.maximum, ==, 130e6);
  g_assert_cmpint (threads->typical->wall_ns, ==, 100 * MS);
  g_assert_cmpfloat (sequential->cpu_user_ns, ==, 30e6);
  g_assert_cmpfloat (sequential->cpu_system_ns, ==, 12e6);
  /* 8 × 50 ms in 420, and of 8 × 50 / 130, 8 × 40 / 100 and 8 × 50 / 100 the middle one. */
  g_assert_cmpfloat_with_epsilon (sequential->mean_concurrency, 400.0 / 420, 1e-12);
  g_assert_cmpfloat_with_epsilon (threads->mean_concurrency, 3.2, 1e-12);
  g_assert_cmpfloat (threads->critical_path_ns, ==, 50e6);
  g_assert_cmpfloat (threads->overhead_ns, ==, 60e6);
  g_assert_cmpuint (threads->peak_concurrency, ==, 4);
  g_assert_cmpint (sequential->memory_bytes, ==, 440000);
  g_assert_cmpint (threads->memory_bytes, ==, 130000);

  g_assert_cmpuint (threads->baseline, ==, 0);
  g_assert_cmpfloat_with_epsilon (threads->speed_up, 4.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (threads->efficiency, 1.05, 1e-12);
  g_assert_cmpfloat_with_epsilon (threads->speed_up_error,
                                  4.2 * sqrt (pow (20.0 / 420, 2) + 300.0 / (110.0 * 110)), 1e-9);
  g_assert_cmpint (threads->difference, ==, TELAR_DIFFERENCE_LOWER);
  g_assert_cmpfloat (sequential->speed_up, ==, 1);
  g_assert_cmpfloat (sequential->speed_up_error, ==, 0);
  g_assert_cmpuint (telar_comparison_find_fastest (comparison, 0), ==, 1);
  g_assert_nonnull (threads->verdict->sentence);
}

static void
test_baseline_is_sequential_or_one_worker_or_the_slowest (void)
{
  static const Given given[] = {
    { TELAR_STRATEGY_THREADS, 4, 100, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 2, 200, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_PROCESSES, 2, 190, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 1, 180, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_SEQUENTIAL, 1, 150, 50, 0, 0, 0, FALSE, NULL },
  };
  static const struct
  {
    guint n;
    guint baseline;
    double speed_up; /* of the first */
  } cases[] = { { 1, 0, 1 }, { 3, 1, 2 }, { 4, 3, 1.8 }, { 5, 4, 1.5 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TelarComparison) comparison = make_comparison (given, cases[i].n, NULL);
      const TelarSeries *first = telar_comparison_get (comparison, 0);

      g_assert_cmpuint (first->baseline, ==, cases[i].baseline);
      g_assert_cmpfloat_with_epsilon (first->speed_up, cases[i].speed_up, 1e-12);
      /* Single runs have no spread. */
      g_assert_true (cases[i].n == 1 || isnan (first->speed_up_error));
    }
}

static void
test_what_was_stopped_or_did_less_is_not_compared (void)
{
  static const Given given[] = {
    { TELAR_STRATEGY_SEQUENTIAL, 1, 400, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 4, 50, 50, 0, 0, 0, TRUE, NULL },
    { TELAR_STRATEGY_ASYNC, 4, 60, 50, 0, 0, 3, FALSE, NULL },
    { TELAR_STRATEGY_PROCESSES, 4, 90, 50, 0, 0, 0, TRUE, NULL },
    { TELAR_STRATEGY_PROCESSES, 4, 100, 50, 0, 0, 0, FALSE, NULL },
  };
  g_autoptr (TelarComparison) comparison = make_comparison (given, G_N_ELEMENTS (given), NULL);
  const TelarSeries *stopped = telar_comparison_get (comparison, 1);
  const TelarSeries *failed = telar_comparison_get (comparison, 2);
  const TelarSeries *processes = telar_comparison_get (comparison, 3);

  g_assert_false (stopped->is_complete);
  g_assert_cmpuint (stopped->baseline, ==, TELAR_NO_SERIES);
  g_assert_true (isnan (stopped->speed_up));
  g_assert_cmpuint (failed->n_failed, ==, 3);
  g_assert_true (isnan (failed->speed_up));
  g_assert_true (isnan (failed->efficiency));
  /* Of repeated runs, the one that was stopped does not count. */
  g_assert_cmpuint (processes->n_runs, ==, 1);
  g_assert_cmpuint (processes->records->len, ==, 2);
  g_assert_cmpfloat_with_epsilon (processes->speed_up, 4, 1e-12);
  g_assert_cmpuint (telar_comparison_find_fastest (comparison, 0), ==, 3);
}

static void
test_other_plans_are_other_series (void)
{
  static const Given given[] = {
    { TELAR_STRATEGY_SEQUENTIAL, 1, 400, 50, 0, 0, 0, FALSE, "1 2 3 4" },
    { TELAR_STRATEGY_SEQUENTIAL, 1, 800, 50, 0, 0, 0, FALSE, "1 2 3 5" },
    { TELAR_STRATEGY_THREADS, 2, 200, 50, 0, 0, 0, FALSE, "1 2 3 5" },
    { TELAR_STRATEGY_THREADS, 2, 200, 50, 0, 0, 0, FALSE, "A = 1\nB = 2 after A\nC = 3\nD = 5" },
    { TELAR_STRATEGY_SEQUENTIAL, 1, 420, 50, 0, 0, 0, FALSE, "1 2 3 4" },
  };
  g_autoptr (TelarComparison) comparison = make_comparison (given, G_N_ELEMENTS (given), NULL);

  g_assert_cmpuint (comparison->n_plans, ==, 3);
  g_assert_cmpuint (comparison->series->len, ==, 4);
  g_assert_cmpuint (telar_comparison_get (comparison, 0)->n_runs, ==, 2);
  g_assert_cmpfloat_with_epsilon (telar_comparison_get (comparison, 2)->speed_up, 4, 1e-12);
  g_assert_cmpuint (telar_comparison_get (comparison, 2)->baseline, ==, 1);
  g_assert_cmpuint (telar_comparison_get (comparison, 3)->baseline, ==, 3);

  for (guint i = 0; i < comparison->series->len; i++)
    for (guint k = 0; k < i; k++)
      g_assert_cmpstr (telar_comparison_get (comparison, i)->label, !=,
                       telar_comparison_get (comparison, k)->label);
}

static void
test_labels_tell_the_workload_where_it_differs (void)
{
  static const Given given = { TELAR_STRATEGY_THREADS, 2, 400, 50, 0, 0, 0, FALSE, "1 2 3 4" };
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("race")), "1 2", NULL);
  TelarRunRecord *race = telar_run_record_new (plan, TELAR_STRATEGY_PROCESSES, 2, 1);
  g_autoptr (TelarComparison) one = NULL;
  g_autoptr (TelarComparison) two = NULL;

  telar_run_record_end (race, 9 * MS, (TelarCpuTime){ 0, 0 }, TRUE);
  g_ptr_array_add (records, make_run (&given));
  one = telar_comparison_new (records, NULL);
  g_ptr_array_add (records, race);

  two = telar_comparison_new (records, NULL);

  g_assert_cmpstr (telar_comparison_get (one, 0)->label, ==, "Threads · 2 workers");
  g_assert_cmpstr (telar_comparison_get (two, 0)->label, ==,
                   "Threads · Sleep and square · 4 tasks");
  g_assert_cmpstr (telar_comparison_get (two, 1)->label, ==,
                   "Processes · No guard · Race · 2 tasks");
  g_assert_cmpstr (telar_comparison_get (two, 1)->full_label, ==,
                   "Processes · 2 workers · No guard · Race · 2 tasks");
  g_assert_null (two->common.tasks);
  g_assert_cmpstr (two->common.conditions, ==, "2 workers");
}

/* A run of a race of five tasks under these conditions. */
static TelarRunRecord *
make_race (TelarStrategy strategy, guint workers, const char *guard, gboolean has_one_core)
{
  TelarParameters *parameters = telar_parameters_new (telar_workload_from_name ("race"));
  g_autoptr (TelarPlan) plan = NULL;
  g_autoptr (GError) error = NULL;
  TelarRunRecord *record;

  telar_parameters_set_string (parameters, "guard", guard, &error);
  g_assert_no_error (error);
  telar_parameters_set_number (parameters, "one-core", has_one_core, &error);
  g_assert_no_error (error);
  plan = telar_plan_new_from_text (parameters, "1..5", &error);
  g_assert_no_error (error);
  record = telar_run_record_new (plan, strategy, workers, 5);
  telar_run_record_end (record, 9 * MS, (TelarCpuTime){ 0, 0 }, TRUE);

  return record;
}

static void
test_what_all_runs_share_is_told_once (void)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_autoptr (TelarComparison) two = NULL;
  g_autoptr (TelarComparison) three = NULL;
  g_autofree char *shared_by_two = NULL, *shared_by_three = NULL, *csv = NULL;

  g_ptr_array_add (records, make_race (TELAR_STRATEGY_THREADS, 4, "mutex", TRUE));
  g_ptr_array_add (records, make_race (TELAR_STRATEGY_THREADS, 4, "none", TRUE));

  two = telar_comparison_new (records, NULL);
  shared_by_two = telar_comparison_format_common (two);
  csv = telar_comparison_to_csv (two, NULL);

  g_assert_cmpstr (telar_comparison_get (two, 0)->label, ==, "Threads · Mutex");
  g_assert_cmpstr (telar_comparison_get (two, 1)->label, ==, "Threads · No guard");
  g_assert_cmpstr (shared_by_two, ==, "All runs: Race · 5 tasks · 4 workers · One core");
  /* A row of a table may be looked at without the others. */
  g_assert_nonnull (strstr (csv, "\nThreads · 4 workers · Mutex · One core,"));

  /* Sequential has no workers, and this one could use all cores. */
  g_ptr_array_add (records, make_race (TELAR_STRATEGY_SEQUENTIAL, 1, "mutex", FALSE));
  three = telar_comparison_new (records, NULL);
  shared_by_three = telar_comparison_format_common (three);

  g_assert_cmpstr (telar_comparison_get (three, 0)->label, ==,
                   "Threads · 4 workers · Mutex · One core");
  g_assert_cmpstr (telar_comparison_get (three, 1)->label, ==,
                   "Threads · 4 workers · No guard · One core");
  g_assert_cmpstr (telar_comparison_get (three, 2)->label, ==, "Sequential · Mutex");
  g_assert_cmpstr (shared_by_three, ==, "All runs: Race · 5 tasks");
}

/* Without Sequential, the reference has several workers, too. */
static void
test_efficiency_refers_to_the_workers_of_the_baseline (void)
{
  static const Given given[] = {
    { .strategy = TELAR_STRATEGY_THREADS, .workers = 4, .wall = 400, .task = 50 },
    { .strategy = TELAR_STRATEGY_THREADS, .workers = 8, .wall = 250, .task = 50 },
  };
  g_autoptr (TelarComparison) comparison = make_comparison (given, G_N_ELEMENTS (given), NULL);

  g_assert_cmpuint (telar_comparison_get (comparison, 1)->baseline, ==, 0);
  g_assert_cmpfloat_with_epsilon (telar_comparison_get (comparison, 0)->efficiency, 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (telar_comparison_get (comparison, 1)->efficiency, 0.8, 1e-12);
}

static void
test_single_series_is_told_whole (void)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_autoptr (TelarComparison) comparison = NULL;

  for (guint i = 0; i < 2; i++)
    g_ptr_array_add (records, make_race (TELAR_STRATEGY_THREADS, 4, "mutex", TRUE));

  comparison = telar_comparison_new (records, NULL);

  g_assert_cmpuint (comparison->series->len, ==, 1);
  g_assert_cmpstr (telar_comparison_get (comparison, 0)->label, ==,
                   "Threads · 4 workers · Mutex · One core");
  g_assert_null (comparison->common.conditions);
}

static void
test_names_are_labels_of_one_clean_line (void)
{
  static const Given given[] = {
    { TELAR_STRATEGY_THREADS, 4, 100, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 4, 100, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_ASYNC, 4, 100, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_PROCESSES, 4, 100, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_PROCESSES, 4, 100, 50, 0, 0, 0, FALSE, NULL },
  };
  const char *const names[] = { "best", "best", "a\nb\xff", "one", "two" };
  g_autoptr (TelarComparison) comparison = make_comparison (given, G_N_ELEMENTS (given), names);

  g_assert_cmpstr (telar_comparison_get (comparison, 0)->label, ==, "best");
  g_assert_cmpstr (telar_comparison_get (comparison, 1)->label, ==,
                   "a\xef\xbf\xbd"
                   "b\xef\xbf\xbd");
  g_assert_cmpstr (telar_comparison_get (comparison, 2)->label, ==, "Processes");
  g_assert_cmpstr (comparison->common.conditions, ==, "4 workers");
}

/* With a quarter of the work serial, Amdahl's law gives 400 ms / (0.25 + 0.75 / n). */
static void
test_scaling_finds_the_serial_share (void)
{
  static const Given given[] = {
    { TELAR_STRATEGY_THREADS, 4, 175, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_SEQUENTIAL, 1, 500, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 1, 400, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 2, 250, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_ASYNC, 2, 250, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_ASYNC, 5, 100, 50, 0, 0, 0, FALSE, NULL },
    { TELAR_STRATEGY_PROCESSES, 4, 200, 50, 0, 0, 0, FALSE, NULL },
  };
  g_autoptr (TelarComparison) comparison = make_comparison (given, G_N_ELEMENTS (given), NULL);
  g_autoptr (GPtrArray) scalings = telar_scaling_find (comparison);
  const TelarScaling *threads, *async;
  const TelarScalingSample *samples;

  /* Processes was run with one number of workers only. */
  g_assert_cmpuint (scalings->len, ==, 2);
  threads = g_ptr_array_index (scalings, 0);
  g_assert_cmpint (threads->strategy, ==, TELAR_STRATEGY_THREADS);
  g_assert_cmpuint (threads->reference, ==, 2);
  g_assert_cmpuint (threads->samples->len, ==, 3);
  samples = (const TelarScalingSample *) threads->samples->data;
  g_assert_cmpuint (samples[0].workers, ==, 1);
  g_assert_cmpfloat (samples[0].speed_up, ==, 1);
  g_assert_cmpuint (samples[1].workers, ==, 2);
  g_assert_cmpfloat_with_epsilon (samples[1].speed_up, 1.6, 1e-12);
  g_assert_cmpuint (samples[2].workers, ==, 4);
  g_assert_cmpfloat_with_epsilon (samples[2].speed_up, 400.0 / 175, 1e-12);
  g_assert_cmpuint (samples[2].series, ==, 0);
  g_assert_cmpfloat_with_epsilon (threads->amdahl.serial_share, 0.25, 1e-12);
  g_assert_cmpfloat (threads->amdahl.residual, <, 1e-12);

  /* Without one worker of its own, Sequential stands for it. */
  async = g_ptr_array_index (scalings, 1);
  g_assert_cmpuint (async->reference, ==, 1);
  g_assert_cmpuint (async->samples->len, ==, 3);
  g_assert_cmpfloat_with_epsilon (async->amdahl.serial_share, 0, 1e-12);
}

static void
test_csv_has_one_row_a_series (void)
{
  static const Given given[] = {
    { TELAR_STRATEGY_SEQUENTIAL, 1, 400, 50, 30, 10, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 4, 100, 50, 32, 16, 0, FALSE, NULL },
    { TELAR_STRATEGY_THREADS, 4, 120, 50, 34, 18, 0, FALSE, NULL },
    { TELAR_STRATEGY_ASYNC, 4, 50, 50, 0, 0, 2, TRUE, NULL },
  };
  const char *const names[] = { "=1+1, \"x\"", NULL, NULL, NULL };
  g_autoptr (TelarComparison) comparison = make_comparison (given, G_N_ELEMENTS (given), names);
  gsize length;
  g_autofree char *csv = telar_comparison_to_csv (comparison, &length);
  g_auto (GStrv) lines = g_strsplit (csv, "\r\n", -1);
  g_auto (GStrv) header = g_strsplit (lines[0], ",", -1);
  g_auto (GStrv) fields = NULL;

  g_assert_cmpuint (length, ==, strlen (csv));
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_str_has_prefix (lines[1],
                                   "\"'=1+1, \"\"x\"\"\",square,8,sequential,1,1,"
                                   "0.400000000,0.400000000,0.400000000,0.400000000,,"
                                   "0.030000000,0.010000000,\"'=1+1, \"\"x\"\"\",1,0,1,1,1,"
                                   "0.050000000,0.350000000,8,0,0,0,true,"));
  g_assert_cmpstr (lines[2], ==,
                   "Threads · 4 workers,square,8,threads,4,2,0.110000000,0.110000000,0.100000000,"
                   "0.120000000,0.014142136,0.033000000,0.017000000,\"'=1+1, \"\"x\"\"\",3.63636,,"
                   "0.909091,4,3.66667,0.050000000,0.060000000,8,0,0,0,true,,120000");
  fields = g_strsplit (lines[3], ",", -1);
  g_assert_cmpuint (g_strv_length (fields), ==, g_strv_length (header));
  g_assert_cmpstr (fields[13], ==, "");
  g_assert_cmpstr (fields[14], ==, "");
  g_assert_cmpstr (fields[22], ==, "2");
  g_assert_cmpstr (fields[25], ==, "false");
  g_assert_cmpstr (fields[27], ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/comparison/repeats-are-one-series", test_repeats_are_one_series);
  g_test_add_func ("/comparison/baseline-is-sequential-or-one-worker-or-the-slowest",
                   test_baseline_is_sequential_or_one_worker_or_the_slowest);
  g_test_add_func ("/comparison/what-was-stopped-or-did-less-is-not-compared",
                   test_what_was_stopped_or_did_less_is_not_compared);
  g_test_add_func ("/comparison/other-plans-are-other-series", test_other_plans_are_other_series);
  g_test_add_func ("/comparison/labels-tell-the-workload-where-it-differs",
                   test_labels_tell_the_workload_where_it_differs);
  g_test_add_func ("/comparison/what-all-runs-share-is-told-once",
                   test_what_all_runs_share_is_told_once);
  g_test_add_func ("/comparison/efficiency-refers-to-the-workers-of-the-baseline",
                   test_efficiency_refers_to_the_workers_of_the_baseline);
  g_test_add_func ("/comparison/single-series-is-told-whole", test_single_series_is_told_whole);
  g_test_add_func ("/comparison/names-are-labels-of-one-clean-line",
                   test_names_are_labels_of_one_clean_line);
  g_test_add_func ("/comparison/scaling-finds-the-serial-share",
                   test_scaling_finds_the_serial_share);
  g_test_add_func ("/comparison/csv-has-one-row-a-series", test_csv_has_one_row_a_series);

  return g_test_run ();
}
