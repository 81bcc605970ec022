/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-byte-reader.h"

#include <string.h>

/**
 * telar_byte_reader_init:
 * @reader: (out caller-allocates): a reader that stands at the first byte
 * @data: what is read, not trusted; it must stay while the reader is used
 * @length: its length
 */
void
telar_byte_reader_init (TelarByteReader *reader, const void *data, gsize length)
{
  *reader = (TelarByteReader){ .position = data, .end = (const guint8 *) data + length };
}

/**
 * telar_byte_reader_fail:
 * @reader: a reader of what makes no sense
 *
 * Returns: %FALSE
 */
gboolean
telar_byte_reader_fail (TelarByteReader *reader)
{
  reader->has_failed = TRUE;
  reader->position = reader->end;

  return FALSE;
}

/**
 * telar_byte_reader_is_at_end:
 * @reader: a reader
 *
 * Returns: whether all was read, without a fault
 */
gboolean
telar_byte_reader_is_at_end (const TelarByteReader *reader)
{
  return !reader->has_failed && reader->position == reader->end;
}

/**
 * telar_byte_reader_get_byte:
 * @reader: a reader
 *
 * Returns: the next byte
 */
guint8
telar_byte_reader_get_byte (TelarByteReader *reader)
{
  if (reader->position == reader->end)
    {
      telar_byte_reader_fail (reader);
      return 0;
    }

  return *reader->position++;
}

static guint64
get_number (TelarByteReader *reader)
{
  guint64 value = 0;

  for (guint shift = 0; reader->position < reader->end && shift < 64; shift += 7)
    {
      guint8 byte = *reader->position++;

      if (shift == 63 && byte > 1)
        break;
      value |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return value;
    }

  telar_byte_reader_fail (reader);

  return 0;
}

/**
 * telar_byte_reader_get_unsigned:
 * @reader: a reader
 * @minimum: the least that makes sense
 * @maximum: the most that makes sense
 *
 * Returns: the next number, or @minimum after a fault
 */
guint64
telar_byte_reader_get_unsigned (TelarByteReader *reader, guint64 minimum, guint64 maximum)
{
  guint64 value = get_number (reader);

  if (value >= minimum && value <= maximum && !reader->has_failed)
    return value;

  telar_byte_reader_fail (reader);

  return minimum;
}

/**
 * telar_byte_reader_get_signed:
 * @reader: a reader
 * @minimum: the least that makes sense
 * @maximum: the most that makes sense
 *
 * Returns: the next number, or @minimum after a fault
 */
gint64
telar_byte_reader_get_signed (TelarByteReader *reader, gint64 minimum, gint64 maximum)
{
  guint64 bits = get_number (reader);
  gint64 value = (gint64) ((bits & 1) != 0 ? ~(bits >> 1) : bits >> 1);

  if (value >= minimum && value <= maximum && !reader->has_failed)
    return value;

  telar_byte_reader_fail (reader);

  return minimum;
}

/**
 * telar_byte_reader_get_double:
 * @reader: a reader
 *
 * Returns: the next number, which may be infinite or none at all
 */
double
telar_byte_reader_get_double (TelarByteReader *reader)
{
  guint64 bits;
  double value;

  if ((gsize) (reader->end - reader->position) < sizeof bits)
    {
      telar_byte_reader_fail (reader);
      return 0;
    }

  memcpy (&bits, reader->position, sizeof bits);
  reader->position += sizeof bits;
  bits = GUINT64_FROM_LE (bits);
  memcpy (&value, &bits, sizeof value);

  return value;
}

/**
 * telar_byte_reader_dup_text:
 * @reader: a reader
 *
 * Returns: (transfer full): the next text, which is valid UTF-8
 */
char *
telar_byte_reader_dup_text (TelarByteReader *reader)
{
  gsize length
      = telar_byte_reader_get_unsigned (reader, 0, (guint64) (reader->end - reader->position));
  const char *text = (const char *) reader->position;

  /* With its length given, the end of a string is no valid character either. */
  if (reader->has_failed || length > (gsize) (reader->end - reader->position)
      || !g_utf8_validate (text, (gssize) length, NULL))
    {
      telar_byte_reader_fail (reader);
      return g_strdup ("");
    }
  reader->position += length;

  return g_strndup (text, length);
}

/**
 * telar_byte_reader_get_count:
 * @reader: a reader
 * @maximum: the most that makes sense
 *
 * Returns: how many things follow, each of which takes one byte at least, so that a wrong number
 *   does not make the program ask for memory that no data will fill
 */
guint
telar_byte_reader_get_count (TelarByteReader *reader, guint maximum)
{
  guint count = (guint) telar_byte_reader_get_unsigned (reader, 0, maximum);

  if (count > (gsize) (reader->end - reader->position))
    {
      telar_byte_reader_fail (reader);
      return 0;
    }

  return count;
}
