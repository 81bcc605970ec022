/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-input-cell.h"

#include "telar-task-row.h"
#include "telar-template.h"

struct _TelarInputCell
{
  GtkWidget parent_instance;

  GtkWidget *expander;
  GtkWidget *label;
  GtkWidget *headings;

  GBindingGroup *row;
};

G_DEFINE_FINAL_TYPE (TelarInputCell, telar_input_cell, GTK_TYPE_WIDGET)

static void
telar_input_cell_dispose (GObject *object)
{
  TelarInputCell *self = TELAR_INPUT_CELL (object);

  g_clear_object (&self->row);
  telar_template_dispose (GTK_WIDGET (self), TELAR_TYPE_INPUT_CELL);

  G_OBJECT_CLASS (telar_input_cell_parent_class)->dispose (object);
}

static void
telar_input_cell_class_init (TelarInputCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_input_cell_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-input-cell.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarInputCell, expander);
  gtk_widget_class_bind_template_child (widget_class, TelarInputCell, label);
  gtk_widget_class_bind_template_child (widget_class, TelarInputCell, headings);
}

static gboolean
expander_icon (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_static_string (to,
                             g_value_get_boolean (from) ? "pan-down-symbolic" : "pan-end-symbolic");
  return TRUE;
}

static void
telar_input_cell_init (TelarInputCell *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->row = g_binding_group_new ();
  g_binding_group_bind (self->row, "input", self->label, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->row, "input", self->label, "tooltip-text", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->row, "has-headings", self->expander, "visible",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->row, "is-expanded", self->expander, "active",
                        G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_binding_group_bind (self->row, "headings", self->headings, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->row, "is-expanded", self->headings, "visible", G_BINDING_SYNC_CREATE);
  g_object_bind_property_full (self->expander, "active", self->expander, "icon-name",
                               G_BINDING_SYNC_CREATE, expander_icon, NULL, NULL, NULL);
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (TELAR_TYPE_INPUT_CELL, NULL));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item)
{
  TelarInputCell *self = TELAR_INPUT_CELL (gtk_list_item_get_child (item));

  g_binding_group_set_source (self->row, gtk_list_item_get_item (item));
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item)
{
  TelarInputCell *self = TELAR_INPUT_CELL (gtk_list_item_get_child (item));

  if (self != NULL)
    g_binding_group_set_source (self->row, NULL);
}

/**
 * telar_input_cell_factory_new:
 *
 * Returns: (transfer full): what makes the cells of a column whose items are TelarTaskRow
 */
GtkListItemFactory *
telar_input_cell_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);

  return factory;
}
