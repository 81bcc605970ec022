/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"
#include "telar-scheduler.h"
#include "work/telar-worker.h"

G_BEGIN_DECLS

/* What a strategy needs to execute a plan. It lives while the strategy's function runs, and
 * its members belong to the run. */
typedef struct
{
  TelarRunRecord *record;
  TelarPlan *plan;
  TelarTrace *trace;
  TelarWork *work;
  TelarScheduler *scheduler;
  guint workers;             /* as many as there will be, at least 1 */
  const char *demo_url;      /* or NULL */
  GCancellable *cancellable; /* of this run; never NULL */

  GCancellable *user_cancellable; /* that cancels @cancellable; or NULL */
  gulong user_cancelled_id;       /* 0 once that is over */

  GMutex mutex;
  TelarCpuTime cpu;    /* guarded by @mutex: the sum over all workers */
  gint64 memory_bytes; /* likewise: the sum over all worker processes */
} TelarExecution;

/* Executes all tasks in the calling thread, which is the run's own and has a main context of its
 * own as thread-default, and returns once every task has ended and every worker is gone. When
 * @cancellable is cancelled, that takes at most 250 ms. Fails only if no task could be executed. */
typedef gboolean (*TelarStrategyFunc) (TelarExecution *execution, GError **error);

void telar_execution_add_cpu (TelarExecution *execution, TelarCpuTime cpu);
void telar_execution_add_memory (TelarExecution *execution, gint64 bytes);
void telar_execution_follow (TelarExecution *execution, GCancellable *user_cancellable);
void telar_execution_unfollow (TelarExecution *execution);
void telar_execution_begin_task (TelarExecution *execution,
                                 guint task,
                                 TelarLane *lane,
                                 guint lane_index,
                                 TelarPhase first_phase);
void telar_execution_end_task (TelarExecution *execution,
                               guint task,
                               TelarLane *lane,
                               TelarOutcome *outcome);
void telar_execution_run_task (TelarExecution *execution,
                               guint task,
                               TelarWorker *worker,
                               TelarLane *lane,
                               guint lane_index);

gboolean telar_sequential_execute (TelarExecution *execution, GError **error);
gboolean telar_threads_execute (TelarExecution *execution, GError **error);
gboolean telar_async_execute (TelarExecution *execution, GError **error);
gboolean telar_processes_execute (TelarExecution *execution, GError **error);

G_END_DECLS
