/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-time-axis.h"

#include <glib/gi18n-lib.h>

#define US     G_GINT64_CONSTANT (1000)
#define MS     G_GINT64_CONSTANT (1000000)
#define SECOND G_GINT64_CONSTANT (1000000000)
#define MINUTE (60 * SECOND)
#define HOUR   (60 * MINUTE)

/* From this time on, an axis counts in minutes. */
#define MINUTES_FROM (10 * MINUTE)

static gint64
next_step (gint64 step_ns)
{
  static const gint64 long_steps[] = {
    10 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE,      2 * MINUTE,
    5 * MINUTE,  10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR,
    2 * HOUR,    3 * HOUR,    6 * HOUR,    12 * HOUR,   24 * HOUR,
  };
  gint64 power = 1;

  if (step_ns >= 10 * SECOND && step_ns < 24 * HOUR)
    {
      for (guint i = 0; i < G_N_ELEMENTS (long_steps); i++)
        if (long_steps[i] > step_ns)
          return long_steps[i];
    }
  if (step_ns >= 24 * HOUR)
    return step_ns > G_MAXINT64 / 2 ? G_MAXINT64 : step_ns * 2;

  while (power * 10 <= step_ns)
    power *= 10;
  if (step_ns < 2 * power)
    return 2 * power;
  if (step_ns < 5 * power)
    return 5 * power;
  return 10 * power;
}

/**
 * telar_time_axis_init:
 * @axis: (out caller-allocates): an axis
 * @start_ns: the first instant that is seen, at least 0
 * @end_ns: the last instant that is seen, later than @start_ns
 * @max_ticks: how many ticks there is room for, at least 1
 *
 * Chooses the shortest step that gives no more than @max_ticks: 1, 2 or 5 times a power of ten up
 * to ten seconds, and what a clock counts in beyond.
 */
void
telar_time_axis_init (TelarTimeAxis *axis, gint64 start_ns, gint64 end_ns, guint max_ticks)
{
  gint64 step_ns = 1;

  g_return_if_fail (start_ns >= 0 && end_ns > start_ns);
  g_return_if_fail (max_ticks >= 1);

  while (end_ns / step_ns - (start_ns + step_ns - 1) / step_ns + 1 > max_ticks
         && step_ns < G_MAXINT64 / 4)
    step_ns = next_step (step_ns);

  axis->step_ns = step_ns;
  axis->first_ns = (start_ns + step_ns - 1) / step_ns * step_ns;
  axis->n_ticks = axis->first_ns > end_ns ? 0 : (guint) ((end_ns - axis->first_ns) / step_ns + 1);
}

static guint
count_decimals (gint64 step_ns, gint64 unit_ns)
{
  guint decimals = 0;

  while (step_ns % unit_ns != 0 && unit_ns > 1)
    {
      unit_ns /= 10;
      decimals++;
    }

  return decimals;
}

/**
 * telar_time_axis_format:
 * @axis: an axis
 * @end_ns: its last instant, which decides the unit
 * @time_ns: a tick of @axis
 *
 * Returns: (transfer full): the label of the tick, with its unit, in the user's language
 */
char *
telar_time_axis_format (const TelarTimeAxis *axis, gint64 end_ns, gint64 time_ns)
{
  if (end_ns >= MINUTES_FROM)
    {
      if (axis->step_ns % HOUR == 0)
        return g_strdup_printf (_ ("%d h"), (int) (time_ns / HOUR));
      if (axis->step_ns % MINUTE == 0 && end_ns < 2 * HOUR)
        return g_strdup_printf (_ ("%d min"), (int) (time_ns / MINUTE));
      if (end_ns < 2 * HOUR)
        return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d", time_ns / MINUTE,
                                (int) (time_ns % MINUTE / SECOND));
      return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", time_ns / HOUR,
                              (int) (time_ns % HOUR / MINUTE), (int) (time_ns % MINUTE / SECOND));
    }

  if (time_ns == 0 && end_ns > SECOND)
    return g_strdup (_ ("0 s"));
  if (end_ns > SECOND)
    return g_strdup_printf (_ ("%.*f s"), (int) count_decimals (axis->step_ns, SECOND),
                            (double) time_ns / SECOND);
  if (end_ns > MS)
    return g_strdup_printf (_ ("%.*f ms"), (int) count_decimals (axis->step_ns, MS),
                            (double) time_ns / MS);
  if (end_ns > US)
    return g_strdup_printf (_ ("%.*f µs"), (int) count_decimals (axis->step_ns, US),
                            (double) time_ns / US);

  return g_strdup_printf (_ ("%d ns"), (int) time_ns);
}

/**
 * telar_time_axis_round_up:
 * @ns: at least 0
 *
 * A live chart whose axis ends at round times grows in steps, and its labels stand still in
 * between.
 *
 * Returns: the next time that is 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten, at least 100 ms
 */
gint64
telar_time_axis_round_up (gint64 ns)
{
  static const gint64 tenths[] = { 10, 15, 20, 30, 40, 50, 60, 80 };

  for (gint64 power = 10 * MS;; power *= 10)
    {
      for (guint i = 0; i < G_N_ELEMENTS (tenths); i++)
        if (tenths[i] * power >= ns)
          return tenths[i] * power;
      if (power > G_MAXINT64 / 1000)
        return ns;
    }
}
