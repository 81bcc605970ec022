/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-export.h"

#include <glib/gi18n-lib.h>

#include "model/telar-comparison-document.h"
#include "model/telar-format.h"
#include "telar-picture.h"

#define DEFAULT_WIDTH 960.0
#define MIN_WIDTH     320.0
#define MAX_WIDTH     8000.0

static const char csv_suffix[] = ".csv";

/**
 * telar_comparison_format_get_suffix:
 * @format: a format of comparisons
 *
 * Returns: (transfer none): how names of its files end, such as ".png"
 */
const char *
telar_comparison_format_get_suffix (TelarComparisonFormat format)
{
  g_return_val_if_fail ((guint) format < TELAR_N_COMPARISON_FORMATS, NULL);

  return format == TELAR_COMPARISON_CSV ? csv_suffix
                                        : telar_chart_format_get_suffix ((TelarChartFormat) format);
}

/**
 * telar_comparison_format_from_path:
 * @path: the name of a file
 * @format: (out): the format that its ending stands for, in any case
 *
 * Returns: whether there is such a format
 */
gboolean
telar_comparison_format_from_path (const char *path, TelarComparisonFormat *format)
{
  gsize length = strlen (path), suffix = strlen (csv_suffix);
  TelarChartFormat chart;

  if (telar_chart_format_from_path (path, &chart))
    {
      *format = (TelarComparisonFormat) chart;
      return TRUE;
    }
  if (length <= suffix || g_ascii_strcasecmp (path + length - suffix, csv_suffix) != 0)
    return FALSE;

  *format = TELAR_COMPARISON_CSV;

  return TRUE;
}

/* What a browser shows of a series where the pointer is. */
static void
describe (guint32 series, GString *description, gpointer user_data)
{
  const TelarSeries *shown = telar_comparison_get (user_data, series);
  g_autofree char *wall = telar_format_duration (shown->typical->wall_ns);

  g_string_append_printf (description, "%s · %s\n%s", shown->label, wall, shown->verdict->sentence);
}

static GBytes *
paint (const TelarComparison *comparison,
       TelarChartFormat format,
       const TelarChartExportOptions *options,
       TelarComparisonParts parts,
       GError **error)
{
  g_autoptr (TelarComparisonIndex) index = telar_comparison_index_new (comparison);
  g_auto (TelarPicture) picture = { NULL };
  const TelarRunRecord *latest = telar_comparison_get (comparison, 0)->typical;
  TelarComparisonOptions layout_options = {
    .width = CLAMP (options->width > 0 ? options->width : DEFAULT_WIDTH, MIN_WIDTH, MAX_WIDTH),
    .parts = parts,
    .rows = options->rows,
    .colours = options->colours,
    .hidden = options->hidden,
    .is_picture = TRUE,
  };

  for (guint i = 1; i < comparison->series->len; i++)
    {
      const TelarRunRecord *record = telar_comparison_get (comparison, i)->typical;

      if (g_date_time_compare (record->started, latest->started) > 0)
        latest = record;
    }

  telar_picture_init (&picture, g_strdup (_ ("Comparison of runs")), options->is_dark,
                      options->scale);
  picture.created = g_date_time_ref (latest->started);
  picture.application = g_strdup (latest->application);
  picture.describe = describe;
  picture.describe_data = (gpointer) comparison;
  layout_options.pixel_ratio = picture.scale;
  telar_comparison_layout (index, &layout_options, picture.texts, picture.list);

  return telar_picture_to_bytes (&picture, format, error);
}

/**
 * telar_comparison_export_to_bytes:
 * @comparison: runs beside each other, at least one
 * @format: what kind of file
 * @options: (nullable): how a picture looks, or %NULL for the default; what is hidden of charts,
 *   and a stretch of time, do not count
 * @parts: what a picture shows; 0 for all
 * @error: return location for %G_IO_ERROR_INVALID_ARGUMENT, for a picture that would be too large,
 *   or %G_IO_ERROR_FAILED
 *
 * Makes a page of pictures, or a table as telar_comparison_to_csv() writes it. Needs no display.
 * Any thread may call it.
 *
 * Returns: (transfer full): what a file would hold, or %NULL on an error
 */
GBytes *
telar_comparison_export_to_bytes (const TelarComparison *comparison,
                                  TelarComparisonFormat format,
                                  const TelarChartExportOptions *options,
                                  TelarComparisonParts parts,
                                  GError **error)
{
  static const TelarChartExportOptions default_options = { FALSE };

  g_return_val_if_fail ((guint) format < TELAR_N_COMPARISON_FORMATS, NULL);
  g_return_val_if_fail (comparison->series->len > 0, NULL);

  if (format == TELAR_COMPARISON_CSV)
    {
      gsize length;
      char *csv = telar_comparison_to_csv (comparison, &length);

      return g_bytes_new_take (csv, length);
    }

  return paint (comparison, (TelarChartFormat) format, options != NULL ? options : &default_options,
                parts, error);
}

/**
 * telar_comparison_export:
 * @comparison: runs beside each other, at least one
 * @file: where to save; an old file is replaced once the new one is whole
 * @format: what kind of file
 * @options: (nullable): as for telar_comparison_export_to_bytes()
 * @parts: as for telar_comparison_export_to_bytes()
 * @error: return location for a #GIOErrorEnum: %G_IO_ERROR_INVALID_ARGUMENT for a picture that
 *   would be too large, else what kept the file from being written
 *
 * Saves what telar_comparison_export_to_bytes() makes. Any thread may call it, but it blocks while
 * it writes.
 *
 * Returns: whether it is saved
 */
gboolean
telar_comparison_export (const TelarComparison *comparison,
                         GFile *file,
                         TelarComparisonFormat format,
                         const TelarChartExportOptions *options,
                         TelarComparisonParts parts,
                         GError **error)
{
  g_autoptr (GBytes) bytes
      = telar_comparison_export_to_bytes (comparison, format, options, parts, error);

  return bytes != NULL && telar_picture_save (file, bytes, error);
}
