/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Copies the next @length bytes of what is read. Returns: whether it could */
typedef gboolean (*TelarByteSource) (guint8 *buffer, gsize length, gpointer user_data);

/* Reads what a TelarByteWriter wrote, of bytes that are not trusted. After the first fault every
 * number is its minimum and every text is empty, so that only the end has to look. */
typedef struct
{
  const guint8 *position;
  const guint8 *end;
  gboolean has_failed;

  TelarByteSource source;
  gpointer source_data;
  guint64 n_left; /* in the source */
  guint8 *buffer;
  gsize capacity;
} TelarByteReader;

void telar_byte_reader_init (TelarByteReader *reader, const void *data, gsize length);
void telar_byte_reader_init_source (TelarByteReader *reader,
                                    guint64 length,
                                    TelarByteSource source,
                                    gpointer source_data);
void telar_byte_reader_clear (TelarByteReader *reader);
gboolean telar_byte_reader_fail (TelarByteReader *reader);
gboolean telar_byte_reader_is_at_end (const TelarByteReader *reader);

guint8 telar_byte_reader_get_byte (TelarByteReader *reader);
guint64 telar_byte_reader_get_unsigned (TelarByteReader *reader, guint64 minimum, guint64 maximum);
gint64 telar_byte_reader_get_signed (TelarByteReader *reader, gint64 minimum, gint64 maximum);
double telar_byte_reader_get_double (TelarByteReader *reader);
char *telar_byte_reader_dup_text (TelarByteReader *reader);
guint telar_byte_reader_get_count (TelarByteReader *reader, guint maximum);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TelarByteReader, telar_byte_reader_clear)

G_END_DECLS
