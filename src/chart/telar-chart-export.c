/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-export.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "telar-cairo-painter.h"
#include "telar-chart-layout.h"
#include "telar-svg-writer.h"
#include "telar-task-label.h"

#define DEFAULT_WIDTH 960.0
#define MIN_WIDTH     320.0
#define MAX_WIDTH     8000.0
#define DEFAULT_SCALE 2.0
#define MAX_SCALE     4.0

/* Cairo's image surfaces end at 32,767 pixels; the other bound is 400 MB of memory. */
#define MAX_SIDE_PIXELS 32767.0
#define MAX_PIXELS      100e6

/* A page of PDF 1.4 is at most 200 inches high (ISO 32000-1, annex C). */
#define MAX_PAGE_POINTS 14400.0

/* A picture that is ready to be painted. */
typedef struct
{
  TelarChartIndex *index;
  TelarTextCache *texts;
  TelarDisplayList *list;
  TelarPalette palette;
  char *title;
  double scale;
} Picture;

static const char *const suffixes[TELAR_N_CHART_FORMATS] = {
  [TELAR_CHART_PNG] = ".png",
  [TELAR_CHART_SVG] = ".svg",
  [TELAR_CHART_PDF] = ".pdf",
};

/**
 * telar_chart_format_get_suffix:
 * @format: a format of pictures
 *
 * Returns: (transfer none): how names of its files end, such as ".png"
 */
const char *
telar_chart_format_get_suffix (TelarChartFormat format)
{
  g_return_val_if_fail ((guint) format < TELAR_N_CHART_FORMATS, NULL);

  return suffixes[format];
}

/**
 * telar_chart_format_from_path:
 * @path: the name of a file
 * @format: (out): the format that its ending stands for, in any case
 *
 * Returns: whether there is such a format
 */
gboolean
telar_chart_format_from_path (const char *path, TelarChartFormat *format)
{
  gsize length = strlen (path);

  for (guint i = 0; i < TELAR_N_CHART_FORMATS; i++)
    {
      gsize suffix = strlen (suffixes[i]);

      if (length > suffix && g_ascii_strcasecmp (path + length - suffix, suffixes[i]) == 0)
        {
          *format = i;
          return TRUE;
        }
    }

  return FALSE;
}

static void
picture_clear (Picture *picture)
{
  g_clear_pointer (&picture->index, telar_chart_index_free);
  g_clear_pointer (&picture->texts, telar_text_cache_free);
  g_clear_pointer (&picture->list, telar_display_list_free);
  g_clear_pointer (&picture->title, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, picture_clear)

static void
picture_init (Picture *picture, TelarRunRecord *record, const TelarChartExportOptions *options)
{
  TelarChartViewport viewport = {
    .width = CLAMP (options->width > 0 ? options->width : DEFAULT_WIDTH, MIN_WIDTH, MAX_WIDTH),
  };
  TelarChartOptions chart_options = {
    .rows = options->rows,
    .colours = options->colours,
    .is_picture = TRUE,
    .hidden = options->hidden,
    .selected_task = TELAR_NO_TASK,
    .hovered_task = TELAR_NO_TASK,
  };
  TelarChartGeometry geometry;

  picture->scale = CLAMP (options->scale > 0 ? options->scale : DEFAULT_SCALE, 1, MAX_SCALE);
  picture->index = telar_chart_index_new (record);
  picture->texts = telar_text_cache_new_for_export ();
  picture->list = telar_display_list_new ();
  picture->title = g_strdup_printf (_ ("%s, %s: chart of a run"),
                                    _ (telar_plan_get_workload (record->plan)->title),
                                    telar_strategy_get_title (record->strategy));
  telar_palette_init (&picture->palette, options->is_dark, FALSE);

  chart_options.pixel_ratio = picture->scale;
  telar_chart_index_update (picture->index);
  viewport.start_ns = options->end_ns > 0 ? options->start_ns : 0;
  viewport.end_ns = MAX (options->end_ns > 0 ? options->end_ns : picture->index->end_ns,
                         viewport.start_ns + 1000);
  telar_chart_geometry_init (&geometry, picture->index, &viewport, &chart_options, picture->texts);
  telar_chart_layout (picture->index, &geometry, &chart_options, picture->texts, picture->list);
}

static gboolean
check_size (const Picture *picture, TelarChartFormat format, GError **error)
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
paint (const Picture *picture, cairo_surface_t *surface, double scale, GError **error)
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
write_png (const Picture *picture, GByteArray *bytes, GError **error)
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
write_pdf (const Picture *picture, GByteArray *bytes, GError **error)
{
  const TelarRunRecord *record = picture->index->record;
  g_autofree char *date = g_date_time_format (record->started, "%Y-%m-%dT%H:%M:%SZ");
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
      append_bytes, bytes, picture->list->width, picture->list->height);
  gboolean is_written;

  /* The date of the run instead of today's: the same run gives the same file. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, picture->title);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, record->application);

  is_written = paint (picture, surface, 1, error);
  cairo_surface_finish (surface);
  is_written = is_written && check_status (cairo_surface_status (surface), error);
  cairo_surface_destroy (surface);

  return is_written;
}

static void
describe (guint32 task, GString *description, gpointer user_data)
{
  telar_task_describe (user_data, task, description);
}

static gboolean
write_svg (const Picture *picture, GByteArray *bytes, GError **error)
{
  GString *svg = telar_svg_write (picture->list, &picture->palette,
                                  telar_text_cache_get_scale (picture->texts), picture->title,
                                  describe, picture->index);

  g_byte_array_append (bytes, (const guint8 *) svg->str, (guint) svg->len);
  g_string_free (svg, TRUE);

  return TRUE;
}

static gboolean
save (GFile *file, GBytes *bytes, GError **error)
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

/**
 * telar_chart_export_to_bytes:
 * @record: a run, better one that has ended
 * @format: what kind of picture
 * @options: (nullable): how it looks, or %NULL for the default
 * @error: return location for %G_IO_ERROR_INVALID_ARGUMENT, for a picture that would be too large,
 *   or %G_IO_ERROR_FAILED
 *
 * Paints the chart of a run, with its title, axis and legend. Needs no display. Any thread may
 * call it.
 *
 * Returns: (transfer full): what a file of the picture would hold, or %NULL on an error
 */
GBytes *
telar_chart_export_to_bytes (TelarRunRecord *record,
                             TelarChartFormat format,
                             const TelarChartExportOptions *options,
                             GError **error)
{
  static const TelarChartExportOptions default_options = { FALSE };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_auto (Picture) picture = { NULL };
  gboolean is_written = FALSE;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail ((guint) format < TELAR_N_CHART_FORMATS, NULL);

  picture_init (&picture, record, options != NULL ? options : &default_options);
  if (!check_size (&picture, format, error))
    return NULL;

  switch (format)
    {
    case TELAR_CHART_PNG:
      is_written = write_png (&picture, bytes, error);
      break;

    case TELAR_CHART_SVG:
      is_written = write_svg (&picture, bytes, error);
      break;

    case TELAR_CHART_PDF:
      is_written = write_pdf (&picture, bytes, error);
      break;

    default:
      g_assert_not_reached ();
    }

  return is_written ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

/**
 * telar_chart_export:
 * @record: a run, better one that has ended
 * @file: where to save the picture; an old file is replaced once the picture is whole
 * @format: what kind of picture
 * @options: (nullable): how it looks, or %NULL for the default
 * @error: return location for a #GIOErrorEnum: %G_IO_ERROR_INVALID_ARGUMENT for a picture that
 *   would be too large, else what kept the file from being written
 *
 * Saves what telar_chart_export_to_bytes() paints. Any thread may call it, but it blocks while it
 * writes.
 *
 * Returns: whether the picture is saved
 */
gboolean
telar_chart_export (TelarRunRecord *record,
                    GFile *file,
                    TelarChartFormat format,
                    const TelarChartExportOptions *options,
                    GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  bytes = telar_chart_export_to_bytes (record, format, options, error);

  return bytes != NULL && save (file, bytes, error);
}
