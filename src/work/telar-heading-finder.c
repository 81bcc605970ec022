/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-heading-finder.h"

#include <glib/gi18n-lib.h>
#include <pcre2.h>
#include <string.h>

#include "model/telar-result.h"
#include "telar-html-headings.h"
#include "telar-html-text.h"

/* The lecture's pattern, as it stands there. */
#define LECTURE_PATTERN "<h[1-4](?:.*)>([ A-Za-z0-9\\?]+)<.*>"

/* How much a match may try at one place before the pattern is given up. */
#define MATCH_LIMIT 1000000
#define HEAP_LIMIT  (64 * 1024) /* in KiB */
#define STACK_SIZE  (32 * 1024)
#define STACK_LIMIT (1024 * 1024)

/* How long a pattern may search one page, and after how many of its steps that is looked at. */
#define MAX_TIME_US    (10 * G_USEC_PER_SEC)
#define STEPS_PER_LOOK 16

/* The most text that is kept of the matches in one page, in bytes. */
#define MAX_TEXT (32 * 1024 * 1024)

typedef enum
{
  FINDER_HTML,
  FINDER_LECTURE,
  FINDER_USER,
} FinderKind;

struct _TelarHeadingFinder
{
  FinderKind kind;
  pcre2_code *code;
  guint n_groups;
  guint level_group; /* 0 if there is none */
};

/* What may end a search early. */
typedef struct
{
  GCancellable *cancellable;
  gint64 deadline_us;
  guint n_steps;
  gboolean is_late;
} Patience;

struct _TelarHeadingScratch
{
  pcre2_match_data *match;
  pcre2_match_context *context;
  pcre2_jit_stack *stack;
};

static pcre2_code *
compile (const char *pattern, int *reason, PCRE2_SIZE *offset)
{
  pcre2_compile_context *context = pcre2_compile_context_create (NULL);
  pcre2_code *code;

  /* The lecture's language takes only a line feed for the end of a line. The callouts let a search
   * be stopped at each step; it still goes through a gigabyte in a second. */
  pcre2_set_newline (context, PCRE2_NEWLINE_LF);
  pcre2_set_max_pattern_length (context, 65536);
  code = pcre2_compile ((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED,
                        PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_AUTO_CALLOUT,
                        reason, offset, context);
  pcre2_compile_context_free (context);

  return code;
}

/**
 * telar_heading_finder_check:
 * @pattern: "headings", "lecture", or a regular expression; valid UTF-8
 * @column: (out): where it is wrong, in characters from 0
 * @message: (out) (transfer full): what is wrong with it
 *
 * Returns: whether telar_heading_finder_new() takes @pattern; if so, nothing is set
 */
gboolean
telar_heading_finder_check (const char *pattern, guint *column, char **message)
{
  char buffer[256];
  PCRE2_SIZE offset;
  int reason;
  pcre2_code *code;

  if (*pattern == '\0')
    {
      *column = 0;
      *message = g_strdup (_ ("The pattern is empty"));
      return FALSE;
    }

  code = compile (pattern, &reason, &offset);
  if (code != NULL)
    {
      pcre2_code_free (code);
      return TRUE;
    }

  pcre2_get_error_message (reason, (PCRE2_UCHAR *) buffer, sizeof buffer);
  offset = MIN (offset, strlen (pattern));
  while (offset > 0 && ((guchar) pattern[offset] & 0xc0) == 0x80)
    offset--;
  *column = (guint) g_utf8_strlen (pattern, (gssize) offset);
  *message = g_utf8_make_valid (buffer, -1);

  return FALSE;
}

/**
 * telar_heading_finder_new:
 * @pattern: "headings" for all headings of HTML, "lecture" for the lecture's pattern, or a
 *   regular expression as PCRE2 understands it
 * (https://www.pcre.org/current/doc/html/pcre2pattern.html)
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT: where the pattern is wrong, and why
 *
 * A search ends with an error after ten seconds on one page, or a million attempts at one place.
 * 100,000 headings of a page are kept, 10,000 bytes of each and 32 MiB in all.
 *
 * A heading is what the first group of a regular expression matches, or the whole match if it
 * has no group. A group named "level" tells the level if it matches a digit from 1 to 6.
 *
 * Returns: (transfer full) (nullable): a finder
 */
TelarHeadingFinder *
telar_heading_finder_new (const char *pattern, GError **error)
{
  g_autoptr (TelarHeadingFinder) finder = g_new0 (TelarHeadingFinder, 1);
  g_autofree char *message = NULL;
  PCRE2_SIZE offset;
  uint32_t n_groups;
  guint column;
  int number;

  if (g_str_equal (pattern, "headings"))
    return g_steal_pointer (&finder);

  if (!telar_heading_finder_check (pattern, &column, &message))
    {
      /* Translators: %u is a position in the pattern, %s says in English what is wrong there */
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("The pattern is wrong at character %u: %s"), column + 1, message);
      return NULL;
    }

  finder->kind = g_str_equal (pattern, "lecture") ? FINDER_LECTURE : FINDER_USER;
  finder->code
      = compile (finder->kind == FINDER_LECTURE ? LECTURE_PATTERN : pattern, &number, &offset);
  pcre2_jit_compile (finder->code, PCRE2_JIT_COMPLETE);
  pcre2_pattern_info (finder->code, PCRE2_INFO_CAPTURECOUNT, &n_groups);
  finder->n_groups = n_groups;
  number = pcre2_substring_number_from_name (finder->code, (PCRE2_SPTR) "level");
  finder->level_group = number > 0 ? (guint) number : 0;

  return g_steal_pointer (&finder);
}

/**
 * telar_heading_finder_free:
 * @finder: (transfer full) (nullable): a finder that no thread uses any more
 */
void
telar_heading_finder_free (TelarHeadingFinder *finder)
{
  if (finder == NULL)
    return;

  pcre2_code_free (finder->code);
  g_free (finder);
}

/**
 * telar_heading_scratch_new:
 * @finder: a finder
 *
 * Returns: (transfer full): what one thread needs to search with @finder
 */
TelarHeadingScratch *
telar_heading_scratch_new (const TelarHeadingFinder *finder)
{
  TelarHeadingScratch *scratch = g_new0 (TelarHeadingScratch, 1);

  if (finder->code == NULL)
    return scratch;

  scratch->match = pcre2_match_data_create_from_pattern (finder->code, NULL);
  scratch->context = pcre2_match_context_create (NULL);
  scratch->stack = pcre2_jit_stack_create (STACK_SIZE, STACK_LIMIT, NULL);
  pcre2_jit_stack_assign (scratch->context, NULL, scratch->stack);
  pcre2_set_match_limit (scratch->context, MATCH_LIMIT);
  pcre2_set_heap_limit (scratch->context, HEAP_LIMIT);

  return scratch;
}

/**
 * telar_heading_scratch_free:
 * @scratch: (transfer full) (nullable): what one thread needed
 */
void
telar_heading_scratch_free (TelarHeadingScratch *scratch)
{
  if (scratch == NULL)
    return;

  pcre2_match_data_free (scratch->match);
  pcre2_match_context_free (scratch->context);
  pcre2_jit_stack_free (scratch->stack);
  g_free (scratch);
}

/* The text of a match may be any part of the page, tags too. */
static char *
clean_text (const char *text, gsize length)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  const char *end = text + length;
  gboolean is_cut = FALSE; /* no tag ends from here on */

  while (text < end)
    {
      const char *tag = memchr (text, '<', (gsize) (end - text));
      const char *close = NULL;

      telar_html_text_append (plain, text, (gsize) ((tag != NULL ? tag : end) - text),
                              TELAR_MAX_HEADING_LENGTH);
      if (tag == NULL || plain->len >= TELAR_MAX_HEADING_LENGTH)
        break;
      if (!is_cut && tag + 1 < end && (g_ascii_isalpha (tag[1]) || tag[1] == '/' || tag[1] == '!'))
        {
          close = memchr (tag, '>', (gsize) (end - tag));
          is_cut = close == NULL;
        }
      if (close == NULL)
        g_string_append_c (plain, '<');
      text = (close != NULL ? close : tag) + 1;
    }

  return telar_html_text_fold (plain->str, plain->len);
}

/* Returns: how much text was kept, in bytes */
static gsize
add_match (const TelarHeadingFinder *finder,
           const PCRE2_SIZE *offsets,
           const char *text,
           GArray *headings)
{
  guint group = finder->n_groups > 0 ? 1 : 0;
  TelarHeading heading = { 0 };

  if (group == 1 && finder->level_group == 1)
    group = finder->n_groups > 1 ? 2 : 0;
  if (offsets[2 * group] == PCRE2_UNSET || offsets[2 * group + 1] < offsets[2 * group])
    heading.text = g_strdup ("");
  else
    heading.text
        = clean_text (text + offsets[2 * group], offsets[2 * group + 1] - offsets[2 * group]);

  if (finder->kind == FINDER_LECTURE)
    heading.level = (guint) (text[offsets[0] + 2] - '0');
  else if (finder->level_group > 0 && offsets[2 * finder->level_group] != PCRE2_UNSET)
    {
      char digit = text[offsets[2 * finder->level_group]];

      if (digit >= '1' && digit <= '6')
        heading.level = (guint) (digit - '0');
    }

  g_array_append_val (headings, heading);

  return strlen (heading.text);
}

static int
look_around (pcre2_callout_block *block, void *data)
{
  Patience *patience = data;

  if (g_cancellable_is_cancelled (patience->cancellable))
    return PCRE2_ERROR_CALLOUT;
  if (++patience->n_steps % STEPS_PER_LOOK == 0)
    patience->is_late = g_get_monotonic_time () > patience->deadline_us;

  return patience->is_late ? PCRE2_ERROR_CALLOUT : 0;
}

static void
set_match_error (GError **error, int reason, GCancellable *cancellable)
{
  char buffer[256];

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return;

  if (reason == PCRE2_ERROR_MATCHLIMIT || reason == PCRE2_ERROR_JIT_STACKLIMIT
      || reason == PCRE2_ERROR_HEAPLIMIT || reason == PCRE2_ERROR_DEPTHLIMIT
      || reason == PCRE2_ERROR_CALLOUT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                           _ ("The pattern takes too many attempts on this page"));
      return;
    }

  pcre2_get_error_message (reason, (PCRE2_UCHAR *) buffer, sizeof buffer);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The pattern cannot be matched: %s"),
               buffer);
}

static gsize
next_character (const char *text, gsize length, gsize offset)
{
  offset++;
  while (offset < length && ((guchar) text[offset] & 0xc0) == 0x80)
    offset++;

  return offset;
}

static gboolean
match_all (const TelarHeadingFinder *finder,
           TelarHeadingScratch *scratch,
           const char *text,
           gsize length,
           GArray *headings,
           GCancellable *cancellable,
           GError **error)
{
  Patience patience = { .cancellable = cancellable };
  gsize from = 0;
  gsize n_kept = 0;

  patience.deadline_us = g_get_monotonic_time () + MAX_TIME_US;
  pcre2_set_callout (scratch->context, look_around, &patience);

  while (from <= length && headings->len < TELAR_MAX_HEADINGS && n_kept < MAX_TEXT)
    {
      const PCRE2_SIZE *offsets;
      int count = look_around (NULL, &patience);

      if (count == 0)
        count = pcre2_match (finder->code, (PCRE2_SPTR) text, length, from, PCRE2_NO_UTF_CHECK,
                             scratch->match, scratch->context);
      if (count == PCRE2_ERROR_NOMATCH)
        return TRUE;
      if (count < 0)
        {
          set_match_error (error, count, cancellable);
          return FALSE;
        }

      offsets = pcre2_get_ovector_pointer (scratch->match);
      n_kept += add_match (finder, offsets, text, headings);
      /* An empty match must not be found again. */
      from = offsets[1];
      if (offsets[1] <= offsets[0])
        from = next_character (text, length, MAX (offsets[0], offsets[1]));
    }

  return TRUE;
}

/**
 * telar_heading_finder_find:
 * @finder: a finder
 * @scratch: that of the calling thread, made for @finder
 * @text: a page; valid UTF-8
 * @length: its length in bytes
 * @cancellable: (nullable): to stop in the middle of a long page
 * @error: return location for %G_IO_ERROR_CANCELLED, or a %G_IO_ERROR_FAILED: the pattern needs
 *   too much time or memory on this page
 *
 * Returns: (transfer full) (element-type TelarHeading) (nullable): the headings, in the order of
 *   the page
 */
GArray *
telar_heading_finder_find (const TelarHeadingFinder *finder,
                           TelarHeadingScratch *scratch,
                           const char *text,
                           gsize length,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GArray) headings = NULL;

  if (finder->kind == FINDER_HTML)
    return telar_html_headings_find (text, length, cancellable, error);

  headings = telar_headings_new ();
  if (!match_all (finder, scratch, text, length, headings, cancellable, error))
    return NULL;

  return g_steal_pointer (&headings);
}
