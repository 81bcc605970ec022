/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/telar-parameters.h"

G_BEGIN_DECLS

void telar_pattern_rows_append (GtkListBox *list,
                                GPtrArray *rows,
                                TelarParameters *parameters,
                                const char *name);

G_END_DECLS
