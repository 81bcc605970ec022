/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-saver.h"

#include <glib/gi18n-lib.h>

#include "telar-file-dialog.h"

/* A picture that is being saved. */
typedef struct
{
  TelarWindow *window;
  TelarRunRecord *record;
  TelarChartFormat format;
  TelarChartExportOptions options;
} Saving;

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
                          telar_chart_format_get_suffix (saving->format));
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  GError *error = NULL;

  if (telar_chart_export (saving->record, source, saving->format, &saving->options, &error))
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
    text = g_strdup_printf (_ ("Chart saved as “%s”"), shown);
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
 * telar_chart_saver_save:
 * @window: the window that shows the chart
 * @record: the run; it may still go on
 * @format: what the picture is written as
 * @options: how it is drawn
 *
 * Asks for a file and writes the chart to it in another thread; a toast tells how that went.
 */
void
telar_chart_saver_save (TelarWindow *window,
                        TelarRunRecord *record,
                        TelarChartFormat format,
                        const TelarChartExportOptions *options)
{
  Saving *saving = g_new0 (Saving, 1);
  g_autofree char *name = NULL;

  saving->window = g_object_ref (window);
  saving->record = telar_run_record_ref (record);
  saving->format = format;
  saving->options = *options;
  name = suggest_name (saving);
  telar_file_dialog_save (GTK_WINDOW (window), _ ("Export Image"), name, on_chosen, saving);
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
 * telar_chart_saver_copy:
 * @window: the window that shows the chart
 * @record: the run; it may still go on
 * @options: how it is drawn
 *
 * Paints the chart in another thread and puts it onto the clipboard; a toast tells how that went.
 */
void
telar_chart_saver_copy (TelarWindow *window,
                        TelarRunRecord *record,
                        const TelarChartExportOptions *options)
{
  Saving *saving = g_new0 (Saving, 1);
  g_autoptr (GTask) task = g_task_new (window, NULL, on_copied, NULL);

  saving->window = g_object_ref (window);
  saving->record = telar_run_record_ref (record);
  saving->options = *options;
  g_task_set_source_tag (task, telar_chart_saver_copy);
  g_task_set_task_data (task, saving, saving_free);
  g_task_run_in_thread (task, copy_thread);
}
