/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-saver.h"

#include <glib/gi18n-lib.h>

#include "model/telar-csv-document.h"
#include "model/telar-har-document.h"
#include "model/telar-run-document.h"
#include "model/telar-trace-document.h"
#include "telar-file-saver.h"

/* A run that is being saved. */
typedef struct
{
  TelarRunRecord *record;
  TelarSaveFormat format;
  TelarChartExportOptions options;
} Saving;

static const struct
{
  const char *title;
  const char *suffix;
} formats[TELAR_N_SAVE_FORMATS] = {
  [TELAR_SAVE_PNG] = { N_ ("PNG image"), ".png" },
  [TELAR_SAVE_SVG] = { N_ ("SVG image"), ".svg" },
  [TELAR_SAVE_PDF] = { N_ ("PDF page"), ".pdf" },
  [TELAR_SAVE_CSV] = { N_ ("CSV table of the tasks"), ".csv" },
  [TELAR_SAVE_DOCUMENT] = { N_ ("Run that Telar can open"), ".json" },
  [TELAR_SAVE_TRACE] = { N_ ("Trace events for Perfetto"), ".trace.json" },
  [TELAR_SAVE_HAR] = { N_ ("HTTP archive of the pages"), ".har" },
};

/**
 * telar_save_format_get_title:
 * @format: what a run can be saved as
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
telar_save_format_get_title (TelarSaveFormat format)
{
  g_return_val_if_fail ((guint) format < TELAR_N_SAVE_FORMATS, NULL);

  return _ (formats[format].title);
}

/**
 * telar_save_format_is_picture:
 * @format: what a run can be saved as
 *
 * Returns: whether it is a picture of the chart
 */
gboolean
telar_save_format_is_picture (TelarSaveFormat format)
{
  return format <= TELAR_SAVE_PDF;
}

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  telar_run_record_unref (saving->record);
  g_free (saving);
}

/* The name that tells what is in the picture: telar-threads-16-pages.png. */
static char *
suggest_name (const Saving *saving)
{
  const TelarRunRecord *record = saving->record;
  static const char *const words[] = {
    [TELAR_INPUT_PAGE] = "pages",
    [TELAR_INPUT_NUMBER] = "numbers",
    [TELAR_INPUT_TEXT] = "tasks",
  };
  TelarInputKind kind = telar_plan_get_workload (record->plan)->input_kind;

  return g_strdup_printf ("telar-%s-%u-%s%s", telar_strategy_get_name (record->strategy),
                          telar_plan_get_n_tasks (record->plan), words[kind],
                          formats[saving->format].suffix);
}

/* The text of a run for other programs. */
static char *
write_text (const Saving *saving, gsize *length, GError **error)
{
  g_autoptr (GPtrArray) records = NULL;

  switch (saving->format)
    {
    case TELAR_SAVE_CSV:
      records = g_ptr_array_new ();
      g_ptr_array_add (records, saving->record);
      return telar_csv_document_write (records, length);

    case TELAR_SAVE_DOCUMENT:
      return telar_run_document_write (saving->record, length);

    case TELAR_SAVE_TRACE:
      return telar_trace_document_write (saving->record, length);

    case TELAR_SAVE_HAR:
      return telar_har_document_write (saving->record, length, error);

    case TELAR_SAVE_PNG:
    case TELAR_SAVE_SVG:
    case TELAR_SAVE_PDF:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
save (gpointer data, GFile *file, GError **error)
{
  const Saving *saving = data;
  g_autofree char *text = NULL;
  gsize length;

  if (telar_save_format_is_picture (saving->format))
    return telar_chart_export (saving->record, file, (TelarChartFormat) saving->format,
                               &saving->options, error);

  text = write_text (saving, &length, error);

  return text != NULL
         && g_file_replace_contents (file, text, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                     NULL, error);
}

static GBytes *
paint (gpointer data, GError **error)
{
  const Saving *saving = data;

  return telar_chart_export_to_bytes (saving->record, TELAR_CHART_PNG, &saving->options, error);
}

static Saving *
saving_new (TelarRunRecord *record, const TelarChartExportOptions *options)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->record = telar_run_record_ref (record);
  saving->options = *options;

  return saving;
}

/**
 * telar_run_saver_save:
 * @window: the window that shows the chart
 * @record: the run; it may still go on
 * @format: what it is saved as
 * @options: how it is drawn, if it is a picture
 *
 * Asks for a file and writes it in another thread; a toast tells how that went.
 */
void
telar_run_saver_save (TelarWindow *window,
                      TelarRunRecord *record,
                      TelarSaveFormat format,
                      const TelarChartExportOptions *options)
{
  Saving *saving = saving_new (record, options);
  g_autofree char *name = NULL;

  saving->format = format;
  name = suggest_name (saving);
  telar_file_saver_save (window, name, save, saving, saving_free);
}

/**
 * telar_run_saver_copy:
 * @window: the window that shows the chart
 * @record: the run; it may still go on
 * @options: how it is drawn
 *
 * Paints the chart in another thread and puts it onto the clipboard; a toast tells how that went.
 */
void
telar_run_saver_copy (TelarWindow *window,
                      TelarRunRecord *record,
                      const TelarChartExportOptions *options)
{
  telar_file_saver_copy_image (window, paint, saving_new (record, options), saving_free);
}
