/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The border between the chart and the results, which can be dragged and have the focus. */
#define TELAR_TYPE_SPLIT_HANDLE (telar_split_handle_get_type ())
G_DECLARE_FINAL_TYPE (TelarSplitHandle, telar_split_handle, TELAR, SPLIT_HANDLE, GtkWidget)

G_END_DECLS
