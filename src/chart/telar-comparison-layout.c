/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-layout-private.h"

#include <glib/gi18n-lib.h>

#define MARGIN     16.0
#define SPACE      20.0 /* between the parts of a page */
#define SWATCH     12.0
#define SWATCH_GAP 6.0
#define KEY_GAP    18.0
#define KEY_HEIGHT 22.0
#define MARKER     8.0
#define SEPARATOR  " · " /* of the parts of a label */

static void
key_clear (gpointer data)
{
  TelarKey *key = data;

  g_free (key->title);
}

/**
 * telar_keys_new:
 *
 * Returns: (transfer full) (element-type TelarKey): a legend without anything in it
 */
GArray *
telar_keys_new (void)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (TelarKey));

  g_array_set_clear_func (keys, key_clear);

  return keys;
}

/**
 * telar_keys_add:
 * @keys: a legend
 * @swatch: what is explained
 * @role: its colour
 * @title: what it means
 */
void
telar_keys_add (GArray *keys, TelarSwatch swatch, TelarRole role, const char *title)
{
  TelarKey key = { swatch, role, g_strdup (title) };

  g_array_append_val (keys, key);
}

/**
 * telar_comparison_add_text:
 * @page: a page that is being laid out
 * @font: its font
 * @role: its colour
 * @anchor: which end of the text is at @x
 * @x: in points
 * @centre: the middle of its capital letters
 * @text: valid UTF-8, of one line
 *
 * Returns: (transfer none): the mark, valid until the next one is added
 */
TelarMark *
telar_comparison_add_text (TelarComparisonPage *page,
                           TelarFont font,
                           TelarRole role,
                           TelarAnchor anchor,
                           double x,
                           double centre,
                           const char *text)
{
  return telar_display_list_add_text (
      page->list, font, role, anchor, x,
      round (centre + telar_text_cache_get_centre (page->texts, font)), text);
}

/**
 * telar_comparison_dup_shortened:
 * @page: a page that is being laid out
 * @font: a font
 * @text: valid UTF-8, of one line
 * @width: in points
 *
 * Returns: (transfer full): @text, with an ellipsis if it is wider than @width
 */
char *
telar_comparison_dup_shortened (TelarComparisonPage *page,
                                TelarFont font,
                                const char *text,
                                double width)
{
  g_autoptr (GString) shown = g_string_new (NULL);

  telar_text_cache_ellipsize (page->texts, font, text, width, shown);

  return g_string_free (g_steal_pointer (&shown), FALSE);
}

/**
 * telar_comparison_label_fits:
 * @page: a page that is being laid out
 * @width: in points
 * @label: of a series
 *
 * Returns: whether the label needs one line only, of that width
 */
gboolean
telar_comparison_label_fits (TelarComparisonPage *page, double width, const char *label)
{
  return telar_comparison_measure (page, TELAR_FONT_BODY, label) <= width
         || strstr (label, SEPARATOR) == NULL;
}

/* Returns: where the second line of @label begins, if its first is as long as @width allows; the
 * parts of a label, such as the strategy, stay whole */
static const char *
find_second_line (TelarComparisonPage *page, double width, const char *label)
{
  const char *second = strstr (label, SEPARATOR), *next = second;

  while ((next = strstr (next + strlen (SEPARATOR), SEPARATOR)) != NULL)
    {
      g_autofree char *line = g_strndup (label, (gsize) (next - label));

      if (telar_comparison_measure (page, TELAR_FONT_BODY, line) > width)
        break;
      second = next;
    }

  return second + strlen (SEPARATOR);
}

/**
 * telar_comparison_add_label:
 * @page: a page that is being laid out
 * @anchor: which end of the label is at @x
 * @x: in points
 * @centre: the middle of the capital letters of the only line
 * @first: likewise, of the first one of two lines
 * @second: likewise, of the second one
 * @width: in points
 * @label: of a series
 *
 * Adds the label of a series, in two lines if one is not enough. What does not fit into two is
 * left out.
 */
void
telar_comparison_add_label (TelarComparisonPage *page,
                            TelarAnchor anchor,
                            double x,
                            double centre,
                            double first,
                            double second,
                            double width,
                            const char *label)
{
  gboolean is_one = telar_comparison_label_fits (page, width, label);
  const char *rest = is_one ? NULL : find_second_line (page, width, label);
  g_autofree char *line
      = is_one ? g_strdup (label) : g_strndup (label, (gsize) (rest - label) - strlen (SEPARATOR));
  g_autofree char *shown = telar_comparison_dup_shortened (page, TELAR_FONT_BODY, line, width);

  telar_comparison_add_text (page, TELAR_FONT_BODY, TELAR_ROLE_TEXT, anchor, x,
                             is_one ? centre : first, shown);
  if (is_one)
    return;

  g_free (shown);
  shown = telar_comparison_dup_shortened (page, TELAR_FONT_BODY, rest, width);
  telar_comparison_add_text (page, TELAR_FONT_BODY, TELAR_ROLE_TEXT, anchor, x, second, shown);
}

/**
 * telar_comparison_measure_series:
 * @page: a page that is being laid out
 * @font: a font
 *
 * Returns: the width of the widest label of a series, in points
 */
double
telar_comparison_measure_series (TelarComparisonPage *page, TelarFont font)
{
  double widest = 0;

  for (guint i = 0; i < page->comparison->series->len; i++)
    widest = MAX (widest, telar_comparison_measure (
                              page, font, telar_comparison_get (page->comparison, i)->label));

  return widest;
}

/**
 * telar_comparison_add_heading:
 * @page: a page that is being laid out
 * @text: what the next part shows
 *
 * Adds a heading, if the page is a picture; elsewhere, what is around it says so.
 */
void
telar_comparison_add_heading (TelarComparisonPage *page, const char *text)
{
  g_autofree char *shown = NULL;

  if (!page->options->is_picture)
    return;

  shown = telar_comparison_dup_shortened (page, TELAR_FONT_HEADING, text,
                                          page->width - 2 * page->margin);
  telar_comparison_add_text (page, TELAR_FONT_HEADING, TELAR_ROLE_TEXT, TELAR_ANCHOR_START,
                             page->margin, page->y + 12 * page->scale, shown);
  page->y += round (28 * page->scale);
}

/* Returns: where @text has to be broken so that its first line is not wider than the page */
static const char *
find_break (TelarComparisonPage *page, TelarFont font, const char *text)
{
  const char *end = text, *next;

  do
    {
      g_autofree char *line = NULL;

      next = strchr (*end == ' ' ? end + 1 : end, ' ');
      next = next != NULL ? next : end + strlen (end);
      line = g_strndup (text, (gsize) (next - text));
      if (end > text
          && telar_comparison_measure (page, font, line) > page->width - 2 * page->margin)
        break;

      end = next;
    }
  while (*end != '\0');

  return end;
}

/* Adds a text in as many lines of @height as it needs. */
static void
add_lines (TelarComparisonPage *page,
           TelarFont font,
           TelarRole role,
           double height,
           const char *text)
{
  while (*text != '\0')
    {
      const char *end = find_break (page, font, text);
      g_autofree char *line = g_strndup (text, (gsize) (end - text));
      g_autofree char *shown
          = telar_comparison_dup_shortened (page, font, line, page->width - 2 * page->margin);

      telar_comparison_add_text (page, font, role, TELAR_ANCHOR_START, page->margin,
                                 page->y + height / 2 * page->scale, shown);
      page->y += round (height * page->scale);
      text = *end == ' ' ? end + 1 : end;
    }
}

/**
 * telar_comparison_add_note:
 * @page: a page that is being laid out
 * @text: a sentence
 *
 * Adds a sentence in small letters, in as many lines as it needs.
 */
void
telar_comparison_add_note (TelarComparisonPage *page, const char *text)
{
  add_lines (page, TELAR_FONT_AXIS, TELAR_ROLE_DIM_TEXT, 18, text);
}

/**
 * telar_comparison_add_marker:
 * @page: a page that is being laid out
 * @swatch: a circle, a square or a ring
 * @role: its colour
 * @x: its middle
 * @y: its middle
 */
void
telar_comparison_add_marker (TelarComparisonPage *page,
                             TelarSwatch swatch,
                             TelarRole role,
                             double x,
                             double y)
{
  TelarMark *mark = telar_display_list_add (
      page->list, swatch == TELAR_SWATCH_RING ? TELAR_MARK_OUTLINE : TELAR_MARK_RECTANGLE, role,
      x - MARKER / 2, y - MARKER / 2, MARKER, MARKER);

  mark->line_width = 2;
  if (swatch == TELAR_SWATCH_SQUARE)
    return;
  mark->corners = TELAR_CORNERS_ALL;
  mark->radius = (float) (MARKER / 2);
}

static void
add_swatch (TelarComparisonPage *page, const TelarKey *key, double x, double centre)
{
  TelarMark *mark;

  switch (key->swatch)
    {
    case TELAR_SWATCH_COLOUR:
      mark = telar_display_list_add (page->list, TELAR_MARK_RECTANGLE, key->role, x,
                                     centre - SWATCH / 2, SWATCH, SWATCH);
      mark->corners = TELAR_CORNERS_ALL;
      mark->radius = 3;
      break;

    case TELAR_SWATCH_WHISKER:
      telar_display_list_add_line (page->list, key->role, x, centre, x + SWATCH, centre, 1.5);
      telar_display_list_add_line (page->list, key->role, x, centre - 4, x, centre + 4, 1.5);
      telar_display_list_add_line (page->list, key->role, x + SWATCH, centre - 4, x + SWATCH,
                                   centre + 4, 1.5);
      break;

    case TELAR_SWATCH_LINE:
    case TELAR_SWATCH_DASHED:
      mark = telar_display_list_add_line (page->list, key->role, x - 2, centre, x + SWATCH + 2,
                                          centre, 2);
      mark->is_dashed = key->swatch == TELAR_SWATCH_DASHED;
      break;

    case TELAR_SWATCH_CIRCLE:
    case TELAR_SWATCH_SQUARE:
    case TELAR_SWATCH_RING:
    default:
      telar_comparison_add_marker (page, key->swatch, key->role, x + SWATCH / 2, centre);
      break;
    }
}

/**
 * telar_comparison_add_keys:
 * @page: a page that is being laid out
 * @left: where the lines of the legend begin
 * @keys: (element-type TelarKey): what is explained
 *
 * Adds a legend, in as many lines as it needs.
 */
void
telar_comparison_add_keys (TelarComparisonPage *page, double left, const GArray *keys)
{
  double right = page->width - page->margin, height = round (KEY_HEIGHT * page->scale);
  double text_x = SWATCH + SWATCH_GAP, x = left;

  for (guint i = 0; i < keys->len; i++)
    {
      const TelarKey *key = &g_array_index (keys, TelarKey, i);
      g_autofree char *title = telar_comparison_dup_shortened (page, TELAR_FONT_BODY, key->title,
                                                               right - left - text_x);
      double width = text_x + telar_comparison_measure (page, TELAR_FONT_BODY, title);

      if (x > left && x + width > right)
        {
          x = left;
          page->y += height;
        }
      add_swatch (page, key, x, page->y + height / 2);
      telar_comparison_add_text (page, TELAR_FONT_BODY, TELAR_ROLE_TEXT, TELAR_ANCHOR_START,
                                 x + text_x, page->y + height / 2, title);
      x += width + KEY_GAP;
    }
  page->y += height;
}

static char *
format_title (const TelarComparison *comparison)
{
  guint n = comparison->n_runs;

  if (comparison->n_plans != 1)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "Comparison of %u run", "Comparison of %u runs", n), n);

  /* Translators: for example: Comparison · Headings · 16 tasks */
  return g_strdup_printf (_ ("Comparison · %s"), comparison->common.tasks);
}

/* What the title has not told already. */
static char *
format_common (const TelarComparison *comparison)
{
  const TelarSeriesCommon *common = &comparison->common;

  if (comparison->n_plans != 1)
    return telar_comparison_format_common (comparison);
  if (common->conditions == NULL)
    return NULL;

  return g_strdup_printf (_ ("All runs: %s"), common->conditions);
}

static char *
format_fastest (const TelarComparison *comparison)
{
  guint index
      = comparison->n_plans == 1 ? telar_comparison_find_fastest (comparison, 0) : TELAR_NO_SERIES;
  const TelarSeries *series, *baseline;
  g_autofree char *factor = NULL;

  if (index == TELAR_NO_SERIES)
    return NULL;

  series = telar_comparison_get (comparison, index);
  baseline = telar_comparison_get (comparison, series->baseline);
  if (series == baseline)
    return NULL;
  if (series->difference == TELAR_DIFFERENCE_NONE)
    return g_strdup_printf (_ ("None was faster than %s, as far as such spread lets one tell"),
                            baseline->label);

  factor = telar_format_factor (series->speed_up);
  return g_strdup_printf (_ ("Fastest: %s, %s times as fast as %s"), series->label, factor,
                          baseline->label);
}

static void
layout_title (TelarComparisonPage *page)
{
  g_autofree char *title = format_title (page->comparison);
  g_autofree char *common = format_common (page->comparison);
  g_autofree char *fastest = format_fastest (page->comparison);

  add_lines (page, TELAR_FONT_TITLE, TELAR_ROLE_TEXT, 24, title);
  page->y += round (4 * page->scale);
  if (common != NULL)
    add_lines (page, TELAR_FONT_BODY, TELAR_ROLE_DIM_TEXT, 20, common);
  if (fastest != NULL)
    add_lines (page, TELAR_FONT_BODY, TELAR_ROLE_DIM_TEXT, 20, fastest);
}

/**
 * telar_comparison_layout:
 * @index: what is compared; without any series, the picture is empty
 * @options: how
 * @texts: for measuring
 * @list: (inout): becomes the picture, as wide as @options say and as high as it needs to be
 *
 * Lays out a page that compares runs, or some parts of it, which can be shown each on its own. The
 * number of the series that it shows is the “task” of a mark.
 */
void
telar_comparison_layout (const TelarComparisonIndex *index,
                         const TelarComparisonOptions *options,
                         TelarTextCache *texts,
                         TelarDisplayList *list)
{
  static const struct
  {
    TelarComparisonParts part;
    void (*layout) (TelarComparisonPage *page);
  } parts[] = {
    { TELAR_COMPARISON_TITLE, layout_title },
    { TELAR_COMPARISON_CHARTS, telar_comparison_layout_charts },
    { TELAR_COMPARISON_TABLE, telar_comparison_layout_table },
    { TELAR_COMPARISON_BARS, telar_comparison_layout_bars },
    { TELAR_COMPARISON_SCALING, telar_comparison_layout_scaling },
  };
  guint shown = options->parts != 0 ? options->parts : TELAR_COMPARISON_ALL;
  TelarComparisonPage page = {
    .index = index,
    .comparison = index->comparison,
    .options = options,
    .texts = texts,
    .list = list,
    .scale = telar_text_cache_get_scale (texts),
    .width = options->width,
    .y = options->is_picture ? MARGIN : 0,
  };
  gboolean is_first = TRUE;

  page.margin = options->is_picture ? MARGIN : 4;
  telar_display_list_reset (list, options->width, 0);
  if (options->is_picture)
    telar_display_list_add (list, TELAR_MARK_RECTANGLE, TELAR_ROLE_BACKGROUND, 0, 0, options->width,
                            0);

  for (guint i = 0; i < G_N_ELEMENTS (parts) && page.comparison->series->len > 0; i++)
    {
      if ((shown & parts[i].part) == 0
          || (parts[i].part == TELAR_COMPARISON_SCALING && index->scalings->len == 0))
        continue;

      if (!is_first)
        page.y += round (SPACE * page.scale);
      parts[i].layout (&page);
      is_first = FALSE;
    }

  list->height = ceil (page.y + (options->is_picture ? MARGIN : 0));
  if (options->is_picture)
    g_array_index (list->marks, TelarMark, 0).height = (float) list->height;
}

/**
 * telar_comparison_find_series_at:
 * @list: as telar_comparison_layout() made it
 * @x: in points
 * @y: in points
 *
 * Returns: the series that is shown there, %TELAR_NO_SERIES if there is none
 */
guint
telar_comparison_find_series_at (const TelarDisplayList *list, double x, double y)
{
  for (guint i = list->marks->len; i > 0; i--)
    {
      const TelarMark *mark = &g_array_index (list->marks, TelarMark, i - 1);

      if (mark->kind == TELAR_MARK_RECTANGLE && mark->task != TELAR_NO_TASK && x >= mark->x
          && x < mark->x + mark->width && y >= mark->y && y < mark->y + mark->height)
        return mark->task;
    }

  return TELAR_NO_SERIES;
}
