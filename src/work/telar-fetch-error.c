/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-fetch-error.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

/* More of what a server calls its failure nobody wants to read. */
#define MAX_REASON_CHARACTERS 100

typedef enum
{
  ANYWHERE,
  BEFORE_BODY,
  IN_BODY,
} Where;

/* What the libraries report, and what it means for who asked for a page. The first that fits. */
static const struct
{
  GQuark (*domain) (void);
  int code;
  Where where;
  const char *message; /* with a place for the host */
} messages[] = {
  { g_resolver_error_quark, G_RESOLVER_ERROR_NOT_FOUND, ANYWHERE,
    N_ ("The host “%s” does not exist") },
  { g_resolver_error_quark, G_RESOLVER_ERROR_TEMPORARY_FAILURE, ANYWHERE,
    N_ ("The host “%s” cannot be looked up at the moment; is there a network?") },
  { g_resolver_error_quark, G_RESOLVER_ERROR_INTERNAL, ANYWHERE,
    N_ ("The host “%s” cannot be looked up") },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, ANYWHERE, N_ ("“%s” refused the connection") },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE, ANYWHERE, N_ ("“%s” cannot be reached") },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, ANYWHERE,
    N_ ("There is no network that leads to “%s”") },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, ANYWHERE, N_ ("“%s” does not answer") },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_CLOSED, ANYWHERE,
    N_ ("“%s” broke the connection off") },
  { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, IN_BODY,
    N_ ("“%s” ended the connection in the middle of the page") },
  { g_io_error_quark, G_IO_ERROR_PARTIAL_INPUT, BEFORE_BODY, N_ ("“%s” gave no complete answer") },
  { g_io_error_quark, G_IO_ERROR_INVALID_DATA, IN_BODY,
    N_ ("The page of “%s” is compressed or split in a wrong way") },
  { g_io_error_quark, G_IO_ERROR_INVALID_ARGUMENT, IN_BODY,
    N_ ("The page of “%s” is compressed or split in a wrong way") },
  { soup_session_error_quark, SOUP_SESSION_ERROR_PARSING, ANYWHERE,
    N_ ("What “%s” answers is not HTTP") },
  { soup_session_error_quark, SOUP_SESSION_ERROR_ENCODING, ANYWHERE,
    N_ ("“%s” answers in an encoding that is not known") },
  { g_tls_error_quark, G_TLS_ERROR_UNAVAILABLE, ANYWHERE,
    N_ ("“%s” needs a secure connection, and no library for that is installed (glib-networking)") },
  { g_tls_error_quark, G_TLS_ERROR_NOT_TLS, ANYWHERE,
    N_ ("“%s” does not speak TLS, so a secure connection is not possible") },
  { g_tls_error_quark, G_TLS_ERROR_BAD_CERTIFICATE, ANYWHERE,
    N_ ("The certificate of “%s” is not valid") },
  { g_tls_error_quark, G_TLS_ERROR_EOF, ANYWHERE, N_ ("“%s” broke the secure connection off") },
  { g_tls_error_quark, -1, ANYWHERE, N_ ("No secure connection to “%s” is possible") },
};

static const struct
{
  GTlsCertificateFlags flag;
  const char *message;
} certificates[] = {
  { G_TLS_CERTIFICATE_EXPIRED, N_ ("The certificate of “%s” has expired") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("The certificate of “%s” is not valid yet") },
  { G_TLS_CERTIFICATE_REVOKED, N_ ("The certificate of “%s” was revoked") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, N_ ("The certificate of “%s” belongs to another host") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA,
    N_ ("The certificate of “%s” was not signed by an authority that is trusted here") },
};

static const char *
find_message (const GError *error, const TelarFetchPlace *place)
{
  Where where = place->in_body ? IN_BODY : BEFORE_BODY;

  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    for (guint i = 0; i < G_N_ELEMENTS (certificates); i++)
      if ((place->certificate_errors & certificates[i].flag) != 0)
        return certificates[i].message;

  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    if (error->domain == messages[i].domain ()
        && (error->code == messages[i].code || messages[i].code == -1)
        && (messages[i].where == where || messages[i].where == ANYWHERE))
      return messages[i].message;

  return NULL;
}

/**
 * telar_fetch_error_explain:
 * @error: (transfer full): what a library reported
 * @place: where the fetch was
 *
 * Returns: (transfer full): the same, said in the user's language in a sentence that names the
 * host; %G_IO_ERROR_CANCELLED stays as it is
 */
GError *
telar_fetch_error_explain (GError *error, const TelarFetchPlace *place)
{
  const char *message = find_message (error, place);
  g_autofree char *sentence = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  if (message != NULL)
    sentence = g_strdup_printf (_ (message), place->host);
  else
    sentence = g_strdup_printf (_ ("The page of “%s” cannot be fetched: %s"), place->host,
                                error->message);
#pragma GCC diagnostic pop

  g_free (error->message);
  error->message = g_utf8_make_valid (sentence, -1);

  return error;
}

/**
 * telar_fetch_error_new_timeout:
 * @timeout_us: the time limit of a page, in microseconds
 *
 * Returns: (transfer full): a %G_IO_ERROR_TIMED_OUT that says so
 */
GError *
telar_fetch_error_new_timeout (gint64 timeout_us)
{
  return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                      _ ("The page was not complete within the time limit of %g s"),
                      (double) timeout_us / G_USEC_PER_SEC);
}

/**
 * telar_fetch_error_new_status:
 * @http_status: of an answer that is not a page
 * @reason: (nullable): what the server calls it; not trusted, need not be UTF-8
 *
 * Returns: (transfer full): a %G_IO_ERROR_FAILED such as "HTTP 404 Not Found"
 */
GError *
telar_fetch_error_new_status (guint http_status, const char *reason)
{
  g_autofree char *valid = NULL, *shown = NULL;

  if (reason == NULL || *reason == '\0')
    reason = soup_status_get_phrase (http_status);
  valid = g_utf8_make_valid (reason, -1);
  shown = g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_REASON_CHARACTERS));

  return g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "HTTP %u %s", http_status, shown);
}
