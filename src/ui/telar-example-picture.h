/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A small chart that was drawn to explain something, see telar_illustration_layout(). */
#define TELAR_TYPE_EXAMPLE_PICTURE (telar_example_picture_get_type ())
G_DECLARE_FINAL_TYPE (TelarExamplePicture, telar_example_picture, TELAR, EXAMPLE_PICTURE, GtkWidget)

GtkWidget *telar_example_picture_new (void);
void telar_example_picture_set_text (TelarExamplePicture *self, const char *text);

G_END_DECLS
