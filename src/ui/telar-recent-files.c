/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-recent-files.h"

#include <glib/gi18n-lib.h>

#define MAX_SHOWN 8

/**
 * telar_recent_files_add:
 * @file: a file that was opened, or saved such that it can be
 *
 * Remembers the file among those that the desktop's programs used last, as one of Telar. Where the
 * user has turned that off, nothing is remembered.
 */
void
telar_recent_files_add (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name != NULL ? name : uri);
  g_autofree char *type = g_content_type_guess (shown, NULL, 0, NULL);
  g_autofree char *mime_type = g_content_type_get_mime_type (type);
  char *groups[] = { (char *) TELAR_APPLICATION_ID, NULL };
  const GtkRecentData data = {
    .display_name = shown,
    .mime_type = mime_type != NULL ? mime_type : (char *) "application/octet-stream",
    .app_name = (char *) "Telar",
    .app_exec = (char *) "telar %u",
    .groups = groups,
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static int
compare_last_used (gconstpointer a, gconstpointer b)
{
  GDateTime *one = gtk_recent_info_get_modified ((GtkRecentInfo *) a);
  GDateTime *other = gtk_recent_info_get_modified ((GtkRecentInfo *) b);

  return g_date_time_compare (other, one);
}

static void
append_file (GMenu *menu, GtkRecentInfo *info)
{
  g_auto (GStrv) parts = g_strsplit (gtk_recent_info_get_display_name (info), "_", -1);
  g_autofree char *label = g_strjoinv ("__", parts); /* an underscore marks the key of an item */
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "win.open-uri", "s", gtk_recent_info_get_uri (info));
  g_menu_append_item (menu, item);
}

static void
update (GtkRecentManager *manager, GMenu *menu)
{
  GList *all = g_list_sort (gtk_recent_manager_get_items (manager), compare_last_used);
  g_autoptr (GMenu) files = g_menu_new ();
  guint n_shown = 0;

  for (GList *l = all; l != NULL && n_shown < MAX_SHOWN; l = l->next)
    if (gtk_recent_info_has_group (l->data, TELAR_APPLICATION_ID)
        && gtk_recent_info_exists (l->data))
      {
        append_file (files, l->data);
        n_shown++;
      }
  g_list_free_full (all, (GDestroyNotify) gtk_recent_info_unref);

  g_menu_remove_all (menu);
  if (n_shown > 0)
    g_menu_append_submenu (menu, _ ("Open Recen_t"), G_MENU_MODEL (files));
}

/**
 * telar_recent_files_bind:
 * @menu: a section of a menu that is empty
 *
 * Keeps a submenu of the files in @menu that Telar used last, as long as it lives. They are
 * opened by the action "win.open-uri".
 */
void
telar_recent_files_bind (GMenu *menu)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();

  g_signal_connect_object (manager, "changed", G_CALLBACK (update), menu, 0);
  update (manager, menu);
}
