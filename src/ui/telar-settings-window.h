/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows and changes the settings of the program. */
#define TELAR_TYPE_SETTINGS_WINDOW (telar_settings_window_get_type ())
G_DECLARE_FINAL_TYPE (TelarSettingsWindow,
                      telar_settings_window,
                      TELAR,
                      SETTINGS_WINDOW,
                      AdwPreferencesWindow)

GtkWindow *telar_settings_window_new (GtkWindow *parent, GSettings *settings);

G_END_DECLS
