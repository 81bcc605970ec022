/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *telar_charset_decode (const char *body,
                            gsize length,
                            const char *content_type,
                            gsize *decoded_length,
                            GError **error);

G_END_DECLS
