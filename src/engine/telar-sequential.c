/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-execution.h"

#include <unistd.h>

/**
 * telar_sequential_execute:
 * @execution: what to execute
 * @error: never set
 *
 * Executes one task after another in the calling thread.
 *
 * Returns: %TRUE
 */
gboolean
telar_sequential_execute (TelarExecution *execution, GError **error)
{
  g_autoptr (TelarWorker) worker = telar_worker_new (execution->work, 1);
  TelarLane *lane;
  guint lane_index, task;

  lane = telar_trace_add_lane (execution->trace, TELAR_LANE_THREAD, &lane_index);
  telar_lane_set_ids (lane, getpid (), gettid (), "localhost");

  while (!g_cancellable_is_cancelled (execution->cancellable)
         && telar_scheduler_take (execution->scheduler, &task))
    telar_execution_run_task (execution, task, worker, lane, lane_index);

  telar_execution_unfollow (execution);
  if (!telar_scheduler_is_done (execution->scheduler))
    telar_scheduler_cancel (execution->scheduler);

  return TRUE;
}
