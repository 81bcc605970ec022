/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <string.h>

#include "ui/telar-merge-sort.h"
#include "ui/telar-results-model.h"
#include "ui/telar-results-sorters.h"
#include "ui/telar-results-view.h"

static TelarRunRecord *
record_new (const char *workload, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name (workload)), text, &error);

  g_assert_no_error (error);
  return telar_run_record_new (plan, TELAR_STRATEGY_SEQUENTIAL, 1, 1);
}

static void
finish (TelarRunRecord *record, guint task, gint64 ns, TelarResult *result)
{
  TelarOutcome outcome
      = { .status = result->error != NULL ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED,
          .result = result };

  telar_trace_task_started (record->trace, task, 0, 0);
  telar_trace_task_finished (record->trace, task, &outcome, ns);
}

static char *
get_text (TelarTaskRow *row, const char *property)
{
  char *text;

  g_object_get (row, property, &text, NULL);
  return text;
}

#define assert_text(row, property, expected)                                                       \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *actual = get_text (row, property);                                            \
    g_assert_cmpstr (actual, ==, expected);                                                        \
  }                                                                                                \
  G_STMT_END

static void
count_up (guint *count)
{
  ++*count;
}

static void
test_rows_follow_the_run (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("square", "3 4");
  g_autoptr (TelarResultsModel) model = telar_results_model_new ();
  g_autoptr (TelarTaskRow) row = NULL;
  guint n_changes = 0;

  telar_results_model_set_record (model, record);
  row = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_signal_connect_swapped (row, "notify::result", G_CALLBACK (count_up), &n_changes);
  assert_text (row, "input", "4");
  assert_text (row, "status", "Waiting");
  assert_text (row, "result", "");

  telar_results_model_update (model);
  g_assert_cmpuint (n_changes, ==, 0);

  finish (record, 1, 2000000000, telar_result_new_value ("16"));
  telar_results_model_update (model);
  g_assert_cmpuint (n_changes, ==, 1);
  assert_text (row, "status", "Succeeded");
  assert_text (row, "result", "16");
  assert_text (row, "time", "2.00\u00a0s");

  telar_results_model_update (model);
  g_assert_cmpuint (n_changes, ==, 1);
}

static void
test_the_same_row_while_it_is_held (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("square", "1..10");
  g_autoptr (TelarResultsModel) model = telar_results_model_new ();
  TelarTaskRow *first, *second;

  telar_results_model_set_record (model, record);
  first = g_list_model_get_item (G_LIST_MODEL (model), 3);
  second = g_list_model_get_item (G_LIST_MODEL (model), 3);
  g_assert_true (first == second);
  g_object_unref (second);
  g_assert_finalize_object (first);
}

/* What changed, told as position, removed, added. */
static void
note_change (GListModel *model, guint position, guint removed, guint added, GString *changes)
{
  g_string_append_printf (changes, "%u-%u+%u ", position, removed, added);
}

static void
test_rows_stay_when_another_run_is_shown (void)
{
  g_autoptr (TelarRunRecord) first = record_new ("square", "1..5");
  g_autoptr (TelarRunRecord) second = record_new ("square", "11..17");
  g_autoptr (TelarRunRecord) third = record_new ("square", "21 22");
  g_autoptr (TelarResultsModel) model = telar_results_model_new ();
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (TelarTaskRow) row = NULL;
  g_autoptr (TelarTaskRow) other = NULL;
  g_autoptr (TelarTaskRow) last = NULL;

  telar_results_model_set_record (model, first);
  finish (first, 1, 2000000000, telar_result_new_value ("4"));
  g_signal_connect (model, "items-changed", G_CALLBACK (note_change), changes);
  row = g_list_model_get_item (G_LIST_MODEL (model), 1);
  last = g_list_model_get_item (G_LIST_MODEL (model), 4);
  g_object_set (row, "is-expanded", TRUE, NULL);
  telar_results_model_update (model);

  telar_results_model_set_record (model, second);
  other = g_list_model_get_item (G_LIST_MODEL (model), 1);
  g_assert_true (row == other);
  assert_text (row, "input", "12");
  assert_text (row, "status", "Waiting");
  assert_text (row, "headings", NULL);
  assert_text (last, "input", "15");
  finish (second, 1, 2000000000, telar_result_new_value ("144"));
  telar_results_model_update (model);
  assert_text (row, "result", "144");

  telar_results_model_set_record (model, third);
  assert_text (row, "input", "22");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);
  g_assert_cmpstr (changes->str, ==, "5-0+2 2-5+0 ");
  telar_results_model_update (model);
}

static void
test_search_finds_inputs_errors_and_headings (void)
{
  g_autoptr (TelarRunRecord) record
      = record_new ("headings", "https://a.org/\nhttps://b.org/\nhttps://c.org/");
  g_autoptr (TelarResultsModel) model = telar_results_model_new ();
  TelarHeading heading = { .level = 1, .text = g_strdup ("Über uns") };
  GArray *headings = telar_headings_new ();
  TelarResult *page = telar_result_new_page (100);

  g_array_append_val (headings, heading);
  telar_result_take_headings (page, headings);
  finish (record, 1, 10, page);
  finish (record, 2, 10, telar_result_new_error ("HTTP 404 Not Found"));
  telar_results_model_set_record (model, record);

  telar_results_model_set_search (model, "A.ORG");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
  g_assert_cmpuint (telar_results_model_get_task (model, 0), ==, 0);
  telar_results_model_set_search (model, "über");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
  g_assert_cmpuint (telar_results_model_get_task (model, 0), ==, 1);
  telar_results_model_set_search (model, "not found");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1);
  g_assert_cmpuint (telar_results_model_get_task (model, 0), ==, 2);
  g_assert_cmpuint (telar_results_model_find_task (model, 0), ==, GTK_INVALID_LIST_POSITION);
  telar_results_model_set_search (model, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 3);
}

static void
test_sorts_numbers_by_their_value (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("square", "10 -5 9 100 -50");
  g_autoptr (TelarResultsModel) model = telar_results_model_new ();
  g_autoptr (GtkSorter) sorter = telar_results_sorter_new_by_input ();
  const guint expected[] = { 4, 1, 2, 0, 3 };

  telar_results_model_set_sorter (model, sorter);
  telar_results_model_set_record (model, record);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (telar_results_model_get_task (model, i), ==, expected[i]);
  g_assert_cmpuint (telar_results_model_find_task (model, 2), ==, 2);
}

static void
test_sorts_anew_once_times_are_known (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("square", "1 2 3");
  g_autoptr (TelarResultsModel) model = telar_results_model_new ();
  g_autoptr (GtkSorter) sorter = telar_results_sorter_new_by_time ();

  telar_results_model_set_sorter (model, sorter);
  telar_results_model_set_record (model, record);
  finish (record, 0, 300, telar_result_new_value ("1"));
  finish (record, 1, 100, telar_result_new_value ("4"));
  finish (record, 2, 200, telar_result_new_value ("9"));
  telar_results_model_arrange (model);
  g_assert_cmpuint (telar_results_model_get_task (model, 0), ==, 1);
  g_assert_cmpuint (telar_results_model_get_task (model, 1), ==, 2);
  g_assert_cmpuint (telar_results_model_get_task (model, 2), ==, 0);
}

static int
compare_thousands (gconstpointer a, gconstpointer b, gpointer data)
{
  guint first = *(const guint *) a / 1000, second = *(const guint *) b / 1000;

  ++*(guint *) data;
  return (first > second) - (first < second);
}

static void
test_interrupted_sort_is_stable (void)
{
  guint32 seed = g_test_rand_int_range (0, G_MAXINT32);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint n_items = 0; n_items < 200; n_items++)
    {
      guint *items = g_new (guint, n_items);
      g_autofree guint *sorted = NULL;
      g_autoptr (TelarMergeSort) sort = NULL;
      guint n_compared = 0, n_before, n_at_a_time = 1 + n_items % 7;

      /* Below the thousand is where it was. */
      for (guint i = 0; i < n_items; i++)
        items[i] = (guint) g_rand_int_range (rand, 0, 20) * 1000 + i;
      sort = telar_merge_sort_new (items, n_items, compare_thousands, &n_compared);
      do
        n_before = n_compared;
      while (!telar_merge_sort_go_on (sort, n_at_a_time) && n_compared - n_before <= n_at_a_time);

      g_assert_cmpuint (n_compared - n_before, <=, n_at_a_time);
      sorted = telar_merge_sort_take (sort);
      for (guint i = 1; i < n_items; i++)
        g_assert_cmpuint (sorted[i - 1], <, sorted[i]);
    }
}

static void
test_many_rows_are_sorted_while_the_window_goes_on (void)
{
  const guint n_tasks = 300000;
  g_autofree char *text = g_strdup_printf ("1..%u", n_tasks);
  g_autoptr (TelarRunRecord) record = record_new ("square", text);
  g_autoptr (TelarResultsModel) model = telar_results_model_new ();
  g_autoptr (GtkSorter) sorter = telar_results_sorter_new_by_time ();
  guint n_changes = 0, n_turns = 0;

  for (guint i = 0; i < n_tasks; i++)
    finish (record, i, n_tasks - i, telar_result_new_value ("1"));
  telar_results_model_set_record (model, record);
  telar_results_model_set_sorter (model, sorter);
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (count_up), &n_changes);

  gtk_sorter_changed (sorter, GTK_SORTER_CHANGE_DIFFERENT);
  for (; telar_results_model_get_task (model, 0) == 0; n_turns++)
    g_main_context_iteration (NULL, TRUE);

  for (guint i = 0; i < n_tasks; i++)
    g_assert_cmpuint (telar_results_model_get_task (model, i), ==, n_tasks - 1 - i);
  g_assert_cmpuint (n_changes, ==, 1);
  g_test_message ("%u turns of the main loop", n_turns);
  g_assert_cmpuint (n_turns, >=, 3);
}

/* What is searched for, or another run, is not waited for until it is sorted. */
static void
test_rows_that_are_not_sorted_yet_are_those_of_the_run (void)
{
  g_autoptr (TelarRunRecord) many = record_new ("square", "1..100000");
  g_autoptr (TelarRunRecord) more = record_new ("square", "1..200000");
  g_autoptr (TelarRunRecord) few = record_new ("square", "2 1");
  g_autoptr (TelarResultsModel) model = telar_results_model_new ();
  g_autoptr (GtkSorter) sorter = telar_results_sorter_new_by_input ();

  telar_results_model_set_sorter (model, sorter);
  telar_results_model_set_record (model, many);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 100000);
  telar_results_model_set_record (model, more);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 200000);
  telar_results_model_set_search (model, "1");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), <, 150000);
  telar_results_model_set_search (model, NULL);

  telar_results_model_set_record (model, few);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);
  g_assert_cmpuint (telar_results_model_get_task (model, 0), ==, 1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 2);
}

static void
test_text_is_a_table (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("square", "3 4");
  g_autoptr (TelarResultsModel) model = telar_results_model_new ();
  g_autoptr (GtkBitset) second = gtk_bitset_new_empty ();
  g_autofree char *all = NULL;
  g_autofree char *one = NULL;

  finish (record, 0, 10, telar_result_new_value ("9"));
  finish (record, 1, 20, telar_result_new_error ("two\nlines\tand a tab"));
  telar_results_model_set_record (model, record);

  all = telar_results_model_dup_text (model, NULL);
  g_assert_cmpstr (all, ==,
                   "3\tSucceeded\t10\u00a0ns\t0\u00a0ns\t9\n"
                   "4\tFailed\t20\u00a0ns\t0\u00a0ns\ttwo lines and a tab\n");
  gtk_bitset_add (second, 1);
  one = telar_results_model_dup_text (model, second);
  g_assert_true (g_str_has_prefix (one, "4\tFailed"));
}

static void
test_a_million_tasks_are_listed_lazily (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("square", "1..1000000");
  g_autoptr (TelarResultsModel) model = telar_results_model_new ();
  g_autoptr (GtkWidget) window = g_object_ref_sink (gtk_window_new ());
  GtkWidget *view = telar_results_view_new ();
  gint64 start_us;

  telar_results_model_set_record (model, record);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (model)), ==, 1000000);

  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 500);
  gtk_window_present (GTK_WINDOW (window));
  start_us = g_get_monotonic_time ();
  telar_results_view_set_record (TELAR_RESULTS_VIEW (view), record);
  while (!gtk_widget_get_mapped (view))
    g_main_context_iteration (NULL, TRUE);
  telar_results_view_update (TELAR_RESULTS_VIEW (view));
  /* A row for each would take far longer, and a gigabyte. */
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 5 * G_USEC_PER_SEC);

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_selection_names_the_task (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("square", "1..100");
  GtkWidget *widget = g_object_ref_sink (telar_results_view_new ());
  TelarResultsView *view = TELAR_RESULTS_VIEW (widget);
  g_autofree char *text = NULL;
  guint n_rows = 0, n_notified = 0;

  telar_results_view_set_record (view, record);
  g_assert_cmpuint (telar_results_view_get_selected_task (view), ==, TELAR_NO_TASK);
  g_free (telar_results_view_dup_text (view, &n_rows));
  g_assert_cmpuint (n_rows, ==, 100);

  g_signal_connect_swapped (view, "notify::selected-task", G_CALLBACK (count_up), &n_notified);
  telar_results_view_set_selected_task (view, 41);
  g_assert_cmpuint (n_notified, ==, 1);
  text = telar_results_view_dup_text (view, &n_rows);
  g_assert_cmpuint (n_rows, ==, 1);
  g_assert_true (g_str_has_prefix (text, "42\t"));

  telar_results_view_set_record (view, NULL);
  g_assert_cmpuint (telar_results_view_get_selected_task (view), ==, TELAR_NO_TASK);
  g_assert_finalize_object (widget);
}

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type);

  return found;
}

static void
sort_by (GtkColumnView *column_view, const char *title, GtkSortType type)
{
  GListModel *columns = gtk_column_view_get_columns (column_view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column), title) == 0)
        gtk_column_view_sort_by_column (column_view, column, type);
    }
}

static void
test_selection_stays_when_many_rows_are_sorted (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("square", "1..30000");
  g_autoptr (TelarRunRecord) another = record_new ("square", "30001..60000");
  GtkWidget *widget = g_object_ref_sink (telar_results_view_new ());
  TelarResultsView *view = TELAR_RESULTS_VIEW (widget);
  GtkColumnView *column_view = GTK_COLUMN_VIEW (find_widget (widget, GTK_TYPE_COLUMN_VIEW));
  GtkSelectionModel *selection;
  g_autofree char *text = NULL;
  guint n_rows = 0;

  telar_results_view_set_record (view, record);
  telar_results_view_set_selected_task (view, 41);
  selection = gtk_column_view_get_model (column_view);
  gtk_selection_model_select_item (selection, 100, FALSE);

  sort_by (column_view, "Input", GTK_SORT_DESCENDING);
  while (telar_results_view_get_task (view, 0) == 0)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (telar_results_view_get_task (view, 0), ==, 29999);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection)), ==, 30000);
  g_assert_cmpuint (telar_results_view_get_selected_task (view), ==, 41);
  text = telar_results_view_dup_text (view, &n_rows);
  g_assert_cmpuint (n_rows, ==, 2);
  g_assert_true (g_str_has_prefix (text, "101\t"));
  g_assert_nonnull (strstr (text, "\n42\t"));

  /* The tasks of another run are others. */
  telar_results_view_set_record (view, another);
  g_assert_cmpuint (telar_results_view_get_selected_task (view), ==, TELAR_NO_TASK);
  g_free (telar_results_view_dup_text (view, &n_rows));
  g_assert_cmpuint (n_rows, ==, 30000);

  g_assert_finalize_object (widget);
}

static guint
count_rows (GtkWidget *view)
{
  GtkWidget *list = find_widget (view, GTK_TYPE_LIST_VIEW);
  guint n_rows = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n_rows++;

  return n_rows;
}

static GtkWidget *
open_window (GtkWidget *view)
{
  GtkWidget *window = gtk_window_new ();

  gtk_window_set_child (GTK_WINDOW (window), view);
  gtk_window_set_default_size (GTK_WINDOW (window), 800, 500);
  gtk_window_present (GTK_WINDOW (window));
  while (gtk_widget_get_height (view) == 0)
    g_main_context_iteration (NULL, TRUE);

  return window;
}

static void
test_rows_out_of_sight_wait_for_the_end_of_the_run (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("square", "1..1000");
  GtkWidget *widget = telar_results_view_new ();
  GtkWidget *window = open_window (widget);
  TelarResultsView *view = TELAR_RESULTS_VIEW (widget);
  guint n_first;

  telar_results_view_set_record (view, record);
  n_first = count_rows (widget);
  g_assert_cmpuint (n_first, >=, 500 / 40);
  g_assert_cmpuint (n_first, <, 50);
  g_assert_cmpuint (telar_results_view_get_n_rows (view), ==, 1000);

  telar_run_record_end (record, 1000, (TelarCpuTime){ 0 }, TRUE);
  telar_results_view_arrange (view);
  g_assert_cmpuint (count_rows (widget), >, n_first);

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_whoever_moves_in_the_list_finds_all_rows (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("square", "1..1000");
  g_autofree char *text = NULL;
  GtkWidget *widget = telar_results_view_new ();
  GtkWidget *window = open_window (widget);
  TelarResultsView *view = TELAR_RESULTS_VIEW (widget);
  guint n_first, n_selected;

  telar_results_view_set_record (view, record);
  n_first = count_rows (widget);
  gtk_widget_grab_focus (find_widget (widget, GTK_TYPE_LIST_VIEW));
  g_assert_cmpuint (count_rows (widget), >, n_first);

  telar_results_view_set_record (view, NULL);
  telar_results_view_set_record (view, record);
  telar_results_view_set_selected_task (view, 899);
  text = telar_results_view_dup_text (view, &n_selected);
  g_assert_cmpuint (n_selected, ==, 1);
  g_assert_true (g_str_has_prefix (text, "900\t"));

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_headings_unfold_in_the_list (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("headings", "https://a.org/");
  GtkWidget *widget = telar_results_view_new ();
  GtkWidget *window = open_window (widget);
  TelarResultsView *view = TELAR_RESULTS_VIEW (widget);
  TelarResult *page = telar_result_new_page (1000);
  TelarHeading heading = { .level = 1, .text = g_strdup ("Looms & cloth") };
  GArray *headings = telar_headings_new ();
  GtkWidget *expander, *label;

  telar_results_view_set_record (view, record);
  g_assert_null (find_widget (find_widget (widget, GTK_TYPE_LIST_VIEW), GTK_TYPE_TOGGLE_BUTTON));

  g_array_append_val (headings, heading);
  telar_result_take_headings (page, headings);
  finish (record, 0, 10, page);
  telar_results_view_update (view);
  expander = find_widget (find_widget (widget, GTK_TYPE_LIST_VIEW), GTK_TYPE_TOGGLE_BUTTON);
  g_assert_true (gtk_widget_get_visible (expander));
  label = gtk_widget_get_last_child (gtk_widget_get_parent (expander));
  g_assert_false (gtk_widget_get_visible (label));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (expander), TRUE);
  g_assert_true (gtk_widget_get_visible (label));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, "Looms & cloth");

  gtk_window_destroy (GTK_WINDOW (window));
}

static GtkLabel *
find_label (GtkWidget *widget, const char *text)
{
  GtkLabel *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return GTK_LABEL (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child, text);

  return found;
}

/* A change of the view is seen in the frame after it. */
static void
wait_for_lines (GtkWidget *view, const char *text, int least, int most)
{
  gint64 deadline_us = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  int n_lines = 0;

  while ((n_lines < least || n_lines > most) && g_get_monotonic_time () < deadline_us)
    {
      GtkLabel *label = find_label (view, text);

      if (label != NULL && gtk_widget_get_allocated_width (GTK_WIDGET (label)) > 0)
        n_lines = pango_layout_get_line_count (gtk_label_get_layout (label));
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }

  g_assert_cmpint (n_lines, >=, least);
  g_assert_cmpint (n_lines, <=, most);
}

/* The order for a keyboard and a screen reader is as it is drawn. */
static void
assert_columns (GtkWidget *view, const char *text, const char *expected)
{
  GtkWidget *cell = GTK_WIDGET (find_label (view, text));
  GtkWidget *list;
  GtkWidget *row;
  GListModel *columns;
  g_autoptr (GString) titles = g_string_new (NULL);
  float x = -1;
  guint n_cells = 0;

  while (g_strcmp0 (gtk_widget_get_css_name (cell), "cell") != 0)
    cell = gtk_widget_get_parent (cell);
  row = gtk_widget_get_parent (cell);

  for (cell = gtk_widget_get_first_child (row); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      graphene_rect_t bounds;

      g_assert_true (gtk_widget_compute_bounds (cell, row, &bounds));
      g_assert_cmpfloat (bounds.origin.x, >, x);
      x = bounds.origin.x;
      n_cells++;
    }

  list = gtk_widget_get_ancestor (row, GTK_TYPE_COLUMN_VIEW);
  columns = gtk_column_view_get_columns (GTK_COLUMN_VIEW (list));
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);
      const char *title = gtk_column_view_column_get_title (column);

      if (!gtk_column_view_column_get_visible (column))
        continue;
      g_string_append_printf (titles, "%s,", title != NULL ? title : "");
      n_cells--;
    }

  g_assert_cmpstr (titles->str, ==, expected);
  g_assert_cmpuint (n_cells, ==, 0);
}

static void
test_errors_are_told_whole_where_it_is_narrow (void)
{
  const char *error = "The host “a.very.long.name.example” was not found; look at the spelling, or "
                      "whether this computer has a network at all";
  const char *digits = "1234567890123456789012345678901234567890123456789012345678901234567890";
  g_autoptr (TelarRunRecord) record = record_new ("square", "1 2");
  GtkWidget *widget = telar_results_view_new ();
  GtkWidget *window = gtk_window_new ();

  finish (record, 0, 10, telar_result_new_error (error));
  finish (record, 1, 10, telar_result_new_value (digits));
  gtk_window_set_child (GTK_WINDOW (window), widget);
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 600);
  gtk_window_present (GTK_WINDOW (window));
  telar_results_view_set_record (TELAR_RESULTS_VIEW (widget), record);

  wait_for_lines (widget, error, 1, 1);
  g_object_set (widget, "is-narrow", TRUE, NULL);
  wait_for_lines (widget, error, 4, 20);
  assert_columns (widget, error, ",Input,Time,Result,");
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (find_label (widget, error))));
  /* What is no error may be of any length, and can be copied. */
  wait_for_lines (widget, digits, 1, 1);
  g_object_set (widget, "is-narrow", FALSE, NULL);
  wait_for_lines (widget, error, 1, 1);
  assert_columns (widget, error, "Status,Input,Time,CPU,Result,");

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_headings_unfold (void)
{
  g_autoptr (TelarRunRecord) record = record_new ("headings", "https://a.org/");
  g_autoptr (TelarTaskRow) row = NULL;
  TelarResult *page = telar_result_new_page (1000);
  GArray *headings = telar_headings_new ();
  g_autofree char *few = NULL;

  for (guint i = 0; i < 3; i++)
    {
      TelarHeading heading = { .level = i + 1, .text = g_strdup_printf ("<b>H%u</b>", i + 1) };

      g_array_append_val (headings, heading);
    }
  telar_result_take_headings (page, headings);
  finish (record, 0, 10, page);
  row = telar_task_row_new (record, 0);

  assert_text (row, "result", "3 headings");
  assert_text (row, "headings", NULL);
  g_object_set (row, "is-expanded", TRUE, NULL);
  assert_text (row, "headings", "<b>H1</b>\n\u2003<b>H2</b>\n\u2003\u2003<b>H3</b>");
  few = telar_task_row_dup_headings (row, 1);
  g_assert_cmpstr (few, ==, "<b>H1</b>\n… and 2 more");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/results/rows-follow-the-run", test_rows_follow_the_run);
  g_test_add_func ("/results/the-same-row-while-it-is-held", test_the_same_row_while_it_is_held);
  g_test_add_func ("/results/rows-stay-when-another-run-is-shown",
                   test_rows_stay_when_another_run_is_shown);
  g_test_add_func ("/results/search-finds-inputs-errors-and-headings",
                   test_search_finds_inputs_errors_and_headings);
  g_test_add_func ("/results/sorts-numbers-by-their-value", test_sorts_numbers_by_their_value);
  g_test_add_func ("/results/sorts-anew-once-times-are-known",
                   test_sorts_anew_once_times_are_known);
  g_test_add_func ("/results/interrupted-sort-is-stable", test_interrupted_sort_is_stable);
  g_test_add_func ("/results/many-rows-are-sorted-while-the-window-goes-on",
                   test_many_rows_are_sorted_while_the_window_goes_on);
  g_test_add_func ("/results/rows-that-are-not-sorted-yet-are-those-of-the-run",
                   test_rows_that_are_not_sorted_yet_are_those_of_the_run);
  g_test_add_func ("/results/text-is-a-table", test_text_is_a_table);
  g_test_add_func ("/results/headings-unfold", test_headings_unfold);
  g_test_add_func ("/results/selection-stays-when-many-rows-are-sorted",
                   test_selection_stays_when_many_rows_are_sorted);
  g_test_add_func ("/results/headings-unfold-in-the-list", test_headings_unfold_in_the_list);
  g_test_add_func ("/results/errors-are-told-whole-where-it-is-narrow",
                   test_errors_are_told_whole_where_it_is_narrow);
  g_test_add_func ("/results/rows-out-of-sight-wait-for-the-end-of-the-run",
                   test_rows_out_of_sight_wait_for_the_end_of_the_run);
  g_test_add_func ("/results/whoever-moves-in-the-list-finds-all-rows",
                   test_whoever_moves_in_the_list_finds_all_rows);
  g_test_add_func ("/results/selection-names-the-task", test_selection_names_the_task);
  g_test_add_func ("/results/a-million-tasks-are-listed-lazily",
                   test_a_million_tasks_are_listed_lazily);

  return g_test_run ();
}
