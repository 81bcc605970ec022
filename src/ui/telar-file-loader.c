/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-file-loader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/telar-run-document.h"

/* The run document of a million tasks is smaller than this. */
#define MAX_LENGTH (512 * 1024 * 1024)
#define CHUNK      (256 * 1024)

/**
 * telar_loaded_file_free:
 * @loaded: (transfer full) (nullable): what was in a file
 */
void
telar_loaded_file_free (TelarLoadedFile *loaded)
{
  if (loaded == NULL)
    return;

  g_clear_pointer (&loaded->record, telar_run_record_unref);
  g_free (loaded->text);
  g_free (loaded);
}

/* Reads up to the limit and not beyond: a file may be endless. */
static GByteArray *
read_all (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);

  if (stream == NULL)
    return NULL;

  for (;;)
    {
      guint length = data->len;
      gssize n_read;

      g_byte_array_set_size (data, length + CHUNK);
      n_read = g_input_stream_read (G_INPUT_STREAM (stream), data->data + length, CHUNK,
                                    cancellable, error);
      if (n_read < 0)
        return NULL;
      g_byte_array_set_size (data, length + (guint) n_read);
      if (n_read == 0)
        return g_steal_pointer (&data);
      if (data->len > MAX_LENGTH)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                               _ ("The file is too large"));
          return NULL;
        }
    }
}

static gboolean
is_document (const char *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (data[i]))
      return data[i] == '{';

  return FALSE;
}

/* Numbers that are not pages tell which workload is meant. */
static TelarInputKind
guess_kind (const char *text)
{
  g_autoptr (TelarInputs) numbers = telar_inputs_parse (text, TELAR_INPUT_NUMBER);

  return numbers->tasks->len > 0 && numbers->problems->len == 0 ? TELAR_INPUT_NUMBER
                                                                : TELAR_INPUT_PAGE;
}

static TelarLoadedFile *
load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (TelarLoadedFile) loaded = g_new0 (TelarLoadedFile, 1);
  g_autoptr (GByteArray) bytes = read_all (file, cancellable, error);
  g_autoptr (GPtrArray) records = NULL;
  const char *data;

  if (bytes == NULL)
    return NULL;

  data = (const char *) bytes->data;
  if (is_document (data, bytes->len))
    {
      records = telar_run_document_read (data, bytes->len, error);
      if (records == NULL)
        return NULL;
      loaded->record = telar_run_record_ref (g_ptr_array_index (records, 0));
      return g_steal_pointer (&loaded);
    }

  if (memchr (data, '\0', bytes->len) != NULL || !g_utf8_validate (data, bytes->len, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The file is neither a run of Telar nor a text in UTF-8"));
      return NULL;
    }

  loaded->text = g_strndup (data, bytes->len);
  loaded->kind = guess_kind (loaded->text);

  return g_steal_pointer (&loaded);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  TelarLoadedFile *loaded = load (source, cancellable, &error);

  if (loaded != NULL)
    g_task_return_pointer (task, loaded, (GDestroyNotify) telar_loaded_file_free);
  else
    g_task_return_error (task, error);
}

/**
 * telar_file_load_async:
 * @file: a file that the user opened; what is in it is not trusted
 * @cancellable: (nullable): to give up
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Reads and understands the file in another thread.
 */
void
telar_file_load_async (GFile *file,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, user_data);

  g_task_set_source_tag (task, telar_file_load_async);
  g_task_run_in_thread (task, load_thread);
}

/**
 * telar_file_load_finish:
 * @file: the file
 * @result: what the callback of telar_file_load_async() was given
 * @error: return location for the reason for which it cannot be used
 *
 * Returns: (transfer full) (nullable): what is in the file
 */
TelarLoadedFile *
telar_file_load_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
