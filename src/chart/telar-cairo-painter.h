/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <cairo.h>

#include "telar-display-list.h"

G_BEGIN_DECLS

void telar_cairo_paint (cairo_t *cr,
                        const TelarDisplayList *list,
                        const TelarPalette *palette,
                        TelarTextCache *texts);

G_END_DECLS
