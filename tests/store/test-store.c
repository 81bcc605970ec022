/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store/telar-store-private.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "random-record.h"
#include "store/telar-store-schema.h"

#include "store-fixture.h"

static TelarRunRecord *
make_run (const char *workload, const char *inputs, TelarStrategy strategy, gint64 started_s)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name (workload)), inputs, &error);
  TelarRunRecord *record;
  g_auto (TelarOutcome) outcome = { .status = TELAR_STATUS_SUCCEEDED };

  g_assert_no_error (error);
  record = telar_run_record_new (plan, strategy, 2, 1);
  g_date_time_unref (record->started);
  record->started = g_date_time_new_from_unix_utc (started_s);
  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  telar_trace_task_started (record->trace, 0, 0, 10);
  telar_trace_task_finished (record->trace, 0, &outcome, 20);
  telar_run_record_end (record, 4000, (TelarCpuTime){ 300, 20 }, FALSE);

  return record;
}

static gint64
save (TelarStore *store, TelarRunRecord *record)
{
  g_autoptr (GError) error = NULL;
  gint64 id = telar_store_save (store, record, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);

  return id;
}

static gint64
save_run (TelarStore *store, const char *inputs, gint64 started_s)
{
  g_autoptr (TelarRunRecord) record
      = make_run ("square", inputs, TELAR_STRATEGY_THREADS, started_s);

  return save (store, record);
}

/* The ids of a list with blanks between them. */
static char *
list (TelarStore *store, const char *search, TelarStoreFilter filter)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) summaries = telar_store_list (store, search, filter, &error);
  g_autoptr (GString) ids = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < summaries->len; i++)
    {
      const TelarRunSummary *summary = g_ptr_array_index (summaries, i);

      g_string_append_printf (ids, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "", summary->id);
    }

  return g_string_free (g_steal_pointer (&ids), FALSE);
}

static void
assert_listed (TelarStore *store, const char *search, TelarStoreFilter filter, const char *expected)
{
  g_autofree char *ids = list (store, search, filter);

  g_assert_cmpstr (ids, ==, expected);
}

static void
test_saved_runs_come_back_as_they_were (void)
{
  g_autofree char *path = fixture_new_path ();
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  TelarStore *store = fixture_open (path);
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  gint64 ids[20];

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_ptr_array_add (records,
                       random_record_new (rand, (guint) g_rand_int_range (rand, 2, 200), 4));
      ids[i] = save (store, g_ptr_array_index (records, i));
    }

  /* The program ends and starts again. */
  telar_store_close (store);
  store = fixture_open (path);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TelarRunRecord) record = telar_store_load (store, ids[i], &error);

      g_assert_no_error (error);
      assert_records_equal (g_ptr_array_index (records, i), record);
    }
  telar_store_close (store);
  fixture_remove (path);
}

/* It is read piece by piece, and one of its texts is longer than a piece. */
static void
test_large_run_comes_back_as_it_was (void)
{
  g_autofree char *path = fixture_new_path ();
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autoptr (TelarRunRecord) large = random_record_new (rand, 20000, 8);
  g_autoptr (TelarRunRecord) wordy = make_run ("square", "1\n2", TELAR_STRATEGY_THREADS, 1);
  g_autofree char *letters = g_strnfill (200000, 'e');
  g_auto (TelarOutcome) outcome
      = { .status = TELAR_STATUS_FAILED, .result = telar_result_new_error (letters) };
  TelarRunRecord *records[] = { large, wordy };

  g_test_message ("seed %u", seed);
  telar_trace_task_finished (wordy->trace, 1, &outcome, 30);
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TelarRunRecord) record
          = telar_store_load (store, save (store, records[i]), &error);

      g_assert_no_error (error);
      assert_records_equal (records[i], record);
    }

  fixture_remove (path);
}

static void
test_list_tells_what_a_run_was (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autoptr (TelarRunRecord) record = make_run ("characters", "demo:page?n=1\nhttps://example.org/",
                                                TELAR_STRATEGY_ASYNC, 1700000000);
  gint64 id = save (store, record);
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarRunSummary) summary = telar_store_get_summary (store, id, &error);

  g_assert_no_error (error);
  g_assert_cmpint (summary->id, ==, id);
  g_assert_cmpint (summary->started_us, ==, G_GINT64_CONSTANT (1700000000000000));
  g_assert_cmpint (summary->strategy, ==, TELAR_STRATEGY_ASYNC);
  g_assert_cmpstr (summary->workload->name, ==, "characters");
  g_assert_cmpuint (summary->workers, ==, 2);
  g_assert_cmpuint (summary->counts.total, ==, 2);
  g_assert_cmpuint (summary->counts.succeeded, ==, 1);
  g_assert_cmpuint (summary->counts.cancelled, ==, 1);
  g_assert_cmpuint (summary->counts.running, ==, 0);
  g_assert_cmpint (summary->wall_ns, ==, 4000);
  g_assert_cmpint (summary->cpu.user_ns, ==, 300);
  g_assert_cmpint (summary->cpu.system_ns, ==, 20);
  g_assert_cmpuint (summary->peak_concurrency, ==, 1);
  g_assert_false (summary->is_complete);
  g_assert_false (summary->is_pinned);
  g_assert_null (summary->name);
  g_assert_cmpstr (summary->inputs, ==, "demo:page?n=1, https://example.org/");

  fixture_remove (path);
}

static TelarRunRecord *
make_race (const char *guard)
{
  g_autoptr (GError) error = NULL;
  TelarParameters *parameters = telar_parameters_new (telar_workload_from_name ("race"));
  g_autoptr (TelarPlan) plan = NULL;
  TelarRunRecord *record;

  g_assert_true (telar_parameters_parse (parameters, "guard", guard, &error));
  g_assert_true (telar_parameters_parse (parameters, "one-core", "on", &error));
  plan = telar_plan_new_from_text (parameters, "1", &error);
  g_assert_no_error (error);
  record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 2, 1);
  telar_run_record_end (record, 4000, (TelarCpuTime){ 300, 20 }, TRUE);

  return record;
}

static void
test_list_tells_the_conditions (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autoptr (TelarRunRecord) guarded = make_race ("mutex");
  g_autoptr (TelarRunRecord) usual = make_run ("square", "1", TELAR_STRATEGY_THREADS, 1);
  g_autoptr (TelarRunSummary) first = telar_store_get_summary (store, save (store, guarded), NULL);
  g_autoptr (TelarRunSummary) second = telar_store_get_summary (store, save (store, usual), NULL);

  g_assert_cmpstr (first->conditions, ==, "mutex one-core");
  g_assert_null (second->conditions);

  fixture_remove (path);
}

static void
test_history_of_the_first_version_is_read (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = NULL;
  g_autoptr (TelarRunRecord) record = make_race ("mutex");
  g_autoptr (TelarRunSummary) before = NULL;
  g_autoptr (TelarRunSummary) after = NULL;
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  g_assert_cmpint (telar_store_schema_upgrade (handle, telar_store_schema_steps, 1), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle,
                                 "INSERT INTO runs (id, started_us, strategy, workload, workers,"
                                 " n_tasks, n_succeeded, n_failed, n_cancelled, n_skipped, wall_ns,"
                                 " cpu_user_ns, cpu_system_ns, peak_concurrency, is_complete,"
                                 " inputs) VALUES"
                                 " (7, 1, 'threads', 'race', 2, 1, 1, 0, 0, 0, 9, 1, 1, 1, 1, '1')",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (handle);

  store = fixture_open (path);

  before = telar_store_get_summary (store, 7, NULL);
  g_assert_nonnull (before);
  g_assert_null (before->conditions);
  after = telar_store_get_summary (store, save (store, record), NULL);
  g_assert_cmpstr (after->conditions, ==, "mutex one-core");

  fixture_remove (path);
}

static void
test_long_inputs_are_listed_by_their_beginning (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autofree char *letters = g_strnfill (5000, 'a');
  g_autofree char *address = g_strconcat ("demo:page?", letters, NULL);
  g_autoptr (TelarRunRecord) page = make_run ("headings", address, TELAR_STRATEGY_ASYNC, 1);
  g_autoptr (TelarRunSummary) numbers
      = telar_store_get_summary (store, save_run (store, "1..100000", 1), NULL);
  g_autoptr (TelarRunSummary) one = telar_store_get_summary (store, save (store, page), NULL);

  g_assert_true (g_str_has_prefix (numbers->inputs, "1, 2, 3, "));
  g_assert_true (g_str_has_suffix (numbers->inputs, ", …"));
  g_assert_cmpint (g_utf8_strlen (numbers->inputs, -1), <=, 203);
  g_assert_true (g_str_has_suffix (one->inputs, "aaa…"));
  g_assert_cmpint (g_utf8_strlen (one->inputs, -1), ==, 201);

  fixture_remove (path);
}

static void
test_newest_first_and_pinned_on_top (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);

  assert_listed (store, NULL, TELAR_STORE_ALL, "");
  g_assert_cmpint (save_run (store, "1", 300), ==, 1);
  g_assert_cmpint (save_run (store, "2", 100), ==, 2);
  g_assert_cmpint (save_run (store, "3", 200), ==, 3);
  g_assert_cmpint (save_run (store, "4", 300), ==, 4);
  assert_listed (store, NULL, TELAR_STORE_ALL, "4 1 3 2");

  g_assert_true (telar_store_set_pinned (store, 2, TRUE, NULL));
  g_assert_true (telar_store_set_pinned (store, 3, TRUE, NULL));
  assert_listed (store, NULL, TELAR_STORE_ALL, "3 2 4 1");
  assert_listed (store, NULL, TELAR_STORE_PINNED, "3 2");

  g_assert_true (telar_store_set_pinned (store, 3, FALSE, NULL));
  assert_listed (store, NULL, TELAR_STORE_PINNED, "2");

  fixture_remove (path);
}

static void
test_search (void)
{
  static const struct
  {
    const char *search;
    const char *found;
  } cases[] = {
    { "", "4 3 2 1" },
    { "  \t", "4 3 2 1" },
    { "example.org", "3 2" },
    { "EXAMPLE", "3 2" },
    { "straße", "3" },
    { "STRASSE", "3" },
    { "async example", "2" },
    { "example async", "2" },
    { "characters", "3" },
    { "thesis", "4" },
    { "mañana", "4" },
    { "man\314\203ana", "4" }, /* the same with a combining tilde */
    { "last", "1" },           /* the name of an input */
    { "%", "" },
    { "'; DROP TABLE runs", "" },
    { "nothing of that", "" },
    { "\377", "" },
  };
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autoptr (TelarRunRecord) two
      = make_run ("headings", "https://example.org/one", TELAR_STRATEGY_ASYNC, 200);
  g_autoptr (TelarRunRecord) three
      = make_run ("characters", "https://example.org/straße", TELAR_STRATEGY_THREADS, 300);

  save_run (store, "A = 7\nLast = 8 after A", 100);
  save (store, two);
  save (store, three);
  save_run (store, "9", 400);
  g_assert_true (telar_store_rename (store, 4, "For my Thesis, mañana", NULL));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      assert_listed (store, cases[i].search, TELAR_STORE_ALL, cases[i].found);
    }

  fixture_remove (path);
}

static void
assert_name (TelarStore *store, gint64 id, const char *given, const char *expected)
{
  g_autoptr (TelarRunSummary) summary = NULL;

  g_assert_true (telar_store_rename (store, id, given, NULL));
  summary = telar_store_get_summary (store, id, NULL);
  g_assert_cmpstr (summary->name, ==, expected);
}

static void
test_rename (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  gint64 id = save_run (store, "1", 1);
  g_autofree char *long_name = g_strnfill (1000, 'n');
  g_autofree char *beginning = g_strnfill (200, 'n');

  assert_name (store, id, "Monday’s run", "Monday’s run");
  assert_name (store, id, "  two\nlines\t ", "two lines");
  assert_name (store, id, "\377", "\357\277\275");
  assert_name (store, id, long_name, beginning);
  assert_name (store, id, " ", NULL);
  assert_name (store, id, NULL, NULL);

  fixture_remove (path);
}

static void
test_delete_and_undo (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autoptr (TelarStore) other = fixture_open (path);
  g_autoptr (TelarStore) later = NULL;
  g_autoptr (GError) error = NULL;
  const gint64 two[] = { 1, 3 }, missing[] = { 2, 99 };

  for (guint i = 0; i < 3; i++)
    save_run (store, "1", i);

  g_assert_true (telar_store_delete (store, two, 2, &error));
  assert_listed (store, NULL, TELAR_STORE_ALL, "2");
  assert_listed (other, NULL, TELAR_STORE_ALL, "2");

  /* A window that is opened meanwhile does not take the chance away. */
  later = fixture_open (path);
  g_assert_true (telar_store_restore (store, two, 2, &error));
  assert_listed (later, NULL, TELAR_STORE_ALL, "3 2 1");

  g_assert_true (telar_store_delete (store, two, 2, &error));
  g_assert_true (telar_store_purge (store, &error));
  g_assert_false (telar_store_restore (store, two, 2, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (telar_store_load (store, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_cmpint (fixture_query (path, "SELECT count (*) FROM details"), ==, 1);

  /* All or none. */
  g_assert_false (telar_store_delete (store, missing, 2, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_listed (store, NULL, TELAR_STORE_ALL, "2");

  fixture_remove (path);
}

static void
test_what_was_deleted_long_ago_is_purged_when_opened (void)
{
  g_autofree char *path = fixture_new_path ();
  TelarStore *store = fixture_open (path);
  const gint64 ids[] = { 1, 2 };

  for (guint i = 0; i < 3; i++)
    save_run (store, "1..1000", i);
  g_assert_true (telar_store_delete (store, ids, 2, NULL));
  telar_store_close (store);
  fixture_query (path, "UPDATE runs SET deleted_us = deleted_us - 601000000 WHERE id = 1");

  store = fixture_open (path);

  g_assert_cmpint (fixture_query (path, "SELECT count (*) FROM runs"), ==, 2);
  g_assert_cmpint (fixture_query (path, "SELECT count (*) FROM details"), ==, 2);
  g_assert_cmpint (fixture_query (path, "PRAGMA freelist_count"), ==, 0);
  g_assert_true (telar_store_restore (store, &ids[1], 1, NULL));
  telar_store_close (store);
  fixture_remove (path);
}

static void
test_ids_are_never_used_again (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  gint64 id = save_run (store, "1", 1);

  g_assert_true (telar_store_delete (store, &id, 1, NULL));
  g_assert_true (telar_store_purge (store, NULL));
  g_assert_cmpint (save_run (store, "1", 1), >, id);

  fixture_remove (path);
}

static void
test_limit_keeps_the_last_and_the_pinned (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);

  for (guint i = 1; i <= 6; i++)
    save_run (store, "1", i);
  g_assert_true (telar_store_set_pinned (store, 1, TRUE, NULL));

  g_assert_true (telar_store_set_limit (store, 3, NULL));
  assert_listed (store, NULL, TELAR_STORE_ALL, "1 6 5 4");

  /* Even if it was executed long ago, a run that is saved is kept. */
  save_run (store, "1", 0);
  assert_listed (store, NULL, TELAR_STORE_ALL, "1 6 5 7");
  g_assert_cmpint (fixture_query (path, "SELECT count (*) FROM details"), ==, 4);

  g_assert_true (telar_store_set_limit (store, 0, NULL));
  save_run (store, "1", 0);
  assert_listed (store, NULL, TELAR_STORE_ALL, "1 6 5 8 7");

  fixture_remove (path);
}

static void
test_thumbnails (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autoptr (TelarRunRecord) record = make_run ("square", "1", TELAR_STRATEGY_THREADS, 1);
  g_autoptr (GBytes) picture = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GBytes) none = NULL, first = NULL, second = NULL;
  g_autoptr (GError) error = NULL;
  gint64 with = telar_store_save (store, record, picture, &error);
  gint64 without = save (store, record);

  g_assert_no_error (error);
  g_assert_true (telar_store_load_thumbnail (store, with, &first, &error));
  g_assert_true (g_bytes_equal (first, picture));
  g_assert_true (telar_store_load_thumbnail (store, without, &none, &error));
  g_assert_null (none);
  g_assert_true (telar_store_set_thumbnail (store, without, picture, &error));
  g_assert_true (telar_store_load_thumbnail (store, without, &second, &error));
  g_assert_true (g_bytes_equal (second, picture));
  g_assert_false (telar_store_load_thumbnail (store, 99, &none, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  fixture_remove (path);
}

static void
test_version_tells_of_changes_here_and_elsewhere (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autoptr (TelarStore) other = fixture_open (path);
  guint64 first = telar_store_get_version (store), second, third;
  gint64 id;

  g_assert_cmpuint (first, !=, 0);
  g_assert_cmpuint (telar_store_get_version (store), ==, first);

  id = save_run (other, "1", 1);
  second = telar_store_get_version (store);
  g_assert_cmpuint (second, !=, first);
  g_assert_cmpuint (telar_store_get_version (store), ==, second);

  g_assert_true (telar_store_rename (store, id, "mine", NULL));
  third = telar_store_get_version (store);
  g_assert_cmpuint (third, !=, second);
  g_assert_cmpuint (third, !=, first);

  fixture_remove (path);
}

/* A disk that is full: in this connection the database may not grow any more. */
static void
test_full_disk_leaves_the_history_as_it_was (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autoptr (TelarRunRecord) large = make_run ("square", "1..50000", TELAR_STRATEGY_THREADS, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *verdict = NULL;
  gint64 id = save_run (store, "1", 1);

  sqlite3_exec (store->database->handle, "PRAGMA max_page_count = 20", NULL, NULL, NULL);

  g_assert_cmpint (telar_store_save (store, large, NULL, &error), ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, path));
  g_clear_error (&error);
  assert_listed (store, NULL, TELAR_STORE_ALL, "1");

  /* What was begun does not keep others waiting, and once there is space all goes on. */
  g_assert_true (telar_store_rename (store, id, "still here", &error));
  sqlite3_exec (store->database->handle, "PRAGMA max_page_count = 100000", NULL, NULL, NULL);
  g_assert_cmpint (telar_store_save (store, large, NULL, &error), >, id);
  g_assert_no_error (error);
  verdict = fixture_check (path);
  g_assert_cmpstr (verdict, ==, "ok");

  fixture_remove (path);
}

/* As above, but it is the system that refuses to write. */
static void
test_write_that_fails_leaves_the_history_as_it_was (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autoptr (TelarRunRecord) large = make_run ("square", "1..50000", TELAR_STRATEGY_THREADS, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *verdict = NULL;
  struct rlimit before, less;

  save_run (store, "1", 1);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  less = (struct rlimit){ 200000, before.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &less), ==, 0);

  g_assert_cmpint (telar_store_save (store, large, NULL, &error), ==, 0);

  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_nonnull (error);
  assert_listed (store, NULL, TELAR_STORE_ALL, "1");
  g_clear_error (&error);
  g_assert_cmpint (telar_store_save (store, large, NULL, &error), >, 1);
  g_assert_no_error (error);
  verdict = fixture_check (path);
  g_assert_cmpstr (verdict, ==, "ok");

  fixture_remove (path);
}

static void
test_folder_is_for_the_user_alone (void)
{
  g_autofree char *folder = g_dir_make_tmp ("telar-XXXXXX", NULL);
  g_autofree char *share = g_build_filename (folder, "share", NULL);
  g_autofree char *own = g_build_filename (share, "telar", NULL);
  g_autofree char *path = g_build_filename (own, "history.db", NULL);
  g_autoptr (TelarStore) store = fixture_open (path);
  GStatBuf buffer;

  g_assert_cmpint (g_stat (own, &buffer), ==, 0);
  g_assert_cmpint (buffer.st_mode & 0777, ==, 0700);

  g_clear_pointer (&store, telar_store_close);
  fixture_remove (path);
  g_assert_cmpint (g_rmdir (share), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_folder_that_cannot_be_made_is_an_error (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *notice = NULL;

  g_assert_null (telar_store_open ("/proc/none/history.db", &notice, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "/proc/none/history.db"));
  g_assert_null (notice);
}

static gint64
find_same (TelarStore *store, TelarRunRecord *record)
{
  g_autoptr (GError) error = NULL;
  gint64 id = -1;

  g_assert_true (telar_store_find_same (store, record, &id, &error));
  g_assert_no_error (error);

  return id;
}

/* Whoever opens a document twice finds its run in the list once. */
static void
test_run_that_is_there_is_found_again (void)
{
  g_autofree char *path = fixture_new_path ();
  TelarStore *store = fixture_open (path);
  g_autoptr (TelarRunRecord) run = make_run ("square", "1", TELAR_STRATEGY_THREADS, 1000);
  g_autoptr (TelarRunRecord) later = make_run ("square", "1", TELAR_STRATEGY_THREADS, 1001);
  g_autoptr (TelarRunRecord) other = make_run ("square", "2", TELAR_STRATEGY_THREADS, 1000);
  g_autoptr (TelarRunRecord) async = make_run ("square", "1", TELAR_STRATEGY_ASYNC, 1000);
  g_autoptr (GError) error = NULL;
  gint64 id = save (store, run);

  g_assert_cmpint (find_same (store, run), ==, id);
  g_assert_cmpint (find_same (store, later), ==, 0);
  g_assert_cmpint (find_same (store, other), ==, 0);
  g_assert_cmpint (find_same (store, async), ==, 0);

  g_assert_true (telar_store_delete (store, &id, 1, &error));
  g_assert_no_error (error);
  g_assert_cmpint (find_same (store, run), ==, 0);

  telar_store_close (store);
  fixture_remove (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/saved-runs-come-back-as-they-were",
                   test_saved_runs_come_back_as_they_were);
  g_test_add_func ("/store/large-run-comes-back-as-it-was", test_large_run_comes_back_as_it_was);
  g_test_add_func ("/store/list-tells-what-a-run-was", test_list_tells_what_a_run_was);
  g_test_add_func ("/store/list-tells-the-conditions", test_list_tells_the_conditions);
  g_test_add_func ("/store/history-of-the-first-version-is-read",
                   test_history_of_the_first_version_is_read);
  g_test_add_func ("/store/long-inputs-are-listed-by-their-beginning",
                   test_long_inputs_are_listed_by_their_beginning);
  g_test_add_func ("/store/newest-first-and-pinned-on-top", test_newest_first_and_pinned_on_top);
  g_test_add_func ("/store/search", test_search);
  g_test_add_func ("/store/rename", test_rename);
  g_test_add_func ("/store/delete-and-undo", test_delete_and_undo);
  g_test_add_func ("/store/what-was-deleted-long-ago-is-purged-when-opened",
                   test_what_was_deleted_long_ago_is_purged_when_opened);
  g_test_add_func ("/store/ids-are-never-used-again", test_ids_are_never_used_again);
  g_test_add_func ("/store/run-that-is-there-is-found-again",
                   test_run_that_is_there_is_found_again);
  g_test_add_func ("/store/limit-keeps-the-last-and-the-pinned",
                   test_limit_keeps_the_last_and_the_pinned);
  g_test_add_func ("/store/thumbnails", test_thumbnails);
  g_test_add_func ("/store/version-tells-of-changes-here-and-elsewhere",
                   test_version_tells_of_changes_here_and_elsewhere);
  g_test_add_func ("/store/full-disk-leaves-the-history-as-it-was",
                   test_full_disk_leaves_the_history_as_it_was);
  g_test_add_func ("/store/write-that-fails-leaves-the-history-as-it-was",
                   test_write_that_fails_leaves_the_history_as_it_was);
  g_test_add_func ("/store/folder-is-for-the-user-alone", test_folder_is_for_the_user_alone);
  g_test_add_func ("/store/folder-that-cannot-be-made-is-an-error",
                   test_folder_that_cannot_be_made_is_an_error);

  return g_test_run ();
}
