/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-trace.h"

#define N_WRITERS       4
#define TASKS_OF_WRITER 5000
#define PHASES_OF_TASK  3
#define N_TASKS         (N_WRITERS * TASKS_OF_WRITER)

/* A lane's clock in these tests is a count of its own: each phase lasts one nanosecond. */
typedef struct
{
  TelarTrace *trace;
  guint number;
  gint *n_ready; /* every writer waits until all are there */
} Writer;

static gpointer
write_lane (gpointer data)
{
  Writer *writer = data;
  gint64 now = 0;
  TelarLane *lane;
  guint index;

  g_atomic_int_inc (writer->n_ready);
  while (g_atomic_int_get (writer->n_ready) < N_WRITERS)
    g_thread_yield ();

  lane = telar_trace_add_lane (writer->trace, TELAR_LANE_THREAD, &index);
  for (guint i = 0; i < TASKS_OF_WRITER; i++)
    {
      guint task = writer->number * TASKS_OF_WRITER + i;
      g_auto (TelarOutcome) outcome = { .status = TELAR_STATUS_SUCCEEDED };

      telar_trace_task_started (writer->trace, task, index, now);
      telar_lane_begin (lane, task, TELAR_PHASE_CONNECT, now++);
      telar_lane_enter (lane, TELAR_PHASE_WAIT, now++);
      telar_lane_enter (lane, TELAR_PHASE_COMPUTE, now++);
      telar_lane_end (lane, now);
      outcome.result = telar_result_new_page (task);
      telar_trace_task_finished (writer->trace, task, &outcome, now);
    }

  return NULL;
}

/* What a lane shows at one instant: its spans follow each other without a gap, and so does the
 * open one, so that none is missing and none is there twice. */
static void
check_lane (TelarLane *lane, guint *n_checked)
{
  TelarSpan open;
  gboolean has_open;
  guint n_spans = telar_lane_read (lane, &open, &has_open);

  for (guint i = *n_checked; i < n_spans; i++)
    {
      const TelarSpan *span = telar_lane_get_span (lane, i);

      g_assert_cmpint (span->start_ns, ==, i);
      g_assert_cmpint (span->end_ns, ==, i + 1);
      g_assert_cmpuint (span->task % TASKS_OF_WRITER, ==, i / PHASES_OF_TASK);
    }
  if (has_open)
    {
      g_assert_cmpint (open.start_ns, ==, n_spans);
      g_assert_cmpuint (open.task % TASKS_OF_WRITER, ==, n_spans / PHASES_OF_TASK);
    }
  *n_checked = n_spans;
}

static void
check_tasks (TelarTrace *trace, guint *n_checked)
{
  guint n_finished = telar_trace_get_n_finished (trace);
  TelarCounts counts;

  g_assert_cmpuint (n_finished, >=, *n_checked);
  for (guint i = *n_checked; i < n_finished; i++)
    {
      guint task = telar_trace_get_finished (trace, i);
      const TelarTaskState *state = telar_trace_get_task (trace, task);

      g_assert_cmpint (telar_task_state_get_status (state), ==, TELAR_STATUS_SUCCEEDED);
      g_assert_cmpint (state->result->characters, ==, task);
      g_assert_cmpint (state->end_ns - state->start_ns, ==, PHASES_OF_TASK);
    }
  *n_checked = n_finished;

  telar_trace_get_counts (trace, &counts);
  g_assert_cmpuint (counts.total, ==, N_TASKS);
  g_assert_cmpuint (counts.succeeded, >=, n_finished);
  g_assert_cmpuint (counts.succeeded, <=, N_TASKS);
  g_assert_cmpuint (counts.running, <=, N_WRITERS);
}

static void
test_reading_while_threads_write (void)
{
  g_autoptr (TelarTrace) trace = telar_trace_new (N_TASKS, N_WRITERS);
  GThread *threads[N_WRITERS];
  Writer writers[N_WRITERS];
  guint lanes_checked[N_WRITERS] = { 0 };
  guint tasks_checked = 0, n_rounds = 0;
  g_autofree guint8 *seen = g_new0 (guint8, N_TASKS);
  gint n_ready = 0;

  for (guint i = 0; i < N_WRITERS; i++)
    {
      writers[i] = (Writer){ trace, i, &n_ready };
      threads[i] = g_thread_new ("writer", write_lane, &writers[i]);
    }

  while (tasks_checked < N_TASKS)
    {
      for (guint i = 0; i < telar_trace_get_n_lanes (trace); i++)
        check_lane (telar_trace_get_lane (trace, i), &lanes_checked[i]);
      check_tasks (trace, &tasks_checked);
      n_rounds++;
    }
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (threads[i]);

  g_test_message ("read %u times", n_rounds);
  for (guint i = 0; i < N_WRITERS; i++)
    {
      check_lane (telar_trace_get_lane (trace, i), &lanes_checked[i]);
      g_assert_cmpuint (lanes_checked[i], ==, TASKS_OF_WRITER * PHASES_OF_TASK);
      g_assert_cmpuint (telar_lane_get_number (telar_trace_get_lane (trace, i)), ==, i + 1);
    }
  for (guint i = 0; i < N_TASKS; i++)
    g_assert_cmpuint (seen[telar_trace_get_finished (trace, i)]++, ==, 0);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (trace), >=, 1);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (trace), <=, N_WRITERS);
  g_assert_cmpint (telar_trace_get_end_ns (trace), ==, TASKS_OF_WRITER * PHASES_OF_TASK);
}

static void
assert_span (TelarLane *lane, guint index, guint32 task, TelarPhase phase, gint64 start, gint64 end)
{
  const TelarSpan *span;

  g_assert_cmpuint (index, <, telar_lane_get_n_spans (lane));
  span = telar_lane_get_span (lane, index);
  g_assert_cmpuint (span->task, ==, task);
  g_assert_cmpuint (span->phase, ==, phase);
  g_assert_cmpint (span->start_ns, ==, start);
  g_assert_cmpint (span->end_ns, ==, end);
}

static void
test_empty_phases_are_left_out (void)
{
  TelarLane *lane = telar_lane_new (TELAR_LANE_THREAD, 1);

  telar_lane_begin (lane, 0, TELAR_PHASE_DNS, 5);
  telar_lane_enter (lane, TELAR_PHASE_CONNECT, 5);
  telar_lane_enter (lane, TELAR_PHASE_CONNECT, 6);
  telar_lane_enter (lane, TELAR_PHASE_COMPUTE, 7);
  telar_lane_end (lane, 7);
  telar_lane_begin (lane, 1, TELAR_PHASE_COMPUTE, 9);
  telar_lane_begin (lane, 2, TELAR_PHASE_SLEEP, 10);
  telar_lane_end (lane, 4);
  telar_lane_end (lane, 20);

  g_assert_cmpuint (telar_lane_get_n_spans (lane), ==, 4);
  assert_span (lane, 0, 0, TELAR_PHASE_CONNECT, 5, 7);
  assert_span (lane, 1, 0, TELAR_PHASE_COMPUTE, 7, 7);
  assert_span (lane, 2, 1, TELAR_PHASE_COMPUTE, 9, 10);
  assert_span (lane, 3, 2, TELAR_PHASE_SLEEP, 10, 10);
  telar_lane_free (lane);
}

static void
test_reported_spans_replace_the_open_one (void)
{
  TelarLane *lane = telar_lane_new (TELAR_LANE_PROCESS, 2);
  TelarSpan open = { 10, 0, 3, TELAR_PHASE_SLEEP, 1 }, read;
  TelarSpan exact = { 11, 19, 3, TELAR_PHASE_SLEEP, 1 };
  gboolean has_open;

  telar_lane_set_open (lane, &open);
  g_assert_cmpuint (telar_lane_read (lane, &read, &has_open), ==, 0);
  g_assert_true (has_open);
  g_assert_cmpint (read.start_ns, ==, 10);
  g_assert_cmpint (read.end_ns, ==, 10);

  telar_lane_append (lane, &exact);
  telar_lane_set_open (lane, NULL);
  g_assert_cmpuint (telar_lane_read (lane, &read, &has_open), ==, 1);
  g_assert_false (has_open);
  assert_span (lane, 0, 3, TELAR_PHASE_SLEEP, 11, 19);
  telar_lane_free (lane);
}

static void
test_lanes_have_names (void)
{
  for (guint kind = 0; kind < TELAR_N_LANE_KINDS; kind++)
    {
      TelarLane *lane = telar_lane_new (kind, 3);
      g_autofree char *name = telar_lane_dup_name (lane);
      g_autofree char *own = NULL;
      TelarLaneKind found;

      g_assert_true (telar_lane_kind_from_name (telar_lane_kind_get_name (kind), &found));
      g_assert_cmpint (found, ==, kind);
      g_assert_cmpstr (
          name, ==,
          ((const char *const[]){ "Thread 3", "Place 3", "Process 3", "Event loop" })[kind]);
      telar_lane_set_name (lane, "\xffown");
      own = telar_lane_dup_name (lane);
      g_assert_cmpstr (own, ==, "\357\277\275own");
      telar_lane_free (lane);
    }
}

static void
test_tasks_that_never_began (void)
{
  g_autoptr (TelarTrace) trace = telar_trace_new (3, 1);
  g_auto (TelarOutcome) skipped = { .status = TELAR_STATUS_SKIPPED };
  g_auto (TelarOutcome) cancelled = { .status = TELAR_STATUS_CANCELLED };
  TelarCounts counts;

  telar_trace_add_lane (trace, TELAR_LANE_THREAD, NULL);
  telar_trace_task_started (trace, 1, 0, 5);
  telar_trace_task_given_back (trace, 1);
  telar_trace_task_finished (trace, 0, &skipped, 9);
  telar_trace_task_finished (trace, 1, &cancelled, 9);

  telar_trace_get_counts (trace, &counts);
  g_assert_cmpuint (counts.running, ==, 0);
  g_assert_cmpuint (counts.skipped, ==, 1);
  g_assert_cmpuint (counts.cancelled, ==, 1);
  g_assert_cmpint (telar_trace_get_task (trace, 0)->start_ns, ==, -1);
  g_assert_cmpint (telar_trace_get_task (trace, 0)->end_ns, ==, -1);
  g_assert_cmpint (telar_trace_get_task (trace, 1)->start_ns, ==, -1);
  g_assert_cmpuint (telar_trace_get_task (trace, 1)->lane, ==, G_MAXUINT32);
  g_assert_cmpuint (telar_trace_get_n_finished (trace), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trace/reading-while-threads-write", test_reading_while_threads_write);
  g_test_add_func ("/trace/empty-phases-are-left-out", test_empty_phases_are_left_out);
  g_test_add_func ("/trace/reported-spans-replace-the-open-one",
                   test_reported_spans_replace_the_open_one);
  g_test_add_func ("/trace/lanes-have-names", test_lanes_have_names);
  g_test_add_func ("/trace/tasks-that-never-began", test_tasks_that_never_began);

  return g_test_run ();
}
