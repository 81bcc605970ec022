/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-statistics.h"

#include <math.h>

/* Beyond these the benchmarking tool pyperf, too, calls a result unstable ("pyperf check"): a
 * standard deviation of a tenth of the mean, or an extreme that is half the mean away from it. */
#define UNSTEADY_DEVIATION 0.1
#define UNSTEADY_EXTREME   0.5

/* Tukey's fences stand so many times the distance of the quartiles beyond them. */
#define FENCE_DISTANCE 1.5

static int
compare_doubles (const void *a, const void *b)
{
  double first = *(const double *) a;
  double second = *(const double *) b;

  return (first > second) - (first < second);
}

/**
 * telar_statistics_sort:
 * @values: (array length=count): finite values
 * @count: how many
 *
 * Sorts the values from the lowest to the highest, in place.
 */
void
telar_statistics_sort (double *values, guint count)
{
  if (count > 1)
    qsort (values, count, sizeof *values, compare_doubles);
}

/**
 * telar_statistics_get_percentile:
 * @sorted: (array length=count): finite values from the lowest to the highest
 * @count: how many
 * @percent: from 0, which gives the minimum, to 100, which gives the maximum
 *
 * Percentiles are those of definition 7 of R. J. Hyndman and Y. Fan, “Sample Quantiles in
 * Statistical Packages” (The American Statistician 50, 1996), which R, NumPy and the inclusive
 * method of Python's statistics.quantiles() have too: linear between the values at
 * (n − 1) × percent / 100, counted from 0.
 *
 * Returns: the percentile, in the unit of the values; 0 of an empty sample
 */
double
telar_statistics_get_percentile (const double *sorted, guint count, double percent)
{
  double position, part;
  guint index;

  if (count == 0)
    return 0;

  position = CLAMP (percent, 0, 100) / 100 * (count - 1);
  index = (guint) position;
  if (index + 1 >= count)
    return sorted[count - 1];

  part = position - index;

  return sorted[index] + part * (sorted[index + 1] - sorted[index]);
}

/* Welford's way (Technometrics 4, 1962), which does not subtract large sums from each other. The
 * values are taken as parts of the maximum, so that the square of a huge one is still a number. */
static void
compute_moments (TelarStatistics *statistics, const double *values, guint count)
{
  double scale = statistics->maximum > 0 ? statistics->maximum : 1;
  double mean = 0, squares = 0;

  for (guint i = 0; i < count; i++)
    {
      double value = values[i] / scale;
      double before = value - mean;

      mean += before / (i + 1.0);
      squares += before * (value - mean);
    }

  /* Rounding must not put the mean of equal values beside them. */
  statistics->mean = CLAMP (mean * scale, statistics->minimum, statistics->maximum);
  if (count > 1 && statistics->minimum < statistics->maximum)
    statistics->standard_deviation = sqrt (squares / (count - 1.0)) * scale;
  if (statistics->mean > 0)
    statistics->coefficient_of_variation = statistics->standard_deviation / statistics->mean;
}

static void
find_outliers (TelarStatistics *statistics, const double *values, guint count)
{
  double distance = FENCE_DISTANCE * (statistics->upper_quartile - statistics->lower_quartile);

  for (guint i = 0; i < count; i++)
    {
      gboolean is_above = values[i] > statistics->upper_quartile + distance;

      if (is_above || values[i] < statistics->lower_quartile - distance)
        statistics->n_outliers++;
      if (i == 0)
        statistics->first_is_slow = is_above;
    }
}

/**
 * telar_statistics_compute:
 * @statistics: (out caller-allocates): what the sample is like
 * @values: (array length=count) (nullable): finite values that are not negative, in the order in
 *   which they were measured
 * @count: how many
 *
 * Outliers are values beyond Tukey's fences, one and a half times the distance of the quartiles
 * below the lower or above the upper one (J. W. Tukey, “Exploratory Data Analysis”, 1977); fewer
 * than four values cannot have any. The values are unsteady if their standard deviation is a
 * tenth of their mean or more, or if the minimum or the maximum is half the mean or more away from
 * it: that is the rule of “pyperf check”.
 */
void
telar_statistics_compute (TelarStatistics *statistics, const double *values, guint count)
{
  g_autofree double *sorted = NULL;
  double away;

  *statistics = (TelarStatistics){ .count = count };
  if (count == 0)
    return;

  sorted = g_memdup2 (values, sizeof *values * count);
  telar_statistics_sort (sorted, count);
  statistics->minimum = sorted[0];
  statistics->lower_quartile = telar_statistics_get_percentile (sorted, count, 25);
  statistics->median = telar_statistics_get_percentile (sorted, count, 50);
  statistics->upper_quartile = telar_statistics_get_percentile (sorted, count, 75);
  statistics->maximum = sorted[count - 1];
  compute_moments (statistics, values, count);
  find_outliers (statistics, values, count);

  away = MAX (statistics->maximum - statistics->mean, statistics->mean - statistics->minimum);
  statistics->is_unsteady = statistics->mean > 0
                            && (statistics->coefficient_of_variation >= UNSTEADY_DEVIATION
                                || away >= UNSTEADY_EXTREME * statistics->mean);
}
