/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-stretch.h"

/* How often those are told who want to know that the event loop is blocked. */
#define BLOCKED_INTERVAL_NS G_GINT64_CONSTANT (10000000)

/* Between two looks a computation takes some tens of microseconds, so a thread for which more than
 * this has passed was off its core. */
#define ABSENCE_NS G_GINT64_CONSTANT (1000000)

/* Waiting for a mutex takes place thousands of times in a millisecond. What has added up is drawn
 * as one span each 2 ms, and half as often each time that there are so many spans. */
#define FIRST_BATCH_NS    G_GINT64_CONSTANT (2000000)
#define BATCHES_OF_A_KIND 64

typedef struct
{
  gint64 since_ns; /* what comes after is not yet drawn */
  gint64 waited_ns;
  gint64 length_ns;
  guint n_batches;
} Batch;

typedef struct
{
  gint64 seen_ns; /* when the thread was last known to be on its core */
  gint64 sampled_ns;
  gint64 sampled_cpu_ns;
} Presence;

static void
enter_phase (TelarStretch *stretch, TelarPhase phase, gint64 at_ns)
{
  telar_lane_enter (stretch->lane, phase, at_ns);
  if (stretch->phase != NULL)
    stretch->phase (stretch->lane, stretch->phase_data);
}

/* Puts a span of waiting between two of what the thread was at, in the past. */
static void
insert_waiting (TelarStretch *stretch, TelarPhase waiting, gint64 start_ns, gint64 end_ns)
{
  TelarPhase busy = stretch->lock != NULL ? TELAR_PHASE_LOCK_HELD : TELAR_PHASE_COMPUTE;

  enter_phase (stretch, waiting, start_ns);
  enter_phase (stretch, busy, end_ns);
}

static void
draw_batch (TelarStretch *stretch, Batch *batch, gint64 waited_ns, gint64 now_ns)
{
  gint64 new_ns = MIN (waited_ns - batch->waited_ns, now_ns - batch->since_ns);

  if (new_ns > 0)
    {
      insert_waiting (stretch, TELAR_PHASE_LOCK_WAIT, batch->since_ns, batch->since_ns + new_ns);
      if (++batch->n_batches % BATCHES_OF_A_KIND == 0)
        batch->length_ns *= 2;
    }
  batch->since_ns = now_ns;
  batch->waited_ns = waited_ns;
}

static void
sample (Presence *presence, gint64 now_ns)
{
  presence->seen_ns = presence->sampled_ns = now_ns;
  presence->sampled_cpu_ns = telar_clock_thread_cpu_ns ();
}

/* What the clock says has passed and the thread did not compute, others had the core. */
static void
draw_absence (TelarStretch *stretch, Presence *presence, gint64 now_ns)
{
  gint64 last_ns = presence->seen_ns, away_ns;
  Presence before = *presence;

  if (now_ns - last_ns < ABSENCE_NS)
    {
      presence->seen_ns = now_ns;
      return;
    }

  sample (presence, now_ns);
  away_ns = (now_ns - before.sampled_ns) - (presence->sampled_cpu_ns - before.sampled_cpu_ns);
  away_ns = MIN (away_ns, now_ns - last_ns);
  if (away_ns >= ABSENCE_NS)
    insert_waiting (stretch, TELAR_PHASE_CORE_WAIT, last_ns, last_ns + away_ns);
}

/* Lets another thread have the lock, and waits to get it back. */
static void
hand_on_lock (TelarStretch *stretch)
{
  enter_phase (stretch, TELAR_PHASE_LOCK_WAIT, telar_trace_now (stretch->trace));
  telar_interpreter_lock_drop (stretch->lock);
  telar_interpreter_lock_take (stretch->lock);
  enter_phase (stretch, TELAR_PHASE_LOCK_HELD, telar_trace_now (stretch->trace));
}

/**
 * telar_stretch_run:
 * @stretch: how to compute; the lane has an open span of the phase compute, or of holding the lock
 * @computation: what to compute
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Computes until the end, until it is cancelled, or until the time has come. Gives up the
 * interpreter lock for a while each time that another thread asks for it, which is looked at some
 * tens of microseconds apart, as CPython looks between instructions.
 *
 * What the thread waits for without being told is put into the lane afterwards: the mutex of a
 * counter, and a core that it shares. Waiting for the mutex is added up over at least 2 ms and
 * drawn as one span at the beginning of that time.
 *
 * Returns: whether it ended, as it should or with @error; %FALSE if there is more to compute
 */
gboolean
telar_stretch_run (TelarStretch *stretch, TelarComputation *computation, GError **error)
{
  gint64 now_ns = telar_trace_now (stretch->trace);
  gint64 blocked_ns = now_ns + BLOCKED_INTERVAL_NS;
  gint64 waited_ns = telar_computation_get_waited_ns (computation);
  Batch batch = { .since_ns = now_ns, .waited_ns = waited_ns, .length_ns = FIRST_BATCH_NS };
  Presence presence = { 0 };
  gboolean has_ended = FALSE;

  if (stretch->shares_core)
    sample (&presence, now_ns);

  while (!has_ended && now_ns < stretch->limit_ns)
    {
      if (g_cancellable_set_error_if_cancelled (stretch->cancellable, error))
        break;

      has_ended = telar_computation_advance (computation);
      now_ns = telar_trace_now (stretch->trace);

      waited_ns = telar_computation_get_waited_ns (computation);
      if (waited_ns > batch.waited_ns)
        {
          if (now_ns - batch.since_ns >= batch.length_ns)
            draw_batch (stretch, &batch, waited_ns, now_ns);
        }
      else if (stretch->shares_core)
        draw_absence (stretch, &presence, now_ns);

      if (stretch->lock != NULL && !has_ended
          && telar_interpreter_lock_is_asked_for (stretch->lock))
        {
          hand_on_lock (stretch);
          now_ns = batch.since_ns = telar_trace_now (stretch->trace);
          if (stretch->shares_core)
            sample (&presence, now_ns);
        }
      if (stretch->blocked != NULL && now_ns >= blocked_ns)
        {
          stretch->blocked (stretch->blocked_data);
          blocked_ns = now_ns + BLOCKED_INTERVAL_NS;
        }
    }
  draw_batch (stretch, &batch, waited_ns, now_ns);

  return has_ended || (error != NULL && *error != NULL);
}
