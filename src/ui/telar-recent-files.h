/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void telar_recent_files_add (GFile *file);
void telar_recent_files_bind (GMenu *menu);

G_END_DECLS
