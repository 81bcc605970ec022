/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-history.h"

#include "telar-history-items.h"
#include "telar-history-job.h"

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

/* In the thread of the store. */
static void
work_off (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  TelarHistory *self = user_data;
  TelarHistoryJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gboolean is_done;

  if (self->store == NULL)
    self->store = telar_store_open (self->path, &job->notice, &error);
  is_done = self->store != NULL
            && telar_history_job_execute (job, self->store, (guint) g_atomic_int_get (&self->limit),
                                          &error);

  /* Whatever changed, also by other programs, is listed at once. */
  if (self->store != NULL && telar_history_job_may_change_list (job))
    {
      guint64 version = telar_store_get_version (self->store);

      if (job->kind != TELAR_HISTORY_REFRESH || !self->is_listed || version != self->version)
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

static void
take_summaries (TelarHistory *self, GPtrArray *summaries)
{
  guint n_removed, n_added;
  guint start = telar_history_items_take_summaries (self->items, summaries, &n_removed, &n_added);

  if (n_removed > 0 || n_added > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, n_removed, n_added);
}

/* What every job brings along. */
static void
take_result (TelarHistory *self, TelarHistoryJob *job)
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
  TelarHistoryJob *job = g_task_get_task_data (G_TASK (result));

  /* A picture that is not there is no trouble worth a word. */
  if (job->thumbnail != NULL)
    telar_history_item_set_thumbnail (job->item, job->thumbnail);
}

static TelarHistoryJob *
push (TelarHistory *self,
      TelarHistoryJobKind kind,
      gint64 id,
      GAsyncReadyCallback callback,
      gpointer user_data,
      GTask **task)
{
  TelarHistoryJob *job = telar_history_job_new (kind, id);

  *task = g_task_new (self, NULL, callback, user_data);
  g_task_set_task_data (*task, job, (GDestroyNotify) telar_history_job_free);

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
  return telar_history_items_find (self->items, id);
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

  push (self, TELAR_HISTORY_REFRESH, 0, on_changed, NULL, &task);
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
  TelarHistoryJob *job = push (self, TELAR_HISTORY_RENAME, id, on_changed, NULL, &task);

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
  TelarHistoryJob *job = push (self, TELAR_HISTORY_PIN, id, on_changed, NULL, &task);

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

  push (self, TELAR_HISTORY_DELETE, id, on_changed, NULL, &task);
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

  push (self, TELAR_HISTORY_RESTORE, id, on_changed, NULL, &task);
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
  TelarHistoryJob *job;

  if (telar_history_item_get_thumbnail (item) != NULL)
    return;

  job = push (self, TELAR_HISTORY_THUMBNAIL, telar_history_item_get_summary (item)->id,
              on_thumbnail_loaded, NULL, &task);
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
  TelarHistoryJob *job = push (self, TELAR_HISTORY_SAVE, 0, callback, user_data, &task);

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
  TelarHistoryJob *job = push (self, TELAR_HISTORY_ADD, 0, callback, user_data, &task);

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
  TelarHistoryJob *job = g_task_get_task_data (G_TASK (result));

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

  push (self, TELAR_HISTORY_LOAD, id, callback, user_data, &task);
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
  TelarHistoryJob *job = g_task_get_task_data (G_TASK (result));

  *id = job->id;
  take_result (self, job);

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&job->record) : NULL;
}
