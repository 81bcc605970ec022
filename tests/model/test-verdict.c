/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "model/telar-verdict.h"

#define MS G_GINT64_CONSTANT (1000000)

/* A run of @n_tasks tasks of the same length, with as many at once as there are workers and all of
 * them ready from the beginning. Times in milliseconds. */
typedef struct
{
  TelarStrategy strategy;
  guint workers;
  guint n_tasks;
  double duration;
  double task_cpu; /* of each */
  double run_cpu;  /* beside that of the tasks */
  double loop;     /* the event loop was busy on end for */
  double start_up; /* before the first task began */
  guint n_failed;
  gboolean is_chain; /* each task waits for the one before */
  TelarPhase busy;   /* what a task is at after it has waited, if it has */
  TelarPhase waiting;
  double waited; /* for that, at first */
} Given;

typedef struct
{
  const char *name;
  Given given;
  guint n_cores;
  TelarVerdictKind kind;
  const char *sentence;
  const char *remarks[3];
} Case;

static TelarPlan *
make_plan (const Given *given)
{
  g_autoptr (GString) inputs = g_string_new ("T0 = 1\n");
  g_autoptr (GError) error = NULL;
  TelarPlan *plan;

  for (guint i = 1; i < given->n_tasks; i++)
    if (given->is_chain)
      g_string_append_printf (inputs, "T%u = 1 after T%u\n", i, i - 1);
    else
      g_string_append_printf (inputs, "T%u = 1\n", i);
  plan = telar_plan_new_from_text (telar_parameters_new (telar_workload_from_name ("square")),
                                   inputs->str, &error);
  g_assert_no_error (error);

  return plan;
}

static void
append_spans (TelarLane *lane, const Given *given, guint task, gint64 start_ns, gint64 end_ns)
{
  gint64 turn_ns = start_ns + (gint64) (given->waited * MS);
  const TelarSpan spans[] = {
    { .start_ns = start_ns, .end_ns = turn_ns, .task = task, .phase = given->waiting },
    { .start_ns = turn_ns, .end_ns = end_ns, .task = task, .phase = given->busy },
  };

  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    telar_lane_append (lane, &spans[i]);
}

static TelarVerdict *
judge (const Given *given, guint n_cores)
{
  g_autoptr (TelarPlan) plan = make_plan (given);
  g_autoptr (TelarRunRecord) record
      = telar_run_record_new (plan, given->strategy, given->workers, given->workers + 1);
  gint64 length_ns = (gint64) (given->duration * MS), end_ns = 0;
  gint64 cpu_ns = (gint64) ((given->task_cpu * given->n_tasks + given->run_cpu) * MS);
  TelarRunFigures figures;

  for (guint i = 0; i < given->workers; i++)
    telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  for (guint task = 0; task < given->n_tasks; task++)
    {
      guint lane = given->is_chain ? 0 : task % given->workers;
      guint wave = given->is_chain ? task : task / given->workers;
      gint64 start_ns = (gint64) (given->start_up * MS) + wave * length_ns;
      g_auto (TelarOutcome) outcome = {
        .status = task < given->n_failed ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED,
        .cpu = { (gint64) (given->task_cpu * MS), 0 },
      };

      end_ns = start_ns + length_ns;
      telar_trace_task_ready (record->trace, task, given->is_chain ? start_ns : 0);
      telar_trace_task_started (record->trace, task, lane, start_ns);
      if (given->waited > 0)
        append_spans (telar_trace_get_lane (record->trace, lane), given, task, start_ns, end_ns);
      telar_trace_task_finished (record->trace, task, &outcome, end_ns);
    }
  if (given->loop > 0)
    {
      TelarSpan busy = { .end_ns = (gint64) (given->loop * MS),
                         .task = TELAR_NO_TASK,
                         .phase = TELAR_PHASE_LOOP };

      telar_lane_append (telar_trace_add_lane (record->trace, TELAR_LANE_LOOP, NULL), &busy);
    }
  record->n_cores = n_cores;
  telar_run_record_end (record, end_ns, (TelarCpuTime){ cpu_ns, 0 }, TRUE);
  telar_run_figures_compute (&figures, record);

  return telar_verdict_new (&figures);
}

static const Case cases[] = {
  { "waiting-tasks-in-threads",
    { TELAR_STRATEGY_THREADS, 16, 16, 250, 7.5 },
    2,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 97 % of their time: Async or Threads suit; more processes would not help.",
    { NULL } },
  { "waiting-tasks-one-after-another",
    { TELAR_STRATEGY_SEQUENTIAL, 1, 16, 250, 7.5 },
    2,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 97 % of their time, one after another: Async or Threads suit, which let them "
    "wait at the same time.",
    { "For 94 % of the wall time tasks were ready and the only worker had another: more workers "
      "would help." } },
  { "waiting-tasks-in-processes",
    { TELAR_STRATEGY_PROCESSES, 16, 16, 250, 7.5 },
    2,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 97 % of their time: Async or Threads suit, in which waiting costs less than in a "
    "process.",
    { NULL } },
  { "too-few-places",
    { TELAR_STRATEGY_THREADS, 4, 40, 100, 1 },
    2,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 99 % of their time: Async or Threads suit; more processes would not help.",
    { "For 90 % of the wall time tasks were ready and all 4 workers had others: more workers would "
      "help." } },
  { "as-many-places-as-threads-can-have",
    { TELAR_STRATEGY_THREADS, 1000, 4000, 100, 0.01 },
    2,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 100 % of their time: Async or Threads suit; more processes would not help.",
    { NULL } },
  { "one-waiting-task",
    { TELAR_STRATEGY_THREADS, 1, 1, 250, 2.5 },
    2,
    TELAR_VERDICT_IO_BOUND,
    "The only task waited 99 % of its time: no strategy can shorten that.",
    { NULL } },
  { "chain-of-tasks",
    { TELAR_STRATEGY_THREADS, 4, 4, 100, 1, .is_chain = TRUE },
    2,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 99 % of their time: Async or Threads suit; more processes would not help.",
    { "The longest chain of tasks that wait for each other took 400 ms of 400 ms: more workers "
      "would not help." } },
  { "computing-tasks-one-after-another",
    { TELAR_STRATEGY_SEQUENTIAL, 1, 8, 100, 95 },
    4,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks computed 95 % of their time: Threads or Processes suit, with as many workers as there "
    "are cores; Async would not help.",
    { "For 88 % of the wall time tasks were ready and the only worker had another: more workers "
      "would help." } },
  { "computing-tasks-on-the-only-core",
    { TELAR_STRATEGY_SEQUENTIAL, 1, 8, 100, 95 },
    1,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks computed 95 % of their time: Threads or Processes suit, with as many workers as there "
    "are cores; Async would not help.",
    { NULL } },
  { "computing-tasks-on-every-core",
    { TELAR_STRATEGY_PROCESSES, 4, 40, 100, 95 },
    4,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks computed 95 % of their time: Threads or Processes suit, with as many workers as there "
    "are cores; Async would not help.",
    { NULL } },
  /* Each of sixteen tasks has an eighth of a core, so that by itself each seems to wait. */
  { "more-computing-tasks-than-cores",
    { TELAR_STRATEGY_THREADS, 16, 16, 800, 98 },
    2,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks kept 2 cores busy for 98 % of the wall time: Threads or Processes suit, with as many "
    "workers as there are cores; Async would not help.",
    { "16 workers shared 2 cores: more workers than cores bring tasks that compute no more "
      "speed." } },
  /* The same from a computer of which no one knows how many cores it has. */
  { "unknown-number-of-cores",
    { TELAR_STRATEGY_THREADS, 16, 16, 800, 98 },
    0,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 88 % of their time: Async or Threads suit; more processes would not help.",
    { NULL } },
  { "known-to-compute-with-an-unknown-number-of-cores",
    { TELAR_STRATEGY_THREADS, 16, 16, 800, 98, .busy = TELAR_PHASE_COMPUTE,
      .waiting = TELAR_PHASE_CONNECT, .waited = 0.001 },
    0,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks computed 100 % of the time in which they had a core: Threads or Processes suit, with as "
    "many workers as there are cores; Async would not help.",
    { NULL } },
  { "known-to-compute-on-fewer-cores",
    { TELAR_STRATEGY_THREADS, 16, 16, 800, 98, .busy = TELAR_PHASE_COMPUTE,
      .waiting = TELAR_PHASE_CONNECT, .waited = 0.001 },
    2,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks kept 2 cores busy for 98 % of the wall time: Threads or Processes suit, with as many "
    "workers as there are cores; Async would not help.",
    { "16 workers shared 2 cores: more workers than cores bring tasks that compute no more "
      "speed." } },
  { "computing-tasks-on-a-busy-computer",
    { TELAR_STRATEGY_PROCESSES, 2, 8, 100, 40, .busy = TELAR_PHASE_COMPUTE,
      .waiting = TELAR_PHASE_CONNECT, .waited = 0.001 },
    2,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks computed 100 % of the time in which they had a core: Threads or Processes suit, with as "
    "many workers as there are cores; Async would not help.",
    { "For 60 % of their time tasks that computed had no core, because the computer was busy with "
      "other things." } },
  { "one-computing-task-on-a-busy-computer",
    { TELAR_STRATEGY_SEQUENTIAL, 1, 1, 100, 20, .busy = TELAR_PHASE_COMPUTE,
      .waiting = TELAR_PHASE_CONNECT, .waited = 0.001 },
    2,
    TELAR_VERDICT_CPU_BOUND,
    "The only task computed 100 % of the time in which it had a core: no strategy can shorten "
    "that.",
    { "For 80 % of their time tasks that computed had no core, because the computer was busy with "
      "other things." } },
  { "waiting-tasks-on-a-busy-computer",
    { TELAR_STRATEGY_THREADS, 2, 2, 250, 2, .busy = TELAR_PHASE_COMPUTE,
      .waiting = TELAR_PHASE_WAIT, .waited = 240 },
    2,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 99 % of their time: Async or Threads suit; more processes would not help.",
    { NULL } },
  { "event-loop-on-a-busy-computer",
    { TELAR_STRATEGY_ASYNC, 1, 2, 200, 40, .busy = TELAR_PHASE_COMPUTE,
      .waiting = TELAR_PHASE_LOOP_WAIT, .waited = 100 },
    2,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks computed 100 % of the time in which they had a core: Threads or Processes suit, with as "
    "many workers as there are cores; Async would not help.",
    { "For 30 % of their time tasks that computed had no core, because the computer was busy with "
      "other things." } },
  { "computing-tasks-in-the-event-loop",
    { TELAR_STRATEGY_ASYNC, 8, 8, 800, 95, .loop = 95 },
    4,
    TELAR_VERDICT_CPU_BOUND,
    "The one thread of the event loop computed 95 % of the wall time, so that its tasks waited for "
    "each other: Threads or Processes suit, which use several cores.",
    { "The event loop was busy for up to 95.0 ms on end, in which no other task went on." } },
  /* The tasks' own callbacks used next to nothing, but the loop worked for them all the time. */
  { "event-loop-at-its-limit",
    { TELAR_STRATEGY_ASYNC, 8, 8, 800, 1, .run_cpu = 752 },
    4,
    TELAR_VERDICT_CPU_BOUND,
    "The one thread of the event loop computed 95 % of the wall time, so that its tasks waited for "
    "each other: Threads or Processes suit, which use several cores.",
    { NULL } },
  { "one-computing-task",
    { TELAR_STRATEGY_PROCESSES, 1, 1, 100, 95 },
    4,
    TELAR_VERDICT_CPU_BOUND,
    "The only task computed 95 % of its time: no strategy can shorten that.",
    { NULL } },
  { "half-and-half",
    { TELAR_STRATEGY_THREADS, 2, 2, 100, 40 },
    4,
    TELAR_VERDICT_MIXED,
    "Tasks computed 40 % of their time and waited for the rest: Threads or Processes suit, with "
    "more workers than cores.",
    { "About 10 workers would keep 4 cores busy." } },
  { "turns-of-the-interpreter-lock",
    { TELAR_STRATEGY_THREADS, 2, 4, 100, 49, .busy = TELAR_PHASE_LOCK_HELD,
      .waiting = TELAR_PHASE_LOCK_WAIT, .waited = 50 },
    2,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks computed 98 % of the time in which it was their turn, but only the one that held the "
    "simulated interpreter lock: Processes suit, each of which has its own.",
    { NULL } },
  { "waiting-with-the-interpreter-lock",
    { TELAR_STRATEGY_THREADS, 2, 2, 100, 1, .busy = TELAR_PHASE_LOCK_HELD,
      .waiting = TELAR_PHASE_SLEEP, .waited = 99 },
    2,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 99 % of their time: Async or Threads suit; more processes would not help.",
    { NULL } },
  { "turns-on-one-core",
    { TELAR_STRATEGY_PROCESSES, 2, 4, 100, 49, .busy = TELAR_PHASE_COMPUTE,
      .waiting = TELAR_PHASE_CORE_WAIT, .waited = 50 },
    2,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks computed 98 % of the time in which it was their turn, but they had only one core, so "
    "that they were simultaneous in appearance only.",
    { NULL } },
  { "tasks-that-all-failed",
    { TELAR_STRATEGY_THREADS, 4, 8, 100, 95, .n_failed = 8 },
    2,
    TELAR_VERDICT_UNKNOWN,
    "No task succeeded, so it cannot be told what suits the run.",
    { "8 of 8 tasks failed, so the run did less than it was to." } },
  { "waiting-for-a-mutex",
    { TELAR_STRATEGY_THREADS, 4, 8, 100, 60, .busy = TELAR_PHASE_COMPUTE,
      .waiting = TELAR_PHASE_LOCK_WAIT, .waited = 40 },
    2,
    TELAR_VERDICT_CPU_BOUND,
    "Tasks waited 40 % of their time for a mutex, which only one of them can hold at a time: more "
    "workers would not help.",
    { NULL } },
  { "failed-tasks",
    { TELAR_STRATEGY_THREADS, 4, 4, 100, 1, .n_failed = 3 },
    4,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 99 % of their time: Async or Threads suit; more processes would not help.",
    { "3 of 4 tasks failed, so the run did less than it was to." } },
  { "slow-start-of-processes",
    { TELAR_STRATEGY_PROCESSES, 4, 4, 10, 0.1, .start_up = 10 },
    4,
    TELAR_VERDICT_IO_BOUND,
    "Tasks waited 99 % of their time: Async or Threads suit, in which waiting costs less than in a "
    "process.",
    { "Until the first process had started and begun a task, 10.0 ms of 20.0 ms had passed: "
      "Threads start faster." } },
  { "tiny-tasks",
    { TELAR_STRATEGY_THREADS, 4, 4000, 0.02, 0.015, .run_cpu = 200 },
    4,
    TELAR_VERDICT_UNKNOWN,
    "Half of the tasks took 20.0 µs or less, and handing them out took longer than executing them: "
    "larger tasks or Sequential suit.",
    { NULL } },
  { "short-run",
    { TELAR_STRATEGY_THREADS, 2, 2, 4, 3 },
    2,
    TELAR_VERDICT_UNKNOWN,
    "The run took only 4.00 ms, which is too short to tell what suits it.",
    { NULL } },
  { "tasks-without-duration",
    { TELAR_STRATEGY_THREADS, 2, 2, 0, 0, .start_up = 10 },
    2,
    TELAR_VERDICT_UNKNOWN,
    "The run took only 10.0 ms, which is too short to tell what suits it.",
    { NULL } },
  { "processor-time-not-measured",
    { TELAR_STRATEGY_THREADS, 2, 2, 100, 0 },
    2,
    TELAR_VERDICT_UNKNOWN,
    "The processor time of the tasks is not known, so it cannot be told whether they computed or "
    "waited.",
    { NULL } },
};

/* Units and percent signs follow a no-break space. */
static void
assert_text (const char *text, const char *expected)
{
  g_auto (GStrv) parts = g_strsplit (text, "\302\240", -1);
  g_autofree char *plain = g_strjoinv (" ", parts);

  g_assert_cmpstr (plain, ==, expected);
}

static void
test_verdict (gconstpointer data)
{
  const Case *given = data;
  g_autoptr (TelarVerdict) verdict = judge (&given->given, given->n_cores);
  guint n_remarks = 0;

  assert_text (verdict->sentence, given->sentence);
  g_assert_cmpint (verdict->kind, ==, given->kind);
  while (n_remarks < G_N_ELEMENTS (given->remarks) && given->remarks[n_remarks] != NULL)
    n_remarks++;
  for (guint i = 0; i < MIN (n_remarks, verdict->remarks->len); i++)
    assert_text (g_ptr_array_index (verdict->remarks, i), given->remarks[i]);
  g_assert_cmpuint (verdict->remarks->len, ==, n_remarks);
}

static void
test_bounds_of_the_kinds (void)
{
  static const struct
  {
    double cpu;
    TelarVerdictKind kind;
  } bounds[] = {
    { 24.9, TELAR_VERDICT_IO_BOUND },
    { 25.1, TELAR_VERDICT_MIXED },
    { 74.9, TELAR_VERDICT_MIXED },
    { 75.1, TELAR_VERDICT_CPU_BOUND },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    {
      const Given given = { TELAR_STRATEGY_THREADS, 2, 2, 100, bounds[i].cpu };
      g_autoptr (TelarVerdict) verdict = judge (&given, 4);

      g_assert_cmpint (verdict->kind, ==, bounds[i].kind);
      g_assert_cmpfloat_with_epsilon (verdict->cpu_share, bounds[i].cpu / 100, 1e-6);
      g_assert_cmpfloat_with_epsilon (verdict->utilisation, bounds[i].cpu / 100, 1e-6);
    }
}

static void
test_kinds_have_titles (void)
{
  for (guint kind = 0; kind < TELAR_N_VERDICT_KINDS; kind++)
    g_assert_cmpuint (strlen (telar_verdict_kind_get_title (kind)), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/verdict/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_verdict);
    }
  g_test_add_func ("/verdict/bounds-of-the-kinds", test_bounds_of_the_kinds);
  g_test_add_func ("/verdict/kinds-have-titles", test_kinds_have_titles);

  return g_test_run ();
}
