/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a sample of finite values, none of them negative, is like. All in the unit of the values,
 * but for the counts and the coefficient; all 0 for an empty sample. */
typedef struct
{
  guint count;
  double minimum;
  double lower_quartile;
  double median;
  double upper_quartile;
  double maximum;
  double mean;
  double standard_deviation;       /* of the sample (n − 1); 0 for a single value */
  double coefficient_of_variation; /* standard deviation over mean; 0 if the mean is */
  guint n_outliers;
  gboolean first_is_slow; /* the first value is an outlier above the others */
  gboolean is_unsteady;   /* the values spread too far to be compared with others */
} TelarStatistics;

void telar_statistics_compute (TelarStatistics *statistics, const double *values, guint count);
double telar_statistics_get_percentile (const double *sorted, guint count, double percent);
void telar_statistics_sort (double *values, guint count);

G_END_DECLS
