/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-index.h"
#include "telar-display-list.h"
#include "telar-time-window.h"

G_BEGIN_DECLS

/* The whole run in a small strip, and what part of it is seen in the chart. */
typedef struct
{
  double width;  /* in points */
  double height; /* in points */
  double end_ns; /* of the strip, which begins with the run */
} TelarMinimap;

/* The part of the strip that is seen in the chart, in points. */
typedef struct
{
  double x;
  double end;
} TelarMinimapLens;

double telar_minimap_get_time (const TelarMinimap *minimap, double x);
void telar_minimap_get_lens (const TelarMinimap *minimap,
                             const TelarTimeWindow *window,
                             TelarMinimapLens *lens);
void telar_minimap_layout (const TelarMinimap *minimap,
                           const TelarChartIndex *index,
                           TelarDisplayList *list);
void telar_minimap_layout_lens (const TelarMinimap *minimap,
                                const TelarMinimapLens *lens,
                                TelarDisplayList *list);

G_END_DECLS
