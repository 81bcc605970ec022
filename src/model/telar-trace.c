/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-trace.h"

#include <stdatomic.h>

struct _TelarTrace
{
  gatomicrefcount ref_count;

  atomic_llong epoch_ns;

  GMutex lanes_mutex; /* held while a lane is added */
  guint max_lanes;
  guint n_lanes_of_kind[TELAR_N_LANE_KINDS];
  TelarLane **lanes;
  atomic_uint n_lanes;

  guint n_tasks;
  TelarTaskState *tasks;
  guint32 *finished; /* tasks in the order of their end; TELAR_NO_TASK until written */
  atomic_uint n_finished;
  atomic_uint
      n_seen; /* how many of them are known to be written; may fall back, which is harmless */

  atomic_uint n_running;
  atomic_uint n_of_status[TELAR_N_STATUSES]; /* the final ones */
  atomic_uint peak_concurrency;
};

/**
 * telar_trace_new:
 * @n_tasks: how many tasks the plan has
 * @max_lanes: how many lanes there may be at most
 *
 * Returns: (transfer full): a trace in which every task is pending
 */
TelarTrace *
telar_trace_new (guint n_tasks, guint max_lanes)
{
  TelarTrace *trace = g_new0 (TelarTrace, 1);

  g_atomic_ref_count_init (&trace->ref_count);
  g_mutex_init (&trace->lanes_mutex);
  trace->max_lanes = max_lanes;
  trace->lanes = g_new0 (TelarLane *, max_lanes);
  trace->n_tasks = n_tasks;
  trace->tasks = g_new0 (TelarTaskState, n_tasks);
  trace->finished = g_new (guint32, n_tasks);
  for (guint i = 0; i < n_tasks; i++)
    {
      trace->tasks[i].start_ns = -1;
      trace->tasks[i].end_ns = -1;
      trace->tasks[i].lane = G_MAXUINT32;
      trace->finished[i] = TELAR_NO_TASK;
    }

  return trace;
}

/**
 * telar_trace_ref:
 * @trace: a trace
 *
 * Returns: (transfer full): the same trace
 */
TelarTrace *
telar_trace_ref (TelarTrace *trace)
{
  g_atomic_ref_count_inc (&trace->ref_count);

  return trace;
}

/**
 * telar_trace_unref:
 * @trace: (transfer full): a trace
 */
void
telar_trace_unref (TelarTrace *trace)
{
  if (!g_atomic_ref_count_dec (&trace->ref_count))
    return;

  for (guint i = 0; i < atomic_load (&trace->n_lanes); i++)
    telar_lane_free (trace->lanes[i]);
  for (guint i = 0; i < trace->n_tasks; i++)
    telar_result_free (trace->tasks[i].result);
  g_free (trace->lanes);
  g_free (trace->tasks);
  g_free (trace->finished);
  g_mutex_clear (&trace->lanes_mutex);
  g_free (trace);
}

/**
 * telar_trace_set_epoch:
 * @trace: a trace
 * @epoch_ns: the run's start by telar_clock_now_ns()
 */
void
telar_trace_set_epoch (TelarTrace *trace, gint64 epoch_ns)
{
  atomic_store (&trace->epoch_ns, epoch_ns);
}

/**
 * telar_trace_get_epoch:
 * @trace: a trace
 *
 * Returns: the run's start by telar_clock_now_ns()
 */
gint64
telar_trace_get_epoch (TelarTrace *trace)
{
  return atomic_load_explicit (&trace->epoch_ns, memory_order_relaxed);
}

/**
 * telar_trace_now:
 * @trace: a trace whose epoch is set
 *
 * Returns: nanoseconds since the run's start
 */
gint64
telar_trace_now (TelarTrace *trace)
{
  return telar_clock_now_ns () - telar_trace_get_epoch (trace);
}

/**
 * telar_trace_add_lane:
 * @trace: a trace with fewer lanes than its maximum
 * @kind: what executes the tasks of the lane
 * @index: (out) (optional): its number among the lanes of @trace
 *
 * Any thread may call it; lanes keep the order in which they were added.
 *
 * Returns: (transfer none): an empty lane, numbered within its kind
 */
TelarLane *
telar_trace_add_lane (TelarTrace *trace, TelarLaneKind kind, guint *index)
{
  TelarLane *lane;
  guint n_lanes;

  g_mutex_lock (&trace->lanes_mutex);
  /* The mutex orders this already; acquiring lets a thread sanitizer, which does not see into
   * GLib's mutexes, know it too. */
  n_lanes = atomic_load_explicit (&trace->n_lanes, memory_order_acquire);
  g_assert (n_lanes < trace->max_lanes);
  lane = telar_lane_new (kind, ++trace->n_lanes_of_kind[kind]);
  trace->lanes[n_lanes] = lane;
  atomic_store_explicit (&trace->n_lanes, n_lanes + 1, memory_order_release);
  g_mutex_unlock (&trace->lanes_mutex);

  if (index != NULL)
    *index = n_lanes;

  return lane;
}

/**
 * telar_trace_get_n_lanes:
 * @trace: a trace
 *
 * Returns: how many lanes there are by now
 */
guint
telar_trace_get_n_lanes (TelarTrace *trace)
{
  return atomic_load_explicit (&trace->n_lanes, memory_order_acquire);
}

/**
 * telar_trace_get_lane:
 * @trace: a trace
 * @index: less than a value that telar_trace_get_n_lanes() returned
 *
 * Returns: (transfer none): the lane
 */
TelarLane *
telar_trace_get_lane (TelarTrace *trace, guint index)
{
  g_return_val_if_fail (index < telar_trace_get_n_lanes (trace), NULL);

  return trace->lanes[index];
}

static void
set_status (TelarTaskState *state, TelarStatus status)
{
  __atomic_store_n (&state->status, (guint8) status, __ATOMIC_RELEASE);
}

/**
 * telar_trace_task_ready:
 * @trace: a trace
 * @task: a pending task
 * @now_ns: when the last of its dependencies succeeded; 0 for a task without dependencies
 */
void
telar_trace_task_ready (TelarTrace *trace, guint task, gint64 now_ns)
{
  g_return_if_fail (task < trace->n_tasks);

  __atomic_store_n (&trace->tasks[task].queued_ns, now_ns, __ATOMIC_RELAXED);
}

/**
 * telar_trace_task_started:
 * @trace: a trace
 * @task: a pending task
 * @lane: the number of the lane that executes it
 * @now_ns: the present instant, in nanoseconds since the run's start
 */
void
telar_trace_task_started (TelarTrace *trace, guint task, guint lane, gint64 now_ns)
{
  TelarTaskState *state;
  guint running, peak;

  g_return_if_fail (task < trace->n_tasks);

  state = &trace->tasks[task];
  state->start_ns = now_ns;
  state->lane = lane;
  set_status (state, TELAR_STATUS_RUNNING);

  running = atomic_fetch_add_explicit (&trace->n_running, 1, memory_order_relaxed) + 1;
  peak = atomic_load_explicit (&trace->peak_concurrency, memory_order_relaxed);
  while (running > peak
         && !atomic_compare_exchange_weak_explicit (&trace->peak_concurrency, &peak, running,
                                                    memory_order_relaxed, memory_order_relaxed))
    ;
}

/**
 * telar_trace_task_given_back:
 * @trace: a trace
 * @task: a running task whose worker is gone, so that another has to begin it anew
 */
void
telar_trace_task_given_back (TelarTrace *trace, guint task)
{
  g_return_if_fail (task < trace->n_tasks);
  g_return_if_fail (telar_task_state_get_status (&trace->tasks[task]) == TELAR_STATUS_RUNNING);

  set_status (&trace->tasks[task], TELAR_STATUS_PENDING);
  atomic_fetch_sub_explicit (&trace->n_running, 1, memory_order_relaxed);
}

/**
 * telar_trace_task_finished:
 * @trace: a trace
 * @task: a running task; or a pending one, which then was cancelled or skipped
 * @outcome: how it ended; its result is taken and set to %NULL
 * @now_ns: when it ended, in nanoseconds since the run's start
 */
void
telar_trace_task_finished (TelarTrace *trace, guint task, TelarOutcome *outcome, gint64 now_ns)
{
  TelarTaskState *state;
  guint index;

  g_return_if_fail (task < trace->n_tasks);
  g_return_if_fail (telar_status_is_final (outcome->status));

  state = &trace->tasks[task];
  g_return_if_fail (!telar_status_is_final (telar_task_state_get_status (state)));

  if (telar_task_state_get_status (state) == TELAR_STATUS_RUNNING)
    {
      state->end_ns = MAX (now_ns, state->start_ns);
      atomic_fetch_sub_explicit (&trace->n_running, 1, memory_order_relaxed);
    }
  else
    {
      /* It may have been given back by a worker that had begun it. */
      state->start_ns = -1;
      state->lane = G_MAXUINT32;
    }
  state->cpu = outcome->cpu;
  state->bytes = outcome->bytes;
  state->http_status = (guint16) outcome->http_status;
  state->result = g_steal_pointer (&outcome->result);
  set_status (state, outcome->status);
  atomic_fetch_add_explicit (&trace->n_of_status[outcome->status], 1, memory_order_relaxed);

  index = atomic_fetch_add_explicit (&trace->n_finished, 1, memory_order_relaxed);
  __atomic_store_n (&trace->finished[index], task, __ATOMIC_RELEASE);
}

/**
 * telar_trace_get_n_tasks:
 * @trace: a trace
 *
 * Returns: how many tasks the plan has
 */
guint
telar_trace_get_n_tasks (TelarTrace *trace)
{
  return trace->n_tasks;
}

/**
 * telar_trace_get_task:
 * @trace: a trace
 * @task: a task of the plan
 *
 * Returns: (transfer none): what is known of it; valid as long as the trace
 */
const TelarTaskState *
telar_trace_get_task (TelarTrace *trace, guint task)
{
  g_return_val_if_fail (task < trace->n_tasks, NULL);

  return &trace->tasks[task];
}

/**
 * telar_task_state_get_status:
 * @state: what is known of a task
 *
 * Returns: its status; the members that are valid from this status on may be read after it
 */
TelarStatus
telar_task_state_get_status (const TelarTaskState *state)
{
  return __atomic_load_n (&state->status, __ATOMIC_ACQUIRE);
}

/**
 * telar_trace_get_counts:
 * @trace: a trace
 * @counts: (out): how many tasks there are of each kind, each exact at an instant of its own
 */
void
telar_trace_get_counts (TelarTrace *trace, TelarCounts *counts)
{
  counts->total = trace->n_tasks;
  counts->running = atomic_load_explicit (&trace->n_running, memory_order_relaxed);
  counts->succeeded = atomic_load (&trace->n_of_status[TELAR_STATUS_SUCCEEDED]);
  counts->failed = atomic_load (&trace->n_of_status[TELAR_STATUS_FAILED]);
  counts->cancelled = atomic_load (&trace->n_of_status[TELAR_STATUS_CANCELLED]);
  counts->skipped = atomic_load (&trace->n_of_status[TELAR_STATUS_SKIPPED]);
}

/**
 * telar_trace_get_peak_concurrency:
 * @trace: a trace
 *
 * Returns: how many tasks ran at once at most
 */
guint
telar_trace_get_peak_concurrency (TelarTrace *trace)
{
  return atomic_load_explicit (&trace->peak_concurrency, memory_order_relaxed);
}

/**
 * telar_trace_set_peak_concurrency:
 * @trace: a trace
 * @peak: the figure of a document, or one computed from exact times
 */
void
telar_trace_set_peak_concurrency (TelarTrace *trace, guint peak)
{
  atomic_store_explicit (&trace->peak_concurrency, peak, memory_order_relaxed);
}

/**
 * telar_trace_get_n_finished:
 * @trace: a trace
 *
 * Returns: how many tasks have ended, each of which telar_trace_get_finished() names by now
 */
guint
telar_trace_get_n_finished (TelarTrace *trace)
{
  guint n_counted = atomic_load_explicit (&trace->n_finished, memory_order_acquire);
  guint n_seen = atomic_load_explicit (&trace->n_seen, memory_order_relaxed);

  /* A task may be counted but not yet written, and later ones already be. */
  while (n_seen < n_counted
         && __atomic_load_n (&trace->finished[n_seen], __ATOMIC_ACQUIRE) != TELAR_NO_TASK)
    n_seen++;
  atomic_store_explicit (&trace->n_seen, n_seen, memory_order_relaxed);

  return n_seen;
}

/**
 * telar_trace_get_finished:
 * @trace: a trace
 * @index: less than a value that telar_trace_get_n_finished() returned
 *
 * Returns: the task that ended as the @index-th
 */
guint
telar_trace_get_finished (TelarTrace *trace, guint index)
{
  return __atomic_load_n (&trace->finished[index], __ATOMIC_ACQUIRE);
}

/**
 * telar_trace_get_end_ns:
 * @trace: a trace
 *
 * Returns: the latest instant of any published span, in nanoseconds since the run's start
 */
gint64
telar_trace_get_end_ns (TelarTrace *trace)
{
  guint n_lanes = telar_trace_get_n_lanes (trace);
  gint64 end_ns = 0;

  for (guint i = 0; i < n_lanes; i++)
    {
      TelarLane *lane = trace->lanes[i];
      guint n_spans = telar_lane_get_n_spans (lane);

      if (n_spans > 0)
        end_ns = MAX (end_ns, telar_lane_get_span (lane, n_spans - 1)->end_ns);
    }

  return end_ns;
}
