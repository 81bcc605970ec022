/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-settings-window.h"

#include <glib/gi18n-lib.h>

#include "telar-file-dialog.h"
#include "telar-short-number.h"
#include "work/telar-work.h"

#define MIB (1 << 20)

struct _TelarSettingsWindow
{
  AdwPreferencesWindow parent_instance;

  AdwComboRow *style_row;
  GtkAdjustment *timeout;
  GtkAdjustment *body_limit;
  GtkAdjustment *redirect_limit;
  GtkAdjustment *per_host;
  AdwEntryRow *user_agent_row;
  GtkAdjustment *history_limit;
  AdwComboRow *scale_row;
  AdwActionRow *folder_row;
  GtkWidget *forget_folder_button;

  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (TelarSettingsWindow, telar_settings_window, ADW_TYPE_PREFERENCES_WINDOW)

static gboolean
style_from_setting (GValue *value, GVariant *variant, gpointer data)
{
  GSettings *settings = data;

  g_value_set_uint (value, (guint) g_settings_get_enum (settings, "colour-scheme"));

  return TRUE;
}

static GVariant *
style_to_setting (const GValue *value, const GVariantType *type, gpointer data)
{
  static const char *const names[] = { "system", "light", "dark" };
  guint index = g_value_get_uint (value);

  return index < G_N_ELEMENTS (names) ? g_variant_new_string (names[index]) : NULL;
}

static gboolean
mib_from_setting (GValue *value, GVariant *variant, gpointer data)
{
  g_value_set_double (value, (double) g_variant_get_int32 (variant) / MIB);

  return TRUE;
}

static GVariant *
mib_to_setting (const GValue *value, const GVariantType *type, gpointer data)
{
  return g_variant_new_int32 (MAX ((int) (g_value_get_double (value) * MIB + 0.5), 1));
}

static gboolean
scale_from_setting (GValue *value, GVariant *variant, gpointer data)
{
  g_value_set_uint (value, (guint) g_variant_get_int32 (variant) - 1);

  return TRUE;
}

static GVariant *
scale_to_setting (const GValue *value, const GVariantType *type, gpointer data)
{
  return g_variant_new_int32 ((int) g_value_get_uint (value) + 1);
}

/* An adjustment has doubles, most settings are whole numbers. */
static gboolean
number_from_setting (GValue *value, GVariant *variant, gpointer data)
{
  g_value_set_double (value, g_variant_get_int32 (variant));

  return TRUE;
}

static GVariant *
number_to_setting (const GValue *value, const GVariantType *type, gpointer data)
{
  return g_variant_new_int32 ((int) (g_value_get_double (value) + 0.5));
}

static void
show_folder (TelarSettingsWindow *self)
{
  g_autofree char *uri = g_settings_get_string (self->settings, "export-folder");
  g_autoptr (GFile) folder = *uri != '\0' ? g_file_new_for_uri (uri) : NULL;
  g_autofree char *name = folder != NULL ? g_file_get_parse_name (folder) : NULL;
  g_autofree char *shown = name != NULL ? g_markup_escape_text (name, -1) : NULL;

  adw_action_row_set_subtitle (self->folder_row,
                               shown != NULL ? shown : _ ("The one that was used last"));
  gtk_widget_set_visible (self->forget_folder_button, folder != NULL);
}

static void
on_folder_chosen (GFile *folder, gpointer data)
{
  TelarSettingsWindow *self = data;
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (uri != NULL && self->settings != NULL)
    g_settings_set_string (self->settings, "export-folder", uri);
  g_object_unref (self);
}

static void
on_choose_folder (TelarSettingsWindow *self)
{
  telar_file_dialog_choose_folder (GTK_WINDOW (self), _ ("Folder for Exports"), on_folder_chosen,
                                   g_object_ref (self));
}

static void
on_forget_folder (TelarSettingsWindow *self)
{
  g_settings_reset (self->settings, "export-folder");
}

/* What cannot be sent to a server stays in the row, so that it can be corrected. */
static void
on_user_agent_applied (TelarSettingsWindow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->user_agent_row));
  g_autoptr (GError) error = NULL;

  if (telar_work_check_user_agent (text, &error))
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self->user_agent_row), "error");
      g_settings_set_string (self->settings, "user-agent", text);
      return;
    }

  gtk_widget_add_css_class (GTK_WIDGET (self->user_agent_row), "error");
  adw_preferences_window_add_toast (ADW_PREFERENCES_WINDOW (self), adw_toast_new (error->message));
}

static void
on_reset_pages (TelarSettingsWindow *self)
{
  const char *keys[] = { "timeout", "body-limit", "redirect-limit", "per-host", "user-agent" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (self->settings, keys[i]);
}

static void
show_user_agent (TelarSettingsWindow *self)
{
  g_autofree char *text = g_settings_get_string (self->settings, "user-agent");

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->user_agent_row))))
    gtk_editable_set_text (GTK_EDITABLE (self->user_agent_row), text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->user_agent_row), "error");
}

static void
telar_settings_window_dispose (GObject *object)
{
  g_clear_object (&TELAR_SETTINGS_WINDOW (object)->settings);

  G_OBJECT_CLASS (telar_settings_window_parent_class)->dispose (object);
}

static void
telar_settings_window_class_init (TelarSettingsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_settings_window_dispose;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/telar/Telar/ui/telar-settings-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarSettingsWindow, style_row);
  gtk_widget_class_bind_template_child (widget_class, TelarSettingsWindow, timeout);
  gtk_widget_class_bind_template_child (widget_class, TelarSettingsWindow, body_limit);
  gtk_widget_class_bind_template_child (widget_class, TelarSettingsWindow, redirect_limit);
  gtk_widget_class_bind_template_child (widget_class, TelarSettingsWindow, per_host);
  gtk_widget_class_bind_template_child (widget_class, TelarSettingsWindow, user_agent_row);
  gtk_widget_class_bind_template_child (widget_class, TelarSettingsWindow, history_limit);
  gtk_widget_class_bind_template_child (widget_class, TelarSettingsWindow, scale_row);
  gtk_widget_class_bind_template_child (widget_class, TelarSettingsWindow, folder_row);
  gtk_widget_class_bind_template_child (widget_class, TelarSettingsWindow, forget_folder_button);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_user_agent_applied);
  gtk_widget_class_bind_template_callback (widget_class, on_reset_pages);
  gtk_widget_class_bind_template_callback (widget_class, telar_short_number_output);
}

static void
telar_settings_window_init (TelarSettingsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
bind_numbers (TelarSettingsWindow *self)
{
  const struct
  {
    const char *key;
    GtkAdjustment *adjustment;
  } numbers[] = {
    { "redirect-limit", self->redirect_limit },
    { "per-host", self->per_host },
    { "history-limit", self->history_limit },
  };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    g_settings_bind_with_mapping (self->settings, numbers[i].key, numbers[i].adjustment, "value",
                                  G_SETTINGS_BIND_DEFAULT, number_from_setting, number_to_setting,
                                  NULL, NULL);
  g_settings_bind (self->settings, "timeout", self->timeout, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (self->settings, "body-limit", self->body_limit, "value",
                                G_SETTINGS_BIND_DEFAULT, mib_from_setting, mib_to_setting, NULL,
                                NULL);
}

/**
 * telar_settings_window_new:
 * @parent: (nullable): the window above which it is shown
 * @settings: the settings of the program
 *
 * What is changed in it is set at once, and heeded by what begins after that.
 *
 * Returns: (transfer none): the window, to be presented; GTK owns it until it is closed
 */
GtkWindow *
telar_settings_window_new (GtkWindow *parent, GSettings *settings)
{
  TelarSettingsWindow *self
      = g_object_new (TELAR_TYPE_SETTINGS_WINDOW, "transient-for", parent, NULL);

  self->settings = g_object_ref (settings);
  bind_numbers (self);
  g_settings_bind_with_mapping (settings, "colour-scheme", self->style_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, style_from_setting, style_to_setting,
                                settings, NULL);
  g_settings_bind_with_mapping (settings, "export-scale", self->scale_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, scale_from_setting, scale_to_setting, NULL,
                                NULL);
  g_signal_connect_object (settings, "changed::user-agent", G_CALLBACK (show_user_agent), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::export-folder", G_CALLBACK (show_folder), self,
                           G_CONNECT_SWAPPED);
  show_user_agent (self);
  show_folder (self);

  return GTK_WINDOW (self);
}
