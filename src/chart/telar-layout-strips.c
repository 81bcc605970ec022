/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"
#include "telar-chart-counts.h"

/* A number that lasts for this share of the time decides the scale of a graph without a limit. */
#define LASTING_SHARE 0.02

/* Numbers that do not last, such as all tasks before the workers have begun, may be higher. */
#define LASTING_HEIGHT 0.75

/* More are the slope of a hill rather than steps. */
#define MANY_STEPS 24

/* So many changes are seen as steps in a column of a point; of more, the mean is. */
#define COLUMN_CHANGES 2

#define DASH 4.0

/* A number of tasks that changes with the time. */
typedef struct
{
  const char *name;
  guint (*get_number) (const TelarChartCounts *counts, const TelarChartIndex *index);
  double (*get_mean) (const TelarChartCounts *from,
                      const TelarChartCounts *to,
                      const TelarChartIndex *index); /* NULL if it hardly goes up and down */
  double y;
  double height;
  TelarRole fill;
  TelarRole line;
  guint limit; /* what the number cannot exceed, drawn as a line; 0 for none */
} Graph;

/* A level of the graph. */
typedef struct
{
  double x;
  double end;
  double top;
  double value; /* at its beginning */
} Step;

/* The numbers of tasks at the beginning of the plot and after each of its points. */
typedef struct
{
  TelarChartCounts *counts;
  guint n;
  double end; /* of the last point, of which there may be less than all */
} Points;

static void
points_init (Points *points, const TelarLayout *layout)
{
  const TelarChartGeometry *geometry = layout->geometry;
  g_autofree gint64 *times_ns = NULL;

  points->end = MIN (telar_chart_geometry_get_x (geometry, layout->index->end_ns),
                     geometry->plot_x + geometry->plot_width);
  points->n = 1 + (guint) MAX (ceil (points->end - geometry->plot_x), 0);
  times_ns = g_new (gint64, points->n);
  times_ns[0] = geometry->viewport.start_ns;
  for (guint i = 1; i < points->n; i++)
    times_ns[i] = telar_chart_geometry_get_time (geometry, MIN (geometry->plot_x + i, points->end));
  points->counts = telar_chart_counts_new_series (layout->index, times_ns, points->n);
}

/* Finds the steps of the graph, to a point exactly. Where so much happens that single numbers tell
 * nothing, it shows their mean. */
static GArray *
find_steps (const TelarLayout *layout, const Graph *graph, const Points *points)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (Step));
  const TelarChartCounts *counts = points->counts;
  double plot_x = layout->geometry->plot_x;

  for (guint from = 0, to; from + 1 < points->n; from = to)
    {
      Step *last = steps->len > 0 ? &g_array_index (steps, Step, steps->len - 1) : NULL;
      Step step = { .x = plot_x + from };

      to = from + 1;
      if (graph->get_mean != NULL
          && telar_chart_counts_get_changes (&counts[from], &counts[to]) > COLUMN_CHANGES)
        {
          to = MIN (to + 1, points->n - 1);
          step.value = graph->get_mean (&counts[from], &counts[to], layout->index);
        }
      else
        {
          step.value = graph->get_number (&counts[to], layout->index);
        }
      step.end = MIN (plot_x + to, points->end);

      if (last != NULL && last->value == step.value)
        last->end = step.end;
      else
        g_array_append_val (steps, step);
    }

  return steps;
}

/* Returns the height of one task. */
static double
find_scale (const TelarLayout *layout, const Graph *graph, const GArray *steps, double room)
{
  double lasting = layout->geometry->plot_width * LASTING_SHARE;
  double highest = graph->limit, highest_lasting = 0;

  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      highest = MAX (highest, step->value);
      if (step->end - step->x >= lasting)
        highest_lasting = MAX (highest_lasting, step->value);
    }

  /* Where hardly any number lasts, as when thousands of short tasks are worked off, all count. */
  if (graph->limit > 0 || highest_lasting == highest || highest_lasting == 0
      || steps->len > MANY_STEPS)
    return room / MAX (highest, 1);

  return room * LASTING_HEIGHT / highest_lasting;
}

/* Gives each step its height, and makes one of those that are equally high. */
static void
scale_steps (const TelarLayout *layout, GArray *steps, double scale, double room, double bottom)
{
  guint n_kept = 0;

  for (guint i = 0; i < steps->len; i++)
    {
      Step step = g_array_index (steps, Step, i);
      Step *last = n_kept > 0 ? &g_array_index (steps, Step, n_kept - 1) : NULL;

      step.top = bottom - telar_layout_snap (layout, MIN (step.value * scale, room));
      if (last != NULL && last->top == step.top && (step.value == 0) == (last->value == 0))
        last->end = step.end;
      else
        g_array_index (steps, Step, n_kept++) = step;
    }
  g_array_set_size (steps, n_kept);
}

static void
layout_step (TelarLayout *layout,
             const Graph *graph,
             const Step *step,
             double former_top,
             double bottom)
{
  TelarDisplayList *list = layout->list;
  double width = step->end - step->x, top = step->top;

  if (step->value > 0)
    telar_display_list_add (list, TELAR_MARK_RECTANGLE, graph->fill, step->x, top, width,
                            bottom - top);
  if (former_top != top)
    telar_display_list_add (list, TELAR_MARK_RECTANGLE, graph->line, step->x - 0.5,
                            MIN (former_top, top) - 0.5, 1.5, fabs (former_top - top) + 1.5);
  telar_display_list_add (list, TELAR_MARK_RECTANGLE, graph->line, step->x, top - 0.5, width, 1.5);
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
  g_autofree char *number = telar_format_count ((guint) step->value);
  double width = telar_text_cache_measure (layout->texts, TELAR_FONT_BAR, number);
  double height = 2 * telar_text_cache_get_centre (layout->texts, TELAR_FONT_BAR);
  double x = MAX (step->x, *free_x) + 5;
  gboolean is_beneath = bottom - step->top >= height + 7;

  if (x + width + 3 > step->end
      && !(is_top_of_hill && is_beneath && bottom - step->top > 2 * height))
    return;

  telar_display_list_add_text (layout->list, TELAR_FONT_BAR, TELAR_ROLE_DIM_TEXT,
                               TELAR_ANCHOR_START, x,
                               round (is_beneath ? step->top + height + 5 : step->top - 4), number);
  *free_x = x + width + 14;
}

static void
layout_numbers (TelarLayout *layout, const Graph *graph, const GArray *steps, double bottom)
{
  double free_x = 0;

  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      /* A mean is not a number of tasks, and the limit has its number beside its line. */
      if (step->value > 0 && step->value == floor (step->value) && step->value != graph->limit)
        layout_number (layout, step, i == 0 && graph->limit == 0 && steps->len > MANY_STEPS, bottom,
                       &free_x);
    }
}

/* A dashed line at the limit, and its number where those of an axis stand. */
static void
layout_limit (TelarLayout *layout, const Graph *graph, double y)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double end = geometry->plot_x + geometry->plot_width;
  g_autofree char *number = telar_format_count (graph->limit);
  g_autoptr (GString) shown = g_string_new (NULL);

  for (double x = geometry->plot_x; x < end; x += 2 * DASH)
    telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_AXIS, x, y - 0.5,
                            MIN (DASH, end - x), 1);

  telar_text_cache_ellipsize (layout->texts, TELAR_FONT_AXIS, number, geometry->label_width, shown);
  telar_display_list_add_text (layout->list, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT, TELAR_ANCHOR_END,
                               geometry->margin + geometry->label_width,
                               telar_layout_baseline (layout, TELAR_FONT_AXIS, y), shown->str);
}

static void
layout_graph (TelarLayout *layout, const Graph *graph, const Points *points)
{
  const TelarChartGeometry *geometry = layout->geometry;
  double bottom = graph->y + graph->height - 2;
  double room = graph->height - 16 * geometry->scale, label_y = bottom - room / 2;
  g_autoptr (GArray) steps = find_steps (layout, graph, points);
  g_autoptr (GString) name = g_string_new (NULL);
  double scale = find_scale (layout, graph, steps, room);

  if (graph->limit > 0)
    {
      layout_limit (layout, graph, bottom - telar_layout_snap (layout, graph->limit * scale));
      label_y = bottom - room / 4;
    }
  telar_text_cache_ellipsize (layout->texts, TELAR_FONT_LABEL, graph->name, geometry->label_width,
                              name);
  telar_display_list_add_text (layout->list, TELAR_FONT_LABEL, TELAR_ROLE_DIM_TEXT,
                               TELAR_ANCHOR_END, geometry->margin + geometry->label_width,
                               telar_layout_baseline (layout, TELAR_FONT_LABEL, label_y),
                               name->str);
  telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_AXIS, geometry->plot_x,
                          bottom, geometry->plot_width, 1);

  scale_steps (layout, steps, scale, room, bottom);
  for (guint i = 0; i < steps->len; i++)
    {
      const Step *step = &g_array_index (steps, Step, i);

      layout_step (layout, graph, step, i == 0 ? step->top : step[-1].top, bottom);
    }
  layout_numbers (layout, graph, steps, bottom);
}

/**
 * telar_layout_strips:
 * @layout: a layout that is being made
 *
 * Lays out beneath the rows, as graphs of steps over the time, how many tasks were running, and how
 * many were ready but not yet begun, as far as the geometry has room for them. Their cost follows
 * the width of the plot.
 */
void
telar_layout_strips (TelarLayout *layout)
{
  const TelarChartGeometry *geometry = layout->geometry;
  const Graph running = {
    .name = _ ("Running"),
    .get_number = telar_chart_counts_get_running,
    .get_mean = telar_chart_counts_get_mean_running,
    .y = geometry->running_y,
    .height = geometry->running_height,
    .fill = TELAR_ROLE_RUNNING_FILL,
    .line = TELAR_ROLE_RUNNING_LINE,
    .limit = telar_chart_index_get_n_workers (layout->index),
  };
  const Graph waiting = {
    .name = _ ("Waiting"),
    .get_number = telar_chart_counts_get_waiting,
    .y = geometry->waiting_y,
    .height = geometry->waiting_height,
    .fill = TELAR_ROLE_WAITING_FILL,
    .line = TELAR_ROLE_WAITING_LINE,
  };
  Points points;

  if (running.height <= 0 && waiting.height <= 0)
    return;

  points_init (&points, layout);
  if (running.height > 0)
    layout_graph (layout, &running, &points);
  if (waiting.height > 0)
    layout_graph (layout, &waiting, &points);
  g_free (points.counts);
}
