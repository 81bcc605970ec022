/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <math.h>

#include "ui/telar-chart-view.h"

#define SECOND G_GINT64_CONSTANT (1000000000)

/* In points: how far a place may be off, for times are rounded. */
#define TOLERANCE 0.01

/* No program can move fingers on this screen: what GTK says of them stands here, and the signals
 * that it would emit are emitted by the tests. */
static double centre_x, centre_y;
static GdkScrollUnit scroll_unit;

gboolean
gtk_gesture_get_bounding_box_center (GtkGesture *gesture, double *x, double *y)
{
  *x = centre_x;
  *y = centre_y;

  return TRUE;
}

GdkScrollUnit
gtk_event_controller_scroll_get_unit (GtkEventControllerScroll *scroll)
{
  return scroll_unit;
}

/* A chart of one run, as the window shows it. */
typedef struct
{
  GtkWidget *window;
  TelarChartCanvas *canvas;
  const TelarChartGeometry *geometry;
} Fixture;

/* A run of ten seconds and @n_lanes threads, each with one task that took all the time. */
static TelarRunRecord *
record_new (guint n_lanes)
{
  g_autofree char *text = g_strdup_printf ("1..%u", n_lanes);
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), text, &error);
  TelarOutcome outcome = { .status = TELAR_STATUS_SUCCEEDED };
  TelarRunRecord *record;

  g_assert_no_error (error);
  record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, n_lanes, n_lanes);
  for (guint i = 0; i < n_lanes; i++)
    {
      TelarLane *lane = telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);

      telar_trace_task_ready (record->trace, i, 0);
      telar_trace_task_started (record->trace, i, 0, i);
      telar_lane_begin (lane, i, TELAR_PHASE_SLEEP, 0);
      telar_lane_end (lane, 10 * SECOND);
      outcome.result = telar_result_new_value ("1");
      telar_trace_task_finished (record->trace, i, &outcome, 10 * SECOND);
    }
  telar_run_record_end (record, 10 * SECOND, outcome.cpu, TRUE);

  return record;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  TelarRunRecord *record = record_new (100);
  GtkWidget *view = telar_chart_view_new ();

  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1000, 500);
  gtk_window_set_child (GTK_WINDOW (fixture->window), view);
  telar_chart_view_set_record (TELAR_CHART_VIEW (view), record);
  telar_run_record_unref (record);
  gtk_window_present (GTK_WINDOW (fixture->window));

  fixture->canvas = telar_chart_view_get_canvas (TELAR_CHART_VIEW (view));
  fixture->geometry = telar_chart_canvas_get_geometry (fixture->canvas);
  while (fixture->geometry->plot_width <= 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Emits a signal of every controller of that type, of which the chart has at least one. */
static void
emit (Fixture *fixture,
      GType type,
      void (*emit_one) (gpointer controller, gconstpointer),
      gconstpointer data)
{
  g_autoptr (GListModel) controllers
      = gtk_widget_observe_controllers (GTK_WIDGET (fixture->canvas));
  guint n_emitted = 0;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (!G_TYPE_CHECK_INSTANCE_TYPE (controller, type))
        continue;
      emit_one (controller, data);
      n_emitted++;
    }
  g_assert_cmpuint (n_emitted, >=, 1);
}

static void
emit_begin (gpointer controller, gconstpointer data)
{
  g_signal_emit_by_name (controller, "begin", NULL);
}

static void
emit_scale (gpointer controller, gconstpointer data)
{
  g_signal_emit_by_name (controller, "scale-changed", *(const double *) data);
}

/* Two fingers touch the chart, the point halfway between them @share of the plot from its left. */
static void
put_fingers (Fixture *fixture, double share)
{
  centre_x = fixture->geometry->plot_x + fixture->geometry->plot_width * share;
  centre_y = fixture->geometry->axis_y + 20;
  emit (fixture, GTK_TYPE_GESTURE_ZOOM, emit_begin, NULL);
}

/* They are now @scale times as far from each other as when they touched it. */
static void
spread_fingers (Fixture *fixture, double scale)
{
  emit (fixture, GTK_TYPE_GESTURE_ZOOM, emit_scale, &scale);
}

typedef struct
{
  double x, y;
  gboolean is_stopped;
} Movement;

static void
emit_motion (gpointer controller, gconstpointer data)
{
  const Movement *movement = data;

  g_signal_emit_by_name (controller, "motion", movement->x, movement->y);
}

static void
emit_scroll (gpointer controller, gconstpointer data)
{
  Movement *movement = (Movement *) data;

  g_signal_emit_by_name (controller, "scroll", movement->x, movement->y, &movement->is_stopped);
}

/* Moves two fingers on a touchpad while the pointer is in the middle of the plot. Returns whether
 * nobody else is to hear of it, such as what scrolls the rows. */
static gboolean
scroll (Fixture *fixture, double dx, double dy)
{
  const TelarChartGeometry *geometry = fixture->geometry;
  const Movement pointer = { geometry->plot_x + geometry->plot_width / 2, geometry->axis_y + 20 };
  Movement movement = { dx, dy };

  emit (fixture, GTK_TYPE_EVENT_CONTROLLER_MOTION, emit_motion, &pointer);
  emit (fixture, GTK_TYPE_EVENT_CONTROLLER_SCROLL, emit_scroll, &movement);

  return movement.is_stopped;
}

/* The time at @x, in nanoseconds with fractions: that of the geometry is rounded. */
static double
get_time (Fixture *fixture, double x)
{
  const TelarTimeWindow *window = telar_chart_canvas_get_time_window (fixture->canvas);

  return window->start_ns
         + (window->end_ns - window->start_ns) * (x - fixture->geometry->plot_x)
               / fixture->geometry->plot_width;
}

static double
get_length (Fixture *fixture)
{
  const TelarTimeWindow *window = telar_chart_canvas_get_time_window (fixture->canvas);

  return window->end_ns - window->start_ns;
}

/* In points, as a person sees it. */
static double
get_distance (Fixture *fixture, double first_ns, double second_ns)
{
  return fabs (first_ns - second_ns) / get_length (fixture) * fixture->geometry->plot_width;
}

static void
test_pinch_zooms_around_the_fingers (Fixture *fixture, gconstpointer data)
{
  const double shares[] = { 0.25, 0.7, 0.5 };

  for (guint i = 0; i < G_N_ELEMENTS (shares); i++)
    {
      double length_ns = get_length (fixture), time_ns;

      put_fingers (fixture, shares[i]);
      time_ns = get_time (fixture, centre_x);
      spread_fingers (fixture, 1.5);
      g_assert_cmpfloat (get_distance (fixture, get_time (fixture, centre_x), time_ns), <,
                         TOLERANCE);
      g_assert_cmpfloat_with_epsilon (length_ns / get_length (fixture), 1.5, 1e-6);

      /* The scale is told since the beginning, not since the last movement. */
      spread_fingers (fixture, 3);
      g_assert_cmpfloat (get_distance (fixture, get_time (fixture, centre_x), time_ns), <,
                         TOLERANCE);
      g_assert_cmpfloat_with_epsilon (length_ns / get_length (fixture), 3, 1e-6);

      spread_fingers (fixture, 2);
      g_assert_cmpfloat (get_distance (fixture, get_time (fixture, centre_x), time_ns), <,
                         TOLERANCE);
      g_assert_cmpfloat_with_epsilon (length_ns / get_length (fixture), 2, 1e-6);
    }
}

static void
test_time_goes_with_the_fingers (Fixture *fixture, gconstpointer data)
{
  double time_ns;

  put_fingers (fixture, 0.5);
  spread_fingers (fixture, 4);
  put_fingers (fixture, 0.5);
  time_ns = get_time (fixture, centre_x);

  centre_x -= 120;
  spread_fingers (fixture, 1.1);
  g_assert_cmpfloat (get_distance (fixture, get_time (fixture, centre_x), time_ns), <, TOLERANCE);

  centre_x += 200;
  spread_fingers (fixture, 1.1);
  g_assert_cmpfloat (get_distance (fixture, get_time (fixture, centre_x), time_ns), <, TOLERANCE);
}

static void
test_pinch_ends_at_the_whole_run (Fixture *fixture, gconstpointer data)
{
  put_fingers (fixture, 0.3);
  spread_fingers (fixture, 2);
  spread_fingers (fixture, 0.1);
  g_assert_true (telar_time_window_is_whole (telar_chart_canvas_get_time_window (fixture->canvas)));

  /* What GTK tells if the fingers were at one place. */
  spread_fingers (fixture, 0);
  g_assert_cmpfloat (get_length (fixture), ==, 10.0 * SECOND);
}

static void
test_touchpad_pans (Fixture *fixture, gconstpointer data)
{
  double x = fixture->geometry->plot_x + 300, time_ns;

  put_fingers (fixture, 0.5);
  spread_fingers (fixture, 4);
  scroll_unit = GDK_SCROLL_UNIT_SURFACE;

  time_ns = get_time (fixture, x);
  g_assert_true (scroll (fixture, 30.25, 0));
  g_assert_cmpfloat (get_distance (fixture, get_time (fixture, x - 30.25), time_ns), <, TOLERANCE);
  g_assert_true (scroll (fixture, -50.5, 3));
  g_assert_cmpfloat (get_distance (fixture, get_time (fixture, x + 20.25), time_ns), <, TOLERANCE);

  /* Up and down the rows move, and the time with them as far as the fingers go aside. */
  g_assert_false (scroll (fixture, 0.5, -20));
  g_assert_cmpfloat (get_distance (fixture, get_time (fixture, x + 19.75), time_ns), <, TOLERANCE);
  g_assert_cmpfloat_with_epsilon (get_length (fixture), 2.5 * SECOND, 1);
}

static void
test_pan_ends_at_the_ends_of_the_run (Fixture *fixture, gconstpointer data)
{
  const TelarTimeWindow *window = telar_chart_canvas_get_time_window (fixture->canvas);

  put_fingers (fixture, 0.5);
  spread_fingers (fixture, 4);
  scroll_unit = GDK_SCROLL_UNIT_SURFACE;

  scroll (fixture, -1e6, 0);
  g_assert_cmpfloat (window->start_ns, ==, 0);
  scroll (fixture, 1e6, 0);
  g_assert_cmpfloat_with_epsilon (window->end_ns, 10.0 * SECOND, 1);
  g_assert_cmpfloat_with_epsilon (get_length (fixture), 2.5 * SECOND, 1);
}

static void
test_wheel_zooms_around_the_pointer (Fixture *fixture, gconstpointer data)
{
  double x = fixture->geometry->plot_x + fixture->geometry->plot_width / 2;
  double time_ns = get_time (fixture, x), length_ns = get_length (fixture);

  scroll_unit = GDK_SCROLL_UNIT_WHEEL;
  g_object_set (gtk_widget_get_settings (fixture->window), "gtk-enable-animations", FALSE, NULL);
  g_assert_true (scroll (fixture, 0, -2));
  g_assert_cmpfloat (get_length (fixture), <, length_ns);
  g_assert_cmpfloat (get_distance (fixture, get_time (fixture, x), time_ns), <, TOLERANCE);
  g_assert_true (scroll (fixture, 0, 2));
  g_assert_cmpfloat_with_epsilon (get_length (fixture), length_ns, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/chart-navigation/pinch-zooms-around-the-fingers", test_pinch_zooms_around_the_fingers },
    { "/chart-navigation/time-goes-with-the-fingers", test_time_goes_with_the_fingers },
    { "/chart-navigation/pinch-ends-at-the-whole-run", test_pinch_ends_at_the_whole_run },
    { "/chart-navigation/touchpad-pans", test_touchpad_pans },
    { "/chart-navigation/pan-ends-at-the-ends-of-the-run", test_pan_ends_at_the_ends_of_the_run },
    { "/chart-navigation/wheel-zooms-around-the-pointer", test_wheel_zooms_around_the_pointer },
  };

  g_test_init (&argc, &argv, NULL);
  adw_init ();

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
