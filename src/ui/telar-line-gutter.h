/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The margin of a text view: the number of each line, and a mark where a line has a problem. */
#define TELAR_TYPE_LINE_GUTTER (telar_line_gutter_get_type ())
G_DECLARE_FINAL_TYPE (TelarLineGutter, telar_line_gutter, TELAR, LINE_GUTTER, GtkWidget)

TelarLineGutter *telar_line_gutter_new (GtkTextView *text_view);
void telar_line_gutter_set_marked (TelarLineGutter *self, GHashTable *lines);

G_END_DECLS
