/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdlib.h>

#include "run-fixture.h"

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

static void
sleep_iterating (gint64 duration_ns)
{
  gint64 end_ns = telar_clock_now_ns () + duration_ns;

  while (telar_clock_now_ns () < end_ns)
    g_main_context_iteration (NULL, FALSE);
}

/* Tasks that would take minutes, between some that take no time, stopped at any instant. */
static void
test_stop_at_any_instant (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  g_autoptr (TelarPlan) numbers = plan_new ("square", "seconds", "60", "1..20");
  g_autoptr (TelarPlan) chain
      = plan_new ("square", "seconds", "60", "A = 1\nB = 2 after A\nC = 3 after B\n4..10");
  g_autoptr (TelarPlan) pages
      = plan_new ("characters", NULL, NULL,
                  "demo:page?size=10\ndemo:page?size=20\ndemo:page?delay=60\ndemo:page?size=30\n"
                  "demo:page?fault=stall\ndemo:page?size=30\ndemo:page?fault=drip&size=1000000\n"
                  "demo:page?delay=60\ndemo:page?size=30\ndemo:page?delay=60");
  TelarPlan *plans[] = { numbers, pages, chain };
  gint64 durations_ns[30];

  for (guint i = 0; i < G_N_ELEMENTS (durations_ns); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gint64 stop_ns;
      Fixture fixture;

      fixture_start (&fixture, plans[i % 3], strategy, 4, telar_site_get_url (site), cancellable);
      sleep_iterating (g_test_rand_int_range (0, 60) * G_GINT64_CONSTANT (1000000));
      stop_ns = telar_clock_now_ns ();
      g_cancellable_cancel (cancellable);
      g_cancellable_cancel (cancellable);
      fixture_wait (&fixture);
      durations_ns[i] = fixture.end_ns - stop_ns;

      assert_trace_is_sound (&fixture);
      g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_false (fixture.complete);
      g_assert_false (fixture.record->complete);
      for (guint j = 0; j < telar_plan_get_n_tasks (plans[i % 3]); j++)
        {
          TelarStatus status = status_of (&fixture, j);

          if (status == TELAR_STATUS_SUCCEEDED)
            g_assert_cmpint (state_of (&fixture, j)->result->characters, >, 0);
          else
            g_assert_true (status == TELAR_STATUS_CANCELLED || status == TELAR_STATUS_SKIPPED);
        }
      fixture_clear (&fixture);
    }

  qsort (durations_ns, G_N_ELEMENTS (durations_ns), sizeof *durations_ns, compare_times);
  g_test_message ("stopped within %.1f ms, at most %.1f ms",
                  (double) durations_ns[G_N_ELEMENTS (durations_ns) / 2] / 1e6,
                  (double) durations_ns[G_N_ELEMENTS (durations_ns) - 1] / 1e6);
  g_assert_cmpint (durations_ns[G_N_ELEMENTS (durations_ns) / 2], <=, 250000000);
  g_assert_cmpfloat ((double) durations_ns[G_N_ELEMENTS (durations_ns) - 1] / 1e9, <=,
                     0.25 + NOISE_S);
}

/* More tasks than are in the hands of the workers at once, when these have hardly begun. */
static void
test_many_stopped_at_the_start (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  g_autoptr (TelarPlan) plan = plan_new ("square", "seconds", "60", "1..3000");

  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Fixture fixture;

      fixture_start (&fixture, plan, strategy, 2, NULL, cancellable);
      sleep_iterating (g_test_rand_int_range (0, 5000) * G_GINT64_CONSTANT (1000));
      g_cancellable_cancel (cancellable);
      fixture_wait (&fixture);

      g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      assert_all (&fixture, TELAR_STATUS_CANCELLED);
      fixture_clear (&fixture);
    }
}

static void
test_stop_keeps_what_is_finished (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  g_autoptr (TelarPlan) plan
      = plan_new ("characters", NULL, NULL,
                  "demo:page?size=100\ndemo:page?size=200\ndemo:page?delay=60\ndemo:page?delay=60");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TelarCounts counts;
  Fixture fixture;

  fixture_start (&fixture, plan, strategy, 2, telar_site_get_url (site), cancellable);
  do
    {
      g_main_context_iteration (NULL, FALSE);
      telar_trace_get_counts (fixture.trace, &counts);
    }
  while (counts.succeeded < 2);
  g_cancellable_cancel (cancellable);
  fixture_wait (&fixture);

  assert_trace_is_sound (&fixture);
  g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (status_of (&fixture, 0), ==, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpint (status_of (&fixture, 1), ==, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpint (state_of (&fixture, 1)->result->characters, ==, 200);
  g_assert_cmpint (status_of (&fixture, 2), ==, TELAR_STATUS_CANCELLED);
  g_assert_cmpint (status_of (&fixture, 3), ==, TELAR_STATUS_CANCELLED);

  fixture_clear (&fixture);
}

static void
test_stopped_before_it_began (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new ("square", "seconds", "60", "1..1000");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Fixture fixture;

  g_cancellable_cancel (cancellable);
  fixture_start (&fixture, plan, *(const TelarStrategy *) data, 4, NULL, cancellable);
  fixture_wait (&fixture);

  assert_trace_is_sound (&fixture);
  g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_all (&fixture, TELAR_STATUS_CANCELLED);
  g_assert_cmpint (state_of (&fixture, 0)->start_ns, ==, -1);

  fixture_clear (&fixture);
}

static void
test_stopped_after_its_end (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new ("square", "seconds", "0", "1 2 3");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Fixture fixture;

  fixture_start (&fixture, plan, *(const TelarStrategy *) data, 2, NULL, cancellable);
  while (!telar_run_record_has_ended (fixture.record))
    g_thread_yield ();
  g_cancellable_cancel (cancellable);
  fixture_wait (&fixture);

  g_assert_no_error (fixture.error);
  g_assert_true (fixture.complete);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);

  fixture_clear (&fixture);
}

static const StrategyTest tests[] = {
  { "stop-at-any-instant", test_stop_at_any_instant },
  { "stop-keeps-what-is-finished", test_stop_keeps_what_is_finished },
  { "many-stopped-at-the-start", test_many_stopped_at_the_start },
  { "stopped-before-it-began", test_stopped_before_it_began },
  { "stopped-after-its-end", test_stopped_after_its_end },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  return run_with_every_strategy (tests, G_N_ELEMENTS (tests));
}
