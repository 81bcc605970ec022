/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/telar-format.h"

/* Stands where there is nothing to tell. */
#define NOTHING "–"

typedef enum
{
  COLUMN_LABEL,
  COLUMN_RUNS,
  COLUMN_WALL,
  COLUMN_SPEED_UP,
  COLUMN_EFFICIENCY,
  COLUMN_CPU_USER,
  COLUMN_CPU_SYSTEM,
  COLUMN_PEAK,
  COLUMN_MEAN,
  COLUMN_OVERHEAD,
  COLUMN_MEMORY,
  COLUMN_FAILED,
  N_COLUMNS
} Column;

static const struct
{
  const char *title;
  const char *meaning;
} columns[N_COLUMNS] = {
  [COLUMN_LABEL] = { "", NULL },
  [COLUMN_RUNS] = { N_ ("Runs"), N_ ("How many runs count") },
  [COLUMN_WALL]
  = { N_ ("Wall time"), N_ ("Of several runs the median, and the standard deviation") },
  [COLUMN_SPEED_UP] = { N_ ("Speed-up"), N_ ("How many times as fast as the reference") },
  [COLUMN_EFFICIENCY] = { N_ ("Efficiency"), N_ ("The speed-up for each worker") },
  [COLUMN_CPU_USER] = { N_ ("CPU user"), N_ ("Processor time of the workers’ own code") },
  [COLUMN_CPU_SYSTEM]
  = { N_ ("CPU system"), N_ ("Processor time of the operating system for the workers") },
  [COLUMN_PEAK] = { N_ ("Peak tasks"), N_ ("The most tasks that went on at once") },
  [COLUMN_MEAN] = { N_ ("Mean tasks"), N_ ("How many tasks went on at once, on average") },
  [COLUMN_OVERHEAD]
  = { N_ ("Overhead"), N_ ("What the wall time exceeds the longest chain of tasks by") },
  [COLUMN_MEMORY] = { N_ ("Memory"), N_ ("What the run needed at its peak, beyond the program") },
  [COLUMN_FAILED] = { N_ ("Failures"), N_ ("Tasks that failed") },
};

static char *
format_ns (double ns)
{
  return telar_format_duration ((gint64) round (ns));
}

static char *
format_speed_up (const TelarComparison *comparison, guint index)
{
  const TelarSeries *series = telar_comparison_get (comparison, index);
  g_autofree char *factor = NULL;

  if (series->baseline == index)
    return g_strdup (_ ("reference"));
  if (isnan (series->speed_up))
    return g_strdup (NOTHING);

  factor = telar_format_factor (series->speed_up);

  /* Translators: how many times as fast something is */
  return g_strdup_printf (_ ("%s×"), factor);
}

static char *
format_wall (const TelarSeries *series)
{
  g_autofree char *median = format_ns (series->walls.median);
  g_autofree char *deviation = NULL;

  if (series->walls.count < 2)
    return g_steal_pointer (&median);

  deviation = format_ns (series->walls.standard_deviation);

  return g_strdup_printf ("%s ± %s", median, deviation);
}

static char *
format_cell (const TelarComparison *comparison, guint index, Column column)
{
  const TelarSeries *series = telar_comparison_get (comparison, index);

  switch (column)
    {
    case COLUMN_LABEL:
      return g_strdup (series->label);

    case COLUMN_RUNS:
      return telar_format_count (series->n_runs);

    case COLUMN_WALL:
      return format_wall (series);

    case COLUMN_SPEED_UP:
      return format_speed_up (comparison, index);

    case COLUMN_EFFICIENCY:
      if (isnan (series->efficiency))
        return g_strdup (NOTHING);
      /* Translators: the blank before the percent sign is a no-break space */
      return g_strdup_printf (_ ("%.0f %%"), series->efficiency * 100);

    case COLUMN_CPU_USER:
      return format_ns (series->cpu_user_ns);

    case COLUMN_CPU_SYSTEM:
      return format_ns (series->cpu_system_ns);

    case COLUMN_PEAK:
      return telar_format_count (series->peak_concurrency);

    case COLUMN_MEAN:
      return g_strdup_printf ("%.1f", series->mean_concurrency);

    case COLUMN_OVERHEAD:
      return format_ns (series->overhead_ns);

    case COLUMN_MEMORY:
      return series->memory_bytes > 0 ? telar_format_bytes ((guint64) series->memory_bytes)
                                      : g_strdup (NOTHING);

    case COLUMN_FAILED:
      return telar_format_count (series->n_failed);

    case N_COLUMNS:
    default:
      g_assert_not_reached ();
    }
}

static void
attach (GtkGrid *grid, Column column, guint row, const char *text, const char *const *classes)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == COLUMN_LABEL ? 0 : 1);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_widget_set_css_classes (label, (const char **) classes);
  if (row == 0 && columns[column].meaning != NULL)
    gtk_widget_set_tooltip_text (label, _ (columns[column].meaning));
  gtk_grid_attach (grid, label, (int) column, (int) row, 1, 1);
}

/**
 * telar_comparison_table_new:
 * @comparison: a comparison
 *
 * Returns: (transfer floating): a table with a row for each series of it
 */
GtkWidget *
telar_comparison_table_new (const TelarComparison *comparison)
{
  static const char *const heading[] = { "caption-heading", "dim-label", NULL };
  static const char *const figure[] = { "numeric", NULL };
  /* What has no role may have no name in newer versions of GTK. */
  GtkGrid *grid = g_object_new (GTK_TYPE_GRID, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  gtk_grid_set_column_spacing (grid, 15);
  gtk_grid_set_row_spacing (grid, 6);
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Figures of the runs"), -1);
  /* An overlaid scrollbar must not cover the last row. */
  gtk_widget_set_margin_bottom (GTK_WIDGET (grid), 12);
  for (Column i = 0; i < N_COLUMNS; i++)
    {
      if (i == COLUMN_RUNS && !telar_comparison_has_repeats (comparison))
        continue;

      attach (grid, i, 0, i == COLUMN_LABEL ? "" : _ (columns[i].title), heading);
      for (guint row = 0; row < comparison->series->len; row++)
        {
          g_autofree char *text = format_cell (comparison, row, i);

          attach (grid, i, row + 1, text, figure);
        }
    }

  return GTK_WIDGET (grid);
}
