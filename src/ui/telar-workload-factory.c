/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-workload-factory.h"

#include <glib/gi18n-lib.h>

#include "model/telar-workload.h"

/* What stands in a list item. */
typedef struct
{
  GtkWidget *group;
  GtkWidget *title;
  GtkWidget *mark;
} Cell;

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  Cell *cell = g_new (Cell, 1);

  cell->group = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (cell->group), 0);
  gtk_widget_add_css_class (cell->group, "caption-heading");
  gtk_widget_add_css_class (cell->group, "dim-label");
  gtk_widget_add_css_class (cell->group, "telar-group");

  cell->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (cell->title), 0);
  gtk_widget_set_hexpand (cell->title, TRUE);
  cell->mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_box_append (GTK_BOX (line), cell->title);
  gtk_box_append (GTK_BOX (line), cell->mark);
  gtk_box_append (GTK_BOX (box), cell->group);
  gtk_box_append (GTK_BOX (box), line);
  gtk_list_item_set_child (item, box);
  g_object_set_data_full (G_OBJECT (item), "telar-cell", cell, g_free);
}

static void
on_selected (AdwComboRow *row, GParamSpec *pspec, GtkListItem *item)
{
  Cell *cell = g_object_get_data (G_OBJECT (item), "telar-cell");

  gtk_widget_set_opacity (cell->mark,
                          adw_combo_row_get_selected (row) == gtk_list_item_get_position (item));
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  guint position = gtk_list_item_get_position (item);
  const TelarWorkload *workload = telar_workload_get (position);
  const TelarWorkload *before = position > 0 ? telar_workload_get (position - 1) : NULL;
  Cell *cell = g_object_get_data (G_OBJECT (item), "telar-cell");

  gtk_label_set_text (GTK_LABEL (cell->group), _ (workload->group));
  gtk_widget_set_visible (cell->group,
                          before == NULL || !g_str_equal (workload->group, before->group));
  gtk_label_set_text (GTK_LABEL (cell->title), _ (workload->title));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_selected), item, 0);
  on_selected (row, NULL, item);
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  g_signal_handlers_disconnect_by_func (row, on_selected, item);
}

/**
 * telar_workload_factory_new:
 * @row: the row whose list shows all workloads in their order; it outlives the factory
 *
 * Headings of list models are newer than GTK 4.8, so the first workload of each group has its
 * group's title above its own.
 *
 * Returns: (transfer full): what makes the items of the list
 */
GtkListItemFactory *
telar_workload_factory_new (AdwComboRow *row)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup), row, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind), row, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind), row, 0);

  return factory;
}
