/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-history-row.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "chart/telar-thumbnail.h"
#include "telar-template.h"

struct _TelarHistoryRow
{
  GtkWidget parent_instance;

  GtkPicture *picture;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkWidget *pin;
  GtkMenuButton *menu_button;

  TelarHistoryItem *item;
};

G_DEFINE_FINAL_TYPE (TelarHistoryRow, telar_history_row, GTK_TYPE_WIDGET)

static void
append (GMenu *menu, const char *label, const char *action, gint64 id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "x", id);
  g_menu_append_item (menu, item);
}

/* Returns: (transfer full): the picture in the colours of what it is shown on now */
static GdkTexture *
dup_recoloured (GdkTexture *thumbnail)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  int width = gdk_texture_get_width (thumbnail), height = gdk_texture_get_height (thumbnail);
  gsize n_pixels = (gsize) width * (gsize) height, stride = (gsize) width * sizeof (guint32);
  guint32 *pixels = g_new (guint32, n_pixels);
  g_autoptr (GBytes) bytes = NULL;
  TelarPalette palette;

  telar_palette_init (&palette, adw_style_manager_get_dark (manager),
                      adw_style_manager_get_high_contrast (manager));
  gdk_texture_download (thumbnail, (guchar *) pixels, stride);
  telar_thumbnail_recolour (pixels, n_pixels, &palette);
  bytes = g_bytes_new_take (pixels, n_pixels * sizeof *pixels);

  return gdk_memory_texture_new (width, height, GDK_MEMORY_DEFAULT, bytes, stride);
}

static void
update_picture (TelarHistoryRow *self)
{
  GBytes *file = self->item != NULL ? telar_history_item_get_thumbnail (self->item) : NULL;
  g_autoptr (GdkTexture) thumbnail = file != NULL ? gdk_texture_new_from_bytes (file, NULL) : NULL;
  g_autoptr (GdkTexture) shown = thumbnail != NULL ? dup_recoloured (thumbnail) : NULL;

  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (shown));
}

static void
update (TelarHistoryRow *self)
{
  const TelarRunSummary *summary = telar_history_item_get_summary (self->item);
  g_autofree char *title = telar_history_item_dup_title (self->item);
  g_autofree char *subtitle = telar_history_item_dup_subtitle (self->item);
  g_autofree char *details = telar_history_item_dup_details (self->item);
  g_autofree char *lines
      = details != NULL ? g_strconcat (subtitle, "\n", details, NULL) : g_strdup (subtitle);

  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, lines);
  update_picture (self);
  gtk_widget_set_visible (self->pin, summary->is_pinned);
}

/* A menu is made when it is wanted: one for each of hundreds of rows would take seconds. */
static void
create_menu (GtkMenuButton *button, gpointer data)
{
  TelarHistoryRow *self = data;
  const TelarRunSummary *summary = telar_history_item_get_summary (self->item);
  g_autoptr (GMenu) menu = g_menu_new ();

  append (menu, _ ("_Compare With What Is Shown"), "history.compare", summary->id);
  append (menu, _ ("_Rename…"), "history.rename", summary->id);
  append (menu, summary->is_pinned ? _ ("Un_pin") : _ ("_Pin"), "history.pin", summary->id);
  append (menu, _ ("_Save…"), "history.save", summary->id);
  append (menu, _ ("_Delete"), "history.delete", summary->id);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
telar_history_row_dispose (GObject *object)
{
  TelarHistoryRow *self = TELAR_HISTORY_ROW (object);

  telar_history_row_set_item (self, NULL);
  telar_template_dispose (GTK_WIDGET (self), TELAR_TYPE_HISTORY_ROW);

  G_OBJECT_CLASS (telar_history_row_parent_class)->dispose (object);
}

static void
telar_history_row_class_init (TelarHistoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_history_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-history-row.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryRow, picture);
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryRow, title);
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryRow, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryRow, pin);
  gtk_widget_class_bind_template_child (widget_class, TelarHistoryRow, menu_button);
}

static void
telar_history_row_init (TelarHistoryRow *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu, self, NULL);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (update_picture), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update_picture), self,
                           G_CONNECT_SWAPPED);
}

/**
 * telar_history_row_set_item:
 * @self: a row
 * @item: (nullable): the run that it shows, and follows as it changes
 */
void
telar_history_row_set_item (TelarHistoryRow *self, TelarHistoryItem *item)
{
  g_return_if_fail (TELAR_IS_HISTORY_ROW (self));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  g_signal_connect_swapped (item, "changed", G_CALLBACK (update), self);
  update (self);
}
