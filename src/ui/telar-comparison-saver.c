/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-saver.h"

#include <glib/gi18n-lib.h>

#include "model/telar-run-document.h"
#include "telar-file-saver.h"

/* Runs that are being saved. */
typedef struct
{
  GPtrArray *records; /* TelarRunRecord */
  GPtrArray *names;   /* of them, or NULL */
  TelarSaveRunsFormat format;
  TelarChartExportOptions options;
  TelarComparisonParts parts;
} Saving;

static const struct
{
  const char *title;
  const char *suffix;
} formats[TELAR_N_SAVE_RUNS_FORMATS] = {
  [TELAR_SAVE_RUNS_PNG] = { N_ ("PNG image"), ".png" },
  [TELAR_SAVE_RUNS_SVG] = { N_ ("SVG image"), ".svg" },
  [TELAR_SAVE_RUNS_PDF] = { N_ ("PDF page"), ".pdf" },
  [TELAR_SAVE_RUNS_CSV] = { N_ ("CSV table of the runs"), ".csv" },
  [TELAR_SAVE_RUNS_DOCUMENT] = { N_ ("Runs that Telar can open"), ".json" },
};

/**
 * telar_save_runs_format_get_title:
 * @format: what runs can be saved as
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
telar_save_runs_format_get_title (TelarSaveRunsFormat format)
{
  g_return_val_if_fail ((guint) format < TELAR_N_SAVE_RUNS_FORMATS, NULL);

  return _ (formats[format].title);
}

static Saving *
saving_new (GPtrArray *records, GPtrArray *names, const TelarChartExportOptions *options)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->records = g_ptr_array_ref (records);
  saving->names = names != NULL ? g_ptr_array_ref (names) : NULL;
  saving->options = *options;

  return saving;
}

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  g_ptr_array_unref (saving->records);
  g_clear_pointer (&saving->names, g_ptr_array_unref);
  g_free (saving);
}

static TelarComparison *
compare (const Saving *saving)
{
  const char *const *names
      = saving->names != NULL ? (const char *const *) saving->names->pdata : NULL;

  return telar_comparison_new (saving->records, names);
}

static gboolean
save (gpointer data, GFile *file, GError **error)
{
  const Saving *saving = data;
  g_autoptr (TelarComparison) comparison = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (saving->format == TELAR_SAVE_RUNS_DOCUMENT)
    {
      text = telar_run_document_write_several (saving->records, &length);
      return g_file_replace_contents (file, text, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                      NULL, error);
    }

  comparison = compare (saving);

  return telar_comparison_export (comparison, file, (TelarComparisonFormat) saving->format,
                                  &saving->options, saving->parts, error);
}

static GBytes *
paint (gpointer data, GError **error)
{
  const Saving *saving = data;
  g_autoptr (TelarComparison) comparison = compare (saving);

  return telar_comparison_export_to_bytes (comparison, TELAR_COMPARISON_PNG, &saving->options,
                                           TELAR_COMPARISON_ALL, error);
}

/**
 * telar_comparison_saver_save:
 * @window: the window that compares the runs
 * @records: (element-type TelarRunRecord): the runs, which have ended
 * @names: (nullable) (element-type utf8): their names, %NULL for a run that has none
 * @format: what they are saved as
 * @options: how they are drawn, if it is a picture
 * @parts: what a picture shows
 *
 * Asks for a file and writes it in another thread; a toast tells how that went.
 */
void
telar_comparison_saver_save (TelarWindow *window,
                             GPtrArray *records,
                             GPtrArray *names,
                             TelarSaveRunsFormat format,
                             const TelarChartExportOptions *options,
                             TelarComparisonParts parts)
{
  Saving *saving = saving_new (records, names, options);
  g_autofree char *name = g_strdup_printf ("telar-%u-runs%s", records->len, formats[format].suffix);

  saving->format = format;
  saving->parts = parts;
  telar_file_saver_save (window, name, save, saving, saving_free);
}

/**
 * telar_comparison_saver_copy:
 * @window: the window that compares the runs
 * @records: (element-type TelarRunRecord): the runs, which have ended
 * @names: (nullable) (element-type utf8): their names, %NULL for a run that has none
 * @options: how they are drawn
 *
 * Paints the comparison in another thread and puts it onto the clipboard; a toast tells how that
 * went.
 */
void
telar_comparison_saver_copy (TelarWindow *window,
                             GPtrArray *records,
                             GPtrArray *names,
                             const TelarChartExportOptions *options)
{
  telar_file_saver_copy_image (window, paint, saving_new (records, names, options), saving_free);
}
