/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <gtk/gtk.h>

#include "ui/telar-recent-files.h"

static GFile *
make_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "1\n", -1, &error);
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

/* The labels of the submenu with blanks between them, or "" without one. */
static char *
list (GMenu *menu)
{
  g_autoptr (GMenuModel) files = NULL;
  GString *labels = g_string_new (NULL);

  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0)
    files = g_menu_model_get_item_link (G_MENU_MODEL (menu), 0, G_MENU_LINK_SUBMENU);
  for (int i = 0; files != NULL && i < g_menu_model_get_n_items (files); i++)
    {
      g_autofree char *label = NULL;

      g_assert_true (g_menu_model_get_item_attribute (files, i, "label", "s", &label));
      g_string_append_printf (labels, "%s%s", i > 0 ? " " : "", label);
    }

  return g_string_free (labels, FALSE);
}

static void
wait_for_list (GMenu *menu, const char *expected)
{
  for (;;)
    {
      g_autofree char *labels = list (menu);

      if (g_str_equal (labels, expected))
        return;
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Neither what other programs opened nor what is gone is offered. */
static void
test_files_of_telar_that_exist_are_listed (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("telar-XXXXXX", &error);
  g_autoptr (GFile) kept = make_file (folder, "my_run.json");
  g_autoptr (GFile) gone = make_file (folder, "gone.json");
  g_autoptr (GFile) other = make_file (folder, "other.txt");
  g_autofree char *other_uri = g_file_get_uri (other);
  g_autofree char *target = NULL;
  g_autofree char *kept_uri = g_file_get_uri (kept);
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenuModel) files = NULL;

  g_assert_no_error (error);
  telar_recent_files_bind (menu);
  wait_for_list (menu, "");

  g_assert_true (g_file_delete (gone, NULL, &error));
  gtk_recent_manager_add_item (gtk_recent_manager_get_default (), other_uri);
  telar_recent_files_add (gone);
  telar_recent_files_add (kept);
  /* The underscore is no mnemonic. */
  wait_for_list (menu, "my__run.json");

  files = g_menu_model_get_item_link (G_MENU_MODEL (menu), 0, G_MENU_LINK_SUBMENU);
  g_assert_true (g_menu_model_get_item_attribute (files, 0, "target", "s", &target));
  g_assert_cmpstr (target, ==, kept_uri);

  g_file_delete (kept, NULL, NULL);
  g_file_delete (other, NULL, NULL);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  /* The list of the user is left alone. */
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  gtk_init ();

  g_test_add_func ("/recent-files/files-of-telar-that-exist-are-listed",
                   test_files_of_telar_that_exist_are_listed);

  return g_test_run ();
}
