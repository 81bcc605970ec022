/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-document.h"

#include "telar-format.h"
#include "telar-import.h"
#include "telar-json-reader.h"
#include "telar-result-reader.h"
#include "telar-run-draft.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_WORKERS 1000000
#define MAX_CORE    G_MAXINT16

/* A run while it is read. */
typedef struct
{
  TelarJsonReader *reader;
  TelarRunDraft *draft;
} Run;

/* The index of @name in @names, or -1. A member that stands twice is a fault of the document. */
static int
find_member (TelarJsonReader *reader, const char *const *names, const char *name, guint64 *seen)
{
  for (int i = 0; names[i] != NULL; i++)
    if (strcmp (names[i], name) == 0)
      {
        if ((*seen & (G_GUINT64_CONSTANT (1) << i)) != 0)
          telar_json_reader_fail (reader, _ ("the member “%s” stands twice"), names[i]);
        *seen |= G_GUINT64_CONSTANT (1) << i;
        return i;
      }

  return -1;
}

static gboolean
has_member (guint64 seen, int member)
{
  return (seen & (G_GUINT64_CONSTANT (1) << member)) != 0;
}

static char *
read_nullable_string (TelarJsonReader *reader)
{
  if (telar_json_reader_skip_null (reader))
    return NULL;

  return g_strdup (telar_json_reader_read_string (reader));
}

static gint64
read_nullable_seconds (TelarJsonReader *reader)
{
  return telar_json_reader_skip_null (reader) ? -1 : telar_json_reader_read_seconds (reader);
}

static gint64
read_nullable_integer (TelarJsonReader *reader, gint64 minimum, gint64 maximum, gint64 absent)
{
  if (telar_json_reader_skip_null (reader))
    return absent;

  return telar_json_reader_read_integer (reader, minimum, maximum);
}

/* Names a word of the document that is not known. */
static void
fail_word (TelarJsonReader *reader, const char *member)
{
  g_autofree char *word = telar_format_excerpt (reader->text->str, -1);

  telar_json_reader_fail (reader, _ ("“%s” is not known as “%s”"), word, member);
}

static void
read_span (Run *run, guint32 task, guint32 lane)
{
  static const char *const names[] = { "lane", "phase", "start_s", "end_s", "core", NULL };
  enum
  {
    LANE,
    PHASE,
    START,
    END,
    CORE
  };
  TelarJsonReader *reader = run->reader;
  TelarDraftSpan span = { .span = { .task = task, .core = -1 }, .lane = lane };
  TelarPhase phase = 0;
  guint64 seen = 0;
  const char *name;

  telar_json_reader_begin_object (reader);
  while ((name = telar_json_reader_next_member (reader)) != NULL)
    switch (find_member (reader, names, name, &seen))
      {
      case LANE:
        span.lane = (guint32) telar_json_reader_read_integer (reader, 0, TELAR_MAX_LANES - 1);
        break;
      case PHASE:
        if (!telar_phase_from_name (telar_json_reader_read_string (reader), &phase))
          fail_word (reader, "phase");
        break;
      case START:
        span.span.start_ns = telar_json_reader_read_seconds (reader);
        break;
      case END:
        span.span.end_ns = telar_json_reader_read_seconds (reader);
        break;
      case CORE:
        span.span.core = (gint16) read_nullable_integer (reader, -1, MAX_CORE, -1);
        break;
      default:
        telar_json_reader_skip (reader);
      }

  if (span.lane == TELAR_DRAFT_NO_LANE || !has_member (seen, PHASE) || !has_member (seen, START)
      || !has_member (seen, END))
    telar_json_reader_fail (reader, _ ("a span lacks its lane, phase, start or end"));
  if (span.span.end_ns < span.span.start_ns)
    telar_json_reader_fail (reader, _ ("a span ends before it starts"));

  span.span.phase = (guint8) phase;
  g_array_append_val (run->draft->spans, span);
}

static void
read_spans (Run *run, guint32 task, guint32 lane)
{
  telar_json_reader_begin_array (run->reader);
  while (telar_json_reader_next_element (run->reader))
    read_span (run, task, lane);
}

static void
read_lane (Run *run)
{
  static const char *const names[] = { "name", "kind", "pid", "tid", "host", "spans", NULL };
  enum
  {
    NAME,
    KIND,
    PID,
    TID,
    HOST,
    SPANS
  };
  TelarJsonReader *reader = run->reader;
  guint index = run->draft->lanes->len;
  TelarDraftLane lane = { 0 };
  guint64 seen = 0;
  const char *name;

  if (index >= TELAR_MAX_LANES)
    telar_json_reader_fail (reader, _ ("there are too many lanes"));

  telar_json_reader_begin_object (reader);
  while ((name = telar_json_reader_next_member (reader)) != NULL)
    switch (find_member (reader, names, name, &seen))
      {
      case NAME:
        g_free (lane.name);
        lane.name = read_nullable_string (reader);
        break;
      case KIND:
        if (!telar_lane_kind_from_name (telar_json_reader_read_string (reader), &lane.kind))
          fail_word (reader, "kind");
        break;
      case PID:
        lane.pid = read_nullable_integer (reader, 0, G_MAXINT64, 0);
        break;
      case TID:
        lane.tid = read_nullable_integer (reader, 0, G_MAXINT64, 0);
        break;
      case HOST:
        g_free (lane.host);
        lane.host = read_nullable_string (reader);
        break;
      case SPANS:
        read_spans (run, TELAR_NO_TASK, index);
        break;
      default:
        telar_json_reader_skip (reader);
      }

  if (!has_member (seen, KIND))
    telar_json_reader_fail (reader, _ ("a lane lacks its kind"));
  g_array_append_val (run->draft->lanes, lane);
}

/* Whether @text may stand in a line of inputs without changing what the line means. */
static gboolean
is_single_word (const char *text)
{
  return *text != '\0' && strpbrk (text, " \t\r\n\v\f,") == NULL;
}

static void
read_after (Run *run, GString *after)
{
  telar_json_reader_begin_array (run->reader);
  while (telar_json_reader_next_element (run->reader))
    {
      const char *name = telar_json_reader_read_string (run->reader);

      if (!is_single_word (name))
        fail_word (run->reader, "after");
      g_string_append_printf (after, "%s %s", after->len == 0 ? " after" : "", name);
    }
}

static void
check_task (TelarJsonReader *reader, const TelarDraftTask *task)
{
  gboolean has_started = task->start_ns >= 0;

  if (task->input == NULL || !telar_status_is_final (task->outcome.status))
    telar_json_reader_fail (reader, _ ("a task lacks its input or its status"));
  else if (has_started != (task->end_ns >= 0) || has_started != (task->lane != TELAR_DRAFT_NO_LANE))
    telar_json_reader_fail (reader, _ ("a task that started has a lane, a start and an end"));
  else if (task->end_ns < task->start_ns)
    telar_json_reader_fail (reader, _ ("a task ends before it starts"));
  else if (!has_started && task->outcome.status == TELAR_STATUS_SUCCEEDED)
    telar_json_reader_fail (reader, _ ("a task succeeded without having started"));
}

static const char *const task_members[]
    = { "input",    "name",    "after", "status",     "error",        "lane",
        "queued_s", "start_s", "end_s", "cpu_user_s", "cpu_system_s", "http_status",
        "bytes",    "result",  "spans", NULL };

enum
{
  TASK_INPUT,
  TASK_NAME,
  TASK_AFTER,
  TASK_STATUS,
  TASK_ERROR,
  TASK_LANE,
  TASK_QUEUED,
  TASK_START,
  TASK_END,
  TASK_CPU_USER,
  TASK_CPU_SYSTEM,
  TASK_HTTP_STATUS,
  TASK_BYTES,
  TASK_RESULT,
  TASK_SPANS,
};

/* Reads how a task went. */
static void
read_task_member (TelarJsonReader *reader, int member, TelarDraftTask *task)
{
  switch (member)
    {
    case TASK_STATUS:
      if (!telar_status_from_name (telar_json_reader_read_string (reader), &task->outcome.status)
          || !telar_status_is_final (task->outcome.status))
        fail_word (reader, "status");
      break;
    case TASK_ERROR:
      g_free (task->error);
      task->error = read_nullable_string (reader);
      break;
    case TASK_LANE:
      task->lane
          = (guint32) read_nullable_integer (reader, 0, TELAR_MAX_LANES - 1, TELAR_DRAFT_NO_LANE);
      break;
    case TASK_QUEUED:
      task->queued_ns = telar_json_reader_read_seconds (reader);
      break;
    case TASK_START:
      task->start_ns = read_nullable_seconds (reader);
      break;
    case TASK_END:
      task->end_ns = read_nullable_seconds (reader);
      break;
    case TASK_CPU_USER:
      task->outcome.cpu.user_ns = telar_json_reader_read_seconds (reader);
      break;
    case TASK_CPU_SYSTEM:
      task->outcome.cpu.system_ns = telar_json_reader_read_seconds (reader);
      break;
    case TASK_HTTP_STATUS:
      task->outcome.http_status = (guint) read_nullable_integer (reader, 0, 999, 0);
      break;
    case TASK_BYTES:
      task->outcome.bytes = (guint64) read_nullable_integer (reader, 0, G_MAXINT64, 0);
      break;
    case TASK_RESULT:
      telar_result_free (task->outcome.result);
      task->outcome.result = telar_result_read (reader);
      break;
    default:
      telar_json_reader_skip (reader);
    }
}

static void
read_task (Run *run)
{
  TelarJsonReader *reader = run->reader;
  TelarDraftTask task = { .lane = TELAR_DRAFT_NO_LANE, .start_ns = -1, .end_ns = -1 };
  g_autofree char *task_name = NULL;
  g_autoptr (GString) after = g_string_new (NULL);
  guint64 seen = 0;
  const char *name;
  int member;

  if (run->draft->tasks->len >= TELAR_MAX_TASKS)
    telar_json_reader_fail (reader, _ ("there are more than %d tasks"), TELAR_MAX_TASKS);

  telar_json_reader_begin_object (reader);
  while ((name = telar_json_reader_next_member (reader)) != NULL)
    switch ((member = find_member (reader, task_members, name, &seen)))
      {
      case TASK_INPUT:
        g_free (task.input);
        task.input = g_strdup (telar_json_reader_read_string (reader));
        break;
      case TASK_NAME:
        g_free (task_name);
        task_name = read_nullable_string (reader);
        break;
      case TASK_AFTER:
        read_after (run, after);
        break;
      case TASK_SPANS:
        read_spans (run, run->draft->tasks->len, TELAR_DRAFT_NO_LANE);
        break;
      default:
        read_task_member (reader, member, &task);
      }

  check_task (reader, &task);
  if (task_name != NULL)
    g_string_append_printf (run->draft->inputs, "%s = ", task_name);
  g_string_append_printf (run->draft->inputs, "%s%s\n", task.input != NULL ? task.input : "",
                          after->str);
  g_array_append_val (run->draft->tasks, task);
}

/**
 * telar_run_document_read_parameters:
 * @reader: a reader before the parameters of a run
 *
 * Returns: (transfer full): a dictionary for telar_parameters_from_variant()
 */
GVariant *
telar_run_document_read_parameters (TelarJsonReader *reader)
{
  GVariantBuilder builder;
  const char *member;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  telar_json_reader_begin_object (reader);
  while ((member = telar_json_reader_next_member (reader)) != NULL)
    {
      g_autofree char *name = g_strdup (member);

      if (telar_json_reader_peek (reader) == TELAR_JSON_STRING)
        g_variant_builder_add (&builder, "{sv}", name,
                               g_variant_new_string (telar_json_reader_read_string (reader)));
      else
        g_variant_builder_add (&builder, "{sv}", name,
                               g_variant_new_double (telar_json_reader_read_double (reader)));
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
read_started (Run *run)
{
  const char *text = telar_json_reader_read_string (run->reader);
  g_autoptr (GDateTime) started = g_date_time_new_from_iso8601 (text, NULL);

  if (started == NULL)
    {
      fail_word (run->reader, "started");
      return;
    }

  g_clear_pointer (&run->draft->started, g_date_time_unref);
  run->draft->started = g_date_time_to_utc (started);
}

enum
{
  RUN_APPLICATION,
  RUN_STARTED,
  RUN_WORKLOAD,
  RUN_PARAMETERS,
  RUN_STRATEGY,
  RUN_WORKERS,
  RUN_WALL,
  RUN_CPU_USER,
  RUN_CPU_SYSTEM,
  RUN_PEAK_CONCURRENCY,
  RUN_COMPLETE,
  RUN_LANES,
  RUN_TASKS,
  RUN_MEMORY,
  RUN_CORES,
};

static const char *const run_members[]
    = { "application",  "started",          "workload", "parameters",
        "strategy",     "workers",          "wall_s",   "cpu_user_s",
        "cpu_system_s", "peak_concurrency", "complete", "lanes",
        "tasks",        "memory_bytes",     "cores",    NULL };

static void
read_member (Run *run, int member)
{
  TelarJsonReader *reader = run->reader;

  switch (member)
    {
    case RUN_APPLICATION:
      g_free (run->draft->application);
      run->draft->application = read_nullable_string (reader);
      break;
    case RUN_STARTED:
      read_started (run);
      break;
    case RUN_WORKLOAD:
      run->draft->workload = telar_workload_from_document (telar_json_reader_read_string (reader));
      if (run->draft->workload == NULL)
        fail_word (reader, "workload");
      break;
    case RUN_PARAMETERS:
      g_clear_pointer (&run->draft->parameters, g_variant_unref);
      run->draft->parameters = telar_run_document_read_parameters (reader);
      break;
    case RUN_STRATEGY:
      if (!telar_strategy_from_name (telar_json_reader_read_string (reader), &run->draft->strategy))
        fail_word (reader, "strategy");
      break;
    case RUN_WORKERS:
      run->draft->workers = (guint) telar_json_reader_read_integer (reader, 0, MAX_WORKERS);
      break;
    case RUN_WALL:
      run->draft->wall_ns = telar_json_reader_read_seconds (reader);
      break;
    case RUN_CPU_USER:
      run->draft->cpu.user_ns = telar_json_reader_read_seconds (reader);
      break;
    case RUN_CPU_SYSTEM:
      run->draft->cpu.system_ns = telar_json_reader_read_seconds (reader);
      break;
    case RUN_PEAK_CONCURRENCY:
      run->draft->peak_concurrency
          = (guint) telar_json_reader_read_integer (reader, 0, TELAR_MAX_TASKS);
      break;
    case RUN_COMPLETE:
      run->draft->is_complete = telar_json_reader_read_boolean (reader);
      break;
    case RUN_LANES:
      telar_json_reader_begin_array (reader);
      while (telar_json_reader_next_element (reader))
        read_lane (run);
      break;
    case RUN_TASKS:
      telar_json_reader_begin_array (reader);
      while (telar_json_reader_next_element (reader))
        read_task (run);
      break;
    case RUN_MEMORY:
      run->draft->memory_bytes = telar_json_reader_read_integer (reader, 0, G_MAXINT64);
      break;
    case RUN_CORES:
      run->draft->n_cores = (guint) telar_json_reader_read_integer (reader, 0, TELAR_MAX_CORES);
      break;
    default:
      telar_json_reader_skip (reader);
    }
}

static TelarRunRecord *
read_run (TelarJsonReader *reader, GError **error)
{
  static const int required[] = { RUN_WORKLOAD, RUN_STRATEGY, RUN_WALL, RUN_LANES, RUN_TASKS };
  g_auto (TelarRunDraft) draft;
  Run run = { .reader = reader, .draft = &draft };
  guint64 seen = 0;
  const char *name;

  telar_run_draft_init (&draft);
  telar_json_reader_begin_object (reader);
  while ((name = telar_json_reader_next_member (reader)) != NULL)
    read_member (&run, find_member (reader, run_members, name, &seen));

  for (guint i = 0; i < G_N_ELEMENTS (required); i++)
    if (!has_member (seen, required[i]))
      telar_json_reader_fail (reader, _ ("the member “%s” is missing"), run_members[required[i]]);

  if (reader->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reader->error));
      return NULL;
    }

  return telar_run_draft_make_record (&draft, error);
}

/* Looks only at what kind of document it is, so that one of a newer version is called that, and
 * at whether it is whole. */
static gboolean
read_kind (const char *data, gsize length, gboolean *is_several, GError **error)
{
  g_auto (TelarJsonReader) reader;
  g_autofree char *format = NULL;
  gint64 version = 0;
  const char *name;

  telar_json_reader_init (&reader, data, length);
  telar_json_reader_begin_object (&reader);
  while ((name = telar_json_reader_next_member (&reader)) != NULL)
    if (strcmp (name, "format") == 0 && telar_json_reader_peek (&reader) == TELAR_JSON_STRING)
      {
        g_free (format);
        format = g_strdup (telar_json_reader_read_string (&reader));
      }
    else if (strcmp (name, "version") == 0)
      version = telar_json_reader_read_integer (&reader, 0, G_MAXINT64);
    else
      telar_json_reader_skip (&reader);
  telar_json_reader_end (&reader);

  *is_several = g_strcmp0 (format, "telar-runs") == 0;
  if (reader.error != NULL)
    g_propagate_error (error, g_steal_pointer (&reader.error));
  else if (!*is_several && g_strcmp0 (format, "telar-run") != 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("This is not a run of Telar: its format is not “telar-run”"));
  else if (version > TELAR_RUN_DOCUMENT_VERSION)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("This run was saved by a newer version of Telar; update Telar to "
                            "open it"));
  else if (version < 1)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("This is not a run of Telar: it lacks the version of its format"));
  else
    return TRUE;

  return FALSE;
}

/**
 * telar_run_document_read:
 * @data: a run document, or one of several runs; not trusted, need not be terminated
 * @length: its length in bytes
 * @error: return location for a %G_IO_ERROR_INVALID_DATA that tells what is wrong and where, a
 *   %G_IO_ERROR_NOT_SUPPORTED for a newer version, or a %G_IO_ERROR_INVALID_ARGUMENT for a
 *   parameter out of its range
 *
 * Takes time and memory in proportion to @length. Members that are not known are skipped.
 *
 * Returns: (transfer full) (element-type TelarRunRecord) (nullable): at least one run, each of
 *   which has ended; or %NULL
 */
GPtrArray *
telar_run_document_read (const char *data, gsize length, GError **error)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_auto (TelarJsonReader) reader = { 0 };
  TelarRunRecord *record;
  gboolean is_several;
  const char *name;

  telar_json_reader_init (&reader, data, length);
  if (!read_kind (data, length, &is_several, error))
    return NULL;

  if (!is_several)
    {
      record = read_run (&reader, error);
      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
      return g_steal_pointer (&records);
    }

  telar_json_reader_begin_object (&reader);
  while ((name = telar_json_reader_next_member (&reader)) != NULL)
    {
      if (strcmp (name, "runs") != 0)
        {
          telar_json_reader_skip (&reader);
          continue;
        }

      telar_json_reader_begin_array (&reader);
      while (telar_json_reader_next_element (&reader))
        {
          record = read_run (&reader, error);
          if (record == NULL)
            return NULL;
          g_ptr_array_add (records, record);
        }
    }

  if (reader.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reader.error));
      return NULL;
    }

  if (records->len == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("This document holds no run"));
      return NULL;
    }

  return g_steal_pointer (&records);
}
