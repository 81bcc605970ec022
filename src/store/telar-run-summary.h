/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"

G_BEGIN_DECLS

/* What a list tells of a run of the history. Times are in nanoseconds, counts.running is 0. All
 * strings are valid UTF-8 of one line. */
typedef struct
{
  gint64 id;         /* never used for another run, not even after it was deleted */
  gint64 started_us; /* since 1970, in UTC */
  TelarStrategy strategy;
  const TelarWorkload *workload;
  guint workers; /* as asked for; 0 for all */
  TelarCounts counts;
  gint64 wall_ns;
  TelarCpuTime cpu;
  guint peak_concurrency;
  gboolean is_complete;
  gboolean is_pinned;
  char *conditions; /* as telar_conditions_dup_names() names them; not trusted, or NULL */
  char *name;       /* that the user gave it, or NULL */
  char *inputs;     /* the first of them */
} TelarRunSummary;

TelarRunSummary *telar_run_summary_new (TelarRunRecord *record);
void telar_run_summary_free (TelarRunSummary *summary);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarRunSummary, telar_run_summary_free)

G_END_DECLS
