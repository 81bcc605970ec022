/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-plan.h"
#include "telar-strategy.h"
#include "telar-trace.h"

G_BEGIN_DECLS

/* A span keeps its core in 16 bits. */
#define TELAR_MAX_CORES G_MAXINT16

/* All that there is to know of a run, while it goes on and afterwards. The members from
 * @ended on are written once, by the thread that executes the run; read them after
 * telar_run_record_has_ended(). */
typedef struct
{
  gatomicrefcount ref_count;
  TelarPlan *plan;
  TelarStrategy strategy;
  guint workers;      /* as asked for; 0 for all */
  guint n_cores;      /* of the computer; 0 if that is not known */
  char *application;  /* that executed the run, with its version */
  GDateTime *started; /* in UTC */
  TelarTrace *trace;

  gint ended;
  gboolean complete; /* it was not stopped before its last task ended */
  gint64 wall_ns;
  TelarCpuTime cpu; /* of all workers, with their start, but not of the program around them */

  /* What the run needed at its peak: by how much the resident memory of the program has grown, and
   * for Processes also the peak of each worker process, with the libraries that these share. 0 if
   * it is not known, or if the program had enough from before. What else the program does meanwhile
   * counts too, such as a window or the demo site: compare runs that each began in a program of
   * their own. */
  gint64 memory_bytes;
} TelarRunRecord;

TelarRunRecord *
telar_run_record_new (TelarPlan *plan, TelarStrategy strategy, guint workers, guint max_lanes);
TelarRunRecord *telar_run_record_ref (TelarRunRecord *record);
void telar_run_record_unref (TelarRunRecord *record);

void
telar_run_record_end (TelarRunRecord *record, gint64 wall_ns, TelarCpuTime cpu, gboolean complete);
gboolean telar_run_record_has_ended (TelarRunRecord *record);
gint64 telar_run_record_get_elapsed_ns (TelarRunRecord *record);
guint64 telar_run_record_count_headings (TelarRunRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarRunRecord, telar_run_record_unref)

G_END_DECLS
