/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <string.h>

#include "ui/telar-inputs-view.h"

static TelarInputsView *
view_new (void)
{
  return TELAR_INPUTS_VIEW (g_object_ref_sink (telar_inputs_view_new ()));
}

static void
type (TelarInputsView *view, const char *text)
{
  telar_inputs_view_set_text (view, text);
  while (!telar_inputs_view_get_is_checked (view))
    g_main_context_iteration (NULL, TRUE);
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, type);

  return found;
}

static guint
count_rows (TelarInputsView *view)
{
  GtkWidget *list = find (GTK_WIDGET (view), GTK_TYPE_LIST_BOX);
  guint n_rows = 0;

  while (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), (int) n_rows) != NULL)
    n_rows++;

  return n_rows;
}

static void
test_counts_tasks (void)
{
  TelarInputsView *view = view_new ();

  type (view, "# two pages\nhttps://example.org/\ndemo:nabla.mx\n");
  g_assert_cmpuint (telar_inputs_view_get_n_tasks (view), ==, 2);
  g_assert_cmpuint (telar_inputs_view_get_n_problems (view), ==, 0);
  g_assert_cmpuint (count_rows (view), ==, 0);

  g_assert_finalize_object (view);
}

static void
test_lists_what_is_wrong (void)
{
  TelarInputsView *view = view_new ();
  GtkWidget *row;

  telar_inputs_view_set_workload (view, telar_workload_from_name ("square"));
  type (view, "1\n2 12abc\n4");
  g_assert_cmpuint (telar_inputs_view_get_n_problems (view), ==, 1);
  g_assert_cmpuint (count_rows (view), ==, 1);
  row = find (find (GTK_WIDGET (view), GTK_TYPE_LIST_BOX_ROW), GTK_TYPE_LABEL);
  g_assert_true (g_str_has_prefix (gtk_label_get_text (GTK_LABEL (row)), "Line 2: "));

  type (view, "1\n2 12\n4");
  g_assert_cmpuint (telar_inputs_view_get_n_problems (view), ==, 0);
  g_assert_cmpuint (count_rows (view), ==, 0);

  g_assert_finalize_object (view);
}

static void
test_lists_few_of_many_problems (void)
{
  TelarInputsView *view = view_new ();

  type (view, "a\nb\nc\nd\ne\nf\ng\nh\n");
  g_assert_cmpuint (telar_inputs_view_get_n_problems (view), ==, 8);
  g_assert_cmpuint (count_rows (view), ==, 6); /* the last tells how many more */

  g_assert_finalize_object (view);
}

static void
test_markup_is_shown_as_it_is (void)
{
  TelarInputsView *view = view_new ();
  GtkWidget *label;

  type (view, "<b>&nonsense</b>");
  label = find (find (GTK_WIDGET (view), GTK_TYPE_LIST_BOX_ROW), GTK_TYPE_LABEL);
  g_assert_nonnull (strstr (gtk_label_get_text (GTK_LABEL (label)), "<b>&nonsense</b>"));

  g_assert_finalize_object (view);
}

static void
test_goes_to_the_problem (void)
{
  TelarInputsView *view = view_new ();
  GtkTextBuffer *buffer
      = gtk_text_view_get_buffer (GTK_TEXT_VIEW (find (GTK_WIDGET (view), GTK_TYPE_TEXT_VIEW)));
  g_autofree char *selected = NULL;
  GtkTextIter start, end;

  telar_inputs_view_set_workload (view, telar_workload_from_name ("square"));
  type (view, "1 2\n3 4 ñoño 5\n");
  telar_inputs_view_go_to_problem (view, 0);
  g_assert_true (gtk_text_buffer_get_selection_bounds (buffer, &start, &end));
  selected = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  g_assert_cmpstr (selected, ==, "ñoño");

  g_assert_finalize_object (view);
}

static void
test_kind_is_checked_anew (void)
{
  TelarInputsView *view = view_new ();

  type (view, "1 2 3");
  g_assert_cmpuint (telar_inputs_view_get_n_problems (view), >, 0);
  telar_inputs_view_set_workload (view, telar_workload_from_name ("square"));
  while (!telar_inputs_view_get_is_checked (view))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (telar_inputs_view_get_n_problems (view), ==, 0);
  g_assert_cmpuint (telar_inputs_view_get_n_tasks (view), ==, 3);

  g_assert_finalize_object (view);
}

static void
test_only_the_last_text_counts (void)
{
  TelarInputsView *view = view_new ();

  telar_inputs_view_set_workload (view, telar_workload_from_name ("square"));
  for (guint i = 0; i < 50; i++)
    telar_inputs_view_set_text (view, i % 2 == 0 ? "1..100000" : "nonsense");
  type (view, "1 2 3 4");
  g_assert_cmpuint (telar_inputs_view_get_n_tasks (view), ==, 4);
  g_assert_cmpuint (telar_inputs_view_get_n_problems (view), ==, 0);

  g_assert_finalize_object (view);
}

static gboolean
has_passed (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_draws_a_last_line_without_an_end (void)
{
  TelarInputsView *view = view_new ();
  GtkWidget *window = gtk_window_new ();
  gboolean done = FALSE;

  type (view, "demo:nabla.mx\nx");
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (view));
  gtk_window_present (GTK_WINDOW (window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (view)))
    g_main_context_iteration (NULL, TRUE);
  g_timeout_add (200, has_passed, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (view)));

  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_finalize_object (view);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/inputs-view/counts-tasks", test_counts_tasks);
  g_test_add_func ("/inputs-view/lists-what-is-wrong", test_lists_what_is_wrong);
  g_test_add_func ("/inputs-view/lists-few-of-many-problems", test_lists_few_of_many_problems);
  g_test_add_func ("/inputs-view/markup-is-shown-as-it-is", test_markup_is_shown_as_it_is);
  g_test_add_func ("/inputs-view/goes-to-the-problem", test_goes_to_the_problem);
  g_test_add_func ("/inputs-view/kind-is-checked-anew", test_kind_is_checked_anew);
  g_test_add_func ("/inputs-view/only-the-last-text-counts", test_only_the_last_text_counts);
  g_test_add_func ("/inputs-view/draws-a-last-line-without-an-end",
                   test_draws_a_last_line_without_an_end);

  return g_test_run ();
}
