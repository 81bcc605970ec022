/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-file-loader.h"

#include <glib/gi18n-lib.h>

/* The run document of a million tasks is smaller than this. */
#define MAX_LENGTH (512 * 1024 * 1024)
#define CHUNK      (256 * 1024)

static void
set_too_large (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("The file is too large"));
}

/* How large the file says that it is, or 0 if it does not tell. */
static goffset
get_size (GFileInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info
      = g_file_input_stream_query_info (stream, G_FILE_ATTRIBUTE_STANDARD_SIZE, cancellable, NULL);

  return info != NULL ? g_file_info_get_size (info) : 0;
}

/* Reads up to the limit and not beyond: a file may be endless. */
static GByteArray *
read_all (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) data = g_byte_array_new ();
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);

  if (stream == NULL)
    return NULL;

  if (get_size (stream, cancellable) > MAX_LENGTH)
    {
      set_too_large (error);
      return NULL;
    }

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
          set_too_large (error);
          return NULL;
        }
    }
}

/* When the file was written, as far as that is known. */
static GDateTime *
get_date (GFile *file, GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_TIME_MODIFIED,
                                                  G_FILE_QUERY_INFO_NONE, cancellable, NULL);

  return info != NULL ? g_file_info_get_modification_date_time (info) : NULL;
}

static TelarDocument *
load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = read_all (file, cancellable, error);
  g_autoptr (GDateTime) written = NULL;

  if (bytes == NULL)
    return NULL;

  written = get_date (file, cancellable);

  return telar_document_read ((const char *) bytes->data, bytes->len, written, error);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  TelarDocument *document = load (source, cancellable, &error);

  if (document != NULL)
    g_task_return_pointer (task, document, (GDestroyNotify) telar_document_free);
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
TelarDocument *
telar_file_load_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
