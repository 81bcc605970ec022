/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The values of JSON (RFC 8259), appended to a text. */
void telar_json_append_string (GString *json, const char *text);
void telar_json_append_integer (GString *json, gint64 value);
void telar_json_append_double (GString *json, double value);
void telar_json_append_seconds (GString *json, gint64 ns);
void telar_json_append_milliseconds (GString *json, gint64 ns);
void telar_json_append_microseconds (GString *json, gint64 ns);

G_END_DECLS
