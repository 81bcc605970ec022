/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-inputs-view.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"
#include "telar-line-gutter.h"
#include "telar-template.h"

/* More than these would push everything else out of the window. */
#define MAX_LISTED_PROBLEMS 5

struct _TelarInputsView
{
  GtkWidget parent_instance;

  GtkTextView *text_view;
  GtkTextBuffer *buffer;
  GtkLabel *title;
  GtkLabel *count_label;
  GtkWidget *graph_button;
  GtkLabel *hint;
  GtkListBox *problems;
  TelarLineGutter *gutter;
  GtkTextTag *tag;

  const TelarWorkload *workload;
  gboolean is_checking; /* a text is being checked by another thread */
  gboolean is_stale;    /* and is no longer what is in the buffer */

  guint n_tasks;
  GArray *found; /* TelarInputProblem, of the text that was checked last */
};

G_DEFINE_FINAL_TYPE (TelarInputsView, telar_inputs_view, GTK_TYPE_WIDGET)

enum
{
  PROP_IS_CHECKED = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

/* What a check needs, and what comes of it. */
typedef struct
{
  char *text;
  const TelarWorkload *workload;
  guint n_tasks;
  gboolean has_dependencies;
  GArray *problems;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->text);
  g_clear_pointer (&check->problems, g_array_unref);
  g_free (check);
}

/* A million tasks take time to be understood and to be freed: both happens here. */
static void
check_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Check *check = data;
  g_autoptr (TelarInputs) inputs = telar_inputs_parse_for (check->text, check->workload);

  check->n_tasks = inputs->tasks->len;
  for (guint i = 0; i < inputs->tasks->len && !check->has_dependencies; i++)
    check->has_dependencies = g_array_index (inputs->tasks, TelarInput, i).n_after > 0;
  check->problems = g_array_ref (inputs->problems);
  g_task_return_boolean (task, TRUE);
}

/* Where @line and @column are in the buffer, so far as it has them. */
static void
get_iter (TelarInputsView *self, guint line, guint column, GtkTextIter *iter)
{
  if (!gtk_text_buffer_get_iter_at_line (self->buffer, iter, (int) MIN (line, G_MAXINT)))
    {
      gtk_text_buffer_get_end_iter (self->buffer, iter);
      return;
    }

  if ((int) column <= gtk_text_iter_get_chars_in_line (iter))
    gtk_text_iter_set_line_offset (iter, (int) column);
  else
    gtk_text_iter_forward_to_line_end (iter);
}

static void
underline (TelarInputsView *self, const TelarInputProblem *problem)
{
  GtkTextIter start, end;

  if (problem->line == G_MAXUINT)
    return;

  get_iter (self, problem->line, problem->column, &start);
  end = start;
  gtk_text_iter_forward_chars (&end, (int) MAX (problem->length, 1));
  gtk_text_buffer_apply_tag (self->buffer, self->tag, &start, &end);
}

static GtkWidget *
problem_row_new (const char *text, gboolean is_activatable)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (icon, "error");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 4);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "telar-problem");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), is_activatable);
  gtk_widget_set_focusable (row, is_activatable);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);

  return row;
}

static void
list_problems (TelarInputsView *self)
{
  guint n_listed = MIN (self->found->len, MAX_LISTED_PROBLEMS);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->problems))) != NULL)
    gtk_list_box_remove (self->problems, row);

  for (guint i = 0; i < n_listed; i++)
    {
      const TelarInputProblem *problem = &g_array_index (self->found, TelarInputProblem, i);
      g_autofree char *text = NULL;

      if (problem->line == G_MAXUINT)
        text = g_strdup (problem->message);
      else
        text = g_strdup_printf (_ ("Line %u: %s"), problem->line + 1, problem->message);
      gtk_list_box_append (self->problems, problem_row_new (text, problem->line != G_MAXUINT));
    }

  if (self->found->len > n_listed)
    {
      guint n_more = self->found->len - n_listed;
      g_autofree char *text = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "… and %u more problem", "… and %u more problems", n_more),
          n_more);

      gtk_list_box_append (self->problems, problem_row_new (text, FALSE));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->problems), self->found->len > 0);
}

static void
show_count (TelarInputsView *self)
{
  g_autofree char *count = telar_format_count (self->n_tasks);
  g_autofree char *text = NULL;

  if (self->n_tasks == 0 && self->found->len == 0)
    text = g_strdup (_ ("No inputs yet"));
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s task", "%s tasks", self->n_tasks),
                            count);
  gtk_label_set_text (self->count_label, text);
}

static void
show_problems (TelarInputsView *self)
{
  GHashTable *marked = g_hash_table_new (NULL, NULL);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->tag, &start, &end);
  for (guint i = 0; i < self->found->len; i++)
    {
      const TelarInputProblem *problem = &g_array_index (self->found, TelarInputProblem, i);

      underline (self, problem);
      g_hash_table_add (marked, GUINT_TO_POINTER (problem->line));
    }
  telar_line_gutter_set_marked (self->gutter, marked);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->text_view), GTK_ACCESSIBLE_STATE_INVALID,
      self->found->len > 0 ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  list_problems (self);
  show_count (self);
}

static void check (TelarInputsView *self);

static void
on_checked (GObject *object, GAsyncResult *result, gpointer data)
{
  TelarInputsView *self = TELAR_INPUTS_VIEW (object);
  Check *done = g_task_get_task_data (G_TASK (result));

  self->is_checking = FALSE;
  if (self->buffer == NULL)
    return;

  if (self->is_stale)
    {
      check (self);
      return;
    }

  self->n_tasks = done->n_tasks;
  gtk_widget_set_visible (self->graph_button, done->has_dependencies);
  g_array_unref (self->found);
  self->found = g_array_ref (done->problems);
  show_problems (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_CHECKED]);
}

/* At most one text is being checked at a time, so that typing fast in a long text does not pile
 * up work. */
static void
check (TelarInputsView *self)
{
  g_autoptr (GTask) task = NULL;
  Check *data;

  if (self->is_checking)
    {
      self->is_stale = TRUE;
      return;
    }

  data = g_new0 (Check, 1);
  data->text = telar_inputs_view_dup_text (self);
  data->workload = self->workload;
  self->is_checking = TRUE;
  self->is_stale = FALSE;
  task = g_task_new (self, NULL, on_checked, NULL);
  g_task_set_source_tag (task, check);
  g_task_set_task_data (task, data, check_free);
  g_task_run_in_thread (task, check_thread);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_CHECKED]);
}

static void
on_buffer_changed (TelarInputsView *self)
{
  check (self);
}

static void
on_row_activated (TelarInputsView *self, GtkListBoxRow *row)
{
  telar_inputs_view_go_to_problem (self, (guint) gtk_list_box_row_get_index (row));
}

static void
telar_inputs_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_IS_CHECKED)
    g_value_set_boolean (value, telar_inputs_view_get_is_checked (TELAR_INPUTS_VIEW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
telar_inputs_view_dispose (GObject *object)
{
  TelarInputsView *self = TELAR_INPUTS_VIEW (object);

  telar_template_dispose (GTK_WIDGET (self), TELAR_TYPE_INPUTS_VIEW);

  G_OBJECT_CLASS (telar_inputs_view_parent_class)->dispose (object);
}

static void
telar_inputs_view_finalize (GObject *object)
{
  TelarInputsView *self = TELAR_INPUTS_VIEW (object);

  g_array_unref (self->found);

  G_OBJECT_CLASS (telar_inputs_view_parent_class)->finalize (object);
}

static void
telar_inputs_view_class_init (TelarInputsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = telar_inputs_view_dispose;
  object_class->finalize = telar_inputs_view_finalize;
  object_class->get_property = telar_inputs_view_get_property;
  properties[PROP_IS_CHECKED] = g_param_spec_boolean ("is-checked", NULL, NULL, TRUE,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-inputs-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarInputsView, text_view);
  gtk_widget_class_bind_template_child (widget_class, TelarInputsView, buffer);
  gtk_widget_class_bind_template_child (widget_class, TelarInputsView, title);
  gtk_widget_class_bind_template_child (widget_class, TelarInputsView, count_label);
  gtk_widget_class_bind_template_child (widget_class, TelarInputsView, graph_button);
  gtk_widget_class_bind_template_child (widget_class, TelarInputsView, hint);
  gtk_widget_class_bind_template_child (widget_class, TelarInputsView, problems);
  gtk_widget_class_bind_template_callback (widget_class, on_buffer_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
show_hint (TelarInputsView *self)
{
  gtk_label_set_text (self->hint,
                      self->workload->input_kind == TELAR_INPUT_PAGE
                          ? _ ("One address per line: http, https, or demo for the built-in pages")
                          : _ ("Numbers, several on a line if you like, or ranges such as 1..100"));
}

static void
telar_inputs_view_init (TelarInputsView *self)
{
  self->workload = telar_workload_get (0);
  gtk_widget_init_template (GTK_WIDGET (self));

  self->found = g_array_new (FALSE, FALSE, sizeof (TelarInputProblem));
  self->tag
      = gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR, NULL);
  self->gutter = telar_line_gutter_new (self->text_view);
  gtk_text_view_set_gutter (self->text_view, GTK_TEXT_WINDOW_LEFT, GTK_WIDGET (self->gutter));
  show_hint (self);
  show_count (self);
}

/**
 * telar_inputs_view_new:
 *
 * Returns: (transfer floating): a view without inputs
 */
GtkWidget *
telar_inputs_view_new (void)
{
  return g_object_new (TELAR_TYPE_INPUTS_VIEW, NULL);
}

/**
 * telar_inputs_view_dup_text:
 * @self: an inputs view
 *
 * Returns: (transfer full): what is typed
 */
char *
telar_inputs_view_dup_text (TelarInputsView *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (TELAR_IS_INPUTS_VIEW (self), NULL);

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);

  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

/**
 * telar_inputs_view_set_text:
 * @self: an inputs view
 * @text: valid UTF-8
 *
 * Replaces what is typed; it can be undone with Ctrl+Z.
 */
void
telar_inputs_view_set_text (TelarInputsView *self, const char *text)
{
  GtkTextIter start, end;

  g_return_if_fail (TELAR_IS_INPUTS_VIEW (self));

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, text, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
}

/**
 * telar_inputs_view_set_workload:
 * @self: an inputs view
 * @workload: what is to be done with the inputs
 */
void
telar_inputs_view_set_workload (TelarInputsView *self, const TelarWorkload *workload)
{
  const TelarWorkload *before;

  g_return_if_fail (TELAR_IS_INPUTS_VIEW (self));

  before = self->workload;
  self->workload = workload;
  if (workload->input_kind == before->input_kind && workload->function == before->function)
    return;

  show_hint (self);
  check (self);
}

/**
 * telar_inputs_view_get_n_tasks:
 * @self: an inputs view
 *
 * Returns: how many tasks there are, so far as they were checked
 */
guint
telar_inputs_view_get_n_tasks (TelarInputsView *self)
{
  g_return_val_if_fail (TELAR_IS_INPUTS_VIEW (self), 0);

  return self->n_tasks;
}

/**
 * telar_inputs_view_get_n_problems:
 * @self: an inputs view
 *
 * Returns: how many stretches of the text were not understood, so far as they were checked
 */
guint
telar_inputs_view_get_n_problems (TelarInputsView *self)
{
  g_return_val_if_fail (TELAR_IS_INPUTS_VIEW (self), 0);

  return self->found->len;
}

/**
 * telar_inputs_view_get_is_checked:
 * @self: an inputs view
 *
 * Returns: whether all that is typed was checked; notified as "is-checked"
 */
gboolean
telar_inputs_view_get_is_checked (TelarInputsView *self)
{
  g_return_val_if_fail (TELAR_IS_INPUTS_VIEW (self), FALSE);

  return !self->is_checking;
}

/**
 * telar_inputs_view_complain:
 * @self: an inputs view
 * @message: what is wrong with all of the inputs, such as that there are none
 *
 * Says it beneath the inputs until they are changed.
 */
void
telar_inputs_view_complain (TelarInputsView *self, const char *message)
{
  g_return_if_fail (TELAR_IS_INPUTS_VIEW (self));

  list_problems (self);
  gtk_list_box_append (self->problems, problem_row_new (message, FALSE));
  gtk_widget_set_visible (GTK_WIDGET (self->problems), TRUE);
}

/**
 * telar_inputs_view_go_to_problem:
 * @self: an inputs view
 * @index: which of the problems; one that does not exist just moves the focus
 *
 * Selects what is wrong, so that it can be typed anew.
 */
void
telar_inputs_view_go_to_problem (TelarInputsView *self, guint index)
{
  const TelarInputProblem *problem;
  GtkTextIter start, end;

  g_return_if_fail (TELAR_IS_INPUTS_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->text_view));
  if (index >= self->found->len)
    return;

  problem = &g_array_index (self->found, TelarInputProblem, index);
  if (problem->line == G_MAXUINT)
    return;

  get_iter (self, problem->line, problem->column, &start);
  end = start;
  gtk_text_iter_forward_chars (&end, (int) problem->length);
  gtk_text_buffer_select_range (self->buffer, &start, &end);
  gtk_text_view_scroll_to_mark (self->text_view, gtk_text_buffer_get_insert (self->buffer), 0.1,
                                FALSE, 0, 0);
}
