/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-byte-writer.h"

#include <string.h>

/* The most bytes that seven bits at a time make of a number of 64 bits. */
#define MAX_NUMBER_LENGTH 10

/**
 * telar_byte_writer_init:
 * @writer: (out caller-allocates): a writer that has written nothing yet
 */
void
telar_byte_writer_init (TelarByteWriter *writer)
{
  *writer = (TelarByteWriter){ .data = g_malloc (256), .capacity = 256 };
}

/**
 * telar_byte_writer_clear:
 * @writer: a writer
 */
void
telar_byte_writer_clear (TelarByteWriter *writer)
{
  g_clear_pointer (&writer->data, g_free);
}

/**
 * telar_byte_writer_steal:
 * @writer: a writer; nothing more can be written
 *
 * Returns: (transfer full): what was written
 */
GBytes *
telar_byte_writer_steal (TelarByteWriter *writer)
{
  return g_bytes_new_take (g_steal_pointer (&writer->data), writer->length);
}

static void
reserve (TelarByteWriter *writer, gsize n_more)
{
  if (n_more <= writer->capacity - writer->length)
    return;

  while (n_more > writer->capacity - writer->length)
    writer->capacity *= 2;
  writer->data = g_realloc (writer->data, writer->capacity);
}

/**
 * telar_byte_writer_put_byte:
 * @writer: a writer
 * @byte: a byte
 */
void
telar_byte_writer_put_byte (TelarByteWriter *writer, guint8 byte)
{
  reserve (writer, 1);
  writer->data[writer->length++] = byte;
}

/**
 * telar_byte_writer_put_unsigned:
 * @writer: a writer
 * @value: a number
 *
 * Writes seven bits in each byte, the lowest first; the eighth says that more follow (LEB128, as in
 * DWARF version 4, section 7.6).
 */
void
telar_byte_writer_put_unsigned (TelarByteWriter *writer, guint64 value)
{
  reserve (writer, MAX_NUMBER_LENGTH);
  for (; value >= 0x80; value >>= 7)
    writer->data[writer->length++] = (guint8) (value | 0x80);
  writer->data[writer->length++] = (guint8) value;
}

/**
 * telar_byte_writer_put_signed:
 * @writer: a writer
 * @value: a number
 *
 * Writes 0, -1, 1, -2, … as 0, 1, 2, 3, …, so that negative numbers near zero are short too.
 */
void
telar_byte_writer_put_signed (TelarByteWriter *writer, gint64 value)
{
  guint64 bits = (guint64) value;

  telar_byte_writer_put_unsigned (writer, value < 0 ? ~(bits << 1) : bits << 1);
}

/**
 * telar_byte_writer_put_double:
 * @writer: a writer
 * @value: a number
 *
 * Writes the eight bytes of IEEE 754, the lowest first.
 */
void
telar_byte_writer_put_double (TelarByteWriter *writer, double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  reserve (writer, sizeof bits);
  memcpy (writer->data + writer->length, &bits, sizeof bits);
  writer->length += sizeof bits;
}

/**
 * telar_byte_writer_put_text:
 * @writer: a writer
 * @text: a text
 *
 * Writes its length in bytes, then its bytes.
 */
void
telar_byte_writer_put_text (TelarByteWriter *writer, const char *text)
{
  gsize length = strlen (text);

  telar_byte_writer_put_unsigned (writer, length);
  reserve (writer, length);
  memcpy (writer->data + writer->length, text, length);
  writer->length += length;
}
