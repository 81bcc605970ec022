/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-thumbnail.h"

#include "telar-cairo-painter.h"
#include "telar-minimap-layout.h"

#define WIDTH  96.0
#define HEIGHT 36.0
#define SCALE  2.0

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
