/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

/* The phase that takes the most time in some spans, where it is not known already. */
static TelarPhase
get_main_phase (const TelarLaneIndex *lane, guint from, guint to, const TelarPhase *known)
{
  return known != NULL ? *known : telar_lane_index_get_main_phase (lane, from, to);
}

static TelarRole
get_core_role (const TelarLaneIndex *lane, guint from, guint to, const TelarPhase *phase)
{
  int core = telar_lane_index_get_span (lane, from)->core;
  gboolean is_busy = telar_phase_is_busy (get_main_phase (lane, from, to, phase));
  TelarRole role = TELAR_ROLE_UNKNOWN;

  if (!telar_lane_index_has_one_core (lane, from, to))
    role = TELAR_ROLE_SEVERAL;
  else if (core >= 0)
    role = telar_role_get_hue ((guint) core);

  return is_busy ? role : telar_role_get_pale (role);
}

/* Tasks that go on count as what those before them became, so that the end of a lane does not
 * change its colour at each moment. */
static TelarRole
get_outcome_role (const TelarLayoutRow *row, guint from, guint to)
{
  const TelarLaneIndex *lane = row->lane;
  guint32 task = telar_lane_index_get_span (lane, from)->task;
  guint first, last, n_failed, n_cancelled, n_tasks;

  if (task == telar_lane_index_get_span (lane, to - 1)->task)
    return TELAR_ROLE_OUTCOME + telar_chart_index_get_status (row->layout->index, task);

  telar_chart_index_get_group (row->layout->index, row->lane_number, from, &first, &last);
  n_failed = telar_lane_index_count_failed (lane, first, to);
  n_cancelled = telar_lane_index_count_cancelled (lane, first, to);
  if (n_failed + n_cancelled == 0)
    return TELAR_ROLE_OUTCOME + TELAR_STATUS_SUCCEEDED;

  n_tasks = telar_lane_index_count_bars (lane, from, to);
  if (n_failed >= n_tasks)
    return TELAR_ROLE_OUTCOME + TELAR_STATUS_FAILED;
  if (n_cancelled >= n_tasks)
    return TELAR_ROLE_OUTCOME + TELAR_STATUS_CANCELLED;

  return TELAR_ROLE_SEVERAL;
}

/**
 * telar_layout_get_role:
 * @row: a row
 * @from: a span of its lane
 * @to: the span after the last one to look at, greater than @from
 * @phase: (nullable): the phase that takes the most time in them, if that is known
 *
 * Finds the colour of spans that are drawn as one, at a cost that does not follow their number.
 * What is no work of a task, such as the start of a worker or the event loop itself, keeps the
 * colour of its phase.
 *
 * Where colours tell the core, what waits is pale: it began on that core, but does not keep it
 * busy.
 *
 * Returns: a role of bars
 */
TelarRole
telar_layout_get_role (const TelarLayoutRow *row, guint from, guint to, const TelarPhase *phase)
{
  const TelarLaneIndex *lane = row->lane;
  guint32 n_tasks = row->layout->index->n_tasks;
  guint32 first = telar_lane_index_get_span (lane, from)->task;
  guint32 last = telar_lane_index_get_span (lane, to - 1)->task;
  TelarChartColours colours = row->layout->geometry->colours;

  if (row->is_loop || (first >= n_tasks && last >= n_tasks))
    colours = TELAR_COLOURS_BY_PHASE;

  switch (colours)
    {
    case TELAR_COLOURS_BY_TASK:
      return first == last ? TELAR_ROLE_HUE + telar_chart_index_get_hue (row->layout->index, first)
                           : TELAR_ROLE_SEVERAL;

    case TELAR_COLOURS_BY_OUTCOME:
      return get_outcome_role (row, from, to);

    case TELAR_COLOURS_BY_CORE:
      return get_core_role (lane, from, to, phase);

    case TELAR_COLOURS_BY_PHASE:
    default:
      return TELAR_ROLE_PHASE + get_main_phase (lane, from, to, phase);
    }
}

/**
 * telar_layout_is_pale:
 * @layout: a layout that is being made
 * @task: a task, or %TELAR_NO_TASK
 *
 * Returns: whether something is searched for and this is not it
 */
gboolean
telar_layout_is_pale (const TelarLayout *layout, guint32 task)
{
  const TelarChartSearch *search = layout->options->search;

  return search != NULL && !telar_chart_search_has_task (search, task);
}

/**
 * telar_layout_make_pale:
 * @layout: a layout that is being made
 * @first_mark: the first mark of what is not searched for; all after it are so too
 */
void
telar_layout_make_pale (TelarLayout *layout, guint first_mark)
{
  GArray *marks = layout->list->marks;

  for (guint i = first_mark; i < marks->len; i++)
    g_array_index (marks, TelarMark, i).alpha *= TELAR_PALE_ALPHA;
}
