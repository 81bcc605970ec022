/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-text-cache.h"

#include <pango/pangocairo.h>

/* More texts than a screen can show; when there are more, one of the old ones is forgotten for each
 * new one. */
#define MAX_TEXTS 4096

typedef struct
{
  char *text;
  TelarFont font;
  PangoLayout *layout;
  double width;
  gboolean is_used; /* since the hand came by */
} Entry;

struct _TelarTextCache
{
  PangoContext *context;
  double scale;
  PangoFontDescription *descriptions[TELAR_N_FONTS];
  double centres[TELAR_N_FONTS];
  GHashTable *entries; /* of Entry, which is its own key */
  GPtrArray *ring;     /* the same in a circle */
  guint hand;          /* which one of the circle is the next to be forgotten */
};

static const struct
{
  double size; /* in points of the picture, as CSS counts pixels */
  gboolean is_bold;
} fonts[TELAR_N_FONTS] = {
  [TELAR_FONT_TITLE] = { 17, TRUE },  [TELAR_FONT_BODY] = { 13, FALSE },
  [TELAR_FONT_LABEL] = { 13, FALSE }, [TELAR_FONT_AXIS] = { 12, FALSE },
  [TELAR_FONT_BAR] = { 11.5, TRUE },  [TELAR_FONT_HEADING] = { 14, TRUE },
};

static guint
entry_hash (gconstpointer data)
{
  const Entry *entry = data;

  return g_str_hash (entry->text) * 5 + entry->font;
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const Entry *first = a, *second = b;

  return first->font == second->font && strcmp (first->text, second->text) == 0;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->text);
  g_object_unref (entry->layout);
  g_free (entry);
}

/**
 * telar_font_get_size:
 * @font: a font of the chart
 *
 * Returns: its size in points, before it is scaled
 */
double
telar_font_get_size (TelarFont font)
{
  return fonts[font].size;
}

/**
 * telar_font_is_bold:
 * @font: a font of the chart
 *
 * Returns: whether its letters are bold
 */
gboolean
telar_font_is_bold (TelarFont font)
{
  return fonts[font].is_bold;
}

/**
 * telar_text_cache_new:
 * @context: with the font family and the resolution to use
 * @scale: how much larger than usual the user wants text to be; 1 for the usual size
 *
 * Returns: (transfer full): an empty cache
 */
TelarTextCache *
telar_text_cache_new (PangoContext *context, double scale)
{
  TelarTextCache *cache = g_new0 (TelarTextCache, 1);

  cache->context = g_object_ref (context);
  cache->scale = scale;
  cache->entries = g_hash_table_new_full (entry_hash, entry_equal, NULL, entry_free);
  cache->ring = g_ptr_array_new ();

  for (guint i = 0; i < TELAR_N_FONTS; i++)
    {
      PangoFontDescription *description
          = pango_font_description_copy (pango_context_get_font_description (context));
      PangoFontMetrics *metrics;

      pango_font_description_set_absolute_size (description, fonts[i].size * scale * PANGO_SCALE);
      pango_font_description_set_weight (description, fonts[i].is_bold ? PANGO_WEIGHT_SEMIBOLD
                                                                       : PANGO_WEIGHT_NORMAL);
      metrics = pango_context_get_metrics (context, description, NULL);
      /* The middle of a capital letter, which is about 0.72 of the ascent high, above the baseline.
       */
      cache->centres[i] = 0.37 * pango_font_metrics_get_ascent (metrics) / PANGO_SCALE;
      cache->descriptions[i] = description;
      pango_font_metrics_unref (metrics);
    }

  return cache;
}

/**
 * telar_text_cache_new_for_export:
 *
 * Needs no display. Text is laid out without hinting, so that it is the same at every scale.
 *
 * Returns: (transfer full): an empty cache for pictures that are written to a file
 */
TelarTextCache *
telar_text_cache_new_for_export (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *description = pango_font_description_from_string ("Sans");
  cairo_font_options_t *options = cairo_font_options_create ();
  TelarTextCache *cache;

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  pango_cairo_context_set_resolution (context, 96);
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_context_set_font_description (context, description);
  cache = telar_text_cache_new (context, 1);

  cairo_font_options_destroy (options);
  pango_font_description_free (description);
  g_object_unref (context);

  return cache;
}

/**
 * telar_text_cache_free:
 * @cache: (transfer full): a cache
 */
void
telar_text_cache_free (TelarTextCache *cache)
{
  g_hash_table_unref (cache->entries);
  g_ptr_array_unref (cache->ring);
  for (guint i = 0; i < TELAR_N_FONTS; i++)
    pango_font_description_free (cache->descriptions[i]);
  g_object_unref (cache->context);
  g_free (cache);
}

/**
 * telar_text_cache_get_scale:
 * @cache: a cache
 *
 * Returns: how much larger than usual its texts are
 */
double
telar_text_cache_get_scale (const TelarTextCache *cache)
{
  return cache->scale;
}

/* Remembers an entry, and if there are too many forgets one that was not used for a whole turn of
 * the hand. To forget all at once would take longer than a frame may. */
static void
remember (TelarTextCache *cache, Entry *entry)
{
  Entry *oldest;

  g_hash_table_add (cache->entries, entry);
  if (cache->ring->len < MAX_TEXTS)
    {
      g_ptr_array_add (cache->ring, entry);
      return;
    }

  for (oldest = g_ptr_array_index (cache->ring, cache->hand); oldest->is_used;
       oldest = g_ptr_array_index (cache->ring, cache->hand))
    {
      oldest->is_used = FALSE;
      cache->hand = (cache->hand + 1) % MAX_TEXTS;
    }
  g_ptr_array_index (cache->ring, cache->hand) = entry;
  cache->hand = (cache->hand + 1) % MAX_TEXTS;
  g_hash_table_remove (cache->entries, oldest);
}

static Entry *
look_up (TelarTextCache *cache, TelarFont font, const char *text)
{
  Entry key = { .text = (char *) text, .font = font };
  Entry *entry = g_hash_table_lookup (cache->entries, &key);
  int width;

  if (entry != NULL)
    {
      entry->is_used = TRUE;
      return entry;
    }

  entry = g_new0 (Entry, 1);
  entry->text = g_strdup (text);
  entry->font = font;
  entry->layout = pango_layout_new (cache->context);
  pango_layout_set_single_paragraph_mode (entry->layout, TRUE);
  pango_layout_set_font_description (entry->layout, cache->descriptions[font]);
  pango_layout_set_text (entry->layout, text, -1);
  pango_layout_get_size (entry->layout, &width, NULL);
  entry->width = width / (double) PANGO_SCALE;
  remember (cache, entry);

  return entry;
}

/**
 * telar_text_cache_get:
 * @cache: a cache
 * @font: a font of the chart
 * @text: valid UTF-8
 *
 * Returns: (transfer none): @text as one line; valid until the next call
 */
PangoLayout *
telar_text_cache_get (TelarTextCache *cache, TelarFont font, const char *text)
{
  return look_up (cache, font, text)->layout;
}

/**
 * telar_text_cache_measure:
 * @cache: a cache
 * @font: a font of the chart
 * @text: valid UTF-8
 *
 * Returns: how wide @text is, in points
 */
double
telar_text_cache_measure (TelarTextCache *cache, TelarFont font, const char *text)
{
  return look_up (cache, font, text)->width;
}

/**
 * telar_text_cache_get_centre:
 * @cache: a cache
 * @font: a font of the chart
 *
 * Returns: how far the middle of its capital letters is above the baseline, in points
 */
double
telar_text_cache_get_centre (TelarTextCache *cache, TelarFont font)
{
  return cache->centres[font];
}

/**
 * telar_text_cache_ellipsize:
 * @cache: a cache
 * @font: a font of the chart
 * @text: valid UTF-8
 * @width: in points
 * @result: becomes @text, with an ellipsis in its middle if it would be wider than @width
 */
void
telar_text_cache_ellipsize (TelarTextCache *cache,
                            TelarFont font,
                            const char *text,
                            double width,
                            GString *result)
{
  double whole = telar_text_cache_measure (cache, font, text);
  glong n_characters, n_kept;

  g_string_assign (result, text);
  if (whole <= width)
    return;

  n_characters = g_utf8_strlen (text, -1);
  n_kept = (glong) (n_characters * width / whole);
  for (; n_kept > 0; n_kept--)
    {
      glong n_before = (n_kept + 1) / 2;
      const char *before_end = g_utf8_offset_to_pointer (text, n_before);
      const char *after = g_utf8_offset_to_pointer (text, n_characters - (n_kept - n_before));

      g_string_truncate (result, 0);
      g_string_append_len (result, text, before_end - text);
      g_string_append (result, "…");
      g_string_append (result, after);
      if (telar_text_cache_measure (cache, font, result->str) <= width)
        return;
    }

  g_string_assign (result, "…");
}
