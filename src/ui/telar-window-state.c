/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-window-state.h"

#include "telar-settings.h"

/* No window is left so small that it cannot be used. */
#define MIN_WIDTH  360
#define MIN_HEIGHT 200

static void
on_look_changed (GSettings *settings, const char *key, TelarWorkspace *workspace)
{
  telar_workspace_set_look (workspace, g_settings_get_enum (settings, "rows"),
                            g_settings_get_enum (settings, "colours"),
                            telar_settings_get_hidden_parts (settings));
}

/**
 * telar_window_state_save:
 * @window: a window
 * @workspace: what is in it
 * @settings: (nullable): where it is kept, or %NULL to forget it
 *
 * Remembers the size of the window and the plan.
 */
void
telar_window_state_save (GtkWindow *window, TelarWorkspace *workspace, GSettings *settings)
{
  int width, height;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (TELAR_IS_WORKSPACE (workspace));

  if (settings == NULL)
    return;

  gtk_window_get_default_size (window, &width, &height);
  g_settings_set_int (settings, "window-width", MAX (width, MIN_WIDTH));
  g_settings_set_int (settings, "window-height", MAX (height, MIN_HEIGHT));
  g_settings_set_boolean (settings, "is-maximized", gtk_window_is_maximized (window));
  g_settings_set_double (settings, "split", telar_workspace_get_split (workspace));
  telar_plan_view_save (telar_workspace_get_plan_view (workspace), settings);
}

/**
 * telar_window_state_restore:
 * @window: a new window
 * @workspace: what is in it
 * @settings: (nullable): what telar_window_state_save() was given
 *
 * Makes the window what it was when the program was used last. From now on its charts look as the
 * settings say.
 */
void
telar_window_state_restore (GtkWindow *window, TelarWorkspace *workspace, GSettings *settings)
{
  static const char *const look_changed[] = {
    "changed::rows",
    "changed::colours",
    "changed::shows-dependencies",
    "changed::shows-critical-path",
  };

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (TELAR_IS_WORKSPACE (workspace));

  if (settings == NULL)
    return;

  gtk_window_set_default_size (window, g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "is-maximized"))
    gtk_window_maximize (window);
  telar_workspace_set_split (workspace, g_settings_get_double (settings, "split"));
  telar_plan_view_load (telar_workspace_get_plan_view (workspace), settings);
  for (guint i = 0; i < G_N_ELEMENTS (look_changed); i++)
    g_signal_connect_object (settings, look_changed[i], G_CALLBACK (on_look_changed), workspace, 0);
  on_look_changed (settings, "rows", workspace);
}
