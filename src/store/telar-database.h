/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The file of the history, opened: sound, and of the version that this program knows. */
typedef struct
{
  sqlite3 *handle;
  char *path;
  int lock; /* the file that says that the database is in use */
} TelarDatabase;

TelarDatabase *telar_database_open (const char *path, char **notice, GError **error);
void telar_database_close (TelarDatabase *database);

gboolean telar_database_fail (TelarDatabase *database, int status, GError **error);
gboolean telar_database_execute (TelarDatabase *database, const char *sql, GError **error);
sqlite3_stmt *telar_database_prepare (TelarDatabase *database, const char *sql, GError **error);
gboolean telar_database_step (TelarDatabase *database,
                              sqlite3_stmt *statement,
                              gboolean *has_row,
                              GError **error);
gboolean telar_database_begin (TelarDatabase *database, GError **error);
gboolean telar_database_end (TelarDatabase *database, gboolean is_to_keep, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarDatabase, telar_database_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

G_END_DECLS
