/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>

#include "ui/telar-figures.h"

/* Collects the text of all labels that a user sees. */
static void
collect (GtkWidget *widget, GPtrArray *texts)
{
  if (!gtk_widget_get_visible (widget))
    return;

  if (GTK_IS_LABEL (widget))
    g_ptr_array_add (texts, g_strdup (gtk_label_get_text (GTK_LABEL (widget))));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (child, texts);
}

/* The figure above that title, NULL if there is none. */
static char *
dup_figure (TelarFigures *figures, const char *title)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  collect (GTK_WIDGET (figures), texts);
  for (guint i = 1; i < texts->len; i++)
    if (g_str_equal (g_ptr_array_index (texts, i), title))
      return g_strdup (g_ptr_array_index (texts, i - 1));

  return NULL;
}

static void
assert_figure (TelarFigures *figures, const char *title, const char *expected)
{
  g_autofree char *figure = dup_figure (figures, title);

  g_assert_cmpstr (figure, ==, expected);
}

static TelarRunRecord *
record_new (const char *workload, TelarStrategy strategy)
{
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name (workload)), "100 100", NULL);
  TelarRunRecord *record = telar_run_record_new (plan, strategy, 2, 2);

  for (guint task = 0; task < 2; task++)
    {
      g_auto (TelarOutcome) outcome = {
        .status = TELAR_STATUS_SUCCEEDED,
        .result = telar_result_new_value (task == 0 ? "100 (#1)" : "180 (#2)"),
      };

      telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
      telar_trace_task_started (record->trace, task, task, 0);
      telar_trace_task_finished (record->trace, task, &outcome, 1000);
    }

  return record;
}

static void
test_lost_updates_are_told_at_the_end (void)
{
  g_autoptr (TelarRunRecord) race = record_new ("race", TELAR_STRATEGY_THREADS);
  g_autoptr (TelarRunRecord) square = record_new ("square", TELAR_STRATEGY_THREADS);
  TelarFigures *figures = g_object_ref_sink (g_object_new (TELAR_TYPE_FIGURES, NULL));

  telar_figures_set_record (figures, race);
  assert_figure (figures, "Lost updates", "…");

  telar_run_record_end (race, 1000, (TelarCpuTime){ 0, 0 }, TRUE);
  telar_figures_update (figures);
  assert_figure (figures, "Expected", "200");
  assert_figure (figures, "Found", "180");
  assert_figure (figures, "Lost updates", "20");

  telar_figures_set_record (figures, square);
  assert_figure (figures, "Expected", NULL);
  assert_figure (figures, "Found", NULL);
  assert_figure (figures, "Lost updates", NULL);
  g_object_unref (figures);
}

static void
test_processes_have_no_common_counter (void)
{
  g_autoptr (TelarRunRecord) race = record_new ("race", TELAR_STRATEGY_PROCESSES);
  TelarFigures *figures = g_object_ref_sink (g_object_new (TELAR_TYPE_FIGURES, NULL));

  telar_run_record_end (race, 1000, (TelarCpuTime){ 0, 0 }, TRUE);
  telar_figures_set_record (figures, race);
  assert_figure (figures, "Expected", "–");
  assert_figure (figures, "Found", "–");
  assert_figure (figures, "Lost updates", "–");
  g_object_unref (figures);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/figures/lost-updates-are-told-at-the-end",
                   test_lost_updates_are_told_at_the_end);
  g_test_add_func ("/figures/processes-have-no-common-counter",
                   test_processes_have_no_common_counter);

  return g_test_run ();
}
