/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void telar_html_text_append_plain (GString *out, const char *text, gsize length, gsize limit);
void telar_html_text_append (GString *out, const char *text, gsize length, gsize limit);
char *telar_html_text_fold (const char *text, gsize length);

G_END_DECLS
