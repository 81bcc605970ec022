/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *telar_format_duration (gint64 ns);
char *telar_format_seconds (gint64 ns);
char *telar_format_factor (double factor);
char *telar_format_bytes (guint64 bytes);
char *telar_format_count (guint64 count);
char *telar_format_excerpt (const char *text, gssize length);

G_END_DECLS
