/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-palette.h"
#include "ui/telar-history-loader.h"
#include "ui/telar-history-row.h"
#include "ui/telar-history-view.h"

#include <glib/gstdio.h>

#define MS G_GINT64_CONSTANT (1000000)

/* A history in a file of its own, and a view of it. */
typedef struct
{
  char *folder;
  char *path;
  TelarHistory *history;
  TelarHistoryView *view;
  GtkSelectionModel *selection;
  gint64 chosen;
  guint n_chosen;
  GArray *compared; /* gint64, or NULL */
  char *told;
  gboolean is_done;
  gint64 id;
  TelarRunRecord *record;
  GPtrArray *records; /* TelarRunRecord, or NULL */
  GPtrArray *names;   /* of them, or NULL */
  GError *error;
} Fixture;

static void
on_chosen (Fixture *fixture, gint64 id)
{
  fixture->chosen = id;
  fixture->n_chosen++;
}

static void
on_compared (Fixture *fixture, GArray *ids)
{
  g_clear_pointer (&fixture->compared, g_array_unref);
  fixture->compared = g_array_copy (ids);
}

static void
on_told (Fixture *fixture, const char *message)
{
  g_free (fixture->told);
  fixture->told = g_strdup (message);
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

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("telar-history-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "history.db", NULL);
  fixture->history = telar_history_new (fixture->path);
  fixture->view = g_object_ref_sink (g_object_new (TELAR_TYPE_HISTORY_VIEW, NULL));
  telar_history_view_set_history (fixture->view, fixture->history);
  g_signal_connect_swapped (fixture->view, "chosen", G_CALLBACK (on_chosen), fixture);
  g_signal_connect_swapped (fixture->view, "compared", G_CALLBACK (on_compared), fixture);
  g_signal_connect_swapped (fixture->history, "told", G_CALLBACK (on_told), fixture);
  fixture->selection = gtk_list_view_get_model (
      GTK_LIST_VIEW (find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_VIEW)));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  telar_history_view_set_history (fixture->view, NULL);
  g_clear_object (&fixture->view);
  telar_history_close (fixture->history);
  g_clear_object (&fixture->history);

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_clear_pointer (&fixture->record, telar_run_record_unref);
  g_clear_pointer (&fixture->compared, g_array_unref);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->told);
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

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;

  fixture->id = telar_history_save_finish (TELAR_HISTORY (source), result, &error);
  g_assert_no_error (error);
  fixture->is_done = TRUE;
}

static gint64
save (Fixture *fixture, guint number)
{
  g_autoptr (TelarRunRecord) record = record_new (number);

  fixture->is_done = FALSE;
  telar_history_save_async (fixture->history, record, on_saved, fixture);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);

  return fixture->id;
}

static guint
count (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->selection));
}

static gint64
get_id (Fixture *fixture, guint position)
{
  g_autoptr (TelarHistoryItem) item
      = g_list_model_get_item (G_LIST_MODEL (fixture->selection), position);

  return telar_history_item_get_summary (item)->id;
}

/* Which of the runs is selected alone. */
static guint
get_selected (Fixture *fixture)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (fixture->selection);

  if (gtk_bitset_is_empty (selected))
    return GTK_INVALID_LIST_POSITION;

  g_assert_cmpuint (gtk_bitset_get_size (selected), ==, 1);
  return gtk_bitset_get_minimum (selected);
}

static void
test_runs_beyond_the_limit_go_with_the_next_one (Fixture *fixture, gconstpointer data)
{
  gint64 first = save (fixture, 1);
  gint64 third, fourth;

  save (fixture, 2);
  third = save (fixture, 3);
  telar_history_set_pinned (fixture->history, first, TRUE);
  telar_history_set_limit (fixture->history, 2);
  g_assert_cmpuint (count (fixture), ==, 3);

  fourth = save (fixture, 4);

  g_assert_cmpuint (count (fixture), ==, 3);
  g_assert_cmpint (get_id (fixture, 0), ==, first);
  g_assert_cmpint (get_id (fixture, 1), ==, fourth);
  g_assert_cmpint (get_id (fixture, 2), ==, third);
}

static void
test_newest_run_is_on_top_and_pinned_ones_above (Fixture *fixture, gconstpointer data)
{
  gint64 first = save (fixture, 1), second = save (fixture, 2), third = save (fixture, 3);

  g_assert_cmpuint (count (fixture), ==, 3);
  g_assert_cmpint (get_id (fixture, 0), ==, third);
  g_assert_cmpint (get_id (fixture, 2), ==, first);

  telar_history_set_pinned (fixture->history, first, TRUE);
  while (get_id (fixture, 0) != first)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (get_id (fixture, 1), ==, third);
  g_assert_cmpint (get_id (fixture, 2), ==, second);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GError) error = NULL;

  fixture->record
      = telar_history_load_finish (TELAR_HISTORY (source), result, &fixture->id, &error);
  g_assert_no_error (error);
  fixture->is_done = TRUE;
}

static void
test_chosen_run_can_be_loaded (Fixture *fixture, gconstpointer data)
{
  gint64 first = save (fixture, 4);

  save (fixture, 5);
  gtk_selection_model_select_item (fixture->selection, 1, TRUE);
  g_assert_cmpint (fixture->chosen, ==, first);

  fixture->is_done = FALSE;
  telar_history_load_async (fixture->history, first, on_loaded, fixture);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (fixture->id, ==, first);
  g_assert_cmpstr (telar_trace_get_task (fixture->record->trace, 0)->result->value, ==, "16");
}

static void
on_all_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  fixture->records = telar_history_load_all_finish (TELAR_HISTORY (source), result, &fixture->names,
                                                    &fixture->error);
  fixture->is_done = TRUE;
}

static void
test_several_runs_are_compared (Fixture *fixture, gconstpointer data)
{
  gint64 first = save (fixture, 4), third;

  save (fixture, 5);
  third = save (fixture, 6);
  gtk_selection_model_select_item (fixture->selection, 2, TRUE);
  g_assert_null (fixture->compared);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "history.compare", "x", third);
  g_assert_cmpuint (fixture->n_chosen, ==, 1);
  g_assert_cmpuint (fixture->compared->len, ==, 2);
  g_assert_cmpint (g_array_index (fixture->compared, gint64, 0), ==, third);
  g_assert_cmpint (g_array_index (fixture->compared, gint64, 1), ==, first);

  /* They stay marked when another run comes, and one of them alone is looked at again. */
  save (fixture, 7);
  g_assert_false (gtk_selection_model_is_selected (fixture->selection, 0));
  g_assert_true (gtk_selection_model_is_selected (fixture->selection, 1));
  g_assert_true (gtk_selection_model_is_selected (fixture->selection, 3));
  gtk_selection_model_unselect_item (fixture->selection, 1);
  g_assert_cmpuint (fixture->n_chosen, ==, 2);
  g_assert_cmpint (fixture->chosen, ==, first);
}

static void
test_several_runs_are_loaded_in_order (Fixture *fixture, gconstpointer data)
{
  gint64 ids[] = { 0, 0, 0 };
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < 3; i++)
    ids[i] = save (fixture, i + 1);
  g_array_append_vals (wanted, (gint64[]){ ids[2], ids[0], ids[1] }, 3);
  telar_history_rename (fixture->history, ids[0], "The first");

  fixture->is_done = FALSE;
  telar_history_load_all_async (fixture->history, wanted, NULL, on_all_loaded, fixture);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (fixture->error);
  g_assert_cmpuint (fixture->records->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      TelarRunRecord *record = g_ptr_array_index (fixture->records, i);
      const char *values[] = { "9", "1", "4" };

      g_assert_cmpstr (telar_trace_get_task (record->trace, 0)->result->value, ==, values[i]);
    }
  g_assert_null (g_ptr_array_index (fixture->names, 0));
  g_assert_cmpstr (g_ptr_array_index (fixture->names, 1), ==, "The first");
  g_clear_pointer (&fixture->records, g_ptr_array_unref);
  g_clear_pointer (&fixture->names, g_ptr_array_unref);

  /* One that is gone fails all of them. */
  g_array_append_vals (wanted, (gint64[]){ ids[2] + 1 }, 1);
  fixture->is_done = FALSE;
  telar_history_load_all_async (fixture->history, wanted, NULL, on_all_loaded, fixture);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (fixture->error);
  g_assert_null (fixture->records);
  g_clear_error (&fixture->error);
}

/* The run that is shown stays marked, wherever it is, and marking it does not choose it. */
static void
test_current_run_stays_marked (Fixture *fixture, gconstpointer data)
{
  gint64 first = save (fixture, 1);

  telar_history_view_mark (fixture->view, &first, 1);
  g_assert_cmpuint (get_selected (fixture), ==, 0);
  save (fixture, 2);
  g_assert_cmpuint (get_selected (fixture), ==, 1);
  telar_history_set_pinned (fixture->history, first, TRUE);
  while (get_id (fixture, 0) != first)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (get_selected (fixture), ==, 0);
  telar_history_view_mark (fixture->view, NULL, 0);
  g_assert_cmpuint (get_selected (fixture), ==, GTK_INVALID_LIST_POSITION);
  g_assert_cmpuint (fixture->n_chosen, ==, 0);
}

static void
test_name_is_shown_and_found (Fixture *fixture, gconstpointer data)
{
  gint64 first = save (fixture, 1);
  GtkWidget *search = find (GTK_WIDGET (fixture->view), GTK_TYPE_SEARCH_ENTRY);
  TelarHistoryItem *item = telar_history_find (fixture->history, first);
  g_autofree char *before = telar_history_item_dup_title (item);
  g_autofree char *title = NULL;

  g_assert_cmpstr (before, ==, "Threads · Sleep and square");
  save (fixture, 2);
  telar_history_rename (fixture->history, first, "Before <b>the change");
  do
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (title);
      title = telar_history_item_dup_title (telar_history_find (fixture->history, first));
    }
  while (g_str_equal (title, before));
  g_assert_cmpstr (title, ==, "Before <b>the change");

  gtk_editable_set_text (GTK_EDITABLE (search), "CHANGE");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_cmpuint (count (fixture), ==, 1);
  g_assert_cmpint (get_id (fixture, 0), ==, first);
  gtk_editable_set_text (GTK_EDITABLE (search), "nowhere");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_cmpuint (count (fixture), ==, 0);
}

static void
save_and_allocate (Fixture *fixture, guint number, GtkAdjustment *adjustment)
{
  double upper = gtk_adjustment_get_upper (adjustment);

  save (fixture, number);
  while (gtk_adjustment_get_upper (adjustment) <= upper)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_new_run_is_in_view_unless_the_list_was_scrolled (Fixture *fixture, gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (
      GTK_SCROLLABLE (find (GTK_WIDGET (fixture->view), GTK_TYPE_LIST_VIEW)));
  double value;

  gtk_window_set_default_size (GTK_WINDOW (window), 320, 300);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (fixture->view));
  gtk_window_present (GTK_WINDOW (window));
  for (guint i = 1; i <= 15; i++)
    save (fixture, i);
  while (gtk_adjustment_get_page_size (adjustment) <= 0
         || gtk_adjustment_get_upper (adjustment) <= gtk_adjustment_get_page_size (adjustment))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);

  save_and_allocate (fixture, 16, adjustment);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);

  gtk_adjustment_set_value (adjustment, 200);
  value = gtk_adjustment_get_value (adjustment);
  g_assert_cmpfloat (value, >, 0);
  save_and_allocate (fixture, 17, adjustment);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, value);

  gtk_window_set_child (GTK_WINDOW (window), NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
assert_details (const TelarRunSummary *summary, const char *expected)
{
  TelarRunSummary *copy = g_memdup2 (summary, sizeof *summary);
  g_autoptr (TelarHistoryItem) item = NULL;
  g_autofree char *details = NULL;

  copy->name = g_strdup (summary->name);
  copy->conditions = g_strdup (summary->conditions);
  copy->inputs = g_strdup ("5, 6");
  item = telar_history_item_new (copy);
  details = telar_history_item_dup_details (item);

  g_assert_cmpstr (details, ==, expected);
  g_assert_true (telar_history_item_matches (item, expected));
}

static void
test_row_tells_what_sets_a_run_apart (void)
{
  TelarRunSummary summary = {
    .strategy = TELAR_STRATEGY_THREADS,
    .workload = telar_workload_from_name ("race"),
    .workers = 4,
    .counts = { .total = 10, .succeeded = 10 },
    .is_complete = TRUE,
    .conditions = (char *) "none",
  };

  assert_details (&summary, "4 workers · No guard");
  summary.conditions = (char *) "mutex interpreter-lock one-core";
  assert_details (&summary, "4 workers · Mutex · Interpreter lock (simulated) · One core");
  summary.conditions = NULL;
  summary.counts.succeeded = 7;
  summary.counts.failed = 2;
  summary.is_complete = FALSE;
  assert_details (&summary, "4 workers · 2 failed · Stopped");
  summary.name = (char *) "Mine";
  assert_details (&summary, "Threads · Race · 4 workers · 2 failed · Stopped");

  summary = (TelarRunSummary){ .strategy = TELAR_STRATEGY_SEQUENTIAL,
                               .workload = summary.workload,
                               .counts = { .total = 1, .succeeded = 1 },
                               .is_complete = TRUE };
  assert_details (&summary, NULL);
}

static void
test_deleted_run_can_be_taken_back (Fixture *fixture, gconstpointer data)
{
  gint64 first = save (fixture, 1);

  save (fixture, 2);
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "history.delete", "x", first);
  while (count (fixture) == 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (telar_history_find (fixture->history, first));
  telar_history_restore (fixture->history, first);
  while (count (fixture) == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (get_id (fixture, 1), ==, first);
}

/* What another program saved is there once the list is asked for again. */
static void
test_runs_of_others_appear (Fixture *fixture, gconstpointer data)
{
  TelarHistory *other = telar_history_new (fixture->path);
  g_autoptr (TelarRunRecord) record = NULL;

  save (fixture, 1);
  record = record_new (7);
  fixture->is_done = FALSE;
  telar_history_save_async (other, record, on_saved, fixture);
  while (!fixture->is_done)
    g_main_context_iteration (NULL, TRUE);
  telar_history_close (other);
  g_object_unref (other);

  g_assert_cmpuint (count (fixture), ==, 1);
  telar_history_refresh (fixture->history);
  while (count (fixture) == 1)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (get_id (fixture, 0), ==, fixture->id);
}

static void
test_thumbnail_is_loaded (Fixture *fixture, gconstpointer data)
{
  TelarHistoryItem *item = telar_history_find (fixture->history, save (fixture, 9));
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (telar_history_item_get_thumbnail (item));
  telar_history_want_thumbnail (fixture->history, item);
  while (telar_history_item_get_thumbnail (item) == NULL)
    g_main_context_iteration (NULL, TRUE);

  texture = gdk_texture_new_from_bytes (telar_history_item_get_thumbnail (item), &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 192);
  /* Thousands of them are in memory. */
  g_assert_cmpuint (g_bytes_get_size (telar_history_item_get_thumbnail (item)), <, 4096);
}

/* The middle of what a picture shows, as alpha, red, green and blue. */
static guint32
get_middle (GtkWidget *picture)
{
  GdkTexture *texture = GDK_TEXTURE (gtk_picture_get_paintable (GTK_PICTURE (picture)));
  int width = gdk_texture_get_width (texture), height = gdk_texture_get_height (texture);
  g_autofree guint32 *pixels = g_new (guint32, (gsize) (width * height));

  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * sizeof *pixels);

  return pixels[height / 2 * width + width / 2];
}

static guint32
get_sleep_colour (gboolean is_dark)
{
  TelarPalette palette;
  const TelarColour *colour = &palette.colours[TELAR_ROLE_PHASE + TELAR_PHASE_SLEEP];

  telar_palette_init (&palette, is_dark, FALSE);

  return 0xff000000 | (guint32) (colour->red * 255 + 0.5f) << 16
         | (guint32) (colour->green * 255 + 0.5f) << 8 | (guint32) (colour->blue * 255 + 0.5f);
}

static void
test_thumbnail_follows_light_and_dark (Fixture *fixture, gconstpointer data)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  TelarHistoryItem *item = telar_history_find (fixture->history, save (fixture, 9));
  TelarHistoryRow *row = g_object_ref_sink (g_object_new (TELAR_TYPE_HISTORY_ROW, NULL));
  GtkWidget *picture = find (GTK_WIDGET (row), GTK_TYPE_PICTURE);

  telar_history_row_set_item (row, item);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  telar_history_want_thumbnail (fixture->history, item);
  while (gtk_picture_get_paintable (GTK_PICTURE (picture)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmphex (get_middle (picture), ==, get_sleep_colour (FALSE));

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_cmphex (get_middle (picture), ==, get_sleep_colour (TRUE));
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_LIGHT);
  g_assert_cmphex (get_middle (picture), ==, get_sleep_colour (FALSE));

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
  g_assert_finalize_object (row);
}

static void
test_damaged_history_is_set_aside_and_told (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, "This is no database, but it must not be lost.", -1, &error);
  g_assert_no_error (error);
  telar_history_refresh (fixture->history);
  while (fixture->told == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (fixture->told, fixture->folder));
  g_assert_cmpint (save (fixture, 1), >, 0);
}

#define ADD(name, function)                                                                        \
  g_test_add ("/history/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_printerr ("There is no display\n");
      return 77;
    }
  adw_init ();
  ADD ("runs-beyond-the-limit-go-with-the-next-one",
       test_runs_beyond_the_limit_go_with_the_next_one);
  ADD ("newest-run-is-on-top-and-pinned-ones-above",
       test_newest_run_is_on_top_and_pinned_ones_above);
  ADD ("chosen-run-can-be-loaded", test_chosen_run_can_be_loaded);
  ADD ("several-runs-are-compared", test_several_runs_are_compared);
  ADD ("several-runs-are-loaded-in-order", test_several_runs_are_loaded_in_order);
  ADD ("current-run-stays-marked", test_current_run_stays_marked);
  ADD ("name-is-shown-and-found", test_name_is_shown_and_found);
  ADD ("new-run-is-in-view-unless-the-list-was-scrolled",
       test_new_run_is_in_view_unless_the_list_was_scrolled);
  g_test_add_func ("/history/row-tells-what-sets-a-run-apart",
                   test_row_tells_what_sets_a_run_apart);
  ADD ("deleted-run-can-be-taken-back", test_deleted_run_can_be_taken_back);
  ADD ("runs-of-others-appear", test_runs_of_others_appear);
  ADD ("thumbnail-is-loaded", test_thumbnail_is_loaded);
  ADD ("thumbnail-follows-light-and-dark", test_thumbnail_follows_light_and_dark);
  ADD ("damaged-history-is-set-aside-and-told", test_damaged_history_is_set_aside_and_told);

  return g_test_run ();
}
