/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes numbers and texts one after another, small numbers in few bytes. */
typedef struct
{
  guint8 *data;
  gsize length;
  gsize capacity;
} TelarByteWriter;

void telar_byte_writer_init (TelarByteWriter *writer);
void telar_byte_writer_clear (TelarByteWriter *writer);
GBytes *telar_byte_writer_steal (TelarByteWriter *writer);

void telar_byte_writer_put_byte (TelarByteWriter *writer, guint8 byte);
void telar_byte_writer_put_unsigned (TelarByteWriter *writer, guint64 value);
void telar_byte_writer_put_signed (TelarByteWriter *writer, gint64 value);
void telar_byte_writer_put_double (TelarByteWriter *writer, double value);
void telar_byte_writer_put_text (TelarByteWriter *writer, const char *text);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TelarByteWriter, telar_byte_writer_clear)

G_END_DECLS
