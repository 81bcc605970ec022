/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-display-list.h"

#include "model/telar-lane.h"

/**
 * telar_display_list_new:
 *
 * Returns: (transfer full): an empty picture
 */
TelarDisplayList *
telar_display_list_new (void)
{
  TelarDisplayList *list = g_new0 (TelarDisplayList, 1);

  list->marks = g_array_sized_new (FALSE, FALSE, sizeof (TelarMark), 1024);
  list->strings = g_string_sized_new (4096);

  return list;
}

/**
 * telar_display_list_free:
 * @list: (transfer full): a picture
 */
void
telar_display_list_free (TelarDisplayList *list)
{
  g_array_unref (list->marks);
  g_string_free (list->strings, TRUE);
  g_free (list);
}

/**
 * telar_display_list_reset:
 * @list: a picture
 * @width: its new width in points
 * @height: its new height in points
 *
 * Removes all marks, but keeps the memory for the next ones.
 */
void
telar_display_list_reset (TelarDisplayList *list, double width, double height)
{
  g_array_set_size (list->marks, 0);
  g_string_truncate (list->strings, 0);
  list->width = width;
  list->height = height;
}

/**
 * telar_display_list_add:
 * @list: a picture
 * @kind: what to paint
 * @role: in which colour
 * @x: left edge
 * @y: upper edge
 * @width: in points
 * @height: in points
 *
 * Returns: (transfer none): the mark, valid until the next one is added, for the members that
 *   are seldom needed
 */
TelarMark *
telar_display_list_add (TelarDisplayList *list,
                        TelarMarkKind kind,
                        TelarRole role,
                        double x,
                        double y,
                        double width,
                        double height)
{
  TelarMark mark = {
    .x = (float) x,
    .y = (float) y,
    .width = (float) width,
    .height = (float) height,
    .line_width = 1,
    .alpha = 1,
    .task = TELAR_NO_TASK,
    .text = G_MAXUINT32,
    .kind = (guint8) kind,
    .role = (guint8) role,
    .phase = G_MAXUINT8,
  };

  g_array_append_val (list->marks, mark);

  return &g_array_index (list->marks, TelarMark, list->marks->len - 1);
}

/**
 * telar_display_list_add_text:
 * @list: a picture
 * @font: its font
 * @role: in which colour
 * @anchor: which end of the text is at @x
 * @x: where the text is anchored
 * @baseline: where its letters stand
 * @text: valid UTF-8, of one line
 *
 * Returns: (transfer none): the mark, valid until the next one is added
 */
TelarMark *
telar_display_list_add_text (TelarDisplayList *list,
                             TelarFont font,
                             TelarRole role,
                             TelarAnchor anchor,
                             double x,
                             double baseline,
                             const char *text)
{
  TelarMark *mark = telar_display_list_add (list, TELAR_MARK_TEXT, role, x, baseline, 0, 0);

  mark->text = (guint32) list->strings->len;
  mark->anchor = (guint8) anchor;
  mark->font = (guint8) font;
  g_string_append_len (list->strings, text, (gssize) strlen (text) + 1);

  return mark;
}

/**
 * telar_display_list_add_line:
 * @list: a picture
 * @role: in which colour
 * @from_x: of its beginning
 * @from_y: of its beginning
 * @to_x: of its end
 * @to_y: of its end
 * @line_width: how thick it is; its middle goes from the beginning to the end
 *
 * Lines that go neither along nor across the picture have round ends, unless they are dashed, so
 * that those that follow each other look like one.
 *
 * Returns: (transfer none): the mark, valid until the next one is added
 */
TelarMark *
telar_display_list_add_line (TelarDisplayList *list,
                             TelarRole role,
                             double from_x,
                             double from_y,
                             double to_x,
                             double to_y,
                             double line_width)
{
  TelarMark *mark = telar_display_list_add (list, TELAR_MARK_LINE, role, from_x, from_y,
                                            to_x - from_x, to_y - from_y);

  mark->line_width = (float) line_width;

  return mark;
}

/**
 * telar_display_list_append:
 * @list: a picture
 * @other: another picture
 * @dx: how far to the right of its own place @other is added, in points
 * @dy: how far below its own place
 *
 * Adds all marks of @other. They no longer belong to tasks, as those may be of another run.
 */
void
telar_display_list_append (TelarDisplayList *list,
                           const TelarDisplayList *other,
                           double dx,
                           double dy)
{
  guint first = list->marks->len;
  guint32 strings = (guint32) list->strings->len;

  g_array_append_vals (list->marks, other->marks->data, other->marks->len);
  g_string_append_len (list->strings, other->strings->str, (gssize) other->strings->len);
  for (guint i = first; i < list->marks->len; i++)
    {
      TelarMark *mark = &g_array_index (list->marks, TelarMark, i);

      mark->x += (float) dx;
      mark->y += (float) dy;
      mark->task = TELAR_NO_TASK;
      if (mark->text != G_MAXUINT32)
        mark->text += strings;
    }
}

/**
 * telar_display_list_get_text:
 * @list: a picture
 * @mark: one of its marks
 *
 * Returns: (transfer none) (nullable): the text of @mark, valid until the next mark is added
 */
const char *
telar_display_list_get_text (const TelarDisplayList *list, const TelarMark *mark)
{
  return mark->text == G_MAXUINT32 ? NULL : list->strings->str + mark->text;
}
