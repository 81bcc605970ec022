/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-history-view.h"

#include <glib/gi18n-lib.h>

#include "telar-history-row.h"
#include "telar-template.h"

struct _TelarHistoryView
{
  GtkWidget parent_instance;

  GtkSearchEntry *search_entry;
  GtkStack *stack;
  GtkListView *list_view;

  TelarHistory *history; /* NULL until it is set */
  GtkFilterListModel *found;
  GtkMultiSelection *selection;
  GArray *chosen; /* gint64: ids of the runs that are shown, in the order of the list */
};

G_DEFINE_FINAL_TYPE (TelarHistoryView, telar_history_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_COMPARED,
  SIGNAL_DELETED,
  SIGNAL_SAVE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gint64
get_id (TelarHistoryItem *item)
{
  return telar_history_item_get_summary (item)->id;
}

static gint64
get_chosen (TelarHistoryView *self, guint index)
{
  return g_array_index (self->chosen, gint64, index);
}

static gboolean
is_chosen (TelarHistoryView *self, gint64 id)
{
  for (guint i = 0; i < self->chosen->len; i++)
    if (get_chosen (self, i) == id)
      return TRUE;

  return FALSE;
}

/* One run is looked at, several are compared. */
static void
on_selected (TelarHistoryView *self)
{
  g_autoptr (GtkBitset) selected
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint n_selected = (guint) gtk_bitset_get_size (selected);
  g_autoptr (GArray) ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_selected);
  gboolean is_same = n_selected == self->chosen->len;

  for (guint i = 0; i < n_selected; i++)
    {
      g_autoptr (TelarHistoryItem) item
          = g_list_model_get_item (G_LIST_MODEL (self->found), gtk_bitset_get_nth (selected, i));
      gint64 id = get_id (item);

      is_same = is_same && is_chosen (self, id);
      g_array_append_val (ids, id);
    }
  if (n_selected == 0 || is_same)
    return;

  g_array_unref (self->chosen);
  self->chosen = g_steal_pointer (&ids);
  if (n_selected == 1)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, get_chosen (self, 0));
  else
    g_signal_emit (self, signals[SIGNAL_COMPARED], 0, self->chosen);
}

/* Selects what is shown, wherever it is in the list now. */
static void
select_chosen (TelarHistoryView *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, n_items);

  for (guint i = 0; i < n_items && gtk_bitset_get_size (selected) < self->chosen->len; i++)
    {
      g_autoptr (TelarHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->found), i);

      if (is_chosen (self, get_id (item)))
        gtk_bitset_add (selected, i);
    }

  g_signal_handlers_block_by_func (self->selection, on_selected, self);
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), selected, all);
  g_signal_handlers_unblock_by_func (self->selection, on_selected, self);
}

/* A list keeps in view what stands at its top, so that a new run would appear out of sight above
 * it; one that was not scrolled follows. */
static void
stay_at_the_top (TelarHistoryView *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list_view));

  if (adjustment != NULL && gtk_adjustment_get_value (adjustment) <= 0
      && g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

static void
on_items_changed (TelarHistoryView *self)
{
  const char *page = "list";

  if (g_list_model_get_n_items (G_LIST_MODEL (self->history)) == 0)
    page = "empty";
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) == 0)
    page = "nothing";
  gtk_stack_set_visible_child_name (self->stack, page);
  select_chosen (self);
  stay_at_the_top (self);
}

static gboolean
is_found (gpointer item, gpointer data)
{
  TelarHistoryView *self = data;

  return telar_history_item_matches (item,
                                     gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
on_search_changed (TelarHistoryView *self)
{
  if (self->found != NULL)
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->found),
                        GTK_FILTER_CHANGE_DIFFERENT);
}

static void
setup_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, g_object_new (TELAR_TYPE_HISTORY_ROW, NULL));
}

static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item, TelarHistoryView *self)
{
  TelarHistoryItem *item = gtk_list_item_get_item (list_item);

  telar_history_row_set_item (TELAR_HISTORY_ROW (gtk_list_item_get_child (list_item)), item);
  telar_history_want_thumbnail (self->history, item);
}

static void
unbind_row (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  telar_history_row_set_item (TELAR_HISTORY_ROW (gtk_list_item_get_child (list_item)), NULL);
}

static void
on_renamed (AdwMessageDialog *dialog, const char *response, TelarHistoryView *self)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));
  gint64 *id = g_object_get_data (G_OBJECT (dialog), "telar-run");

  if (g_str_equal (response, "rename") && self->history != NULL)
    telar_history_rename (self->history, *id, gtk_editable_get_text (entry));
}

static void
rename_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarHistoryView *self = TELAR_HISTORY_VIEW (widget);
  gint64 id = g_variant_get_int64 (parameter);
  TelarHistoryItem *item = telar_history_find (self->history, id);
  GtkWidget *dialog, *entry;
  g_autofree char *title = NULL;

  if (item == NULL)
    return;

  title = telar_history_item_dup_title (item);
  entry = gtk_entry_new ();
  gtk_editable_set_text (GTK_EDITABLE (entry), title);
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name of the run"), -1);

  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _ ("Rename the Run"),
                                   NULL);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "rename",
                                    _ ("_Rename"), NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "rename");
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "rename",
                                              ADW_RESPONSE_SUGGESTED);
  g_object_set_data_full (G_OBJECT (dialog), "telar-run", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_renamed), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
pin_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarHistoryView *self = TELAR_HISTORY_VIEW (widget);
  gint64 id = g_variant_get_int64 (parameter);
  TelarHistoryItem *item = telar_history_find (self->history, id);

  if (item != NULL)
    telar_history_set_pinned (self->history, id, !telar_history_item_get_summary (item)->is_pinned);
}

/* What a pointer does with Ctrl, for those who have none. */
static void
compare_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarHistoryView *self = TELAR_HISTORY_VIEW (widget);
  gint64 id = g_variant_get_int64 (parameter);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->found));

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TelarHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->found), i);

      if (get_id (item) == id)
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), i, FALSE);
    }
}

static void
delete_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarHistoryView *self = TELAR_HISTORY_VIEW (widget);
  gint64 id = g_variant_get_int64 (parameter);

  telar_history_delete (self->history, id);
  g_signal_emit (self, signals[SIGNAL_DELETED], 0, id);
}

/* The menu of one of several chosen runs is about all of them. */
static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarHistoryView *self = TELAR_HISTORY_VIEW (widget);
  gint64 id = g_variant_get_int64 (parameter);
  g_autoptr (GArray) ids = NULL;

  if (is_chosen (self, id))
    {
      g_signal_emit (self, signals[SIGNAL_SAVE_WANTED], 0, self->chosen);
      return;
    }

  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (ids, id);
  g_signal_emit (self, signals[SIGNAL_SAVE_WANTED], 0, ids);
}

/* A GtkText that is hidden with the focus in it goes on blinking and complains. */
static void
telar_history_view_unmap (GtkWidget *widget)
{
  TelarHistoryView *self = TELAR_HISTORY_VIEW (widget);
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (widget));
  GtkWidget *focus = window != NULL ? gtk_window_get_focus (window) : NULL;

  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->search_entry)))
    gtk_window_set_focus (window, NULL);

  GTK_WIDGET_CLASS (telar_history_view_parent_class)->unmap (widget);
}

static void
telar_history_view_dispose (GObject *object)
{
  TelarHistoryView *self = TELAR_HISTORY_VIEW (object);

  telar_history_view_set_history (self, NULL);
  telar_template_dispose (GTK_WIDGET (self), TELAR_TYPE_HISTORY_VIEW);

  G_OBJECT_CLASS (telar_history_view_parent_class)->dispose (object);
}

static void
telar_history_view_finalize (GObject *object)
{
  g_array_unref (TELAR_HISTORY_VIEW (object)->chosen);

  G_OBJECT_CLASS (telar_history_view_parent_class)->finalize (object);
}

static void
telar_history_view_class_init (TelarHistoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_history_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = telar_history_view_finalize;
  widget_class->unmap = telar_history_view_unmap;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_COMPARED] = g_signal_new ("compared", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);
  signals[SIGNAL_DELETED] = g_signal_new ("deleted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_SAVE_WANTED]
      = g_signal_new ("save-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-history-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryView, stack);
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryView, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_install_action (widget_class, "history.compare", "x", compare_activated);
  gtk_widget_class_install_action (widget_class, "history.rename", "x", rename_activated);
  gtk_widget_class_install_action (widget_class, "history.pin", "x", pin_activated);
  gtk_widget_class_install_action (widget_class, "history.save", "x", save_activated);
  gtk_widget_class_install_action (widget_class, "history.delete", "x", delete_activated);
}

static void
telar_history_view_init (TelarHistoryView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->chosen = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row), NULL);
  gtk_list_view_set_factory (self->list_view, factory);
}

/**
 * telar_history_view_set_history:
 * @self: a view
 * @history: (nullable): what it lists
 */
void
telar_history_view_set_history (TelarHistoryView *self, TelarHistory *history)
{
  GtkCustomFilter *filter;

  g_return_if_fail (TELAR_IS_HISTORY_VIEW (self));

  if (self->history != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->found, on_items_changed, self);
      g_signal_handlers_disconnect_by_func (self->selection, on_selected, self);
      if (self->list_view != NULL)
        gtk_list_view_set_model (self->list_view, NULL);
      /* The filter asks this view. */
      gtk_filter_list_model_set_filter (self->found, NULL);
    }
  g_clear_object (&self->selection);
  g_clear_object (&self->found);
  g_set_object (&self->history, history);
  if (history == NULL)
    return;

  filter = gtk_custom_filter_new (is_found, self, NULL);
  self->found
      = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (history)), GTK_FILTER (filter));
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->found)));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (on_selected), self);
  g_signal_connect_swapped (self->found, "items-changed", G_CALLBACK (on_items_changed), self);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  on_items_changed (self);
}

/**
 * telar_history_view_mark:
 * @self: a view
 * @ids: (array length=n_ids) (nullable): of the runs that are shown beside it
 * @n_ids: how many of them are in the history; 0 for none
 *
 * Marks the runs without choosing them.
 */
void
telar_history_view_mark (TelarHistoryView *self, const gint64 *ids, guint n_ids)
{
  g_return_if_fail (TELAR_IS_HISTORY_VIEW (self));

  g_array_set_size (self->chosen, 0);
  if (n_ids > 0)
    g_array_append_vals (self->chosen, ids, n_ids);
  if (self->found != NULL)
    select_chosen (self);
}
