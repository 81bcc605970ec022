/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-csv-field.h"

#include <math.h>
#include <string.h>

#include "telar-integers.h"

/**
 * telar_csv_append_text:
 * @csv: a table that is being written
 * @text: (nullable): a field, in UTF-8; empty if %NULL
 *
 * Appends a field after RFC 4180: one with a comma, a quote or a line end is quoted, and its quotes
 * doubled. A spreadsheet takes a text that begins with one of =+-@ for a formula, which data of a
 * server must not become: such a text gets an apostrophe before it, unless it is a whole number.
 */
void
telar_csv_append_text (GString *csv, const char *text)
{
  gboolean is_formula;
  gint64 number;

  if (text == NULL)
    return;

  is_formula = *text != '\0' && strchr ("=+-@\t\r", *text) != NULL
               && telar_integer_parse (text, text + strlen (text), &number) == TELAR_INTEGER_NONE;
  if (!is_formula && strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }

  g_string_append (csv, is_formula ? "\"'" : "\"");
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *text);
    }
  g_string_append_c (csv, '"');
}

/**
 * telar_csv_append_seconds:
 * @csv: a table that is being written
 * @ns: a time in nanoseconds; negative if it is not known
 *
 * Appends a field with the time in seconds, to the nanosecond; empty if it is not known.
 */
void
telar_csv_append_seconds (GString *csv, gint64 ns)
{
  if (ns >= 0)
    g_string_append_printf (csv, "%" G_GINT64_FORMAT ".%09d", ns / 1000000000,
                            (int) (ns % 1000000000));
}

/**
 * telar_csv_append_number:
 * @csv: a table that is being written
 * @number: a number; not finite if it is not known
 *
 * Appends a field with six significant digits and a decimal point in any locale; empty if the
 * number is not known.
 */
void
telar_csv_append_number (GString *csv, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (number))
    g_string_append (csv, g_ascii_formatd (buffer, sizeof buffer, "%.6g", number));
}
