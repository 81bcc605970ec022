/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-trace-import.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "telar-import.h"
#include "telar-lane-packer.h"

/* Programs round to microseconds, so that what follows something may seem to begin before its end.
 */
#define ROUNDING_NS 1000

/* A clock that shows more than this, the beginning of 2001, counts from 1970. */
#define CALENDAR_NS G_GINT64_CONSTANT (978307200000000000)

/* Something that lasted. */
typedef struct
{
  gint64 start_ns;
  gint64 end_ns;
  const char *name;
  guint32 number; /* of its event */
  guint32 track;  /* a thread, or behind those an asynchronous operation */
} Slice;

#define NO_LANE G_MAXUINT32

/* A slice that is in no other one. */
typedef struct
{
  gint64 start_ns;
  gint64 end_ns;
  const char *name;
  guint32 number;
  guint32 track;
  guint32 lane;       /* an index into the rows, NO_LANE until one is found */
  guint32 first_span; /* phases of ours that are in it, an index into the spans */
  guint32 n_spans;
} Task;

#define ASYNCHRONOUS G_MAXUINT32

/* A row that is used. */
typedef struct
{
  guint32 process;
  guint32 thread;  /* ASYNCHRONOUS for operations */
  guint32 surplus; /* how many rows of the same thread there are before it */
} Row;

typedef struct
{
  const TelarTraceEvents *events;
  GArray *slices; /* Slice */
  GArray *tasks;  /* Task */
  GArray *phases; /* TelarSpan, on the clock of the trace */
  GArray *rows;   /* Row */
  gint64 start_ns;
  gint64 end_ns;
  guint n_tracks;
  GArray *processes_of_tracks; /* guint32, of those behind the threads */
  GError *error;
} Import;

static void
import_clear (Import *import)
{
  g_array_unref (import->slices);
  g_array_unref (import->tasks);
  g_array_unref (import->phases);
  g_array_unref (import->rows);
  g_array_unref (import->processes_of_tracks);
  g_clear_error (&import->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Import, import_clear)

static void
fail (Import *import, const char *message)
{
  if (import->error == NULL)
    g_set_error_literal (&import->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);
}

static int
compare_events (gconstpointer a, gconstpointer b, gpointer data)
{
  const TelarTraceEvent *events = data;
  const TelarTraceEvent *one = &events[*(const guint *) a], *other = &events[*(const guint *) b];

  if (one->start_ns != other->start_ns)
    return one->start_ns < other->start_ns ? -1 : 1;

  return one->number < other->number ? -1 : one->number > other->number;
}

static gboolean
is_operation (const Import *import, guint32 track)
{
  return track >= import->events->threads->len;
}

static guint32
get_process (const Import *import, guint32 track)
{
  if (is_operation (import, track))
    return g_array_index (import->processes_of_tracks, guint32,
                          track - import->events->threads->len);

  return g_array_index (import->events->threads, TelarTraceThread, track).process;
}

/* The track of an event; operations get theirs when they are first met. */
static guint32
get_track (Import *import, GHashTable *operations, const TelarTraceEvent *event)
{
  guint32 process = get_process (import, event->thread);
  gpointer found;

  if (event->id == NULL)
    return event->thread;

  found = g_hash_table_lookup (operations, event->id);
  if (found != NULL)
    return GPOINTER_TO_UINT (found) - 1;

  g_array_append_val (import->processes_of_tracks, process);
  g_hash_table_insert (operations, (gpointer) event->id, GUINT_TO_POINTER (++import->n_tracks));

  return import->n_tracks - 1;
}

/* Pairs beginnings with ends, those of a thread or of an operation by themselves. An end without a
 * beginning is left out, and what has no end lasts until the trace ends: a recording begins and
 * ends in the middle of things. */
static void
collect_slices (Import *import)
{
  const TelarTraceEvent *events = (const TelarTraceEvent *) (gpointer) import->events->events->data;
  guint n_events = import->events->events->len;
  g_autofree guint *order = g_new (guint, n_events + 1);
  g_autoptr (GHashTable) operations = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) open
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  for (guint i = 0; i < n_events; i++)
    {
      order[i] = i;
      import->end_ns = MAX (import->end_ns, events[i].end_ns);
      import->start_ns = MIN (import->start_ns, events[i].start_ns);
    }
  g_qsort_with_data (order, (int) n_events, sizeof *order, compare_events, (gpointer) events);

  for (guint i = 0; i < n_events; i++)
    {
      const TelarTraceEvent *event = &events[order[i]];
      guint32 track = get_track (import, operations, event);
      GArray *stack = g_hash_table_lookup (open, GUINT_TO_POINTER (track));
      Slice slice = { event->start_ns, event->end_ns, event->name, event->number, track };

      if (event->phase == 'E' || event->phase == 'e')
        {
          if (stack == NULL || stack->len == 0)
            continue;
          g_array_index (import->slices, Slice, g_array_index (stack, guint, stack->len - 1)).end_ns
              = event->start_ns;
          g_array_set_size (stack, stack->len - 1);
          continue;
        }

      if (event->phase != 'X')
        {
          if (stack == NULL)
            {
              stack = g_array_new (FALSE, FALSE, sizeof (guint));
              g_hash_table_insert (open, GUINT_TO_POINTER (track), stack);
            }
          g_array_append_val (stack, import->slices->len);
          slice.end_ns = import->end_ns;
        }
      g_array_append_val (import->slices, slice);
    }
}

static int
compare_slices (gconstpointer a, gconstpointer b)
{
  const Slice *one = a, *other = b;

  if (one->track != other->track)
    return one->track < other->track ? -1 : 1;
  if (one->start_ns != other->start_ns)
    return one->start_ns < other->start_ns ? -1 : 1;
  if (one->end_ns != other->end_ns)
    return one->end_ns > other->end_ns ? -1 : 1;

  return one->number < other->number ? -1 : one->number > other->number;
}

static guint32
add_row (Import *import, guint32 process, guint32 thread, guint32 surplus)
{
  Row row = { process, thread, surplus };

  if (import->rows->len >= TELAR_MAX_LANES)
    {
      fail (import, _ ("There are too many lanes"));
      return 0;
    }
  g_array_append_val (import->rows, row);

  return import->rows->len - 1;
}

static void
add_task (Import *import, const Slice *slice, guint32 lane)
{
  Task task = { .start_ns = slice->start_ns,
                .end_ns = slice->end_ns,
                .name = slice->name,
                .number = slice->number,
                .track = slice->track,
                .lane = lane,
                .first_span = import->phases->len };

  if (import->tasks->len >= TELAR_MAX_TASKS)
    {
      g_clear_error (&import->error);
      g_set_error (&import->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("There are more than %d tasks"), TELAR_MAX_TASKS);
      return;
    }
  g_array_append_val (import->tasks, task);
}

/* Takes a slice that is in the last task, if it has the name of a phase and is in no other. */
static void
add_phase (Import *import, const Slice *slice)
{
  Task *task = &g_array_index (import->tasks, Task, import->tasks->len - 1);
  TelarSpan span = { .start_ns = slice->start_ns, .end_ns = slice->end_ns, .core = -1 };
  TelarPhase phase;

  if (!telar_phase_from_name (slice->name, &phase) || phase == TELAR_PHASE_QUEUED)
    return;
  if (task->n_spans > 0
      && g_array_index (import->phases, TelarSpan, import->phases->len - 1).end_ns > span.start_ns)
    return;

  span.phase = (guint8) phase;
  g_array_append_val (import->phases, span);
  task->n_spans++;
}

/* The slices of one track: what lies within another belongs to it. What overlaps with the task
 * before it, as events of one thread should not but sometimes do, is a task without a row, as are
 * the operations, of which several may go on at once. */
static void
lay_out_track (Import *import, Slice *slices, guint n)
{
  guint32 track = slices[0].track;
  guint32 row = NO_LANE;
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (Slice));
  gint64 end_ns = 0;

  if (!is_operation (import, track))
    row = add_row (import, get_process (import, track), track, 0);

  for (guint i = 0; i < n && import->error == NULL; i++)
    {
      Slice *slice = &slices[i];

      if (i > 0 && slice->start_ns < end_ns && slice->end_ns <= end_ns + ROUNDING_NS)
        {
          slice->end_ns = MIN (slice->end_ns, end_ns);
          add_phase (import, slice);
        }
      else if (i == 0 || slice->start_ns >= end_ns - ROUNDING_NS)
        {
          if (i > 0)
            slice->start_ns = MAX (slice->start_ns, end_ns);
          end_ns = slice->end_ns;
          add_task (import, slice, row);
        }
      else
        g_array_append_val (others, *slice);
    }

  for (guint i = 0; i < others->len && import->error == NULL; i++)
    add_task (import, &g_array_index (others, Slice, i), NO_LANE);
}

static void
lay_out_tracks (Import *import)
{
  Slice *slices = (Slice *) (gpointer) import->slices->data;
  guint end;

  g_array_sort (import->slices, compare_slices);
  for (guint i = 0; i < import->slices->len && import->error == NULL; i = end)
    {
      for (end = i + 1; end < import->slices->len && slices[end].track == slices[i].track; end++)
        ;
      lay_out_track (import, &slices[i], end - i);
    }
}

/* What shares rows: the surplus of one thread, or the operations of one process. */
static guint64
get_group (const Import *import, const Task *task)
{
  if (is_operation (import, task->track))
    return (guint64) 1 << 32 | get_process (import, task->track);

  return task->track;
}

static int
compare_groups (gconstpointer a, gconstpointer b, gpointer data)
{
  const Import *import = data;
  const Task *one = &g_array_index (import->tasks, Task, *(const guint *) a);
  const Task *other = &g_array_index (import->tasks, Task, *(const guint *) b);
  guint64 group = get_group (import, one), other_group = get_group (import, other);

  if (group != other_group)
    return group < other_group ? -1 : 1;
  if (one->start_ns != other->start_ns)
    return one->start_ns < other->start_ns ? -1 : 1;

  return one->number < other->number ? -1 : one->number > other->number;
}

/* Finds rows for the tasks that have none, as few as there have to be. */
static void
pack_tasks (Import *import)
{
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  TelarLanePacker packer = { 0 };
  guint64 group = G_MAXUINT64;

  for (guint i = 0; i < import->tasks->len; i++)
    if (g_array_index (import->tasks, Task, i).lane == NO_LANE)
      g_array_append_val (order, i);
  if (order->len > 0)
    g_qsort_with_data (order->data, (int) order->len, sizeof (guint), compare_groups, import);

  for (guint i = 0; i < order->len && import->error == NULL; i++)
    {
      Task *task = &g_array_index (import->tasks, Task, g_array_index (order, guint, i));
      gboolean is_asynchronous = is_operation (import, task->track);
      guint place;

      if (get_group (import, task) != group)
        {
          group = get_group (import, task);
          g_array_set_size (rows, 0);
          telar_lane_packer_clear (&packer);
          telar_lane_packer_init (&packer);
        }

      place = telar_lane_packer_add (&packer, &task->start_ns, &task->end_ns, 0);
      if (place == rows->len)
        {
          guint32 row = add_row (import, get_process (import, task->track),
                                 is_asynchronous ? ASYNCHRONOUS : task->track,
                                 is_asynchronous ? place : place + 1);

          g_array_append_val (rows, row);
        }
      task->lane = g_array_index (rows, guint32, place);
    }
  telar_lane_packer_clear (&packer);
}

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  const Import *import = data;
  const GArray *processes = import->events->processes, *threads = import->events->threads;
  const Row *one = &g_array_index (import->rows, Row, *(const guint *) a);
  const Row *other = &g_array_index (import->rows, Row, *(const guint *) b);

  if (one->process != other->process)
    {
      gint64 rank = g_array_index (processes, TelarTraceProcess, one->process).rank;
      gint64 other_rank = g_array_index (processes, TelarTraceProcess, other->process).rank;

      if (rank != other_rank)
        return rank < other_rank ? -1 : 1;
      return one->process < other->process ? -1 : 1;
    }
  if (one->thread != other->thread)
    {
      gint64 rank = one->thread == ASYNCHRONOUS
                        ? G_MAXINT64
                        : g_array_index (threads, TelarTraceThread, one->thread).rank;
      gint64 other_rank = other->thread == ASYNCHRONOUS
                              ? G_MAXINT64
                              : g_array_index (threads, TelarTraceThread, other->thread).rank;

      if (rank != other_rank)
        return rank < other_rank ? -1 : 1;
      return one->thread < other->thread ? -1 : 1;
    }

  return one->surplus < other->surplus ? -1 : one->surplus > other->surplus;
}

/* The name of a row as run documents have it, which is not translated. */
static char *
make_lane_name (const Import *import, const Row *row, gboolean has_processes)
{
  const TelarTraceProcess *process
      = &g_array_index (import->events->processes, TelarTraceProcess, row->process);
  g_autoptr (GString) name = g_string_new (NULL);

  if (has_processes)
    {
      if (process->name != NULL)
        g_string_append_printf (name, "%s, ", process->name);
      else
        g_string_append_printf (name, "Process %s, ", process->id);
    }

  if (row->thread == ASYNCHRONOUS)
    g_string_append_printf (name, "async %u", row->surplus + 1);
  else
    {
      const TelarTraceThread *thread
          = &g_array_index (import->events->threads, TelarTraceThread, row->thread);

      if (thread->name != NULL)
        g_string_append (name, thread->name);
      else
        g_string_append_printf (name, "%s %s", has_processes ? "thread" : "Thread", thread->id);
      if (row->surplus > 0)
        g_string_append_printf (name, " (%u)", row->surplus + 1);
    }

  return telar_import_dup_line (name->str, (gssize) name->len);
}

static gint64
parse_id (const char *id)
{
  return (gint64) MIN (g_ascii_strtoull (id, NULL, 10), G_MAXINT64);
}

/* Adds the lanes in the order in which they are shown, and tells the tasks their places. */
static void
add_lanes (Import *import, TelarRunDraft *draft)
{
  guint n = import->rows->len;
  g_autofree guint *order = g_new (guint, n + 1);
  g_autofree guint32 *places = g_new (guint32, n + 1);
  gboolean has_processes = FALSE, has_threads = FALSE;

  for (guint i = 0; i < n; i++)
    {
      const Row *row = &g_array_index (import->rows, Row, i);

      order[i] = i;
      has_processes |= row->process != g_array_index (import->rows, Row, 0).process;
      has_threads |= row->thread != ASYNCHRONOUS;
    }
  g_qsort_with_data (order, (int) n, sizeof *order, compare_rows, import);

  for (guint i = 0; i < n; i++)
    {
      const Row *row = &g_array_index (import->rows, Row, order[i]);
      TelarDraftLane lane = { .name = make_lane_name (import, row, has_processes) };

      lane.kind = row->thread == ASYNCHRONOUS ? TELAR_LANE_PLACE
                  : has_processes             ? TELAR_LANE_PROCESS
                                              : TELAR_LANE_THREAD;
      lane.pid = parse_id (
          g_array_index (import->events->processes, TelarTraceProcess, row->process).id);
      if (row->thread != ASYNCHRONOUS)
        lane.tid
            = parse_id (g_array_index (import->events->threads, TelarTraceThread, row->thread).id);
      places[order[i]] = i;
      g_array_append_val (draft->lanes, lane);
    }

  for (guint i = 0; i < import->tasks->len; i++)
    {
      Task *task = &g_array_index (import->tasks, Task, i);

      task->lane = places[task->lane];
    }

  draft->workers = n;
  draft->strategy = has_processes           ? TELAR_STRATEGY_PROCESSES
                    : n > 0 && !has_threads ? TELAR_STRATEGY_ASYNC
                    : n == 1                ? TELAR_STRATEGY_SEQUENTIAL
                                            : TELAR_STRATEGY_THREADS;
}

static void
add_run_span (Import *import,
              TelarRunDraft *draft,
              const Task *task,
              gint64 start_ns,
              gint64 end_ns)
{
  TelarDraftSpan span = { .lane = task->lane };

  span.span.start_ns = start_ns - import->start_ns;
  span.span.end_ns = end_ns - import->start_ns;
  span.span.task = draft->tasks->len;
  span.span.phase = TELAR_PHASE_RUN;
  span.span.core = -1;
  g_array_append_val (draft->spans, span);
}

/* The phases of a task, and between them that it ran. */
static void
add_spans (Import *import, TelarRunDraft *draft, const Task *task)
{
  gint64 last_ns = task->start_ns;

  for (guint i = 0; i < task->n_spans; i++)
    {
      TelarDraftSpan span
          = { .span = g_array_index (import->phases, TelarSpan, task->first_span + i),
              .lane = task->lane };

      if (span.span.start_ns > last_ns)
        add_run_span (import, draft, task, last_ns, span.span.start_ns);
      last_ns = span.span.end_ns;
      span.span.task = draft->tasks->len;
      span.span.start_ns -= import->start_ns;
      span.span.end_ns -= import->start_ns;
      g_array_append_val (draft->spans, span);
    }
  if (task->end_ns > last_ns || task->n_spans == 0)
    add_run_span (import, draft, task, last_ns, task->end_ns);
}

static int
compare_tasks (gconstpointer a, gconstpointer b)
{
  const Task *one = a, *other = b;

  if (one->start_ns != other->start_ns)
    return one->start_ns < other->start_ns ? -1 : 1;

  return one->number < other->number ? -1 : one->number > other->number;
}

static void
add_tasks (Import *import, TelarRunDraft *draft)
{
  g_array_sort (import->tasks, compare_tasks);
  for (guint i = 0; i < import->tasks->len; i++)
    {
      const Task *task = &g_array_index (import->tasks, Task, i);
      TelarDraftTask added = { .input = telar_import_dup_line (task->name, -1),
                               .outcome.status = TELAR_STATUS_SUCCEEDED,
                               .lane = task->lane,
                               .start_ns = task->start_ns - import->start_ns,
                               .end_ns = task->end_ns - import->start_ns };

      add_spans (import, draft, task);
      telar_import_add_task (draft, &added);
    }
}

/**
 * telar_trace_import:
 * @events: the events of a trace of another program
 * @written: (nullable): when its document was written
 * @error: return location for a %G_IO_ERROR_INVALID_DATA that tells why it is no run
 *
 * A thread is a lane, and an event that lies in no other is a task. An event in it that has the
 * name of one of our phases is that phase; the rest of the task is %TELAR_PHASE_RUN, as a trace
 * does not say whether its program waited or computed. Asynchronous operations are laid into as few
 * lanes as there are at once. Where the clock of the trace does not count from 1970, the run is
 * taken to have started at @written. Takes time in proportion to the number of events and its
 * logarithm.
 *
 * Returns: (transfer full) (nullable): the run, of the imported workload
 */
TelarRunRecord *
telar_trace_import (const TelarTraceEvents *events, GDateTime *written, GError **error)
{
  g_auto (TelarRunDraft) draft;
  g_auto (Import) import = { .events = events, .start_ns = G_MAXINT64, .end_ns = G_MININT64 };
  gint64 length_ns;

  telar_run_draft_init (&draft);
  import.slices = g_array_new (FALSE, FALSE, sizeof (Slice));
  import.tasks = g_array_new (FALSE, FALSE, sizeof (Task));
  import.phases = g_array_new (FALSE, FALSE, sizeof (TelarSpan));
  import.rows = g_array_new (FALSE, FALSE, sizeof (Row));
  import.processes_of_tracks = g_array_new (FALSE, FALSE, sizeof (guint32));
  import.n_tracks = events->threads->len;

  collect_slices (&import);
  if (import.slices->len == 0)
    fail (&import, _ ("This trace holds no event that lasts"));
  else if (__builtin_sub_overflow (import.end_ns, import.start_ns, &length_ns)
           || length_ns > TELAR_MAX_RUN_NS)
    fail (&import, _ ("The events of this trace are more than thirty years apart"));
  else
    draft.wall_ns = length_ns;

  if (import.error == NULL)
    lay_out_tracks (&import);
  if (import.error == NULL)
    pack_tasks (&import);
  if (import.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&import.error));
      return NULL;
    }

  add_lanes (&import, &draft);
  add_tasks (&import, &draft);
  draft.workload = telar_workload_get_imported ();
  draft.application = g_strdup ("Chrome trace");
  draft.is_complete = TRUE;
  draft.peak_concurrency = telar_import_count_peak (&draft);
  if (import.start_ns > CALENDAR_NS)
    draft.started = telar_import_make_date (import.start_ns);
  else if (written != NULL)
    draft.started = g_date_time_to_utc (written);

  return telar_run_draft_make_record (&draft, error);
}
