/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-html-headings.h"

#include <pcre2.h>
#include <string.h>

#include "model/telar-result.h"
#include "telar-html-text.h"

/* Deeper nesting than any browser keeps. */
#define MAX_DEPTH 512

/* Headings inside one another; more are taken as following one another. */
#define MAX_NESTED 8

/* How often a page may make us look for what was open before a heading. */
#define MAX_LOOKS_BACK 64

/* How many tags are read before someone may stop us. */
#define TAGS_PER_CHECK 4096

/* The grammar of tags, after the tokenizer of https://html.spec.whatwg.org/multipage/parsing.html.
 * All repetitions are possessive, so that no byte is read twice. */
#define WS "[\\t\\n\\f\\r\\x20]"
#define VALUE                                                                                      \
  "(?:\"[^\"]*+(?:\"|\\z)|'[^']*+(?:'|\\z)|(?!>)[^\\t\\n\\f\\r\\x20>\"'][^\\t\\n\\f\\r\\x20>]*+)"
#define ATTRIBUTES                                                                                 \
  "(?:[\\t\\n\\f\\r\\x20/]++|[^\\t\\n\\f\\r\\x20/>][^\\t\\n\\f\\r\\x20/>=]*+"                      \
  "(?:" WS "*+=" WS "*+" VALUE "?+)?+)*+"
#define END  "(?:>|\\z)"
#define NAME "[a-z][^\\t\\n\\f\\r\\x20/>]*+"
#define STOP "(?=[\\t\\n\\f\\r\\x20/>])"

/* What is no tag, or is all text up to its end tag. In a script that hides itself in a comment,
 * a script may stand inside the script. */
#define COMMENT   "<!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\\z))"
#define BOGUS     "<(?:[!?]|/[^a-z>])[^>]*+" END "|</>"
#define PLAINTEXT "<plaintext" STOP ".*+"
#define RAW_TEXT                                                                                   \
  "<(style|xmp|iframe|noembed|noframes|textarea|title)" STOP ATTRIBUTES END                        \
  "[^<]*+(?:<(?!/\\g{-1}" STOP ")[^<]*+)*+(?:</\\g{-1}" ATTRIBUTES END ")?+"
#define SCRIPT_INSIDE "<script" STOP "(?:[^<-]++|<(?!/script" STOP ")|-(?!->))*+(?:</script)?+"
#define SCRIPT                                                                                     \
  "<script" STOP ATTRIBUTES END "(?:[^<]++|<!--(?!-?>)(?:[^<-]++|-(?!->)|" SCRIPT_INSIDE           \
  "|<(?!/script" STOP "))*+|<(?!/script" STOP "))*+(?:</script" ATTRIBUTES END ")?+"
#define NO_TAG "(?:" COMMENT "|" BOGUS "|" PLAINTEXT "|" SCRIPT "|" RAW_TEXT ")"

/* Outside of headings only the tags of headings and templates matter; inside of one, all do.
 * Both have the name in the second group and a slash in the first if it is an end tag. */
static const char outside_pattern[]
    = "(?:(?:" NO_TAG "|</?+(?!(?:h[1-6]|template)" STOP ")" NAME ATTRIBUTES END ")(*SKIP)(*FAIL))"
      "|<(?<slash>/?+)(?<name>h[1-6]|template)" STOP ATTRIBUTES "(?<close>>|\\z)";
static const char inside_pattern[]
    = "(?<skipped>" NO_TAG ")|<(?<slash>/?+)(?<name>" NAME ")" ATTRIBUTES "(?<close>>|\\z)";

typedef enum
{
  ELEMENT_OTHER,
  ELEMENT_VOID,
  ELEMENT_FORMATTING,
  ELEMENT_BLOCK,
  ELEMENT_CELL,
  ELEMENT_PARAGRAPH,
  ELEMENT_HEADING,
  ELEMENT_IGNORED,
} ElementKind;

/* An element that began inside of a heading, or a heading. */
typedef struct
{
  const char *name; /* in the page */
  gsize length;
  ElementKind kind;
  int heading; /* its number among the open ones, or -1 */
} Element;

typedef struct
{
  guint index; /* among the headings found */
  GString *text;
} OpenHeading;

typedef struct
{
  const char *text;
  gsize length;
  pcre2_match_data *match;
  GArray *headings; /* TelarHeading, in the order of their beginning */

  gsize heading_start; /* of the outermost open heading */
  Element stack[MAX_DEPTH];
  guint depth;
  OpenHeading open[MAX_NESTED];
  guint n_open;

  guint templates; /* how many are open */
  guint n_looks_back;
} Parser;

typedef struct
{
  gsize start;
  gsize end;
  gboolean is_end_tag;
  gboolean is_skipped; /* no tag, but to be left out of the text */
  const char *name;
  gsize name_length;
} Tag;

typedef struct
{
  pcre2_code *outside;
  pcre2_code *inside;
  guint outside_slash, outside_name, outside_close;
  guint inside_skipped, inside_slash, inside_name, inside_close;
} Patterns;

static pcre2_code *
compile (const char *pattern)
{
  int reason;
  PCRE2_SIZE offset;
  pcre2_code *code = pcre2_compile ((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED,
                                    PCRE2_CASELESS | PCRE2_DOTALL, &reason, &offset, NULL);

  if (code == NULL)
    g_error ("The pattern of tags does not compile: error %d at %zu", reason, (size_t) offset);
  pcre2_jit_compile (code, PCRE2_JIT_COMPLETE);

  return code;
}

static guint
get_group (const pcre2_code *code, const char *name)
{
  return (guint) pcre2_substring_number_from_name (code, (PCRE2_SPTR) name);
}

static const Patterns *
get_patterns (void)
{
  static Patterns patterns;
  static gsize is_ready;

  if (g_once_init_enter (&is_ready))
    {
      patterns.outside = compile (outside_pattern);
      patterns.inside = compile (inside_pattern);
      patterns.outside_slash = get_group (patterns.outside, "slash");
      patterns.outside_name = get_group (patterns.outside, "name");
      patterns.outside_close = get_group (patterns.outside, "close");
      patterns.inside_close = get_group (patterns.inside, "close");
      patterns.inside_skipped = get_group (patterns.inside, "skipped");
      patterns.inside_slash = get_group (patterns.inside, "slash");
      patterns.inside_name = get_group (patterns.inside, "name");
      g_once_init_leave (&is_ready, 1);
    }

  return &patterns;
}

/* Returns: whether there is a tag, or something to skip, from @from on */
static gboolean
next_tag (Parser *parser, gboolean is_inside, gsize from, Tag *tag)
{
  const Patterns *patterns = get_patterns ();
  guint name_group = is_inside ? patterns->inside_name : patterns->outside_name;
  guint slash_group = is_inside ? patterns->inside_slash : patterns->outside_slash;
  guint close_group = is_inside ? patterns->inside_close : patterns->outside_close;
  const PCRE2_SIZE *offsets;
  int count;

  count = pcre2_match (is_inside ? patterns->inside : patterns->outside, (PCRE2_SPTR) parser->text,
                       parser->length, from, PCRE2_NO_UTF_CHECK, parser->match, NULL);
  if (count < 0)
    return FALSE;

  offsets = pcre2_get_ovector_pointer (parser->match);
  tag->start = offsets[0];
  tag->end = offsets[1];
  tag->is_skipped = is_inside && (guint) count > patterns->inside_skipped
                    && offsets[2 * patterns->inside_skipped] != PCRE2_UNSET;
  if (tag->is_skipped)
    return TRUE;

  tag->is_end_tag = offsets[2 * slash_group + 1] > offsets[2 * slash_group];
  tag->name = parser->text + offsets[2 * name_group];
  tag->name_length = offsets[2 * name_group + 1] - offsets[2 * name_group];

  /* A tag that the page's end cuts is dropped, as HTML says. */
  return offsets[2 * close_group + 1] > offsets[2 * close_group];
}

static gboolean
name_is (const char *name, gsize length, const char *other, gsize other_length)
{
  return length == other_length && g_ascii_strncasecmp (name, other, length) == 0;
}

/* Names stand between blanks, so that a name is found only as a whole. */
static gboolean
is_among (const char *list, const char *name, gsize length)
{
  char key[16];

  if (length + 2 >= sizeof key)
    return FALSE;
  key[0] = ' ';
  for (gsize i = 0; i < length; i++)
    key[i + 1] = g_ascii_tolower (name[i]);
  key[length + 1] = ' ';
  key[length + 2] = '\0';

  return strstr (list, key) != NULL;
}

static ElementKind
get_kind (const char *name, gsize length)
{
  if (length == 2 && (name[0] == 'h' || name[0] == 'H') && name[1] >= '1' && name[1] <= '6')
    return ELEMENT_HEADING;
  if (length == 1 && (name[0] == 'p' || name[0] == 'P'))
    return ELEMENT_PARAGRAPH;
  /* The end of a form, like that of these, leaves open what is in it. */
  if (is_among (" a b big code em font form i nobr s small strike strong tt u ", name, length))
    return ELEMENT_FORMATTING;
  if (is_among (" area base basefont bgsound br col embed frame hr image img input keygen link meta"
                " param source track wbr ",
                name, length))
    return ELEMENT_VOID;
  if (is_among (" address article aside blockquote button center dd details dialog dir div dl dt"
                " fieldset figcaption figure footer header hgroup li listing main menu nav ol"
                " pre section summary ul applet marquee object ",
                name, length))
    return ELEMENT_BLOCK;
  if (is_among (" caption colgroup table tbody td tfoot th thead tr ", name, length))
    return ELEMENT_CELL;
  if (is_among (" html body head ", name, length))
    return ELEMENT_IGNORED;

  return ELEMENT_OTHER;
}

static void
close_heading (Parser *parser)
{
  OpenHeading *open = &parser->open[--parser->n_open];
  TelarHeading *heading = &g_array_index (parser->headings, TelarHeading, open->index);

  heading->text = telar_html_text_fold (open->text->str, open->text->len);
  g_string_free (open->text, TRUE);
}

/* Removes the elements from number @depth on from the stack. */
static void
pop_to (Parser *parser, guint depth)
{
  while (parser->depth > depth)
    if (parser->stack[--parser->depth].heading >= 0)
      close_heading (parser);
}

static void
push (Parser *parser, const Tag *tag, ElementKind kind)
{
  Element *element;

  if (parser->depth == MAX_DEPTH)
    return;

  element = &parser->stack[parser->depth++];
  *element = (Element){ tag->name, tag->name_length, kind, -1 };
}

static void
open_heading (Parser *parser, const Tag *tag)
{
  TelarHeading heading = { (guint) (tag->name[1] - '0'), NULL };

  if (parser->headings->len == TELAR_MAX_HEADINGS)
    return;
  if (parser->n_open == MAX_NESTED || parser->depth == MAX_DEPTH)
    pop_to (parser, 0);

  if (parser->n_open == 0)
    parser->heading_start = tag->start;
  push (parser, tag, ELEMENT_HEADING);
  parser->stack[parser->depth - 1].heading = (int) parser->n_open;
  parser->open[parser->n_open].index = parser->headings->len;
  parser->open[parser->n_open].text = g_string_new (NULL);
  parser->n_open++;
  g_array_append_val (parser->headings, heading);
}

/* Whether an element of this name was open before the outermost open heading began: only then
 * does its end tag end the heading too. Pages in order never make us look. */
static gboolean
is_open_outside (Parser *parser, const Tag *tag)
{
  gsize from = 0;
  gint64 n_open = 0;
  Tag other;

  if (parser->n_looks_back == MAX_LOOKS_BACK)
    return TRUE;
  parser->n_looks_back++;

  while (next_tag (parser, TRUE, from, &other) && other.start < parser->heading_start)
    {
      if (!other.is_skipped && name_is (other.name, other.name_length, tag->name, tag->name_length))
        n_open = other.is_end_tag ? MAX (n_open - 1, 0) : n_open + 1;
      from = other.end;
    }

  return n_open > 0;
}

static void
close_paragraph (Parser *parser)
{
  for (guint i = parser->depth; i > 0; i--)
    {
      if (parser->stack[i - 1].kind == ELEMENT_PARAGRAPH)
        {
          pop_to (parser, i - 1);
          return;
        }
      if (parser->stack[i - 1].kind == ELEMENT_CELL
          || name_is (parser->stack[i - 1].name, parser->stack[i - 1].length, "button", 6))
        return;
    }
}

static void
start_element (Parser *parser, const Tag *tag)
{
  ElementKind kind = get_kind (tag->name, tag->name_length);

  switch (kind)
    {
    case ELEMENT_HEADING:
      close_paragraph (parser);
      if (parser->depth > 0 && parser->stack[parser->depth - 1].kind == ELEMENT_HEADING)
        pop_to (parser, parser->depth - 1);
      open_heading (parser, tag);
      break;

    case ELEMENT_BLOCK:
    case ELEMENT_PARAGRAPH:
      close_paragraph (parser);
      push (parser, tag, kind);
      break;

    case ELEMENT_CELL:
      /* A cell that begins ends the one that the heading is in. */
      for (guint i = parser->depth; i > 0; i--)
        if (parser->stack[i - 1].kind == ELEMENT_CELL)
          {
            push (parser, tag, kind);
            return;
          }
      if (name_is (tag->name, tag->name_length, "table", 5))
        push (parser, tag, kind);
      else
        {
          Tag table = { .name = "table", .name_length = 5 };

          if (is_open_outside (parser, &table))
            pop_to (parser, 0);
        }
      break;

    case ELEMENT_FORMATTING:
    case ELEMENT_OTHER:
      push (parser, tag, kind);
      break;

    case ELEMENT_VOID:
    case ELEMENT_IGNORED:
    default:
      break;
    }
}

static void
remove_formatting (Parser *parser, guint index)
{
  for (guint i = index + 1; i < parser->depth; i++)
    if (parser->stack[i].kind != ELEMENT_FORMATTING && parser->stack[i].kind != ELEMENT_OTHER)
      {
        memmove (&parser->stack[index], &parser->stack[index + 1],
                 (parser->depth - index - 1) * sizeof *parser->stack);
        parser->depth--;
        return;
      }

  pop_to (parser, index);
}

static void
end_element (Parser *parser, const Tag *tag)
{
  ElementKind kind = get_kind (tag->name, tag->name_length);

  if (kind == ELEMENT_VOID || kind == ELEMENT_IGNORED)
    return;

  for (guint i = parser->depth; i > 0; i--)
    {
      const Element *element = &parser->stack[i - 1];
      gboolean is_same = kind == ELEMENT_HEADING ? element->kind == ELEMENT_HEADING
                                                 : name_is (element->name, element->length,
                                                            tag->name, tag->name_length);

      if (is_same && kind == ELEMENT_FORMATTING)
        remove_formatting (parser, i - 1);
      else if (is_same)
        pop_to (parser, i - 1);
      if (is_same)
        return;
      if (kind == ELEMENT_OTHER && element->kind != ELEMENT_OTHER
          && element->kind != ELEMENT_FORMATTING)
        return;
    }

  if ((kind == ELEMENT_BLOCK || kind == ELEMENT_CELL) && is_open_outside (parser, tag))
    pop_to (parser, 0);
}

static void
append_text (Parser *parser, gsize from, gsize to)
{
  for (guint i = 0; i < parser->n_open; i++)
    telar_html_text_append (parser->open[i].text, parser->text + from, to - from,
                            TELAR_MAX_HEADING_LENGTH);
}

/* Reads from the start tag of a heading to where no heading is open any more.
 * Returns: the end of what was read */
static gsize
read_heading (Parser *parser, const Tag *first, GCancellable *cancellable)
{
  gsize from = first->end;
  guint n_tags = 0;
  Tag tag;

  open_heading (parser, first);
  while (parser->n_open > 0)
    {
      if (++n_tags % TAGS_PER_CHECK == 0 && g_cancellable_is_cancelled (cancellable))
        break;
      if (!next_tag (parser, TRUE, from, &tag))
        {
          const char *cut = parser->text + from;

          /* What is left is text, up to a tag that was cut. */
          for (gsize i = from; i + 1 < parser->length; i++)
            if (parser->text[i] == '<'
                && (g_ascii_isalpha (parser->text[i + 1]) || parser->text[i + 1] == '/'))
              {
                cut = parser->text + i;
                append_text (parser, from, i);
                break;
              }
          if (cut == parser->text + from)
            append_text (parser, from, parser->length);
          from = parser->length;
          break;
        }

      append_text (parser, from, tag.start);
      from = tag.end;
      if (tag.is_skipped)
        continue;
      if (name_is (tag.name, tag.name_length, "template", 8))
        {
          /* What is in a template is not in the page. */
          guint depth = tag.is_end_tag ? 0 : 1;

          while (depth > 0 && next_tag (parser, FALSE, from, &tag))
            {
              if (name_is (tag.name, tag.name_length, "template", 8))
                depth += tag.is_end_tag ? -1u : 1u;
              from = tag.end;
            }
          continue;
        }
      if (tag.is_end_tag)
        end_element (parser, &tag);
      else
        start_element (parser, &tag);
    }
  pop_to (parser, 0);

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
 * element around it. Its text is that of all elements in it, without scripts and styles, with
 * character references replaced and white space folded. Takes time in proportion to @length.
 *
 * Returns: (transfer full) (element-type TelarHeading) (nullable): the headings, in the order in
 *   which they begin; at most %TELAR_MAX_HEADINGS
 */
GArray *
telar_html_headings_find (const char *text, gsize length, GCancellable *cancellable, GError **error)
{
  g_autofree Parser *parser = g_new (Parser, 1);
  gsize from = 0;
  guint n_tags = 0;
  Tag tag;

  parser->text = text;
  parser->length = length;
  parser->match = pcre2_match_data_create (8, NULL);
  parser->headings = telar_headings_new ();
  parser->depth = parser->n_open = parser->templates = parser->n_looks_back = 0;

  while (from < length && parser->headings->len < TELAR_MAX_HEADINGS
         && next_tag (parser, FALSE, from, &tag))
    {
      if (++n_tags % TAGS_PER_CHECK == 0 && g_cancellable_is_cancelled (cancellable))
        break;
      from = tag.end;
      if (tag.name_length == 8)
        parser->templates = tag.is_end_tag ? MAX (parser->templates, 1) - 1 : parser->templates + 1;
      else if (!tag.is_end_tag && parser->templates == 0)
        from = read_heading (parser, &tag, cancellable);
    }

  pcre2_match_data_free (parser->match);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_array_unref (parser->headings);
      return NULL;
    }

  return parser->headings;
}
