/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-document.h"

#include <gio/gio.h>
#include <string.h>

#include "model/telar-lane-packer.h"
#include "model/telar-run-document.h"
#include "model/telar-trace-document.h"
#include "random-record.h"

#define MS G_GINT64_CONSTANT (1000000)

/* What GNU parallel 20221122 wrote, two logs of it as one: of -j2 with a job that failed, and of
 * one that was ended by --timeout while its command had a new line in it. */
static const char job_log[]
    = "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"
      "2\t:\t1795431594.776\t     0.102\t0\t0\t0\t0\tsleep 0.1; test 0.1 != 0.2 \n"
      "1\t:\t1795431594.773\t     0.302\t0\t0\t0\t0\tsleep 0.3; test 0.3 != 0.2 \n"
      "3\t:\t1795431594.883\t     0.205\t0\t0\t1\t0\tsleep 0.2; test 0.2 != 0.2 \n"
      "4\t:\t1795431595.082\t     0.405\t0\t0\t0\t0\tsleep 0.4; test 0.4 != 0.2 \n"
      "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"
      "2\t:\t1795431595.581\t     0.424\t0\t4\t-1\t15\techo \"a\0b\"; sleep\t0.5\n";

static const char trace[]
    = "{\"displayTimeUnit\": \"ms\", \"traceEvents\": [\n"
      "{\"ph\": \"M\", \"name\": \"process_name\", \"pid\": 7, \"args\": {\"name\": "
      "\"browser\"}},\n"
      "{\"ph\": \"M\", \"name\": \"thread_name\", \"pid\": 7, \"tid\": 2,"
      " \"args\": {\"name\": \"Second\"}},\n"
      "{\"ph\": \"M\", \"name\": \"thread_sort_index\", \"pid\": 7, \"tid\": 1,"
      " \"args\": {\"sort_index\": -1}},\n"
      "{\"ph\": \"X\", \"name\": \"load\", \"cat\": \"c\", \"pid\": 7, \"tid\": 2,"
      " \"ts\": 5000.5, \"dur\": 10000, \"args\": {\"task\": \"x\"}},\n"
      "{\"ph\": \"X\", \"name\": \"dns\", \"pid\": 7, \"tid\": 2, \"ts\": 6000, \"dur\": 1000},\n"
      "{\"ph\": \"X\", \"name\": \"helper\", \"pid\": 7, \"tid\": 2, \"ts\": 8000, \"dur\": "
      "3000},\n"
      "{\"ph\": \"X\", \"name\": \"wait\", \"pid\": 7, \"tid\": 2, \"ts\": 8500, \"dur\": 500},\n"
      "{\"ph\": \"i\", \"name\": \"instant\", \"pid\": 7, \"tid\": 2, \"ts\": 9000, \"s\": "
      "\"t\"},\n"
      "{\"ph\": \"B\", \"name\": \"parse\", \"pid\": 7, \"tid\": 1, \"ts\": 4000},\n"
      "{\"ph\": \"C\", \"name\": \"memory\", \"pid\": 7, \"ts\": 4500, \"args\": {\"n\": 5}},\n"
      "{\"ph\": \"E\", \"pid\": 7, \"tid\": 1, \"ts\": 4750.125}\n]}";

static TelarDocument *
read_document (const char *data, gssize length)
{
  g_autoptr (GError) error = NULL;
  TelarDocument *document
      = telar_document_read (data, length < 0 ? strlen (data) : (gsize) length, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);

  return document;
}

static TelarRunRecord *
read_record (const char *data, gssize length)
{
  g_autoptr (TelarDocument) document = read_document (data, length);

  g_assert_nonnull (document->records);
  g_assert_cmpuint (document->records->len, ==, 1);

  return telar_run_record_ref (g_ptr_array_index (document->records, 0));
}

static void
assert_span (TelarRunRecord *record,
             guint lane,
             guint index,
             guint task,
             TelarPhase phase,
             gint64 start_ns,
             gint64 end_ns)
{
  const TelarSpan *span = telar_lane_get_span (telar_trace_get_lane (record->trace, lane), index);

  g_assert_cmpuint (span->task, ==, task);
  g_assert_cmpint (span->phase, ==, phase);
  g_assert_cmpint (span->start_ns, ==, start_ns);
  g_assert_cmpint (span->end_ns, ==, end_ns);
}

static void
assert_task (TelarRunRecord *record,
             guint task,
             const char *input,
             guint lane,
             gint64 start_ns,
             gint64 end_ns)
{
  const TelarTaskState *state = telar_trace_get_task (record->trace, task);

  g_assert_cmpstr (telar_plan_get_task (record->plan, task)->input, ==, input);
  g_assert_cmpuint (state->lane, ==, lane);
  g_assert_cmpint (state->start_ns, ==, start_ns);
  g_assert_cmpint (state->end_ns, ==, end_ns);
}

static void
assert_lane_name (TelarRunRecord *record, guint lane, const char *expected)
{
  g_autofree char *name = telar_lane_dup_name (telar_trace_get_lane (record->trace, lane));

  g_assert_cmpstr (name, ==, expected);
}

static void
test_kinds (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autoptr (TelarRunRecord) record = random_record_new (rand, 5, 2);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autofree char *run = telar_run_document_write (record, NULL);
  g_autofree char *runs = NULL, *ours = telar_trace_document_write (record, NULL);

  g_ptr_array_add (records, record);
  g_ptr_array_add (records, record);
  runs = telar_run_document_write_several (records, NULL);

  {
    const struct
    {
      const char *data;
      gssize length;
      TelarDocumentKind kind;
      guint n_records;
    } cases[] = {
      { run, -1, TELAR_DOCUMENT_RUN, 1 },
      { runs, -1, TELAR_DOCUMENT_RUNS, 2 },
      { ours, -1, TELAR_DOCUMENT_TRACE, 1 },
      { trace, -1, TELAR_DOCUMENT_TRACE, 1 },
      { " [{\"ph\": \"X\", \"ts\": 1, \"dur\": 1}]", -1, TELAR_DOCUMENT_TRACE, 1 },
      { job_log, sizeof job_log - 1, TELAR_DOCUMENT_JOB_LOG, 1 },
      { "1..5\n", -1, TELAR_DOCUMENT_INPUTS, 0 },
      { "Seq of things\n", -1, TELAR_DOCUMENT_INPUTS, 0 },
      { "", -1, TELAR_DOCUMENT_INPUTS, 0 },
    };

    for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        g_autoptr (TelarDocument) document = read_document (cases[i].data, cases[i].length);

        g_assert_cmpint (document->kind, ==, cases[i].kind);
        g_assert_cmpuint (document->records != NULL ? document->records->len : 0, ==,
                          cases[i].n_records);
        g_assert_cmpint (document->text != NULL, ==, cases[i].n_records == 0);
      }
  }
}

static void
test_kind_of_inputs (void)
{
  g_autoptr (TelarDocument) numbers = read_document ("# five\n1..5\n", -1);
  g_autoptr (TelarDocument) pages = read_document ("demo:arxiv.org/\n", -1);

  g_assert_cmpint (numbers->input_kind, ==, TELAR_INPUT_NUMBER);
  g_assert_cmpstr (numbers->text, ==, "# five\n1..5\n");
  g_assert_cmpint (pages->input_kind, ==, TELAR_INPUT_PAGE);
}

static void
test_trace_of_another_program (void)
{
  g_autoptr (TelarRunRecord) record = read_record (trace, -1);

  g_assert_true (telar_workload_is_imported (telar_plan_get_workload (record->plan)));
  g_assert_cmpstr (record->application, ==, "Chrome trace");
  g_assert_cmpint (record->strategy, ==, TELAR_STRATEGY_THREADS);
  g_assert_cmpuint (record->workers, ==, 2);
  g_assert_cmpint (record->wall_ns, ==, 11 * MS + 500);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (record->trace), ==, 1);

  /* The second thread has the lower rank. */
  g_assert_cmpuint (telar_trace_get_n_lanes (record->trace), ==, 2);
  assert_lane_name (record, 0, "Thread 1");
  assert_lane_name (record, 1, "Second");
  g_assert_cmpint (telar_lane_get_pid (telar_trace_get_lane (record->trace, 1)), ==, 7);
  g_assert_cmpint (telar_lane_get_tid (telar_trace_get_lane (record->trace, 1)), ==, 2);

  g_assert_cmpuint (telar_trace_get_n_tasks (record->trace), ==, 2);
  assert_task (record, 0, "parse", 0, 0, 750125);
  assert_task (record, 1, "load", 1, MS + 500, 11 * MS + 500);
  g_assert_cmpuint (telar_lane_get_n_spans (telar_trace_get_lane (record->trace, 0)), ==, 1);
  assert_span (record, 0, 0, 0, TELAR_PHASE_RUN, 0, 750125);
  g_assert_cmpuint (telar_lane_get_n_spans (telar_trace_get_lane (record->trace, 1)), ==, 5);
  assert_span (record, 1, 0, 1, TELAR_PHASE_RUN, MS + 500, 2 * MS);
  assert_span (record, 1, 1, 1, TELAR_PHASE_DNS, 2 * MS, 3 * MS);
  assert_span (record, 1, 2, 1, TELAR_PHASE_RUN, 3 * MS, 4 * MS + 500000);
  assert_span (record, 1, 3, 1, TELAR_PHASE_WAIT, 4 * MS + 500000, 5 * MS);
  assert_span (record, 1, 4, 1, TELAR_PHASE_RUN, 5 * MS, 11 * MS + 500);
}

static void
test_trace_of_two_processes (void)
{
  g_autoptr (TelarRunRecord) record
      = read_record ("[{\"ph\": \"X\", \"name\": \"a\", \"pid\": \"one\", \"tid\": \"main\", "
                     "\"ts\": 0, \"dur\": 5},"
                     "{\"ph\": \"X\", \"name\": \"b\", \"pid\": 2, \"ts\": 2, \"dur\": 5}]",
                     -1);

  g_assert_cmpint (record->strategy, ==, TELAR_STRATEGY_PROCESSES);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (record->trace), ==, 2);
  assert_lane_name (record, 0, "Process one, thread main");
  assert_task (record, 0, "a", 0, 0, 5000);
  assert_task (record, 1, "b", 1, 2000, 7000);
}

/* A program that is killed leaves its trace without an end. */
static void
test_trace_without_an_end (void)
{
  static const char *const endings[] = { "", "\n", ",", ",\n", "]", "\n]\n" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *text = g_strconcat (
          "[{\"ph\": \"X\", \"name\": \"a\", \"ts\": 1, \"dur\": 2}", endings[i], NULL);
      g_autoptr (TelarRunRecord) record = read_record (text, -1);

      assert_task (record, 0, "a", 0, 0, 2000);
      g_assert_cmpint (record->strategy, ==, TELAR_STRATEGY_SEQUENTIAL);
    }
}

/* A recording begins and ends in the middle of things. */
static void
test_beginnings_without_ends (void)
{
  g_autoptr (TelarRunRecord) record
      = read_record ("[{\"ph\": \"E\", \"ts\": 0}, {\"ph\": \"B\", \"name\": \"outer\", \"ts\": 1},"
                     "{\"ph\": \"B\", \"name\": \"sleep\", \"ts\": 2}, {\"ph\": \"E\", \"ts\": 4},"
                     "{\"ph\": \"B\", \"name\": \"wait\", \"ts\": 5}, {\"ph\": \"E\", \"ts\": 6},"
                     "{\"ph\": \"X\", \"name\": \"wait\", \"ts\": 7, \"dur\": 3}]",
                     -1);

  g_assert_cmpuint (telar_trace_get_n_tasks (record->trace), ==, 1);
  assert_task (record, 0, "outer", 0, 1000, 10000);
  assert_span (record, 0, 1, 0, TELAR_PHASE_SLEEP, 2000, 4000);
  assert_span (record, 0, 3, 0, TELAR_PHASE_WAIT, 5000, 6000);
  assert_span (record, 0, 5, 0, TELAR_PHASE_WAIT, 7000, 10000);
}

static void
test_asynchronous_operations (void)
{
  g_autoptr (TelarRunRecord) record = read_record (
      "[{\"ph\": \"b\", \"cat\": \"n\", \"id\": 1, \"name\": \"one\", \"pid\": 1, \"ts\": 0},"
      "{\"ph\": \"b\", \"cat\": \"n\", \"id\": \"0x2\", \"name\": \"two\", \"pid\": 1, \"ts\": 10},"
      "{\"ph\": \"b\", \"cat\": \"n\", \"id\": 1, \"name\": \"connect\", \"pid\": 1, \"ts\": 12},"
      "{\"ph\": \"e\", \"cat\": \"n\", \"id\": 1, \"pid\": 1, \"ts\": 14},"
      "{\"ph\": \"e\", \"cat\": \"n\", \"id\": 1, \"pid\": 1, \"ts\": 20},"
      "{\"ph\": \"S\", \"cat\": \"n\", \"id\": 3, \"name\": \"three\", \"pid\": 1, \"ts\": 20},"
      "{\"ph\": \"F\", \"cat\": \"n\", \"id\": 3, \"name\": \"three\", \"pid\": 1, \"ts\": 25},"
      "{\"ph\": \"e\", \"cat\": \"n\", \"id\": \"0x2\", \"pid\": 1, \"ts\": 30}]",
      -1);

  g_assert_cmpint (record->strategy, ==, TELAR_STRATEGY_ASYNC);
  g_assert_cmpuint (telar_trace_get_n_lanes (record->trace), ==, 2);
  assert_lane_name (record, 0, "async 1");
  assert_task (record, 0, "one", 0, 0, 20000);
  assert_task (record, 1, "two", 1, 10000, 30000);
  assert_task (record, 2, "three", 0, 20000, 25000);
  assert_span (record, 0, 1, 0, TELAR_PHASE_CONNECT, 12000, 14000);
}

/* Events of one thread should nest, but some programs write others. */
static void
test_events_that_overlap (void)
{
  g_autoptr (TelarRunRecord) record
      = read_record ("[{\"ph\": \"X\", \"name\": \"a\", \"ts\": 0, \"dur\": 10},"
                     "{\"ph\": \"X\", \"name\": \"b\", \"ts\": 5, \"dur\": 10},"
                     "{\"ph\": \"X\", \"name\": \"c\", \"ts\": 9.5, \"dur\": 10}]",
                     -1);

  g_assert_cmpuint (telar_trace_get_n_lanes (record->trace), ==, 2);
  assert_lane_name (record, 1, "Thread  (2)");
  assert_task (record, 0, "a", 0, 0, 10000);
  assert_task (record, 1, "b", 1, 5000, 15000);
  assert_task (record, 2, "c", 0, 10000, 19500); /* half a microsecond is rounding */
}

static void
test_start_of_a_trace (void)
{
  g_autoptr (GDateTime) written = g_date_time_new_utc (2026, 1, 2, 3, 4, 5);
  g_autoptr (TelarDocument) relative = telar_document_read (trace, strlen (trace), written, NULL);
  g_autoptr (TelarRunRecord) absolute
      = read_record ("[{\"ph\": \"X\", \"ts\": 1767323045000001.5, \"dur\": 0.001}]", -1);
  TelarRunRecord *record = g_ptr_array_index (relative->records, 0);

  g_assert_true (g_date_time_equal (record->started, written));
  g_assert_cmpint (g_date_time_to_unix (absolute->started), ==, 1767323045);
  g_assert_cmpint (g_date_time_get_microsecond (absolute->started), ==, 1);
  g_assert_cmpint (absolute->wall_ns, ==, 1);
}

/* Our own export comes back, but for what is not in it. */
static void
test_own_trace (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (TelarRunRecord) record = random_record_new (
          rand, (guint) g_rand_int_range (rand, 2, 100), (guint) g_rand_int_range (rand, 1, 9));
      g_autofree char *document = telar_trace_document_write (record, NULL);
      g_autoptr (TelarRunRecord) read = NULL;
      guint n = 0;

      for (guint k = 0; k < telar_trace_get_n_tasks (record->trace); k++)
        n += telar_trace_get_task (record->trace, k)->start_ns >= 0;
      if (n == 0)
        continue;

      read = read_record (document, -1);
      g_assert_true (telar_plan_get_workload (read->plan)
                     == telar_plan_get_workload (record->plan));
      g_assert_cmpint (read->strategy, ==, record->strategy);
      g_assert_cmpuint (read->workers, ==, record->workers);
      g_assert_cmpint (read->wall_ns, ==, record->wall_ns);
      g_assert_cmpint (read->cpu.user_ns, ==, record->cpu.user_ns);
      g_assert_cmpint (read->complete, ==, record->complete);
      g_assert_cmpint (g_date_time_to_unix (read->started), ==,
                       g_date_time_to_unix (record->started));

      g_assert_cmpuint (telar_trace_get_n_lanes (read->trace), ==,
                        telar_trace_get_n_lanes (record->trace));
      for (guint k = 0; k < telar_trace_get_n_lanes (record->trace); k++)
        {
          TelarLane *lane = telar_trace_get_lane (record->trace, k);
          TelarLane *other = telar_trace_get_lane (read->trace, k);
          g_autofree char *name = telar_lane_dup_name (lane);

          assert_lane_name (read, k, name);
          g_assert_cmpuint (telar_lane_get_n_spans (lane), ==, telar_lane_get_n_spans (other));
          for (guint s = 0; s < telar_lane_get_n_spans (lane); s++)
            {
              const TelarSpan *span = telar_lane_get_span (lane, s);
              const TelarSpan *same = telar_lane_get_span (other, s);

              g_assert_cmpint (span->start_ns, ==, same->start_ns);
              g_assert_cmpint (span->end_ns, ==, same->end_ns);
              g_assert_cmpint (span->phase, ==, same->phase);
              g_assert_cmpint (span->core, ==, same->core);
              g_assert_cmpint (span->task == TELAR_NO_TASK, ==, same->task == TELAR_NO_TASK);
            }
        }

      g_assert_cmpuint (telar_trace_get_n_tasks (read->trace), ==, n);
      n = 0;
      for (guint k = 0; k < telar_trace_get_n_tasks (record->trace); k++)
        {
          const TelarTaskState *state = telar_trace_get_task (record->trace, k);
          const TelarTaskState *same;

          if (state->start_ns < 0)
            continue;
          same = telar_trace_get_task (read->trace, n);
          assert_task (read, n++, telar_plan_get_task (record->plan, k)->input, state->lane,
                       state->start_ns, state->end_ns);
          g_assert_cmpint (telar_task_state_get_status (same), ==,
                           telar_task_state_get_status (state));
          g_assert_cmpint (same->cpu.user_ns, ==, state->cpu.user_ns);
          g_assert_cmpuint (same->bytes, ==, state->bytes);
          g_assert_cmpuint (same->http_status, ==, state->http_status);
        }
    }
}

static void
test_job_log (void)
{
  g_autoptr (TelarRunRecord) record = read_record (job_log, sizeof job_log - 1);
  g_autofree char *started = g_date_time_format (record->started, "%Y-%m-%dT%H:%M:%S");
  TelarCounts counts;

  telar_trace_get_counts (record->trace, &counts);
  g_assert_cmpuint (counts.total, ==, 5);
  g_assert_cmpuint (counts.succeeded, ==, 3);
  g_assert_cmpuint (counts.failed, ==, 2);
  g_assert_cmpstr (record->application, ==, "GNU parallel");
  g_assert_cmpint (record->strategy, ==, TELAR_STRATEGY_PROCESSES);
  g_assert_cmpint (record->wall_ns, ==, 1232 * MS);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (record->trace), ==, 2);
  g_assert_cmpstr (started, ==, "2026-11-23T10:59:54");
  g_assert_cmpint (g_date_time_get_microsecond (record->started), ==, 773000);

  g_assert_cmpuint (telar_trace_get_n_lanes (record->trace), ==, 2);
  assert_task (record, 0, "sleep 0.3; test 0.3 != 0.2", 0, 0, 302 * MS);
  assert_task (record, 1, "sleep 0.1; test 0.1 != 0.2", 1, 3 * MS, 105 * MS);
  assert_task (record, 2, "sleep 0.2; test 0.2 != 0.2", 1, 110 * MS, 315 * MS);
  assert_task (record, 3, "sleep 0.4; test 0.4 != 0.2", 0, 309 * MS, 714 * MS);
  assert_task (record, 4, "echo \"a b\"; sleep 0.5", 1, 808 * MS, 1232 * MS);
  g_assert_cmpstr (telar_trace_get_task (record->trace, 2)->result->error, ==,
                   "The command ended with the exit status 1");
  g_assert_cmpstr (telar_trace_get_task (record->trace, 4)->result->error, ==,
                   "The command was ended by signal 15");
}

static void
test_job_log_of_two_hosts (void)
{
  g_autoptr (TelarRunRecord) record
      = read_record ("Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\r\n"
                     "1\tb.lan\t1000000000.000\t1.000\t0\t0\t0\t0\tone\r\n"
                     "2\t:\t1000000000.000\t1.000\t0\t0\t0\t0\ttwo\r\n"
                     "3\tb.lan\t1000000000.500\t1.000\t0\t0\t0\t0\tthree",
                     -1);

  g_assert_cmpuint (telar_trace_get_n_lanes (record->trace), ==, 3);
  assert_lane_name (record, 0, "b.lan 1");
  assert_lane_name (record, 2, "localhost 1");
  assert_task (record, 0, "one", 0, 0, 1000 * MS);
  assert_task (record, 1, "two", 2, 0, 1000 * MS);
  assert_task (record, 2, "three", 1, 500 * MS, 1500 * MS);
  g_assert_cmpstr (telar_lane_get_host (telar_trace_get_lane (record->trace, 1)), ==, "b.lan");
}

static int
compare_times (const void *a, const void *b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

/* No lane holds two at once, and there are no more lanes than stretches at one time. */
static void
test_packing_needs_no_lane_too_many (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 200; round++)
    {
      gint64 starts[40], ends[40], free_from[40] = { 0 };
      TelarLanePacker packer;
      guint n_lanes = 0, most = 0;

      for (guint i = 0; i < 40; i++)
        starts[i] = g_rand_int_range (rand, 0, 100);
      qsort (starts, 40, sizeof *starts, compare_times);
      for (guint i = 0; i < 40; i++)
        ends[i] = starts[i] + g_rand_int_range (rand, 1, 30);

      telar_lane_packer_init (&packer);
      for (guint i = 0; i < 40; i++)
        {
          gint64 start = starts[i], end = ends[i];
          guint at_once = 0, lane = telar_lane_packer_add (&packer, &start, &end, 0);

          g_assert_cmpuint (lane, <=, n_lanes);
          g_assert_cmpint (start, ==, starts[i]);
          g_assert_cmpint (end, ==, ends[i]);
          g_assert_cmpint (free_from[lane], <=, start);
          free_from[lane] = end;
          n_lanes = MAX (n_lanes, lane + 1);
          for (guint k = 0; k <= i; k++)
            at_once += ends[k] > starts[i];
          most = MAX (most, at_once);
        }
      telar_lane_packer_clear (&packer);
      g_assert_cmpuint (n_lanes, ==, most);
    }
}

/* An imported run can be saved as any other. */
static void
test_imported_run_as_run_document (void)
{
  const struct
  {
    const char *data;
    gssize length;
  } cases[] = { { trace, -1 }, { job_log, sizeof job_log - 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TelarRunRecord) record = read_record (cases[i].data, cases[i].length);
      g_autofree char *written = telar_run_document_write (record, NULL);
      g_autofree char *traced = telar_trace_document_write (record, NULL);
      g_autoptr (TelarRunRecord) read = read_record (written, -1);
      g_autoptr (TelarRunRecord) retraced = read_record (traced, -1);
      g_autofree char *again = telar_run_document_write (read, NULL);

      g_assert_cmpstr (written, ==, again);
      assert_records_equal (record, read);
      g_assert_true (telar_workload_is_imported (telar_plan_get_workload (retraced->plan)));
      g_assert_cmpuint (telar_trace_get_n_tasks (retraced->trace), ==,
                        telar_trace_get_n_tasks (record->trace));
    }
}

static void
test_imported_workload_cannot_be_run (void)
{
  g_assert_null (telar_workload_from_name ("imported"));
  g_assert_true (telar_workload_from_document ("imported") == telar_workload_get_imported ());
  for (guint i = 0; i < telar_workload_get_n (); i++)
    g_assert_false (telar_workload_is_imported (telar_workload_get (i)));
}

#define LOG_HEAD "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n"

static void
test_errors_tell_the_place (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
    { "{\"traceEvents\": [\n{\"ph\": \"X\", \"ts\": 1, \"dur\": 1},\n{\"ph\": \"X\", \"dur\": 1}]}",
      "Line 3: event 2: its time is missing (“ts”)" },
    { "[{\"ph\": \"X\", \"ts\": 1}]", "Line 1: event 1: its duration is missing (“dur”)" },
    { "[{\"ph\": \"X\", \"ts\": 1, \"dur\": -1}]", "Line 1: event 1: it ends before it starts" },
    { "[{\"ph\": \"b\", \"ts\": 1}]", "Line 1: event 1: its id is missing" },
    { "[{\"ph\": \"X\", \"ts\": NaN, \"dur\": 1}]", "Line 1: this is not JSON" },
    { "[{\"ph\": \"X\", \"ts\": 1e300, \"dur\": 1}]", "Line 1: 1e300 is not a time of a run" },
    { "[{\"ph\": \"X\", \"ts\": \"5\", \"dur\": 1}]",
      "Line 1: a value of another type is expected here" },
    { "[{\"ph\": \"X\", \"ts\": 0, \"dur\": 7e15}]",
      "The events of this trace are more than thirty years apart" },
    { "[{\"ph\": \"X\", \"ts\": -7999999999999999, \"dur\": 1},"
      "{\"ph\": \"X\", \"ts\": 7999999999999999, \"dur\": 1}]",
      "The events of this trace are more than thirty years apart" },
    { "[]", "This trace holds no event that lasts" },
    { "[{\"ph\": \"i\", \"ts\": 1}]", "This trace holds no event that lasts" },
    { "{\"traceEvents\": [{\"ph\": \"X\", \"ts\": 1, \"dur\": 1}",
      "Line 1: the file ends too early" },
    { "{\"traceEvents\": 7}", "Line 1: a value of another type is expected here" },
    { "[1, 2, 3]", "Line 1: a value of another type is expected here" },
    { "[{\"ph\": \"X\", \"ts\": 1, \"dur\": 1}] x", "Line 1: this is not JSON" },
    { LOG_HEAD, "There are no tasks" },
    { LOG_HEAD "1\t:\t1\t1\t0\t0\t0\t0\n", "Line 2: some of its nine columns are missing" },
    { LOG_HEAD "1\t:\tnan\t1\t0\t0\t0\t0\tx\n", "Line 2: a number is expected here" },
    { LOG_HEAD "\n1\t:\t1\t-1\t0\t0\t0\t0\tx\n", "Line 3: a number is expected here" },
    { LOG_HEAD "1\t:\t9999999999999\t1\t0\t0\t0\t0\tx\n", "Line 2: its times are impossible" },
    { LOG_HEAD "1\t:\t1\t2000000000\t0\t0\t0\t0\tx\n", "Line 2: its times are impossible" },
    { LOG_HEAD "1\t:\t1\t1\t0\t0\t0\t0\tx\n2\t:\t2000000000\t1\t0\t0\t0\t0\tx\n",
      "The jobs of this log are more than thirty years apart" },
    { LOG_HEAD "1\t:\t1\t1\t0\t0\t0\tz\tx\n", "Line 2: a number is expected here" },
    { "{\"format\": \"telar-run\", \"version\": 2}",
      "This run was saved by a newer version of Telar; update Telar to open it" },
    { "{}", "This is not a run of Telar: its format is not “telar-run”" },
    { "a\377b", "The file is neither a run of Telar nor a text in UTF-8" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TelarDocument) document
          = telar_document_read (cases[i].text, strlen (cases[i].text), NULL, &error);

      g_assert_null (document);
      g_assert_nonnull (error);
      g_assert_true (error->domain == G_IO_ERROR);
      g_assert_cmpstr (error->message, ==, cases[i].message);
    }
}

static void
test_error_in_a_set_names_the_line (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (TelarRunRecord) record = random_record_new (rand, 3, 1);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *written = NULL;
  const char *second;

  g_ptr_array_add (records, record);
  g_ptr_array_add (records, record);
  written = telar_run_document_write_several (records, NULL);
  g_string_assign (text, written);
  second = strstr (strstr (text->str, "\"strategy\"") + 1, "\"strategy\"");
  text->str[second - text->str + strlen ("\"strategy\": \"")] = '?';

  g_assert_null (telar_document_read (text->str, text->len, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, "Line "));
  g_assert_nonnull (strstr (error->message, "“?rocesses” is not known as “strategy”"));
}

static void
test_lanes_are_limited (void)
{
  g_autoptr (GString) events = g_string_new ("[");
  g_autoptr (GString) log = g_string_new (LOG_HEAD);

  for (guint i = 0; i <= 10000; i++)
    {
      g_string_append_printf (
          events, "%s{\"ph\": \"X\", \"name\": \"a\", \"tid\": %u, \"ts\": 1, \"dur\": 1}",
          i > 0 ? "," : "", i);
      g_string_append_printf (log, "%u\t:\t1\t1\t0\t0\t0\t0\tx\n", i);
    }
  g_string_append_c (events, ']');

  for (guint i = 0; i < 2; i++)
    {
      GString *text = i == 0 ? events : log;
      g_autoptr (GError) error = NULL;

      g_assert_null (telar_document_read (text->str, text->len, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_cmpstr (error->message, ==, "There are too many lanes");
    }
}

/* Nesting and overlaps of the worst kind take no more than time in proportion to their number, or
 * this does not end before the test is given up. */
static void
test_hostile_nesting (void)
{
  g_autoptr (GString) nested
      = g_string_new ("[{\"ph\": \"X\", \"tid\": 9, \"ts\": 0, \"dur\": 300000},");
  g_autoptr (GString) staircase = g_string_new ("[");

  for (guint i = 0; i < 200000; i++)
    {
      g_string_append_printf (nested, "{\"ph\": \"B\", \"name\": \"wait\", \"ts\": %u},", i);
      g_string_append_printf (staircase, "{\"ph\": \"X\", \"ts\": %u, \"dur\": 10000},", i * 2);
    }

  {
    g_autoptr (TelarRunRecord) record = read_record (nested->str, (gssize) nested->len);
    g_autoptr (TelarRunRecord) steps = read_record (staircase->str, (gssize) staircase->len);

    g_assert_cmpuint (telar_trace_get_n_tasks (record->trace), ==, 2);
    g_assert_cmpuint (telar_trace_get_n_tasks (steps->trace), ==, 200000);
    g_assert_cmpuint (telar_trace_get_n_lanes (steps->trace), ==, 5000);
  }
}

/* Names are shown: they are one line of text, whatever they were. */
static void
test_names_are_plain_lines (void)
{
  g_autoptr (TelarRunRecord) record
      = read_record ("[{\"ph\": \"X\", \"name\": \"  a\\nb\\u0000\\u001b[31m\\u2028 \", \"ts\": 1, "
                     "\"dur\": 1}, {\"ph\": \"X\", \"name\": \" \", \"ts\": 3, \"dur\": 1}]",
                     -1);
  g_autofree char *text = g_strconcat (LOG_HEAD "1\th\t1\t1\t0\t0\t0\t0\t\xff", "\n", NULL);
  g_autoptr (TelarRunRecord) log = read_record (text, -1);

  g_assert_cmpstr (telar_plan_get_task (record->plan, 0)->input, ==, "a b\357\277\275 [31m");
  g_assert_cmpstr (telar_plan_get_task (record->plan, 1)->input, ==, "?");
  g_assert_cmpstr (telar_plan_get_task (log->plan, 0)->input, ==, "\357\277\275");
}

/* Changes, removes and doubles parts, at random. Whatever comes out is a run that can be written,
 * or an error with a message. */
static void
mutate (GRand *rand, GString *text)
{
  static const char *const pieces[] = { "-1",
                                        "1e308",
                                        "\"",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        "null",
                                        "\\u0000",
                                        "\t",
                                        "\n",
                                        ",",
                                        "\377",
                                        "99999999999999999999",
                                        "\"ph\": \"B\"",
                                        "\"args\": {}",
                                        "0.0000000001",
                                        ":" };

  for (guint n = (guint) g_rand_int_range (rand, 1, 6); n > 0 && text->len > 1; n--)
    {
      gssize at = g_rand_int_range (rand, 0, (gint32) text->len);
      gssize length = g_rand_int_range (rand, 1, (gint32) MIN (30, text->len - (gsize) at) + 1);
      const char *piece = pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))];

      switch (g_rand_int_range (rand, 0, 5))
        {
        case 0:
          g_string_truncate (text, (gsize) at);
          break;
        case 1:
          g_string_erase (text, at, length);
          break;
        case 2:
          g_string_insert (text, at, piece);
          break;
        case 3:
          text->str[at] = (char) g_rand_int_range (rand, 0, 256);
          break;
        default:
          {
            g_autofree char *copy = g_strndup (text->str + at, (gsize) length);

            g_string_insert_len (text, g_rand_int_range (rand, 0, (gint32) text->len), copy,
                                 length);
          }
        }
    }
}

static void
test_damaged_documents (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (TelarRunRecord) record = random_record_new (rand, 12, 3);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autofree char *run = telar_run_document_write (record, NULL);
  g_autofree char *ours = telar_trace_document_write (record, NULL);
  g_autofree char *runs = NULL;
  guint n_read = 0, n_failed = 0;

  g_test_message ("seed %u", seed);
  g_ptr_array_add (records, record);
  g_ptr_array_add (records, record);
  runs = telar_run_document_write_several (records, NULL);

  for (guint i = 0; i < 5000; i++)
    {
      const struct
      {
        const char *data;
        gsize length;
      } originals[] = { { run, strlen (run) },
                        { runs, strlen (runs) },
                        { ours, strlen (ours) },
                        { trace, strlen (trace) },
                        { job_log, sizeof job_log - 1 } };
      guint which = i % G_N_ELEMENTS (originals);
      g_autoptr (GString) text
          = g_string_new_len (originals[which].data, (gssize) originals[which].length);
      g_autoptr (GError) error = NULL;
      g_autoptr (TelarDocument) document = NULL;
      g_autofree char *exact = NULL;

      mutate (rand, text);
      exact = g_memdup2 (text->str, text->len + (text->len == 0)); /* so that ASan sees its end */
      document = telar_document_read (exact, text->len, NULL, &error);
      g_assert_true ((document != NULL) == (error == NULL));
      if (document == NULL)
        {
          n_failed++;
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          continue;
        }

      n_read++;
      for (guint k = 0; document->records != NULL && k < document->records->len; k++)
        {
          g_autofree char *written
              = telar_run_document_write (g_ptr_array_index (document->records, k), NULL);
          g_autoptr (GError) again_error = NULL;
          G_GNUC_UNUSED g_autoptr (GPtrArray) again
              = telar_run_document_read (written, strlen (written), &again_error);

          g_assert_no_error (again_error);
        }
    }

  g_assert_cmpuint (n_read, >, 0);
  g_assert_cmpuint (n_failed, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document/kinds", test_kinds);
  g_test_add_func ("/document/kind-of-inputs", test_kind_of_inputs);
  g_test_add_func ("/document/trace/of-another-program", test_trace_of_another_program);
  g_test_add_func ("/document/trace/of-two-processes", test_trace_of_two_processes);
  g_test_add_func ("/document/trace/without-an-end", test_trace_without_an_end);
  g_test_add_func ("/document/trace/beginnings-without-ends", test_beginnings_without_ends);
  g_test_add_func ("/document/trace/asynchronous-operations", test_asynchronous_operations);
  g_test_add_func ("/document/trace/events-that-overlap", test_events_that_overlap);
  g_test_add_func ("/document/trace/start", test_start_of_a_trace);
  g_test_add_func ("/document/trace/our-own", test_own_trace);
  g_test_add_func ("/document/trace/hostile-nesting", test_hostile_nesting);
  g_test_add_func ("/document/job-log", test_job_log);
  g_test_add_func ("/document/job-log/of-two-hosts", test_job_log_of_two_hosts);
  g_test_add_func ("/document/packing", test_packing_needs_no_lane_too_many);
  g_test_add_func ("/document/imported/as-run-document", test_imported_run_as_run_document);
  g_test_add_func ("/document/imported/cannot-be-run", test_imported_workload_cannot_be_run);
  g_test_add_func ("/document/errors-tell-the-place", test_errors_tell_the_place);
  g_test_add_func ("/document/error-in-a-set-names-the-line", test_error_in_a_set_names_the_line);
  g_test_add_func ("/document/lanes-are-limited", test_lanes_are_limited);
  g_test_add_func ("/document/names-are-plain-lines", test_names_are_plain_lines);
  g_test_add_func ("/document/damaged", test_damaged_documents);

  return g_test_run ();
}
