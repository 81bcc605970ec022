/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-snapshot-painter.h"

#include "chart/telar-cairo-painter.h"

/* The font size, in pixels, of a desktop that was not set up otherwise: 11 points at 96 dpi. */
#define USUAL_FONT_SIZE (11.0 * 96 / 72)

static GdkRGBA
get_colour (const TelarPalette *palette, const TelarMark *mark)
{
  const TelarColour *colour = &palette->colours[mark->role];

  return (GdkRGBA){ colour->red, colour->green, colour->blue, colour->alpha * mark->alpha };
}

static GskRoundedRect
get_outline (const TelarMark *mark)
{
  float left = (mark->corners & TELAR_CORNERS_LEFT) != 0 ? mark->radius : 0;
  float right = (mark->corners & TELAR_CORNERS_RIGHT) != 0 ? mark->radius : 0;
  GskRoundedRect outline;

  gsk_rounded_rect_init (&outline,
                         &GRAPHENE_RECT_INIT (mark->x, mark->y, mark->width, mark->height),
                         &GRAPHENE_SIZE_INIT (left, left), &GRAPHENE_SIZE_INIT (right, right),
                         &GRAPHENE_SIZE_INIT (right, right), &GRAPHENE_SIZE_INIT (left, left));

  return outline;
}

static void
push_shape (GtkSnapshot *snapshot, const TelarMark *mark)
{
  GskRoundedRect outline = get_outline (mark);

  gtk_snapshot_push_rounded_clip (snapshot, &outline);
}

static void
paint_rectangle (GtkSnapshot *snapshot, const TelarMark *mark, const GdkRGBA *colour)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (mark->x, mark->y, mark->width, mark->height);
  gboolean is_rounded = mark->radius > 0 && mark->corners != TELAR_CORNERS_NONE;

  if (is_rounded)
    push_shape (snapshot, mark);
  gtk_snapshot_append_color (snapshot, colour, &bounds);
  if (is_rounded)
    gtk_snapshot_pop (snapshot);
}

static void
paint_outline (GtkSnapshot *snapshot, const TelarMark *mark, const GdkRGBA *colour)
{
  GskRoundedRect outline = get_outline (mark);
  const float widths[4]
      = { mark->line_width, mark->line_width, mark->line_width, mark->line_width };
  const GdkRGBA colours[4] = { *colour, *colour, *colour, *colour };

  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

static void
paint_hatch (GtkSnapshot *snapshot, const TelarMark *mark, const GdkRGBA *colour)
{
  GdkRGBA clear = *colour;
  float across = (float) (TELAR_HATCH_PERIOD * G_SQRT2 / 2);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (mark->x, mark->y, mark->width, mark->height);

  clear.alpha = 0;
  push_shape (snapshot, mark);
  gtk_snapshot_append_repeating_linear_gradient (
      snapshot, &bounds, &GRAPHENE_POINT_INIT (mark->x, mark->y),
      &GRAPHENE_POINT_INIT (mark->x + across, mark->y + across),
      (const GskColorStop[]){
          { 0, clear }, { 0.4f, clear }, { 0.5f, *colour }, { 0.9f, *colour }, { 1, clear } },
      5);
  gtk_snapshot_pop (snapshot);
}

/* Along or across the picture, where colours are sharp. */
static void
paint_straight (GtkSnapshot *snapshot, const TelarMark *mark, const GdkRGBA *colour)
{
  gboolean is_across = mark->width != 0;
  float length = is_across ? mark->width : mark->height;
  float step = mark->is_dashed ? (float) TELAR_DASH : ABS (length);
  float half = mark->line_width / 2, direction = length < 0 ? -1 : 1;

  for (float at = 0; at < ABS (length); at += 2 * step)
    {
      float from = direction * at, to = direction * MIN (at + step, ABS (length));
      float start = MIN (from, to), end = MAX (from, to);

      if (is_across)
        gtk_snapshot_append_color (
            snapshot, colour,
            &GRAPHENE_RECT_INIT (mark->x + start, mark->y - half, end - start, mark->line_width));
      else
        gtk_snapshot_append_color (
            snapshot, colour,
            &GRAPHENE_RECT_INIT (mark->x - half, mark->y + start, mark->line_width, end - start));
    }
}

static gboolean
is_slanted (const TelarMark *mark)
{
  return mark->kind == TELAR_MARK_LINE && mark->width != 0 && mark->height != 0;
}

/* Slanted lines are stroked by cairo, as turned rectangles would have ragged edges; those that
 * follow each other in one node. Returns: how many there are from the first mark on */
static guint
paint_slanted (GtkSnapshot *snapshot,
               const TelarDisplayList *list,
               guint first,
               const TelarPalette *palette,
               TelarTextCache *texts)
{
  const TelarMark *marks = &g_array_index (list->marks, TelarMark, first);
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (TelarMark));
  const TelarDisplayList part = { lines, NULL, list->width, list->height };
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (marks->x, marks->y, 0, 0);
  guint n = 0;
  cairo_t *cr;

  for (; first + n < list->marks->len && is_slanted (&marks[n]); n++)
    {
      const TelarMark *mark = &marks[n];
      graphene_rect_t line = GRAPHENE_RECT_INIT (mark->x, mark->y, mark->width, mark->height);

      graphene_rect_inset (graphene_rect_normalize (&line), -mark->line_width, -mark->line_width);
      graphene_rect_union (&bounds, &line, &bounds);
      g_array_append_val (lines, marks[n]);
    }

  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  telar_cairo_paint (cr, &part, palette, texts);
  cairo_destroy (cr);
  g_array_unref (lines);

  return n;
}

static void
paint_text (GtkSnapshot *snapshot,
            const TelarDisplayList *list,
            TelarTextCache *texts,
            const TelarMark *mark,
            const GdkRGBA *colour)
{
  const char *text = telar_display_list_get_text (list, mark);
  PangoLayout *layout = telar_text_cache_get (texts, mark->font, text);
  double width = telar_text_cache_measure (texts, mark->font, text);
  double baseline = pango_layout_get_baseline (layout) / (double) PANGO_SCALE;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((float) (mark->x - width * mark->anchor / TELAR_ANCHOR_END),
                                      (float) (mark->y - baseline)));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

/**
 * telar_snapshot_paint:
 * @snapshot: what to add the picture to
 * @list: the picture
 * @palette: its colours
 * @texts: the texts that it was laid out with
 *
 * Paints the same as telar_cairo_paint(), as render nodes.
 */
void
telar_snapshot_paint (GtkSnapshot *snapshot,
                      const TelarDisplayList *list,
                      const TelarPalette *palette,
                      TelarTextCache *texts)
{
  for (guint i = 0; i < list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (list->marks, TelarMark, i);
      const GdkRGBA colour = get_colour (palette, mark);

      if (is_slanted (mark))
        {
          i += paint_slanted (snapshot, list, i, palette, texts) - 1;
          continue;
        }

      switch ((TelarMarkKind) mark->kind)
        {
        case TELAR_MARK_RECTANGLE:
          paint_rectangle (snapshot, mark, &colour);
          break;

        case TELAR_MARK_OUTLINE:
          paint_outline (snapshot, mark, &colour);
          break;

        case TELAR_MARK_HATCH:
          paint_hatch (snapshot, mark, &colour);
          break;

        case TELAR_MARK_LINE:
          paint_straight (snapshot, mark, &colour);
          break;

        case TELAR_MARK_TEXT:
          paint_text (snapshot, list, texts, mark, &colour);
          break;

        case TELAR_MARK_CLIP:
          gtk_snapshot_push_clip (
              snapshot, &GRAPHENE_RECT_INIT (mark->x, mark->y, mark->width, mark->height));
          break;

        case TELAR_MARK_UNCLIP:
          gtk_snapshot_pop (snapshot);
          break;

        default:
          g_assert_not_reached ();
        }
    }
}

/**
 * telar_snapshot_focus:
 * @snapshot: what to add to
 * @palette: with the colour of the frame
 * @width: of the widget
 * @height: of the widget
 *
 * Paints the frame of a widget that has the keyboard's focus.
 */
void
telar_snapshot_focus (GtkSnapshot *snapshot,
                      const TelarPalette *palette,
                      double width,
                      double height)
{
  const TelarColour *colour = &palette->colours[TELAR_ROLE_NOW];
  const GdkRGBA rgba = { colour->red, colour->green, colour->blue, 0.6f };
  const GdkRGBA colours[4] = { rgba, rgba, rgba, rgba };
  const float widths[4] = { 2, 2, 2, 2 };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (
      &outline, &GRAPHENE_RECT_INIT (1, 1, (float) width - 2, (float) height - 2), 6);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

/**
 * telar_snapshot_texts_new:
 * @widget: a widget
 *
 * Returns: (transfer full): an empty cache for texts in the font of @widget and as large as the
 *   user wants them; good until the style of @widget changes
 */
TelarTextCache *
telar_snapshot_texts_new (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *description = pango_context_get_font_description (context);
  double size = pango_font_description_get_size (description) / (double) PANGO_SCALE;

  if (!pango_font_description_get_size_is_absolute (description))
    size *= pango_cairo_context_get_resolution (context) / 72;

  return telar_text_cache_new (context, size > 0 ? CLAMP (size / USUAL_FONT_SIZE, 0.7, 3) : 1);
}
