/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"

/* A number of waiting tasks that lasts for this share of the time decides the scale of the graph.
 */
#define LASTING_SHARE 0.02

/* Numbers that do not last, such as all tasks before the workers have begun, may be higher. */
#define LASTING_HEIGHT 0.75

/* More are the slope of a hill rather than steps. */
#define MANY_STEPS 24

/* A level of the graph. */
typedef struct
{
  double x;
  double end;
  double top;
  guint n_waiting; /* at its beginning */
} Step;

static guint
count_at (const TelarLayout *layout, double x)
{
  return telar_chart_index_count_waiting (layout->index,
                                          telar_chart_geometry_get_time (layout->geometry, x));
}

/* Finds the steps of the graph, to a point exactly. */
static GArray *
find_steps (const TelarLayout *layout, double end)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));

  for (double x = layout->geometry->plot_x; x < end; x += 1)
    {
      double right = MIN (x + 1, end);
      Step step = { x, right, 0, count_at (layout, right) };
      Step *last = steps->len > 0 ? &g_array_index (steps, Step, steps->len - 1) : NULL;

      if (last != NULL && last->n_waiting == step.n_waiting)
        last->end = right;
      else
        g_array_append_val (steps, step);
    }

  return steps;
}

/* Gives each step its height, and makes one of those that are equally high. */
static void
scale_steps (const TelarLayout *layout, GArray *steps, double room, double bottom)
{
  double lasting = layout->geometry->plot_width * LASTING_SHARE;
  guint highest = 0, highest_lasting = 0, n_kept = 0;
  double scale;

  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      highest = MAX (highest, step->n_waiting);
      if (step->end - step->x >= lasting)
        highest_lasting = MAX (highest_lasting, step->n_waiting);
    }

  /* Where hardly any number lasts, as when thousands of short tasks are worked off, all count. */
  if (highest_lasting == highest || highest_lasting == 0 || steps->len > MANY_STEPS)
    scale = room / MAX (highest, 1);
  else
    scale = room * LASTING_HEIGHT / highest_lasting;

  for (guint i = 0; i < steps->len; i++)
    {
      Step step = g_array_index (steps, Step, i);
      Step *last = n_kept > 0 ? &g_array_index (steps, Step, n_kept - 1) : NULL;

      step.top = bottom - telar_layout_snap (layout, MIN (step.n_waiting * scale, room));
      if (last != NULL && last->top == step.top && (step.n_waiting == 0) == (last->n_waiting == 0))
        last->end = step.end;
      else
        g_array_index (steps, Step, n_kept++) = step;
    }
  g_array_set_size (steps, n_kept);
}

static void
layout_step (TelarLayout *layout, const Step *step, double former_top, double bottom)
{
  TelarDisplayList *list = layout->list;
  double width = step->end - step->x, top = step->top;

  if (step->n_waiting > 0)
    telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_FILL, step->x, top,
                            width, bottom - top);
  if (former_top != top)
    telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_LINE, step->x - 0.5,
                            MIN (former_top, top) - 0.5, 1.5, fabs (former_top - top) + 1.5);
  telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_WAITING_LINE, step->x, top - 0.5,
                          width, 1.5);
}

/* Writes the number of a step, beneath its line if there is room, else above. A hill
 * has one number at its top. */
static void
layout_number (TelarLayout *layout,
               const Step *step,
               gboolean is_top_of_hill,
               double bottom,
               double *free_x)
{
  g_autofree char *number = telar_format_count (step->n_waiting);
  double width = telar_text_cache_measure (layout->texts, TELAR_FONT_BAR, number);
  double height = 2 * telar_text_cache_get_centre (layout->texts, TELAR_FONT_BAR);
  double x = MAX (step->x, *free_x) + 5;
  gboolean is_beneath = bottom - step->top >= height + 7;

  if (step->n_waiting == 0)
    return;
  if (x + width + 3 > step->end
      && !(is_top_of_hill && is_beneath && bottom - step->top > 2 * height))
    return;

  telar_display_list_add_text (layout->list, TELAR_FONT_BAR, TELAR_ROLE_DIM_TEXT,
                               TELAR_ANCHOR_START, x,
                               round (is_beneath ? step->top + height + 5 : step->top - 4), number);
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
  double room = geometry->waiting_height - 16 * geometry->scale;
  double end = MIN (telar_chart_geometry_get_x (geometry, layout->index->end_ns),
                    geometry->plot_x + geometry->plot_width);
  double free_x = 0;
  g_autoptr (GArray) steps = find_steps (layout, end);
  g_autoptr (GString) name = g_string_new (NULL);

  telar_text_cache_ellipsize (layout->texts, TELAR_FONT_LABEL, _ ("Waiting"), geometry->label_width,
                              name);
  telar_display_list_add_text (layout->list, TELAR_FONT_LABEL, TELAR_ROLE_DIM_TEXT,
                               TELAR_ANCHOR_END, geometry->margin + geometry->label_width,
                               telar_layout_baseline (layout, TELAR_FONT_LABEL, bottom - room / 2),
                               name->str);
  telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_AXIS, geometry->plot_x,
                          bottom, geometry->plot_width, 1);

  scale_steps (layout, steps, room, bottom);
  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      layout_step (layout, step, i == 0 ? step->top : step[-1].top, bottom);
    }
  for (guint i = 0; i < steps->len; i++)
    layout_number (layout, &g_array_index (steps, Step, i), i == 0 && steps->len > MANY_STEPS,
                   bottom, &free_x);
}
