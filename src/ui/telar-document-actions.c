/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-document-actions.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/telar-format.h"
#include "telar-comparison-saver.h"
#include "telar-export-window.h"
#include "telar-file-dialog.h"
#include "telar-history-loader.h"
#include "telar-opener.h"

/* Of many files that cannot be opened, the first tell enough. */
#define MAX_MESSAGES 3

/* A list of inputs that is longer is not put into the plan unasked. */
#define MAX_PLAN_LENGTH (4 * 1024 * 1024)

struct _TelarDocumentActions
{
  GObject parent_instance;

  TelarWindow *window;       /* a weak pointer, as the workspace is */
  TelarWorkspace *workspace; /* NULL after the window was closed */
  TelarRunner *runner;
  TelarHistory *history;

  TelarRunRequest *plan_before; /* what an opened run took the place of, or NULL */
};

G_DEFINE_FINAL_TYPE (TelarDocumentActions, telar_document_actions, G_TYPE_OBJECT)

static TelarPlanView *
get_plan_view (TelarDocumentActions *self)
{
  return telar_workspace_get_plan_view (self->workspace);
}

/* Fills the plan with that of a run that was opened, so that it can be run again. What was there
 * can be had back. */
static void
show_plan_of (TelarDocumentActions *self, TelarRunRecord *record)
{
  TelarPlanView *plan_view = get_plan_view (self);
  const TelarParameters *parameters = telar_plan_get_parameters (record->plan);
  TelarRunRequest *before;
  g_autofree char *text = NULL;

  if (telar_workload_is_imported (telar_plan_get_workload (record->plan)))
    return;

  text = telar_plan_dup_text (record->plan);
  if (strlen (text) > MAX_PLAN_LENGTH)
    return;

  before = telar_plan_view_dup_request (plan_view, telar_plan_view_get_strategy (plan_view));
  telar_plan_view_show_plan (plan_view, text, parameters, record->strategy, record->workers);
  g_clear_pointer (&self->plan_before, telar_run_request_free);
  self->plan_before = before;
  if (*g_strchug (text) == '\0' || strspn (before->text, " \t\r\n") == strlen (before->text)
      || g_str_equal (g_strchomp (text), before->text))
    return;

  telar_window_show_undo_toast (self->window, _ ("The plan is now that of the opened run"),
                                "win.restore-plan", NULL);
}

static void
restore_plan_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarDocumentActions *self = data;
  const TelarRunRequest *before = self->plan_before;

  if (before != NULL)
    telar_plan_view_show_plan (get_plan_view (self), before->text, before->parameters,
                               before->strategy, before->workers);
}

/* One run is looked at, several are compared. While another goes on, that one is looked at. */
static void
show_opened_runs (TelarDocumentActions *self, const TelarOpened *opened)
{
  TelarHistoryView *history_view = telar_workspace_get_history_view (self->workspace);
  TelarRunRecord *newest = telar_opened_get_newest (opened);
  guint n_runs = opened->records->len;
  g_autofree char *text = NULL;

  if (telar_runner_is_busy (self->runner))
    {
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run is in the list now",
                                           "%u runs are in the list now", opened->ids->len),
                              opened->ids->len);
      telar_window_show_toast (self->window, text);
      return;
    }

  if (opened->ids->len == n_runs && n_runs <= TELAR_WORKSPACE_MAX_COMPARED)
    telar_history_view_mark (history_view, (const gint64 *) (gpointer) opened->ids->data, n_runs);
  else
    telar_history_view_mark (history_view, NULL, 0);
  if (n_runs > 1)
    telar_workspace_go_to_history (self->workspace);
  if (n_runs > 1 && n_runs <= TELAR_WORKSPACE_MAX_COMPARED)
    telar_workspace_show_comparison (self->workspace, opened->records, NULL);
  else
    telar_workspace_show_record (self->workspace, newest);
  if (opened->text == NULL)
    show_plan_of (self, newest);
}

static void
show_opened_inputs (TelarDocumentActions *self, const TelarOpened *opened)
{
  TelarPlanView *plan_view = get_plan_view (self);

  telar_plan_view_set_text (plan_view, opened->text);
  if (opened->input_kind == TELAR_INPUT_NUMBER)
    telar_plan_view_set_workload (plan_view, telar_workload_from_name ("square"));
  telar_workspace_go_to_plan (self->workspace);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TelarDocumentActions) self = data;
  g_autoptr (TelarOpened) opened = telar_opener_open_finish (TELAR_HISTORY (source), result);

  if (self->workspace == NULL)
    return;

  if (opened->records->len > 0)
    show_opened_runs (self, opened);
  if (opened->text != NULL)
    show_opened_inputs (self, opened);
  for (guint i = 0; i < opened->messages->len && i < MAX_MESSAGES; i++)
    telar_window_show_toast (self->window, g_ptr_array_index (opened->messages, i));
}

static void
open_file (TelarDocumentActions *self, GFile *file)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (files, g_object_ref (file));
  telar_document_actions_open (self, files);
}

static void
on_file_chosen (GFile *file, gpointer data)
{
  g_autoptr (TelarDocumentActions) self = data;

  if (file != NULL && self->workspace != NULL)
    open_file (self, file);
}

static void
open_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarDocumentActions *self = data;

  telar_file_dialog_open (GTK_WINDOW (self->window), _ ("Open a Run or a List of Inputs"),
                          on_file_chosen, g_object_ref (self));
}

static void
open_uri_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  open_file (data, file);
}

static gboolean
on_dropped (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GSList *list = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (files, g_object_ref (l->data));
  g_slist_free (list);
  if (files->len == 0)
    return FALSE;

  telar_document_actions_open (data, files);

  return TRUE;
}

static void
export_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarDocumentActions *self = data;
  const TelarChartExportOptions options = telar_workspace_get_export_options (self->workspace);
  TelarComparisonView *comparison = telar_workspace_get_comparison_view (self->workspace);

  if (telar_workspace_is_comparing (self->workspace))
    telar_export_window_present_comparison (self->window,
                                            telar_comparison_view_get_records (comparison),
                                            telar_comparison_view_get_names (comparison), &options);
  else
    telar_export_window_present (self->window, telar_workspace_get_record (self->workspace),
                                 telar_workspace_get_time_window (self->workspace), &options);
}

static void
copy_image_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarDocumentActions *self = data;
  const TelarChartExportOptions options = telar_workspace_get_export_options (self->workspace);
  TelarComparisonView *comparison = telar_workspace_get_comparison_view (self->workspace);

  if (telar_workspace_is_comparing (self->workspace))
    telar_comparison_saver_copy (self->window, telar_comparison_view_get_records (comparison),
                                 telar_comparison_view_get_names (comparison), &options);
  else
    telar_run_saver_copy (self->window, telar_workspace_get_record (self->workspace), &options);
}

static void
copy_results_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarDocumentActions *self = data;
  guint n_rows = 0;
  g_autofree char *text
      = telar_results_view_dup_text (telar_workspace_get_results_view (self->workspace), &n_rows);
  g_autofree char *count = telar_format_count (n_rows);
  g_autofree char *message = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s result copied", "%s results copied", n_rows), count);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self->window)), text);
  telar_window_show_toast (self->window, message);
}

/* One run as a document of its own, several as one of all. */
static void
save_records (TelarDocumentActions *self, GPtrArray *records, GPtrArray *names)
{
  const TelarChartExportOptions options = telar_workspace_get_export_options (self->workspace);

  if (records->len == 1)
    telar_run_saver_save (self->window, g_ptr_array_index (records, 0), TELAR_SAVE_DOCUMENT,
                          &options);
  else
    telar_comparison_saver_save (self->window, records, names, TELAR_SAVE_RUNS_DOCUMENT, &options,
                                 0);
}

static void
save_run_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarDocumentActions *self = data;
  const TelarChartExportOptions options = telar_workspace_get_export_options (self->workspace);
  TelarComparisonView *comparison = telar_workspace_get_comparison_view (self->workspace);

  if (telar_workspace_is_comparing (self->workspace))
    save_records (self, telar_comparison_view_get_records (comparison),
                  telar_comparison_view_get_names (comparison));
  else
    telar_run_saver_save (self->window, telar_workspace_get_record (self->workspace),
                          TELAR_SAVE_DOCUMENT, &options);
}

static void
on_loaded_to_save (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TelarDocumentActions) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) records
      = telar_history_load_all_finish (TELAR_HISTORY (source), result, &names, &error);

  if (self->workspace == NULL)
    return;

  if (records == NULL)
    telar_window_show_toast (self->window, error->message);
  else
    save_records (self, records, names);
}

/* Runs that were chosen in the history. */
static void
on_save_wanted (TelarDocumentActions *self, GArray *ids)
{
  if (ids->len > TELAR_WORKSPACE_MAX_COMPARED)
    telar_window_show_toast (self->window, _ ("These are too many runs for one file."));
  else
    telar_history_load_all_async (self->history, ids, NULL, on_loaded_to_save, g_object_ref (self));
}

static const GActionEntry actions[] = {
  { .name = "open", .activate = open_activated },
  { .name = "open-uri", .activate = open_uri_activated, .parameter_type = "s" },
  { .name = "restore-plan", .activate = restore_plan_activated },
  { .name = "save-run", .activate = save_run_activated },
  { .name = "export", .activate = export_activated },
  { .name = "copy-image", .activate = copy_image_activated },
  { .name = "copy-results", .activate = copy_results_activated },
};

static void
telar_document_actions_dispose (GObject *object)
{
  TelarDocumentActions *self = TELAR_DOCUMENT_ACTIONS (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->workspace);
  g_clear_object (&self->runner);
  g_clear_object (&self->history);
  g_clear_pointer (&self->plan_before, telar_run_request_free);

  G_OBJECT_CLASS (telar_document_actions_parent_class)->dispose (object);
}

static void
telar_document_actions_class_init (TelarDocumentActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = telar_document_actions_dispose;
}

static void
telar_document_actions_init (TelarDocumentActions *self)
{
}

/**
 * telar_document_actions_new:
 * @window: the window, which gets the actions, and on which files can be dropped from now on
 * @workspace: what is in it
 * @runner: what executes its runs
 * @history: where runs that are opened are kept
 *
 * Returns: (transfer full): the actions, to be kept as long as the window is there
 */
TelarDocumentActions *
telar_document_actions_new (TelarWindow *window,
                            TelarWorkspace *workspace,
                            TelarRunner *runner,
                            TelarHistory *history)
{
  TelarDocumentActions *self = g_object_new (TELAR_TYPE_DOCUMENT_ACTIONS, NULL);
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_set_weak_pointer (&self->window, window);
  g_set_weak_pointer (&self->workspace, workspace);
  self->runner = g_object_ref (runner);
  self->history = g_object_ref (history);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);
  g_signal_connect_object (telar_workspace_get_history_view (workspace), "save-wanted",
                           G_CALLBACK (on_save_wanted), self, G_CONNECT_SWAPPED);

  /* Before the text of the inputs, which would take the names of the files. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_dropped), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), GTK_EVENT_CONTROLLER (target));

  return self;
}

/**
 * telar_document_actions_open:
 * @self: document actions
 * @files: (element-type GFile): what telar_document_read() understands
 *
 * Shows the run in them, or compares the runs, and adds them to the history; or takes the inputs.
 * A toast tells what went wrong, and then nothing changes.
 */
void
telar_document_actions_open (TelarDocumentActions *self, GPtrArray *files)
{
  g_return_if_fail (TELAR_IS_DOCUMENT_ACTIONS (self));

  telar_opener_open_async (self->history, files, on_opened, g_object_ref (self));
}

/**
 * telar_document_actions_update:
 * @self: document actions
 *
 * Lets the user save, export and copy what is shown, and open files while nothing is run.
 */
void
telar_document_actions_update (TelarDocumentActions *self)
{
  gboolean is_comparing, has_record, is_busy;

  g_return_if_fail (TELAR_IS_DOCUMENT_ACTIONS (self));

  is_comparing = telar_workspace_is_comparing (self->workspace);
  has_record = telar_workspace_get_record (self->workspace) != NULL;
  is_busy = telar_runner_is_busy (self->runner);
  telar_window_enable (self->window, "open", !is_busy);
  telar_window_enable (self->window, "open-uri", !is_busy);
  telar_window_enable (self->window, "save-run", !is_busy && (has_record || is_comparing));
  telar_window_enable (self->window, "export", has_record || is_comparing);
  telar_window_enable (self->window, "copy-image", has_record || is_comparing);
  telar_window_enable (self->window, "copy-results", has_record && !is_comparing);
}
