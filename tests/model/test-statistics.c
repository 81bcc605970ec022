/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <float.h>
#include <math.h>

#include "model/telar-amdahl.h"
#include "model/telar-difference.h"
#include "model/telar-statistics.h"

#define N_ROUNDS 2000

static void
assert_near (double actual, double expected)
{
  g_assert_cmpfloat_with_epsilon (actual, expected, 1e-9 * MAX (fabs (expected), 1));
}

/* Python 3.11: a = [2, 4, 4, 4, 5, 5, 7, 9]; mean (a), median (a), stdev (a),
 * quantiles (a, n=4, method='inclusive'), quantiles (a, n=100, method='inclusive')[89] */
static void
test_known_sample (void)
{
  const double values[] = { 9, 4, 5, 4, 2, 7, 5, 4 };
  const double sorted[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
  TelarStatistics statistics;

  telar_statistics_compute (&statistics, values, G_N_ELEMENTS (values));

  g_assert_cmpuint (statistics.count, ==, 8);
  assert_near (statistics.mean, 5);
  assert_near (statistics.median, 4.5);
  assert_near (statistics.standard_deviation, 2.138089935299395);
  assert_near (statistics.coefficient_of_variation, 2.138089935299395 / 5);
  assert_near (statistics.minimum, 2);
  assert_near (statistics.lower_quartile, 4);
  assert_near (statistics.upper_quartile, 5.5);
  assert_near (statistics.maximum, 9);
  assert_near (telar_statistics_get_percentile (sorted, 8, 90), 7.6);
  /* The fences are 4 − 2.25 and 5.5 + 2.25, so that 9 alone is beyond. */
  g_assert_cmpuint (statistics.n_outliers, ==, 1);
  g_assert_true (statistics.first_is_slow);
  g_assert_true (statistics.is_unsteady);
}

/* Python 3.11, as above, of [1.93, 1.95, 1.91, 1.99, 1.94, 2.9]. */
static void
test_slow_run_among_steady_ones (void)
{
  const double values[] = { 1.93, 1.95, 1.91, 1.99, 1.94, 2.9 };
  TelarStatistics statistics;

  telar_statistics_compute (&statistics, values, 6);
  assert_near (statistics.mean, 2.1033333333333335);
  assert_near (statistics.median, 1.945);
  assert_near (statistics.standard_deviation, 0.39118623015983917);
  assert_near (statistics.lower_quartile, 1.9325);
  assert_near (statistics.upper_quartile, 1.98);
  g_assert_cmpuint (statistics.n_outliers, ==, 1);
  g_assert_false (statistics.first_is_slow);
  g_assert_true (statistics.is_unsteady);

  /* Without it, the quartiles are 1.93 and 1.95 and the upper fence 1.98: an outlier may lie so
   * near that the times are steady all the same. */
  telar_statistics_compute (&statistics, values, 5);
  g_assert_cmpuint (statistics.n_outliers, ==, 1);
  g_assert_false (statistics.is_unsteady);
}

/* Each of the two rules is seen alone, a little below its bound and a little above it. */
static void
test_bounds_of_unsteadiness (void)
{
  double values[100];
  TelarStatistics statistics;

  for (guint i = 0; i < 100; i++)
    values[i] = i % 2 == 0 ? 0.902 : 1.098;
  telar_statistics_compute (&statistics, values, 100);
  g_assert_cmpfloat (statistics.coefficient_of_variation, <, 0.1);
  g_assert_false (statistics.is_unsteady);

  for (guint i = 0; i < 100; i++)
    values[i] = i % 2 == 0 ? 0.899 : 1.101;
  telar_statistics_compute (&statistics, values, 100);
  g_assert_cmpfloat (statistics.coefficient_of_variation, >, 0.1);
  g_assert_true (statistics.is_unsteady);

  for (guint i = 0; i < 100; i++)
    values[i] = i == 50 ? 1.55 : 1;
  telar_statistics_compute (&statistics, values, 100);
  g_assert_cmpfloat (statistics.coefficient_of_variation, <, 0.1);
  g_assert_true (statistics.is_unsteady);

  values[50] = 1.45;
  telar_statistics_compute (&statistics, values, 100);
  g_assert_false (statistics.is_unsteady);
}

static void
test_extreme_samples (void)
{
  const double one[] = { 7 }, zeros[] = { 0, 0, 0 }, tenths[] = { 0.1, 0.1, 0.1 };
  const double huge[] = { DBL_MAX, DBL_MAX / 2, 0 };
  const double tiny[] = { DBL_TRUE_MIN, DBL_TRUE_MIN };
  TelarStatistics statistics;

  telar_statistics_compute (&statistics, NULL, 0);
  g_assert_cmpuint (statistics.count, ==, 0);
  g_assert_cmpfloat (statistics.mean, ==, 0);
  g_assert_cmpfloat (telar_statistics_get_percentile (NULL, 0, 50), ==, 0);

  telar_statistics_compute (&statistics, one, 1);
  g_assert_cmpfloat (statistics.median, ==, 7);
  g_assert_cmpfloat (statistics.mean, ==, 7);
  g_assert_cmpfloat (statistics.standard_deviation, ==, 0);
  g_assert_false (statistics.is_unsteady);

  telar_statistics_compute (&statistics, zeros, 3);
  g_assert_cmpfloat (statistics.coefficient_of_variation, ==, 0);
  g_assert_false (statistics.is_unsteady);

  telar_statistics_compute (&statistics, tenths, 3);
  g_assert_cmpfloat (statistics.mean, ==, 0.1);
  g_assert_cmpfloat (statistics.standard_deviation, ==, 0);
  g_assert_cmpuint (statistics.n_outliers, ==, 0);

  telar_statistics_compute (&statistics, huge, 3);
  assert_near (statistics.mean / DBL_MAX, 0.5);
  assert_near (statistics.standard_deviation / DBL_MAX, 0.5);
  g_assert_true (statistics.is_unsteady);

  telar_statistics_compute (&statistics, tiny, 2);
  g_assert_cmpfloat (statistics.mean, ==, DBL_TRUE_MIN);
}

static void
test_any_sample_is_in_order (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      guint count = (guint) g_test_rand_int_range (1, 50);
      double limit = pow (10, g_test_rand_double_range (-12, 12));
      g_autofree double *values = g_new (double, count);
      TelarStatistics statistics;
      double sum = 0, squares = 0, previous = 0;

      for (guint i = 0; i < count; i++)
        sum += values[i] = g_test_rand_double_range (0, limit);
      for (guint i = 0; i < count; i++)
        squares += (values[i] - sum / count) * (values[i] - sum / count);

      telar_statistics_compute (&statistics, values, count);
      g_assert_cmpfloat (statistics.minimum, <=, statistics.lower_quartile);
      g_assert_cmpfloat (statistics.lower_quartile, <=, statistics.median);
      g_assert_cmpfloat (statistics.median, <=, statistics.upper_quartile);
      g_assert_cmpfloat (statistics.upper_quartile, <=, statistics.maximum);
      assert_near (statistics.mean / limit, sum / count / limit);
      assert_near (statistics.standard_deviation / limit,
                   count > 1 ? sqrt (squares / (count - 1)) / limit : 0);
      if (count < 4)
        g_assert_cmpuint (statistics.n_outliers, ==, 0);

      telar_statistics_sort (values, count);
      for (double percent = 0; percent <= 100; percent += 2.5)
        {
          double value = telar_statistics_get_percentile (values, count, percent);

          g_assert_cmpfloat (value, >=, previous);
          g_assert_cmpfloat (value, <=, statistics.maximum);
          previous = value;
        }
      assert_near (telar_statistics_get_percentile (values, count, 50), statistics.median);
    }
}

static void
compare (const double *a, guint n_a, const double *b, guint n_b, TelarDifference *difference)
{
  TelarStatistics first, second;

  telar_statistics_compute (&first, a, n_a);
  telar_statistics_compute (&second, b, n_b);
  telar_difference_compute (difference, &first, &second);
}

/* t and degrees of freedom by Welch's and Satterthwaite's formulas in Python; probabilities by
 * integrating the density of Student's distribution with Simpson's rule in 400,000 steps. */
static void
test_difference_against_spread (void)
{
  const double a[] = { 27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1,
                       21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4 };
  const double b[] = { 27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0,
                       24.8, 20.2, 21.9, 22.1, 22.9, 30.1, 24.4 };
  const double c[] = { 1.0, 1.1, 0.9 }, d[] = { 1.05, 1.2, 1.0, 1.1 };
  const double e[] = { 1, 2 }, f[] = { 1.5, 9 };
  TelarDifference difference;

  compare (a, 15, b, 15, &difference);
  assert_near (difference.t, 2.8631696181530297);
  assert_near (difference.freedom, 27.76675916820589);
  assert_near (difference.probability, 0.007892609193624445);
  g_assert_cmpint (difference.kind, ==, TELAR_DIFFERENCE_HIGHER);

  compare (b, 15, a, 15, &difference);
  assert_near (difference.t, -2.8631696181530297);
  assert_near (difference.probability, 0.007892609193624445);
  g_assert_cmpint (difference.kind, ==, TELAR_DIFFERENCE_LOWER);

  compare (c, 3, d, 4, &difference);
  assert_near (difference.t, 1.2185435916898835);
  assert_near (difference.freedom, 3.9900936355000653);
  assert_near (difference.probability, 0.2901232235751575);
  g_assert_cmpint (difference.kind, ==, TELAR_DIFFERENCE_NONE);

  compare (e, 2, f, 2, &difference);
  assert_near (difference.t, 0.9912279006826347);
  assert_near (difference.freedom, 1.0355443217945932);
  assert_near (difference.probability, 0.49824742120653154);
}

static void
test_difference_of_extreme_samples (void)
{
  const double one[] = { 1, 1 }, two[] = { 2, 2 }, zeros[] = { 0, 0 };
  const double huge[] = { DBL_MAX, DBL_MAX / 2 };
  TelarDifference difference;

  compare (one, 1, two, 2, &difference);
  g_assert_cmpint (difference.kind, ==, TELAR_DIFFERENCE_UNKNOWN);
  compare (NULL, 0, NULL, 0, &difference);
  g_assert_cmpint (difference.kind, ==, TELAR_DIFFERENCE_UNKNOWN);

  compare (one, 2, two, 2, &difference);
  g_assert_cmpint (difference.kind, ==, TELAR_DIFFERENCE_HIGHER);
  g_assert_cmpfloat (difference.probability, ==, 0);
  compare (one, 2, one, 2, &difference);
  g_assert_cmpint (difference.kind, ==, TELAR_DIFFERENCE_NONE);
  compare (zeros, 2, zeros, 2, &difference);
  g_assert_cmpint (difference.kind, ==, TELAR_DIFFERENCE_NONE);

  compare (huge, 2, one, 2, &difference);
  g_assert_true (isfinite (difference.t));
  g_assert_cmpint (difference.kind, ==, TELAR_DIFFERENCE_NONE);
}

/* With infinitely many degrees Student's distribution would be the normal one, with one it is
 * Cauchy's: in between, probabilities are between those of the two. */
static void
test_any_probability_is_between_known_ones (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      double a[20], b[20];
      guint n_a = (guint) g_test_rand_int_range (2, 20),
            n_b = (guint) g_test_rand_int_range (2, 20);
      TelarDifference difference;

      for (guint i = 0; i < 20; i++)
        {
          a[i] = g_test_rand_double_range (1, 2);
          b[i] = g_test_rand_double_range (1, 3);
        }
      compare (a, n_a, b, n_b, &difference);
      g_assert_cmpfloat (difference.freedom, >=, MIN (n_a, n_b) - 1 - 1e-9);
      g_assert_cmpfloat (difference.freedom, <=, n_a + n_b - 2 + 1e-9);
      g_assert_cmpfloat (difference.probability, >=, erfc (fabs (difference.t) / G_SQRT2) - 1e-12);
      g_assert_cmpfloat (difference.probability, <=,
                         1 - 2 * atan (fabs (difference.t)) / G_PI + 1e-12);
    }
}

/* By hand: a tenth serial gives 1 / (0.1 + 0.9 / 2) = 1.8182, 1 / (0.1 + 0.9 / 10) = 5.2632. */
static void
test_amdahl_by_hand (void)
{
  const TelarScalingPoint points[] = { { 1, 1 }, { 2, 1 / 0.55 }, { 10, 1 / 0.19 } };
  /* Twice as fast with 4 workers: e = (1/2 − 1/4) / (1 − 1/4) = 1/3; no faster at all: 1. */
  const TelarScalingPoint two[] = { { 4, 2 }, { 2, 1 } };
  TelarAmdahl amdahl;

  telar_amdahl_fit (&amdahl, points, 3);
  g_assert_true (amdahl.is_known);
  g_assert_cmpuint (amdahl.n_points, ==, 2);
  assert_near (amdahl.serial_share, 0.1);
  assert_near (amdahl.residual, 0);
  assert_near (telar_amdahl_get_limit (0.1), 10);
  g_assert_true (isinf (telar_amdahl_get_limit (0)));
  assert_near (telar_amdahl_get_speed_up (0.1, 10), 1 / 0.19);

  assert_near (telar_amdahl_get_karp_flatt (&two[0]), 1.0 / 3);
  assert_near (telar_amdahl_get_karp_flatt (&two[1]), 1);
  telar_amdahl_fit (&amdahl, two, 1);
  assert_near (amdahl.serial_share, 1.0 / 3);

  /* x = 3/4, 1/2 and y = 1/4, 1/2: f = (3/16 + 1/4) / (9/16 + 1/4) = 7/13; what is left of 1 / S
   * is 1/4 − 21/52 = −2/13 and 1/2 − 7/26 = 3/13, whose root mean square is √(13/2) / 13. */
  telar_amdahl_fit (&amdahl, two, 2);
  assert_near (amdahl.serial_share, 7.0 / 13);
  assert_near (amdahl.residual, sqrt (6.5) / 13);
}

static void
test_amdahl_of_extreme_points (void)
{
  const TelarScalingPoint nothing[]
      = { { 1, 1 }, { 0, 3 }, { 4, 0 }, { 4, -1 }, { 8, DBL_TRUE_MIN } };
  const TelarScalingPoint beyond[] = { { 2, 2.5 }, { 4, 6 } },
                          slower[] = { { 2, 0.5 }, { 4, 0.1 } };
  TelarAmdahl amdahl;

  telar_amdahl_fit (&amdahl, NULL, 0);
  g_assert_false (amdahl.is_known);
  telar_amdahl_fit (&amdahl, nothing, G_N_ELEMENTS (nothing));
  g_assert_false (amdahl.is_known);
  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    g_assert_true (isnan (telar_amdahl_get_karp_flatt (&nothing[i])));

  telar_amdahl_fit (&amdahl, beyond, 2);
  g_assert_cmpfloat (amdahl.serial_share, ==, 0);
  g_assert_cmpfloat (amdahl.residual, >, 0);
  g_assert_cmpfloat (telar_amdahl_get_karp_flatt (&beyond[0]), <, 0);
  telar_amdahl_fit (&amdahl, slower, 2);
  g_assert_cmpfloat (amdahl.serial_share, ==, 1);
  assert_near (telar_amdahl_get_speed_up (1, 1000), 1);
  assert_near (telar_amdahl_get_speed_up (0, G_MAXUINT), G_MAXUINT);
}

static double
sum_squares (const TelarScalingPoint *points, guint n, double share)
{
  double sum = 0;

  for (guint i = 0; i < n; i++)
    sum += pow (1 / points[i].speed_up - 1 / telar_amdahl_get_speed_up (share, points[i].workers),
                2);

  return sum;
}

static void
test_any_share_is_found_again (void)
{
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      TelarScalingPoint points[8];
      guint n = (guint) g_test_rand_int_range (1, 9);
      double share = g_test_rand_double_range (0, 1), best;
      TelarAmdahl amdahl;

      for (guint i = 0; i < n; i++)
        {
          points[i].workers = (guint) g_test_rand_int_range (2, 1000);
          points[i].speed_up = telar_amdahl_get_speed_up (share, points[i].workers);
          assert_near (telar_amdahl_get_karp_flatt (&points[i]), share);
        }
      telar_amdahl_fit (&amdahl, points, n);
      assert_near (amdahl.serial_share, share);
      g_assert_cmpfloat (amdahl.residual, <, 1e-9);

      /* With noise, no other share fits better. */
      for (guint i = 0; i < n; i++)
        points[i].speed_up *= g_test_rand_double_range (0.5, 2);
      telar_amdahl_fit (&amdahl, points, n);
      best = sum_squares (points, n, amdahl.serial_share);
      assert_near (amdahl.residual, sqrt (best / n));
      for (guint i = 0; i <= 100; i++)
        g_assert_cmpfloat (sum_squares (points, n, i / 100.0), >=, best - 1e-12);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/statistics/known-sample", test_known_sample);
  g_test_add_func ("/statistics/slow-run-among-steady-ones", test_slow_run_among_steady_ones);
  g_test_add_func ("/statistics/bounds-of-unsteadiness", test_bounds_of_unsteadiness);
  g_test_add_func ("/statistics/extreme-samples", test_extreme_samples);
  g_test_add_func ("/statistics/any-sample-is-in-order", test_any_sample_is_in_order);
  g_test_add_func ("/difference/against-spread", test_difference_against_spread);
  g_test_add_func ("/difference/of-extreme-samples", test_difference_of_extreme_samples);
  g_test_add_func ("/difference/any-probability-is-between-known-ones",
                   test_any_probability_is_between_known_ones);
  g_test_add_func ("/amdahl/by-hand", test_amdahl_by_hand);
  g_test_add_func ("/amdahl/of-extreme-points", test_amdahl_of_extreme_points);
  g_test_add_func ("/amdahl/any-share-is-found-again", test_any_share_is_found_again);

  return g_test_run ();
}
