/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-amdahl.h"

#include <math.h>

static gboolean
tells_something (const TelarScalingPoint *point)
{
  return point->workers > 1 && point->speed_up > 0 && isfinite (1 / point->speed_up);
}

/**
 * telar_amdahl_fit:
 * @amdahl: (out caller-allocates): the fit
 * @points: (array length=n_points) (nullable): the speed-up with each number of workers
 * @n_points: how many
 *
 * Finds the share f of the work that is serial, so that S(n) = 1 / (f + (1 − f) / n) fits best
 * (G. M. Amdahl, “Validity of the single processor approach to achieving large scale computing
 * capabilities”, AFIPS 1967).
 *
 * Best is the least sum of squares of the differences of 1 / S, which is the time as a part of
 * that of one worker. In that form the law is a straight line through the origin,
 * 1 / S − 1 / n = f (1 − 1 / n), whose slope has one closed solution; as the sum is a parabola in
 * f, the best f from 0 to 1 is that slope, clamped. Points with one worker say nothing about f and
 * are left out, as are those whose speed-up is not above 0. Speed-ups beyond the number of workers
 * pull f down, to 0 at the least, and are seen in the residual.
 */
void
telar_amdahl_fit (TelarAmdahl *amdahl, const TelarScalingPoint *points, guint n_points)
{
  double products = 0, squares = 0, left = 0;

  *amdahl = (TelarAmdahl){ 0 };
  for (guint i = 0; i < n_points; i++)
    {
      double x = 1 - 1.0 / MAX (points[i].workers, 1);

      if (!tells_something (&points[i]))
        continue;

      products += x * (1 / points[i].speed_up - 1.0 / points[i].workers);
      squares += x * x;
      amdahl->n_points++;
    }
  if (amdahl->n_points == 0)
    return;

  amdahl->is_known = TRUE;
  amdahl->serial_share = CLAMP (products / squares, 0, 1);
  for (guint i = 0; i < n_points; i++)
    if (tells_something (&points[i]))
      {
        double fitted = telar_amdahl_get_speed_up (amdahl->serial_share, points[i].workers);

        left = hypot (left, 1 / points[i].speed_up - 1 / fitted);
      }
  amdahl->residual = left / sqrt (amdahl->n_points);
}

/**
 * telar_amdahl_get_speed_up:
 * @serial_share: from 0 to 1
 * @workers: at least 1
 *
 * Returns: the speed-up that Amdahl's law gives so many workers: from 1 to @workers
 */
double
telar_amdahl_get_speed_up (double serial_share, guint workers)
{
  return 1 / (serial_share + (1 - serial_share) / MAX (workers, 1));
}

/**
 * telar_amdahl_get_limit:
 * @serial_share: from 0 to 1
 *
 * Returns: the speed-up that no number of workers exceeds; infinite if nothing is serial
 */
double
telar_amdahl_get_limit (double serial_share)
{
  return serial_share > 0 ? 1 / serial_share : INFINITY;
}

/**
 * telar_amdahl_get_karp_flatt:
 * @point: the speed-up with some number of workers
 *
 * The serial share as this one point shows it (A. H. Karp and H. P. Flatt, “Measuring parallel
 * processor performance”, Communications of the ACM 33, 1990). If it grows with the number of
 * workers, what holds them up is not serial work but the cost of having them.
 *
 * Returns: (1 / S − 1 / n) / (1 − 1 / n): negative for a speed-up beyond the number of workers,
 *   above 1 for a slow-down; NaN where one worker or no speed-up leaves it undefined
 */
double
telar_amdahl_get_karp_flatt (const TelarScalingPoint *point)
{
  if (!tells_something (point))
    return NAN;

  return (1 / point->speed_up - 1.0 / point->workers) / (1 - 1.0 / point->workers);
}
