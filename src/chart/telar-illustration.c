/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-illustration.h"

#include <string.h>

#define LARGEST_LANE  12.0
#define LARGEST_GAP   4.0
#define GAP_SHARE     0.3 /* of the height of a lane with its gap */
#define CORNER_RADIUS 3.0
#define BAR_DISTANCE  1.0

/* The phase that a letter stands for; TELAR_N_PHASES for none. */
static TelarPhase
get_phase (char letter)
{
  switch (g_ascii_tolower (letter))
    {
    case 'o':
      return TELAR_PHASE_CONNECT;
    case 'w':
      return TELAR_PHASE_WAIT;
    case 'r':
      return TELAR_PHASE_RECEIVE;
    case 'c':
      return TELAR_PHASE_COMPUTE;
    case 's':
      return TELAR_PHASE_SLEEP;
    case 'l':
      return TELAR_PHASE_LOCK_WAIT;
    case 'h':
      return TELAR_PHASE_LOCK_HELD;
    case 'e':
      return TELAR_PHASE_LOOP;
    case 'b':
      return TELAR_PHASE_LOOP_WAIT;
    default:
      return TELAR_N_PHASES;
    }
}

static gsize
get_n_units (char **lanes)
{
  gsize n_units = 1;

  for (guint i = 0; lanes[i] != NULL; i++)
    n_units = MAX (n_units, strlen (lanes[i]));

  return n_units;
}

/* Whether a bar, not just a phase of it, begins at @letter. */
static gboolean
begins_bar (const char *lane, const char *letter)
{
  return letter == lane || g_ascii_isupper (*letter) || get_phase (letter[-1]) == TELAR_N_PHASES;
}

static gboolean
ends_bar (const char *end)
{
  return *end == '\0' || g_ascii_isupper (*end) || get_phase (*end) == TELAR_N_PHASES;
}

static void
add_lane (TelarDisplayList *list, const char *lane, double unit, double y, double height)
{
  const char *end;

  telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_ZEBRA, 0, y, list->width, height);
  for (const char *letter = lane; *letter != '\0'; letter = end)
    {
      TelarPhase phase = get_phase (*letter);
      double x = unit * (double) (letter - lane), length;
      TelarMark *mark;

      for (end = letter + 1; *end == g_ascii_tolower (*letter) && *end != '\0';)
        end++;
      if (phase == TELAR_N_PHASES)
        continue;

      length = unit * (double) (end - letter) - (ends_bar (end) ? BAR_DISTANCE : 0);
      mark = telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_PHASE + phase, x, y,
                                     MAX (length, BAR_DISTANCE), height);
      mark->radius = (float) MIN (CORNER_RADIUS, MIN (height, length) / 2);
      mark->corners = (begins_bar (lane, letter) ? TELAR_CORNERS_LEFT : TELAR_CORNERS_NONE)
                      | (ends_bar (end) ? TELAR_CORNERS_RIGHT : TELAR_CORNERS_NONE);
      mark->phase = (guint8) phase;
    }
}

/**
 * telar_illustration_layout:
 * @text: what is to be seen: a line for each lane, a letter for each unit of time. The letters are
 *   the phases: o connects, w waits, r receives, c computes, s sleeps, l waits for the lock, h
 *   holds it, e is an event loop that is busy, b a task that waits for it; any other is a gap. A
 *   capital letter begins a bar. A line of nothing parts what is above from what is below
 * @width: of the picture, in points
 * @height: of the picture, in points
 * @list: where it is added to
 *
 * Draws what a run looks like in the chart, in its colours, without having run anything: to explain
 * and not to measure.
 */
void
telar_illustration_layout (const char *text, double width, double height, TelarDisplayList *list)
{
  g_auto (GStrv) lanes = g_strsplit (text, "\n", -1);
  guint n_lanes = g_strv_length (lanes);
  double unit = width / (double) get_n_units (lanes), step, gap, y;

  telar_display_list_reset (list, width, height);
  step = MIN (height / MAX (n_lanes, 1), LARGEST_LANE + LARGEST_GAP);
  gap = MIN (step * GAP_SHARE, LARGEST_GAP);
  y = (height - step * n_lanes + gap) / 2;
  for (guint i = 0; i < n_lanes; i++, y += step)
    if (*lanes[i] != '\0')
      add_lane (list, lanes[i], unit, y, step - gap);
}
