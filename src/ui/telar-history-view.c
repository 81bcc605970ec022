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
  GtkSingleSelection *selection;
  gint64 current; /* id of the run that is shown, or 0 */
};

G_DEFINE_FINAL_TYPE (TelarHistoryView, telar_history_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_DELETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gint64
get_id (TelarHistoryItem *item)
{
  return telar_history_item_get_summary (item)->id;
}

static void
on_selected (TelarHistoryView *self)
{
  TelarHistoryItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item == NULL || get_id (item) == self->current)
    return;

  self->current = get_id (item);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, self->current);
}

/* Selects what is shown, wherever it is in the list now. */
static void
select_current (TelarHistoryView *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->found));
  guint selected = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < n_items && selected == GTK_INVALID_LIST_POSITION; i++)
    {
      g_autoptr (TelarHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->found), i);

      if (get_id (item) == self->current)
        selected = i;
    }

  g_signal_handlers_block_by_func (self->selection, on_selected, self);
  gtk_single_selection_set_selected (self->selection, selected);
  g_signal_handlers_unblock_by_func (self->selection, on_selected, self);
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
  select_current (self);
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

static void
delete_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TelarHistoryView *self = TELAR_HISTORY_VIEW (widget);
  gint64 id = g_variant_get_int64 (parameter);

  telar_history_delete (self->history, id);
  g_signal_emit (self, signals[SIGNAL_DELETED], 0, id);
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
telar_history_view_class_init (TelarHistoryViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_history_view_dispose;
  widget_class->unmap = telar_history_view_unmap;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_DELETED] = g_signal_new ("deleted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-history-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryView, stack);
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryView, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_install_action (widget_class, "history.rename", "x", rename_activated);
  gtk_widget_class_install_action (widget_class, "history.pin", "x", pin_activated);
  gtk_widget_class_install_action (widget_class, "history.delete", "x", delete_activated);
}

static void
telar_history_view_init (TelarHistoryView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

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
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->found));
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected), self);
  g_signal_connect_swapped (self->found, "items-changed", G_CALLBACK (on_items_changed), self);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  on_items_changed (self);
}

/**
 * telar_history_view_set_current:
 * @self: a view
 * @id: of the run that is shown beside it, or 0 for none that is in the history
 *
 * Marks the run without choosing it.
 */
void
telar_history_view_set_current (TelarHistoryView *self, gint64 id)
{
  g_return_if_fail (TELAR_IS_HISTORY_VIEW (self));

  self->current = id;
  if (self->found != NULL)
    select_current (self);
}
