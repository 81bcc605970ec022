/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The manual: its topics, a search over all of them, and the text of one. */
#define TELAR_TYPE_HELP_WINDOW (telar_help_window_get_type ())
G_DECLARE_FINAL_TYPE (TelarHelpWindow, telar_help_window, TELAR, HELP_WINDOW, AdwWindow)

TelarHelpWindow *telar_help_window_new (GtkWindow *parent);
gboolean telar_help_window_show_topic (TelarHelpWindow *self, const char *name);

G_END_DECLS
