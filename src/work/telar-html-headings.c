/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-html-headings.h"

#include "model/telar-result.h"
#include "telar-html-elements.h"
#include "telar-html-tag-reader.h"
#include "telar-html-text.h"

typedef struct
{
  guint index; /* among the headings found */
  GString *text;
} OpenHeading;

typedef struct
{
  const char *text;
  gsize length;
  TelarHtmlTagReader *reader;
  GArray *headings; /* TelarHeading, in the order of their beginning */

  TelarHtmlElements *elements; /* open in the outermost open heading, it included */
  gsize heading_start;         /* where that begins */
  OpenHeading open[TELAR_HTML_MAX_NESTED];
  guint n_open;

  TelarHtmlElements *around; /* open at @around_end; %NULL until someone asks */
  gsize around_end;
} Parser;

/* What is open around the outermost open heading. Most pages need not know, so that only few read
 * the tags between headings twice; none reads them three times. */
static TelarHtmlElements *
get_around (gpointer user_data)
{
  Parser *parser = user_data;
  TelarHtmlTag tag;

  if (parser->around == NULL)
    parser->around = telar_html_elements_new (NULL, NULL, NULL);

  while (parser->around_end < parser->heading_start)
    {
      TelarHtmlToken token = telar_html_tag_reader_next (parser->reader, parser->around_end, &tag);

      if (token == TELAR_HTML_NOTHING || token == TELAR_HTML_CUT
          || tag.start >= parser->heading_start)
        {
          parser->around_end = parser->heading_start;
          break;
        }

      parser->around_end = tag.end;
      if (token == TELAR_HTML_SKIPPED)
        continue;
      if (!telar_html_tag_is (&tag, "template"))
        telar_html_elements_apply (parser->around, &tag);
      else if (!tag.is_end_tag)
        parser->around_end = telar_html_tag_reader_skip_template (parser->reader, tag.end);
    }

  return parser->around;
}

static void
heading_begins_or_ends (const TelarHtmlTag *tag, gpointer user_data)
{
  Parser *parser = user_data;
  OpenHeading *open;

  if (tag == NULL)
    {
      open = &parser->open[--parser->n_open];
      g_array_index (parser->headings, TelarHeading, open->index).text
          = telar_html_text_fold (open->text->str, open->text->len);
      g_string_free (open->text, TRUE);
    }
  else
    {
      TelarHeading heading = { (guint) (tag->name[1] - '0'), NULL };

      open = &parser->open[parser->n_open++];
      open->index = parser->headings->len;
      open->text = g_string_new (NULL);
      g_array_append_val (parser->headings, heading);
    }
}

static void
append_text (Parser *parser, gsize from, gsize to)
{
  for (guint i = 0; i < parser->n_open; i++)
    telar_html_text_append (parser->open[i].text, parser->text + from, to - from,
                            TELAR_MAX_HEADING_LENGTH);
}

/* After the start tag of plaintext there are no tags and no character references any more. */
static void
append_plain_text (Parser *parser, gsize from)
{
  for (guint i = 0; i < parser->n_open; i++)
    telar_html_text_append_plain (parser->open[i].text, parser->text + from, parser->length - from,
                                  TELAR_MAX_HEADING_LENGTH);
}

/* Reads from the start tag of a heading to where no heading is open any more.
 * Returns: the end of what was read */
static gsize
read_heading (Parser *parser, const TelarHtmlTag *first)
{
  gsize from = first->end;
  TelarHtmlTag tag;

  parser->heading_start = first->start;
  telar_html_elements_apply (parser->elements, first);
  while (parser->n_open > 0 && parser->headings->len < TELAR_MAX_HEADINGS)
    {
      TelarHtmlToken token = telar_html_tag_reader_next (parser->reader, from, &tag);

      if (token == TELAR_HTML_NOTHING || token == TELAR_HTML_CUT)
        {
          append_text (parser, from, token == TELAR_HTML_CUT ? tag.start : parser->length);
          from = parser->length;
          break;
        }

      append_text (parser, from, tag.start);
      from = tag.end;
      if (token == TELAR_HTML_SKIPPED)
        continue;
      if (telar_html_tag_is (&tag, "template"))
        {
          /* What is in a template is not in the page. */
          if (!tag.is_end_tag)
            from = telar_html_tag_reader_skip_template (parser->reader, from);
        }
      else if (!tag.is_end_tag && telar_html_tag_is (&tag, "plaintext"))
        {
          append_plain_text (parser, from);
          from = parser->length;
          break;
        }
      else
        telar_html_elements_apply (parser->elements, &tag);
    }
  telar_html_elements_close_all (parser->elements);

  return from;
}

/**
 * telar_html_headings_find:
 * @text: a page; valid UTF-8
 * @length: its length in bytes
 * @cancellable: (nullable): to stop in the middle of a long page
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Finds the elements h1 to h6 as HTML's parsing rules make them: across lines and nested tags;
 * not in comments, scripts, styles, templates or the text of a textarea. A heading ends at the
 * end tag of any heading, at the start tag of another that it directly contains, or with the
 * element around it; one that begins deeper inside of another is found too, and its text is in
 * both. The text of a heading is that of all elements in it, in the order of the page, without
 * scripts, styles, titles and what is shown only by old browsers, with character references
 * replaced and white space folded. Takes time in proportion to @length.
 *
 * Returns: (transfer full) (element-type TelarHeading) (nullable): the headings, in the order in
 *   which they begin; at most %TELAR_MAX_HEADINGS
 */
GArray *
telar_html_headings_find (const char *text, gsize length, GCancellable *cancellable, GError **error)
{
  Parser parser = { .text = text, .length = length };
  gsize from = 0;
  TelarHtmlTag tag;

  parser.reader = telar_html_tag_reader_new (text, length, cancellable);
  parser.headings = telar_headings_new ();
  parser.elements = telar_html_elements_new (get_around, heading_begins_or_ends, &parser);

  while (from < length && parser.headings->len < TELAR_MAX_HEADINGS
         && telar_html_tag_reader_next_heading (parser.reader, from, &tag) == TELAR_HTML_TAG)
    {
      from = tag.end;
      if (tag.is_end_tag)
        continue;
      if (telar_html_tag_is (&tag, "template"))
        from = telar_html_tag_reader_skip_template (parser.reader, from);
      else
        from = read_heading (&parser, &tag);
    }

  telar_html_elements_free (parser.elements);
  telar_html_elements_free (parser.around);
  telar_html_tag_reader_free (parser.reader);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_array_unref (parser.headings);
      return NULL;
    }

  return parser.headings;
}
