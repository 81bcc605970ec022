/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-summary.h"

G_BEGIN_DECLS

typedef enum
{
  TELAR_STORE_ALL,
  TELAR_STORE_PINNED,
} TelarStoreFilter;

/* The history of runs, which several windows and programs may use at once. A store is used by one
 * thread at a time, which need not always be the same. */
typedef struct _TelarStore TelarStore;

char *telar_store_dup_default_path (void);
TelarStore *telar_store_open (const char *path, char **notice, GError **error);
void telar_store_close (TelarStore *store);

/* Reading. */
GPtrArray *
telar_store_list (TelarStore *store, const char *search, TelarStoreFilter filter, GError **error);
TelarRunSummary *telar_store_get_summary (TelarStore *store, gint64 id, GError **error);
gboolean
telar_store_find_same (TelarStore *store, TelarRunRecord *record, gint64 *id, GError **error);
TelarRunRecord *telar_store_load (TelarStore *store, gint64 id, GError **error);
gboolean
telar_store_load_thumbnail (TelarStore *store, gint64 id, GBytes **thumbnail, GError **error);
guint64 telar_store_get_version (TelarStore *store);

/* Writing. */
gint64
telar_store_save (TelarStore *store, TelarRunRecord *record, GBytes *thumbnail, GError **error);
gboolean
telar_store_set_thumbnail (TelarStore *store, gint64 id, GBytes *thumbnail, GError **error);
gboolean telar_store_rename (TelarStore *store, gint64 id, const char *name, GError **error);
gboolean telar_store_set_pinned (TelarStore *store, gint64 id, gboolean is_pinned, GError **error);
gboolean telar_store_delete (TelarStore *store, const gint64 *ids, guint n_ids, GError **error);
gboolean telar_store_restore (TelarStore *store, const gint64 *ids, guint n_ids, GError **error);
gboolean telar_store_purge (TelarStore *store, GError **error);
gboolean telar_store_set_limit (TelarStore *store, guint limit, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarStore, telar_store_close)

G_END_DECLS
