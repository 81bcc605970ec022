/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-archive.h"

#include "telar-byte-writer.h"

const TelarStatus telar_run_archive_statuses[4] = {
  TELAR_STATUS_SUCCEEDED,
  TELAR_STATUS_FAILED,
  TELAR_STATUS_CANCELLED,
  TELAR_STATUS_SKIPPED,
};

static void
put_parameters (TelarByteWriter *writer, const TelarParameters *parameters)
{
  const TelarWorkload *workload = telar_parameters_get_workload (parameters);

  telar_byte_writer_put_unsigned (writer, workload->n_parameters);
  for (guint i = 0; i < workload->n_parameters; i++)
    {
      const TelarParameterSpec *spec = &workload->parameters[i];
      gboolean is_text = telar_parameter_spec_is_text (spec);

      telar_byte_writer_put_text (writer, spec->name);
      telar_byte_writer_put_byte (writer, is_text);
      if (is_text)
        telar_byte_writer_put_text (writer, telar_parameters_get_string (parameters, spec->name));
      else
        telar_byte_writer_put_double (writer, telar_parameters_get_number (parameters, spec->name));
    }
}

static void
put_cpu (TelarByteWriter *writer, TelarCpuTime cpu)
{
  telar_byte_writer_put_unsigned (writer, (guint64) MAX (cpu.user_ns, 0));
  telar_byte_writer_put_unsigned (writer, (guint64) MAX (cpu.system_ns, 0));
}

static void
put_head (TelarByteWriter *writer, TelarRunRecord *record)
{
  gint64 started_us = g_date_time_to_unix (record->started) * G_USEC_PER_SEC
                      + g_date_time_get_microsecond (record->started);

  telar_byte_writer_put_unsigned (writer, TELAR_RUN_ARCHIVE_VERSION);
  telar_byte_writer_put_text (writer, record->application);
  telar_byte_writer_put_signed (writer, started_us);
  telar_byte_writer_put_text (writer, telar_plan_get_workload (record->plan)->name);
  put_parameters (writer, telar_plan_get_parameters (record->plan));
  telar_byte_writer_put_text (writer, telar_strategy_get_name (record->strategy));
  telar_byte_writer_put_unsigned (writer, record->workers);
  telar_byte_writer_put_unsigned (writer, (guint64) MAX (record->wall_ns, 0));
  put_cpu (writer, record->cpu);
  telar_byte_writer_put_unsigned (writer, telar_trace_get_peak_concurrency (record->trace));
  telar_byte_writer_put_byte (writer, record->complete);
}

/* Most spans begin where the one before ended, with its task or the next: differences are short. */
static void
put_spans (TelarByteWriter *writer, TelarLane *lane, guint n_tasks)
{
  guint n_spans = telar_lane_get_n_spans (lane);
  gint64 last_task = -1, last_end_ns = 0;

  telar_byte_writer_put_unsigned (writer, n_spans);
  for (guint i = 0; i < n_spans; i++)
    {
      const TelarSpan *span = telar_lane_get_span (lane, i);
      gint64 task = span->task < n_tasks ? (gint64) span->task : -1;
      gint64 start_ns = MAX (span->start_ns, last_end_ns);
      gint64 end_ns = MAX (span->end_ns, start_ns);

      telar_byte_writer_put_signed (writer, task - last_task);
      telar_byte_writer_put_byte (writer, span->phase);
      telar_byte_writer_put_signed (writer, span->core);
      telar_byte_writer_put_unsigned (writer, (guint64) (start_ns - last_end_ns));
      telar_byte_writer_put_unsigned (writer, (guint64) (end_ns - start_ns));
      last_task = task;
      last_end_ns = end_ns;
    }
}

static void
put_lane (TelarByteWriter *writer, TelarLane *lane, guint n_tasks)
{
  g_autofree char *name = telar_lane_dup_name (lane);

  telar_byte_writer_put_text (writer, telar_lane_kind_get_name (telar_lane_get_kind (lane)));
  telar_byte_writer_put_text (writer, name);
  telar_byte_writer_put_unsigned (writer, (guint64) MAX (telar_lane_get_pid (lane), 0));
  telar_byte_writer_put_unsigned (writer, (guint64) MAX (telar_lane_get_tid (lane), 0));
  telar_byte_writer_put_text (writer, telar_lane_get_host (lane));
  put_spans (writer, lane, n_tasks);
}

static void
put_result (TelarByteWriter *writer, const TelarResult *result)
{
  guint8 flags = (guint8) ((result->value != NULL ? TELAR_ARCHIVE_RESULT_HAS_VALUE : 0)
                           | (result->error != NULL ? TELAR_ARCHIVE_RESULT_HAS_ERROR : 0)
                           | (result->characters >= 0 ? TELAR_ARCHIVE_RESULT_HAS_CHARACTERS : 0)
                           | (result->has_headings ? TELAR_ARCHIVE_RESULT_HAS_HEADINGS : 0));

  telar_byte_writer_put_byte (writer, flags);
  if (result->value != NULL)
    telar_byte_writer_put_text (writer, result->value);
  if (result->error != NULL)
    telar_byte_writer_put_text (writer, result->error);
  if (result->characters >= 0)
    telar_byte_writer_put_unsigned (writer, (guint64) result->characters);
  if (!result->has_headings)
    return;

  telar_byte_writer_put_unsigned (writer, result->n_headings);
  for (guint i = 0; i < result->n_headings; i++)
    {
      telar_byte_writer_put_byte (writer, (guint8) result->headings[i].level);
      telar_byte_writer_put_text (writer, result->headings[i].text);
    }
}

static void
put_input (TelarByteWriter *writer, const TelarPlan *plan, guint task)
{
  const TelarInput *input = telar_plan_get_task (plan, task);

  telar_byte_writer_put_text (writer, input->input);
  telar_byte_writer_put_text (writer, input->name != NULL ? input->name : "");
  if (input->name == NULL)
    return;

  telar_byte_writer_put_unsigned (writer, input->n_after);
  for (guint i = 0; i < input->n_after; i++)
    telar_byte_writer_put_text (writer, telar_plan_get_task (plan, input->after[i])->name);
}

/* A task that has not ended is written as cancelled, as in the run document. */
static void
put_task (TelarByteWriter *writer, const TelarTaskState *state)
{
  TelarStatus status = telar_task_state_get_status (state);
  gboolean has_ended = telar_status_is_final (status);
  gboolean has_started = has_ended && state->start_ns >= 0;
  gboolean has_result = has_ended && state->result != NULL;
  guint8 flags = has_ended ? 0 : 2;

  while (has_ended && telar_run_archive_statuses[flags] != status)
    flags++;
  flags |= (guint8) ((has_started ? TELAR_ARCHIVE_TASK_HAS_STARTED : 0)
                     | (has_result ? TELAR_ARCHIVE_TASK_HAS_RESULT : 0));

  telar_byte_writer_put_byte (writer, flags);
  telar_byte_writer_put_unsigned (writer, (guint64) MAX (state->queued_ns, 0));
  if (has_started)
    {
      telar_byte_writer_put_unsigned (writer, state->lane);
      telar_byte_writer_put_unsigned (writer, (guint64) state->start_ns);
      telar_byte_writer_put_unsigned (writer, (guint64) (state->end_ns - state->start_ns));
    }
  put_cpu (writer, has_ended ? state->cpu : (TelarCpuTime){ 0, 0 });
  telar_byte_writer_put_unsigned (writer, has_ended ? MIN (state->bytes, G_MAXINT64) : 0);
  telar_byte_writer_put_unsigned (writer, has_ended ? state->http_status : 0);
  if (has_result)
    put_result (writer, state->result);
}

/* In the order in which they ended; those that never did come last. */
static void
put_tasks (TelarByteWriter *writer, TelarTrace *trace)
{
  guint n_tasks = telar_trace_get_n_tasks (trace);
  guint n_finished = telar_trace_get_n_finished (trace);
  gint64 last = -1;

  for (guint i = 0; i < n_finished; i++)
    {
      guint task = telar_trace_get_finished (trace, i);

      telar_byte_writer_put_signed (writer, task - last);
      put_task (writer, telar_trace_get_task (trace, task));
      last = task;
    }

  for (guint i = 0; i < n_tasks && n_finished < n_tasks; i++)
    if (!telar_status_is_final (telar_task_state_get_status (telar_trace_get_task (trace, i))))
      {
        telar_byte_writer_put_signed (writer, i - last);
        put_task (writer, telar_trace_get_task (trace, i));
        last = i;
      }
}

/**
 * telar_run_archive_write:
 * @record: a run that has ended
 *
 * Numbers are as telar_byte_writer_put_unsigned() writes them, times in nanoseconds. There follow
 * each other: what holds of the run as a whole, with the version first; the numbers of tasks and
 * lanes; the inputs; the lanes, each with its spans; the tasks in the order of their ends; the
 * memory. What has a name in run documents is written by that name, phases by their number. Any
 * thread may call it.
 *
 * Returns: (transfer full): the run
 */
GBytes *
telar_run_archive_write (TelarRunRecord *record)
{
  guint n_tasks = telar_trace_get_n_tasks (record->trace);
  guint n_lanes = telar_trace_get_n_lanes (record->trace);
  g_auto (TelarByteWriter) writer;

  telar_byte_writer_init (&writer);
  put_head (&writer, record);
  telar_byte_writer_put_unsigned (&writer, n_tasks);
  telar_byte_writer_put_unsigned (&writer, n_lanes);
  for (guint i = 0; i < n_tasks; i++)
    put_input (&writer, record->plan, i);
  for (guint i = 0; i < n_lanes; i++)
    put_lane (&writer, telar_trace_get_lane (record->trace, i), n_tasks);
  put_tasks (&writer, record->trace);
  telar_byte_writer_put_unsigned (&writer, (guint64) MAX (record->memory_bytes, 0));
  telar_byte_writer_put_unsigned (&writer, record->n_cores);

  return telar_byte_writer_steal (&writer);
}
