/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-order-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  AdwActionRow *row;
  GtkWidget *up;
  GtkWidget *down;
} Place;

struct _TelarOrderList
{
  AdwBin parent_instance;

  GtkListBox *list;
  Place places[TELAR_N_STRATEGIES];
  TelarStrategy order[TELAR_N_STRATEGIES];
  guint n_strategies;
};

G_DEFINE_FINAL_TYPE (TelarOrderList, telar_order_list, ADW_TYPE_BIN)

static void
set_label (GtkWidget *widget, const char *format_result)
{
  gtk_widget_set_tooltip_text (widget, format_result);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  format_result, -1);
}

static void
update (TelarOrderList *self)
{
  for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
    {
      Place *place = &self->places[i];
      const char *name;
      g_autofree char *title = NULL;
      g_autofree char *up = NULL;
      g_autofree char *down = NULL;

      gtk_widget_set_visible (GTK_WIDGET (place->row), i < self->n_strategies);
      if (i >= self->n_strategies)
        continue;

      name = telar_strategy_get_title (self->order[i]);
      title = g_strdup_printf ("%u. %s", i + 1, name);
      /* Translators: %s is a strategy, such as Threads */
      up = g_strdup_printf (_ ("Move %s up"), name);
      /* Translators: %s is a strategy, such as Threads */
      down = g_strdup_printf (_ ("Move %s down"), name);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (place->row), title);
      set_label (place->up, up);
      set_label (place->down, down);
      gtk_widget_set_sensitive (place->up, i > 0);
      gtk_widget_set_sensitive (place->down, i + 1 < self->n_strategies);
    }
}

static guint
find_place (TelarOrderList *self, gpointer widget)
{
  for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
    if (self->places[i].up == widget || self->places[i].down == widget
        || (gpointer) self->places[i].row == widget)
      return i;

  g_return_val_if_reached (0);
}

/* Who moved a strategy by key can go on moving it. */
static void
focus (GtkWidget *wanted, GtkWidget *other)
{
  gtk_widget_grab_focus (gtk_widget_get_sensitive (wanted) ? wanted : other);
}

static void
on_up (TelarOrderList *self, GtkWidget *button)
{
  guint place = find_place (self, button);

  telar_order_list_move (self, place, place - 1);
  focus (self->places[place - 1].up, self->places[place - 1].down);
}

static void
on_down (TelarOrderList *self, GtkWidget *button)
{
  guint place = find_place (self, button);

  telar_order_list_move (self, place, place + 1);
  focus (self->places[place + 1].down, self->places[place + 1].up);
}

static GdkContentProvider *
on_prepare (GtkDragSource *source, double x, double y, TelarOrderList *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));

  return gdk_content_provider_new_typed (G_TYPE_UINT, find_place (self, row));
}

static void
on_drag_begin (GtkDragSource *source, GdkDrag *drag, TelarOrderList *self)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (row);

  gtk_drag_source_set_icon (source, paintable, 0, 0);
}

static gboolean
on_drop (GtkDropTarget *target, const GValue *value, double x, double y, TelarOrderList *self)
{
  guint from = g_value_get_uint (value);
  guint to = find_place (self, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)));

  if (from >= self->n_strategies)
    return FALSE; /* it comes from another list */

  telar_order_list_move (self, from, to);

  return TRUE;
}

static GtkWidget *
add_button (TelarOrderList *self, Place *place, const char *icon, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (place->row, button);

  return button;
}

static void
add_place (TelarOrderList *self, Place *place)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_UINT, GDK_ACTION_MOVE);

  place->row = ADW_ACTION_ROW (adw_action_row_new ());
  place->up = add_button (self, place, "go-up-symbolic", G_CALLBACK (on_up));
  place->down = add_button (self, place, "go-down-symbolic", G_CALLBACK (on_down));

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (on_prepare), self, 0);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (on_drag_begin), self, 0);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_drop), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (place->row), GTK_EVENT_CONTROLLER (source));
  gtk_widget_add_controller (GTK_WIDGET (place->row), GTK_EVENT_CONTROLLER (target));
  gtk_list_box_append (self->list, GTK_WIDGET (place->row));
}

static void
telar_order_list_class_init (TelarOrderListClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
telar_order_list_init (TelarOrderList *self)
{
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
  for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
    add_place (self, &self->places[i]);
  update (self);
}

/**
 * telar_order_list_new:
 *
 * Returns: (transfer floating): an empty list
 */
GtkWidget *
telar_order_list_new (void)
{
  return g_object_new (TELAR_TYPE_ORDER_LIST, NULL);
}

/**
 * telar_order_list_set_order:
 * @self: a list
 * @order: strategies from the top
 * @n: how many; at most TELAR_N_STRATEGIES
 */
void
telar_order_list_set_order (TelarOrderList *self, const TelarStrategy *order, guint n)
{
  g_return_if_fail (TELAR_IS_ORDER_LIST (self));
  g_return_if_fail (n <= TELAR_N_STRATEGIES);

  memcpy (self->order, order, n * sizeof *order);
  self->n_strategies = n;
  update (self);
}

/**
 * telar_order_list_get_order:
 * @self: a list
 * @order: (out): its strategies from the top
 *
 * Returns: how many there are
 */
guint
telar_order_list_get_order (TelarOrderList *self, TelarStrategy order[TELAR_N_STRATEGIES])
{
  g_return_val_if_fail (TELAR_IS_ORDER_LIST (self), 0);

  memcpy (order, self->order, self->n_strategies * sizeof *order);

  return self->n_strategies;
}

/**
 * telar_order_list_move:
 * @self: a list
 * @from: a place, from 0
 * @to: the place where the strategy that is there shall be; those between make room
 */
void
telar_order_list_move (TelarOrderList *self, guint from, guint to)
{
  TelarStrategy moved;

  g_return_if_fail (TELAR_IS_ORDER_LIST (self));
  g_return_if_fail (from < self->n_strategies && to < self->n_strategies);

  moved = self->order[from];
  if (from < to)
    memmove (&self->order[from], &self->order[from + 1], (to - from) * sizeof moved);
  else
    memmove (&self->order[to + 1], &self->order[to], (from - to) * sizeof moved);
  self->order[to] = moved;
  update (self);
}
