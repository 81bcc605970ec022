/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "ui/telar-exercise.h"
#include "ui/telar-exercises-window.h"
#include "ui/telar-order-list.h"

#include <string.h>

#define S G_GINT64_CONSTANT (1000000000)

static void
assert_order (const TelarStrategy *order, guint n, const gint64 *wall_ns, const char *verdict)
{
  g_autofree char *judged = telar_exercise_judge_order (order, n, wall_ns);

  g_assert_nonnull (strstr (judged, verdict));
}

static void
test_an_order_is_judged (void)
{
  const gint64 wall_ns[] = { 6 * S, 2 * S, 2 * S + S / 10, 3 * S };
  const TelarStrategy right[] = { TELAR_STRATEGY_THREADS, TELAR_STRATEGY_ASYNC,
                                  TELAR_STRATEGY_PROCESSES, TELAR_STRATEGY_SEQUENTIAL };
  /* The two that are too close to tell apart may change places. */
  const TelarStrategy close[] = { TELAR_STRATEGY_ASYNC, TELAR_STRATEGY_THREADS,
                                  TELAR_STRATEGY_PROCESSES, TELAR_STRATEGY_SEQUENTIAL };
  const TelarStrategy wrong[] = { TELAR_STRATEGY_PROCESSES, TELAR_STRATEGY_SEQUENTIAL,
                                  TELAR_STRATEGY_THREADS, TELAR_STRATEGY_ASYNC };

  assert_order (right, 4, wall_ns, "is right");
  assert_order (close, 4, wall_ns, "is right");
  /* Of all that is wrong, the worst is told. */
  assert_order (wrong, 4, wall_ns, "not right: you expected Sequential before Threads");
}

static void
assert_time (gint64 predicted_ns, gint64 wall_ns, const char *verdict)
{
  g_autofree char *judged = telar_exercise_judge_time (predicted_ns, wall_ns);

  g_assert_nonnull (strstr (judged, verdict));
}

static void
test_a_time_is_judged (void)
{
  assert_time (2 * S, 2 * S, "is right");
  assert_time (2 * S, 2 * S + S / 5, "is right");
  assert_time (2 * S, 3 * S, "too short: it took 50 % longer");
  assert_time (4 * S, 3 * S, "too long: it took 25 % less");
  assert_time (2 * S, 5 * S, "far too short: it took 2.5");
  assert_time (6 * S, 2 * S, "far too long: you expected 3.0");
  assert_time (0, S, "far too short");
  assert_time (S, 0, "far too long");
}

static void
test_every_exercise_can_be_run (void)
{
  for (guint i = 0; i < telar_exercise_get_n (); i++)
    {
      const TelarExercise *exercise = telar_exercise_get (i);
      const TelarExample *example = telar_example_from_name (exercise->example);
      TelarStrategy strategies[TELAR_N_STRATEGIES];
      guint n_strategies = telar_exercise_get_strategies (exercise, strategies);

      g_test_message ("%s", exercise->title);
      g_assert_nonnull (example);
      g_assert_cmpuint (n_strategies, >, 0);
      g_assert_true (n_strategies > 1 || exercise->is_timed); /* something is asked for */
      for (guint k = 0; k < n_strategies; k++)
        g_assert_true (telar_example_has_strategy (example, strategies[k]));
      g_assert_true ((exercise->strategies & (1u << exercise->explained)) != 0);
      g_assert_true (!exercise->is_timed || (exercise->strategies & (1u << exercise->timed)) != 0);
    }
}

static void
assert_list (TelarOrderList *list, const char *expected)
{
  TelarStrategy order[TELAR_N_STRATEGIES];
  guint n = telar_order_list_get_order (list, order);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_c (names, telar_strategy_get_name (order[i])[0]);
  g_assert_cmpstr (names->str, ==, expected);
}

static GtkWidget *
find_button (GtkWidget *widget, const char *tooltip)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, tooltip);

  return found;
}

static void
test_an_order_can_be_changed (void)
{
  const TelarStrategy all[] = { TELAR_STRATEGY_SEQUENTIAL, TELAR_STRATEGY_THREADS,
                                TELAR_STRATEGY_ASYNC, TELAR_STRATEGY_PROCESSES };
  TelarOrderList *list = TELAR_ORDER_LIST (g_object_ref_sink (telar_order_list_new ()));

  telar_order_list_set_order (list, all, 4);
  assert_list (list, "stap");
  telar_order_list_move (list, 0, 3);
  assert_list (list, "taps");
  telar_order_list_move (list, 2, 0);
  assert_list (list, "ptas");
  telar_order_list_move (list, 1, 1);
  assert_list (list, "ptas");

  g_signal_emit_by_name (find_button (GTK_WIDGET (list), "Move Threads up"), "clicked");
  assert_list (list, "tpas");
  g_signal_emit_by_name (find_button (GTK_WIDGET (list), "Move Processes down"), "clicked");
  assert_list (list, "taps");
  g_assert_false (gtk_widget_get_sensitive (find_button (GTK_WIDGET (list), "Move Threads up")));
  g_assert_false (
      gtk_widget_get_sensitive (find_button (GTK_WIDGET (list), "Move Sequential down")));
  g_assert_finalize_object (list);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/exercises/an-order-is-judged", test_an_order_is_judged);
  g_test_add_func ("/exercises/a-time-is-judged", test_a_time_is_judged);
  g_test_add_func ("/exercises/every-exercise-can-be-run", test_every_exercise_can_be_run);
  g_test_add_func ("/exercises/an-order-can-be-changed", test_an_order_can_be_changed);

  return g_test_run ();
}
