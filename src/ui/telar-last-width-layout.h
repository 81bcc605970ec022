/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives all room to each child, and answers how high it must be for the width that it had last,
 * where nobody names a width: the rows of a GtkColumnView do not since GTK 4.12, so that text which
 * wraps would get the height of a single line. */
#define TELAR_TYPE_LAST_WIDTH_LAYOUT (telar_last_width_layout_get_type ())
G_DECLARE_FINAL_TYPE (TelarLastWidthLayout,
                      telar_last_width_layout,
                      TELAR,
                      LAST_WIDTH_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
