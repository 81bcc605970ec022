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
  const guint *lane_rows; /* the row of each lane, where each has one */
  GArray *bars;           /* guint32: tasks whose bars have lines to others; or NULL */
  gboolean has_several;   /* tasks, outcomes or cores in one column */
  gboolean has_too_many;  /* dependencies to draw them all */
  double pixel;           /* size of a device pixel in points */

  /* Of the columns in which narrow bars are merged, from left to right; NULL before they are
   * needed. */
  gint64 *column_ends_ns; /* when the next one begins */
  guint *column_blocks;   /* the block of spans in which it does so, in the lane at hand */
} TelarLayout;

#define TELAR_BAR_RADIUS   4.0
#define TELAR_BAR_OVERHANG 3.0 /* what is seen beyond the plot of a bar that goes on there */

#define TELAR_AXIS_HEIGHT 30.0

/* In a file, more rows share lines. */
#define TELAR_MAX_PRINT_ROWS   3000
#define TELAR_MIN_PRINT_HEIGHT 3.0
#define TELAR_BAND_HEIGHT      3.0
#define TELAR_BANDS_HEIGHT     900.0

#define TELAR_PALE_ALPHA 0.22f

/* One row while it is laid out. */
typedef struct
{
  TelarLayout *layout;
  const TelarLaneIndex *lane;
  guint lane_number;
  gboolean is_loop;
  double y;
  double height;
  double cursor; /* what is left of it is drawn */
  double ns_per_point;
  double points_per_ns;

  TelarLaneCursor sums;
  guint n_columns; /* whose blocks are known */

  /* Merged columns that are alike so far. */
  double merged_x;
  double merged_end;
  TelarRole merged_role;
  guint merged_phase;
  guint merged_level;
  guint32 merged_task;
  gboolean merged_failed;
  gboolean merged_pale;
  gboolean follows_merged; /* the last that was drawn are merged columns */
} TelarLayoutRow;

/* One bar, and the part of it where a label has most room. */
typedef struct
{
  guint32 task;
  double x;
  double end;
  double widest_x;
  double widest_end;
  TelarRole widest_role;
} TelarLayoutBar;

/* Where the bar of a task is, in sight or not. */
typedef struct
{
  guint row;
  gint64 start_ns;
  gint64 end_ns;
  double x;
  double end;
  double y;
  double height;
} TelarLayoutPlace;

void telar_layout_row_init (TelarLayoutRow *row,
                            TelarLayout *layout,
                            guint lane,
                            double y,
                            double height);
guint telar_layout_get_phase (TelarRole role, const TelarSpan *span);
gboolean telar_layout_is_merged (const TelarLayoutRow *row, guint first, guint last);
gboolean telar_layout_find_bar (const TelarLayoutRow *row, guint span, guint *first, guint *last);
void telar_layout_find_column_blocks (TelarLayoutRow *row, guint first);
guint telar_layout_merge (TelarLayoutRow *row, guint from);
void telar_layout_flush_merged (TelarLayoutRow *row);
TelarRole
telar_layout_get_role (const TelarLayoutRow *row, guint from, guint to, const TelarPhase *phase);
void telar_layout_bar (TelarLayoutRow *row,
                       guint first,
                       guint last,
                       double room_end,
                       TelarLayoutBar *bar);
double telar_layout_status (TelarLayoutRow *row, const TelarLayoutBar *bar, TelarStatus status);
double telar_layout_label (TelarLayoutRow *row,
                           const TelarLayoutBar *bar,
                           double label_end,
                           double room_end);
void telar_layout_cancelled (TelarLayoutRow *row, const TelarLayoutBar *bar, double label_end);
void telar_layout_emphasis (TelarLayoutRow *row, const TelarLayoutBar *bar);
void telar_layout_time (const TelarLayoutRow *row,
                        const TelarLayoutBar *bar,
                        const char *text,
                        double label_end);

gboolean telar_layout_is_pale (const TelarLayout *layout, guint32 task);
void telar_layout_make_pale (TelarLayout *layout, guint first_mark);
gboolean telar_layout_place (const TelarLayout *layout, guint32 task, TelarLayoutPlace *place);
void telar_layout_get_bar (const TelarLayout *layout, guint row, double *y, double *height);
void telar_layout_get_rows (const TelarLayout *layout, guint *first, guint *end);
void telar_layout_clip (TelarLayout *layout);
void telar_layout_unclip (TelarLayout *layout);
void telar_layout_axis (TelarLayout *layout);
void telar_layout_rows (TelarLayout *layout);
void telar_layout_lane_bars (TelarLayout *layout, guint lane, double y, double height);
void telar_layout_task_bars (TelarLayout *layout, guint32 task, double y, double height);
void telar_layout_bands (TelarLayout *layout, guint first);
void telar_layout_dependencies (TelarLayout *layout, guint first_mark);
void telar_layout_emphasised_dependencies (TelarLayout *layout);
void telar_layout_critical_path (TelarLayout *layout);
gboolean telar_layout_has_critical_path (const TelarChartIndex *index,
                                         const TelarChartGeometry *geometry);
void telar_layout_strips (TelarLayout *layout);
void telar_layout_measure (TelarLayout *layout);
gboolean telar_layout_measure_find_length (const TelarLayout *layout, double *start, double *end);
double telar_layout_legend (const TelarChartIndex *index,
                            const TelarChartGeometry *geometry,
                            TelarTextCache *texts,
                            TelarDisplayList *list,
                            const TelarLayout *layout);
double telar_layout_title (const TelarChartIndex *index,
                           const TelarChartGeometry *geometry,
                           TelarTextCache *texts,
                           TelarChartParts hidden,
                           TelarDisplayList *list);

static inline guint
telar_layout_count_rows (const TelarChartIndex *index, TelarChartRows rows)
{
  return rows == TELAR_CHART_BY_TASK ? index->n_tasks : telar_chart_index_get_n_lanes (index);
}

static inline gboolean
telar_layout_has_bands (const TelarChartGeometry *geometry)
{
  return geometry->row_height < TELAR_MIN_PRINT_HEIGHT;
}

static inline double
telar_layout_get_x (const TelarLayoutRow *row, gint64 time_ns)
{
  const TelarChartGeometry *geometry = row->layout->geometry;

  return geometry->plot_x + (double) (time_ns - geometry->viewport.start_ns) * row->points_per_ns;
}

static inline double
telar_layout_get_nanoseconds (const TelarLayoutRow *row, double x)
{
  return (x - row->layout->geometry->plot_x) * row->ns_per_point;
}

static inline double
telar_layout_snap (const TelarLayout *layout, double x)
{
  return round (x / layout->pixel) * layout->pixel;
}

/* Of the ends of a bar. It grows with the bar up to its largest, so that neighbours of different
 * sizes look alike; what is smaller than some pixels stays sharp. */
static inline double
telar_layout_get_radius (const TelarLayoutRow *row, const TelarLayoutBar *bar)
{
  double side = MIN (bar->end - bar->x, row->height);

  return side >= 4 ? MIN (TELAR_BAR_RADIUS, side * 0.3) : 0;
}

static inline double
telar_layout_baseline (const TelarLayout *layout, TelarFont font, double centre_y)
{
  return round (centre_y + telar_text_cache_get_centre (layout->texts, font));
}

G_END_DECLS
