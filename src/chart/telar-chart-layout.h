/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-export.h"
#include "telar-chart-index.h"
#include "telar-chart-search.h"
#include "telar-display-list.h"

G_BEGIN_DECLS

/* What part of the chart is to be seen. */
typedef struct
{
  double width;    /* of the picture, in points */
  double height;   /* of the picture; 0 for as high as it needs to be */
  double scroll_y; /* how far the rows are scrolled up, in points */
  gint64 start_ns; /* of the plot's left edge */
  gint64 end_ns;   /* of the plot's right edge, later than @start_ns */
} TelarChartViewport;

typedef struct
{
  TelarChartRows rows;
  TelarChartColours colours;
  double pixel_ratio;  /* pixels per point, which edges are aligned to; 0 for 1 */
  gboolean is_picture; /* stands alone: with title, summary and a background, as in files */
  TelarChartParts hidden;
  double label_width; /* beside the rows; 0 for what they need */
  double rows_height; /* of all rows together at most, in a picture as high as it needs to be; 0 for
                         no bound */
  guint32 selected_task;          /* or TELAR_NO_TASK */
  guint32 hovered_task;           /* or TELAR_NO_TASK */
  const TelarChartSearch *search; /* what was not found is pale; NULL for no search */
  gboolean has_measure;           /* marks a stretch of time and says how long it is */
  gint64 measure_start_ns;
  gint64 measure_end_ns;
} TelarChartOptions;

/* Where things are, in points. */
typedef struct
{
  TelarChartViewport viewport;
  TelarChartRows rows;
  TelarChartColours colours;
  TelarChartParts hidden;
  double pixel_ratio;
  double scale; /* of the text */
  double margin;
  double label_width;
  double plot_x;
  double plot_width;
  double title_height;
  double axis_y; /* where the rows begin and the axis ends */
  double row_height;
  double loop_height; /* of the rows of event loops */
  guint n_rows;
  guint n_loop_rows;
  double content_height; /* of all rows */
  double rows_height;    /* of what is seen of them */
  double running_y;
  double running_height; /* 0 if there is none */
  double waiting_y;
  double waiting_height; /* 0 if there is none */
  double plot_end_y;     /* where the lines of the time end */
  double legend_y;
  double legend_height;
  double height; /* of the whole picture */
} TelarChartGeometry;

void telar_chart_geometry_init (TelarChartGeometry *geometry,
                                const TelarChartIndex *index,
                                const TelarChartViewport *viewport,
                                const TelarChartOptions *options,
                                TelarTextCache *texts);
double telar_chart_geometry_get_x (const TelarChartGeometry *geometry, gint64 time_ns);
gint64 telar_chart_geometry_get_time (const TelarChartGeometry *geometry, double x);
void telar_chart_geometry_get_row (const TelarChartGeometry *geometry,
                                   guint row,
                                   double *y,
                                   double *height);
gboolean telar_chart_geometry_find_row (const TelarChartGeometry *geometry, double y, guint *row);

double telar_chart_measure_labels (const TelarChartIndex *index,
                                   const TelarChartOptions *options,
                                   TelarTextCache *texts);
void telar_chart_layout (const TelarChartIndex *index,
                         const TelarChartGeometry *geometry,
                         const TelarChartOptions *options,
                         TelarTextCache *texts,
                         TelarDisplayList *list);

guint32 telar_chart_find_task_at (const TelarChartIndex *index,
                                  const TelarChartGeometry *geometry,
                                  double x,
                                  double y);

G_END_DECLS
