/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-workspace.h"

G_BEGIN_DECLS

/* What a window is like the next time that the program is used. */
void telar_window_state_save (GtkWindow *window, TelarWorkspace *workspace, GSettings *settings);
void telar_window_state_restore (GtkWindow *window, TelarWorkspace *workspace, GSettings *settings);

G_END_DECLS
