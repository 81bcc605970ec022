/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The most headings that are kept of a page, and the most bytes of one. */
#define TELAR_MAX_HEADINGS       100000
#define TELAR_MAX_HEADING_LENGTH 10000

GArray *telar_html_headings_find (const char *text,
                                  gsize length,
                                  GCancellable *cancellable,
                                  GError **error);

G_END_DECLS
