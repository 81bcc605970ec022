/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-pattern-rows.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "work/telar-heading-finder.h"

enum
{
  CHOICE_HEADINGS,
  CHOICE_LECTURE,
  CHOICE_OWN,
};

static const char *const names[] = { [CHOICE_HEADINGS] = "headings", [CHOICE_LECTURE] = "lecture" };

/* The rows of one pattern. They live as long as the row of the choice. */
typedef struct
{
  TelarParameters *parameters; /* outlive the rows */
  const char *name;
  GtkWidget *choice_row;
  GtkWidget *entry_row;
  GtkWidget *error_row;
  GtkWidget *error_label;
} PatternRows;

static guint
get_choice (const char *pattern)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], pattern))
      return i;

  return CHOICE_OWN;
}

/* Underlines the place in the entry where the pattern is wrong. */
static void
mark (PatternRows *self, const char *pattern, guint column)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  guint length = (guint) g_utf8_strlen (pattern, -1);
  guint start = MIN (column, length > 0 ? length - 1 : 0);
  PangoAttribute *underline = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);

  underline->start_index = (guint) (g_utf8_offset_to_pointer (pattern, start) - pattern);
  pango_attr_list_insert (attributes, underline);
  adw_entry_row_set_attributes (ADW_ENTRY_ROW (self->entry_row), attributes);
}

static void
check (PatternRows *self)
{
  gboolean is_own = adw_combo_row_get_selected (ADW_COMBO_ROW (self->choice_row)) == CHOICE_OWN;
  const char *pattern = gtk_editable_get_text (GTK_EDITABLE (self->entry_row));
  g_autofree char *message = NULL;
  guint column = 0;
  gboolean is_right = !is_own || telar_heading_finder_check (pattern, &column, &message);

  adw_entry_row_set_attributes (ADW_ENTRY_ROW (self->entry_row), NULL);
  if (is_right)
    gtk_widget_remove_css_class (self->entry_row, "error");
  else
    {
      g_autofree char *text = g_strdup_printf (_ ("At character %u: %s"), column + 1, message);

      gtk_widget_add_css_class (self->entry_row, "error");
      gtk_label_set_text (GTK_LABEL (self->error_label), text);
      mark (self, pattern, column);
    }
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->entry_row), GTK_ACCESSIBLE_STATE_INVALID,
      is_right ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_widget_set_visible (self->entry_row, is_own);
  gtk_widget_set_visible (self->error_row, !is_right);
}

static void
on_changed (PatternRows *self)
{
  guint choice = adw_combo_row_get_selected (ADW_COMBO_ROW (self->choice_row));
  const char *pattern = choice < G_N_ELEMENTS (names)
                            ? names[choice]
                            : gtk_editable_get_text (GTK_EDITABLE (self->entry_row));

  telar_parameters_set_string (self->parameters, self->name, pattern, NULL);
  check (self);
}

static GtkWidget *
error_row_new (PatternRows *self)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");

  self->error_label
      = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "wrap", TRUE,
                      "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (icon, "error");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (box, "telar-problem");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), self->error_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  return row;
}

/**
 * telar_pattern_rows_append:
 * @list: a list to append to
 * @rows: (element-type GtkWidget): gets the rows that are appended, too
 * @parameters: what is edited; it has to outlive the rows
 * @name: the parameter that is a pattern for headings
 *
 * Lets the user choose one of the patterns that are known, or type one, which is checked as they
 * type.
 */
void
telar_pattern_rows_append (GtkListBox *list,
                           GPtrArray *rows,
                           TelarParameters *parameters,
                           const char *name)
{
  const char *titles[] = { _ ("Headings"), _ ("As in the lecture"), _ ("Own expression"), NULL };
  g_autoptr (GtkStringList) choices = gtk_string_list_new (titles);
  const char *pattern = telar_parameters_get_string (parameters, name);
  guint choice = get_choice (pattern);
  PatternRows *self = g_new0 (PatternRows, 1);

  self->parameters = parameters;
  self->name = name;
  self->choice_row = adw_combo_row_new ();
  self->entry_row = adw_entry_row_new ();
  self->error_row = error_row_new (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->choice_row), _ ("Pattern"));
  adw_combo_row_set_model (ADW_COMBO_ROW (self->choice_row), G_LIST_MODEL (choices));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->choice_row), choice);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry_row), _ ("Regular Expression"));
  gtk_widget_add_css_class (self->entry_row, "monospace");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Regular Expression"), -1);
  if (choice == CHOICE_OWN)
    gtk_editable_set_text (GTK_EDITABLE (self->entry_row), pattern);

  g_signal_connect_swapped (self->choice_row, "notify::selected", G_CALLBACK (on_changed), self);
  g_signal_connect_swapped (self->entry_row, "changed", G_CALLBACK (on_changed), self);
  g_object_set_data_full (G_OBJECT (self->choice_row), "telar-pattern-rows", self, g_free);

  gtk_list_box_append (list, self->choice_row);
  gtk_list_box_append (list, self->entry_row);
  gtk_list_box_append (list, self->error_row);
  g_ptr_array_add (rows, self->choice_row);
  g_ptr_array_add (rows, self->entry_row);
  g_ptr_array_add (rows, self->error_row);
  check (self);
}
