/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "site/telar-site.h"

#include <libsoup/soup.h>
#include <string.h>

#define LECTURE_PATTERN "<h[1-4](?:.*)>([ A-Za-z0-9\\?]+)<.*>"

/* Short enough for a test, long enough to be told from no delay: 0.45 to 19 ms. */
#define SCALE 0.001

static TelarSite *
start_site (double scale)
{
  g_autoptr (GError) error = NULL;
  TelarSite *site = telar_site_new (0, scale, &error);

  g_assert_no_error (error);

  return site;
}

static SoupSession *
start_session (void)
{
  return soup_session_new_with_options ("proxy-resolver", NULL, "max-conns", 1000,
                                        "max-conns-per-host", 1000, NULL);
}

/* Fetches @path and returns its body; @message is the exchange. */
static GBytes *
fetch (TelarSite *site, const char *path, SoupMessage **message, GError **error)
{
  g_autoptr (SoupSession) session = start_session ();
  g_autofree char *address = g_strconcat (telar_site_get_url (site), path, NULL);
  g_autoptr (SoupMessage) sent = soup_message_new ("GET", address);
  GBytes *body;

  g_assert_nonnull (sent);
  body = soup_session_send_and_read (session, sent, NULL, error);
  if (message != NULL)
    *message = g_steal_pointer (&sent);

  return body;
}

static char *
fetch_text (TelarSite *site, const char *path, guint expected_status)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = fetch (site, path, &message, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (soup_message_get_status (message), ==, expected_status);

  if (g_bytes_get_size (body) == 0)
    return g_strdup ("");

  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static guint
count_lecture_headings (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (LECTURE_PATTERN, 0, 0, &error);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  g_assert_no_error (error);
  for (gboolean found = g_regex_match (regex, text, 0, &match); found;
       found = g_match_info_next (match, NULL))
    n++;

  return n;
}

static void
test_each_page_has_its_length_and_headings (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  guint total = 0;

  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    {
      const TelarSitePage *page = telar_site_get_page (i);
      g_autofree char *text = fetch_text (site, page->demo + strlen ("demo:"), 200);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (g_utf8_strlen (text, -1), ==, page->characters);
      g_assert_cmpuint (strlen (text), >, page->characters);
      g_assert_cmpuint (count_lecture_headings (text), ==, page->headings);
      g_assert_true (g_str_has_suffix (page->url, page->demo + strlen ("demo:")));
      total += page->headings;
    }

  g_assert_cmpuint (total, ==, 168);
}

static void
test_pages_are_the_same_at_every_start (void)
{
  g_autofree char *first = NULL, *second = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TelarSite) site = start_site (0);

      *(i == 0 ? &first : &second) = fetch_text (site, "nabla.mx", 200);
    }

  g_assert_cmpstr (first, ==, second);
}

static void
test_a_host_answers_with_and_without_slash (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  g_autofree char *with = fetch_text (site, "github.com/", 200);
  g_autofree char *without = fetch_text (site, "github.com", 200);
  g_autofree char *root = fetch_text (site, "keras.io", 200);

  g_assert_cmpstr (with, ==, without);
  g_assert_cmpuint (g_utf8_strlen (root, -1), ==, 23812);
}

static void
test_answers_wait_for_their_time (void)
{
  g_autoptr (TelarSite) site = start_site (SCALE * 10);
  const char *paths[] = { "www.python.org/", "arxiv.org/", "page?delay=0.05" };
  const gint64 expected_us[] = { 4500, 24600, 50000 };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      gint64 shortest_us = G_MAXINT64;

      /* A busy machine makes an answer later, never earlier. */
      for (guint j = 0; j < 5; j++)
        {
          gint64 begin_us = g_get_monotonic_time ();
          G_GNUC_UNUSED g_autofree char *text = fetch_text (site, paths[i], 200);
          gint64 took_us = g_get_monotonic_time () - begin_us;

          g_assert_cmpint (took_us, >=, expected_us[i]);
          shortest_us = MIN (shortest_us, took_us);
        }
      g_assert_cmpint (shortest_us, <, expected_us[i] + 100000);
    }
}

static void
test_a_page_is_as_large_as_asked_for (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  const guint sizes[] = { 0, 1, 7, 8, 399, 400, 401, 10000, 1048576, 1048577, 1114112, 5000000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *path = g_strdup_printf ("page?size=%u&headings=0", sizes[i]);
      g_autofree char *text = fetch_text (site, path, 200);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (g_utf8_strlen (text, -1), ==, sizes[i]);
      g_assert_cmpuint (count_lecture_headings (text), ==, 0);
    }
}

static void
test_a_page_has_as_many_headings_as_asked_for (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  const guint counts[] = { 0, 1, 5, 50, 800 };

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      g_autofree char *path = g_strdup_printf ("page?size=100000&headings=%u", counts[i]);
      g_autofree char *text = fetch_text (site, path, 200);

      g_assert_cmpuint (g_utf8_strlen (text, -1), ==, 100000);
      g_assert_cmpuint (count_lecture_headings (text), ==, counts[i]);
    }
}

static void
test_a_page_is_written_in_its_charset (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  const char *charsets[]
      = { "utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "utf-16le", "utf-16be" };

  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      g_autofree char *path
          = g_strdup_printf ("page?size=1200000&charset=%s&status=203", charsets[i]);
      g_autoptr (SoupMessage) message = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = fetch (site, path, &message, &error);
      g_autofree char *text = NULL;
      g_autofree char *expected_type = g_strconcat ("text/html; charset=", charsets[i], NULL);

      g_assert_no_error (error);
      g_assert_cmpuint (soup_message_get_status (message), ==, 203);
      g_assert_cmpstr (soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                     "Content-Type"),
                       ==, expected_type);
      text = g_convert (g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body), "utf-8",
                        charsets[i], NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_utf8_strlen (text, -1), ==, 1200000);
      g_assert_nonnull (strstr (text, "página"));
    }
}

static void
test_a_wrong_parameter_is_explained (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  static const struct
  {
    const char *path;
    const char *sentence;
  } cases[] = {
    { "page?delay=3601", "a number of seconds from 0 to 3600, not “3601”" },
    { "page?delay=-1", "a number of seconds from 0 to 3600, not “-1”" },
    { "page?delay=nan", "a number of seconds from 0 to 3600, not “nan”" },
    { "page?delay=", "a number of seconds from 0 to 3600, not “”" },
    { "page?size=67108865", "a whole number from 0 to 67108864, not “67108865”" },
    { "page?size=1e3", "not “1e3”" },
    { "page?headings=100001", "a whole number from 0 to 100000" },
    { "page?status=199", "a whole number from 200 to 599" },
    { "page?redirects=1001", "a whole number from 0 to 1000" },
    { "page?charset=klingon", "The charset “klingon” is not one of" },
    { "page?type=text", "a media type such as text/html, not “text”" },
    { "page?fault=fire", "There is no fault “fire”" },
    { "page?colour=red", "There is no parameter “colour”" },
    { "page?size=3000&headings=30", "has no room for 30 headings" },
    { "page?fault=%3Cscript%3E", "&lt;script&gt;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = fetch_text (site, cases[i].path, 400);

      g_test_message ("%s", cases[i].path);
      g_assert_nonnull (strstr (text, cases[i].sentence));
    }
}

static void
test_other_paths (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  g_autofree char *missing = fetch_text (site, "no/such/page", 404);
  G_GNUC_UNUSED g_autofree char *prefix = fetch_text (site, "github.com/x", 404);
  g_autofree char *index = fetch_text (site, "", 200);

  g_assert_nonnull (strstr (missing, "<h1>Not found</h1>"));
  g_assert_nonnull (strstr (index, "href=\"/docs.scipy.org/doc/numpy/index.html\""));
}

static void
test_faults_break_the_answer (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  const char *broken[] = { "reset", "truncate", "garbage" };
  g_autofree char *shorter = fetch_text (site, "page?fault=wrong-length&charset=iso-8859-1", 200);

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strconcat ("page?fault=", broken[i], NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = fetch (site, path, NULL, &error);

      g_test_message ("%s", broken[i]);
      g_assert_nonnull (error);
      g_assert_null (body);
    }

  /* Half of the page was announced, and the other half is not read as part of it. */
  g_assert_cmpuint (strlen (shorter), ==, 5000);
}

static void
test_redirects_come_to_an_end (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  g_autofree char *text = fetch_text (site, "page?redirects=3&size=1234", 200);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = fetch (site, "page?fault=redirect-loop", NULL, &error);

  g_assert_cmpuint (g_utf8_strlen (text, -1), ==, 1234);
  g_assert_error (error, SOUP_SESSION_ERROR, SOUP_SESSION_ERROR_TOO_MANY_REDIRECTS);
  g_assert_null (body);
}

/* Reads up to @wanted bytes of a body, then leaves. */
static gsize
read_some (TelarSite *site, const char *path, gsize wanted)
{
  g_autoptr (SoupSession) session = start_session ();
  g_autofree char *address = g_strconcat (telar_site_get_url (site), path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", address);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = soup_session_send (session, message, NULL, &error);
  g_autofree char *buffer = g_malloc (65536);
  gsize total = 0;

  g_assert_no_error (error);
  while (total < wanted)
    {
      gssize n = g_input_stream_read (stream, buffer, 65536, NULL, &error);

      g_assert_no_error (error);
      if (n == 0)
        break;
      total += (gsize) n;
    }

  return total;
}

static void
test_an_endless_body_does_not_end (void)
{
  g_autoptr (TelarSite) site = start_site (0);

  g_assert_cmpuint (read_some (site, "page?fault=endless", 20000000), >=, 20000000);
  g_assert_cmpuint (read_some (site, "page?fault=gzip-bomb", 100000000), >=, 100000000);
}

static void
test_a_dripping_body_comes_byte_by_byte (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  gint64 begin_us = g_get_monotonic_time ();

  /* Ten bytes are nine pauses of 50 ms apart. */
  g_assert_cmpuint (read_some (site, "page?fault=drip&size=10&charset=iso-8859-1", 10), ==, 10);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, >=, 9 * 50 * 1000);
}

typedef struct
{
  GMainLoop *loop;
  guint n_left;
} Crowd;

static void
on_crowd_answer (GObject *session, GAsyncResult *result, gpointer user_data)
{
  Crowd *crowd = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body
      = soup_session_send_and_read_finish (SOUP_SESSION (session), result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (body), >=, 500);
  if (--crowd->n_left == 0)
    g_main_loop_quit (crowd->loop);
}

static void
test_many_are_served_at_once (void)
{
  g_autoptr (TelarSite) site = start_site (0);
  g_autoptr (SoupSession) session = start_session ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *address
      = g_strconcat (telar_site_get_url (site), "page?delay=0.5&size=500", NULL);
  Crowd crowd = { loop, 500 };
  gint64 begin_us = g_get_monotonic_time ();

  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (SoupMessage) message = soup_message_new ("GET", address);

      soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, on_crowd_answer,
                                        &crowd);
    }
  g_main_loop_run (loop);

  /* One after another, they would take 250 s. */
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 25 * G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, >=, G_USEC_PER_SEC / 2);
}

static GSocketConnection *
ask (TelarSite *site, const char *path)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *request = g_strdup_printf ("GET /%s HTTP/1.1\r\nHost: x\r\n\r\n", path);
  GSocketConnection *connection;

  connection = g_socket_client_connect_to_uri (client, telar_site_get_url (site), 80, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

static void
test_the_end_does_not_wait_for_clients (void)
{
  const char *paths[] = { "page?fault=stall",     "page?fault=drip",
                          "page?fault=endless",   "page?fault=wrong-length",
                          "page?delay=1000",      "page?size=60000000",
                          "page?fault=gzip-bomb", "" };
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  TelarSite *site = start_site (0);
  gint64 begin_us;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    for (guint j = 0; j < 5; j++)
      g_ptr_array_add (connections, ask (site, paths[i]));

  /* All but the delayed ones have got the beginning of their answer, and read no further. */
  for (guint i = 0; i < connections->len; i++)
    {
      GInputStream *stream = g_io_stream_get_input_stream (g_ptr_array_index (connections, i));
      g_autoptr (GError) error = NULL;
      char byte;

      if (i / 5 != 4)
        g_assert_cmpint (g_input_stream_read (stream, &byte, 1, NULL, &error), ==, 1);
      g_assert_no_error (error);
    }

  begin_us = g_get_monotonic_time ();
  telar_site_free (site);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, 5 * G_USEC_PER_SEC);
}

static void
test_it_may_end_at_once (void)
{
  for (guint i = 0; i < 50; i++)
    telar_site_free (start_site (1));
}

static void
test_a_taken_port_is_an_error (void)
{
  g_autoptr (TelarSite) first = start_site (0);
  guint port = (guint) g_ascii_strtoull (strrchr (telar_site_get_url (first), ':') + 1, NULL, 10);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (port, >, 0);
  g_assert_null (telar_site_new (port, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  g_clear_error (&error);

  g_assert_null (telar_site_new (65536, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static gboolean
is_whole (GString *answer)
{
  const char *length = strstr (answer->str, "Content-Length: ");
  const char *body = strstr (answer->str, "\r\n\r\n");

  return length != NULL && body != NULL
         && answer->str + answer->len
                >= body + 4 + g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10);
}

/* Asks for a page; reads all of the answer, or nothing of it, and closes the connection. */
static void
ask_and_close (TelarSite *site, const char *query, gboolean read)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GUri) uri = g_uri_parse (telar_site_get_url (site), G_URI_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (
      client, "127.0.0.1", (guint16) g_uri_get_port (uri), NULL, &error);
  g_autofree char *request
      = g_strdup_printf ("GET /page?%s HTTP/1.1\r\nHost: localhost\r\n\r\n", query);
  g_autoptr (GString) answer = g_string_new (NULL);
  GInputStream *input;

  g_assert_no_error (error);
  input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  while (read && !is_whole (answer))
    {
      char buffer[4096];
      gssize n = g_input_stream_read (input, buffer, sizeof buffer, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (n, >, 0);
      g_string_append_len (answer, buffer, n);
    }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
}

static void
test_a_connection_ends_with_its_client (void)
{
  g_autoptr (TelarSite) site = start_site (SCALE);
  gint64 deadline_us = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;
  guint n_files;

  ask_and_close (site, "size=500", TRUE);
  n_files = count_files ();
  for (guint i = 0; i < 20; i++)
    {
      ask_and_close (site, "size=500", TRUE);
      ask_and_close (site, "size=500", FALSE);
      ask_and_close (site, "size=500&delay=0.01", FALSE);
    }

  /* The site's thread learns of it a little later. */
  while (count_files () > n_files && g_get_monotonic_time () < deadline_us)
    g_thread_yield ();
  g_assert_cmpuint (count_files (), <=, n_files);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/site/each-page-has-its-length-and-headings",
                   test_each_page_has_its_length_and_headings);
  g_test_add_func ("/site/pages-are-the-same-at-every-start",
                   test_pages_are_the_same_at_every_start);
  g_test_add_func ("/site/a-host-answers-with-and-without-slash",
                   test_a_host_answers_with_and_without_slash);
  g_test_add_func ("/site/answers-wait-for-their-time", test_answers_wait_for_their_time);
  g_test_add_func ("/site/a-page-is-as-large-as-asked-for", test_a_page_is_as_large_as_asked_for);
  g_test_add_func ("/site/a-page-has-as-many-headings-as-asked-for",
                   test_a_page_has_as_many_headings_as_asked_for);
  g_test_add_func ("/site/a-page-is-written-in-its-charset", test_a_page_is_written_in_its_charset);
  g_test_add_func ("/site/a-wrong-parameter-is-explained", test_a_wrong_parameter_is_explained);
  g_test_add_func ("/site/other-paths", test_other_paths);
  g_test_add_func ("/site/faults-break-the-answer", test_faults_break_the_answer);
  g_test_add_func ("/site/redirects-come-to-an-end", test_redirects_come_to_an_end);
  g_test_add_func ("/site/an-endless-body-does-not-end", test_an_endless_body_does_not_end);
  g_test_add_func ("/site/a-dripping-body-comes-byte-by-byte",
                   test_a_dripping_body_comes_byte_by_byte);
  g_test_add_func ("/site/many-are-served-at-once", test_many_are_served_at_once);
  g_test_add_func ("/site/the-end-does-not-wait-for-clients",
                   test_the_end_does_not_wait_for_clients);
  g_test_add_func ("/site/a-connection-ends-with-its-client",
                   test_a_connection_ends_with_its_client);
  g_test_add_func ("/site/it-may-end-at-once", test_it_may_end_at_once);
  g_test_add_func ("/site/a-taken-port-is-an-error", test_a_taken_port_is_an_error);

  return g_test_run ();
}
