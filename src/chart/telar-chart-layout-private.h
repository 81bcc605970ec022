/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <math.h>

#include "telar-chart-layout.h"

G_BEGIN_DECLS

/* What the parts of a layout share while it is made. */
typedef struct
{
  const TelarChartIndex *index;
  const TelarChartGeometry *geometry;
  const TelarChartOptions *options;
  TelarTextCache *texts;
  TelarDisplayList *list;
  GString *label;
  guint n_labels;
  double pixel; /* size of a device pixel in points */
} TelarLayout;

void telar_layout_rows (TelarLayout *layout);
void telar_layout_lane_bars (TelarLayout *layout, guint lane, double y, double height);
void telar_layout_task_bars (TelarLayout *layout, guint32 task, double y, double height);
void telar_layout_waiting (TelarLayout *layout);
double telar_layout_legend (const TelarChartIndex *index,
                            const TelarChartGeometry *geometry,
                            TelarTextCache *texts,
                            TelarDisplayList *list);
void telar_layout_title (TelarLayout *layout);

static inline double
telar_layout_snap (const TelarLayout *layout, double x)
{
  return round (x / layout->pixel) * layout->pixel;
}

static inline double
telar_layout_baseline (const TelarLayout *layout, TelarFont font, double centre_y)
{
  return round (centre_y + telar_text_cache_get_centre (layout->texts, font));
}

G_END_DECLS
