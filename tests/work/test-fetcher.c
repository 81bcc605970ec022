/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "site/telar-site.h"
#include "work/telar-worker.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <unistd.h>

#include "odd-server.h"

/* Cancelled work may take this long to end. */
#define CANCEL_LIMIT_US 250000

static TelarSite *site;
static OddServer *odd_server;

/* One place to work at, with its trace. */
typedef struct
{
  gboolean blocking;
  TelarWork *work;
  TelarWorker *worker;
  TelarTrace *trace;
  TelarLane *lane;
  GMainContext *context;
  GArray *phases; /* TelarPhase, in the order in which they were reported */

  GMutex mutex;
  GCond cond;
  TelarPhase phase; /* guarded by @mutex */
} Desk;

static void
on_phase (TelarLane *lane, gpointer user_data)
{
  Desk *desk = user_data;
  TelarSpan open = { 0 };
  gboolean has_open;
  TelarPhase phase;

  g_assert_true (lane == desk->lane);
  telar_lane_read (lane, &open, &has_open);
  g_assert_true (has_open);
  phase = open.phase;
  g_array_append_val (desk->phases, phase);

  g_mutex_lock (&desk->mutex);
  desk->phase = phase;
  g_cond_broadcast (&desk->cond);
  g_mutex_unlock (&desk->mutex);
}

/* @settings are "name=value" pairs, divided by spaces. */
static void
desk_init (Desk *desk, gboolean blocking, const char *workload, const char *settings)
{
  g_autoptr (TelarParameters) parameters
      = telar_parameters_new (telar_workload_from_name (workload));
  g_auto (GStrv) pairs = g_strsplit (settings != NULL ? settings : "", " ", -1);
  g_autoptr (GError) error = NULL;
  guint index;

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (pairs[i], "=", 2);

      telar_parameters_parse (parameters, pair[0], pair[1], &error);
      g_assert_no_error (error);
    }

  desk->blocking = blocking;
  desk->work = telar_work_new (parameters, telar_site_get_url (site), &error);
  g_assert_no_error (error);
  desk->context = g_main_context_new ();
  g_main_context_push_thread_default (desk->context);
  desk->worker = telar_worker_new (desk->work, 1);
  telar_worker_set_phase_func (desk->worker, on_phase, desk);
  desk->trace = telar_trace_new (1, 1);
  desk->lane = telar_trace_add_lane (desk->trace, TELAR_LANE_THREAD, &index);
  telar_trace_set_epoch (desk->trace, telar_clock_now_ns ());
  desk->phases = g_array_new (FALSE, FALSE, sizeof (TelarPhase));
  g_mutex_init (&desk->mutex);
  g_cond_init (&desk->cond);
  desk->phase = TELAR_PHASE_QUEUED;
}

static void
desk_clear (Desk *desk)
{
  telar_worker_free (desk->worker);
  g_main_context_pop_thread_default (desk->context);
  g_main_context_unref (desk->context);
  telar_work_unref (desk->work);
  telar_trace_unref (desk->trace);
  g_array_unref (desk->phases);
  g_mutex_clear (&desk->mutex);
  g_cond_clear (&desk->cond);
}

static void
on_done (TelarOutcome *outcome, gpointer user_data)
{
  TelarOutcome *kept = user_data;

  *kept = *outcome;
  outcome->result = NULL;
}

static void
run (Desk *desk, const char *input, GCancellable *cancellable, TelarOutcome *outcome)
{
  g_autofree char *odd_url = NULL;

  /* With a name and a password: "odd user" and "50%:x". */
  if (g_str_has_prefix (input, "odd-user:"))
    input = odd_url = g_strconcat ("http://odd%20user:50%25%3Ax@",
                                   odd_server_get_url (odd_server) + strlen ("http://"),
                                   input + strlen ("odd-user:"), NULL);
  else if (g_str_has_prefix (input, "odd:"))
    input = odd_url = g_strconcat (odd_server_get_url (odd_server), input + strlen ("odd:"), NULL);
  else if (g_str_has_prefix (input, "odds:"))
    input = odd_url
        = g_strconcat ("https", odd_server_get_url (odd_server) + strlen ("http"), NULL);

  *outcome = (TelarOutcome){ 0 };
  telar_lane_begin (desk->lane, 0, TELAR_PHASE_CONNECT, telar_trace_now (desk->trace));
  if (desk->blocking)
    telar_worker_run (desk->worker, input, desk->trace, desk->lane, cancellable, outcome);
  else
    {
      telar_worker_run_async (desk->worker, input, desk->trace, desk->lane, cancellable, on_done,
                              outcome);
      g_assert_cmpint (outcome->status, ==, TELAR_STATUS_PENDING);
      while (outcome->status == TELAR_STATUS_PENDING)
        g_main_context_iteration (desk->context, TRUE);
    }
  telar_lane_end (desk->lane, telar_trace_now (desk->trace));
}

typedef struct
{
  const char *name;
  const char *input;
  const char *settings;
  guint http_status;
  gint64 characters;  /* -1 if the task is to fail */
  const char *errors; /* patterns of the message, divided by “|” */
} Case;

static const Case cases[] = {
  { "a-page", "demo:page?size=10000", NULL, 200, 10000, NULL },
  { "one-of-the-sixteen", "demo:projecteuler.net/", NULL, 200, 5194, NULL },
  { "a-scheme-in-capitals", "DEMO:projecteuler.net/", NULL, 200, 5194, NULL },
  { "the-index", "demo:", NULL, 200, -2, NULL },
  { "a-page-in-latin-1", "demo:page?size=5000&charset=iso-8859-1", NULL, 200, 5000, NULL },
  { "a-large-page", "demo:page?size=3000000", NULL, 200, 3000000, NULL },
  { "an-empty-page", "demo:page?size=0", NULL, 200, 0, NULL },
  { "plain-text", "demo:page?size=77&type=text/plain", NULL, 200, 77, NULL },
  { "no-content-type", "odd:untyped", NULL, 200, 5, NULL },
  { "a-body-up-to-the-end-of-the-connection", "odd:until-close", NULL, 200, 4, NULL },
  { "chunks", "odd:chunked", NULL, 200, 10, NULL },
  { "no-content", "odd:no-content", NULL, 204, 0, NULL },
  { "announced-first", "odd:announced", NULL, 200, 5, NULL },
  { "a-name-and-a-password", "odd-user:secret", NULL, 200, 6, NULL },
  { "redirects", "demo:page?redirects=10&size=50", NULL, 200, 50, NULL },

  { "a-missing-page", "demo:no/such/page", NULL, 404, -1, "HTTP 404 Not Found" },
  { "an-address-with-spaces-and-accents", "demo:una página", NULL, 404, -1, "HTTP 404 Not Found" },
  { "an-address-with-a-line-end", "demo:x HTTP/1.1\r\nX-Odd: y", NULL, 404, -1,
    "HTTP 404 Not Found" },
  { "a-fragment", "demo:page?size=44#part", NULL, 200, 44, NULL },
  { "an-unavailable-page", "demo:page?status=503", NULL, 503, -1, "HTTP 503 Service Unavailable" },
  { "a-redirect-to-nowhere", "odd:no-location", NULL, 302, -1, "HTTP 302 Found" },
  { "a-reason-of-its-own", "odd:teapot", NULL, 418, -1, "HTTP 418 Short \xef\xbf\xbd and stout" },

  { "a-long-reason", "odd:wordy", NULL, 404, -1, "HTTP 404 ñaña*ñaña" },
  { "no-password", "odd:secret", NULL, 401, -1, "HTTP 401 Unauthorized" },

  { "reset", "demo:page?fault=reset", NULL, 0, -1, "“127.0.0.1:*” broke the connection off" },
  { "truncate", "demo:page?fault=truncate", NULL, 200, -1,
    "“127.0.0.1:*” ended the connection in the middle of the page" },
  { "truncate-without-keep-alive", "odd:truncated", NULL, 200, -1,
    "“127.0.0.1:*” ended the connection in the middle of the page" },
  { "truncate-in-a-chunk", "odd:half-a-chunk", NULL, 200, -1,
    "“127.0.0.1:*” ended the connection in the middle of the page" },
  { "no-answer", "odd:nothing", NULL, 0, -1, "“127.0.0.1:*” gave no complete answer" },
  { "garbage", "demo:page?fault=garbage", NULL, 0, -1, "What “127.0.0.1:*” answers is not HTTP" },
  { "wrong-length", "demo:page?fault=wrong-length&charset=iso-8859-1", NULL, 200, 5000, NULL },
  { "stall", "demo:page?fault=stall", "timeout=0.3", 200, -1,
    "The page was not complete within the time limit of 0.3 s" },
  { "drip", "demo:page?fault=drip", "timeout=0.3", 200, -1,
    "The page was not complete within the time limit of 0.3 s" },
  { "a-late-answer", "demo:page?delay=100", "timeout=0.3", 0, -1,
    "The page was not complete within the time limit of 0.3 s" },
  { "headers-that-drip", "odd:dripping-headers", "timeout=0.3", 0, -1,
    "The page was not complete within the time limit of 0.3 s" },
  { "headers-without-end", "odd:endless-headers", "timeout=5", 0, -1,
    "“127.0.0.1:*” gave no complete answer" },
  { "announcements-without-end", "odd:endless-announcements", "timeout=5", 0, -1,
    "“127.0.0.1:*” gave no complete answer" },
  { "a-black-hole", "odd-hole", "timeout=0.3", 0, -1,
    "The page was not complete within the time limit of 0.3 s" },
  { "redirect-loop", "demo:page?fault=redirect-loop", NULL, 302, -1,
    "The page leads on to another more than 10 times" },
  { "too-many-redirects", "demo:page?redirects=3", "redirect-limit=2", 302, -1,
    "The page leads on to another more than 2 times" },
  { "no-redirects", "demo:page?redirects=1", "redirect-limit=0", 302, -1,
    "The page leads on to another more than 0 times" },
  { "a-redirect-to-a-file", "odd:to-file", NULL, 302, -1,
    "The page leads on to “file:///etc/passwd”, which is neither http nor https" },
  { "a-redirect-to-no-address", "odd:to-nonsense", NULL, 302, -1,
    "The page leads on to “http://*" },
  { "gzip-bomb", "demo:page?fault=gzip-bomb", "body-limit=1000000", 200, -1,
    "The page is larger than the limit of 1.0\xc2\xa0MB" },
  { "endless", "demo:page?fault=endless", "body-limit=1000000", 200, -1,
    "The page is larger than the limit of 1.0\xc2\xa0MB" },
  { "too-large", "demo:page?size=60000000", "body-limit=1000000", 200, -1,
    "The page is larger than the limit of 1.0\xc2\xa0MB" },
  { "just-too-large", "demo:page?size=1001&charset=iso-8859-1", "body-limit=1000", 200, -1,
    "The page is larger than the limit of 1.0\xc2\xa0kB" },
  { "not-too-large", "demo:page?size=1000&charset=iso-8859-1", "body-limit=1000", 200, 1000, NULL },
  { "not-compressed-although-it-says-so", "odd:not-gzip", NULL, 200, 20, NULL },
  { "compressed-in-a-wrong-way", "odd:damaged-gzip", NULL, 200, -1,
    "The page of “127.0.0.1:*” is compressed or split in a wrong way" },
  { "an-image", "demo:page?type=image/png", NULL, 200, -1,
    "“http://127.0.0.1:*/page?type=image/png” is not a page: image/png" },
  { "an-image-with-a-password", "odd-user:image", NULL, 200, -1,
    "“http://odd%20user@127.0.0.1:*/image” is not a page: image/png" },
  { "a-program", "demo:page?type=application/octet-stream", NULL, 200, -1,
    "*is not a page: application/octet-stream" },

  { "no-such-host", "http://does-not-exist.invalid/", NULL, 0, -1,
    "The host “does-not-exist.invalid” does not exist|The host “does-not-exist.invalid” cannot be "
    "looked up at the moment; is there a network?" },
  { "a-refused-connection", "http://127.0.0.1:1/", NULL, 0, -1,
    "“127.0.0.1:1” refused the connection" },
  { "a-host-of-ipv6", "http://[::1]:1/", NULL, 0, -1,
    "“[::1]:1” refused the connection|*“[::1]:1”*" },
  { "no-tls", "odds:", NULL, 0, -1,
    "“127.0.0.1:*” does not speak TLS, so a secure connection is not possible|No secure connection "
    "to “127.0.0.1:*” is possible" },
  { "an-untrusted-certificate", "odd-tls", NULL, 0, -1, "The certificate of “127.0.0.1:*” *" },
  { "another-scheme", "ftp://127.0.0.1/", NULL, 0, -1,
    "“ftp://127.0.0.1/” is neither http nor https" },
  { "no-host", "http://", NULL, 0, -1, "“http://*” *" },
  { "no-address", "only words", NULL, 0, -1, "“only words” is not an address: *" },
  { "no-utf-8", "http://\xff\xfe/", NULL, 0, -1, "*" },
};

static gboolean
matches_any (const char *message, const char *patterns)
{
  g_auto (GStrv) all = g_strsplit (patterns, "|", -1);

  for (guint i = 0; all[i] != NULL; i++)
    if (g_pattern_match_simple (all[i], message))
      return TRUE;

  return FALSE;
}

static void
check_outcome (const Case *c, const TelarOutcome *outcome)
{
  if (outcome->result->error != NULL)
    {
      g_test_message ("%s", outcome->result->error);
      g_assert_true (g_utf8_validate (outcome->result->error, -1, NULL));
    }
  g_assert_cmpuint (outcome->http_status, ==, c->http_status);
  if (c->characters == -1)
    {
      g_assert_cmpint (outcome->status, ==, TELAR_STATUS_FAILED);
      g_assert_true (matches_any (outcome->result->error, c->errors));
      return;
    }

  g_assert_null (outcome->result->error);
  g_assert_cmpint (outcome->status, ==, TELAR_STATUS_SUCCEEDED);
  if (c->characters >= 0)
    g_assert_cmpint (outcome->result->characters, ==, c->characters);
  g_assert_cmpuint (outcome->bytes, >=, outcome->result->characters);
  g_assert_false (outcome->result->has_headings);
}

static void
run_case (const Case *c, gboolean blocking)
{
  g_auto (TelarOutcome) outcome = { 0 };
  g_auto (TelarOutcome) next = { 0 };
  g_autofree char *input = NULL;
  Desk desk;

  if (strcmp (c->input, "odd-hole") == 0)
    input = g_strdup (odd_server_get_hole (odd_server));
  else if (strcmp (c->input, "odd-tls") == 0)
    input = g_strdup (odd_server_get_tls_url (odd_server));
  else
    input = g_strdup (c->input);

  desk_init (&desk, blocking, "characters", c->settings);
  run (&desk, input, NULL, &outcome);
  check_outcome (c, &outcome);

  /* Whatever happened, the worker goes on. */
  run (&desk, "demo:page?size=999&charset=iso-8859-1", NULL, &next);
  g_assert_cmpint (next.status, ==, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpint (next.result->characters, ==, 999);
  g_assert_cmpuint (next.bytes, ==, 999);
  desk_clear (&desk);
}

static void
test_case_blocking (gconstpointer data)
{
  run_case (data, TRUE);
}

static void
test_case_async (gconstpointer data)
{
  run_case (data, FALSE);
}

/* How long @phase lasted in all, in nanoseconds. */
static gint64
sum_phase (Desk *desk, TelarPhase phase)
{
  gint64 sum_ns = 0;

  for (guint i = 0; i < telar_lane_get_n_spans (desk->lane); i++)
    {
      const TelarSpan *span = telar_lane_get_span (desk->lane, i);

      if (span->phase == phase)
        sum_ns += span->end_ns - span->start_ns;
    }

  return sum_ns;
}

/* Trusts the authority of the odd server, or no other than the system's any more. */
static void
trust_odd_server (gboolean trusts)
{
  static char *path; /* of a file that is read again for each connection */
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;

  if (trusts)
    {
      int fd = g_file_open_tmp ("telar-authority-XXXXXX.pem", &path, &error);

      g_assert_no_error (error);
      close (fd);
      g_file_set_contents (path, odd_server_get_authority (), -1, &error);
      g_assert_no_error (error);
      database = g_tls_file_database_new (path, &error);
      g_assert_no_error (error);
    }
  else
    {
      g_unlink (path);
      g_clear_pointer (&path, g_free);
    }
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static void
test_a_trusted_certificate_makes_a_secure_connection (gconstpointer data)
{
  static const TelarPhase expected[] = { TELAR_PHASE_CONNECT, TELAR_PHASE_TLS, TELAR_PHASE_WAIT,
                                         TELAR_PHASE_RECEIVE, TELAR_PHASE_COMPUTE };
  g_auto (TelarOutcome) outcome = { 0 };
  guint n_found = 0;
  Desk desk;

  trust_odd_server (TRUE);
  desk_init (&desk, GPOINTER_TO_INT (data), "characters", NULL);
  run (&desk, odd_server_get_tls_url (odd_server), NULL, &outcome);
  trust_odd_server (FALSE);

  g_assert_cmpstr (outcome.result->error, ==, NULL);
  g_assert_cmpint (outcome.status, ==, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (outcome.http_status, ==, 200);
  g_assert_cmpint (outcome.result->characters, ==, 5);
  for (guint i = 0; i < telar_lane_get_n_spans (desk.lane) && n_found < G_N_ELEMENTS (expected);
       i++)
    n_found += telar_lane_get_span (desk.lane, i)->phase == expected[n_found];
  g_assert_cmpuint (n_found, ==, G_N_ELEMENTS (expected));
  g_assert_cmpint (sum_phase (&desk, TELAR_PHASE_TLS), >, 0);
  desk_clear (&desk);
}

static void
test_a_trusted_certificate_is_for_its_host_only (gconstpointer data)
{
  g_auto (TelarOutcome) outcome = { 0 };
  g_autofree char *url
      = g_strconcat ("https://localhost", strrchr (odd_server_get_tls_url (odd_server), ':'), NULL);
  Desk desk;

  trust_odd_server (TRUE);
  desk_init (&desk, GPOINTER_TO_INT (data), "characters", NULL);
  run (&desk, url, NULL, &outcome);
  trust_odd_server (FALSE);

  g_assert_cmpint (outcome.status, ==, TELAR_STATUS_FAILED);
  g_assert_true (g_pattern_match_simple ("The certificate of “localhost:*” belongs to another host",
                                         outcome.result->error));
  desk_clear (&desk);
}

static void
test_headings_come_with_characters (gconstpointer data)
{
  g_auto (TelarOutcome) outcome = { 0 };
  Desk desk;

  desk_init (&desk, GPOINTER_TO_INT (data), "headings", "pattern=lecture");
  run (&desk, "demo:page?size=10000&headings=7", NULL, &outcome);

  g_assert_cmpint (outcome.status, ==, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpint (outcome.result->characters, ==, 10000);
  g_assert_true (outcome.result->has_headings);
  g_assert_cmpuint (outcome.result->n_headings, ==, 7);
  desk_clear (&desk);
}

static void
test_phases_are_in_order (gconstpointer data)
{
  g_auto (TelarOutcome) outcome = { 0 };
  gint64 begin_ns, end_ns;
  guint n_spans;
  Desk desk;

  /* 200 ms until the answer, then 11 bytes that drip for 500 ms. */
  desk_init (&desk, GPOINTER_TO_INT (data), "characters", NULL);
  begin_ns = telar_trace_now (desk.trace);
  run (&desk, "demo:page?delay=0.2&fault=drip&size=11&charset=iso-8859-1", NULL, &outcome);
  end_ns = telar_trace_now (desk.trace);
  g_assert_cmpint (outcome.status, ==, TELAR_STATUS_SUCCEEDED);

  n_spans = telar_lane_get_n_spans (desk.lane);
  g_assert_cmpuint (n_spans, >=, 4);
  for (guint i = 0; i < n_spans; i++)
    {
      const TelarSpan *span = telar_lane_get_span (desk.lane, i);
      const TelarSpan *previous = i > 0 ? telar_lane_get_span (desk.lane, i - 1) : NULL;

      g_test_message ("%s %.3f ms", telar_phase_get_name (span->phase),
                      (double) (span->end_ns - span->start_ns) / 1e6);
      g_assert_cmpint (span->start_ns, >=, previous != NULL ? previous->end_ns : begin_ns);
      g_assert_cmpint (span->end_ns, <=, end_ns);
      if (previous != NULL)
        g_assert_cmpint (span->start_ns, ==, previous->end_ns);
    }
  g_assert_cmpint (telar_lane_get_span (desk.lane, n_spans - 3)->phase, ==, TELAR_PHASE_WAIT);
  g_assert_cmpint (telar_lane_get_span (desk.lane, n_spans - 2)->phase, ==, TELAR_PHASE_RECEIVE);
  g_assert_cmpint (telar_lane_get_span (desk.lane, n_spans - 1)->phase, ==, TELAR_PHASE_COMPUTE);
  g_assert_cmpint (sum_phase (&desk, TELAR_PHASE_CONNECT), >, 0);
  g_assert_cmpint (sum_phase (&desk, TELAR_PHASE_WAIT), >=, 199 * 1000000);
  /* A busy machine may notice the first bytes late. */
  g_assert_cmpint (sum_phase (&desk, TELAR_PHASE_RECEIVE), >=, 300 * 1000000);
  g_assert_cmpint (sum_phase (&desk, TELAR_PHASE_TLS), ==, 0);

  /* The rest of the task is next to nothing, even on a busy machine. */
  g_assert_cmpint (end_ns - begin_ns - sum_phase (&desk, TELAR_PHASE_WAIT)
                       - sum_phase (&desk, TELAR_PHASE_RECEIVE),
                   <, 500 * 1000000);

  /* It waited rather than spun. */
  g_assert_cmpint (outcome.cpu.user_ns + outcome.cpu.system_ns, <, 100 * 1000000);
  desk_clear (&desk);
}

static void
test_a_connection_is_used_again (gconstpointer data)
{
  guint n_connects = 0;
  Desk desk;

  desk_init (&desk, GPOINTER_TO_INT (data), "characters", NULL);
  for (guint i = 0; i < 20; i++)
    {
      g_auto (TelarOutcome) outcome = { 0 };

      run (&desk, i % 3 == 1 ? "demo:no/such/page" : "demo:page?redirects=1", NULL, &outcome);
      g_assert_cmpuint (outcome.http_status, ==, i % 3 == 1 ? 404 : 200);
    }

  for (guint i = 0; i < desk.phases->len; i++)
    {
      TelarPhase phase = g_array_index (desk.phases, TelarPhase, i);
      gboolean after_connect
          = i > 0 && g_array_index (desk.phases, TelarPhase, i - 1) == TELAR_PHASE_CONNECT;

      n_connects += phase == TELAR_PHASE_CONNECT && !after_connect;
    }
  g_assert_cmpuint (n_connects, ==, 1);
  desk_clear (&desk);
}

static void
test_a_request_has_nothing_of_the_one_before (gconstpointer data)
{
  static const struct
  {
    const char *input;
    guint http_status;
  } requests[] = {
    { "odd-user:secret", 200 },          { "odd:secret", 401 },
    { "demo:page?redirects=1", 200 },    { "odd:until-close", 200 },
    { "demo:page?fault=truncate", 200 },
  };
  Desk desk;

  desk_init (&desk, GPOINTER_TO_INT (data), "characters", NULL);
  for (guint i = 0; i < 8 * G_N_ELEMENTS (requests); i++)
    {
      guint stride = 1 + i / G_N_ELEMENTS (requests); /* each comes after each */
      guint which = i * stride % G_N_ELEMENTS (requests);
      g_auto (TelarOutcome) outcome = { 0 };

      run (&desk, requests[which].input, NULL, &outcome);
      g_assert_cmpuint (outcome.http_status, ==, requests[which].http_status);
    }
  desk_clear (&desk);
}

/* Cancels once the task is in a phase. */
typedef struct
{
  Desk *desk;
  TelarPhase phase;
  GCancellable *cancellable;
  gint64 cancelled_us;
} Canceller;

static gpointer
cancel_in_phase (gpointer user_data)
{
  Canceller *canceller = user_data;

  g_mutex_lock (&canceller->desk->mutex);
  while (canceller->desk->phase != canceller->phase)
    g_cond_wait (&canceller->desk->cond, &canceller->desk->mutex);
  g_mutex_unlock (&canceller->desk->mutex);

  /* Whatever the phase begins with is over soon; it goes on for much longer. */
  g_usleep (20000);
  canceller->cancelled_us = g_get_monotonic_time ();
  g_cancellable_cancel (canceller->cancellable);

  return NULL;
}

static void
check_cancel (gboolean blocking, const char *input, TelarPhase phase)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (TelarOutcome) outcome = { 0 };
  g_auto (TelarOutcome) next = { 0 };
  Desk desk;
  Canceller canceller = { &desk, phase, cancellable, 0 };
  GThread *thread;
  gint64 took_us;

  desk_init (&desk, blocking, "characters", NULL);
  thread = g_thread_new ("cancel", cancel_in_phase, &canceller);
  run (&desk, input, cancellable, &outcome);
  g_thread_join (thread);
  took_us = g_get_monotonic_time () - canceller.cancelled_us;

  g_test_message ("%s: %" G_GINT64_FORMAT " us", telar_phase_get_name (phase), took_us);
  g_assert_cmpint (outcome.status, ==, TELAR_STATUS_CANCELLED);
  g_assert_cmpint (took_us, <, CANCEL_LIMIT_US);
  g_assert_cmpint (telar_lane_get_span (desk.lane, telar_lane_get_n_spans (desk.lane) - 1)->phase,
                   ==, phase);

  /* A task that is cancelled before it begins does not begin. */
  run (&desk, "demo:page?size=10", cancellable, &next);
  g_assert_cmpint (next.status, ==, TELAR_STATUS_CANCELLED);
  telar_outcome_clear (&next);

  run (&desk, "demo:page?size=10", NULL, &next);
  g_assert_cmpint (next.status, ==, TELAR_STATUS_SUCCEEDED);
  desk_clear (&desk);
}

static void
test_cancel_in_each_phase (gconstpointer data)
{
  gboolean blocking = GPOINTER_TO_INT (data);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  g_autoptr (GResolver) silent = silent_resolver_new ();

  g_resolver_set_default (silent);
  check_cancel (blocking, "http://silent.example/", TELAR_PHASE_DNS);
  g_resolver_set_default (resolver);

  check_cancel (blocking, odd_server_get_hole (odd_server), TELAR_PHASE_CONNECT);
  check_cancel (blocking, odd_server_get_silent_tls_url (odd_server), TELAR_PHASE_TLS);
  check_cancel (blocking, "demo:page?delay=1000", TELAR_PHASE_WAIT);
  check_cancel (blocking, "demo:page?fault=stall", TELAR_PHASE_RECEIVE);
  check_cancel (blocking, "demo:page?fault=drip", TELAR_PHASE_RECEIVE);
}

static void
test_a_page_of_the_demo_site_needs_it (gconstpointer data)
{
  g_autoptr (TelarParameters) parameters
      = telar_parameters_new (telar_workload_from_name ("characters"));
  g_autoptr (TelarWork) work = telar_work_new (parameters, NULL, NULL);
  g_auto (TelarOutcome) outcome = { 0 };
  Desk desk;

  desk_init (&desk, GPOINTER_TO_INT (data), "characters", NULL);
  telar_worker_free (desk.worker);
  desk.worker = telar_worker_new (work, 1);
  run (&desk, "demo:github.com", NULL, &outcome);

  g_assert_cmpint (outcome.status, ==, TELAR_STATUS_FAILED);
  g_assert_cmpstr (outcome.result->error, ==, "The demo site is not running");
  desk_clear (&desk);
}

typedef struct
{
  Desk *desk;
  const char *input;
  guint n_to_start;
  guint n_running;
  guint n_done;
  guint n_succeeded;
  gint64 characters;
} Crowd;

static void
on_crowd_done (TelarOutcome *outcome, gpointer user_data)
{
  Crowd *crowd = user_data;

  crowd->n_running--;
  crowd->n_done++;
  crowd->n_succeeded += outcome->status == TELAR_STATUS_SUCCEEDED;
  if (outcome->status == TELAR_STATUS_SUCCEEDED)
    crowd->characters += outcome->result->characters;
  if (crowd->n_to_start > 0)
    {
      crowd->n_to_start--;
      crowd->n_running++;
      telar_worker_run_async (crowd->desk->worker, crowd->input, crowd->desk->trace,
                              crowd->desk->lane, NULL, on_crowd_done, crowd);
    }
}

static void
test_many_pages_at_once (void)
{
  const guint n_at_once = 64, n = 1000;
  Desk desk;
  Crowd crowd = { &desk, "demo:page?delay=0.01&size=2000", n - n_at_once, n_at_once };
  gint64 begin_us;

  desk_init (&desk, FALSE, "characters", NULL);
  telar_worker_free (desk.worker);
  desk.worker = telar_worker_new (desk.work, n_at_once);

  begin_us = g_get_monotonic_time ();
  for (guint i = 0; i < n_at_once; i++)
    telar_worker_run_async (desk.worker, crowd.input, desk.trace, desk.lane, NULL, on_crowd_done,
                            &crowd);
  while (crowd.n_running > 0)
    g_main_context_iteration (desk.context, TRUE);

  g_assert_cmpuint (crowd.n_succeeded, ==, n);
  g_assert_cmpint (crowd.characters, ==, (gint64) n * 2000);
  /* One after another, they would take 10 s. */
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 5 * G_USEC_PER_SEC);
  desk_clear (&desk);
}

static void
test_a_crowd_is_cancelled_at_once (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const char *inputs[] = { "demo:page?delay=1000", "demo:page?fault=stall", "demo:page?fault=drip",
                           "demo:page?fault=endless" };
  const guint n = 200;
  Desk desk;
  Crowd crowd = { &desk, NULL, 0, n };
  gint64 begin_us;

  desk_init (&desk, FALSE, "characters", "body-limit=1000000000");
  telar_worker_free (desk.worker);
  desk.worker = telar_worker_new (desk.work, n);
  for (guint i = 0; i < n; i++)
    telar_worker_run_async (desk.worker, inputs[i == 0 ? 3 : i % 3], desk.trace, desk.lane,
                            cancellable, on_crowd_done, &crowd);

  begin_us = g_get_monotonic_time ();
  while (g_get_monotonic_time () - begin_us < 50000)
    g_main_context_iteration (desk.context, TRUE);
  g_assert_cmpuint (crowd.n_running, ==, n);

  begin_us = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  while (crowd.n_running > 0)
    g_main_context_iteration (desk.context, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, CANCEL_LIMIT_US);
  g_assert_cmpuint (crowd.n_succeeded, ==, 0);
  desk_clear (&desk);
}

/* Cancelled at any moment: before the connections are there, while answers come, after that. */
static void
test_a_crowd_is_cancelled_at_any_moment (void)
{
  const guint n = 32, n_moments = 150;

  for (guint i = 0; i < n_moments; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Desk desk;
      Crowd crowd = { &desk, NULL, 0, n };

      desk_init (&desk, FALSE, "characters", NULL);
      telar_worker_free (desk.worker);
      desk.worker = telar_worker_new (desk.work, n);
      for (guint k = 0; k < n; k++)
        telar_worker_run_async (desk.worker, "demo:page?delay=0&size=2000", desk.trace, desk.lane,
                                cancellable, on_crowd_done, &crowd);

      for (guint k = 0; k < i && crowd.n_running > 0; k++)
        g_main_context_iteration (desk.context, TRUE);
      g_cancellable_cancel (cancellable);
      while (crowd.n_running > 0)
        g_main_context_iteration (desk.context, TRUE);

      g_assert_cmpuint (crowd.n_done, ==, n);
      g_assert_cmpint (crowd.characters, ==, (gint64) crowd.n_succeeded * 2000);
      desk_clear (&desk);
    }
}

static void
add_both (const char *name, gconstpointer blocking, gconstpointer asynchronous, GTestDataFunc func)
{
  g_autofree char *first = g_strdup_printf ("/fetcher/blocking/%s", name);
  g_autofree char *second = g_strdup_printf ("/fetcher/async/%s", name);

  g_test_add_data_func (first, blocking, func);
  g_test_add_data_func (second, asynchronous, func);
}

static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* The leak sanitizer may crash on a thread that has used TLS and still lives. Those of GLib's pools
 * end half a second after their last work; one helper of GLib stays. */
static void
end_idle_threads (void)
{
  gint64 end_us = g_get_monotonic_time () + 3 * G_USEC_PER_SEC;

  g_thread_pool_set_max_unused_threads (0);
  while (count_threads () > 2 && g_get_monotonic_time () < end_us)
    g_usleep (10000);
}

int
main (int argc, char **argv)
{
  gconstpointer yes = GINT_TO_POINTER (TRUE), no = GINT_TO_POINTER (FALSE);
  int result;

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *blocking = g_strdup_printf ("/fetcher/blocking/case/%s", cases[i].name);
      g_autofree char *asynchronous = g_strdup_printf ("/fetcher/async/case/%s", cases[i].name);

      g_test_add_data_func (blocking, &cases[i], test_case_blocking);
      g_test_add_data_func (asynchronous, &cases[i], test_case_async);
    }
  add_both ("a-trusted-certificate-makes-a-secure-connection", yes, no,
            test_a_trusted_certificate_makes_a_secure_connection);
  add_both ("a-trusted-certificate-is-for-its-host-only", yes, no,
            test_a_trusted_certificate_is_for_its_host_only);
  add_both ("headings-come-with-characters", yes, no, test_headings_come_with_characters);
  add_both ("phases-are-in-order", yes, no, test_phases_are_in_order);
  add_both ("a-connection-is-used-again", yes, no, test_a_connection_is_used_again);
  add_both ("a-request-has-nothing-of-the-one-before", yes, no,
            test_a_request_has_nothing_of_the_one_before);
  add_both ("cancel-in-each-phase", yes, no, test_cancel_in_each_phase);
  add_both ("a-page-of-the-demo-site-needs-it", yes, no, test_a_page_of_the_demo_site_needs_it);
  g_test_add_func ("/fetcher/many-pages-at-once", test_many_pages_at_once);
  g_test_add_func ("/fetcher/a-crowd-is-cancelled-at-once", test_a_crowd_is_cancelled_at_once);
  g_test_add_func ("/fetcher/a-crowd-is-cancelled-at-any-moment",
                   test_a_crowd_is_cancelled_at_any_moment);

  site = telar_site_new (0, 0, NULL);
  g_assert_nonnull (site);
  odd_server = odd_server_new ();
  result = g_test_run ();
  odd_server_free (odd_server);
  telar_site_free (site);
  end_idle_threads ();

  return result;
}
