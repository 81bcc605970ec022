/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-display-list.h"

G_BEGIN_DECLS

typedef void (*TelarSvgDescribe) (guint32 task, GString *description, gpointer user_data);

GString *telar_svg_write (const TelarDisplayList *list,
                          const TelarPalette *palette,
                          double text_scale,
                          const char *title,
                          TelarSvgDescribe describe,
                          gpointer user_data);

G_END_DECLS
