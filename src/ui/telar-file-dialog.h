/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Called with the file that the user chose, or NULL if none. */
typedef void (*TelarFileDialogFunc) (GFile *file, gpointer user_data);

void telar_file_dialog_save (GtkWindow *parent,
                             const char *title,
                             const char *name,
                             GFile *folder,
                             TelarFileDialogFunc func,
                             gpointer user_data);
void telar_file_dialog_choose_folder (GtkWindow *parent,
                                      const char *title,
                                      TelarFileDialogFunc func,
                                      gpointer user_data);
void telar_file_dialog_open (GtkWindow *parent,
                             const char *title,
                             TelarFileDialogFunc func,
                             gpointer user_data);

G_END_DECLS
