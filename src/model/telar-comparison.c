/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The runs of one series while they are collected. */
typedef struct
{
  GPtrArray *records; /* TelarRunRecord */
  const char *name;   /* that all of them have, or NULL */
  guint plan;
  guint workers;
} Group;

static void
group_clear (gpointer data)
{
  Group *group = data;

  g_ptr_array_unref (group->records);
}

static guint
get_workers (const TelarRunRecord *record)
{
  return telar_strategy_get_effective_workers (record->strategy, record->workers,
                                               telar_plan_get_n_tasks (record->plan));
}

static guint
find_plan (GPtrArray *plans, TelarPlan *plan)
{
  for (guint i = 0; i < plans->len; i++)
    if (telar_plan_equal (g_ptr_array_index (plans, i), plan))
      return i;
  g_ptr_array_add (plans, plan);

  return plans->len - 1;
}

static Group *
find_group (GArray *groups, const TelarRunRecord *record, guint plan, const char *name)
{
  Group added = { NULL, name, plan, get_workers (record) };

  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = &g_array_index (groups, Group, i);
      const TelarRunRecord *first = g_ptr_array_index (group->records, 0);

      if (group->plan != plan || group->workers != added.workers
          || first->strategy != record->strategy)
        continue;

      if (g_strcmp0 (group->name, name) != 0)
        group->name = NULL;
      return group;
    }

  added.records = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_array_append_val (groups, added);

  return &g_array_index (groups, Group, groups->len - 1);
}

static gboolean
is_comparable (const TelarSeries *series, const TelarSeries *baseline)
{
  return series->is_even && baseline->is_even
         && telar_run_figures_is_comparable (&series->figures, &baseline->figures);
}

static void
compare (TelarComparison *comparison)
{
  g_autofree guint *baselines = g_new (guint, comparison->n_plans);

  for (guint plan = 0; plan < comparison->n_plans; plan++)
    baselines[plan] = telar_comparison_find_baseline (comparison, plan);

  for (guint i = 0; i < comparison->series->len; i++)
    {
      TelarSeries *series = g_ptr_array_index (comparison->series, i);
      const TelarSeries *baseline;
      TelarDifference difference;

      if (baselines[series->plan] == TELAR_NO_SERIES)
        continue;

      baseline = telar_comparison_get (comparison, baselines[series->plan]);
      series->speed_up = telar_comparison_get_speed_up (series, baseline, &series->speed_up_error);
      if (isnan (series->speed_up))
        continue;

      series->baseline = baselines[series->plan];
      series->efficiency = series->speed_up * MAX (baseline->workers, 1) / MAX (series->workers, 1);
      telar_difference_compute (&difference, &baseline->walls, &series->walls);
      series->difference = difference.kind;
    }
}

/**
 * telar_comparison_new:
 * @records: (element-type TelarRunRecord): runs that have ended, in any order; may be of several
 *   plans, and may be loaded ones
 * @names: (nullable) (array): a name for each of them, or %NULL where there is none; not trusted
 *
 * Puts runs beside each other. Those of equal plans by the same strategy with as many workers are
 * one series. A series whose runs all have the same name is labelled with it; see
 * telar_series_labels_assign() for the others.
 *
 * Each series is compared with the baseline of its plan, see telar_comparison_find_baseline(), as
 * telar_comparison_get_speed_up() tells. Takes time and memory in proportion to the tasks and
 * spans of the runs; any thread may call it.
 *
 * Returns: (transfer full): the comparison, which keeps the runs
 */
TelarComparison *
telar_comparison_new (GPtrArray *records, const char *const *names)
{
  TelarComparison *comparison = g_new0 (TelarComparison, 1);
  g_autoptr (GPtrArray) plans = g_ptr_array_new ();
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (Group));

  g_array_set_clear_func (groups, group_clear);
  for (guint i = 0; i < records->len; i++)
    {
      TelarRunRecord *record = g_ptr_array_index (records, i);
      Group *group = find_group (groups, record, find_plan (plans, record->plan),
                                 names != NULL ? names[i] : NULL);

      g_ptr_array_add (group->records, telar_run_record_ref (record));
    }

  comparison->n_runs = records->len;
  comparison->n_plans = plans->len;
  comparison->series = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_series_free);
  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = &g_array_index (groups, Group, i);
      TelarSeries *series = telar_series_new (group->records);

      series->plan = group->plan;
      g_ptr_array_add (comparison->series, series);
      g_ptr_array_add (labels, (gpointer) group->name);
    }
  if (comparison->series->len > 0)
    telar_series_labels_assign (comparison->series, (const char *const *) labels->pdata,
                                &comparison->common);
  compare (comparison);

  return comparison;
}

/**
 * telar_comparison_free:
 * @comparison: (transfer full) (nullable): a comparison
 */
void
telar_comparison_free (TelarComparison *comparison)
{
  if (comparison == NULL)
    return;

  g_ptr_array_unref (comparison->series);
  telar_series_common_clear (&comparison->common);
  g_free (comparison);
}

/**
 * telar_comparison_get:
 * @comparison: a comparison
 * @series: less than the number of its series
 *
 * Returns: (transfer none): the series
 */
const TelarSeries *
telar_comparison_get (const TelarComparison *comparison, guint series)
{
  g_return_val_if_fail (series < comparison->series->len, NULL);

  return g_ptr_array_index (comparison->series, series);
}

/* Smaller is better: Sequential, one worker, all others. */
static guint
rank_baseline (const TelarSeries *series)
{
  return series->strategy == TELAR_STRATEGY_SEQUENTIAL ? 0 : series->workers == 1 ? 1 : 2;
}

/**
 * telar_comparison_find_baseline:
 * @comparison: a comparison
 * @plan: the number of a plan
 *
 * Returns: what the series of that plan are compared with: Sequential; if there is none, the first
 *   series with one worker; if there is none, the slowest. Only series that went to their end
 *   count; %TELAR_NO_SERIES if there is none
 */
guint
telar_comparison_find_baseline (const TelarComparison *comparison, guint plan)
{
  const TelarSeries *best = NULL;
  guint index = TELAR_NO_SERIES;

  for (guint i = 0; i < comparison->series->len; i++)
    {
      const TelarSeries *series = telar_comparison_get (comparison, i);

      if (series->plan != plan || !is_comparable (series, series))
        continue;

      if (best == NULL || rank_baseline (series) < rank_baseline (best)
          || (rank_baseline (series) == 2 && rank_baseline (best) == 2
              && series->walls.median > best->walls.median))
        {
          best = series;
          index = i;
        }
    }

  return index;
}

/**
 * telar_comparison_find_fastest:
 * @comparison: a comparison
 * @plan: the number of a plan
 *
 * Returns: the series of that plan with the lowest median wall time, of those that are comparable
 *   with the baseline; %TELAR_NO_SERIES if there are none
 */
guint
telar_comparison_find_fastest (const TelarComparison *comparison, guint plan)
{
  guint fastest = TELAR_NO_SERIES;

  for (guint i = 0; i < comparison->series->len; i++)
    {
      const TelarSeries *series = telar_comparison_get (comparison, i);

      if (series->plan == plan && series->baseline != TELAR_NO_SERIES
          && (fastest == TELAR_NO_SERIES
              || series->walls.median < telar_comparison_get (comparison, fastest)->walls.median))
        fastest = i;
    }

  return fastest;
}

/**
 * telar_comparison_has_repeats:
 * @comparison: a comparison
 *
 * Returns: whether some series has several runs that count, so that there is a spread to show
 */
gboolean
telar_comparison_has_repeats (const TelarComparison *comparison)
{
  for (guint i = 0; i < comparison->series->len; i++)
    if (telar_comparison_get (comparison, i)->n_runs > 1)
      return TRUE;

  return FALSE;
}

/**
 * telar_comparison_format_common:
 * @comparison: a comparison
 *
 * Returns: (transfer full) (nullable): what all of its runs have in common, which labels of series
 *   therefore do not repeat, such as “All runs: Headings · 16 tasks · One core”
 */
char *
telar_comparison_format_common (const TelarComparison *comparison)
{
  const TelarSeriesCommon *common = &comparison->common;
  g_autofree char *both = NULL;

  if (common->tasks == NULL && common->conditions == NULL)
    return NULL;
  if (common->tasks != NULL && common->conditions != NULL)
    both = g_strdup_printf ("%s · %s", common->tasks, common->conditions);

  /* Translators: what the runs of a comparison have in common: Headings · 16 tasks · One core */
  return g_strdup_printf (_ ("All runs: %s"), both != NULL            ? both
                                              : common->tasks != NULL ? common->tasks
                                                                      : common->conditions);
}

/**
 * telar_comparison_get_speed_up:
 * @series: a series
 * @baseline: a series of the same plan
 * @error: (out) (optional): a standard deviation of the speed-up; %NAN if it is not known because
 *   one of the two is a single run, and 0 if both are the same series
 *
 * The speed-up is the median wall time of @baseline over that of @series. The two samples are
 * independent, so the relative variance of their quotient is the sum of those of the two (law of
 * propagation of uncertainty: JCGM 100:2008, “Guide to the expression of uncertainty in
 * measurement”, equations 10 and 12): error = speed-up × √((σ₁/μ₁)² + (σ₂/μ₂)²).
 *
 * Returns: the speed-up, %NAN if the two are not comparable: runs were stopped, took no time, or
 *   not as many tasks succeeded
 */
double
telar_comparison_get_speed_up (const TelarSeries *series,
                               const TelarSeries *baseline,
                               double *error)
{
  double speed_up = NAN, deviation = NAN;

  if (is_comparable (series, baseline))
    {
      speed_up = baseline->walls.median / series->walls.median;
      if (series == baseline)
        deviation = 0;
      else if (series->n_runs > 1 && baseline->n_runs > 1)
        deviation = speed_up
                    * hypot (series->walls.coefficient_of_variation,
                             baseline->walls.coefficient_of_variation);
    }
  if (error != NULL)
    *error = deviation;

  return speed_up;
}
