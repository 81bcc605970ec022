/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#define COLUMN_WIDTH 2.0
#define N_LEVELS     4

/* What is known of one column of a band. */
typedef struct
{
  double busy_ns;  /* of all rows together */
  double majority; /* how far @role is ahead of the others, as Boyer and Moore count it */
  TelarRole role;
  gboolean is_touched;
  gboolean has_failed;
} Column;

/* Rows that share a line of the picture. */
typedef struct
{
  TelarLayout *layout;
  Column *columns;
  guint n_columns;
  double ns_per_column;
} Band;

static guint
get_column (const Band *band, gint64 time_ns)
{
  double column
      = (double) (time_ns - band->layout->geometry->viewport.start_ns) / band->ns_per_column;

  return (guint) CLAMP (column, 0, band->n_columns - 1);
}

static gint64
get_column_end (const Band *band, guint column)
{
  return band->layout->geometry->viewport.start_ns
         + (gint64) ceil ((column + 1) * band->ns_per_column);
}

static void
add_to_column (const Band *band, guint number, gint64 busy_ns, TelarRole role, gboolean has_failed)
{
  Column *column = &band->columns[number];
  double weight = MAX ((double) busy_ns, 1);

  column->is_touched = TRUE;
  column->has_failed |= has_failed;
  column->busy_ns += (double) busy_ns;
  if (column->role == role)
    {
      column->majority += weight;
    }
  else if (weight > column->majority)
    {
      column->role = role;
      column->majority = weight - column->majority;
    }
  else
    {
      column->majority -= weight;
    }
}

/* Adds some spans of a lane, at a cost that follows the columns that they are in. */
static void
add_spans (const Band *band, const TelarLayoutRow *row, guint first, guint last)
{
  const TelarLaneIndex *lane = row->lane;
  const TelarChartViewport *viewport = &band->layout->geometry->viewport;
  gint64 cursor_ns = viewport->start_ns;
  guint i = telar_lane_index_find_ending_after (lane, first, viewport->start_ns - 1);

  while (i <= last && cursor_ns < viewport->end_ns)
    {
      const TelarSpan *span = telar_lane_index_get_span (lane, i);
      gint64 start_ns = MAX (span->start_ns, cursor_ns), end_ns, busy_ns, after_ns;
      guint column = get_column (band, start_ns), to;
      gboolean is_begun = span->start_ns < cursor_ns;

      if (start_ns > viewport->end_ns)
        break;
      if (column + 1 < band->n_columns && get_column_end (band, column) <= start_ns)
        column++;

      end_ns = get_column_end (band, column);
      to = MIN (telar_lane_index_find_starting_from (lane, i + 1, end_ns), last + 1);
      busy_ns = telar_lane_index_get_busy (lane, i, to) - (start_ns - span->start_ns);
      after_ns = MAX (telar_lane_index_get_span (lane, to - 1)->end_ns - end_ns, 0);
      add_to_column (band, column, MAX (busy_ns - after_ns, 0),
                     telar_layout_get_role (row, i, to, NULL),
                     telar_lane_index_count_failed (lane, is_begun ? i + 1 : i, to) > 0);

      /* What is left of the last one is in the next column. */
      i = after_ns > 0 ? to - 1 : to;
      cursor_ns = end_ns;
    }
}

static void
add_row (const Band *band, guint row_number)
{
  TelarLayout *layout = band->layout;
  const TelarChartIndex *index = layout->index;
  guint lane, first = 0, last;
  TelarLayoutRow row;

  if (layout->geometry->rows == TELAR_CHART_BY_TASK)
    {
      if (!telar_chart_index_find_task (index, row_number, &lane, &first, &last))
        return;
    }
  else
    {
      lane = g_array_index (index->lane_order, guint, row_number);
      last = telar_lane_index_get_n_spans (telar_chart_index_get_lane (index, lane));
      if (last-- == 0)
        return;
    }

  telar_layout_row_init (&row, layout, lane, 0, 0);
  add_spans (band, &row, first, last);
}

static guint
get_level (const Band *band, const Column *column)
{
  double coverage = column->busy_ns / band->ns_per_column;

  return coverage >= 0.75 ? 3 : coverage >= 0.4 ? 2 : coverage >= 0.15 ? 1 : 0;
}

static gboolean
is_alike (const Band *band, const Column *a, const Column *b)
{
  return a->is_touched == b->is_touched && a->role == b->role && a->has_failed == b->has_failed
         && get_level (band, a) == get_level (band, b);
}

static void
paint_band (const Band *band, double y, double height)
{
  static const float alphas[N_LEVELS] = { 0.25f, 0.45f, 0.7f, 1.0f };
  const TelarChartGeometry *geometry = band->layout->geometry;
  TelarDisplayList *list = band->layout->list;

  for (guint i = 0, end; i < band->n_columns; i = end)
    {
      const Column *column = &band->columns[i];
      double x = geometry->plot_x + i * COLUMN_WIDTH;
      TelarMark *mark;

      for (end = i + 1; end < band->n_columns && is_alike (band, column, column + (end - i)); end++)
        ;
      if (!column->is_touched)
        continue;

      /* There is no room to mark a failure on a column, so it takes all of it. */
      mark = telar_display_list_add (
          list, TELAR_MARK_RECTANGLE, column->has_failed ? TELAR_ROLE_FAILED : column->role, x, y,
          MIN ((end - i) * COLUMN_WIDTH, geometry->plot_x + geometry->plot_width - x), height);
      mark->alpha = column->has_failed ? 1 : alphas[get_level (band, column)];
      mark->phase = TELAR_PHASE_QUEUED;
      if (column->role >= TELAR_ROLE_PHASE && column->role < TELAR_ROLE_PHASE + TELAR_N_PHASES)
        mark->phase = (guint8) (column->role - TELAR_ROLE_PHASE);
      if (column->role == TELAR_ROLE_SEVERAL || column->role == TELAR_ROLE_PALE_SEVERAL)
        band->layout->has_several = TRUE;
    }
}

/* How long tasks waited, until the first of them began. */
static void
paint_waiting (const Band *band, guint first, guint end, double y, double height)
{
  const TelarChartGeometry *geometry = band->layout->geometry;
  gint64 queued_ns = G_MAXINT64, begun_ns = G_MAXINT64;
  double x, right;

  for (guint task = first; task < end; task++)
    {
      gint64 start_ns, end_ns;

      if (!telar_chart_index_get_times (band->layout->index, task, &start_ns, &end_ns))
        continue;
      queued_ns
          = MIN (queued_ns, MAX (telar_chart_index_get_queued (band->layout->index, task), 0));
      begun_ns = MIN (begun_ns, start_ns);
    }
  if (begun_ns == G_MAXINT64)
    return;

  x = MAX (telar_chart_geometry_get_x (geometry, queued_ns), geometry->plot_x);
  right = geometry->plot_x + get_column (band, begun_ns) * COLUMN_WIDTH;
  if (right - x >= 1)
    telar_display_list_add (band->layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_FILL, x, y,
                            right - x, height);
}

/**
 * telar_layout_bands:
 * @layout: a layout that is being made
 * @first: a row
 *
 * Lays out all rows from @first on as lines of %TELAR_BAND_HEIGHT points that each stand for many
 * rows. A line is as opaque as the rows together were busy in a column, and has the colour that
 * most of its time has; columns with a failure have that of failures.
 */
void
telar_layout_bands (TelarLayout *layout, guint first)
{
  const TelarChartGeometry *geometry = layout->geometry;
  guint n_rows = geometry->n_rows - first;
  guint n_bands = (guint) (n_rows * geometry->row_height / TELAR_BAND_HEIGHT + 0.5);
  double top, row_height;
  Band band = { .layout = layout };

  n_bands = MAX (n_bands, 1);
  band.n_columns = (guint) ceil (geometry->plot_width / COLUMN_WIDTH);
  band.ns_per_column = (double) (geometry->viewport.end_ns - geometry->viewport.start_ns)
                       * COLUMN_WIDTH / geometry->plot_width;
  band.columns = g_new (Column, band.n_columns);
  telar_chart_geometry_get_row (geometry, first, &top, &row_height);

  for (guint i = 0; i < n_bands; i++)
    {
      guint from = first + (guint) ((guint64) i * n_rows / n_bands);
      guint to = first + (guint) ((guint64) (i + 1) * n_rows / n_bands);
      double y = top + i * TELAR_BAND_HEIGHT;

      memset (band.columns, 0, sizeof (Column) * band.n_columns);
      for (guint row = from; row < to; row++)
        add_row (&band, row);
      if (geometry->rows == TELAR_CHART_BY_TASK)
        paint_waiting (&band, from, to, y, TELAR_BAND_HEIGHT);
      paint_band (&band, y, TELAR_BAND_HEIGHT);
    }
  g_free (band.columns);
}
