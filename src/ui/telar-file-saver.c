/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-file-saver.h"

#include <glib/gi18n-lib.h>

#include "telar-file-dialog.h"
#include "telar-recent-files.h"

/* Something that is being saved or copied. */
typedef struct
{
  TelarWindow *window;
  TelarSaveFunc save;
  TelarPaintFunc paint;
  gpointer data;
  GDestroyNotify destroy;
} Saving;

static Saving *
saving_new (TelarWindow *window, gpointer data, GDestroyNotify destroy)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->window = g_object_ref (window);
  saving->data = data;
  saving->destroy = destroy;

  return saving;
}

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_object_unref (saving->window);
  if (saving->destroy != NULL)
    saving->destroy (saving->data);
  g_free (saving);
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (saving->save (saving->data, source, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      /* What Telar can open again: runs, and traces. */
      if (g_str_has_suffix (shown, ".json"))
        telar_recent_files_add (G_FILE (source));
      text = g_strdup_printf (_ ("Saved as “%s”"), shown);
    }
  else
    text = g_strdup_printf (_ ("“%s” could not be saved: %s"), shown, error->message);
  telar_window_show_toast (saving->window, text);
}

static void
on_chosen (GFile *file, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GTask) task = NULL;

  if (file == NULL)
    {
      saving_free (saving);
      return;
    }

  task = g_task_new (file, NULL, on_saved, NULL);
  g_task_set_source_tag (task, on_chosen);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_thread);
}

/* The folder that the user set for exports, or NULL. */
static GFile *
find_folder (TelarWindow *window)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  GSettings *settings = telar_application_get_settings (TELAR_APPLICATION (application));
  g_autofree char *uri
      = settings != NULL ? g_settings_get_string (settings, "export-folder") : NULL;

  return uri != NULL && *uri != '\0' ? g_file_new_for_uri (uri) : NULL;
}

/**
 * telar_file_saver_save:
 * @window: the window that shows what is saved
 * @name: the name of the file that is suggested
 * @save: writes the file; called in another thread
 * @data: (transfer full): for @save
 * @destroy: (nullable): frees @data
 *
 * Asks for a file and writes it; a toast tells how that went.
 */
void
telar_file_saver_save (TelarWindow *window,
                       const char *name,
                       TelarSaveFunc save,
                       gpointer data,
                       GDestroyNotify destroy)
{
  Saving *saving = saving_new (window, data, destroy);
  g_autoptr (GFile) folder = find_folder (window);

  saving->save = save;
  telar_file_dialog_save (GTK_WINDOW (window), _ ("Save As"), name, folder, on_chosen, saving);
}

static void
copy_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;
  g_autoptr (GBytes) png = saving->paint (saving->data, &error);
  GdkTexture *texture = png != NULL ? gdk_texture_new_from_bytes (png, &error) : NULL;

  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (texture != NULL)
    {
      gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (source)), texture);
      telar_window_show_toast (TELAR_WINDOW (source), _ ("Image copied"));
      return;
    }

  text = g_strdup_printf (_ ("The image could not be copied: %s"), error->message);
  telar_window_show_toast (TELAR_WINDOW (source), text);
}

/**
 * telar_file_saver_copy_image:
 * @window: the window that shows what is copied
 * @paint: makes a PNG image; called in another thread
 * @data: (transfer full): for @paint
 * @destroy: (nullable): frees @data
 *
 * Puts an image onto the clipboard; a toast tells how that went.
 */
void
telar_file_saver_copy_image (TelarWindow *window,
                             TelarPaintFunc paint,
                             gpointer data,
                             GDestroyNotify destroy)
{
  g_autoptr (GTask) task = g_task_new (window, NULL, on_copied, NULL);
  Saving *saving = saving_new (window, data, destroy);

  saving->paint = paint;
  g_task_set_source_tag (task, telar_file_saver_copy_image);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, copy_thread);
}
