/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-execution.h"

/**
 * telar_execution_add_cpu:
 * @execution: what is being executed
 * @cpu: the processor time of one worker, or of a part of its life
 *
 * Any thread may call it.
 */
void
telar_execution_add_cpu (TelarExecution *execution, TelarCpuTime cpu)
{
  g_mutex_lock (&execution->mutex);
  execution->cpu.user_ns += cpu.user_ns;
  execution->cpu.system_ns += cpu.system_ns;
  g_mutex_unlock (&execution->mutex);
}

/**
 * telar_execution_add_memory:
 * @execution: what is being executed
 * @bytes: the memory of a worker process at its peak
 *
 * Any thread may call it.
 */
void
telar_execution_add_memory (TelarExecution *execution, gint64 bytes)
{
  g_mutex_lock (&execution->mutex);
  execution->memory_bytes += bytes;
  g_mutex_unlock (&execution->mutex);
}

static void
on_user_cancelled (GCancellable *user_cancellable, gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/**
 * telar_execution_follow:
 * @execution: what is being executed, with a cancellable of its own
 * @user_cancellable: (nullable): what the user of the run cancels
 *
 * From now on the run is cancelled with @user_cancellable, in the thread that does so.
 */
void
telar_execution_follow (TelarExecution *execution, GCancellable *user_cancellable)
{
  execution->user_cancellable = user_cancellable;
  if (user_cancellable != NULL)
    execution->user_cancelled_id = g_cancellable_connect (
        user_cancellable, G_CALLBACK (on_user_cancelled), execution->cancellable, NULL);
}

/**
 * telar_execution_unfollow:
 * @execution: what is being executed
 *
 * Called once no task runs any more, before the main contexts are freed in which they ran: a
 * thread that is cancelling wakes all contexts that watch the cancellable, one after the other,
 * and GLib does not keep them alive for it. This waits until it is through, and none comes after
 * it. May be called again.
 */
void
telar_execution_unfollow (TelarExecution *execution)
{
  g_cancellable_disconnect (execution->user_cancellable, execution->user_cancelled_id);
  execution->user_cancelled_id = 0;
}

/**
 * telar_execution_begin_task:
 * @execution: what is being executed
 * @task: a task that was taken from the scheduler
 * @lane: the lane of the worker that begins it
 * @lane_index: its number in the trace
 * @first_phase: what the task begins with
 *
 * Opens the first span of the task in @lane, where the work then enters other phases.
 */
void
telar_execution_begin_task (TelarExecution *execution,
                            guint task,
                            TelarLane *lane,
                            guint lane_index,
                            TelarPhase first_phase)
{
  gint64 now_ns = telar_trace_now (execution->trace);

  telar_trace_task_started (execution->trace, task, lane_index, now_ns);
  telar_lane_begin (lane, task, first_phase, now_ns);
}

/**
 * telar_execution_end_task:
 * @execution: what is being executed
 * @task: a task that telar_execution_begin_task() began
 * @lane: its lane
 * @outcome: how it ended; its result is taken
 */
void
telar_execution_end_task (TelarExecution *execution,
                          guint task,
                          TelarLane *lane,
                          TelarOutcome *outcome)
{
  gint64 now_ns = telar_trace_now (execution->trace);

  telar_lane_end (lane, now_ns);
  telar_scheduler_finish (execution->scheduler, task, outcome, now_ns);
}

/**
 * telar_execution_run_task:
 * @execution: what is being executed
 * @task: a task that was taken from the scheduler
 * @worker: a worker of the calling thread
 * @lane: its lane
 * @lane_index: the lane's number in the trace
 *
 * Executes one task from its beginning to its end in the calling thread. When the run has been
 * stopped already, the task ends as cancelled and never starts.
 */
void
telar_execution_run_task (TelarExecution *execution,
                          guint task,
                          TelarWorker *worker,
                          TelarLane *lane,
                          guint lane_index)
{
  const char *input = telar_plan_get_task (execution->plan, task)->input;
  g_auto (TelarOutcome) outcome = { 0 };
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (execution->cancellable, &error))
    {
      telar_outcome_take_error (&outcome, error);
      telar_scheduler_finish (execution->scheduler, task, &outcome,
                              telar_trace_now (execution->trace));
      return;
    }

  telar_execution_begin_task (execution, task, lane, lane_index,
                              telar_worker_get_first_phase (worker, input));
  telar_worker_run (worker, input, execution->trace, lane, execution->cancellable, &outcome);
  telar_execution_end_task (execution, task, lane, &outcome);
}
