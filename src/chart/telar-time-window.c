/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-time-window.h"

#include <math.h>

/* The shortest stretch that can be seen. */
#define MIN_LENGTH_NS 1000.0

/* How long a movement takes to be nearly there: to follow a live run, and on a user's demand. */
#define FOLLOW_US 120000.0
#define MOVE_US   60000.0

/* A stretch that follows the present leaves a little room for what is about to happen. */
#define ROOM_AHEAD 0.08

static double
get_length (const TelarTimeWindow *self)
{
  return self->to_end_ns - self->to_start_ns;
}

static double
get_full_length (const TelarTimeWindow *self)
{
  return MAX (self->full_end_ns, MIN_LENGTH_NS);
}

/* Sets where to move, within the run. */
static void
aim (TelarTimeWindow *self, double start_ns, double length_ns)
{
  double full_ns = get_full_length (self);

  length_ns = CLAMP (length_ns, MIN_LENGTH_NS, full_ns);
  self->to_start_ns = CLAMP (start_ns, 0, full_ns - length_ns);
  self->to_end_ns = self->to_start_ns + length_ns;
}

static void
aim_freely (TelarTimeWindow *self, double start_ns, double length_ns)
{
  aim (self, start_ns, length_ns);
  self->mode = length_ns < get_full_length (self) ? TELAR_TIME_FREE : TELAR_TIME_WHOLE;
}

/* What follows the run is aimed anew whenever the run has grown. */
static void
aim_at_run (TelarTimeWindow *self)
{
  double length_ns = get_length (self);

  switch (self->mode)
    {
    case TELAR_TIME_WHOLE:
      self->to_start_ns = 0;
      self->to_end_ns = get_full_length (self);
      break;

    case TELAR_TIME_FOLLOW:
      aim (self, self->now_ns - length_ns * (1 - ROOM_AHEAD), length_ns);
      break;

    case TELAR_TIME_FREE:
    default:
      aim (self, self->to_start_ns, length_ns);
      break;
    }
}

/**
 * telar_time_window_reset:
 * @self: a window
 *
 * Forgets the run; the next extent is that of another one, of which all is seen at once.
 */
void
telar_time_window_reset (TelarTimeWindow *self)
{
  *self = (TelarTimeWindow){ .mode = TELAR_TIME_WHOLE };
}

/**
 * telar_time_window_set_extent:
 * @self: a window
 * @full_end_ns: where the axis of the whole run ends, later than 0
 * @now_ns: the present instant of a run that goes on, otherwise where it ended
 *
 * Tells how far the run has come. A window that follows the run aims at its new extent.
 */
void
telar_time_window_set_extent (TelarTimeWindow *self, gint64 full_end_ns, gint64 now_ns)
{
  gboolean is_first = self->full_end_ns <= 0;

  self->full_end_ns = (double) MAX (full_end_ns, 1);
  self->now_ns = (double) now_ns;
  aim_at_run (self);
  if (is_first)
    telar_time_window_arrive (self);
}

/**
 * telar_time_window_advance:
 * @self: a window
 * @elapsed_us: the time since the last call, in microseconds
 *
 * Moves towards where it is to be, fast at first and then slower. Both edges move at the same
 * rate, so the instant that a zoom is centred on stays in its place.
 *
 * Returns: whether it is still on its way
 */
gboolean
telar_time_window_advance (TelarTimeWindow *self, gint64 elapsed_us)
{
  double duration_us = self->mode == TELAR_TIME_FREE ? MOVE_US : FOLLOW_US;
  double share = 1 - exp (-(double) MAX (elapsed_us, 0) / duration_us);
  double tolerance = get_length (self) * 0.0005;

  self->start_ns += (self->to_start_ns - self->start_ns) * share;
  self->end_ns += (self->to_end_ns - self->end_ns) * share;
  /* What happens now is always in sight of a window that follows. */
  if (self->mode == TELAR_TIME_WHOLE)
    self->end_ns = MAX (self->end_ns, MIN (self->now_ns, self->to_end_ns));

  if (fabs (self->start_ns - self->to_start_ns) < tolerance
      && fabs (self->end_ns - self->to_end_ns) < tolerance)
    telar_time_window_arrive (self);

  return self->start_ns != self->to_start_ns || self->end_ns != self->to_end_ns;
}

/**
 * telar_time_window_arrive:
 * @self: a window
 *
 * Moves at once to where it is to be.
 */
void
telar_time_window_arrive (TelarTimeWindow *self)
{
  self->start_ns = self->to_start_ns;
  self->end_ns = self->to_end_ns;
}

/**
 * telar_time_window_zoom:
 * @self: a window
 * @factor: how much longer the stretch becomes; below 1 zooms in
 * @position: the place that stays where it is, from 0 at the left edge to 1 at the right one
 *
 * Shows a shorter or longer stretch, at least a microsecond and at most the whole run.
 */
void
telar_time_window_zoom (TelarTimeWindow *self, double factor, double position)
{
  double length_ns = get_length (self);
  double wanted_ns = CLAMP (length_ns * factor, MIN_LENGTH_NS, get_full_length (self));

  aim_freely (self, self->to_start_ns + (length_ns - wanted_ns) * CLAMP (position, 0, 1),
              wanted_ns);
}

/**
 * telar_time_window_pan:
 * @self: a window
 * @share: how far, as a share of the stretch that is seen; above 0 leads to what came later
 *
 * Shows an earlier or later stretch of the same length.
 */
void
telar_time_window_pan (TelarTimeWindow *self, double share)
{
  double length_ns = get_length (self);

  aim_freely (self, self->to_start_ns + length_ns * share, length_ns);
}

/**
 * telar_time_window_show:
 * @self: a window
 * @start_ns: an instant
 * @end_ns: another one
 *
 * Shows the stretch between the two, as far as it is in the run.
 */
void
telar_time_window_show (TelarTimeWindow *self, double start_ns, double end_ns)
{
  aim_freely (self, MIN (start_ns, end_ns), fabs (end_ns - start_ns));
}

/**
 * telar_time_window_reveal:
 * @self: a window
 * @start_ns: where something begins
 * @end_ns: where it ends
 *
 * Moves as little as it takes for the stretch to be seen; of a longer one, its beginning. The
 * zoom stays.
 */
void
telar_time_window_reveal (TelarTimeWindow *self, gint64 start_ns, gint64 end_ns)
{
  double length_ns = get_length (self), margin_ns = length_ns * 0.05;
  double start = (double) start_ns - margin_ns, end = (double) end_ns + margin_ns;

  if ((double) start_ns >= self->to_start_ns && (double) end_ns <= self->to_end_ns)
    return;
  /* A bar that reaches across is in sight already. */
  if (end - start > length_ns && (double) start_ns < self->to_end_ns
      && (double) end_ns > self->to_start_ns)
    return;

  if (start < self->to_start_ns || end - start > length_ns)
    aim_freely (self, start, length_ns);
  else
    aim_freely (self, end - length_ns, length_ns);
}

/**
 * telar_time_window_fit:
 * @self: a window
 *
 * Shows the whole run, and what it grows by.
 */
void
telar_time_window_fit (TelarTimeWindow *self)
{
  self->mode = TELAR_TIME_WHOLE;
  aim_at_run (self);
}

/**
 * telar_time_window_follow:
 * @self: a window
 *
 * Shows the present instant and stays with it, at the same zoom.
 */
void
telar_time_window_follow (TelarTimeWindow *self)
{
  if (self->mode != TELAR_TIME_FREE)
    return;

  self->mode = TELAR_TIME_FOLLOW;
  aim_at_run (self);
}

/**
 * telar_time_window_is_whole:
 * @self: a window
 *
 * Returns: whether it shows the whole run, or is about to
 */
gboolean
telar_time_window_is_whole (const TelarTimeWindow *self)
{
  return self->mode == TELAR_TIME_WHOLE;
}

/**
 * telar_time_window_can_zoom_in:
 * @self: a window
 *
 * Returns: whether there is a shorter stretch to be seen
 */
gboolean
telar_time_window_can_zoom_in (const TelarTimeWindow *self)
{
  return get_length (self) > MIN_LENGTH_NS;
}
