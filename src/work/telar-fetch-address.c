/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-fetch-address.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

/* Whether @address can be fetched; @message says of one with another scheme that it cannot. */
static gboolean
check (GUri *address, const char *message, GError **error)
{
  const char *scheme = g_uri_get_scheme (address);
  const char *host = g_uri_get_host (address);
  g_autofree char *shown = NULL;

  if (strcmp (scheme, "http") != 0 && strcmp (scheme, "https") != 0)
    {
      shown = telar_fetch_address_describe (address);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message, shown);
#pragma GCC diagnostic pop
      return FALSE;
    }
  if (host == NULL || *host == '\0')
    {
      shown = telar_fetch_address_describe (address);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” names no host"), shown);
      return FALSE;
    }

  return TRUE;
}

/**
 * telar_fetch_address_from_input:
 * @input: a task's input: an address of http or https, or a page of the demo site
 * @demo_url: (nullable): the address of the demo site, ending in a slash, if it runs
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT that says what is wrong with @input,
 *   or for a %G_IO_ERROR_FAILED: it is a page of the demo site, which does not run
 *
 * Returns: (transfer full) (nullable): an address of http or https with a host
 */
GUri *
telar_fetch_address_from_input (const char *input, const char *demo_url, GError **error)
{
  g_autofree char *demo_page = NULL;
  g_autoptr (GUri) address = NULL;
  g_autoptr (GError) parse_error = NULL;

  if (g_ascii_strncasecmp (input, "demo:", 5) == 0)
    {
      if (demo_url == NULL)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The demo site is not running"));
          return NULL;
        }
      input += strlen ("demo:");
      input = demo_page = g_strconcat (demo_url, input + strspn (input, "/"), NULL);
    }

  address = g_uri_parse (input, SOUP_HTTP_URI_FLAGS, &parse_error);
  if (address == NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (input, -1);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” is not an address: %s"),
                   shown, parse_error->message);
      return NULL;
    }
  if (!check (address, _ ("“%s” is neither http nor https"), error))
    return NULL;

  return g_steal_pointer (&address);
}

/**
 * telar_fetch_address_from_redirect:
 * @from: the address of the page that leads on
 * @location: where it says that it leads; not trusted, need not be UTF-8
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT that says what is wrong with it
 *
 * A name and a password in @from go along only to the same host.
 *
 * Returns: (transfer full) (nullable): an address of http or https with a host
 */
GUri *
telar_fetch_address_from_redirect (GUri *from, const char *location, GError **error)
{
  g_autoptr (GUri) address = g_uri_parse_relative (from, location, SOUP_HTTP_URI_FLAGS, NULL);

  if (address == NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (location, -1);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The page leads on to “%s”, which is not an address"), shown);
      return NULL;
    }
  if (!check (address, _ ("The page leads on to “%s”, which is neither http nor https"), error))
    return NULL;

  return g_steal_pointer (&address);
}

/**
 * telar_fetch_address_describe:
 * @address: any address
 *
 * Returns: (transfer full): it in valid UTF-8, without a password that it may hold
 */
char *
telar_fetch_address_describe (GUri *address)
{
  g_autofree char *text = g_uri_to_string_partial (address, G_URI_HIDE_PASSWORD);

  return g_utf8_make_valid (text, -1);
}

/**
 * telar_fetch_address_describe_host:
 * @address: an address with a host
 *
 * Returns: (transfer full): its host, with the port unless it is the usual one
 */
char *
telar_fetch_address_describe_host (GUri *address)
{
  const char *host = g_uri_get_host (address);
  int port = g_uri_get_port (address);
  int usual_port = strcmp (g_uri_get_scheme (address), "https") == 0 ? 443 : 80;

  if (port <= 0 || port == usual_port)
    return g_strdup (host);

  /* RFC 3986, section 3.2.2: an IPv6 address is told from its port by brackets. */
  return g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%d" : "%s:%d", host, port);
}

/**
 * telar_fetch_address_dup_authorization:
 * @address: an address, which may name a user and a password: https://user:password@example.org/
 *
 * Returns: (transfer full) (nullable): the value of an Authorization header (RFC 7617) for it
 */
char *
telar_fetch_address_dup_authorization (GUri *address)
{
  const char *user = g_uri_get_user (address);
  const char *password = g_uri_get_password (address);
  g_autofree char *plain = NULL, *encoded = NULL;

  if ((user == NULL || *user == '\0') && password == NULL)
    return NULL;

  plain = g_strconcat (user != NULL ? user : "", ":", password != NULL ? password : "", NULL);
  encoded = g_base64_encode ((const guchar *) plain, strlen (plain));

  return g_strconcat ("Basic ", encoded, NULL);
}
