/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-history-loader.h"

typedef struct
{
  GArray *ids;        /* gint64 */
  GPtrArray *records; /* TelarRunRecord: of the first of them */
  GPtrArray *names;   /* char *: that the user gave those, NULL for none */
} Loading;

static void
loading_free (gpointer data)
{
  Loading *loading = data;

  g_array_unref (loading->ids);
  g_ptr_array_unref (loading->records);
  g_ptr_array_unref (loading->names);
  g_free (loading);
}

static void load_next (GTask *task);

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Loading *loading = g_task_get_task_data (task);
  GError *error = NULL;
  TelarHistoryItem *item;
  gint64 id;
  TelarRunRecord *record = telar_history_load_finish (TELAR_HISTORY (source), result, &id, &error);

  if (record == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  item = telar_history_find (TELAR_HISTORY (source), id);
  g_ptr_array_add (loading->records, record);
  g_ptr_array_add (loading->names,
                   item != NULL ? g_strdup (telar_history_item_get_summary (item)->name) : NULL);
  load_next (task);
}

static void
load_next (GTask *task)
{
  Loading *loading = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (loading->records->len == loading->ids->len)
    g_task_return_pointer (task, g_ptr_array_ref (loading->records),
                           (GDestroyNotify) g_ptr_array_unref);
  else
    telar_history_load_async (g_task_get_source_object (task),
                              g_array_index (loading->ids, gint64, loading->records->len),
                              on_loaded, g_object_ref (task));
}

/**
 * telar_history_load_all_async:
 * @history: a history
 * @ids: (element-type gint64): of the runs to load, at least one; they are copied
 * @cancellable: (nullable): to give up after the run that is being loaded
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Loads runs one after another, for the main thread.
 */
void
telar_history_load_all_async (TelarHistory *history,
                              GArray *ids,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (history, cancellable, callback, user_data);
  Loading *loading = g_new0 (Loading, 1);

  g_task_set_source_tag (task, telar_history_load_all_async);
  loading->ids = g_array_copy (ids);
  loading->records = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  loading->names = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, loading, loading_free);
  load_next (task);
}

/**
 * telar_history_load_all_finish:
 * @history: the history
 * @result: what the callback of telar_history_load_all_async() was given
 * @names: (out) (optional) (transfer full) (element-type utf8): the names that the user gave them,
 *   %NULL for a run that has none
 * @error: return location for what kept one of them from being loaded
 *
 * Returns: (transfer full) (element-type TelarRunRecord): the runs in the order of their ids
 */
GPtrArray *
telar_history_load_all_finish (TelarHistory *history,
                               GAsyncResult *result,
                               GPtrArray **names,
                               GError **error)
{
  const Loading *loading;
  GPtrArray *records;

  g_return_val_if_fail (g_task_is_valid (result, history), NULL);

  loading = g_task_get_task_data (G_TASK (result));
  records = g_task_propagate_pointer (G_TASK (result), error);
  if (records != NULL && names != NULL)
    *names = g_ptr_array_ref (loading->names);

  return records;
}
