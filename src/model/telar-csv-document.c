/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-csv-document.h"

#include "telar-csv-field.h"

static void
append_task (GString *csv, TelarRunRecord *record, guint run, guint task)
{
  const TelarTaskState *state = telar_trace_get_task (record->trace, task);
  TelarStatus status = telar_task_state_get_status (state);
  const TelarResult *result = telar_status_is_final (status) ? state->result : NULL;

  g_string_append_printf (csv, "%u,%s,%u,", run + 1, telar_strategy_get_name (record->strategy),
                          task + 1);
  telar_csv_append_text (csv, telar_plan_get_task (record->plan, task)->input);
  g_string_append_printf (csv, ",%s,", telar_status_get_name (status));

  if (status != TELAR_STATUS_PENDING && state->lane < telar_trace_get_n_lanes (record->trace))
    {
      g_autofree char *name
          = telar_lane_dup_name (telar_trace_get_lane (record->trace, state->lane));

      telar_csv_append_text (csv, name);
      g_string_append_c (csv, ',');
      telar_csv_append_seconds (csv, state->queued_ns);
      g_string_append_c (csv, ',');
      telar_csv_append_seconds (csv, state->start_ns);
    }
  else
    g_string_append (csv, ",,");
  g_string_append_c (csv, ',');

  if (telar_status_is_final (status))
    {
      telar_csv_append_seconds (csv, state->end_ns);
      g_string_append_c (csv, ',');
      telar_csv_append_seconds (csv, state->cpu.user_ns);
      g_string_append_c (csv, ',');
      telar_csv_append_seconds (csv, state->cpu.system_ns);
      g_string_append_printf (csv, ",%u,%" G_GUINT64_FORMAT ",", state->http_status, state->bytes);
    }
  else
    g_string_append (csv, ",,,,,");

  if (result != NULL)
    telar_csv_append_text (csv, result->value);
  g_string_append_c (csv, ',');
  if (result != NULL && result->characters >= 0)
    g_string_append_printf (csv, "%" G_GINT64_FORMAT, result->characters);
  g_string_append_c (csv, ',');
  if (result != NULL && result->has_headings)
    g_string_append_printf (csv, "%u", result->n_headings);
  g_string_append_c (csv, ',');
  if (result != NULL)
    telar_csv_append_text (csv, result->error);
  g_string_append (csv, "\r\n");
}

/**
 * telar_csv_document_write:
 * @records: (element-type TelarRunRecord): runs
 * @length: (out) (optional): the length of the text in bytes
 *
 * Writes a table with one row a task, as comma-separated values after RFC 4180. Times are
 * seconds since the run's start; what is unknown is empty.
 *
 * Returns: (transfer full): the table, with a header line, in UTF-8
 */
char *
telar_csv_document_write (GPtrArray *records, gsize *length)
{
  GString *csv = g_string_new ("run,strategy,task,input,status,lane,queued_s,start_s,end_s,"
                               "cpu_user_s,cpu_system_s,http_status,bytes,value,characters,"
                               "headings,error\r\n");

  for (guint i = 0; i < records->len; i++)
    {
      TelarRunRecord *record = g_ptr_array_index (records, i);
      guint n_tasks = telar_trace_get_n_tasks (record->trace);

      for (guint task = 0; task < n_tasks; task++)
        append_task (csv, record, i, task);
    }

  if (length != NULL)
    *length = csv->len;

  return g_string_free (csv, FALSE);
}
