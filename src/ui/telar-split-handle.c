/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-split-handle.h"

struct _TelarSplitHandle
{
  GtkWidget parent_instance;

  GtkWidget *line;
};

G_DEFINE_FINAL_TYPE (TelarSplitHandle, telar_split_handle, GTK_TYPE_WIDGET)

static void
telar_split_handle_dispose (GObject *object)
{
  TelarSplitHandle *self = TELAR_SPLIT_HANDLE (object);

  g_clear_pointer (&self->line, gtk_widget_unparent);

  G_OBJECT_CLASS (telar_split_handle_parent_class)->dispose (object);
}

static void
telar_split_handle_class_init (TelarSplitHandleClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_split_handle_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEPARATOR);
}

static void
telar_split_handle_init (TelarSplitHandle *self)
{
  self->line = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_valign (self->line, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "row-resize");
}
