/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-svg-writer.h"

#include <math.h>

#include "model/telar-lane.h"

#define FONT_FAMILY "system-ui, 'Adwaita Sans', Cantarell, 'DejaVu Sans', sans-serif"

/* So many rectangles are worth a path. */
#define MIN_PATH 4

/* A number as SVG wants it in any locale, of at most three decimals. */
static void
append_number (GString *svg, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;

  g_ascii_formatd (buffer, sizeof buffer, "%.3f", value);
  end = buffer + strlen (buffer);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
  g_string_append (svg, strcmp (buffer, "-0") == 0 ? "0" : buffer);
}

static void
append_attribute (GString *svg, const char *name, double value)
{
  g_string_append_c (svg, ' ');
  g_string_append (svg, name);
  g_string_append (svg, "=\"");
  append_number (svg, value);
  g_string_append_c (svg, '"');
}

static void
append_escaped (GString *svg, const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      switch (character)
        {
        case '&':
          g_string_append (svg, "&amp;");
          break;
        case '<':
          g_string_append (svg, "&lt;");
          break;
        case '>':
          g_string_append (svg, "&gt;");
          break;
        case '"':
          g_string_append (svg, "&quot;");
          break;
        default:
          /* What XML 1.0 does not allow, in production 2, “Char”. */
          if (character < 0x20 || character == 0xfffe || character == 0xffff)
            g_string_append_c (svg, ' ');
          else
            g_string_append_unichar (svg, character);
          break;
        }
    }
}

static void
append_colour (GString *svg, const char *name, const TelarColour *colour, double alpha)
{
  g_string_append_printf (svg, " %s=\"#%02x%02x%02x\"", name, (guint) lround (colour->red * 255),
                          (guint) lround (colour->green * 255),
                          (guint) lround (colour->blue * 255));
  if (colour->alpha * alpha < 0.999)
    {
      g_string_append_printf (svg, " %s-opacity=\"", name);
      append_number (svg, colour->alpha * alpha);
      g_string_append_c (svg, '"');
    }
}

/* A rectangle of which only one side is rounded. */
static void
append_path (GString *svg, const TelarMark *mark)
{
  double left = (mark->corners & TELAR_CORNERS_LEFT) != 0 ? mark->radius : 0;
  double right = (mark->corners & TELAR_CORNERS_RIGHT) != 0 ? mark->radius : 0;
  const struct
  {
    const char *command;
    double values[2];
    double radius;
  } steps[] = {
    { "M", { mark->x + left, mark->y }, 0 },
    { "L", { mark->x + mark->width - right, mark->y }, 0 },
    { "A", { mark->x + mark->width, mark->y + right }, right },
    { "L", { mark->x + mark->width, mark->y + mark->height - right }, 0 },
    { "A", { mark->x + mark->width - right, mark->y + mark->height }, right },
    { "L", { mark->x + left, mark->y + mark->height }, 0 },
    { "A", { mark->x, mark->y + mark->height - left }, left },
    { "L", { mark->x, mark->y + left }, 0 },
    { "A", { mark->x + left, mark->y }, left },
  };

  g_string_append (svg, "<path d=\"");
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (steps[i].command[0] == 'A' && steps[i].radius <= 0)
        continue;

      g_string_append (svg, steps[i].command);
      if (steps[i].command[0] == 'A')
        {
          append_number (svg, steps[i].radius);
          g_string_append_c (svg, ' ');
          append_number (svg, steps[i].radius);
          g_string_append (svg, " 0 0 1 ");
        }
      append_number (svg, steps[i].values[0]);
      g_string_append_c (svg, ' ');
      append_number (svg, steps[i].values[1]);
    }
  g_string_append (svg, "Z\"");
}

/* Begins the element of a shape. Returns its name. */
static const char *
append_shape (GString *svg, const TelarPalette *palette, const TelarMark *mark)
{
  const TelarColour *colour = &palette->colours[mark->role];
  double inset = mark->kind == TELAR_MARK_OUTLINE ? mark->line_width / 2 : 0;
  const char *name = "rect";

  if (mark->radius > 0 && mark->corners != TELAR_CORNERS_ALL && mark->corners != 0)
    {
      name = "path";
      append_path (svg, mark);
    }
  else
    {
      g_string_append (svg, "<rect");
      append_attribute (svg, "x", mark->x + inset);
      append_attribute (svg, "y", mark->y + inset);
      append_attribute (svg, "width", MAX (mark->width - 2 * inset, 0));
      append_attribute (svg, "height", MAX (mark->height - 2 * inset, 0));
      if (mark->radius > 0 && mark->corners != 0)
        append_attribute (svg, "rx", MAX (mark->radius - inset, 0));
    }

  if (mark->kind == TELAR_MARK_HATCH)
    {
      g_string_append (svg, " fill=\"url(#hatch)\"");
    }
  else if (mark->kind == TELAR_MARK_OUTLINE)
    {
      g_string_append (svg, " fill=\"none\"");
      append_colour (svg, "stroke", colour, mark->alpha);
      append_attribute (svg, "stroke-width", mark->line_width);
    }
  else
    {
      append_colour (svg, "fill", colour, mark->alpha);
    }

  return name;
}

/* Begins the element of a line. */
static void
append_line (GString *svg, const TelarPalette *palette, const TelarMark *mark)
{
  g_string_append (svg, "<line");
  append_attribute (svg, "x1", mark->x);
  append_attribute (svg, "y1", mark->y);
  append_attribute (svg, "x2", mark->x + mark->width);
  append_attribute (svg, "y2", mark->y + mark->height);
  append_colour (svg, "stroke", &palette->colours[mark->role], mark->alpha);
  append_attribute (svg, "stroke-width", mark->line_width);
  if (mark->is_dashed)
    append_attribute (svg, "stroke-dasharray", TELAR_DASH);
  else if (mark->width != 0 && mark->height != 0)
    g_string_append (svg, " stroke-linecap=\"round\"");
}

/* Begins and fills the element of a text. */
static void
append_text (GString *svg,
             const TelarDisplayList *list,
             const TelarPalette *palette,
             const TelarMark *mark)
{
  static const char *const anchors[] = { "", " text-anchor=\"middle\"", " text-anchor=\"end\"" };

  g_string_append_printf (svg, "<text class=\"f%u\"", mark->font);
  append_attribute (svg, "x", mark->x);
  append_attribute (svg, "y", mark->y);
  g_string_append (svg, anchors[mark->anchor]);
  /* Whatever font the reader has, a label stays on its bar. */
  if (mark->width > 0)
    {
      append_attribute (svg, "textLength", mark->width);
      g_string_append (svg, " lengthAdjust=\"spacingAndGlyphs\"");
    }
  append_colour (svg, "fill", &palette->colours[mark->role], mark->alpha);
  g_string_append_c (svg, '>');
  append_escaped (svg, telar_display_list_get_text (list, mark));
}

static void
append_head (GString *svg,
             const TelarDisplayList *list,
             const TelarPalette *palette,
             double text_scale,
             const char *title)
{
  double across = TELAR_HATCH_PERIOD;

  g_string_append (svg, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
  append_attribute (svg, "width", list->width);
  append_attribute (svg, "height", list->height);
  g_string_append (svg, " viewBox=\"0 0 ");
  append_number (svg, list->width);
  g_string_append_c (svg, ' ');
  append_number (svg, list->height);
  g_string_append (svg, "\">\n<title>");
  append_escaped (svg, title);
  g_string_append (svg, "</title>\n<style>text{font-family:" FONT_FAMILY "}");
  for (guint i = 0; i < TELAR_N_FONTS; i++)
    {
      g_string_append_printf (svg, ".f%u{font-size:", i);
      append_number (svg, telar_font_get_size (i) * text_scale);
      g_string_append_printf (svg, "px%s}", telar_font_is_bold (i) ? ";font-weight:600" : "");
    }
  g_string_append (svg, "</style>\n<defs><pattern id=\"hatch\" patternUnits=\"userSpaceOnUse\"");
  append_attribute (svg, "width", across);
  append_attribute (svg, "height", across);
  g_string_append (svg, " patternTransform=\"rotate(-45)\"><rect x=\"0\" y=\"0\"");
  append_attribute (svg, "width", across);
  append_attribute (svg, "height", across / 2);
  append_colour (svg, "fill", &palette->colours[TELAR_ROLE_HATCH], 1);
  g_string_append (svg, "/></pattern></defs>\n");
}

static void
append_mark (GString *svg,
             const TelarDisplayList *list,
             const TelarPalette *palette,
             const TelarMark *mark,
             const GString *description)
{
  const char *name = "text";

  if (mark->kind == TELAR_MARK_TEXT)
    {
      append_text (svg, list, palette, mark);
    }
  else
    {
      if (mark->kind == TELAR_MARK_LINE)
        {
          name = "line";
          append_line (svg, palette, mark);
        }
      else
        {
          name = append_shape (svg, palette, mark);
        }
      if (description->len == 0)
        {
          g_string_append (svg, "/>\n");
          return;
        }
      g_string_append_c (svg, '>');
    }

  /* Shown as a tooltip by browsers, and read by screen readers. */
  if (description->len > 0)
    {
      g_string_append (svg, "<title>");
      append_escaped (svg, description->str);
      g_string_append (svg, "</title>");
    }
  g_string_append_printf (svg, "</%s>\n", name);
}

/* Whether it is one of many: a plain rectangle of no one task. */
static gboolean
is_plain (const TelarMark *mark)
{
  return mark->kind == TELAR_MARK_RECTANGLE && mark->task == TELAR_NO_TASK
         && (mark->radius <= 0 || mark->corners == 0);
}

/* Returns how many plain rectangles there are from @mark on, before @end, that stand side by side
 * in one row, so that the order in which they are painted does not matter. */
static guint
count_plain (const TelarMark *mark, const TelarMark *end)
{
  guint n = 0;

  while (mark + n < end && is_plain (mark + n)
         && (n == 0
             || (mark[n].y == mark->y && mark[n].height == mark->height
                 && mark[n].x >= mark[n - 1].x + mark[n - 1].width - 0.001f)))
    n++;

  return n;
}

/* Writes plain rectangles of one row, those of the same colour as one path, which takes a fifth of
 * the room. */
static void
append_plain (GString *svg, const TelarPalette *palette, const TelarMark *marks, guint n)
{
  g_autofree guint8 *is_written = g_new0 (guint8, n);

  for (guint i = 0; i < n; i++)
    {
      if (is_written[i])
        continue;

      g_string_append (svg, "<path d=\"");
      for (guint j = i; j < n; j++)
        {
          if (marks[j].role != marks[i].role || marks[j].alpha != marks[i].alpha)
            continue;

          is_written[j] = TRUE;
          g_string_append_c (svg, 'M');
          append_number (svg, marks[j].x);
          g_string_append_c (svg, ' ');
          append_number (svg, marks[j].y);
          g_string_append_c (svg, 'h');
          append_number (svg, marks[j].width);
          g_string_append_c (svg, 'v');
          append_number (svg, marks[j].height);
          g_string_append_c (svg, 'h');
          append_number (svg, -marks[j].width);
          g_string_append_c (svg, 'z');
        }
      g_string_append_c (svg, '"');
      append_colour (svg, "fill", &palette->colours[marks[i].role], marks[i].alpha);
      g_string_append (svg, "/>\n");
    }
}

static void
append_clip (GString *svg, const TelarMark *mark, guint number)
{
  g_string_append_printf (svg, "<clipPath id=\"clip%u\"><rect", number);
  append_attribute (svg, "x", mark->x);
  append_attribute (svg, "y", mark->y);
  append_attribute (svg, "width", mark->width);
  append_attribute (svg, "height", mark->height);
  g_string_append_printf (svg, "/></clipPath>\n<g clip-path=\"url(#clip%u)\">\n", number);
}

/**
 * telar_svg_write:
 * @list: the picture
 * @palette: its colours
 * @text_scale: of the texts that it was laid out with
 * @title: of the picture, for screen readers; valid UTF-8
 * @describe: (nullable): writes what is to be known of a task
 * @user_data: for @describe
 *
 * Writes Scalable Vector Graphics 1.1, with text as text.
 *
 * Returns: (transfer full): the document, in UTF-8
 */
GString *
telar_svg_write (const TelarDisplayList *list,
                 const TelarPalette *palette,
                 double text_scale,
                 const char *title,
                 TelarSvgDescribe describe,
                 gpointer user_data)
{
  GString *svg = g_string_sized_new (4096 + list->marks->len * 96);
  g_autoptr (GString) description = g_string_new (NULL);
  const TelarMark *end = &g_array_index (list->marks, TelarMark, list->marks->len);
  guint n_clips = 0, n_plain;

  append_head (svg, list, palette, text_scale, title);
  for (guint i = 0; i < list->marks->len; i++)
    {
      const TelarMark *mark = &g_array_index (list->marks, TelarMark, i);

      if (mark->kind == TELAR_MARK_CLIP)
        {
          append_clip (svg, mark, n_clips++);
          continue;
        }
      if (mark->kind == TELAR_MARK_UNCLIP)
        {
          g_string_append (svg, "</g>\n");
          continue;
        }

      n_plain = count_plain (mark, end);
      if (n_plain >= MIN_PATH)
        {
          append_plain (svg, palette, mark, n_plain);
          i += n_plain - 1;
          continue;
        }

      g_string_truncate (description, 0);
      if (describe != NULL && mark->task != TELAR_NO_TASK)
        describe (mark->task, description, user_data);
      append_mark (svg, list, palette, mark, description);
    }
  g_string_append (svg, "</svg>\n");

  return svg;
}
