/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-file-dialog.h"

typedef struct
{
  TelarFileDialogFunc func;
  gpointer user_data;
} Request;

/* The only place that knows which dialog of GTK it is: GtkFileDialog is newer than GTK 4.8. */
static void
on_response (GtkNativeDialog *dialog, int response, Request *request)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  request->func (file, request->user_data);
  g_free (request);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
ask (GtkWindow *parent,
     const char *title,
     const char *name,
     GFile *folder,
     GtkFileChooserAction action,
     TelarFileDialogFunc func,
     gpointer user_data)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);
  Request *request = g_new0 (Request, 1);

  request->func = func;
  request->user_data = user_data;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  /* One that is gone or cannot be reached is not suggested, that is all. */
  if (folder != NULL)
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (dialog), folder, NULL);
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), request);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * telar_file_dialog_save:
 * @parent: the window that asks
 * @title: what is saved
 * @name: the name of the file that is suggested, with its suffix
 * @folder: (nullable): the folder that is suggested; %NULL for the one that was used last
 * @func: called once
 * @user_data: for @func
 *
 * Asks where to save something. Exactly the file that is chosen is to be written: whoever was
 * allowed to write one file was not allowed to write one of a similar name.
 */
void
telar_file_dialog_save (GtkWindow *parent,
                        const char *title,
                        const char *name,
                        GFile *folder,
                        TelarFileDialogFunc func,
                        gpointer user_data)
{
  ask (parent, title, name, folder, GTK_FILE_CHOOSER_ACTION_SAVE, func, user_data);
}

/**
 * telar_file_dialog_choose_folder:
 * @parent: the window that asks
 * @title: what the folder is for
 * @func: called once
 * @user_data: for @func
 *
 * Asks for a folder.
 */
void
telar_file_dialog_choose_folder (GtkWindow *parent,
                                 const char *title,
                                 TelarFileDialogFunc func,
                                 gpointer user_data)
{
  ask (parent, title, NULL, NULL, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, func, user_data);
}

/**
 * telar_file_dialog_open:
 * @parent: the window that asks
 * @title: what is opened
 * @func: called once
 * @user_data: for @func
 *
 * Asks which file to open.
 */
void
telar_file_dialog_open (GtkWindow *parent,
                        const char *title,
                        TelarFileDialogFunc func,
                        gpointer user_data)
{
  ask (parent, title, NULL, NULL, GTK_FILE_CHOOSER_ACTION_OPEN, func, user_data);
}
