/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-document.h"

#include "telar-critical-path.h"
#include "telar-json-writer.h"
#include "telar-updates.h"

/* The spans of a run in the order of their tasks, and of their lanes within a task. */
typedef struct
{
  gsize *first; /* for each task, and one more */
  const TelarSpan **spans;
  guint32 *lanes;
} SpansOfTasks;

static void
spans_of_tasks_clear (SpansOfTasks *sorted)
{
  g_free (sorted->first);
  g_free (sorted->spans);
  g_free (sorted->lanes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SpansOfTasks, spans_of_tasks_clear)

/* Sorts by counting, in linear time. */
static void
spans_of_tasks_init (SpansOfTasks *sorted, TelarTrace *trace)
{
  guint n_tasks = telar_trace_get_n_tasks (trace);
  guint n_lanes = telar_trace_get_n_lanes (trace);
  g_autofree guint *n_spans = g_new (guint, n_lanes);
  g_autofree gsize *next = NULL;

  sorted->first = g_new0 (gsize, (gsize) n_tasks + 1);
  for (guint i = 0; i < n_lanes; i++)
    {
      TelarLane *lane = telar_trace_get_lane (trace, i);

      n_spans[i] = telar_lane_get_n_spans (lane);
      for (guint j = 0; j < n_spans[i]; j++)
        {
          guint32 task = telar_lane_get_span (lane, j)->task;

          if (task < n_tasks)
            sorted->first[task + 1]++;
        }
    }
  for (guint i = 0; i < n_tasks; i++)
    sorted->first[i + 1] += sorted->first[i];

  next = g_memdup2 (sorted->first, ((gsize) n_tasks + 1) * sizeof *next);
  sorted->spans = g_new (const TelarSpan *, sorted->first[n_tasks]);
  sorted->lanes = g_new (guint32, sorted->first[n_tasks]);
  for (guint i = 0; i < n_lanes; i++)
    {
      TelarLane *lane = telar_trace_get_lane (trace, i);

      for (guint j = 0; j < n_spans[i]; j++)
        {
          const TelarSpan *span = telar_lane_get_span (lane, j);

          if (span->task >= n_tasks)
            continue;
          sorted->lanes[next[span->task]] = i;
          sorted->spans[next[span->task]++] = span;
        }
    }
}

static void
append_span (GString *json, const TelarSpan *span)
{
  g_string_append (json, "\"phase\": \"");
  g_string_append (json, telar_phase_get_name (span->phase));
  g_string_append (json, "\", \"start_s\": ");
  telar_json_append_seconds (json, MAX (span->start_ns, 0));
  g_string_append (json, ", \"end_s\": ");
  telar_json_append_seconds (json, MAX (span->end_ns, 0));
  if (span->core >= 0)
    {
      g_string_append (json, ", \"core\": ");
      telar_json_append_integer (json, span->core);
    }
  g_string_append_c (json, '}');
}

static void
append_lane (GString *json, TelarLane *lane, guint n_tasks)
{
  g_autofree char *name = telar_lane_dup_name (lane);
  guint n_spans = telar_lane_get_n_spans (lane);
  gboolean has_own = FALSE;

  g_string_append (json, "{\"name\": ");
  telar_json_append_string (json, name);
  g_string_append (json, ", \"kind\": ");
  telar_json_append_string (json, telar_lane_kind_get_name (telar_lane_get_kind (lane)));
  g_string_append (json, ", \"pid\": ");
  telar_json_append_integer (json, telar_lane_get_pid (lane));
  g_string_append (json, ", \"tid\": ");
  telar_json_append_integer (json, telar_lane_get_tid (lane));
  g_string_append (json, ", \"host\": ");
  telar_json_append_string (json, telar_lane_get_host (lane));

  /* The spans that belong to no task, such as the start of a worker process. */
  for (guint i = 0; i < n_spans; i++)
    {
      const TelarSpan *span = telar_lane_get_span (lane, i);

      if (span->task < n_tasks)
        continue;
      g_string_append (json, has_own ? ", {" : ", \"spans\": [{");
      append_span (json, span);
      has_own = TRUE;
    }
  g_string_append (json, has_own ? "]}" : "}");
}

static void
append_result (GString *json, const TelarResult *result)
{
  const char *separator = "";

  if (result == NULL || (result->value == NULL && result->characters < 0 && !result->has_headings))
    {
      g_string_append (json, "null");
      return;
    }

  g_string_append_c (json, '{');
  if (result->value != NULL)
    {
      g_string_append (json, "\"value\": ");
      telar_json_append_string (json, result->value);
      separator = ", ";
    }
  if (result->characters >= 0)
    {
      g_string_append_printf (json, "%s\"characters\": ", separator);
      telar_json_append_integer (json, result->characters);
      separator = ", ";
    }
  if (result->has_headings)
    {
      g_string_append_printf (json, "%s\"headings\": [", separator);
      for (guint i = 0; i < result->n_headings; i++)
        {
          g_string_append (json, i > 0 ? ", {\"level\": " : "{\"level\": ");
          telar_json_append_integer (json, result->headings[i].level);
          g_string_append (json, ", \"text\": ");
          telar_json_append_string (json, result->headings[i].text);
          g_string_append_c (json, '}');
        }
      g_string_append_c (json, ']');
    }
  g_string_append_c (json, '}');
}

/* A task that has not ended is written as cancelled: the document is of what is known now. */
static void
append_outcome (GString *json, const TelarTaskState *state)
{
  TelarStatus status = telar_task_state_get_status (state);
  gboolean has_ended = telar_status_is_final (status);
  gboolean has_started = has_ended && state->start_ns >= 0;
  const TelarResult *result = has_ended ? state->result : NULL;

  g_string_append (json, ", \"status\": \"");
  g_string_append (json, telar_status_get_name (has_ended ? status : TELAR_STATUS_CANCELLED));
  g_string_append (json, "\", \"error\": ");
  telar_json_append_string (json, result != NULL ? result->error : NULL);
  g_string_append (json, ", \"lane\": ");
  if (has_started)
    telar_json_append_integer (json, state->lane);
  else
    g_string_append (json, "null");
  g_string_append (json, ", \"queued_s\": ");
  telar_json_append_seconds (json, MAX (state->queued_ns, 0));
  g_string_append (json, ", \"start_s\": ");
  telar_json_append_seconds (json, has_started ? state->start_ns : -1);
  g_string_append (json, ", \"end_s\": ");
  telar_json_append_seconds (json, has_started ? state->end_ns : -1);
  g_string_append (json, ", \"cpu_user_s\": ");
  telar_json_append_seconds (json, has_ended ? MAX (state->cpu.user_ns, 0) : 0);
  g_string_append (json, ", \"cpu_system_s\": ");
  telar_json_append_seconds (json, has_ended ? MAX (state->cpu.system_ns, 0) : 0);
  g_string_append (json, ", \"http_status\": ");
  if (has_ended && state->http_status != 0)
    telar_json_append_integer (json, state->http_status);
  else
    g_string_append (json, "null");
  g_string_append (json, ", \"bytes\": ");
  telar_json_append_integer (json, has_ended ? (gint64) MIN (state->bytes, G_MAXINT64) : 0);
  g_string_append (json, ", \"result\": ");
  append_result (json, result);
}

static void
append_task (GString *json, TelarRunRecord *record, const SpansOfTasks *sorted, guint task)
{
  const TelarInput *input = telar_plan_get_task (record->plan, task);

  g_string_append (json, "{\"input\": ");
  telar_json_append_string (json, input->input);
  g_string_append (json, ", \"name\": ");
  telar_json_append_string (json, input->name);
  g_string_append (json, ", \"after\": [");
  for (guint i = 0; i < input->n_after; i++)
    {
      g_string_append (json, i > 0 ? ", " : "");
      telar_json_append_string (json, telar_plan_get_task (record->plan, input->after[i])->name);
    }
  g_string_append_c (json, ']');

  append_outcome (json, telar_trace_get_task (record->trace, task));

  g_string_append (json, ", \"spans\": [");
  for (gsize i = sorted->first[task]; i < sorted->first[task + 1]; i++)
    {
      g_string_append (json, i > sorted->first[task] ? ", {\"lane\": " : "{\"lane\": ");
      telar_json_append_integer (json, sorted->lanes[i]);
      g_string_append (json, ", ");
      append_span (json, sorted->spans[i]);
    }
  g_string_append (json, "]}");
}

/**
 * telar_run_document_append_parameters:
 * @json: a text
 * @parameters: parameters
 *
 * Appends them as the object that telar_run_document_read_parameters() reads.
 */
void
telar_run_document_append_parameters (GString *json, const TelarParameters *parameters)
{
  const TelarWorkload *workload = telar_parameters_get_workload (parameters);

  g_string_append (json, "{");
  for (guint i = 0; i < workload->n_parameters; i++)
    {
      const TelarParameterSpec *spec = &workload->parameters[i];

      g_string_append (json, i > 0 ? ", " : "");
      telar_json_append_string (json, spec->name);
      g_string_append (json, ": ");
      if (telar_parameter_spec_is_text (spec))
        telar_json_append_string (json, telar_parameters_get_string (parameters, spec->name));
      else
        telar_json_append_double (json, telar_parameters_get_number (parameters, spec->name));
    }
  g_string_append (json, "}");
}

static void
append_seconds_member (GString *json, const char *name, gint64 ns)
{
  g_string_append_printf (json, "\"%s\": ", name);
  telar_json_append_seconds (json, MAX (ns, 0));
  g_string_append (json, ", ");
}

/* What a reader could find out from the tasks, but only with some work. */
static void
append_critical_path (GString *json, TelarRunRecord *record)
{
  g_autoptr (TelarCriticalPath) path = telar_critical_path_new (record);

  append_seconds_member (json, "critical_path_s", path->length_ns);
  g_string_append (json, "\"critical_path\": [");
  for (guint i = 0; i < path->n_tasks; i++)
    {
      g_string_append (json, i > 0 ? ", " : "");
      telar_json_append_integer (json, path->tasks[i]);
    }
  g_string_append (json, "], ");
}

static void
append_updates (GString *json, TelarRunRecord *record)
{
  TelarUpdates updates;

  telar_updates_find (&updates, record);
  if (updates.kind != TELAR_UPDATES_SHARED)
    return;

  g_string_append (json, "\"counter\": {\"expected\": ");
  telar_json_append_integer (json, updates.expected);
  g_string_append (json, ", \"found\": ");
  telar_json_append_integer (json, updates.found);
  g_string_append (json, ", \"lost\": ");
  telar_json_append_integer (json, updates.lost);
  g_string_append (json, "},\n ");
}

static void
append_head (GString *json, TelarRunRecord *record)
{
  gboolean has_ended = telar_run_record_has_ended (record);
  TelarCpuTime cpu = has_ended ? record->cpu : (TelarCpuTime){ 0, 0 };
  g_autofree char *started = g_date_time_format (record->started, "%Y-%m-%dT%H:%M:%SZ");

  g_string_append_printf (json, "{\"format\": \"telar-run\", \"version\": %d, \"application\": ",
                          TELAR_RUN_DOCUMENT_VERSION);
  telar_json_append_string (json, record->application);
  g_string_append (json, ",\n \"started\": ");
  telar_json_append_string (json, started);
  g_string_append (json, ", \"workload\": ");
  telar_json_append_string (json, telar_plan_get_workload (record->plan)->name);
  g_string_append (json, ", \"parameters\": ");
  telar_run_document_append_parameters (json, telar_plan_get_parameters (record->plan));
  g_string_append_printf (json, ",\n \"strategy\": \"%s\", \"workers\": %u,\n ",
                          telar_strategy_get_name (record->strategy), record->workers);
  if (record->n_cores > 0)
    g_string_append_printf (json, "\"cores\": %u, ", record->n_cores);
  append_seconds_member (json, "wall_s", telar_run_record_get_elapsed_ns (record));
  append_seconds_member (json, "cpu_user_s", cpu.user_ns);
  append_seconds_member (json, "cpu_system_s", cpu.system_ns);
  if (has_ended && telar_plan_has_dependencies (record->plan))
    append_critical_path (json, record);
  if (has_ended && record->memory_bytes > 0)
    g_string_append_printf (json, "\"memory_bytes\": %" G_GINT64_FORMAT ", ", record->memory_bytes);
  g_string_append_printf (json, "\"peak_concurrency\": %u, \"complete\": %s,\n ",
                          telar_trace_get_peak_concurrency (record->trace),
                          has_ended && record->complete ? "true" : "false");
  append_updates (json, record);
}

static void
append_run (GString *json, TelarRunRecord *record)
{
  guint n_tasks = telar_trace_get_n_tasks (record->trace);
  guint n_lanes = telar_trace_get_n_lanes (record->trace);
  g_auto (SpansOfTasks) sorted = { 0 };

  spans_of_tasks_init (&sorted, record->trace);

  append_head (json, record);
  g_string_append (json, "\"lanes\": [");
  for (guint i = 0; i < n_lanes; i++)
    {
      g_string_append (json, i > 0 ? ",\n  " : "\n  ");
      append_lane (json, telar_trace_get_lane (record->trace, i), n_tasks);
    }

  g_string_append (json, "],\n \"tasks\": [");
  for (guint i = 0; i < n_tasks; i++)
    {
      g_string_append (json, i > 0 ? ",\n  " : "\n  ");
      append_task (json, record, &sorted, i);
    }
  g_string_append (json, "]}");
}

/**
 * telar_run_document_write:
 * @record: a run, best one that has ended
 * @length: (out) (optional): the length of the document in bytes
 *
 * Takes time in proportion to the number of tasks and spans. Times are exact to the nanosecond.
 * A lane's own "spans" are those that belong to no task; "after" holds names of tasks. Of a plan
 * with dependencies there is also how long the critical path was, and which of the "tasks" made it,
 * by their numbers from 0 on; who reads the document computes both from the tasks.
 *
 * Returns: (transfer full): the run document, JSON in UTF-8
 */
char *
telar_run_document_write (TelarRunRecord *record, gsize *length)
{
  GString *json = g_string_new (NULL);

  append_run (json, record);
  g_string_append_c (json, '\n');
  if (length != NULL)
    *length = json->len;

  return g_string_free (json, FALSE);
}

/**
 * telar_run_document_write_several:
 * @records: (element-type TelarRunRecord): runs
 * @length: (out) (optional): the length of the document in bytes
 *
 * Returns: (transfer full): one document with all of them, of the format "telar-runs"
 */
char *
telar_run_document_write_several (GPtrArray *records, gsize *length)
{
  GString *json = g_string_new (NULL);

  g_string_append_printf (json, "{\"format\": \"telar-runs\", \"version\": %d, \"runs\": [",
                          TELAR_RUN_DOCUMENT_VERSION);
  for (guint i = 0; i < records->len; i++)
    {
      g_string_append (json, i > 0 ? ",\n" : "\n");
      append_run (json, g_ptr_array_index (records, i));
    }
  g_string_append (json, "]}\n");
  if (length != NULL)
    *length = json->len;

  return g_string_free (json, FALSE);
}
