/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"
#include "telar-palette.h"

G_BEGIN_DECLS

GBytes *telar_thumbnail_new (TelarRunRecord *record);
void telar_thumbnail_recolour (guint32 *pixels, gsize n_pixels, const TelarPalette *palette);

G_END_DECLS
