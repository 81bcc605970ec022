/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-square.h"

#include <glib/gi18n-lib.h>
#include <poll.h>

/**
 * telar_square_parse:
 * @number: a whole number of 64 bits with sign, in decimal digits
 * @value: (out): the number
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT: it is not such a number
 *
 * Returns: whether it is
 */
gboolean
telar_square_parse (const char *number, gint64 *value, GError **error)
{
  g_autofree char *shown = NULL;

  if (g_ascii_string_to_signed (number, 10, G_MININT64, G_MAXINT64, value, NULL))
    return TRUE;

  shown = g_utf8_make_valid (number, -1);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("“%s” is not a whole number of at most 64 bits"), shown);

  return FALSE;
}

/**
 * telar_square:
 * @number: a whole number of 64 bits with sign, in decimal digits
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT: it is not such a number
 *
 * Returns: (transfer full) (nullable): its square, exact, in decimal digits
 */
char *
telar_square (const char *number, GError **error)
{
  gint64 value;
  guint64 magnitude;
  unsigned __int128 square;
  char digits[40];
  char *first = digits + sizeof digits - 1;

  if (!telar_square_parse (number, &value, error))
    return NULL;

  /* Negated without a sign, because the smallest number has no positive counterpart; the square of
   * 2⁶³ has 127 bits, and at most 39 digits. */
  magnitude = value < 0 ? -(guint64) value : (guint64) value;
  square = (unsigned __int128) magnitude * magnitude;

  *first = '\0';
  do
    {
      *--first = (char) ('0' + (int) (square % 10));
      square /= 10;
    }
  while (square > 0);

  return g_strdup (first);
}

/**
 * telar_sleep:
 * @us: how long, in microseconds
 * @cancellable: (nullable): ends the sleep early, from any thread
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Blocks the calling thread without using its core.
 *
 * Returns: whether it slept to the end
 */
gboolean
telar_sleep (gint64 us, GCancellable *cancellable, GError **error)
{
  gint64 end_us = g_get_monotonic_time () + us;
  GPollFD cancelled = { .fd = -1 };
  /* Costs a file, which tasks that do not sleep are too many for. */
  gboolean watches = us > 0 && g_cancellable_make_pollfd (cancellable, &cancelled);
  struct pollfd fd = { .fd = cancelled.fd, .events = POLLIN };
  gint64 left_us;

  while (!g_cancellable_is_cancelled (cancellable)
         && (left_us = end_us - g_get_monotonic_time ()) > 0)
    {
      struct timespec left
          = { .tv_sec = left_us / G_USEC_PER_SEC, .tv_nsec = left_us % G_USEC_PER_SEC * 1000 };

      ppoll (&fd, watches ? 1 : 0, &left, NULL);
    }
  if (watches)
    g_cancellable_release_fd (cancellable);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
