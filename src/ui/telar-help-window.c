/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-help-window.h"

#include <glib/gi18n-lib.h>

#include "telar-help-topic.h"

struct _TelarHelpWindow
{
  AdwWindow parent_instance;

  AdwLeaflet *leaflet;
  GtkWidget *contents;
  AdwHeaderBar *contents_bar;
  GtkEditable *search_entry;
  GtkListBox *list; /* a row for each topic, in their order */
  GtkWidget *page;
  GtkWidget *back_button;
  AdwWindowTitle *page_title;
  GtkScrolledWindow *scrolled_window;
  GtkBox *text;

  const TelarHelpTopic *topic; /* the one that is shown */
};

G_DEFINE_FINAL_TYPE (TelarHelpWindow, telar_help_window, ADW_TYPE_WINDOW)

static const TelarHelpTopic *
get_row_topic (GtkListBoxRow *row)
{
  return telar_help_topic_get ((guint) gtk_list_box_row_get_index (row));
}

static const char *
get_words (TelarHelpWindow *self)
{
  return gtk_editable_get_text (self->search_entry);
}

/* Returns the heading above a passage; NULL if there is none. */
static const char *
find_heading (const TelarHelpTopic *topic, guint passage)
{
  for (guint i = passage + 1; i > 0; i--)
    if (topic->passages[i - 1].heading != NULL)
      return _ (topic->passages[i - 1].heading);

  return NULL;
}

/* Returns whether a topic has what is looked for, and the first passage that does. */
static gboolean
find_passage (TelarHelpWindow *self, const TelarHelpTopic *topic, guint *passage)
{
  const char *words = get_words (self);

  for (guint i = 0; i < topic->n_passages; i++)
    if (telar_help_topic_matches (topic, i, words))
      {
        *passage = i;
        return TRUE;
      }

  return FALSE;
}

/* As soon as the passage has its place. */
static gboolean
scroll_to_passage (GtkWidget *passage, GdkFrameClock *clock, gpointer user_data)
{
  TelarHelpWindow *self = user_data;
  double x, y;

  if (gtk_widget_get_height (passage) == 0
      || !gtk_widget_translate_coordinates (passage, GTK_WIDGET (self->text), 0, 0, &x, &y))
    return G_SOURCE_CONTINUE;

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), y);

  return G_SOURCE_REMOVE;
}

static gboolean
on_link (TelarHelpWindow *self, const char *uri)
{
  const TelarHelpTopic *topic = telar_help_topic_from_uri (uri);

  return topic != NULL && telar_help_window_show_topic (self, topic->name);
}

static GtkWidget *
new_passage (TelarHelpWindow *self, guint passage)
{
  g_autofree char *markup = telar_help_topic_dup_markup (self->topic, passage);
  gboolean is_heading = self->topic->passages[passage].heading != NULL;
  GtkWidget *label = g_object_new (
      GTK_TYPE_LABEL, "label", markup, "use-markup", TRUE, "wrap", TRUE, "wrap-mode",
      PANGO_WRAP_WORD_CHAR, "xalign", 0.0, "selectable", !is_heading, "accessible-role",
      is_heading ? GTK_ACCESSIBLE_ROLE_HEADING : GTK_ACCESSIBLE_ROLE_LABEL, NULL);

  if (is_heading)
    {
      gtk_widget_add_css_class (label, "title-4");
      gtk_widget_add_css_class (label, "telar-help-heading");
      gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, 2, -1);
    }
  g_signal_connect_object (label, "activate-link", G_CALLBACK (on_link), self, G_CONNECT_SWAPPED);

  return label;
}

/* Writes the topic down anew, at its beginning or at what is looked for. */
static void
update_text (TelarHelpWindow *self)
{
  const char *words = get_words (self);
  gboolean is_found = FALSE;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->text))) != NULL)
    gtk_box_remove (self->text, child);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled_window), 0);
  adw_window_title_set_title (self->page_title, _ (self->topic->title));

  for (guint i = 0; i < self->topic->n_passages; i++)
    {
      GtkWidget *label = new_passage (self, i);

      gtk_box_append (self->text, label);
      if (*words == '\0' || !telar_help_topic_matches (self->topic, i, words))
        continue;

      gtk_widget_add_css_class (label, "telar-help-found");
      if (!is_found)
        gtk_widget_add_tick_callback (label, scroll_to_passage, self, NULL);
      is_found = TRUE;
    }
}

/* Shows the topics that have what is looked for, and where; returns the first one. Rows are hidden
 * rather than filtered, for GTK tells a screen reader of rows that are filtered out. */
static GtkListBoxRow *
update_rows (TelarHelpWindow *self)
{
  gboolean is_searching = *get_words (self) != '\0';
  GtkListBoxRow *first = NULL;

  for (guint i = 0; i < telar_help_topic_get_n (); i++)
    {
      const TelarHelpTopic *topic = telar_help_topic_get (i);
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) i);
      const char *heading = NULL;
      guint passage = 0;
      gboolean is_found = !is_searching || find_passage (self, topic, &passage);

      if (is_searching && is_found)
        heading = find_heading (topic, passage);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), heading != NULL ? heading : "");
      gtk_widget_set_visible (GTK_WIDGET (row), is_found);
      if (is_found && first == NULL)
        first = row;
    }

  return first;
}

static void
on_search_changed (TelarHelpWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  GtkListBoxRow *first = update_rows (self);

  if (row == NULL || !gtk_widget_get_visible (GTK_WIDGET (row)))
    row = first;
  if (row == NULL)
    return;

  self->topic = get_row_topic (row);
  gtk_list_box_select_row (self->list, row);
  update_text (self);
}

static void
on_search_activated (TelarHelpWindow *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL && gtk_widget_get_visible (GTK_WIDGET (row)))
    adw_leaflet_set_visible_child (self->leaflet, self->page);
}

static void
on_stop_search (TelarHelpWindow *self)
{
  if (*get_words (self) == '\0')
    gtk_window_close (GTK_WINDOW (self));
  else
    gtk_editable_set_text (self->search_entry, "");
}

static void
on_row_selected (TelarHelpWindow *self, GtkListBoxRow *row)
{
  if (row == NULL || get_row_topic (row) == self->topic)
    return;

  self->topic = get_row_topic (row);
  update_text (self);
}

static void
on_row_activated (TelarHelpWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->page);
}

static void
on_back (TelarHelpWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->contents);
}

static void
on_folded (TelarHelpWindow *self)
{
  gboolean is_folded = adw_leaflet_get_folded (self->leaflet);

  gtk_widget_set_visible (self->back_button, is_folded);
  adw_header_bar_set_show_end_title_buttons (self->contents_bar, is_folded);
}

/* What is typed anywhere is looked for. */
static void
on_search_started (TelarHelpWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->contents);
}

static gboolean
search_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  TelarHelpWindow *self = TELAR_HELP_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->contents);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));

  return TRUE;
}

static void
telar_help_window_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), TELAR_TYPE_HELP_WINDOW);

  G_OBJECT_CLASS (telar_help_window_parent_class)->dispose (object);
}

static void
telar_help_window_class_init (TelarHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_help_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarHelpWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, TelarHelpWindow, contents);
  gtk_widget_class_bind_template_child (widget_class, TelarHelpWindow, contents_bar);
  gtk_widget_class_bind_template_child (widget_class, TelarHelpWindow, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TelarHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TelarHelpWindow, page);
  gtk_widget_class_bind_template_child (widget_class, TelarHelpWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, TelarHelpWindow, page_title);
  gtk_widget_class_bind_template_child (widget_class, TelarHelpWindow, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, TelarHelpWindow, text);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_search_started);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, search_cb, NULL);
}

static void
telar_help_window_init (TelarHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < telar_help_topic_get_n (); i++)
    {
      GtkWidget *row = adw_action_row_new ();

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     _ (telar_help_topic_get (i)->title));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_list_box_append (self->list, row);
    }
  g_signal_connect_object (self->leaflet, "notify::folded", G_CALLBACK (on_folded), self,
                           G_CONNECT_SWAPPED);
  on_folded (self);
  telar_help_window_show_topic (self, telar_help_topic_get (0)->name);
  adw_leaflet_set_visible_child (self->leaflet, self->contents);
  gtk_search_entry_set_key_capture_widget (GTK_SEARCH_ENTRY (self->search_entry),
                                           GTK_WIDGET (self));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->search_entry));
}

/**
 * telar_help_window_new:
 * @parent: (nullable): the window that it belongs to, and is destroyed with
 *
 * Returns: (transfer none): a window that shows the first topic, and is yet to be presented
 */
TelarHelpWindow *
telar_help_window_new (GtkWindow *parent)
{
  return g_object_new (TELAR_TYPE_HELP_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE,
                       NULL);
}

/**
 * telar_help_window_show_topic:
 * @self: a help window
 * @name: the name of a topic
 *
 * Shows the topic from its beginning; what was looked for is forgotten, as it need not be there.
 *
 * Returns: whether there is such a topic
 */
gboolean
telar_help_window_show_topic (TelarHelpWindow *self, const char *name)
{
  const TelarHelpTopic *topic = telar_help_topic_from_name (name);

  g_return_val_if_fail (TELAR_IS_HELP_WINDOW (self), FALSE);

  if (topic == NULL)
    return FALSE;

  gtk_editable_set_text (self->search_entry, "");
  self->topic = topic;
  for (guint i = 0; i < telar_help_topic_get_n (); i++)
    if (telar_help_topic_get (i) == topic)
      gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, (int) i));
  update_text (self);
  adw_leaflet_set_visible_child (self->leaflet, self->page);

  return TRUE;
}
