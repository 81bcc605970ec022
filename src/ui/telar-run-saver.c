/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-saver.h"

#include <glib/gi18n-lib.h>

#include "model/telar-csv-document.h"
#include "model/telar-har-document.h"
#include "model/telar-run-document.h"
#include "model/telar-trace-document.h"
#include "telar-file-dialog.h"

/* A run that is being saved. */
typedef struct
{
  TelarWindow *window;
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

  g_object_unref (saving->window);
  telar_run_record_unref (saving->record);
  g_free (saving);
}

/* The name that tells what is in the picture: telar-threads-16-pages.png. */
static char *
suggest_name (const Saving *saving)
{
  const TelarRunRecord *record = saving->record;
  gboolean has_pages = telar_plan_get_workload (record->plan)->input_kind == TELAR_INPUT_PAGE;

  return g_strdup_printf ("telar-%s-%u-%s%s", telar_strategy_get_name (record->strategy),
                          telar_plan_get_n_tasks (record->plan), has_pages ? "pages" : "numbers",
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
save (const Saving *saving, GFile *file, GError **error)
{
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

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (save (data, source, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = g_task_get_task_data (G_TASK (result));
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *shown = g_filename_display_name (name);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    text = g_strdup_printf (_ ("Saved as “%s”"), shown);
  else
    text = g_strdup_printf (_ ("“%s” could not be saved: %s"), shown, error->message);
  telar_window_show_toast (saving->window, text);
}

static void
on_chosen (GFile *file, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GTask) task = NULL;

  if (file == NULL)
    {
      saving_free (saving);
      return;
    }

  task = g_task_new (file, NULL, on_saved, NULL);
  g_task_set_source_tag (task, on_chosen);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, save_thread);
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
  Saving *saving = g_new0 (Saving, 1);
  g_autofree char *name = NULL;

  saving->window = g_object_ref (window);
  saving->record = telar_run_record_ref (record);
  saving->format = format;
  saving->options = *options;
  name = suggest_name (saving);
  telar_file_dialog_save (GTK_WINDOW (window), _ ("Save As"), name, on_chosen, saving);
}

static void
copy_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  g_autoptr (GBytes) png = NULL;
  GError *error = NULL;
  GdkTexture *texture = NULL;

  png = telar_chart_export_to_bytes (saving->record, TELAR_CHART_PNG, &saving->options, &error);
  if (png != NULL)
    texture = gdk_texture_new_from_bytes (png, &error);

  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (texture != NULL)
    {
      gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (source)), texture);
      telar_window_show_toast (TELAR_WINDOW (source), _ ("Image copied"));
      return;
    }

  text = g_strdup_printf (_ ("The image could not be copied: %s"), error->message);
  telar_window_show_toast (TELAR_WINDOW (source), text);
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
  Saving *saving = g_new0 (Saving, 1);
  g_autoptr (GTask) task = g_task_new (window, NULL, on_copied, NULL);

  saving->window = g_object_ref (window);
  saving->record = telar_run_record_ref (record);
  saving->options = *options;
  g_task_set_source_tag (task, telar_run_saver_copy);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, copy_thread);
}
