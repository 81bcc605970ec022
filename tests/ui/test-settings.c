/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <adwaita.h>
#include <string.h>

#include "ui/telar-page-settings.h"
#include "ui/telar-settings-window.h"
#include "ui/telar-settings.h"

static GSettingsSchema *
get_schema (GSettings *settings)
{
  GSettingsSchema *schema;

  g_object_get (settings, "settings-schema", &schema, NULL);

  return schema;
}

static void
test_every_key_says_what_it_is (void)
{
  g_autoptr (GSettings) settings = telar_settings_new ();
  g_autoptr (GSettingsSchema) schema = get_schema (settings);
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);

  g_assert_cmpuint (g_strv_length (keys), >, 10);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, keys[i]);

      g_test_message ("%s", keys[i]);
      g_assert_nonnull (g_settings_schema_key_get_summary (key));
    }
}

/* The limits that the command line knows are those that the window has, and as wide. */
static void
test_limits_of_pages_are_settings (void)
{
  const TelarWorkload *workload = telar_workload_from_name ("characters");
  g_autoptr (GSettings) settings = telar_settings_new ();
  g_autoptr (GSettingsSchema) schema = get_schema (settings);
  guint n_limits = 0;

  for (guint i = 0; i < workload->n_parameters; i++)
    {
      const TelarParameterSpec *spec = &workload->parameters[i];
      g_autoptr (GSettingsSchemaKey) key = NULL;
      g_autoptr (GVariant) value = NULL;
      g_autoptr (GVariant) range = NULL;
      g_autoptr (GVariant) ends = NULL;
      double minimum, maximum;

      if (!spec->is_limit)
        continue;

      g_test_message ("%s", spec->name);
      n_limits++;
      key = g_settings_schema_get_key (schema, spec->name);
      value = g_settings_schema_key_get_default_value (key);
      if (spec->type == TELAR_PARAMETER_STRING)
        {
          g_assert_cmpstr (g_variant_get_string (value, NULL), ==, spec->default_string);
          continue;
        }

      range = g_settings_schema_key_get_range (key);
      g_variant_get (range, "(&sv)", NULL, &ends);
      if (spec->type == TELAR_PARAMETER_DOUBLE)
        {
          g_assert_cmpfloat (g_variant_get_double (value), ==, spec->default_number);
          g_variant_get (ends, "(dd)", &minimum, &maximum);
        }
      else
        {
          gint32 least, most;

          g_assert_cmpfloat (g_variant_get_int32 (value), ==, spec->default_number);
          g_variant_get (ends, "(ii)", &least, &most);
          minimum = least;
          maximum = most;
        }
      g_assert_cmpfloat (minimum, ==, spec->minimum);
      g_assert_cmpfloat (maximum, ==, spec->maximum);
    }
  g_assert_cmpuint (n_limits, ==, 5);
}

static void
test_limits_are_applied_to_pages (void)
{
  g_autoptr (GSettings) settings = telar_settings_new ();
  g_autoptr (TelarParameters) pages = telar_parameters_new (telar_workload_from_name ("headings"));
  g_autoptr (TelarParameters) numbers = telar_parameters_new (telar_workload_from_name ("square"));

  g_settings_set_double (settings, "timeout", 1.5);
  g_settings_set_int (settings, "body-limit", 1000);
  g_settings_set_int (settings, "redirect-limit", 0);
  g_settings_set_int (settings, "per-host", 6);
  g_settings_set_string (settings, "user-agent", "A lecture");
  telar_page_settings_apply (settings, pages);
  telar_page_settings_apply (settings, numbers);

  g_assert_cmpfloat (telar_parameters_get_number (pages, "timeout"), ==, 1.5);
  g_assert_cmpfloat (telar_parameters_get_number (pages, "body-limit"), ==, 1000);
  g_assert_cmpfloat (telar_parameters_get_number (pages, "redirect-limit"), ==, 0);
  g_assert_cmpfloat (telar_parameters_get_number (pages, "per-host"), ==, 6);
  g_assert_cmpstr (telar_parameters_get_string (pages, "user-agent"), ==, "A lecture");
  g_assert_cmpstr (telar_parameters_get_string (pages, "pattern"), ==, "headings");
  g_assert_cmpfloat (telar_parameters_get_number (numbers, "seconds"), ==, 2);
}

typedef struct
{
  GType type;
  const char *title;
  GtkWidget *found;
} Search;

/* Finds the row of a title and, in it, the first widget of a type. */
static void
search (GtkWidget *widget, gboolean is_in_row, Search *wanted)
{
  if (ADW_IS_PREFERENCES_ROW (widget))
    is_in_row
        = g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), wanted->title)
          == 0;
  if (is_in_row && wanted->found == NULL && g_type_is_a (G_OBJECT_TYPE (widget), wanted->type))
    wanted->found = widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    search (child, is_in_row, wanted);
}

static gpointer
find (GtkWindow *window, const char *title, GType type)
{
  Search wanted = { type, title, NULL };

  search (GTK_WIDGET (window), FALSE, &wanted);
  g_assert_nonnull (wanted.found);

  return wanted.found;
}

static void
test_window_shows_and_sets (void)
{
  g_autoptr (GSettings) settings = telar_settings_new ();
  GtkWindow *window;
  GtkSpinButton *spin;

  g_settings_set_int (settings, "body-limit", 2 << 20);
  g_settings_set_int (settings, "export-scale", 3);
  g_settings_set_string (settings, "colour-scheme", "dark");
  g_settings_set_string (settings, "export-folder", "file:///tmp/a%20%3Cb%3E");
  window = telar_settings_window_new (NULL, settings);

  g_assert_cmpfloat (
      gtk_spin_button_get_value (find (window, "Largest Page (MiB)", GTK_TYPE_SPIN_BUTTON)), ==, 2);
  g_assert_cmpuint (
      adw_combo_row_get_selected (find (window, "Size of PNG Images", ADW_TYPE_COMBO_ROW)), ==, 2);
  g_assert_cmpuint (adw_combo_row_get_selected (find (window, "Style", ADW_TYPE_COMBO_ROW)), ==, 2);
  g_assert_cmpstr (adw_action_row_get_subtitle (find (window, "Folder", ADW_TYPE_ACTION_ROW)), ==,
                   "/tmp/a <b>");

  spin = find (window, "Largest Page (MiB)", GTK_TYPE_SPIN_BUTTON);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "2");
  gtk_spin_button_set_value (spin, 0.5);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "0.5");
  gtk_spin_button_set_value (spin, 100);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "100");
  gtk_editable_set_text (GTK_EDITABLE (spin), "0.50");
  gtk_spin_button_update (spin);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "0.5");
  gtk_spin_button_set_value (find (window, "Runs to Keep", GTK_TYPE_SPIN_BUTTON), 7);
  adw_combo_row_set_selected (find (window, "Style", ADW_TYPE_COMBO_ROW), 1);
  adw_combo_row_set_selected (find (window, "Size of PNG Images", ADW_TYPE_COMBO_ROW), 0);
  g_assert_cmpint (g_settings_get_int (settings, "body-limit"), ==, 1 << 19);
  g_assert_cmpint (g_settings_get_int (settings, "history-limit"), ==, 7);
  g_assert_cmpint (g_settings_get_int (settings, "export-scale"), ==, 1);
  g_assert_cmpint (g_settings_get_enum (settings, "colour-scheme"), ==, 1);

  gtk_window_destroy (window);
}

static void
test_user_agent_that_cannot_be_sent_is_not_set (void)
{
  g_autoptr (GSettings) settings = telar_settings_new ();
  GtkWindow *window = telar_settings_window_new (NULL, settings);
  GtkEditable *row
      = find (window, "User Agent: how Telar names itself to servers", ADW_TYPE_ENTRY_ROW);
  g_autofree char *set = NULL;

  gtk_editable_set_text (row, "A lecture");
  g_signal_emit_by_name (row, "apply");
  gtk_editable_set_text (row, "Una araña");
  g_signal_emit_by_name (row, "apply");

  set = g_settings_get_string (settings, "user-agent");
  g_assert_cmpstr (set, ==, "A lecture");
  g_assert_cmpstr (gtk_editable_get_text (row), ==, "Una araña");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));

  g_settings_reset (settings, "user-agent");
  g_assert_true (g_str_has_prefix (gtk_editable_get_text (row), "Telar/"));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));

  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/settings/every-key-says-what-it-is", test_every_key_says_what_it_is);
  g_test_add_func ("/settings/limits-of-pages-are-settings", test_limits_of_pages_are_settings);
  g_test_add_func ("/settings/limits-are-applied-to-pages", test_limits_are_applied_to_pages);
  g_test_add_func ("/settings/window-shows-and-sets", test_window_shows_and_sets);
  g_test_add_func ("/settings/user-agent-that-cannot-be-sent-is-not-set",
                   test_user_agent_that_cannot_be_sent_is_not_set);

  return g_test_run ();
}
