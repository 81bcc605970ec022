/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-plan-graph-layout.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/telar-format.h"
#include "telar-picture.h"
#include "telar-task-label.h"

#define MARGIN     24.0
#define HEIGHT     44.0 /* of a task */
#define GAP        12.0 /* between tasks of a level */
#define COLUMN_GAP 64.0 /* between levels, where the lines turn */
#define MIN_WIDTH  56.0
#define MAX_WIDTH  190.0
#define PADDING    12.0
#define RADIUS     8.0
#define ARROW      6.0

/* A curve is made of so many straight pieces, unless there are many curves. */
#define N_PIECES    12
#define MANY_LINKS  300
#define MANY_PIECES 4
#define MAX_NAMES   12 /* in a description */

typedef struct
{
  TelarPlanGraph *graph;
  const TelarPlanGraphOptions *options;
  TelarTextCache *texts;
  TelarDisplayList *list;
  double scale;
  double *columns; /* where each level begins */
  double *widths;  /* of its tasks */
  double top;
} Layout;

/* What stands in the box of a task: its name, and beneath it its input. */
static void
get_texts (const TelarPlanGraph *graph, guint32 task, GString *name, GString *input)
{
  const TelarInput *given = telar_plan_get_task (graph->plan, task);

  g_string_truncate (name, 0);
  g_string_truncate (input, 0);
  telar_text_append_plain (given->name != NULL ? name : input,
                           given->name != NULL ? given->name : given->input);
  if (given->name != NULL)
    telar_text_append_plain (input, given->input);
}

static void
find_columns (Layout *layout)
{
  const TelarPlanLevels *levels = layout->graph->levels;
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) input = g_string_new (NULL);
  double x = MARGIN * layout->scale;

  for (guint level = 0; level < levels->n_levels; level++)
    {
      double width = MIN_WIDTH * layout->scale;

      for (guint i = levels->first[level]; i < levels->first[level + 1]; i++)
        {
          get_texts (layout->graph, levels->tasks[i], name, input);
          width
              = MAX (width, telar_text_cache_measure (layout->texts, TELAR_FONT_HEADING, name->str)
                                + 2 * PADDING * layout->scale);
          width = MAX (width, telar_text_cache_measure (layout->texts, TELAR_FONT_AXIS, input->str)
                                  + 2 * PADDING * layout->scale);
        }
      layout->columns[level] = round (x);
      layout->widths[level] = ceil (MIN (width, MAX_WIDTH * layout->scale));
      x += layout->widths[level] + COLUMN_GAP * layout->scale;
    }
}

static gboolean
is_emphasised (const Layout *layout, const TelarLink *link)
{
  guint32 task = layout->options->selected_task;

  return task != TELAR_NO_TASK && (link->task == task || link->dependent == task);
}

static double
get_y (const Layout *layout, guint vertex)
{
  return round (layout->top + telar_plan_graph_get_vertex (layout->graph, vertex)->y);
}

static void
add_line (Layout *layout,
          TelarRole role,
          double x,
          double y,
          double to_x,
          double to_y,
          double width)
{
  telar_display_list_add_line (layout->list, role, x, y, to_x, to_y, width);
}

/* A cubic curve that leaves and arrives horizontally; past a level without a task it goes straight
 * on. */
static void
add_link (Layout *layout, const TelarLink *link, TelarRole role, double width)
{
  const TelarVertex *from = telar_plan_graph_get_vertex (layout->graph, link->from);
  const TelarVertex *to = telar_plan_graph_get_vertex (layout->graph, link->to);
  double x = layout->columns[from->level] + layout->widths[from->level];
  double end_x = layout->columns[to->level];
  double y = get_y (layout, link->from), end_y = get_y (layout, link->to);
  double arrow = ARROW * layout->scale, former_x = x, former_y = y;
  guint n_pieces = layout->graph->links->len > MANY_LINKS ? MANY_PIECES : N_PIECES;

  if (from->task == TELAR_NO_TASK)
    add_line (layout, role, layout->columns[from->level], y, x, y, width);
  if (y == end_y)
    n_pieces = 1;
  for (guint i = 1; i <= n_pieces; i++)
    {
      double t = (double) i / n_pieces;
      double at_x
          = x + (end_x - x) * (1.5 * t * (1 - t) * (1 - t) + 1.5 * t * t * (1 - t) + t * t * t);
      double at_y = y + (end_y - y) * (3 * t * t * (1 - t) + t * t * t);

      add_line (layout, role, former_x, former_y, at_x, at_y, width);
      former_x = at_x;
      former_y = at_y;
    }

  if (to->task == TELAR_NO_TASK)
    return;

  add_line (layout, role, end_x - arrow, end_y - arrow * 0.7, end_x - 1, end_y, width);
  add_line (layout, role, end_x - arrow, end_y + arrow * 0.7, end_x - 1, end_y, width);
}

/* Those of the selected task come last, so that they lie above the others. */
static void
add_links (Layout *layout)
{
  const GArray *links = layout->graph->links;

  for (guint i = 0; i < links->len; i++)
    if (!is_emphasised (layout, &g_array_index (links, TelarLink, i)))
      add_link (layout, &g_array_index (links, TelarLink, i), TELAR_ROLE_DEPENDENCY, 1.5);
  for (guint i = 0; i < links->len; i++)
    if (is_emphasised (layout, &g_array_index (links, TelarLink, i)))
      add_link (layout, &g_array_index (links, TelarLink, i), TELAR_ROLE_SELECTION, 2.5);
}

static TelarMark *
add_box (Layout *layout, TelarMarkKind kind, TelarRole role, guint32 task)
{
  guint level = layout->graph->levels->of_task[task];
  double height = HEIGHT * layout->scale;
  TelarMark *mark
      = telar_display_list_add (layout->list, kind, role, layout->columns[level],
                                get_y (layout, task) - height / 2, layout->widths[level], height);

  mark->radius = RADIUS;
  mark->corners = TELAR_CORNERS_ALL;
  mark->task = task;

  return mark;
}

static void
add_text (Layout *layout, guint32 task, TelarFont font, TelarRole role, const char *text, double dy)
{
  guint level = layout->graph->levels->of_task[task];
  double width = layout->widths[level];
  g_autoptr (GString) shown = g_string_new (NULL);
  TelarMark *mark;

  telar_text_cache_ellipsize (layout->texts, font, text, width - 1.5 * PADDING * layout->scale,
                              shown);
  mark = telar_display_list_add_text (layout->list, font, role, TELAR_ANCHOR_MIDDLE,
                                      layout->columns[level] + width / 2,
                                      round (get_y (layout, task) + dy * layout->scale
                                             + telar_text_cache_get_centre (layout->texts, font)),
                                      shown->str);
  mark->task = task;
}

static void
add_tasks (Layout *layout)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autoptr (GString) input = g_string_new (NULL);

  for (guint32 task = 0; task < telar_plan_get_n_tasks (layout->graph->plan); task++)
    {
      gboolean is_selected = task == layout->options->selected_task;

      add_box (layout, TELAR_MARK_RECTANGLE, TELAR_ROLE_BACKGROUND, task);
      add_box (layout, TELAR_MARK_RECTANGLE, TELAR_ROLE_RUNNING_FILL, task);
      add_box (layout, TELAR_MARK_OUTLINE,
               is_selected ? TELAR_ROLE_SELECTION : TELAR_ROLE_RUNNING_LINE, task)
          ->line_width
          = is_selected ? 2.5f : 1.5f;
      get_texts (layout->graph, task, name, input);
      if (name->len > 0)
        add_text (layout, task, TELAR_FONT_HEADING, TELAR_ROLE_TEXT, name->str, -8);
      add_text (layout, task, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT, input->str,
                name->len > 0 ? 9 : 0);
    }
}

/**
 * telar_plan_graph_layout:
 * @graph: the graph of a plan
 * @options: how it is drawn
 * @texts: for measuring
 * @list: (inout): becomes the picture, as large as it needs to be
 *
 * Lays out the tasks in columns by their levels, from left to right, with an arrow from each to
 * those that wait for it.
 */
void
telar_plan_graph_layout (TelarPlanGraph *graph,
                         const TelarPlanGraphOptions *options,
                         TelarTextCache *texts,
                         TelarDisplayList *list)
{
  guint n_levels = graph->levels->n_levels;
  g_autofree double *columns = g_new (double, n_levels);
  g_autofree double *widths = g_new (double, n_levels);
  double scale = telar_text_cache_get_scale (texts), height;
  Layout layout = {
    .graph = graph,
    .options = options,
    .texts = texts,
    .list = list,
    .scale = scale,
    .columns = columns,
    .widths = widths,
    .top = MARGIN * scale,
  };

  find_columns (&layout);
  height = telar_plan_graph_place (graph, HEIGHT * scale, GAP * scale);
  telar_display_list_reset (list, columns[n_levels - 1] + widths[n_levels - 1] + MARGIN * scale,
                            ceil (height + 2 * MARGIN * scale));
  if (options->is_picture)
    telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_BACKGROUND, 0, 0, list->width,
                            list->height);
  add_links (&layout);
  add_tasks (&layout);
}

/**
 * telar_plan_graph_find_task_at:
 * @list: as telar_plan_graph_layout() made it
 * @x: in points
 * @y: in points
 *
 * Returns: the task whose box is there, or %TELAR_NO_TASK
 */
guint32
telar_plan_graph_find_task_at (const TelarDisplayList *list, double x, double y)
{
  for (guint i = list->marks->len; i > 0; i--)
    {
      const TelarMark *mark = &g_array_index (list->marks, TelarMark, i - 1);

      if (mark->kind == TELAR_MARK_RECTANGLE && mark->task != TELAR_NO_TASK && x >= mark->x
          && x < mark->x + mark->width && y >= mark->y && y < mark->y + mark->height)
        return mark->task;
    }

  return TELAR_NO_TASK;
}

static void
append_name (const TelarPlanGraph *graph, guint32 task, GString *names, guint n)
{
  const TelarInput *input = telar_plan_get_task (graph->plan, task);

  if (n > MAX_NAMES)
    return;
  if (n > 0)
    g_string_append (names, ", ");
  if (n == MAX_NAMES)
    g_string_append (names, "…");
  else
    telar_text_append_plain (names, input->name != NULL ? input->name : input->input);
}

/**
 * telar_plan_graph_describe_task:
 * @graph: the graph of a plan
 * @task: one of its tasks
 *
 * Returns: (transfer full): what it is, what it waits for, and what waits for it, a line for each
 */
char *
telar_plan_graph_describe_task (const TelarPlanGraph *graph, guint32 task)
{
  const TelarInput *input = telar_plan_get_task (graph->plan, task);
  GString *description = g_string_new (NULL);
  g_autoptr (GString) before = g_string_new (NULL);
  g_autoptr (GString) after = g_string_new (NULL);
  guint n_dependents = 0;

  if (input->name != NULL)
    {
      telar_text_append_plain (description, input->name);
      g_string_append (description, " = ");
    }
  telar_text_append_plain (description, input->input);

  for (guint i = 0; i < input->n_after; i++)
    append_name (graph, input->after[i], before, i);
  for (guint i = 0; i < graph->links->len; i++)
    {
      const TelarLink *link = &g_array_index (graph->links, TelarLink, i);

      if (link->task == task && link->to == link->dependent)
        append_name (graph, link->dependent, after, n_dependents++);
    }

  g_string_append_c (description, '\n');
  if (before->len > 0)
    /* Translators: %s are names of tasks, such as A1, A2 */
    g_string_append_printf (description, _ ("Waits for %s"), before->str);
  else
    g_string_append (description, _ ("Waits for no other task"));
  if (after->len > 0)
    {
      g_string_append_c (description, '\n');
      /* Translators: %s are names of tasks that wait for this one, such as B, C */
      g_string_append_printf (description, _ ("Before %s"), after->str);
    }

  return g_string_free (description, FALSE);
}

/**
 * telar_plan_graph_format_size:
 * @graph: the graph of a plan
 *
 * Returns: (transfer full): how many tasks, dependencies and levels it has, for people to read
 */
char *
telar_plan_graph_format_size (const TelarPlanGraph *graph)
{
  guint n_tasks = telar_plan_get_n_tasks (graph->plan);
  g_autofree char *tasks
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u task", "%u tasks", n_tasks), n_tasks);
  g_autofree char *dependencies = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u dependency", "%u dependencies", graph->n_dependencies),
      graph->n_dependencies);
  g_autofree char *levels = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u level", "%u levels", graph->levels->n_levels),
      graph->levels->n_levels);

  /* Translators: for example: 5 tasks · 4 dependencies · 3 levels */
  return g_strdup_printf (_ ("%s · %s · %s"), tasks, dependencies, levels);
}

static void
describe (guint32 task, GString *description, gpointer user_data)
{
  g_autofree char *text = telar_plan_graph_describe_task (user_data, task);

  g_string_append (description, text);
}

/**
 * telar_plan_graph_export_to_bytes:
 * @plan: a plan that is not too large
 * @format: what kind of picture
 * @is_dark: whether it is for a dark background
 * @error: return location for %G_IO_ERROR_INVALID_ARGUMENT, for a picture that would be too large,
 *   or %G_IO_ERROR_FAILED
 *
 * Paints the graph of a plan. Needs no display. Any thread may call it.
 *
 * Returns: (transfer full): what a file of the picture would hold, or %NULL on an error
 */
GBytes *
telar_plan_graph_export_to_bytes (TelarPlan *plan,
                                  TelarChartFormat format,
                                  gboolean is_dark,
                                  GError **error)
{
  g_autoptr (TelarPlanGraph) graph = telar_plan_graph_new (plan);
  const TelarPlanGraphOptions options = { TRUE, TELAR_NO_TASK };
  g_auto (TelarPicture) picture = { NULL };

  telar_picture_init (&picture, g_strdup (_ ("Graph of a plan")), is_dark, 0);
  picture.created = g_date_time_new_now_utc ();
  picture.application = g_strdup ("Telar " TELAR_VERSION);
  picture.describe = describe;
  picture.describe_data = graph;
  telar_plan_graph_layout (graph, &options, picture.texts, picture.list);

  return telar_picture_to_bytes (&picture, format, error);
}
