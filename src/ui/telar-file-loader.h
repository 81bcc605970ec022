/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is in a file that the user opened: a run, or else inputs. */
typedef struct
{
  TelarRunRecord *record; /* or NULL */
  char *text;             /* or NULL */
  TelarInputKind kind;    /* of the inputs in @text */
} TelarLoadedFile;

void telar_loaded_file_free (TelarLoadedFile *loaded);

void telar_file_load_async (GFile *file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
TelarLoadedFile *telar_file_load_finish (GFile *file, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarLoadedFile, telar_loaded_file_free)

G_END_DECLS
