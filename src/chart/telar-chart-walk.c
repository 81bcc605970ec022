/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-walk.h"

/**
 * telar_chart_find_row_of_task:
 * @index: what is drawn
 * @rows: what the rows are
 * @task: a task, or %TELAR_NO_TASK
 * @row: (out): the row that shows it
 *
 * Returns: whether there is such a row
 */
gboolean
telar_chart_find_row_of_task (const TelarChartIndex *index,
                              TelarChartRows rows,
                              guint32 task,
                              guint *row)
{
  guint lane, first, last;

  if (task >= index->n_tasks)
    return FALSE;

  if (rows == TELAR_CHART_BY_TASK)
    {
      *row = task;
      return TRUE;
    }

  if (!telar_chart_index_find_task (index, task, &lane, &first, &last))
    return FALSE;

  for (guint i = 0; i < index->lane_order->len; i++)
    if (g_array_index (index->lane_order, guint, i) == lane)
      {
        *row = i;
        return TRUE;
      }

  return FALSE;
}

/* The first task from the span @from on, in steps of @step. */
static guint32
find_task (const TelarChartIndex *index, const TelarLaneIndex *lane, gint64 from, int step)
{
  guint n_spans = telar_lane_index_get_n_spans (lane);

  for (gint64 i = from; i >= 0 && i < n_spans; i += step)
    {
      guint32 task = telar_lane_index_get_span (lane, (guint) i)->task;

      if (task < index->n_tasks)
        return task;
    }

  return TELAR_NO_TASK;
}

/* The task of a lane that was going on at an instant, or else the next or the last one. */
static guint32
find_nearest (const TelarChartIndex *index, guint lane_number, gint64 time_ns)
{
  const TelarLaneIndex *lane = telar_chart_index_get_lane (index, lane_number);
  guint next = telar_lane_index_find_ending_after (lane, 0, time_ns);
  guint32 task;

  if (telar_lane_get_kind (lane->lane) == TELAR_LANE_LOOP)
    return TELAR_NO_TASK;

  task = find_task (index, lane, next, 1);

  return task != TELAR_NO_TASK ? task : find_task (index, lane, (gint64) next - 1, -1);
}

static guint32
walk_to_row (const TelarChartIndex *index, gint64 row, int step, gint64 time_ns)
{
  for (gint64 i = row + step; i >= 0 && i < index->lane_order->len; i += step)
    {
      guint lane = g_array_index (index->lane_order, guint, (guint) i);
      guint32 task = find_nearest (index, lane, time_ns);

      if (task != TELAR_NO_TASK)
        return task;
    }

  return TELAR_NO_TASK;
}

static guint32
walk_tasks (const TelarChartIndex *index, guint32 task, TelarWalk direction)
{
  if (task >= index->n_tasks)
    return index->n_tasks > 0 ? 0 : TELAR_NO_TASK;
  if (direction == TELAR_WALK_UP || direction == TELAR_WALK_LEFT
      || direction == TELAR_WALK_PREVIOUS)
    return task > 0 ? task - 1 : task;

  return task + 1 < index->n_tasks ? task + 1 : task;
}

/**
 * telar_chart_walk:
 * @index: what is drawn
 * @rows: what the rows are
 * @task: where the walk begins; %TELAR_NO_TASK for the first bar
 * @direction: where it goes
 *
 * Left and right lead along a lane; up and down to what the next lane did at the same time; next
 * and previous through all bars, lane by lane.
 *
 * Returns: the task of the next bar; @task where there is none
 */
guint32
telar_chart_walk (const TelarChartIndex *index,
                  TelarChartRows rows,
                  guint32 task,
                  TelarWalk direction)
{
  guint lane, first, last, row;
  guint32 found;
  const TelarLaneIndex *lane_index;
  gint64 middle_ns;

  if (rows == TELAR_CHART_BY_TASK)
    return walk_tasks (index, task, direction);

  if (!telar_chart_index_find_task (index, task, &lane, &first, &last)
      || !telar_chart_find_row_of_task (index, rows, task, &row))
    return walk_to_row (index, -1, 1, 0);

  lane_index = telar_chart_index_get_lane (index, lane);
  middle_ns = telar_lane_index_get_span (lane_index, first)->start_ns / 2
              + telar_lane_index_get_span (lane_index, last)->end_ns / 2;
  switch (direction)
    {
    case TELAR_WALK_LEFT:
      found = find_task (index, lane_index, (gint64) first - 1, -1);
      break;

    case TELAR_WALK_RIGHT:
      found = find_task (index, lane_index, (gint64) last + 1, 1);
      break;

    case TELAR_WALK_UP:
      found = walk_to_row (index, row, -1, middle_ns);
      break;

    case TELAR_WALK_DOWN:
      found = walk_to_row (index, row, 1, middle_ns);
      break;

    case TELAR_WALK_NEXT:
      found = find_task (index, lane_index, (gint64) last + 1, 1);
      if (found == TELAR_NO_TASK)
        found = walk_to_row (index, row, 1, 0);
      break;

    case TELAR_WALK_PREVIOUS:
      found = find_task (index, lane_index, (gint64) first - 1, -1);
      if (found == TELAR_NO_TASK)
        found = walk_to_row (index, row, -1, index->end_ns);
      break;

    default:
      g_assert_not_reached ();
    }

  return found != TELAR_NO_TASK ? found : task;
}
