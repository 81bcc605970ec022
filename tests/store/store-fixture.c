/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "random-record.h"

/* Returns a path in a new folder, at which there is nothing yet. */
char *
fixture_new_path (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("telar-XXXXXX", &error);

  g_assert_no_error (error);

  return g_build_filename (folder, "history.db", NULL);
}

/* Makes the run of a seed. */
TelarRunRecord *
fixture_make_run (guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  return random_record_new (rand, (guint) g_rand_int_range (rand, 2, 200), 4);
}

/* Removes the folder of a path, with all that is in it. */
void
fixture_remove (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (file), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Opens a history that needs not be set aside. */
TelarStore *
fixture_open (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *notice = NULL;
  TelarStore *store = telar_store_open (path, &notice, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (notice, ==, NULL);

  return store;
}

static sqlite3_stmt *
query (sqlite3 *handle, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_step (statement);

  return statement;
}

/* Asks the database itself for a number. */
gint64
fixture_query (const char *path, const char *sql)
{
  sqlite3 *handle;
  sqlite3_stmt *statement;
  gint64 number;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 10000);
  statement = query (handle, sql);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);

  return number;
}

/* Returns what SQLite's own check of the whole database says. */
char *
fixture_check (const char *path)
{
  sqlite3 *handle;
  sqlite3_stmt *statement;
  char *text;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  statement = query (handle, "PRAGMA integrity_check");
  text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (handle);

  return text;
}

/* Starts a program that saves @n_runs runs, or for "0" runs without end. */
GSubprocess *
fixture_start_writer (const char *path, const char *n_runs)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "store-writer", NULL);
  g_autoptr (GError) error = NULL;
  GSubprocess *writer
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                          program, path, n_runs, NULL);

  g_assert_no_error (error);

  return writer;
}
