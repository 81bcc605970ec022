/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-history.h"

G_BEGIN_DECLS

void telar_history_load_all_async (TelarHistory *history,
                                   GArray *ids,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
GPtrArray *telar_history_load_all_finish (TelarHistory *history,
                                          GAsyncResult *result,
                                          GPtrArray **names,
                                          GError **error);

G_END_DECLS
