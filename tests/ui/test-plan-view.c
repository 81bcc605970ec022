/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>

#include "model/telar-plan.h"
#include "ui/telar-inputs-view.h"
#include "ui/telar-parameters-view.h"
#include "ui/telar-plan-view.h"
#include "ui/telar-settings.h"

static TelarPlanView *
view_new (void)
{
  return TELAR_PLAN_VIEW (g_object_ref_sink (telar_plan_view_new ()));
}

static guint
get_workers (TelarPlanView *view)
{
  return telar_plan_view_get_workers (view, telar_plan_view_get_strategy (view));
}

/* A check that is under way holds the view. */
static void
free_view (TelarPlanView *view)
{
  g_object_add_weak_pointer (G_OBJECT (view), (gpointer *) &view);
  g_object_unref (view);
  while (view != NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_comes_back (void)
{
  g_autoptr (GSettings) settings = telar_settings_new ();
  TelarPlanView *view = view_new ();
  g_autofree char *text = NULL;
  g_autoptr (TelarParameters) parameters = NULL;

  g_assert_nonnull (settings);
  telar_plan_view_show_example (view, telar_example_from_name ("five-numbers"));
  telar_plan_view_save (view, settings);
  free_view (view);

  /* What an older version or a user wrote may not be possible. */
  g_settings_set_value (settings, "workers",
                        g_variant_new_parsed ("{'threads': @u 100000, 'processes': 4}"));

  view = view_new ();
  telar_plan_view_load (view, settings);
  text = telar_plan_view_dup_text (view);
  parameters = telar_plan_view_dup_parameters (view);
  g_assert_cmpstr (text, ==, "1 2 3 4 5");
  g_assert_cmpstr (telar_parameters_get_workload (parameters)->name, ==, "square");
  g_assert_cmpint (telar_plan_view_get_strategy (view), ==, TELAR_STRATEGY_PROCESSES);
  g_assert_cmpuint (get_workers (view), ==, 4);
  g_settings_set_string (settings, "strategy", "threads");
  telar_plan_view_load (view, settings);
  g_assert_cmpuint (get_workers (view), ==, 16);
  free_view (view);
}

static void
test_nonsense_in_settings_changes_nothing (void)
{
  g_autoptr (GSettings) settings = telar_settings_new ();
  TelarPlanView *view = view_new ();
  g_autoptr (TelarParameters) parameters = NULL;

  g_settings_set_string (settings, "workload", "nonsense");
  g_settings_set_string (settings, "strategy", "nonsense");
  g_settings_set_value (settings, "parameters",
                        g_variant_new_parsed ("{'headings': {'timeout': <'long'>}, 'x': {}}"));
  telar_plan_view_load (view, settings);
  parameters = telar_plan_view_dup_parameters (view);
  g_assert_cmpstr (telar_parameters_get_workload (parameters)->name, ==, "headings");
  g_assert_cmpfloat (telar_parameters_get_number (parameters, "timeout"), ==, 30);
  g_assert_cmpint (telar_plan_view_get_strategy (view), ==, TELAR_STRATEGY_THREADS);
  free_view (view);
}

static void
test_examples_can_be_run (void)
{
  for (guint i = 0; i < telar_example_get_n (); i++)
    {
      const TelarExample *example = telar_example_get (i);
      TelarPlanView *view = view_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (TelarPlan) plan = NULL;
      g_autoptr (TelarPlan) expected = telar_example_make_plan (example);
      g_autofree char *text = NULL;
      TelarStrategy strategy;

      g_test_message ("%s", example->name);
      telar_plan_view_show_example (view, example);
      text = telar_plan_view_dup_text (view);
      plan = telar_plan_new_from_text (telar_plan_view_dup_parameters (view), text, &error);
      g_assert_no_error (error);
      g_assert_true (telar_plan_equal (plan, expected));
      g_assert_cmpuint (telar_example_get_n_strategies (example), >, 0);
      for (strategy = 0; strategy < TELAR_N_STRATEGIES; strategy++)
        {
          g_assert_cmpuint (telar_plan_view_get_workers (view, strategy), ==,
                            example->workers[strategy]);
          g_assert_true (telar_strategy_check_workers (strategy, example->workers[strategy], NULL));
        }
      if (telar_example_is_of_one_strategy (example, &strategy))
        g_assert_cmpint (telar_plan_view_get_strategy (view), ==, strategy);
      g_assert_true (telar_example_from_name (example->name) == example);
      free_view (view);
    }
}

/* What was changed for something else must not change what an example shows. */
static void
test_an_example_has_its_own_parameters (void)
{
  TelarPlanView *view = view_new ();
  g_autoptr (TelarParameters) parameters = NULL;

  telar_plan_view_show_example (view, telar_example_from_name ("io-bound"));
  parameters = telar_plan_view_dup_parameters (view);
  g_assert_cmpfloat (telar_parameters_get_number (parameters, "seconds"), ==, 1);
  g_clear_pointer (&parameters, telar_parameters_free);

  telar_plan_view_show_example (view, telar_example_from_name ("four-numbers"));
  parameters = telar_plan_view_dup_parameters (view);
  g_assert_cmpfloat (telar_parameters_get_number (parameters, "seconds"), ==, 2);
  free_view (view);
}

/* Returns the first widget of @type in @widget, below the one it begins with. */
static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);

  return found;
}

static void
test_numbers_are_checked_for_the_workload (void)
{
  TelarPlanView *view = view_new ();
  GtkWidget *inputs = find_widget (GTK_WIDGET (view), TELAR_TYPE_INPUTS_VIEW);
  GtkWidget *parameters = find_widget (GTK_WIDGET (view), TELAR_TYPE_PARAMETERS_VIEW);
  GtkWidget *spin;

  telar_plan_view_set_text (view, "93\n94 -1");
  telar_plan_view_set_workload (view, telar_workload_from_name ("square"));
  while (!telar_inputs_view_get_is_checked (TELAR_INPUTS_VIEW (inputs)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (telar_inputs_view_get_n_problems (TELAR_INPUTS_VIEW (inputs)), ==, 0);

  telar_plan_view_set_workload (view, telar_workload_from_name ("fibonacci"));
  while (!telar_inputs_view_get_is_checked (TELAR_INPUTS_VIEW (inputs)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (telar_inputs_view_get_n_problems (TELAR_INPUTS_VIEW (inputs)), ==, 2);
  g_assert_cmpuint (telar_inputs_view_get_n_tasks (TELAR_INPUTS_VIEW (inputs)), ==, 1);

  telar_plan_view_set_workload (view, telar_workload_from_name ("primes"));
  while (!telar_inputs_view_get_is_checked (TELAR_INPUTS_VIEW (inputs)))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (telar_inputs_view_get_n_problems (TELAR_INPUTS_VIEW (inputs)), ==, 1);

  /* Its only parameter is how often it yields. */
  spin = find_widget (parameters, GTK_TYPE_SPIN_BUTTON);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), 5);
  {
    g_autoptr (TelarParameters) chosen = telar_plan_view_dup_parameters (view);

    g_assert_cmpstr (telar_parameters_get_workload (chosen)->name, ==, "primes");
    g_assert_cmpfloat (telar_parameters_get_number (chosen, "yield"), ==, 5);
  }
  free_view (view);
}

/* Returns the row of that title in @widget, which may be hidden. */
static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  GtkWidget *found = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget)
      && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row (child, title);

  return found;
}

static void
test_switches_and_choices_are_taken (void)
{
  TelarPlanView *view = view_new ();
  GtkWidget *widget = GTK_WIDGET (view);

  telar_plan_view_set_workload (view, telar_workload_from_name ("race"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (find_row (widget, "Guard of the Counter")), 2);
  gtk_switch_set_active (GTK_SWITCH (find_widget (
                             find_row (widget, "Interpreter Lock (Simulation)"), GTK_TYPE_SWITCH)),
                         TRUE);
  {
    g_autoptr (TelarParameters) chosen = telar_plan_view_dup_parameters (view);

    g_assert_cmpstr (telar_parameters_get_string (chosen, "guard"), ==, "atomic");
    g_assert_true (telar_parameters_is_on (chosen, "interpreter-lock"));
    g_assert_false (telar_parameters_is_on (chosen, "one-core"));
  }

  /* Another workload has its own, and what was chosen is still there afterwards. */
  telar_plan_view_set_workload (view, telar_workload_from_name ("primes"));
  g_assert_null (find_row (widget, "Guard of the Counter"));
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (
      find_widget (find_row (widget, "Interpreter Lock (Simulation)"), GTK_TYPE_SWITCH))));
  telar_plan_view_set_workload (view, telar_workload_from_name ("race"));
  g_assert_cmpuint (
      adw_combo_row_get_selected (ADW_COMBO_ROW (find_row (widget, "Guard of the Counter"))), ==,
      2);
  g_assert_true (gtk_switch_get_active (GTK_SWITCH (
      find_widget (find_row (widget, "Interpreter Lock (Simulation)"), GTK_TYPE_SWITCH))));
  free_view (view);
}

static void
test_what_a_strategy_ignores_is_hidden (void)
{
  TelarPlanView *view = view_new ();
  TelarParametersView *parameters
      = TELAR_PARAMETERS_VIEW (find_widget (GTK_WIDGET (view), TELAR_TYPE_PARAMETERS_VIEW));
  static const struct
  {
    TelarStrategy strategy;
    gboolean has_lock;
    gboolean has_one_core;
  } expected[] = {
    { TELAR_STRATEGY_PROCESSES, FALSE, TRUE },
    { TELAR_STRATEGY_ASYNC, FALSE, FALSE },
    { TELAR_STRATEGY_THREADS, TRUE, TRUE },
    { TELAR_STRATEGY_SEQUENTIAL, FALSE, FALSE },
  };

  telar_plan_view_set_workload (view, telar_workload_from_name ("primes"));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      telar_parameters_view_set_strategy (parameters, expected[i].strategy);
      g_assert_true (
          gtk_widget_get_visible (find_row (GTK_WIDGET (view), "Interpreter Lock (Simulation)"))
          == expected[i].has_lock);
      g_assert_true (gtk_widget_get_visible (find_row (GTK_WIDGET (view), "One Core"))
                     == expected[i].has_one_core);
    }
  free_view (view);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/plan-view/comes-back", test_comes_back);
  g_test_add_func ("/plan-view/nonsense-in-settings-changes-nothing",
                   test_nonsense_in_settings_changes_nothing);
  g_test_add_func ("/plan-view/examples-can-be-run", test_examples_can_be_run);
  g_test_add_func ("/plan-view/an-example-has-its-own-parameters",
                   test_an_example_has_its_own_parameters);
  g_test_add_func ("/plan-view/numbers-are-checked-for-the-workload",
                   test_numbers_are_checked_for_the_workload);
  g_test_add_func ("/plan-view/switches-and-choices-are-taken",
                   test_switches_and_choices_are_taken);
  g_test_add_func ("/plan-view/what-a-strategy-ignores-is-hidden",
                   test_what_a_strategy_ignores_is_hidden);

  return g_test_run ();
}
