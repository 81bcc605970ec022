/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/telar-document.h"

G_BEGIN_DECLS

void telar_file_load_async (GFile *file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
TelarDocument *telar_file_load_finish (GFile *file, GAsyncResult *result, GError **error);

G_END_DECLS
