/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-history-job.h"

#include "chart/telar-thumbnail.h"

/**
 * telar_history_job_new:
 * @kind: what shall be done
 * @id: of the run with which it shall be done; or 0
 *
 * Returns: (transfer full): the job, whose other fields the caller fills in as far as @kind needs
 *   them
 */
TelarHistoryJob *
telar_history_job_new (TelarHistoryJobKind kind, gint64 id)
{
  TelarHistoryJob *job = g_new0 (TelarHistoryJob, 1);

  job->kind = kind;
  job->id = id;

  return job;
}

/**
 * telar_history_job_free:
 * @job: (transfer full): a job
 */
void
telar_history_job_free (TelarHistoryJob *job)
{
  g_free (job->name);
  g_free (job->notice);
  g_clear_pointer (&job->record, telar_run_record_unref);
  g_clear_pointer (&job->summaries, g_ptr_array_unref);
  g_clear_pointer (&job->thumbnail, g_bytes_unref);
  g_clear_object (&job->item);
  g_free (job);
}

/**
 * telar_history_job_execute:
 * @job: a job
 * @store: the history
 * @limit: how many runs are kept besides the pinned ones; 0 for all
 * @error: return location for what went wrong
 *
 * Does what was asked for and leaves what comes of it in the job. For the thread of the store.
 *
 * Returns: whether it was done
 */
gboolean
telar_history_job_execute (TelarHistoryJob *job, TelarStore *store, guint limit, GError **error)
{
  switch (job->kind)
    {
    case TELAR_HISTORY_REFRESH:
      return TRUE;

    case TELAR_HISTORY_ADD:
      if (!telar_store_find_same (store, job->record, &job->id, error))
        return FALSE;
      if (job->id > 0)
        return TRUE;
      G_GNUC_FALLTHROUGH;

    case TELAR_HISTORY_SAVE:
      if (!telar_store_set_limit (store, limit, error))
        return FALSE;
      job->thumbnail = telar_thumbnail_new (job->record);
      job->id = telar_store_save (store, job->record, job->thumbnail, error);
      return job->id > 0;

    case TELAR_HISTORY_LOAD:
      job->record = telar_store_load (store, job->id, error);
      return job->record != NULL;

    case TELAR_HISTORY_THUMBNAIL:
      return telar_store_load_thumbnail (store, job->id, &job->thumbnail, error);

    case TELAR_HISTORY_RENAME:
      return telar_store_rename (store, job->id, job->name, error);

    case TELAR_HISTORY_PIN:
      return telar_store_set_pinned (store, job->id, job->is_pinned, error);

    case TELAR_HISTORY_DELETE:
      return telar_store_delete (store, &job->id, 1, error);

    case TELAR_HISTORY_RESTORE:
      return telar_store_restore (store, &job->id, 1, error);

    default:
      g_assert_not_reached ();
    }
}

/**
 * telar_history_job_may_change_list:
 * @job: a job
 *
 * Returns: whether the runs have to be listed anew after it
 */
gboolean
telar_history_job_may_change_list (const TelarHistoryJob *job)
{
  return job->kind != TELAR_HISTORY_LOAD && job->kind != TELAR_HISTORY_THUMBNAIL;
}
