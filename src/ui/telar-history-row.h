/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-history-item.h"

G_BEGIN_DECLS

/* A run of the history in a list, with a menu of "history." actions for it. */
#define TELAR_TYPE_HISTORY_ROW (telar_history_row_get_type ())
G_DECLARE_FINAL_TYPE (TelarHistoryRow, telar_history_row, TELAR, HISTORY_ROW, GtkWidget)

void telar_history_row_set_item (TelarHistoryRow *self, TelarHistoryItem *item);

G_END_DECLS
