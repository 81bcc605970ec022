/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "run-fixture.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "model/telar-updates.h"

#define N_WORKERS 4

/* A tenth of a second of a core of 2020, or three. */
#define NUMBERS "2000000 2000000 2000000 2000000 2000000 2000000"

#define ADDITIONS "1000000 1000000 1000000 1000000"

/* @settings are of the form "name=value name=value". */
static TelarPlan *
plan_new_with (const char *workload, const char *settings, const char *text)
{
  TelarParameters *parameters = telar_parameters_new (telar_workload_from_name (workload));
  g_auto (GStrv) words = g_strsplit (settings, " ", -1);
  g_autoptr (GError) error = NULL;
  TelarPlan *plan;

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "=", 2);

      telar_parameters_parse (parameters, parts[0], parts[1], &error);
      g_assert_no_error (error);
    }
  plan = telar_plan_new_from_text (parameters, text, &error);
  g_assert_no_error (error);

  return plan;
}

static int
compare_starts (gconstpointer a, gconstpointer b)
{
  const TelarSpan *first = a, *second = b;

  return (first->start_ns > second->start_ns) - (first->start_ns < second->start_ns);
}

/* The spans of one phase in all lanes, ordered by time. */
static GArray *
collect (Fixture *fixture, TelarPhase phase)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (TelarSpan));

  for (guint i = 0; i < telar_trace_get_n_lanes (fixture->trace); i++)
    {
      TelarLane *lane = telar_trace_get_lane (fixture->trace, i);

      for (guint j = 0; j < telar_lane_get_n_spans (lane); j++)
        if (telar_lane_get_span (lane, j)->phase == phase)
          g_array_append_vals (spans, telar_lane_get_span (lane, j), 1);
    }
  g_array_sort (spans, compare_starts);

  return spans;
}

static guint
count (Fixture *fixture, TelarPhase phase)
{
  g_autoptr (GArray) spans = collect (fixture, phase);

  return spans->len;
}

static void
test_one_thread_holds_the_lock (void)
{
  g_autoptr (TelarPlan) plan = plan_new_with ("primes", "interpreter-lock=on", NUMBERS);
  g_autoptr (GArray) held = NULL;
  guint n_handed_on = 0;
  Fixture fixture;

  run_to_end (&fixture, plan, TELAR_STRATEGY_THREADS, N_WORKERS, NULL);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);

  /* Never two at once, but many times another than before. */
  held = collect (&fixture, TELAR_PHASE_LOCK_HELD);
  for (guint i = 1; i < held->len; i++)
    {
      const TelarSpan *former = &g_array_index (held, TelarSpan, i - 1);
      const TelarSpan *span = &g_array_index (held, TelarSpan, i);

      g_assert_cmpint (former->end_ns, <=, span->start_ns);
      n_handed_on += former->task != span->task;
    }
  g_test_message ("handed on %u times", n_handed_on);
  g_assert_cmpuint (n_handed_on, >=, 10);
  g_assert_cmpuint (count (&fixture, TELAR_PHASE_LOCK_WAIT), >=, 10);
  g_assert_cmpuint (count (&fixture, TELAR_PHASE_COMPUTE), ==, 0);
  fixture_clear (&fixture);
}

static void
test_the_lock_is_asked_for_after_the_interval (void)
{
  g_autoptr (TelarPlan) seldom
      = plan_new_with ("primes", "interpreter-lock=on switch-interval=10000", NUMBERS);
  g_autoptr (TelarPlan) often
      = plan_new_with ("primes", "interpreter-lock=on switch-interval=1", NUMBERS);
  Fixture fixture;

  /* Each task keeps it until it is through. */
  run_to_end (&fixture, seldom, TELAR_STRATEGY_THREADS, 2, NULL);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (count (&fixture, TELAR_PHASE_LOCK_HELD), ==, 6);
  fixture_clear (&fixture);

  run_to_end (&fixture, often, TELAR_STRATEGY_THREADS, 2, NULL);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (count (&fixture, TELAR_PHASE_LOCK_HELD), >=, 30);
  fixture_clear (&fixture);
}

static void
test_waiting_needs_no_lock (void)
{
  g_autoptr (TelarPlan) plan
      = plan_new_with ("square", "interpreter-lock=on seconds=0.3", "1 2 3 4 5 6 7 8");
  Fixture fixture;

  run_to_end (&fixture, plan, TELAR_STRATEGY_THREADS, 8, NULL);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  assert_took (&fixture, 0.3);
  g_assert_cmpuint (count (&fixture, TELAR_PHASE_LOCK_HELD), ==, 8);
  fixture_clear (&fixture);
}

static void
test_others_know_no_lock (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new_with ("primes", "interpreter-lock=on", "10000 20000 30000");
  Fixture fixture;

  if (*(const TelarStrategy *) data == TELAR_STRATEGY_THREADS)
    return;

  run_to_end (&fixture, plan, *(const TelarStrategy *) data, 2, NULL);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (count (&fixture, TELAR_PHASE_LOCK_HELD), ==, 0);
  g_assert_cmpuint (count (&fixture, TELAR_PHASE_LOCK_WAIT), ==, 0);
  g_assert_cmpuint (count (&fixture, TELAR_PHASE_COMPUTE), >=, 3);
  fixture_clear (&fixture);
}

/* Also those that GLib keeps of a pool that was freed, to lend them to the next one. */
static void
assert_all_threads_may_use (const cpu_set_t *cores)
{
  g_autoptr (GDir) threads = g_dir_open ("/proc/self/task", 0, NULL);
  const char *name;

  g_assert_nonnull (threads);
  while ((name = g_dir_read_name (threads)) != NULL)
    {
      cpu_set_t own;

      if (sched_getaffinity ((pid_t) g_ascii_strtoll (name, NULL, 10), sizeof own, &own) == 0)
        g_assert_true (CPU_EQUAL (&own, cores));
    }
}

static void
test_all_is_done_on_one_core (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new_with ("primes", "one-core=on", NUMBERS);
  cpu_set_t before;
  Fixture fixture;
  int core = -1;

  g_assert_cmpint (sched_getaffinity (0, sizeof before, &before), ==, 0);
  run_to_end (&fixture, plan, *(const TelarStrategy *) data, N_WORKERS, NULL);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);

  for (guint i = 0; i < telar_trace_get_n_lanes (fixture.trace); i++)
    {
      TelarLane *lane = telar_trace_get_lane (fixture.trace, i);

      for (guint j = 0; j < telar_lane_get_n_spans (lane); j++)
        {
          const TelarSpan *span = telar_lane_get_span (lane, j);

          if (span->task == TELAR_NO_TASK)
            continue;
          g_assert_cmpint (span->core, >=, 0);
          g_assert_true (core < 0 || core == span->core);
          core = span->core;
        }
    }
  g_assert_cmpint (core, >=, 0);

  /* They took turns, which the chart shows. */
  if (*(const TelarStrategy *) data == TELAR_STRATEGY_THREADS
      || *(const TelarStrategy *) data == TELAR_STRATEGY_PROCESSES)
    g_assert_cmpuint (count (&fixture, TELAR_PHASE_CORE_WAIT), >, 0);
  assert_all_threads_may_use (&before);
  fixture_clear (&fixture);
}

/* From now on the system answers that it is not permitted. */
static void
forbid_to_set_affinity (void)
{
  struct sock_filter steps[] = {
    BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offsetof (struct seccomp_data, nr)),
    BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_sched_setaffinity, 0, 1),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
    BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  struct sock_fprog program = { G_N_ELEMENTS (steps), steps };

  g_assert_cmpint (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), ==, 0);
  g_assert_cmpint (prctl (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), ==, 0);
}

static void
test_a_refused_core_is_told (void)
{
  g_autoptr (TelarPlan) plan = plan_new_with ("primes", "one-core=on", "10 20");
  Fixture fixture;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  forbid_to_set_affinity ();
  run_to_end (&fixture, plan, TELAR_STRATEGY_THREADS, 2, NULL);
  g_assert_false (fixture.complete);
  g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_nonnull (strstr (fixture.error->message, "one core"));
  fixture_clear (&fixture);
}

static void
assert_updates (const char *guard,
                TelarStrategy strategy,
                const char *additions,
                TelarUpdatesKind kind,
                gboolean are_lost)
{
  g_autofree char *setting = g_strdup_printf ("guard=%s", guard);
  g_autoptr (TelarPlan) plan = plan_new_with ("race", setting, additions);
  TelarUpdates updates;
  Fixture fixture;

  run_to_end (&fixture, plan, strategy, N_WORKERS, NULL);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  telar_updates_find (&updates, fixture.record);
  g_assert_cmpint (updates.kind, ==, kind);
  if (kind == TELAR_UPDATES_SHARED)
    {
      g_test_message ("%s: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT " lost", guard, updates.lost,
                      updates.expected);
      g_assert_cmpint (updates.expected, ==, 4000000);
      g_assert_cmpint (updates.found + updates.lost, ==, updates.expected);
      g_assert_cmpint (updates.lost > 0, ==, are_lost);
    }
  fixture_clear (&fixture);
}

static void
test_threads_lose_updates (void)
{
  assert_updates ("none", TELAR_STRATEGY_THREADS, ADDITIONS, TELAR_UPDATES_SHARED, TRUE);
}

static void
test_guarded_updates_are_never_lost (void)
{
  for (guint i = 0; i < 5; i++)
    {
      assert_updates ("mutex", TELAR_STRATEGY_THREADS, ADDITIONS, TELAR_UPDATES_SHARED, FALSE);
      assert_updates ("atomic", TELAR_STRATEGY_THREADS, ADDITIONS, TELAR_UPDATES_SHARED, FALSE);
    }
}

static void
test_one_thread_loses_no_update (void)
{
  assert_updates ("none", TELAR_STRATEGY_SEQUENTIAL, ADDITIONS, TELAR_UPDATES_SHARED, FALSE);
  assert_updates ("none", TELAR_STRATEGY_ASYNC, ADDITIONS, TELAR_UPDATES_SHARED, FALSE);
}

static void
test_processes_share_no_counter (void)
{
  assert_updates ("none", TELAR_STRATEGY_PROCESSES, ADDITIONS, TELAR_UPDATES_SEPARATE, FALSE);
}

/* Each has read the counter when it lets the others continue. */
static void
test_tasks_that_yield_lose_updates (void)
{
  g_autoptr (TelarPlan) plan = plan_new_with ("race", "yield=1", "50000000 50000000");
  TelarUpdates updates;
  Fixture fixture;

  run_to_end (&fixture, plan, TELAR_STRATEGY_ASYNC, 2, NULL);
  telar_updates_find (&updates, fixture.record);
  g_assert_cmpint (updates.kind, ==, TELAR_UPDATES_SHARED);
  g_assert_cmpint (updates.lost, >, 0);
  fixture_clear (&fixture);
}

static void
test_waiting_for_the_mutex_is_seen (void)
{
  g_autoptr (TelarPlan) plan
      = plan_new_with ("race", "guard=mutex", "5000000 5000000 5000000 5000000");
  Fixture fixture;

  run_to_end (&fixture, plan, TELAR_STRATEGY_THREADS, N_WORKERS, NULL);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  assert_trace_is_sound (&fixture);
  g_assert_cmpuint (count (&fixture, TELAR_PHASE_LOCK_WAIT), >, 0);
  g_assert_cmpuint (count (&fixture, TELAR_PHASE_LOCK_HELD), ==, 0);
  fixture_clear (&fixture);
}

static void
test_all_of_it_can_be_stopped (gconstpointer data)
{
  static const struct
  {
    const char *workload;
    const char *settings;
  } cases[] = {
    { "primes", "interpreter-lock=on" },
    { "primes", "interpreter-lock=on switch-interval=10000" },
    { "primes", "one-core=on" },
    { "primes", "interpreter-lock=on one-core=on" },
    { "race", "guard=none" },
    { "race", "guard=mutex" },
    { "race", "guard=mutex one-core=on interpreter-lock=on" },
    { "race", "guard=atomic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TelarPlan) plan
          = plan_new_with (cases[i].workload, cases[i].settings,
                           "1000000000 1000000000 1000000000 1000000000 1000000000");
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      gint64 stop_ns, begin_ns = telar_clock_now_ns ();
      TelarCounts counts;
      Fixture fixture;

      fixture_start (&fixture, plan, *(const TelarStrategy *) data, N_WORKERS, NULL, cancellable);
      do
        {
          g_main_context_iteration (NULL, FALSE);
          telar_trace_get_counts (fixture.trace, &counts);
        }
      while (counts.running == 0 || telar_clock_now_ns () - begin_ns < 30000000);
      stop_ns = telar_clock_now_ns ();
      g_cancellable_cancel (cancellable);
      fixture_wait (&fixture);

      g_test_message ("%s, %s: stopped within %.1f ms", cases[i].workload, cases[i].settings,
                      (double) (fixture.end_ns - stop_ns) / 1e6);
      g_assert_cmpfloat ((double) (fixture.end_ns - stop_ns) / 1e9, <=, 0.25 + NOISE_S);
      assert_trace_is_sound (&fixture);
      g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      fixture_clear (&fixture);
    }
}

int
main (int argc, char **argv)
{
  static const StrategyTest tests[] = {
    { "others-know-no-lock", test_others_know_no_lock },
    { "all-is-done-on-one-core", test_all_is_done_on_one_core },
    { "all-of-it-can-be-stopped", test_all_of_it_can_be_stopped },
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lock/one-thread-holds-the-lock", test_one_thread_holds_the_lock);
  g_test_add_func ("/lock/the-lock-is-asked-for-after-the-interval",
                   test_the_lock_is_asked_for_after_the_interval);
  g_test_add_func ("/lock/waiting-needs-no-lock", test_waiting_needs_no_lock);
  g_test_add_func ("/lock/a-refused-core-is-told", test_a_refused_core_is_told);
  g_test_add_func ("/race/threads-lose-updates", test_threads_lose_updates);
  g_test_add_func ("/race/guarded-updates-are-never-lost", test_guarded_updates_are_never_lost);
  g_test_add_func ("/race/one-thread-loses-no-update", test_one_thread_loses_no_update);
  g_test_add_func ("/race/processes-share-no-counter", test_processes_share_no_counter);
  g_test_add_func ("/race/tasks-that-yield-lose-updates", test_tasks_that_yield_lose_updates);
  g_test_add_func ("/race/waiting-for-the-mutex-is-seen", test_waiting_for_the_mutex_is_seen);

  return run_with_every_strategy (tests, G_N_ELEMENTS (tests));
}
