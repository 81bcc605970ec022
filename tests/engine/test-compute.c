/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-verdict.h"
#include "run-fixture.h"

#define N_PAGES 15

/* Longer than the pages take: about a second of a core of 2020. */
#define COMPUTATION "primes(20000000)"

static const struct
{
  const char *workload;
  const char *numbers;
  const char *values[4];
  const char *endless;
} cases[] = {
  { "primes", "1000000 10 0 3", { "78498", "4", "0", "2" }, "1000000000" },
  { "fibonacci", "30 25 0 1", { "832040", "75025", "0", "1" }, "93" },
  { "sha256",
    "1 2 10000 1",
    { "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456",
      "4808f48cc972177e4e7d4f916bedc508f3e3846e009ac0b8635ae0dd6aa9dae5",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    "1000000000" },
  { "pi",
    "1000000 3 1 3",
    { "3.1411720000 = 4 × 785293 / 1000000", "2.6666666667 ≈ 4 × 2 / 3", "0.0000000000 = 4 × 0 / 1",
      "2.6666666667 ≈ 4 × 2 / 3" },
    "100000000000" },
};

static void
test_values_are_the_same (gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TelarPlan) plan = plan_new (cases[i].workload, "yield", "1", cases[i].numbers);
      TelarCpuTime cpu;
      Fixture fixture;

      run_to_end (&fixture, plan, *(const TelarStrategy *) data, 2, NULL);
      assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
      for (guint j = 0; j < 4; j++)
        g_assert_cmpstr (state_of (&fixture, j)->result->value, ==, cases[i].values[j]);
      /* The kernel tells their sum better than which is which. */
      cpu = state_of (&fixture, 0)->cpu;
      g_assert_cmpint (cpu.user_ns + cpu.system_ns, >, 0);
      fixture_clear (&fixture);
    }
}

static void
test_a_call_stands_among_other_inputs (gconstpointer data)
{
  g_autoptr (TelarPlan) pages
      = plan_new ("characters", NULL, NULL,
                  "demo:page?size=100\nprimes(1000)\nA = fibonacci(20)\ndemo:page?size=200");
  g_autoptr (TelarPlan) numbers = plan_new ("square", "seconds", "0", "5 primes(100), 7");
  Fixture fixture;

  run_to_end (&fixture, pages, *(const TelarStrategy *) data, 2, telar_site_get_url (site));
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpint (state_of (&fixture, 0)->result->characters, ==, 100);
  g_assert_cmpstr (state_of (&fixture, 1)->result->value, ==, "168");
  g_assert_cmpint (state_of (&fixture, 1)->result->characters, ==, -1);
  g_assert_cmpstr (state_of (&fixture, 2)->result->value, ==, "6765");
  g_assert_cmpint (state_of (&fixture, 3)->result->characters, ==, 200);
  fixture_clear (&fixture);

  run_to_end (&fixture, numbers, *(const TelarStrategy *) data, 2, NULL);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpstr (state_of (&fixture, 0)->result->value, ==, "25");
  g_assert_cmpstr (state_of (&fixture, 1)->result->value, ==, "25");
  g_assert_cmpstr (state_of (&fixture, 2)->result->value, ==, "49");
  fixture_clear (&fixture);
}

static void
test_hello_waits_for_world (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new ("hello", "seconds", "0.2", "1 2 3");
  Fixture fixture;

  run_to_end (&fixture, plan, *(const TelarStrategy *) data, 3, NULL);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  assert_took (&fixture, *(const TelarStrategy *) data == TELAR_STRATEGY_SEQUENTIAL ? 0.6 : 0.2);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (state_of (&fixture, i)->result->value, ==, "hello … world");
  fixture_clear (&fixture);
}

/* All that would take hours, stopped while it computes. */
static void
test_computing_can_be_stopped (gconstpointer data)
{
  for (guint i = 0; i < 2 * G_N_ELEMENTS (cases); i++)
    {
      const char *endless = cases[i / 2].endless;
      g_autofree char *numbers = g_strdup_printf ("%s %s %s", endless, endless, endless);
      g_autoptr (TelarPlan) plan
          = plan_new (cases[i / 2].workload, "yield", i % 2 == 0 ? "0" : "5", numbers);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gint64 stop_ns, begin_ns = telar_clock_now_ns ();
      TelarCounts counts;
      Fixture fixture;

      fixture_start (&fixture, plan, *(const TelarStrategy *) data, 2, NULL, cancellable);
      do
        {
          g_main_context_iteration (NULL, FALSE);
          telar_trace_get_counts (fixture.trace, &counts);
        }
      while (counts.running == 0 || telar_clock_now_ns () - begin_ns < 50000000);
      stop_ns = telar_clock_now_ns ();
      g_cancellable_cancel (cancellable);
      fixture_wait (&fixture);

      g_test_message ("%s stopped within %.1f ms", cases[i / 2].workload,
                      (double) (fixture.end_ns - stop_ns) / 1e6);
      g_assert_cmpfloat ((double) (fixture.end_ns - stop_ns) / 1e9, <=, 0.25 + NOISE_S);
      assert_trace_is_sound (&fixture);
      g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      assert_all (&fixture, TELAR_STATUS_CANCELLED);
      fixture_clear (&fixture);
    }
}

/* Pages that take 0.3 s each, and one task among them that computes, if there is one. */
static TelarPlan *
plan_new_mixed (const char *yield, gboolean computes)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < N_PAGES; i++)
    g_string_append_printf (text, "demo:page?delay=0.3&size=%u\n", 1000 + i);
  if (computes)
    g_string_append (text, COMPUTATION);

  return plan_new ("characters", "yield", yield, text->str);
}

static gint64
get_last_page_ns (Fixture *fixture)
{
  gint64 last_ns = 0;

  for (guint i = 0; i < N_PAGES; i++)
    {
      g_assert_cmpint (state_of (fixture, i)->result->characters, ==, 1000 + i);
      last_ns = MAX (last_ns, state_of (fixture, i)->end_ns);
    }

  return last_ns;
}

/* How many spans of @lane in @phase there are, and how long they are together between the two
 * instants. */
static guint
add_up (TelarLane *lane, TelarPhase phase, gint64 from_ns, gint64 to_ns, gint64 *sum_ns)
{
  guint n_found = 0;

  *sum_ns = 0;
  for (guint i = 0; i < telar_lane_get_n_spans (lane); i++)
    {
      const TelarSpan *span = telar_lane_get_span (lane, i);

      if (span->phase != phase)
        continue;
      n_found++;
      *sum_ns += MAX (MIN (span->end_ns, to_ns) - MAX (span->start_ns, from_ns), 0);
    }

  return n_found;
}

static TelarLane *
get_loop_lane (Fixture *fixture)
{
  TelarLane *lane = telar_trace_get_lane (fixture->trace, 0);

  g_assert_cmpint (telar_lane_get_kind (lane), ==, TELAR_LANE_LOOP);

  return lane;
}

static void
test_a_blocked_loop_delays_all (void)
{
  g_autoptr (TelarPlan) plan = plan_new_mixed ("0", TRUE);
  const TelarTaskState *task;
  const TelarSpan *compute;
  gint64 busy_ns;
  guint n_spans;
  TelarLane *lane;
  Fixture fixture;

  run_to_end (&fixture, plan, TELAR_STRATEGY_ASYNC, N_PAGES + 1, telar_site_get_url (site));
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  get_last_page_ns (&fixture);

  /* It waited for the loop and then computed in one go. */
  task = state_of (&fixture, N_PAGES);
  lane = telar_trace_get_lane (fixture.trace, task->lane);
  n_spans = telar_lane_get_n_spans (lane);
  g_assert_cmpuint (n_spans, >=, 1);
  compute = telar_lane_get_span (lane, n_spans - 1);
  g_assert_cmpint (compute->phase, ==, TELAR_PHASE_COMPUTE);
  g_assert_cmpuint (add_up (lane, TELAR_PHASE_COMPUTE, 0, G_MAXINT64, &busy_ns), ==, 1);
  g_assert_cmpint (compute->end_ns - compute->start_ns, >, 300000000);

  /* No page completed before its end, and the loop was busy throughout. */
  for (guint i = 0; i < N_PAGES; i++)
    g_assert_cmpint (state_of (&fixture, i)->end_ns, >=, compute->end_ns);
  add_up (get_loop_lane (&fixture), TELAR_PHASE_LOOP, compute->start_ns, compute->end_ns, &busy_ns);
  g_assert_cmpfloat ((double) busy_ns, >=, 0.99 * (double) (compute->end_ns - compute->start_ns));
  fixture_clear (&fixture);
}

static void
test_a_task_that_yields_delays_none (void)
{
  g_autoptr (TelarPlan) alone = plan_new_mixed ("0", FALSE);
  g_autoptr (TelarPlan) mixed = plan_new_mixed ("2", TRUE);
  gint64 alone_ns, mixed_ns, computing_ns, waiting_ns;
  const TelarTaskState *task;
  guint n_computing, n_waiting;
  TelarLane *lane;
  Fixture fixture;

  run_to_end (&fixture, alone, TELAR_STRATEGY_ASYNC, N_PAGES + 1, telar_site_get_url (site));
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  alone_ns = get_last_page_ns (&fixture);
  fixture_clear (&fixture);

  run_to_end (&fixture, mixed, TELAR_STRATEGY_ASYNC, N_PAGES + 1, telar_site_get_url (site));
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  mixed_ns = get_last_page_ns (&fixture);
  task = state_of (&fixture, N_PAGES);
  lane = telar_trace_get_lane (fixture.trace, task->lane);

  g_test_message ("the last page after %.1f ms, alone %.1f ms", (double) mixed_ns / 1e6,
                  (double) alone_ns / 1e6);
  g_assert_cmpint (mixed_ns, <, task->end_ns);
  g_assert_cmpfloat ((double) mixed_ns, <=, 1.1 * (double) alone_ns + NOISE_S * 1e9);

  /* It computed in turns, and waited for the loop between them. */
  n_computing = add_up (lane, TELAR_PHASE_COMPUTE, 0, G_MAXINT64, &computing_ns);
  n_waiting = add_up (lane, TELAR_PHASE_LOOP_WAIT, 0, G_MAXINT64, &waiting_ns);
  g_assert_cmpuint (n_computing, >=, 20);
  g_assert_cmpuint (n_waiting, >=, n_computing - 1);
  g_assert_cmpint (computing_ns, >, 300000000);
  fixture_clear (&fixture);
}

/* One need not wait for its end to see that the loop is blocked. */
static void
test_a_blocked_loop_is_seen_while_it_lasts (void)
{
  g_autoptr (TelarPlan) plan = plan_new ("primes", NULL, NULL, "1000000000");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  TelarSpan open;
  gboolean is_open = FALSE;
  Fixture fixture;

  fixture_start (&fixture, plan, TELAR_STRATEGY_ASYNC, 1, NULL, cancellable);
  while (!is_open)
    {
      g_main_context_iteration (NULL, FALSE);
      if (telar_trace_get_n_lanes (fixture.trace) > 0)
        telar_lane_read (telar_trace_get_lane (fixture.trace, 0), &open, &is_open);
    }
  g_assert_cmpint (open.phase, ==, TELAR_PHASE_LOOP);
  g_assert_cmpuint (open.task, ==, TELAR_NO_TASK);
  g_assert_false (fixture.done);

  g_cancellable_cancel (cancellable);
  fixture_wait (&fixture);
  assert_trace_is_sound (&fixture);
  fixture_clear (&fixture);
}

static gpointer
keep_busy (gpointer user_data)
{
  while (!g_atomic_int_get ((gint *) user_data))
    ;

  return NULL;
}

/* Other threads want each core four times over. */
static void
test_computing_is_told_on_a_busy_computer (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new ("primes", NULL, NULL, "3000000 3000000");
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  TelarStrategy strategy = *(const TelarStrategy *) data;
  guint n_cores = g_get_num_processors ();
  TelarRunFigures figures;
  TelarVerdict *verdict;
  Fixture fixture;
  gint over = FALSE;

  for (guint i = 0; i < 4 * n_cores; i++)
    g_ptr_array_add (others, g_thread_new ("other", keep_busy, &over));
  run_to_end (&fixture, plan, strategy, 1, NULL);
  g_atomic_int_set (&over, TRUE);
  for (guint i = 0; i < others->len; i++)
    g_thread_join (g_ptr_array_index (others, i));

  telar_run_figures_compute (&figures, fixture.record);
  verdict = telar_verdict_new (&figures);
  g_test_message ("no core for %.0f %%; %s", verdict->coreless_share * 100, verdict->sentence);
  g_assert_cmpint (verdict->kind, ==, TELAR_VERDICT_CPU_BOUND);
  telar_verdict_free (verdict);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  static const StrategyTest tests[] = {
    { "values-are-the-same", test_values_are_the_same },
    { "a-call-stands-among-other-inputs", test_a_call_stands_among_other_inputs },
    { "hello-waits-for-world", test_hello_waits_for_world },
    { "computing-can-be-stopped", test_computing_can_be_stopped },
    { "computing-is-told-on-a-busy-computer", test_computing_is_told_on_a_busy_computer },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compute/a-blocked-loop-delays-all", test_a_blocked_loop_delays_all);
  g_test_add_func ("/compute/a-task-that-yields-delays-none", test_a_task_that_yields_delays_none);
  g_test_add_func ("/compute/a-blocked-loop-is-seen-while-it-lasts",
                   test_a_blocked_loop_is_seen_while_it_lasts);

  return run_with_every_strategy (tests, G_N_ELEMENTS (tests));
}
