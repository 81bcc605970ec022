/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NS_PER_S G_GINT64_CONSTANT (1000000000)

/* How many characters an excerpt has at most. */
#define MAX_EXCERPT 40

/* What printf() wrote in the locale's encoding, as UTF-8: some locales group digits with a
 * character of their own. */
static char *
take_as_utf8 (char *text)
{
  g_autofree char *owned = text;
  char *converted;

  if (g_utf8_validate (owned, -1, NULL))
    return g_steal_pointer (&owned);

  converted = g_locale_to_utf8 (owned, -1, NULL, NULL, NULL);

  return converted != NULL ? converted : g_utf8_make_valid (owned, -1);
}

/* A number with three significant digits: 1.93, 12.3, 850. */
static char *
format_three_digits (double value)
{
  int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;

  return take_as_utf8 (g_strdup_printf ("%.*f", decimals, value));
}

/* A duration that is at least 0. */
static char *
format_positive_duration (gint64 ns)
{
  g_autofree char *number = NULL;
  guint64 total_s, total_min;

  if (ns < 1000)
    /* Translators: nanoseconds; the blank before each unit is a no-break space */
    return g_strdup_printf (_ ("%u ns"), (guint) ns);

  if (ns < G_GINT64_CONSTANT (999500))
    {
      number = format_three_digits ((double) ns / 1e3);
      /* Translators: microseconds */
      return g_strdup_printf (_ ("%s µs"), number);
    }

  if (ns < G_GINT64_CONSTANT (999500000))
    {
      number = format_three_digits ((double) ns / 1e6);
      /* Translators: milliseconds */
      return g_strdup_printf (_ ("%s ms"), number);
    }

  if (ns < G_GINT64_CONSTANT (59950000000))
    {
      number = format_three_digits ((double) ns / 1e9);
      /* Translators: seconds */
      return g_strdup_printf (_ ("%s s"), number);
    }

  total_s = ((guint64) ns + NS_PER_S / 2) / NS_PER_S;
  if (total_s < 3600)
    /* Translators: minutes and seconds */
    return g_strdup_printf (_ ("%u min %02u s"), (guint) (total_s / 60), (guint) (total_s % 60));

  total_min = (total_s + 30) / 60;
  number = telar_format_count (total_min / 60);
  /* Translators: hours and minutes */
  return g_strdup_printf (_ ("%s h %02u min"), number, (guint) (total_min % 60));
}

/**
 * telar_format_duration:
 * @ns: a duration in nanoseconds
 *
 * Writes it with three significant digits in the unit that fits, and the locale's decimal
 * separator: 850 ns, 12.3 µs, 4.56 ms, 1.93 s, 2 min 05 s, 1 h 02 min.
 *
 * Returns: (transfer full): the duration for people to read
 */
char *
telar_format_duration (gint64 ns)
{
  g_autofree char *magnitude = NULL;

  if (ns >= 0)
    return format_positive_duration (ns);

  magnitude = format_positive_duration (ns == G_MININT64 ? G_MAXINT64 : -ns);

  return g_strdup_printf ("−%s", magnitude);
}

/**
 * telar_format_seconds:
 * @ns: a duration in nanoseconds
 *
 * Returns: (transfer full): the duration in seconds with two decimals, such as 0.79 s
 */
char *
telar_format_seconds (gint64 ns)
{
  g_autofree char *number = take_as_utf8 (g_strdup_printf ("%.2f", (double) ns / 1e9));

  /* Translators: seconds; the blank is a no-break space */
  return g_strdup_printf (_ ("%s s"), number);
}

/**
 * telar_format_factor:
 * @factor: how many times as much something is; finite
 *
 * Returns: (transfer full): the factor with three significant digits, such as 3.85 or 12.4, but no
 *   more than two decimals
 */
char *
telar_format_factor (double factor)
{
  return format_three_digits (factor);
}

/**
 * telar_format_bytes:
 * @bytes: an amount of data
 *
 * Returns: (transfer full): the amount in the decimal unit that fits, such as 5.2 kB
 */
char *
telar_format_bytes (guint64 bytes)
{
  return g_format_size (bytes);
}

/**
 * telar_format_count:
 * @count: a number of things
 *
 * Returns: (transfer full): the number with its digits grouped as the locale has it
 */
char *
telar_format_count (guint64 count)
{
  return take_as_utf8 (g_strdup_printf ("%'" G_GUINT64_FORMAT, count));
}

/* Whether @c would change how the text around it is shown: it could move a terminal's cursor, or
 * turn the direction of what follows. */
static gboolean
is_disruptive (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/**
 * telar_format_excerpt:
 * @text: what someone typed or sent; not trusted, need not be UTF-8
 * @length: its length in bytes, -1 if it is terminated by a zero
 *
 * Returns: (transfer full): the first 40 characters of it, fit to be repeated in a message: one
 *   line of valid UTF-8 without control characters
 */
char *
telar_format_excerpt (const char *text, gssize length)
{
  g_autoptr (GString) excerpt = g_string_new (NULL);
  const char *end = length >= 0 ? text + length : NULL;
  const char *p = text;
  gsize before_last = 0;

  for (guint n = 0; end != NULL ? p < end : *p != '\0'; n++)
    {
      gunichar c = g_utf8_get_char_validated (p, end != NULL ? end - p : -1);
      gboolean is_valid = c != (gunichar) -1 && c != (gunichar) -2;

      if (n == MAX_EXCERPT)
        {
          g_string_truncate (excerpt, before_last);
          g_string_append (excerpt, "…");
          break;
        }

      before_last = excerpt->len;
      g_string_append_unichar (excerpt, is_valid && !is_disruptive (c) && c != 0 ? c : 0xfffd);
      p = is_valid && c != 0 ? g_utf8_next_char (p) : p + 1;
    }

  return g_string_free (g_steal_pointer (&excerpt), FALSE);
}
