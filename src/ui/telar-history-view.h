/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "telar-history.h"

G_BEGIN_DECLS

/* The history of runs as a list that can be searched. Emits "chosen" with the id of the run that
 * the user went to, "compared" with a GArray of the ids (gint64) of several that the user chose,
 * "save-wanted" with the same of one or several that are to be written to a file, and "deleted"
 * with the id of one that is about to go. */
#define TELAR_TYPE_HISTORY_VIEW (telar_history_view_get_type ())
G_DECLARE_FINAL_TYPE (TelarHistoryView, telar_history_view, TELAR, HISTORY_VIEW, GtkWidget)

void telar_history_view_set_history (TelarHistoryView *self, TelarHistory *history);
void telar_history_view_mark (TelarHistoryView *self, const gint64 *ids, guint n_ids);

G_END_DECLS
