/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>

#include "ui/telar-runner.h"
#include "ui/telar-series-window.h"
#include "ui/telar-workspace.h"

static TelarApplication *application;

/* What a runner tells. */
typedef struct
{
  TelarRunner *runner;
  guint n_begun;
  guint n_complete;
  gboolean is_finished;
} Heard;

static void
on_begun (Heard *heard)
{
  heard->n_begun++;
}

/* As if a user pressed Stop after the last task, while the run puts its workers away. */
static void
on_ended (Heard *heard, TelarRunRecord *record)
{
  heard->n_complete += record->complete ? 1 : 0;
  telar_runner_stop (heard->runner);
}

static void
on_finished (Heard *heard)
{
  heard->is_finished = TRUE;
}

static void
test_is_stopped_between_its_runs (void)
{
  Heard heard = { .runner = telar_runner_new (application) };
  g_autoptr (GPtrArray) requests
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_request_free);

  for (guint i = 0; i < 3; i++)
    {
      TelarRunRequest *request = g_new0 (TelarRunRequest, 1);

      request->text = g_strdup ("1 2");
      request->parameters = telar_parameters_new (telar_workload_from_name ("hello"));
      request->strategy = TELAR_STRATEGY_THREADS;
      request->workers = 2;
      g_ptr_array_add (requests, request);
    }
  g_signal_connect_swapped (heard.runner, "begun", G_CALLBACK (on_begun), &heard);
  g_signal_connect_swapped (heard.runner, "ended", G_CALLBACK (on_ended), &heard);
  g_signal_connect_swapped (heard.runner, "finished", G_CALLBACK (on_finished), &heard);
  telar_runner_start (heard.runner, requests);
  while (!heard.is_finished)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (heard.n_begun, ==, 1);
  g_assert_cmpuint (heard.n_complete, ==, 1);
  g_assert_false (telar_runner_is_busy (heard.runner));
  g_assert_cmpuint (telar_runner_get_records (heard.runner)->len, ==, 1);
  g_object_unref (heard.runner);
}

static void
find_all (GtkWidget *widget, GType type, GPtrArray *found)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_ptr_array_add (found, widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_all (child, type, found);
}

static void
test_is_no_longer_than_what_can_be_compared (void)
{
  TelarPlanView *plan = TELAR_PLAN_VIEW (g_object_ref_sink (telar_plan_view_new ()));
  TelarSeriesWindow *window = telar_series_window_new (NULL, plan);
  GtkWidget *run = gtk_window_get_focus (GTK_WINDOW (window));
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();
  g_autoptr (GPtrArray) spins = g_ptr_array_new ();

  find_all (GTK_WIDGET (window), ADW_TYPE_WINDOW_TITLE, titles);
  find_all (GTK_WIDGET (window), GTK_TYPE_SPIN_BUTTON, spins);
  g_assert_cmpuint (titles->len, ==, 1);
  g_assert_cmpuint (spins->len, ==, 2);

  /* All four ways; the second number is how often. */
  gtk_spin_button_set_value (spins->pdata[1], 25);
  g_assert_cmpuint (4 * 25, ==, TELAR_WORKSPACE_MAX_COMPARED);
  g_assert_true (gtk_widget_get_sensitive (run));
  g_assert_cmpstr (adw_window_title_get_subtitle (titles->pdata[0]), ==, "100 runs");

  gtk_spin_button_set_value (spins->pdata[1], 26);
  g_assert_false (gtk_widget_get_sensitive (run));
  g_assert_cmpstr (adw_window_title_get_subtitle (titles->pdata[0]), ==,
                   "104 runs; the limit is 100");

  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (plan);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_printerr ("There is no display\n");
      return 77;
    }
  application = g_object_new (TELAR_TYPE_APPLICATION, "application-id", TELAR_APPLICATION_ID,
                              "flags", G_APPLICATION_NON_UNIQUE, "resource-base-path",
                              "/io/github/telar/Telar", NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_hold (G_APPLICATION (application));

  g_test_add_func ("/series/is-stopped-between-its-runs", test_is_stopped_between_its_runs);
  g_test_add_func ("/series/is-no-longer-than-what-can-be-compared",
                   test_is_no_longer_than_what_can_be_compared);

  status = g_test_run ();
  g_application_release (G_APPLICATION (application));
  g_clear_object (&application);

  return status;
}
