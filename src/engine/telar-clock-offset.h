/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How far the clock of a worker is ahead of ours. All zero before the first exchange. */
typedef struct
{
  guint n_exchanges;
  gint64 round_trip_ns; /* of the shortest exchange */
  gint64 ahead_ns;      /* by that exchange */
} TelarClockOffset;

gboolean telar_clock_offset_add (TelarClockOffset *offset,
                                 gint64 sent_ns,
                                 gint64 received_there_ns,
                                 gint64 sent_there_ns,
                                 gint64 received_ns);
gint64 telar_clock_offset_map (const TelarClockOffset *offset, gint64 there_ns);

G_END_DECLS
