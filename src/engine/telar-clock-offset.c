/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-clock-offset.h"

#include "telar-protocol.h"

static gboolean
is_instant (gint64 ns)
{
  return ns >= 0 && ns <= TELAR_PROTOCOL_MAX_NS;
}

/**
 * telar_clock_offset_add:
 * @offset: what earlier exchanges told
 * @sent_ns: when we asked, by our clock
 * @received_there_ns: when the worker received it, by its own clock; not trusted, nor the next
 * @sent_there_ns: when the worker answered
 * @received_ns: when its answer arrived, by our clock
 *
 * One exchange tells the difference of the clocks but for half of the round trip (as in NTP, RFC
 * 5905, section 8), so the one with the shortest round trip decides. If it allows that both clocks
 * are one and the same, as they are for all processes of a host, they are taken to be.
 *
 * Returns: %FALSE if the times make no sense
 */
gboolean
telar_clock_offset_add (TelarClockOffset *offset,
                        gint64 sent_ns,
                        gint64 received_there_ns,
                        gint64 sent_there_ns,
                        gint64 received_ns)
{
  gint64 ahead_at_most, ahead_at_least, round_trip_ns;

  if (!is_instant (received_there_ns) || !is_instant (sent_there_ns)
      || sent_there_ns < received_there_ns)
    return FALSE;

  /* Neither differences of instants nor the difference of those leave 64 bits. */
  ahead_at_most = received_there_ns - sent_ns;
  ahead_at_least = sent_there_ns - received_ns;
  round_trip_ns = ahead_at_most - ahead_at_least;
  if (round_trip_ns < 0)
    return FALSE;

  if (offset->n_exchanges++ == 0 || round_trip_ns < offset->round_trip_ns)
    {
      offset->round_trip_ns = round_trip_ns;
      offset->ahead_ns
          = ahead_at_least <= 0 && ahead_at_most >= 0 ? 0 : ahead_at_least + round_trip_ns / 2;
    }

  return TRUE;
}

/**
 * telar_clock_offset_map:
 * @offset: what at least one exchange told
 * @there_ns: an instant by the worker's clock, between 0 and %TELAR_PROTOCOL_MAX_NS
 *
 * Returns: the same instant by our clock
 */
gint64
telar_clock_offset_map (const TelarClockOffset *offset, gint64 there_ns)
{
  return there_ns - offset->ahead_ns;
}
