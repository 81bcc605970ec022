/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-scaling.h"
#include "telar-chart-index.h"

G_BEGIN_DECLS

/* A comparison as its pictures need it. For one thread. */
typedef struct
{
  const TelarComparison *comparison; /* not owned */
  GPtrArray *charts;                 /* TelarChartIndex: of the typical run of each series */
  GPtrArray *scalings;               /* TelarScaling */
  gint64 longest_ns;                 /* of the runs that the charts show, at least 1 µs */
} TelarComparisonIndex;

TelarComparisonIndex *telar_comparison_index_new (const TelarComparison *comparison);
void telar_comparison_index_free (TelarComparisonIndex *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarComparisonIndex, telar_comparison_index_free)

G_END_DECLS
