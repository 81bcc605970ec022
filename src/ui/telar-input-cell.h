/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A task's input in the list of results, with an arrow that unfolds the headings of its page. */
#define TELAR_TYPE_INPUT_CELL (telar_input_cell_get_type ())
G_DECLARE_FINAL_TYPE (TelarInputCell, telar_input_cell, TELAR, INPUT_CELL, GtkWidget)

GtkListItemFactory *telar_input_cell_factory_new (void);

G_END_DECLS
