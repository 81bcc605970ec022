/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine/telar-scheduler.h"

typedef struct
{
  TelarPlan *plan;
  TelarTrace *trace;
  TelarScheduler *scheduler;
} Fixture;

static void
fixture_init_limited (Fixture *fixture, const char *text, guint n_per_host)
{
  const char *workload = n_per_host > 0 ? "characters" : "square";
  TelarParameters *parameters = telar_parameters_new (telar_workload_from_name (workload));
  g_autoptr (GError) error = NULL;

  if (n_per_host > 0)
    telar_parameters_set_number (parameters, "per-host", n_per_host, NULL);
  fixture->plan = telar_plan_new_from_text (parameters, text, &error);
  g_assert_no_error (error);
  fixture->trace = telar_trace_new (telar_plan_get_n_tasks (fixture->plan), 0);
  telar_trace_set_epoch (fixture->trace, telar_clock_now_ns ());
  fixture->scheduler = telar_scheduler_new (fixture->plan, fixture->trace);
}

static void
fixture_init (Fixture *fixture, const char *text)
{
  fixture_init_limited (fixture, text, 0);
}

static void
fixture_clear (Fixture *fixture)
{
  telar_scheduler_free (fixture->scheduler);
  telar_trace_unref (fixture->trace);
  telar_plan_unref (fixture->plan);
}

static TelarStatus
status_of (Fixture *fixture, guint task)
{
  return telar_task_state_get_status (telar_trace_get_task (fixture->trace, task));
}

static void
start (Fixture *fixture, guint task)
{
  telar_trace_task_started (fixture->trace, task, 0, telar_trace_now (fixture->trace));
}

static void
finish (Fixture *fixture, guint task, TelarStatus status)
{
  TelarOutcome outcome = { .status = status };

  start (fixture, task);
  telar_scheduler_finish (fixture->scheduler, task, &outcome, telar_trace_now (fixture->trace));
}

static guint
take (Fixture *fixture)
{
  guint task = G_MAXUINT;

  g_assert_true (telar_scheduler_take (fixture->scheduler, &task));

  return task;
}

static void
assert_nothing_to_take (Fixture *fixture)
{
  guint task;

  g_assert_false (telar_scheduler_take (fixture->scheduler, &task));
}

static void
test_order_of_the_plan (void)
{
  Fixture fixture;
  guint task;

  fixture_init (&fixture, "10 20 30");

  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (take (&fixture), ==, i);
  assert_nothing_to_take (&fixture);
  g_assert_false (telar_scheduler_is_done (fixture.scheduler));
  g_assert_cmpint (telar_scheduler_get_end_ns (fixture.scheduler), ==, 0);

  for (guint i = 0; i < 3; i++)
    finish (&fixture, i, TELAR_STATUS_SUCCEEDED);
  g_assert_true (telar_scheduler_is_done (fixture.scheduler));
  g_assert_cmpint (telar_scheduler_get_end_ns (fixture.scheduler), >=,
                   telar_trace_get_task (fixture.trace, 2)->end_ns);
  g_assert_false (telar_scheduler_wait (fixture.scheduler, &task));

  fixture_clear (&fixture);
}

static void
test_given_back_comes_first (void)
{
  const char *texts[] = { "1 2 3 4", "A = 1\nB = 2\nC = 3\nD = 4\nE = 5 after D" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Fixture fixture;

      fixture_init (&fixture, texts[i]);
      g_assert_cmpuint (take (&fixture), ==, 0);
      g_assert_cmpuint (take (&fixture), ==, 1);

      /* One that the trace knows as running, and one that had not begun. */
      start (&fixture, 0);
      telar_scheduler_give_back (fixture.scheduler, 1);
      telar_scheduler_give_back (fixture.scheduler, 0);

      g_assert_cmpint (status_of (&fixture, 0), ==, TELAR_STATUS_PENDING);
      g_assert_cmpuint (take (&fixture), ==, 0);
      g_assert_cmpuint (take (&fixture), ==, 1);
      g_assert_cmpuint (take (&fixture), ==, 2);
      fixture_clear (&fixture);
    }
}

static void
test_dependent_is_ready_after_the_last_of_its_dependencies (void)
{
  Fixture fixture;

  fixture_init (&fixture, "A1 = 1\nA2 = 2\nA3 = 3\nB = 4 after A1 A2 A3\nC = 5 after B");
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (take (&fixture), ==, i);

  finish (&fixture, 2, TELAR_STATUS_SUCCEEDED);
  finish (&fixture, 0, TELAR_STATUS_SUCCEEDED);
  assert_nothing_to_take (&fixture);
  finish (&fixture, 1, TELAR_STATUS_SUCCEEDED);

  g_assert_cmpuint (take (&fixture), ==, 3);
  assert_nothing_to_take (&fixture);
  g_assert_cmpint (telar_trace_get_task (fixture.trace, 0)->queued_ns, ==, 0);
  g_assert_cmpint (telar_trace_get_task (fixture.trace, 3)->queued_ns, ==,
                   telar_trace_get_task (fixture.trace, 1)->end_ns);
  finish (&fixture, 3, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (take (&fixture), ==, 4);
  finish (&fixture, 4, TELAR_STATUS_SUCCEEDED);
  g_assert_true (telar_scheduler_is_done (fixture.scheduler));

  fixture_clear (&fixture);
}

static void
test_readied_task_keeps_its_place_in_the_plan (void)
{
  Fixture fixture;

  fixture_init (&fixture, "A = 1\nB = 2 after A\nC = 3\nD = 4\nE = 5");

  g_assert_cmpuint (take (&fixture), ==, 0);
  g_assert_cmpuint (take (&fixture), ==, 2);
  finish (&fixture, 0, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (take (&fixture), ==, 1);
  g_assert_cmpuint (take (&fixture), ==, 3);

  fixture_clear (&fixture);
}

static void
test_failure_skips_all_that_depend_on_it (void)
{
  const TelarStatus causes[] = { TELAR_STATUS_FAILED, TELAR_STATUS_CANCELLED };

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      Fixture fixture;

      fixture_init (&fixture, "A = 1\nB = 2 after A\nC = 3 after B\nD = 4\nE = 5 after D A\n"
                              "F = 6 after D");
      g_assert_cmpuint (take (&fixture), ==, 0);
      g_assert_cmpuint (take (&fixture), ==, 3);

      finish (&fixture, 0, causes[i]);
      finish (&fixture, 3, TELAR_STATUS_SUCCEEDED);

      for (guint task = 1; task < 5; task++)
        {
          const TelarTaskState *state = telar_trace_get_task (fixture.trace, task);

          if (task == 3)
            continue;
          g_assert_cmpint (telar_task_state_get_status (state), ==, TELAR_STATUS_SKIPPED);
          g_assert_cmpint (state->start_ns, ==, -1);
          g_assert_nonnull (strstr (state->result->error, "“A”"));
        }
      g_assert_false (telar_scheduler_is_done (fixture.scheduler));
      g_assert_cmpuint (take (&fixture), ==, 5);
      finish (&fixture, 5, TELAR_STATUS_SUCCEEDED);
      g_assert_true (telar_scheduler_is_done (fixture.scheduler));
      fixture_clear (&fixture);
    }
}

static void
test_cancel_ends_what_nobody_took (void)
{
  const char *texts[] = { "1 2 3 4 5", "A = 1\nB = 2\nC = 3\nD = 4\nE = 5 after A" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Fixture fixture;

      fixture_init (&fixture, texts[i]);
      g_assert_cmpuint (take (&fixture), ==, 0);
      g_assert_cmpuint (take (&fixture), ==, 1);
      g_assert_cmpuint (take (&fixture), ==, 2);
      telar_scheduler_give_back (fixture.scheduler, 1);

      telar_scheduler_cancel (fixture.scheduler);
      telar_scheduler_cancel (fixture.scheduler);

      g_assert_cmpint (status_of (&fixture, 0), ==, TELAR_STATUS_PENDING);
      g_assert_cmpint (status_of (&fixture, 1), ==, TELAR_STATUS_CANCELLED);
      g_assert_cmpint (status_of (&fixture, 2), ==, TELAR_STATUS_PENDING);
      g_assert_cmpint (status_of (&fixture, 3), ==, TELAR_STATUS_CANCELLED);
      g_assert_cmpint (status_of (&fixture, 4), ==, TELAR_STATUS_CANCELLED);
      g_assert_nonnull (telar_trace_get_task (fixture.trace, 4)->result->error);
      assert_nothing_to_take (&fixture);

      /* Who still has a task ends it, or gives it back, which ends it too. */
      g_assert_false (telar_scheduler_is_done (fixture.scheduler));
      finish (&fixture, 0, TELAR_STATUS_SUCCEEDED);
      telar_scheduler_give_back (fixture.scheduler, 2);
      g_assert_cmpint (status_of (&fixture, 2), ==, TELAR_STATUS_CANCELLED);
      g_assert_true (telar_scheduler_is_done (fixture.scheduler));
      fixture_clear (&fixture);
    }
}

static gpointer
wait_for_task (gpointer data)
{
  Fixture *fixture = data;
  guint task;

  return GINT_TO_POINTER (telar_scheduler_wait (fixture->scheduler, &task) ? (int) task : -1);
}

typedef void (*WakeFunc) (Fixture *fixture);

static void
wake_by_cancelling (Fixture *fixture)
{
  telar_scheduler_cancel (fixture->scheduler);
}

static void
wake_by_finishing (Fixture *fixture)
{
  finish (fixture, 0, TELAR_STATUS_SUCCEEDED);
}

static void
wake_by_failing (Fixture *fixture)
{
  finish (fixture, 0, TELAR_STATUS_FAILED);
}

static void
wake_by_giving_back (Fixture *fixture)
{
  telar_scheduler_give_back (fixture->scheduler, 0);
}

static void
test_waiter_wakes (void)
{
  const struct
  {
    const char *text;
    WakeFunc wake;
    int expected;
  } cases[] = {
    { "1", wake_by_cancelling, -1 },
    { "1", wake_by_finishing, -1 },
    { "1", wake_by_giving_back, 0 },
    { "A = 1\nB = 2 after A", wake_by_finishing, 1 },
    { "A = 1\nB = 2 after A", wake_by_failing, -1 },
    { "A = 1\nB = 2 after A", wake_by_cancelling, -1 },
    { "A = 1\nB = 2 after A", wake_by_giving_back, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture;
      GThread *waiter;

      fixture_init (&fixture, cases[i].text);
      g_assert_cmpuint (take (&fixture), ==, 0);
      waiter = g_thread_new ("waiter", wait_for_task, &fixture);
      /* Whether it already waits or not must not matter; mostly it does. */
      g_usleep (i % 2 == 0 ? 2000 : 0);

      cases[i].wake (&fixture);

      g_assert_cmpint (GPOINTER_TO_INT (g_thread_join (waiter)), ==, cases[i].expected);
      fixture_clear (&fixture);
    }
}

/* Of one host come no more than the limit, and then the next in the order of the plan. */
static void
test_limit_per_host (void)
{
  Fixture fixture;

  fixture_init_limited (&fixture,
                        "http://a.org/0\nhttp://A.org:80/1\nhttp://a.org:81/2\nhttps://a.org/3\n"
                        "http://a.org/4\nprimes(5)\ndemo:nips.cc/\ndemo:github.com\nhttp://a.org/8",
                        1);

  g_assert_cmpuint (take (&fixture), ==, 0);
  g_assert_cmpuint (take (&fixture), ==, 2);
  g_assert_cmpuint (take (&fixture), ==, 3);
  g_assert_cmpuint (take (&fixture), ==, 5);
  g_assert_cmpuint (take (&fixture), ==, 6);
  g_assert_cmpuint (take (&fixture), ==, 7);
  assert_nothing_to_take (&fixture);

  finish (&fixture, 5, TELAR_STATUS_SUCCEEDED);
  finish (&fixture, 3, TELAR_STATUS_FAILED);
  assert_nothing_to_take (&fixture);
  finish (&fixture, 0, TELAR_STATUS_FAILED);
  g_assert_cmpuint (take (&fixture), ==, 1);
  telar_scheduler_give_back (fixture.scheduler, 1);
  g_assert_cmpuint (take (&fixture), ==, 1);
  assert_nothing_to_take (&fixture);
  finish (&fixture, 1, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (take (&fixture), ==, 4);

  telar_scheduler_cancel (fixture.scheduler);
  g_assert_cmpint (status_of (&fixture, 8), ==, TELAR_STATUS_CANCELLED);
  finish (&fixture, 2, TELAR_STATUS_SUCCEEDED);
  finish (&fixture, 4, TELAR_STATUS_SUCCEEDED);
  finish (&fixture, 6, TELAR_STATUS_SUCCEEDED);
  finish (&fixture, 7, TELAR_STATUS_SUCCEEDED);
  g_assert_true (telar_scheduler_is_done (fixture.scheduler));

  fixture_clear (&fixture);
}

typedef struct
{
  Fixture fixture;
  gint n_taken_of[5000];
  gint n_violations;
  guint32 seed;
} Crowd;

/* Some tasks fail, some are given back; whether does not depend on who takes them. */
static gpointer
work_in_crowd (gpointer data)
{
  Crowd *crowd = data;
  Fixture *fixture = &crowd->fixture;
  guint task;

  while (telar_scheduler_wait (fixture->scheduler, &task))
    {
      const TelarInput *input = telar_plan_get_task (fixture->plan, task);
      guint n_taken = (guint) g_atomic_int_add (&crowd->n_taken_of[task], 1);

      for (guint i = 0; i < input->n_after; i++)
        if (status_of (fixture, input->after[i]) != TELAR_STATUS_SUCCEEDED)
          g_atomic_int_inc (&crowd->n_violations);

      if ((task + crowd->seed) % 11 == 0 && n_taken == 0)
        telar_scheduler_give_back (fixture->scheduler, task);
      else
        finish (fixture, task,
                (task + crowd->seed) % 97 == 0 ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED);
    }

  return NULL;
}

static void
run_crowd (const char *text, guint32 seed, guint n_per_host)
{
  g_autofree Crowd *crowd = g_new0 (Crowd, 1);
  GThread *threads[16];
  TelarCounts counts;

  crowd->seed = seed;
  fixture_init_limited (&crowd->fixture, text, n_per_host);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("crowd", work_in_crowd, crowd);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_assert_cmpint (crowd->n_violations, ==, 0);
  g_assert_true (telar_scheduler_is_done (crowd->fixture.scheduler));
  telar_trace_get_counts (crowd->fixture.trace, &counts);
  g_assert_cmpuint (counts.running, ==, 0);
  g_assert_cmpuint (counts.succeeded + counts.failed + counts.skipped, ==, counts.total);
  for (guint i = 0; i < counts.total; i++)
    {
      TelarStatus status = status_of (&crowd->fixture, i);
      int given_back = (i + seed) % 11 == 0;

      if (status == TELAR_STATUS_SKIPPED)
        g_assert_cmpint (crowd->n_taken_of[i], ==, 0);
      else
        g_assert_cmpint (crowd->n_taken_of[i], ==, 1 + given_back);
    }
  fixture_clear (&crowd->fixture);
}

static void
test_crowd_takes_every_task_once (void)
{
  for (guint round = 0; round < 20; round++)
    run_crowd ("1..5000", (guint32) g_test_rand_int () % 10000, 0);
}

static void
test_crowd_respects_random_dependencies (void)
{
  for (guint round = 0; round < 20; round++)
    {
      guint32 seed = (guint32) g_test_rand_int ();
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      g_autoptr (GString) text = g_string_new (NULL);

      g_test_message ("seed %u", seed);
      for (int i = 0; i < 5000; i++)
        {
          int n_after = i == 0 ? 0 : g_rand_int_range (rand, 0, 4);

          g_string_append_printf (text, "t%d = %d%s", i, i, n_after > 0 ? " after" : "");
          for (int j = 0; j < n_after; j++)
            g_string_append_printf (text, " t%d", g_rand_int_range (rand, MAX (0, i - 100), i));
          g_string_append_c (text, '\n');
        }

      run_crowd (text->str, seed % 10000, 0);
    }
}

/* Each of seven hosts has a few pages, some of them after others of another host. */
static char *
dup_pages (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (
        text, i % 5 == 4 ? "p%u = http://h%u.org/%u after p%u\n" : "p%u = http://h%u.org/%u\n", i,
        i % 7, i, i / 2);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_crowd_respects_the_limit_per_host (void)
{
  g_autofree char *text = dup_pages ();

  for (guint round = 0; round < 20; round++)
    run_crowd (text, (guint32) g_test_rand_int () % 10000, 1 + round % 3);
}

static void
test_crowd_is_cancelled_at_any_instant (void)
{
  g_autofree char *pages = dup_pages ();
  const char *texts[] = { "1..5000", "A = 1\nB = 2 after A\n3..4998", pages };

  for (guint round = 0; round < 50; round++)
    {
      g_autofree Crowd *crowd = g_new0 (Crowd, 1);
      GThread *threads[4];
      TelarCounts counts;

      crowd->seed = (guint32) g_test_rand_int () % 10000;
      fixture_init_limited (&crowd->fixture, texts[round % 3], round % 3 == 2 ? 2 : 0);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("crowd", work_in_crowd, crowd);
      g_usleep ((gulong) g_test_rand_int_range (0, 1500));
      telar_scheduler_cancel (crowd->fixture.scheduler);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        g_thread_join (threads[i]);

      telar_trace_get_counts (crowd->fixture.trace, &counts);
      g_assert_true (telar_scheduler_is_done (crowd->fixture.scheduler));
      g_assert_cmpuint (counts.succeeded + counts.failed + counts.skipped + counts.cancelled, ==,
                        counts.total);
      g_assert_cmpuint (telar_trace_get_n_finished (crowd->fixture.trace), ==, counts.total);
      fixture_clear (&crowd->fixture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scheduler/order-of-the-plan", test_order_of_the_plan);
  g_test_add_func ("/scheduler/given-back-comes-first", test_given_back_comes_first);
  g_test_add_func ("/scheduler/dependent-is-ready-after-the-last-of-its-dependencies",
                   test_dependent_is_ready_after_the_last_of_its_dependencies);
  g_test_add_func ("/scheduler/readied-task-keeps-its-place-in-the-plan",
                   test_readied_task_keeps_its_place_in_the_plan);
  g_test_add_func ("/scheduler/failure-skips-all-that-depend-on-it",
                   test_failure_skips_all_that_depend_on_it);
  g_test_add_func ("/scheduler/cancel-ends-what-nobody-took", test_cancel_ends_what_nobody_took);
  g_test_add_func ("/scheduler/waiter-wakes", test_waiter_wakes);
  g_test_add_func ("/scheduler/limit-per-host", test_limit_per_host);
  g_test_add_func ("/scheduler/crowd-takes-every-task-once", test_crowd_takes_every_task_once);
  g_test_add_func ("/scheduler/crowd-respects-random-dependencies",
                   test_crowd_respects_random_dependencies);
  g_test_add_func ("/scheduler/crowd-respects-the-limit-per-host",
                   test_crowd_respects_the_limit_per_host);
  g_test_add_func ("/scheduler/crowd-is-cancelled-at-any-instant",
                   test_crowd_is_cancelled_at_any_instant);

  return g_test_run ();
}
