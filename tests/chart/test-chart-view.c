/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/telar-chart-view.h"

#include <adwaita.h>

#include "synthetic-run.h"

#define MS G_GINT64_CONSTANT (1000000)

/* A window with a chart in it. */
typedef struct
{
  GtkWidget *window;
  TelarChartView *chart;
  guint n_notified;
} Fixture;

static void
notified_cb (Fixture *fixture)
{
  fixture->n_notified++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->window = gtk_window_new ();
  fixture->chart = TELAR_CHART_VIEW (telar_chart_view_new ());
  g_signal_connect_swapped (fixture->chart, "notify::selected-task", G_CALLBACK (notified_cb),
                            fixture);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->chart));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 300);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_ref (fixture->chart);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_signal_handlers_disconnect_by_data (fixture->chart, fixture);
  g_assert_finalize_object (fixture->chart);
}

static void
count_frame_cb (guint *n_frames)
{
  ++*n_frames;
}

/* Lets the window draw @n_frames times, or waits until it has nothing left to draw for so long
 * that it will not draw again. Returns how many frames there were. */
static guint
run_frames (Fixture *fixture, guint n_frames, guint timeout_ms)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (fixture->window);
  guint n_drawn = 0;
  gulong handler
      = g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (count_frame_cb), &n_drawn);
  gint64 end_us = g_get_monotonic_time () + timeout_ms * 1000;

  while (n_drawn < n_frames && g_get_monotonic_time () < end_us)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
  g_signal_handler_disconnect (clock, handler);

  return n_drawn;
}

static TelarRunRecord *
new_record (gint64 until_ns)
{
  const SyntheticRun run
      = { "headings", synthetic_pages, TELAR_STRATEGY_THREADS, 5, .until_ns = until_ns };
  TelarRunRecord *record = synthetic_run_new (&run);

  if (until_ns > 0)
    telar_trace_set_epoch (record->trace, telar_clock_now_ns () - until_ns);

  return record;
}

static void
test_chart_moves_only_while_the_run_goes_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TelarRunRecord) record = new_record (900 * MS);

  run_frames (fixture, 3, 5000);
  telar_chart_view_set_record (fixture->chart, record);
  g_assert_cmpuint (run_frames (fixture, 20, 10000), ==, 20);

  telar_run_record_end (record, telar_trace_now (record->trace), (TelarCpuTime){ 0, 0 }, TRUE);
  /* It comes to rest, and then a second passes without a frame. */
  for (guint i = 0; i < 30 && run_frames (fixture, 1, 1000) > 0; i++)
    run_frames (fixture, 10, 1000);
  g_assert_cmpuint (run_frames (fixture, 1, 1000), ==, 0);
}

static void
test_selection_is_notified_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TelarRunRecord) record = new_record (0);

  telar_chart_view_set_record (fixture->chart, record);
  g_assert_cmpuint (telar_chart_view_get_selected_task (fixture->chart), ==, TELAR_NO_TASK);

  telar_chart_view_set_selected_task (fixture->chart, 3);
  g_assert_cmpuint (telar_chart_view_get_selected_task (fixture->chart), ==, 3);
  g_assert_cmpuint (fixture->n_notified, ==, 1);
  telar_chart_view_set_selected_task (fixture->chart, 3);
  g_assert_cmpuint (fixture->n_notified, ==, 1);

  /* A task that the run does not have. */
  telar_chart_view_set_selected_task (fixture->chart, 16);
  g_assert_cmpuint (telar_chart_view_get_selected_task (fixture->chart), ==, TELAR_NO_TASK);

  telar_chart_view_set_selected_task (fixture->chart, 3);
  telar_chart_view_set_record (fixture->chart, NULL);
  g_assert_cmpuint (telar_chart_view_get_selected_task (fixture->chart), ==, TELAR_NO_TASK);
}

static GtkWidget *
find_scrolled (GtkWidget *chart)
{
  GtkWidget *scrolled = gtk_widget_get_first_child (chart);

  g_assert_true (GTK_IS_SCROLLED_WINDOW (scrolled));

  return scrolled;
}

static void
test_selected_row_is_scrolled_into_sight (Fixture *fixture, gconstpointer data)
{
  g_autoptr (TelarRunRecord) record = synthetic_lanes_new (200, 400, 1000 * MS);
  GtkAdjustment *adjustment;

  telar_chart_view_set_record (fixture->chart, record);
  run_frames (fixture, 3, 5000);
  adjustment = gtk_scrolled_window_get_vadjustment (
      GTK_SCROLLED_WINDOW (find_scrolled (GTK_WIDGET (fixture->chart))));
  g_assert_cmpfloat (gtk_adjustment_get_upper (adjustment), >, 200 * 15);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);

  telar_chart_view_set_selected_task (fixture->chart, 150);
  run_frames (fixture, 2, 5000);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 100 * 15);

  telar_chart_view_set_rows (fixture->chart, TELAR_CHART_BY_TASK);
  telar_chart_view_set_selected_task (fixture->chart, 0);
  run_frames (fixture, 2, 5000);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
}

static void
test_every_size_and_style_is_drawn (Fixture *fixture, gconstpointer data)
{
  static const int sizes[][2] = { { 240, 160 }, { 360, 640 }, { 3000, 1400 } };
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr (TelarRunRecord) record = new_record (0);
  g_autoptr (TelarRunRecord) large = synthetic_lanes_new (64, 50000, 1000 * MS);

  for (guint i = 0; i < G_N_ELEMENTS (sizes) * 4; i++)
    {
      adw_style_manager_set_color_scheme (manager, i % 2 == 0 ? ADW_COLOR_SCHEME_FORCE_DARK
                                                              : ADW_COLOR_SCHEME_FORCE_LIGHT);
      gtk_window_set_default_size (GTK_WINDOW (fixture->window), sizes[i % G_N_ELEMENTS (sizes)][0],
                                   sizes[i % G_N_ELEMENTS (sizes)][1]);
      telar_chart_view_set_rows (fixture->chart, i % 4 < 2);
      telar_chart_view_set_record (fixture->chart, i % 3 == 2 ? large : record);
      telar_chart_view_set_selected_task (fixture->chart, i);
      g_assert_cmpuint (run_frames (fixture, 1, 5000), ==, 1);
    }
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
  g_assert_true (telar_chart_view_get_record (fixture->chart) != NULL);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/chart-view/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_printerr ("There is no display\n");
      return 77;
    }
  adw_init ();
  ADD ("chart-moves-only-while-the-run-goes-on", test_chart_moves_only_while_the_run_goes_on);
  ADD ("selection-is-notified-once", test_selection_is_notified_once);
  ADD ("selected-row-is-scrolled-into-sight", test_selected_row_is_scrolled_into_sight);
  ADD ("every-size-and-style-is-drawn", test_every_size_and_style_is_drawn);

  return g_test_run ();
}
