/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-html-tag-reader.h"

#include <pcre2.h>
#include <string.h>

/* How many tags are read before someone may stop us. */
#define TAGS_PER_CHECK 1024

/* Slash, name and close of one pattern, with what raw text needs. */
#define MAX_GROUPS 8

/* The grammar of tags, after the tokenizer of https://html.spec.whatwg.org/multipage/parsing.html.
 * All repetitions are possessive, so that no byte is read twice. */
#define WS "[\\t\\n\\f\\r\\x20]"
#define VALUE                                                                                      \
  "(?:\"[^\"]*+(?:\"|\\z)|'[^']*+(?:'|\\z)|(?!>)[^\\t\\n\\f\\r\\x20>\"'][^\\t\\n\\f\\r\\x20>]*+)"
#define ATTRIBUTES                                                                                 \
  "(?:[\\t\\n\\f\\r\\x20/]++|[^\\t\\n\\f\\r\\x20/>][^\\t\\n\\f\\r\\x20/>=]*+"                      \
  "(?:" WS "*+=" WS "*+" VALUE "?+)?+)*+"
#define END    "(?:>|\\z)"
#define CLOSE  "(?<close>>|\\z)"
#define NAME   "[a-z][^\\t\\n\\f\\r\\x20/>]*+"
#define STOP   "(?=[\\t\\n\\f\\r\\x20/>])"
#define WANTED "(?:h[1-6]|template)"
#define RAW    "(?:style|xmp|iframe|noembed|noframes|textarea|title)"

/* What is no tag, or is all text up to its end tag. In a script that hides itself in a comment,
 * a script may stand inside the script. */
#define COMMENT   "<!--(?:-?>|[^-]*+(?:-(?!-!?>)[^-]*+)*+(?:--!?>|\\z))"
#define BOGUS     "<(?:[!?]|/[^a-z>])[^>]*+" END "|</>"
#define PLAINTEXT "<plaintext" STOP ".*+"
#define RAW_TEXT                                                                                   \
  "<(" RAW ")" STOP ATTRIBUTES END "[^<]*+(?:<(?!/\\g{-1}" STOP                                    \
  ")[^<]*+)*+(?:</\\g{-1}" ATTRIBUTES END ")?+"
#define SCRIPT_INSIDE "<script" STOP "(?:[^<-]++|<(?!/script" STOP ")|-(?!->))*+(?:</script)?+"
#define SCRIPT                                                                                     \
  "<script" STOP ATTRIBUTES END "(?:[^<]++|<!--(?!-?>)(?:[^<-]++|-(?!->)|" SCRIPT_INSIDE           \
  "|<(?!/script" STOP "))*+|<(?!/script" STOP "))*+(?:</script" ATTRIBUTES END ")?+"
#define NO_TAG "(?:" COMMENT "|" BOGUS "|" SCRIPT "|" RAW_TEXT ")"

/* Text that only looks like a tag at first. */
#define STRAY "(?:<(?![a-z/!?])[^<]*+)++"

/* The tags between headings. The callout lets a search be stopped. */
#define UNWANTED                                                                                   \
  "(?:</(?!" WANTED STOP ")" NAME ATTRIBUTES END "|<(?!(?:" WANTED "|script|plaintext|" RAW        \
  ")" STOP ")" NAME ATTRIBUTES END "|" NO_TAG "|" PLAINTEXT "|" STRAY ")"

/* Outside of headings only the tags of headings and templates matter; inside of one, all do. */
static const char heading_pattern[] = "(?:" UNWANTED "[^<]*+(?C1))++(*SKIP)(*FAIL)|"
                                      "<(?<slash>/?+)(?<name>" WANTED ")" STOP ATTRIBUTES CLOSE;
static const char all_pattern[] = STRAY "(?C1)(*SKIP)(*FAIL)|(?<skipped>" NO_TAG ")|"
                                        "<(?<slash>/?+)(?<name>" NAME ")" ATTRIBUTES CLOSE;

/* A pattern, and the numbers of its groups; 0 for one that it does not have. */
typedef struct
{
  pcre2_code *code;
  guint slash, name, close, skipped;
} Pattern;

struct _TelarHtmlTagReader
{
  const char *text;
  gsize length;
  GCancellable *cancellable;
  guint n_tags;
  pcre2_match_data *match;
  pcre2_match_context *context;
};

static void
compile (Pattern *pattern, const char *expression)
{
  int reason;
  PCRE2_SIZE offset;

  pattern->code = pcre2_compile ((PCRE2_SPTR) expression, PCRE2_ZERO_TERMINATED,
                                 PCRE2_CASELESS | PCRE2_DOTALL, &reason, &offset, NULL);
  if (pattern->code == NULL)
    g_error ("The pattern of tags does not compile: error %d at %zu", reason, (size_t) offset);
  pcre2_jit_compile (pattern->code, PCRE2_JIT_COMPLETE);

  pattern->slash = (guint) pcre2_substring_number_from_name (pattern->code, (PCRE2_SPTR) "slash");
  pattern->name = (guint) pcre2_substring_number_from_name (pattern->code, (PCRE2_SPTR) "name");
  pattern->close = (guint) pcre2_substring_number_from_name (pattern->code, (PCRE2_SPTR) "close");
  pattern->skipped
      = (guint) MAX (pcre2_substring_number_from_name (pattern->code, (PCRE2_SPTR) "skipped"), 0);
}

static const Pattern *
get_pattern (gboolean is_heading)
{
  static Pattern patterns[2];
  static gsize is_ready;

  if (g_once_init_enter (&is_ready))
    {
      compile (&patterns[FALSE], all_pattern);
      compile (&patterns[TRUE], heading_pattern);
      g_once_init_leave (&is_ready, 1);
    }

  return &patterns[is_heading];
}

static int
stop_if_cancelled (pcre2_callout_block *block, void *data)
{
  return g_cancellable_is_cancelled (data) ? PCRE2_ERROR_CALLOUT : 0;
}

/**
 * telar_html_tag_reader_new:
 * @text: a page; valid UTF-8; it must stay as it is while the reader is used
 * @length: its length in bytes
 * @cancellable: (nullable): once it is cancelled, no more tags are found
 *
 * Returns: (transfer full): a reader of the tags of @text
 */
TelarHtmlTagReader *
telar_html_tag_reader_new (const char *text, gsize length, GCancellable *cancellable)
{
  TelarHtmlTagReader *reader = g_new (TelarHtmlTagReader, 1);

  *reader = (TelarHtmlTagReader){ text, length, cancellable };
  reader->match = pcre2_match_data_create (MAX_GROUPS, NULL);
  reader->context = pcre2_match_context_create (NULL);
  pcre2_set_callout (reader->context, stop_if_cancelled, cancellable);
  /* The limit counts tags here, since nothing is tried twice. */
  pcre2_set_match_limit (reader->context, G_MAXUINT32);

  return reader;
}

/**
 * telar_html_tag_reader_free:
 * @reader: (transfer full) (nullable): a reader
 */
void
telar_html_tag_reader_free (TelarHtmlTagReader *reader)
{
  if (reader == NULL)
    return;

  pcre2_match_data_free (reader->match);
  pcre2_match_context_free (reader->context);
  g_free (reader);
}

static TelarHtmlToken
next (TelarHtmlTagReader *reader, const Pattern *pattern, gsize from, TelarHtmlTag *tag)
{
  const PCRE2_SIZE *offsets;
  int count;

  if (++reader->n_tags % TAGS_PER_CHECK == 0 && g_cancellable_is_cancelled (reader->cancellable))
    return TELAR_HTML_NOTHING;

  count = pcre2_match (pattern->code, (PCRE2_SPTR) reader->text, reader->length, from,
                       PCRE2_NO_UTF_CHECK, reader->match, reader->context);
  if (count < 0)
    return TELAR_HTML_NOTHING;

  offsets = pcre2_get_ovector_pointer (reader->match);
  tag->start = offsets[0];
  tag->end = offsets[1];
  if (pattern->skipped > 0 && offsets[2 * pattern->skipped] != PCRE2_UNSET)
    return TELAR_HTML_SKIPPED;

  tag->is_end_tag = offsets[2 * pattern->slash + 1] > offsets[2 * pattern->slash];
  tag->name = reader->text + offsets[2 * pattern->name];
  tag->name_length = offsets[2 * pattern->name + 1] - offsets[2 * pattern->name];

  return offsets[2 * pattern->close + 1] > offsets[2 * pattern->close] ? TELAR_HTML_TAG
                                                                       : TELAR_HTML_CUT;
}

/**
 * telar_html_tag_reader_next:
 * @reader: a reader
 * @from: where a token may begin, in bytes: 0, or the end of a tag that was read
 * @tag: (out): the tag, or only start and end of what is to be skipped; unset where there is
 *   nothing
 *
 * Finds the next tag of any name. A plaintext element is a tag here: all after it is text.
 *
 * Returns: what comes next; %TELAR_HTML_NOTHING too if the reader was cancelled
 */
TelarHtmlToken
telar_html_tag_reader_next (TelarHtmlTagReader *reader, gsize from, TelarHtmlTag *tag)
{
  return next (reader, get_pattern (FALSE), from, tag);
}

/**
 * telar_html_tag_reader_next_heading:
 * @reader: a reader
 * @from: where a token may begin, in bytes: 0, or the end of a tag that was read
 * @tag: (out): the tag; unset where there is nothing
 *
 * Finds the next tag of h1 to h6 or template, many times faster than by looking at every tag.
 *
 * Returns: what comes next; never %TELAR_HTML_SKIPPED
 */
TelarHtmlToken
telar_html_tag_reader_next_heading (TelarHtmlTagReader *reader, gsize from, TelarHtmlTag *tag)
{
  return next (reader, get_pattern (TRUE), from, tag);
}

/**
 * telar_html_tag_reader_skip_template:
 * @reader: a reader
 * @from: the end of the start tag of a template
 *
 * Returns: the end of its end tag, or of the page
 */
gsize
telar_html_tag_reader_skip_template (TelarHtmlTagReader *reader, gsize from)
{
  guint64 depth = 1;
  TelarHtmlTag tag;

  while (telar_html_tag_reader_next_heading (reader, from, &tag) == TELAR_HTML_TAG)
    {
      from = tag.end;
      if (!telar_html_tag_is (&tag, "template"))
        continue;
      if (!tag.is_end_tag)
        depth++;
      else if (--depth == 0)
        return from;
    }

  return reader->length;
}

/**
 * telar_html_tag_is:
 * @tag: a tag
 * @name: a name of ASCII letters and digits
 *
 * Returns: whether @tag has that name, in any case
 */
gboolean
telar_html_tag_is (const TelarHtmlTag *tag, const char *name)
{
  return tag->name_length == strlen (name)
         && g_ascii_strncasecmp (tag->name, name, tag->name_length) == 0;
}
