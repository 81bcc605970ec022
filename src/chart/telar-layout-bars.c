/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"
#include "telar-task-label.h"

#define BAR_WIDTH    3.0 /* narrower ones are merged */
#define COLUMN_WIDTH 2.0 /* of what is merged */
#define RADIUS       4.0
#define MIN_ROUNDED  8.0
#define MIN_LABELLED 22.0
#define MAX_LABELS   600
#define PADDING      6.0
#define OPAQUE_PARTS 3

/* One row while it is laid out. */
typedef struct
{
  TelarLayout *layout;
  const TelarLaneIndex *lane;
  guint lane_number;
  double y;
  double height;
  double cursor; /* what is left of it is drawn */

  /* Merged columns that are alike so far. */
  double merged_x;
  double merged_end;
  guint merged_phase;
  guint merged_level;
  guint32 merged_task;
  gboolean merged_failed;
} Row;

/* One bar, and the part of it where a label has most room. */
typedef struct
{
  guint32 task;
  double x;
  double end;
  double widest_x;
  double widest_end;
  guint widest_phase;
} Bar;

static double
get_x (const Row *row, gint64 time_ns)
{
  return telar_chart_geometry_get_x (row->layout->geometry, time_ns);
}

static gint64
get_time (const Row *row, double x)
{
  return telar_chart_geometry_get_time (row->layout->geometry, x);
}

static guint
get_phase (const TelarSpan *span)
{
  return MIN (span->phase, TELAR_N_PHASES - 1);
}

/* The width of what is to be seen of a bar. */
static double
get_width (const Row *row, guint first, guint last)
{
  return get_x (row, telar_lane_index_get_span (row->lane, last)->end_ns)
         - get_x (row, telar_lane_index_get_span (row->lane, first)->start_ns);
}

static void
flush_merged (Row *row)
{
  static const float alphas[OPAQUE_PARTS + 1] = { 0.25f, 0.45f, 0.7f, 1.0f };
  TelarDisplayList *list = row->layout->list;
  TelarMark *mark;

  if (row->merged_end <= row->merged_x)
    return;

  mark = telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_PHASE + row->merged_phase,
                                 row->merged_x, row->y, row->merged_end - row->merged_x,
                                 row->height);
  mark->alpha = alphas[row->merged_level];
  mark->task = row->merged_task;
  mark->phase = (guint8) row->merged_phase;

  if (row->merged_failed)
    telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_FAILED, row->merged_x, row->y,
                            row->merged_end - row->merged_x, MIN (4, row->height / 2));
  row->merged_x = row->merged_end = 0;
}

/* Draws the spans from @from to before @to, all of bars too narrow to be seen, as one column that
 * is the more opaque the more of its time they take. */
static void
merge_column (Row *row, guint from, guint to, double column_x)
{
  const TelarSpan *first = telar_lane_index_get_span (row->lane, from);
  const TelarSpan *last = telar_lane_index_get_span (row->lane, to - 1);
  double end
      = MAX (column_x + COLUMN_WIDTH, telar_layout_snap (row->layout, get_x (row, last->end_ns)));
  double x = MAX (column_x, row->cursor);
  gint64 length_ns = MAX (get_time (row, end) - get_time (row, column_x), 1);
  double coverage = (double) telar_lane_index_get_busy (row->lane, from, to) / (double) length_ns;
  guint level = coverage >= 0.75 ? 3 : coverage >= 0.4 ? 2 : coverage >= 0.15 ? 1 : 0;
  guint phase = telar_lane_index_get_main_phase (row->lane, from, to);
  guint32 task = first->task == last->task ? first->task : TELAR_NO_TASK;
  gboolean has_failed
      = telar_lane_index_count_failed (row->lane, first->start_ns, last->end_ns + 1) > 0;

  if (end - x < row->layout->pixel)
    end = x + row->layout->pixel;

  if (row->merged_end != x || row->merged_phase != phase || row->merged_level != level
      || row->merged_failed != has_failed)
    {
      flush_merged (row);
      row->merged_x = x;
      row->merged_phase = phase;
      row->merged_level = level;
      row->merged_task = task;
      row->merged_failed = has_failed;
    }
  else if (row->merged_task != task)
    {
      row->merged_task = TELAR_NO_TASK;
    }
  row->merged_end = end;
  row->cursor = end;
}

/* Merges what begins in the column of the span @from, up to the next bar that can be seen.
 * Returns the span after those that were merged. */
static guint
layout_merged (Row *row, guint from)
{
  const TelarChartGeometry *geometry = row->layout->geometry;
  double x = get_x (row, telar_lane_index_get_span (row->lane, from)->start_ns);
  double column_x = geometry->plot_x + floor ((x - geometry->plot_x) / COLUMN_WIDTH) * COLUMN_WIDTH;
  guint to = telar_lane_index_find_starting_from (row->lane, from + 1,
                                                  get_time (row, column_x + COLUMN_WIDTH));
  guint first, last;

  telar_chart_index_get_group (row->layout->index, row->lane_number, to - 1, &first, &last);
  if (first > from && get_width (row, first, last) >= BAR_WIDTH)
    to = first;

  merge_column (row, from, to, column_x);

  return to;
}

static void
add_segment (Row *row, Bar *bar, double x, double end, guint phase)
{
  TelarDisplayList *list = row->layout->list;
  TelarMark *mark = NULL;

  if (list->marks->len > 0)
    mark = &g_array_index (list->marks, TelarMark, list->marks->len - 1);

  if (mark != NULL && mark->kind == TELAR_MARK_RECTANGLE && mark->task == bar->task
      && mark->phase == phase && mark->x + mark->width >= (float) x - 0.001f && x > bar->x)
    {
      mark->width = (float) end - mark->x;
      x = mark->x;
    }
  else
    {
      mark = telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_PHASE + phase, x,
                                     row->y, end - x, row->height);
      mark->task = bar->task;
      mark->phase = (guint8) phase;
    }

  if (end - x > bar->widest_end - bar->widest_x)
    {
      bar->widest_x = x;
      bar->widest_end = end;
      bar->widest_phase = phase;
    }
}

/* Draws the phases of a bar. Where several share a pixel, it shows the one that takes most of it.
 */
static void
layout_segments (Row *row, Bar *bar, guint first, guint last)
{
  TelarLayout *layout = row->layout;
  double pixel = layout->pixel, cursor = bar->x;
  guint i
      = telar_lane_index_find_ending_after (row->lane, first, get_time (row, MAX (bar->x - 1, 0)));

  for (i = CLAMP (i, first, last); i <= last && cursor < bar->end;)
    {
      const TelarSpan *span = telar_lane_index_get_span (row->lane, i);
      double end = i == last
                       ? bar->end
                       : MIN (telar_layout_snap (layout, get_x (row, span->end_ns)), bar->end);
      guint next;

      cursor = MAX (cursor, telar_layout_snap (layout, get_x (row, span->start_ns)));
      if (end - cursor >= pixel * 0.9)
        {
          add_segment (row, bar, cursor, end, get_phase (span));
          cursor = end;
          i++;
          continue;
        }

      next = telar_lane_index_find_ending_after (row->lane, i, get_time (row, cursor + pixel));
      next = MIN (MAX (next, i + 1), last + 1);
      if (next - i > 1 && cursor + pixel <= bar->end
          && telar_lane_index_get_busy (row->lane, i, next) * 2
                 > get_time (row, cursor + pixel) - get_time (row, cursor))
        {
          add_segment (row, bar, cursor, cursor + pixel,
                       telar_lane_index_get_main_phase (row->lane, i, next));
          cursor += pixel;
        }
      i = next;
    }
}

static void
round_corners (Row *row, const Bar *bar, guint first_mark)
{
  TelarDisplayList *list = row->layout->list;
  double radius = MIN (RADIUS, row->height / 2);
  TelarMark *mark;

  if (bar->end - bar->x < MIN_ROUNDED || row->height < MIN_ROUNDED
      || first_mark == list->marks->len)
    return;

  mark = &g_array_index (list->marks, TelarMark, first_mark);
  mark->corners |= TELAR_CORNERS_LEFT;
  mark->radius = MIN ((float) radius, mark->width);
  mark = &g_array_index (list->marks, TelarMark, list->marks->len - 1);
  mark->corners |= TELAR_CORNERS_RIGHT;
  mark->radius = MIN ((float) radius, mark->width / (mark->corners == TELAR_CORNERS_ALL ? 2 : 1));
}

static TelarMark *
add_over_bar (Row *row, const Bar *bar, TelarMarkKind kind, TelarRole role, double grow)
{
  TelarMark *mark
      = telar_display_list_add (row->layout->list, kind, role, bar->x - grow, row->y - grow,
                                bar->end - bar->x + 2 * grow, row->height + 2 * grow);

  mark->task = bar->task;
  if (bar->end - bar->x >= MIN_ROUNDED && row->height >= MIN_ROUNDED)
    {
      mark->corners = TELAR_CORNERS_ALL;
      mark->radius = (float) (MIN (RADIUS, row->height / 2) + grow);
    }

  return mark;
}

/* A failed bar has an outline and ends in a cap with a cross; of a cancelled one, stripes are
 * missing. Returns where a label has to end. */
static double
layout_status (Row *row, Bar *bar, TelarStatus status)
{
  TelarLayout *layout = row->layout;
  double cap = MIN (row->height, 20), centre = row->y + row->height / 2;
  TelarMark *mark;

  if (status == TELAR_STATUS_CANCELLED)
    {
      add_over_bar (row, bar, TELAR_MARK_HATCH, TELAR_ROLE_HATCH, 0);
      return bar->x;
    }
  if (status != TELAR_STATUS_FAILED)
    return bar->end;

  mark = add_over_bar (row, bar, TELAR_MARK_OUTLINE, TELAR_ROLE_FAILED, 0);
  mark->line_width = row->height >= 10 ? 2 : 1;
  if (row->height < 12 || bar->end - bar->x < cap)
    return bar->end;

  mark = telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_FAILED,
                                 bar->end - cap, row->y, cap, row->height);
  mark->task = bar->task;
  mark->corners = bar->end - bar->x < cap * 2 ? TELAR_CORNERS_ALL : TELAR_CORNERS_RIGHT;
  mark->radius = RADIUS;
  telar_display_list_add_text (layout->list, TELAR_FONT_BAR, TELAR_ROLE_ON_FAILED,
                               TELAR_ANCHOR_MIDDLE, bar->end - cap / 2,
                               telar_layout_baseline (layout, TELAR_FONT_BAR, centre), "×");

  return bar->end - cap;
}

/* Writes the longest label that fits onto the bar, else one beside it, if there is room. */
static void
layout_label (Row *row, const Bar *bar, double label_end, double room_end)
{
  TelarLayout *layout = row->layout;
  const TelarChartGeometry *geometry = layout->geometry;
  double left = MAX (bar->widest_x, geometry->plot_x);
  double inside = MIN (MIN (bar->widest_end, label_end), geometry->plot_x + geometry->plot_width)
                  - left - 2 * PADDING;
  double beside = MIN (room_end, geometry->viewport.width - 2) - bar->end - PADDING * 1.5;
  double baseline = telar_layout_baseline (layout, TELAR_FONT_BAR, row->y + row->height / 2);

  if (layout->n_labels >= MAX_LABELS || row->height < 12 * geometry->scale)
    return;

  for (guint shortness = 0; telar_task_label (layout->index, bar->task, shortness, layout->label);
       shortness++)
    {
      TelarMark *mark;
      double width;

      /* No need to shape what cannot fit. */
      if (layout->label->len * 2.0 > MAX (inside, beside))
        continue;

      width = telar_text_cache_measure (layout->texts, TELAR_FONT_BAR, layout->label->str);
      if (width <= inside)
        mark = telar_display_list_add_text (
            layout->list, TELAR_FONT_BAR, TELAR_ROLE_ON_PHASE + bar->widest_phase,
            TELAR_ANCHOR_START, left + PADDING, baseline, layout->label->str);
      else if (width <= beside && (shortness > 0 || inside < 12))
        mark = telar_display_list_add_text (layout->list, TELAR_FONT_BAR, TELAR_ROLE_TEXT,
                                            TELAR_ANCHOR_START, bar->end + PADDING, baseline,
                                            layout->label->str);
      else
        continue;

      mark->width = (float) width;
      mark->task = bar->task;
      layout->n_labels++;
      return;
    }
}

static void
layout_emphasis (Row *row, const Bar *bar)
{
  const TelarChartOptions *options = row->layout->options;
  TelarMark *mark;

  if (bar->task == TELAR_NO_TASK)
    return;

  if (bar->task == options->selected_task)
    {
      mark = add_over_bar (row, bar, TELAR_MARK_OUTLINE, TELAR_ROLE_SELECTION, 2);
      mark->line_width = 2;
    }
  else if (bar->task == options->hovered_task)
    {
      mark = add_over_bar (row, bar, TELAR_MARK_OUTLINE, TELAR_ROLE_HOVER, 1.5);
      mark->line_width = 1.5f;
    }
}

/* Draws the spans from @first to @last, which are in sight, as one bar. */
static void
layout_bar (Row *row, guint first, guint last, double room_end, Bar *bar)
{
  TelarLayout *layout = row->layout;
  const TelarChartGeometry *geometry = layout->geometry;
  const TelarSpan *first_span = telar_lane_index_get_span (row->lane, first);
  const TelarSpan *last_span = telar_lane_index_get_span (row->lane, last);
  guint first_mark;

  *bar = (Bar){ .task = first_span->task };
  bar->x
      = MAX (telar_layout_snap (layout, get_x (row, first_span->start_ns)), geometry->plot_x - 8);
  bar->x = MAX (bar->x, row->cursor);
  bar->end = MIN (telar_layout_snap (layout, get_x (row, last_span->end_ns)),
                  geometry->plot_x + geometry->plot_width + 8);
  /* A gap of a pixel tells two tasks apart that follow each other at once. */
  if (bar->end - bar->x > 6)
    bar->end = MIN (bar->end, MAX (telar_layout_snap (layout, room_end) - 1, bar->x + 4));
  bar->end = MAX (bar->end, bar->x + layout->pixel);

  first_mark = layout->list->marks->len;
  layout_segments (row, bar, first, last);
  round_corners (row, bar, first_mark);
  row->cursor = bar->end;
}

static void
row_init (Row *row, TelarLayout *layout, guint lane, double y, double height)
{
  *row = (Row){
    .layout = layout,
    .lane = telar_chart_index_get_lane (layout->index, lane),
    .lane_number = lane,
    .y = y,
    .height = height,
    .cursor = -G_MAXFLOAT,
  };
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
  gboolean has_labels;
  guint i, n_spans;
  Row row;

  row_init (&row, layout, lane, y, height);
  has_labels = telar_lane_get_kind (row.lane->lane) != TELAR_LANE_LOOP;
  n_spans = telar_lane_index_get_n_spans (row.lane);

  for (i = telar_lane_index_find_ending_after (row.lane, 0, viewport->start_ns); i < n_spans;)
    {
      guint first, last;
      double room_end = layout->geometry->viewport.width;
      double label_end;
      Bar bar;

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
      layout_bar (&row, first, last, room_end, &bar);
      label_end
          = layout_status (&row, &bar, telar_chart_index_get_status (layout->index, bar.task));
      layout_emphasis (&row, &bar);
      if (has_labels && bar.task < layout->index->n_tasks)
        layout_label (&row, &bar, label_end, room_end);
      i = MAX (last, i) + 1;
    }
  flush_merged (&row);
}

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

/* Writes how long a task took, or what became of one that never began. */
static void
layout_time (TelarLayout *layout,
             const Row *row,
             const Bar *bar,
             const char *text,
             double label_end)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double width, baseline, inside;
  TelarMark *mark;

  if (layout->n_labels >= MAX_LABELS || row->height < 12 * geometry->scale)
    return;

  width = telar_text_cache_measure (layout->texts, TELAR_FONT_BAR, text);
  baseline = telar_layout_baseline (layout, TELAR_FONT_BAR, row->y + row->height / 2);
  inside = MIN (bar->widest_end, label_end) - bar->widest_x - 2 * PADDING;

  if (bar->end + PADDING + width <= geometry->viewport.width - 2)
    mark = telar_display_list_add_text (layout->list, TELAR_FONT_BAR, TELAR_ROLE_TEXT,
                                        TELAR_ANCHOR_START, bar->end + PADDING, baseline, text);
  else if (width <= inside)
    mark = telar_display_list_add_text (layout->list, TELAR_FONT_BAR,
                                        TELAR_ROLE_ON_PHASE + bar->widest_phase, TELAR_ANCHOR_END,
                                        bar->widest_x + inside + PADDING, baseline, text);
  else
    return;

  mark->width = (float) width;
  mark->task = bar->task;
  layout->n_labels++;
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
  Bar bar = { .task = task };
  Row row;

  if (!telar_chart_index_find_task (layout->index, task, &lane, &first, &last))
    {
      row = (Row){ .layout = layout, .y = y, .height = height };
      if (status != TELAR_STATUS_SKIPPED)
        layout_whisker (layout, task, layout->index->now_ns, y, height);
      bar.end = telar_chart_geometry_get_x (
          geometry, status == TELAR_STATUS_CANCELLED ? layout->index->now_ns : 0);
      if (telar_status_is_final (status))
        layout_time (layout, &row, &bar, telar_status_get_title (status), bar.end);
      return;
    }

  row_init (&row, layout, lane, y, height);
  first_span = telar_lane_index_get_span (row.lane, first);
  last_span = telar_lane_index_get_span (row.lane, last);
  layout_whisker (layout, task, first_span->start_ns, y, height);
  if (last_span->end_ns < geometry->viewport.start_ns
      || first_span->start_ns > geometry->viewport.end_ns)
    return;

  layout_bar (&row, first, last, geometry->viewport.width, &bar);
  label_end = layout_status (&row, &bar, status);
  layout_emphasis (&row, &bar);
  if (telar_status_is_final (status))
    {
      g_autofree char *duration = telar_format_duration (last_span->end_ns - first_span->start_ns);

      layout_time (layout, &row, &bar, duration, label_end);
    }
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
