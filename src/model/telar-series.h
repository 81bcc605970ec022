/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-difference.h"
#include "telar-run-figures.h"
#include "telar-verdict.h"

G_BEGIN_DECLS

/* Stands for no series. */
#define TELAR_NO_SERIES G_MAXUINT

/* The repeated runs of one plan by one strategy with so many workers, or one such run. Those count
 * that went to their end; if none did, all of them. Times are in nanoseconds. */
typedef struct
{
  GPtrArray *records;      /* TelarRunRecord: all of them, in the order given */
  TelarRunRecord *typical; /* of those that count, the one closest to the median wall time */
  TelarStrategy strategy;
  guint workers;           /* that there were */
  guint n_runs;            /* that count */
  gboolean is_complete;    /* they went to their end */
  gboolean is_even;        /* they are comparable with each other */
  TelarRunFigures figures; /* of the typical run, but with the median of the wall times */
  TelarStatistics walls;   /* the wall times */
  double cpu_user_ns;      /* medians */
  double cpu_system_ns;
  double mean_concurrency;
  double critical_path_ns;
  double overhead_ns;
  guint peak_concurrency; /* the highest */
  gint64 memory_bytes;    /* the most that a run needed; 0 if that is not known */
  guint n_failed;         /* tasks, of the run where most did */
  TelarVerdict *verdict;  /* what the typical run means */

  /* What the comparison adds. Labels are lines of UTF-8, for people to read, and unique in it. */
  char *label;      /* what sets it apart from the others, such as “Threads · 16 workers” */
  char *full_label; /* for where it stands without the others */
  guint plan;       /* which of its plans was run, from 0 on */
  guint baseline;   /* what it is compared with, a series of the same plan; TELAR_NO_SERIES if there
                       is none, or it is not comparable */
  double speed_up;  /* times as fast as the baseline; NAN without one */
  double speed_up_error; /* a standard deviation of it; NAN if it is not known */
  double efficiency; /* speed-up by how many times the workers of the baseline; NAN without one */
  TelarDifferenceKind difference; /* of the wall times from those of the baseline */
} TelarSeries;

TelarSeries *telar_series_new (GPtrArray *records);
void telar_series_free (TelarSeries *series);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarSeries, telar_series_free)

G_END_DECLS
