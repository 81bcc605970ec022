/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <string.h>

#include "ui/telar-chart-view.h"
#include "ui/telar-plan-view.h"
#include "ui/telar-run-status.h"
#include "ui/telar-window.h"
#include "ui/telar-workspace.h"

static TelarApplication *application;

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);

  return found;
}

static TelarWindow *
window_new (void)
{
  TelarWindow *window = telar_window_new (application);

  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (window)))
    g_main_context_iteration (NULL, TRUE);

  return window;
}

static void
close_window (TelarWindow *window)
{
  gtk_window_close (GTK_WINDOW (window));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_object_unref (window);
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_enabled (TelarWindow *window, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action);
}

static void
start (TelarWindow *window, const char *workload, const char *text)
{
  TelarPlanView *plan = TELAR_PLAN_VIEW (find (GTK_WIDGET (window), TELAR_TYPE_PLAN_VIEW));

  telar_plan_view_set_workload (plan, telar_workload_from_name (workload));
  telar_plan_view_set_text (plan, text);
  g_action_group_activate_action (G_ACTION_GROUP (window), "run", NULL);
}

static TelarRunRecord *
get_record (TelarWindow *window)
{
  GtkWidget *chart = find (GTK_WIDGET (window), TELAR_TYPE_CHART_VIEW);

  return telar_chart_view_get_record (TELAR_CHART_VIEW (chart));
}

static void
wait_for_end (TelarWindow *window)
{
  while (!is_enabled (window, "run"))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_runs_pages_of_the_demo_site (void)
{
  TelarWindow *window = window_new ();
  TelarCounts counts;

  g_assert_true (is_enabled (window, "run"));
  g_assert_false (is_enabled (window, "stop"));
  g_assert_false (is_enabled (window, "export"));

  start (window, "headings", "demo:python.org/\ndemo:page?status=503");
  g_assert_false (is_enabled (window, "run"));
  g_assert_true (is_enabled (window, "stop"));
  wait_for_end (window);

  telar_trace_get_counts (get_record (window)->trace, &counts);
  g_assert_true (telar_run_record_has_ended (get_record (window)));
  g_assert_true (get_record (window)->complete);
  g_assert_cmpuint (counts.total, ==, 2);
  g_assert_cmpuint (counts.failed, >=, 1);
  g_assert_true (is_enabled (window, "export"));
  close_window (window);
}

static void
test_stops (void)
{
  TelarWindow *window = window_new ();
  TelarCounts counts;

  start (window, "square", "1 2 3");
  while (get_record (window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_action_group_activate_action (G_ACTION_GROUP (window), "stop", NULL);
  wait_for_end (window);

  telar_trace_get_counts (get_record (window)->trace, &counts);
  g_assert_false (get_record (window)->complete);
  g_assert_cmpuint (counts.cancelled, ==, 3);
  close_window (window);
}

static void
count_change (guint *n_changes)
{
  (*n_changes)++;
}

static guint64
count_marked (GtkSelectionModel *runs)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (runs);

  return gtk_bitset_get_size (selected);
}

/* A run may be saved when another one has been chosen to be shown. */
static void
test_only_what_is_shown_is_marked (void)
{
  TelarWindow *window = window_new ();
  TelarWorkspace *workspace = TELAR_WORKSPACE (find (GTK_WIDGET (window), TELAR_TYPE_WORKSPACE));
  TelarHistoryView *history = telar_workspace_get_history_view (workspace);
  GtkSelectionModel *runs
      = gtk_list_view_get_model (GTK_LIST_VIEW (find (GTK_WIDGET (history), GTK_TYPE_LIST_VIEW)));
  g_autoptr (TelarRunRecord) first = NULL;
  guint n_changes = 0;

  start (window, "hello", "1");
  wait_for_end (window);
  while (count_marked (runs) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_marked (runs), ==, 1);
  first = telar_run_record_ref (get_record (window));

  g_signal_connect_swapped (runs, "items-changed", G_CALLBACK (count_change), &n_changes);
  start (window, "hello", "1 2");
  wait_for_end (window);
  telar_workspace_show_record (workspace, first);
  while (n_changes == 0)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (count_marked (runs), ==, 0);
  g_signal_handlers_disconnect_by_func (runs, count_change, &n_changes);
  close_window (window);
}

static void
test_what_cannot_be_run_loses_nothing (void)
{
  TelarWindow *window = window_new ();
  TelarRunRecord *record;

  start (window, "characters", "demo:python.org/");
  wait_for_end (window);
  record = get_record (window);
  g_assert_nonnull (record);

  start (window, "characters", "not an address");
  wait_for_end (window);
  g_assert_true (get_record (window) == record);

  start (window, "characters", "");
  wait_for_end (window);
  g_assert_true (get_record (window) == record);
  close_window (window);
}

static void
test_closing_stops_the_run (void)
{
  TelarWindow *window = window_new ();
  TelarRunRecord *record;

  start (window, "square", "1 2 3");
  while (get_record (window) == NULL)
    g_main_context_iteration (NULL, TRUE);
  record = telar_run_record_ref (get_record (window));

  close_window (window);
  while (!telar_run_record_has_ended (record))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (record->complete);
  telar_run_record_unref (record);
}

static void
test_opens_lists_of_inputs (void)
{
  TelarWindow *window = window_new ();
  TelarPlanView *plan = TELAR_PLAN_VIEW (find (GTK_WIDGET (window), TELAR_TYPE_PLAN_VIEW));
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "telar-test-inputs-XXXXXX", NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  int descriptor = g_mkstemp (path);

  g_assert_cmpint (descriptor, >=, 0);
  g_close (descriptor, NULL);
  g_file_set_contents (path, "7 8 9\n", -1, &error);
  g_assert_no_error (error);

  file = g_file_new_for_path (path);
  telar_window_open (window, file);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (text);
      text = telar_plan_view_dup_text (plan);
    }
  while (strcmp (text, "7 8 9\n") != 0);
  g_unlink (path);
  close_window (window);
}

static void
test_fits_into_a_phone (void)
{
  TelarWindow *window = window_new ();
  TelarPlanView *plan = TELAR_PLAN_VIEW (find (GTK_WIDGET (window), TELAR_TYPE_PLAN_VIEW));
  int minimum;

  gtk_widget_measure (GTK_WIDGET (plan), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                      NULL);
  g_assert_cmpint (minimum, <=, 360);
  close_window (window);
}

/* The text can be marked and copied, but one comes to read it. */
static void
test_explanation_is_not_marked_when_it_opens (void)
{
  TelarWindow *window = window_new ();
  GtkWidget *status = find (GTK_WIDGET (window), TELAR_TYPE_RUN_STATUS), *button, *popover, *label;
  int width;

  start (window, "square", "1 2");
  button = find (status, GTK_TYPE_BUTTON);
  while (!gtk_widget_is_sensitive (button))
    g_main_context_iteration (NULL, TRUE);
  popover = find (status, GTK_TYPE_POPOVER);
  g_signal_emit_by_name (button, "clicked");
  while (!gtk_widget_get_mapped (popover))
    g_main_context_iteration (NULL, TRUE);

  label = find (popover, GTK_TYPE_LABEL);
  g_assert_true (gtk_widget_is_focus (label));
  g_assert_false (gtk_label_get_selection_bounds (GTK_LABEL (label), NULL, NULL));

  /* Wider than a telephone, it would be squeezed and lose its upper and lower edge. */
  gtk_widget_measure (popover, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  g_assert_cmpint (width, <=, 360);

  gtk_popover_popdown (GTK_POPOVER (popover));
  close_window (window);
}

/* Tests run where nothing is installed. */
static void
test_about_window_has_the_icon (void)
{
  TelarWindow *window = window_new ();
  GListModel *windows = gtk_window_get_toplevels ();
  GtkAboutDialog *about = NULL;

  g_action_group_activate_action (G_ACTION_GROUP (application), "about", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows) && about == NULL; i++)
    {
      g_autoptr (GtkWindow) other = g_list_model_get_item (windows, i);

      if (GTK_IS_ABOUT_DIALOG (other))
        about = GTK_ABOUT_DIALOG (other);
    }

  g_assert_nonnull (about);
  g_assert_cmpstr (gtk_about_dialog_get_logo_icon_name (about), ==, TELAR_APPLICATION_ID);
  g_assert_true (gtk_icon_theme_has_icon (
      gtk_icon_theme_get_for_display (gdk_display_get_default ()), TELAR_APPLICATION_ID));

  gtk_window_destroy (GTK_WINDOW (about));
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  application = g_object_new (TELAR_TYPE_APPLICATION, "application-id", TELAR_APPLICATION_ID,
                              "flags", G_APPLICATION_NON_UNIQUE, "resource-base-path",
                              "/io/github/telar/Telar", NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_hold (G_APPLICATION (application));

  g_test_add_func ("/window/runs-pages-of-the-demo-site", test_runs_pages_of_the_demo_site);
  g_test_add_func ("/window/stops", test_stops);
  g_test_add_func ("/window/only-what-is-shown-is-marked", test_only_what_is_shown_is_marked);
  g_test_add_func ("/window/what-cannot-be-run-loses-nothing",
                   test_what_cannot_be_run_loses_nothing);
  g_test_add_func ("/window/closing-stops-the-run", test_closing_stops_the_run);
  g_test_add_func ("/window/opens-lists-of-inputs", test_opens_lists_of_inputs);
  g_test_add_func ("/window/fits-into-a-phone", test_fits_into_a_phone);
  g_test_add_func ("/window/explanation-is-not-marked-when-it-opens",
                   test_explanation_is_not_marked_when_it_opens);
  g_test_add_func ("/window/about-window-has-the-icon", test_about_window_has_the_icon);

  return g_test_run ();
}
