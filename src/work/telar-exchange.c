/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-exchange.h"

#include "telar-fetch-address.h"

/* More announcements than this nobody makes who means to answer: without a limit, a server that
 * sends them faster than they are read would keep libsoup from ever returning. */
#define MAX_ANNOUNCEMENTS 100

struct _TelarExchange
{
  SoupMessage *message;         /* NULL if the last one cannot be used again */
  GCancellable *cancellable;    /* likewise */
  gboolean is_waiting;          /* for the answer */
  gboolean is_answered;         /* its headers are there, which on_sent() is about to be told */
  gboolean is_held;             /* by libsoup, which still has to do with the message */
  guint n_announcements;        /* "100 Continue" and the like, before the answer */
  TelarExchangePhaseFunc phase; /* NULL after the end */
  TelarExchangeAnswerFunc answer;
  gpointer user_data;
};

static void
enter_phase (TelarExchange *exchange, TelarPhase phase)
{
  if (exchange->phase != NULL)
    exchange->phase (phase, exchange->user_data);
}

static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  gpointer user_data)
{
  TelarExchange *exchange = user_data;

  switch (event)
    {
    case G_SOCKET_CLIENT_RESOLVING:
      enter_phase (exchange, TELAR_PHASE_DNS);
      break;
    case G_SOCKET_CLIENT_RESOLVED:
    case G_SOCKET_CLIENT_CONNECTING:
      enter_phase (exchange, TELAR_PHASE_CONNECT);
      break;
    case G_SOCKET_CLIENT_TLS_HANDSHAKING:
      enter_phase (exchange, TELAR_PHASE_TLS);
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
  enter_phase (user_data, TELAR_PHASE_WAIT);
}

/* An answer is only announced, as "103 Early Hints" does. */
static void
on_got_informational (SoupMessage *message, gpointer user_data)
{
  TelarExchange *exchange = user_data;

  /* Its end is reported to on_sent(). */
  if (++exchange->n_announcements > MAX_ANNOUNCEMENTS)
    g_cancellable_cancel (exchange->cancellable);
}

static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  TelarExchange *exchange = user_data;

  exchange->is_answered = TRUE;
}

static void
on_finished (SoupMessage *message, gpointer user_data)
{
  TelarExchange *exchange = user_data;

  exchange->is_held = FALSE;
}

static void
on_sent (GObject *session, GAsyncResult *result, gpointer user_data)
{
  TelarExchange *exchange = user_data;
  GError *error = NULL;
  GInputStream *body = soup_session_send_finish (SOUP_SESSION (session), result, &error);

  exchange->is_waiting = FALSE;
  if (body != NULL)
    enter_phase (exchange, TELAR_PHASE_RECEIVE);
  if (body == NULL && exchange->n_announcements > MAX_ANNOUNCEMENTS)
    {
      g_clear_error (&error);
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "");
    }
  exchange->answer (body, error, exchange->user_data);
}

static void
prepare_message (TelarExchange *exchange, GUri *uri)
{
  SoupMessage *message;

  if (exchange->message != NULL)
    {
      soup_message_headers_clear (soup_message_get_request_headers (exchange->message));
      soup_message_set_uri (exchange->message, uri);
      return;
    }

  exchange->message = message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  /* Redirects are followed by who sends, where their number and their schemes are limited. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), exchange);
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), exchange);
  g_signal_connect (message, "got-informational", G_CALLBACK (on_got_informational), exchange);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), exchange);
  g_signal_connect (message, "finished", G_CALLBACK (on_finished), exchange);
}

static void
drop_message (TelarExchange *exchange)
{
  if (exchange->message != NULL)
    g_signal_handlers_disconnect_by_data (exchange->message, exchange);
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->cancellable);
  exchange->is_held = FALSE;
}

/**
 * telar_exchange_new:
 *
 * Returns: (transfer full): an exchange that has nothing to send
 */
TelarExchange *
telar_exchange_new (void)
{
  return g_new0 (TelarExchange, 1);
}

/**
 * telar_exchange_free:
 * @exchange: (transfer full): an exchange that does not wait for an answer
 */
void
telar_exchange_free (TelarExchange *exchange)
{
  g_assert (!exchange->is_waiting);

  drop_message (exchange);
  g_free (exchange);
}

/**
 * telar_exchange_send:
 * @exchange: an exchange that is ready
 * @session: a session of the thread-default main context
 * @uri: what is asked for; a name and a password in it are sent along
 * @phase: called at each change of phase until telar_exchange_end()
 * @answer: called when the headers of the answer are there, never before this function returns
 * @user_data: for both functions
 *
 * Sends a request.
 */
void
telar_exchange_send (TelarExchange *exchange,
                     SoupSession *session,
                     GUri *uri,
                     TelarExchangePhaseFunc phase,
                     TelarExchangeAnswerFunc answer,
                     gpointer user_data)
{
  g_autofree char *authorization = telar_fetch_address_dup_authorization (uri);

  exchange->phase = phase;
  exchange->answer = answer;
  exchange->user_data = user_data;
  exchange->n_announcements = 0;
  exchange->is_waiting = TRUE;
  exchange->is_answered = FALSE;
  exchange->is_held = TRUE;

  prepare_message (exchange, uri);
  if (authorization != NULL)
    soup_message_headers_replace (soup_message_get_request_headers (exchange->message),
                                  "Authorization", authorization);
  if (exchange->cancellable == NULL)
    exchange->cancellable = g_cancellable_new ();
  soup_session_send_async (session, exchange->message, G_PRIORITY_DEFAULT, exchange->cancellable,
                           on_sent, exchange);
}

/**
 * telar_exchange_cancel:
 * @exchange: an exchange
 *
 * Waits for an answer no longer, unless it has just come.
 *
 * Returns: whether one was waited for; the end of that, or the answer, is now reported as the
 * answer
 */
gboolean
telar_exchange_cancel (TelarExchange *exchange)
{
  /* libsoup (3.6.5) lets go of a request twice if it is cancelled after its headers were read and
   * before it says so, which is the next that it does. */
  if (exchange->is_waiting && !exchange->is_answered)
    g_cancellable_cancel (exchange->cancellable);

  return exchange->is_waiting;
}

/**
 * telar_exchange_end:
 * @exchange: an exchange that does not wait for an answer, and whose body is closed
 * @is_complete: whether the answer was read to its end
 *
 * Ends a request, so that another may be sent when the exchange is ready. The message is only used
 * again if it is complete; else who knows what libsoup is about to do with it.
 */
void
telar_exchange_end (TelarExchange *exchange, gboolean is_complete)
{
  exchange->phase = NULL;
  if (!is_complete)
    drop_message (exchange);
}

/**
 * telar_exchange_is_ready:
 * @exchange: an exchange that is new, or whose last request was ended by telar_exchange_end()
 *
 * Returns: whether a request can be sent now: libsoup may let go of the last one only later
 */
gboolean
telar_exchange_is_ready (TelarExchange *exchange)
{
  return !exchange->is_held;
}

/**
 * telar_exchange_get_message:
 * @exchange: an exchange that has sent a request and not ended it
 *
 * Returns: (transfer none): the request and its answer
 */
SoupMessage *
telar_exchange_get_message (TelarExchange *exchange)
{
  return exchange->message;
}
