/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-draft.h"

G_BEGIN_DECLS

/* More than any strategy makes, and than anybody would look at. */
#define TELAR_MAX_LANES 10000

/* The longest run: some thirty years. */
#define TELAR_MAX_RUN_NS G_GINT64_CONSTANT (1000000000000000000)

char *telar_import_dup_line (const char *text, gssize length);
GDateTime *telar_import_make_date (gint64 ns);
guint telar_import_count_peak (const TelarRunDraft *draft);
void telar_import_add_task (TelarRunDraft *draft, TelarDraftTask *task);

G_END_DECLS
