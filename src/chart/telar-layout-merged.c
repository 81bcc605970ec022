/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#define BAR_WIDTH    3.0 /* narrower ones are merged */
#define COLUMN_WIDTH 2.0 /* of what is merged */
#define OPAQUE_PARTS 3

/* So many columns before it is needed, what a column ends in is fetched from memory. */
#define COLUMNS_AHEAD 4

/* The first nanosecond that is drawn at @x or right of it: spans that start from then on do so
 * right of @x. */
static gint64
get_time_from (const TelarLayoutRow *row, double x)
{
  return row->layout->geometry->viewport.start_ns
         + (gint64) ceil (telar_layout_get_nanoseconds (row, x));
}

/**
 * telar_layout_is_merged:
 * @row: a row
 * @first: the first span of a bar
 * @last: its last one
 *
 * Returns: whether the bar is too narrow to be told from others
 */
gboolean
telar_layout_is_merged (const TelarLayoutRow *row, guint first, guint last)
{
  return (double) (telar_lane_index_get_span (row->lane, last)->end_ns
                   - telar_lane_index_get_span (row->lane, first)->start_ns)
             * row->points_per_ns
         < BAR_WIDTH;
}

/**
 * telar_layout_find_bar:
 * @row: a row
 * @span: a span of its lane
 * @first: (out): the first span of its bar
 * @last: (out): the last one
 *
 * Returns: whether the bar is wide enough to be seen; else nothing else is set
 */
gboolean
telar_layout_find_bar (const TelarLayoutRow *row, guint span, guint *first, guint *last)
{
  gint64 longest_ns = telar_lane_index_get_longest (row->lane, span);

  /* Mostly no bar nearby is, which is known without a look at the bar. */
  if ((double) longest_ns * row->points_per_ns < BAR_WIDTH)
    return FALSE;

  telar_chart_index_get_group (row->layout->index, row->lane_number, span, first, last);

  return !telar_layout_is_merged (row, *first, *last);
}

/* A failure stands out a little, for it must not be lost among thousands of columns. */
static void
add_failure (TelarLayoutRow *row, double x, double end)
{
  telar_display_list_add (row->layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_FAILED, x,
                          row->y - MIN (2, row->height / 8), MAX (end - x, 3),
                          MIN (6, row->height / 2));
}

/**
 * telar_layout_flush_merged:
 * @row: a row
 *
 * Draws the merged columns that are not drawn yet.
 */
void
telar_layout_flush_merged (TelarLayoutRow *row)
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
  double end
      = MAX (column_end, telar_layout_snap (row->layout, telar_layout_get_x (row, last->end_ns)));
  double x = MAX (column_x, row->cursor);
  double length_ns
      = telar_layout_get_nanoseconds (row, end) - telar_layout_get_nanoseconds (row, column_x);
  TelarPhase phase;
  double coverage
      = (double) telar_lane_index_sum_up (row->lane, from, to, &row->sums, &phase) / length_ns;
  guint level = coverage >= 0.75 ? 3 : coverage >= 0.4 ? 2 : coverage >= 0.15 ? 1 : 0;
  TelarRole role = telar_layout_get_role (row, from, to, &phase);
  guint32 task = first->task == last->task && (!row->is_loop || to - from == 1) ? first->task
                                                                                : TELAR_NO_TASK;
  const TelarChartSearch *search = row->layout->options->search;
  gboolean is_pale
      = search != NULL && !telar_chart_search_has_spans (search, row->lane_number, from, to);
  gboolean has_failed = telar_lane_index_count_failed (row->lane, from, to) > 0;

  /* What is all in the pixel that was drawn last takes no other, but its failure must be seen. */
  if (row->follows_merged && telar_layout_get_x (row, last->end_ns) <= row->cursor
      && (!row->merged_pale || is_pale))
    {
      row->merged_task = TELAR_NO_TASK;
      if (!has_failed || is_pale || row->merged_failed)
        return;
      telar_layout_flush_merged (row);
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
      telar_layout_flush_merged (row);
      row->merged_x = x;
      row->merged_role = role;
      row->merged_phase = telar_layout_get_phase (role, first);
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

/**
 * telar_layout_find_column_blocks:
 * @row: a row
 * @first: the first span that is drawn
 *
 * Finds out where in its lane each column ends, if there are so many spans in each that this
 * pays: what is there can then be fetched from memory long before it is looked at.
 */
void
telar_layout_find_column_blocks (TelarLayoutRow *row, guint first)
{
  TelarLayout *layout = row->layout;
  const TelarChartGeometry *geometry = layout->geometry;
  guint n_columns = (guint) ceil (geometry->plot_width / COLUMN_WIDTH), block;

  if (first >= row->lane->n_spans)
    return;

  block = first / TELAR_SUMS_BLOCK;
  if (telar_lane_index_find_block (row->lane, block, geometry->viewport.end_ns) - block < n_columns)
    return;

  if (layout->column_ends_ns == NULL)
    {
      layout->column_ends_ns = g_new (gint64, n_columns);
      layout->column_blocks = g_new (guint, n_columns);
      for (guint i = 0; i < n_columns; i++)
        layout->column_ends_ns[i] = get_time_from (row, geometry->plot_x + (i + 1) * COLUMN_WIDTH);
    }
  telar_lane_index_find_blocks (row->lane, block, layout->column_ends_ns, n_columns,
                                layout->column_blocks);
  row->n_columns = n_columns;
}

/* Finds the first span after @from that is not in its column. */
static guint
find_column_end (const TelarLayoutRow *row, guint from, gint64 start_ns, double column)
{
  const TelarLayout *layout = row->layout;
  guint block = (from + 1) / TELAR_SUMS_BLOCK, number;
  gint64 end_ns;

  if (column < 0 || column >= row->n_columns)
    {
      end_ns = get_time_from (row, layout->geometry->plot_x + (column + 1) * COLUMN_WIDTH);

      return telar_lane_index_find_starting_from (row->lane, from + 1, MAX (end_ns, start_ns + 1));
    }

  number = (guint) column;
  if (number + COLUMNS_AHEAD < row->n_columns)
    telar_lane_index_prefetch (row->lane, layout->column_blocks[number + COLUMNS_AHEAD]);
  end_ns = layout->column_ends_ns[number];

  return telar_lane_index_find_from_block (
      row->lane, from + 1, MAX (layout->column_blocks[number], block), MAX (end_ns, start_ns + 1));
}

/**
 * telar_layout_merge:
 * @row: a row
 * @from: a span of a bar that is too narrow to be seen
 *
 * Merges what begins in the column of the span, up to the next bar that can be seen.
 *
 * Returns: the span after those that were merged
 */
guint
telar_layout_merge (TelarLayoutRow *row, guint from)
{
  const TelarChartGeometry *geometry = row->layout->geometry;
  gint64 start_ns = telar_lane_index_get_span (row->lane, from)->start_ns;
  double x = telar_layout_get_x (row, start_ns);
  double column = floor ((x - geometry->plot_x) / COLUMN_WIDTH);
  double column_x = geometry->plot_x + column * COLUMN_WIDTH;
  double column_end = column_x + COLUMN_WIDTH;
  guint to = find_column_end (row, from, start_ns, column);
  guint first, last;

  if (telar_layout_find_bar (row, to - 1, &first, &last) && first > from)
    {
      to = first;
      column_end = MIN (
          column_end,
          telar_layout_snap (
              row->layout,
              telar_layout_get_x (row, telar_lane_index_get_span (row->lane, first)->start_ns)));
    }

  merge_column (row, from, to, column_x, column_end);

  return to;
}
