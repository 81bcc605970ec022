/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>

#include "ui/telar-adaptive-view.h"

typedef struct
{
  GtkWidget *window;
  GtkWidget *view;
  GtkWidget *plan;
  GtkWidget *chart;
  GtkWidget *results;
} Fixture;

static GtkWidget *
slot_new (void)
{
  GtkWidget *button = gtk_button_new_with_label ("slot");

  gtk_widget_set_hexpand (button, TRUE);
  return button;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = g_object_ref_sink (gtk_window_new ());
  fixture->view = telar_adaptive_view_new ();
  fixture->plan = slot_new ();
  fixture->chart = slot_new ();
  fixture->results = slot_new ();
  g_object_set (fixture->view, "plan", fixture->plan, "chart", fixture->chart, "results",
                fixture->results, NULL);
  gtk_window_set_decorated (GTK_WINDOW (fixture->window), FALSE);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->view);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->window);
}

static void
show_with_width (Fixture *fixture, int width)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 600);
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (gtk_widget_get_width (fixture->view) != width)
    g_main_context_iteration (NULL, TRUE);
}

static graphene_rect_t
get_bounds (Fixture *fixture, GtkWidget *widget)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (widget, fixture->view, &bounds));
  return bounds;
}

static void
test_wide_shows_all (Fixture *fixture, gconstpointer data)
{
  graphene_rect_t plan, chart, results;

  show_with_width (fixture, 1100);

  g_assert_false (telar_adaptive_view_get_folded (TELAR_ADAPTIVE_VIEW (fixture->view)));
  g_assert_true (gtk_widget_get_mapped (fixture->plan));
  g_assert_true (gtk_widget_get_mapped (fixture->chart));
  g_assert_true (gtk_widget_get_mapped (fixture->results));
  plan = get_bounds (fixture, fixture->plan);
  chart = get_bounds (fixture, fixture->chart);
  results = get_bounds (fixture, fixture->results);
  g_assert_cmpfloat (plan.size.width, >=, 340);
  g_assert_cmpfloat (plan.origin.x + plan.size.width, <=, chart.origin.x);
  g_assert_cmpfloat (chart.origin.x + chart.size.width, ==, 1100);
  g_assert_cmpfloat (chart.origin.y + chart.size.height, ==, results.origin.y);
  g_assert_cmpfloat (results.origin.x, ==, chart.origin.x);
}

static void
test_narrow_shows_one_page (Fixture *fixture, gconstpointer data)
{
  TelarAdaptiveView *view = TELAR_ADAPTIVE_VIEW (fixture->view);

  show_with_width (fixture, 400);
  g_assert_true (telar_adaptive_view_get_folded (view));
  g_assert_true (gtk_widget_get_mapped (fixture->plan));
  g_assert_false (gtk_widget_get_mapped (fixture->chart));
  g_assert_false (gtk_widget_get_mapped (fixture->results));

  telar_adaptive_view_set_page (view, "results");
  while (!gtk_widget_get_mapped (fixture->results))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gtk_widget_get_mapped (fixture->plan));
  g_assert_false (gtk_widget_get_mapped (fixture->chart));
}

static void
test_page_that_is_hidden_is_replaced (Fixture *fixture, gconstpointer data)
{
  TelarAdaptiveView *view = TELAR_ADAPTIVE_VIEW (fixture->view);

  gtk_widget_set_visible (fixture->results, FALSE);
  telar_adaptive_view_set_page (view, "results");
  show_with_width (fixture, 400);

  g_assert_true (gtk_widget_get_mapped (fixture->plan));
}

static void
count_up (guint *count)
{
  ++*count;
}

static void
test_folding_is_told (Fixture *fixture, gconstpointer data)
{
  guint n_notified = 0;

  show_with_width (fixture, 1100);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_signal_connect_swapped (fixture->view, "notify::folded", G_CALLBACK (count_up), &n_notified);

  show_with_width (fixture, 500);
  while (n_notified == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (telar_adaptive_view_get_folded (TELAR_ADAPTIVE_VIEW (fixture->view)));

  show_with_width (fixture, 900);
  while (n_notified == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (telar_adaptive_view_get_folded (TELAR_ADAPTIVE_VIEW (fixture->view)));
  g_assert_cmpuint (n_notified, ==, 2);
}

static void
test_fits_into_a_phone (Fixture *fixture, gconstpointer data)
{
  int minimum;

  gtk_widget_measure (fixture->view, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  g_assert_cmpint (minimum, ==, 360);
}

static void
test_split_moves_the_border (Fixture *fixture, gconstpointer data)
{
  TelarAdaptiveView *view = TELAR_ADAPTIVE_VIEW (fixture->view);
  graphene_rect_t before, after;

  telar_adaptive_view_set_split (view, 0.3);
  show_with_width (fixture, 1000);
  before = get_bounds (fixture, fixture->chart);

  telar_adaptive_view_set_split (view, 0.6);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      after = get_bounds (fixture, fixture->chart);
    }
  while (after.size.height == before.size.height);
  g_assert_cmpfloat_with_epsilon (after.size.height, 2 * before.size.height, 2);

  telar_adaptive_view_set_split (view, 7);
  g_assert_cmpfloat (telar_adaptive_view_get_split (view), ==, 0.9);
}

static void
test_tab_goes_from_plan_to_chart_to_results (Fixture *fixture, gconstpointer data)
{
  GtkWindow *window = GTK_WINDOW (fixture->window);

  show_with_width (fixture, 1000);
  gtk_widget_grab_focus (fixture->plan);
  gtk_widget_child_focus (fixture->view, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_window_get_focus (window) == fixture->chart);
  gtk_widget_child_focus (fixture->view, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_window_get_focus (window) != fixture->results); /* the border between them */
  gtk_widget_child_focus (fixture->view, GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_window_get_focus (window) == fixture->results);
  gtk_widget_child_focus (fixture->view, GTK_DIR_TAB_BACKWARD);
  gtk_widget_child_focus (fixture->view, GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_window_get_focus (window) == fixture->chart);
}

#define ADD(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("/adaptive-view/wide-shows-all", test_wide_shows_all);
  ADD ("/adaptive-view/narrow-shows-one-page", test_narrow_shows_one_page);
  ADD ("/adaptive-view/page-that-is-hidden-is-replaced", test_page_that_is_hidden_is_replaced);
  ADD ("/adaptive-view/folding-is-told", test_folding_is_told);
  ADD ("/adaptive-view/fits-into-a-phone", test_fits_into_a_phone);
  ADD ("/adaptive-view/split-moves-the-border", test_split_moves_the_border);
  ADD ("/adaptive-view/tab-goes-from-plan-to-chart-to-results",
       test_tab_goes_from_plan_to_chart_to_results);

  return g_test_run ();
}
