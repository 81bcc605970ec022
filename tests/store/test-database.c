/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "random-record.h"
#include "store-fixture.h"
#include "store/telar-store-schema.h"

#define N_RUNS    40
#define PAGE_SIZE 4096

/* Makes a history of some runs at @path and closes it. */
static void
make_history (const char *path)
{
  g_autoptr (TelarStore) store = fixture_open (path);

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (TelarRunRecord) record = fixture_make_run (i);

      g_assert_cmpint (telar_store_save (store, record, NULL, NULL), ==, i + 1);
    }
}

static GBytes *
read_bytes (const char *path)
{
  char *content;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));

  return g_bytes_new_take (content, length);
}

static void
write_bytes (const char *path, GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
}

/* Overwrites @length bytes of a file with 0xff from @offset on. */
static void
spoil (const char *path, gsize offset, gsize length)
{
  g_autoptr (GBytes) bytes = read_bytes (path);
  gsize size = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  g_autoptr (GBytes) changed = NULL;

  g_assert_cmpuint (offset + length, <=, size);
  memset (data + offset, 0xff, length);
  changed = g_bytes_new (data, size);
  write_bytes (path, changed);
}

static void
truncate_to (const char *path, gsize length)
{
  g_autoptr (GBytes) bytes = read_bytes (path);
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, length);

  write_bytes (path, part);
}

static gsize
get_root_offset (const char *path, const char *table)
{
  g_autofree char *sql
      = g_strdup_printf ("SELECT rootpage FROM sqlite_schema WHERE name = '%s'", table);

  return (gsize) (fixture_query (path, sql) - 1) * PAGE_SIZE;
}

/* Opens a history that has to be set aside. Returns where it is now. */
static char *
open_and_find_aside (const char *path, const char *word, TelarStore **store)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *notice = NULL;
  const char *start, *end;

  *store = telar_store_open (path, &notice, &error);
  g_assert_no_error (error);
  g_assert_nonnull (*store);
  g_assert_nonnull (notice);
  g_assert_nonnull (strstr (notice, word));
  start = strstr (notice, "“") + strlen ("“");
  end = strstr (start, "”");

  return g_strndup (start, (gsize) (end - start));
}

static void
assert_new_and_working (TelarStore *store)
{
  g_autoptr (GPtrArray) before = telar_store_list (store, NULL, TELAR_STORE_ALL, NULL);
  g_autoptr (TelarRunRecord) record = fixture_make_run (7);
  g_autoptr (TelarRunRecord) again = NULL;
  gint64 id = telar_store_save (store, record, NULL, NULL);

  g_assert_cmpuint (before->len, ==, 0);
  again = telar_store_load (store, id, NULL);
  assert_records_equal (record, again);
}

typedef enum
{
  DAMAGE_GARBAGE,
  DAMAGE_ALL_OF_IT,
  DAMAGE_FIRST_PAGE,
  DAMAGE_TABLE,
  DAMAGE_INDEX,
  DAMAGE_HALF,
  DAMAGE_FEW_BYTES_LEFT,
  DAMAGE_OTHER_APPLICATION,
  DAMAGE_OTHER_DATABASE,
  DAMAGE_TABLE_MISSING,
  DAMAGE_COLUMN_MISSING,
  DAMAGE_NEGATIVE_VERSION,
  N_DAMAGES
} Damage;

static void
do_damage (const char *path, Damage damage)
{
  g_autoptr (GBytes) garbage = g_bytes_new_static ("What is this?\n", 14);
  g_autoptr (GBytes) whole = read_bytes (path);

  switch (damage)
    {
    case DAMAGE_GARBAGE:
      write_bytes (path, garbage);
      break;
    case DAMAGE_ALL_OF_IT:
      spoil (path, 0, g_bytes_get_size (whole));
      break;
    case DAMAGE_FIRST_PAGE:
      spoil (path, 100, 200);
      break;
    case DAMAGE_TABLE:
      spoil (path, get_root_offset (path, "runs"), PAGE_SIZE);
      break;
    case DAMAGE_INDEX:
      spoil (path, get_root_offset (path, "runs_in_order"), PAGE_SIZE);
      break;
    case DAMAGE_HALF:
      truncate_to (path, g_bytes_get_size (whole) / 2);
      break;
    case DAMAGE_FEW_BYTES_LEFT:
      truncate_to (path, 50);
      break;
    case DAMAGE_OTHER_APPLICATION:
      fixture_query (path, "PRAGMA application_id = 1");
      break;
    case DAMAGE_OTHER_DATABASE:
      g_assert_cmpint (g_unlink (path), ==, 0);
      fixture_query (path, "CREATE TABLE mine (text)");
      break;
    case DAMAGE_TABLE_MISSING:
      fixture_query (path, "DROP TABLE details");
      break;
    case DAMAGE_COLUMN_MISSING:
      fixture_query (path, "ALTER TABLE runs DROP COLUMN workers");
      break;
    case DAMAGE_NEGATIVE_VERSION:
      fixture_query (path, "PRAGMA user_version = -1");
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
test_damaged_history_is_set_aside (void)
{
  for (Damage damage = 0; damage < N_DAMAGES; damage++)
    {
      g_autofree char *path = fixture_new_path ();
      g_autofree char *aside = NULL;
      g_autoptr (GBytes) before = NULL, after = NULL;
      TelarStore *store;

      g_test_message ("damage %u", damage);
      make_history (path);
      do_damage (path, damage);
      before = read_bytes (path);

      aside = open_and_find_aside (path, "history-damaged-2", &store);

      after = read_bytes (aside);
      g_assert_true (g_bytes_equal (after, before));
      assert_new_and_working (store);
      telar_store_close (store);

      /* The next time there is nothing to tell. */
      store = fixture_open (path);
      telar_store_close (store);
      fixture_remove (path);
    }
}

static void
test_two_set_aside_in_one_second_do_not_meet (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GHashTable) asides = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *content = g_strdup_printf ("damaged %u", i);
      g_autofree char *found = NULL;
      char *aside;
      TelarStore *store;

      g_assert_true (g_file_set_contents (path, content, -1, NULL));
      aside = open_and_find_aside (path, "history-damaged-2", &store);
      telar_store_close (store);
      g_assert_true (g_file_get_contents (aside, &found, NULL, NULL));
      g_assert_cmpstr (found, ==, content);
      g_assert_true (g_hash_table_add (asides, aside));
    }

  fixture_remove (path);
}

/* A program was killed before it wrote its log into the database, which then was damaged where the
 * log does not help. Neither is changed by being looked at. */
static void
test_log_of_a_damaged_history_is_set_aside_with_it (void)
{
  g_autofree char *live = fixture_new_path ();
  g_autofree char *live_log = g_strconcat (live, "-wal", NULL);
  g_autofree char *path = fixture_new_path ();
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *aside = NULL, *log_aside = NULL;
  g_autoptr (TelarStore) source = NULL;
  g_autoptr (TelarRunRecord) record = fixture_make_run (1);
  g_autoptr (GBytes) sound = NULL, database = NULL, entries = NULL;
  g_autoptr (GBytes) kept = NULL, kept_entries = NULL;
  TelarStore *store;

  make_history (live);
  source = fixture_open (live);
  g_assert_cmpint (telar_store_save (source, record, NULL, NULL), >, 0);
  sound = read_bytes (live);
  entries = read_bytes (live_log);
  g_assert_cmpuint (g_bytes_get_size (entries), >, 0);
  write_bytes (path, sound);
  spoil (path, get_root_offset (live, "runs"), PAGE_SIZE);
  database = read_bytes (path);
  write_bytes (log, entries);

  aside = open_and_find_aside (path, "history-damaged-2", &store);

  log_aside = g_strconcat (aside, "-wal", NULL);
  kept = read_bytes (aside);
  kept_entries = read_bytes (log_aside);
  g_assert_true (g_bytes_equal (kept, database));
  g_assert_true (g_bytes_equal (kept_entries, entries));
  assert_new_and_working (store);

  telar_store_close (store);
  fixture_remove (path);
  g_clear_pointer (&source, telar_store_close);
  fixture_remove (live);
}

static void
make_newer (const char *path)
{
  g_autofree char *sql
      = g_strdup_printf ("PRAGMA user_version = %u", telar_store_schema_n_steps + 1);

  fixture_query (path, sql);
}

static void
test_newer_history_is_set_aside_whole (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autofree char *aside = NULL;
  TelarStore *store;

  make_history (path);
  fixture_query (path, "ALTER TABLE runs ADD COLUMN unheard_of TEXT");
  make_newer (path);

  aside = open_and_find_aside (path, "history-newer-2", &store);

  g_assert_cmpint (fixture_query (aside, "SELECT count (*) FROM runs"), ==, N_RUNS);
  g_assert_cmpint (fixture_query (aside, "PRAGMA user_version"), ==,
                   telar_store_schema_n_steps + 1);
  assert_new_and_working (store);

  telar_store_close (store);
  fixture_remove (path);
}

static void
test_what_another_program_has_open_is_not_renamed (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) other = fixture_open (path);
  g_autoptr (TelarRunRecord) record = fixture_make_run (1);
  g_autoptr (GError) error = NULL;
  g_autofree char *notice = NULL;
  TelarStore *store;

  make_newer (path);

  g_assert_null (telar_store_open (path, &notice, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpstr (notice, ==, NULL);
  g_assert_cmpint (telar_store_save (other, record, NULL, NULL), ==, 1);
  g_assert_cmpint (fixture_query (path, "SELECT count (*) FROM runs"), ==, 1);

  g_clear_pointer (&other, telar_store_close);
  notice = open_and_find_aside (path, "history-newer-2", &store);
  telar_store_close (store);
  fixture_remove (path);
}

static void
test_locked_history_is_not_called_damaged (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GError) error = NULL;
  g_autofree char *notice = NULL;
  TelarStore *store;
  sqlite3 *other;

  make_history (path);
  g_assert_cmpint (sqlite3_open (path, &other), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE", NULL, NULL, NULL),
      ==, SQLITE_OK);

  g_assert_null (telar_store_open (path, &notice, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpstr (notice, ==, NULL);

  sqlite3_close (other);
  store = fixture_open (path);
  telar_store_close (store);
  fixture_remove (path);
}

static void
test_damaged_run_leaves_the_others (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = NULL;
  g_autoptr (GPtrArray) summaries = NULL;
  g_autoptr (TelarRunRecord) other = NULL;
  g_autoptr (GError) error = NULL;

  make_history (path);
  fixture_query (path, "UPDATE details SET archive = substr (archive, 1, 40) WHERE run = 5");
  store = fixture_open (path);

  g_assert_null (telar_store_load (store, 5, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  other = telar_store_load (store, 6, NULL);
  g_assert_nonnull (other);
  summaries = telar_store_list (store, NULL, TELAR_STORE_ALL, NULL);
  g_assert_cmpuint (summaries->len, ==, N_RUNS);

  fixture_remove (path);
}

/* The list is sound, so the damage is met only when a run is loaded, and mended at the next start.
 */
static void
test_damage_met_later_is_remembered (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autofree char *aside = NULL;
  g_autoptr (GPtrArray) summaries = NULL;
  g_autoptr (GError) error = NULL;
  TelarStore *store;

  make_history (path);
  spoil (path, get_root_offset (path, "details"), PAGE_SIZE);
  store = fixture_open (path);
  summaries = telar_store_list (store, NULL, TELAR_STORE_ALL, NULL);
  g_assert_cmpuint (summaries->len, ==, N_RUNS);

  g_assert_null (telar_store_load (store, 5, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  telar_store_close (store);
  aside = open_and_find_aside (path, "history-damaged-2", &store);

  g_assert_cmpint (fixture_query (aside, "SELECT count (*) FROM runs"), ==, N_RUNS);
  assert_new_and_working (store);
  telar_store_close (store);
  store = fixture_open (path);
  telar_store_close (store);
  fixture_remove (path);
}

static void
use_all (TelarStore *store)
{
  g_autoptr (GPtrArray) summaries = telar_store_list (store, NULL, TELAR_STORE_ALL, NULL);
  g_autoptr (GPtrArray) found = telar_store_list (store, "1", TELAR_STORE_PINNED, NULL);
  g_autoptr (TelarRunRecord) record = fixture_make_run (3);

  g_test_message ("%d listed, %d found", summaries != NULL ? (int) summaries->len : -1,
                  found != NULL ? (int) found->len : -1);
  for (gint64 id = 1; id <= N_RUNS; id++)
    {
      g_autoptr (TelarRunRecord) loaded = telar_store_load (store, id, NULL);

      if (loaded != NULL)
        telar_store_rename (store, id, "still there", NULL);
    }
  telar_store_save (store, record, NULL, NULL);
}

/* With some bytes changed anywhere, a history is opened or set aside, and nothing crashes. */
static void
test_random_damage_does_no_harm (void)
{
  g_autofree char *sound = fixture_new_path ();
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GBytes) bytes = NULL;
  guint n_aside = 0;

  g_test_message ("seed %u", seed);
  make_history (sound);
  bytes = read_bytes (sound);
  fixture_remove (sound);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *path = fixture_new_path ();
      gsize size = g_bytes_get_size (bytes);
      g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
      g_autoptr (GBytes) changed = NULL;
      g_autofree char *notice = NULL;
      g_autoptr (GError) error = NULL;
      TelarStore *store;
      /* Half of them near the beginning, where the schema is. */
      gint32 end = (gint32) (g_rand_boolean (rand) ? MIN (size, 3 * PAGE_SIZE) : size);

      for (guint k = (guint) g_rand_int_range (rand, 1, 30); k > 0; k--)
        data[g_rand_int_range (rand, 0, end)] = (guint8) g_rand_int (rand);
      changed = g_bytes_new (data, size);
      write_bytes (path, changed);

      store = telar_store_open (path, &notice, &error);
      g_assert_true ((store == NULL) == (error != NULL));
      if (store != NULL)
        use_all (store);
      telar_store_close (store);
      n_aside += notice != NULL;
      fixture_remove (path);
    }
  g_test_message ("%u of 100 were set aside", n_aside);
  g_assert_cmpuint (n_aside, >, 10);
}

static void
test_code_in_the_file_is_not_executed (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (TelarStore) store = NULL;
  g_autoptr (GPtrArray) summaries = NULL;
  g_autoptr (TelarRunRecord) record = fixture_make_run (1);

  make_history (path);
  fixture_query (path, "CREATE TRIGGER evil AFTER INSERT ON runs BEGIN DELETE FROM runs; END");
  store = fixture_open (path);

  g_assert_cmpint (telar_store_save (store, record, NULL, NULL), >, 0);

  summaries = telar_store_list (store, NULL, TELAR_STORE_ALL, NULL);
  g_assert_cmpuint (summaries->len, ==, N_RUNS + 1);

  fixture_remove (path);
}

static void
assert_version (sqlite3 *handle, const char *sql, int expected)
{
  sqlite3_stmt *statement;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (statement, 0), ==, expected);
  sqlite3_finalize (statement);
}

static void
test_older_tables_are_brought_up_to_date (void)
{
  static const char *const steps[] = {
    "CREATE TABLE fruits (name TEXT); INSERT INTO fruits VALUES ('apple'), ('pear')",
    "ALTER TABLE fruits ADD COLUMN weight INTEGER DEFAULT 3",
    "UPDATE fruits SET weight = weight + 1; CREATE INDEX by_weight ON fruits (weight)",
    "UPDATE fruits SET weight = 100; THIS IS NO STATEMENT",
  };
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (":memory:", &handle), ==, SQLITE_OK);
  g_assert_cmpint (telar_store_schema_upgrade (handle, steps, 1), ==, SQLITE_OK);
  assert_version (handle, "PRAGMA user_version", 1);

  /* Only the steps that are missing are taken. */
  g_assert_cmpint (telar_store_schema_upgrade (handle, steps, 3), ==, SQLITE_OK);
  assert_version (handle, "PRAGMA user_version", 3);
  assert_version (handle, "PRAGMA application_id", TELAR_STORE_APPLICATION_ID);
  assert_version (handle, "SELECT sum (weight) FROM fruits", 8);
  g_assert_cmpint (telar_store_schema_upgrade (handle, steps, 3), ==, SQLITE_OK);
  assert_version (handle, "SELECT sum (weight) FROM fruits", 8);

  /* One that fails leaves all as it was. */
  g_assert_cmpint (telar_store_schema_upgrade (handle, steps, 4), ==, SQLITE_ERROR);
  assert_version (handle, "PRAGMA user_version", 3);
  assert_version (handle, "SELECT sum (weight) FROM fruits", 8);
  g_assert_true (sqlite3_get_autocommit (handle));
  sqlite3_close (handle);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/database/damaged-history-is-set-aside", test_damaged_history_is_set_aside);
  g_test_add_func ("/database/two-set-aside-in-one-second-do-not-meet",
                   test_two_set_aside_in_one_second_do_not_meet);
  g_test_add_func ("/database/log-of-a-damaged-history-is-set-aside-with-it",
                   test_log_of_a_damaged_history_is_set_aside_with_it);
  g_test_add_func ("/database/newer-history-is-set-aside-whole",
                   test_newer_history_is_set_aside_whole);
  g_test_add_func ("/database/what-another-program-has-open-is-not-renamed",
                   test_what_another_program_has_open_is_not_renamed);
  g_test_add_func ("/database/locked-history-is-not-called-damaged",
                   test_locked_history_is_not_called_damaged);
  g_test_add_func ("/database/damaged-run-leaves-the-others", test_damaged_run_leaves_the_others);
  g_test_add_func ("/database/damage-met-later-is-remembered", test_damage_met_later_is_remembered);
  g_test_add_func ("/database/random-damage-does-no-harm", test_random_damage_does_no_harm);
  g_test_add_func ("/database/code-in-the-file-is-not-executed",
                   test_code_in_the_file_is_not_executed);
  g_test_add_func ("/database/older-tables-are-brought-up-to-date",
                   test_older_tables_are_brought_up_to_date);

  return g_test_run ();
}
