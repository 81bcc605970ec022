/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-export.h"

#include <glib/gi18n-lib.h>

#include "telar-chart-layout.h"
#include "telar-picture.h"
#include "telar-task-label.h"

#define DEFAULT_WIDTH 960.0
#define MIN_WIDTH     320.0
#define MAX_WIDTH     8000.0

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
layout (TelarPicture *picture, TelarChartIndex *index, const TelarChartExportOptions *options)
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

  chart_options.pixel_ratio = picture->scale;
  telar_chart_index_update (index);
  viewport.start_ns = options->end_ns > 0 ? options->start_ns : 0;
  viewport.end_ns
      = MAX (options->end_ns > 0 ? options->end_ns : index->end_ns, viewport.start_ns + 1000);
  telar_chart_geometry_init (&geometry, index, &viewport, &chart_options, picture->texts);
  telar_chart_layout (index, &geometry, &chart_options, picture->texts, picture->list);
}

static void
describe (guint32 task, GString *description, gpointer user_data)
{
  telar_task_describe (user_data, task, description);
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
  g_autoptr (TelarChartIndex) index = NULL;
  g_auto (TelarPicture) picture = { NULL };
  char *title;

  g_return_val_if_fail (record != NULL, NULL);
  g_return_val_if_fail ((guint) format < TELAR_N_CHART_FORMATS, NULL);

  if (options == NULL)
    options = &default_options;
  index = telar_chart_index_new (record);
  title = g_strdup_printf (_ ("%s, %s: chart of a run"),
                           _ (telar_plan_get_workload (record->plan)->title),
                           telar_strategy_get_title (record->strategy));
  telar_picture_init (&picture, title, options->is_dark, options->scale);
  /* The date of the run instead of today's: the same run gives the same file. */
  picture.created = g_date_time_ref (record->started);
  picture.application = g_strdup (record->application);
  picture.describe = describe;
  picture.describe_data = index;
  layout (&picture, index, options);

  return telar_picture_to_bytes (&picture, format, error);
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

  return bytes != NULL && telar_picture_save (file, bytes, error);
}
