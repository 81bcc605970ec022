/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-document.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "telar-job-log.h"
#include "telar-json-reader.h"
#include "telar-run-document.h"
#include "telar-trace-document.h"

/**
 * telar_document_free:
 * @document: (transfer full) (nullable): a document
 */
void
telar_document_free (TelarDocument *document)
{
  if (document == NULL)
    return;

  g_clear_pointer (&document->records, g_ptr_array_unref);
  g_free (document->text);
  g_free (document);
}

static char
get_first_character (const char *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isspace (data[i]))
      return data[i];

  return '\0';
}

/* What a JSON object is of is told by the first of these members; one that is cut short has them
 * too, for ours stand at the beginning. */
static TelarDocumentKind
recognise_object (const char *data, gsize length)
{
  g_auto (TelarJsonReader) reader = { 0 };
  const char *member;

  telar_json_reader_init (&reader, data, length);
  telar_json_reader_begin_object (&reader);
  while ((member = telar_json_reader_next_member (&reader)) != NULL)
    if (g_str_equal (member, "traceEvents"))
      return TELAR_DOCUMENT_TRACE;
    else if (g_str_equal (member, "format")
             && telar_json_reader_peek (&reader) == TELAR_JSON_STRING)
      return g_str_equal (telar_json_reader_read_string (&reader), "telar-runs")
                 ? TELAR_DOCUMENT_RUNS
                 : TELAR_DOCUMENT_RUN;
    else
      telar_json_reader_skip (&reader);

  return TELAR_DOCUMENT_RUN;
}

/* A list of inputs never begins like any of the others. */
static TelarDocumentKind
recognise (const char *data, gsize length)
{
  if (telar_job_log_is_one (data, length))
    return TELAR_DOCUMENT_JOB_LOG;

  switch (get_first_character (data, length))
    {
    case '{':
      return recognise_object (data, length);
    case '[':
      return TELAR_DOCUMENT_TRACE;
    default:
      return TELAR_DOCUMENT_INPUTS;
    }
}

/* Numbers that are not pages tell which workload is meant. */
static TelarInputKind
guess_input_kind (const char *text)
{
  g_autoptr (TelarInputs) numbers = telar_inputs_parse (text, TELAR_INPUT_NUMBER);

  return numbers->tasks->len > 0 && numbers->problems->len == 0 ? TELAR_INPUT_NUMBER
                                                                : TELAR_INPUT_PAGE;
}

static gboolean
read_inputs (TelarDocument *document, const char *data, gsize length, GError **error)
{
  if ((length > 0 && memchr (data, '\0', length) != NULL)
      || !g_utf8_validate_len (data, length, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The file is neither a run of Telar nor a text in UTF-8"));
      return FALSE;
    }

  document->text = g_strndup (data, length);
  document->input_kind = guess_input_kind (document->text);

  return TRUE;
}

static gboolean
read_records (TelarDocument *document,
              const char *data,
              gsize length,
              GDateTime *written,
              GError **error)
{
  TelarRunRecord *record;

  if (document->kind == TELAR_DOCUMENT_RUN || document->kind == TELAR_DOCUMENT_RUNS)
    {
      document->records = telar_run_document_read (data, length, error);
      return document->records != NULL;
    }

  record = document->kind == TELAR_DOCUMENT_TRACE
               ? telar_trace_document_read (data, length, written, error)
               : telar_job_log_read (data, length, error);
  if (record == NULL)
    return FALSE;

  document->records = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_ptr_array_add (document->records, record);

  return TRUE;
}

/**
 * telar_document_read:
 * @data: what is in a file; not trusted, need not be terminated
 * @length: its length in bytes
 * @written: (nullable): when the file was written
 * @error: return location for a %G_IO_ERROR_INVALID_DATA or %G_IO_ERROR_INVALID_ARGUMENT that tells
 *   what is wrong and where, or a %G_IO_ERROR_NOT_SUPPORTED for a newer version
 *
 * Takes time and memory in proportion to @length, but for sorting what is imported. Any thread may
 * call it.
 *
 * Returns: (transfer full) (nullable): the runs in it, of which there is at least one, or the
 * inputs
 */
TelarDocument *
telar_document_read (const char *data, gsize length, GDateTime *written, GError **error)
{
  g_autoptr (TelarDocument) document = g_new0 (TelarDocument, 1);
  gboolean is_read;

  document->kind = recognise (data, length);
  if (document->kind == TELAR_DOCUMENT_INPUTS)
    is_read = read_inputs (document, data, length, error);
  else
    is_read = read_records (document, data, length, written, error);

  return is_read ? g_steal_pointer (&document) : NULL;
}
