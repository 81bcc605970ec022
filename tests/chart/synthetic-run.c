/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "synthetic-run.h"

#define MS G_GINT64_CONSTANT (1000000)

const char *const synthetic_pages
    = "https://projecteuler.net/\nhttps://nabla.mx\nhttps://ocw.mit.edu/index.htm\n"
      "https://distill.pub/\nhttps://github.com\nhttps://www.python.org/\nhttps://nips.cc/\n"
      "https://scikit-learn.org/stable/\nhttps://arxiv.org/\nhttps://www.nature.com/\n"
      "https://www.springer.com/gp/book/9780387310732\n"
      "https://docs.scipy.org/doc/numpy/index.html\nhttps://online.stanford.edu/\n"
      "https://keras.io/\nhttps://math.stackexchange.com/\nhttps://lexfridman.com/\n";

typedef struct
{
  TelarPhase phase;
  gint64 length_ns;
} Part;

static guint
plan_parts (const SyntheticRun *run, const TelarPlan *plan, GRand *random, Part *parts)
{
  double shortness = run->shortness > 0 ? run->shortness : 1;
  guint n = 0;

  if (telar_plan_get_workload (plan)->input_kind == TELAR_INPUT_NUMBER)
    {
      parts[n++] = (Part){ TELAR_PHASE_SLEEP, 2000 * MS / shortness };
      parts[n++] = (Part){ TELAR_PHASE_COMPUTE, 40000 / shortness };
      return n;
    }

  parts[n++] = (Part){ TELAR_PHASE_DNS, g_rand_int_range (random, 1, 30) * MS / shortness };
  parts[n++] = (Part){ TELAR_PHASE_CONNECT, g_rand_int_range (random, 20, 90) * MS / shortness };
  parts[n++] = (Part){ TELAR_PHASE_TLS, g_rand_int_range (random, 30, 120) * MS / shortness };
  parts[n++] = (Part){ TELAR_PHASE_WAIT, g_rand_int_range (random, 10, 40)
                                             * g_rand_int_range (random, 5, 40) * MS / shortness };
  parts[n++] = (Part){ TELAR_PHASE_RECEIVE, g_rand_int_range (random, 10, 300) * MS / shortness };
  parts[n++] = (Part){ TELAR_PHASE_COMPUTE, g_rand_int_range (random, 2, 25) * MS / shortness };

  return n;
}

static void
finish (TelarTrace *trace, guint task, TelarStatus status, gint64 now_ns)
{
  g_auto (TelarOutcome) outcome = { .status = status };

  if (status != TELAR_STATUS_SUCCEEDED)
    outcome.result = telar_result_new_error ("The host could not be reached");
  telar_trace_task_finished (trace, task, &outcome, now_ns);
}

/* Executes one task. Returns whether it has ended before the present instant. */
static gboolean
execute (const SyntheticRun *run,
         TelarRunRecord *record,
         GRand *random,
         guint task,
         guint lane,
         gint64 *time_ns)
{
  TelarLane *worker = telar_trace_get_lane (record->trace, lane);
  gboolean fails = run->fail_every > 0 && task % run->fail_every == run->fail_every / 2;
  Part parts[8];
  guint n_parts = plan_parts (run, record->plan, random, parts);

  telar_trace_task_started (record->trace, task, lane, *time_ns);
  telar_lane_begin (worker, task, parts[0].phase, *time_ns);
  for (guint i = 0; i < n_parts; i++)
    {
      if (fails && i == n_parts - 2 && n_parts > 2)
        break;

      telar_lane_enter (worker, parts[i].phase, *time_ns);
      if (run->until_ns > 0 && *time_ns + parts[i].length_ns > run->until_ns)
        {
          *time_ns = G_MAXINT64;
          if (run->is_stopped)
            {
              telar_lane_end (worker, run->until_ns);
              finish (record->trace, task, TELAR_STATUS_CANCELLED, run->until_ns);
            }
          return FALSE;
        }
      *time_ns += parts[i].length_ns;
    }
  telar_lane_end (worker, *time_ns);
  finish (record->trace, task, fails ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED, *time_ns);

  return TRUE;
}

static void
begin_lanes (const SyntheticRun *run, TelarRunRecord *record, guint n_lanes, gint64 *times_ns)
{
  static const TelarLaneKind kinds[] = {
    [TELAR_STRATEGY_SEQUENTIAL] = TELAR_LANE_THREAD,
    [TELAR_STRATEGY_THREADS] = TELAR_LANE_THREAD,
    [TELAR_STRATEGY_ASYNC] = TELAR_LANE_PLACE,
    [TELAR_STRATEGY_PROCESSES] = TELAR_LANE_PROCESS,
  };

  for (guint i = 0; i < n_lanes; i++)
    {
      TelarLane *lane = telar_trace_add_lane (record->trace, kinds[run->strategy], NULL);

      times_ns[i] = (i + 1) * MS / 20;
      if (run->strategy != TELAR_STRATEGY_PROCESSES)
        continue;

      telar_lane_begin (lane, TELAR_NO_TASK, TELAR_PHASE_START, 0);
      times_ns[i] = (30 + 5 * i) * MS;
      telar_lane_end (lane, times_ns[i]);
    }
}

static void
add_loop (TelarRunRecord *record, gint64 end_ns)
{
  TelarLane *loop = telar_trace_add_lane (record->trace, TELAR_LANE_LOOP, NULL);
  guint n_tasks = telar_trace_get_n_tasks (record->trace);

  for (gint64 time_ns = 0; time_ns < end_ns; time_ns += end_ns / 40)
    {
      telar_lane_begin (loop, (guint32) (time_ns * n_tasks / end_ns), TELAR_PHASE_LOOP, time_ns);
      telar_lane_end (loop, time_ns + end_ns / 200);
    }
}

/* Makes a run by giving each task to the worker that is free first. */
TelarRunRecord *
synthetic_run_new (const SyntheticRun *run)
{
  const TelarWorkload *workload = telar_workload_from_name (run->workload);
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan
      = telar_plan_new_from_text (telar_parameters_new (workload), run->inputs, &error);
  guint n_tasks, n_lanes;
  g_autofree gint64 *times_ns = NULL;
  g_autoptr (GRand) random = g_rand_new_with_seed (run->seed);
  TelarRunRecord *record;
  gint64 end_ns = 0;

  g_assert_no_error (error);
  n_tasks = telar_plan_get_n_tasks (plan);
  n_lanes = telar_strategy_get_effective_workers (run->strategy, run->workers, n_tasks);
  record = telar_run_record_new (plan, run->strategy, run->workers, n_lanes + 1);
  times_ns = g_new0 (gint64, n_lanes);
  begin_lanes (run, record, n_lanes, times_ns);

  for (guint task = 0; task < n_tasks; task++)
    {
      guint lane = 0;

      for (guint i = 1; i < n_lanes; i++)
        if (times_ns[i] < times_ns[lane])
          lane = i;
      if (times_ns[lane] == G_MAXINT64)
        {
          if (run->is_stopped)
            finish (record->trace, task, TELAR_STATUS_CANCELLED, run->until_ns);
          continue;
        }
      if (execute (run, record, random, task, lane, &times_ns[lane]))
        end_ns = MAX (end_ns, times_ns[lane]);
    }

  if (run->until_ns > 0)
    end_ns = run->until_ns;
  telar_trace_set_peak_concurrency (record->trace, MIN (n_lanes, n_tasks));
  if (run->strategy == TELAR_STRATEGY_ASYNC)
    add_loop (record, end_ns);
  if (run->until_ns == 0 || run->is_stopped)
    telar_run_record_end (record, end_ns, (TelarCpuTime){ 30 * MS, 10 * MS }, !run->is_stopped);

  return record;
}

/* Returns the numbers from 1 to @n, as a user types them. */
char *
synthetic_numbers (guint n)
{
  return g_strdup_printf ("1..%u", n);
}

/* Makes a run of @n_lanes threads with @n_tasks tasks in all, each of @n_parts spans, evenly spread
 * over @length_ns with a little time between them. */
TelarRunRecord *
synthetic_parts_new (guint n_lanes, guint n_tasks, guint n_parts, gint64 length_ns)
{
  g_autofree char *inputs = synthetic_numbers (n_tasks);
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), inputs, &error);
  TelarRunRecord *record;
  gint64 step_ns = length_ns / MAX (n_tasks / n_lanes, 1), part_ns = step_ns / n_parts;
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  g_assert_no_error (error);
  record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, n_lanes, n_lanes);
  for (guint i = 0; i < n_lanes; i++)
    telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);

  for (guint task = 0; task < n_tasks; task++)
    {
      guint lane = task % n_lanes;
      TelarSpan span = { .end_ns = task / n_lanes * step_ns, .task = task };

      telar_trace_task_started (record->trace, task, lane, span.end_ns);
      for (guint part = 0; part < n_parts; part++)
        {
          gboolean is_last = part == n_parts - 1;

          span.start_ns = span.end_ns;
          span.end_ns += part_ns * g_rand_int_range (random, is_last ? 5 : 50, 100) / 100;
          span.phase = (guint8) (g_rand_boolean (random) ? TELAR_PHASE_COMPUTE : TELAR_PHASE_WAIT);
          telar_lane_append (telar_trace_get_lane (record->trace, lane), &span);
        }
      finish (record->trace, task, TELAR_STATUS_SUCCEEDED, span.end_ns);
    }
  telar_run_record_end (record, length_ns, (TelarCpuTime){ length_ns, 0 }, TRUE);

  return record;
}

/* The same with one span for each task. */
TelarRunRecord *
synthetic_lanes_new (guint n_lanes, guint n_spans, gint64 length_ns)
{
  return synthetic_parts_new (n_lanes, n_spans, 1, length_ns);
}
