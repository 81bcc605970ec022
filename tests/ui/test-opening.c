/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "model/telar-run-document.h"
#include "ui/telar-chart-view.h"
#include "ui/telar-comparison-view.h"
#include "ui/telar-plan-view.h"
#include "ui/telar-window.h"

#define MS G_GINT64_CONSTANT (1000000)

/* In bytes: more than any run document has. */
#define HUGE (G_GINT64_CONSTANT (1) << 30)

static TelarApplication *application;

/* A window of its own, and a folder for the files that are dropped on it. */
typedef struct
{
  TelarWindow *window;
  TelarPlanView *plan;
  GtkDropTarget *target;
  char *folder;
  guint n_listed; /* runs, before */
} Fixture;

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

/* Whether a label that is seen has a text like this. */
static gboolean
tells (GtkWidget *widget, const char *pattern)
{
  gboolean is_told = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
                     && g_pattern_match_simple (pattern, gtk_label_get_text (GTK_LABEL (widget)));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !is_told;
       child = gtk_widget_get_next_sibling (child))
    is_told = tells (child, pattern);

  return is_told;
}

static void
wait_for_words (Fixture *fixture, const char *pattern)
{
  while (!tells (GTK_WIDGET (fixture->window), pattern))
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_listed (void)
{
  return g_list_model_get_n_items (G_LIST_MODEL (telar_application_get_history (application)));
}

static TelarRunRecord *
get_record (Fixture *fixture)
{
  GtkWidget *chart = find (GTK_WIDGET (fixture->window), TELAR_TYPE_CHART_VIEW);

  return telar_chart_view_get_record (TELAR_CHART_VIEW (chart));
}

/* The runs that are compared, or NULL if none are. */
static GPtrArray *
get_compared (Fixture *fixture)
{
  GtkWidget *view = find (GTK_WIDGET (fixture->window), TELAR_TYPE_COMPARISON_VIEW);

  return gtk_widget_get_mapped (view)
             ? telar_comparison_view_get_records (TELAR_COMPARISON_VIEW (view))
             : NULL;
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GListModel) controllers = NULL;
  g_autoptr (GError) error = NULL;

  fixture->window = g_object_ref (telar_window_new (application));
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (fixture->window)))
    g_main_context_iteration (NULL, TRUE);

  fixture->plan = TELAR_PLAN_VIEW (find (GTK_WIDGET (fixture->window), TELAR_TYPE_PLAN_VIEW));
  telar_plan_view_set_text (fixture->plan, "5");
  controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->window));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        fixture->target = GTK_DROP_TARGET (controller);
    }
  g_assert_nonnull (fixture->target);
  fixture->folder = g_dir_make_tmp ("telar-opening-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->n_listed = count_listed ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  TelarWindow *window = fixture->window;

  gtk_window_close (GTK_WINDOW (window));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_object_unref (window);
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);

  remove_all (fixture->folder);
  g_free (fixture->folder);
}

/* Returns: (transfer full): a file with this in it */
static GFile *
file_new (Fixture *fixture, const char *name, const char *data, gssize length)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, data, length, &error);
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

/* A run of one thread, whose only task squared @number. */
static TelarRunRecord *
record_new (guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autofree char *square = g_strdup_printf ("%u", number * number);
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), text, &error);
  TelarOutcome outcome = { .status = TELAR_STATUS_SUCCEEDED };
  TelarRunRecord *record;
  TelarLane *lane;

  g_assert_no_error (error);
  record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 1, 1);
  lane = telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  telar_trace_task_ready (record->trace, 0, 0);
  telar_trace_task_started (record->trace, 0, 0, 0);
  telar_lane_begin (lane, 0, TELAR_PHASE_SLEEP, 0);
  telar_lane_end (lane, number * MS);
  outcome.result = telar_result_new_value (square);
  telar_trace_task_finished (record->trace, 0, &outcome, number * MS);
  telar_run_record_end (record, number * MS, outcome.cpu, TRUE);

  return record;
}

/* Returns: (transfer full): a document of the runs from @first to @last */
static GFile *
document_new (Fixture *fixture, const char *name, guint first, guint last)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_autofree char *json = NULL;
  gsize length;

  for (guint i = first; i <= last; i++)
    g_ptr_array_add (records, record_new (i));
  json = records->len > 1 ? telar_run_document_write_several (records, &length)
                          : telar_run_document_write (records->pdata[0], &length);

  return file_new (fixture, name, json, (gssize) length);
}

/* As GTK does when the button is released over the window. */
static void
drop (Fixture *fixture, GFile *first, GFile *second)
{
  GFile *files[] = { first, second };
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean is_taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (files, second != NULL ? 2 : 1));
  g_signal_emit_by_name (fixture->target, "drop", &value, 100.0, 100.0, &is_taken);
  g_assert_true (is_taken);
}

static void
assert_plan (Fixture *fixture, const char *expected)
{
  g_autofree char *text = telar_plan_view_dup_text (fixture->plan);

  g_assert_cmpstr (g_strstrip (text), ==, expected);
}

/* The button that puts away what is told. */
static GtkWidget *
find_close_button (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BUTTON (widget)
      && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "window-close-symbolic") == 0
      && gtk_widget_get_ancestor (widget, g_type_from_name ("AdwToastWidget")) != NULL)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_close_button (child);

  return found;
}

/* What a file that cannot be used must leave as it was. */
static void
assert_nothing_lost (Fixture *fixture, TelarRunRecord *record)
{
  assert_plan (fixture, "5");
  g_assert_true (get_record (fixture) == record);
  g_assert_cmpuint (count_listed (), ==, fixture->n_listed);
}

static void
test_takes_a_run (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = document_new (fixture, "run.json", 31, 31);

  g_assert_true ((gtk_drop_target_get_actions (fixture->target) & GDK_ACTION_COPY) != 0);
  drop (fixture, file, NULL);
  while (get_record (fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (telar_run_record_get_elapsed_ns (get_record (fixture)), ==, 31 * MS);
  assert_plan (fixture, "31");
  g_assert_cmpuint (count_listed (), ==, fixture->n_listed + 1);

  /* What was in the plan can be had back. */
  wait_for_words (fixture, "The plan is now that of the opened run");
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "restore-plan", NULL);
  assert_plan (fixture, "5");
}

static void
test_takes_inputs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = file_new (fixture, "inputs.txt", "demo:python.org/\n", -1);
  g_autofree char *text = telar_plan_view_dup_text (fixture->plan);

  drop (fixture, file, NULL);
  while (g_str_equal (text, "5"))
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (text);
      text = telar_plan_view_dup_text (fixture->plan);
    }

  assert_plan (fixture, "demo:python.org/");
  g_assert_null (get_record (fixture));
  g_assert_cmpuint (count_listed (), ==, fixture->n_listed);
}

static void
test_compares_two_files (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) first = document_new (fixture, "first.json", 41, 41);
  g_autoptr (GFile) second = document_new (fixture, "second.json", 42, 42);

  drop (fixture, first, second);
  while (get_compared (fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (get_compared (fixture)->len, ==, 2);
  g_assert_cmpint (telar_run_record_get_elapsed_ns (get_compared (fixture)->pdata[0]), ==, 41 * MS);
  g_assert_cmpint (telar_run_record_get_elapsed_ns (get_compared (fixture)->pdata[1]), ==, 42 * MS);
  g_assert_cmpuint (count_listed (), ==, fixture->n_listed + 2);
}

static void
test_compares_the_runs_of_a_set (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = document_new (fixture, "set.json", 51, 52);

  telar_window_open (fixture->window, file);
  while (get_compared (fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (get_compared (fixture)->len, ==, 2);
  g_assert_cmpuint (count_listed (), ==, fixture->n_listed + 2);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "save-run"));
}

/* More than can be told apart. */
static void
test_shows_the_newest_of_very_many (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = document_new (fixture, "many.json", 1001, 1101);

  telar_window_open (fixture->window, file);
  while (get_record (fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_null (get_compared (fixture));
  g_assert_cmpint (telar_run_record_get_elapsed_ns (get_record (fixture)), ==, 1101 * MS);
  g_assert_cmpuint (count_listed (), ==, fixture->n_listed + 101);
}

static void
test_takes_a_run_and_inputs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) first = document_new (fixture, "run.json", 61, 61);
  g_autoptr (GFile) second = file_new (fixture, "inputs.txt", "8 9\n", -1);

  drop (fixture, first, second);
  while (get_record (fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpint (telar_run_record_get_elapsed_ns (get_record (fixture)), ==, 61 * MS);
  assert_plan (fixture, "8 9");
}

static void
test_one_of_two_files_is_broken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) first = file_new (fixture, "broken.json", "{\"format\": \"telar-run\"", -1);
  g_autoptr (GFile) second = document_new (fixture, "good.json", 71, 71);

  telar_plan_view_set_text (fixture->plan, "");
  drop (fixture, first, second);
  wait_for_words (fixture, "“broken.json” could not be opened: *");

  g_assert_cmpint (telar_run_record_get_elapsed_ns (get_record (fixture)), ==, 71 * MS);
  g_assert_cmpuint (count_listed (), ==, fixture->n_listed + 1);
}

static void
test_only_lists_while_another_run_goes_on (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = document_new (fixture, "run.json", 81, 81);
  TelarRunRecord *record;

  telar_plan_view_set_workload (fixture->plan, telar_workload_from_name ("square"));
  telar_plan_view_set_text (fixture->plan, "1 2 3");
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "run", NULL);
  while (get_record (fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);
  record = get_record (fixture);

  drop (fixture, file, NULL);
  wait_for_words (fixture, "1 run is in the list now");
  g_assert_true (get_record (fixture) == record);
  assert_plan (fixture, "1 2 3");
  g_assert_cmpuint (count_listed (), ==, fixture->n_listed + 1);

  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "stop", NULL);
  while (!g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), "run")
         || count_listed () < fixture->n_listed + 2)
    g_main_context_iteration (NULL, TRUE);
}

/* Shows a run, which must stay. */
static TelarRunRecord *
show_a_run (Fixture *fixture)
{
  g_autoptr (GFile) file = document_new (fixture, "shown.json", 91, 91);

  telar_window_open (fixture->window, file);
  while (get_record (fixture) == NULL)
    g_main_context_iteration (NULL, TRUE);
  telar_plan_view_set_text (fixture->plan, "5");
  fixture->n_listed = count_listed ();

  return get_record (fixture);
}

static void
test_refuses_binary_files (Fixture *fixture, gconstpointer data)
{
  static const char picture[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
  TelarRunRecord *record = show_a_run (fixture);
  g_autoptr (GFile) file = file_new (fixture, "picture.png", picture, sizeof picture);

  drop (fixture, file, NULL);
  wait_for_words (fixture, "“picture.png” could not be opened: *UTF-8*");
  assert_nothing_lost (fixture, record);
}

static void
test_goes_on_to_offer_to_undo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) file = file_new (fixture, "zeros", "\0\0", 2);

  show_a_run (fixture);
  wait_for_words (fixture, "The plan is now that of the opened run");
  drop (fixture, file, NULL);
  wait_for_words (fixture, "“zeros” could not be opened: *");
  g_signal_emit_by_name (find_close_button (GTK_WIDGET (fixture->window)), "clicked");
  wait_for_words (fixture, "The plan is now that of the opened run");
}

static void
test_a_message_that_was_read_stays_away (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) first = file_new (fixture, "first", "\0", 1);
  g_autoptr (GFile) second = file_new (fixture, "second", "\0", 1);
  gint64 told_us;

  drop (fixture, first, NULL);
  wait_for_words (fixture, "“first” could not be opened: *");
  told_us = g_get_monotonic_time ();
  while (g_get_monotonic_time () - told_us < 1.2 * G_USEC_PER_SEC)
    g_main_context_iteration (NULL, FALSE);

  drop (fixture, second, NULL);
  wait_for_words (fixture, "“second” could not be opened: *");
  while (tells (GTK_WIDGET (fixture->window), "“first” *"))
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (find_close_button (GTK_WIDGET (fixture->window)), "clicked");
  while (find_close_button (GTK_WIDGET (fixture->window)) != NULL)
    {
      g_assert_false (tells (GTK_WIDGET (fixture->window), "“first” *"));
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_refuses_what_is_not_there (Fixture *fixture, gconstpointer data)
{
  TelarRunRecord *record = show_a_run (fixture);
  g_autofree char *path = g_build_filename (fixture->folder, "gone.json", NULL);
  g_autoptr (GFile) gone = g_file_new_for_path (path);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);

  drop (fixture, gone, folder);
  wait_for_words (fixture, "“gone.json” could not be opened: *");
  assert_nothing_lost (fixture, record);
}

static gint64
get_peak_memory (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);

  return usage.ru_maxrss * G_GINT64_CONSTANT (1024);
}

/* At once: it is not read first, as far as that is possible. */
static void
test_refuses_huge_files (Fixture *fixture, gconstpointer data)
{
  TelarRunRecord *record = show_a_run (fixture);
  g_autoptr (GFile) file = file_new (fixture, "huge.json", "{", 1);
  gint64 memory = get_peak_memory ();

  if (truncate (g_file_peek_path (file), HUGE) != 0)
    {
      g_test_skip (g_strerror (errno));
      return;
    }

  drop (fixture, file, NULL);
  wait_for_words (fixture, "“huge.json” could not be opened: *too large*");
  assert_nothing_lost (fixture, record);
  g_assert_cmpint (get_peak_memory () - memory, <, HUGE / 4);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/opening/takes-a-run", test_takes_a_run },
    { "/opening/takes-inputs", test_takes_inputs },
    { "/opening/compares-two-files", test_compares_two_files },
    { "/opening/compares-the-runs-of-a-set", test_compares_the_runs_of_a_set },
    { "/opening/shows-the-newest-of-very-many", test_shows_the_newest_of_very_many },
    { "/opening/takes-a-run-and-inputs", test_takes_a_run_and_inputs },
    { "/opening/one-of-two-files-is-broken", test_one_of_two_files_is_broken },
    { "/opening/only-lists-while-another-run-goes-on", test_only_lists_while_another_run_goes_on },
    { "/opening/refuses-binary-files", test_refuses_binary_files },
    { "/opening/goes-on-to-offer-to-undo", test_goes_on_to_offer_to_undo },
    { "/opening/a-message-that-was-read-stays-away", test_a_message_that_was_read_stays_away },
    { "/opening/refuses-what-is-not-there", test_refuses_what_is_not_there },
    { "/opening/refuses-huge-files", test_refuses_huge_files },
  };

  /* A history of its own, whose runs can be counted. */
  g_autofree char *home = g_dir_make_tmp ("telar-opening-home-XXXXXX", NULL);
  int status;

  g_setenv ("XDG_DATA_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);

  application = g_object_new (TELAR_TYPE_APPLICATION, "application-id", TELAR_APPLICATION_ID,
                              "flags", G_APPLICATION_NON_UNIQUE, "resource-base-path",
                              "/io/github/telar/Telar", NULL);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_application_hold (G_APPLICATION (application));

  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  status = g_test_run ();
  g_application_release (G_APPLICATION (application));
  g_clear_object (&application);
  remove_all (home);

  return status;
}
