/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-trace.h"
#include "telar-computation.h"
#include "telar-interpreter-lock.h"

G_BEGIN_DECLS

/* Called in the worker's thread whenever the task of @lane has entered another phase. */
typedef void (*TelarPhaseFunc) (TelarLane *lane, gpointer user_data);

/* Called in the worker's thread every few milliseconds while a task does not let its event loop
 * continue. */
typedef void (*TelarBlockedFunc) (gpointer user_data);

/* A stretch of time in which a thread computes for a task, and what it has to heed meanwhile. */
typedef struct
{
  TelarTrace *trace;
  TelarLane *lane; /* in whose open span it computes */
  GCancellable *cancellable;
  gint64 limit_ns;            /* when to stop although there is more to compute */
  TelarInterpreterLock *lock; /* that the thread holds; or NULL */
  gboolean shares_core;       /* with other threads of the run */

  TelarPhaseFunc phase; /* or NULL */
  gpointer phase_data;
  TelarBlockedFunc blocked; /* or NULL */
  gpointer blocked_data;
} TelarStretch;

gboolean telar_stretch_run (TelarStretch *stretch, TelarComputation *computation, GError **error);

G_END_DECLS
