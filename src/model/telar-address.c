/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-address.h"

#include "telar-format.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define BLANKS " \t\r\v\f"

/* As SoupMessage parses an address. */
#define URI_FLAGS                                                                                  \
  (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY                 \
   | G_URI_FLAGS_ENCODED_FRAGMENT | G_URI_FLAGS_SCHEME_NORMALIZE)

/* No server takes a longer address, and what a task sends to a worker has an end too. */
#define MAX_LENGTH 65536

/* The scheme of @text, or NULL: "example.org:8080/" has the form of one, but nobody means it. */
static char *
dup_scheme (const char *text)
{
  g_autofree char *scheme = g_uri_parse_scheme (text);

  if (scheme == NULL || strchr (scheme, '.') != NULL || strcmp (scheme, "localhost") == 0)
    return NULL;

  return g_steal_pointer (&scheme);
}

static char *
describe_lack_of_scheme (const char *text)
{
  g_autofree char *shown = telar_format_excerpt (text, -1);

  if ((strchr (text, '.') != NULL || g_str_has_prefix (text, "localhost"))
      && strpbrk (text, BLANKS) == NULL)
    return g_strdup_printf (_ ("The address of a page begins with its scheme; write https://%s"),
                            shown);

  return g_strdup_printf (_ ("“%s” is not the address of a page; write for example "
                             "https://example.org/"),
                          shown);
}

static gboolean
check_demo (const char *text, char **message)
{
  if (text[5] != '\0' && strpbrk (text, BLANKS) == NULL)
    return TRUE;

  *message = g_strdup (_ ("A page of the demo site is written without blanks, for example "
                          "demo:projecteuler.net/ or demo:page?delay=0.25"));

  return FALSE;
}

/**
 * telar_address_check:
 * @text: valid UTF-8 that may be the address of a page
 * @message: (out) (transfer full): what is wrong with it and how to mend it
 *
 * Returns: whether @text is an address of http or https with a host, or an input of the demo
 *   site; whether there is such a page shows only when it is fetched
 */
gboolean
telar_address_check (const char *text, char **message)
{
  g_autofree char *scheme = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) error = NULL;

  if (strlen (text) > MAX_LENGTH)
    {
      *message = g_strdup_printf (_ ("An address has at most %d bytes"), MAX_LENGTH);
      return FALSE;
    }

  if (g_ascii_strncasecmp (text, "demo:", 5) == 0)
    return check_demo (text, message);

  scheme = dup_scheme (text);
  if (scheme == NULL)
    {
      *message = describe_lack_of_scheme (text);
      return FALSE;
    }

  if (g_ascii_strcasecmp (scheme, "http") != 0 && g_ascii_strcasecmp (scheme, "https") != 0)
    {
      shown = telar_format_excerpt (scheme, -1);
      *message = g_strdup_printf (_ ("The scheme “%s:” is not understood; the address of a page "
                                     "begins with https:, http: or demo:"),
                                  shown);
      return FALSE;
    }

  if (strpbrk (text, BLANKS) != NULL)
    {
      *message = g_strdup (_ ("An address has no blanks; write one page per line, and %20 for a "
                              "blank in an address"));
      return FALSE;
    }

  uri = g_uri_parse (text, URI_FLAGS, &error);
  if (uri != NULL && g_uri_get_host (uri) != NULL && *g_uri_get_host (uri) != '\0')
    return TRUE;

  shown = telar_format_excerpt (text, -1);
  if (uri != NULL)
    *message
        = g_strdup_printf (_ ("“%s” names no host; write for example https://example.org/"), shown);
  else
    {
      g_autofree char *reason = telar_format_excerpt (error->message, -1);

      *message = g_strdup_printf (_ ("“%s” is not a valid address: %s"), shown, reason);
    }

  return FALSE;
}
