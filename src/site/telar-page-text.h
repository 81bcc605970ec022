/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a generated page is to be. */
typedef struct
{
  const char *title;
  const char *charset; /* one that telar_page_charset_is_known() */
  gsize characters;    /* of the whole page, exactly */
  guint headings;      /* that the lecture's pattern finds */
  guint accented;      /* further headings that it misses, because they are not plain ASCII */
  guint32 seed;
} TelarPageSpec;

gboolean telar_page_charset_is_known (const char *charset);
GPtrArray *telar_page_text_new (const TelarPageSpec *spec, GError **error);
GBytes *telar_page_filler_new (gsize characters, guint32 seed);

G_END_DECLS
