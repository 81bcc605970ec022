/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-record.h"
#include "telar-statistics.h"
#include "telar-updates.h"

G_BEGIN_DECLS

/* A run in figures. Only tasks that have ended count; those that never began have no duration.
 * Times are in nanoseconds and never negative. */
typedef struct
{
  TelarStrategy strategy;
  gboolean is_complete; /* the run was not stopped before its last task ended */
  guint workers;        /* that there were */
  guint n_cores;        /* of the computer; 0 if that is not known, as for a run from elsewhere */
  TelarCounts counts;
  guint n_begun; /* tasks that began and have ended */
  gint64 wall_ns;
  TelarCpuTime cpu;    /* of all workers, exact; 0 while the run goes on */
  gint64 memory_bytes; /* at the peak, see TelarRunRecord; 0 if not known */

  gint64 tasks_ns;     /* the durations of all tasks together */
  gint64 tasks_cpu_ns; /* their processor time, as it was measured task by task */
  TelarStatistics durations;
  double duration_90_ns; /* percentiles of the durations */
  double duration_95_ns;
  double duration_99_ns;

  double mean_concurrency; /* tasks_ns / wall_ns */
  guint peak_concurrency;
  gint64 critical_path_ns;
  gint64 overhead_ns; /* what the wall time exceeds the critical path by */

  gint64 phases_ns[TELAR_N_PHASES]; /* of the tasks; the start of workers under START */
  gint64 waiting_ns;
  gint64 computing_ns;
  gint64 first_start_ns;  /* when the first task began; 0 if none did */
  gint64 short_ns;        /* how long some task was ready and every worker had another */
  gint64 longest_loop_ns; /* how long the event loop was busy without a pause */
  TelarUpdates updates;   /* of the counter of Race */
} TelarRunFigures;

void telar_run_figures_compute (TelarRunFigures *figures, TelarRunRecord *record);
gboolean telar_run_figures_is_comparable (const TelarRunFigures *figures,
                                          const TelarRunFigures *baseline);

G_END_DECLS
