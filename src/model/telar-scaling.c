/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-scaling.h"

#include <math.h>

static int
compare_workers (gconstpointer a, gconstpointer b)
{
  const TelarScalingSample *first = a, *second = b;

  return (first->workers > second->workers) - (first->workers < second->workers);
}

static guint
find_reference (const TelarComparison *comparison, guint plan, TelarStrategy strategy)
{
  guint sequential = TELAR_NO_SERIES;

  for (guint i = 0; i < comparison->series->len; i++)
    {
      const TelarSeries *series = telar_comparison_get (comparison, i);

      if (series->plan != plan || series->workers != 1)
        continue;
      if (series->strategy == strategy)
        return i;
      if (series->strategy == TELAR_STRATEGY_SEQUENTIAL)
        sequential = i;
    }

  return sequential;
}

static void
fit (TelarScaling *scaling)
{
  g_autofree TelarScalingPoint *points = g_new (TelarScalingPoint, scaling->samples->len);

  for (guint i = 0; i < scaling->samples->len; i++)
    {
      const TelarScalingSample *sample = &g_array_index (scaling->samples, TelarScalingSample, i);

      points[i] = (TelarScalingPoint){ sample->workers, sample->speed_up };
    }
  telar_amdahl_fit (&scaling->amdahl, points, scaling->samples->len);
}

/* Returns: (nullable): %NULL if there are not two numbers of workers to compare */
static TelarScaling *
scaling_new (const TelarComparison *comparison, guint plan, TelarStrategy strategy)
{
  g_autoptr (TelarScaling) scaling = g_new0 (TelarScaling, 1);
  const TelarSeries *reference;
  guint n_own = 0;

  scaling->plan = plan;
  scaling->strategy = strategy;
  scaling->samples = g_array_new (FALSE, FALSE, sizeof (TelarScalingSample));
  scaling->reference = find_reference (comparison, plan, strategy);
  if (scaling->reference == TELAR_NO_SERIES)
    return NULL;

  reference = telar_comparison_get (comparison, scaling->reference);
  for (guint i = 0; i < comparison->series->len; i++)
    {
      const TelarSeries *series = telar_comparison_get (comparison, i);
      TelarScalingSample sample = { .series = i, .workers = series->workers };

      if (series->plan != plan || (series->strategy != strategy && i != scaling->reference))
        continue;

      sample.speed_up = telar_comparison_get_speed_up (series, reference, &sample.error);
      if (isnan (sample.speed_up))
        continue;
      g_array_append_val (scaling->samples, sample);
      n_own += series->strategy == strategy ? 1 : 0;
    }

  /* Sequential beside one number of workers is a comparison, but says nothing about scaling. */
  if (n_own < 2)
    return NULL;

  g_array_sort (scaling->samples, compare_workers);
  fit (scaling);

  return g_steal_pointer (&scaling);
}

/**
 * telar_scaling_find:
 * @comparison: runs beside each other
 *
 * Finds where a plan was run by one strategy with several numbers of workers. The speed-ups refer
 * to the same strategy with one worker, as Amdahl's law has it; to Sequential if that was not run.
 *
 * Returns: (transfer full) (element-type TelarScaling): the curves, by plan and strategy; empty if
 *   there are none
 */
GPtrArray *
telar_scaling_find (const TelarComparison *comparison)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_scaling_free);

  for (guint plan = 0; plan < comparison->n_plans; plan++)
    for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
      {
        TelarScaling *scaling = scaling_new (comparison, plan, i);

        if (scaling != NULL)
          g_ptr_array_add (found, scaling);
      }

  return found;
}

/**
 * telar_scaling_free:
 * @scaling: (transfer full) (nullable): a curve
 */
void
telar_scaling_free (TelarScaling *scaling)
{
  if (scaling == NULL)
    return;

  g_array_unref (scaling->samples);
  g_free (scaling);
}
