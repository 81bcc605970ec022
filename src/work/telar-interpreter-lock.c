/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-interpreter-lock.h"

#include <stdatomic.h>
#include <stdbool.h>

struct _TelarInterpreterLock
{
  gint64 interval_us;
  atomic_bool is_asked_for; /* read by the holder without the mutex */

  GMutex mutex;    /* for all that follows */
  GCond dropped;   /* for those who wait for the lock */
  GCond handed_on; /* for the one who had to give it up */
  bool is_held;    /* by the one who took it last */
  guint64 n_taken; /* how often anybody took it */
  guint n_waiting;
};

/**
 * telar_interpreter_lock_new:
 * @interval_us: the switch interval: how long a thread waits for the lock before it asks its holder
 *   to give it up, in microseconds
 *
 * Behaves as the lock that CPython has since version 3.2, the “new GIL”, does by its documentation:
 * see sys.setswitchinterval() and “Thread State and the Global Interpreter Lock” in the
 * documentation of Python, and the comment that Python/ceval_gil.c begins with. A thread that waits
 * asks for the lock after the interval. The holder finds that out when it next looks, gives the
 * lock up, and does not take it again before another thread has had it.
 *
 * Returns: (transfer full): a lock that nobody holds
 */
TelarInterpreterLock *
telar_interpreter_lock_new (gint64 interval_us)
{
  TelarInterpreterLock *lock = g_new0 (TelarInterpreterLock, 1);

  lock->interval_us = interval_us;
  g_mutex_init (&lock->mutex);
  g_cond_init (&lock->dropped);
  g_cond_init (&lock->handed_on);

  return lock;
}

/**
 * telar_interpreter_lock_free:
 * @lock: (transfer full) (nullable): a lock that nobody holds or waits for
 */
void
telar_interpreter_lock_free (TelarInterpreterLock *lock)
{
  if (lock == NULL)
    return;

  g_cond_clear (&lock->handed_on);
  g_cond_clear (&lock->dropped);
  g_mutex_clear (&lock->mutex);
  g_free (lock);
}

/* Called with the mutex, while nobody holds the lock. */
static void
hold (TelarInterpreterLock *lock)
{
  lock->is_held = true;
  lock->n_taken++;
  atomic_store_explicit (&lock->is_asked_for, false, memory_order_relaxed);
  g_cond_broadcast (&lock->handed_on);
}

/**
 * telar_interpreter_lock_try:
 * @lock: a lock that the calling thread does not hold
 *
 * Takes the lock if nobody holds it.
 *
 * Returns: whether the calling thread holds it now
 */
gboolean
telar_interpreter_lock_try (TelarInterpreterLock *lock)
{
  bool is_free;

  g_mutex_lock (&lock->mutex);
  is_free = !lock->is_held;
  if (is_free)
    hold (lock);
  g_mutex_unlock (&lock->mutex);

  return is_free;
}

/**
 * telar_interpreter_lock_take:
 * @lock: a lock that the calling thread does not hold
 *
 * Waits for the lock, and asks for it each time that one holder has had it for the interval.
 */
void
telar_interpreter_lock_take (TelarInterpreterLock *lock)
{
  g_mutex_lock (&lock->mutex);
  lock->n_waiting++;
  while (lock->is_held)
    {
      guint64 n_taken = lock->n_taken;
      gint64 until_us = g_get_monotonic_time () + lock->interval_us;
      bool in_time = true;

      while (lock->is_held && lock->n_taken == n_taken && in_time)
        in_time = g_cond_wait_until (&lock->dropped, &lock->mutex, until_us);
      if (lock->is_held && lock->n_taken == n_taken)
        atomic_store_explicit (&lock->is_asked_for, true, memory_order_relaxed);
    }
  lock->n_waiting--;
  hold (lock);
  g_mutex_unlock (&lock->mutex);
}

/**
 * telar_interpreter_lock_is_asked_for:
 * @lock: a lock that the calling thread holds
 *
 * Costs next to nothing.
 *
 * Returns: whether another thread has waited for it long enough
 */
gboolean
telar_interpreter_lock_is_asked_for (TelarInterpreterLock *lock)
{
  return atomic_load_explicit (&lock->is_asked_for, memory_order_relaxed);
}

/**
 * telar_interpreter_lock_drop:
 * @lock: a lock that the calling thread holds
 *
 * Gives the lock up. If it was asked for, waits until another thread has taken it: else the
 * calling thread, which is awake, would mostly be the first to take it again.
 */
void
telar_interpreter_lock_drop (TelarInterpreterLock *lock)
{
  guint64 n_taken;

  g_mutex_lock (&lock->mutex);
  n_taken = lock->n_taken;
  lock->is_held = false;
  g_cond_signal (&lock->dropped);
  if (atomic_load_explicit (&lock->is_asked_for, memory_order_relaxed))
    while (lock->n_taken == n_taken && lock->n_waiting > 0)
      g_cond_wait (&lock->handed_on, &lock->mutex);
  g_mutex_unlock (&lock->mutex);
}
