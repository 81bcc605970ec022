/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "chart/telar-chart-export.h"

G_BEGIN_DECLS

/* Runs beside each other: their charts on the same time scale, a table of their figures, their
 * times as bars, and how they scale with the workers. Emits "opened" with the TelarRunRecord that
 * was clicked. */
#define TELAR_TYPE_COMPARISON_VIEW (telar_comparison_view_get_type ())
G_DECLARE_FINAL_TYPE (TelarComparisonView, telar_comparison_view, TELAR, COMPARISON_VIEW, GtkWidget)

void
telar_comparison_view_set_records (TelarComparisonView *self, GPtrArray *records, GPtrArray *names);
GPtrArray *telar_comparison_view_get_records (TelarComparisonView *self);
GPtrArray *telar_comparison_view_get_names (TelarComparisonView *self);
void telar_comparison_view_set_look (TelarComparisonView *self,
                                     TelarChartRows rows,
                                     TelarChartColours colours,
                                     TelarChartParts hidden);
char *telar_comparison_view_dup_title (TelarComparisonView *self);

G_END_DECLS
