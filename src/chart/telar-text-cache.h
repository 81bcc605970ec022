/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

typedef enum
{
  TELAR_FONT_TITLE,
  TELAR_FONT_BODY,
  TELAR_FONT_LABEL, /* of rows */
  TELAR_FONT_AXIS,
  TELAR_FONT_BAR,
  TELAR_FONT_HEADING, /* of a part of a page */
} TelarFont;

#define TELAR_N_FONTS (TELAR_FONT_HEADING + 1)

/* Measures texts and keeps what it has shaped. */
typedef struct _TelarTextCache TelarTextCache;

TelarTextCache *telar_text_cache_new (PangoContext *context, double scale);
TelarTextCache *telar_text_cache_new_for_export (void);
void telar_text_cache_free (TelarTextCache *cache);

double telar_text_cache_get_scale (const TelarTextCache *cache);
PangoLayout *telar_text_cache_get (TelarTextCache *cache, TelarFont font, const char *text);
double telar_text_cache_measure (TelarTextCache *cache, TelarFont font, const char *text);
double telar_text_cache_get_centre (TelarTextCache *cache, TelarFont font);
void telar_text_cache_ellipsize (TelarTextCache *cache,
                                 TelarFont font,
                                 const char *text,
                                 double width,
                                 GString *result);

double telar_font_get_size (TelarFont font);
gboolean telar_font_is_bold (TelarFont font);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarTextCache, telar_text_cache_free)

G_END_DECLS
