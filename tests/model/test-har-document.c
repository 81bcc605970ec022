/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-har-document.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define MS G_GINT64_CONSTANT (1000000)

static TelarRunRecord *
make_record (const char *workload, const char *inputs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name (workload)), inputs, &error);
  TelarRunRecord *record;

  g_assert_no_error (error);
  record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 1, 2);
  g_date_time_unref (record->started);
  record->started = g_date_time_new_utc (2026, 1, 31, 23, 59, 59.5);
  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);

  return record;
}

static void
add_span (TelarRunRecord *record, guint32 task, TelarPhase phase, gint64 start, gint64 end)
{
  const TelarSpan span
      = { .start_ns = start, .end_ns = end, .task = task, .phase = (guint8) phase, .core = -1 };

  telar_lane_append (telar_trace_get_lane (record->trace, 0), &span);
}

static void
execute (TelarRunRecord *record, guint task, gint64 start, gint64 end, const char *failure)
{
  g_auto (TelarOutcome) outcome = {
    .status = failure != NULL ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED,
    .result = failure != NULL ? telar_result_new_error (failure) : telar_result_new_page (5),
    .bytes = 4321,
    .http_status = 200,
  };

  telar_trace_task_started (record->trace, task, 0, start);
  telar_trace_task_finished (record->trace, task, &outcome, end);
}

/* Returns: (transfer none): the entries, which belong to @parser */
static JsonArray *
get_entries (TelarRunRecord *record, JsonParser *parser)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *text = NULL;
  JsonObject *log;

  telar_run_record_end (record, 1000 * MS, (TelarCpuTime){ 0, 0 }, TRUE);
  text = telar_har_document_write (record, &length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (text), ==, length);
  json_parser_load_from_data (parser, text, (gssize) length, &error);
  g_assert_no_error (error);
  log = json_object_get_object_member (json_node_get_object (json_parser_get_root (parser)), "log");
  g_assert_cmpstr (json_object_get_string_member (log, "version"), ==, "1.2");

  return json_object_get_array_member (log, "entries");
}

static JsonObject *
get_request (JsonArray *entries, guint index)
{
  return json_object_get_object_member (json_array_get_object_element (entries, index), "request");
}

static void
assert_timings (JsonObject *entry, const char *expected)
{
  static const char *const names[]
      = { "blocked", "dns", "connect", "ssl", "send", "wait", "receive", "_compute" };
  JsonObject *timings = json_object_get_object_member (entry, "timings");
  g_autoptr (GString) found = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_append_printf (found, "%s %.9g, ", names[i],
                            json_object_get_double_member (timings, names[i]));
  g_string_append_printf (found, "time %.9g", json_object_get_double_member (entry, "time"));
  g_assert_cmpstr (found->str, ==, expected);
}

static void
test_phases_become_timings (void)
{
  g_autoptr (TelarRunRecord) record = make_record ("headings", "https://a.org/\nhttps://b.org/");
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonArray *entries;
  JsonObject *first, *response, *content;

  /* given: a page over TLS, redirected once, and one that waited for the worker */
  add_span (record, 0, TELAR_PHASE_DNS, 0 * MS, 1 * MS);
  add_span (record, 0, TELAR_PHASE_CONNECT, 1 * MS, 3 * MS);
  add_span (record, 0, TELAR_PHASE_TLS, 3 * MS, 7 * MS);
  add_span (record, 0, TELAR_PHASE_WAIT, 7 * MS, 15 * MS);
  add_span (record, 0, TELAR_PHASE_RECEIVE, 15 * MS, 16 * MS);
  add_span (record, 0, TELAR_PHASE_WAIT, 16 * MS, 20 * MS);
  add_span (record, 0, TELAR_PHASE_RECEIVE, 20 * MS, 20 * MS + 1500);
  add_span (record, 0, TELAR_PHASE_COMPUTE, 20 * MS + 1500, 30 * MS);
  execute (record, 0, 0, 30 * MS, NULL);
  telar_trace_task_ready (record->trace, 1, 10 * MS);
  add_span (record, 1, TELAR_PHASE_WAIT, 30 * MS, 40 * MS);
  execute (record, 1, 30 * MS, 40 * MS, NULL);

  /* done */
  entries = get_entries (record, parser);

  /* expected: TLS is in connect as well, finding headings in no sum */
  g_assert_cmpuint (json_array_get_length (entries), ==, 2);
  first = json_array_get_object_element (entries, 0);
  assert_timings (first, "blocked 0, dns 1, connect 6, ssl 4, send 0, wait 12, receive 1.0015, "
                         "_compute 9.9985, time 20.0015");
  assert_timings (json_array_get_object_element (entries, 1),
                  "blocked 20, dns -1, connect -1, ssl -1, send 0, wait 10, receive 0, "
                  "_compute 0, time 30");
  g_assert_cmpstr (json_object_get_string_member (first, "startedDateTime"), ==,
                   "2026-01-31T23:59:59.500Z");
  g_assert_cmpstr (
      json_object_get_string_member (json_array_get_object_element (entries, 1), "startedDateTime"),
      ==, "2026-01-31T23:59:59.510Z");
  response = json_object_get_object_member (first, "response");
  content = json_object_get_object_member (response, "content");
  g_assert_cmpint (json_object_get_int_member (response, "status"), ==, 200);
  g_assert_cmpint (json_object_get_int_member (response, "bodySize"), ==, -1);
  g_assert_cmpint (json_object_get_int_member (content, "size"), ==, 4321);
  g_assert_false (json_object_has_member (response, "_error"));
}

static void
test_what_was_not_requested_has_no_entry (void)
{
  g_autoptr (TelarRunRecord) record
      = make_record ("characters", "https://a.org/\nhttps://b.org/\nhttps://c.org/\nprimes(7)");
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_auto (TelarOutcome) skipped = { .status = TELAR_STATUS_SKIPPED };
  JsonArray *entries;

  telar_trace_task_finished (record->trace, 0, &skipped, 0);
  telar_trace_task_ready (record->trace, 1, 5 * MS);
  execute (record, 1, 5 * MS, 6 * MS, "a \"reason\"\n\xff");
  execute (record, 2, 0, 1 * MS, NULL);
  execute (record, 3, 0, 1 * MS, NULL); /* which was computed */

  entries = get_entries (record, parser);

  /* The oldest comes first. */
  g_assert_cmpuint (json_array_get_length (entries), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (get_request (entries, 0), "url"), ==,
                   "https://c.org/");
  g_assert_cmpstr (
      json_object_get_string_member (
          json_object_get_object_member (json_array_get_object_element (entries, 1), "response"),
          "_error"),
      ==, "a \"reason\"\n\xef\xbf\xbd");
}

static void
test_time_of_lost_worker_is_not_counted (void)
{
  g_autoptr (TelarRunRecord) record = make_record ("characters", "https://a.org/");
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonArray *entries;

  add_span (record, 0, TELAR_PHASE_WAIT, 0, 50 * MS);
  add_span (record, TELAR_NO_TASK, TELAR_PHASE_START, 50 * MS, 60 * MS);
  add_span (record, 0, TELAR_PHASE_WAIT, 60 * MS, 70 * MS);
  execute (record, 0, 60 * MS, 70 * MS, NULL);

  entries = get_entries (record, parser);

  assert_timings (json_array_get_object_element (entries, 0),
                  "blocked 60, dns -1, connect -1, ssl -1, send 0, wait 10, receive 0, "
                  "_compute 0, time 70");
}

static void
test_addresses_are_those_of_requests (void)
{
  static const struct
  {
    const char *input;
    const char *url;
    const char *comment;
    const char *query; /* each name and value, in brackets */
  } cases[] = {
    { "https://a.org", "https://a.org/", NULL, "" },
    { "https://a.org/x%20y?a=b%26c&d+e=f%3dg&&h&=i#top",
      "https://a.org/x%20y?a=b%26c&d+e=f%3Dg&&h&=i", NULL, "[a][b&c][d e][f=g][h][][][i]" },
    { "https://me:secret@a.org/", "https://a.org/", NULL, "" },
    { "https://a.org/?a=%00", "https://a.org/?a=%00", NULL, "[a][%00]" },
    { "demo:page?a=%zz", "http://demo.invalid/page?a=%zz", "demo:page?a=%zz", "" },
    { "demo:projecteuler.net/", "http://demo.invalid/projecteuler.net/", "demo:projecteuler.net/",
      "" },
    { "DEMO:page?delay=0.25", "http://demo.invalid/page?delay=0.25", "DEMO:page?delay=0.25",
      "[delay][0.25]" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TelarRunRecord) record = make_record ("characters", cases[i].input);
      g_autoptr (JsonParser) parser = json_parser_new_immutable ();
      g_autoptr (GString) query = g_string_new (NULL);
      JsonObject *request;
      JsonArray *pairs;

      g_test_message ("%s", cases[i].input);
      execute (record, 0, 0, 1, NULL);

      request = get_request (get_entries (record, parser), 0);

      g_assert_cmpstr (json_object_get_string_member (request, "method"), ==, "GET");
      g_assert_cmpstr (json_object_get_string_member (request, "url"), ==, cases[i].url);
      g_assert_cmpstr (json_object_get_string_member_with_default (request, "comment", NULL), ==,
                       cases[i].comment);
      pairs = json_object_get_array_member (request, "queryString");
      for (guint k = 0; k < json_array_get_length (pairs); k++)
        {
          JsonObject *pair = json_array_get_object_element (pairs, k);

          g_string_append_printf (query, "[%s][%s]", json_object_get_string_member (pair, "name"),
                                  json_object_get_string_member (pair, "value"));
        }
      g_assert_cmpstr (query->str, ==, cases[i].query);
    }
}

static void
test_run_on_numbers_has_no_archive (void)
{
  g_autoptr (TelarRunRecord) record = make_record ("square", "4");
  g_autoptr (GError) error = NULL;

  g_assert_null (telar_har_document_write (record, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, "pages"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/har-document/phases-become-timings", test_phases_become_timings);
  g_test_add_func ("/har-document/what-was-not-requested-has-no-entry",
                   test_what_was_not_requested_has_no_entry);
  g_test_add_func ("/har-document/time-of-lost-worker-is-not-counted",
                   test_time_of_lost_worker_is_not_counted);
  g_test_add_func ("/har-document/addresses-are-those-of-requests",
                   test_addresses_are_those_of_requests);
  g_test_add_func ("/har-document/run-on-numbers-has-no-archive",
                   test_run_on_numbers_has_no_archive);

  return g_test_run ();
}
