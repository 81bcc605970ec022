/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-layout-private.h"

#include <glib/gi18n-lib.h>

#define COLUMN_GAP     18.0
#define MAX_COLUMN_GAP 40.0
#define ROW_HEIGHT     26.0
#define LINE_HEIGHT    16.0 /* of the second line of a label */
#define MIN_LABEL      90.0

typedef enum
{
  COLUMN_WALL,
  COLUMN_DEVIATION,
  COLUMN_USER,
  COLUMN_SYSTEM,
  COLUMN_SPEED_UP,
  COLUMN_EFFICIENCY,
  COLUMN_PEAK,
  COLUMN_MEAN,
  COLUMN_OVERHEAD,
  COLUMN_MEMORY,
  COLUMN_FAILED,
  N_COLUMNS,
} Column;

static const char *const titles[N_COLUMNS] = {
  [COLUMN_WALL] = N_ ("Wall time"),    [COLUMN_DEVIATION] = N_ ("Std. dev."),
  [COLUMN_USER] = N_ ("CPU user"),     [COLUMN_SYSTEM] = N_ ("CPU system"),
  [COLUMN_SPEED_UP] = N_ ("Speed-up"), [COLUMN_EFFICIENCY] = N_ ("Efficiency"),
  [COLUMN_PEAK] = N_ ("Peak tasks"),   [COLUMN_MEAN] = N_ ("Mean tasks"),
  [COLUMN_OVERHEAD] = N_ ("Overhead"), [COLUMN_MEMORY] = N_ ("Memory"),
  [COLUMN_FAILED] = N_ ("Failures"),
};

/* What a narrow page does without, first to last. */
static const Column dispensable[]
    = { COLUMN_MEAN, COLUMN_PEAK,      COLUMN_MEMORY, COLUMN_OVERHEAD,  COLUMN_SYSTEM,
        COLUMN_USER, COLUMN_DEVIATION, COLUMN_FAILED, COLUMN_EFFICIENCY };

typedef struct
{
  gboolean is_shown;
  double width;
  double right; /* where its texts end */
} ColumnPlace;

static char *
format_speed_up (const TelarSeries *series)
{
  g_autofree char *factor = NULL, *error = NULL;

  if (isnan (series->speed_up))
    return g_strdup ("–");

  factor = telar_format_factor (series->speed_up);
  if (isnan (series->speed_up_error) || series->speed_up_error <= 0)
    return g_steal_pointer (&factor);

  error = telar_format_factor (series->speed_up_error);

  return g_strdup_printf ("%s ± %s", factor, error);
}

static char *
format_cell (const TelarSeries *series, Column column)
{
  switch (column)
    {
    case COLUMN_WALL:
      return telar_comparison_format_time (series->walls.median);
    case COLUMN_DEVIATION:
      return series->n_runs > 1 ? telar_comparison_format_time (series->walls.standard_deviation)
                                : g_strdup ("–");
    case COLUMN_USER:
      return telar_comparison_format_time (series->cpu_user_ns);
    case COLUMN_SYSTEM:
      return telar_comparison_format_time (series->cpu_system_ns);
    case COLUMN_SPEED_UP:
      return format_speed_up (series);
    case COLUMN_EFFICIENCY:
      if (isnan (series->efficiency))
        return g_strdup ("–");
      /* Translators: a percentage; the blank is a no-break space */
      return g_strdup_printf (_ ("%.0f %%"), series->efficiency * 100);
    case COLUMN_PEAK:
      return telar_format_count (series->peak_concurrency);
    case COLUMN_MEAN:
      return telar_format_factor (series->mean_concurrency);
    case COLUMN_OVERHEAD:
      return telar_comparison_format_time (series->overhead_ns);
    case COLUMN_MEMORY:
      return series->memory_bytes > 0 ? telar_format_bytes ((guint64) series->memory_bytes)
                                      : g_strdup ("–");
    case COLUMN_FAILED:
      return telar_format_count (series->n_failed);
    case N_COLUMNS:
    default:
      g_assert_not_reached ();
    }
}

static double
measure_column (TelarComparisonPage *page, Column column)
{
  double width = telar_comparison_measure (page, TELAR_FONT_AXIS, _ (titles[column]));

  for (guint i = 0; i < page->comparison->series->len; i++)
    {
      g_autofree char *cell = format_cell (telar_comparison_get (page->comparison, i), column);

      width = MAX (width, telar_comparison_measure (page, TELAR_FONT_BODY, cell));
    }

  return width;
}

static double
get_total (const ColumnPlace *columns, double gap, guint *n_shown)
{
  double total = 0;

  *n_shown = 0;
  for (guint i = 0; i < N_COLUMNS; i++)
    if (columns[i].is_shown)
      {
        total += columns[i].width + gap;
        ++*n_shown;
      }

  return total;
}

/* Returns: the width of the column of labels */
static double
place_columns (TelarComparisonPage *page, ColumnPlace *columns)
{
  double gap = COLUMN_GAP * page->scale, room = page->width - 2 * page->margin - 16;
  double label = telar_comparison_measure_series (page, TELAR_FONT_BODY), total, x;
  guint n_shown;

  for (guint i = 0; i < N_COLUMNS; i++)
    columns[i] = (ColumnPlace){ TRUE, measure_column (page, i), 0 };
  columns[COLUMN_DEVIATION].is_shown = telar_comparison_has_repeats (page->comparison);

  total = get_total (columns, gap, &n_shown);
  for (guint i = 0; i < G_N_ELEMENTS (dispensable) && label + total > room; i++)
    {
      /* Long labels get a second line rather than that too much is left out. */
      if (i >= 3 && MIN (label, MAX (room / 3, MIN_LABEL * page->scale)) + total <= room)
        break;
      columns[dispensable[i]].is_shown = FALSE;
      total = get_total (columns, gap, &n_shown);
    }

  label = CLAMP (room - total, MIN (MIN_LABEL, room / 3), label);
  if (label + total < room)
    gap = MIN (gap + (room - label - total) / n_shown, MAX_COLUMN_GAP * page->scale);

  x = page->margin + 8 + label;
  for (guint i = 0; i < N_COLUMNS; i++)
    if (columns[i].is_shown)
      columns[i].right = x = floor (x + gap + columns[i].width);

  return label;
}

static void
layout_row (TelarComparisonPage *page, const ColumnPlace *columns, double label_width, guint i)
{
  const TelarSeries *series = telar_comparison_get (page->comparison, i);
  gboolean has_one_line = telar_comparison_label_fits (page, label_width, series->label);
  double height = round ((has_one_line ? ROW_HEIGHT : ROW_HEIGHT + LINE_HEIGHT) * page->scale);
  double centre = page->y + height / 2, half_line = LINE_HEIGHT / 2 * page->scale;
  TelarMark *mark
      = telar_display_list_add (page->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_ZEBRA, page->margin,
                                page->y, page->width - 2 * page->margin, height);

  mark->task = i;
  mark->alpha = i % 2 == 0 ? 1 : 0;
  telar_comparison_add_label (page, TELAR_ANCHOR_START, page->margin + 8, centre,
                              centre - half_line, centre + half_line, label_width, series->label);
  for (guint column = 0; column < N_COLUMNS; column++)
    if (columns[column].is_shown)
      {
        g_autofree char *cell = format_cell (series, column);
        TelarRole role
            = column == COLUMN_FAILED && series->n_failed > 0 ? TELAR_ROLE_FAILED : TELAR_ROLE_TEXT;

        telar_comparison_add_text (page, TELAR_FONT_BODY, role, TELAR_ANCHOR_END,
                                   columns[column].right, centre, cell);
      }
  page->y += height;
}

/* Says what the speed-ups refer to. */
static void
add_baseline_note (TelarComparisonPage *page)
{
  guint baseline = telar_comparison_find_baseline (page->comparison, 0);
  const TelarSeries *reference;
  g_autofree char *note = NULL;

  if (page->comparison->n_plans > 1)
    {
      telar_comparison_add_note (
          page,
          _ ("Speed-up refers to Sequential where it ran the same tasks, else to one worker or "
             "the slowest run; runs of different tasks are not compared."));
      return;
    }
  if (baseline == TELAR_NO_SERIES || page->comparison->series->len < 2)
    return;

  reference = telar_comparison_get (page->comparison, baseline);
  if (reference->workers <= 1)
    note = g_strdup_printf (
        _ ("Speed-up refers to %s; efficiency is the speed-up for each worker."), reference->label);
  else
    note = g_strdup_printf (_ ("Speed-up and efficiency refer to %s."), reference->label);
  telar_comparison_add_note (page, note);
}

/**
 * telar_comparison_layout_table:
 * @page: a page that is being laid out
 *
 * Adds the figures of each series as a table. A page that is too narrow for it does without the
 * less important ones.
 */
void
telar_comparison_layout_table (TelarComparisonPage *page)
{
  ColumnPlace columns[N_COLUMNS];
  double label_width, height = round (ROW_HEIGHT * page->scale);

  telar_comparison_add_heading (page, _ ("Figures"));
  label_width = place_columns (page, columns);

  for (guint i = 0; i < N_COLUMNS; i++)
    if (columns[i].is_shown)
      telar_comparison_add_text (page, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT, TELAR_ANCHOR_END,
                                 columns[i].right, page->y + height / 2, _ (titles[i]));
  page->y += height;
  telar_display_list_add (page->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_AXIS, page->margin,
                          page->y - 1, page->width - 2 * page->margin, 1);

  for (guint i = 0; i < page->comparison->series->len; i++)
    layout_row (page, columns, label_width, i);
  page->y += 6 * page->scale;
  if (telar_comparison_has_repeats (page->comparison))
    telar_comparison_add_note (page, _ ("Times are medians of repeated runs."));
  add_baseline_note (page);
}
