/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-store-private.h"

#include "telar-run-archive.h"

#include <string.h>

#define SUMMARY_COLUMNS                                                                            \
  "id, started_us, strategy, workload, workers, n_tasks, n_succeeded, n_failed, n_cancelled,"      \
  " n_skipped, wall_ns, cpu_user_ns, cpu_system_ns, peak_concurrency, is_complete, is_pinned,"     \
  " conditions, name, inputs"

/* Returns: (transfer full): @text without the differences that a search overlooks: of case, and of
 * how Unicode composes characters */
char *
telar_store_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (normal, -1);
}

/* The SQL function telar_matches (words, name, text…): whether each of the words is in one of the
 * others. Words and texts are folded already, the name is not. */
static void
matches (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  const char *name = (const char *) sqlite3_value_text (values[1]);
  g_autofree char *folded = name != NULL ? telar_store_fold (name) : NULL;
  GStrv words = sqlite3_get_auxdata (context, 0);
  gboolean is_match = TRUE, is_new = words == NULL;

  if (is_new)
    words = g_strsplit ((const char *) sqlite3_value_text (values[0]), " ", -1);

  for (guint i = 0; words[i] != NULL && is_match; i++)
    {
      is_match = folded != NULL && strstr (folded, words[i]) != NULL;
      for (int k = 2; k < n_values && !is_match; k++)
        {
          const char *text = (const char *) sqlite3_value_text (values[k]);

          is_match = text != NULL && strstr (text, words[i]) != NULL;
        }
    }

  /* SQLite may free them at once. */
  if (is_new)
    sqlite3_set_auxdata (context, 0, words, (void (*) (void *)) g_strfreev);
  sqlite3_result_int (context, is_match);
}

/* Makes the search known to the database. Returns: a result code of SQLite */
int
telar_store_add_search (sqlite3 *handle)
{
  return sqlite3_create_function (handle, "telar_matches", -1,
                                  SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, NULL,
                                  matches, NULL, NULL);
}

static guint
get_count (sqlite3_stmt *statement, int column)
{
  return (guint) CLAMP (sqlite3_column_int64 (statement, column), 0, G_MAXINT32);
}

static gint64
get_ns (sqlite3_stmt *statement, int column)
{
  return MAX (sqlite3_column_int64 (statement, column), 0);
}

/* Texts are as little trusted as the rest. */
static char *
dup_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *) sqlite3_column_text (statement, column);

  return text != NULL ? g_utf8_make_valid (text, -1) : NULL;
}

/* Returns: (nullable): the row of SUMMARY_COLUMNS, or NULL if it is of a workload or a strategy
 * that this version does not know */
static TelarRunSummary *
read_summary (sqlite3_stmt *statement)
{
  g_autoptr (TelarRunSummary) summary = g_new0 (TelarRunSummary, 1);
  int i = 0;

  summary->id = sqlite3_column_int64 (statement, i++);
  summary->started_us = sqlite3_column_int64 (statement, i++);
  if (!telar_strategy_from_name ((const char *) sqlite3_column_text (statement, i++),
                                 &summary->strategy))
    return NULL;
  summary->workload
      = telar_workload_from_document ((const char *) sqlite3_column_text (statement, i++));
  if (summary->workload == NULL)
    return NULL;

  summary->workers = get_count (statement, i++);
  summary->counts.total = get_count (statement, i++);
  summary->counts.succeeded = get_count (statement, i++);
  summary->counts.failed = get_count (statement, i++);
  summary->counts.cancelled = get_count (statement, i++);
  summary->counts.skipped = get_count (statement, i++);
  summary->wall_ns = get_ns (statement, i++);
  summary->cpu.user_ns = get_ns (statement, i++);
  summary->cpu.system_ns = get_ns (statement, i++);
  summary->peak_concurrency = get_count (statement, i++);
  summary->is_complete = sqlite3_column_int (statement, i++) != 0;
  summary->is_pinned = sqlite3_column_int (statement, i++) != 0;
  summary->conditions = dup_text (statement, i++);
  summary->name = dup_text (statement, i++);
  summary->inputs = dup_text (statement, i++);

  return g_steal_pointer (&summary);
}

/* Returns: (nullable): the words of a search with one blank between them, NULL if there are none */
static char *
dup_words (const char *search)
{
  g_autofree char *folded = telar_store_fold (search != NULL ? search : "");
  g_autoptr (GString) words = g_string_new (NULL);
  g_auto (GStrv) parts = g_strsplit_set (folded, " \t\r\n", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", parts[i]);

  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

/**
 * telar_store_list:
 * @store: a history
 * @search: (nullable): words, each of which has to be in the name, the inputs, the names of
 *   inputs, or the names of workload and strategy in run documents, in any case; of long lists of
 *   inputs only the first 16 KB are searched
 * @filter: whether only those that are pinned
 * @error: return location for a #GIOErrorEnum
 *
 * Runs of a workload or strategy that this version does not know are left out.
 *
 * Returns: (transfer full) (element-type TelarRunSummary) (nullable): those that are pinned first,
 *   and the newest first among them and among the others
 */
GPtrArray *
telar_store_list (TelarStore *store, const char *search, TelarStoreFilter filter, GError **error)
{
  g_autoptr (GPtrArray) summaries
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_summary_free);
  g_autofree char *words = dup_words (search);
  g_autofree char *sql = g_strconcat (
      "SELECT " SUMMARY_COLUMNS " FROM runs ",
      words != NULL ? "JOIN details ON details.run = runs.id " : "", "WHERE deleted_us IS NULL ",
      filter == TELAR_STORE_PINNED ? "AND is_pinned = 1 " : "",
      words != NULL ? "AND telar_matches (?1, name, workload, strategy, search_text) " : "",
      "ORDER BY is_pinned DESC, started_us DESC, id DESC", NULL);
  g_autoptr (sqlite3_stmt) statement = telar_database_prepare (store->database, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;

  if (words != NULL)
    sqlite3_bind_text (statement, 1, words, -1, SQLITE_STATIC);
  while (telar_database_step (store->database, statement, &has_row, error))
    {
      TelarRunSummary *summary;

      if (!has_row)
        return g_steal_pointer (&summaries);

      summary = read_summary (statement);
      if (summary != NULL)
        g_ptr_array_add (summaries, summary);
    }

  return NULL;
}

/* Returns: (nullable): the one row that @sql gives for a run */
static sqlite3_stmt *
find (TelarStore *store, const char *sql, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = telar_database_prepare (store->database, sql, error);
  gboolean has_row;

  if (statement == NULL)
    return NULL;

  sqlite3_bind_int64 (statement, 1, id);
  if (!telar_database_step (store->database, statement, &has_row, error))
    return NULL;

  if (!has_row)
    {
      telar_store_fail_gone (error);
      return NULL;
    }

  return g_steal_pointer (&statement);
}

/**
 * telar_store_get_summary:
 * @store: a history
 * @id: a run, such as one just saved
 * @error: return location for a #GIOErrorEnum; %G_IO_ERROR_NOT_FOUND if the run is gone or deleted
 *
 * Returns: (transfer full) (nullable): what a list tells of it
 */
TelarRunSummary *
telar_store_get_summary (TelarStore *store, gint64 id, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = find (
      store, "SELECT " SUMMARY_COLUMNS " FROM runs WHERE id = ? AND deleted_us IS NULL", id, error);
  TelarRunSummary *summary;

  if (statement == NULL)
    return NULL;

  summary = read_summary (statement);
  if (summary == NULL)
    telar_store_fail_gone (error);

  return summary;
}

/**
 * telar_store_find_same:
 * @store: a history
 * @record: a run that has ended, such as one from a document
 * @id: (out): the run of the history that is the same, or 0
 * @error: return location for a #GIOErrorEnum
 *
 * Runs are the same that started in the same second, which is as exactly as documents know it, took
 * the same time to the nanosecond and the same processor time, in the same way, with the same
 * outcome. Those that were deleted do not count.
 *
 * Returns: whether the history could be read
 */
gboolean
telar_store_find_same (TelarStore *store, TelarRunRecord *record, gint64 *id, GError **error)
{
  g_autoptr (TelarRunSummary) summary = telar_run_summary_new (record);
  gint64 second_us = g_date_time_to_unix (record->started) * G_USEC_PER_SEC;
  g_autoptr (sqlite3_stmt) statement = telar_database_prepare (
      store->database,
      "SELECT id FROM runs WHERE deleted_us IS NULL AND started_us >= ? AND started_us < ?"
      " AND wall_ns = ? AND strategy = ? AND workload = ? AND workers = ? AND n_tasks = ?"
      " AND n_succeeded = ? AND cpu_user_ns = ? AND cpu_system_ns = ? AND inputs = ?"
      " ORDER BY id LIMIT 1",
      error);
  gboolean has_row = FALSE;
  int i = 0;

  *id = 0;
  if (statement == NULL)
    return FALSE;

  sqlite3_bind_int64 (statement, ++i, second_us);
  sqlite3_bind_int64 (statement, ++i, second_us + G_USEC_PER_SEC);
  sqlite3_bind_int64 (statement, ++i, summary->wall_ns);
  sqlite3_bind_text (statement, ++i, telar_strategy_get_name (summary->strategy), -1,
                     SQLITE_STATIC);
  sqlite3_bind_text (statement, ++i, summary->workload->name, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, ++i, summary->workers);
  sqlite3_bind_int64 (statement, ++i, summary->counts.total);
  sqlite3_bind_int64 (statement, ++i, summary->counts.succeeded);
  sqlite3_bind_int64 (statement, ++i, summary->cpu.user_ns);
  sqlite3_bind_int64 (statement, ++i, summary->cpu.system_ns);
  sqlite3_bind_text (statement, ++i, summary->inputs, -1, SQLITE_STATIC);
  if (!telar_database_step (store->database, statement, &has_row, error))
    return FALSE;

  if (has_row)
    *id = sqlite3_column_int64 (statement, 0);

  return TRUE;
}

/* An archive that is read piece by piece. */
typedef struct
{
  sqlite3_blob *blob;
  int offset;
  int status;
} Archive;

static gboolean
read_archive (guint8 *buffer, gsize length, gpointer user_data)
{
  Archive *archive = user_data;

  archive->status = sqlite3_blob_read (archive->blob, buffer, (int) length, archive->offset);
  archive->offset += (int) length;

  return archive->status == SQLITE_OK;
}

/**
 * telar_store_load:
 * @store: a history
 * @id: a run, which may be deleted but not purged
 * @error: return location for a #GIOErrorEnum; %G_IO_ERROR_NOT_FOUND if the run is gone,
 *   %G_IO_ERROR_INVALID_DATA if it is damaged
 *
 * Takes time in proportion to the number of tasks and spans.
 *
 * Returns: (transfer full) (nullable): the run as it was saved
 */
TelarRunRecord *
telar_store_load (TelarStore *store, gint64 id, GError **error)
{
  /* As long as this is not done, the run stays, whoever deletes it. */
  g_autoptr (sqlite3_stmt) statement
      = find (store, "SELECT run FROM details WHERE run = ?", id, error);
  g_auto (TelarByteReader) reader = { 0 };
  g_autoptr (TelarRunRecord) record = NULL;
  Archive archive = { 0 };

  if (statement == NULL)
    return NULL;

  archive.status = sqlite3_blob_open (store->database->handle, "main", "details", "archive", id, 0,
                                      &archive.blob);
  if (archive.status == SQLITE_OK)
    {
      telar_byte_reader_init_source (&reader, (guint64) sqlite3_blob_bytes (archive.blob),
                                     read_archive, &archive);
      record = telar_run_archive_read (&reader, error);
    }
  sqlite3_blob_close (archive.blob);

  /* That the file could not be read tells more than that the run is not whole. */
  if (archive.status != SQLITE_OK)
    {
      if (error != NULL)
        g_clear_error (error);
      telar_database_fail (store->database, archive.status, error);
      return NULL;
    }

  return g_steal_pointer (&record);
}

/**
 * telar_store_load_thumbnail:
 * @store: a history
 * @id: a run
 * @thumbnail: (out) (transfer full) (nullable): its picture as it was given; not trusted. %NULL if
 *   there is none
 * @error: return location for a #GIOErrorEnum; %G_IO_ERROR_NOT_FOUND if the run is gone
 *
 * Returns: whether @thumbnail was set
 */
gboolean
telar_store_load_thumbnail (TelarStore *store, gint64 id, GBytes **thumbnail, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = find (store, "SELECT thumbnail FROM details WHERE run = ?", id, error);
  const void *data;

  if (statement == NULL)
    return FALSE;

  data = sqlite3_column_blob (statement, 0);
  *thumbnail
      = data != NULL ? g_bytes_new (data, (gsize) sqlite3_column_bytes (statement, 0)) : NULL;

  return TRUE;
}

/**
 * telar_store_get_version:
 * @store: a history
 *
 * Costs some microseconds.
 *
 * Returns: a number that differs from an earlier one of the same @store if meanwhile anything was
 *   changed, here or by another window or program; 0 if that cannot be told at the moment
 */
guint64
telar_store_get_version (TelarStore *store)
{
  g_autoptr (sqlite3_stmt) statement
      = telar_database_prepare (store->database, "PRAGMA data_version", NULL);
  gboolean has_row = FALSE;

  if (statement == NULL || !telar_database_step (store->database, statement, &has_row, NULL)
      || !has_row)
    return 0;

  return ((guint64) (guint32) sqlite3_column_int (statement, 0) << 32) | store->n_changes;
}
