/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-page-request.h"

#include "telar-page-text.h"

#define MAX_DELAY_S   3600
#define MAX_SIZE      (64 << 20)
#define MAX_HEADINGS  100000
#define MAX_REDIRECTS 1000

static const char *const faults[] = {
  [TELAR_FAULT_NONE] = "none",
  [TELAR_FAULT_RESET] = "reset",
  [TELAR_FAULT_TRUNCATE] = "truncate",
  [TELAR_FAULT_STALL] = "stall",
  [TELAR_FAULT_DRIP] = "drip",
  [TELAR_FAULT_GARBAGE] = "garbage",
  [TELAR_FAULT_REDIRECT_LOOP] = "redirect-loop",
  [TELAR_FAULT_WRONG_LENGTH] = "wrong-length",
  [TELAR_FAULT_GZIP_BOMB] = "gzip-bomb",
  [TELAR_FAULT_ENDLESS] = "endless",
};

static gboolean fail (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* The site answers in English whatever the user's language: it stands for a foreign server. */
static gboolean
fail (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);

  return FALSE;
}

static gboolean
parse_whole (const char *name,
             const char *value,
             guint64 minimum,
             guint64 maximum,
             guint64 *number,
             GError **error)
{
  if (g_ascii_string_to_unsigned (value, 10, minimum, maximum, number, NULL))
    return TRUE;

  return fail (error,
               "The parameter “%s” is a whole number from %" G_GUINT64_FORMAT
               " to %" G_GUINT64_FORMAT ", not “%s”.",
               name, minimum, maximum, value);
}

static gboolean
parse_delay (const char *value, double *delay_s, GError **error)
{
  char *end;
  double number = g_ascii_strtod (value, &end);

  if (*value != '\0' && *end == '\0' && number >= 0 && number <= MAX_DELAY_S)
    {
      *delay_s = number;
      return TRUE;
    }

  return fail (error, "The parameter “delay” is a number of seconds from 0 to %d, not “%s”.",
               MAX_DELAY_S, value);
}

static gboolean
parse_fault (const char *value, TelarFault *fault, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (strcmp (faults[i], value) == 0)
      {
        *fault = i;
        return TRUE;
      }

  return fail (error,
               "There is no fault “%s”; there are reset, truncate, stall, drip, garbage, "
               "redirect-loop, wrong-length, gzip-bomb and endless.",
               value);
}

static gboolean
parse_charset (const char *value, const char **charset, GError **error)
{
  if (!telar_page_charset_is_known (value))
    return fail (error,
                 "The charset “%s” is not one of utf-8, iso-8859-1, iso-8859-15, windows-1252, "
                 "utf-16le and utf-16be.",
                 value);
  *charset = value;

  return TRUE;
}

static gboolean
parse_type (const char *value, const char **type, GError **error)
{
  gsize length = strspn (value, "abcdefghijklmnopqrstuvwxyz0123456789.+-/");

  if (length == 0 || length > 100 || value[length] != '\0' || strchr (value, '/') == NULL)
    return fail (error, "The parameter “type” is a media type such as text/html, not “%s”.", value);
  *type = value;

  return TRUE;
}

static gboolean
parse_one (TelarPageRequest *request, const char *name, const char *value, GError **error)
{
  guint64 number;

  if (strcmp (name, "delay") == 0)
    return parse_delay (value, &request->delay_s, error);
  if (strcmp (name, "fault") == 0)
    return parse_fault (value, &request->fault, error);
  if (strcmp (name, "charset") == 0)
    return parse_charset (value, &request->charset, error);
  if (strcmp (name, "type") == 0)
    return parse_type (value, &request->type, error);
  if (strcmp (name, "size") == 0)
    return parse_whole (name, value, 0, MAX_SIZE, &request->size, error);

  if (strcmp (name, "headings") == 0)
    {
      if (!parse_whole (name, value, 0, MAX_HEADINGS, &number, error))
        return FALSE;
      request->headings = (guint) number;
      return TRUE;
    }
  if (strcmp (name, "status") == 0)
    {
      if (!parse_whole (name, value, 200, 599, &number, error))
        return FALSE;
      request->status = (guint) number;
      return TRUE;
    }
  if (strcmp (name, "redirects") == 0)
    {
      if (!parse_whole (name, value, 0, MAX_REDIRECTS, &number, error))
        return FALSE;
      request->redirects = (guint) number;
      return TRUE;
    }

  return fail (error,
               "There is no parameter “%s”; there are delay, size, headings, status, redirects, "
               "charset, type and fault.",
               name);
}

/**
 * telar_page_request_parse:
 * @request: (out caller-allocates): the parameters, with the default for each that is not given;
 *   to be cleared with telar_page_request_clear() in any case
 * @query: (nullable) (element-type utf8 utf8): what follows the question mark of an address
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT: an unknown parameter or a value out
 *   of its range
 *
 * Returns: whether all of it was understood
 */
gboolean
telar_page_request_parse (TelarPageRequest *request, GHashTable *query, GError **error)
{
  GHashTableIter iter;
  gpointer name, value;

  *request = (TelarPageRequest){
    .size = 10000,
    .headings = 5,
    .status = 200,
    .charset = "utf-8",
    .type = "text/html",
  };
  if (query == NULL)
    return TRUE;

  request->query = g_hash_table_ref (query);
  g_hash_table_iter_init (&iter, request->query);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!parse_one (request, name, value, error))
      return FALSE;

  /* A small page need not ask for fewer headings than the default. */
  if (!g_hash_table_contains (request->query, "headings") && request->size < 2000)
    request->headings = 0;

  return TRUE;
}

/**
 * telar_page_request_clear:
 * @request: parameters that were parsed
 */
void
telar_page_request_clear (TelarPageRequest *request)
{
  g_clear_pointer (&request->query, g_hash_table_unref);
}
