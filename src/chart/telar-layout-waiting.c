/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include <glib/gi18n-lib.h>

/* A number of waiting tasks is only looked at if it lasts this long. */
#define MIN_STEP 3.0

/* What has to be drawn for one number of waiting tasks. */
typedef struct
{
  double x;
  double end;
  guint n_waiting;
} Step;

static guint
count_at (const TelarLayout *layout, double x)
{
  const TelarChartGeometry *geometry = layout->geometry;

  return telar_chart_index_count_waiting (layout->index,
                                          telar_chart_geometry_get_time (geometry, x));
}

/* Finds the steps of the graph, to a point exactly. */
static GArray *
find_steps (const TelarLayout *layout, double end)
{
  const TelarChartGeometry *geometry = layout->geometry;
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));

  for (double x = geometry->plot_x; x < end; x += 1)
    {
      double right = MIN (x + 1, end);
      Step step = { x, right, count_at (layout, right) };
      Step *last = steps->len > 0 ? &g_array_index (steps, Step, steps->len - 1) : NULL;

      if (last != NULL && last->n_waiting == step.n_waiting)
        last->end = right;
      else
        g_array_append_val (steps, step);
    }

  return steps;
}

static guint
find_highest (const GArray *steps)
{
  guint highest = 0, any = 0;

  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      any = MAX (any, step->n_waiting);
      if (step->end - step->x >= MIN_STEP)
        highest = MAX (highest, step->n_waiting);
    }

  /* Where no number lasts, as when thousands of short tasks are worked off, all count. */
  return highest * 8 >= any || steps->len < 16 ? highest : any;
}

static void
layout_step (TelarLayout *layout, const Step *step, double former_top, double top, double bottom)
{
  TelarDisplayList *list = layout->list;
  double width = step->end - step->x;

  if (step->n_waiting > 0)
    telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_FILL, step->x, top,
                            width, bottom - top);
  telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_LINE, step->x, top - 0.75,
                          width, 1.5);
  if (former_top != top)
    telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_LINE, step->x - 0.75,
                            MIN (former_top, top) - 0.75, 1.5, fabs (former_top - top) + 1.5);
}

static void
layout_number (TelarLayout *layout, const Step *step, double top, double bottom, double *free_x)
{
  g_autofree char *number = g_strdup_printf ("%u", step->n_waiting);
  double width = telar_text_cache_measure (layout->texts, TELAR_FONT_BAR, number);
  double centre = telar_text_cache_get_centre (layout->texts, TELAR_FONT_BAR);
  double x = MAX (step->x, *free_x) + 5;
  double baseline;

  if (step->n_waiting == 0 || x + width + 3 > step->end)
    return;

  /* Under the line if there is room, else above. */
  baseline = bottom - top >= 2 * centre + 6 ? top + 2 * centre + 4 : top - 4;
  telar_display_list_add_text (layout->list, TELAR_FONT_BAR, TELAR_ROLE_DIM_TEXT,
                               TELAR_ANCHOR_START, x, round (baseline), number);
  *free_x = x + width + 14;
}

/**
 * telar_layout_waiting:
 * @layout: a layout that is being made
 *
 * Lays out how many tasks were ready but not yet begun, as a graph of steps over the time.
 */
void
telar_layout_waiting (TelarLayout *layout)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double bottom = geometry->waiting_y + geometry->waiting_height - 2;
  double room = geometry->waiting_height - 18 * geometry->scale;
  double end = MIN (telar_chart_geometry_get_x (geometry, layout->index->end_ns),
                    geometry->plot_x + geometry->plot_width);
  double former_top = bottom, free_x = 0;
  g_autoptr (GArray) steps = find_steps (layout, end);
  guint highest = MAX (find_highest (steps), 1);
  g_autoptr (GString) name = g_string_new (NULL);

  telar_text_cache_ellipsize (layout->texts, TELAR_FONT_LABEL, _ ("Waiting"), geometry->label_width,
                              name);
  telar_display_list_add_text (layout->list, TELAR_FONT_LABEL, TELAR_ROLE_DIM_TEXT,
                               TELAR_ANCHOR_END, geometry->margin + geometry->label_width,
                               telar_layout_baseline (layout, TELAR_FONT_LABEL, bottom - room / 2),
                               name->str);
  telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_AXIS, geometry->plot_x,
                          bottom, geometry->plot_width, 1);

  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);
      double top = bottom - round (room * MIN (step->n_waiting, highest) / highest);

      layout_step (layout, step, i == 0 ? top : former_top, top, bottom);
      layout_number (layout, step, top, bottom, &free_x);
      former_top = top;
    }
}
