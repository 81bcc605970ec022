/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the ticks of an axis of time stand: at all multiples of @step_ns. */
typedef struct
{
  gint64 first_ns;
  gint64 step_ns;
  guint n_ticks;
} TelarTimeAxis;

void telar_time_axis_init (TelarTimeAxis *axis, gint64 start_ns, gint64 end_ns, guint max_ticks);
char *telar_time_axis_format (const TelarTimeAxis *axis, gint64 end_ns, gint64 time_ns);
gint64 telar_time_axis_round_up (gint64 ns);

G_END_DECLS
