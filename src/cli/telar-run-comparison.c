/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-comparison.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/telar-format.h"
#include "model/telar-scaling.h"

static char *
format_time (double ns)
{
  return telar_format_duration ((gint64) round (ns));
}

/* Whether the strategy alone says which series is meant. */
static gboolean
is_only_one (const TelarComparison *comparison, const TelarSeries *series)
{
  for (guint i = 0; i < comparison->series->len; i++)
    {
      const TelarSeries *other = telar_comparison_get (comparison, i);

      if (other != series && other->strategy == series->strategy)
        return FALSE;
    }

  return TRUE;
}

static const char *
get_name (const TelarComparison *comparison, const TelarSeries *series)
{
  return is_only_one (comparison, series) ? telar_strategy_get_title (series->strategy)
                                          : series->label;
}

static void
print_walls (const TelarComparison *comparison, const TelarSeries *series)
{
  const TelarStatistics *walls = &series->walls;
  const char *name = get_name (comparison, series);
  g_autofree char *median = format_time (walls->median);
  g_autofree char *minimum = format_time (walls->minimum);
  g_autofree char *maximum = format_time (walls->maximum);
  g_autofree char *deviation = format_time (walls->standard_deviation);

  if (walls->count == 1)
    g_print (_ ("%s: wall time %s\n"), name, median);
  else
    g_print (_ ("%s: wall time %s (median of %u runs), minimum %s, maximum %s, standard deviation "
                "%s\n"),
             name, median, walls->count, minimum, maximum, deviation);
}

/* Says so where repeated runs were not alike, and what may help. */
static void
print_warning (const TelarComparison *comparison, const TelarSeries *series)
{
  const char *name = get_name (comparison, series);

  if (!series->walls.is_unsteady)
    return;

  if (series->walls.first_is_slow)
    g_print (_ ("%s: the first run took much longer than the others, so the times spread too far "
                "to compare: --warm-up=1 leaves it out.\n"),
             name);
  else
    g_print (_ ("%s: the times spread too far to compare: end other programs, or repeat more "
                "often.\n"),
             name);
}

static void
print_speed_up (const TelarComparison *comparison, const TelarSeries *series)
{
  const char *name = get_name (comparison, series), *baseline;
  g_autofree char *factor = NULL;

  if (series->baseline == TELAR_NO_SERIES
      || telar_comparison_get (comparison, series->baseline) == series)
    return;

  baseline = get_name (comparison, telar_comparison_get (comparison, series->baseline));
  if (series->difference == TELAR_DIFFERENCE_NONE)
    {
      g_print (_ ("%s: neither faster nor slower than %s, as far as such spread lets one tell\n"),
               name, baseline);
      return;
    }

  factor = telar_format_factor (series->speed_up);
  if (!is_only_one (comparison, series))
    /* Translators: the first %s tells the number of workers already */
    g_print (_ ("%s: %s times as fast as %s (efficiency %.0f %% for each worker)\n"), name, factor,
             baseline, series->efficiency * 100);
  else
    g_print (g_dngettext (GETTEXT_PACKAGE,
                          /* Translators: the blank before the percent sign is a no-break space */
                          "%s: %s times as fast as %s, with %u worker (efficiency %.0f %%)\n",
                          "%s: %s times as fast as %s, with %u workers (efficiency %.0f %% each)\n",
                          series->workers),
             name, factor, baseline, series->workers, series->efficiency * 100);
}

static void
print_scaling (const TelarComparison *comparison, const TelarScaling *scaling)
{
  const char *strategy = telar_strategy_get_title (scaling->strategy);
  const TelarAmdahl *amdahl = &scaling->amdahl;
  g_autofree char *limit = NULL;

  if (!amdahl->is_known)
    return;

  if (amdahl->serial_share < 0.0005)
    {
      g_print (_ ("%s: scales as if no measurable part of the work were serial (Amdahl’s law).\n"),
               strategy);
    }
  else
    {
      limit = telar_format_factor (telar_amdahl_get_limit (amdahl->serial_share));
      g_print (
          _ ("%s: scales as if %.1f %% of the work were serial (Amdahl’s law), so that no number "
             "of workers makes it more than %s times as fast.\n"),
          strategy, amdahl->serial_share * 100, limit);
    }
  g_print (_ ("%s: the law misses the times measured by %.1f %% of the time of %s on average.\n"),
           strategy, amdahl->residual * 100,
           telar_comparison_get (comparison, scaling->reference)->label);
}

/* Whether only a run with one worker is missing for a curve. */
static gboolean
lacks_reference (const TelarComparison *comparison)
{
  for (guint i = 0; i < comparison->series->len; i++)
    if (telar_comparison_get (comparison, i)->workers == 1)
      return FALSE;

  return TRUE;
}

/**
 * telar_run_comparison_print:
 * @comparison: runs of one plan
 * @is_scaling: whether several numbers of workers were asked for
 *
 * Prints the wall time of each series; of repeated runs the median, minimum, maximum and standard
 * deviation, with a warning where they spread too far. Then prints how many times as fast as the
 * baseline the others are by their medians, unless the runs spread more than they differ, and what
 * Amdahl's law says of several numbers of workers.
 */
void
telar_run_comparison_print (const TelarComparison *comparison, gboolean is_scaling)
{
  g_autoptr (GPtrArray) scalings = telar_scaling_find (comparison);

  g_print ("\n");
  for (guint i = 0; i < comparison->series->len; i++)
    {
      print_walls (comparison, telar_comparison_get (comparison, i));
      print_warning (comparison, telar_comparison_get (comparison, i));
    }
  for (guint i = 0; i < comparison->series->len; i++)
    print_speed_up (comparison, telar_comparison_get (comparison, i));

  for (guint i = 0; i < scalings->len; i++)
    print_scaling (comparison, g_ptr_array_index (scalings, i));
  if (is_scaling && comparison->series->len > 1 && lacks_reference (comparison))
    g_print (_ ("To see how the speed-up grows with the workers, add 1 to --workers, or use "
                "--strategy=all.\n"));
}
