/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whole numbers of 64 bits with sign, and ranges of them. */
typedef enum
{
  TELAR_INTEGER_OK,
  TELAR_INTEGER_NONE,
  TELAR_INTEGER_OUT_OF_RANGE,
} TelarIntegerStatus;

/* @first, @first + @step … up to @last, which is included if it is met. @step leads from
 * @first to @last and is not 0. */
typedef struct
{
  gint64 first;
  gint64 last;
  gint64 step;
} TelarIntegerRange;

/* Enough for any number and its terminating zero. */
#define TELAR_INTEGER_LENGTH 24

TelarIntegerStatus telar_integer_parse (const char *start, const char *end, gint64 *value);
guint telar_integer_write (gint64 value, char *digits);
guint64 telar_integer_range_count (const TelarIntegerRange *range);
gint64 telar_integer_range_get (const TelarIntegerRange *range, guint64 index);

G_END_DECLS
