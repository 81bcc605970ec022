/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-thumbnail.h"

#include "telar-cairo-painter.h"
#include "telar-minimap-layout.h"

#define WIDTH  96.0
#define HEIGHT 36.0
#define SCALE  2.0

/* Fainter than this, a pixel does not tell its colour. */
#define MIN_ALPHA 8

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

/**
 * telar_thumbnail_new:
 * @record: a run that has ended
 *
 * Paints the lanes of a run very small, on nothing, in colours for a light background. Any thread
 * may call it.
 *
 * Returns: (transfer full) (nullable): a PNG image of 192 × 72 pixels, %NULL if there was no memory
 */
GBytes *
telar_thumbnail_new (TelarRunRecord *record)
{
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  g_autoptr (TelarDisplayList) list = telar_display_list_new ();
  g_autoptr (GByteArray) png = g_byte_array_new ();
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (WIDTH * SCALE),
                                                         (int) (HEIGHT * SCALE));
  cairo_t *cr = cairo_create (surface);
  TelarMinimap minimap = { .width = WIDTH, .height = HEIGHT };
  TelarPalette palette;
  cairo_status_t status;

  telar_chart_index_update (index);
  minimap.end_ns = (double) MAX (index->end_ns, 1);
  telar_minimap_layout (&minimap, index, list);
  telar_palette_init (&palette, FALSE, FALSE);
  cairo_scale (cr, SCALE, SCALE);
  telar_cairo_paint (cr, list, &palette, NULL);
  cairo_destroy (cr);
  status = cairo_surface_write_to_png_stream (surface, append_bytes, png);
  cairo_surface_destroy (surface);

  return status == CAIRO_STATUS_SUCCESS ? g_byte_array_free_to_bytes (g_steal_pointer (&png))
                                        : NULL;
}

static double
square (double value)
{
  return value * value;
}

/* Returns: the role of a phase whose colour in @palette is most like that of a pixel */
static TelarRole
find_phase (const TelarPalette *palette, guint32 pixel)
{
  double alpha = pixel >> 24, nearest = G_MAXDOUBLE;
  TelarRole found = TELAR_ROLE_PHASE;

  for (TelarRole role = TELAR_ROLE_PHASE; role < TELAR_ROLE_PHASE + TELAR_N_PHASES; role++)
    {
      const TelarColour *colour = &palette->colours[role];
      double distance = square ((pixel >> 16 & 0xff) / alpha - colour->red)
                        + square ((pixel >> 8 & 0xff) / alpha - colour->green)
                        + square ((pixel & 0xff) / alpha - colour->blue);

      if (distance < nearest)
        {
          nearest = distance;
          found = role;
        }
    }

  return found;
}

static guint32
premultiply (const TelarColour *colour, guint32 alpha)
{
  guint32 red = (guint32) (colour->red * alpha + 0.5f);
  guint32 green = (guint32) (colour->green * alpha + 0.5f);
  guint32 blue = (guint32) (colour->blue * alpha + 0.5f);

  return alpha << 24 | red << 16 | green << 8 | blue;
}

/**
 * telar_thumbnail_recolour:
 * @pixels: (inout) (array length=n_pixels): as %CAIRO_FORMAT_ARGB32 has them: alpha, red, green and
 *   blue in a word, multiplied with alpha; what they are is not trusted
 * @n_pixels: how many there are
 * @palette: the colours that they are to have
 *
 * Gives a picture of telar_thumbnail_new() other colours, for what it is shown on. It is kept in
 * one set of colours only, as it may outlive the choice between light and dark; each pixel becomes
 * the phase whose colour it is closest to, as opaque as it was.
 */
void
telar_thumbnail_recolour (guint32 *pixels, gsize n_pixels, const TelarPalette *palette)
{
  guint32 last = 0, becomes = 0;
  TelarPalette painted;

  telar_palette_init (&painted, FALSE, FALSE);
  for (gsize i = 0; i < n_pixels; i++)
    {
      if (pixels[i] != last)
        {
          guint32 alpha = pixels[i] >> 24;

          last = pixels[i];
          becomes = alpha < MIN_ALPHA
                        ? 0
                        : premultiply (&palette->colours[find_phase (&painted, last)], alpha);
        }
      pixels[i] = becomes;
    }
}
