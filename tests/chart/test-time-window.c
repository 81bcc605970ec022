/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-time-window.h"

#include <math.h>

#define MS     G_GINT64_CONSTANT (1000000)
#define LENGTH (1000 * MS)

static TelarTimeWindow
window_new (void)
{
  TelarTimeWindow window;

  telar_time_window_reset (&window);
  telar_time_window_set_extent (&window, LENGTH, LENGTH);

  return window;
}

static void
assert_shows (const TelarTimeWindow *window, gint64 start_ns, gint64 end_ns)
{
  g_assert_cmpfloat_with_epsilon (window->to_start_ns, (double) start_ns, 2);
  g_assert_cmpfloat_with_epsilon (window->to_end_ns, (double) end_ns, 2);
}

static void
test_begins_with_the_whole_run (void)
{
  TelarTimeWindow window = window_new ();

  assert_shows (&window, 0, LENGTH);
  g_assert_cmpfloat (window.end_ns, ==, (double) LENGTH);
  g_assert_true (telar_time_window_is_whole (&window));
}

static void
test_zoom_keeps_the_place (void)
{
  g_autoptr (GRand) rand = NULL;
  guint32 seed = g_test_rand_int_range (0, G_MAXINT32);

  g_test_message ("seed %u", seed);
  rand = g_rand_new_with_seed (seed);
  for (guint i = 0; i < 1000; i++)
    {
      TelarTimeWindow window = window_new ();
      double place = g_rand_double (rand);

      telar_time_window_zoom (&window, 0.3, 0.5);
      for (guint step = 0; step < 20; step++)
        {
          double before = window.to_start_ns + place * (window.to_end_ns - window.to_start_ns);
          double length = window.to_end_ns - window.to_start_ns, after;

          telar_time_window_zoom (&window, 0.8, place);
          after = window.to_start_ns + place * (window.to_end_ns - window.to_start_ns);
          g_assert_cmpfloat_with_epsilon (after, before, 0.01);
          g_assert_cmpfloat_with_epsilon (window.to_end_ns - window.to_start_ns, length * 0.8,
                                          0.01);
        }
      /* Also on its way there. */
      while (telar_time_window_advance (&window, 5000))
        {
          double aimed = window.to_start_ns + place * (window.to_end_ns - window.to_start_ns);
          double seen = window.start_ns + place * (window.end_ns - window.start_ns);
          double began = place * (double) LENGTH;

          g_assert_cmpfloat (seen, >=, MIN (aimed, began) - 1);
          g_assert_cmpfloat (seen, <=, MAX (aimed, began) + 1);
        }
      g_assert_cmpfloat (window.start_ns, ==, window.to_start_ns);
    }
}

static void
test_zoom_ends_at_a_microsecond_and_at_the_whole (void)
{
  TelarTimeWindow window = window_new ();

  telar_time_window_zoom (&window, 1e-12, 0.25);
  g_assert_cmpfloat_with_epsilon (window.to_end_ns - window.to_start_ns, 1000, 0.01);
  g_assert_false (telar_time_window_can_zoom_in (&window));

  telar_time_window_zoom (&window, 1e12, 0.9);
  assert_shows (&window, 0, LENGTH);
  g_assert_true (telar_time_window_is_whole (&window));
}

static void
test_stays_within_the_run (void)
{
  TelarTimeWindow window = window_new ();

  telar_time_window_show (&window, 900 * MS, 700 * MS);
  assert_shows (&window, 700 * MS, 900 * MS);
  telar_time_window_pan (&window, 0.25);
  assert_shows (&window, 750 * MS, 950 * MS);
  telar_time_window_pan (&window, 10);
  assert_shows (&window, 800 * MS, LENGTH);
  telar_time_window_pan (&window, -100);
  assert_shows (&window, 0, 200 * MS);
  telar_time_window_show (&window, -500 * MS, 100 * MS);
  assert_shows (&window, 0, 600 * MS);
}

static void
test_follows_a_live_run (void)
{
  TelarTimeWindow window;

  telar_time_window_reset (&window);
  telar_time_window_set_extent (&window, 100 * MS, 90 * MS);
  telar_time_window_set_extent (&window, 500 * MS, 450 * MS);
  assert_shows (&window, 0, 500 * MS);
  /* It moves there, but never leaves out what has happened. */
  telar_time_window_advance (&window, 1000);
  g_assert_cmpfloat (window.end_ns, >=, (double) (450 * MS));
  g_assert_cmpfloat (window.end_ns, <, (double) (500 * MS));

  /* Moved by the user, it stays. */
  telar_time_window_show (&window, 100 * MS, 200 * MS);
  telar_time_window_set_extent (&window, LENGTH, 900 * MS);
  assert_shows (&window, 100 * MS, 200 * MS);
  g_assert_cmpint (window.mode, ==, TELAR_TIME_FREE);

  /* Brought back, it follows at the same zoom. */
  telar_time_window_follow (&window);
  telar_time_window_set_extent (&window, LENGTH, 950 * MS);
  g_assert_cmpfloat_with_epsilon (window.to_end_ns - window.to_start_ns, (double) (100 * MS), 1);
  g_assert_cmpfloat (window.to_start_ns, <, (double) (950 * MS));
  g_assert_cmpfloat (window.to_end_ns, >=, (double) (950 * MS));

  telar_time_window_fit (&window);
  telar_time_window_set_extent (&window, 2 * LENGTH, 2 * LENGTH);
  assert_shows (&window, 0, 2 * LENGTH);
}

static void
test_reveals_by_the_shortest_way (void)
{
  TelarTimeWindow window = window_new ();

  telar_time_window_show (&window, 400 * MS, 600 * MS);
  telar_time_window_reveal (&window, 450 * MS, 550 * MS);
  assert_shows (&window, 400 * MS, 600 * MS);
  telar_time_window_reveal (&window, 300 * MS, 900 * MS);
  assert_shows (&window, 400 * MS, 600 * MS);
  telar_time_window_reveal (&window, 700 * MS, 720 * MS);
  assert_shows (&window, 530 * MS, 730 * MS);
  telar_time_window_reveal (&window, 100 * MS, 110 * MS);
  assert_shows (&window, 90 * MS, 290 * MS);
  telar_time_window_reveal (&window, 500 * MS, 900 * MS);
  assert_shows (&window, 490 * MS, 690 * MS);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time-window/begins-with-the-whole-run", test_begins_with_the_whole_run);
  g_test_add_func ("/time-window/zoom-keeps-the-place", test_zoom_keeps_the_place);
  g_test_add_func ("/time-window/zoom-ends-at-a-microsecond-and-at-the-whole",
                   test_zoom_ends_at_a_microsecond_and_at_the_whole);
  g_test_add_func ("/time-window/stays-within-the-run", test_stays_within_the_run);
  g_test_add_func ("/time-window/follows-a-live-run", test_follows_a_live_run);
  g_test_add_func ("/time-window/reveals-by-the-shortest-way", test_reveals_by_the_shortest_way);

  return g_test_run ();
}
