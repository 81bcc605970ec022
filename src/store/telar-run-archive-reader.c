/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-archive.h"

#include "model/telar-run-draft.h"
#include "telar-byte-reader.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* As in run documents. */
#define MAX_LANES       10000
#define MAX_WORKERS     1000000
#define MAX_HTTP_STATUS 999

/* 36 years; two of them and their sum fit in 64 bits. */
#define MAX_NS (G_GINT64_CONSTANT (1) << 60)

/* From the year 1 to the year 9999, which is what GDateTime knows. */
#define MIN_STARTED_US (G_GINT64_CONSTANT (-62135596800) * G_USEC_PER_SEC)
#define MAX_STARTED_US (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)

/* How large a heading's level may be, see TelarHeading. */
#define MAX_LEVEL 6

static gint64
get_ns (TelarByteReader *reader)
{
  return (gint64) telar_byte_reader_get_unsigned (reader, 0, MAX_NS);
}

static void
get_parameters (TelarByteReader *reader, TelarRunDraft *draft)
{
  guint n = telar_byte_reader_get_count (reader, 1000);
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
  draft->parameters = g_variant_ref_sink (g_variant_builder_end (&builder));
}

static gboolean
get_head (TelarByteReader *reader, TelarRunDraft *draft)
{
  g_autofree char *workload = NULL, *strategy = NULL;
  g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (0);
  gint64 started_us;

  draft->application = telar_byte_reader_dup_text (reader);
  started_us = telar_byte_reader_get_signed (reader, MIN_STARTED_US, MAX_STARTED_US);
  draft->started = g_date_time_add (epoch, started_us);

  workload = telar_byte_reader_dup_text (reader);
  draft->workload = telar_workload_from_name (workload);
  get_parameters (reader, draft);
  strategy = telar_byte_reader_dup_text (reader);
  if (draft->workload == NULL || !telar_strategy_from_name (strategy, &draft->strategy))
    return telar_byte_reader_fail (reader);

  draft->workers = (guint) telar_byte_reader_get_unsigned (reader, 0, MAX_WORKERS);
  draft->wall_ns = get_ns (reader);
  draft->cpu.user_ns = get_ns (reader);
  draft->cpu.system_ns = get_ns (reader);
  draft->peak_concurrency = (guint) telar_byte_reader_get_unsigned (reader, 0, TELAR_MAX_TASKS);
  draft->is_complete = telar_byte_reader_get_byte (reader) != 0;

  return !reader->has_failed;
}

static void
get_spans (TelarByteReader *reader, TelarRunDraft *draft, guint32 lane, guint n_tasks)
{
  guint n_spans = telar_byte_reader_get_count (reader, G_MAXUINT);
  guint first = draft->spans->len;
  gint64 task = -1, end_ns = 0;
  guint i;

  if (n_spans > G_MAXUINT / sizeof (TelarDraftSpan) - first)
    {
      telar_byte_reader_fail (reader);
      return;
    }

  g_array_set_size (draft->spans, first + n_spans);
  for (i = 0; i < n_spans && !reader->has_failed; i++)
    {
      TelarDraftSpan *span = &g_array_index (draft->spans, TelarDraftSpan, first + i);

      task += telar_byte_reader_get_signed (reader, -1 - task, (gint64) n_tasks - 1 - task);
      span->lane = lane;
      span->span.task = task < 0 ? TELAR_NO_TASK : (guint32) task;
      span->span.phase = telar_byte_reader_get_byte (reader);
      span->span.core = (gint16) telar_byte_reader_get_signed (reader, -1, G_MAXINT16);
      span->span.start_ns
          = end_ns
            + (gint64) telar_byte_reader_get_unsigned (reader, 0, (guint64) (MAX_NS - end_ns));
      end_ns = span->span.start_ns
               + (gint64) telar_byte_reader_get_unsigned (reader, 0,
                                                          (guint64) (MAX_NS - span->span.start_ns));
      span->span.end_ns = end_ns;
      if (span->span.phase >= TELAR_N_PHASES)
        telar_byte_reader_fail (reader);
    }
}

static void
get_lane (TelarByteReader *reader, TelarRunDraft *draft, guint n_tasks)
{
  g_autofree char *kind = telar_byte_reader_dup_text (reader);
  TelarDraftLane lane = { 0 };

  if (!telar_lane_kind_from_name (kind, &lane.kind))
    telar_byte_reader_fail (reader);
  lane.name = telar_byte_reader_dup_text (reader);
  lane.pid = (gint64) telar_byte_reader_get_unsigned (reader, 0, G_MAXINT64);
  lane.tid = (gint64) telar_byte_reader_get_unsigned (reader, 0, G_MAXINT64);
  lane.host = telar_byte_reader_dup_text (reader);
  g_array_append_val (draft->lanes, lane);
  get_spans (reader, draft, draft->lanes->len - 1, n_tasks);
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

/* Writes the task as a line of the list of inputs, as a user would: what that does not understand
 * is refused with it. */
static void
get_input (TelarByteReader *reader, TelarRunDraft *draft, TelarDraftTask *task, gboolean has_name)
{
  g_autofree char *name = NULL;
  guint n_after;

  task->input = telar_byte_reader_dup_text (reader);
  if (!has_name)
    {
      g_string_append (draft->inputs, task->input);
      g_string_append_c (draft->inputs, '\n');
      return;
    }

  name = telar_byte_reader_dup_text (reader);
  g_string_append_printf (draft->inputs, "%s = %s", name, task->input);
  n_after = telar_byte_reader_get_count (reader, TELAR_MAX_TASKS);
  for (guint i = 0; i < n_after && !reader->has_failed; i++)
    {
      g_autofree char *other = telar_byte_reader_dup_text (reader);

      g_string_append_printf (draft->inputs, "%s %s", i == 0 ? " after" : "", other);
    }
  g_string_append_c (draft->inputs, '\n');
}

static void
get_task (TelarByteReader *reader, TelarRunDraft *draft)
{
  TelarDraftTask task = { .lane = TELAR_DRAFT_NO_LANE, .start_ns = -1, .end_ns = -1 };
  guint8 flags = telar_byte_reader_get_byte (reader);
  gboolean has_started = (flags & TELAR_ARCHIVE_TASK_HAS_STARTED) != 0;

  task.outcome.status = telar_run_archive_statuses[flags & TELAR_ARCHIVE_TASK_STATUS];
  if (task.outcome.status == TELAR_STATUS_SUCCEEDED && !has_started)
    telar_byte_reader_fail (reader);

  get_input (reader, draft, &task, (flags & TELAR_ARCHIVE_TASK_HAS_NAME) != 0);
  task.queued_ns = get_ns (reader);
  if (has_started)
    {
      task.lane = (guint32) telar_byte_reader_get_unsigned (reader, 0, MAX_LANES - 1);
      task.start_ns = get_ns (reader);
      task.end_ns = task.start_ns + get_ns (reader);
    }
  task.outcome.cpu.user_ns = get_ns (reader);
  task.outcome.cpu.system_ns = get_ns (reader);
  task.outcome.bytes = telar_byte_reader_get_unsigned (reader, 0, G_MAXINT64);
  task.outcome.http_status = (guint) telar_byte_reader_get_unsigned (reader, 0, MAX_HTTP_STATUS);
  if ((flags & TELAR_ARCHIVE_TASK_HAS_RESULT) != 0)
    task.outcome.result = get_result (reader);
  g_array_append_val (draft->tasks, task);
}

/**
 * telar_run_archive_read:
 * @data: what telar_run_archive_write() wrote; not trusted
 * @length: its length in bytes
 * @error: return location for a %G_IO_ERROR_INVALID_DATA, or a %G_IO_ERROR_NOT_SUPPORTED for a
 *   newer version
 *
 * Takes time and memory in proportion to @length. Any thread may call it.
 *
 * Returns: (transfer full) (nullable): a run that has ended
 */
TelarRunRecord *
telar_run_archive_read (const void *data, gsize length, GError **error)
{
  g_auto (TelarRunDraft) draft;
  TelarByteReader reader;
  guint64 version;
  guint n_tasks = 0, n_lanes = 0;

  telar_run_draft_init (&draft);
  telar_byte_reader_init (&reader, data, length);
  version = telar_byte_reader_get_unsigned (&reader, 1, G_MAXUINT64);
  if (version > TELAR_RUN_ARCHIVE_VERSION)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("This run was saved by a newer version of Telar; update Telar to "
                              "open it"));
      return NULL;
    }

  if (get_head (&reader, &draft))
    {
      n_tasks = telar_byte_reader_get_count (&reader, TELAR_MAX_TASKS);
      n_lanes = telar_byte_reader_get_count (&reader, MAX_LANES);
    }
  for (guint i = 0; i < n_lanes && !reader.has_failed; i++)
    get_lane (&reader, &draft, n_tasks);
  for (guint i = 0; i < n_tasks && !reader.has_failed; i++)
    get_task (&reader, &draft);

  if (!telar_byte_reader_is_at_end (&reader))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("This run of the history is damaged"));
      return NULL;
    }

  return telar_run_draft_make_record (&draft, error);
}
