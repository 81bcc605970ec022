/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"
#include "store/telar-store.h"
#include "telar-history-item.h"

G_BEGIN_DECLS

typedef enum
{
  TELAR_HISTORY_REFRESH, /* lists the runs, and nothing else */
  TELAR_HISTORY_SAVE,
  TELAR_HISTORY_ADD, /* saves a run if there is none that is the same */
  TELAR_HISTORY_LOAD,
  TELAR_HISTORY_THUMBNAIL,
  TELAR_HISTORY_RENAME,
  TELAR_HISTORY_PIN,
  TELAR_HISTORY_DELETE,
  TELAR_HISTORY_RESTORE,
} TelarHistoryJobKind;

/* Something to be done with the store. It belongs to one thread at a time: to the one that wants
 * it, then to that of the store, and then to the first again. */
typedef struct
{
  TelarHistoryJobKind kind;
  gint64 id; /* of the run; for those that save it, set when it is done */
  char *name;
  gboolean is_pinned;
  TelarRunRecord *record;
  TelarHistoryItem *item; /* that wants a thumbnail; for the main thread only */

  GPtrArray *summaries; /* TelarRunSummary: the list anew, or NULL */
  GBytes *thumbnail;
  char *notice; /* for the user, or NULL */
} TelarHistoryJob;

TelarHistoryJob *telar_history_job_new (TelarHistoryJobKind kind, gint64 id);
void telar_history_job_free (TelarHistoryJob *job);
gboolean
telar_history_job_execute (TelarHistoryJob *job, TelarStore *store, guint limit, GError **error);
gboolean telar_history_job_may_change_list (const TelarHistoryJob *job);

G_END_DECLS
