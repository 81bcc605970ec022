/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

/* What is narrower is not connected with its neighbours: they are too many to follow the line. */
#define MIN_WIDTH 3.0

#define THICKNESS 2.5
#define DASHED    (2 * TELAR_DASH) /* shorter waiting has room for a dash only */

typedef struct
{
  TelarLayout *layout;
  const TelarCriticalPath *path;
  double thickness;
  gint64 min_ns; /* of a bar of MIN_WIDTH */
} Thread;

static const TelarTaskState *
get_state (const Thread *thread, guint step)
{
  return telar_trace_get_task (thread->layout->index->record->trace, thread->path->tasks[step]);
}

/* The first step from @from on that ends after @time_ns, quickly if it is near. Each begins after
 * the end of the one before. */
static guint
find_ending_after (const Thread *thread, guint from, gint64 time_ns)
{
  guint to = from, n_steps = thread->path->n_tasks, stride = 1;

  while (to < n_steps && get_state (thread, to)->end_ns <= time_ns)
    {
      from = to + 1;
      to = stride < n_steps - to ? to + stride : n_steps;
      stride *= 2;
    }

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (get_state (thread, middle)->end_ns > time_ns)
        to = middle;
      else
        from = middle + 1;
    }

  return from;
}

static double
get_y (const TelarLayoutPlace *place)
{
  return place->y + place->height;
}

static TelarMark *
add_rectangle (Thread *thread, TelarRole role, double x, double y, double width, double height)
{
  return telar_display_list_add (thread->layout->list, TELAR_MARK_RECTANGLE, role, x, y, width,
                                 height);
}

/* The end of the whole path. */
static void
add_knot (Thread *thread, double x, double y)
{
  double size = 3 * thread->thickness;
  TelarMark *mark;

  y += thread->thickness / 2;
  mark = add_rectangle (thread, TELAR_ROLE_BACKGROUND, x - size / 2 - 1, y - size / 2 - 1, size + 2,
                        size + 2);
  mark->radius = (float) (size / 2 + 1);
  mark->corners = TELAR_CORNERS_ALL;
  mark = add_rectangle (thread, TELAR_ROLE_CRITICAL_PATH, x - size / 2, y - size / 2, size, size);
  mark->radius = (float) (size / 2);
  mark->corners = TELAR_CORNERS_ALL;
}

/* From the end of a bar to the beginning of the next one: dashed along the row while that waited,
 * then across to its row. */
static void
connect_bars (Thread *thread, const TelarLayoutPlace *from, const TelarLayoutPlace *to)
{
  double thickness = thread->thickness, from_y = get_y (from), to_y = get_y (to);
  gboolean is_same_row = from->row == to->row;
  double x = is_same_row ? to->x : telar_layout_snap (thread->layout, to->x - thickness / 2);
  double top = MIN (from_y, to_y), bottom = MAX (from_y, to_y) + thickness;

  if (x - from->end >= DASHED)
    {
      TelarMark *mark = telar_display_list_add_line (thread->layout->list, TELAR_ROLE_CRITICAL_PATH,
                                                     from->end, from_y + thickness / 2, x,
                                                     from_y + thickness / 2, thickness);

      mark->is_dashed = TRUE;
    }
  else if (x > from->end)
    add_rectangle (thread, TELAR_ROLE_CRITICAL_PATH, from->end, from_y, x - from->end, thickness);

  if (is_same_row)
    return;

  add_rectangle (thread, TELAR_ROLE_BACKGROUND, x - 1, top, thickness + 2, bottom - top);
  add_rectangle (thread, TELAR_ROLE_CRITICAL_PATH, x, top, thickness, bottom - top);
}

static void
layout_steps (Thread *thread)
{
  TelarLayout *layout = thread->layout;
  const TelarChartViewport *viewport = &layout->geometry->viewport;
  const TelarCriticalPath *path = thread->path;
  guint step = find_ending_after (thread, 0, viewport->start_ns);
  guint former_step = G_MAXUINT;
  TelarLayoutPlace former = { 0 };

  if (step > 0)
    step--;

  while (step < path->n_tasks)
    {
      const TelarTaskState *state = get_state (thread, step);
      gboolean is_wide = state->end_ns - state->start_ns >= thread->min_ns;
      TelarLayoutPlace place;

      if (telar_layout_place (layout, path->tasks[step], &place))
        {
          /* Of a stretch that was passed over, the end. */
          if (step > 0 && former_step != step - 1 && is_wide
              && telar_layout_place (layout, path->tasks[step - 1], &former))
            former_step = step - 1;
          if (step > 0 && former_step == step - 1
              && (is_wide || former.end - former.x >= MIN_WIDTH))
            connect_bars (thread, &former, &place);
          add_rectangle (thread, TELAR_ROLE_CRITICAL_PATH, place.x, get_y (&place),
                         MAX (place.end - place.x, layout->pixel), thread->thickness);
          if (step == 0)
            add_knot (thread, place.x, get_y (&place));
          if (step == path->n_tasks - 1)
            add_knot (thread, place.end, get_y (&place));
          former = place;
          former_step = step;
        }

      if (state->start_ns > viewport->end_ns)
        break;
      if (is_wide)
        step++;
      else
        step = find_ending_after (thread, step + 1, state->start_ns + thread->min_ns);
    }
}

/**
 * telar_layout_critical_path:
 * @layout: a layout that is being made
 *
 * Lays out the critical path of a run that has ended, as a line beneath the bars of its tasks that
 * goes on from the end of each to the beginning of the next. The cost follows the width of the
 * plot.
 */
void
telar_layout_critical_path (TelarLayout *layout)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double y, height, gap;
  Thread thread = { .layout = layout };

  if (!telar_layout_has_critical_path (layout->index, geometry)
      || telar_layout_has_bands (geometry))
    return;

  telar_layout_get_bar (layout, geometry->n_loop_rows, &y, &height);
  gap = (geometry->row_height - height) / 2;
  thread.path = layout->index->graph->path;
  thread.thickness = MAX (floor (CLAMP (gap, 1, THICKNESS) / layout->pixel), 1) * layout->pixel;
  thread.min_ns = telar_chart_geometry_get_time (geometry, geometry->plot_x + MIN_WIDTH)
                  - geometry->viewport.start_ns;

  telar_layout_clip (layout);
  layout_steps (&thread);
  telar_layout_unclip (layout);
}

/**
 * telar_layout_has_critical_path:
 * @index: what is drawn
 * @geometry: how
 *
 * Returns: whether a critical path is to be shown
 */
gboolean
telar_layout_has_critical_path (const TelarChartIndex *index, const TelarChartGeometry *geometry)
{
  return index->graph != NULL && index->graph->path != NULL && index->graph->path->n_tasks > 0
         && (geometry->hidden & TELAR_CHART_CRITICAL_PATH) == 0;
}
