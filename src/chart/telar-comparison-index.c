/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-index.h"

/**
 * telar_comparison_index_new:
 * @comparison: runs beside each other, which must not be freed before
 *
 * Prepares all that is the same at any width of the pictures. Takes time in proportion to the
 * spans of one run of each series.
 *
 * Returns: (transfer full): the index
 */
TelarComparisonIndex *
telar_comparison_index_new (const TelarComparison *comparison)
{
  TelarComparisonIndex *self = g_new0 (TelarComparisonIndex, 1);

  self->comparison = comparison;
  self->scalings = telar_scaling_find (comparison);
  self->charts = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_chart_index_free);
  self->longest_ns = 1000;
  for (guint i = 0; i < comparison->series->len; i++)
    {
      TelarChartIndex *chart
          = telar_chart_index_new (telar_comparison_get (comparison, i)->typical);

      telar_chart_index_update (chart);
      self->longest_ns = MAX (self->longest_ns, chart->end_ns);
      g_ptr_array_add (self->charts, chart);
    }

  return self;
}

/**
 * telar_comparison_index_free:
 * @self: (transfer full) (nullable): an index
 */
void
telar_comparison_index_free (TelarComparisonIndex *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->charts);
  g_ptr_array_unref (self->scalings);
  g_free (self);
}
