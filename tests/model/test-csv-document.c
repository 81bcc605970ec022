/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-csv-document.h"

#include <string.h>

/* A run of two pages: the first failed with @error, the second never began. */
static TelarRunRecord *
make_record (const char *error)
{
  g_autoptr (TelarPlan) plan
      = telar_plan_new_from_text (telar_parameters_new (telar_workload_from_name ("characters")),
                                  "https://a.org/?x=1,2\nhttps://b.org/", NULL);
  TelarRunRecord *record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 1, 1);
  g_auto (TelarOutcome) failed = { .status = TELAR_STATUS_FAILED, .bytes = 7, .http_status = 503 };
  g_auto (TelarOutcome) cancelled = { .status = TELAR_STATUS_CANCELLED };

  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  failed.result = telar_result_new_error (error);
  telar_trace_task_started (record->trace, 0, 0, 5);
  telar_trace_task_finished (record->trace, 0, &failed, 1500000000);
  telar_trace_task_finished (record->trace, 1, &cancelled, 1500000000);
  telar_run_record_end (record, 1500000000, (TelarCpuTime){ 0, 0 }, FALSE);

  return record;
}

static char *
write_csv (const char *error)
{
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  gsize length;
  char *csv;

  g_ptr_array_add (records, make_record (error));
  csv = telar_csv_document_write (records, &length);
  g_assert_cmpuint (strlen (csv), ==, length);

  return csv;
}

static void
test_one_row_a_task (void)
{
  g_autofree char *csv = write_csv ("Service Unavailable");
  g_auto (GStrv) rows = g_strsplit (csv, "\r\n", -1);

  g_assert_cmpuint (g_strv_length (rows), ==, 4);
  g_assert_true (g_str_has_prefix (rows[0], "run,strategy,task,input,status,lane,"));
  g_assert_cmpstr (rows[1], ==,
                   "1,threads,1,\"https://a.org/?x=1,2\",failed,Thread 1,0.000000000,0.000000005,"
                   "1.500000000,0.000000000,0.000000000,503,7,,,,Service Unavailable");
  g_assert_true (g_str_has_prefix (rows[2], "1,threads,2,https://b.org/,cancelled,,"));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GRegex) quoted = g_regex_new ("\"[^\"]*\"", 0, 0, NULL);
      g_autofree char *plain = g_regex_replace_literal (quoted, rows[i], -1, 0, "x", 0, NULL);
      g_auto (GStrv) fields = g_strsplit (plain, ",", -1);

      g_assert_cmpuint (g_strv_length (fields), ==, 17);
    }
}

static void
test_texts_of_servers_stay_texts (void)
{
  static const struct
  {
    const char *error;
    const char *field;
  } cases[] = {
    { "a,b", ",\"a,b\"\r\n" },
    { "say \"no\"", ",\"say \"\"no\"\"\"\r\n" },
    { "two\r\nlines", ",\"two\r\nlines\"\r\n" },
    { "=cmd()", ",\"'=cmd()\"\r\n" },
    { "@sum", ",\"'@sum\"\r\n" },
    { "+a", ",\"'+a\"\r\n" },
    { "=1+cmd()", ",\"'=1+cmd()\"\r\n" },
    { "-2+cmd()", ",\"'-2+cmd()\"\r\n" },
    { "-3", ",-3\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *csv = write_csv (cases[i].error);

      g_test_message ("%s", cases[i].error);
      g_assert_nonnull (strstr (csv, cases[i].field));
    }
}

static void
test_texts_of_results_stay_texts (void)
{
  static const struct
  {
    const char *value;
    const char *fields;
  } cases[] = {
    { "340282366920938463426481119284349108225",
      ",0,0,340282366920938463426481119284349108225,,,\r\n" },
    { "e3b0c442", ",0,0,e3b0c442,,,\r\n" },
    { "hello … world", ",0,0,hello … world,,,\r\n" },
    { "1,5 \"x\"", ",0,0,\"1,5 \"\"x\"\"\",,,\r\n" },
    { "=1+cmd()", ",0,0,\"'=1+cmd()\",,,\r\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
          telar_parameters_new (telar_workload_from_name ("sha256")), "7", NULL);
      g_autoptr (GPtrArray) records
          = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
      TelarRunRecord *record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 1, 1);
      g_auto (TelarOutcome) outcome = { .status = TELAR_STATUS_SUCCEEDED };
      g_autofree char *csv = NULL;

      g_ptr_array_add (records, record);
      telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
      outcome.result = telar_result_new_value (cases[i].value);
      telar_trace_task_started (record->trace, 0, 0, 5);
      telar_trace_task_finished (record->trace, 0, &outcome, 1500000000);
      telar_run_record_end (record, 1500000000, (TelarCpuTime){ 0, 0 }, TRUE);

      csv = telar_csv_document_write (records, NULL);
      g_assert_true (g_str_has_suffix (csv, cases[i].fields));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv-document/one-row-a-task", test_one_row_a_task);
  g_test_add_func ("/csv-document/texts-of-servers-stay-texts", test_texts_of_servers_stay_texts);
  g_test_add_func ("/csv-document/texts-of-results-stay-texts", test_texts_of_results_stay_texts);

  return g_test_run ();
}
