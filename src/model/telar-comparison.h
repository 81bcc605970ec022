/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-series-labels.h"

G_BEGIN_DECLS

/* Runs beside each other. */
typedef struct
{
  GPtrArray *series;        /* TelarSeries, in the order in which their first runs were given */
  guint n_plans;            /* different ones; series of different plans are not compared */
  guint n_runs;             /* given */
  TelarSeriesCommon common; /* what all series share, which their labels do not repeat */
} TelarComparison;

TelarComparison *telar_comparison_new (GPtrArray *records, const char *const *names);
void telar_comparison_free (TelarComparison *comparison);

const TelarSeries *telar_comparison_get (const TelarComparison *comparison, guint series);
guint telar_comparison_find_baseline (const TelarComparison *comparison, guint plan);
guint telar_comparison_find_fastest (const TelarComparison *comparison, guint plan);
gboolean telar_comparison_has_repeats (const TelarComparison *comparison);
char *telar_comparison_format_common (const TelarComparison *comparison);
double telar_comparison_get_speed_up (const TelarSeries *series,
                                      const TelarSeries *baseline,
                                      double *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarComparison, telar_comparison_free)

G_END_DECLS
