/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-plan.h"

#include <gio/gio.h>
#include <string.h>

static TelarPlan *
make_plan (const char *workload, const char *text, GError **error)
{
  return telar_plan_new_from_text (telar_parameters_new (telar_workload_from_name (workload)), text,
                                   error);
}

static void
test_text_becomes_tasks (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = make_plan ("square", "1..3\n9", &error);
  G_GNUC_UNUSED g_autoptr (TelarPlan) same = telar_plan_ref (plan);

  g_assert_no_error (error);
  g_assert_cmpuint (telar_plan_get_n_tasks (plan), ==, 4);
  g_assert_cmpstr (telar_plan_get_task (plan, 3)->input, ==, "9");
  g_assert_cmpuint (telar_plan_get_task (plan, 3)->line, ==, 1);
  g_assert_cmpstr (telar_plan_get_workload (plan)->name, ==, "square");
  g_assert_cmpfloat (telar_parameters_get_number (telar_plan_get_parameters (plan), "seconds"), ==,
                     2);
  g_assert_false (telar_plan_has_dependencies (plan));
  g_assert_false (telar_plan_needs_demo_site (plan));
}

static void
test_dependencies_are_noticed (void)
{
  g_autoptr (TelarPlan) plan = make_plan ("square", "A = 1\nB = 2 after A", NULL);

  g_assert_nonnull (plan);
  g_assert_true (telar_plan_has_dependencies (plan));
}

static void
test_demo_inputs_need_the_site (void)
{
  g_autoptr (TelarPlan) demo = make_plan ("headings", "https://a.org\nDEMO:page", NULL);
  g_autoptr (TelarPlan) real = make_plan ("headings", "https://demo:1@a.org/", NULL);

  g_assert_true (telar_plan_needs_demo_site (demo));
  g_assert_false (telar_plan_needs_demo_site (real));
}

static void
test_any_problem_refuses_the_plan (void)
{
  static const char *const texts[] = { "", "1\nx", "A = 1 after A", "https://a.org" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (make_plan ("square", texts[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

/* What a run was of can be typed again: the same tasks, with the same names, for the same reasons.
 */
static void
test_text_of_a_plan_makes_the_same_plan (void)
{
  static const struct
  {
    const char *workload;
    const char *text;
    const char *expected;
  } cases[] = {
    { "square", "1..3\n9", "1..3\n9\n" },
    { "square", "1\n2\n5\n-2..2", "1\n2\n5\n-2..2\n" },
    { "square", "9223372036854775805..9223372036854775807\n-9223372036854775808",
      "9223372036854775805..9223372036854775807\n-9223372036854775808\n" },
    { "square", "A = 1\nB = 2\nC = 3 after A B", "A = 1\nB = 2\nC = 3 after A B\n" },
    { "square", "A = 1\n2\nB = 3 after A\n4\n5", "A = 1\n2\nB = 3 after A\n4\n5\n" },
    { "headings", "# pages\n\ndemo:arxiv.org/\nP = https://a.org/?q=1",
      "demo:arxiv.org/\nP = https://a.org/?q=1\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TelarPlan) plan = make_plan (cases[i].workload, cases[i].text, &error);
      g_autoptr (TelarPlan) again = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = telar_plan_dup_text (plan);
      g_assert_cmpstr (text, ==, cases[i].expected);

      again = make_plan (cases[i].workload, text, &error);
      g_assert_no_error (error);
      g_assert_true (telar_plan_equal (plan, again));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/plan/text-becomes-tasks", test_text_becomes_tasks);
  g_test_add_func ("/plan/dependencies-are-noticed", test_dependencies_are_noticed);
  g_test_add_func ("/plan/demo-inputs-need-the-site", test_demo_inputs_need_the_site);
  g_test_add_func ("/plan/any-problem-refuses-the-plan", test_any_problem_refuses_the_plan);
  g_test_add_func ("/plan/text-of-a-plan-makes-the-same-plan",
                   test_text_of_a_plan_makes_the_same_plan);

  return g_test_run ();
}
