/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean telar_square_parse (const char *number, gint64 *value, GError **error);
char *telar_square (const char *number, GError **error);
gboolean telar_sleep (gint64 us, GCancellable *cancellable, GError **error);

G_END_DECLS
