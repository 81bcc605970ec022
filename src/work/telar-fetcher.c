/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-fetcher.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "telar-body.h"
#include "telar-exchange.h"
#include "telar-fetch-address.h"
#include "telar-fetch-error.h"
#include "telar-session-shards.h"

/* The body of a redirect is only read so that its connection can be used again. */
#define MAX_REDIRECT_BODY_BYTES (64 * 1024)

/* Exchanges that wait to be used again: twice as many as connections that are worth while, because
 * libsoup lets go of a message a turn of the loop after its answer. */
#define MAX_KEPT_EXCHANGES 128

struct _TelarFetcher
{
  TelarWork *work;
  TelarAlarms *alarms;
  TelarSessionShards *shards;
  TelarBodyPool *bodies;
  GQueue kept; /* TelarExchange, the one that ended first at the head */

  /* The main context calls for one fetch, and from within that call the next may begin. */
  guint n_entered;
  gint64 cpu_read_ns; /* of the thread, when it was last read since it was entered */
  gint64 done_cpu_ns; /* of the fetch that reports its end */
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
  TelarExchange *exchange;
  TelarBody *body; /* of the answer, once its headers are there */
  BodyUse body_use;
  gboolean is_complete; /* all of the body was read */
  GError *error;        /* why the fetch ends before its answer is there */

  gint64 cpu_ns;
} Fetch;

static void ask (Fetch *fetch);
static void read_body (Fetch *fetch);

/* Returns: what the thread has used since it was last asked, or entered */
static gint64
take_cpu (TelarFetcher *fetcher)
{
  gint64 before_ns = fetcher->cpu_read_ns;

  fetcher->cpu_read_ns = telar_clock_thread_cpu_ns ();

  return fetcher->cpu_read_ns - before_ns;
}

/* Every function that the main context calls begins with this, and ends with leave() or finish().
 * The clock is a call of the kernel, so it is read no more often than the fetch changes. */
static void
enter (Fetch *fetch)
{
  TelarFetcher *fetcher = fetch->fetcher;

  if (fetcher->n_entered++ == 0)
    fetcher->cpu_read_ns = telar_clock_thread_cpu_ns ();
}

static void
leave (Fetch *fetch)
{
  fetch->cpu_ns += take_cpu (fetch->fetcher);
  fetch->fetcher->n_entered--;
}

static TelarExchange *
take_exchange (TelarFetcher *fetcher)
{
  TelarExchange *first = g_queue_peek_head (&fetcher->kept);

  if (first != NULL && telar_exchange_is_ready (first))
    return g_queue_pop_head (&fetcher->kept);

  return telar_exchange_new ();
}

/* Ends the request, but what was read of its answer stays. */
static void
end_exchange (Fetch *fetch)
{
  TelarFetcher *fetcher = fetch->fetcher;

  if (fetch->body != NULL)
    telar_body_close (fetch->body);
  telar_exchange_end (fetch->exchange, fetch->is_complete);
  fetch->is_complete = FALSE;

  if (fetcher->kept.length < MAX_KEPT_EXCHANGES)
    g_queue_push_tail (&fetcher->kept, g_steal_pointer (&fetch->exchange));
  else
    g_clear_pointer (&fetch->exchange, telar_exchange_free);
}

/* Ends the fetch; it is gone afterwards. */
static void
finish (Fetch *fetch, GError *error)
{
  TelarFetcher *fetcher = fetch->fetcher;
  TelarFetched fetched = { 0 };
  g_autofree char *content_type = NULL;

  telar_alarms_unset (fetcher->alarms, &fetch->alarm);
  if (fetch->exchange != NULL)
    {
      SoupMessage *message = telar_exchange_get_message (fetch->exchange);
      SoupMessageHeaders *headers = soup_message_get_response_headers (message);

      fetched.http_status = soup_message_get_status (message);
      content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
      fetched.content_type = content_type;
    }
  if (fetch->body != NULL)
    fetched.bytes = telar_body_get_n_bytes (fetch->body);
  if (error == NULL)
    fetched.body = telar_body_get_data (fetch->body, &fetched.length);
  if (fetch->exchange != NULL)
    end_exchange (fetch);
  if (fetch->shard != NULL)
    telar_session_shard_give_back (fetch->shard);

  fetcher->done_cpu_ns = fetch->cpu_ns;
  fetch->done (&fetched, error, fetch->user_data);
  fetcher->n_entered--;

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
  place.certificate_errors
      = soup_message_get_tls_peer_certificate_errors (telar_exchange_get_message (fetch->exchange));
  finish (fetch, telar_fetch_error_explain (error, &place));
}

static void
on_alarm (TelarAlarm *alarm, gboolean cancelled)
{
  Fetch *fetch = (Fetch *) ((char *) alarm - G_STRUCT_OFFSET (Fetch, alarm));

  enter (fetch);
  /* What cannot be asked for has failed before, and waited only for this call. */
  if (fetch->error == NULL)
    fetch->error
        = cancelled
              ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Stopped by the user"))
              : telar_fetch_error_new_timeout (telar_work_get_timeout_us (fetch->fetcher->work));

  /* The end of an answer that is waited for is reported to on_answer(). */
  if (fetch->exchange != NULL && telar_exchange_cancel (fetch->exchange))
    leave (fetch);
  else
    finish (fetch, g_steal_pointer (&fetch->error));
}

static void
on_phase (TelarPhase phase, gpointer user_data)
{
  Fetch *fetch = user_data;

  fetch->phase (phase, fetch->user_data);
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

/* Has the session trust those who may sign the certificate of a secure server. */
static gboolean
trust (Fetch *fetch, GError **error)
{
  TelarAuthorities *authorities = telar_work_get_authorities (fetch->fetcher->work);
  GTlsDatabase *database;

  if (!g_str_equal (g_uri_get_scheme (fetch->uri), "https"))
    return TRUE;
  if (!telar_authorities_get_database (authorities, &database, error))
    return FALSE;

  /* Without one, libsoup takes the system's. */
  if (database != NULL)
    soup_session_set_tls_database (fetch->shard->session, database);

  return TRUE;
}

/* The body of a redirect is there: asks for the page that it leads to. */
static void
follow (Fetch *fetch)
{
  SoupMessage *message = telar_exchange_get_message (fetch->exchange);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
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

  end_exchange (fetch);
  g_clear_pointer (&fetch->body, telar_body_free);
  if (trust (fetch, &error))
    ask (fetch);
  else
    finish (fetch, error);
}

static void
finish_with_status (Fetch *fetch)
{
  SoupMessage *message = telar_exchange_get_message (fetch->exchange);

  finish (fetch, telar_fetch_error_new_status (soup_message_get_status (message),
                                               soup_message_get_reason_phrase (message)));
}

/* Nothing more of the body is to be read: it is complete, or @error says why not. */
static void
end_body (Fetch *fetch, GError *error)
{
  SoupMessage *message = telar_exchange_get_message (fetch->exchange);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);

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
      fetch->is_complete = TRUE;
      end_body (fetch, NULL);
      break;
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
  SoupMessage *message = telar_exchange_get_message (fetch->exchange);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  guint64 limit = telar_work_get_body_limit (fetch->fetcher->work);

  if (is_followed (message))
    fetch->body_use = BODY_OF_REDIRECT;
  else if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message)))
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
on_answer (GInputStream *stream, GError *error, gpointer user_data)
{
  Fetch *fetch = user_data;

  enter (fetch);
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
ask (Fetch *fetch)
{
  fetch->exchange = take_exchange (fetch->fetcher);
  telar_exchange_send (fetch->exchange, fetch->shard->session, fetch->uri, on_phase, on_answer,
                       fetch);
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
  fetcher->shards = telar_session_shards_new (n_at_once, telar_work_get_user_agent (work));
  fetcher->bodies = telar_body_pool_new (context);
  g_queue_init (&fetcher->kept);

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
  g_queue_clear_full (&fetcher->kept, (GDestroyNotify) telar_exchange_free);
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
  if (fetch->uri != NULL)
    fetch->shard = telar_session_shards_take (fetcher->shards);
  ready = fetch->uri != NULL && trust (fetch, &fetch->error);
  telar_alarms_set (fetcher->alarms, &fetch->alarm,
                    ready ? now_us + telar_work_get_timeout_us (fetcher->work) : now_us,
                    cancellable, on_alarm);
  if (!ready)
    {
      leave (fetch);
      return;
    }

  ask (fetch);
}

/**
 * telar_fetcher_measure_cpu:
 * @fetcher: a fetcher one of whose fetches calls its #TelarFetchDoneFunc
 *
 * Called at most once by each of these functions, before it begins another fetch.
 *
 * Returns: the processor time that this thread has used for the page so far, in nanoseconds
 */
gint64
telar_fetcher_measure_cpu (TelarFetcher *fetcher)
{
  return fetcher->done_cpu_ns + take_cpu (fetcher);
}
