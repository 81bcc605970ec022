/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-application.h"

#include <glib/gi18n-lib.h>

#include "site/telar-site.h"
#include "store/telar-store.h"
#include "telar-help-window.h"
#include "telar-menu-names.h"
#include "telar-settings-window.h"
#include "telar-settings.h"
#include "telar-window.h"

struct _TelarApplication
{
  AdwApplication parent_instance;

  GSettings *settings; /* NULL if their schema is not installed */

  TelarHistory *history;

  GtkWindow *help; /* a weak pointer */

  GMutex site_mutex;
  TelarSite *site; /* guarded by @site_mutex; NULL until a run needs it */
};

G_DEFINE_FINAL_TYPE (TelarApplication, telar_application, ADW_TYPE_APPLICATION)

static const struct
{
  const char *action;
  const char *accels[4];
} accels[] = {
  { "win.run", { "<Control>Return", "<Control>KP_Enter", "F5" } },
  { "win.run-all", { "<Control><Shift>Return", "<Control><Shift>KP_Enter" } },
  { "win.export", { "<Control>e" } },
  { "win.open", { "<Control>o" } },
  { "win.save-run", { "<Control>s" } },
  { "win.find", { "<Control>f" } },
  { "win.show-shortcuts", { "<Control>question" } },
  { "window.close", { "<Control>w" } },
  { "app.new-window", { "<Control>n" } },
  { "app.settings", { "<Control>comma" } },
  { "app.help", { "F1" } },
  { "app.quit", { "<Control>q" } },
};

static TelarWindow *
new_window (TelarApplication *self)
{
  TelarWindow *window = telar_window_new (self);

#if TELAR_IS_DEVELOPMENT
  gtk_widget_add_css_class (GTK_WIDGET (window), "devel");
#endif
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static void
new_window_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  new_window (data);
}

/* In a window of its own, since another may be busy with a run. */
static void
run_example_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (new_window (data)), "run-example",
                                  g_variant_new_string ("demo-pages"));
}

/* Every window is asked to close, so that it can stop its run and remember its state. */
static void
quit_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static void
settings_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarApplication *self = data;

  gtk_window_present (telar_settings_window_new (
      gtk_application_get_active_window (GTK_APPLICATION (self)), self->settings));
}

/* All windows share one, which belongs to the one that asked for it last. */
static void
help_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarApplication *self = data;
  GtkWindow *active = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (self->help == NULL)
    g_set_weak_pointer (&self->help, GTK_WINDOW (telar_help_window_new (active)));
  else if (active != self->help)
    gtk_window_set_transient_for (self->help, active);
  gtk_window_present (self->help);
}

static void
on_history_limit (GSettings *settings, const char *key, TelarHistory *history)
{
  telar_history_set_limit (history, (guint) g_settings_get_int (settings, key));
}

static void
about_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const char *authors[] = { "The Telar developers", NULL };

  gtk_show_about_dialog (gtk_application_get_active_window (data), "program-name", "Telar",
                         "version", TELAR_VERSION, "logo-icon-name", TELAR_APPLICATION_ID,
                         "comments", _ ("Shows what concurrency does"), "copyright",
                         "© 2026 The Telar developers", "license-type", GTK_LICENSE_GPL_3_0,
                         "authors", authors,
                         /* Translators: your name and address, one translator per line */
                         "translator-credits", _ ("translator-credits"), NULL);
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = new_window_activated },
  { .name = "run-example", .activate = run_example_activated },
  { .name = "settings", .activate = settings_activated },
  { .name = "help", .activate = help_activated },
  { .name = "quit", .activate = quit_activated },
  { .name = "about", .activate = about_activated },
};

static gboolean
scheme_from_setting (GValue *value, GVariant *variant, gpointer data)
{
  const char *name = g_variant_get_string (variant, NULL);
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_str_equal (name, "light"))
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_str_equal (name, "dark"))
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  g_value_set_enum (value, scheme);

  return TRUE;
}

static void
telar_application_startup (GApplication *application)
{
  TelarApplication *self = TELAR_APPLICATION (application);

  G_APPLICATION_CLASS (telar_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (TELAR_APPLICATION_ID);
  telar_menu_names_init ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           accels[i].accels);

  self->settings = telar_settings_new ();
  if (self->settings == NULL)
    {
      g_action_map_remove_action (G_ACTION_MAP (self), "settings");
      return;
    }

  g_settings_bind_with_mapping (
      self->settings, "colour-scheme", adw_application_get_style_manager (ADW_APPLICATION (self)),
      "color-scheme", G_SETTINGS_BIND_GET, scheme_from_setting, NULL, NULL, NULL);
  for (guint i = 0; i < 5; i++)
    {
      const char *keys[]
          = { "colour-scheme", "colours", "rows", "shows-dependencies", "shows-critical-path" };
      g_autoptr (GAction) action = g_settings_create_action (self->settings, keys[i]);

      g_action_map_add_action (G_ACTION_MAP (self), action);
    }
  g_signal_connect_object (self->settings, "changed::history-limit", G_CALLBACK (on_history_limit),
                           self->history, 0);
  on_history_limit (self->settings, "history-limit", self->history);
}

static void
telar_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    new_window (TELAR_APPLICATION (application));
}

static void
telar_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    telar_window_open (new_window (TELAR_APPLICATION (application)), files[i]);
}

/* All that was to be saved is saved before the program ends. */
static void
telar_application_shutdown (GApplication *application)
{
  telar_history_close (TELAR_APPLICATION (application)->history);

  G_APPLICATION_CLASS (telar_application_parent_class)->shutdown (application);
}

static void
telar_application_finalize (GObject *object)
{
  TelarApplication *self = TELAR_APPLICATION (object);

  g_clear_weak_pointer (&self->help);
  g_clear_object (&self->settings);
  telar_history_close (self->history);
  g_clear_object (&self->history);
  g_clear_pointer (&self->site, telar_site_free);
  g_mutex_clear (&self->site_mutex);

  G_OBJECT_CLASS (telar_application_parent_class)->finalize (object);
}

static void
telar_application_class_init (TelarApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = telar_application_finalize;
  application_class->startup = telar_application_startup;
  application_class->activate = telar_application_activate;
  application_class->open = telar_application_open;
  application_class->shutdown = telar_application_shutdown;
}

static void
telar_application_init (TelarApplication *self)
{
  g_autofree char *path = telar_store_dup_default_path ();

  g_mutex_init (&self->site_mutex);
  self->history = telar_history_new (path);
}

/**
 * telar_application_new:
 *
 * Returns: (transfer full): the application with its window
 */
TelarApplication *
telar_application_new (void)
{
  return g_object_new (TELAR_TYPE_APPLICATION, "application-id", TELAR_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_OPEN, "resource-base-path", "/io/github/telar/Telar",
                       NULL);
}

/**
 * telar_application_get_settings:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): its settings; %NULL if their schema is not installed, when
 *   everything works but nothing is remembered
 */
GSettings *
telar_application_get_settings (TelarApplication *self)
{
  g_return_val_if_fail (TELAR_IS_APPLICATION (self), NULL);

  return self->settings;
}

/**
 * telar_application_get_history:
 * @self: the application
 *
 * Returns: (transfer none): the history of runs, which all windows share
 */
TelarHistory *
telar_application_get_history (TelarApplication *self)
{
  g_return_val_if_fail (TELAR_IS_APPLICATION (self), NULL);

  return self->history;
}

/**
 * telar_application_dup_demo_url:
 * @self: the application
 * @error: return location for an error of the network
 *
 * Starts the demo site when it is needed first; all windows share it. Any thread may call it.
 *
 * Returns: (transfer full) (nullable): where the demo site answers
 */
char *
telar_application_dup_demo_url (TelarApplication *self, GError **error)
{
  G_GNUC_UNUSED g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->site_mutex);

  if (self->site == NULL)
    self->site = telar_site_new (0, TELAR_SITE_DEFAULT_SCALE, error);
  if (self->site == NULL)
    return NULL;

  return g_strdup (telar_site_get_url (self->site));
}
