/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-fetcher.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "telar-fetch-error.h"

#define USER_AGENT "Telar/" TELAR_VERSION " (" TELAR_APPLICATION_ID ")"

/* All bodies are read through one buffer, because only one is read at an instant. */
#define READ_BUFFER_BYTES (64 * 1024)

/* How often a body is read before others get their turn. */
#define MAX_READS_AT_ONCE 16

/* The body of a redirect is only read so that its connection can be used again. */
#define MAX_REDIRECT_BODY_BYTES (64 * 1024)

/* A body's memory is kept for the next one, unless it has grown large. */
#define MAX_KEPT_BODY_BYTES (128 * 1024)
#define MAX_KEPT_BODIES     64

/* libsoup opens the secure connections of a session to one host one after another, so several
 * sessions share the load; more of them gain nothing. */
#define MAX_SESSIONS 16

/* What an idle session may hold open besides the connections that are in use. */
#define SPARE_CONNECTIONS 4

/* Signals of a message that are listened to. */
#define N_HANDLERS 3

typedef struct
{
  SoupSession *session;
  guint n_in_flight;
} Shard;

struct _TelarFetcher
{
  TelarWork *work;
  GMainContext *context;
  TelarAlarms *alarms;
  Shard shards[MAX_SESSIONS];
  guint n_shards;
  guint n_at_once;
  GPtrArray *kept_bodies;
  char *buffer;
};

/* What is done with the body of an answer. */
typedef enum
{
  BODY_IS_PAGE,
  BODY_OF_REDIRECT,
  BODY_OF_FAILURE,
} BodyUse;

typedef struct
{
  TelarFetcher *fetcher;
  Shard *shard;
  TelarAlarm alarm; /* the time limit, and the user's cancellation */
  TelarFetchPhaseFunc phase;
  TelarFetchDoneFunc done;
  gpointer user_data;

  GUri *uri;
  guint n_redirects;
  SoupMessage *message;
  gulong handlers[N_HANDLERS]; /* of its signals */
  GCancellable *cancellable;   /* of the answer that is waited for, while it is */
  GInputStream *stream;
  GSource *source; /* that waits for more of the body */
  GByteArray *body;
  BodyUse body_use;
  guint64 bytes;
  GError *error; /* why the fetch ends before its answer is there */

  gint64 cpu_ns;
  gint64 cpu_at_entry_ns;
} Fetch;

static void send_message (Fetch *fetch);
static void read_body (Fetch *fetch);

/* Every function that the main context calls is between these two. */
static void
enter (Fetch *fetch)
{
  fetch->cpu_at_entry_ns = telar_clock_thread_cpu_ns ();
}

static void
leave (Fetch *fetch)
{
  fetch->cpu_ns += telar_clock_thread_cpu_ns () - fetch->cpu_at_entry_ns;
}

static GByteArray *
take_body (TelarFetcher *fetcher)
{
  if (fetcher->kept_bodies->len > 0)
    return g_ptr_array_steal_index_fast (fetcher->kept_bodies, fetcher->kept_bodies->len - 1);

  return g_byte_array_new ();
}

static void
give_body_back (TelarFetcher *fetcher, GByteArray *body)
{
  if (body->len > MAX_KEPT_BODY_BYTES || fetcher->kept_bodies->len >= MAX_KEPT_BODIES)
    {
      g_byte_array_unref (body);
      return;
    }

  g_byte_array_set_size (body, 0);
  g_ptr_array_add (fetcher->kept_bodies, body);
}

static void
stop_waiting (Fetch *fetch)
{
  if (fetch->source == NULL)
    return;

  g_source_destroy (fetch->source);
  g_clear_pointer (&fetch->source, g_source_unref);
}

/* Closing takes no time: what has not come of a body by now is not waited for, its connection is
 * dropped instead. */
static void
clear_message (Fetch *fetch)
{
  stop_waiting (fetch);
  if (fetch->stream != NULL)
    g_input_stream_close (fetch->stream, NULL, NULL);
  g_clear_object (&fetch->stream);
  if (fetch->message != NULL)
    for (guint i = 0; i < N_HANDLERS; i++)
      g_signal_handler_disconnect (fetch->message, fetch->handlers[i]);
  g_clear_object (&fetch->message);
  g_clear_object (&fetch->cancellable);
}

/* Ends the fetch; it is gone afterwards. */
static void
finish (Fetch *fetch, GError *error)
{
  TelarFetcher *fetcher = fetch->fetcher;
  TelarFetched fetched = { .bytes = fetch->bytes };
  g_autofree char *content_type = NULL;

  telar_alarms_unset (fetcher->alarms, &fetch->alarm);
  if (fetch->message != NULL)
    {
      SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);

      fetched.http_status = soup_message_get_status (fetch->message);
      content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
      fetched.content_type = content_type;
    }
  if (error == NULL)
    {
      fetched.body = fetch->body->len > 0 ? (const char *) fetch->body->data : "";
      fetched.length = fetch->body->len;
    }
  clear_message (fetch);
  if (fetch->shard != NULL)
    fetch->shard->n_in_flight--;

  /* Who takes the page goes on from where this began. */
  fetched.cpu_ns = fetch->cpu_ns;
  fetched.cpu_until_ns = fetch->cpu_at_entry_ns;
  fetch->done (&fetched, error, fetch->user_data);

  give_body_back (fetcher, fetch->body);
  g_clear_pointer (&fetch->uri, g_uri_unref);
  g_clear_error (&fetch->error);
  g_free (fetch);
}

static void finish_with_sentence (Fetch *fetch, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
finish_with_sentence (Fetch *fetch, const char *format, ...)
{
  va_list arguments;
  GError *error;

  va_start (arguments, format);
  error = g_error_new_valist (G_IO_ERROR, G_IO_ERROR_FAILED, format, arguments);
  va_end (arguments);
  finish (fetch, error);
}

/* Ends the fetch because of what a library reported, unless there is a better reason. */
static void
finish_with_error (Fetch *fetch, GError *error)
{
  g_autofree char *host = NULL;
  TelarFetchPlace place = { .in_body = fetch->stream != NULL };
  int port = g_uri_get_port (fetch->uri);
  int usual_port = strcmp (g_uri_get_scheme (fetch->uri), "https") == 0 ? 443 : 80;

  if (fetch->error != NULL)
    {
      g_error_free (error);
      finish (fetch, g_steal_pointer (&fetch->error));
      return;
    }

  host = port > 0 && port != usual_port
             ? g_strdup_printf ("%s:%d", g_uri_get_host (fetch->uri), port)
             : g_strdup (g_uri_get_host (fetch->uri));
  place.host = host;
  place.certificate_errors = soup_message_get_tls_peer_certificate_errors (fetch->message);
  finish (fetch, telar_fetch_error_explain (error, &place));
}

static void
on_alarm (TelarAlarm *alarm, gboolean cancelled)
{
  Fetch *fetch = (Fetch *) ((char *) alarm - G_STRUCT_OFFSET (Fetch, alarm));

  enter (fetch);
  /* An input that is no address has failed before, and waited only for this call. */
  if (fetch->error == NULL)
    fetch->error
        = cancelled
              ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Stopped by the user"))
              : telar_fetch_error_new_timeout (telar_work_get_timeout_us (fetch->fetcher->work));

  if (fetch->cancellable != NULL)
    {
      /* Its end is reported to on_sent(). */
      g_cancellable_cancel (fetch->cancellable);
      leave (fetch);
    }
  else
    finish (fetch, g_steal_pointer (&fetch->error));
}

static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  Fetch *fetch = user_data;

  switch (event)
    {
    case G_SOCKET_CLIENT_RESOLVING:
      fetch->phase (TELAR_PHASE_DNS, fetch->user_data);
      break;
    case G_SOCKET_CLIENT_RESOLVED:
    case G_SOCKET_CLIENT_CONNECTING:
      fetch->phase (TELAR_PHASE_CONNECT, fetch->user_data);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKING:
      fetch->phase (TELAR_PHASE_TLS, fetch->user_data);
      break;
    case G_SOCKET_CLIENT_CONNECTED:
    case G_SOCKET_CLIENT_PROXY_NEGOTIATING:
    case G_SOCKET_CLIENT_PROXY_NEGOTIATED:
    case G_SOCKET_CLIENT_TLS_HANDSHAKED:
    case G_SOCKET_CLIENT_COMPLETE:
    default:
      break;
    }
}

static void
on_starting (SoupMessage *message, gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->phase (TELAR_PHASE_WAIT, fetch->user_data);
}

static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->phase (TELAR_PHASE_RECEIVE, fetch->user_data);
}

/* Takes an address that is to be fetched, or says what is wrong with it. */
static gboolean
set_uri (Fetch *fetch, GUri *uri, GError **error)
{
  const char *scheme = g_uri_get_scheme (uri);
  g_autofree char *shown = g_uri_to_string (uri);
  g_autofree char *valid = g_utf8_make_valid (shown, -1);

  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   fetch->n_redirects > 0
                       ? _ ("The page leads on to “%s”, which is neither http nor https")
                       : _ ("“%s” is neither http nor https"),
                   valid);
      return FALSE;
    }
  if (g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” names no host"), valid);
      return FALSE;
    }

  g_clear_pointer (&fetch->uri, g_uri_unref);
  fetch->uri = g_uri_ref (uri);

  return TRUE;
}

static gboolean
set_input (Fetch *fetch, const char *input, GError **error)
{
  const char *demo_url = telar_work_get_demo_url (fetch->fetcher->work);
  g_autofree char *address = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) parse_error = NULL;

  if (g_ascii_strncasecmp (input, "demo:", 5) == 0)
    {
      if (demo_url == NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The demo site is not running"));
          return FALSE;
        }
      input += strlen ("demo:");
      address = g_strconcat (demo_url, input + strspn (input, "/"), NULL);
      input = address;
    }

  uri = g_uri_parse (input, SOUP_HTTP_URI_FLAGS, &parse_error);
  if (uri == NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (input, -1);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” is not an address: %s"),
                   shown, parse_error->message);
      return FALSE;
    }

  return set_uri (fetch, uri, error);
}

/* Whether there may be text in what the server calls @type. */
static gboolean
is_page (const char *type)
{
  return type == NULL || *type == '\0' || g_ascii_strncasecmp (type, "text/", 5) == 0
         || g_ascii_strcasecmp (type, "application/xhtml+xml") == 0
         || g_ascii_strcasecmp (type, "application/xml") == 0
         || g_ascii_strcasecmp (type, "application/json") == 0 || g_str_has_suffix (type, "+xml")
         || g_str_has_suffix (type, "+json");
}

static gboolean
is_followed (SoupMessage *message)
{
  guint status = soup_message_get_status (message);

  return SOUP_STATUS_IS_REDIRECTION (status) && status != SOUP_STATUS_NOT_MODIFIED
         && soup_message_headers_get_one (soup_message_get_response_headers (message), "Location")
                != NULL;
}

/* The body of a redirect is there: asks for the page that it leads to. */
static void
follow (Fetch *fetch)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  const char *location = soup_message_headers_get_one (headers, "Location");
  guint limit = telar_work_get_redirect_limit (fetch->fetcher->work);
  g_autoptr (GUri) uri = g_uri_parse_relative (fetch->uri, location, SOUP_HTTP_URI_FLAGS, NULL);
  GError *error = NULL;

  if (uri == NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (location, -1);

      finish_with_sentence (fetch, _ ("The page leads on to “%s”, which is not an address"), shown);
      return;
    }

  if (fetch->n_redirects++ >= limit)
    {
      finish_with_sentence (fetch,
                            g_dngettext (GETTEXT_PACKAGE,
                                         "The page leads on to another more than %u time",
                                         "The page leads on to another more than %u times", limit),
                            limit);
      return;
    }

  if (!set_uri (fetch, uri, &error))
    {
      finish (fetch, error);
      return;
    }

  clear_message (fetch);
  fetch->bytes = 0;
  send_message (fetch);
}

static void
finish_with_status (Fetch *fetch)
{
  finish (fetch, telar_fetch_error_new_status (soup_message_get_status (fetch->message),
                                               soup_message_get_reason_phrase (fetch->message)));
}

/* Nothing more of the body is to be read: it is complete, or @error says why not. */
static void
end_body (Fetch *fetch, GError *error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);

  switch (fetch->body_use)
    {
    case BODY_OF_REDIRECT:
      g_clear_error (&error);
      follow (fetch);
      return;
    case BODY_OF_FAILURE:
      g_clear_error (&error);
      finish_with_status (fetch);
      return;
    case BODY_IS_PAGE:
    default:
      break;
    }

  /* libsoup takes the end of a connection that is not to be used again for the end of the body,
   * even if more was announced. */
  if (error == NULL && soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && soup_message_headers_get_one (headers, "Content-Encoding") == NULL
      && soup_message_headers_get_content_length (headers) > (goffset) fetch->bytes)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "");

  if (error != NULL)
    finish_with_error (fetch, error);
  else
    finish (fetch, NULL);
}

static void
finish_too_large (Fetch *fetch)
{
  g_autofree char *limit = g_format_size (telar_work_get_body_limit (fetch->fetcher->work));

  finish_with_sentence (fetch, _ ("The page is larger than the limit of %s"), limit);
}

/* Adds what was read to the body. Returns FALSE if that ended it. */
static gboolean
take_bytes (Fetch *fetch, gsize n)
{
  fetch->bytes += n;
  if (fetch->body_use == BODY_OF_REDIRECT && fetch->bytes > MAX_REDIRECT_BODY_BYTES)
    {
      follow (fetch);
      return FALSE;
    }
  if (fetch->bytes > telar_work_get_body_limit (fetch->fetcher->work))
    {
      if (fetch->body_use == BODY_IS_PAGE)
        finish_too_large (fetch);
      else
        end_body (fetch, NULL);
      return FALSE;
    }
  if (fetch->body_use == BODY_IS_PAGE)
    g_byte_array_append (fetch->body, (const guint8 *) fetch->fetcher->buffer, (guint) n);

  return TRUE;
}

static gboolean
on_turn (gpointer user_data)
{
  Fetch *fetch = user_data;

  enter (fetch);
  stop_waiting (fetch);
  read_body (fetch);

  return G_SOURCE_REMOVE;
}

static gboolean
on_readable (GObject *stream, gpointer user_data)
{
  return on_turn (user_data);
}

static void
wait_for_turn (Fetch *fetch, gboolean readable)
{
  if (readable)
    {
      fetch->source = g_idle_source_new ();
      g_source_set_priority (fetch->source, G_PRIORITY_DEFAULT);
      g_source_set_callback (fetch->source, on_turn, fetch, NULL);
    }
  else
    {
      fetch->source
          = g_pollable_input_stream_create_source (G_POLLABLE_INPUT_STREAM (fetch->stream), NULL);
      g_source_set_callback (fetch->source, G_SOURCE_FUNC (on_readable), fetch, NULL);
    }
  g_source_attach (fetch->source, fetch->fetcher->context);
  leave (fetch);
}

static void
read_body (Fetch *fetch)
{
  for (guint i = 0; i < MAX_READS_AT_ONCE; i++)
    {
      GError *error = NULL;
      gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (fetch->stream),
                                                           fetch->fetcher->buffer,
                                                           READ_BUFFER_BYTES, NULL, &error);

      if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        {
          g_error_free (error);
          wait_for_turn (fetch, FALSE);
          return;
        }
      if (n <= 0)
        {
          end_body (fetch, error);
          return;
        }
      if (!take_bytes (fetch, (gsize) n))
        return;
    }

  wait_for_turn (fetch, TRUE);
}

/* The headers are there: decides what is to be done with the body. */
static void
begin_body (Fetch *fetch)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  if (is_followed (fetch->message))
    fetch->body_use = BODY_OF_REDIRECT;
  else if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (fetch->message)))
    fetch->body_use = BODY_OF_FAILURE;
  else
    fetch->body_use = BODY_IS_PAGE;

  if (fetch->body_use == BODY_IS_PAGE && !is_page (type))
    {
      g_autofree char *address = g_uri_to_string (fetch->uri);
      g_autofree char *valid_address = g_utf8_make_valid (address, -1);
      g_autofree char *valid_type = g_utf8_make_valid (type, -1);

      finish_with_sentence (fetch, _ ("“%s” is not a page: %s"), valid_address, valid_type);
      return;
    }
  if (fetch->body_use == BODY_IS_PAGE
      && soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && (guint64) soup_message_headers_get_content_length (headers)
             > telar_work_get_body_limit (fetch->fetcher->work)
      && soup_message_headers_get_one (headers, "Content-Encoding") == NULL)
    {
      finish_too_large (fetch);
      return;
    }

  read_body (fetch);
}

static void
on_sent (GObject *session, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  GError *error = NULL;

  enter (fetch);
  fetch->stream = soup_session_send_finish (SOUP_SESSION (session), result, &error);
  g_clear_object (&fetch->cancellable);
  if (fetch->stream == NULL)
    finish_with_error (fetch, error);
  else if (fetch->error != NULL)
    finish (fetch, g_steal_pointer (&fetch->error));
  else
    begin_body (fetch);
}

/* An address may name a user and a password: https://user:password@example.org/. */
static void
set_authorization (Fetch *fetch)
{
  const char *user = g_uri_get_userinfo (fetch->uri);
  g_autofree char *plain = NULL, *encoded = NULL, *value = NULL;

  if (user == NULL)
    return;

  plain = g_uri_unescape_string (user, NULL);
  if (plain == NULL)
    return;
  encoded = g_base64_encode ((const guchar *) plain, strlen (plain));
  value = g_strconcat ("Basic ", encoded, NULL);
  soup_message_headers_replace (soup_message_get_request_headers (fetch->message), "Authorization",
                                value);
}

static void
send_message (Fetch *fetch)
{
  fetch->message = soup_message_new_from_uri (SOUP_METHOD_GET, fetch->uri);
  /* Redirects are followed here, where their number and their schemes are limited. */
  soup_message_add_flags (fetch->message, SOUP_MESSAGE_NO_REDIRECT);
  set_authorization (fetch);
  fetch->handlers[0]
      = g_signal_connect (fetch->message, "network-event", G_CALLBACK (on_network_event), fetch);
  fetch->handlers[1]
      = g_signal_connect (fetch->message, "starting", G_CALLBACK (on_starting), fetch);
  fetch->handlers[2]
      = g_signal_connect (fetch->message, "got-headers", G_CALLBACK (on_got_headers), fetch);

  fetch->cancellable = g_cancellable_new ();
  soup_session_send_async (fetch->shard->session, fetch->message, G_PRIORITY_DEFAULT,
                           fetch->cancellable, on_sent, fetch);
  leave (fetch);
}

static Shard *
choose_shard (TelarFetcher *fetcher)
{
  Shard *chosen = &fetcher->shards[0];

  for (guint i = 1; i < fetcher->n_shards; i++)
    if (fetcher->shards[i].n_in_flight < chosen->n_in_flight)
      chosen = &fetcher->shards[i];

  if (chosen->session == NULL)
    {
      guint n_connections
          = (fetcher->n_at_once + fetcher->n_shards - 1) / fetcher->n_shards + SPARE_CONNECTIONS;

      /* No time limit of its own, because the fetch has one; no proxy is looked for, which would
       * take a thread that look-ups of hosts need. */
      chosen->session = soup_session_new_with_options (
          "max-conns", (int) n_connections, "max-conns-per-host", (int) n_connections, "timeout", 0,
          "idle-timeout", 0, "proxy-resolver", NULL, "user-agent", USER_AGENT, NULL);
      /* It would listen to each answer, and could not ask anybody for a password. */
      soup_session_remove_feature_by_type (chosen->session, SOUP_TYPE_AUTH_MANAGER);
    }
  chosen->n_in_flight++;

  return chosen;
}

/**
 * telar_fetcher_new:
 * @work: a workload on pages
 * @context: (nullable): the main context that is thread-default where the fetcher is used
 * @alarms: the alarms of @context; they must outlive the fetcher
 * @n_at_once: how many pages are fetched at the same time, at least 1
 *
 * Returns: (transfer full): a fetcher without connections
 */
TelarFetcher *
telar_fetcher_new (TelarWork *work, GMainContext *context, TelarAlarms *alarms, guint n_at_once)
{
  TelarFetcher *fetcher = g_new0 (TelarFetcher, 1);

  fetcher->work = telar_work_ref (work);
  fetcher->context = context != NULL ? g_main_context_ref (context) : NULL;
  fetcher->alarms = alarms;
  fetcher->n_at_once = n_at_once;
  fetcher->n_shards = CLAMP (n_at_once, 1, MAX_SESSIONS);
  fetcher->buffer = g_malloc (READ_BUFFER_BYTES);
  fetcher->kept_bodies = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);

  return fetcher;
}

/**
 * telar_fetcher_free:
 * @fetcher: (transfer full): a fetcher that fetches nothing any more
 *
 * Closes its connections.
 */
void
telar_fetcher_free (TelarFetcher *fetcher)
{
  for (guint i = 0; i < fetcher->n_shards; i++)
    {
      g_assert (fetcher->shards[i].n_in_flight == 0);
      if (fetcher->shards[i].session != NULL)
        soup_session_abort (fetcher->shards[i].session);
      g_clear_object (&fetcher->shards[i].session);
    }
  g_ptr_array_unref (fetcher->kept_bodies);
  g_clear_pointer (&fetcher->context, g_main_context_unref);
  telar_work_unref (fetcher->work);
  g_free (fetcher->buffer);
  g_free (fetcher);
}

/**
 * telar_fetcher_fetch:
 * @fetcher: a fetcher
 * @input: an address of http or https, or a page of the demo site
 * @cancellable: (nullable): ends the fetch early, from any thread
 * @phase: called at each change of phase
 * @done: called at the end, never before this function returns
 * @user_data: for both functions
 *
 * Fetches a page in the fetcher's main context, following redirects. The time limit of the workload
 * is for all of it; its limit of bytes is for the body with its compression undone, and applies
 * while it arrives.
 */
void
telar_fetcher_fetch (TelarFetcher *fetcher,
                     const char *input,
                     GCancellable *cancellable,
                     TelarFetchPhaseFunc phase,
                     TelarFetchDoneFunc done,
                     gpointer user_data)
{
  Fetch *fetch = g_new0 (Fetch, 1);
  gint64 now_us = g_get_monotonic_time ();
  gboolean ready;

  fetch->fetcher = fetcher;
  fetch->phase = phase;
  fetch->done = done;
  fetch->user_data = user_data;
  fetch->body = take_body (fetcher);
  enter (fetch);

  ready = !g_cancellable_set_error_if_cancelled (cancellable, &fetch->error)
          && set_input (fetch, input, &fetch->error);
  telar_alarms_set (fetcher->alarms, &fetch->alarm,
                    ready ? now_us + telar_work_get_timeout_us (fetcher->work) : now_us,
                    cancellable, on_alarm);
  if (!ready)
    {
      leave (fetch);
      return;
    }

  fetch->shard = choose_shard (fetcher);
  send_message (fetch);
}
