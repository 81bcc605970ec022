/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"

/* Where a task is: spans @first to @last, inclusive, of one lane. */
typedef struct
{
  guint lane;
  guint first;
  guint last;
  gboolean has_failed;
} RandomTask;

/* A run of random spans, together with all that went into it, in the order of the rows. */
typedef struct
{
  TelarRunRecord *record;
  GPtrArray *rows; /* GArray of TelarSpan for each lane, the event loop first */
  GArray *tasks;   /* RandomTask */
  gboolean has_loop;
  gboolean is_live;
  gint64 end_ns;
} RandomTrace;

void random_trace_init (RandomTrace *trace, guint n_lanes, guint n_tasks, gboolean is_live);
void random_trace_clear (RandomTrace *trace);
