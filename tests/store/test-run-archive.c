/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/telar-run-archive.h"

#include <gio/gio.h>
#include <string.h>

#include "model/telar-job-log.h"
#include "random-record.h"

static TelarRunRecord *
read_bytes (const void *data, gsize length, GError **error)
{
  TelarByteReader reader;

  telar_byte_reader_init (&reader, data, length);

  return telar_run_archive_read (&reader, error);
}

static TelarRunRecord *
read_archive (GBytes *archive, GError **error)
{
  gsize length;
  const void *data = g_bytes_get_data (archive, &length);

  return read_bytes (data, length, error);
}

static void
test_reading_back_gives_the_same_run (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (TelarRunRecord) record = random_record_new (
          rand, (guint) g_rand_int_range (rand, 2, 200), (guint) g_rand_int_range (rand, 1, 9));
      g_autoptr (GBytes) archive = telar_run_archive_write (record);
      g_autoptr (GError) error = NULL;
      g_autoptr (TelarRunRecord) again = read_archive (archive, &error);

      g_assert_no_error (error);
      assert_records_equal (record, again);
      g_assert_true (g_date_time_equal (record->started, again->started));
      for (guint k = 0; k < telar_trace_get_n_tasks (record->trace); k++)
        g_assert_cmpuint (telar_trace_get_finished (record->trace, k), ==,
                          telar_trace_get_finished (again->trace, k));
    }
}

static TelarPlan *
make_plan (const char *workload, const char *parameter, const char *value, const char *inputs)
{
  TelarParameters *parameters = telar_parameters_new (telar_workload_from_name (workload));
  g_autoptr (GError) error = NULL;
  TelarPlan *plan;

  g_assert_true (telar_parameters_parse (parameters, parameter, value, NULL));
  plan = telar_plan_new_from_text (parameters, inputs, &error);
  g_assert_no_error (error);

  return plan;
}

static void
test_parameters_are_kept (void)
{
  g_autoptr (TelarPlan) pages
      = make_plan ("headings", "pattern", "<h1>(ñ.*?)</h1>", "https://example.org/\ndemo:page");
  g_autoptr (TelarPlan) numbers = make_plan ("square", "seconds", "0.125", "-7\n0");
  g_autoptr (TelarPlan) race = make_plan ("race", "guard", "atomic", "1 2");
  g_autoptr (TelarPlan) primes = make_plan ("primes", "interpreter-lock", "on", "1 2");
  TelarPlan *plans[] = { pages, numbers, race, primes };

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      g_autoptr (TelarRunRecord) record
          = telar_run_record_new (plans[i], TELAR_STRATEGY_ASYNC, 0, 1);
      g_autoptr (GBytes) archive = NULL;
      g_autoptr (TelarRunRecord) again = NULL;
      g_autoptr (GVariant) expected
          = g_variant_ref_sink (telar_parameters_to_variant (telar_plan_get_parameters (plans[i])));
      g_autoptr (GVariant) actual = NULL;
      g_autoptr (GError) error = NULL;

      telar_run_record_end (record, 1, (TelarCpuTime){ 0, 0 }, FALSE);
      archive = telar_run_archive_write (record);
      again = read_archive (archive, &error);
      g_assert_no_error (error);
      actual = g_variant_ref_sink (
          telar_parameters_to_variant (telar_plan_get_parameters (again->plan)));
      g_assert_true (g_variant_equal (actual, expected));
    }
}

static void
test_imported_run_is_kept (void)
{
  static const char log[]
      = "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"
        "1\t:\t1000000000.125\t1.000\t0\t0\t0\t0\t# A = make all after 1..3, 5\n"
        "2\thost\t1000000000.500\t0.250\t0\t7\t2\t0\t  false\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarRunRecord) record = telar_job_log_read (log, strlen (log), &error);
  g_autoptr (GBytes) archive = NULL;
  g_autoptr (TelarRunRecord) again = NULL;

  g_assert_no_error (error);
  archive = telar_run_archive_write (record);
  again = read_archive (archive, &error);

  g_assert_no_error (error);
  assert_records_equal (record, again);
  g_assert_true (g_date_time_equal (record->started, again->started));
  g_assert_cmpstr (telar_plan_get_task (again->plan, 0)->input, ==, "# A = make all after 1..3, 5");
}

/* A run that was stopped may hold tasks that never ended: they are kept as cancelled. */
static void
test_tasks_that_never_ended_are_cancelled (void)
{
  g_autoptr (TelarPlan) plan = make_plan ("square", "seconds", "1", "1\n2");
  g_autoptr (TelarRunRecord) record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 1, 1);
  g_autoptr (GBytes) archive = NULL;
  g_autoptr (TelarRunRecord) again = NULL;
  g_autoptr (GError) error = NULL;
  TelarCounts counts;

  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  telar_trace_task_started (record->trace, 0, 0, 5);
  telar_run_record_end (record, 10, (TelarCpuTime){ 0, 0 }, FALSE);

  archive = telar_run_archive_write (record);
  again = read_archive (archive, &error);

  g_assert_no_error (error);
  telar_trace_get_counts (again->trace, &counts);
  g_assert_cmpuint (counts.cancelled, ==, 2);
  g_assert_cmpint (telar_trace_get_task (again->trace, 0)->start_ns, ==, -1);
}

/* The first version ended with the tasks, the second with the memory. */
static void
test_older_versions_are_read (void)
{
  for (guint8 version = 1; version < TELAR_RUN_ARCHIVE_VERSION; version++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (1);
      g_autoptr (TelarRunRecord) record = random_record_new (rand, 20, 3);
      g_autoptr (TelarRunRecord) again = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) archive = NULL;
      g_autofree guint8 *data = NULL;
      gsize length;

      record->memory_bytes = version < TELAR_RUN_ARCHIVE_VERSION_OF_MEMORY ? 0 : 1234567;
      record->n_cores = 0;
      archive = telar_run_archive_write (record);
      length = g_bytes_get_size (archive) - (version < TELAR_RUN_ARCHIVE_VERSION_OF_MEMORY ? 2 : 1);
      data = g_memdup2 (g_bytes_get_data (archive, NULL), length);
      data[0] = version;

      again = read_bytes (data, length, &error);

      g_assert_no_error (error);
      assert_records_equal (record, again);
    }
}

static void
test_newer_version_is_not_called_damaged (void)
{
  static const guint8 newer[] = { TELAR_RUN_ARCHIVE_VERSION + 1, 0xff };
  g_autoptr (GError) error = NULL;

  g_assert_null (read_bytes (newer, sizeof newer, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

/* What was understood of a damaged archive can be shown. */
static void
assert_sensible (TelarRunRecord *record)
{
  guint n_tasks = telar_trace_get_n_tasks (record->trace);
  guint n_lanes = telar_trace_get_n_lanes (record->trace);

  g_assert_cmpuint (telar_plan_get_n_tasks (record->plan), ==, n_tasks);
  g_assert_true (g_utf8_validate (record->application, -1, NULL));
  for (guint i = 0; i < n_lanes; i++)
    {
      TelarLane *lane = telar_trace_get_lane (record->trace, i);

      for (guint k = 0; k < telar_lane_get_n_spans (lane); k++)
        {
          const TelarSpan *span = telar_lane_get_span (lane, k);

          g_assert_true (span->task < n_tasks || span->task == TELAR_NO_TASK);
          g_assert_cmpuint (span->phase, <, TELAR_N_PHASES);
          g_assert_cmpint (span->start_ns, >=, 0);
          g_assert_cmpint (span->end_ns, >=, span->start_ns);
        }
    }

  for (guint i = 0; i < n_tasks; i++)
    {
      const TelarTaskState *task = telar_trace_get_task (record->trace, i);
      const TelarResult *result = task->result;

      g_assert_true (telar_status_is_final (telar_task_state_get_status (task)));
      g_assert_true (task->start_ns < 0 || task->lane < n_lanes);
      g_assert_cmpint (task->end_ns, >=, task->start_ns);
      for (guint k = 0; result != NULL && k < result->n_headings; k++)
        {
          g_assert_cmpuint (result->headings[k].level, <=, 6);
          g_assert_true (g_utf8_validate (result->headings[k].text, -1, NULL));
        }
      if (result != NULL && result->error != NULL)
        g_assert_true (g_utf8_validate (result->error, -1, NULL));
    }
}

/* Every beginning of an archive is refused, and one with bytes changed is refused or understood;
 * in no case does the program crash or ask for more memory than the bytes could fill. */
static void
test_damaged_ones_do_no_harm (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (TelarRunRecord) record = random_record_new (rand, 24, 3);
  g_autoptr (GBytes) archive = telar_run_archive_write (record);
  gsize length;
  const guint8 *data = g_bytes_get_data (archive, &length);
  guint n_refused = 0;

  g_test_message ("seed %u", seed);
  for (gsize i = 0; i < length; i++)
    {
      g_autofree guint8 *part = g_memdup2 (data, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (read_bytes (part, i, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }

  for (guint i = 0; i < 50000; i++)
    {
      g_autofree guint8 *changed = g_memdup2 (data, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (TelarRunRecord) again = NULL;

      for (guint k = (guint) g_rand_int_range (rand, 1, 4); k > 0; k--)
        changed[g_rand_int_range (rand, 0, (gint32) length)] = (guint8) g_rand_int (rand);
      again = read_bytes (changed, length, &error);
      g_assert_true ((again == NULL) == (error != NULL));
      n_refused += again == NULL;
      if (again != NULL)
        assert_sensible (again);
    }
  g_assert_cmpuint (n_refused, >, 10000);
}

static void
test_large_run_is_quick (void)
{
  static const guint sizes[2] = { 10000, 100000 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gint64 times[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TelarRunRecord) record = random_record_new (rand, sizes[i], 8);
      gint64 start = g_get_monotonic_time (), written;
      g_autoptr (GBytes) archive = telar_run_archive_write (record);
      g_autoptr (TelarRunRecord) again = NULL;

      written = g_get_monotonic_time ();
      again = read_archive (archive, NULL);
      g_assert_nonnull (again);
      times[i] = g_get_monotonic_time () - start;
      g_test_message ("%u tasks: %" G_GSIZE_FORMAT " bytes, written in %" G_GINT64_FORMAT
                      " µs, written and read in %" G_GINT64_FORMAT " µs",
                      sizes[i], g_bytes_get_size (archive), written - start, times[i]);
    }

  g_assert_cmpint (times[1], <, 50 * times[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/run-archive/reading-back-gives-the-same-run",
                   test_reading_back_gives_the_same_run);
  g_test_add_func ("/run-archive/parameters-are-kept", test_parameters_are_kept);
  g_test_add_func ("/run-archive/imported-run-is-kept", test_imported_run_is_kept);
  g_test_add_func ("/run-archive/tasks-that-never-ended-are-cancelled",
                   test_tasks_that_never_ended_are_cancelled);
  g_test_add_func ("/run-archive/older-versions-are-read", test_older_versions_are_read);
  g_test_add_func ("/run-archive/newer-version-is-not-called-damaged",
                   test_newer_version_is_not_called_damaged);
  g_test_add_func ("/run-archive/damaged-ones-do-no-harm", test_damaged_ones_do_no_harm);
  g_test_add_func ("/run-archive/large-run-is-quick", test_large_run_is_quick);

  return g_test_run ();
}
