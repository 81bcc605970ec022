/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-archive.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* As in run documents. */
#define MAX_LANES       10000
#define MAX_WORKERS     1000000
#define MAX_HTTP_STATUS 999

#define MAX_PARAMETERS 1000

/* 36 years; two of them and their sum fit in 64 bits. */
#define MAX_NS (G_GINT64_CONSTANT (1) << 60)

/* From the year 1 to the year 9999, which is what GDateTime knows. */
#define MIN_STARTED_US (G_GINT64_CONSTANT (-62135596800) * G_USEC_PER_SEC)
#define MAX_STARTED_US (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)

/* How large a heading's level may be, see TelarHeading. */
#define MAX_LEVEL 6

/* What an archive tells of its run as a whole. */
typedef struct
{
  char *application;
  GDateTime *started;
  const TelarWorkload *workload;
  GVariant *parameters;
  TelarStrategy strategy;
  guint workers;
  gint64 wall_ns;
  TelarCpuTime cpu;
  guint peak_concurrency;
  gboolean is_complete;
  guint n_tasks;
  guint n_lanes;
} Head;

static void
head_clear (Head *head)
{
  g_free (head->application);
  g_clear_pointer (&head->started, g_date_time_unref);
  g_clear_pointer (&head->parameters, g_variant_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Head, head_clear)

static gint64
get_ns (TelarByteReader *reader)
{
  return (gint64) telar_byte_reader_get_unsigned (reader, 0, MAX_NS);
}

static void
get_parameters (TelarByteReader *reader, Head *head)
{
  guint n = telar_byte_reader_get_count (reader, MAX_PARAMETERS);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = telar_byte_reader_dup_text (reader);
      GVariant *value;

      if (telar_byte_reader_get_byte (reader) != 0)
        value = g_variant_new_take_string (telar_byte_reader_dup_text (reader));
      else
        value = g_variant_new_double (telar_byte_reader_get_double (reader));
      g_variant_builder_add (&builder, "{sv}", name, value);
    }
  head->parameters = g_variant_ref_sink (g_variant_builder_end (&builder));
}

static gboolean
get_head (TelarByteReader *reader, Head *head)
{
  g_autofree char *workload = NULL, *strategy = NULL;
  g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (0);
  gint64 started_us;

  head->application = telar_byte_reader_dup_text (reader);
  started_us = telar_byte_reader_get_signed (reader, MIN_STARTED_US, MAX_STARTED_US);
  head->started = g_date_time_add (epoch, started_us);

  workload = telar_byte_reader_dup_text (reader);
  head->workload = telar_workload_from_document (workload);
  get_parameters (reader, head);
  strategy = telar_byte_reader_dup_text (reader);
  if (head->workload == NULL || !telar_strategy_from_name (strategy, &head->strategy))
    return telar_byte_reader_fail (reader);

  head->workers = (guint) telar_byte_reader_get_unsigned (reader, 0, MAX_WORKERS);
  head->wall_ns = get_ns (reader);
  head->cpu.user_ns = get_ns (reader);
  head->cpu.system_ns = get_ns (reader);
  head->peak_concurrency = (guint) telar_byte_reader_get_unsigned (reader, 0, TELAR_MAX_TASKS);
  head->is_complete = telar_byte_reader_get_byte (reader) != 0;
  head->n_tasks = telar_byte_reader_get_count (reader, TELAR_MAX_TASKS);
  head->n_lanes = telar_byte_reader_get_count (reader, MAX_LANES);

  return !reader->has_failed;
}

/* Writes an input as a line of the list of inputs, as a user would. */
static void
get_input (TelarByteReader *reader, GString *inputs)
{
  g_autofree char *input = telar_byte_reader_dup_text (reader);
  g_autofree char *name = telar_byte_reader_dup_text (reader);
  guint n_after;

  if (*name != '\0')
    g_string_append_printf (inputs, "%s = ", name);
  g_string_append (inputs, input);

  n_after = *name != '\0' ? telar_byte_reader_get_count (reader, TELAR_MAX_TASKS) : 0;
  for (guint i = 0; i < n_after && !reader->has_failed; i++)
    {
      g_autofree char *other = telar_byte_reader_dup_text (reader);

      g_string_append_printf (inputs, "%s %s", i == 0 ? " after" : "", other);
    }
  g_string_append_c (inputs, '\n');
}

/* The plan is made of a list of inputs, so that an archive can hold none that a user could not have
 * typed. Each line has to be one task. */
static TelarPlan *
get_plan (TelarByteReader *reader, const Head *head)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TelarParameters) parameters
      = telar_parameters_from_variant (head->workload, head->parameters, NULL);
  g_autoptr (TelarInputs) inputs = NULL;

  for (guint i = 0; i < head->n_tasks && !reader->has_failed; i++)
    get_input (reader, text);
  if (reader->has_failed || parameters == NULL)
    return NULL;

  inputs = telar_inputs_parse (text->str, head->workload->input_kind);
  if (inputs->tasks->len != head->n_tasks)
    return NULL;
  for (guint i = 0; i < head->n_tasks; i++)
    if (g_array_index (inputs->tasks, TelarInput, i).line != i)
      return NULL;

  return telar_plan_new (g_steal_pointer (&parameters), g_steal_pointer (&inputs), NULL);
}

/* Differences that are not negative make spans that are in order and do not overlap. */
static void
get_spans (TelarByteReader *reader, TelarLane *lane, guint n_tasks)
{
  guint n_spans = telar_byte_reader_get_count (reader, G_MAXUINT);
  gint64 task = -1, end_ns = 0;

  for (guint i = 0; i < n_spans; i++)
    {
      TelarSpan span = { 0 };

      task += telar_byte_reader_get_signed (reader, -1 - task, (gint64) n_tasks - 1 - task);
      span.task = task < 0 ? TELAR_NO_TASK : (guint32) task;
      span.phase = telar_byte_reader_get_byte (reader);
      span.core = (gint16) telar_byte_reader_get_signed (reader, -1, G_MAXINT16);
      span.start_ns
          = end_ns
            + (gint64) telar_byte_reader_get_unsigned (reader, 0, (guint64) (MAX_NS - end_ns));
      span.end_ns = span.start_ns
                    + (gint64) telar_byte_reader_get_unsigned (reader, 0,
                                                               (guint64) (MAX_NS - span.start_ns));
      end_ns = span.end_ns;
      if (span.phase >= TELAR_N_PHASES)
        telar_byte_reader_fail (reader);
      if (reader->has_failed)
        return;

      telar_lane_append (lane, &span);
    }
}

static void
get_lane (TelarByteReader *reader, TelarRunRecord *record)
{
  g_autofree char *kind_name = telar_byte_reader_dup_text (reader);
  g_autofree char *name = telar_byte_reader_dup_text (reader);
  gint64 pid = (gint64) telar_byte_reader_get_unsigned (reader, 0, G_MAXINT64);
  gint64 tid = (gint64) telar_byte_reader_get_unsigned (reader, 0, G_MAXINT64);
  g_autofree char *host = telar_byte_reader_dup_text (reader);
  TelarLaneKind kind;
  TelarLane *lane;

  if (!telar_lane_kind_from_name (kind_name, &kind))
    telar_byte_reader_fail (reader);
  if (reader->has_failed)
    return;

  lane = telar_trace_add_lane (record->trace, kind, NULL);
  telar_lane_set_name (lane, name);
  telar_lane_set_ids (lane, pid, tid, host);
  get_spans (reader, lane, telar_trace_get_n_tasks (record->trace));
}

static TelarResult *
get_result (TelarByteReader *reader)
{
  guint8 flags = telar_byte_reader_get_byte (reader);
  g_autoptr (TelarResult) result = telar_result_new_page (-1);
  GArray *headings;
  guint n_headings;

  if ((flags & TELAR_ARCHIVE_RESULT_HAS_VALUE) != 0)
    result->value = telar_byte_reader_dup_text (reader);
  if ((flags & TELAR_ARCHIVE_RESULT_HAS_ERROR) != 0)
    result->error = telar_byte_reader_dup_text (reader);
  if ((flags & TELAR_ARCHIVE_RESULT_HAS_CHARACTERS) != 0)
    result->characters = (gint64) telar_byte_reader_get_unsigned (reader, 0, G_MAXINT64);
  if ((flags & TELAR_ARCHIVE_RESULT_HAS_HEADINGS) == 0)
    return g_steal_pointer (&result);

  headings = telar_headings_new ();
  n_headings = telar_byte_reader_get_count (reader, G_MAXUINT);
  for (guint i = 0; i < n_headings && !reader->has_failed; i++)
    {
      TelarHeading heading = { .level = telar_byte_reader_get_byte (reader) };

      if (heading.level > MAX_LEVEL)
        telar_byte_reader_fail (reader);
      heading.text = telar_byte_reader_dup_text (reader);
      g_array_append_val (headings, heading);
    }
  telar_result_take_headings (result, headings);

  return g_steal_pointer (&result);
}

/* Reads how the next task ended, whose number is told by its difference from @last. */
static guint
get_task (TelarByteReader *reader, TelarTrace *trace, gint64 last)
{
  gint64 n_tasks = telar_trace_get_n_tasks (trace);
  guint task = (guint) (last + telar_byte_reader_get_signed (reader, -last, n_tasks - 1 - last));
  guint8 flags = telar_byte_reader_get_byte (reader);
  gint64 queued_ns = get_ns (reader);
  g_auto (TelarOutcome) outcome = { 0 };
  gboolean has_started = (flags & TELAR_ARCHIVE_TASK_HAS_STARTED) != 0;
  gint64 start_ns = -1, end_ns = -1;
  guint lane = 0;

  if (has_started)
    {
      lane = (guint) telar_byte_reader_get_unsigned (reader, 0, MAX_LANES - 1);
      start_ns = get_ns (reader);
      end_ns = start_ns + get_ns (reader);
    }
  outcome.status = telar_run_archive_statuses[flags & TELAR_ARCHIVE_TASK_STATUS];
  outcome.cpu.user_ns = get_ns (reader);
  outcome.cpu.system_ns = get_ns (reader);
  outcome.bytes = telar_byte_reader_get_unsigned (reader, 0, G_MAXINT64);
  outcome.http_status = (guint) telar_byte_reader_get_unsigned (reader, 0, MAX_HTTP_STATUS);
  if ((flags & TELAR_ARCHIVE_TASK_HAS_RESULT) != 0)
    outcome.result = get_result (reader);

  if ((has_started && lane >= telar_trace_get_n_lanes (trace))
      || (!has_started && outcome.status == TELAR_STATUS_SUCCEEDED)
      || telar_task_state_get_status (telar_trace_get_task (trace, task)) != TELAR_STATUS_PENDING)
    telar_byte_reader_fail (reader);
  if (reader->has_failed)
    return 0;

  telar_trace_task_ready (trace, task, queued_ns);
  if (has_started)
    telar_trace_task_started (trace, task, lane, start_ns);
  telar_trace_task_finished (trace, task, &outcome, end_ns);

  return task;
}

/* Returns: (nullable): the run, unless the archive contradicts itself */
static TelarRunRecord *
get_run (TelarByteReader *reader, guint64 version)
{
  g_auto (Head) head = { 0 };
  g_autoptr (TelarPlan) plan = NULL;
  g_autoptr (TelarRunRecord) record = NULL;
  gint64 last = -1;

  if (get_head (reader, &head))
    plan = get_plan (reader, &head);
  if (plan == NULL)
    return NULL;

  record = telar_run_record_new (plan, head.strategy, head.workers, head.n_lanes);
  for (guint i = 0; i < head.n_lanes && !reader->has_failed; i++)
    get_lane (reader, record);
  for (guint i = 0; i < head.n_tasks && !reader->has_failed; i++)
    last = get_task (reader, record->trace, last);
  if (version >= TELAR_RUN_ARCHIVE_VERSION_OF_MEMORY)
    record->memory_bytes = (gint64) telar_byte_reader_get_unsigned (reader, 0, G_MAXINT64);
  if (version >= TELAR_RUN_ARCHIVE_VERSION_OF_CORES)
    record->n_cores = (guint) telar_byte_reader_get_unsigned (reader, 0, TELAR_MAX_CORES);
  if (!telar_byte_reader_is_at_end (reader))
    return NULL;

  telar_trace_set_peak_concurrency (record->trace, head.peak_concurrency);
  g_free (record->application);
  record->application = g_steal_pointer (&head.application);
  g_date_time_unref (record->started);
  record->started = g_steal_pointer (&head.started);
  telar_run_record_end (record, head.wall_ns, head.cpu, head.is_complete);

  return g_steal_pointer (&record);
}

/**
 * telar_run_archive_read:
 * @reader: reads what telar_run_archive_write() wrote; not trusted
 * @error: return location for a %G_IO_ERROR_INVALID_DATA, or a %G_IO_ERROR_NOT_SUPPORTED for a
 *   newer version
 *
 * Takes time and memory in proportion to what is read.
 *
 * Returns: (transfer full) (nullable): a run that has ended
 */
TelarRunRecord *
telar_run_archive_read (TelarByteReader *reader, GError **error)
{
  guint64 version = telar_byte_reader_get_unsigned (reader, 1, G_MAXUINT64);
  TelarRunRecord *record;

  if (version > TELAR_RUN_ARCHIVE_VERSION)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("This run was saved by a newer version of Telar; update Telar to "
                              "open it"));
      return NULL;
    }

  record = get_run (reader, version);
  if (record == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("This run of the history is damaged"));

  return record;
}
