/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-layout-private.h"

#include <glib/gi18n-lib.h>

#define MAX_WIDTH   760.0
#define PLOT_HEIGHT 260.0
#define MAX_TICKS   6
#define N_STEPS     64 /* of a curve */

/* The ideal line may leave the picture where it is so much higher than what was measured. */
#define MAX_IDEAL 1.5

/* Where the curves are. */
typedef struct
{
  double x;
  double width;
  double top;
  double height;
  double max_workers;
  double max_speed_up;
} Plot;

static double
get_x (const Plot *plot, double workers)
{
  return plot->x + workers / plot->max_workers * plot->width;
}

static double
get_y (const Plot *plot, double speed_up)
{
  return plot->top + plot->height - speed_up / plot->max_speed_up * plot->height;
}

static const TelarScaling *
get_scaling (TelarComparisonPage *page, guint i)
{
  return g_ptr_array_index (page->index->scalings, i);
}

static TelarRole
get_role (guint curve)
{
  return telar_role_get_hue (curve);
}

static TelarSwatch
get_marker (guint curve)
{
  return TELAR_SWATCH_CIRCLE + curve % TELAR_N_MARKERS;
}

/* Returns: the least of 1, 2 and 5 times a power of ten that divides @end into few steps */
static double
choose_step (double end)
{
  double power = pow (10, floor (log10 (end / MAX_TICKS)));

  for (guint i = 0; i < 2; i++)
    {
      const double factors[] = { 1, 2, 5 };

      for (guint k = 0; k < G_N_ELEMENTS (factors); k++)
        if (end / (factors[k] * power) <= MAX_TICKS)
          return factors[k] * power;
      power *= 10;
    }

  return power;
}

static void
find_bounds (TelarComparisonPage *page, Plot *plot)
{
  double highest = 1;

  plot->max_workers = 1;
  for (guint i = 0; i < page->index->scalings->len; i++)
    {
      const GArray *samples = get_scaling (page, i)->samples;

      for (guint k = 0; k < samples->len; k++)
        {
          const TelarScalingSample *sample = &g_array_index (samples, TelarScalingSample, k);
          double error = isnan (sample->error) ? 0 : sample->error;

          plot->max_workers = MAX (plot->max_workers, sample->workers);
          highest = MAX (highest, sample->speed_up + error);
        }
    }
  plot->max_speed_up = MAX (highest, MIN (plot->max_workers, highest * MAX_IDEAL)) * 1.06;
  plot->max_workers *= 1.04;
}

static void
layout_frame (TelarComparisonPage *page, const Plot *plot)
{
  double step = choose_step (plot->max_speed_up), bottom = plot->top + plot->height;

  for (double value = 0; value <= plot->max_speed_up * 1.0001; value += step)
    {
      g_autofree char *label = g_strdup_printf ("%.*f", step < 0.99 ? 1 : 0, value);
      double y = round (get_y (plot, value));

      telar_display_list_add (page->list, TELAR_MARK_RECTANGLE,
                              value > 0 ? TELAR_ROLE_GRID : TELAR_ROLE_AXIS, plot->x, y,
                              plot->width, 1);
      telar_comparison_add_text (page, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT, TELAR_ANCHOR_END,
                                 plot->x - 8, y, label);
    }
  telar_display_list_add (page->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_AXIS, plot->x, plot->top, 1,
                          bottom - plot->top);
}

static int
compare_guint (gconstpointer a, gconstpointer b)
{
  guint first = *(const guint *) a, second = *(const guint *) b;

  return (first > second) - (first < second);
}

/* Those numbers of workers that were tried; from the highest down, so that it is always told. */
static void
layout_workers (TelarComparisonPage *page, const Plot *plot)
{
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (guint));
  double bottom = plot->top + plot->height, last_start = G_MAXDOUBLE;

  for (guint i = 0; i < page->index->scalings->len; i++)
    {
      const GArray *samples = get_scaling (page, i)->samples;

      for (guint k = 0; k < samples->len; k++)
        g_array_append_val (counts, g_array_index (samples, TelarScalingSample, k).workers);
    }
  g_array_sort (counts, compare_guint);

  for (guint i = counts->len; i > 0; i--)
    {
      guint count = g_array_index (counts, guint, i - 1);
      g_autofree char *label = g_strdup_printf ("%u", count);
      double x = round (get_x (plot, count));
      double half = telar_comparison_measure (page, TELAR_FONT_AXIS, label) / 2;

      if (x + half > last_start - 6)
        continue;

      telar_display_list_add (page->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_AXIS, x, bottom, 1, 5);
      telar_comparison_add_text (page, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT, TELAR_ANCHOR_MIDDLE, x,
                                 bottom + 15 * page->scale, label);
      last_start = x - half;
    }
}

static void
layout_ideal (TelarComparisonPage *page, const Plot *plot)
{
  double end = MIN (plot->max_workers, plot->max_speed_up);
  TelarMark *mark
      = telar_display_list_add_line (page->list, TELAR_ROLE_DIM_TEXT, get_x (plot, 0),
                                     get_y (plot, 0), get_x (plot, end), get_y (plot, end), 1.5);

  mark->is_dashed = TRUE;
}

static void
layout_amdahl (TelarComparisonPage *page, const Plot *plot, guint curve)
{
  const TelarAmdahl *amdahl = &get_scaling (page, curve)->amdahl;
  double from_workers = 1, from_speed_up = 1;

  if (!amdahl->is_known)
    return;

  for (guint i = 1; i <= N_STEPS; i++)
    {
      double workers = 1 + (plot->max_workers - 1) * i / N_STEPS;
      double speed_up = 1 / (amdahl->serial_share + (1 - amdahl->serial_share) / workers);

      if (speed_up > plot->max_speed_up)
        break;
      telar_display_list_add_line (page->list, get_role (curve), get_x (plot, from_workers),
                                   get_y (plot, from_speed_up), get_x (plot, workers),
                                   get_y (plot, speed_up), 2);
      from_workers = workers;
      from_speed_up = speed_up;
    }
}

static void
layout_samples (TelarComparisonPage *page, const Plot *plot, guint curve)
{
  const GArray *samples = get_scaling (page, curve)->samples;

  for (guint i = 0; i < samples->len; i++)
    {
      const TelarScalingSample *sample = &g_array_index (samples, TelarScalingSample, i);
      double x = get_x (plot, sample->workers), y = get_y (plot, sample->speed_up);

      if (sample->error > 0)
        {
          double high = get_y (plot, sample->speed_up + sample->error);
          double low = get_y (plot, MAX (sample->speed_up - sample->error, 0));

          telar_display_list_add_line (page->list, TELAR_ROLE_TEXT, x, high, x, low, 1.5);
          telar_display_list_add_line (page->list, TELAR_ROLE_TEXT, x - 4, high, x + 4, high, 1.5);
          telar_display_list_add_line (page->list, TELAR_ROLE_TEXT, x - 4, low, x + 4, low, 1.5);
        }
      telar_comparison_add_marker (page, get_marker (curve), get_role (curve), x, y);
    }
}

/* On lines of their own: what belongs to one curve is read together. */
static void
add_keys_of_curve (TelarComparisonPage *page, guint curve)
{
  g_autoptr (GArray) keys = telar_keys_new ();
  const TelarScaling *scaling = get_scaling (page, curve);
  const TelarSeries *reference = telar_comparison_get (page->comparison, scaling->reference);
  const char *strategy = telar_strategy_get_title (scaling->strategy);
  g_autofree char *name = NULL, *measured = NULL, *law = NULL;

  if (page->comparison->n_plans > 1)
    name = g_strdup_printf (_ ("%s · %s"), strategy,
                            _ (telar_plan_get_workload (reference->typical->plan)->title));
  else
    name = g_strdup (strategy);

  /* Translators: a strategy, and what it is compared with */
  measured = g_strdup_printf (_ ("%s, against %s"), name, reference->label);
  telar_keys_add (keys, get_marker (curve), get_role (curve), measured);
  law = g_strdup_printf (_ ("%s: Amdahl’s law with %.1f %% serial, off by %.1f %%"), name,
                         scaling->amdahl.serial_share * 100, scaling->amdahl.residual * 100);
  if (scaling->amdahl.is_known)
    telar_keys_add (keys, TELAR_SWATCH_LINE, get_role (curve), law);
  telar_comparison_add_keys (page, page->margin, keys);
}

/**
 * telar_comparison_layout_scaling:
 * @page: a page that is being laid out, with a scaling
 *
 * Adds how the speed-up grows with the workers: what was measured, with a standard deviation up and
 * down where runs were repeated, the line of as many times as fast as there are workers, and the
 * curve of Amdahl's law that fits best.
 */
void
telar_comparison_layout_scaling (TelarComparisonPage *page)
{
  g_autoptr (GArray) keys = telar_keys_new ();
  double room = page->width - 2 * page->margin;
  Plot plot = { .height = round (PLOT_HEIGHT * page->scale) };

  telar_comparison_add_heading (page, _ ("Speed-up by number of workers"));
  find_bounds (page, &plot);
  plot.x = page->margin + round (44 * page->scale);
  plot.width = MIN (room, MAX_WIDTH * page->scale) - (plot.x - page->margin) - 8;
  plot.width = MAX (plot.width, 16);
  plot.top = page->y + round (26 * page->scale);

  telar_comparison_add_text (page, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT, TELAR_ANCHOR_START,
                             page->margin, page->y + 9 * page->scale, _ ("Speed-up"));
  layout_frame (page, &plot);
  layout_workers (page, &plot);
  telar_comparison_add_text (page, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT, TELAR_ANCHOR_END,
                             plot.x + plot.width, plot.top + plot.height + 33 * page->scale,
                             _ ("Workers"));

  layout_ideal (page, &plot);
  for (guint i = 0; i < page->index->scalings->len; i++)
    layout_amdahl (page, &plot, i);
  for (guint i = 0; i < page->index->scalings->len; i++)
    layout_samples (page, &plot, i);

  page->y = plot.top + plot.height + round (44 * page->scale);
  for (guint i = 0; i < page->index->scalings->len; i++)
    add_keys_of_curve (page, i);
  telar_keys_add (keys, TELAR_SWATCH_DASHED, TELAR_ROLE_DIM_TEXT,
                  _ ("Ideal: as many times as fast as workers"));
  if (telar_comparison_has_repeats (page->comparison))
    telar_keys_add (keys, TELAR_SWATCH_WHISKER, TELAR_ROLE_TEXT, _ ("± 1 standard deviation"));
  telar_comparison_add_keys (page, page->margin, keys);
}
