/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/telar-store.h"

#include <gio/gio.h>

char *fixture_new_path (void);
TelarRunRecord *fixture_make_run (guint32 seed);
void fixture_remove (const char *path);
TelarStore *fixture_open (const char *path);
gint64 fixture_query (const char *path, const char *sql);
char *fixture_check (const char *path);
GSubprocess *fixture_start_writer (const char *path, const char *n_runs);
