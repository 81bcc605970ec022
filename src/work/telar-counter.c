/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-counter.h"

#include <sched.h>
#include <stdatomic.h>

#include "model/telar-clock.h"

/* How many unguarded additions are done between two in which the thread lets others go first. */
#define ADDITIONS_BETWEEN_TURNS 256

struct _TelarCounter
{
  TelarGuard guard;
  GMutex mutex;
  atomic_ullong value;
  atomic_uint n_finished;
};

/**
 * telar_guard_from_name:
 * @name: none, mutex or atomic
 *
 * Returns: the guard of that name
 */
TelarGuard
telar_guard_from_name (const char *name)
{
  if (g_str_equal (name, "mutex"))
    return TELAR_GUARD_MUTEX;

  return g_str_equal (name, "atomic") ? TELAR_GUARD_ATOMIC : TELAR_GUARD_NONE;
}

/**
 * telar_counter_new:
 * @guard: what keeps threads from overwriting each other's additions
 *
 * Returns: (transfer full): a counter that stands at 0
 */
TelarCounter *
telar_counter_new (TelarGuard guard)
{
  TelarCounter *counter = g_new0 (TelarCounter, 1);

  counter->guard = guard;
  g_mutex_init (&counter->mutex);

  return counter;
}

/**
 * telar_counter_free:
 * @counter: (transfer full) (nullable): a counter
 */
void
telar_counter_free (TelarCounter *counter)
{
  if (counter == NULL)
    return;

  g_mutex_clear (&counter->mutex);
  g_free (counter);
}

/* Three instructions between which other threads execute theirs: read, add, write. What they wrote
 * meanwhile is overwritten. Relaxed atomic accesses are plain ones to the machine, but to the
 * language, which does not define what else would happen, they are no data race. */
static inline void
add_one (TelarCounter *counter)
{
  unsigned long long value = atomic_load_explicit (&counter->value, memory_order_relaxed);

  atomic_store_explicit (&counter->value, value + 1, memory_order_relaxed);
}

/* The same, but the system gives the core to another thread between reading and writing, if there
 * is one: as it does now and then of its own accord, whatever a thread is at. An addition takes
 * less than a nanosecond, so that without this threads that begin one after the other, or have one
 * core, would often be through before the next one has begun, and the race would not be seen. */
static inline void
add_one_interrupted (TelarCounter *counter)
{
  unsigned long long value = atomic_load_explicit (&counter->value, memory_order_relaxed);

  sched_yield ();
  atomic_store_explicit (&counter->value, value + 1, memory_order_relaxed);
}

/* Only who has to wait looks at the clock, which would take longer than an addition does. */
static gint64
lock (TelarCounter *counter)
{
  gint64 begin_ns;

  if (g_mutex_trylock (&counter->mutex))
    return 0;

  begin_ns = telar_clock_now_ns ();
  g_mutex_lock (&counter->mutex);

  return telar_clock_now_ns () - begin_ns;
}

static void
add_unguarded (TelarCounter *counter, TelarAdder *adder, guint n_times, gboolean goes_on)
{
  guint i = 0;

  if (adder->has_read)
    {
      atomic_store_explicit (&counter->value, adder->read + 1, memory_order_relaxed);
      adder->has_read = FALSE;
      i++;
    }

  for (; i < n_times; i++)
    if (i % ADDITIONS_BETWEEN_TURNS == 0)
      add_one_interrupted (counter);
    else
      add_one (counter);

  if (goes_on)
    {
      adder->read = atomic_load_explicit (&counter->value, memory_order_relaxed);
      adder->has_read = TRUE;
    }
}

/**
 * telar_counter_add:
 * @counter: a counter
 * @adder: where the task is with its additions, all zero before the first call
 * @n_times: how often to add one, at least once if @goes_on was %TRUE before
 * @goes_on: whether the task will call this again
 *
 * Without a guard, a task that goes on has read the counter for its next addition when this
 * returns. So other tasks that get their turn now, because the interpreter lock is handed on or
 * because the task yields to its event loop, do so between a read and a write, as they may in
 * Python.
 */
void
telar_counter_add (TelarCounter *counter, TelarAdder *adder, guint n_times, gboolean goes_on)
{
  switch (counter->guard)
    {
    case TELAR_GUARD_MUTEX:
      for (guint i = 0; i < n_times; i++)
        {
          adder->waited_ns += lock (counter);
          add_one (counter);
          g_mutex_unlock (&counter->mutex);
        }
      break;
    case TELAR_GUARD_ATOMIC:
      for (guint i = 0; i < n_times; i++)
        atomic_fetch_add_explicit (&counter->value, 1, memory_order_relaxed);
      break;
    case TELAR_GUARD_NONE:
    default:
      add_unguarded (counter, adder, n_times, goes_on);
      break;
    }
}

/**
 * telar_counter_finish:
 * @counter: a counter
 * @rank: (out): how many threads' tasks have finished by now, with this one
 *
 * To be called once by each task after its last addition.
 *
 * Returns: what the counter stands at. That of the task with the highest rank is read after the
 *   last addition of all the others, too.
 */
guint64
telar_counter_finish (TelarCounter *counter, guint *rank)
{
  *rank = atomic_fetch_add_explicit (&counter->n_finished, 1, memory_order_acq_rel) + 1;

  return atomic_load_explicit (&counter->value, memory_order_relaxed);
}
