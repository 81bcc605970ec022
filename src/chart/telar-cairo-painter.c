/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-cairo-painter.h"

#include <math.h>
#include <pango/pangocairo.h>

static void
set_source (cairo_t *cr, const TelarPalette *palette, const TelarMark *mark)
{
  const TelarColour *colour = &palette->colours[mark->role];

  cairo_set_source_rgba (cr, colour->red, colour->green, colour->blue, colour->alpha * mark->alpha);
}

static void
add_path (cairo_t *cr,
          double x,
          double y,
          double width,
          double height,
          double radius,
          guint corners)
{
  double left = (corners & TELAR_CORNERS_LEFT) != 0 ? radius : 0;
  double right = (corners & TELAR_CORNERS_RIGHT) != 0 ? radius : 0;

  if (left <= 0 && right <= 0)
    {
      cairo_rectangle (cr, x, y, width, height);
      return;
    }

  cairo_new_sub_path (cr);
  cairo_arc (cr, x + left, y + left, left, G_PI, 1.5 * G_PI);
  cairo_arc (cr, x + width - right, y + right, right, 1.5 * G_PI, 2 * G_PI);
  cairo_arc (cr, x + width - right, y + height - right, right, 0, 0.5 * G_PI);
  cairo_arc (cr, x + left, y + height - left, left, 0.5 * G_PI, G_PI);
  cairo_close_path (cr);
}

static void
paint_outline (cairo_t *cr, const TelarPalette *palette, const TelarMark *mark)
{
  double line = mark->line_width;

  /* Filled between two paths, as the nodes of the screen do it. */
  cairo_save (cr);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  add_path (cr, mark->x, mark->y, mark->width, mark->height, mark->radius, mark->corners);
  add_path (cr, mark->x + line, mark->y + line, MAX (mark->width - 2 * line, 0),
            MAX (mark->height - 2 * line, 0), MAX (mark->radius - line, 0), mark->corners);
  set_source (cr, palette, mark);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
paint_hatch (cairo_t *cr, const TelarPalette *palette, const TelarMark *mark)
{
  const TelarColour *colour = &palette->colours[mark->role];
  double across = TELAR_HATCH_PERIOD * G_SQRT2 / 2;
  cairo_pattern_t *pattern
      = cairo_pattern_create_linear (mark->x, mark->y, mark->x + across, mark->y + across);
  static const struct
  {
    double offset;
    double share;
  } stops[] = { { 0, 0 }, { 0.4, 0 }, { 0.5, 1 }, { 0.9, 1 }, { 1, 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (stops); i++)
    cairo_pattern_add_color_stop_rgba (pattern, stops[i].offset, colour->red, colour->green,
                                       colour->blue, colour->alpha * stops[i].share);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_REPEAT);
  cairo_set_source (cr, pattern);
  add_path (cr, mark->x, mark->y, mark->width, mark->height, mark->radius, mark->corners);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

static void
paint_line (cairo_t *cr, const TelarPalette *palette, const TelarMark *mark)
{
  const double dash = TELAR_DASH;
  gboolean is_slanted = mark->width != 0 && mark->height != 0;

  cairo_save (cr);
  set_source (cr, palette, mark);
  cairo_set_line_width (cr, mark->line_width);
  if (mark->is_dashed)
    cairo_set_dash (cr, &dash, 1, 0);
  else if (is_slanted)
    cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_move_to (cr, mark->x, mark->y);
  cairo_rel_line_to (cr, mark->width, mark->height);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
paint_text (cairo_t *cr,
            const TelarDisplayList *list,
            const TelarPalette *palette,
            TelarTextCache *texts,
            const TelarMark *mark)
{
  const char *text = telar_display_list_get_text (list, mark);
  PangoLayout *layout = telar_text_cache_get (texts, mark->font, text);
  double width = telar_text_cache_measure (texts, mark->font, text);
  double baseline = pango_layout_get_baseline (layout) / (double) PANGO_SCALE;

  cairo_move_to (cr, mark->x - width * mark->anchor / TELAR_ANCHOR_END, mark->y - baseline);
  set_source (cr, palette, mark);
  pango_cairo_show_layout (cr, layout);
}

/**
 * telar_cairo_paint:
 * @cr: what to paint on; one unit is one point of the picture
 * @list: the picture
 * @palette: its colours
 * @texts: the texts that it was laid out with
 *
 * Needs no display.
 */
void
telar_cairo_paint (cairo_t *cr,
                   const TelarDisplayList *list,
                   const TelarPalette *palette,
                   TelarTextCache *texts)
{
  for (guint i = 0; i < list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (list->marks, TelarMark, i);

      switch ((TelarMarkKind) mark->kind)
        {
        case TELAR_MARK_RECTANGLE:
          set_source (cr, palette, mark);
          add_path (cr, mark->x, mark->y, mark->width, mark->height, mark->radius, mark->corners);
          cairo_fill (cr);
          break;

        case TELAR_MARK_OUTLINE:
          paint_outline (cr, palette, mark);
          break;

        case TELAR_MARK_HATCH:
          paint_hatch (cr, palette, mark);
          break;

        case TELAR_MARK_LINE:
          paint_line (cr, palette, mark);
          break;

        case TELAR_MARK_TEXT:
          paint_text (cr, list, palette, texts, mark);
          break;

        case TELAR_MARK_CLIP:
          cairo_save (cr);
          cairo_rectangle (cr, mark->x, mark->y, mark->width, mark->height);
          cairo_clip (cr);
          break;

        case TELAR_MARK_UNCLIP:
          cairo_restore (cr);
          break;

        default:
          g_assert_not_reached ();
        }
    }
}
