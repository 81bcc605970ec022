/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-site.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <errno.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "telar-answers.h"
#include "telar-idle-connections.h"

/* Connections that arrive at once wait in a queue of the kernel; one that finds it full would be
 * tried again only a second later. */
#define BACKLOG 4096

struct _TelarSite
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  double scale;
  char *url;

  /* Of the site's thread. */
  GSocket *socket;
  SoupServer *server;
  GSequence *delayed; /* of Answer, the next one first */
  int timer;          /* a file that is readable when the first of them is due */
  GSource *timer_source;
  TelarAnswers *answers;
  TelarIdleConnections *idle; /* or NULL */
};

/* An answer that waits for its time. */
typedef struct
{
  TelarSite *site;
  SoupServerMessage *message;
  gint64 due_us;
  guint page; /* TELAR_SITE_N_PAGES for demo:page */
  TelarPageRequest request;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_object_unref (answer->message);
  telar_page_request_clear (&answer->request);
  g_free (answer);
}

static void
send_answer (Answer *answer)
{
  TelarSite *site = answer->site;
  gboolean send = TRUE;

  if (answer->page < TELAR_SITE_N_PAGES)
    telar_answers_send_page (site->answers, answer->message, answer->page);
  else
    send = telar_answers_send_requested (site->answers, answer->message, &answer->request);

  if (send)
    soup_server_message_unpause (answer->message);
}

/* Has the timer fire when the first answer is due. A main context waits in whole milliseconds; a
 * timer's file is exact to a fraction of one. */
static void
set_timer (TelarSite *site)
{
  GSequenceIter *first = g_sequence_get_begin_iter (site->delayed);
  struct itimerspec time = { 0 };

  if (!g_sequence_iter_is_end (first))
    {
      const Answer *answer = g_sequence_get (first);

      time.it_value.tv_sec = answer->due_us / G_USEC_PER_SEC;
      time.it_value.tv_nsec = answer->due_us % G_USEC_PER_SEC * 1000;
    }
  timerfd_settime (site->timer, TFD_TIMER_ABSTIME, &time, NULL);
}

static gboolean
on_timer (int fd, GIOCondition condition, gpointer user_data)
{
  TelarSite *site = user_data;
  GSequenceIter *first;
  guint64 n_fired;

  if (read (fd, &n_fired, sizeof n_fired) < 0)
    return G_SOURCE_CONTINUE;

  while (!g_sequence_iter_is_end (first = g_sequence_get_begin_iter (site->delayed)))
    {
      Answer *answer = g_sequence_get (first);

      if (answer->due_us > g_get_monotonic_time ())
        break;
      send_answer (answer);
      g_sequence_remove (first);
    }
  set_timer (site);

  return G_SOURCE_CONTINUE;
}

static gboolean
start_timer (TelarSite *site, GError **error)
{
  site->timer = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  if (site->timer < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The demo site cannot measure time: %s"), g_strerror (code));
      return FALSE;
    }

  site->timer_source = g_unix_fd_source_new (site->timer, G_IO_IN);
  g_source_set_callback (site->timer_source, G_SOURCE_FUNC (on_timer), site, NULL);
  g_source_attach (site->timer_source, site->context);

  return TRUE;
}

static int
compare_answers (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Answer *first = a, *second = b;

  return (first->due_us > second->due_us) - (first->due_us < second->due_us);
}

static void
answer_later (TelarSite *site,
              SoupServerMessage *message,
              double delay_s,
              guint page,
              TelarPageRequest *request)
{
  Answer *answer = g_new0 (Answer, 1);
  GSequenceIter *iter;

  answer->site = site;
  answer->message = g_object_ref (message);
  answer->page = page;
  answer->due_us = g_get_monotonic_time () + (gint64) (delay_s * G_USEC_PER_SEC);
  if (request != NULL)
    {
      answer->request = *request;
      *request = (TelarPageRequest){ 0 };
    }
  soup_server_message_pause (message);
  iter = g_sequence_insert_sorted (site->delayed, answer, compare_answers, NULL);
  if (g_sequence_iter_is_begin (iter))
    set_timer (site);
}

static gboolean
find_page (const char *path, guint *index)
{
  gsize length = strlen (path);

  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    {
      const char *known = telar_site_get_page (i)->demo + strlen ("demo:");
      gsize known_length = strlen (known);

      /* The root of a host is the same page with and without its slash. */
      if (strcmp (path, known) == 0
          || (strchr (known, '/') == NULL && length == known_length + 1 && path[known_length] == '/'
              && strncmp (path, known, known_length) == 0)
          || (strchr (known, '/') == known + known_length - 1 && length == known_length - 1
              && strncmp (path, known, length) == 0))
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  TelarSite *site = user_data;
  const char *method = soup_server_message_get_method (message);
  g_auto (TelarPageRequest) request = { 0 };
  g_autoptr (GError) error = NULL;
  guint page;

  if (strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0)
    telar_answers_send_text (message, SOUP_STATUS_METHOD_NOT_ALLOWED, "Method not allowed",
                             "The demo site only answers GET and HEAD.");
  else if (strcmp (path, "/") == 0)
    telar_answers_send_index (message, site->scale);
  else if (find_page (path + 1, &page))
    answer_later (site, message, telar_site_get_page (page)->alone_s * site->scale, page, NULL);
  else if (strcmp (path, "/page") != 0)
    telar_answers_send_text (message, SOUP_STATUS_NOT_FOUND, "Not found",
                             "The demo site has no such page.");
  else if (!telar_page_request_parse (&request, query, &error))
    telar_answers_send_text (message, SOUP_STATUS_BAD_REQUEST, "Bad request", error->message);
  else if (request.delay_s > 0
           || (request.fault != TELAR_FAULT_NONE && request.fault != TELAR_FAULT_REDIRECT_LOOP
               && request.fault != TELAR_FAULT_GZIP_BOMB))
    answer_later (site, message, request.delay_s, TELAR_SITE_N_PAGES, &request);
  else
    telar_answers_send_requested (site->answers, message, &request);
}

static gpointer
serve (gpointer user_data)
{
  TelarSite *site = user_data;

  g_main_context_push_thread_default (site->context);
  site->idle = telar_idle_connections_new (site->server);
  g_main_loop_run (site->loop);

  /* Hand-made answers end because they are cancelled, the others because their connections are
   * closed; both report it to this context. */
  g_clear_pointer (&site->idle, telar_idle_connections_free);
  telar_answers_stop (site->answers);
  g_sequence_remove_range (g_sequence_get_begin_iter (site->delayed),
                           g_sequence_get_end_iter (site->delayed));
  soup_server_disconnect (site->server);
  while (telar_answers_get_n_unfinished (site->answers) > 0)
    g_main_context_iteration (site->context, TRUE);
  g_clear_object (&site->server);
  while (g_main_context_iteration (site->context, FALSE))
    continue;
  g_main_context_pop_thread_default (site->context);

  return NULL;
}

static GSocket *
listen_on (guint port, GError **error)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket = NULL;

  if (port > G_MAXUINT16)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("A port is a number from 0 to 65535, so %u is not possible"), port);
      return NULL;
    }

  address = g_inet_socket_address_new (loopback, (guint16) port);
  socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;

  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, address, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;

  return g_steal_pointer (&socket);
}

static gboolean
start_server (TelarSite *site, guint port, GError **error)
{
  g_autoptr (GSocketAddress) address = NULL;

  site->socket = listen_on (port, error);
  if (site->socket == NULL)
    {
      g_prefix_error (error, _ ("The demo site cannot use port %u: "), port);
      return FALSE;
    }

  address = g_socket_get_local_address (site->socket, error);
  if (address == NULL)
    return FALSE;
  site->url
      = g_strdup_printf ("http://127.0.0.1:%u/",
                         (guint) g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));

  if (!start_timer (site, error))
    return FALSE;

  site->server
      = g_object_new (SOUP_TYPE_SERVER, "server-header", "Telar-demo/" TELAR_VERSION, NULL);
  soup_server_add_handler (site->server, NULL, on_request, site, NULL);

  return soup_server_listen_socket (site->server, site->socket, 0, error);
}

static void
site_destroy (TelarSite *site)
{
  g_sequence_free (site->delayed);
  if (site->timer_source != NULL)
    g_source_destroy (site->timer_source);
  g_clear_pointer (&site->timer_source, g_source_unref);
  if (site->timer >= 0)
    close (site->timer);
  telar_answers_free (site->answers);
  g_clear_object (&site->server);
  g_clear_object (&site->socket);
  g_main_loop_unref (site->loop);
  g_main_context_unref (site->context);
  g_free (site->url);
  g_free (site);
}

/**
 * telar_site_new:
 * @port: where to listen on 127.0.0.1; 0 for any port that is free
 * @scale: what the times of the sixteen pages are multiplied by, 0 or more
 * @error: return location for a #GIOErrorEnum: the port is taken, or not allowed
 *
 * Starts the demo site in a thread of its own. It answers from the moment of return on. Any thread
 * may call it.
 *
 * Returns: (transfer full) (nullable): the site
 */
TelarSite *
telar_site_new (guint port, double scale, GError **error)
{
  TelarSite *site = g_new0 (TelarSite, 1);
  gboolean listening;

  site->scale = scale;
  site->context = g_main_context_new ();
  site->loop = g_main_loop_new (site->context, FALSE);
  site->answers = telar_answers_new ();
  site->delayed = g_sequence_new (answer_free);
  site->timer = -1;

  /* The server belongs to the context that is thread-default while it begins to listen. */
  g_main_context_push_thread_default (site->context);
  listening = start_server (site, port, error);
  g_main_context_pop_thread_default (site->context);
  if (!listening)
    {
      site_destroy (site);
      return NULL;
    }

  site->thread = g_thread_new ("demo-site", serve, site);

  return site;
}

/**
 * telar_site_get_url:
 * @site: the demo site
 *
 * Returns: (transfer none): its address, such as "http://127.0.0.1:40123/"; the input
 *   "demo:PATH" stands for this address followed by PATH
 */
const char *
telar_site_get_url (TelarSite *site)
{
  return site->url;
}

static gboolean
quit (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/**
 * telar_site_free:
 * @site: (transfer full) (nullable): the demo site
 *
 * Closes all connections, whatever they wait for, and ends the thread before it returns. To be
 * called from any thread but the site's own.
 */
void
telar_site_free (TelarSite *site)
{
  g_autoptr (GSource) source = NULL;

  if (site == NULL)
    return;

  /* From within the loop, because one that does not run yet could not be quit. */
  source = g_idle_source_new ();
  g_source_set_callback (source, quit, site->loop, NULL);
  g_source_attach (source, site->context);
  g_thread_join (site->thread);
  site_destroy (site);
}
