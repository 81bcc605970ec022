/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-store-private.h"

#include "telar-run-archive.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* How long a run that was deleted can be brought back, even if another window opens meanwhile. */
#define MAX_DELETED_US (600 * G_TIME_SPAN_SECOND)

/* How much of the inputs is searched: of longer ones only the beginning. */
#define MAX_SEARCH_LENGTH 16384

#define MAX_NAME_LENGTH 200

/**
 * telar_store_dup_default_path:
 *
 * Returns: (transfer full): where the history of the user is
 */
char *
telar_store_dup_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "telar", "history.db", NULL);
}

/* Removes what was deleted at least @age_us ago, and gives its space back to the disk. */
static gboolean
purge (TelarStore *store, gint64 age_us, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = telar_database_prepare (
      store->database,
      "DELETE FROM runs WHERE deleted_us IS NOT NULL AND abs (?1 - deleted_us) >= ?2", error);

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, g_get_real_time ());
  sqlite3_bind_int64 (statement, 2, age_us);
  if (!telar_database_step (store->database, statement, NULL, error))
    return FALSE;

  if (sqlite3_changes (store->database->handle) == 0)
    return TRUE;

  return telar_database_execute (store->database, "PRAGMA incremental_vacuum", error);
}

/**
 * telar_store_open:
 * @path: where the history is or is to be, such as telar_store_dup_default_path()
 * @notice: (out) (optional): set, in the user's language, if the history that was there is damaged
 *   or of a newer version, and therefore was set aside; else it stays as it was
 * @error: return location for a #GIOErrorEnum
 *
 * Takes time for the list of runs, but not for what is in them. May wait some seconds for other
 * programs. Runs that were deleted more than ten minutes ago are gone afterwards.
 *
 * Returns: (transfer full) (nullable): the history
 */
TelarStore *
telar_store_open (const char *path, char **notice, GError **error)
{
  g_autoptr (TelarStore) store = g_new0 (TelarStore, 1);
  g_autoptr (GError) purge_error = NULL;

  store->database = telar_database_open (path, notice, error);
  if (store->database == NULL)
    return NULL;

  telar_store_add_search (store->database->handle);

  /* A history that can be read is of use even if the disk is full. */
  if (!purge (store, MAX_DELETED_US, &purge_error))
    g_debug ("The history could not be tidied up: %s", purge_error->message);

  return g_steal_pointer (&store);
}

/**
 * telar_store_close:
 * @store: (transfer full) (nullable): a history
 */
void
telar_store_close (TelarStore *store)
{
  if (store == NULL)
    return;

  telar_database_close (store->database);
  g_free (store);
}

/* Sets the error for a run that is not there. Returns: FALSE */
gboolean
telar_store_fail_gone (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       _ ("This run is no longer in the history"));

  return FALSE;
}

/* Executes a statement that changes one run. Returns: whether it was there */
static gboolean
change_one (TelarStore *store, sqlite3_stmt *statement, GError **error)
{
  if (!telar_database_step (store->database, statement, NULL, error))
    return FALSE;
  if (sqlite3_changes (store->database->handle) == 0)
    return telar_store_fail_gone (error);

  store->n_changes++;

  return TRUE;
}

/* What is searched besides the name, a line each. */
static char *
dup_search_text (TelarRunRecord *record)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_tasks = telar_plan_get_n_tasks (record->plan);

  for (guint i = 0; i < n_tasks && text->len < MAX_SEARCH_LENGTH; i++)
    {
      const TelarInput *input = telar_plan_get_task (record->plan, i);

      g_string_append_printf (text, "%s\n", input->input);
      if (input->name != NULL)
        g_string_append_printf (text, "%s\n", input->name);
    }

  return telar_store_fold (text->str);
}

static gboolean
insert_run (TelarStore *store, const TelarRunSummary *summary, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = telar_database_prepare (
      store->database,
      "INSERT INTO runs (started_us, strategy, workload, workers, n_tasks, n_succeeded, n_failed,"
      " n_cancelled, n_skipped, wall_ns, cpu_user_ns, cpu_system_ns, peak_concurrency, is_complete,"
      " conditions, inputs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  int i = 0;

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, ++i, summary->started_us);
  sqlite3_bind_text (statement, ++i, telar_strategy_get_name (summary->strategy), -1,
                     SQLITE_STATIC);
  sqlite3_bind_text (statement, ++i, summary->workload->name, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, ++i, summary->workers);
  sqlite3_bind_int64 (statement, ++i, summary->counts.total);
  sqlite3_bind_int64 (statement, ++i, summary->counts.succeeded);
  sqlite3_bind_int64 (statement, ++i, summary->counts.failed);
  sqlite3_bind_int64 (statement, ++i, summary->counts.cancelled);
  sqlite3_bind_int64 (statement, ++i, summary->counts.skipped);
  sqlite3_bind_int64 (statement, ++i, summary->wall_ns);
  sqlite3_bind_int64 (statement, ++i, summary->cpu.user_ns);
  sqlite3_bind_int64 (statement, ++i, summary->cpu.system_ns);
  sqlite3_bind_int64 (statement, ++i, summary->peak_concurrency);
  sqlite3_bind_int64 (statement, ++i, summary->is_complete);
  sqlite3_bind_text (statement, ++i, summary->conditions, -1, SQLITE_STATIC);
  sqlite3_bind_text (statement, ++i, summary->inputs, -1, SQLITE_STATIC);

  return telar_database_step (store->database, statement, NULL, error);
}

static void
bind_bytes (sqlite3_stmt *statement, int index, GBytes *bytes)
{
  gsize length;
  const void *data;

  if (bytes == NULL)
    return;

  data = g_bytes_get_data (bytes, &length);
  sqlite3_bind_blob64 (statement, index, data != NULL ? data : "", length, SQLITE_STATIC);
}

static gboolean
insert_details (TelarStore *store,
                gint64 id,
                const char *search_text,
                GBytes *thumbnail,
                GBytes *archive,
                GError **error)
{
  g_autoptr (sqlite3_stmt) statement = telar_database_prepare (
      store->database,
      "INSERT INTO details (run, search_text, thumbnail, archive) VALUES (?, ?, ?, ?)", error);

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_text (statement, 2, search_text, -1, SQLITE_STATIC);
  bind_bytes (statement, 3, thumbnail);
  bind_bytes (statement, 4, archive);

  return telar_database_step (store->database, statement, NULL, error);
}

/* Removes the runs beyond the limit. Those that were saved first go first, whenever they were
 * executed: a run of long ago that was just opened is not lost at once. */
static gboolean
trim (TelarStore *store, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = NULL;

  if (store->limit == 0)
    return TRUE;

  statement = telar_database_prepare (
      store->database,
      "DELETE FROM runs WHERE id IN (SELECT id FROM runs WHERE is_pinned = 0 AND deleted_us IS NULL"
      " ORDER BY id DESC LIMIT -1 OFFSET ?)",
      error);
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, store->limit);

  return telar_database_step (store->database, statement, NULL, error);
}

/**
 * telar_store_save:
 * @store: a history
 * @record: a run that has ended
 * @thumbnail: (nullable): a small picture of its chart, in a form that the caller knows
 * @error: return location for a #GIOErrorEnum, such as %G_IO_ERROR_NO_SPACE
 *
 * Saves the run as a whole or not at all. Once this returned, the run survives the end of the
 * program in any form, and of the system as far as its disk keeps what it promised to have written.
 * What the limit does not allow is removed in the same step.
 *
 * Returns: the id of the run, or 0
 */
gint64
telar_store_save (TelarStore *store, TelarRunRecord *record, GBytes *thumbnail, GError **error)
{
  g_autoptr (TelarRunSummary) summary = NULL;
  g_autoptr (GBytes) archive = NULL;
  g_autofree char *search_text = NULL;
  gboolean is_saved;
  gint64 id = 0;

  g_return_val_if_fail (telar_run_record_has_ended (record), 0);

  /* All that takes time comes before the moment from which others have to wait. */
  summary = telar_run_summary_new (record);
  archive = telar_run_archive_write (record);
  search_text = dup_search_text (record);

  if (!telar_database_begin (store->database, error))
    return 0;

  is_saved = insert_run (store, summary, error);
  if (is_saved)
    {
      id = sqlite3_last_insert_rowid (store->database->handle);
      is_saved = insert_details (store, id, search_text, thumbnail, archive, error)
                 && trim (store, error);
    }
  if (!telar_database_end (store->database, is_saved, error))
    return 0;

  store->n_changes++;

  return id;
}

/**
 * telar_store_set_thumbnail:
 * @store: a history
 * @id: a run
 * @thumbnail: (nullable): a small picture of its chart
 * @error: return location for a #GIOErrorEnum; %G_IO_ERROR_NOT_FOUND if the run is gone
 *
 * Returns: whether it was set
 */
gboolean
telar_store_set_thumbnail (TelarStore *store, gint64 id, GBytes *thumbnail, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = telar_database_prepare (
      store->database, "UPDATE details SET thumbnail = ?2 WHERE run = ?1", error);

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, id);
  bind_bytes (statement, 2, thumbnail);

  return change_one (store, statement, error);
}

/* A name as it is kept: of one line, without blanks around it; NULL if nothing is left. */
static char *
dup_plain_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);

  for (char *p = valid; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  g_strstrip (valid);
  if (*valid == '\0')
    return NULL;

  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_NAME_LENGTH));
}

/**
 * telar_store_rename:
 * @store: a history
 * @id: a run
 * @name: (nullable): what the user calls it; of one that is too long the beginning is kept, and an
 *   empty one is none
 * @error: return location for a #GIOErrorEnum; %G_IO_ERROR_NOT_FOUND if the run is gone
 *
 * Returns: whether it is called that
 */
gboolean
telar_store_rename (TelarStore *store, gint64 id, const char *name, GError **error)
{
  g_autofree char *plain = dup_plain_name (name);
  g_autoptr (sqlite3_stmt) statement
      = telar_database_prepare (store->database, "UPDATE runs SET name = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_text (statement, 2, plain, -1, SQLITE_STATIC);

  return change_one (store, statement, error);
}

/**
 * telar_store_set_pinned:
 * @store: a history
 * @id: a run
 * @is_pinned: whether it stays on top and is never removed because there are too many
 * @error: return location for a #GIOErrorEnum; %G_IO_ERROR_NOT_FOUND if the run is gone
 *
 * Returns: whether it was set
 */
gboolean
telar_store_set_pinned (TelarStore *store, gint64 id, gboolean is_pinned, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = telar_database_prepare (
      store->database, "UPDATE runs SET is_pinned = ?2 WHERE id = ?1", error);

  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_int (statement, 2, is_pinned != FALSE);

  return change_one (store, statement, error);
}

/* Sets the time of deletion of all of @ids, or of none if one is not there. */
static gboolean
mark_deleted (TelarStore *store,
              const gint64 *ids,
              guint n_ids,
              gboolean is_deleted,
              GError **error)
{
  g_autoptr (sqlite3_stmt) statement = telar_database_prepare (
      store->database, "UPDATE runs SET deleted_us = ?2 WHERE id = ?1", error);
  gboolean is_done = TRUE;

  if (statement == NULL || !telar_database_begin (store->database, error))
    return FALSE;

  if (is_deleted)
    sqlite3_bind_int64 (statement, 2, g_get_real_time ());
  for (guint i = 0; i < n_ids && is_done; i++)
    {
      sqlite3_bind_int64 (statement, 1, ids[i]);
      is_done = change_one (store, statement, error);
      sqlite3_reset (statement);
    }

  return telar_database_end (store->database, is_done, error);
}

/**
 * telar_store_delete:
 * @store: a history
 * @ids: (array length=n_ids): runs
 * @n_ids: how many
 * @error: return location for a #GIOErrorEnum; %G_IO_ERROR_NOT_FOUND if one of them is gone
 *
 * The runs are in no list any more, but telar_store_restore() brings them back until they are
 * purged: at the earliest ten minutes later, when the history is opened, or when the caller does.
 *
 * Returns: whether all of them were deleted; if not, none was
 */
gboolean
telar_store_delete (TelarStore *store, const gint64 *ids, guint n_ids, GError **error)
{
  return mark_deleted (store, ids, n_ids, TRUE, error);
}

/**
 * telar_store_restore:
 * @store: a history
 * @ids: (array length=n_ids): runs that were deleted
 * @n_ids: how many
 * @error: return location for a #GIOErrorEnum; %G_IO_ERROR_NOT_FOUND if one of them is gone
 *
 * Returns: whether all of them are back; if not, none is
 */
gboolean
telar_store_restore (TelarStore *store, const gint64 *ids, guint n_ids, GError **error)
{
  return mark_deleted (store, ids, n_ids, FALSE, error);
}

/**
 * telar_store_purge:
 * @store: a history
 * @error: return location for a #GIOErrorEnum
 *
 * Removes for good what was deleted, in this window or another.
 *
 * Returns: whether it is gone
 */
gboolean
telar_store_purge (TelarStore *store, GError **error)
{
  return purge (store, 0, error);
}

/**
 * telar_store_set_limit:
 * @store: a history
 * @limit: how many runs that are not pinned are kept; 0 for all
 * @error: return location for a #GIOErrorEnum
 *
 * Removes at once, and whenever a run is saved in @store, those beyond the limit that were saved
 * first. They cannot be brought back.
 *
 * Returns: whether they are gone; the limit is set in any case
 */
gboolean
telar_store_set_limit (TelarStore *store, guint limit, GError **error)
{
  store->limit = limit;
  store->n_changes++;

  return trim (store, error);
}
