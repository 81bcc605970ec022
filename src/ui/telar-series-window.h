/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "telar-plan-view.h"

G_BEGIN_DECLS

/* Asks in which ways the plan shall be run, and how often. Emits "run" with a GPtrArray of
 * TelarRunRequest when the user has decided. */
#define TELAR_TYPE_SERIES_WINDOW (telar_series_window_get_type ())
G_DECLARE_FINAL_TYPE (TelarSeriesWindow, telar_series_window, TELAR, SERIES_WINDOW, AdwWindow)

TelarSeriesWindow *telar_series_window_new (GtkWindow *parent, TelarPlanView *plan);
GPtrArray *telar_series_window_dup_requests (TelarSeriesWindow *self);

G_END_DECLS
