/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* The versions of the tables are counted from 1 in PRAGMA user_version; step i leads from
 * version i to version i + 1. */
extern const char *const telar_store_schema_steps[];
extern const guint telar_store_schema_n_steps;

/* Stands in the header of the file: “Tela”. */
#define TELAR_STORE_APPLICATION_ID 0x54656c61

int telar_store_schema_upgrade (sqlite3 *handle, const char *const *steps, guint n_steps);

G_END_DECLS
