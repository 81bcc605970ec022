/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-application.h"

G_BEGIN_DECLS

/* The window: the plan, and the chart and results of its last run. */
#define TELAR_TYPE_WINDOW (telar_window_get_type ())
G_DECLARE_FINAL_TYPE (TelarWindow, telar_window, TELAR, WINDOW, AdwApplicationWindow)

TelarWindow *telar_window_new (TelarApplication *application);
void telar_window_open (TelarWindow *self, GFile *file);
void telar_window_enable (TelarWindow *self, const char *action, gboolean is_enabled);
void telar_window_show_toast (TelarWindow *self, const char *text);
void telar_window_show_undo_toast (TelarWindow *self,
                                   const char *text,
                                   const char *action,
                                   GVariant *target);

G_END_DECLS
