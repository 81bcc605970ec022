/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *telar_charset_label_resolve (const char *label, gsize length);
const char *telar_charset_label_in_header (const char *content_type);
const char *telar_charset_label_in_page (const char *body, gsize length);

G_END_DECLS
