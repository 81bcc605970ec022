/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-json-reader.h"

#include "telar-integers.h"
#include "telar-json-string.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Deeper than any document of ours; skipping a value nests as deeply. */
#define MAX_DEPTH 60

/* Longer than any number that means something. */
#define MAX_NUMBER_LENGTH 400

/* Times beyond thirty years are nonsense, and their nanoseconds would not fit. */
#define MAX_SECONDS 1000000000
#define NS_PER_S    G_GINT64_CONSTANT (1000000000)

/* Clocks that count from 1970 go that far until 2223, and nanoseconds fit. */
#define MAX_MICROSECONDS G_GINT64_CONSTANT (8000000000000000)
#define NS_PER_US        1000

/**
 * telar_json_reader_init:
 * @reader: (out caller-allocates): a reader
 * @data: a text; not trusted, need not be terminated, must live as long as @reader
 * @length: its length in bytes
 */
void
telar_json_reader_init (TelarJsonReader *reader, const char *data, gsize length)
{
  const char *invalid;

  *reader = (TelarJsonReader){ .start = data, .position = data, .end = data + length };
  reader->text = g_string_new (NULL);
  if (!g_utf8_validate_len (data, length, &invalid))
    {
      reader->position = invalid;
      telar_json_reader_fail (reader, _ ("this is not text in UTF-8"));
    }
}

/**
 * telar_json_reader_init_within:
 * @reader: (out caller-allocates): a reader
 * @outer: a reader that has read or skipped what is at @position without an error
 * @position: before a value in the text of @outer
 *
 * Reads a value once more. Only that value is to be read.
 */
void
telar_json_reader_init_within (TelarJsonReader *reader,
                               const TelarJsonReader *outer,
                               const char *position)
{
  *reader = (TelarJsonReader){ .start = outer->start, .position = position, .end = outer->end };
  reader->text = g_string_new (NULL);
}

/**
 * telar_json_reader_clear:
 * @reader: a reader, which may be all zero
 */
void
telar_json_reader_clear (TelarJsonReader *reader)
{
  if (reader->text != NULL)
    g_string_free (reader->text, TRUE);
  g_clear_error (&reader->error);
}

/**
 * telar_json_reader_fail:
 * @reader: a reader
 * @format: what is wrong with the value that was read last, in the user's language
 * @...: arguments of @format
 *
 * Sets the reader's error, a %G_IO_ERROR_INVALID_DATA that names the line, unless it has one.
 */
void
telar_json_reader_fail (TelarJsonReader *reader, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;
  guint line = 1;

  if (reader->error != NULL)
    return;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  for (const char *p = reader->start; p < reader->position; p++)
    line += *p == '\n';

  /* Translators: a line of a file, and what is wrong there */
  g_set_error (&reader->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("Line %u: %s"), line,
               message);
  reader->position = reader->end;
}

static void
fail_syntax (TelarJsonReader *reader)
{
  if (reader->position >= reader->end)
    telar_json_reader_fail (reader, _ ("the file ends too early"));
  else
    telar_json_reader_fail (reader, _ ("this is not JSON"));
}

static void
fail_type (TelarJsonReader *reader)
{
  if (telar_json_reader_peek (reader) == TELAR_JSON_NONE)
    fail_syntax (reader);
  else
    telar_json_reader_fail (reader, _ ("a value of another type is expected here"));
}

static void
skip_blanks (TelarJsonReader *reader)
{
  while (reader->position < reader->end
         && (*reader->position == ' ' || *reader->position == '\n' || *reader->position == '\r'
             || *reader->position == '\t'))
    reader->position++;
}

static gboolean
skip_character (TelarJsonReader *reader, char c)
{
  skip_blanks (reader);
  if (reader->position >= reader->end || *reader->position != c)
    return FALSE;

  reader->position++;

  return TRUE;
}

static gboolean
skip_word (TelarJsonReader *reader, const char *word)
{
  gsize length = strlen (word);

  skip_blanks (reader);
  if ((gsize) (reader->end - reader->position) < length
      || memcmp (reader->position, word, length) != 0)
    return FALSE;

  reader->position += length;

  return TRUE;
}

/**
 * telar_json_reader_peek:
 * @reader: a reader
 *
 * Returns: what the next value seems to be by its first character
 */
TelarJsonType
telar_json_reader_peek (TelarJsonReader *reader)
{
  skip_blanks (reader);
  if (reader->position >= reader->end)
    return TELAR_JSON_NONE;

  switch (*reader->position)
    {
    case '{':
      return TELAR_JSON_OBJECT;
    case '[':
      return TELAR_JSON_ARRAY;
    case '"':
      return TELAR_JSON_STRING;
    case 't':
    case 'f':
      return TELAR_JSON_BOOLEAN;
    case 'n':
      return TELAR_JSON_NULL;
    case '-':
      return TELAR_JSON_NUMBER;
    default:
      return g_ascii_isdigit (*reader->position) ? TELAR_JSON_NUMBER : TELAR_JSON_NONE;
    }
}

static void
begin (TelarJsonReader *reader, char bracket)
{
  if (!skip_character (reader, bracket))
    fail_type (reader);
  else if (reader->depth == MAX_DEPTH)
    telar_json_reader_fail (reader, _ ("values are nested too deeply"));
  else
    {
      reader->depth++;
      reader->has_members &= ~(G_GUINT64_CONSTANT (1) << reader->depth);
    }
}

/* Whether there is another member; at the end of the object or array it is left. */
static gboolean
next (TelarJsonReader *reader, char bracket)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << reader->depth;

  if (reader->error != NULL)
    return FALSE;

  if (skip_character (reader, bracket))
    {
      reader->depth--;
      return FALSE;
    }

  if ((reader->has_members & bit) != 0 && !skip_character (reader, ','))
    {
      fail_syntax (reader);
      return FALSE;
    }
  reader->has_members |= bit;

  return TRUE;
}

/**
 * telar_json_reader_begin_object:
 * @reader: a reader before an object
 */
void
telar_json_reader_begin_object (TelarJsonReader *reader)
{
  begin (reader, '{');
}

/**
 * telar_json_reader_next_member:
 * @reader: a reader in an object, after a value of it
 *
 * Returns: (transfer none) (nullable): the name of the next member, valid until something else is
 *   read; its value must be read or skipped next. %NULL at the end of the object, which is left
 */
const char *
telar_json_reader_next_member (TelarJsonReader *reader)
{
  if (!next (reader, '}'))
    return NULL;

  telar_json_reader_read_string (reader);
  if (reader->error == NULL && !skip_character (reader, ':'))
    fail_syntax (reader);

  return reader->error == NULL ? reader->text->str : NULL;
}

/**
 * telar_json_reader_begin_array:
 * @reader: a reader before an array
 */
void
telar_json_reader_begin_array (TelarJsonReader *reader)
{
  begin (reader, '[');
}

/**
 * telar_json_reader_next_element:
 * @reader: a reader in an array, after a value of it
 *
 * Returns: whether there is another value, which must be read or skipped next; at the end of the
 *   array it is left
 */
gboolean
telar_json_reader_next_element (TelarJsonReader *reader)
{
  return next (reader, ']');
}

/**
 * telar_json_reader_read_string:
 * @reader: a reader before a string
 *
 * Returns: (transfer none): the string in valid UTF-8, valid until another is read
 */
const char *
telar_json_reader_read_string (TelarJsonReader *reader)
{
  g_string_truncate (reader->text, 0);
  if (!skip_character (reader, '"'))
    {
      fail_type (reader);
      return reader->text->str;
    }

  if (telar_json_string_scan (&reader->position, reader->end, reader->text))
    return reader->text->str;

  fail_syntax (reader);
  g_string_truncate (reader->text, 0);

  return reader->text->str;
}

static gsize
count_digits (const char *p, const char *end)
{
  const char *from = p;

  while (p < end && g_ascii_isdigit (*p))
    p++;

  return (gsize) (p - from);
}

/* Copies the number into @token; @is_plain is whether it has no exponent. */
static gboolean
read_token (TelarJsonReader *reader, char token[MAX_NUMBER_LENGTH + 1], gboolean *is_plain)
{
  const char *p, *end = reader->end;
  gsize n;

  *is_plain = TRUE;
  if (telar_json_reader_peek (reader) != TELAR_JSON_NUMBER)
    {
      fail_type (reader);
      return FALSE;
    }

  p = reader->position + (*reader->position == '-');
  n = count_digits (p, end);
  if (n == 0 || (n > 1 && *p == '0'))
    goto bad;
  p += n;

  if (p < end && *p == '.')
    {
      n = count_digits (++p, end);
      if (n == 0)
        goto bad;
      p += n;
    }

  if (p < end && (*p == 'e' || *p == 'E'))
    {
      *is_plain = FALSE;
      p++;
      p += p < end && (*p == '+' || *p == '-');
      n = count_digits (p, end);
      if (n == 0)
        goto bad;
      p += n;
    }

  if (p - reader->position > MAX_NUMBER_LENGTH)
    goto bad;

  n = (gsize) (p - reader->position);
  memcpy (token, reader->position, n);
  token[n] = '\0';
  reader->position = p;

  return TRUE;

bad:
  reader->position = p;
  fail_syntax (reader);

  return FALSE;
}

/**
 * telar_json_reader_read_double:
 * @reader: a reader before a number
 *
 * Returns: the number, which is finite
 */
double
telar_json_reader_read_double (TelarJsonReader *reader)
{
  char token[MAX_NUMBER_LENGTH + 1];
  gboolean is_plain;
  double value;

  if (!read_token (reader, token, &is_plain))
    return 0;

  value = g_ascii_strtod (token, NULL);
  if (isfinite (value))
    return value;

  telar_json_reader_fail (reader, _ ("the number %s is too large"), token);

  return 0;
}

/**
 * telar_json_reader_read_integer:
 * @reader: a reader before a number
 * @minimum: the least that it may be
 * @maximum: the most that it may be
 *
 * Returns: the number, which is whole and in the range; @minimum if something was wrong
 */
gint64
telar_json_reader_read_integer (TelarJsonReader *reader, gint64 minimum, gint64 maximum)
{
  char token[MAX_NUMBER_LENGTH + 1];
  gboolean is_plain;
  gint64 value;

  if (!read_token (reader, token, &is_plain))
    return minimum;

  if (telar_integer_parse (token, token + strlen (token), &value) == TELAR_INTEGER_OK
      && value >= minimum && value <= maximum)
    return value;

  telar_json_reader_fail (reader, _ ("the number %.40s is not possible here"), token);

  return minimum;
}

/* Reads plain decimal digits exactly, as far as nanoseconds go. */
static gint64
parse_seconds (const char *token)
{
  gint64 seconds = 0, ns = 0;
  guint n_decimals = 0;

  for (; g_ascii_isdigit (*token); token++)
    seconds = MIN (seconds * 10 + (*token - '0'), MAX_SECONDS + 1);
  if (*token == '.')
    for (token++; g_ascii_isdigit (*token) && n_decimals < 9; token++, n_decimals++)
      ns = ns * 10 + (*token - '0');
  for (; n_decimals < 9; n_decimals++)
    ns *= 10;

  return seconds * NS_PER_S + ns;
}

/**
 * telar_json_reader_read_seconds:
 * @reader: a reader before a number of seconds
 *
 * Returns: the time in nanoseconds, 0 or more
 */
gint64
telar_json_reader_read_seconds (TelarJsonReader *reader)
{
  char token[MAX_NUMBER_LENGTH + 1];
  gboolean is_plain;

  if (!read_token (reader, token, &is_plain))
    return 0;

  if (is_plain && *token != '-')
    {
      gint64 ns = parse_seconds (token);

      if (ns <= MAX_SECONDS * NS_PER_S)
        return ns;
    }
  else
    {
      double seconds = g_ascii_strtod (token, NULL);

      if (seconds >= 0 && seconds <= MAX_SECONDS)
        return (gint64) round (seconds * 1e9);
    }

  telar_json_reader_fail (reader, _ ("%.40s is not a time of a run"), token);

  return 0;
}

/* Reads plain decimal digits exactly, as far as nanoseconds go. */
static gint64
parse_microseconds (const char *token)
{
  gboolean is_negative = *token == '-';
  gint64 us = 0, ns = 0;
  guint n_decimals = 0;

  for (token += is_negative; g_ascii_isdigit (*token); token++)
    us = MIN (us * 10 + (*token - '0'), MAX_MICROSECONDS + 1);
  if (*token == '.')
    for (token++; g_ascii_isdigit (*token) && n_decimals < 3; token++, n_decimals++)
      ns = ns * 10 + (*token - '0');
  for (; n_decimals < 3; n_decimals++)
    ns *= 10;
  ns += us * NS_PER_US;

  return is_negative ? -ns : ns;
}

/**
 * telar_json_reader_read_microseconds:
 * @reader: a reader before a number of microseconds
 *
 * Returns: the time in nanoseconds, which may be negative, of at most some 250 years
 */
gint64
telar_json_reader_read_microseconds (TelarJsonReader *reader)
{
  char token[MAX_NUMBER_LENGTH + 1];
  gboolean is_plain;

  if (!read_token (reader, token, &is_plain))
    return 0;

  if (is_plain)
    {
      gint64 ns = parse_microseconds (token);

      if (ns >= -MAX_MICROSECONDS * NS_PER_US && ns <= MAX_MICROSECONDS * NS_PER_US)
        return ns;
    }
  else
    {
      double us = g_ascii_strtod (token, NULL);

      if (us >= (double) -MAX_MICROSECONDS && us <= (double) MAX_MICROSECONDS)
        return (gint64) round (us * 1e3);
    }

  telar_json_reader_fail (reader, _ ("%.40s is not a time of a run"), token);

  return 0;
}

/**
 * telar_json_reader_read_boolean:
 * @reader: a reader before true or false
 *
 * Returns: which of them
 */
gboolean
telar_json_reader_read_boolean (TelarJsonReader *reader)
{
  if (skip_word (reader, "true"))
    return TRUE;

  if (!skip_word (reader, "false"))
    fail_type (reader);

  return FALSE;
}

/**
 * telar_json_reader_skip_null:
 * @reader: a reader before a value
 *
 * Returns: whether it was null, which then is skipped
 */
gboolean
telar_json_reader_skip_null (TelarJsonReader *reader)
{
  return skip_word (reader, "null");
}

/**
 * telar_json_reader_skip:
 * @reader: a reader before a value of any type
 *
 * Skips the value, but sees to it that it is JSON.
 */
void
telar_json_reader_skip (TelarJsonReader *reader)
{
  char token[MAX_NUMBER_LENGTH + 1];
  gboolean is_plain;

  switch (telar_json_reader_peek (reader))
    {
    case TELAR_JSON_OBJECT:
      telar_json_reader_begin_object (reader);
      while (telar_json_reader_next_member (reader) != NULL)
        telar_json_reader_skip (reader);
      break;
    case TELAR_JSON_ARRAY:
      telar_json_reader_begin_array (reader);
      while (telar_json_reader_next_element (reader))
        telar_json_reader_skip (reader);
      break;
    case TELAR_JSON_STRING:
      telar_json_reader_read_string (reader);
      break;
    case TELAR_JSON_NUMBER:
      read_token (reader, token, &is_plain);
      break;
    case TELAR_JSON_BOOLEAN:
      telar_json_reader_read_boolean (reader);
      break;
    case TELAR_JSON_NULL:
      if (!telar_json_reader_skip_null (reader))
        fail_syntax (reader);
      break;
    case TELAR_JSON_NONE:
      fail_syntax (reader);
      break;
    }
}

/**
 * telar_json_reader_end:
 * @reader: a reader after the outermost value
 *
 * Sees to it that nothing follows.
 */
void
telar_json_reader_end (TelarJsonReader *reader)
{
  skip_blanks (reader);
  if (reader->position < reader->end)
    fail_syntax (reader);
}
