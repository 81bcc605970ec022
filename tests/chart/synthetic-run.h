/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"

/* Runs that never were: they are written into a trace as an engine would, but at any speed. */
typedef struct
{
  const char *workload;
  const char *inputs; /* as a user types them */
  TelarStrategy strategy;
  guint workers;
  gint64 until_ns;     /* the run is still going on at this instant; 0 if it has ended */
  guint fail_every;    /* each task so far from the first fails; 0 for none */
  gboolean is_stopped; /* at until_ns, when all that goes on is cancelled */
  guint seed;
  double shortness; /* how much shorter than usual a page is; 0 for 1 */
} SyntheticRun;

extern const char *const synthetic_pages;

TelarRunRecord *synthetic_run_new (const SyntheticRun *run);
char *synthetic_numbers (guint n);
TelarRunRecord *synthetic_parts_new (guint n_lanes, guint n_tasks, guint n_parts, gint64 length_ns);
TelarRunRecord *synthetic_lanes_new (guint n_lanes, guint n_spans, gint64 length_ns);
