/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-export.h"
#include "telar-comparison-index.h"
#include "telar-display-list.h"

G_BEGIN_DECLS

/* Parts of a page that compares runs, from top to bottom. */
typedef enum
{
  TELAR_COMPARISON_TITLE = 1 << 0,
  TELAR_COMPARISON_CHARTS = 1 << 1, /* of one run of each series, on the same scale of time */
  TELAR_COMPARISON_TABLE = 1 << 2,
  TELAR_COMPARISON_BARS = 1 << 3,    /* wall times and processor times */
  TELAR_COMPARISON_SCALING = 1 << 4, /* speed-up by workers; nothing if there is none */
} TelarComparisonParts;

#define TELAR_COMPARISON_ALL ((TELAR_COMPARISON_SCALING << 1) - 1)

/* How runs are compared on a page. */
typedef struct
{
  double width;               /* of the page, in points */
  double pixel_ratio;         /* pixels per point, which edges are aligned to; 0 for 1 */
  TelarComparisonParts parts; /* that are laid out; 0 for all */
  TelarChartRows rows;        /* of the charts */
  TelarChartColours colours;  /* of the charts */
  TelarChartParts hidden;     /* of the charts */
  gboolean is_picture;        /* stands alone: with a background and headings, as in files */
} TelarComparisonOptions;

void telar_comparison_layout (const TelarComparisonIndex *index,
                              const TelarComparisonOptions *options,
                              TelarTextCache *texts,
                              TelarDisplayList *list);
guint telar_comparison_find_series_at (const TelarDisplayList *list, double x, double y);

G_END_DECLS
