/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-byte-reader.h"

#include <string.h>

/* Small enough to stay in the processor's cache. */
#define BUFFER_SIZE 65536

/* The most bytes that seven bits at a time make of a number of 64 bits. */
#define MAX_NUMBER_LENGTH 10

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
 * telar_byte_reader_init_source:
 * @reader: (out caller-allocates): a reader that stands at the first byte
 * @length: how many bytes there are
 * @source: what gives them, piece after piece
 * @source_data: what it is called with
 */
void
telar_byte_reader_init_source (TelarByteReader *reader,
                               guint64 length,
                               TelarByteSource source,
                               gpointer source_data)
{
  *reader = (TelarByteReader){
    .source = source,
    .source_data = source_data,
    .n_left = length,
    .capacity = BUFFER_SIZE,
    .buffer = g_malloc (BUFFER_SIZE),
  };
  reader->position = reader->end = reader->buffer;
}

/**
 * telar_byte_reader_clear:
 * @reader: a reader
 */
void
telar_byte_reader_clear (TelarByteReader *reader)
{
  g_clear_pointer (&reader->buffer, g_free);
}

static guint64
count_left (const TelarByteReader *reader)
{
  return (guint64) (reader->end - reader->position) + reader->n_left;
}

/* Takes more of the source, so that @length bytes lie at the position, or as many as there are. */
static void
fill (TelarByteReader *reader, gsize length)
{
  gsize n_kept = (gsize) (reader->end - reader->position), n_more;

  if (reader->n_left == 0)
    return;

  length = MIN (length, count_left (reader));
  memmove (reader->buffer, reader->position, n_kept);
  if (length > reader->capacity)
    {
      reader->capacity = length;
      reader->buffer = g_realloc (reader->buffer, length);
    }

  n_more = MIN (reader->capacity - n_kept, reader->n_left);
  if (!reader->source (reader->buffer + n_kept, n_more, reader->source_data))
    {
      telar_byte_reader_fail (reader);
      return;
    }
  reader->n_left -= n_more;
  reader->position = reader->buffer;
  reader->end = reader->buffer + n_kept + n_more;
}

/* Returns: how many bytes lie at the position: @length of them, unless there are fewer */
static inline gsize
require (TelarByteReader *reader, gsize length)
{
  if (G_UNLIKELY ((gsize) (reader->end - reader->position) < length))
    fill (reader, length);

  return (gsize) (reader->end - reader->position);
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
  reader->n_left = 0;

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
  return !reader->has_failed && count_left (reader) == 0;
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
  if (require (reader, 1) == 0)
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

  require (reader, MAX_NUMBER_LENGTH);
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

  if (require (reader, sizeof bits) < sizeof bits)
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

/* Most texts are plain ASCII, which eight bytes at a time are enough to see. */
static gboolean
is_valid_text (const guint8 *text, gsize length)
{
  gsize i = 0;

  for (; i + 8 <= length; i += 8)
    {
      guint64 bytes;

      memcpy (&bytes, text + i, sizeof bytes);
      /* A byte has its highest bit set here if it is no ASCII character, or zero, which is no
       * character of a text either. Carries may only tell too much. */
      if (((bytes | (bytes - G_GUINT64_CONSTANT (0x0101010101010101)))
           & G_GUINT64_CONSTANT (0x8080808080808080))
          != 0)
        break;
    }

  return g_utf8_validate ((const char *) text + i, (gssize) (length - i), NULL);
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
  gsize length = telar_byte_reader_get_unsigned (reader, 0, G_MAXSSIZE);
  char *text;

  if (reader->has_failed || length > count_left (reader) || require (reader, length) < length
      || !is_valid_text (reader->position, length))
    {
      telar_byte_reader_fail (reader);
      return g_strdup ("");
    }

  text = g_malloc (length + 1);
  memcpy (text, reader->position, length);
  text[length] = '\0';
  reader->position += length;

  return text;
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

  if (count > count_left (reader))
    {
      telar_byte_reader_fail (reader);
      return 0;
    }

  return count;
}
