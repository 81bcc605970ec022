/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-time-axis.h"

#define US G_GINT64_CONSTANT (1000)
#define MS (1000 * US)
#define S  (1000 * MS)

static void
test_ticks_are_round (void)
{
  static const struct
  {
    gint64 start_ns, end_ns;
    guint max_ticks;
    gint64 first_ns, step_ns;
    guint n_ticks;
    const char *second_label;
  } cases[] = {
    { 0, 8, 10, 0, 1, 9, "1 ns" },
    { 0, 900, 10, 0, 100, 10, "100 ns" },
    { 0, 2 * US, 5, 0, 500, 5, "0.5 µs" },
    { 0, 53400 * MS, 8, 0, 10 * S, 6, "10 s" },
    { 0, 4470 * MS, 11, 0, 500 * MS, 9, "0.5 s" },
    { 0, 1895 * MS, 11, 0, 200 * MS, 10, "0.2 s" },
    { 0, 250 * MS, 6, 0, 50 * MS, 6, "50 ms" },
    { 1234 * MS, 1236 * MS, 5, 1234 * MS, 500 * US, 5, "1.2345 s" },
    { 0, 590 * S, 11, 0, 60 * S, 10, "60 s" },
    { 0, 3000 * S, 6, 0, 600 * S, 6, "10 min" },
    { 0, 700 * S, 30, 0, 30 * S, 24, "0:30" },
    { 0, 36000 * S, 11, 0, 3600 * S, 11, "1 h" },
    { 0, 9000 * S, 11, 0, 900 * S, 11, "0:15:00" },
    { 0, 1, 1, 0, 2, 1, NULL },
    { 7, 8, 1, 8, 2, 1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *label = NULL;
      TelarTimeAxis axis;

      telar_time_axis_init (&axis, cases[i].start_ns, cases[i].end_ns, cases[i].max_ticks);
      g_assert_cmpint (axis.first_ns, ==, cases[i].first_ns);
      g_assert_cmpint (axis.step_ns, ==, cases[i].step_ns);
      g_assert_cmpuint (axis.n_ticks, ==, cases[i].n_ticks);
      if (cases[i].second_label == NULL)
        continue;
      label = telar_time_axis_format (&axis, cases[i].end_ns, axis.first_ns + axis.step_ns);
      g_assert_cmpstr (label, ==, cases[i].second_label);
    }
}

static void
test_any_range_has_few_ticks_and_distinct_labels (void)
{
  for (guint round = 0; round < 2000; round++)
    {
      gint64 length_ns = (gint64) g_test_rand_int_range (1, 1000) << g_test_rand_int_range (0, 43);
      gint64 start_ns = g_test_rand_bit () ? 0 : length_ns / g_test_rand_int_range (1, 50);
      guint max_ticks = (guint) g_test_rand_int_range (2, 30);
      g_autofree char *former = NULL;
      TelarTimeAxis axis;

      telar_time_axis_init (&axis, start_ns, start_ns + length_ns, max_ticks);
      g_assert_cmpuint (axis.n_ticks, <=, max_ticks);
      g_assert_cmpint (axis.first_ns, >=, start_ns);
      for (guint i = 0; i < axis.n_ticks; i++)
        {
          gint64 time_ns = axis.first_ns + i * axis.step_ns;
          char *label = telar_time_axis_format (&axis, start_ns + length_ns, time_ns);

          g_assert_cmpint (time_ns, <=, start_ns + length_ns);
          g_assert_cmpstr (label, !=, former);
          g_free (former);
          former = label;
        }
    }
}

static void
test_live_axis_grows_in_steps (void)
{
  static const gint64 cases[][2] = {
    { 0, 100 * MS },          { 100 * MS, 100 * MS }, { 101 * MS, 150 * MS },
    { 1895 * MS, 2000 * MS }, { 2001 * MS, 3 * S },   { 7 * S, 8 * S },
    { 81 * S / 10, 10 * S },  { 53400 * MS, 60 * S }, { 86400 * S, 100000 * S },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (telar_time_axis_round_up (cases[i][0]), ==, cases[i][1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time-axis/ticks-are-round", test_ticks_are_round);
  g_test_add_func ("/time-axis/any-range-has-few-ticks-and-distinct-labels",
                   test_any_range_has_few_ticks_and_distinct_labels);
  g_test_add_func ("/time-axis/live-axis-grows-in-steps", test_live_axis_grows_in_steps);

  return g_test_run ();
}
