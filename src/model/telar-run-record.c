/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-record.h"

/**
 * telar_run_record_new:
 * @plan: what is run
 * @strategy: how it is executed
 * @workers: how many workers were asked for; 0 for all
 * @max_lanes: how many lanes the trace may have
 *
 * Returns: (transfer full): the record of a run that starts now and in which nothing happened yet
 */
TelarRunRecord *
telar_run_record_new (TelarPlan *plan, TelarStrategy strategy, guint workers, guint max_lanes)
{
  TelarRunRecord *record = g_new0 (TelarRunRecord, 1);

  g_atomic_ref_count_init (&record->ref_count);
  record->plan = telar_plan_ref (plan);
  record->strategy = strategy;
  record->workers = workers;
  record->application = g_strdup ("Telar " TELAR_VERSION);
  record->started = g_date_time_new_now_utc ();
  record->trace = telar_trace_new (telar_plan_get_n_tasks (plan), max_lanes);
  telar_trace_set_epoch (record->trace, telar_clock_now_ns ());

  return record;
}

/**
 * telar_run_record_ref:
 * @record: a record
 *
 * Returns: (transfer full): the same record
 */
TelarRunRecord *
telar_run_record_ref (TelarRunRecord *record)
{
  g_atomic_ref_count_inc (&record->ref_count);

  return record;
}

/**
 * telar_run_record_unref:
 * @record: (transfer full): a record
 */
void
telar_run_record_unref (TelarRunRecord *record)
{
  if (!g_atomic_ref_count_dec (&record->ref_count))
    return;

  telar_plan_unref (record->plan);
  telar_trace_unref (record->trace);
  g_date_time_unref (record->started);
  g_free (record->application);
  g_free (record);
}

/**
 * telar_run_record_end:
 * @record: a record whose run is over
 * @wall_ns: how long it took, in nanoseconds
 * @cpu: the processor time of all its workers
 * @complete: whether it was not stopped before its last task ended
 *
 * Called once, by the thread that executes the run.
 */
void
telar_run_record_end (TelarRunRecord *record, gint64 wall_ns, TelarCpuTime cpu, gboolean complete)
{
  record->wall_ns = wall_ns;
  record->cpu = cpu;
  record->complete = complete;
  g_atomic_int_set (&record->ended, 1);
}

/**
 * telar_run_record_has_ended:
 * @record: a record
 *
 * Any thread may call it.
 *
 * Returns: whether the run is over, so that wall time, CPU time and completeness are known
 */
gboolean
telar_run_record_has_ended (TelarRunRecord *record)
{
  return g_atomic_int_get (&record->ended) != 0;
}

/**
 * telar_run_record_get_elapsed_ns:
 * @record: a record
 *
 * Returns: the wall time in nanoseconds: so far, or of the whole run once it has ended
 */
gint64
telar_run_record_get_elapsed_ns (TelarRunRecord *record)
{
  if (telar_run_record_has_ended (record))
    return record->wall_ns;

  return telar_trace_now (record->trace);
}

/**
 * telar_run_record_count_headings:
 * @record: a record
 *
 * Returns: how many headings were found in all pages that are done by now
 */
guint64
telar_run_record_count_headings (TelarRunRecord *record)
{
  guint n_finished = telar_trace_get_n_finished (record->trace);
  guint64 n_headings = 0;

  for (guint i = 0; i < n_finished; i++)
    {
      guint task = telar_trace_get_finished (record->trace, i);
      const TelarResult *result = telar_trace_get_task (record->trace, task)->result;

      if (result != NULL)
        n_headings += result->n_headings;
    }

  return n_headings;
}
