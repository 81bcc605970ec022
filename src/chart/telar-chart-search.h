/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-index.h"

G_BEGIN_DECLS

/* Which tasks of a run were found; the others are drawn pale. For one thread. */
typedef struct
{
  guint8 *found; /* for each task: 1 if it was found */
  guint n_tasks;
  GPtrArray *lanes; /* GArray of guint32 for each lane: how many spans before this one were found */
} TelarChartSearch;

TelarChartSearch *telar_chart_search_new (guint n_tasks);
void telar_chart_search_free (TelarChartSearch *self);
void telar_chart_search_add (TelarChartSearch *self, guint32 task);
void telar_chart_search_update (TelarChartSearch *self, const TelarChartIndex *index);
gboolean telar_chart_search_has_task (const TelarChartSearch *self, guint32 task);
gboolean
telar_chart_search_has_spans (const TelarChartSearch *self, guint lane, guint from, guint to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarChartSearch, telar_chart_search_free)

G_END_DECLS
