/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-difference.h"

#include <math.h>

/* A difference is told from chance if chance makes one like it in fewer than one case of twenty. */
#define MAX_PROBABILITY 0.05

#define MAX_STEPS 500
#define PRECISION 1e-14
#define TINY      1e-300

static double
keep_from_zero (double value)
{
  return fabs (value) < TINY ? TINY : value;
}

/* The continued fraction of the incomplete beta function (NIST Digital Library of Mathematical
 * Functions, 8.17.22), evaluated from the front by the modified method of Lentz (Thompson and
 * Barnett, Journal of Computational Physics 64, 1986). */
static double
evaluate_fraction (double x, double a, double b)
{
  double c = 1, d = 1 / keep_from_zero (1 - (a + b) * x / (a + 1));
  double value = d;

  for (guint m = 1; m <= MAX_STEPS; m++)
    {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));

      d = 1 / keep_from_zero (1 + even * d);
      c = keep_from_zero (1 + even / c);
      value *= d * c;
      d = 1 / keep_from_zero (1 + odd * d);
      c = keep_from_zero (1 + odd / c);
      value *= d * c;
      if (fabs (d * c - 1) < PRECISION)
        break;
    }

  return value;
}

/* The regularised incomplete beta function of x from 0 to 1. */
static double
incomplete_beta (double x, double a, double b)
{
  double factor;

  if (x <= 0 || x >= 1)
    return x <= 0 ? 0 : 1;

  factor = exp (lgamma (a + b) - lgamma (a) - lgamma (b) + a * log (x) + b * log1p (-x));

  /* The fraction converges fast on this side only; the other is its mirror image. */
  if (x <= (a + 1) / (a + b + 2))
    return factor * evaluate_fraction (x, a, b) / a;

  return 1 - factor * evaluate_fraction (1 - x, b, a) / b;
}

/**
 * telar_difference_compute:
 * @difference: (out caller-allocates): how @second differs from @first
 * @first: what a sample is like
 * @second: what another one is like, in the same unit
 *
 * Tells whether two samples differ by more than their spread explains, with the t test of
 * B. L. Welch (Biometrika 34, 1947), which lets each sample have a spread of its own. Its degrees
 * of freedom are those of F. E. Satterthwaite (Biometrics Bulletin 2, 1946). The test has two
 * sides and a level of 5 %.
 */
void
telar_difference_compute (TelarDifference *difference,
                          const TelarStatistics *first,
                          const TelarStatistics *second)
{
  double scale = MAX (first->maximum, second->maximum);
  double distance, first_part, second_part, parts;

  *difference = (TelarDifference){ .kind = TELAR_DIFFERENCE_UNKNOWN, .probability = 1 };
  if (first->count < 2 || second->count < 2)
    return;

  /* As parts of the maximum, so that no square leaves the range of numbers. */
  scale = scale > 0 ? scale : 1;
  distance = second->mean / scale - first->mean / scale;
  first_part = pow (first->standard_deviation / scale, 2) / first->count;
  second_part = pow (second->standard_deviation / scale, 2) / second->count;
  parts = first_part + second_part;

  if (parts > 0)
    {
      /* Shares rather than squares of the parts, which may be too small for a number. */
      double share = first_part / parts;

      difference->t = distance / sqrt (parts);
      difference->freedom = 1
                            / (share * share / (first->count - 1.0)
                               + (1 - share) * (1 - share) / (second->count - 1.0));
      difference->probability = incomplete_beta (
          difference->freedom / (difference->freedom + difference->t * difference->t),
          difference->freedom / 2, 0.5);
    }
  else if (distance < 0 || distance > 0)
    {
      difference->t = distance < 0 ? -INFINITY : INFINITY;
      difference->probability = 0;
    }

  if (difference->probability >= MAX_PROBABILITY)
    difference->kind = TELAR_DIFFERENCE_NONE;
  else
    difference->kind = distance < 0 ? TELAR_DIFFERENCE_LOWER : TELAR_DIFFERENCE_HIGHER;
}
