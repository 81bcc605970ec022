/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-layout-private.h"

#include "telar-task-label.h"

#define MAX_LABELS    600
#define PADDING       6.0
#define MIN_SHORTENED 6    /* characters of a label that was cut off */
#define HATCH_ROOM    24.0 /* what a label leaves of a cancelled bar */

static TelarMark *
add_over_bar (TelarLayoutRow *row,
              const TelarLayoutBar *bar,
              TelarMarkKind kind,
              TelarRole role,
              double grow)
{
  TelarMark *mark
      = telar_display_list_add (row->layout->list, kind, role, bar->x - grow, row->y - grow,
                                bar->end - bar->x + 2 * grow, row->height + 2 * grow);
  double radius = telar_layout_get_radius (row, bar);

  mark->task = bar->task;
  if (radius > 0)
    {
      mark->corners = TELAR_CORNERS_ALL;
      mark->radius = (float) (radius + grow);
    }

  return mark;
}

/* A failed bar has an outline and ends in a cap with a cross. Returns where a label has to end. */
static double
layout_failed (TelarLayoutRow *row, const TelarLayoutBar *bar)
{
  TelarLayout *layout = row->layout;
  double cap = MIN (row->height, 20), centre = row->y + row->height / 2;
  double radius = telar_layout_get_radius (row, bar);
  TelarMark *mark = add_over_bar (row, bar, TELAR_MARK_OUTLINE, TELAR_ROLE_FAILED, 0);

  mark->line_width = row->height >= 10 ? 2 : 1;
  if (row->height < 12 || bar->end - bar->x < cap)
    return bar->end;

  mark = telar_display_list_add (layout->list, TELAR_MARK_RECTANGLE, TELAR_ROLE_FAILED,
                                 bar->end - cap, row->y, cap, row->height);
  mark->task = bar->task;
  mark->corners = bar->end - bar->x < cap + radius ? TELAR_CORNERS_ALL : TELAR_CORNERS_RIGHT;
  mark->radius = (float) radius;
  telar_display_list_add_text (layout->list, TELAR_FONT_BAR, TELAR_ROLE_ON_FAILED,
                               TELAR_ANCHOR_MIDDLE, bar->end - cap / 2,
                               telar_layout_baseline (layout, TELAR_FONT_BAR, centre), "×");

  return bar->end - cap;
}

/**
 * telar_layout_cancelled:
 * @row: the row of the bar
 * @bar: the bar of a task that was cancelled
 * @label_end: where a label on the bar ends; its left edge if there is none
 *
 * Takes stripes out of the bar, but not where its label is.
 */
void
telar_layout_cancelled (TelarLayoutRow *row, const TelarLayoutBar *bar, double label_end)
{
  TelarMark *mark = add_over_bar (row, bar, TELAR_MARK_HATCH, TELAR_ROLE_HATCH, 0);

  if (label_end <= bar->x)
    return;

  mark->x = (float) (label_end + PADDING);
  mark->width = MAX ((float) bar->end - mark->x, 0);
  mark->corners &= TELAR_CORNERS_RIGHT;
}

/**
 * telar_layout_status:
 * @row: the row of the bar
 * @bar: a bar that is laid out
 * @status: of its task
 *
 * Draws over the bar what tells that its task failed.
 *
 * Returns: where a label on the bar has to end
 */
double
telar_layout_status (TelarLayoutRow *row, const TelarLayoutBar *bar, TelarStatus status)
{
  if (status == TELAR_STATUS_FAILED)
    return layout_failed (row, bar);
  if (status == TELAR_STATUS_CANCELLED)
    return bar->end - HATCH_ROOM;

  return bar->end;
}

/* Shortens the label to what fits, if enough of it is left to be understood. */
static gboolean
shorten_label (TelarLayout *layout, double room)
{
  GString *label = layout->label;
  glong n_kept
      = (glong) (room / (telar_font_get_size (TELAR_FONT_BAR) * layout->geometry->scale * 0.66));

  if (n_kept < MIN_SHORTENED || n_kept >= g_utf8_strlen (label->str, -1))
    return FALSE;

  g_string_truncate (label, (gsize) (g_utf8_offset_to_pointer (label->str, n_kept) - label->str));
  g_string_append (label, "…");

  return TRUE;
}

static double
add_label (TelarLayout *layout,
           const TelarLayoutBar *bar,
           TelarRole role,
           double x,
           double baseline,
           double width)
{
  TelarMark *mark = telar_display_list_add_text (
      layout->list, TELAR_FONT_BAR, role, TELAR_ANCHOR_START, x, baseline, layout->label->str);

  mark->width = (float) width;
  mark->task = bar->task;
  layout->n_labels++;

  return x + width;
}

/**
 * telar_layout_label:
 * @row: the row of the bar
 * @bar: the bar of a task
 * @label_end: where a label on the bar has to end
 * @room_end: where the next bar begins
 *
 * Writes the longest label that fits onto the bar, else one beside it, if there is room.
 *
 * Returns: where a label on the bar ends; the bar's left edge if there is none
 */
double
telar_layout_label (TelarLayoutRow *row,
                    const TelarLayoutBar *bar,
                    double label_end,
                    double room_end)
{
  TelarLayout *layout = row->layout;
  const TelarChartGeometry *geometry = layout->geometry;
  double left = MAX (bar->widest_x, geometry->plot_x) + PADDING;
  double inside = MIN (MIN (bar->widest_end, label_end), geometry->plot_x + geometry->plot_width)
                  - left - PADDING;
  double beside_x = bar->end + PADDING;
  double beside = MIN (room_end, geometry->viewport.width) - beside_x - PADDING;
  double baseline = telar_layout_baseline (layout, TELAR_FONT_BAR, row->y + row->height / 2);

  if (layout->n_labels >= MAX_LABELS || row->height < 12 * geometry->scale
      || MAX (inside, beside) < 0)
    return bar->x;

  for (guint shortness = 0; telar_task_label (layout->index, bar->task, shortness, layout->label);
       shortness++)
    {
      double width;

      /* No need to shape what cannot fit. */
      if ((double) layout->label->len * 2 > MAX (inside, beside)
          && !(shortness == 1 && shorten_label (layout, inside)))
        continue;

      width = telar_text_cache_measure (layout->texts, TELAR_FONT_BAR, layout->label->str);
      if (width <= inside)
        return add_label (layout, bar, telar_role_get_text (bar->widest_role), left, baseline,
                          width);
      if (shortness == 0 && inside >= 12)
        continue;
      if (width <= beside)
        {
          add_label (layout, bar, TELAR_ROLE_TEXT, beside_x, baseline, width);
          return bar->x;
        }
      if (shortness == 1 && shorten_label (layout, inside))
        {
          width = telar_text_cache_measure (layout->texts, TELAR_FONT_BAR, layout->label->str);
          if (width <= inside)
            return add_label (layout, bar, telar_role_get_text (bar->widest_role), left, baseline,
                              width);
        }
    }

  return bar->x;
}

/**
 * telar_layout_emphasis:
 * @row: the row of the bar
 * @bar: a bar that is laid out
 *
 * Outlines the bar if it is selected, or under the pointer.
 */
void
telar_layout_emphasis (TelarLayoutRow *row, const TelarLayoutBar *bar)
{
  const TelarChartOptions *options = row->layout->options;
  TelarMark *mark;

  if (bar->task == TELAR_NO_TASK)
    return;

  if (bar->task == options->selected_task)
    {
      mark = add_over_bar (row, bar, TELAR_MARK_OUTLINE, TELAR_ROLE_SELECTION, 2);
      mark->line_width = 2;
    }
  else if (bar->task == options->hovered_task)
    {
      mark = add_over_bar (row, bar, TELAR_MARK_OUTLINE, TELAR_ROLE_HOVER, 1.5);
      mark->line_width = 1.5f;
    }
}

/**
 * telar_layout_time:
 * @row: the row of the task
 * @bar: its bar; one of no width where the text is to stand, if it never began
 * @text: how long it took, or what became of it
 * @label_end: where a text on the bar has to end
 *
 * Writes the text beside the bar, or onto its end if there is no room.
 */
void
telar_layout_time (const TelarLayoutRow *row,
                   const TelarLayoutBar *bar,
                   const char *text,
                   double label_end)
{
  TelarLayout *layout = row->layout;
  const TelarChartGeometry *geometry = layout->geometry;
  double width, baseline, inside;
  TelarMark *mark;

  if (layout->n_labels >= MAX_LABELS || row->height < 12 * geometry->scale)
    return;

  width = telar_text_cache_measure (layout->texts, TELAR_FONT_BAR, text);
  baseline = telar_layout_baseline (layout, TELAR_FONT_BAR, row->y + row->height / 2);
  inside = MIN (bar->widest_end, label_end) - bar->widest_x - 2 * PADDING;

  if (bar->end + PADDING + width <= geometry->viewport.width - PADDING)
    mark = telar_display_list_add_text (layout->list, TELAR_FONT_BAR, TELAR_ROLE_TEXT,
                                        TELAR_ANCHOR_START, bar->end + PADDING, baseline, text);
  else if (width <= inside)
    mark = telar_display_list_add_text (layout->list, TELAR_FONT_BAR,
                                        telar_role_get_text (bar->widest_role), TELAR_ANCHOR_END,
                                        bar->widest_x + inside + PADDING, baseline, text);
  else
    return;

  mark->width = (float) width;
  mark->task = bar->task;
  layout->n_labels++;
}
