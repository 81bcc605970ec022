/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-trace-document.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "telar-import.h"
#include "telar-run-document.h"
#include "telar-trace-events.h"
#include "telar-trace-import.h"

/* A run of ours while it is read. */
typedef struct
{
  const TelarTraceEvents *events;
  TelarRunDraft *draft;
  guint32 *lanes;      /* for each thread, G_MAXUINT32 if it is none */
  guint32 *last_tasks; /* for each thread, an index into the draft's tasks; phases belong to it */
  GArray *numbers;     /* guint32: that of each task in the run that was written */
  GArray *names;       /* char *: that of each task, or NULL */
  GError *error;
} Run;

/* What our writer says in the arguments of an event. */
typedef struct
{
  guint32 task; /* from 1; 0 if it is absent */
  gint core;
  TelarDraftTask state;
  char *name;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_free (arguments->state.error);
  telar_outcome_clear (&arguments->state.outcome);
  g_free (arguments->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

static void
fail_event (Run *run, const TelarTraceEvent *event, const char *message)
{
  if (run->error == NULL)
    g_set_error (&run->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                 /* Translators: the number of an event in a trace, and what is wrong with it */
                 _ ("Event %u: %s"), event->number, message);
}

/* Reads what stands beside a document's events on the run as a whole. */
static void
read_head (TelarRunDraft *draft, const TelarTraceEvents *events)
{
  g_auto (TelarJsonReader) reader = { 0 };
  gboolean has_strategy = FALSE;
  const char *member;

  telar_json_reader_init_within (&reader, &events->reader, events->other_data);
  telar_json_reader_begin_object (&reader);
  while ((member = telar_json_reader_next_member (&reader)) != NULL)
    {
      TelarJsonType type;

      type = telar_json_reader_peek (&reader);
      if (g_str_equal (member, "application") && type == TELAR_JSON_STRING)
        {
          g_free (draft->application);
          draft->application = g_strdup (telar_json_reader_read_string (&reader));
        }
      else if (g_str_equal (member, "started") && type == TELAR_JSON_STRING)
        {
          g_clear_pointer (&draft->started, g_date_time_unref);
          draft->started
              = g_date_time_new_from_iso8601 (telar_json_reader_read_string (&reader), NULL);
        }
      else if (g_str_equal (member, "workload") && type == TELAR_JSON_STRING)
        draft->workload = telar_workload_from_document (telar_json_reader_read_string (&reader));
      else if (g_str_equal (member, "parameters") && type == TELAR_JSON_OBJECT)
        {
          g_clear_pointer (&draft->parameters, g_variant_unref);
          draft->parameters = telar_run_document_read_parameters (&reader);
        }
      else if (g_str_equal (member, "strategy") && type == TELAR_JSON_STRING)
        has_strategy
            = telar_strategy_from_name (telar_json_reader_read_string (&reader), &draft->strategy);
      else if (g_str_equal (member, "workers"))
        draft->workers = (guint) telar_json_reader_read_integer (&reader, 0, 1000000);
      else if (g_str_equal (member, "wall_s"))
        draft->wall_ns = telar_json_reader_read_seconds (&reader);
      else if (g_str_equal (member, "cpu_user_s"))
        draft->cpu.user_ns = telar_json_reader_read_seconds (&reader);
      else if (g_str_equal (member, "cpu_system_s"))
        draft->cpu.system_ns = telar_json_reader_read_seconds (&reader);
      else if (g_str_equal (member, "complete") && type == TELAR_JSON_BOOLEAN)
        draft->is_complete = telar_json_reader_read_boolean (&reader);
      else
        telar_json_reader_skip (&reader);
    }
  if (reader.error != NULL || !has_strategy)
    draft->workload = NULL;
}

/* Whether a trace that Telar wrote says all that is needed to have the run itself again. */
static gboolean
is_ours (const TelarRunDraft *draft)
{
  return draft->workload != NULL && draft->application != NULL
         && g_str_has_prefix (draft->application, "Telar ");
}

static void
read_result_member (TelarJsonReader *reader, const char *member, TelarDraftTask *state)
{
  gboolean is_value = g_str_equal (member, "value");

  if (!is_value && !g_str_equal (member, "characters"))
    {
      telar_json_reader_skip (reader);
      return;
    }

  telar_result_free (state->outcome.result);
  state->outcome.result
      = is_value ? telar_result_new_value (telar_json_reader_read_string (reader))
                 : telar_result_new_page (telar_json_reader_read_integer (reader, 0, G_MAXINT64));
}

static void
read_status (TelarJsonReader *reader, TelarDraftTask *state)
{
  if (!telar_status_from_name (telar_json_reader_read_string (reader), &state->outcome.status))
    state->outcome.status = TELAR_STATUS_CANCELLED;
}

static void
read_arguments (Run *run, const TelarTraceEvent *event, Arguments *arguments)
{
  TelarDraftTask *state = &arguments->state;
  g_auto (TelarJsonReader) reader = { 0 };
  const char *member;

  if (event->args == NULL)
    return;

  telar_json_reader_init_within (&reader, &run->events->reader, event->args);
  telar_json_reader_begin_object (&reader);
  while ((member = telar_json_reader_next_member (&reader)) != NULL)
    if (g_str_equal (member, "task"))
      arguments->task = (guint32) telar_json_reader_read_integer (&reader, 1, TELAR_MAX_TASKS);
    else if (g_str_equal (member, "core"))
      arguments->core = (gint) telar_json_reader_read_integer (&reader, 0, G_MAXINT16);
    else if (g_str_equal (member, "status"))
      read_status (&reader, state);
    else if (g_str_equal (member, "name"))
      {
        g_free (arguments->name);
        arguments->name = g_strdup (telar_json_reader_read_string (&reader));
      }
    else if (g_str_equal (member, "queued_s"))
      state->queued_ns = telar_json_reader_read_seconds (&reader);
    else if (g_str_equal (member, "cpu_user_s"))
      state->outcome.cpu.user_ns = telar_json_reader_read_seconds (&reader);
    else if (g_str_equal (member, "cpu_system_s"))
      state->outcome.cpu.system_ns = telar_json_reader_read_seconds (&reader);
    else if (g_str_equal (member, "http_status"))
      state->outcome.http_status = (guint) telar_json_reader_read_integer (&reader, 0, 999);
    else if (g_str_equal (member, "bytes"))
      state->outcome.bytes = (guint64) telar_json_reader_read_integer (&reader, 0, G_MAXINT64);
    else if (g_str_equal (member, "error"))
      {
        g_free (state->error);
        state->error = g_strdup (telar_json_reader_read_string (&reader));
      }
    else
      read_result_member (&reader, member, state);

  if (reader.error != NULL && run->error == NULL)
    g_propagate_error (&run->error, g_steal_pointer (&reader.error));
}

/* Every thread that has a name or an event is a lane, in the order of their ranks. */
static void
add_lanes (Run *run)
{
  const GArray *threads = run->events->threads;

  for (guint i = 0; i < threads->len; i++)
    {
      run->lanes[i] = G_MAXUINT32;
      run->last_tasks[i] = G_MAXUINT32;
    }
  for (guint i = 0; i < run->events->events->len; i++)
    run->lanes[g_array_index (run->events->events, TelarTraceEvent, i).thread] = 0;

  for (guint i = 0; i < threads->len; i++)
    {
      const TelarTraceThread *thread = &g_array_index (threads, TelarTraceThread, i);
      TelarDraftLane lane = { .name = g_strdup (thread->name), .kind = TELAR_LANE_THREAD };

      if (thread->name == NULL && run->lanes[i] == G_MAXUINT32)
        {
          g_free (lane.name);
          continue;
        }
      if (run->draft->strategy == TELAR_STRATEGY_ASYNC)
        lane.kind
            = g_strcmp0 (thread->name, "Event loop") == 0 ? TELAR_LANE_LOOP : TELAR_LANE_PLACE;
      else if (run->draft->strategy == TELAR_STRATEGY_PROCESSES)
        lane.kind = TELAR_LANE_PROCESS;
      run->lanes[i] = run->draft->lanes->len;
      g_array_append_val (run->draft->lanes, lane);
    }

  if (run->draft->lanes->len > TELAR_MAX_LANES && run->error == NULL)
    g_set_error_literal (&run->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("There are too many lanes"));
}

static void
add_task (Run *run, const TelarTraceEvent *event, Arguments *arguments)
{
  TelarDraftTask *task = &arguments->state;
  guint32 number = arguments->task;

  if (number == 0)
    fail_event (run, event, _ ("a task lacks its number"));
  if (run->draft->tasks->len >= TELAR_MAX_TASKS)
    fail_event (run, event, _ ("there are too many events"));

  /* One that still ran when the trace was written was not seen to end. */
  if (!telar_status_is_final (task->outcome.status))
    task->outcome.status = TELAR_STATUS_CANCELLED;
  task->input = g_strdup (event->name);
  task->lane = run->lanes[event->thread];
  task->start_ns = event->start_ns;
  task->end_ns = event->end_ns;
  run->last_tasks[event->thread] = run->draft->tasks->len;
  g_array_append_val (run->draft->tasks, *task);
  g_array_append_val (run->numbers, number);
  g_array_append_val (run->names, arguments->name);
  arguments->state = (TelarDraftTask){ 0 };
  arguments->name = NULL;
}

/* Until the tasks are in their order, a span that names its task holds the number. */
static void
add_span (Run *run, const TelarTraceEvent *event, guint32 task, gint core)
{
  TelarDraftSpan span = { .lane = run->lanes[event->thread] };
  TelarPhase phase;

  if (!telar_phase_from_name (event->name, &phase))
    {
      fail_event (run, event, _ ("this is not a phase"));
      return;
    }
  span.span = (TelarSpan){ event->start_ns, event->end_ns, task, (guint8) phase, (gint16) core };
  g_array_append_val (run->draft->spans, span);
}

static void
read_event (Run *run, const TelarTraceEvent *event)
{
  g_auto (Arguments) arguments = { .core = -1 };
  guint32 task;

  if (event->phase != 'X')
    return;

  if (event->start_ns < 0 || event->end_ns > TELAR_MAX_RUN_NS)
    fail_event (run, event, _ ("its times are impossible"));
  read_arguments (run, event, &arguments);

  if (g_str_equal (event->category, "task"))
    {
      add_task (run, event, &arguments);
      return;
    }

  if (g_str_equal (event->category, "phase") && run->last_tasks[event->thread] != G_MAXUINT32)
    task = g_array_index (run->numbers, guint32, run->last_tasks[event->thread]);
  else
    task = arguments.task;
  add_span (run, event, task, arguments.core);
}

static int
compare_numbers (gconstpointer a, gconstpointer b, gpointer data)
{
  const GArray *numbers = data;
  guint32 one = g_array_index (numbers, guint32, *(const guint *) a);
  guint32 other = g_array_index (numbers, guint32, *(const guint *) b);

  return one < other ? -1 : one > other;
}

/* Brings the tasks into the order of their numbers. Those that never began are not in a trace, so
 * the others move up. */
static void
sort_tasks (Run *run)
{
  TelarRunDraft *draft = run->draft;
  guint n = draft->tasks->len;
  g_autofree TelarDraftTask *tasks = g_memdup2 (draft->tasks->data, n * sizeof (TelarDraftTask));
  g_autofree guint *order = g_new (guint, n + 1);
  g_autofree guint32 *places = g_new (guint32, TELAR_MAX_TASKS + 1);

  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n, sizeof *order, compare_numbers, run->numbers);
  memset (places, 0xff, (TELAR_MAX_TASKS + 1) * sizeof *places);

  for (guint i = 0; i < n; i++)
    {
      guint32 number = g_array_index (run->numbers, guint32, order[i]);
      const char *name = g_array_index (run->names, char *, order[i]);

      if (places[number] != G_MAXUINT32 && run->error == NULL)
        g_set_error (&run->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                     _ ("Task %u stands in this trace twice"), number);
      places[number] = i;
      g_array_index (draft->tasks, TelarDraftTask, i) = tasks[order[i]];
      if (name != NULL)
        g_string_append_printf (draft->inputs, "%s = ", name);
      g_string_append_printf (draft->inputs, "%s\n", tasks[order[i]].input);
    }

  for (guint i = 0; i < draft->spans->len; i++)
    {
      TelarSpan *span = &g_array_index (draft->spans, TelarDraftSpan, i).span;

      span->task = span->task == 0 ? TELAR_NO_TASK : places[span->task];
    }
}

static TelarRunRecord *
read_run (Run *run, GError **error)
{
  const GArray *events = run->events->events;

  add_lanes (run);
  for (guint i = 0; i < events->len && run->error == NULL; i++)
    read_event (run, &g_array_index (events, TelarTraceEvent, i));
  if (run->error == NULL && run->draft->tasks->len > 0)
    sort_tasks (run);
  if (run->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&run->error));
      return NULL;
    }

  run->draft->peak_concurrency = telar_import_count_peak (run->draft);

  return telar_run_draft_make_record (run->draft, error);
}

static void
free_name (gpointer data)
{
  g_free (*(char **) data);
}

/**
 * telar_trace_document_read:
 * @data: a document of the Trace Event Format; not trusted, need not be terminated
 * @length: its length in bytes
 * @written: (nullable): when it was written, for those that do not say when they began
 * @error: return location for a %G_IO_ERROR_INVALID_DATA or %G_IO_ERROR_INVALID_ARGUMENT that tells
 *   what is wrong and where
 *
 * What telar_trace_document_write() wrote is the same run again as far as the format goes: tasks
 * that never began, dependencies, the texts of headings, and the ids of threads and processes are
 * not in it. What another program wrote is imported by telar_trace_import().
 *
 * Returns: (transfer full) (nullable): the run, which has ended
 */
TelarRunRecord *
telar_trace_document_read (const char *data, gsize length, GDateTime *written, GError **error)
{
  g_auto (TelarTraceEvents) events;
  g_auto (TelarRunDraft) draft;
  g_autofree guint32 *lanes = NULL, *last_tasks = NULL;
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (char *));
  Run run = { .events = &events, .draft = &draft, .numbers = numbers, .names = names };

  telar_trace_events_init (&events);
  telar_run_draft_init (&draft);
  g_array_set_clear_func (names, free_name);
  if (!telar_trace_events_read (&events, data, length, error))
    return NULL;

  if (events.other_data != NULL)
    read_head (&draft, &events);
  if (!is_ours (&draft))
    return telar_trace_import (&events, written, error);

  lanes = run.lanes = g_new (guint32, events.threads->len + 1);
  last_tasks = run.last_tasks = g_new (guint32, events.threads->len + 1);

  return read_run (&run, error);
}
