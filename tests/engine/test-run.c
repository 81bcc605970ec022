/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <arpa/inet.h>
#include <fcntl.h>
#include <libsoup/soup.h>
#include <string.h>
#include <sys/resource.h>

#include "model/telar-critical-path.h"
#include "run-fixture.h"

static void
test_sixteen_pages (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  g_autoptr (TelarPlan) plan = plan_new_sixteen ("characters", NULL, NULL);
  double sum_s = 0, longest_s = 0;
  Fixture fixture;

  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    {
      sum_s += telar_site_get_page (i)->alone_s * SCALE;
      longest_s = MAX (longest_s, telar_site_get_page (i)->alone_s * SCALE);
    }

  run_to_end (&fixture, plan, strategy, 16, telar_site_get_url (site));

  g_assert_no_error (fixture.error);
  g_assert_true (fixture.complete);
  g_assert_true (fixture.record->complete);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    {
      g_assert_cmpint (state_of (&fixture, i)->result->characters, ==,
                       telar_site_get_page (i)->characters);
      g_assert_cmpint (state_of (&fixture, i)->http_status, ==, 200);
    }
  assert_took (&fixture, strategy == TELAR_STRATEGY_SEQUENTIAL ? sum_s : longest_s);
  /* On a busy machine the first pages are over before the last of the workers has begun. */
  g_assert_cmpuint (telar_trace_get_peak_concurrency (fixture.trace), >=,
                    strategy == TELAR_STRATEGY_SEQUENTIAL ? 1 : 5);
  g_assert_cmpint (fixture.record->cpu.user_ns + fixture.record->cpu.system_ns, >, 0);

  fixture_clear (&fixture);
}

/* A server that answers nobody until all whom it waits for are there. */
typedef struct
{
  GPtrArray *waiting; /* of SoupServerMessage */
  guint n_awaited;
  char *user_agent; /* of who came last */
} Meeting;

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  Meeting *meeting = data;

  g_free (meeting->user_agent);
  meeting->user_agent = g_strdup (soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "User-Agent"));
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_STATIC, "here", 4);
  g_ptr_array_add (meeting->waiting, g_object_ref (message));
  if (meeting->waiting->len < meeting->n_awaited)
    soup_server_message_pause (message);
  else
    for (guint i = 0; i + 1 < meeting->waiting->len; i++)
      soup_server_message_unpause (g_ptr_array_index (meeting->waiting, i));
}

static SoupServer *
meeting_open (Meeting *meeting, guint n_awaited, char **url)
{
  SoupServer *server = soup_server_new ("server-header", "meeting", NULL);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  *meeting = (Meeting){ g_ptr_array_new_with_free_func (g_object_unref), n_awaited, NULL };
  soup_server_add_handler (server, NULL, on_request, meeting, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  *url = g_strdup_printf ("http://127.0.0.1:%d/", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  return server;
}

static void
meeting_close (Meeting *meeting, SoupServer *server)
{
  soup_server_disconnect (server);
  g_ptr_array_unref (meeting->waiting);
  g_free (meeting->user_agent);
  g_object_unref (server);
}

/* However slow the machine: were there fewer than sixteen requests at once, none would end. */
static void
test_sixteen_at_once (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  guint n_awaited = strategy == TELAR_STRATEGY_SEQUENTIAL ? 1 : 16;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TelarPlan) plan = NULL;
  g_autofree char *url = NULL;
  Meeting meeting;
  SoupServer *server = meeting_open (&meeting, n_awaited, &url);
  Fixture fixture;

  for (guint i = 0; i < n_awaited; i++)
    g_string_append_printf (text, "%s%u\n", url, i);
  plan = plan_new ("characters", NULL, NULL, text->str);

  run_to_end (&fixture, plan, strategy, 16, NULL);

  g_assert_no_error (fixture.error);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (meeting.waiting->len, ==, n_awaited);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (fixture.trace), ==, n_awaited);

  fixture_clear (&fixture);
  meeting_close (&meeting, server);
}

static void
test_user_agent (gconstpointer data)
{
  static const struct
  {
    const char *given, *sent;
  } cases[] = {
    { NULL, "Telar/" TELAR_VERSION " (" TELAR_APPLICATION_ID ")" },
    { " A lecture, room 2 ", "A lecture, room 2" },
    { "", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TelarPlan) plan = NULL;
      g_autofree char *url = NULL;
      Meeting meeting;
      SoupServer *server = meeting_open (&meeting, 1, &url);
      Fixture fixture;

      plan = plan_new ("characters", cases[i].given != NULL ? "user-agent" : NULL, cases[i].given,
                       url);
      run_to_end (&fixture, plan, *(const TelarStrategy *) data, 1, NULL);

      assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
      g_assert_cmpstr (meeting.user_agent, ==, cases[i].sent);

      fixture_clear (&fixture);
      meeting_close (&meeting, server);
    }
}

static void
test_user_agent_that_is_none (gconstpointer data)
{
  const char *wrong[] = { "a\r\nCookie: b", "Telaraña", "tab\tx" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (TelarPlan) plan
          = plan_new ("headings", "user-agent", wrong[i], "demo:page?size=100");
      Fixture fixture;

      run_to_end (&fixture, plan, *(const TelarStrategy *) data, 1, telar_site_get_url (site));

      g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      fixture_clear (&fixture);
    }
}

/* How many of the tasks from @first to @end ran at the same instant at most: as many as there are
 * at the start of one of them. */
static guint
count_at_once (Fixture *fixture, guint first, guint end)
{
  guint n_most = 0;

  for (guint i = first; i < end; i++)
    {
      guint n = 0;

      for (guint j = first; j < end; j++)
        n += state_of (fixture, j)->start_ns <= state_of (fixture, i)->start_ns
             && state_of (fixture, j)->end_ns > state_of (fixture, i)->start_ns;
      n_most = MAX (n_most, n);
    }

  return n_most;
}

static void
test_pages_of_one_host_at_once (gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TelarPlan) plan = NULL;
  Fixture fixture;

  /* Eight of one host, four of another, and what has no host. */
  for (guint i = 0; i < 8; i++)
    g_string_append_printf (text, "demo:page?delay=0.05&size=%u\n", 100 + i);
  for (guint i = 0; i < 4; i++)
    g_string_append_printf (text, "demo:arxiv.org/?%u\n", i);
  g_string_append (text, "primes(100)\n");
  plan = plan_new ("characters", "per-host", "2", text->str);

  run_to_end (&fixture, plan, *(const TelarStrategy *) data, 8, telar_site_get_url (site));

  g_assert_no_error (fixture.error);
  g_assert_true (fixture.complete);
  for (guint i = 0; i < 8; i++)
    g_assert_cmpint (status_of (&fixture, i), ==, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpuint (count_at_once (&fixture, 0, 8), <=, 2);
  g_assert_cmpuint (count_at_once (&fixture, 8, 12), <=, 2);
  /* Two at a time take four turns. */
  g_assert_cmpint (fixture.record->wall_ns, >=, 4 * 50 * 1000000);

  fixture_clear (&fixture);
}

static void
test_results_equal_those_of_sequential (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  g_autoptr (TelarPlan) pages = plan_new_sixteen ("headings", "pattern", "lecture");
  g_autoptr (TelarPlan) numbers = plan_new (
      "square", "seconds", "0", "0 1 -1 7 9223372036854775807 -9223372036854775808 1..100");
  TelarPlan *plans[] = { pages, numbers };

  for (guint i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      Fixture expected, given;

      run_to_end (&expected, plans[i], TELAR_STRATEGY_SEQUENTIAL, 1, telar_site_get_url (site));
      run_to_end (&given, plans[i], strategy, 5, telar_site_get_url (site));

      assert_all (&given, TELAR_STATUS_SUCCEEDED);
      for (guint j = 0; j < telar_plan_get_n_tasks (plans[i]); j++)
        g_assert_true (
            telar_result_equal (state_of (&expected, j)->result, state_of (&given, j)->result));
      if (plans[i] == pages)
        g_assert_cmpuint (telar_run_record_count_headings (given.record), ==, 168);
      else
        g_assert_cmpstr (state_of (&given, 5)->result->value, ==,
                         "85070591730234615865843651857942052864");
      fixture_clear (&expected);
      fixture_clear (&given);
    }
}

/* The lecture's second wave: with four workers, the fifth task waits for a free one. */
static void
test_fifth_task_waits_for_a_free_worker (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  g_autoptr (TelarPlan) plan = plan_new ("square", "seconds", "0.2", "1 2 3 4 5");
  gboolean sequential = strategy == TELAR_STRATEGY_SEQUENTIAL;
  gint64 first_end_ns = G_MAXINT64;
  Fixture fixture;

  run_to_end (&fixture, plan, strategy, 4, NULL);

  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpstr (state_of (&fixture, 4)->result->value, ==, "25");
  assert_took (&fixture, sequential ? 1.0 : 0.4);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (fixture.trace), ==, sequential ? 1 : 4);
  for (guint i = 0; i < 4; i++)
    first_end_ns = MIN (first_end_ns, state_of (&fixture, i)->end_ns);
  g_assert_cmpint (state_of (&fixture, 4)->start_ns, >=, first_end_ns);

  fixture_clear (&fixture);
}

static void
test_lanes_name_the_workers (gconstpointer data)
{
  const struct
  {
    TelarLaneKind kind;
    guint n_lanes;
  } expected[TELAR_N_STRATEGIES] = {
    [TELAR_STRATEGY_SEQUENTIAL] = { TELAR_LANE_THREAD, 1 },
    [TELAR_STRATEGY_THREADS] = { TELAR_LANE_THREAD, 4 },
    [TELAR_STRATEGY_ASYNC] = { TELAR_LANE_PLACE, 5 },
    [TELAR_STRATEGY_PROCESSES] = { TELAR_LANE_PROCESS, 4 },
  };
  TelarStrategy strategy = *(const TelarStrategy *) data;
  g_autoptr (TelarPlan) plan = plan_new ("square", "seconds", "0.05", "1..8");
  g_autoptr (GHashTable) ids = g_hash_table_new (NULL, NULL);
  guint n_lanes, first = 0;
  Fixture fixture;

  run_to_end (&fixture, plan, strategy, 4, NULL);

  n_lanes = telar_trace_get_n_lanes (fixture.trace);
  g_assert_cmpuint (n_lanes, ==, expected[strategy].n_lanes);
  if (strategy == TELAR_STRATEGY_ASYNC)
    g_assert_cmpint (telar_lane_get_kind (telar_trace_get_lane (fixture.trace, first++)), ==,
                     TELAR_LANE_LOOP);
  for (guint i = first; i < n_lanes; i++)
    {
      TelarLane *lane = telar_trace_get_lane (fixture.trace, i);

      g_assert_cmpint (telar_lane_get_kind (lane), ==, expected[strategy].kind);
      g_assert_cmpint (telar_lane_get_pid (lane), >, 0);
      g_assert_cmpint (telar_lane_get_tid (lane), >, 0);
      g_assert_cmpuint (telar_lane_get_n_spans (lane), >, 0);
      g_hash_table_add (ids, GSIZE_TO_POINTER ((gsize) telar_lane_get_tid (lane)));
    }
  g_assert_cmpuint (g_hash_table_size (ids), ==,
                    strategy == TELAR_STRATEGY_ASYNC ? 1 : expected[strategy].n_lanes);

  fixture_clear (&fixture);
}

static void
test_failure_stays_with_its_task (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  const struct
  {
    const char *input;
    TelarStatus status;
  } pages[] = {
    { "demo:page?size=1000", TELAR_STATUS_SUCCEEDED },
    { "demo:page?status=404", TELAR_STATUS_FAILED },
    { "demo:page?fault=reset", TELAR_STATUS_FAILED },
    { "demo:page?size=2000", TELAR_STATUS_SUCCEEDED },
    { "demo:page?fault=garbage", TELAR_STATUS_FAILED },
    { "demo:page?fault=redirect-loop", TELAR_STATUS_FAILED },
    { "demo:page?fault=truncate", TELAR_STATUS_FAILED },
    { "demo:page?fault=gzip-bomb", TELAR_STATUS_FAILED },
    { "demo:page?fault=stall", TELAR_STATUS_FAILED },
    { "demo:page?status=503", TELAR_STATUS_FAILED },
    { "http://127.0.0.1:1/", TELAR_STATUS_FAILED },
    { "http://no-such-host.invalid/", TELAR_STATUS_FAILED },
    { "demo:page?size=3000", TELAR_STATUS_SUCCEEDED },
  };
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TelarPlan) plan = NULL;
  Fixture fixture;

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    g_string_append_printf (text, "%s\n", pages[i].input);
  plan = plan_new ("characters", "timeout", "1", text->str);

  run_to_end (&fixture, plan, strategy, 3, telar_site_get_url (site));

  g_assert_no_error (fixture.error);
  g_assert_true (fixture.complete);
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      const TelarResult *result = state_of (&fixture, i)->result;

      g_test_message ("%s: %s", pages[i].input, result->error != NULL ? result->error : "done");
      g_assert_cmpint (status_of (&fixture, i), ==, pages[i].status);
    }
  g_assert_cmpint (state_of (&fixture, 1)->http_status, ==, 404);

  fixture_clear (&fixture);
}

static void
test_demo_page_without_demo_site (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new_sixteen ("characters", NULL, NULL);
  Fixture fixture;

  run_to_end (&fixture, plan, *(const TelarStrategy *) data, 4, NULL);

  g_assert_no_error (fixture.error);
  g_assert_true (fixture.complete);
  assert_all (&fixture, TELAR_STATUS_FAILED);

  fixture_clear (&fixture);
}

static void
test_pattern_that_does_not_compile (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new_sixteen ("headings", "pattern", "<h1>(unclosed");
  Fixture fixture;

  run_to_end (&fixture, plan, *(const TelarStrategy *) data, 4, telar_site_get_url (site));

  g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_false (fixture.complete);
  g_assert_false (fixture.record->complete);
  assert_all (&fixture, TELAR_STATUS_CANCELLED);
  g_assert_cmpstr (state_of (&fixture, 0)->result->error, ==, fixture.error->message);

  fixture_clear (&fixture);
}

static void
test_dependencies (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  g_autoptr (TelarPlan) plan
      = plan_new ("square", "seconds", "0.05",
                  "A1 = 1\nA2 = 2\nA3 = 3\nB = 4 after A1 A2 A3\nC = 5 after B\nD = 6 after B");
  Fixture fixture;

  run_to_end (&fixture, plan, strategy, 8, NULL);

  g_assert_no_error (fixture.error);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  assert_took (&fixture, strategy == TELAR_STRATEGY_SEQUENTIAL ? 0.3 : 0.15);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpint (state_of (&fixture, 3)->start_ns, >=, state_of (&fixture, i)->end_ns);
  g_assert_cmpint (state_of (&fixture, 4)->start_ns, >=, state_of (&fixture, 3)->end_ns);
  g_assert_cmpint (state_of (&fixture, 4)->queued_ns, >=, state_of (&fixture, 3)->end_ns);
  g_assert_cmpint (state_of (&fixture, 5)->start_ns, >=, state_of (&fixture, 3)->end_ns);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (fixture.trace), ==,
                    strategy == TELAR_STRATEGY_SEQUENTIAL ? 1 : 3);

  fixture_clear (&fixture);
}

/* The lecture's exercise: with a worker for each task that may run at once, nothing but the
 * critical path decides how long it takes. A computer that is busy with other things is asked
 * again. */
static void
test_exercise_takes_its_critical_path (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  g_autoptr (TelarPlan) plan
      = plan_new ("characters", NULL, NULL,
                  "A1 = demo:page?delay=0.05\nA2 = demo:page?delay=0.15\nA3 = demo:page?delay=0.1\n"
                  "B = demo:page?delay=0.1 after A1 A2 A3\nC = demo:page?delay=0.05 after B");
  gint64 overhead_ns = G_MAXINT64;

  for (guint i = 0; i < 5 && overhead_ns > 50 * G_TIME_SPAN_MILLISECOND * 1000; i++)
    {
      g_autoptr (TelarCriticalPath) path = NULL;
      Fixture fixture;

      run_to_end (&fixture, plan, strategy, 3, telar_site_get_url (site));
      assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
      path = telar_critical_path_new (fixture.record);
      g_assert_cmpuint (path->n_tasks, ==, 3);
      g_assert_cmpuint (path->tasks[0], ==, 1);
      g_assert_cmpuint (path->tasks[1], ==, 3);
      g_assert_cmpuint (path->tasks[2], ==, 4);
      g_assert_cmpint (fixture.record->wall_ns, >=, path->length_ns);
      overhead_ns = fixture.record->wall_ns - path->length_ns;
      g_test_message ("%.1f ms more than the critical path", (double) overhead_ns / 1e6);
      fixture_clear (&fixture);
      if (strategy == TELAR_STRATEGY_SEQUENTIAL)
        break;
    }

  /* One worker executes A1 and A3 besides. */
  if (strategy == TELAR_STRATEGY_SEQUENTIAL)
    g_assert_cmpint (overhead_ns, >=, 150 * G_TIME_SPAN_MILLISECOND * 1000);
  else
    g_assert_cmpint (overhead_ns, <=, 50 * G_TIME_SPAN_MILLISECOND * 1000);
}

static void
test_failure_skips_dependents (gconstpointer data)
{
  g_autoptr (TelarPlan) plan
      = plan_new ("characters", NULL, NULL,
                  "A = demo:page?status=404\nB = demo:page?size=100 after A\n"
                  "C = demo:page?size=200 after B\nD = demo:page?size=300");
  Fixture fixture;

  run_to_end (&fixture, plan, *(const TelarStrategy *) data, 2, telar_site_get_url (site));

  g_assert_no_error (fixture.error);
  g_assert_true (fixture.complete);
  g_assert_cmpint (status_of (&fixture, 0), ==, TELAR_STATUS_FAILED);
  g_assert_cmpint (status_of (&fixture, 1), ==, TELAR_STATUS_SKIPPED);
  g_assert_cmpint (status_of (&fixture, 2), ==, TELAR_STATUS_SKIPPED);
  g_assert_cmpint (status_of (&fixture, 3), ==, TELAR_STATUS_SUCCEEDED);
  g_assert_nonnull (strstr (state_of (&fixture, 2)->result->error, "“A”"));

  fixture_clear (&fixture);
}

static void
test_run_that_nobody_holds_goes_on (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new ("square", "seconds", "0.05", "1 2 3");
  TelarRun *run = telar_run_new (plan, *(const TelarStrategy *) data, 3, NULL);
  g_autoptr (TelarRunRecord) record = telar_run_record_ref (telar_run_get_record (run));
  GWeakRef weak;

  g_weak_ref_init (&weak, run);
  telar_run_execute_async (run, NULL, NULL, NULL);
  g_object_unref (run);

  while (!telar_run_record_has_ended (record))
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (record->complete);
  g_assert_cmpstr (telar_trace_get_task (record->trace, 2)->result->value, ==, "9");

  /* Then it goes away by itself. */
  while (TRUE)
    {
      g_autoptr (TelarRun) held = g_weak_ref_get (&weak);

      if (held == NULL)
        break;
      g_main_context_iteration (NULL, FALSE);
    }
  g_weak_ref_clear (&weak);
}

static void
test_two_runs_at_once (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  g_autoptr (TelarPlan) pages = plan_new_sixteen ("characters", NULL, NULL);
  g_autoptr (TelarPlan) numbers = plan_new ("square", "seconds", "0.01", "1..20");
  Fixture first, second;

  fixture_start (&first, pages, strategy, 4, telar_site_get_url (site), NULL);
  fixture_start (&second, numbers, strategy, 4, NULL, NULL);
  fixture_wait (&second);
  g_assert_false (first.done);
  fixture_wait (&first);

  assert_trace_is_sound (&first);
  assert_trace_is_sound (&second);
  assert_all (&first, TELAR_STATUS_SUCCEEDED);
  assert_all (&second, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpint (state_of (&first, 15)->result->characters, ==,
                   telar_site_get_page (15)->characters);
  g_assert_cmpstr (state_of (&second, 19)->result->value, ==, "400");

  fixture_clear (&first);
  fixture_clear (&second);
}

/* More tasks than any window holds, each too short to be waited for. */
static void
test_many_short_tasks (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new ("square", "seconds", "0", "1..20000");
  Fixture fixture;

  run_to_end (&fixture, plan, *(const TelarStrategy *) data, 4, NULL);

  g_assert_no_error (fixture.error);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpstr (state_of (&fixture, 19999)->result->value, ==, "400000000");
  g_assert_cmpuint (telar_trace_get_peak_concurrency (fixture.trace), <=, 4);

  fixture_clear (&fixture);
}

/* More than a program may usually open files for. */
static void
test_as_many_workers_as_allowed (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  guint n_workers = telar_strategy_get_max_workers (strategy);
  gboolean sequential = strategy == TELAR_STRATEGY_SEQUENTIAL;
  g_autofree char *text = g_strdup_printf ("1..%u", sequential ? 2 : n_workers);
  g_autoptr (TelarPlan) plan = plan_new ("square", "seconds", sequential ? "0.1" : "1.5", text);
  Fixture fixture;

  run_to_end (&fixture, plan, strategy, n_workers, NULL);

  g_assert_no_error (fixture.error);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  /* On a slow machine the first may be through before the last has begun. */
  g_assert_cmpuint (telar_trace_get_peak_concurrency (fixture.trace), >=,
                    sequential ? 1 : n_workers / 2);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (fixture.trace), <=,
                    sequential ? 1 : n_workers);

  fixture_clear (&fixture);
}

static void
test_too_few_files_for_the_workers (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new ("square", "seconds", "0", "1..100");
  TelarStrategy strategy = *(const TelarStrategy *) data;
  Fixture fixture;

  /* The limit cannot be raised again. */
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }

  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &(struct rlimit){ 64, 64 }), ==, 0);
  run_to_end (&fixture, plan, strategy, 50, NULL);

  g_assert_error (fixture.error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES);
  g_assert_false (fixture.complete);
  assert_all (&fixture, TELAR_STATUS_CANCELLED);

  fixture_clear (&fixture);
}

/* The window's main loop goes on while a run does. */
static void
test_caller_is_not_blocked (gconstpointer data)
{
  g_autoptr (TelarPlan) plan = plan_new_sixteen ("headings", NULL, NULL);
  gint64 last_ns, longest_ns = 0;
  Fixture fixture;

  fixture_start (&fixture, plan, *(const TelarStrategy *) data, 4, telar_site_get_url (site), NULL);
  last_ns = telar_clock_now_ns ();
  while (!fixture.done)
    {
      gint64 now_ns;

      g_main_context_iteration (NULL, FALSE);
      now_ns = telar_clock_now_ns ();
      longest_ns = MAX (longest_ns, now_ns - last_ns);
      last_ns = now_ns;
      g_usleep (500);
    }

  g_assert_no_error (fixture.error);
  g_assert_cmpfloat ((double) longest_ns / 1e9, <, 0.1 + NOISE_S / 2);

  fixture_clear (&fixture);
}

/* How many files are open but for those of the site, which learns later that nobody asks any more.
 */
static guint
count_files_beside_site (void)
{
  g_autoptr (GUri) uri = g_uri_parse (telar_site_get_url (site), G_URI_FLAGS_NONE, NULL);
  guint n_files = 0;

  for (int fd = 0; fd < 1024; fd++)
    {
      struct sockaddr_in address = { 0 };
      socklen_t length = sizeof address;

      if (fcntl (fd, F_GETFD) == -1)
        continue;
      if (getsockname (fd, (struct sockaddr *) &address, &length) == 0
          && address.sin_family == AF_INET && ntohs (address.sin_port) == g_uri_get_port (uri))
        continue;
      n_files++;
    }

  return n_files;
}

/* Who does hundreds of runs, stopped or not, has no files left else. */
static void
test_connections_end_with_the_run (gconstpointer data)
{
  TelarStrategy strategy = *(const TelarStrategy *) data;
  const char *text = "demo:page\ndemo:page?status=404\ndemo:page?size=300000\n"
                     "demo:page?redirects=2\ndemo:page?delay=";
  g_autofree char *short_text = g_strconcat (text, "0", NULL);
  g_autofree char *long_text = g_strconcat (text, "20", NULL);
  g_autoptr (TelarPlan) short_plan = plan_new ("headings", NULL, NULL, short_text);
  g_autoptr (TelarPlan) long_plan = plan_new ("headings", NULL, NULL, long_text);
  guint n_files = 0;

  for (guint i = 0; i < 6; i++)
    {
      gboolean stopped = i % 2 == 1;
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Fixture fixture;

      fixture_start (&fixture, stopped ? long_plan : short_plan, strategy, 5,
                     telar_site_get_url (site), cancellable);
      while (stopped && status_of (&fixture, 4) != TELAR_STATUS_RUNNING)
        g_main_context_iteration (NULL, FALSE);
      if (stopped)
        g_cancellable_cancel (cancellable);
      fixture_wait (&fixture);
      g_assert_cmpint (status_of (&fixture, 4), ==,
                       stopped ? TELAR_STATUS_CANCELLED : TELAR_STATUS_SUCCEEDED);
      fixture_clear (&fixture);

      /* What the program opens once stays open. */
      if (i == 1)
        n_files = count_files_beside_site ();
      /* GLib's own thread closes the file of a worker process after it has told of its end. */
      if (i > 1)
        {
          gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

          while (count_files_beside_site () > n_files && g_get_monotonic_time () < deadline)
            g_usleep (1000);
          g_assert_cmpuint (count_files_beside_site (), <=, n_files);
        }
    }
}

static const StrategyTest tests[] = {
  { "sixteen-pages", test_sixteen_pages },
  { "sixteen-at-once", test_sixteen_at_once },
  { "user-agent", test_user_agent },
  { "user-agent-that-is-none", test_user_agent_that_is_none },
  { "pages-of-one-host-at-once", test_pages_of_one_host_at_once },
  { "results-equal-those-of-sequential", test_results_equal_those_of_sequential },
  { "fifth-task-waits-for-a-free-worker", test_fifth_task_waits_for_a_free_worker },
  { "lanes-name-the-workers", test_lanes_name_the_workers },
  { "failure-stays-with-its-task", test_failure_stays_with_its_task },
  { "demo-page-without-demo-site", test_demo_page_without_demo_site },
  { "pattern-that-does-not-compile", test_pattern_that_does_not_compile },
  { "dependencies", test_dependencies },
  { "exercise-takes-its-critical-path", test_exercise_takes_its_critical_path },
  { "failure-skips-dependents", test_failure_skips_dependents },
  { "run-that-nobody-holds-goes-on", test_run_that_nobody_holds_goes_on },
  { "two-runs-at-once", test_two_runs_at_once },
  { "many-short-tasks", test_many_short_tasks },
  { "as-many-workers-as-allowed", test_as_many_workers_as_allowed },
  { "too-few-files-for-the-workers", test_too_few_files_for_the_workers },
  { "caller-is-not-blocked", test_caller_is_not_blocked },
  { "connections-end-with-the-run", test_connections_end_with_the_run },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  return run_with_every_strategy (tests, G_N_ELEMENTS (tests));
}
