/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-lane.h"
#include "telar-result.h"

G_BEGIN_DECLS

/* What is known of a task, in nanoseconds since the run's start. Valid from the status on
 * that is named; read the status first, with telar_task_state_get_status(). */
typedef struct
{
  gint64 queued_ns;    /* when its dependencies had succeeded; always */
  gint64 start_ns;     /* RUNNING; -1 if it never started */
  gint64 end_ns;       /* final; -1 if it never started */
  TelarCpuTime cpu;    /* final */
  guint64 bytes;       /* final */
  TelarResult *result; /* final; owned by the trace, may be NULL */
  guint32 lane;        /* RUNNING; G_MAXUINT32 if it never started */
  guint16 http_status; /* final; 0 if there was none */
  guint8 status;       /* read through telar_task_state_get_status() */
} TelarTaskState;

G_STATIC_ASSERT (sizeof (TelarTaskState) <= 64);

/* How many tasks there are of each kind at one instant. */
typedef struct
{
  guint total;
  guint running;
  guint succeeded;
  guint failed;
  guint cancelled;
  guint skipped;
} TelarCounts;

typedef struct _TelarTrace TelarTrace;

TelarTrace *telar_trace_new (guint n_tasks, guint max_lanes);
TelarTrace *telar_trace_ref (TelarTrace *trace);
void telar_trace_unref (TelarTrace *trace);

/* The clock of the run. */
void telar_trace_set_epoch (TelarTrace *trace, gint64 epoch_ns);
gint64 telar_trace_get_epoch (TelarTrace *trace);
gint64 telar_trace_now (TelarTrace *trace);

/* Lanes. */
TelarLane *telar_trace_add_lane (TelarTrace *trace, TelarLaneKind kind, guint *index);
guint telar_trace_get_n_lanes (TelarTrace *trace);
TelarLane *telar_trace_get_lane (TelarTrace *trace, guint index);

/* For the thread that a task belongs to at the moment. */
void telar_trace_task_ready (TelarTrace *trace, guint task, gint64 now_ns);
void telar_trace_task_started (TelarTrace *trace, guint task, guint lane, gint64 now_ns);
void telar_trace_task_given_back (TelarTrace *trace, guint task);
void
telar_trace_task_finished (TelarTrace *trace, guint task, TelarOutcome *outcome, gint64 now_ns);

/* For any thread, at any time. */
guint telar_trace_get_n_tasks (TelarTrace *trace);
const TelarTaskState *telar_trace_get_task (TelarTrace *trace, guint task);
TelarStatus telar_task_state_get_status (const TelarTaskState *state);
void telar_trace_get_counts (TelarTrace *trace, TelarCounts *counts);
guint telar_trace_get_peak_concurrency (TelarTrace *trace);
void telar_trace_set_peak_concurrency (TelarTrace *trace, guint peak);
guint telar_trace_get_n_finished (TelarTrace *trace);
guint telar_trace_get_finished (TelarTrace *trace, guint index);
gint64 telar_trace_get_end_ns (TelarTrace *trace);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarTrace, telar_trace_unref)

G_END_DECLS
