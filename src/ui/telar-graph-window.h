/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-plan.h"
#include "telar-window.h"

G_BEGIN_DECLS

/* Shows which tasks of a plan wait for which others, before it is run. */
#define TELAR_TYPE_GRAPH_WINDOW (telar_graph_window_get_type ())
G_DECLARE_FINAL_TYPE (TelarGraphWindow, telar_graph_window, TELAR, GRAPH_WINDOW, AdwWindow)

void telar_graph_window_present (TelarWindow *parent, TelarPlan *plan);

G_END_DECLS
