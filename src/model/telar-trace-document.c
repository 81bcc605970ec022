/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-trace-document.h"

#include "telar-json-writer.h"
#include "telar-run-document.h"

/* The run is one process, whose threads are the lanes. Their own ids would not do: the places of
 * an event loop share one thread, and processes of two hosts may have the same id. The thread
 * whose id is that of the process would be taken for its main thread, so lanes begin behind it. */
#define PROCESS_ID      1
#define FIRST_THREAD_ID 2

/* A task that has begun, as it was known at one instant. */
typedef struct
{
  gint64 start_ns;
  gint64 end_ns;
  guint32 lane;
  guint32 task;
  TelarStatus status;
} Begun;

typedef struct
{
  TelarRunRecord *record;
  GString *json;
  gboolean has_events;
  GArray *begun; /* Begun, in the order of their lanes, and of time within a lane */
} Writer;

static int
compare_begun (gconstpointer a, gconstpointer b)
{
  const Begun *one = a, *other = b;

  if (one->lane != other->lane)
    return one->lane < other->lane ? -1 : 1;
  if (one->start_ns != other->start_ns)
    return one->start_ns < other->start_ns ? -1 : 1;
  if (one->end_ns != other->end_ns)
    return one->end_ns < other->end_ns ? -1 : 1;

  return one->task < other->task ? -1 : one->task > other->task;
}

/* A task that still runs is taken to last until now. */
static GArray *
collect_begun (TelarRunRecord *record)
{
  guint n_tasks = telar_trace_get_n_tasks (record->trace);
  guint n_lanes = telar_trace_get_n_lanes (record->trace);
  gint64 now_ns = telar_run_record_get_elapsed_ns (record);
  GArray *begun = g_array_new (FALSE, FALSE, sizeof (Begun));

  for (guint i = 0; i < n_tasks; i++)
    {
      const TelarTaskState *state = telar_trace_get_task (record->trace, i);
      Begun task = { .task = i, .status = telar_task_state_get_status (state) };

      if (task.status == TELAR_STATUS_PENDING || state->start_ns < 0 || state->lane >= n_lanes)
        continue;
      task.lane = state->lane;
      task.start_ns = state->start_ns;
      task.end_ns = telar_status_is_final (task.status) ? state->end_ns : now_ns;
      task.end_ns = MAX (task.end_ns, task.start_ns);
      g_array_append_val (begun, task);
    }
  g_array_sort (begun, compare_begun);

  return begun;
}

static void
append_member (GString *json, const char *name, const char *value)
{
  g_string_append_printf (json, ", \"%s\": ", name);
  telar_json_append_string (json, value);
}

static void
append_seconds_member (GString *json, const char *name, gint64 ns)
{
  g_string_append_printf (json, ", \"%s\": ", name);
  telar_json_append_seconds (json, MAX (ns, 0));
}

/* Begins an event; its own members and the closing brace follow. */
static void
begin_event (Writer *writer, const char *ph, const char *category, const char *name, guint thread)
{
  g_string_append_printf (writer->json, "%s{\"ph\": \"%s\", \"cat\": \"%s\", \"name\": ",
                          writer->has_events ? ",\n" : "\n", ph, category);
  writer->has_events = TRUE;
  telar_json_append_string (writer->json, name);
  g_string_append_printf (writer->json, ", \"pid\": %d, \"tid\": %u", PROCESS_ID, thread);
}

static void
append_ts (Writer *writer, gint64 ns)
{
  g_string_append (writer->json, ", \"ts\": ");
  telar_json_append_microseconds (writer->json, ns);
}

static void
begin_complete_event (Writer *writer,
                      const char *category,
                      const char *name,
                      guint lane,
                      gint64 start_ns,
                      gint64 end_ns)
{
  begin_event (writer, "X", category, name, FIRST_THREAD_ID + lane);
  append_ts (writer, start_ns);
  g_string_append (writer->json, ", \"dur\": ");
  telar_json_append_microseconds (writer->json, end_ns - start_ns);
}

static void
write_names (Writer *writer)
{
  TelarTrace *trace = writer->record->trace;
  guint n_lanes = telar_trace_get_n_lanes (trace);
  g_autofree char *process
      = g_strdup_printf ("Telar: %s, %s", telar_plan_get_workload (writer->record->plan)->name,
                         telar_strategy_get_name (writer->record->strategy));

  begin_event (writer, "M", "__metadata", "process_name", 0);
  g_string_append (writer->json, ", \"args\": {\"name\": ");
  telar_json_append_string (writer->json, process);
  g_string_append (writer->json, "}}");

  for (guint i = 0; i < n_lanes; i++)
    {
      g_autofree char *name = telar_lane_dup_name (telar_trace_get_lane (trace, i));

      begin_event (writer, "M", "__metadata", "thread_name", FIRST_THREAD_ID + i);
      g_string_append (writer->json, ", \"args\": {\"name\": ");
      telar_json_append_string (writer->json, name);
      g_string_append (writer->json, "}}");
      begin_event (writer, "M", "__metadata", "thread_sort_index", FIRST_THREAD_ID + i);
      g_string_append_printf (writer->json, ", \"args\": {\"sort_index\": %u}}", i);
    }
}

static void
append_result (GString *json, const TelarResult *result)
{
  if (result == NULL)
    return;

  if (result->error != NULL)
    append_member (json, "error", result->error);
  if (result->value != NULL)
    append_member (json, "value", result->value);
  if (result->characters >= 0)
    {
      g_string_append (json, ", \"characters\": ");
      telar_json_append_integer (json, result->characters);
    }
  if (result->has_headings)
    g_string_append_printf (json, ", \"headings\": %u", result->n_headings);
}

static void
write_task (Writer *writer, const Begun *begun, gint64 start_ns, gint64 end_ns)
{
  const TelarTaskState *state = telar_trace_get_task (writer->record->trace, begun->task);
  const TelarInput *input = telar_plan_get_task (writer->record->plan, begun->task);
  GString *json = writer->json;

  begin_complete_event (writer, "task", input->input, begun->lane, start_ns, end_ns);
  g_string_append_printf (json, ", \"args\": {\"task\": %u, \"status\": \"%s\"", begun->task + 1,
                          telar_status_get_name (begun->status));
  if (input->name != NULL)
    append_member (json, "name", input->name);
  append_seconds_member (json, "queued_s", state->queued_ns);
  if (telar_status_is_final (begun->status))
    {
      append_seconds_member (json, "cpu_user_s", state->cpu.user_ns);
      append_seconds_member (json, "cpu_system_s", state->cpu.system_ns);
      if (state->http_status != 0)
        g_string_append_printf (json, ", \"http_status\": %u", state->http_status);
      g_string_append (json, ", \"bytes\": ");
      telar_json_append_integer (json, (gint64) MIN (state->bytes, G_MAXINT64));
      append_result (json, state->result);
    }
  g_string_append (json, "}}");
}

/* A span of no task, such as the start of a worker; or of one that was begun and given back. */
static const char *
get_category (Writer *writer, const TelarSpan *span)
{
  if (span->task < telar_trace_get_n_tasks (writer->record->trace))
    return "abandoned";

  return span->phase == TELAR_PHASE_LOOP ? "loop" : "worker";
}

static void
write_span (Writer *writer,
            guint lane,
            const TelarSpan *span,
            const char *category,
            gint64 start_ns,
            gint64 end_ns)
{
  GString *json = writer->json;

  begin_complete_event (writer, category, telar_phase_get_name (span->phase), lane, start_ns,
                        end_ns);
  g_string_append (json, ", \"args\": {");
  if (span->task < telar_trace_get_n_tasks (writer->record->trace))
    g_string_append_printf (json, "\"task\": %u%s", span->task + 1, span->core >= 0 ? ", " : "");
  if (span->core >= 0)
    g_string_append_printf (json, "\"core\": %d", span->core);
  g_string_append (json, "}}");
}

/* Writes the tasks of a lane, of which @begun is the first, each with its phases in it, and what
 * is between them. Events of a thread have to nest, so times that contradict each other, which
 * only a document from elsewhere can bring, are cut: none begins before the last one ended.
 *
 * Returns: how many tasks there were */
static guint
write_lane (Writer *writer, guint lane_index, const Begun *begun, guint n_begun)
{
  TelarLane *lane = telar_trace_get_lane (writer->record->trace, lane_index);
  guint n_spans = telar_lane_get_n_spans (lane);
  guint n_written = 0, i = 0;
  gint64 last_ns = 0;

  for (;;)
    {
      const Begun *task
          = n_written < n_begun && begun[n_written].lane == lane_index ? &begun[n_written] : NULL;
      const TelarSpan *span = i < n_spans ? telar_lane_get_span (lane, i) : NULL;
      gint64 start_ns, end_ns;

      if (task != NULL && (span == NULL || span->start_ns >= task->start_ns))
        {
          start_ns = MAX (task->start_ns, last_ns);
          end_ns = MAX (task->end_ns, start_ns);
          write_task (writer, task, start_ns, end_ns);
          for (last_ns = start_ns; i < n_spans; i++)
            {
              gint64 phase_start_ns;

              span = telar_lane_get_span (lane, i);
              if (span->task != task->task || span->start_ns > end_ns)
                break;
              phase_start_ns = MAX (span->start_ns, last_ns);
              last_ns = CLAMP (span->end_ns, phase_start_ns, end_ns);
              write_span (writer, lane_index, span, "phase", phase_start_ns, last_ns);
            }
          last_ns = end_ns;
          n_written++;
        }
      else if (span != NULL)
        {
          start_ns = MAX (span->start_ns, last_ns);
          end_ns = task != NULL ? MIN (span->end_ns, task->start_ns) : span->end_ns;
          last_ns = MAX (end_ns, start_ns);
          write_span (writer, lane_index, span, get_category (writer, span), start_ns, last_ns);
          i++;
        }
      else
        return n_written;
    }
}

static void
write_lanes (Writer *writer)
{
  guint n_lanes = telar_trace_get_n_lanes (writer->record->trace);
  const Begun *begun = (const Begun *) (gpointer) writer->begun->data;
  guint n_written = 0;

  for (guint i = 0; i < n_lanes; i++)
    n_written += write_lane (writer, i, begun + n_written, writer->begun->len - n_written);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

static void
write_running (Writer *writer, gint64 ns, guint n_running)
{
  begin_event (writer, "C", "counter", "running", 0);
  append_ts (writer, ns);
  g_string_append_printf (writer->json, ", \"args\": {\"running\": %u}}", n_running);
}

/* How many tasks run, wherever that changes. */
static void
write_counter (Writer *writer)
{
  guint n = writer->begun->len;
  g_autofree gint64 *starts = g_new (gint64, n);
  g_autofree gint64 *ends = g_new (gint64, n);
  guint n_started = 0, n_ended = 0, n_shown = 0;

  for (guint i = 0; i < n; i++)
    {
      starts[i] = g_array_index (writer->begun, Begun, i).start_ns;
      ends[i] = g_array_index (writer->begun, Begun, i).end_ns;
    }
  if (n > 0)
    {
      qsort (starts, n, sizeof *starts, compare_times);
      qsort (ends, n, sizeof *ends, compare_times);
    }

  if (n == 0 || starts[0] > 0)
    write_running (writer, 0, 0);
  while (n_ended < n)
    {
      gint64 now_ns = n_started < n ? MIN (starts[n_started], ends[n_ended]) : ends[n_ended];

      while (n_started < n && starts[n_started] == now_ns)
        n_started++;
      while (n_ended < n && ends[n_ended] == now_ns)
        n_ended++;
      if (n_started - n_ended != n_shown)
        write_running (writer, now_ns, n_started - n_ended);
      n_shown = n_started - n_ended;
    }
}

static void
write_flow_end (Writer *writer, const char *ph, const Begun *begun, gint64 ns, guint64 id)
{
  begin_event (writer, ph, "dependency", "after", FIRST_THREAD_ID + begun->lane);
  append_ts (writer, ns);
  g_string_append_printf (writer->json, ", \"id\": %" G_GUINT64_FORMAT, id);
}

/* An arrow from each task to those that waited for it. An end of it belongs to the event that
 * goes on at its time, and an event no longer goes on when it ends, so the arrow begins a
 * nanosecond before. These come last: readers find an event only if it was written before. */
static void
write_flows (Writer *writer)
{
  TelarPlan *plan = writer->record->plan;
  guint n_tasks = telar_trace_get_n_tasks (writer->record->trace);
  g_autofree const Begun **by_task = NULL;
  guint64 id = 0;

  if (!telar_plan_has_dependencies (plan))
    return;

  by_task = g_new0 (const Begun *, n_tasks);
  for (guint i = 0; i < writer->begun->len; i++)
    {
      const Begun *begun = &g_array_index (writer->begun, Begun, i);

      by_task[begun->task] = begun;
    }

  for (guint i = 0; i < n_tasks; i++)
    {
      const TelarInput *input = telar_plan_get_task (plan, i);

      for (guint k = 0; by_task[i] != NULL && k < input->n_after; k++)
        {
          const Begun *before = by_task[input->after[k]];

          /* The order is only wrong in a document from elsewhere. */
          if (before == NULL || before->end_ns > by_task[i]->start_ns)
            continue;
          id++;
          write_flow_end (writer, "s", before, MAX (before->end_ns - 1, before->start_ns), id);
          g_string_append (writer->json, "}");
          write_flow_end (writer, "f", by_task[i], by_task[i]->start_ns, id);
          g_string_append (writer->json, ", \"bp\": \"e\"}");
        }
    }
}

static void
append_other_data (GString *json, TelarRunRecord *record)
{
  gboolean has_ended = telar_run_record_has_ended (record);
  TelarCpuTime cpu = has_ended ? record->cpu : (TelarCpuTime){ 0, 0 };
  g_autofree char *started = g_date_time_format (record->started, "%Y-%m-%dT%H:%M:%SZ");

  g_string_append (json, "{\"application\": ");
  telar_json_append_string (json, record->application);
  append_member (json, "started", started);
  append_member (json, "workload", telar_plan_get_workload (record->plan)->name);
  g_string_append (json, ", \"parameters\": ");
  telar_run_document_append_parameters (json, telar_plan_get_parameters (record->plan));
  append_member (json, "strategy", telar_strategy_get_name (record->strategy));
  g_string_append_printf (json, ", \"workers\": %u, \"tasks\": %u", record->workers,
                          telar_trace_get_n_tasks (record->trace));
  append_seconds_member (json, "wall_s", telar_run_record_get_elapsed_ns (record));
  append_seconds_member (json, "cpu_user_s", cpu.user_ns);
  append_seconds_member (json, "cpu_system_s", cpu.system_ns);
  g_string_append_printf (json, ", \"complete\": %s}",
                          has_ended && record->complete ? "true" : "false");
}

/**
 * telar_trace_document_write:
 * @record: a run, best one that has ended
 * @length: (out) (optional): the length of the document in bytes
 *
 * Writes what happened when, for Perfetto and chrome://tracing: the JSON object form of the Trace
 * Event Format
 * (https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU). Lanes are
 * threads. A task is a complete event of the category "task" in the lane where it was executed,
 * and its phases, of the category "phase", lie within it; others are "worker" for the start of a
 * worker, "loop" for the event loop, and "abandoned" for what a worker did on a task before it was
 * lost. A task that never began is in no lane. The counter "running" tells how many tasks run, and
 * flow events lead from a task to those that depend on it. Times are microseconds since the run's
 * start, exact to the nanosecond; words are not translated.
 *
 * Returns: (transfer full): the document, JSON in UTF-8
 */
char *
telar_trace_document_write (TelarRunRecord *record, gsize *length)
{
  g_autoptr (GArray) begun = collect_begun (record);
  GString *json = g_string_new ("{\"displayTimeUnit\": \"ms\",\n\"otherData\": ");
  Writer writer = { .record = record, .json = json, .begun = begun };

  append_other_data (json, record);
  g_string_append (json, ",\n\"traceEvents\": [");
  write_names (&writer);
  write_lanes (&writer);
  write_counter (&writer);
  write_flows (&writer);
  g_string_append (json, "\n]}\n");
  if (length != NULL)
    *length = json->len;

  return g_string_free (json, FALSE);
}
