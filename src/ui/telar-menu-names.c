/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-menu-names.h"

static void
name_item (GtkWidget *item)
{
  GtkWidget *child = gtk_widget_get_first_child (item);

  while (child != NULL && !GTK_IS_LABEL (child))
    child = gtk_widget_get_next_sibling (child);
  if (child == NULL)
    return;

  /* The relation would be asked first. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (child)), -1);
}

static gboolean
on_map (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer unused)
{
  GtkWidget *widget = g_value_get_object (&values[0]);
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  if (role == GTK_ACCESSIBLE_ROLE_MENU_ITEM || role == GTK_ACCESSIBLE_ROLE_MENU_ITEM_CHECKBOX
      || role == GTK_ACCESSIBLE_ROLE_MENU_ITEM_RADIO)
    {
      /* Whatever changes in it, GTK sets the relation again. */
      g_signal_handlers_disconnect_by_func (widget, name_item, NULL);
      g_signal_connect (widget, "notify", G_CALLBACK (name_item), NULL);
      name_item (widget);
    }
  return G_SOURCE_CONTINUE;
}

/**
 * telar_menu_names_init:
 *
 * Gives the items of menus, when they are shown, the name that a screen reader tells. GTK says
 * that an item is labelled by its label, but GTK 4.18 gives that label a role without a name, so
 * that nothing at all is told. To be called once, in the main thread, when GTK is initialised.
 */
void
telar_menu_names_init (void)
{
  /* The signals of a class exist from its first reference on. */
  GTypeClass *widgets = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, on_map, NULL, NULL);
  g_type_class_unref (widgets);
}
