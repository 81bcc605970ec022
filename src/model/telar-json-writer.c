/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-json-writer.h"

#include "telar-integers.h"

#include <math.h>
#include <string.h>

#define NS_PER_S  1000000000
#define NS_PER_MS 1000000
#define NS_PER_US 1000

/* The length in bytes of the character at @p if it must be written as an escape, else 0: what
 * JSON demands, and the other control characters, which a terminal would obey. */
static guint
get_escaped_length (const guchar *p)
{
  if (*p < 0x20 || *p == '"' || *p == '\\' || *p == 0x7f)
    return 1;

  return *p == 0xc2 && p[1] < 0xa0 ? 2 : 0;
}

static void
append_escape (GString *json, const guchar *p, guint length)
{
  if (*p == '"' || *p == '\\')
    {
      g_string_append_c (json, '\\');
      g_string_append_c (json, (char) *p);
    }
  else if (*p == '\n')
    g_string_append (json, "\\n");
  else if (*p == '\t')
    g_string_append (json, "\\t");
  else
    g_string_append_printf (json, "\\u%04x", (guint) p[length - 1]);
}

/**
 * telar_json_append_string:
 * @json: a text
 * @text: (nullable): a string; made valid UTF-8 if it is not, and null if it is %NULL
 */
void
telar_json_append_string (GString *json, const char *text)
{
  g_autofree char *valid = NULL;
  const guchar *p, *copied;

  if (text == NULL)
    {
      g_string_append (json, "null");
      return;
    }

  if (!g_utf8_validate (text, -1, NULL))
    text = valid = g_utf8_make_valid (text, -1);

  g_string_append_c (json, '"');
  for (p = copied = (const guchar *) text; *p != '\0';)
    {
      guint length = get_escaped_length (p);

      if (length == 0)
        {
          p++;
          continue;
        }

      g_string_append_len (json, (const char *) copied, p - copied);
      append_escape (json, p, length);
      p += length;
      copied = p;
    }
  g_string_append_len (json, (const char *) copied, p - copied);
  g_string_append_c (json, '"');
}

/**
 * telar_json_append_integer:
 * @json: a text
 * @value: a whole number
 */
void
telar_json_append_integer (GString *json, gint64 value)
{
  char digits[TELAR_INTEGER_LENGTH];

  g_string_append_len (json, digits, telar_integer_write (value, digits));
}

/**
 * telar_json_append_double:
 * @json: a text
 * @value: a finite number; it is the same again when it is read
 */
void
telar_json_append_double (GString *json, double value)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == floor (value) && fabs (value) < 1e15)
    telar_json_append_integer (json, (gint64) value);
  else
    {
      /* Fifteen digits show 0.1 as it was typed; seventeen are always exact. */
      g_ascii_formatd (digits, sizeof digits, "%.15g", value);
      if (g_ascii_strtod (digits, NULL) != value)
        g_ascii_dtostr (digits, sizeof digits, value);
      g_string_append (json, digits);
    }
}

static void
append_in_unit (GString *json, gint64 ns, gint64 unit_ns)
{
  char digits[TELAR_INTEGER_LENGTH];
  guint length;

  if (ns < 0)
    {
      g_string_append (json, "null");
      return;
    }

  telar_json_append_integer (json, ns / unit_ns);

  /* The 1 before the fraction keeps its zeros. */
  length = telar_integer_write (unit_ns + ns % unit_ns, digits);
  while (length > 2 && digits[length - 1] == '0')
    length--;
  digits[0] = '.';
  g_string_append_len (json, digits, length);
}

/**
 * telar_json_append_seconds:
 * @json: a text
 * @ns: a time in nanoseconds; null is written if it is negative
 *
 * Writes the time as seconds, exact to the nanosecond.
 */
void
telar_json_append_seconds (GString *json, gint64 ns)
{
  append_in_unit (json, ns, NS_PER_S);
}

/**
 * telar_json_append_milliseconds:
 * @json: a text
 * @ns: a time in nanoseconds; null is written if it is negative
 *
 * Writes the time as milliseconds, exact to the nanosecond.
 */
void
telar_json_append_milliseconds (GString *json, gint64 ns)
{
  append_in_unit (json, ns, NS_PER_MS);
}

/**
 * telar_json_append_microseconds:
 * @json: a text
 * @ns: a time in nanoseconds; null is written if it is negative
 *
 * Writes the time as microseconds, exact to the nanosecond.
 */
void
telar_json_append_microseconds (GString *json, gint64 ns)
{
  append_in_unit (json, ns, NS_PER_US);
}
