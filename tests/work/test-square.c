/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "work/telar-square.h"

#include "work/telar-worker.h"

typedef struct
{
  TelarWork *work;
  TelarWorker *worker;
  TelarTrace *trace;
  TelarLane *lane;
} Desk;

static void
desk_init (Desk *desk, double seconds)
{
  g_autoptr (TelarParameters) parameters
      = telar_parameters_new (telar_workload_from_name ("square"));
  g_autoptr (GError) error = NULL;
  guint index;

  telar_parameters_set_number (parameters, "seconds", seconds, &error);
  g_assert_no_error (error);
  desk->work = telar_work_new (parameters, NULL, &error);
  g_assert_no_error (error);
  desk->worker = telar_worker_new (desk->work, 4);
  desk->trace = telar_trace_new (1, 1);
  desk->lane = telar_trace_add_lane (desk->trace, TELAR_LANE_THREAD, &index);
  telar_trace_set_epoch (desk->trace, telar_clock_now_ns ());
  telar_lane_begin (desk->lane, 0, TELAR_PHASE_SLEEP, telar_trace_now (desk->trace));
}

static void
desk_clear (Desk *desk)
{
  telar_worker_free (desk->worker);
  telar_work_unref (desk->work);
  telar_trace_unref (desk->trace);
}

static void
on_done (TelarOutcome *outcome, gpointer user_data)
{
  TelarOutcome *kept = user_data;

  *kept = *outcome;
  outcome->result = NULL;
}

static void
run (Desk *desk,
     gboolean blocking,
     const char *input,
     GCancellable *cancellable,
     TelarOutcome *outcome)
{
  *outcome = (TelarOutcome){ 0 };
  if (blocking)
    telar_worker_run (desk->worker, input, desk->trace, desk->lane, cancellable, outcome);
  else
    {
      telar_worker_run_async (desk->worker, input, desk->trace, desk->lane, cancellable, on_done,
                              outcome);
      g_assert_cmpint (outcome->status, ==, TELAR_STATUS_PENDING);
      while (outcome->status == TELAR_STATUS_PENDING)
        g_main_context_iteration (NULL, TRUE);
    }
  telar_lane_end (desk->lane, telar_trace_now (desk->trace));
}

static void
test_squares_are_exact (void)
{
  static const struct
  {
    const char *number;
    const char *square;
  } cases[] = {
    { "0", "0" },
    { "-0", "0" },
    { "1", "1" },
    { "-3", "9" },
    { "007", "49" },
    { "4294967295", "18446744065119617025" },
    { "4294967296", "18446744073709551616" },
    { "9223372036854775807", "85070591730234615847396907784232501249" },
    { "-9223372036854775807", "85070591730234615847396907784232501249" },
    { "-9223372036854775808", "85070591730234615865843651857942052864" },
    { "1000000000000000000", "1000000000000000000000000000000000000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *square = telar_square (cases[i].number, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (square, ==, cases[i].square);
    }
}

static void
test_what_is_no_number_is_an_error (void)
{
  const char *inputs[] = { "",
                           "12abc",
                           "9223372036854775808",
                           "-9223372036854775809",
                           "1.5",
                           " 1",
                           "0x10",
                           "1180591620717411303424",
                           "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (telar_square (inputs[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_a_task_sleeps_then_squares (gconstpointer data)
{
  gboolean blocking = GPOINTER_TO_INT (data);
  g_auto (TelarOutcome) outcome = { 0 };
  const TelarSpan *sleep, *compute;
  gint64 begin_us, took_us;
  Desk desk;

  desk_init (&desk, 0.1);
  begin_us = g_get_monotonic_time ();
  run (&desk, blocking, "-9223372036854775808", NULL, &outcome);
  took_us = g_get_monotonic_time () - begin_us;

  g_assert_cmpint (outcome.status, ==, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpstr (outcome.result->value, ==, "85070591730234615865843651857942052864");
  g_assert_null (outcome.result->error);
  g_assert_cmpint (took_us, >=, 100000);

  g_assert_cmpuint (telar_lane_get_n_spans (desk.lane), ==, 2);
  sleep = telar_lane_get_span (desk.lane, 0);
  compute = telar_lane_get_span (desk.lane, 1);
  g_assert_cmpint (sleep->phase, ==, TELAR_PHASE_SLEEP);
  g_assert_cmpint (sleep->end_ns - sleep->start_ns, >=, 100000000);
  g_assert_cmpint (compute->phase, ==, TELAR_PHASE_COMPUTE);
  g_assert_cmpint (compute->start_ns, ==, sleep->end_ns);

  /* It waited rather than spun. */
  g_assert_cmpint (outcome.cpu.user_ns + outcome.cpu.system_ns, <, 50000000);
  desk_clear (&desk);
}

static void
test_a_wrong_number_fails_its_task (gconstpointer data)
{
  g_auto (TelarOutcome) outcome = { 0 };
  Desk desk;

  desk_init (&desk, 0);
  run (&desk, GPOINTER_TO_INT (data), "12abc", NULL, &outcome);

  g_assert_cmpint (outcome.status, ==, TELAR_STATUS_FAILED);
  g_assert_cmpstr (outcome.result->error, ==, "“12abc” is not a whole number of at most 64 bits");
  desk_clear (&desk);
}

static gpointer
cancel_later (gpointer user_data)
{
  g_usleep (50000);
  g_cancellable_cancel (user_data);

  return NULL;
}

static void
test_a_sleeping_task_can_be_cancelled (gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (TelarOutcome) outcome = { 0 };
  GThread *thread;
  gint64 begin_us;
  Desk desk;

  desk_init (&desk, 3600);
  begin_us = g_get_monotonic_time ();
  thread = g_thread_new ("cancel", cancel_later, cancellable);
  run (&desk, GPOINTER_TO_INT (data), "2", cancellable, &outcome);

  g_assert_cmpint (outcome.status, ==, TELAR_STATUS_CANCELLED);
  g_assert_nonnull (outcome.result->error);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, >=, 50000);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 300000);
  g_thread_join (thread);
  desk_clear (&desk);
}

static void
test_a_cancelled_task_does_not_begin (gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (TelarOutcome) outcome = { 0 };
  Desk desk;

  desk_init (&desk, 3600);
  g_cancellable_cancel (cancellable);
  run (&desk, GPOINTER_TO_INT (data), "2", cancellable, &outcome);

  g_assert_cmpint (outcome.status, ==, TELAR_STATUS_CANCELLED);
  desk_clear (&desk);
}

static void
test_a_cancellable_used_before_still_cancels (gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (TelarOutcome) first = { 0 };
  g_auto (TelarOutcome) second = { 0 };
  gint64 begin_us;
  Desk desk;

  desk_init (&desk, 0.5);
  run (&desk, GPOINTER_TO_INT (data), "2", cancellable, &first);
  g_assert_cmpint (first.status, ==, TELAR_STATUS_SUCCEEDED);

  g_cancellable_cancel (cancellable);
  begin_us = g_get_monotonic_time ();
  run (&desk, GPOINTER_TO_INT (data), "2", cancellable, &second);

  g_assert_cmpint (second.status, ==, TELAR_STATUS_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 250000);
  desk_clear (&desk);
}

typedef struct
{
  guint n_left;
  guint n_cancelled;
} Crowd;

static void
on_crowd_done (TelarOutcome *outcome, gpointer user_data)
{
  Crowd *crowd = user_data;

  crowd->n_cancelled += outcome->status == TELAR_STATUS_CANCELLED;
  crowd->n_left--;
}

static void
test_a_crowd_sleeps_at_once (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const guint n = 10000;
  Crowd crowd = { n, 0 };
  gint64 begin_us;
  Desk desk;

  desk_init (&desk, 0.2);
  begin_us = g_get_monotonic_time ();
  for (guint i = 0; i < n; i++)
    telar_worker_run_async (desk.worker, "2", desk.trace, desk.lane, cancellable, on_crowd_done,
                            &crowd);
  while (crowd.n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (crowd.n_cancelled, ==, 0);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, >=, 200000);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 5 * G_USEC_PER_SEC);
  desk_clear (&desk);

  desk_init (&desk, 3600);
  crowd.n_left = n;
  for (guint i = 0; i < n; i++)
    telar_worker_run_async (desk.worker, "2", desk.trace, desk.lane, cancellable, on_crowd_done,
                            &crowd);
  begin_us = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  while (crowd.n_left > 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (crowd.n_cancelled, ==, n);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 5 * G_USEC_PER_SEC);
  desk_clear (&desk);
}

static void
test_each_task_may_have_its_own_cancellable (void)
{
  const guint n = 30;
  Crowd crowds[30] = { { 0 } };
  g_autoptr (GPtrArray) cancellables = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 begin_us;
  Desk desk;

  desk_init (&desk, 0.3);
  begin_us = g_get_monotonic_time ();
  for (guint i = 0; i < n; i++)
    {
      g_ptr_array_add (cancellables, g_cancellable_new ());
      crowds[i].n_left = 1;
      telar_worker_run_async (desk.worker, "2", desk.trace, desk.lane,
                              g_ptr_array_index (cancellables, i), on_crowd_done, &crowds[i]);
    }
  for (guint i = 0; i < n; i += 3)
    g_cancellable_cancel (g_ptr_array_index (cancellables, i));

  for (guint i = 0; i < n; i++)
    {
      while (crowds[i].n_left > 0)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpuint (crowds[i].n_cancelled, ==, i % 3 == 0);
    }
  g_assert_cmpint (g_get_monotonic_time () - begin_us, >=, 300000);
  desk_clear (&desk);
}

static void
add_both (const char *name, GTestDataFunc func)
{
  g_autofree char *blocking = g_strdup_printf ("/square/blocking/%s", name);
  g_autofree char *asynchronous = g_strdup_printf ("/square/async/%s", name);

  g_test_add_data_func (blocking, GINT_TO_POINTER (TRUE), func);
  g_test_add_data_func (asynchronous, GINT_TO_POINTER (FALSE), func);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/square/squares-are-exact", test_squares_are_exact);
  g_test_add_func ("/square/what-is-no-number-is-an-error", test_what_is_no_number_is_an_error);
  g_test_add_func ("/square/a-crowd-sleeps-at-once", test_a_crowd_sleeps_at_once);
  g_test_add_func ("/square/each-task-may-have-its-own-cancellable",
                   test_each_task_may_have_its_own_cancellable);
  add_both ("a-task-sleeps-then-squares", test_a_task_sleeps_then_squares);
  add_both ("a-wrong-number-fails-its-task", test_a_wrong_number_fails_its_task);
  add_both ("a-sleeping-task-can-be-cancelled", test_a_sleeping_task_can_be_cancelled);
  add_both ("a-cancelled-task-does-not-begin", test_a_cancelled_task_does_not_begin);
  add_both ("a-cancellable-used-before-still-cancels",
            test_a_cancellable_used_before_still_cancels);

  return g_test_run ();
}
