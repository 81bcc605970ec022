/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-export.h"
#include "telar-chart-index.h"

G_BEGIN_DECLS

typedef enum
{
  TELAR_WALK_LEFT,
  TELAR_WALK_RIGHT,
  TELAR_WALK_UP,
  TELAR_WALK_DOWN,
  TELAR_WALK_NEXT,     /* along the row, then from the beginning of the next */
  TELAR_WALK_PREVIOUS, /* back again */
} TelarWalk;

guint32 telar_chart_walk (const TelarChartIndex *index,
                          TelarChartRows rows,
                          guint32 task,
                          TelarWalk direction);
gboolean telar_chart_find_row_of_task (const TelarChartIndex *index,
                                       TelarChartRows rows,
                                       guint32 task,
                                       guint *row);

G_END_DECLS
