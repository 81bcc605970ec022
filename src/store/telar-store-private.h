/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-database.h"
#include "telar-store.h"

G_BEGIN_DECLS

struct _TelarStore
{
  TelarDatabase *database;
  guint limit; /* of runs that are not pinned; 0 for none */
  guint32 n_changes;
};

char *telar_store_fold (const char *text);
int telar_store_add_search (sqlite3 *handle);
gboolean telar_store_fail_gone (GError **error);

G_END_DECLS
