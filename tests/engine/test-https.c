/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <stdlib.h>
#include <unistd.h>

#include "../certificates.h"
#include "run-fixture.h"

#define N_PAGES 12

/* A server of https in a thread of its own. */
typedef struct
{
  SoupServer *server;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  guint port;
} SecureServer;

static char *authorities; /* a file with the certificate of @trusted */
static SecureServer trusted, untrusted;

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "<h1>Page</h1>", 13);
}

static gpointer
serve (gpointer user_data)
{
  SecureServer *self = user_data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static void
secure_server_start (SecureServer *self, const char *pem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  GSList *uris;

  g_assert_no_error (error);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (self->server, NULL, on_request, NULL, NULL);

  g_main_context_push_thread_default (self->context);
  soup_server_listen_local (self->server, 0,
                            SOUP_SERVER_LISTEN_HTTPS | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  g_main_context_pop_thread_default (self->context);
  uris = soup_server_get_uris (self->server);
  self->port = (guint) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);

  self->thread = g_thread_new ("secure-server", serve, self);
}

static void
secure_server_stop (SecureServer *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
}

/* The time that @task spent in @phase, or -1 if it was not in it. */
static gint64
sum_phase (Fixture *fixture, guint task, TelarPhase phase)
{
  TelarLane *lane = telar_trace_get_lane (fixture->trace, state_of (fixture, task)->lane);
  gint64 sum_ns = -1;

  for (guint i = 0; i < telar_lane_get_n_spans (lane); i++)
    {
      const TelarSpan *span = telar_lane_get_span (lane, i);

      if (span->task == task && span->phase == phase)
        sum_ns = MAX (sum_ns, 0) + span->end_ns - span->start_ns;
    }

  return sum_ns;
}

static void
test_pages_are_fetched (gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TelarPlan) plan = NULL;
  guint n_handshakes = 0;
  Fixture fixture;

  for (guint i = 0; i < N_PAGES; i++)
    g_string_append_printf (text, "https://127.0.0.1:%u/%u\n", trusted.port, i);
  plan = plan_new ("headings", NULL, NULL, text->str);

  run_to_end (&fixture, plan, *(const TelarStrategy *) data, 3, NULL);

  g_assert_no_error (fixture.error);
  assert_all (&fixture, TELAR_STATUS_SUCCEEDED);
  for (guint i = 0; i < N_PAGES; i++)
    {
      g_assert_cmpuint (state_of (&fixture, i)->http_status, ==, 200);
      g_assert_cmpuint (state_of (&fixture, i)->result->n_headings, ==, 1);
      g_assert_cmpint (sum_phase (&fixture, i, TELAR_PHASE_WAIT), >=, 0);
      if (sum_phase (&fixture, i, TELAR_PHASE_TLS) > 0)
        n_handshakes++;
    }
  /* Whoever is first needs a connection, which then serves others. */
  g_assert_cmpint (sum_phase (&fixture, 0, TELAR_PHASE_TLS), >, 0);
  g_assert_cmpuint (n_handshakes, <=, 3);
  fixture_clear (&fixture);
}

static void
test_untrusted_certificate_fails_its_task_only (gconstpointer data)
{
  g_autofree char *text
      = g_strdup_printf ("https://127.0.0.1:%1$u/\nhttps://127.0.0.1:%2$u/\n%3$spage?size=100\n"
                         "https://127.0.0.1:%2$u/\nhttps://127.0.0.1:%1$u/",
                         trusted.port, untrusted.port, telar_site_get_url (site));
  g_autofree char *expected
      = g_strdup_printf ("The certificate of “127.0.0.1:%u” was not signed by an authority that is "
                         "trusted here",
                         untrusted.port);
  g_autoptr (TelarPlan) plan = plan_new ("characters", NULL, NULL, text);
  Fixture fixture;

  run_to_end (&fixture, plan, *(const TelarStrategy *) data, 2, NULL);

  g_assert_no_error (fixture.error);
  for (guint i = 0; i < 5; i++)
    if (i == 1 || i == 3)
      {
        g_assert_cmpint (status_of (&fixture, i), ==, TELAR_STATUS_FAILED);
        g_assert_cmpstr (state_of (&fixture, i)->result->error, ==, expected);
        g_assert_cmpint (sum_phase (&fixture, i, TELAR_PHASE_TLS), >, 0);
      }
    else
      g_assert_cmpint (status_of (&fixture, i), ==, TELAR_STATUS_SUCCEEDED);
  fixture_clear (&fixture);
}

static void
test_authorities_that_cannot_be_read_fail_secure_pages_only (gconstpointer data)
{
  g_autofree char *text = g_strdup_printf ("%1$spage?size=100\nhttps://127.0.0.1:%2$u/\n"
                                           "%1$spage?size=200",
                                           telar_site_get_url (site), trusted.port);
  g_autoptr (TelarPlan) plan = plan_new ("characters", NULL, NULL, text);
  Fixture fixture;

  g_setenv ("SSL_CERT_FILE", "/nowhere/authorities.pem", TRUE);
  run_to_end (&fixture, plan, *(const TelarStrategy *) data, 2, NULL);
  g_setenv ("SSL_CERT_FILE", authorities, TRUE);

  g_assert_cmpint (status_of (&fixture, 0), ==, TELAR_STATUS_SUCCEEDED);
  g_assert_cmpint (status_of (&fixture, 1), ==, TELAR_STATUS_FAILED);
  g_assert_cmpint (status_of (&fixture, 2), ==, TELAR_STATUS_SUCCEEDED);
  g_assert_true (g_pattern_match_simple ("The certificates that SSL_CERT_FILE names, "
                                         "“/nowhere/authorities.pem”, cannot be read: ?*",
                                         state_of (&fixture, 1)->result->error));
  fixture_clear (&fixture);
}

static guint
count_threads (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  guint n_threads = 0;

  while (g_dir_read_name (dir) != NULL)
    n_threads++;

  return n_threads;
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

static const StrategyTest tests[] = {
  { "secure-pages-are-fetched", test_pages_are_fetched },
  { "untrusted-certificate-fails-its-task-only", test_untrusted_certificate_fails_its_task_only },
  { "authorities-that-cannot-be-read-fail-secure-pages-only",
    test_authorities_that_cannot_be_read_fail_secure_pages_only },
};

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status, fd;

  g_test_init (&argc, &argv, NULL);
  fd = g_file_open_tmp ("telar-authorities-XXXXXX.pem", &authorities, &error);
  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (authorities, CERTIFICATE_PEM, -1, &error);
  g_assert_no_error (error);
  g_setenv ("SSL_CERT_FILE", authorities, TRUE);
  secure_server_start (&trusted, CERTIFICATE_PEM);
  secure_server_start (&untrusted, OTHER_CERTIFICATE_PEM);

  status = run_with_every_strategy (tests, G_N_ELEMENTS (tests));

  secure_server_stop (&trusted);
  secure_server_stop (&untrusted);
  g_assert_cmpint (g_unlink (authorities), ==, 0);
  g_free (authorities);
  end_idle_threads ();

  return status;
}
