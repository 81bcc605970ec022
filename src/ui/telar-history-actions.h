/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-runner.h"
#include "telar-window.h"
#include "telar-workspace.h"

G_BEGIN_DECLS

/* What a window does with the history: it saves the runs that have ended, and shows, compares and
 * restores those that the user chooses in the list. */
#define TELAR_TYPE_HISTORY_ACTIONS (telar_history_actions_get_type ())
G_DECLARE_FINAL_TYPE (TelarHistoryActions, telar_history_actions, TELAR, HISTORY_ACTIONS, GObject)

TelarHistoryActions *telar_history_actions_new (TelarWindow *window,
                                                TelarWorkspace *workspace,
                                                TelarRunner *runner,
                                                TelarHistory *history);

G_END_DECLS
