/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run-fixture.h"

#define MS G_GINT64_CONSTANT (1000000)

/* What a worker does wrong when it is given the number 13, and what is said about it. */
typedef struct
{
  const char *misdeed;
  const char *message;
} Misdeed;

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_files = 0;

  while (g_dir_read_name (dir) != NULL)
    n_files++;

  return n_files;
}

static void
assert_no_processes (void)
{
  gint64 deadline_us = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  siginfo_t info = { 0 };

  /* GLib's own thread takes leave of those that have ended, which may be a moment later. */
  while (waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0
         && g_get_monotonic_time () < deadline_us)
    g_thread_yield ();

  g_assert_cmpint (waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT), ==, -1);
  g_assert_cmpint (errno, ==, ECHILD);
}

static TelarPlan *
plan_new_squares (const char *seconds, const char *text)
{
  return plan_new ("square", "seconds", seconds, text);
}

/* The first span of @task in its lane. */
static const TelarSpan *
first_span_of (Fixture *fixture, guint task)
{
  TelarLane *lane = telar_trace_get_lane (fixture->trace, state_of (fixture, task)->lane);

  for (guint i = 0; i < telar_lane_get_n_spans (lane); i++)
    if (telar_lane_get_span (lane, i)->task == task)
      return telar_lane_get_span (lane, i);

  g_assert_not_reached ();
}

/* Waits until @task is known to run, and returns the process that executes it. */
static GPid
wait_until_running (Fixture *fixture, guint task)
{
  while (status_of (fixture, task) == TELAR_STATUS_PENDING)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (200);
    }
  g_assert_cmpint (status_of (fixture, task), ==, TELAR_STATUS_RUNNING);

  return (GPid) telar_lane_get_pid (
      telar_trace_get_lane (fixture->trace, state_of (fixture, task)->lane));
}

static void
test_tiny_tasks_keep_their_order (void)
{
  g_autoptr (TelarPlan) plan = plan_new_squares ("0", "1..20000");
  Fixture fixture;

  run_to_end (&fixture, plan, TELAR_STRATEGY_PROCESSES, 4, NULL);

  g_assert_no_error (fixture.error);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  for (guint64 i = 0; i < 20000; i++)
    {
      g_autofree char *square = g_strdup_printf ("%" G_GUINT64_FORMAT, (i + 1) * (i + 1));

      g_assert_cmpstr (state_of (&fixture, (guint) i)->result->value, ==, square);
      g_assert_cmpint (first_span_of (&fixture, (guint) i)->start_ns, ==,
                       state_of (&fixture, (guint) i)->start_ns);
    }
  fixture_clear (&fixture);
  assert_no_processes ();
}

static void
test_start_of_a_worker_is_drawn (void)
{
  g_autoptr (TelarPlan) plan = plan_new_squares ("0.1", "1 2");
  Fixture fixture;

  run_to_end (&fixture, plan, TELAR_STRATEGY_PROCESSES, 2, NULL);

  for (guint i = 0; i < 2; i++)
    {
      TelarLane *lane = telar_trace_get_lane (fixture.trace, i);
      const TelarSpan *start = telar_lane_get_span (lane, 0);

      g_assert_cmpuint (start->task, ==, TELAR_NO_TASK);
      g_assert_cmpuint (start->phase, ==, TELAR_PHASE_START);
      g_assert_cmpint (start->start_ns, <, start->end_ns);
      g_assert_cmpint (start->end_ns, <=, telar_lane_get_span (lane, 1)->start_ns);
      g_assert_cmpuint (telar_lane_get_span (lane, 1)->phase, ==, TELAR_PHASE_SLEEP);
      g_assert_cmpstr (telar_lane_get_host (lane), ==, "localhost");
    }
  fixture_clear (&fixture);
}

static void
test_running_task_is_seen_live (void)
{
  g_autoptr (TelarPlan) plan = plan_new_squares ("0.3", "1 2");
  Fixture fixture;
  gboolean has_open;
  TelarSpan open;

  fixture_start (&fixture, plan, TELAR_STRATEGY_PROCESSES, 2, NULL, NULL);
  wait_until_running (&fixture, 0);
  telar_lane_read (telar_trace_get_lane (fixture.trace, state_of (&fixture, 0)->lane), &open,
                   &has_open);

  g_assert_true (has_open);
  g_assert_cmpuint (open.task, ==, 0);
  g_assert_cmpuint (open.phase, ==, TELAR_PHASE_SLEEP);
  g_assert_cmpint (open.start_ns, ==, state_of (&fixture, 0)->start_ns);

  fixture_wait (&fixture);
  g_assert_cmpint (first_span_of (&fixture, 0)->start_ns, ==, open.start_ns);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  assert_trace_is_sound (&fixture);
  fixture_clear (&fixture);
}

static void
test_phases_of_a_page_are_seen_live (void)
{
  g_autofree char *page = g_strdup_printf ("%spage?delay=0.5", telar_site_get_url (site));
  g_autoptr (TelarPlan) plan = plan_new ("characters", NULL, NULL, page);
  gboolean has_open = FALSE;
  TelarLane *lane;
  Fixture fixture;
  TelarSpan open;
  guint n_spans = 0;

  fixture_start (&fixture, plan, TELAR_STRATEGY_PROCESSES, 1, NULL, NULL);
  wait_until_running (&fixture, 0);
  lane = telar_trace_get_lane (fixture.trace, 0);
  while (!has_open || open.phase != TELAR_PHASE_WAIT)
    {
      g_assert_cmpint (status_of (&fixture, 0), ==, TELAR_STATUS_RUNNING);
      n_spans = telar_lane_read (lane, &open, &has_open);
    }

  /* What came before is drawn already: the start of the worker, and the connection. */
  g_assert_cmpuint (n_spans, >=, 2);
  g_assert_cmpint (telar_lane_get_span (lane, n_spans - 1)->end_ns, ==, open.start_ns);
  g_assert_cmpuint (telar_lane_get_span (lane, n_spans - 1)->task, ==, 0);

  fixture_wait (&fixture);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  assert_trace_is_sound (&fixture);
  fixture_clear (&fixture);
}

/* Pages of a demo site that the run does not know of fail at once, and so teach that tasks are
 * tiny. Then a long one comes, and more tiny ones. */
static void
test_long_task_holds_up_no_others (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TelarPlan) plan = NULL;
  const guint n_before = 3000, n_tasks = 9000;
  gint64 long_start_ns, long_end_ns;
  Fixture fixture;

  for (guint i = 0; i < n_tasks; i++)
    if (i == n_before)
      g_string_append_printf (text, "%spage?delay=0.5&size=10\n", telar_site_get_url (site));
    else
      g_string_append (text, "demo:keras.io/\n");
  plan = plan_new ("characters", NULL, NULL, text->str);

  run_to_end (&fixture, plan, TELAR_STRATEGY_PROCESSES, 3, NULL);

  long_start_ns = state_of (&fixture, n_before)->start_ns;
  long_end_ns = state_of (&fixture, n_before)->end_ns;
  g_assert_cmpint (status_of (&fixture, n_before), ==, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpint (long_end_ns - long_start_ns, >=, 490 * MS);
  for (guint i = 0; i < n_tasks; i++)
    if (i != n_before)
      {
        g_assert_cmpint (status_of (&fixture, i), ==, TELAR_STATUS_FAILED);
        g_assert_cmpint (state_of (&fixture, i)->end_ns, <, long_end_ns);
      }
  fixture_clear (&fixture);
}

static void
test_killed_worker_is_replaced (void)
{
  g_autoptr (TelarPlan) plan = plan_new_squares ("0.2", "1 2 3 4 5 6");
  Fixture fixture;
  GPid pid;

  fixture_start (&fixture, plan, TELAR_STRATEGY_PROCESSES, 2, NULL, NULL);
  pid = wait_until_running (&fixture, 1);
  kill (pid, SIGKILL);
  fixture_wait (&fixture);

  assert_trace_is_sound (&fixture);
  g_assert_no_error (fixture.error);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpint (status_of (&fixture, i), ==,
                     i == 1 ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED);
  g_assert_cmpstr (state_of (&fixture, 1)->result->error, ==, "The worker process died (signal 9)");
  g_assert_cmpint (
      telar_lane_get_pid (telar_trace_get_lane (fixture.trace, state_of (&fixture, 1)->lane)), !=,
      pid);
  g_assert_cmpint (first_span_of (&fixture, 1)->end_ns, >, state_of (&fixture, 1)->start_ns);
  fixture_clear (&fixture);
  assert_no_processes ();
}

/* Has the misbehaving worker execute @text, where 13 may be among the numbers. */
static void
run_misbehaving (Fixture *fixture, const char *misdeed, const char *text, guint workers)
{
  g_autofree char *worker = g_strdup (g_getenv ("TELAR_WORKER"));
  g_autoptr (TelarPlan) plan = plan_new_squares ("0", text);

  setenv ("TELAR_WORKER", g_test_get_filename (G_TEST_BUILT, "misbehaving-worker", NULL), 1);
  setenv ("TELAR_TEST_MISDEED", misdeed, 1);
  run_to_end (fixture, plan, TELAR_STRATEGY_PROCESSES, workers, NULL);
  setenv ("TELAR_WORKER", worker, 1);
}

static const Misdeed misdeeds[] = {
  { "no-length", "The worker sent a message with the impossible length 0" },
  { "long-frame", "The worker sent a message with the impossible length 4294967295" },
  { "garbage", "The worker sent something that is not a message of Telar" },
  { "text", "The worker sent a message with the impossible length" },
  { "returned-unasked", "The worker returned tasks without being asked" },
  { "goodbye", "The worker left before it was told to" },
  { "time-unasked", "The worker sent a time that cannot be" },
  { "hello-late", "The worker did not introduce itself as it should" },
  { "long-text", "The worker sent a text that is too long" },
  { "exit", "The worker process ended by itself (exit status 3): out of [1mthread\357\277\275" },
  { "abort", "The worker process died (signal 6)" },
  { "half-a-frame", "The worker process ended by itself (exit status 0)" },
  { "close-output", "The worker process died (signal 9)" },
  { "other-task", "The worker sent a result that was not due" },
  { "no-such-task", "The worker sent a result that was not due" },
  { "span-of-other-task", "The worker sent times that contradict each other" },
  { "end-before-start", "The worker sent a time that cannot be" },
  { "span-end-before-start", "The worker sent a time that cannot be" },
  { "negative-time", "The worker sent a time that cannot be" },
  { "before-the-run", "The worker sent a time that cannot be" },
  { "future", "The worker sent a time that cannot be" },
  { "end-of-time", "The worker sent a time that cannot be" },
  { "span-after-end", "The worker sent times that contradict each other" },
  { "phase", "The worker sent a phase that does not exist" },
  { "core", "The worker sent a phase that does not exist" },
  { "processor-time", "The worker sent a processor time that cannot be" },
  { "negative-processor-time", "The worker sent a processor time that cannot be" },
  { "status-running", "The worker sent a status that a task cannot end with" },
  { "status-unknown", "The worker sent a status that a task cannot end with" },
  { "status-cancelled", "The worker cancelled a task by itself" },
  { "content", "The worker sent a result that contradicts itself" },
  { "no-value", "The worker sent a result of another kind than was asked for" },
  { "page-for-number", "The worker sent a result of another kind than was asked for" },
  { "http-status", "The worker sent a result that contradicts itself" },
  { "too-few-spans", "The worker sent a report that contradicts itself" },
  { "too-few-headings", "The worker sent a report that contradicts itself" },
  { "invalid-text", "The worker sent something that is not a message of Telar" },
};

static void
test_nonsense_fails_its_task (gconstpointer data)
{
  const Misdeed *misdeed = data;
  Fixture fixture;

  run_misbehaving (&fixture, misdeed->misdeed, "13 1 2 3 4", 2);

  g_assert_no_error (fixture.error);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpint (status_of (&fixture, i), ==,
                     i == 0 ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED);
  g_test_message ("%s", state_of (&fixture, 0)->result->error);
  g_assert_true (g_str_has_prefix (state_of (&fixture, 0)->result->error, misdeed->message));
  fixture_clear (&fixture);
  assert_no_processes ();
}

/* The second report comes when the worker has another task, or none. */
static void
test_second_result_is_not_taken (void)
{
  Fixture fixture;

  run_misbehaving (&fixture, "twice", "13 1", 1);

  g_assert_no_error (fixture.error);
  g_assert_cmpint (status_of (&fixture, 0), ==, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpstr (state_of (&fixture, 0)->result->value, ==, "169");
  fixture_clear (&fixture);
  assert_no_processes ();
}

static void
test_last_complaints_are_kept (void)
{
  Fixture fixture;
  const char *error;

  run_misbehaving (&fixture, "much-complaint", "13", 1);

  error = state_of (&fixture, 0)->result->error;
  g_assert_nonnull (strstr (error, "(exit status 4)"));
  g_assert_nonnull (strstr (error, "complaint 4999 "));
  g_assert_null (strstr (error, "complaint 4000 "));
  g_assert_cmpuint (strlen (error), <, 5000);
  fixture_clear (&fixture);
}

/* Every third number ends its worker, while others that are tiny are on their way to it. */
static void
test_nobody_else_pays_for_a_crash (void)
{
  g_autoptr (GString) text = g_string_new ("1..500");
  Fixture fixture;

  for (guint i = 0; i < 30; i++)
    g_string_append (text, " 7 13 8");

  run_misbehaving (&fixture, "exit", text->str, 3);

  g_assert_no_error (fixture.error);
  for (guint i = 0; i < telar_trace_get_n_tasks (fixture.trace); i++)
    {
      gboolean crashes = i == 12 || (i >= 500 && (i - 500) % 3 == 1);

      g_assert_cmpint (status_of (&fixture, i), ==,
                       crashes ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED);
    }
  fixture_clear (&fixture);
  assert_no_processes ();
}

/* One of many tiny tasks ends its worker at most twice, first among others. Those are tried one at
 * a time, but the thousands that come after them are not. */
static void
test_tasks_after_a_crash_travel_together (void)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "telar-messages-XXXXXX", NULL);
  g_autofree char *messages = NULL;
  gsize n_messages;
  guint n_with_13 = 0;
  Fixture fixture;

  close (g_mkstemp (path));
  setenv ("TELAR_TEST_MESSAGES", path, 1);
  run_misbehaving (&fixture, "exit", "100..2099 13 2100..10098", 2);
  unsetenv ("TELAR_TEST_MESSAGES");

  g_assert_no_error (fixture.error);
  for (guint i = 0; i < 10000; i++)
    g_assert_cmpint (status_of (&fixture, i), ==,
                     i == 2000 ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED);
  g_assert_nonnull (strstr (state_of (&fixture, 2000)->result->error, "out of"));

  g_file_get_contents (path, &messages, &n_messages, NULL);
  for (gsize i = 0; i < n_messages; i++)
    n_with_13 += (guint) messages[i];
  g_test_message ("%" G_GSIZE_FORMAT " messages, %u with 13", n_messages, n_with_13);
  g_assert_cmpuint (n_with_13, <=, 2);
  g_assert_cmpuint (n_messages, <, 10000 / 2);
  g_assert_cmpint (g_unlink (path), ==, 0);
  fixture_clear (&fixture);
  assert_no_processes ();
}

/* All workers end at the same time, and have done nothing since they began. */
static void
test_crashes_of_all_workers_are_told_from_a_bad_worker (void)
{
  g_autoptr (GString) text = g_string_new ("100..599");
  Fixture fixture;

  for (guint i = 0; i < 100; i++)
    g_string_append (text, " 13");
  g_string_append (text, " 600..699");

  run_misbehaving (&fixture, "exit", text->str, 4);

  g_assert_no_error (fixture.error);
  for (guint i = 0; i < 700; i++)
    g_assert_cmpint (status_of (&fixture, i), ==,
                     i >= 500 && i < 600 ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED);
  fixture_clear (&fixture);
  assert_no_processes ();
}

static void
test_worker_that_cannot_introduce_itself (void)
{
  const Misdeed failures[] = {
    { "start-exit", "The worker process ended by itself (exit status 9): no ink" },
    { "hello-version", "speaks version 77 of the protocol, but version 2 is needed" },
    { "hello-host", "The worker did not introduce itself as it should" },
    { "hello-twice", "The worker did not introduce itself as it should" },
    { "clock-other", "The worker sent a time that cannot be" },
    { "clock-backwards", "The worker sent a time that cannot be" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      Fixture fixture;

      run_misbehaving (&fixture, failures[i].misdeed, "1..100", 4);

      g_test_message ("%s", fixture.error->message);
      g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_FAILED);
      g_assert_nonnull (strstr (fixture.error->message, "misbehaving-worker"));
      g_assert_nonnull (strstr (fixture.error->message, failures[i].message));
      g_assert_false (fixture.complete);
      fixture_clear (&fixture);
      assert_no_processes ();
    }
}

static void
test_worker_that_is_not_there (void)
{
  g_autofree char *worker = g_strdup (g_getenv ("TELAR_WORKER"));
  g_autoptr (TelarPlan) plan = plan_new_squares ("0", "1 2 3");
  Fixture fixture;

  setenv ("TELAR_WORKER", "/nowhere/telar-worker", 1);
  run_to_end (&fixture, plan, TELAR_STRATEGY_PROCESSES, 2, NULL);
  setenv ("TELAR_WORKER", worker, 1);

  g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_nonnull (strstr (fixture.error->message, "/nowhere/telar-worker"));
  assert_all (&fixture, TELAR_STATUS_CANCELLED);
  fixture_clear (&fixture);
}

static void
test_worker_that_stays_is_killed (void)
{
  Fixture fixture;

  run_misbehaving (&fixture, "stay", "1 2 3", 2);

  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  fixture_clear (&fixture);
  assert_no_processes ();
}

/* Its clock is a thousand hours ahead, as that of another host may be. */
static void
test_other_clock_is_drawn_in_the_right_place (void)
{
  Fixture fixture;

  run_misbehaving (&fixture, "shift", "1 2 3 4", 2);

  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  for (guint i = 0; i < 4; i++)
    {
      const TelarTaskState *state = state_of (&fixture, i);
      gint64 duration_ns = state->end_ns - state->start_ns;

      g_assert_cmpint (duration_ns, >=, 49 * MS);
      g_assert_cmpint (state->start_ns, >, i < 2 ? 0 : 49 * MS);
      g_assert_cmpint (state->end_ns, <=, fixture.record->wall_ns);
      g_assert_cmpstr (telar_lane_get_host (telar_trace_get_lane (fixture.trace, state->lane)), ==,
                       "elsewhere");
    }
  fixture_clear (&fixture);
}

/* One never says a word, the other never ends a task. */
static void
test_stop_ends_those_that_do_not_listen (void)
{
  const char *const deaf[] = { "mute", "never-end" };
  g_autofree char *worker = g_strdup (g_getenv ("TELAR_WORKER"));

  setenv ("TELAR_WORKER", g_test_get_filename (G_TEST_BUILT, "misbehaving-worker", NULL), 1);
  for (guint i = 0; i < G_N_ELEMENTS (deaf); i++)
    {
      g_autoptr (TelarPlan) plan = plan_new_squares ("0", "1 13 2 13 13 13");
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      TelarCounts counts = { 0 };
      gint64 stopped_ns;
      Fixture fixture;

      setenv ("TELAR_TEST_MISDEED", deaf[i], 1);
      fixture_start (&fixture, plan, TELAR_STRATEGY_PROCESSES, 2, NULL, cancellable);
      while (i == 1 && counts.succeeded < 2)
        telar_trace_get_counts (fixture.trace, &counts);
      stopped_ns = telar_clock_now_ns ();
      g_cancellable_cancel (cancellable);
      fixture_wait (&fixture);

      g_assert_cmpint (telar_clock_now_ns () - stopped_ns, <, (250 + 500) * MS);
      g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      assert_trace_is_sound (&fixture);
      g_assert_cmpint (status_of (&fixture, 1), ==, TELAR_STATUS_CANCELLED);
      g_assert_cmpint (status_of (&fixture, 2), ==,
                       i == 1 ? TELAR_STATUS_SUCCEEDED : TELAR_STATUS_CANCELLED);
      g_assert_cmpstr (state_of (&fixture, 1)->result->error, ==, "Stopped by the user");
      fixture_clear (&fixture);
      assert_no_processes ();
    }
  setenv ("TELAR_WORKER", worker, 1);
}

static void
test_stop_leaves_nothing_behind (void)
{
  guint32 seed = g_test_rand_int_range (0, G_MAXINT32);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_files = 0;
  gint64 longest_ns = 0;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 40; i++)
    {
      gboolean tiny = g_rand_boolean (rand);
      g_autoptr (TelarPlan) plan
          = plan_new_squares (tiny ? "0" : "0.03", tiny ? "1..50000" : "1..50");
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gint64 stopped_ns;
      Fixture fixture;

      fixture_start (&fixture, plan, TELAR_STRATEGY_PROCESSES,
                     (guint) g_rand_int_range (rand, 1, 9), NULL, cancellable);
      g_usleep ((gulong) g_rand_int_range (rand, 0, 40000));
      stopped_ns = telar_clock_now_ns ();
      g_cancellable_cancel (cancellable);
      fixture_wait (&fixture);
      longest_ns = MAX (longest_ns, telar_clock_now_ns () - stopped_ns);

      assert_trace_is_sound (&fixture);
      fixture_clear (&fixture);
      assert_no_processes ();
      /* The first runs open some that stay for all. */
      if (i == 5)
        n_files = count_files ();
    }

  g_test_message ("stopped within %.1f ms", (double) longest_ns / 1e6);
  g_assert_cmpint (longest_ns, <, (250 + 500) * MS);
  /* GLib may still be putting away some of the last run; one file of each run would be 34. */
  g_assert_cmpuint (count_files (), <, n_files + 20);
}

static void
test_hundred_workers (void)
{
  g_autoptr (TelarPlan) plan = plan_new_squares ("1", "1..100");
  Fixture fixture;

  run_to_end (&fixture, plan, TELAR_STRATEGY_PROCESSES, 100, NULL);

  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (telar_trace_get_n_lanes (fixture.trace), ==, 100);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (fixture.trace), >, 20);
  fixture_clear (&fixture);
  assert_no_processes ();
}

/* In a process of its own: runs until it is killed, and prints the ids of its workers. */
static int
run_until_killed (void)
{
  g_autoptr (TelarPlan) plan = plan_new_squares ("3000", "1 2");
  Fixture fixture;

  fixture_start (&fixture, plan, TELAR_STRATEGY_PROCESSES, 2, NULL, NULL);
  for (guint i = 0; i < 2; i++)
    printf ("%d\n", (int) wait_until_running (&fixture, i));
  fflush (stdout);
  fixture_wait (&fixture);

  return 0;
}

static void
test_workers_do_not_outlive_their_parent (void)
{
  const char *argv[] = { "/proc/self/exe", "--run-until-killed", NULL };
  int pids[2], status, out_fd;
  g_autoptr (GError) error = NULL;
  GPid parent;
  FILE *out;

  /* The workers become children of this process once their parent is gone. */
  g_assert_cmpint (prctl (PR_SET_CHILD_SUBREAPER, 1), ==, 0);
  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &parent, NULL, &out_fd, NULL, &error);
  g_assert_no_error (error);
  out = fdopen (out_fd, "r");
  g_assert_cmpint (fscanf (out, "%d %d", &pids[0], &pids[1]), ==, 2);
  fclose (out);

  kill (parent, SIGKILL);
  g_assert_cmpint (waitpid (parent, &status, 0), ==, parent);

  /* Returns only once they have ended; the time limit of the test ends it if they do not. */
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
      g_assert_true (WIFEXITED (status));
    }
  assert_no_processes ();
  g_assert_cmpint (prctl (PR_SET_CHILD_SUBREAPER, 0), ==, 0);
}

static void
test_worker_started_by_hand_says_what_it_is (void)
{
  const struct
  {
    const char *argument;
    int status;
    const char *out, *err;
  } cases[] = {
    { "--version", 0, "telar-worker " TELAR_VERSION "\n", "" },
    { "--help", 2, "", "telar-worker executes tasks for Telar" },
    { "1", 2, "", "telar-worker executes tasks for Telar" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *argv[] = { g_getenv ("TELAR_WORKER"), cases[i].argument, NULL };
      g_autoptr (GError) error = NULL;
      g_autofree char *out = NULL;
      g_autofree char *err = NULL;
      int status;

      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out, &err, &status,
                    &error);
      g_assert_no_error (error);
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, cases[i].status);
      g_assert_cmpstr (out, ==, cases[i].out);
      g_assert_true (g_str_has_prefix (err, cases[i].err));
      g_assert_true (*err == '\0' || strchr (err, '\n') == err + strlen (err) - 1);
    }
}

int
main (int argc, char **argv)
{
  const char *options = g_getenv ("ASAN_OPTIONS");
  g_autofree char *no_leaks = g_strconcat (options != NULL ? options : "", ":detect_leaks=0", NULL);
  g_autoptr (GError) error = NULL;
  int status;

  if (argc == 2 && g_str_equal (argv[1], "--run-until-killed"))
    return run_until_killed ();

  /* For the workers, if they are built with it: LeakSanitizer traces a process that ends, and GLib
   * cannot reap one that is killed while it is traced. */
  setenv ("ASAN_OPTIONS", no_leaks, 1);
  g_test_init (&argc, &argv, NULL);
  site = telar_site_new (0, SCALE, &error);
  g_assert_no_error (error);

  g_test_add_func ("/processes/tiny-tasks-keep-their-order", test_tiny_tasks_keep_their_order);
  g_test_add_func ("/processes/start-of-a-worker-is-drawn", test_start_of_a_worker_is_drawn);
  g_test_add_func ("/processes/running-task-is-seen-live", test_running_task_is_seen_live);
  g_test_add_func ("/processes/phases-of-a-page-are-seen-live",
                   test_phases_of_a_page_are_seen_live);
  g_test_add_func ("/processes/long-task-holds-up-no-others", test_long_task_holds_up_no_others);
  g_test_add_func ("/processes/killed-worker-is-replaced", test_killed_worker_is_replaced);
  for (guint i = 0; i < G_N_ELEMENTS (misdeeds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/processes/nonsense/%s", misdeeds[i].misdeed);

      g_test_add_data_func (path, &misdeeds[i], test_nonsense_fails_its_task);
    }
  g_test_add_func ("/processes/second-result-is-not-taken", test_second_result_is_not_taken);
  g_test_add_func ("/processes/last-complaints-are-kept", test_last_complaints_are_kept);
  g_test_add_func ("/processes/nobody-else-pays-for-a-crash", test_nobody_else_pays_for_a_crash);
  g_test_add_func ("/processes/tasks-after-a-crash-travel-together",
                   test_tasks_after_a_crash_travel_together);
  g_test_add_func ("/processes/crashes-of-all-workers-are-told-from-a-bad-worker",
                   test_crashes_of_all_workers_are_told_from_a_bad_worker);
  g_test_add_func ("/processes/worker-that-cannot-introduce-itself",
                   test_worker_that_cannot_introduce_itself);
  g_test_add_func ("/processes/worker-that-is-not-there", test_worker_that_is_not_there);
  g_test_add_func ("/processes/worker-that-stays-is-killed", test_worker_that_stays_is_killed);
  g_test_add_func ("/processes/other-clock-is-drawn-in-the-right-place",
                   test_other_clock_is_drawn_in_the_right_place);
  g_test_add_func ("/processes/stop-ends-those-that-do-not-listen",
                   test_stop_ends_those_that_do_not_listen);
  g_test_add_func ("/processes/stop-leaves-nothing-behind", test_stop_leaves_nothing_behind);
  g_test_add_func ("/processes/hundred-workers", test_hundred_workers);
  g_test_add_func ("/processes/workers-do-not-outlive-their-parent",
                   test_workers_do_not_outlive_their_parent);
  g_test_add_func ("/processes/worker-started-by-hand-says-what-it-is",
                   test_worker_started_by_hand_says_what_it_is);

  status = g_test_run ();
  g_clear_pointer (&site, telar_site_free);

  return status;
}
