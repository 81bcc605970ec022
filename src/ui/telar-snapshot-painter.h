/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "chart/telar-display-list.h"

G_BEGIN_DECLS

void telar_snapshot_paint (GtkSnapshot *snapshot,
                           const TelarDisplayList *list,
                           const TelarPalette *palette,
                           TelarTextCache *texts);
void telar_snapshot_focus (GtkSnapshot *snapshot,
                           const TelarPalette *palette,
                           double width,
                           double height);
TelarTextCache *telar_snapshot_texts_new (GtkWidget *widget);

G_END_DECLS
