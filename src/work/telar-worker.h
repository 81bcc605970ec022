/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-trace.h"
#include "telar-interpreter-lock.h"
#include "telar-stretch.h"
#include "telar-work.h"

G_BEGIN_DECLS

/* What one thread needs to do the work again and again: its connections, buffers, match data.
 * Used only by the thread that made it. */
typedef struct _TelarWorker TelarWorker;

/* Called in the worker's thread once the task has ended. @outcome belongs to the caller of the
 * function, which may take its result. */
typedef void (*TelarWorkDoneFunc) (TelarOutcome *outcome, gpointer user_data);

TelarWorker *telar_worker_new (TelarWork *work, guint n_at_once);
void telar_worker_free (TelarWorker *worker);
void telar_worker_set_phase_func (TelarWorker *worker, TelarPhaseFunc func, gpointer user_data);
void telar_worker_set_blocked_func (TelarWorker *worker, TelarBlockedFunc func, gpointer user_data);
void telar_worker_set_lock (TelarWorker *worker, TelarInterpreterLock *lock);
TelarPhase telar_worker_get_first_phase (TelarWorker *worker, const char *input);

void telar_worker_run (TelarWorker *worker,
                       const char *input,
                       TelarTrace *trace,
                       TelarLane *lane,
                       GCancellable *cancellable,
                       TelarOutcome *outcome);
void telar_worker_run_async (TelarWorker *worker,
                             const char *input,
                             TelarTrace *trace,
                             TelarLane *lane,
                             GCancellable *cancellable,
                             TelarWorkDoneFunc done,
                             gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarWorker, telar_worker_free)

G_END_DECLS
