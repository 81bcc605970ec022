/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-minimap-layout.h"

#include <math.h>

#define COLUMN     3.0
#define MARGIN     4.0 /* above and below the rows */
#define MIN_ROW    1.5
#define MAX_ROW    5.0
#define N_LEVELS   4
#define MIN_LENS   8.0 /* it can still be taken hold of */
#define HANDLE     4.0
#define OUTSIDE    0.6f
#define LENS_ROUND 5.0f

/* Columns of a row that look alike so far. */
typedef struct
{
  double x;
  double end;
  guint phase;
  guint level; /* 0 for nothing */
} Stretch;

/**
 * telar_minimap_get_time:
 * @minimap: a minimap
 * @x: in points
 *
 * Returns: the instant there, in nanoseconds since the run's start; it may be outside of the run
 */
double
telar_minimap_get_time (const TelarMinimap *minimap, double x)
{
  return x / MAX (minimap->width, 1) * minimap->end_ns;
}

/**
 * telar_minimap_get_lens:
 * @minimap: a minimap
 * @window: what is seen in the chart
 * @lens: (out caller-allocates): where that is in the strip
 *
 * A stretch too short to be seen in the strip is drawn a little wider than it is.
 */
void
telar_minimap_get_lens (const TelarMinimap *minimap,
                        const TelarTimeWindow *window,
                        TelarMinimapLens *lens)
{
  double scale = minimap->width / MAX (minimap->end_ns, 1);
  double x = CLAMP (window->start_ns * scale, 0, minimap->width);
  double end = CLAMP (window->end_ns * scale, 0, minimap->width);

  if (end - x < MIN_LENS)
    {
      x = CLAMP ((x + end - MIN_LENS) / 2, 0, MAX (minimap->width - MIN_LENS, 0));
      end = x + MIN_LENS;
    }
  lens->x = x;
  lens->end = end;
}

static void
flush (const Stretch *stretch, double y, double height, TelarDisplayList *list)
{
  static const float alphas[N_LEVELS] = { 0, 0.35f, 0.65f, 1 };
  TelarMark *mark;

  if (stretch->level == 0 || stretch->end <= stretch->x)
    return;

  mark = telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_PHASE + stretch->phase,
                                 stretch->x, y, stretch->end - stretch->x, height);
  mark->alpha = alphas[stretch->level];
}

static void
layout_row (const TelarMinimap *minimap,
            const TelarLaneIndex *lane,
            double y,
            double height,
            TelarDisplayList *list)
{
  guint n_spans = telar_lane_index_get_n_spans (lane), from = 0;
  Stretch stretch = { 0 };

  for (double x = 0; x < minimap->width && from < n_spans; x += COLUMN)
    {
      gint64 start_ns = (gint64) telar_minimap_get_time (minimap, x);
      gint64 end_ns = MAX ((gint64) telar_minimap_get_time (minimap, x + COLUMN), start_ns + 1);
      guint level = 0, phase = 0, to;

      from = telar_lane_index_find_ending_after (lane, from, start_ns);
      to = telar_lane_index_find_starting_from (lane, from, end_ns);
      if (to > from)
        {
          gint64 busy_ns = telar_lane_index_get_busy (lane, from, to);
          double coverage;

          /* What the spans at the edges have outside of the column does not count. */
          busy_ns -= MAX (start_ns - telar_lane_index_get_span (lane, from)->start_ns, 0);
          busy_ns -= MAX (telar_lane_index_get_span (lane, to - 1)->end_ns - end_ns, 0);
          coverage = (double) busy_ns / (double) (end_ns - start_ns);
          level = coverage >= 0.7 ? 3 : coverage >= 0.3 ? 2 : 1;
          phase = telar_lane_index_get_main_phase (lane, from, to);
        }

      if (level != stretch.level || (level > 0 && phase != stretch.phase))
        {
          flush (&stretch, y, height, list);
          stretch = (Stretch){ .x = x, .phase = phase, .level = level };
        }
      stretch.end = MIN (x + COLUMN, minimap->width);
    }
  flush (&stretch, y, height, list);
}

/**
 * telar_minimap_layout:
 * @minimap: a minimap
 * @index: what is drawn
 * @list: (inout): becomes the picture
 *
 * Lays out the whole run. Where there are more lanes than the strip has room for, it shows some
 * of them, evenly chosen. The cost follows the size of the strip and not the number of spans.
 */
void
telar_minimap_layout (const TelarMinimap *minimap,
                      const TelarChartIndex *index,
                      TelarDisplayList *list)
{
  guint n_lanes = telar_chart_index_get_n_lanes (index), n_rows;
  double room = minimap->height - 2 * MARGIN, row, y;

  telar_display_list_reset (list, minimap->width, minimap->height);
  if (n_lanes == 0 || room < MIN_ROW || minimap->width < COLUMN)
    return;

  n_rows = MIN (n_lanes, (guint) floor (room / MIN_ROW));
  row = MIN (room / n_rows, MAX_ROW);
  y = (minimap->height - row * n_rows) / 2;
  for (guint i = 0; i < n_rows; i++)
    {
      guint place = (guint) ((guint64) i * n_lanes / n_rows);
      guint lane = g_array_index (index->lane_order, guint, place);

      layout_row (minimap, telar_chart_index_get_lane (index, lane), y + i * row,
                  row >= 3 ? row - 1 : row, list);
    }
}

static void
add_outside (const TelarMinimap *minimap, double x, double end, TelarDisplayList *list)
{
  TelarMark *mark;

  if (end <= x)
    return;

  mark = telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_BACKGROUND, x, 0, end - x,
                                 minimap->height);
  mark->alpha = OUTSIDE;
}

/**
 * telar_minimap_layout_lens:
 * @minimap: a minimap
 * @lens: what part of it is seen in the chart
 * @list: (inout): becomes the picture of the lens, to be painted over that of the run
 */
void
telar_minimap_layout_lens (const TelarMinimap *minimap,
                           const TelarMinimapLens *lens,
                           TelarDisplayList *list)
{
  double x = round (lens->x), end = round (lens->end), centre = minimap->height / 2;
  TelarMark *mark;

  telar_display_list_reset (list, minimap->width, minimap->height);
  add_outside (minimap, 0, x, list);
  add_outside (minimap, end, minimap->width, list);

  mark = telar_display_list_add (list, TELAR_MARK_OUTLINE, TELAR_ROLE_NOW, x, 0, end - x,
                                 minimap->height);
  mark->line_width = 1.5;
  mark->radius = LENS_ROUND;
  mark->corners = TELAR_CORNERS_ALL;
  for (guint i = 0; i < 2; i++)
    {
      mark = telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_NOW,
                                     i == 0 ? x : end - HANDLE, centre - 6, HANDLE, 12);
      mark->radius = (float) (HANDLE / 2);
      mark->corners = TELAR_CORNERS_ALL;
    }
}
