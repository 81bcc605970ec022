/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine/telar-run.h"
#include "model/telar-format.h"
#include "site/telar-site.h"
#include "ui/telar-example-card.h"
#include "ui/telar-example-runs.h"
#include "ui/telar-gallery-window.h"

#include <glib/gstdio.h>

/* A history in a file of its own, and what finds the runs of examples in it. */
typedef struct
{
  char *folder;
  char *path;
  TelarHistory *history;
  TelarExampleRuns *runs;
  guint n_changed;
  gboolean is_done;
} Fixture;

static void
on_changed (Fixture *fixture)
{
  fixture->n_changed++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("telar-gallery-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "history.db", NULL);
  fixture->history = telar_history_new (fixture->path);
  fixture->runs = telar_example_runs_new (fixture->history);
  g_signal_connect_swapped (fixture->runs, "changed", G_CALLBACK (on_changed), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_finalize_object (fixture->runs);
  telar_history_close (fixture->history);
  g_clear_object (&fixture->history);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* A run of @plan that took @wall_ns; it is made up, as if @workers threads had done it. */
static TelarRunRecord *
record_new (TelarPlan *plan, TelarStrategy strategy, guint workers, gint64 wall_ns)
{
  TelarRunRecord *record = telar_run_record_new (plan, strategy, workers, 1);
  guint n_tasks = telar_plan_get_n_tasks (plan);

  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  for (guint i = 0; i < n_tasks; i++)
    {
      gint64 start_ns = wall_ns * i / n_tasks, end_ns = wall_ns * (i + 1) / n_tasks;
      TelarSpan span = { .start_ns = start_ns, .end_ns = end_ns, .task = i, .core = -1 };
      TelarOutcome outcome = { .status = TELAR_STATUS_SUCCEEDED };

      span.phase = TELAR_PHASE_SLEEP;
      telar_trace_task_started (record->trace, i, 0, start_ns);
      telar_lane_append (telar_trace_get_lane (record->trace, 0), &span);
      telar_trace_task_finished (record->trace, i, &outcome, end_ns);
    }
  telar_trace_set_peak_concurrency (record->trace, 1);
  telar_run_record_end (record, wall_ns, (TelarCpuTime){ 0 }, TRUE);

  return record;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (telar_history_save_finish (TELAR_HISTORY (source), result, &error), >, 0);
  g_assert_no_error (error);
  fixture->is_done = TRUE;
}

static void
save (Fixture *fixture, TelarPlan *plan, TelarStrategy strategy, guint workers, gint64 wall_ns)
{
  g_autoptr (TelarRunRecord) record = record_new (plan, strategy, workers, wall_ns);

  fixture->is_done = FALSE;
  telar_history_save_async (fixture->history, record, on_saved, fixture);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for_change (Fixture *fixture)
{
  guint n_changed = fixture->n_changed;

  telar_example_runs_update (fixture->runs);
  while (fixture->n_changed == n_changed)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_last_run_of_an_example_is_found (Fixture *fixture, gconstpointer data)
{
  const TelarExample *example = telar_example_from_name ("four-numbers");
  g_autoptr (TelarPlan) plan = telar_example_make_plan (example);
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) other = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), "1 2 3 5", &error);

  g_assert_no_error (error);
  g_assert_cmpint (
      telar_example_runs_get_wall_ns (fixture->runs, example, TELAR_STRATEGY_PROCESSES), ==, 0);

  /* A later one, then what only looks like it: another plan, strategy or number of workers. */
  save (fixture, plan, TELAR_STRATEGY_PROCESSES, 4, 1111);
  save (fixture, plan, TELAR_STRATEGY_PROCESSES, 4, 2222);
  save (fixture, other, TELAR_STRATEGY_PROCESSES, 4, 3333);
  save (fixture, plan, TELAR_STRATEGY_THREADS, 4, 4444);
  save (fixture, plan, TELAR_STRATEGY_PROCESSES, 3, 5555);
  wait_for_change (fixture);
  g_assert_cmpint (
      telar_example_runs_get_wall_ns (fixture->runs, example, TELAR_STRATEGY_PROCESSES), ==, 2222);
  g_assert_cmpint (telar_example_runs_get_wall_ns (fixture->runs, example, TELAR_STRATEGY_THREADS),
                   ==, 0);

  save (fixture, plan, TELAR_STRATEGY_PROCESSES, 4, 6666);
  wait_for_change (fixture);
  g_assert_cmpint (
      telar_example_runs_get_wall_ns (fixture->runs, example, TELAR_STRATEGY_PROCESSES), ==, 6666);
}

/* Lets so many runs be looked into: the history does one thing after another, also for others. */
static void
let_look (Fixture *fixture, TelarPlan *plan, guint n)
{
  for (guint i = 0; i < n; i++)
    save (fixture, plan, TELAR_STRATEGY_PROCESSES, 3, 2222);
}

/* No more than some are looked into at a time, but what is new always is. */
static void
test_run_behind_many_that_look_alike_is_found (Fixture *fixture, gconstpointer data)
{
  const guint many = 24;
  const TelarExample *example = telar_example_from_name ("four-numbers");
  g_autoptr (TelarPlan) plan = telar_example_make_plan (example);
  g_autoptr (TelarPlan) other = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), "1 2 3 5", NULL);

  for (guint i = 0; i < many; i++)
    save (fixture, other, TELAR_STRATEGY_PROCESSES, 4, 1000 + i);
  telar_example_runs_update (fixture->runs);
  let_look (fixture, plan, many);

  save (fixture, plan, TELAR_STRATEGY_PROCESSES, 4, 3333);
  wait_for_change (fixture);
  g_assert_cmpint (
      telar_example_runs_get_wall_ns (fixture->runs, example, TELAR_STRATEGY_PROCESSES), ==, 3333);
  let_look (fixture, plan, many);
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;

  return FALSE;
}

static gboolean
has_duration (gpointer widget, gint64 ms)
{
  g_autofree char *text = telar_format_duration (ms * 1000000);

  return has_label (widget, text);
}

/* Presses every button below @widget that can be pressed. */
static void
press_all (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_sensitive (widget))
    g_signal_emit_by_name (widget, "clicked");

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    press_all (child);
}

static void
on_chosen (TelarExampleCard *card, const TelarExample *example, guint strategies, GString *log)
{
  g_string_append_printf (log, "%s %u;", example->name, strategies);
}

static void
test_a_card_offers_each_way (void)
{
  const TelarExample *example = telar_example_from_name ("hello");
  g_autoptr (GtkWidget) card = g_object_ref_sink (telar_example_card_new (example));
  g_autoptr (GString) log = g_string_new (NULL);

  g_signal_connect (card, "chosen", G_CALLBACK (on_chosen), log);
  press_all (card);
  g_assert_cmpstr (log->str, ==, "hello 1;hello 4;hello 0;hello 5;");

  /* While something else runs, only the plan can be looked at. */
  g_string_truncate (log, 0);
  telar_example_card_set_can_run (TELAR_EXAMPLE_CARD (card), FALSE);
  press_all (card);
  g_assert_cmpstr (log->str, ==, "hello 0;");
}

static void
test_a_card_shows_both_figures (void)
{
  const TelarExample *example = telar_example_from_name ("hello");
  g_autoptr (GtkWidget) card = g_object_ref_sink (telar_example_card_new (example));

  g_assert_true (has_duration (card, 6180));
  g_assert_true (has_duration (card, 2240));
  g_assert_false (has_duration (card, 2010));
  telar_example_card_set_measured (TELAR_EXAMPLE_CARD (card), TELAR_STRATEGY_ASYNC, 2010000000);
  g_assert_true (has_duration (card, 2010));
  telar_example_card_set_measured (TELAR_EXAMPLE_CARD (card), TELAR_STRATEGY_ASYNC, 0);
  g_assert_false (has_duration (card, 2010));
}

static void
on_executed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (telar_run_execute_finish (TELAR_RUN (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) data = TRUE;
}

/* The plan of an example that waits and computes less, but is otherwise the same. */
static TelarPlan *
make_short_plan (const TelarExample *example)
{
  g_autofree char *inputs = telar_example_dup_inputs (example);
  g_autoptr (GString) text = g_string_new (inputs);
  TelarParameters *parameters = telar_example_dup_parameters (example);
  g_autoptr (GError) error = NULL;
  TelarPlan *plan;

  g_string_replace (text, "0000000", "0", 0);
  g_string_replace (text, "delay=0.", "delay=0.00", 0);
  g_string_replace (text, "delay=1.", "delay=0.01", 0);
  g_string_replace (text, "delay=1", "delay=0.01", 0);
  if (telar_workload_find_parameter (telar_parameters_get_workload (parameters), "seconds") != NULL)
    telar_parameters_set_number (parameters, "seconds", 0.02, &error);
  g_assert_no_error (error);
  plan = telar_plan_new_from_text (parameters, text->str, &error);
  g_assert_no_error (error);

  return plan;
}

static void
test_every_example_runs (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarSite) site = telar_site_new (0, 0.01, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < telar_example_get_n (); i++)
    {
      const TelarExample *example = telar_example_get (i);
      g_autoptr (TelarPlan) plan = make_short_plan (example);

      if (g_str_has_prefix (example->name, "real-"))
        continue; /* the network is not there in tests */

      for (TelarStrategy k = 0; k < TELAR_N_STRATEGIES; k++)
        {
          g_autoptr (TelarRun) run = NULL;
          gboolean is_done = FALSE;
          TelarCounts counts;

          if (!telar_example_has_strategy (example, k))
            continue;

          g_test_message ("%s by %s", example->name, telar_strategy_get_name (k));
          run = telar_run_new (plan, k, example->workers[k], telar_site_get_url (site));
          telar_run_execute_async (run, NULL, on_executed, &is_done);
          while (!is_done)
            g_main_context_iteration (NULL, TRUE);
          telar_trace_get_counts (telar_run_get_record (run)->trace, &counts);
          g_assert_cmpuint (counts.succeeded, ==, telar_plan_get_n_tasks (plan));
        }
    }
}

static void
test_gallery_shows_every_example (Fixture *fixture, gconstpointer data)
{
  TelarGalleryWindow *gallery = telar_gallery_window_new (NULL, fixture->history);

  for (guint i = 0; i < telar_example_get_n (); i++)
    g_assert_true (has_label (GTK_WIDGET (gallery), telar_example_get (i)->title));
  for (guint i = 0; i < TELAR_N_EXAMPLE_GROUPS; i++)
    g_assert_true (has_label (GTK_WIDGET (gallery), telar_example_group_get_title (i)));

  /* What was run before it was opened is told when it is. */
  {
    g_autoptr (TelarPlan) plan = telar_example_make_plan (telar_example_from_name ("five-numbers"));

    save (fixture, plan, TELAR_STRATEGY_PROCESSES, 4, 4040000000);
  }
  g_assert_false (has_duration (gallery, 4040));
  gtk_window_present (GTK_WINDOW (gallery));
  while (!has_duration (gallery, 4040))
    g_main_context_iteration (NULL, TRUE);
  gtk_window_destroy (GTK_WINDOW (gallery));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/gallery/last-run-of-an-example-is-found", Fixture, NULL, set_up,
              test_last_run_of_an_example_is_found, tear_down);
  g_test_add ("/gallery/run-behind-many-that-look-alike-is-found", Fixture, NULL, set_up,
              test_run_behind_many_that_look_alike_is_found, tear_down);
  g_test_add_func ("/gallery/a-card-offers-each-way", test_a_card_offers_each_way);
  g_test_add_func ("/gallery/a-card-shows-both-figures", test_a_card_shows_both_figures);
  g_test_add_func ("/gallery/every-example-runs", test_every_example_runs);
  g_test_add ("/gallery/gallery-shows-every-example", Fixture, NULL, set_up,
              test_gallery_shows_every_example, tear_down);

  return g_test_run ();
}
