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

G_END_DECLS
