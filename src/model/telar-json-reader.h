/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TELAR_JSON_NONE, /* what is there is no JSON, or something was wrong before */
  TELAR_JSON_OBJECT,
  TELAR_JSON_ARRAY,
  TELAR_JSON_STRING,
  TELAR_JSON_NUMBER,
  TELAR_JSON_BOOLEAN,
  TELAR_JSON_NULL,
} TelarJsonType;

/* Reads JSON (RFC 8259, strictly) from one end to the other without building a tree. Whatever
 * is not as the caller expects it sets @error, after which every function returns an empty value
 * and leaves all as it is, so that only the end needs to look at it. */
typedef struct
{
  const char *start;
  const char *position;
  const char *end;
  guint depth;
  guint64 has_members; /* a bit for each depth */
  GString *text;       /* the string that was read last */
  GError *error;
} TelarJsonReader;

void telar_json_reader_init (TelarJsonReader *reader, const char *data, gsize length);
void telar_json_reader_init_within (TelarJsonReader *reader,
                                    const TelarJsonReader *outer,
                                    const char *position);
void telar_json_reader_clear (TelarJsonReader *reader);
void telar_json_reader_fail (TelarJsonReader *reader, const char *format, ...) G_GNUC_PRINTF (2, 3);

TelarJsonType telar_json_reader_peek (TelarJsonReader *reader);
void telar_json_reader_begin_object (TelarJsonReader *reader);
const char *telar_json_reader_next_member (TelarJsonReader *reader);
void telar_json_reader_begin_array (TelarJsonReader *reader);
gboolean telar_json_reader_next_element (TelarJsonReader *reader);
const char *telar_json_reader_read_string (TelarJsonReader *reader);
double telar_json_reader_read_double (TelarJsonReader *reader);
gint64 telar_json_reader_read_integer (TelarJsonReader *reader, gint64 minimum, gint64 maximum);
gint64 telar_json_reader_read_seconds (TelarJsonReader *reader);
gint64 telar_json_reader_read_microseconds (TelarJsonReader *reader);
gboolean telar_json_reader_read_boolean (TelarJsonReader *reader);
gboolean telar_json_reader_skip_null (TelarJsonReader *reader);
void telar_json_reader_skip (TelarJsonReader *reader);
void telar_json_reader_end (TelarJsonReader *reader);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TelarJsonReader, telar_json_reader_clear)

G_END_DECLS
