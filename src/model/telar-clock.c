/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-clock.h"

#include <sys/resource.h>
#include <time.h>

/* The shortest interval between two ticks of Linux. */
#define TICK_NS (G_GINT64_CONSTANT (1000000))

/**
 * telar_clock_now_ns:
 *
 * Reads CLOCK_MONOTONIC. Any thread may call it.
 *
 * Returns: nanoseconds since an unspecified start, the same for all processes of this host
 */
gint64
telar_clock_now_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);

  return (gint64) now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static gint64
timeval_to_ns (struct timeval time)
{
  return (gint64) time.tv_sec * G_GINT64_CONSTANT (1000000000) + (gint64) time.tv_usec * 1000;
}

static TelarCpuTime
read_usage (int who)
{
  struct rusage usage;
  TelarCpuTime cpu = { 0, 0 };

  if (getrusage (who, &usage) == 0)
    {
      cpu.user_ns = timeval_to_ns (usage.ru_utime);
      cpu.system_ns = timeval_to_ns (usage.ru_stime);
    }

  return cpu;
}

/**
 * telar_clock_thread_cpu:
 *
 * Returns: the processor time of the calling thread since it began; the sum is exact to a
 *   microsecond, the kernel estimates how it divides into user and system time
 */
TelarCpuTime
telar_clock_thread_cpu (void)
{
  TelarCpuTime cpu = read_usage (RUSAGE_THREAD);
  gint64 sum_ns = telar_clock_thread_cpu_ns ();

  /* For one thread, getrusage() leaves out what was used since the last tick or switch, which is
   * all that there is of a short task. */
  if (sum_ns > 0)
    cpu.user_ns = MAX (sum_ns - cpu.system_ns, 0);

  return cpu;
}

/**
 * telar_clock_thread_cpu_ns:
 *
 * Takes half as long as telar_clock_thread_cpu(), for those who ask at every turn.
 *
 * Returns: the processor time of the calling thread since it began, user and system together, in
 *   nanoseconds
 */
gint64
telar_clock_thread_cpu_ns (void)
{
  struct timespec time;

  if (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time) != 0)
    return 0;

  return (gint64) time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

/**
 * telar_clock_split_cpu:
 * @cpu_ns: processor time that the calling thread used in many short stretches
 *
 * The kernel counts user and system time in ticks, so that for short stretches only the share of
 * the whole thread means anything. It is asked for no more often than it may change.
 *
 * Returns: @cpu_ns, parted as the processor time of the thread is so far
 */
TelarCpuTime
telar_clock_split_cpu (gint64 cpu_ns)
{
  static __thread gint64 asked_ns;
  static __thread double share;
  gint64 now_ns = telar_clock_now_ns ();
  gint64 system_ns;

  if (asked_ns == 0 || now_ns - asked_ns >= TICK_NS)
    {
      TelarCpuTime all = telar_clock_thread_cpu ();

      share = (double) all.system_ns / (double) MAX (all.user_ns + all.system_ns, 1);
      asked_ns = now_ns;
    }
  system_ns = (gint64) (share * (double) cpu_ns);

  return (TelarCpuTime){ cpu_ns - system_ns, system_ns };
}

/**
 * telar_clock_process_cpu:
 *
 * Returns: the processor time of all threads of this process since it began
 */
TelarCpuTime
telar_clock_process_cpu (void)
{
  return read_usage (RUSAGE_SELF);
}

/**
 * telar_cpu_time_since:
 * @then: an earlier reading of a clock
 * @now: a later reading of the same clock
 *
 * Returns: what was used between the two readings; never negative, as the kernel may move some
 *   from user to system time between two readings
 */
TelarCpuTime
telar_cpu_time_since (TelarCpuTime then, TelarCpuTime now)
{
  gint64 sum_ns = MAX (now.user_ns + now.system_ns - then.user_ns - then.system_ns, 0);
  gint64 system_ns = CLAMP (now.system_ns - then.system_ns, 0, sum_ns);
  TelarCpuTime used = { sum_ns - system_ns, system_ns };

  return used;
}
