/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-execution.h"

#include <unistd.h>

/* How long the loop starts tasks before it looks after those that wait for it. */
#define FILL_LIMIT_NS (G_GINT64_CONSTANT (1000000))

/* The lane of the loop shows when the loop itself is busy. Stretches with less between them than
 * a chart can show are one, a single short one is left out, and a long one is published in pieces
 * so that the chart can follow. */
#define LOOP_GAP_NS     (G_GINT64_CONSTANT (20000))
#define LOOP_MINIMUM_NS (G_GINT64_CONSTANT (40000))
#define LOOP_MAXIMUM_NS (G_GINT64_CONSTANT (10000000))

typedef struct _Async Async;

/* A place in the event loop: it holds one task at a time. */
typedef struct
{
  Async *async;
  TelarLane *lane;
  guint lane_index;
  guint task;
} Place;

struct _Async
{
  TelarExecution *execution;
  TelarWorker *worker;
  Place *places;
  guint *free_places; /* a stack, the first place on top at the beginning */
  guint n_free;
  GSource *refill; /* while more tasks wait to be started than one turn of the loop takes */
  gboolean is_filling;

  TelarLane *loop_lane;
  gint64 busy_since_ns;
  TelarSpan busy; /* the stretch not yet published; empty if its length is 0 */
  gboolean is_blocked;
};

/* For the poll function, which is given no data. */
static __thread Async *current;

static void
publish_busy (Async *async)
{
  if (async->busy.end_ns - async->busy.start_ns >= LOOP_MINIMUM_NS)
    telar_lane_append (async->loop_lane, &async->busy);
  async->busy.start_ns = async->busy.end_ns = 0;
}

/* A task does not give control back: what the loop does is shown while it lasts. */
static void
on_blocked (gpointer user_data)
{
  Async *async = user_data;
  TelarSpan open = {
    .start_ns = async->busy_since_ns,
    .task = TELAR_NO_TASK,
    .phase = TELAR_PHASE_LOOP,
    .core = -1,
  };

  if (async->is_blocked)
    return;

  publish_busy (async);
  telar_lane_set_open (async->loop_lane, &open);
  async->is_blocked = TRUE;
}

static void
end_busy (Async *async, gint64 now_ns)
{
  if (async->busy.end_ns > 0 && async->busy_since_ns - async->busy.end_ns <= LOOP_GAP_NS
      && now_ns - async->busy.start_ns <= LOOP_MAXIMUM_NS)
    {
      async->busy.end_ns = now_ns;
      return;
    }

  publish_busy (async);
  async->busy.start_ns = async->busy_since_ns;
  async->busy.end_ns = now_ns;
  async->busy.core = -1;

  if (async->is_blocked)
    {
      telar_lane_set_open (async->loop_lane, NULL);
      publish_busy (async);
      async->is_blocked = FALSE;
    }
}

/* The loop is busy whenever it does not wait in here. */
static int
poll_and_note (GPollFD *fds, guint n_fds, int timeout_ms)
{
  Async *async = current;
  int n_ready;

  end_busy (async, telar_trace_now (async->execution->trace));
  n_ready = g_poll (fds, n_fds, timeout_ms);
  async->busy_since_ns = telar_trace_now (async->execution->trace);

  return n_ready;
}

static void fill_places (Async *async);

static void
on_task_done (TelarOutcome *outcome, gpointer user_data)
{
  Place *place = user_data;
  Async *async = place->async;

  telar_execution_end_task (async->execution, place->task, place->lane, outcome);
  async->free_places[async->n_free++] = (guint) (place - async->places);

  /* A task that ended while it was started leaves the next to who started it, because a thousand
   * of them would otherwise be a thousand calls deep. */
  if (!async->is_filling)
    fill_places (async);
}

static void
start_task (Async *async, guint task)
{
  TelarExecution *execution = async->execution;
  Place *place = &async->places[async->free_places[--async->n_free]];

  const char *input = telar_plan_get_task (execution->plan, task)->input;
  TelarPhase first_phase
      = telar_workload_get_first_phase (telar_plan_get_workload (execution->plan), input);

  place->task = task;
  if (first_phase == TELAR_PHASE_COMPUTE) /* which it has to wait for */
    first_phase = TELAR_PHASE_LOOP_WAIT;
  telar_execution_begin_task (execution, task, place->lane, place->lane_index, first_phase);
  telar_worker_run_async (async->worker, input, execution->trace, place->lane,
                          execution->cancellable, on_task_done, place);
}

static gboolean
on_refill (gpointer user_data)
{
  Async *async = user_data;

  g_clear_pointer (&async->refill, g_source_unref);
  fill_places (async);

  return G_SOURCE_REMOVE;
}

/* Starts tasks as long as there are free places, but not so long that others wait. */
static void
fill_places (Async *async)
{
  TelarExecution *execution = async->execution;
  gint64 limit_ns = telar_clock_now_ns () + FILL_LIMIT_NS;
  guint task;

  if (async->refill != NULL)
    return;

  async->is_filling = TRUE;
  while (async->n_free > 0 && !g_cancellable_is_cancelled (execution->cancellable))
    {
      if (telar_clock_now_ns () > limit_ns)
        {
          async->refill = g_idle_source_new ();
          g_source_set_priority (async->refill, G_PRIORITY_DEFAULT);
          g_source_set_callback (async->refill, on_refill, async, NULL);
          g_source_attach (async->refill, g_main_context_get_thread_default ());
          break;
        }
      if (!telar_scheduler_take (execution->scheduler, &task))
        break;
      start_task (async, task);
    }
  async->is_filling = FALSE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  TelarExecution *execution = user_data;

  telar_scheduler_cancel (execution->scheduler);

  return G_SOURCE_REMOVE;
}

static void
async_init (Async *async, TelarExecution *execution)
{
  async->execution = execution;
  async->worker = telar_worker_new (execution->work, execution->workers);
  telar_worker_set_blocked_func (async->worker, on_blocked, async);
  async->loop_lane = telar_trace_add_lane (execution->trace, TELAR_LANE_LOOP, NULL);
  telar_lane_set_ids (async->loop_lane, getpid (), gettid (), "localhost");
  async->busy.task = TELAR_NO_TASK;
  async->busy.phase = TELAR_PHASE_LOOP;

  async->places = g_new0 (Place, execution->workers);
  async->free_places = g_new (guint, execution->workers);
  for (guint i = 0; i < execution->workers; i++)
    {
      Place *place = &async->places[i];

      place->async = async;
      place->lane = telar_trace_add_lane (execution->trace, TELAR_LANE_PLACE, &place->lane_index);
      telar_lane_set_ids (place->lane, getpid (), gettid (), "localhost");
      async->free_places[i] = execution->workers - 1 - i;
    }
  async->n_free = execution->workers;
}

static void
async_clear (Async *async)
{
  if (async->refill != NULL)
    g_source_destroy (async->refill);
  g_clear_pointer (&async->refill, g_source_unref);
  telar_worker_free (async->worker);
  g_free (async->free_places);
  g_free (async->places);
}

/**
 * telar_async_execute:
 * @execution: what to execute
 * @error: never set
 *
 * Executes all tasks in the calling thread, interleaved by its event loop: no more at once than
 * there are workers, each in a place of its own.
 *
 * Returns: %TRUE
 */
gboolean
telar_async_execute (TelarExecution *execution, GError **error)
{
  GMainContext *context = g_main_context_get_thread_default ();
  g_autoptr (GSource) cancelled = g_cancellable_source_new (execution->cancellable);
  Async async = { 0 };

  async_init (&async, execution);
  g_source_set_callback (cancelled, G_SOURCE_FUNC (on_cancelled), execution, NULL);
  g_source_set_priority (cancelled, G_PRIORITY_HIGH);
  g_source_attach (cancelled, context);

  current = &async;
  async.busy_since_ns = telar_trace_now (execution->trace);
  g_main_context_set_poll_func (context, poll_and_note);

  fill_places (&async);
  while (!telar_scheduler_is_done (execution->scheduler))
    g_main_context_iteration (context, TRUE);

  telar_execution_unfollow (execution);
  end_busy (&async, telar_trace_now (execution->trace));
  publish_busy (&async);
  g_main_context_set_poll_func (context, NULL);
  current = NULL;

  g_source_destroy (cancelled);
  async_clear (&async);

  return TRUE;
}
