/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-json-string.h"

#include <string.h>

/* Reads four hexadecimal digits. */
static gboolean
read_code_unit (const char **position, const char *end, gunichar *unit)
{
  *unit = 0;
  if (end - *position < 4)
    return FALSE;

  for (guint i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value ((*position)[i]);

      if (digit < 0)
        return FALSE;
      *unit = *unit * 16 + (gunichar) digit;
    }
  *position += 4;

  return TRUE;
}

/* What stands after "\u". Half a surrogate pair and the zero become U+FFFD. */
static gboolean
read_escaped_character (const char **position, const char *end, GString *text)
{
  gunichar c, low;

  if (!read_code_unit (position, end, &c))
    return FALSE;

  if (c >= 0xd800 && c < 0xdc00 && end - *position >= 2 && (*position)[0] == '\\'
      && (*position)[1] == 'u')
    {
      const char *before = *position;

      *position += 2;
      if (!read_code_unit (position, end, &low))
        return FALSE;
      if (low >= 0xdc00 && low < 0xe000)
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
      else
        *position = before;
    }

  g_string_append_unichar (text, c == 0 || !g_unichar_validate (c) ? 0xfffd : c);

  return TRUE;
}

static gboolean
read_escape (const char **position, const char *end, GString *text)
{
  static const char letters[] = "\"\\/bfnrt";
  static const char meanings[] = "\"\\/\b\f\n\r\t";
  const char *letter;

  if (*position >= end)
    return FALSE;

  if (**position == 'u')
    {
      (*position)++;
      return read_escaped_character (position, end, text);
    }

  letter = memchr (letters, **position, sizeof letters - 1);
  if (letter == NULL)
    return FALSE;

  g_string_append_c (text, meanings[letter - letters]);
  (*position)++;

  return TRUE;
}

/**
 * telar_json_string_scan:
 * @position: (inout): the first character behind the opening quote; moved behind the closing one,
 *   or to where the text is no string of JSON (RFC 8259, section 7)
 * @end: where the text ends, which is valid UTF-8 and need not be terminated
 * @text: what the string says is appended to it
 *
 * What no C string can hold becomes U+FFFD: half a surrogate pair, and the zero.
 *
 * Returns: whether it is a string with an end
 */
gboolean
telar_json_string_scan (const char **position, const char *end, GString *text)
{
  while (*position < end && (guchar) * *position >= 0x20)
    {
      const char *from = *position;

      while (*position < end && (guchar) * *position >= 0x20 && **position != '"'
             && **position != '\\')
        (*position)++;
      g_string_append_len (text, from, *position - from);

      if (*position >= end || (guchar) * *position < 0x20)
        break;
      if (*(*position)++ == '"')
        return TRUE;
      if (!read_escape (position, end, text))
        break;
    }

  return FALSE;
}
