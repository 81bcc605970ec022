/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-history-item.h"

G_BEGIN_DECLS

/* The runs of the history in the order of their list: an array of TelarHistoryItem. */
guint telar_history_items_take_summaries (GPtrArray *items,
                                          GPtrArray *summaries,
                                          guint *n_removed,
                                          guint *n_added);
TelarHistoryItem *telar_history_items_find (GPtrArray *items, gint64 id);

G_END_DECLS
