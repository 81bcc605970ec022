/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-window.h"

G_BEGIN_DECLS

/* Both are called in another thread. */
typedef gboolean (*TelarSaveFunc) (gpointer data, GFile *file, GError **error);
typedef GBytes *(*TelarPaintFunc) (gpointer data, GError **error);

void telar_file_saver_save (TelarWindow *window,
                            const char *name,
                            TelarSaveFunc save,
                            gpointer data,
                            GDestroyNotify destroy);
void telar_file_saver_copy_image (TelarWindow *window,
                                  TelarPaintFunc paint,
                                  gpointer data,
                                  GDestroyNotify destroy);

G_END_DECLS
