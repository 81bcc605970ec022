/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-store-schema.h"

/* Once released, a step never changes: a new version of the tables is one more step. */
const char *const telar_store_schema_steps[] = {
  /* A run is in two tables, so that the list of all runs reads little. What is large stands last,
   * because SQLite reads a row only as far as it is asked for. A run that the user deleted stays
   * for a while with the time of its deletion. Ids are never used again. */
  "CREATE TABLE runs ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  started_us INTEGER NOT NULL,"
  "  strategy TEXT NOT NULL,"
  "  workload TEXT NOT NULL,"
  "  workers INTEGER NOT NULL,"
  "  n_tasks INTEGER NOT NULL,"
  "  n_succeeded INTEGER NOT NULL,"
  "  n_failed INTEGER NOT NULL,"
  "  n_cancelled INTEGER NOT NULL,"
  "  n_skipped INTEGER NOT NULL,"
  "  wall_ns INTEGER NOT NULL,"
  "  cpu_user_ns INTEGER NOT NULL,"
  "  cpu_system_ns INTEGER NOT NULL,"
  "  peak_concurrency INTEGER NOT NULL,"
  "  is_complete INTEGER NOT NULL,"
  "  is_pinned INTEGER NOT NULL DEFAULT 0,"
  "  name TEXT,"
  "  inputs TEXT NOT NULL,"
  "  deleted_us INTEGER"
  ") STRICT;"
  "CREATE INDEX runs_in_order ON runs (is_pinned DESC, started_us DESC, id DESC)"
  "  WHERE deleted_us IS NULL;"
  "CREATE TABLE details ("
  "  run INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,"
  "  search_text TEXT NOT NULL,"
  "  thumbnail BLOB,"
  "  archive BLOB NOT NULL"
  ") STRICT;",

  /* Unknown of the runs before. */
  "ALTER TABLE runs ADD COLUMN conditions TEXT;",
};

const guint telar_store_schema_n_steps = G_N_ELEMENTS (telar_store_schema_steps);

static int
execute (sqlite3 *handle, const char *sql)
{
  return sqlite3_exec (handle, sql, NULL, NULL, NULL);
}

static int
get_version (sqlite3 *handle, guint *version)
{
  sqlite3_stmt *statement = NULL;
  int status = sqlite3_prepare_v2 (handle, "PRAGMA user_version", -1, &statement, NULL);

  if (status != SQLITE_OK)
    return status;

  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    *version = (guint) sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);

  return status == SQLITE_ROW ? SQLITE_OK : status;
}

static int
take_steps (sqlite3 *handle, const char *const *steps, guint n_steps)
{
  guint version = 0;
  int status = get_version (handle, &version);

  for (guint i = version; i < n_steps && status == SQLITE_OK; i++)
    status = execute (handle, steps[i]);
  if (status == SQLITE_OK && version < n_steps)
    {
      g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %u;"
                                              "PRAGMA application_id = %d",
                                              n_steps, TELAR_STORE_APPLICATION_ID);

      status = execute (handle, sql);
    }

  return status;
}

/**
 * telar_store_schema_upgrade:
 * @handle: a database of any version up to @n_steps, without a transaction
 * @steps: (array length=n_steps): for each version, the SQL that leads to the next
 * @n_steps: how many
 *
 * Takes the steps that are missing, all of them or none.
 *
 * Returns: a result code of SQLite
 */
int
telar_store_schema_upgrade (sqlite3 *handle, const char *const *steps, guint n_steps)
{
  int status = execute (handle, "BEGIN IMMEDIATE");

  if (status != SQLITE_OK)
    return status;

  status = take_steps (handle, steps, n_steps);
  if (status == SQLITE_OK)
    status = execute (handle, "COMMIT");
  if (status != SQLITE_OK && !sqlite3_get_autocommit (handle))
    execute (handle, "ROLLBACK");

  return status;
}
