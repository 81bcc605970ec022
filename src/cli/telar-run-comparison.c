/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-comparison.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/telar-difference.h"
#include "model/telar-format.h"
#include "model/telar-run-figures.h"

/* The runs of one strategy that went to their end, or all of them if none did. */
typedef struct
{
  TelarRunFigures typical; /* of the last run, with the median of the wall times */
  TelarStatistics walls;   /* in nanoseconds */
  gboolean is_even;        /* all of them are comparable with each other */
} Series;

static void
compute_series (Series *series, TelarRunRecord *const *records, guint n_records)
{
  g_autofree TelarRunFigures *figures = g_new (TelarRunFigures, n_records);
  g_autofree double *walls = g_new (double, n_records);
  guint n_complete = 0;

  for (guint i = 0; i < n_records; i++)
    if (records[i]->complete)
      telar_run_figures_compute (&figures[n_complete++], records[i]);
  if (n_complete == 0)
    for (; n_complete < n_records; n_complete++)
      telar_run_figures_compute (&figures[n_complete], records[n_complete]);

  series->typical = figures[n_complete - 1];
  series->is_even = TRUE;
  for (guint i = 0; i < n_complete; i++)
    {
      walls[i] = (double) figures[i].wall_ns;
      series->is_even &= telar_run_figures_is_comparable (&figures[i], &series->typical);
    }
  telar_statistics_compute (&series->walls, walls, n_complete);
  series->typical.wall_ns = (gint64) round (series->walls.median);
}

static char *
format_time (double ns)
{
  return telar_format_duration ((gint64) round (ns));
}

static void
print_walls (const Series *series)
{
  const TelarStatistics *walls = &series->walls;
  const char *strategy = telar_strategy_get_title (series->typical.strategy);
  g_autofree char *median = format_time (walls->median);
  g_autofree char *minimum = format_time (walls->minimum);
  g_autofree char *maximum = format_time (walls->maximum);
  g_autofree char *deviation = format_time (walls->standard_deviation);

  if (walls->count == 1)
    g_print (_ ("%s: wall time %s\n"), strategy, median);
  else
    g_print (_ ("%s: wall time %s (median of %u runs), minimum %s, maximum %s, standard deviation "
                "%s\n"),
             strategy, median, walls->count, minimum, maximum, deviation);
}

/* Says so where repeated runs were not alike, and what may help. */
static void
print_warning (const Series *series)
{
  const char *strategy = telar_strategy_get_title (series->typical.strategy);

  if (!series->walls.is_unsteady)
    return;

  if (series->walls.first_is_slow)
    g_print (_ ("%s: the first run took much longer than the others, so the times spread too far "
                "to compare: --warm-up=1 leaves it out.\n"),
             strategy);
  else
    g_print (_ ("%s: the times spread too far to compare: end other programs, or repeat more "
                "often.\n"),
             strategy);
}

static void
print_speed_up (const Series *series, const Series *sequential)
{
  const TelarRunFigures *figures = &series->typical;
  const char *strategy = telar_strategy_get_title (figures->strategy);
  double speed_up, efficiency;
  g_autofree char *factor = NULL;
  TelarDifference difference;

  if (!series->is_even || !sequential->is_even
      || !telar_run_figures_is_comparable (figures, &sequential->typical))
    return;

  telar_difference_compute (&difference, &sequential->walls, &series->walls);
  if (difference.kind == TELAR_DIFFERENCE_NONE)
    {
      g_print (_ ("%s: neither faster nor slower than Sequential, as far as such spread lets one "
                  "tell\n"),
               strategy);
      return;
    }

  speed_up = telar_run_figures_get_speed_up (figures, &sequential->typical);
  efficiency = telar_run_figures_get_efficiency (figures, &sequential->typical);
  factor = telar_format_factor (speed_up);
  g_print (g_dngettext (GETTEXT_PACKAGE,
                        /* Translators: the blank before the percent sign is a no-break space */
                        "%s: %s times as fast as Sequential, with %u worker (efficiency %.0f %%)\n",
                        "%s: %s times as fast as Sequential, with %u workers (efficiency "
                        "%.0f %% each)\n",
                        figures->workers),
           strategy, factor, figures->workers, efficiency * 100);
}

/**
 * telar_run_comparison_print:
 * @records: (element-type TelarRunRecord): at least one run, those of one strategy together
 * @repeat: how many runs there are of each strategy, at least 1; fewer of the last one
 *
 * Prints the wall time of each strategy; of repeated runs the median, minimum, maximum and standard
 * deviation, with a warning where they spread too far. If Sequential is among several strategies,
 * prints how many times as fast the others are by their medians, unless the runs spread more than
 * they differ.
 */
void
telar_run_comparison_print (GPtrArray *records, guint repeat)
{
  g_autofree Series *all = g_new0 (Series, records->len);
  const Series *sequential = NULL;
  guint n = 0;

  for (guint i = 0; i < records->len; i += repeat)
    compute_series (&all[n++], (TelarRunRecord *const *) &records->pdata[i],
                    MIN (repeat, records->len - i));

  g_print ("\n");
  for (guint i = 0; i < n; i++)
    {
      print_walls (&all[i]);
      print_warning (&all[i]);
      if (all[i].typical.strategy == TELAR_STRATEGY_SEQUENTIAL)
        sequential = &all[i];
    }

  for (guint i = 0; i < n && sequential != NULL; i++)
    if (&all[i] != sequential)
      print_speed_up (&all[i], sequential);
}
