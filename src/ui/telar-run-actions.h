/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-runner.h"
#include "telar-window.h"
#include "telar-workspace.h"

G_BEGIN_DECLS

/* What a window does to choose a plan, to look at it, to run and to stop it; and it shows what the
 * runner executes. */
#define TELAR_TYPE_RUN_ACTIONS (telar_run_actions_get_type ())
G_DECLARE_FINAL_TYPE (TelarRunActions, telar_run_actions, TELAR, RUN_ACTIONS, GObject)

TelarRunActions *telar_run_actions_new (TelarWindow *window,
                                        TelarWorkspace *workspace,
                                        TelarRunner *runner,
                                        TelarApplication *application);
void telar_run_actions_update (TelarRunActions *self);

G_END_DECLS
