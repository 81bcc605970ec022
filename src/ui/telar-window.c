/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/telar-format.h"
#include "telar-adaptive-view.h"
#include "telar-chart-view.h"
#include "telar-comparison-saver.h"
#include "telar-comparison-view.h"
#include "telar-exercises-window.h"
#include "telar-export-window.h"
#include "telar-figures.h"
#include "telar-file-dialog.h"
#include "telar-gallery-window.h"
#include "telar-graph-window.h"
#include "telar-history-loader.h"
#include "telar-history-view.h"
#include "telar-opener.h"
#include "telar-plan-view.h"
#include "telar-recent-files.h"
#include "telar-results-view.h"
#include "telar-run-status.h"
#include "telar-runner.h"
#include "telar-series-window.h"
#include "telar-settings.h"
#include "telar-welcome.h"

/* So many runs can be told apart in one picture, and loaded in a moment. */
#define MAX_COMPARED 100

/* Of many files that cannot be opened, the first tell enough. */
#define MAX_MESSAGES 3

/* In bytes: a longer name of a program that a document tells is not shown. */
#define MAX_APPLICATION_LENGTH 80

/* A list of inputs that is longer is not put into the plan unasked. */
#define MAX_PLAN_LENGTH (4 * 1024 * 1024)

struct _TelarWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toast_overlay;
  AdwWindowTitle *window_title;
  GtkMenuButton *examples_button;
  GtkMenuButton *menu_button;
  GMenu *recent_section;
  GtkStack *run_stack;
  GtkWidget *run_button;
  GtkWidget *stop_button;
  TelarAdaptiveView *adaptive_view;
  GtkStack *side_stack;
  TelarPlanView *plan_view;
  TelarHistoryView *history_view;
  GtkStack *chart_stack;
  GtkWidget *chart_box;
  TelarComparisonView *comparison_view;
  TelarRunStatus *run_status;
  TelarChartView *chart_view;
  GtkWidget *results_box;
  TelarFigures *figures;
  TelarResultsView *results_view;

  TelarGalleryWindow *gallery;     /* NULL until it was wanted */
  TelarExercisesWindow *exercises; /* the same */
  TelarRunner *runner;
  TelarRunRequest *plan_before; /* what an opened run took the place of, or NULL */
  TelarRunRecord *record;       /* that is shown, or NULL */
  GArray *series_ids;           /* gint64: of the runs of the last start, in the history */
  GCancellable *loading;        /* of runs of the history, or NULL */
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (TelarWindow, telar_window, ADW_TYPE_APPLICATION_WINDOW)

static TelarApplication *
get_application (TelarWindow *self)
{
  return TELAR_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
}

static void
enable (TelarWindow *self, const char *action, gboolean is_enabled)
{
  GAction *found = g_action_map_lookup_action (G_ACTION_MAP (self), action);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (found), is_enabled);
}

static gboolean
is_comparing (TelarWindow *self)
{
  return gtk_stack_get_visible_child (self->chart_stack) == GTK_WIDGET (self->comparison_view);
}

/* Who executed the run, and how long it took. */
static char *
dup_run_subtitle (TelarRunRecord *record)
{
  g_autofree char *duration = telar_format_duration (telar_run_record_get_elapsed_ns (record));

  if (!telar_workload_is_imported (telar_plan_get_workload (record->plan)))
    /* Translators: a strategy and how long the run took, for example: Threads, 1.93 s */
    return g_strdup_printf (_ ("%s, %s"), telar_strategy_get_title (record->strategy), duration);

  /* A trace that does not tell is said to be of the program that read it. */
  if (g_str_has_prefix (record->application, "Telar ")
      || strlen (record->application) > MAX_APPLICATION_LENGTH)
    /* Translators: how long a run took that another program executed */
    return g_strdup_printf (_ ("Imported, %s"), duration);

  /* Translators: another program that executed a run, and how long the run took */
  return g_strdup_printf (_ ("Imported from %s, %s"), record->application, duration);
}

static void
show_subtitle (TelarWindow *self)
{
  const char *strategy
      = self->record != NULL ? telar_strategy_get_title (self->record->strategy) : NULL;
  guint n_runs = telar_runner_get_n_requests (self->runner);
  g_autofree char *text = NULL;

  if (telar_runner_is_executing (self->runner) && n_runs > 1)
    /* Translators: a strategy, and which run it is of how many */
    text = g_strdup_printf (_ ("%s, running (%u of %u)"), strategy,
                            telar_runner_get_position (self->runner) + 1, n_runs);
  else if (telar_runner_is_executing (self->runner))
    text = g_strdup_printf (_ ("%s, running"), strategy);
  else if (is_comparing (self))
    text = telar_comparison_view_dup_title (self->comparison_view);
  else if (self->record != NULL)
    text = dup_run_subtitle (self->record);
  adw_window_title_set_subtitle (self->window_title, text != NULL ? text : "");
}

/* Run and Stop are one place; who pressed one of them by key can press the other right after. */
static void
show_state (TelarWindow *self)
{
  gboolean is_busy = telar_runner_is_busy (self->runner);
  GtkWidget *shown = is_busy ? self->stop_button : self->run_button;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gboolean has_focus = focus == self->run_button || focus == self->stop_button;

  if (shown == NULL)
    return; /* the window was closed */

  enable (self, "run", !is_busy);
  enable (self, "run-all", !is_busy);
  enable (self, "run-series", !is_busy);
  enable (self, "run-example", !is_busy);
  enable (self, "open", !is_busy);
  enable (self, "stop", is_busy);
  if (self->gallery != NULL)
    telar_gallery_window_set_can_run (self->gallery, !is_busy);
  enable (self, "export", self->record != NULL || is_comparing (self));
  enable (self, "save-run", !is_busy && (self->record != NULL || is_comparing (self)));
  enable (self, "open-uri", !is_busy);
  enable (self, "copy-image", self->record != NULL || is_comparing (self));
  enable (self, "copy-results", self->record != NULL && !is_comparing (self));
  enable (self, "find", self->record != NULL && !is_comparing (self));
  gtk_stack_set_visible_child (self->run_stack, shown);
  if (has_focus)
    gtk_widget_grab_focus (shown);
  show_subtitle (self);
}

/* What was to be shown in place of what is shown from now on. */
static void
stop_loading (TelarWindow *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
show_record (TelarWindow *self, TelarRunRecord *record)
{
  stop_loading (self);
  telar_run_record_ref (record);
  g_clear_pointer (&self->record, telar_run_record_unref);
  self->record = record;

  telar_run_status_set_record (self->run_status, record);
  telar_figures_set_record (self->figures, record);
  telar_results_view_set_record (self->results_view, record);
  telar_chart_view_set_record (self->chart_view, record);
  gtk_stack_set_visible_child (self->chart_stack, self->chart_box);
  gtk_widget_set_visible (self->results_box, TRUE);
  if (!g_str_equal (telar_adaptive_view_get_page (self->adaptive_view), "results"))
    telar_adaptive_view_set_page (self->adaptive_view, "chart");
}

static void
show_comparison (TelarWindow *self, GPtrArray *records, GPtrArray *names)
{
  stop_loading (self);
  telar_comparison_view_set_records (self->comparison_view, records, names);
  gtk_stack_set_visible_child (self->chart_stack, GTK_WIDGET (self->comparison_view));
  gtk_widget_set_visible (self->results_box, FALSE);
  telar_adaptive_view_set_page (self->adaptive_view, "chart");
}

/* What is searched for in the results stands out in the chart too. */
static void
on_found (TelarWindow *self)
{
  TelarChartCanvas *canvas = telar_chart_view_get_canvas (self->chart_view);
  guint n_rows = telar_results_view_get_n_rows (self->results_view);
  TelarChartSearch *search = NULL;

  if (self->record == NULL || telar_chart_view_get_record (self->chart_view) != self->record)
    return;

  if (telar_results_view_is_searching (self->results_view))
    {
      search = telar_chart_search_new (telar_plan_get_n_tasks (self->record->plan));
      for (guint i = 0; i < n_rows; i++)
        telar_chart_search_add (search, telar_results_view_get_task (self->results_view, i));
    }
  telar_chart_canvas_take_search (canvas, search);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TelarWindow *self = TELAR_WINDOW (widget);

  telar_run_status_update (self->run_status);
  telar_figures_update (self->figures);
  telar_results_view_update (self->results_view);

  return G_SOURCE_CONTINUE;
}

static void
stop_ticking (TelarWindow *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
}

static void
on_run_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TelarWindow) self = data;
  g_autoptr (GError) error = NULL;
  gint64 id = telar_history_save_finish (TELAR_HISTORY (source), result, &error);

  if (self->history_view == NULL)
    return; /* the window was closed */

  if (id <= 0)
    {
      telar_window_show_toast (self, error->message);
      return;
    }

  g_array_append_val (self->series_ids, id);
  if (!is_comparing (self))
    telar_history_view_mark (self->history_view, &id, 1);
  else if (self->loading == NULL && !telar_runner_is_busy (self->runner))
    telar_history_view_mark (self->history_view, (const gint64 *) self->series_ids->data,
                             self->series_ids->len);
}

static void
on_loaded_from_history (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TelarWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) records
      = telar_history_load_all_finish (TELAR_HISTORY (source), result, &names, &error);

  if (self->history_view == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->loading);
  if (records == NULL)
    telar_window_show_toast (self, error->message);
  else if (records->len == 1)
    show_record (self, g_ptr_array_index (records, 0));
  else
    show_comparison (self, records, names);
  show_state (self);
}

/* Whoever clicks through the runs quickly sees what was chosen last. */
static void
on_runs_compared (TelarWindow *self, GArray *ids)
{
  TelarHistory *history = telar_application_get_history (get_application (self));

  /* What goes on is looked at until it has ended. */
  if (telar_runner_is_busy (self->runner))
    {
      telar_history_view_mark (self->history_view, NULL, 0);
      return;
    }

  stop_loading (self);
  if (ids->len > MAX_COMPARED)
    {
      telar_window_show_toast (self, _ ("These are too many runs to compare."));
      return;
    }

  self->loading = g_cancellable_new ();
  telar_history_load_all_async (history, ids, self->loading, on_loaded_from_history,
                                g_object_ref (self));
}

static void
on_run_chosen (TelarWindow *self, gint64 id)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  on_runs_compared (self, ids);
}

/* One of the runs that are compared. */
static void
on_run_opened (TelarWindow *self, TelarRunRecord *record)
{
  telar_history_view_mark (self->history_view, NULL, 0);
  show_record (self, record);
  show_state (self);
}

static void
on_run_deleted (TelarWindow *self, gint64 id)
{
  AdwToast *toast = adw_toast_new (_ ("Run deleted"));

  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.restore-run");
  adw_toast_set_action_target (toast, "x", id);
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

static void
restore_run_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  telar_history_restore (telar_application_get_history (get_application (data)),
                         g_variant_get_int64 (parameter));
}

static void
on_told (TelarHistory *history, const char *message, TelarWindow *self)
{
  telar_window_show_toast (self, message);
}

/* Another window or program may have saved a run while this one was not looked at. */
static void
on_active_changed (TelarWindow *self)
{
  TelarApplication *application = get_application (self);

  if (application != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    telar_history_refresh (telar_application_get_history (application));
}

static void
on_begun (TelarWindow *self, TelarRunRecord *record)
{
  if (self->history_view == NULL)
    return; /* the window was closed */

  telar_history_view_mark (self->history_view, NULL, 0);
  show_record (self, record);
  show_state (self);
  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
on_ended (TelarWindow *self, TelarRunRecord *record, gboolean is_warm_up, const char *message)
{
  if (self->history_view == NULL)
    return;

  stop_ticking (self);
  if (message != NULL)
    telar_run_status_set_error (self->run_status, message);
  telar_run_status_update (self->run_status);
  telar_figures_update (self->figures);
  telar_results_view_arrange (self->results_view);
  if (message == NULL && !is_warm_up)
    telar_history_save_async (telar_application_get_history (get_application (self)), record,
                              on_run_saved, g_object_ref (self));
  show_subtitle (self);
}

static void
on_finished (TelarWindow *self)
{
  GPtrArray *records = telar_runner_get_records (self->runner);

  if (self->comparison_view == NULL || telar_runner_get_n_requests (self->runner) == 1
      || records->len < 2)
    return;

  show_comparison (self, records, NULL);
  show_state (self);
}

static void
on_refused (TelarWindow *self, const char *message)
{
  if (self->plan_view == NULL)
    return;

  telar_adaptive_view_set_page (self->adaptive_view, "plan");
  gtk_stack_set_visible_child_name (self->side_stack, "plan");
  if (!telar_plan_view_complain (self->plan_view, message))
    telar_window_show_toast (self, message);
}

static void
save_state (TelarWindow *self)
{
  TelarApplication *application = get_application (self);
  GSettings *settings = application != NULL ? telar_application_get_settings (application) : NULL;
  int width, height;

  if (settings == NULL)
    return;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, 360));
  g_settings_set_int (settings, "window-height", MAX (height, 200));
  g_settings_set_boolean (settings, "is-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_double (settings, "split", telar_adaptive_view_get_split (self->adaptive_view));
  telar_plan_view_save (self->plan_view, settings);
}

static TelarRunRequest *
make_request (TelarWindow *self, TelarStrategy strategy)
{
  TelarRunRequest *request = g_new0 (TelarRunRequest, 1);

  request->text = telar_plan_view_dup_text (self->plan_view);
  request->parameters = telar_plan_view_dup_parameters (self->plan_view);
  request->strategy = strategy;
  request->workers = telar_plan_view_get_workers (self->plan_view, strategy);

  return request;
}

static void
start (TelarWindow *self, GPtrArray *requests)
{
  save_state (self);
  g_array_set_size (self->series_ids, 0);
  if (requests->len > 1)
    gtk_stack_set_visible_child_name (self->side_stack, "history");
  telar_runner_start (self->runner, requests);
}

static void
run_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;
  g_autoptr (GPtrArray) requests
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_request_free);

  if (telar_runner_is_busy (self->runner))
    return;

  g_ptr_array_add (requests, make_request (self, telar_plan_view_get_strategy (self->plan_view)));
  start (self, requests);
}

/* Each strategy in turn; then they are compared. */
static void
run_all_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;
  g_autoptr (GPtrArray) requests
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_request_free);

  if (telar_runner_is_busy (self->runner))
    return;

  for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
    g_ptr_array_add (requests, make_request (self, i));
  start (self, requests);
}

static void
on_series_decided (TelarWindow *self, GPtrArray *requests)
{
  if (!telar_runner_is_busy (self->runner))
    start (self, requests);
}

static void
run_series_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;
  TelarSeriesWindow *window = telar_series_window_new (GTK_WINDOW (self), self->plan_view);

  g_signal_connect_object (window, "run", G_CALLBACK (on_series_decided), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
stop_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;

  telar_runner_stop (self->runner);
}

static void
show_example (TelarWindow *self, const TelarExample *example)
{
  telar_plan_view_show_example (self->plan_view, example);
  gtk_stack_set_visible_child_name (self->side_stack, "plan");
  telar_adaptive_view_set_page (self->adaptive_view, "plan");
}

static void
on_example_chosen (TelarWindow *self, const TelarExample *example, guint strategies)
{
  g_autoptr (GPtrArray) requests
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_request_free);

  show_example (self, example);
  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    if ((strategies & (1u << i)) != 0)
      {
        telar_plan_view_set_strategy (self->plan_view, i);
        g_ptr_array_add (requests, make_request (self, i));
      }
  if (requests->len > 0 && !telar_runner_is_busy (self->runner))
    start (self, requests);
}

static void
show_gallery_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;

  if (self->gallery == NULL)
    {
      g_set_weak_pointer (&self->gallery, telar_gallery_window_new (GTK_WINDOW (self),
                                                                    telar_application_get_history (
                                                                        get_application (self))));
      telar_gallery_window_set_can_run (self->gallery, !telar_runner_is_busy (self->runner));
      g_signal_connect_object (self->gallery, "chosen", G_CALLBACK (on_example_chosen), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->gallery));
}

static void
show_exercises_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;

  if (self->exercises == NULL)
    {
      g_set_weak_pointer (&self->exercises,
                          telar_exercises_window_new (GTK_WINDOW (self), self->runner));
      g_signal_connect_object (self->exercises, "run", G_CALLBACK (on_example_chosen), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->exercises));
}

static void
example_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;
  const TelarExample *example = telar_example_from_name (g_variant_get_string (parameter, NULL));

  if (example != NULL)
    show_example (self, example);
}

static void
run_example_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  example_activated (action, parameter, data);
  run_activated (NULL, NULL, data);
}

static void
show_graph_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;
  g_autofree char *text = telar_plan_view_dup_text (self->plan_view);
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan
      = telar_plan_new_from_text (telar_plan_view_dup_parameters (self->plan_view), text, &error);

  if (plan != NULL)
    telar_graph_window_present (self, plan);
  else
    on_refused (self, error->message);
}

static TelarChartExportOptions
get_export_options (TelarWindow *self)
{
  return (TelarChartExportOptions){
    .is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
    .rows = telar_chart_view_get_rows (self->chart_view),
    .colours = telar_chart_view_get_colours (self->chart_view),
    .hidden
    = telar_chart_canvas_get_options (telar_chart_view_get_canvas (self->chart_view))->hidden,
  };
}

static void
export_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;
  TelarChartCanvas *canvas = telar_chart_view_get_canvas (self->chart_view);
  const TelarChartExportOptions options = get_export_options (self);

  if (is_comparing (self))
    {
      telar_export_window_present_comparison (
          self, telar_comparison_view_get_records (self->comparison_view),
          telar_comparison_view_get_names (self->comparison_view), &options);
      return;
    }

  telar_export_window_present (self, self->record, telar_chart_canvas_get_time_window (canvas),
                               &options);
}

static void
copy_image_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;
  const TelarChartExportOptions options = get_export_options (self);

  if (is_comparing (self))
    telar_comparison_saver_copy (self, telar_comparison_view_get_records (self->comparison_view),
                                 telar_comparison_view_get_names (self->comparison_view), &options);
  else
    telar_run_saver_copy (self, self->record, &options);
}

static void
copy_results_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;
  guint n_rows = 0;
  g_autofree char *text = telar_results_view_dup_text (self->results_view, &n_rows);
  g_autofree char *count = telar_format_count (n_rows);
  g_autofree char *message = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s result copied", "%s results copied", n_rows), count);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  telar_window_show_toast (self, message);
}

static void
find_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;

  telar_adaptive_view_set_page (self->adaptive_view, "results");
  telar_results_view_find (self->results_view);
}

/* Fills the plan with that of a run that was opened, so that it can be run again. What was there
 * can be had back. */
static void
show_plan_of (TelarWindow *self, TelarRunRecord *record)
{
  const TelarParameters *parameters = telar_plan_get_parameters (record->plan);
  TelarRunRequest *before;
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (telar_workload_is_imported (telar_plan_get_workload (record->plan)))
    return;

  text = telar_plan_dup_text (record->plan);
  if (strlen (text) > MAX_PLAN_LENGTH)
    return;

  before = make_request (self, telar_plan_view_get_strategy (self->plan_view));
  telar_plan_view_show_plan (self->plan_view, text, parameters, record->strategy, record->workers);
  g_clear_pointer (&self->plan_before, telar_run_request_free);
  self->plan_before = before;
  if (*g_strchug (text) == '\0' || strspn (before->text, " \t\r\n") == strlen (before->text)
      || g_str_equal (g_strchomp (text), before->text))
    return;

  toast = adw_toast_new (_ ("The plan is now that of the opened run"));
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.restore-plan");
  adw_toast_overlay_add_toast (self->toast_overlay, toast);
}

/* One run is looked at, several are compared. While another goes on, that one is looked at. */
static void
show_opened_runs (TelarWindow *self, const TelarOpened *opened)
{
  TelarRunRecord *newest = telar_opened_get_newest (opened);
  guint n_runs = opened->records->len;
  g_autofree char *text = NULL;

  if (telar_runner_is_busy (self->runner))
    {
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run is in the list now",
                                           "%u runs are in the list now", opened->ids->len),
                              opened->ids->len);
      telar_window_show_toast (self, text);
      return;
    }

  if (opened->ids->len == n_runs && n_runs <= MAX_COMPARED)
    telar_history_view_mark (self->history_view, (const gint64 *) (gpointer) opened->ids->data,
                             n_runs);
  else
    telar_history_view_mark (self->history_view, NULL, 0);
  if (n_runs > 1)
    gtk_stack_set_visible_child_name (self->side_stack, "history");
  if (n_runs > 1 && n_runs <= MAX_COMPARED)
    show_comparison (self, opened->records, NULL);
  else
    show_record (self, newest);
  show_state (self);
  if (opened->text == NULL)
    show_plan_of (self, newest);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TelarWindow) self = data;
  g_autoptr (TelarOpened) opened = telar_opener_open_finish (TELAR_HISTORY (source), result);

  if (self->plan_view == NULL)
    return;

  if (opened->records->len > 0)
    show_opened_runs (self, opened);
  if (opened->text != NULL)
    {
      telar_plan_view_set_text (self->plan_view, opened->text);
      if (opened->input_kind == TELAR_INPUT_NUMBER)
        telar_plan_view_set_workload (self->plan_view, telar_workload_from_name ("square"));
      gtk_stack_set_visible_child_name (self->side_stack, "plan");
      telar_adaptive_view_set_page (self->adaptive_view, "plan");
    }
  for (guint i = 0; i < opened->messages->len && i < MAX_MESSAGES; i++)
    telar_window_show_toast (self, g_ptr_array_index (opened->messages, i));
}

static void
open_files (TelarWindow *self, GPtrArray *files)
{
  telar_opener_open_async (telar_application_get_history (get_application (self)), files, on_opened,
                           g_object_ref (self));
}

static void
on_file_chosen (GFile *file, gpointer data)
{
  g_autoptr (TelarWindow) self = data;

  if (file != NULL)
    telar_window_open (self, file);
}

static void
open_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;

  telar_file_dialog_open (GTK_WINDOW (self), _ ("Open a Run or a List of Inputs"), on_file_chosen,
                          g_object_ref (self));
}

static void
open_uri_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  telar_window_open (data, file);
}

/* One run as a document of its own, several as one of all. */
static void
save_records (TelarWindow *self, GPtrArray *records, GPtrArray *names)
{
  const TelarChartExportOptions options = get_export_options (self);

  if (records->len == 1)
    telar_run_saver_save (self, g_ptr_array_index (records, 0), TELAR_SAVE_DOCUMENT, &options);
  else
    telar_comparison_saver_save (self, records, names, TELAR_SAVE_RUNS_DOCUMENT, &options, 0);
}

static void
save_run_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;
  const TelarChartExportOptions options = get_export_options (self);

  if (is_comparing (self))
    save_records (self, telar_comparison_view_get_records (self->comparison_view),
                  telar_comparison_view_get_names (self->comparison_view));
  else
    telar_run_saver_save (self, self->record, TELAR_SAVE_DOCUMENT, &options);
}

static void
on_loaded_to_save (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TelarWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) records
      = telar_history_load_all_finish (TELAR_HISTORY (source), result, &names, &error);

  if (self->history_view == NULL)
    return;

  if (records == NULL)
    telar_window_show_toast (self, error->message);
  else
    save_records (self, records, names);
}

static void
on_save_wanted (TelarWindow *self, GArray *ids)
{
  if (ids->len > MAX_COMPARED)
    telar_window_show_toast (self, _ ("These are too many runs for one file."));
  else
    telar_history_load_all_async (telar_application_get_history (get_application (self)), ids, NULL,
                                  on_loaded_to_save, g_object_ref (self));
}

static void
restore_plan_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarWindow *self = data;
  const TelarRunRequest *before = self->plan_before;

  if (before != NULL)
    telar_plan_view_show_plan (self->plan_view, before->text, before->parameters, before->strategy,
                               before->workers);
}

static gboolean
on_dropped (GtkDropTarget *target, const GValue *value, double x, double y, gpointer data)
{
  TelarWindow *self = data;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  GSList *list = gdk_file_list_get_files (g_value_get_boxed (value));

  for (GSList *l = list; l != NULL; l = l->next)
    g_ptr_array_add (files, g_object_ref (l->data));
  g_slist_free (list);
  if (files->len == 0)
    return FALSE;

  open_files (self, files);

  return TRUE;
}

static void
show_shortcuts_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GtkBuilder) builder
      = gtk_builder_new_from_resource ("/io/github/telar/Telar/ui/telar-shortcuts-window.ui");
  GtkWindow *window = GTK_WINDOW (gtk_builder_get_object (builder, "shortcuts_window"));

  gtk_window_set_transient_for (window, GTK_WINDOW (data));
  gtk_window_present (window);
}

static const GActionEntry actions[] = {
  { .name = "run", .activate = run_activated },
  { .name = "stop", .activate = stop_activated },
  { .name = "example", .activate = example_activated, .parameter_type = "s" },
  { .name = "run-example", .activate = run_example_activated, .parameter_type = "s" },
  { .name = "show-exercises", .activate = show_exercises_activated },
  { .name = "show-gallery", .activate = show_gallery_activated },
  { .name = "run-all", .activate = run_all_activated },
  { .name = "run-series", .activate = run_series_activated },
  { .name = "show-graph", .activate = show_graph_activated },
  { .name = "export", .activate = export_activated },
  { .name = "copy-image", .activate = copy_image_activated },
  { .name = "restore-run", .activate = restore_run_activated, .parameter_type = "x" },
  { .name = "copy-results", .activate = copy_results_activated },
  { .name = "find", .activate = find_activated },
  { .name = "open", .activate = open_activated },
  { .name = "open-uri", .activate = open_uri_activated, .parameter_type = "s" },
  { .name = "save-run", .activate = save_run_activated },
  { .name = "restore-plan", .activate = restore_plan_activated },
  { .name = "show-shortcuts", .activate = show_shortcuts_activated },
};

/* Where there is little room, the header bar shows icons instead of words. */
static void
set_is_narrow (TelarWindow *self, gboolean is_narrow)
{
  if (is_narrow)
    {
      gtk_menu_button_set_icon_name (self->examples_button, "telar-examples-symbolic");
      gtk_button_set_icon_name (GTK_BUTTON (self->run_button), "media-playback-start-symbolic");
      gtk_button_set_icon_name (GTK_BUTTON (self->stop_button), "media-playback-stop-symbolic");
      return;
    }

  gtk_menu_button_set_label (self->examples_button, _ ("E_xamples"));
  gtk_button_set_label (GTK_BUTTON (self->run_button), _ ("_Run"));
  gtk_button_set_label (GTK_BUTTON (self->stop_button), _ ("_Stop"));
}

static void
on_folded (TelarWindow *self)
{
  set_is_narrow (self, telar_adaptive_view_get_folded (self->adaptive_view));
}

static gboolean
telar_window_close_request (GtkWindow *window)
{
  TelarWindow *self = TELAR_WINDOW (window);

  save_state (self);
  stop_ticking (self);
  telar_runner_stop (self->runner);

  return GTK_WINDOW_CLASS (telar_window_parent_class)->close_request (window);
}

static void
telar_window_dispose (GObject *object)
{
  TelarWindow *self = TELAR_WINDOW (object);

  stop_ticking (self);
  stop_loading (self);
  g_clear_weak_pointer (&self->gallery); /* they go with their parent */
  g_clear_weak_pointer (&self->exercises);
  g_clear_object (&self->runner);
  g_clear_pointer (&self->plan_before, telar_run_request_free);
  g_clear_pointer (&self->record, telar_run_record_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), TELAR_TYPE_WINDOW);

  G_OBJECT_CLASS (telar_window_parent_class)->dispose (object);
}

static void
telar_window_finalize (GObject *object)
{
  g_array_unref (TELAR_WINDOW (object)->series_ids);

  G_OBJECT_CLASS (telar_window_parent_class)->finalize (object);
}

static void
telar_window_class_init (TelarWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TELAR_TYPE_ADAPTIVE_VIEW);
  g_type_ensure (TELAR_TYPE_CHART_VIEW);
  g_type_ensure (TELAR_TYPE_COMPARISON_VIEW);
  g_type_ensure (TELAR_TYPE_FIGURES);
  g_type_ensure (TELAR_TYPE_HISTORY_VIEW);
  g_type_ensure (TELAR_TYPE_PLAN_VIEW);
  g_type_ensure (TELAR_TYPE_RESULTS_VIEW);
  g_type_ensure (TELAR_TYPE_RUN_STATUS);
  g_type_ensure (TELAR_TYPE_WELCOME);
  G_OBJECT_CLASS (klass)->dispose = telar_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = telar_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = telar_window_close_request;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.stop", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, toast_overlay);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, examples_button);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, recent_section);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, run_stack);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, run_button);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, stop_button);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, adaptive_view);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, side_stack);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, plan_view);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, history_view);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, chart_stack);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, chart_box);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, comparison_view);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, run_status);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, chart_view);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, results_box);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, figures);
  gtk_widget_class_bind_template_child (widget_class, TelarWindow, results_view);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
  gtk_widget_class_bind_template_callback (widget_class, on_run_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_runs_compared);
  gtk_widget_class_bind_template_callback (widget_class, on_run_opened);
  gtk_widget_class_bind_template_callback (widget_class, on_run_deleted);
  gtk_widget_class_bind_template_callback (widget_class, on_save_wanted);
}

static void
telar_window_init (TelarWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->series_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  /* After an item of a submenu GTK 4.8 leaves the focus in the menu that is gone, where no key is
   * heard any more. */
  g_signal_connect_object (gtk_menu_button_get_popover (self->menu_button), "closed",
                           G_CALLBACK (gtk_widget_grab_focus), self->menu_button,
                           G_CONNECT_SWAPPED);
  telar_recent_files_bind (self->recent_section);
  /* Before the text of the inputs, which would take the names of the files. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  g_signal_connect (target, "drop", G_CALLBACK (on_dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_object_bind_property (self->chart_view, "selected-task", self->results_view, "selected-task",
                          G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (self->results_view, "found", G_CALLBACK (on_found), self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (self->adaptive_view, "folded", self->results_view, "is-narrow",
                          G_BINDING_SYNC_CREATE);
}

static void
on_look_changed (GSettings *settings, const char *key, TelarWindow *self)
{
  TelarChartParts hidden = telar_settings_get_hidden_parts (settings);

  telar_chart_view_set_rows (self->chart_view, g_settings_get_enum (settings, "rows"));
  telar_chart_view_set_colours (self->chart_view, g_settings_get_enum (settings, "colours"));
  telar_chart_canvas_set_hidden (telar_chart_view_get_canvas (self->chart_view), hidden);
  telar_comparison_view_set_look (self->comparison_view, g_settings_get_enum (settings, "rows"),
                                  g_settings_get_enum (settings, "colours"), hidden);
}

/**
 * telar_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window as it was left when the program was used last
 */
TelarWindow *
telar_window_new (TelarApplication *application)
{
  static const char *const look_changed[] = {
    "changed::rows",
    "changed::colours",
    "changed::shows-dependencies",
    "changed::shows-critical-path",
  };
  TelarWindow *self = g_object_new (TELAR_TYPE_WINDOW, "application", application, NULL);
  GSettings *settings = telar_application_get_settings (application);
  TelarHistory *history = telar_application_get_history (application);
  int width;

  self->runner = telar_runner_new (application);
  g_signal_connect_object (self->runner, "changed", G_CALLBACK (show_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "begun", G_CALLBACK (on_begun), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "ended", G_CALLBACK (on_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "refused", G_CALLBACK (on_refused), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runner, "finished", G_CALLBACK (on_finished), self,
                           G_CONNECT_SWAPPED);
  show_state (self);
  telar_history_view_set_history (self->history_view, history);
  g_signal_connect_object (history, "told", G_CALLBACK (on_told), self, 0);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (on_active_changed), NULL);
  telar_history_refresh (history);
  if (settings == NULL)
    return self;

  width = g_settings_get_int (settings, "window-width");
  gtk_window_set_default_size (GTK_WINDOW (self), width,
                               g_settings_get_int (settings, "window-height"));
  set_is_narrow (self, width < TELAR_ADAPTIVE_VIEW_FOLD_WIDTH);
  if (g_settings_get_boolean (settings, "is-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  telar_adaptive_view_set_split (self->adaptive_view, g_settings_get_double (settings, "split"));
  telar_plan_view_load (self->plan_view, settings);
  for (guint i = 0; i < G_N_ELEMENTS (look_changed); i++)
    g_signal_connect_object (settings, look_changed[i], G_CALLBACK (on_look_changed), self, 0);
  on_look_changed (settings, "rows", self);

  return self;
}

/**
 * telar_window_show_toast:
 * @self: a window
 * @text: what to tell the user; it is shown as it is, markup in it too
 */
void
telar_window_show_toast (TelarWindow *self, const char *text)
{
  g_autofree char *escaped = NULL;

  g_return_if_fail (TELAR_IS_WINDOW (self));

  if (self->toast_overlay == NULL)
    return;

  escaped = g_markup_escape_text (text, -1);
  adw_toast_overlay_add_toast (self->toast_overlay, adw_toast_new (escaped));
}

/**
 * telar_window_open:
 * @self: a window
 * @file: what telar_document_read() understands
 *
 * Shows the run in it, or compares the runs, and adds them to the history; or takes the inputs. A
 * toast tells what went wrong, and then nothing changes.
 */
void
telar_window_open (TelarWindow *self, GFile *file)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (TELAR_IS_WINDOW (self));

  g_ptr_array_add (files, g_object_ref (file));
  open_files (self, files);
}
