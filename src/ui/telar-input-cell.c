/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-input-cell.h"

#include <glib/gi18n-lib.h>

#include "telar-task-row.h"

/* No template: a table has some hundred of these, made while a run begins, and most of them need
 * but the label. What headings need is made when there are some. */

struct _TelarInputCell
{
  GtkWidget parent_instance;

  GtkWidget *label;
  GtkWidget *expander; /* NULL before the first headings */
  GtkWidget *headings; /* likewise */

  TelarTaskRow *row;
  GBindingGroup *input_bindings;
  GBindingGroup *heading_bindings; /* NULL before the first headings */
};

G_DEFINE_FINAL_TYPE (TelarInputCell, telar_input_cell, GTK_TYPE_WIDGET)

enum
{
  PROP_HAS_HEADINGS = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
set_place (TelarInputCell *self, GtkWidget *child, int column, int row, int span)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  g_object_set (gtk_layout_manager_get_layout_child (layout, child), "column", column, "row", row,
                "column-span", span, NULL);
}

static GtkWidget *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 10);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, css_class);

  return label;
}

static gboolean
expander_icon (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_static_string (to,
                             g_value_get_boolean (from) ? "pan-down-symbolic" : "pan-end-symbolic");
  return TRUE;
}

static void
make_expander (TelarInputCell *self)
{
  self->expander = gtk_toggle_button_new ();
  gtk_widget_add_css_class (self->expander, "flat");
  gtk_widget_add_css_class (self->expander, "telar-expander");
  gtk_widget_set_margin_end (self->expander, 3);
  gtk_widget_set_valign (self->expander, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->expander, _ ("Show the headings"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show the headings"), -1);
  gtk_widget_insert_before (self->expander, GTK_WIDGET (self), self->label);

  self->headings = make_label ("telar-headings");
  gtk_widget_add_css_class (self->headings, "dim-label");
  gtk_widget_insert_after (self->headings, GTK_WIDGET (self), self->label);
  set_place (self, self->headings, 0, 1, 2);

  g_object_bind_property_full (self->expander, "active", self->expander, "icon-name",
                               G_BINDING_SYNC_CREATE, expander_icon, NULL, NULL, NULL);
  self->heading_bindings = g_binding_group_new ();
  g_binding_group_bind (self->heading_bindings, "has-headings", self->expander, "visible",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->heading_bindings, "is-expanded", self->expander, "active",
                        G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_binding_group_bind (self->heading_bindings, "headings", self->headings, "label",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->heading_bindings, "is-expanded", self->headings, "visible",
                        G_BINDING_SYNC_CREATE);
  g_binding_group_set_source (self->heading_bindings, self->row);
}

static gboolean
on_query_tooltip (GtkLabel *label, int x, int y, gboolean by_key, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));

  return TRUE;
}

static void
telar_input_cell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TelarInputCell *self = TELAR_INPUT_CELL (object);

  switch (id)
    {
    case PROP_HAS_HEADINGS:
      if (self->expander == NULL && g_value_get_boolean (value))
        make_expander (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
telar_input_cell_dispose (GObject *object)
{
  TelarInputCell *self = TELAR_INPUT_CELL (object);
  GtkWidget *child;

  g_clear_object (&self->input_bindings);
  g_clear_object (&self->heading_bindings);
  g_clear_object (&self->row);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (telar_input_cell_parent_class)->dispose (object);
}

static void
telar_input_cell_class_init (TelarInputCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = telar_input_cell_set_property;
  object_class->dispose = telar_input_cell_dispose;

  properties[PROP_HAS_HEADINGS] = g_param_spec_boolean ("has-headings", NULL, NULL, FALSE,
                                                        G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_GRID_LAYOUT);
}

static void
telar_input_cell_init (TelarInputCell *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);

  self->label = make_label ("telar-cell");
  gtk_widget_set_has_tooltip (self->label, TRUE);
  g_signal_connect (self->label, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  set_place (self, self->label, 1, 0, 1);

  self->input_bindings = g_binding_group_new ();
  g_binding_group_bind (self->input_bindings, "input", self->label, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (self->input_bindings, "has-headings", self, "has-headings",
                        G_BINDING_SYNC_CREATE);
}

static void
set_row (TelarInputCell *self, TelarTaskRow *row)
{
  g_set_object (&self->row, row);
  g_binding_group_set_source (self->input_bindings, row);
  if (self->heading_bindings != NULL)
    g_binding_group_set_source (self->heading_bindings, row);
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

  set_row (self, gtk_list_item_get_item (item));
}

static void
on_unbind (GtkListItemFactory *factory, GtkListItem *item)
{
  TelarInputCell *self = TELAR_INPUT_CELL (gtk_list_item_get_child (item));

  if (self != NULL)
    set_row (self, NULL);
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
