/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-layout-private.h"

#include <glib/gi18n-lib.h>

#include "telar-time-axis.h"

#define ROW_HEIGHT    46.0
#define WALL_HEIGHT   18.0
#define CPU_HEIGHT    6.0
#define TEXT_GAP      7.0
#define TICK_DISTANCE 84.0
#define AXIS_HEIGHT   28.0

#define ROLE_WALL   TELAR_ROLE_HUE
#define ROLE_USER   (TELAR_ROLE_HUE + 1)
#define ROLE_SYSTEM (TELAR_ROLE_HUE + 2)

/* Where bars are. */
typedef struct
{
  double label_width;
  double x;     /* of the time 0 */
  double width; /* of @end_ns */
  double end_ns;
} Bars;

static double
get_cpu_ns (const TelarSeries *series)
{
  return series->cpu_user_ns + series->cpu_system_ns;
}

static double
get_x (const Bars *bars, double ns)
{
  return bars->x + ns / bars->end_ns * bars->width;
}

static char *
format_cpu (const TelarSeries *series)
{
  g_autofree char *user = telar_comparison_format_time (series->cpu_user_ns);
  g_autofree char *system = telar_comparison_format_time (series->cpu_system_ns);

  /* Translators: processor times, such as: CPU user 32.1 ms, system 4.05 ms */
  return g_strdup_printf (_ ("CPU user %s, system %s"), user, system);
}

/* Makes @width so narrow that a text beside the end of a bar of @ns fits into @room. */
static void
leave_room (const Bars *bars, double ns, double text_width, double room, double *width)
{
  if (ns > 0)
    *width = MIN (*width, (room - text_width) * bars->end_ns / ns);
}

static void
bars_init (Bars *bars, TelarComparisonPage *page)
{
  double room, widest = telar_comparison_measure_series (page, TELAR_FONT_BODY);

  *bars = (Bars){ .end_ns = 1000 };
  bars->label_width = MIN (widest, floor ((page->width - 2 * page->margin) * 0.3));
  bars->x = page->margin + bars->label_width + 12;
  room = page->width - page->margin - bars->x;
  bars->width = MAX (room - 8, 16);

  for (guint i = 0; i < page->comparison->series->len; i++)
    {
      const TelarSeries *series = telar_comparison_get (page->comparison, i);

      bars->end_ns = MAX (bars->end_ns, MAX (series->walls.maximum, get_cpu_ns (series)));
    }
  for (guint i = 0; i < page->comparison->series->len; i++)
    {
      const TelarSeries *series = telar_comparison_get (page->comparison, i);
      g_autofree char *wall = telar_comparison_format_time (series->walls.median);
      g_autofree char *cpu = format_cpu (series);

      leave_room (bars, series->walls.maximum,
                  telar_comparison_measure (page, TELAR_FONT_BODY, wall) + 2 * TEXT_GAP, room,
                  &bars->width);
      leave_room (bars, get_cpu_ns (series),
                  telar_comparison_measure (page, TELAR_FONT_AXIS, cpu) + 2 * TEXT_GAP, room,
                  &bars->width);
    }
  bars->width = MAX (bars->width, room * 0.3);
}

static void
layout_axis (TelarComparisonPage *page, const Bars *bars)
{
  gint64 end_ns = (gint64) bars->end_ns;
  double top = page->y + round (AXIS_HEIGHT * page->scale), last_end = 0;
  double bottom = top + page->comparison->series->len * round (ROW_HEIGHT * page->scale);
  TelarTimeAxis axis;

  telar_time_axis_init (&axis, 0, end_ns,
                        (guint) MAX (bars->width / (TICK_DISTANCE * page->scale) + 1, 2));
  for (guint i = 0; i < axis.n_ticks; i++)
    {
      gint64 time_ns = axis.first_ns + i * axis.step_ns;
      g_autofree char *label = telar_time_axis_format (&axis, end_ns, time_ns);
      double x = floor (get_x (bars, (double) time_ns));
      double half = telar_comparison_measure (page, TELAR_FONT_AXIS, label) / 2;

      telar_display_list_add (page->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_GRID, x, top, 1,
                              bottom - top);
      if (x - half < last_end + 6 || x + half > page->width)
        continue;

      telar_comparison_add_text (page, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT, TELAR_ANCHOR_MIDDLE, x,
                                 top - 14 * page->scale, label);
      last_end = x + half;
    }
  page->y = top;
}

static void
layout_whisker (TelarComparisonPage *page, const Bars *bars, const TelarSeries *series, double y)
{
  double minimum = get_x (bars, series->walls.minimum);
  double maximum = get_x (bars, series->walls.maximum);
  double cap = WALL_HEIGHT * page->scale / 4;

  telar_display_list_add_line (page->list, TELAR_ROLE_TEXT, minimum, y, maximum, y, 1.5);
  telar_display_list_add_line (page->list, TELAR_ROLE_TEXT, minimum, y - cap, minimum, y + cap,
                               1.5);
  telar_display_list_add_line (page->list, TELAR_ROLE_TEXT, maximum, y - cap, maximum, y + cap,
                               1.5);
}

static void
add_bar (TelarComparisonPage *page,
         TelarRole role,
         double x,
         double end,
         double centre,
         double height,
         guint corners,
         guint series)
{
  TelarMark *mark
      = telar_display_list_add (page->list, TELAR_MARK_RECTANGLE, role, x,
                                round (centre - height / 2), MAX (end - x, 0), round (height));

  mark->task = series;
  mark->corners = (guint8) corners;
  mark->radius = (float) MIN (MIN (4, height / 2), MAX (end - x, 0) / 2);
}

static void
layout_series (TelarComparisonPage *page, const Bars *bars, guint i)
{
  const TelarSeries *series = telar_comparison_get (page->comparison, i);
  double height = round (ROW_HEIGHT * page->scale);
  double wall_y = page->y + round (15 * page->scale), cpu_y = page->y + round (33 * page->scale);
  double user_x = get_x (bars, series->cpu_user_ns), cpu_x = get_x (bars, get_cpu_ns (series));
  g_autofree char *wall = telar_comparison_format_time (series->walls.median);
  g_autofree char *cpu = format_cpu (series), *shown_cpu = NULL;

  telar_comparison_add_label (page, TELAR_ANCHOR_END, bars->x - 12, wall_y, wall_y, cpu_y,
                              bars->label_width, series->label);
  add_bar (page, ROLE_WALL, bars->x, get_x (bars, series->walls.median), wall_y,
           WALL_HEIGHT * page->scale, TELAR_CORNERS_RIGHT, i);
  if (series->n_runs > 1)
    layout_whisker (page, bars, series, wall_y);
  telar_comparison_add_text (page, TELAR_FONT_BODY, TELAR_ROLE_TEXT, TELAR_ANCHOR_START,
                             get_x (bars, series->walls.maximum) + TEXT_GAP, wall_y, wall);

  add_bar (page, ROLE_USER, bars->x, user_x, cpu_y, CPU_HEIGHT * page->scale, TELAR_CORNERS_NONE,
           i);
  add_bar (page, ROLE_SYSTEM, user_x, cpu_x, cpu_y, CPU_HEIGHT * page->scale, TELAR_CORNERS_NONE,
           i);
  shown_cpu
      = telar_comparison_dup_shortened (page, TELAR_FONT_AXIS, cpu, page->width - cpu_x - TEXT_GAP);
  telar_comparison_add_text (page, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT, TELAR_ANCHOR_START,
                             cpu_x + TEXT_GAP, cpu_y, shown_cpu);
  page->y += height;
}

/**
 * telar_comparison_layout_bars:
 * @page: a page that is being laid out
 *
 * Adds for each series a bar of its median wall time, with a whisker from the minimum to the
 * maximum if there were several runs, and beneath it a thin bar of its processor time.
 */
void
telar_comparison_layout_bars (TelarComparisonPage *page)
{
  g_autoptr (GArray) keys = telar_keys_new ();
  gboolean has_repeats = telar_comparison_has_repeats (page->comparison);
  Bars bars;

  telar_comparison_add_heading (page, _ ("Wall time and CPU time"));
  bars_init (&bars, page);
  layout_axis (page, &bars);
  telar_display_list_add (page->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_AXIS, floor (bars.x) - 1,
                          page->y, 1,
                          page->comparison->series->len * round (ROW_HEIGHT * page->scale));
  for (guint i = 0; i < page->comparison->series->len; i++)
    layout_series (page, &bars, i);

  page->y += round (8 * page->scale);
  telar_keys_add (keys, TELAR_SWATCH_COLOUR, ROLE_WALL,
                  has_repeats ? _ ("Median wall time") : _ ("Wall time"));
  if (has_repeats)
    telar_keys_add (keys, TELAR_SWATCH_WHISKER, TELAR_ROLE_TEXT, _ ("Minimum to maximum"));
  telar_keys_add (keys, TELAR_SWATCH_COLOUR, ROLE_USER, _ ("CPU user"));
  telar_keys_add (keys, TELAR_SWATCH_COLOUR, ROLE_SYSTEM, _ ("CPU system"));
  telar_comparison_add_keys (page, bars.x, keys);
}
