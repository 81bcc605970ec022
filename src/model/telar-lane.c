/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-lane.h"

#include <glib/gi18n-lib.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

struct _TelarLane
{
  TelarLaneKind kind;
  guint number;
  char *name;
  _Atomic (const char *) host;
  atomic_llong pid;
  atomic_llong tid;

  atomic_uint n_spans;
  _Atomic (TelarSpan *) chunks[TELAR_LANE_CHUNKS];

  /* The span that has not ended, guarded by a sequence number that is odd while it or the
   * number of spans changes. */
  atomic_uint sequence;
  atomic_bool is_open;
  atomic_llong open_start_ns;
  atomic_uint open_task;
  atomic_int open_phase;
  atomic_int open_core;
};

static const struct
{
  const char *name;
  const char *format;
  const char *title_format;
} kinds[TELAR_N_LANE_KINDS] = {
  [TELAR_LANE_THREAD] = { "thread", "Thread %u", N_ ("Thread %u") },
  [TELAR_LANE_PLACE] = { "place", "Place %u", N_ ("Place %u") },
  [TELAR_LANE_PROCESS] = { "process", "Process %u", N_ ("Process %u") },
  [TELAR_LANE_LOOP] = { "loop", "Event loop", N_ ("Event loop") },
};

/**
 * telar_lane_new:
 * @kind: what executes the tasks of this lane
 * @number: 1 for the first of its kind
 *
 * Most lanes are made by telar_trace_add_lane().
 *
 * Returns: (transfer full): an empty lane
 */
TelarLane *
telar_lane_new (TelarLaneKind kind, guint number)
{
  TelarLane *lane = g_new0 (TelarLane, 1);

  lane->kind = kind;
  lane->number = number;
  atomic_init (&lane->host, "localhost");

  return lane;
}

/**
 * telar_lane_free:
 * @lane: (transfer full): a lane that no thread uses any more
 */
void
telar_lane_free (TelarLane *lane)
{
  for (guint i = 0; i < TELAR_LANE_CHUNKS; i++)
    g_free (atomic_load_explicit (&lane->chunks[i], memory_order_relaxed));
  g_free (lane->name);
  g_free (lane);
}

/**
 * telar_lane_get_kind:
 * @lane: a lane
 *
 * Returns: what executes its tasks
 */
TelarLaneKind
telar_lane_get_kind (TelarLane *lane)
{
  return lane->kind;
}

/**
 * telar_lane_get_number:
 * @lane: a lane
 *
 * Returns: 1 for the first of its kind
 */
guint
telar_lane_get_number (TelarLane *lane)
{
  return lane->number;
}

/**
 * telar_lane_dup_name:
 * @lane: a lane
 *
 * Returns: (transfer full): its name in run documents, such as "Thread 1"
 */
char *
telar_lane_dup_name (TelarLane *lane)
{
  if (lane->name != NULL)
    return g_strdup (lane->name);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (kinds[lane->kind].format, lane->number);
#pragma GCC diagnostic pop
}

/**
 * telar_lane_dup_title:
 * @lane: a lane
 *
 * Returns: (transfer full): its name in the user's language
 */
char *
telar_lane_dup_title (TelarLane *lane)
{
  if (lane->name != NULL)
    return g_strdup (lane->name);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  return g_strdup_printf (_ (kinds[lane->kind].title_format), lane->number);
#pragma GCC diagnostic pop
}

/**
 * telar_lane_set_name:
 * @lane: a lane that is not yet read by another thread
 * @name: (nullable): a name of its own, as a document that was opened gives it
 */
void
telar_lane_set_name (TelarLane *lane, const char *name)
{
  g_autofree char *plain = NULL;

  g_clear_pointer (&lane->name, g_free);
  if (name == NULL)
    return;

  plain = telar_lane_dup_name (lane);
  if (g_strcmp0 (plain, name) != 0)
    lane->name = g_utf8_make_valid (name, -1);
}

/**
 * telar_lane_set_ids:
 * @lane: a lane
 * @pid: the process that the worker lives in
 * @tid: its thread, 0 if unknown
 * @host: the name of its computer
 *
 * A lane whose worker process died and was replaced gets the ids of the new one.
 */
void
telar_lane_set_ids (TelarLane *lane, gint64 pid, gint64 tid, const char *host)
{
  /* Interned, because a reader may still hold the former name. */
  atomic_store (&lane->host, g_intern_string (host));
  atomic_store (&lane->pid, pid);
  atomic_store (&lane->tid, tid);
}

/**
 * telar_lane_get_pid:
 * @lane: a lane
 *
 * Returns: the process id of its worker, 0 if unknown
 */
gint64
telar_lane_get_pid (TelarLane *lane)
{
  return atomic_load (&lane->pid);
}

/**
 * telar_lane_get_tid:
 * @lane: a lane
 *
 * Returns: the kernel's thread id of its worker, 0 if unknown
 */
gint64
telar_lane_get_tid (TelarLane *lane)
{
  return atomic_load (&lane->tid);
}

/**
 * telar_lane_get_host:
 * @lane: a lane
 *
 * Returns: (transfer none): the computer of its worker, "localhost" for this one
 */
const char *
telar_lane_get_host (TelarLane *lane)
{
  return atomic_load (&lane->host);
}

/**
 * telar_lane_kind_get_name:
 * @kind: a kind of lane
 *
 * Returns: (transfer none): its word in run documents
 */
const char *
telar_lane_kind_get_name (TelarLaneKind kind)
{
  g_return_val_if_fail ((guint) kind < TELAR_N_LANE_KINDS, NULL);

  return kinds[kind].name;
}

/**
 * telar_lane_kind_from_name:
 * @name: a word of a run document
 * @kind: (out): the kind that it names
 *
 * Returns: whether there is such a kind
 */
gboolean
telar_lane_kind_from_name (const char *name, TelarLaneKind *kind)
{
  for (guint i = 0; i < TELAR_N_LANE_KINDS; i++)
    if (g_strcmp0 (kinds[i].name, name) == 0)
      {
        *kind = i;
        return TRUE;
      }

  return FALSE;
}

static void
publish (TelarLane *lane, const TelarSpan *span)
{
  guint n_spans = atomic_load_explicit (&lane->n_spans, memory_order_relaxed);
  guint chunk, offset;
  TelarSpan *spans;

  telar_lane_locate (n_spans, &chunk, &offset);
  g_assert (chunk < TELAR_LANE_CHUNKS);
  spans = atomic_load_explicit (&lane->chunks[chunk], memory_order_relaxed);
  if (spans == NULL)
    {
      spans = g_new (TelarSpan, (gsize) 1 << (chunk + TELAR_LANE_BLOCK_BITS));
      atomic_store_explicit (&lane->chunks[chunk], spans, memory_order_release);
    }

  spans[offset] = *span;
  spans[offset].end_ns = MAX (span->end_ns, span->start_ns);
  atomic_store_explicit (&lane->n_spans, n_spans + 1, memory_order_release);
}

static void
begin_write (TelarLane *lane)
{
  guint sequence = atomic_load_explicit (&lane->sequence, memory_order_relaxed);

  atomic_store_explicit (&lane->sequence, sequence + 1, memory_order_relaxed);
  atomic_thread_fence (memory_order_release);
}

static void
end_write (TelarLane *lane)
{
  guint sequence = atomic_load_explicit (&lane->sequence, memory_order_relaxed);

  atomic_store_explicit (&lane->sequence, sequence + 1, memory_order_release);
}

static void
store_open (TelarLane *lane, guint32 task, TelarPhase phase, gint64 start_ns, int core)
{
  atomic_store_explicit (&lane->open_task, task, memory_order_relaxed);
  atomic_store_explicit (&lane->open_phase, (int) phase, memory_order_relaxed);
  atomic_store_explicit (&lane->open_start_ns, start_ns, memory_order_relaxed);
  atomic_store_explicit (&lane->open_core, core, memory_order_relaxed);
  atomic_store_explicit (&lane->is_open, true, memory_order_relaxed);
}

static TelarSpan
load_open (TelarLane *lane)
{
  TelarSpan span = {
    .start_ns = atomic_load_explicit (&lane->open_start_ns, memory_order_relaxed),
    .end_ns = atomic_load_explicit (&lane->open_start_ns, memory_order_relaxed),
    .task = atomic_load_explicit (&lane->open_task, memory_order_relaxed),
    .phase = (guint8) atomic_load_explicit (&lane->open_phase, memory_order_relaxed),
    .core = (gint16) atomic_load_explicit (&lane->open_core, memory_order_relaxed),
  };

  return span;
}

/* Ends the open span, if there is one, inside of a write. A span of no length is left out,
 * unless it is all that there is of its task. */
static void
close_open (TelarLane *lane, gint64 now_ns, gboolean keep_empty)
{
  TelarSpan span;

  if (!atomic_load_explicit (&lane->is_open, memory_order_relaxed))
    return;

  span = load_open (lane);
  span.end_ns = now_ns;
  atomic_store_explicit (&lane->is_open, false, memory_order_relaxed);
  if (now_ns > span.start_ns || keep_empty)
    publish (lane, &span);
}

/**
 * telar_lane_begin:
 * @lane: a lane
 * @task: the task that begins, or %TELAR_NO_TASK
 * @phase: its first phase
 * @now_ns: the present instant, in nanoseconds since the run's start
 *
 * Opens a span; one that is still open ends now.
 */
void
telar_lane_begin (TelarLane *lane, guint32 task, TelarPhase phase, gint64 now_ns)
{
  begin_write (lane);
  close_open (lane, now_ns, TRUE);
  store_open (lane, task, phase, now_ns, sched_getcpu ());
  end_write (lane);
}

/**
 * telar_lane_enter:
 * @lane: a lane with an open span
 * @phase: the phase that the task enters; nothing happens if it is in it already
 * @now_ns: the present instant, in nanoseconds since the run's start
 */
void
telar_lane_enter (TelarLane *lane, TelarPhase phase, gint64 now_ns)
{
  guint32 task = atomic_load_explicit (&lane->open_task, memory_order_relaxed);

  if (!atomic_load_explicit (&lane->is_open, memory_order_relaxed)
      || atomic_load_explicit (&lane->open_phase, memory_order_relaxed) == (int) phase)
    return;

  begin_write (lane);
  close_open (lane, now_ns, FALSE);
  store_open (lane, task, phase, now_ns, sched_getcpu ());
  end_write (lane);
}

/**
 * telar_lane_end:
 * @lane: a lane
 * @now_ns: the present instant, in nanoseconds since the run's start
 *
 * Ends the open span, if there is one.
 */
void
telar_lane_end (TelarLane *lane, gint64 now_ns)
{
  begin_write (lane);
  close_open (lane, now_ns, TRUE);
  end_write (lane);
}

/**
 * telar_lane_append:
 * @lane: a lane
 * @span: a span measured elsewhere; it must not begin before the last one ended
 *
 * An open span stays open.
 */
void
telar_lane_append (TelarLane *lane, const TelarSpan *span)
{
  begin_write (lane);
  publish (lane, span);
  end_write (lane);
}

/**
 * telar_lane_set_open:
 * @lane: a lane
 * @span: (nullable): the span that a worker process is known to be in, or %NULL for none;
 *   its end is not used
 *
 * Replaces the open span without publishing the former: a worker process reports it exactly
 * when it has ended.
 */
void
telar_lane_set_open (TelarLane *lane, const TelarSpan *span)
{
  begin_write (lane);
  if (span != NULL)
    store_open (lane, span->task, span->phase, span->start_ns, span->core);
  else
    atomic_store_explicit (&lane->is_open, false, memory_order_relaxed);
  end_write (lane);
}

/**
 * telar_lane_get_n_spans:
 * @lane: a lane
 *
 * Returns: how many spans are published; they never change
 */
guint
telar_lane_get_n_spans (TelarLane *lane)
{
  return atomic_load_explicit (&lane->n_spans, memory_order_acquire);
}

/**
 * telar_lane_get_span:
 * @lane: a lane
 * @index: less than a value that telar_lane_get_n_spans() returned in this thread
 *
 * Spans are in the order of time and do not overlap. Those of one block of %TELAR_LANE_BLOCK lie
 * side by side.
 *
 * Returns: (transfer none): a published span; valid as long as the lane
 */
const TelarSpan *
telar_lane_get_span (TelarLane *lane, guint index)
{
  guint chunk, offset;

  telar_lane_locate (index, &chunk, &offset);

  return atomic_load_explicit (&lane->chunks[chunk], memory_order_acquire) + offset;
}

/**
 * telar_lane_read:
 * @lane: a lane
 * @open: (out): the span that has not ended; its end equals its start
 * @has_open: (out): whether there is one
 *
 * Takes the number of spans and the open one at the same instant, so that no span is missing
 * and none is there twice.
 *
 * Returns: how many spans are published
 */
guint
telar_lane_read (TelarLane *lane, TelarSpan *open, gboolean *has_open)
{
  guint before, after, n_spans;

  do
    {
      before = atomic_load_explicit (&lane->sequence, memory_order_acquire);
      n_spans = atomic_load_explicit (&lane->n_spans, memory_order_acquire);
      *has_open = atomic_load_explicit (&lane->is_open, memory_order_relaxed);
      *open = load_open (lane);
      atomic_thread_fence (memory_order_acquire);
      after = atomic_load_explicit (&lane->sequence, memory_order_relaxed);
    }
  while (before != after || (before & 1) != 0);

  return n_spans;
}
