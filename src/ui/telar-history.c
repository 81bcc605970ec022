/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-history.h"

#include "chart/telar-thumbnail.h"
#include "store/telar-store.h"

struct _TelarHistory
{
  GObject parent_instance;

  char *path;
  GThreadPool *pool;  /* of one thread, which works off the jobs in their order */
  TelarStore *store;  /* that thread's; NULL until the first job */
  GPtrArray *items;   /* TelarHistoryItem */
  guint64 version;    /* that thread's: what the list was read at */
  gboolean is_listed; /* that thread's */
  gint limit;         /* how many runs to keep, 0 for all; atomic */
};

typedef enum
{
  JOB_REFRESH,
  JOB_SAVE,
  JOB_ADD,
  JOB_LOAD,
  JOB_THUMBNAIL,
  JOB_RENAME,
  JOB_PIN,
  JOB_DELETE,
  JOB_RESTORE,
} JobKind;

/* Something to be done with the store. The task's data, which its thread hands back. */
typedef struct
{
  JobKind kind;
  gint64 id;
  char *name;
  gboolean is_pinned;
  TelarRunRecord *record;
  TelarHistoryItem *item; /* that wants a thumbnail; for the main thread only */

  GPtrArray *summaries; /* TelarRunSummary: the list anew, or NULL */
  GBytes *thumbnail;
  char *notice;
} Job;

static void telar_history_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TelarHistory,
                               telar_history,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, telar_history_list_init))

enum
{
  SIGNAL_TOLD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->name);
  g_free (job->notice);
  g_clear_pointer (&job->record, telar_run_record_unref);
  g_clear_pointer (&job->summaries, g_ptr_array_unref);
  g_clear_pointer (&job->thumbnail, g_bytes_unref);
  g_clear_object (&job->item);
  g_free (job);
}

static GType
telar_history_get_item_type (GListModel *model)
{
  return TELAR_TYPE_HISTORY_ITEM;
}

static guint
telar_history_get_n_items (GListModel *model)
{
  return TELAR_HISTORY (model)->items->len;
}

static gpointer
telar_history_get_item (GListModel *model, guint position)
{
  TelarHistory *self = TELAR_HISTORY (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
telar_history_list_init (GListModelInterface *iface)
{
  iface->get_item_type = telar_history_get_item_type;
  iface->get_n_items = telar_history_get_n_items;
  iface->get_item = telar_history_get_item;
}

static gint64
get_id (GPtrArray *items, guint position)
{
  return telar_history_item_get_summary (g_ptr_array_index (items, position))->id;
}

static gint64
get_new_id (GPtrArray *summaries, guint position)
{
  return ((TelarRunSummary *) g_ptr_array_index (summaries, position))->id;
}

/* Brings the list up to date. Items that stay keep their place in selections and widgets. */
static void
take_summaries (TelarHistory *self, GPtrArray *summaries)
{
  guint n_old = self->items->len, n_new = summaries->len, start = 0, end = 0;
  g_autoptr (GHashTable) removed
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_object_unref);

  while (start < MIN (n_old, n_new) && get_id (self->items, start) == get_new_id (summaries, start))
    start++;
  while (end < MIN (n_old, n_new) - start
         && get_id (self->items, n_old - 1 - end) == get_new_id (summaries, n_new - 1 - end))
    end++;

  for (guint i = 0; i < n_new; i++)
    {
      gboolean is_between = i >= start && i < n_new - end;
      guint old = i < start ? i : n_old - (n_new - i);

      if (is_between)
        continue;
      telar_history_item_take_summary (g_ptr_array_index (self->items, old),
                                       g_steal_pointer (&summaries->pdata[i]));
    }

  for (guint i = start; i < n_old - end; i++)
    {
      TelarHistoryItem *item = g_ptr_array_index (self->items, i);

      g_hash_table_insert (removed, (gpointer) &telar_history_item_get_summary (item)->id,
                           g_object_ref (item));
    }
  if (n_old - end > start)
    g_ptr_array_remove_range (self->items, start, n_old - end - start);
  for (guint i = start; i < n_new - end; i++)
    {
      TelarRunSummary *summary = g_steal_pointer (&summaries->pdata[i]);
      TelarHistoryItem *item = telar_history_item_new (summary);
      TelarHistoryItem *former = g_hash_table_lookup (removed, &summary->id);

      if (former != NULL)
        telar_history_item_set_thumbnail (item, telar_history_item_get_thumbnail (former));
      g_ptr_array_insert (self->items, (int) i, item);
    }
  if (n_old - end > start || n_new - end > start)
    g_list_model_items_changed (G_LIST_MODEL (self), start, n_old - end - start,
                                n_new - end - start);
}

static gboolean
execute (TelarHistory *self, Job *job, GError **error)
{
  switch (job->kind)
    {
    case JOB_REFRESH:
      return TRUE;

    case JOB_ADD:
      if (!telar_store_find_same (self->store, job->record, &job->id, error))
        return FALSE;
      if (job->id > 0)
        return TRUE;
      G_GNUC_FALLTHROUGH;

    case JOB_SAVE:
      if (!telar_store_set_limit (self->store, (guint) g_atomic_int_get (&self->limit), error))
        return FALSE;
      job->thumbnail = telar_thumbnail_new (job->record);
      job->id = telar_store_save (self->store, job->record, job->thumbnail, error);
      return job->id > 0;

    case JOB_LOAD:
      job->record = telar_store_load (self->store, job->id, error);
      return job->record != NULL;

    case JOB_THUMBNAIL:
      return telar_store_load_thumbnail (self->store, job->id, &job->thumbnail, error);

    case JOB_RENAME:
      return telar_store_rename (self->store, job->id, job->name, error);

    case JOB_PIN:
      return telar_store_set_pinned (self->store, job->id, job->is_pinned, error);

    case JOB_DELETE:
      return telar_store_delete (self->store, &job->id, 1, error);

    case JOB_RESTORE:
      return telar_store_restore (self->store, &job->id, 1, error);

    default:
      g_assert_not_reached ();
    }
}

/* In the thread of the store. */
static void
work_off (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  TelarHistory *self = user_data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  if (self->store == NULL)
    self->store = telar_store_open (self->path, &job->notice, &error);
  is_done = self->store != NULL && execute (self, job, &error);

  /* Whatever changed, also by other programs, is listed at once. */
  if (self->store != NULL && job->kind != JOB_LOAD && job->kind != JOB_THUMBNAIL)
    {
      guint64 version = telar_store_get_version (self->store);

      if (job->kind != JOB_REFRESH || !self->is_listed || version != self->version)
        job->summaries = telar_store_list (self->store, NULL, TELAR_STORE_ALL,
                                           is_done && error == NULL ? &error : NULL);
      self->version = version;
      self->is_listed = TRUE;
    }

  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, is_done);
}

static void
tell (TelarHistory *self, const char *message)
{
  g_signal_emit (self, signals[SIGNAL_TOLD], 0, message);
}

/* What every job brings along. */
static void
take_result (TelarHistory *self, Job *job)
{
  if (job->summaries != NULL)
    take_summaries (self, job->summaries);
  if (job->notice != NULL)
    tell (self, job->notice);
  g_clear_pointer (&job->notice, g_free);
}

static void
on_changed (GObject *source, GAsyncResult *result, gpointer data)
{
  TelarHistory *self = TELAR_HISTORY (source);
  g_autoptr (GError) error = NULL;

  take_result (self, g_task_get_task_data (G_TASK (result)));
  if (!g_task_propagate_boolean (G_TASK (result), &error) && error != NULL)
    tell (self, error->message);
}

static void
on_thumbnail_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GdkTexture) texture = NULL;

  /* A picture that is not there, or is none, is no trouble worth a word. */
  if (job->thumbnail != NULL)
    texture = gdk_texture_new_from_bytes (job->thumbnail, NULL);
  if (texture != NULL)
    telar_history_item_set_thumbnail (job->item, texture);
}

static Job *
push (TelarHistory *self,
      JobKind kind,
      gint64 id,
      GAsyncReadyCallback callback,
      gpointer user_data,
      GTask **task)
{
  Job *job = g_new0 (Job, 1);

  job->kind = kind;
  job->id = id;
  *task = g_task_new (self, NULL, callback, user_data);
  g_task_set_task_data (*task, job, job_free);

  return job;
}

static void
start (TelarHistory *self, GTask *task)
{
  if (self->pool != NULL)
    {
      g_thread_pool_push (self->pool, task, NULL);
      return;
    }

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The history is closed");
  g_object_unref (task);
}

static void
telar_history_dispose (GObject *object)
{
  TelarHistory *self = TELAR_HISTORY (object);

  telar_history_close (self);

  G_OBJECT_CLASS (telar_history_parent_class)->dispose (object);
}

static void
telar_history_finalize (GObject *object)
{
  TelarHistory *self = TELAR_HISTORY (object);

  g_free (self->path);
  g_ptr_array_unref (self->items);

  G_OBJECT_CLASS (telar_history_parent_class)->finalize (object);
}

static void
telar_history_class_init (TelarHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = telar_history_dispose;
  object_class->finalize = telar_history_finalize;

  signals[SIGNAL_TOLD] = g_signal_new ("told", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
telar_history_init (TelarHistory *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->pool = g_thread_pool_new (work_off, self, 1, TRUE, NULL);
}

/**
 * telar_history_new:
 * @path: where the history is or is to be
 *
 * Returns: (transfer full): the history, whose list is empty until telar_history_refresh()
 */
TelarHistory *
telar_history_new (const char *path)
{
  TelarHistory *self = g_object_new (TELAR_TYPE_HISTORY, NULL);

  self->path = g_strdup (path);

  return self;
}

/**
 * telar_history_close:
 * @self: a history
 *
 * Waits until all that was asked for is done, so that nothing is lost when the program ends.
 */
void
telar_history_close (TelarHistory *self)
{
  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  self->pool = NULL;
  g_clear_pointer (&self->store, telar_store_close);
}

/**
 * telar_history_find:
 * @self: a history
 * @id: of a run
 *
 * Returns: (transfer none) (nullable): its item in the list
 */
TelarHistoryItem *
telar_history_find (TelarHistory *self, gint64 id)
{
  for (guint i = 0; i < self->items->len; i++)
    if (get_id (self->items, i) == id)
      return g_ptr_array_index (self->items, i);

  return NULL;
}

/**
 * telar_history_set_limit:
 * @self: a history
 * @limit: how many runs are kept besides the pinned ones; 0 for all, as it is at first
 *
 * Those that are too many are removed when the next run is saved, not at once: a number that is
 * still being typed costs nothing.
 */
void
telar_history_set_limit (TelarHistory *self, guint limit)
{
  g_return_if_fail (TELAR_IS_HISTORY (self));

  g_atomic_int_set (&self->limit, (gint) MIN (limit, G_MAXINT));
}

/**
 * telar_history_refresh:
 * @self: a history
 *
 * Lists what other windows and programs have saved since the last time.
 */
void
telar_history_refresh (TelarHistory *self)
{
  GTask *task;

  push (self, JOB_REFRESH, 0, on_changed, NULL, &task);
  start (self, task);
}

/**
 * telar_history_rename:
 * @self: a history
 * @id: of a run
 * @name: (nullable): what the user calls it
 */
void
telar_history_rename (TelarHistory *self, gint64 id, const char *name)
{
  GTask *task;
  Job *job = push (self, JOB_RENAME, id, on_changed, NULL, &task);

  job->name = g_strdup (name);
  start (self, task);
}

/**
 * telar_history_set_pinned:
 * @self: a history
 * @id: of a run
 * @is_pinned: whether it is kept on top
 */
void
telar_history_set_pinned (TelarHistory *self, gint64 id, gboolean is_pinned)
{
  GTask *task;
  Job *job = push (self, JOB_PIN, id, on_changed, NULL, &task);

  job->is_pinned = is_pinned;
  start (self, task);
}

/**
 * telar_history_delete:
 * @self: a history
 * @id: of a run, which can be restored for some minutes
 */
void
telar_history_delete (TelarHistory *self, gint64 id)
{
  GTask *task;

  push (self, JOB_DELETE, id, on_changed, NULL, &task);
  start (self, task);
}

/**
 * telar_history_restore:
 * @self: a history
 * @id: of a run that was deleted
 */
void
telar_history_restore (TelarHistory *self, gint64 id)
{
  GTask *task;

  push (self, JOB_RESTORE, id, on_changed, NULL, &task);
  start (self, task);
}

/**
 * telar_history_want_thumbnail:
 * @self: a history
 * @item: an item of it that is in sight
 *
 * Loads the picture of a run, if it was not loaded yet.
 */
void
telar_history_want_thumbnail (TelarHistory *self, TelarHistoryItem *item)
{
  GTask *task;
  Job *job;

  if (telar_history_item_get_thumbnail (item) != NULL)
    return;

  job = push (self, JOB_THUMBNAIL, telar_history_item_get_summary (item)->id, on_thumbnail_loaded,
              NULL, &task);
  job->item = g_object_ref (item);
  start (self, task);
}

/**
 * telar_history_save_async:
 * @self: a history
 * @record: a run that has ended
 * @callback: called in the main thread when it is saved and listed
 * @user_data: for @callback
 */
void
telar_history_save_async (TelarHistory *self,
                          TelarRunRecord *record,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;
  Job *job = push (self, JOB_SAVE, 0, callback, user_data, &task);

  job->record = telar_run_record_ref (record);
  start (self, task);
}

/**
 * telar_history_add_async:
 * @self: a history
 * @record: a run from a document
 * @callback: called in the main thread when it is listed; it calls telar_history_save_finish()
 * @user_data: for @callback
 *
 * Saves the run, unless the history has it already.
 */
void
telar_history_add_async (TelarHistory *self,
                         TelarRunRecord *record,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task;
  Job *job = push (self, JOB_ADD, 0, callback, user_data, &task);

  job->record = telar_run_record_ref (record);
  start (self, task);
}

/**
 * telar_history_save_finish:
 * @self: a history
 * @result: as the callback got it
 * @error: return location for what kept the run from being saved
 *
 * Returns: the id of the run, or of the one that it is the same as; or 0
 */
gint64
telar_history_save_finish (TelarHistory *self, GAsyncResult *result, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  take_result (self, job);

  return g_task_propagate_boolean (G_TASK (result), error) ? job->id : 0;
}

/**
 * telar_history_load_async:
 * @self: a history
 * @id: of a run
 * @callback: called in the main thread when it is loaded
 * @user_data: for @callback
 */
void
telar_history_load_async (TelarHistory *self,
                          gint64 id,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  push (self, JOB_LOAD, id, callback, user_data, &task);
  start (self, task);
}

/**
 * telar_history_load_finish:
 * @self: a history
 * @result: as the callback got it
 * @id: (out): of the run that was asked for
 * @error: return location for what kept the run from being loaded
 *
 * Returns: (transfer full) (nullable): the run
 */
TelarRunRecord *
telar_history_load_finish (TelarHistory *self, GAsyncResult *result, gint64 *id, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  *id = job->id;
  take_result (self, job);

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&job->record) : NULL;
}
