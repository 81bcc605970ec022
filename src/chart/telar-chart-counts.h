/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-index.h"

G_BEGIN_DECLS

/* How many tasks had begun, ended or become ready until an instant. Zero-initialised it is before
 * everything. */
typedef struct
{
  gint64 time_ns;
  guint n_starts;
  guint n_open_starts;
  guint n_ends;
  guint n_arrivals;
} TelarChartCounts;

void
telar_chart_counts_advance (TelarChartCounts *self, const TelarChartIndex *index, gint64 time_ns);
TelarChartCounts *
telar_chart_counts_new_series (const TelarChartIndex *index, const gint64 *times_ns, guint n_times);
guint telar_chart_counts_get_waiting (const TelarChartCounts *self, const TelarChartIndex *index);
guint telar_chart_counts_get_running (const TelarChartCounts *self, const TelarChartIndex *index);
guint telar_chart_counts_get_changes (const TelarChartCounts *self, const TelarChartCounts *later);
double telar_chart_counts_get_mean_running (const TelarChartCounts *self,
                                            const TelarChartCounts *later,
                                            const TelarChartIndex *index);

G_END_DECLS
