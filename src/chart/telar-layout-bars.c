/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#define WIDE    6.0 /* enough for lines to other bars */
#define EPSILON 0.001

/* The last nanosecond that is drawn at @x or left of it: spans that end after it do so right of
 * @x. */
static gint64
get_time_until (const TelarLayoutRow *row, double x)
{
  return row->layout->geometry->viewport.start_ns
         + (gint64) floor (telar_layout_get_nanoseconds (row, x));
}

/**
 * telar_layout_get_phase:
 * @role: of a mark
 * @span: the first span that it stands for
 *
 * Returns: the phase that the mark is said to show. Where colours mean something else, it is one
 *   of many.
 */
guint
telar_layout_get_phase (TelarRole role, const TelarSpan *span)
{
  if (role >= TELAR_ROLE_PHASE && role < TELAR_ROLE_PHASE + TELAR_N_PHASES)
    return role - TELAR_ROLE_PHASE;

  return MIN (span->phase, TELAR_N_PHASES - 1);
}

static void
add_segment (TelarLayoutRow *row, TelarLayoutBar *bar, double x, double end, guint from, guint to)
{
  TelarRole role = telar_layout_get_role (row, from, to, NULL);
  TelarDisplayList *list = row->layout->list;
  TelarMark *mark = NULL;

  if (list->marks->len > 0)
    mark = &g_array_index (list->marks, TelarMark, list->marks->len - 1);

  if (mark != NULL && mark->kind == TELAR_MARK_RECTANGLE && mark->task == bar->task
      && mark->role == role && mark->phase != G_MAXUINT8
      && mark->x + mark->width >= (float) x - 0.001f && x > bar->x)
    {
      mark->width = (float) end - mark->x;
      x = mark->x;
    }
  else
    {
      mark = telar_display_list_add (list, TELAR_MARK_RECTANGLE, role, x, row->y, end - x,
                                     row->height);
      mark->task = bar->task;
      mark->phase
          = (guint8) telar_layout_get_phase (role, telar_lane_index_get_span (row->lane, from));
    }

  if (end - x > bar->widest_end - bar->widest_x)
    {
      bar->widest_x = x;
      bar->widest_end = end;
      bar->widest_role = role;
    }
}

/* Draws the parts of a bar. Where several share a pixel, it shows the one that takes most of it;
 * what is alone in its pixel is seen, however short it was. */
static void
layout_segments (TelarLayoutRow *row, TelarLayoutBar *bar, guint first, guint last)
{
  TelarLayout *layout = row->layout;
  double pixel = layout->pixel, cursor = bar->x;
  double end_x = cursor; /* of the spans so far, not aligned */
  gboolean is_shared = FALSE;
  guint i = telar_lane_index_find_ending_after (row->lane, first,
                                                get_time_until (row, layout->geometry->plot_x - 9));

  for (i = CLAMP (i, first, last); i <= last && cursor < bar->end;)
    {
      const TelarSpan *span = telar_lane_index_get_span (row->lane, i);
      double x = telar_layout_get_x (row, span->start_ns);
      double end = i == last
                       ? bar->end
                       : MIN (telar_layout_snap (layout, telar_layout_get_x (row, span->end_ns)),
                              bar->end);
      guint next;

      if (x > bar->end + pixel)
        break;
      if (!is_shared && (i == first || x - end_x >= pixel / 2))
        cursor = MAX (cursor, MIN (telar_layout_snap (layout, x), bar->end - pixel));
      is_shared = FALSE;
      if (end - cursor >= pixel * 0.9)
        {
          add_segment (row, bar, cursor, end, i, i + 1);
          cursor = end;
          end_x = telar_layout_get_x (row, span->end_ns);
          i++;
          continue;
        }

      next
          = telar_lane_index_find_ending_after (row->lane, i, get_time_until (row, cursor + pixel));
      next = MIN (MAX (next, i + 1), last + 1);
      is_shared = next <= last
                  && telar_layout_get_x (row, telar_lane_index_get_span (row->lane, next)->start_ns)
                         < cursor + pixel;
      if (!is_shared
          || (next - i > 1
              && (double) telar_lane_index_get_busy (row->lane, i, next) * 2
                     > telar_layout_get_nanoseconds (row, cursor + pixel)
                           - telar_layout_get_nanoseconds (row, cursor)))
        {
          add_segment (row, bar, cursor, MIN (cursor + pixel, bar->end), i, next);
          cursor += pixel;
          is_shared = FALSE;
        }
      end_x = telar_layout_get_x (row, telar_lane_index_get_span (row->lane, next - 1)->end_ns);
      i = next;
    }
}

/* Leaves free what is right of @end, to tell the bar from the next one, but for what stands alone
 * there. */
static void
leave_gap (TelarLayoutRow *row, TelarLayoutBar *bar, guint first_mark, double end)
{
  GArray *marks = row->layout->list->marks;

  while (marks->len > first_mark + 1)
    {
      const TelarMark *last = &g_array_index (marks, TelarMark, marks->len - 1);

      if (last->x < end - EPSILON || last[-1].x + last[-1].width < last->x - EPSILON)
        break;
      g_array_set_size (marks, marks->len - 1);
    }
  if (marks->len > first_mark)
    {
      TelarMark *last = &g_array_index (marks, TelarMark, marks->len - 1);

      if (last->x < end - EPSILON)
        last->width = MIN (last->width, (float) end - last->x);
      bar->end = last->x + last->width;
      bar->widest_end = MIN (bar->widest_end, bar->end);
    }
}

static void
round_mark (TelarMark *mark, TelarCorners corners, double radius)
{
  mark->corners |= (guint8) corners;
  mark->radius = MAX (mark->radius, (float) radius);
}

/* Where the marks from @first on end that follow one another without a gap. */
static double
find_end_of_run (const GArray *marks, guint first)
{
  const TelarMark *mark = &g_array_index (marks, TelarMark, first);
  const TelarMark *end = &g_array_index (marks, TelarMark, marks->len);

  while (mark + 1 < end && mark[1].x <= mark->x + mark->width + EPSILON)
    mark++;

  return mark->x + mark->width;
}

/* Where the last of the marks begin that follow one another without a gap. */
static double
find_start_of_run (const GArray *marks, guint first)
{
  const TelarMark *mark = &g_array_index (marks, TelarMark, marks->len - 1);
  const TelarMark *start = &g_array_index (marks, TelarMark, first);

  while (mark > start && mark[-1].x + mark[-1].width >= mark->x - EPSILON)
    mark--;

  return mark->x;
}

/* Rounds the ends of a bar. Phases that are narrower than the corner reach as far as it does, each
 * beneath its inner neighbour, which is rounded the less the further in it begins. */
static void
round_corners (TelarLayoutRow *row, const TelarLayoutBar *bar, guint first_mark)
{
  const TelarChartGeometry *geometry = row->layout->geometry;
  GArray *marks = row->layout->list->marks;
  double largest = telar_layout_get_radius (row, bar), radius;
  guint to = first_mark;

  if (largest == 0)
    return;

  radius = MIN (largest, find_end_of_run (marks, first_mark) - bar->x);

  for (guint i = first_mark; i < marks->len; i++)
    {
      TelarMark *mark = &g_array_index (marks, TelarMark, i);
      double inset = mark->x - bar->x;

      if (inset >= radius)
        break;
      round_mark (mark, TELAR_CORNERS_LEFT, radius - inset);
      mark->width = MAX (mark->width, (float) (radius - inset));
    }

  /* A bar that goes on out of sight is cut off there. */
  if (bar->end > geometry->plot_x + geometry->plot_width + TELAR_BAR_OVERHANG / 2)
    return;
  radius = MIN (largest, bar->end - find_start_of_run (marks, first_mark));

  /* What is outside has to be painted before what is inside, so the order is turned here. */
  while (to < marks->len)
    {
      TelarMark mark = g_array_index (marks, TelarMark, marks->len - 1);
      double end = mark.x + mark.width, inset = bar->end - end;

      if (inset >= radius)
        break;
      round_mark (&mark, TELAR_CORNERS_RIGHT, radius - inset);
      if (mark.width >= radius - inset)
        {
          g_array_index (marks, TelarMark, marks->len - 1) = mark;
          break;
        }

      mark.x = (float) (end - (radius - inset));
      mark.width = (float) (radius - inset);
      g_array_set_size (marks, marks->len - 1);
      g_array_insert_val (marks, to, mark);
      to++;
    }
}

/* What is not work, such as the start of a worker, does not look like it. */
static void
make_low (TelarLayoutRow *row, guint first_mark)
{
  GArray *marks = row->layout->list->marks;

  for (guint i = first_mark; i < marks->len; i++)
    {
      TelarMark *mark = &g_array_index (marks, TelarMark, i);

      mark->height = (float) ceil (row->height * 0.4);
      mark->y = (float) round (row->y + (row->height - mark->height) / 2);
    }
}

/**
 * telar_layout_bar:
 * @row: the row
 * @first: a span
 * @last: a later span of the same task, or the same one
 * @room_end: where the next bar begins
 * @bar: (out): where the bar is
 *
 * Draws spans that are in sight as one bar.
 */
void
telar_layout_bar (TelarLayoutRow *row,
                  guint first,
                  guint last,
                  double room_end,
                  TelarLayoutBar *bar)
{
  TelarLayout *layout = row->layout;
  const TelarChartGeometry *geometry = layout->geometry;
  const TelarSpan *first_span = telar_lane_index_get_span (row->lane, first);
  const TelarSpan *last_span = telar_lane_index_get_span (row->lane, last);
  double gap_x;
  guint first_mark;

  *bar = (TelarLayoutBar){ .task = first_span->task };
  bar->x = MAX (telar_layout_snap (layout, telar_layout_get_x (row, first_span->start_ns)),
                geometry->plot_x - 8);
  bar->x = MAX (bar->x, row->cursor);
  bar->end = MIN (telar_layout_snap (layout, telar_layout_get_x (row, last_span->end_ns)),
                  geometry->plot_x + geometry->plot_width + TELAR_BAR_OVERHANG);
  bar->end = MAX (bar->end, bar->x + layout->pixel);

  first_mark = layout->list->marks->len;
  layout_segments (row, bar, first, last);
  /* A gap of a point tells two tasks apart that follow each other at once. */
  gap_x = MAX (telar_layout_snap (layout, room_end) - 1, bar->x + 4);
  if (bar->end - bar->x > 6 && bar->end > gap_x)
    leave_gap (row, bar, first_mark, gap_x);
  if (bar->task == TELAR_NO_TASK)
    make_low (row, first_mark);
  else
    round_corners (row, bar, first_mark);
  row->cursor = bar->end;
  row->follows_merged = FALSE;
}

/**
 * telar_layout_row_init:
 * @row: (out caller-allocates): a row
 * @layout: a layout that is being made
 * @lane: the lane whose spans it shows
 * @y: the upper edge of its bars
 * @height: of the bars
 */
void
telar_layout_row_init (TelarLayoutRow *row,
                       TelarLayout *layout,
                       guint lane,
                       double y,
                       double height)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double length_ns = (double) (geometry->viewport.end_ns - geometry->viewport.start_ns);

  *row = (TelarLayoutRow){
    .layout = layout,
    .ns_per_point = length_ns / geometry->plot_width,
    .points_per_ns = geometry->plot_width / length_ns,
    .lane = telar_chart_index_get_lane (layout->index, lane),
    .lane_number = lane,
    .y = y,
    .height = height,
    .cursor = -G_MAXFLOAT,
  };
  row->is_loop = telar_lane_get_kind (row->lane->lane) == TELAR_LANE_LOOP;
}

/* A bar too narrow to be seen is merged from its beginning, where it is known to have failed. */
static guint
find_first_in_view (const TelarLayoutRow *row)
{
  const TelarLayout *layout = row->layout;
  guint span
      = telar_lane_index_find_ending_after (row->lane, 0, layout->geometry->viewport.start_ns);
  guint first, last;

  if (span >= telar_lane_index_get_n_spans (row->lane))
    return span;

  telar_chart_index_get_group (layout->index, row->lane_number, span, &first, &last);

  return telar_layout_is_merged (row, first, last) ? first : span;
}

/**
 * telar_layout_lane_bars:
 * @layout: a layout that is being made
 * @lane: a lane
 * @y: the upper edge of its bars
 * @height: of the bars
 *
 * Lays out the bars of a lane that are in sight; those too narrow to be told apart as columns that
 * are as opaque as the lane was busy.
 */
void
telar_layout_lane_bars (TelarLayout *layout, guint lane, double y, double height)
{
  const TelarChartViewport *viewport = &layout->geometry->viewport;
  guint i, n_spans;
  TelarLayoutRow row;

  telar_layout_row_init (&row, layout, lane, y, height);
  n_spans = telar_lane_index_get_n_spans (row.lane);

  i = find_first_in_view (&row);
  telar_layout_find_column_blocks (&row, i);
  while (i < n_spans)
    {
      guint first, last, first_mark;
      double room_end = layout->geometry->viewport.width;
      TelarLayoutBar bar;

      if (telar_lane_index_get_span (row.lane, i)->start_ns > viewport->end_ns)
        break;

      if (!telar_layout_find_bar (&row, i, &first, &last))
        {
          i = telar_layout_merge (&row, i);
          continue;
        }

      telar_layout_flush_merged (&row);
      if (last + 1 < n_spans)
        room_end
            = telar_layout_get_x (&row, telar_lane_index_get_span (row.lane, last + 1)->start_ns);
      first_mark = layout->list->marks->len;
      telar_layout_bar (&row, first, last, room_end, &bar);
      if (!row.is_loop && bar.task < layout->index->n_tasks)
        {
          TelarStatus status = telar_chart_index_get_status (layout->index, bar.task);
          double label_end
              = telar_layout_label (&row, &bar, telar_layout_status (&row, &bar, status), room_end);

          if (status == TELAR_STATUS_CANCELLED)
            telar_layout_cancelled (&row, &bar, label_end);
          if (layout->bars != NULL && bar.end - bar.x >= WIDE)
            g_array_append_val (layout->bars, bar.task);
        }
      if (telar_layout_is_pale (layout, bar.task))
        telar_layout_make_pale (layout, first_mark);
      telar_layout_emphasis (&row, &bar);
      i = MAX (last, i) + 1;
    }
  telar_layout_flush_merged (&row);
}

/**
 * telar_chart_find_task_at:
 * @index: what is drawn
 * @geometry: where
 * @x: in points
 * @y: in points
 *
 * Returns: the task whose bar is there, or within two points of it; %TELAR_NO_TASK for none
 */
guint32
telar_chart_find_task_at (const TelarChartIndex *index,
                          const TelarChartGeometry *geometry,
                          double x,
                          double y)
{
  const TelarLaneIndex *lane;
  gint64 time_ns = telar_chart_geometry_get_time (geometry, x);
  double best = 2;
  guint32 found = TELAR_NO_TASK;
  guint row, next;

  if (!telar_chart_geometry_find_row (geometry, y, &row))
    return TELAR_NO_TASK;
  if (geometry->rows == TELAR_CHART_BY_TASK)
    return row;
  if (x < geometry->plot_x - 2 || x > geometry->plot_x + geometry->plot_width + 2)
    return TELAR_NO_TASK;

  lane = telar_chart_index_get_lane (index, g_array_index (index->lane_order, guint, row));
  next = telar_lane_index_find_ending_after (lane, 0, time_ns);
  for (guint i = next > 0 ? next - 1 : 0; i <= next && i < telar_lane_index_get_n_spans (lane); i++)
    {
      const TelarSpan *span = telar_lane_index_get_span (lane, i);
      double distance = MAX (telar_chart_geometry_get_x (geometry, span->start_ns) - x,
                             x - telar_chart_geometry_get_x (geometry, span->end_ns));

      if (distance <= best && span->task < index->n_tasks)
        {
          best = distance;
          found = span->task;
        }
    }

  return found;
}
