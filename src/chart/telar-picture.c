/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-picture.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "telar-cairo-painter.h"

#define DEFAULT_SCALE 2.0
#define MAX_SCALE     4.0

/* Cairo's image surfaces end at 32,767 pixels; the other bound is 400 MB of memory. */
#define MAX_SIDE_PIXELS 32767.0
#define MAX_PIXELS      100e6

/* A page of PDF 1.4 is at most 200 inches high (ISO 32000-1, annex C). */
#define MAX_PAGE_POINTS 14400.0

static gboolean
check_size (const TelarPicture *picture, TelarChartFormat format, GError **error)
{
  double width = ceil (picture->list->width * picture->scale);
  double height = ceil (picture->list->height * picture->scale);

  if (format == TELAR_CHART_PNG
      && (width > MAX_SIDE_PIXELS || height > MAX_SIDE_PIXELS || width * height > MAX_PIXELS))
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
          _ ("An image of %.0f × %.0f pixels is too large; choose a smaller scale, or SVG"), width,
          height);
      return FALSE;
    }
  if (format == TELAR_CHART_PDF && picture->list->height > MAX_PAGE_POINTS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("A page of %.0f × %.0f points is too large for PDF; choose SVG"),
                   picture->list->width, picture->list->height);
      return FALSE;
    }

  return TRUE;
}

static cairo_status_t
append_bytes (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);

  return CAIRO_STATUS_SUCCESS;
}

static gboolean
check_status (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The picture could not be painted: %s"),
               cairo_status_to_string (status));

  return FALSE;
}

static gboolean
paint (const TelarPicture *picture, cairo_surface_t *surface, double scale, GError **error)
{
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_scale (cr, scale, scale);
  telar_cairo_paint (cr, picture->list, &picture->palette, picture->texts);
  status = cairo_status (cr);
  cairo_destroy (cr);

  return check_status (status, error);
}

static gboolean
write_png (const TelarPicture *picture, GByteArray *bytes, GError **error)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int) ceil (picture->list->width * picture->scale),
      (int) ceil (picture->list->height * picture->scale));
  gboolean is_written
      = check_status (cairo_surface_status (surface), error)
        && paint (picture, surface, picture->scale, error)
        && check_status (cairo_surface_write_to_png_stream (surface, append_bytes, bytes), error);

  cairo_surface_destroy (surface);

  return is_written;
}

static gboolean
write_pdf (const TelarPicture *picture, GByteArray *bytes, GError **error)
{
  g_autofree char *date = g_date_time_format (picture->created, "%Y-%m-%dT%H:%M:%SZ");
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
      append_bytes, bytes, picture->list->width, picture->list->height);
  gboolean is_written;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, picture->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, picture->application);

  is_written = paint (picture, surface, 1, error);
  cairo_surface_finish (surface);
  is_written = is_written && check_status (cairo_surface_status (surface), error);
  cairo_surface_destroy (surface);

  return is_written;
}

static gboolean
write_svg (const TelarPicture *picture, GByteArray *bytes, GError **error)
{
  GString *svg = telar_svg_write (picture->list, &picture->palette,
                                  telar_text_cache_get_scale (picture->texts), picture->title,
                                  picture->describe, picture->describe_data);

  g_byte_array_append (bytes, (const guint8 *) svg->str, (guint) svg->len);
  g_string_free (svg, TRUE);

  return TRUE;
}

/**
 * telar_picture_init:
 * @picture: (out caller-allocates): a picture
 * @title: (transfer full): for screen readers; valid UTF-8
 * @is_dark: whether it is for a dark background
 * @scale: of PNG, in pixels per point, 1 to 4; 0 for 2
 *
 * Makes an empty picture. The caller adds who created it and when.
 */
void
telar_picture_init (TelarPicture *picture, char *title, gboolean is_dark, double scale)
{
  *picture = (TelarPicture){
    .texts = telar_text_cache_new_for_export (),
    .list = telar_display_list_new (),
    .title = title,
    .scale = CLAMP (scale > 0 ? scale : DEFAULT_SCALE, 1, MAX_SCALE),
  };
  telar_palette_init (&picture->palette, is_dark, FALSE);
}

/**
 * telar_picture_clear:
 * @picture: a picture
 */
void
telar_picture_clear (TelarPicture *picture)
{
  g_clear_pointer (&picture->texts, telar_text_cache_free);
  g_clear_pointer (&picture->list, telar_display_list_free);
  g_clear_pointer (&picture->title, g_free);
  g_clear_pointer (&picture->created, g_date_time_unref);
  g_clear_pointer (&picture->application, g_free);
}

/**
 * telar_picture_to_bytes:
 * @picture: a picture that is laid out
 * @format: what kind of file
 * @error: return location for %G_IO_ERROR_INVALID_ARGUMENT, for a picture that would be too large,
 *   or %G_IO_ERROR_FAILED
 *
 * Paints a picture. Needs no display.
 *
 * Returns: (transfer full): what a file of the picture would hold, or %NULL on an error
 */
GBytes *
telar_picture_to_bytes (const TelarPicture *picture, TelarChartFormat format, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean is_written = FALSE;

  if (!check_size (picture, format, error))
    return NULL;

  switch (format)
    {
    case TELAR_CHART_PNG:
      is_written = write_png (picture, bytes, error);
      break;

    case TELAR_CHART_SVG:
      is_written = write_svg (picture, bytes, error);
      break;

    case TELAR_CHART_PDF:
      is_written = write_pdf (picture, bytes, error);
      break;

    default:
      g_assert_not_reached ();
    }

  return is_written ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

/**
 * telar_picture_save:
 * @file: where to save; an old file is replaced once the new one is whole
 * @bytes: what it is to hold
 * @error: return location for a #GIOErrorEnum
 *
 * Blocks while it writes.
 *
 * Returns: whether it is saved
 */
gboolean
telar_picture_save (GFile *file, GBytes *bytes, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  /* Written beside the old file and put in its place when it is whole. */
  if (g_file_replace_contents (file, data, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                               &local_error))
    return TRUE;

  name = g_file_get_parse_name (file);
  g_set_error (error, local_error->domain, local_error->code,
               _ ("The chart could not be saved as “%s”: %s"), name, local_error->message);

  return FALSE;
}
