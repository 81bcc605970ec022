/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-fetcher.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "telar-body.h"
#include "telar-fetch-address.h"
#include "telar-fetch-error.h"
#include "telar-session-shards.h"

/* The body of a redirect is only read so that its connection can be used again. */
#define MAX_REDIRECT_BODY_BYTES (64 * 1024)

/* Signals of a message that are listened to. */
#define N_HANDLERS 4

/* More announcements than this nobody makes who means to answer: without a limit, a server that
 * sends them faster than they are read would keep libsoup from ever returning. */
#define MAX_ANNOUNCEMENTS 100

struct _TelarFetcher
{
  TelarWork *work;
  TelarAlarms *alarms;
  TelarSessionShards *shards;
  TelarBodyPool *bodies;
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
  TelarSessionShard *shard;
  TelarAlarm alarm; /* the time limit, and the user's cancellation */
  TelarFetchPhaseFunc phase;
  TelarFetchDoneFunc done;
  gpointer user_data;

  GUri *uri;
  guint n_redirects;
  SoupMessage *message;
  gulong handlers[N_HANDLERS]; /* of its signals */
  GCancellable *cancellable;   /* of the answer that is waited for, while it is */
  guint n_announcements;       /* "100 Continue" and the like, before the answer */
  TelarBody *body;             /* of the answer, once its headers are there */
  BodyUse body_use;
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

/* Lets go of the message, but not of what was read of its body. */
static void
clear_message (Fetch *fetch)
{
  if (fetch->body != NULL)
    telar_body_close (fetch->body);
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
  TelarFetched fetched = { 0 };
  g_autofree char *content_type = NULL;

  telar_alarms_unset (fetcher->alarms, &fetch->alarm);
  if (fetch->message != NULL)
    {
      SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);

      fetched.http_status = soup_message_get_status (fetch->message);
      content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
      fetched.content_type = content_type;
    }
  if (fetch->body != NULL)
    fetched.bytes = telar_body_get_n_bytes (fetch->body);
  if (error == NULL)
    fetched.body = telar_body_get_data (fetch->body, &fetched.length);
  clear_message (fetch);
  if (fetch->shard != NULL)
    telar_session_shard_give_back (fetch->shard);

  /* Who takes the page goes on from where this began. */
  fetched.cpu_ns = fetch->cpu_ns;
  fetched.cpu_until_ns = fetch->cpu_at_entry_ns;
  fetch->done (&fetched, error, fetch->user_data);

  g_clear_pointer (&fetch->body, telar_body_free);
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
  TelarFetchPlace place = { .in_body = fetch->body != NULL };

  if (fetch->error != NULL)
    {
      g_error_free (error);
      finish (fetch, g_steal_pointer (&fetch->error));
      return;
    }

  host = telar_fetch_address_describe_host (fetch->uri);
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

/* An answer is only announced, as "103 Early Hints" does. */
static void
on_got_informational (SoupMessage *message, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autofree char *host = NULL;

  if (++fetch->n_announcements <= MAX_ANNOUNCEMENTS || fetch->error != NULL)
    return;

  host = telar_fetch_address_describe_host (fetch->uri);
  fetch->error
      = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, _ ("“%s” gave no complete answer"), host);
  /* Its end is reported to on_sent(). */
  g_cancellable_cancel (fetch->cancellable);
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
  GError *error = NULL;
  GUri *uri = telar_fetch_address_from_redirect (fetch->uri, location, &error);

  if (uri == NULL)
    {
      finish (fetch, error);
      return;
    }

  g_uri_unref (fetch->uri);
  fetch->uri = uri;
  if (fetch->n_redirects++ >= limit)
    {
      finish_with_sentence (fetch,
                            g_dngettext (GETTEXT_PACKAGE,
                                         "The page leads on to another more than %u time",
                                         "The page leads on to another more than %u times", limit),
                            limit);
      return;
    }

  clear_message (fetch);
  g_clear_pointer (&fetch->body, telar_body_free);
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
      && soup_message_headers_get_content_length (headers)
             > (goffset) telar_body_get_n_bytes (fetch->body))
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

static void
on_turn (gpointer user_data)
{
  Fetch *fetch = user_data;

  enter (fetch);
  read_body (fetch);
}

static void
read_body (Fetch *fetch)
{
  GError *error = NULL;

  switch (telar_body_read (fetch->body, &error))
    {
    case TELAR_BODY_GOES_ON:
      leave (fetch);
      break;
    case TELAR_BODY_TOO_LARGE:
      if (fetch->body_use == BODY_IS_PAGE)
        finish_too_large (fetch);
      else
        end_body (fetch, NULL);
      break;
    case TELAR_BODY_COMPLETE:
    case TELAR_BODY_FAILED:
    default:
      end_body (fetch, error);
      break;
    }
}

/* The headers are there: decides what is to be done with the body. */
static void
begin_body (Fetch *fetch, GInputStream *stream)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (fetch->message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  guint64 limit = telar_work_get_body_limit (fetch->fetcher->work);

  if (is_followed (fetch->message))
    fetch->body_use = BODY_OF_REDIRECT;
  else if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (fetch->message)))
    fetch->body_use = BODY_OF_FAILURE;
  else
    fetch->body_use = BODY_IS_PAGE;

  if (fetch->body_use == BODY_OF_REDIRECT)
    limit = MIN (limit, MAX_REDIRECT_BODY_BYTES);

  fetch->body = telar_body_new (fetch->fetcher->bodies, stream, limit,
                                fetch->body_use == BODY_IS_PAGE, on_turn, fetch);
  if (fetch->body_use == BODY_IS_PAGE && !is_page (type))
    {
      g_autofree char *address = telar_fetch_address_describe (fetch->uri);
      g_autofree char *valid_type = g_utf8_make_valid (type, -1);

      finish_with_sentence (fetch, _ ("“%s” is not a page: %s"), address, valid_type);
      return;
    }
  if (fetch->body_use == BODY_IS_PAGE
      && soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && (guint64) soup_message_headers_get_content_length (headers) > limit
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
  GInputStream *stream;
  GError *error = NULL;

  enter (fetch);
  stream = soup_session_send_finish (SOUP_SESSION (session), result, &error);
  g_clear_object (&fetch->cancellable);
  if (stream == NULL)
    finish_with_error (fetch, error);
  else if (fetch->error != NULL)
    {
      g_input_stream_close (stream, NULL, NULL);
      g_object_unref (stream);
      finish (fetch, g_steal_pointer (&fetch->error));
    }
  else
    begin_body (fetch, stream);
}

static void
send_message (Fetch *fetch)
{
  g_autofree char *authorization = telar_fetch_address_dup_authorization (fetch->uri);

  fetch->message = soup_message_new_from_uri (SOUP_METHOD_GET, fetch->uri);
  /* Redirects are followed here, where their number and their schemes are limited. */
  soup_message_add_flags (fetch->message, SOUP_MESSAGE_NO_REDIRECT);
  if (authorization != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (fetch->message),
                                  "Authorization", authorization);
  fetch->handlers[0]
      = g_signal_connect (fetch->message, "network-event", G_CALLBACK (on_network_event), fetch);
  fetch->handlers[1]
      = g_signal_connect (fetch->message, "starting", G_CALLBACK (on_starting), fetch);
  fetch->handlers[2]
      = g_signal_connect (fetch->message, "got-headers", G_CALLBACK (on_got_headers), fetch);
  fetch->handlers[3] = g_signal_connect (fetch->message, "got-informational",
                                         G_CALLBACK (on_got_informational), fetch);
  fetch->n_announcements = 0;

  fetch->cancellable = g_cancellable_new ();
  soup_session_send_async (fetch->shard->session, fetch->message, G_PRIORITY_DEFAULT,
                           fetch->cancellable, on_sent, fetch);
  leave (fetch);
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
  fetcher->alarms = alarms;
  fetcher->shards = telar_session_shards_new (n_at_once);
  fetcher->bodies = telar_body_pool_new (context);

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
  telar_session_shards_free (fetcher->shards);
  telar_body_pool_free (fetcher->bodies);
  telar_work_unref (fetcher->work);
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
  enter (fetch);

  if (!g_cancellable_set_error_if_cancelled (cancellable, &fetch->error))
    fetch->uri = telar_fetch_address_from_input (input, telar_work_get_demo_url (fetcher->work),
                                                 &fetch->error);
  ready = fetch->uri != NULL;
  telar_alarms_set (fetcher->alarms, &fetch->alarm,
                    ready ? now_us + telar_work_get_timeout_us (fetcher->work) : now_us,
                    cancellable, on_alarm);
  if (!ready)
    {
      leave (fetch);
      return;
    }

  fetch->shard = telar_session_shards_take (fetcher->shards);
  send_message (fetch);
}
