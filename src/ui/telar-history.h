/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"
#include "telar-history-item.h"

G_BEGIN_DECLS

/* The history of runs for the windows: a list of TelarHistoryItem, newest first and pinned ones on
 * top, which is read and written in a thread of its own. Emits "told" with a message for the user
 * when something failed or was set aside. For the main thread. */
#define TELAR_TYPE_HISTORY (telar_history_get_type ())
G_DECLARE_FINAL_TYPE (TelarHistory, telar_history, TELAR, HISTORY, GObject)

TelarHistory *telar_history_new (const char *path);
void telar_history_close (TelarHistory *self);
TelarHistoryItem *telar_history_find (TelarHistory *self, gint64 id);

void telar_history_set_limit (TelarHistory *self, guint limit);
void telar_history_refresh (TelarHistory *self);
void telar_history_rename (TelarHistory *self, gint64 id, const char *name);
void telar_history_set_pinned (TelarHistory *self, gint64 id, gboolean is_pinned);
void telar_history_delete (TelarHistory *self, gint64 id);
void telar_history_restore (TelarHistory *self, gint64 id);
void telar_history_want_thumbnail (TelarHistory *self, TelarHistoryItem *item);

void telar_history_save_async (TelarHistory *self,
                               TelarRunRecord *record,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
void telar_history_add_async (TelarHistory *self,
                              TelarRunRecord *record,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gint64 telar_history_save_finish (TelarHistory *self, GAsyncResult *result, GError **error);
void telar_history_load_async (TelarHistory *self,
                               gint64 id,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
TelarRunRecord *
telar_history_load_finish (TelarHistory *self, GAsyncResult *result, gint64 *id, GError **error);

G_END_DECLS
