/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-input-numbers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
parse_integer (TelarInputScanner *scanner, TelarToken token, gint64 *value)
{
  TelarIntegerStatus status = telar_integer_parse (token.start, token.end, value);
  g_autofree char *text = NULL;

  if (status == TELAR_INTEGER_OK)
    return TRUE;

  text = telar_token_dup_excerpt (token);
  telar_input_scanner_add_problem (
      scanner, token,
      g_strdup_printf (status == TELAR_INTEGER_OUT_OF_RANGE
                           ? _ ("“%s” does not fit in 64 bits: a number is between "
                                "-9223372036854775808 and 9223372036854775807")
                           : _ ("“%s” is not a whole number between "
                                "-9223372036854775808 and 9223372036854775807"),
                       text));

  return FALSE;
}

/* Takes the numbers of @token that the workload's function is defined for, so far as that can be
 * told from the first and the last one: what is possible has no gaps. */
static gboolean
check_numbers (TelarInputScanner *scanner,
               TelarToken token,
               TelarFunction function,
               const TelarIntegerRange *range)
{
  char *message;

  if (telar_function_check (function, range->first, &message)
      && telar_function_check (
          function, telar_integer_range_get (range, telar_integer_range_count (range) - 1),
          &message))
    return TRUE;

  telar_input_scanner_add_problem (scanner, token, message);

  return FALSE;
}

/**
 * telar_input_numbers_parse_call:
 * @scanner: where @token stands
 * @token: an input
 * @input: (out) (transfer full) (nullable): what the task is given, or %NULL after a problem was
 *   added
 *
 * Returns: whether it is a call of a function, such as primes(100); else @input is not set
 */
gboolean
telar_input_numbers_parse_call (TelarInputScanner *scanner, TelarToken token, char **input)
{
  TelarToken argument = { NULL, token.end - 1 };
  TelarIntegerRange range = { .step = 1 };
  TelarFunction function;

  if (!telar_function_find_call (token.start, token.end, &function, &argument.start))
    return FALSE;

  *input = NULL;
  if (parse_integer (scanner, argument.start < argument.end ? argument : token, &range.first))
    {
      range.last = range.first;
      if (check_numbers (scanner, argument, function, &range))
        *input = telar_function_write_call (function, range.first);
    }

  return TRUE;
}

/**
 * telar_input_numbers_looks_like_page:
 * @token: an input
 *
 * Returns: whether it was meant as the address of a page
 */
gboolean
telar_input_numbers_looks_like_page (TelarToken token)
{
  return g_strstr_len (token.start, token.end - token.start, "://") != NULL
         || (token.end - token.start >= 5 && g_ascii_strncasecmp (token.start, "demo:", 5) == 0);
}

/* Parses "a..b" or "a..b..step"; @dots is where the first two points stand. */
static gboolean
parse_range (TelarInputScanner *scanner,
             TelarToken token,
             const char *dots,
             TelarIntegerRange *range)
{
  TelarToken first = { token.start, dots };
  TelarToken last = { dots + 2, token.end };
  const char *more = g_strstr_len (last.start, last.end - last.start, "..");
  gint64 step;

  if (more != NULL)
    last.end = more;

  if (first.start == first.end || last.start == last.end || (more != NULL && more + 2 == token.end))
    {
      g_autofree char *text = telar_token_dup_excerpt (token);

      telar_input_scanner_add_problem (
          scanner, token,
          g_strdup_printf (_ ("The range “%s” lacks a number; write for example 1..100 "
                              "or 0..100..5"),
                           text));
      return FALSE;
    }

  if (!parse_integer (scanner, first, &range->first)
      || !parse_integer (scanner, last, &range->last))
    return FALSE;

  step = range->first <= range->last ? 1 : -1;
  if (more != NULL)
    {
      TelarToken step_token = { more + 2, token.end };

      if (!parse_integer (scanner, step_token, &step))
        return FALSE;

      if (step == 0)
        {
          telar_input_scanner_add_problem (
              scanner, step_token,
              g_strdup (_ ("A range whose step is 0 never ends; write another step")));
          return FALSE;
        }

      if (range->first != range->last && (step > 0) != (range->first < range->last))
        {
          g_autofree char *text = telar_token_dup_excerpt (step_token);

          telar_input_scanner_add_problem (
              scanner, step_token,
              g_strdup_printf (_ ("The step %s leads away from the range’s end; change "
                                  "its sign"),
                               text));
          return FALSE;
        }
    }
  range->step = step;

  return TRUE;
}

/**
 * telar_input_numbers_parse:
 * @scanner: where @token stands
 * @token: an input
 * @function: what is computed of the numbers, which have to be in its range
 * @range: (out): the numbers; a single one is a range too
 *
 * Understands a number, or a range of them such as 0..100..5.
 *
 * Returns: whether it is understood, else a problem was added
 */
gboolean
telar_input_numbers_parse (TelarInputScanner *scanner,
                           TelarToken token,
                           TelarFunction function,
                           TelarIntegerRange *range)
{
  const char *dots;
  gint64 value;

  if (telar_input_numbers_looks_like_page (token))
    {
      telar_input_scanner_add_problem (
          scanner, token,
          g_strdup (_ ("This workload takes numbers, not web pages; choose a workload "
                       "of pages or write a number")));
      return FALSE;
    }

  dots = g_strstr_len (token.start, token.end - token.start, "..");
  if (dots != NULL)
    return parse_range (scanner, token, dots, range)
           && check_numbers (scanner, token, function, range);

  if (!parse_integer (scanner, token, &value))
    return FALSE;

  *range = (TelarIntegerRange){ value, value, 1 };

  return check_numbers (scanner, token, function, range);
}

/**
 * telar_input_numbers_find_first:
 * @text: a line that should be a page
 * @number: (out): what it begins with
 *
 * Returns: whether the line begins with a number or a range of them
 */
gboolean
telar_input_numbers_find_first (TelarToken text, TelarToken *number)
{
  gint64 value;

  /* As nearly all pages do not, and some are long. */
  if (text.start == text.end || g_ascii_isalpha (*text.start)
      || !telar_token_next (&text, TELAR_TOKEN_BLANKS ",", number))
    return FALSE;

  return telar_integer_parse (number->start, number->end, &value) != TELAR_INTEGER_NONE
         || ((g_ascii_isdigit (*number->start) || *number->start == '-')
             && g_strstr_len (number->start, number->end - number->start, "..") != NULL);
}
