/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-opener.h"

#include <glib/gi18n-lib.h>

#include "telar-file-loader.h"
#include "telar-recent-files.h"

/* Files that are being opened, one after another. The task's data. */
typedef struct
{
  GPtrArray *files; /* GFile */
  guint n_loaded;
  guint n_saved; /* of the runs */
  TelarOpened *opened;
} Opening;

static void read_next (GTask *task);

/**
 * telar_opened_free:
 * @opened: (transfer full) (nullable): what was opened
 */
void
telar_opened_free (TelarOpened *opened)
{
  if (opened == NULL)
    return;

  g_ptr_array_unref (opened->records);
  g_array_unref (opened->ids);
  g_ptr_array_unref (opened->messages);
  g_free (opened->text);
  g_free (opened);
}

/**
 * telar_opened_get_newest:
 * @opened: what was opened
 *
 * Returns: (transfer none) (nullable): the run that started last
 */
TelarRunRecord *
telar_opened_get_newest (const TelarOpened *opened)
{
  TelarRunRecord *newest = NULL;

  for (guint i = 0; i < opened->records->len; i++)
    {
      TelarRunRecord *record = g_ptr_array_index (opened->records, i);

      if (newest == NULL || g_date_time_compare (record->started, newest->started) >= 0)
        newest = record;
    }

  return newest;
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_ptr_array_unref (opening->files);
  telar_opened_free (opening->opened);
  g_free (opening);
}

/* Several lists become one. They are numbers only if all are. */
static void
take_inputs (TelarOpened *opened, const TelarDocument *document)
{
  char *text;

  if (opened->text == NULL)
    {
      opened->text = g_strdup (document->text);
      opened->input_kind = document->input_kind;
      return;
    }

  text = g_strconcat (opened->text, g_str_has_suffix (opened->text, "\n") ? "" : "\n",
                      document->text, NULL);
  g_free (opened->text);
  opened->text = text;
  if (document->input_kind != opened->input_kind)
    opened->input_kind = TELAR_INPUT_PAGE;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gint64 id = telar_history_save_finish (TELAR_HISTORY (source), result, &error);

  if (id > 0)
    g_array_append_val (opening->opened->ids, id);
  else
    g_ptr_array_add (opening->opened->messages, g_strdup (error->message));
  opening->n_saved++;
  read_next (task);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarDocument) document = telar_file_load_finish (G_FILE (source), result, &error);

  if (document == NULL)
    {
      g_autofree char *name = g_file_get_basename (G_FILE (source));
      g_autofree char *shown = g_filename_display_name (name != NULL ? name : "?");

      g_ptr_array_add (opening->opened->messages,
                       g_strdup_printf (_ ("“%s” could not be opened: %s"), shown, error->message));
    }
  else
    telar_recent_files_add (G_FILE (source));

  if (document != NULL && document->text != NULL)
    take_inputs (opening->opened, document);
  for (guint i = 0; document != NULL && document->records != NULL && i < document->records->len;
       i++)
    g_ptr_array_add (opening->opened->records,
                     telar_run_record_ref (g_ptr_array_index (document->records, i)));
  read_next (task);
}

/* Reads the next file, then saves the next run, until nothing is left. */
static void
read_next (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  if (opening->n_loaded < opening->files->len)
    telar_file_load_async (g_ptr_array_index (opening->files, opening->n_loaded++), NULL, on_loaded,
                           task);
  else if (opening->n_saved < opening->opened->records->len)
    telar_history_add_async (g_task_get_source_object (task),
                             g_ptr_array_index (opening->opened->records, opening->n_saved),
                             on_saved, task);
  else
    {
      g_task_return_pointer (task, g_steal_pointer (&opening->opened),
                             (GDestroyNotify) telar_opened_free);
      g_object_unref (task);
    }
}

/**
 * telar_opener_open_async:
 * @history: to which the runs are added that it does not have yet
 * @files: (element-type GFile): what the user opened; what is in them is not trusted
 * @callback: called in the main thread
 * @user_data: for @callback
 */
void
telar_opener_open_async (TelarHistory *history,
                         GPtrArray *files,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  Opening *opening = g_new0 (Opening, 1);
  GTask *task = g_task_new (history, NULL, callback, user_data);

  opening->files = g_ptr_array_ref (files);
  opening->opened = g_new0 (TelarOpened, 1);
  opening->opened->records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  opening->opened->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  opening->opened->messages = g_ptr_array_new_with_free_func (g_free);
  g_task_set_source_tag (task, telar_opener_open_async);
  g_task_set_task_data (task, opening, opening_free);
  read_next (task);
}

/**
 * telar_opener_open_finish:
 * @history: the history
 * @result: what the callback of telar_opener_open_async() was given
 *
 * Returns: (transfer full): what was in the files, and what went wrong
 */
TelarOpened *
telar_opener_open_finish (TelarHistory *history, GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, history), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
