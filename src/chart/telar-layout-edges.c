/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

/* More than so many lines at once are a tangle that tells nothing. */
#define MAX_LINES      400
#define MAX_EMPHASISED 200

#define THICKNESS    1.5
#define EMPHASIS     2.0
#define DOT          5.0
#define MIN_STRAIGHT 3.0 /* shorter lines between bars of one row are not to be seen */

/* How lines are drawn. */
typedef struct
{
  TelarLayout *layout;
  TelarRole role;
  double thickness;
  gboolean has_halo;         /* which tells it from what is beneath */
  const guint32 *path_after; /* of each task, one to which there is a line already; or NULL */
  float alpha;
  guint first_row; /* of those in sight */
  guint end_row;
  guint n_lines;
  guint max_lines;
} Lines;

static void
add_stroke (const Lines *lines, double x, double y, double end_x, double end_y)
{
  TelarDisplayList *list = lines->layout->list;
  double left = MIN (x, end_x), top = MIN (y, end_y);
  double width = ABS (end_x - x) + lines->thickness, height = ABS (end_y - y) + lines->thickness;

  if (lines->has_halo)
    telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_BACKGROUND, left - 1, top - 1,
                            width + 2, height + 2);
  telar_display_list_add (list, TELAR_MARK_RECTANGLE, lines->role, left, top, width, height)->alpha
      = lines->alpha;
}

static void
add_dot (const Lines *lines, double x, double y)
{
  TelarMark *mark = telar_display_list_add (lines->layout->list, TELAR_MARK_RECTANGLE, lines->role,
                                            x + (lines->thickness - DOT) / 2,
                                            y + (lines->thickness - DOT) / 2, DOT, DOT);

  mark->radius = DOT / 2;
  mark->corners = TELAR_CORNERS_ALL;
  mark->alpha = lines->alpha;
}

/* From the end of a bar into the gap between its row and the next, along it to where the other bar
 * begins, and to that one: so lines that end at the same bar, or come from the same one, share most
 * of their way. */
static void
add_line (Lines *lines, const TelarLayoutPlace *from, const TelarLayoutPlace *to)
{
  double row_height = lines->layout->geometry->row_height;
  double gap = MAX (floor ((row_height - from->height) / 2), 1), thickness = lines->thickness;
  gboolean goes_down = to->row > from->row;
  double leaving_y = goes_down ? from->y + from->height + gap - thickness : from->y - gap;
  double entering_y = goes_down ? to->y - thickness : to->y + to->height;
  double from_x = from->end - thickness;

  lines->n_lines++;
  if (from->row == to->row)
    {
      double y = telar_layout_snap (lines->layout, from->y + from->height / 2);

      if (to->x - from->end >= MIN_STRAIGHT)
        add_stroke (lines, from->end, y, to->x - thickness, y);
      return;
    }

  add_stroke (lines, from_x, goes_down ? from->y + from->height / 2 : leaving_y, from_x,
              goes_down ? leaving_y : from->y + from->height / 2);
  if (to->x > from_x + thickness || to->x < from_x)
    add_stroke (lines, from_x, leaving_y, to->x, leaving_y);
  add_stroke (lines, to->x, leaving_y, to->x, entering_y);
  add_dot (lines, to->x, entering_y);
}

static void
set_paleness (Lines *lines, guint32 task, guint32 other)
{
  gboolean is_pale
      = telar_layout_is_pale (lines->layout, task) || telar_layout_is_pale (lines->layout, other);

  lines->alpha = is_pale ? TELAR_PALE_ALPHA : 1;
}

static gboolean
is_in_sight (const Lines *lines, const TelarLayoutPlace *place)
{
  return place->row >= lines->first_row && place->row < lines->end_row
         && place->start_ns <= lines->layout->geometry->viewport.end_ns;
}

static gboolean
has_line (const Lines *lines, guint32 task, guint32 dependent)
{
  return lines->path_after != NULL && lines->path_after[task] == dependent;
}

/* Lines to a bar, and those from it to bars that are out of sight, or to all. */
static void
add_lines_of_task (Lines *lines, guint32 task, gboolean has_all)
{
  const TelarLayout *layout = lines->layout;
  const TelarChartGraph *graph = layout->index->graph;
  const TelarInput *input = telar_plan_get_task (layout->index->record->plan, task);
  TelarLayoutPlace place, other;

  if (!telar_layout_place (layout, task, &place))
    return;

  for (guint i = 0; i < input->n_after && lines->n_lines <= lines->max_lines; i++)
    if (!has_line (lines, input->after[i], task)
        && telar_layout_place (layout, input->after[i], &other))
      {
        set_paleness (lines, task, input->after[i]);
        add_line (lines, &other, &place);
      }
  for (gsize i = graph->first[task];
       i < graph->first[task + 1] && lines->n_lines <= lines->max_lines; i++)
    if (!has_line (lines, task, graph->dependents[i])
        && telar_layout_place (layout, graph->dependents[i], &other)
        && (has_all || !is_in_sight (lines, &other)))
      {
        set_paleness (lines, task, graph->dependents[i]);
        add_line (lines, &place, &other);
      }
}

/* Moves what was added last to where it is painted before the bars. */
static void
move_marks (GArray *marks, guint from, guint to)
{
  guint n = marks->len - from;
  g_autofree TelarMark *moved = NULL;

  if (n == 0 || from == to)
    return;

  moved = g_memdup2 (&g_array_index (marks, TelarMark, from), n * sizeof (TelarMark));
  g_array_set_size (marks, from);
  g_array_insert_vals (marks, to, moved, n);
}

/**
 * telar_layout_dependencies:
 * @layout: a layout that is being made, whose bars are laid out
 * @first_mark: where the lines are inserted, before the bars, which then cover them
 *
 * Lays out a line from the end of each task to the beginning of each one that waited for it, so far
 * as bars at one of its ends can be told apart. If there are too many lines to follow any, there
 * are none.
 */
void
telar_layout_dependencies (TelarLayout *layout, guint first_mark)
{
  const TelarChartGeometry *geometry = layout->geometry;
  guint n_marks = layout->list->marks->len;
  Lines lines = {
    .layout = layout,
    .role = TELAR_ROLE_DEPENDENCY,
    .thickness = MAX (floor (THICKNESS / layout->pixel), 1) * layout->pixel,
    .max_lines = MAX_LINES,
  };

  if (layout->index->graph == NULL || (layout->options->hidden & TELAR_CHART_DEPENDENCIES) != 0
      || telar_layout_has_bands (geometry))
    return;

  if (telar_layout_has_critical_path (layout->index, geometry))
    lines.path_after = layout->index->graph->path_after;
  telar_layout_get_rows (layout, &lines.first_row, &lines.end_row);
  telar_layout_clip (layout);
  if (geometry->rows == TELAR_CHART_BY_TASK)
    for (guint row = lines.first_row; row < lines.end_row; row++)
      add_lines_of_task (&lines, row, FALSE);
  else
    for (guint i = 0; i < layout->bars->len && lines.n_lines <= lines.max_lines; i++)
      add_lines_of_task (&lines, g_array_index (layout->bars, guint32, i), FALSE);
  telar_layout_unclip (layout);

  layout->has_too_many = lines.n_lines > lines.max_lines;
  if (layout->has_too_many || lines.n_lines == 0)
    g_array_set_size (layout->list->marks, n_marks);
  move_marks (layout->list->marks, n_marks, first_mark);
}

/**
 * telar_layout_emphasised_dependencies:
 * @layout: a layout that is being made
 *
 * Lays out the lines to and from the tasks that are selected or under the pointer, over the bars.
 */
void
telar_layout_emphasised_dependencies (TelarLayout *layout)
{
  const TelarChartOptions *options = layout->options;
  const guint32 tasks[] = { options->hovered_task, options->selected_task };
  Lines lines = {
    .layout = layout,
    .role = TELAR_ROLE_SELECTION,
    .thickness = EMPHASIS,
    .has_halo = TRUE,
  };

  if (layout->index->graph == NULL || telar_layout_has_bands (layout->geometry))
    return;

  telar_layout_clip (layout);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (tasks[i] < layout->index->n_tasks && (i == 0 || tasks[i] != tasks[0]))
      {
        lines.max_lines = lines.n_lines + MAX_EMPHASISED;
        add_lines_of_task (&lines, tasks[i], TRUE);
      }
  telar_layout_unclip (layout);
}
