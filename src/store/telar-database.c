/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-database.h"

#include "telar-store-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* How long another program may write before ours gives up. */
#define BUSY_TIMEOUT_MS 5000

/* How long another program may create or set aside the database, or keep ours from that. */
#define LOCK_TIMEOUT_MS  3000
#define LOCK_INTERVAL_MS 10

/* What is found where the database is to be. */
typedef enum
{
  STATE_FINE,
  STATE_OLDER, /* or nothing yet */
  STATE_NEWER,
  STATE_DAMAGED,
  STATE_UNKNOWN, /* it could not be looked at, which says nothing about it */
} State;

static char *
dup_path (TelarDatabase *database, const char *suffix)
{
  return g_strconcat (database->path, suffix, NULL);
}

/* Makes the next program that opens the database look at all of it. */
static void
mark_as_suspect (TelarDatabase *database)
{
  g_autofree char *path = dup_path (database, "-suspect");
  int file = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  if (file >= 0)
    close (file);
}

/**
 * telar_database_fail:
 * @database: a database
 * @status: a result code of SQLite that is an error
 * @error: return location for what it means, a #GIOErrorEnum
 *
 * If the database is damaged, the next program that opens it looks at all of it.
 *
 * Returns: %FALSE
 */
gboolean
telar_database_fail (TelarDatabase *database, int status, GError **error)
{
  g_autofree char *path = g_filename_display_name (database->path);

  switch (status & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      mark_as_suspect (database);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("The history of runs in “%s” is damaged; start Telar anew to set it aside"),
                   path);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                   _ ("The history of runs in “%s” is in use by another program; try again"), path);
      break;
    case SQLITE_FULL:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                   _ ("There is no space left for the history of runs in “%s”"), path);
      break;
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                   _ ("You are not allowed to write the history of runs in “%s”"), path);
      break;
    case SQLITE_TOOBIG:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                           _ ("The run is too large for the history"));
      break;
    default:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   /* Translators: a path, and what the database says in English */
                   _ ("The history of runs in “%s” does not work: %s"), path,
                   database->handle != NULL ? sqlite3_errmsg (database->handle)
                                            : sqlite3_errstr (status));
    }

  return FALSE;
}

static gboolean
fail_errno (TelarDatabase *database, int number, GError **error)
{
  g_autofree char *path = g_filename_display_name (database->path);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number),
               /* Translators: a path, and what the system says */
               _ ("The history of runs in “%s” cannot be opened: %s"), path, g_strerror (number));

  return FALSE;
}

/* Takes the lock as a whole (@is_exclusive) or beside others. Every program holds it beside others
 * while it has the database open, so that none renames it under another. */
static gboolean
lock (TelarDatabase *database, gboolean is_exclusive, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + LOCK_TIMEOUT_MS * G_TIME_SPAN_MILLISECOND;

  while (flock (database->lock, (is_exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0)
    {
      if (errno != EWOULDBLOCK && errno != EINTR)
        return fail_errno (database, errno, error);
      if (g_get_monotonic_time () > deadline)
        {
          flock (database->lock, LOCK_UN);
          return telar_database_fail (database, SQLITE_BUSY, error);
        }
      g_usleep (LOCK_INTERVAL_MS * G_TIME_SPAN_MILLISECOND);
    }

  return TRUE;
}

static gboolean
create_lock (TelarDatabase *database, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (database->path);
  g_autofree char *path = dup_path (database, "-lock");

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail_errno (database, errno, error);

  database->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (database->lock < 0)
    return fail_errno (database, errno, error);

  return TRUE;
}

static int
execute (TelarDatabase *database, const char *sql)
{
  return sqlite3_exec (database->handle, sql, NULL, NULL, NULL);
}

/* Reads the one number that @sql asks for. */
static int
query_number (TelarDatabase *database, const char *sql, gint64 *number)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status = sqlite3_prepare_v2 (database->handle, sql, -1, &statement, NULL);

  if (status != SQLITE_OK)
    return status;

  status = sqlite3_step (statement);
  if (status != SQLITE_ROW)
    return status == SQLITE_DONE ? SQLITE_CORRUPT : status;
  *number = sqlite3_column_int64 (statement, 0);

  return SQLITE_OK;
}

/* Whether the check that @sql makes finds nothing wrong: SQLITE_CORRUPT if it does. */
static int
check (TelarDatabase *database, const char *sql)
{
  g_autoptr (sqlite3_stmt) statement = NULL;
  int status = sqlite3_prepare_v2 (database->handle, sql, -1, &statement, NULL);

  if (status != SQLITE_OK)
    return status;

  status = sqlite3_step (statement);
  if (status != SQLITE_ROW)
    return status == SQLITE_DONE ? SQLITE_CORRUPT : status;

  return g_strcmp0 ((const char *) sqlite3_column_text (statement, 0), "ok") == 0 ? SQLITE_OK
                                                                                  : SQLITE_CORRUPT;
}

/* Looks at the list of runs, which takes little time even of many; at all that there is only after
 * something was found damaged. A damaged run that the list does not need is met when it is loaded.
 */
static int
check_contents (TelarDatabase *database)
{
  g_autofree char *mark = dup_path (database, "-suspect");
  int status;

  if (!g_file_test (mark, G_FILE_TEST_EXISTS))
    return check (database, "PRAGMA quick_check (runs)");

  status = check (database, "PRAGMA quick_check");
  if (status == SQLITE_OK)
    g_unlink (mark);

  return status;
}

static int
check_tables (TelarDatabase *database)
{
  static const char *const queries[] = {
    "SELECT id, started_us, strategy, workload, workers, n_tasks, n_succeeded, n_failed,"
    " n_cancelled, n_skipped, wall_ns, cpu_user_ns, cpu_system_ns, peak_concurrency, is_complete,"
    " is_pinned, name, inputs, deleted_us FROM runs",
    "SELECT run, search_text, thumbnail, archive FROM details",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (sqlite3_stmt) statement = NULL;
      int status = sqlite3_prepare_v2 (database->handle, queries[i], -1, &statement, NULL);

      /* A table that is missing is a plain error for SQLite. */
      if (status != SQLITE_OK)
        return (status & 0xff) == SQLITE_ERROR ? SQLITE_CORRUPT : status;
    }

  return SQLITE_OK;
}

static int
look (TelarDatabase *database, State *state)
{
  gint64 version = 0, application_id = 0, n_tables = 0;
  int status = query_number (database, "SELECT count (*) FROM sqlite_schema", &n_tables);

  if (status == SQLITE_OK)
    status = query_number (database, "PRAGMA user_version", &version);
  if (status == SQLITE_OK)
    status = query_number (database, "PRAGMA application_id", &application_id);
  if (status != SQLITE_OK)
    return status;

  if (n_tables == 0 && version == 0)
    {
      *state = STATE_OLDER;
      return SQLITE_OK;
    }

  /* Somebody else's database is not for us. */
  if (application_id != TELAR_STORE_APPLICATION_ID || version < 1)
    return SQLITE_NOTADB;

  if (version > telar_store_schema_n_steps)
    {
      *state = STATE_NEWER;
      return SQLITE_OK;
    }

  status = check_contents (database);
  if (status != SQLITE_OK)
    return status;

  if (version < telar_store_schema_n_steps)
    {
      *state = STATE_OLDER;
      return SQLITE_OK;
    }

  *state = STATE_FINE;

  return check_tables (database);
}

/* The file is not trusted: it may hold no code that is executed, and no damage goes unseen. */
static int
connect_to_file (TelarDatabase *database)
{
  int flags
      = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int status = sqlite3_open_v2 (database->path, &database->handle, flags, NULL);

  if (status != SQLITE_OK)
    return status;

  sqlite3_busy_timeout (database->handle, BUSY_TIMEOUT_MS);
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
  /* What is damaged is kept as it was found. */
  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);

  /* With a write-ahead log a run that was saved survives the program in any case, and with full
   * synchronisation a power cut too. */
  return execute (database, "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
                            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL");
}

static void
disconnect (TelarDatabase *database)
{
  sqlite3_close_v2 (database->handle);
  database->handle = NULL;
}

/* Connects, and says what there is. */
static State
examine (TelarDatabase *database, GError **error)
{
  State state = STATE_UNKNOWN;
  int status = connect_to_file (database);

  if (status == SQLITE_OK)
    status = look (database, &state);
  if ((status & 0xff) == SQLITE_CORRUPT || (status & 0xff) == SQLITE_NOTADB)
    return STATE_DAMAGED;

  if (status != SQLITE_OK)
    {
      telar_database_fail (database, status, error);
      return STATE_UNKNOWN;
    }

  sqlite3_db_config (database->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);

  return state;
}

/* Brings an older or empty database up to date. The kind of vacuum comes before the first table. */
static gboolean
upgrade (TelarDatabase *database, GError **error)
{
  int status = execute (database, "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL");

  if (status == SQLITE_OK)
    status = telar_store_schema_upgrade (database->handle, telar_store_schema_steps,
                                         telar_store_schema_n_steps);

  return status == SQLITE_OK || telar_database_fail (database, status, error);
}

/* A name beside the database that nothing has yet, such as “history-newer-2026-01-31-100000.db”. */
static char *
dup_path_aside (TelarDatabase *database, const char *word)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d-%H%M%S");
  gboolean has_ending = g_str_has_suffix (database->path, ".db");
  int length = (int) strlen (database->path) - (has_ending ? 3 : 0);

  for (guint i = 1;; i++)
    {
      g_autofree char *number = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      char *path = g_strdup_printf ("%.*s-%s-%s%s.db", length, database->path, word, time, number);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return path;
      g_free (path);
    }
}

/* Called with the lock held as a whole. The log goes first: left behind, it would be read into the
 * next database. */
static gboolean
set_aside (TelarDatabase *database, State state, char **notice, GError **error)
{
  static const char *const suffixes[] = { "-wal", "-shm", "-journal", "" };
  g_autofree char *aside = dup_path_aside (database, state == STATE_NEWER ? "newer" : "damaged");
  g_autofree char *shown = g_filename_display_name (aside);
  g_autofree char *mark = dup_path (database, "-suspect");

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = dup_path (database, suffixes[i]);
      g_autofree char *to = g_strconcat (aside, suffixes[i], NULL);

      if (g_rename (from, to) != 0 && errno != ENOENT)
        return fail_errno (database, errno, error);
    }
  g_unlink (mark);

  if (notice == NULL)
    return TRUE;

  g_free (*notice);
  if (state == STATE_NEWER)
    *notice = g_strdup_printf (_ ("The history of runs is of a newer version of Telar. It was set "
                                  "aside as “%s”, and a new one was begun."),
                               shown);
  else
    *notice = g_strdup_printf (_ ("The history of runs was damaged. It was set aside as “%s”, and "
                                  "a new one was begun."),
                               shown);

  return TRUE;
}

/* Makes a database that is not fine so. Between the two looks another program may have done it. */
static gboolean
mend (TelarDatabase *database, char **notice, GError **error)
{
  State state;

  if (!lock (database, TRUE, error))
    return FALSE;

  state = examine (database, error);
  if (state == STATE_DAMAGED || state == STATE_NEWER)
    {
      disconnect (database);
      if (!set_aside (database, state, notice, error))
        return FALSE;
      state = examine (database, error);
    }
  if (state == STATE_UNKNOWN || (state == STATE_OLDER && !upgrade (database, error)))
    return FALSE;
  if (state == STATE_DAMAGED)
    return telar_database_fail (database, SQLITE_CORRUPT, error);

  return lock (database, FALSE, error);
}

/**
 * telar_database_open:
 * @path: where the database is, or is to be; its folder is made for the user alone
 * @notice: (out) (optional) (nullable): if the database had to be set aside, where it is now,
 *   in the user's language
 * @error: return location for a #GIOErrorEnum, such as %G_IO_ERROR_PERMISSION_DENIED, or
 *   %G_IO_ERROR_BUSY if it had to be set aside or upgraded while another program has it open
 *
 * A database that is damaged, of a newer version or of another application is renamed, never
 * overwritten, and a new one is made.
 *
 * Returns: (transfer full) (nullable): the database
 */
TelarDatabase *
telar_database_open (const char *path, char **notice, GError **error)
{
  g_autoptr (TelarDatabase) database = g_new0 (TelarDatabase, 1);
  State state;

  database->path = g_strdup (path);
  database->lock = -1;
  if (!create_lock (database, error) || !lock (database, FALSE, error))
    return NULL;

  state = examine (database, error);
  if (state == STATE_UNKNOWN)
    return NULL;

  if (state != STATE_FINE)
    {
      disconnect (database);
      if (!mend (database, notice, error))
        return NULL;
    }

  return g_steal_pointer (&database);
}

/**
 * telar_database_close:
 * @database: (transfer full) (nullable): a database
 */
void
telar_database_close (TelarDatabase *database)
{
  if (database == NULL)
    return;

  disconnect (database);
  /* Last, because closing may still tidy the log up. */
  if (database->lock >= 0)
    close (database->lock);
  g_free (database->path);
  g_free (database);
}

/**
 * telar_database_execute:
 * @database: a database
 * @sql: statements without parameters
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether they were executed
 */
gboolean
telar_database_execute (TelarDatabase *database, const char *sql, GError **error)
{
  int status = execute (database, sql);

  return status == SQLITE_OK || telar_database_fail (database, status, error);
}

/**
 * telar_database_prepare:
 * @database: a database
 * @sql: one statement
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: (transfer full) (nullable): the statement
 */
sqlite3_stmt *
telar_database_prepare (TelarDatabase *database, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int status = sqlite3_prepare_v2 (database->handle, sql, -1, &statement, NULL);

  if (status != SQLITE_OK)
    telar_database_fail (database, status, error);

  return statement;
}

/**
 * telar_database_step:
 * @database: a database
 * @statement: one of its statements
 * @has_row: (out) (optional): whether there is a row; if not, the statement is done
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether all went well
 */
gboolean
telar_database_step (TelarDatabase *database,
                     sqlite3_stmt *statement,
                     gboolean *has_row,
                     GError **error)
{
  int status = sqlite3_step (statement);

  if (has_row != NULL)
    *has_row = status == SQLITE_ROW;

  return status == SQLITE_ROW || status == SQLITE_DONE
         || telar_database_fail (database, status, error);
}

/**
 * telar_database_begin:
 * @database: a database
 * @error: return location for a #GIOErrorEnum
 *
 * Begins a transaction that writes; waits for another program that does so.
 *
 * Returns: whether it began
 */
gboolean
telar_database_begin (TelarDatabase *database, GError **error)
{
  return telar_database_execute (database, "BEGIN IMMEDIATE", error);
}

/**
 * telar_database_end:
 * @database: a database in a transaction
 * @is_to_keep: whether all in it went well
 * @error: return location for a #GIOErrorEnum; not set if @is_to_keep is %FALSE
 *
 * Keeps what was written since telar_database_begin(), or undoes it.
 *
 * Returns: whether it was kept
 */
gboolean
telar_database_end (TelarDatabase *database, gboolean is_to_keep, GError **error)
{
  if (is_to_keep && telar_database_execute (database, "COMMIT", error))
    return TRUE;

  if (!sqlite3_get_autocommit (database->handle))
    execute (database, "ROLLBACK");

  return FALSE;
}
