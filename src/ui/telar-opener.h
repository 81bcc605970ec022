/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-document.h"
#include "telar-history.h"

G_BEGIN_DECLS

/* What was in the files that a user opened. */
typedef struct
{
  GPtrArray *records;        /* TelarRunRecord, in the order of the files */
  GArray *ids;               /* gint64: theirs in the history, as far as they could be saved */
  char *text;                /* the lists of inputs, or NULL if there was none */
  TelarInputKind input_kind; /* of @text */
  GPtrArray *messages;       /* char *: what could not be opened or saved, and why */
} TelarOpened;

void telar_opened_free (TelarOpened *opened);
TelarRunRecord *telar_opened_get_newest (const TelarOpened *opened);

void telar_opener_open_async (TelarHistory *history,
                              GPtrArray *files,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
TelarOpened *telar_opener_open_finish (TelarHistory *history, GAsyncResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarOpened, telar_opened_free)

G_END_DECLS
