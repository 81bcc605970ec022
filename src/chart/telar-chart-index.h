/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"
#include "telar-chart-graph.h"
#include "telar-instants.h"
#include "telar-lane-index.h"

G_BEGIN_DECLS

/* Where the spans of a task are: in one lane, one after another. */
typedef struct
{
  guint32 lane; /* G_MAXUINT32 if it has none yet */
  guint32 first;
  guint32 last; /* inclusive */
} TelarTaskSpans;

/* A run as the chart needs it. It follows the run: each update takes in what is new. For one
 * thread, while others write the trace. */
typedef struct
{
  TelarRunRecord *record;
  GArray *lanes;      /* TelarLaneIndex */
  GArray *lane_order; /* guint: lanes from top to bottom, event loops first */
  guint n_loop_lanes;
  TelarTaskSpans *tasks; /* of the published spans */
  guint8 *hues;          /* of the tasks; G_MAXUINT8 for those that have not begun */
  guint n_tasks;
  TelarInstants starts;      /* when tasks began */
  TelarInstants open_starts; /* the same for those of which no span is published */
  TelarInstants ends;        /* when tasks ended */
  TelarInstants arrivals;    /* when tasks became ready later than at the start */
  TelarChartGraph *graph;    /* NULL without dependencies */
  GArray *blocked; /* guint32: tasks with dependencies that were not ready when last seen */
  guint n_ready_at_start;
  guint n_finished; /* taken in */
  guint n_succeeded;
  guint n_failed;
  guint n_cancelled;
  guint n_open;  /* tasks with a span that has not ended */
  guint phases;  /* a bit for each that occurs */
  GArray *cores; /* gint16: those that tasks ran on, in order; -1 for one that is not known */
  gint64 now_ns;
  gint64 end_ns; /* of all that happened; when the run has ended, of the run */
  gboolean has_ended;
} TelarChartIndex;

TelarChartIndex *telar_chart_index_new (TelarRunRecord *record);
void telar_chart_index_free (TelarChartIndex *self);
void telar_chart_index_update (TelarChartIndex *self);
void telar_chart_index_update_at (TelarChartIndex *self, gint64 now_ns, gboolean has_ended);

guint telar_chart_index_get_n_lanes (const TelarChartIndex *self);
TelarLaneIndex *telar_chart_index_get_lane (const TelarChartIndex *self, guint lane);
void telar_chart_index_get_group (const TelarChartIndex *self,
                                  guint lane,
                                  guint span,
                                  guint *first,
                                  guint *last);
gboolean telar_chart_index_find_task (const TelarChartIndex *self,
                                      guint32 task,
                                      guint *lane,
                                      guint *first,
                                      guint *last);
guint telar_chart_index_get_hue (const TelarChartIndex *self, guint32 task);
gboolean telar_chart_index_get_times (const TelarChartIndex *self,
                                      guint32 task,
                                      gint64 *start_ns,
                                      gint64 *end_ns);
guint telar_chart_index_count_waiting (const TelarChartIndex *self, gint64 time_ns);
guint telar_chart_index_count_running (const TelarChartIndex *self, gint64 time_ns);
guint telar_chart_index_get_n_workers (const TelarChartIndex *self);
gboolean telar_chart_index_can_wait (const TelarChartIndex *self);
gint64 telar_chart_index_get_queued (const TelarChartIndex *self, guint32 task);
TelarStatus telar_chart_index_get_status (const TelarChartIndex *self, guint32 task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarChartIndex, telar_chart_index_free)

G_END_DECLS
