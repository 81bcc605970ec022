/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-exports.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

static void
clear_export (gpointer data)
{
  TelarExport *target = data;

  g_free (target->path);
}

/**
 * telar_exports_new:
 *
 * Returns: (transfer full) (element-type TelarExport): an empty list of files to be written
 */
GArray *
telar_exports_new (void)
{
  GArray *exports = g_array_new (FALSE, TRUE, sizeof (TelarExport));

  g_array_set_clear_func (exports, clear_export);

  return exports;
}

/* Fails before the run rather than after it. */
static gboolean
check_writable (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY,
                 _ ("Cannot export to “%s”: it is a folder"), path);
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("Cannot export to “%s”: there is no folder “%s”"), path, folder);
  else if (access (g_file_test (path, G_FILE_TEST_EXISTS) ? path : folder, W_OK) != 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                 _ ("Cannot export to “%s”: you are not allowed to write there"), path);
  else
    return TRUE;

  return FALSE;
}

static gboolean
has_ending (const char *path, const char *ending)
{
  gsize length = strlen (path), n = strlen (ending);

  return length > n && g_ascii_strcasecmp (path + length - n, ending) == 0;
}

/**
 * telar_exports_parse:
 * @exports: as telar_exports_new() makes it
 * @paths: (nullable): names of files as the user gave them
 * @error: return location for what is wrong and how to mend it
 *
 * Adds what is to be written to each of them, which its ending tells.
 *
 * Returns: whether all of them have a known ending and can be written
 */
gboolean
telar_exports_parse (GArray *exports, char **paths, GError **error)
{
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      TelarExport target = { .path = paths[i] };

      if (telar_chart_format_from_path (paths[i], &target.format))
        target.kind = TELAR_EXPORT_CHART;
      else if (has_ending (paths[i], ".csv"))
        target.kind = TELAR_EXPORT_CSV;
      else if (has_ending (paths[i], ".trace.json"))
        target.kind = TELAR_EXPORT_TRACE;
      else if (has_ending (paths[i], ".json"))
        target.kind = TELAR_EXPORT_DOCUMENT;
      else if (has_ending (paths[i], ".har"))
        target.kind = TELAR_EXPORT_HAR;
      else
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("Cannot tell what to export to “%s”: the ending must be "
                          ".png, .svg, .pdf, .csv, .json, .trace.json or .har"),
                       paths[i]);
          return FALSE;
        }

      if (!check_writable (paths[i], error))
        return FALSE;

      target.path = g_strdup (paths[i]);
      g_array_append_val (exports, target);
    }

  return TRUE;
}

/**
 * telar_exports_parse_comparisons:
 * @exports: as telar_exports_new() makes it
 * @paths: (nullable): names of files as the user gave them
 * @error: return location for what is wrong and how to mend it
 *
 * Adds comparisons of all runs that are to be written to each of them.
 *
 * Returns: whether all of them have a known ending and can be written
 */
gboolean
telar_exports_parse_comparisons (GArray *exports, char **paths, GError **error)
{
  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      TelarExport target = { .kind = TELAR_EXPORT_COMPARISON };

      if (!telar_comparison_format_from_path (paths[i], &target.comparison_format))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("Cannot tell how to write the comparison to “%s”: the ending must be "
                          ".png, .svg, .pdf or .csv"),
                       paths[i]);
          return FALSE;
        }

      if (!check_writable (paths[i], error))
        return FALSE;

      target.path = g_strdup (paths[i]);
      g_array_append_val (exports, target);
    }

  return TRUE;
}

/**
 * telar_exports_check:
 * @exports: what is to be exported
 * @workload: of the plan
 * @error: return location for what is wrong
 *
 * Returns: whether the workload has what is to be exported
 */
gboolean
telar_exports_check (const GArray *exports, const TelarWorkload *workload, GError **error)
{
  for (guint i = 0; i < exports->len; i++)
    {
      const TelarExport *target = &g_array_index (exports, TelarExport, i);

      if (target->kind == TELAR_EXPORT_HAR && workload->input_kind != TELAR_INPUT_PAGE)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("Cannot export to “%s”: an HTTP archive holds requests for pages, and "
                          "the workload “%s” takes numbers"),
                       target->path, workload->name);
          return FALSE;
        }
    }

  return TRUE;
}
