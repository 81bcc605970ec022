/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TELAR_TIME_WHOLE,  /* all of the run, also while it grows */
  TELAR_TIME_FOLLOW, /* a stretch whose right edge stays with the present instant */
  TELAR_TIME_FREE,   /* what the user chose */
} TelarTimeMode;

/* What stretch of a run's time is seen: where it is, and where it is moving to. Times are in
 * nanoseconds since the run's start, as floating point so that slow movements are smooth. Plain
 * data for one thread; zero-initialised it shows nothing yet. */
typedef struct
{
  TelarTimeMode mode;
  double start_ns; /* seen at the moment */
  double end_ns;
  double to_start_ns; /* where it moves to */
  double to_end_ns;
  double full_end_ns; /* of the whole axis, which begins at 0 */
  double now_ns;      /* the present instant of a live run, else its end */
} TelarTimeWindow;

void telar_time_window_reset (TelarTimeWindow *self);
void telar_time_window_set_extent (TelarTimeWindow *self, gint64 full_end_ns, gint64 now_ns);
gboolean telar_time_window_advance (TelarTimeWindow *self, gint64 elapsed_us);
void telar_time_window_arrive (TelarTimeWindow *self);

void telar_time_window_zoom (TelarTimeWindow *self, double factor, double position);
void telar_time_window_pan (TelarTimeWindow *self, double share);
void telar_time_window_show (TelarTimeWindow *self, double start_ns, double end_ns);
void telar_time_window_reveal (TelarTimeWindow *self, gint64 start_ns, gint64 end_ns);
void telar_time_window_fit (TelarTimeWindow *self);
void telar_time_window_follow (TelarTimeWindow *self);

gboolean telar_time_window_is_whole (const TelarTimeWindow *self);
gboolean telar_time_window_can_zoom_in (const TelarTimeWindow *self);

G_END_DECLS
