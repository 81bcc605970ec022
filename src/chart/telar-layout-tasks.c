/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include "model/telar-format.h"

/* The time that a task waited for a worker: a thin line, then a tick where it began. */
static void
layout_whisker (TelarLayout *layout, guint32 task, gint64 end_ns, double y, double height)
{
  const TelarChartGeometry *geometry = layout->geometry;
  gint64 queued_ns = MAX (telar_chart_index_get_queued (layout->index, task), 0);
  double left = geometry->plot_x, right = left + geometry->plot_width;
  double x = telar_layout_snap (layout, telar_chart_geometry_get_x (geometry, queued_ns));
  double end = telar_layout_snap (layout, telar_chart_geometry_get_x (geometry, end_ns));
  double thickness = height >= 10 ? 2 : 1;
  TelarMark *mark;

  x = MAX (x, left);
  end = MIN (end, right);
  if (end - x < 1)
    return;

  mark = telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_LINE, x,
                                 round (y + (height - thickness) / 2), end - x, thickness);
  mark->task = task;
  mark->phase = TELAR_PHASE_QUEUED;
  if (height >= 10)
    telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_LINE, x,
                            round (y + height * 0.25), 1.5, round (height * 0.5));
}

/* Such a task has not been ready for a worker at any time. */
static gboolean
waits_for_others (const TelarLayout *layout, guint32 task)
{
  const TelarPlan *plan = layout->index->record->plan;

  return telar_plan_get_task (plan, task)->n_after > 0
         && telar_chart_index_get_queued (layout->index, task) <= 0;
}

/**
 * telar_layout_task_bars:
 * @layout: a layout that is being made
 * @task: a task
 * @y: the upper edge of its bar
 * @height: of the bar
 *
 * Lays out the time that a task waited and its bar.
 */
void
telar_layout_task_bars (TelarLayout *layout, guint32 task, double y, double height)
{
  const TelarChartGeometry *geometry = layout->geometry;
  TelarStatus status = telar_chart_index_get_status (layout->index, task);
  guint lane, first, last;
  const TelarSpan *first_span, *last_span;
  double label_end;
  TelarLayoutBar bar = { .task = task };
  TelarLayoutRow row;

  if (!telar_chart_index_find_task (layout->index, task, &lane, &first, &last))
    {
      row = (TelarLayoutRow){ .layout = layout, .y = y, .height = height };
      if (status != TELAR_STATUS_SKIPPED && !waits_for_others (layout, task))
        layout_whisker (layout, task, layout->index->now_ns, y, height);
      bar.end = telar_chart_geometry_get_x (
          geometry, status == TELAR_STATUS_CANCELLED ? layout->index->now_ns : 0);
      if (telar_status_is_final (status))
        telar_layout_time (&row, &bar, telar_status_get_title (status), bar.end);
      return;
    }

  telar_layout_row_init (&row, layout, lane, y, height);
  first_span = telar_lane_index_get_span (row.lane, first);
  last_span = telar_lane_index_get_span (row.lane, last);
  layout_whisker (layout, task, first_span->start_ns, y, height);
  if (last_span->end_ns < geometry->viewport.start_ns
      || first_span->start_ns > geometry->viewport.end_ns)
    return;

  telar_layout_bar (&row, first, last, geometry->viewport.width, &bar);
  label_end = telar_layout_status (&row, &bar, status);
  if (status == TELAR_STATUS_CANCELLED)
    telar_layout_cancelled (&row, &bar, bar.x);
  telar_layout_emphasis (&row, &bar);
  if (telar_status_is_final (status))
    {
      g_autofree char *duration = telar_format_duration (last_span->end_ns - first_span->start_ns);

      telar_layout_time (&row, &bar, duration, label_end);
    }
}
