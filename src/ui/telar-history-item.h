/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "store/telar-run-summary.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A run of the history, as lists show it. Emits "changed" when it got another name or picture, or
 * was pinned. */
#define TELAR_TYPE_HISTORY_ITEM (telar_history_item_get_type ())
G_DECLARE_FINAL_TYPE (TelarHistoryItem, telar_history_item, TELAR, HISTORY_ITEM, GObject)

TelarHistoryItem *telar_history_item_new (TelarRunSummary *summary);
const TelarRunSummary *telar_history_item_get_summary (TelarHistoryItem *self);
void telar_history_item_take_summary (TelarHistoryItem *self, TelarRunSummary *summary);
GBytes *telar_history_item_get_thumbnail (TelarHistoryItem *self);
void telar_history_item_set_thumbnail (TelarHistoryItem *self, GBytes *thumbnail);
char *telar_history_item_dup_title (TelarHistoryItem *self);
char *telar_history_item_dup_subtitle (TelarHistoryItem *self);
char *telar_history_item_dup_details (TelarHistoryItem *self);
gboolean telar_history_item_matches (TelarHistoryItem *self, const char *search);

G_END_DECLS
