/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#define BAR_WIDTH        3.0 /* narrower ones are merged */
#define WIDE             6.0 /* enough for lines to other bars */
#define COLUMN_WIDTH     2.0 /* of what is merged */
#define OPAQUE_PARTS     3
#define PREFETCHED_WIDTH (2 * COLUMN_WIDTH)
#define EPSILON          0.001

static double
get_x (const TelarLayoutRow *row, gint64 time_ns)
{
  const TelarChartGeometry *geometry = row->layout->geometry;

  return geometry->plot_x + (double) (time_ns - geometry->viewport.start_ns) * row->points_per_ns;
}

static double
get_nanoseconds (const TelarLayoutRow *row, double x)
{
  return (x - row->layout->geometry->plot_x) * row->ns_per_point;
}

/* The first nanosecond that is drawn at @x or right of it: spans that start from then on do so
 * right of @x. */
static gint64
get_time_from (const TelarLayoutRow *row, double x)
{
  return row->layout->geometry->viewport.start_ns + (gint64) ceil (get_nanoseconds (row, x));
}

/* The last nanosecond that is drawn at @x or left of it: spans that end after it do so right of
 * @x. */
static gint64
get_time_until (const TelarLayoutRow *row, double x)
{
  return row->layout->geometry->viewport.start_ns + (gint64) floor (get_nanoseconds (row, x));
}

/* The phase that a mark is said to show. Where colours mean something else, it is one of many. */
static guint
get_phase (TelarRole role, const TelarSpan *span)
{
  if (role >= TELAR_ROLE_PHASE && role < TELAR_ROLE_PHASE + TELAR_N_PHASES)
    return role - TELAR_ROLE_PHASE;

  return MIN (span->phase, TELAR_N_PHASES - 1);
}

/* The width of what is to be seen of a bar. */
static double
get_width (const TelarLayoutRow *row, guint first, guint last)
{
  return (double) (telar_lane_index_get_span (row->lane, last)->end_ns
                   - telar_lane_index_get_span (row->lane, first)->start_ns)
         * row->points_per_ns;
}

/* A failure stands out a little, for it must not be lost among thousands of columns. */
static void
add_failure (TelarLayoutRow *row, double x, double end)
{
  telar_display_list_add (row->layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_FAILED, x,
                          row->y - MIN (2, row->height / 8), MAX (end - x, 3),
                          MIN (6, row->height / 2));
}

static void
flush_merged (TelarLayoutRow *row)
{
  static const float alphas[OPAQUE_PARTS + 1] = { 0.25f, 0.45f, 0.7f, 1.0f };
  TelarDisplayList *list = row->layout->list;
  TelarMark *mark;

  if (row->merged_end <= row->merged_x)
    return;

  mark = telar_display_list_add (list, TELAR_MARK_RECTANGLE, row->merged_role, row->merged_x,
                                 row->y, row->merged_end - row->merged_x, row->height);
  mark->alpha = alphas[row->merged_level] * (row->merged_pale ? TELAR_PALE_ALPHA : 1);
  mark->task = row->merged_task;
  mark->phase = (guint8) row->merged_phase;

  if (row->merged_failed && !row->merged_pale
      && row->merged_role != TELAR_ROLE_OUTCOME + TELAR_STATUS_FAILED)
    add_failure (row, row->merged_x, row->merged_end);
  row->merged_x = row->merged_end = 0;
}

/* Draws the spans from @from to before @to, all of bars too narrow to be seen, as one column that
 * is the more opaque the more of its time they take. It begins at @column_x and ends at
 * @column_end, where it makes room for a bar that can be seen, or later with its last span. */
static void
merge_column (TelarLayoutRow *row, guint from, guint to, double column_x, double column_end)
{
  double pixel = row->layout->pixel;
  const TelarSpan *first = telar_lane_index_get_span (row->lane, from);
  const TelarSpan *last = telar_lane_index_get_span (row->lane, to - 1);
  double end = MAX (column_end, telar_layout_snap (row->layout, get_x (row, last->end_ns)));
  double x = MAX (column_x, row->cursor);
  double length_ns = get_nanoseconds (row, end) - get_nanoseconds (row, column_x);
  double coverage = (double) telar_lane_index_get_busy (row->lane, from, to) / length_ns;
  guint level = coverage >= 0.75 ? 3 : coverage >= 0.4 ? 2 : coverage >= 0.15 ? 1 : 0;
  TelarRole role = telar_layout_get_role (row, from, to);
  gboolean is_loop = telar_lane_get_kind (row->lane->lane) == TELAR_LANE_LOOP;
  guint32 task
      = first->task == last->task && (!is_loop || to - from == 1) ? first->task : TELAR_NO_TASK;
  const TelarChartSearch *search = row->layout->options->search;
  gboolean is_pale
      = search != NULL && !telar_chart_search_has_spans (search, row->lane_number, from, to);
  gboolean has_failed = telar_lane_index_count_failed (row->lane, from, to) > 0;

  /* What is all in the pixel that was drawn last takes no other, but its failure must be seen. */
  if (row->follows_merged && get_x (row, last->end_ns) <= row->cursor
      && (!row->merged_pale || is_pale))
    {
      row->merged_task = TELAR_NO_TASK;
      if (!has_failed || is_pale || row->merged_failed)
        return;
      flush_merged (row);
      add_failure (row, row->cursor - pixel, row->cursor);
      return;
    }

  /* It takes a pixel at least: one before the next bar, if that is free. */
  if (end - x < pixel)
    {
      x = MAX (end - pixel, row->cursor);
      end = x + pixel;
    }

  if (row->merged_end != x || row->merged_role != role || row->merged_level != level
      || row->merged_failed != has_failed || row->merged_pale != is_pale)
    {
      flush_merged (row);
      row->merged_x = x;
      row->merged_role = role;
      row->merged_phase = get_phase (role, first);
      row->merged_level = level;
      row->merged_task = task;
      row->merged_failed = has_failed;
      row->merged_pale = is_pale;
    }
  else if (row->merged_task != task)
    {
      row->merged_task = TELAR_NO_TASK;
    }
  if (role == TELAR_ROLE_SEVERAL || role == TELAR_ROLE_PALE_SEVERAL)
    row->layout->has_several = TRUE;
  row->merged_end = end;
  row->cursor = end;
  row->follows_merged = TRUE;
}

/* Merges what begins in the column of the span @from, up to the next bar that can be seen.
 * Returns the span after those that were merged. */
static guint
layout_merged (TelarLayoutRow *row, guint from)
{
  const TelarChartGeometry *geometry = row->layout->geometry;
  gint64 start_ns = telar_lane_index_get_span (row->lane, from)->start_ns;
  double x = get_x (row, start_ns);
  double column_x = geometry->plot_x + floor ((x - geometry->plot_x) / COLUMN_WIDTH) * COLUMN_WIDTH;
  double column_end = column_x + COLUMN_WIDTH;
  guint to = telar_lane_index_find_starting_from (
      row->lane, from + 1, MAX (get_time_from (row, column_end), start_ns + 1));
  guint first, last;

  if (to - from >= TELAR_CHECKPOINT_SPANS)
    telar_lane_index_prefetch (row->lane, to, get_time_from (row, column_end + PREFETCHED_WIDTH));
  telar_chart_index_get_group (row->layout->index, row->lane_number, to - 1, &first, &last);
  if (first > from && get_width (row, first, last) >= BAR_WIDTH)
    {
      to = first;
      column_end = MIN (
          column_end,
          telar_layout_snap (row->layout,
                             get_x (row, telar_lane_index_get_span (row->lane, first)->start_ns)));
    }

  merge_column (row, from, to, column_x, column_end);

  return to;
}

static void
add_segment (TelarLayoutRow *row, TelarLayoutBar *bar, double x, double end, guint from, guint to)
{
  TelarRole role = telar_layout_get_role (row, from, to);
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
      mark->phase = (guint8) get_phase (role, telar_lane_index_get_span (row->lane, from));
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
      double x = get_x (row, span->start_ns);
      double end = i == last
                       ? bar->end
                       : MIN (telar_layout_snap (layout, get_x (row, span->end_ns)), bar->end);
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
          end_x = get_x (row, span->end_ns);
          i++;
          continue;
        }

      next
          = telar_lane_index_find_ending_after (row->lane, i, get_time_until (row, cursor + pixel));
      next = MIN (MAX (next, i + 1), last + 1);
      is_shared
          = next <= last
            && get_x (row, telar_lane_index_get_span (row->lane, next)->start_ns) < cursor + pixel;
      if (!is_shared
          || (next - i > 1
              && (double) telar_lane_index_get_busy (row->lane, i, next) * 2
                     > get_nanoseconds (row, cursor + pixel) - get_nanoseconds (row, cursor)))
        {
          add_segment (row, bar, cursor, MIN (cursor + pixel, bar->end), i, next);
          cursor += pixel;
          is_shared = FALSE;
        }
      end_x = get_x (row, telar_lane_index_get_span (row->lane, next - 1)->end_ns);
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
  double largest = MIN (TELAR_BAR_RADIUS, row->height / 2), radius;
  guint to = first_mark;

  if (bar->end - bar->x < TELAR_BAR_MIN_ROUNDED || row->height < TELAR_BAR_MIN_ROUNDED)
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
  bar->x
      = MAX (telar_layout_snap (layout, get_x (row, first_span->start_ns)), geometry->plot_x - 8);
  bar->x = MAX (bar->x, row->cursor);
  bar->end = MIN (telar_layout_snap (layout, get_x (row, last_span->end_ns)),
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

  return get_width (row, first, last) < BAR_WIDTH ? first : span;
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
  gboolean is_worker;
  guint i, n_spans;
  TelarLayoutRow row;

  telar_layout_row_init (&row, layout, lane, y, height);
  is_worker = telar_lane_get_kind (row.lane->lane) != TELAR_LANE_LOOP;
  n_spans = telar_lane_index_get_n_spans (row.lane);

  i = find_first_in_view (&row);
  while (i < n_spans)
    {
      guint first, last, first_mark;
      double room_end = layout->geometry->viewport.width;
      TelarLayoutBar bar;

      if (telar_lane_index_get_span (row.lane, i)->start_ns > viewport->end_ns)
        break;

      telar_chart_index_get_group (layout->index, lane, i, &first, &last);
      if (get_width (&row, first, last) < BAR_WIDTH)
        {
          i = layout_merged (&row, i);
          continue;
        }

      flush_merged (&row);
      if (last + 1 < n_spans)
        room_end = get_x (&row, telar_lane_index_get_span (row.lane, last + 1)->start_ns);
      first_mark = layout->list->marks->len;
      telar_layout_bar (&row, first, last, room_end, &bar);
      if (is_worker && bar.task < layout->index->n_tasks)
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
  flush_merged (&row);
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
