/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-input-scanner.h"

#include "telar-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More problems than this help nobody, and a window would have to draw them all. */
#define MAX_PROBLEMS 1000

/**
 * telar_token_next:
 * @rest: what is left of a line; the token and what stands before it are taken off
 * @separators: ASCII characters that stand between tokens
 * @token: (out): the next token
 *
 * Returns: whether there is one
 */
gboolean
telar_token_next (TelarToken *rest, const char *separators, TelarToken *token)
{
  while (rest->start < rest->end && strchr (separators, *rest->start) != NULL)
    rest->start++;
  token->start = rest->start;
  while (rest->start < rest->end && strchr (separators, *rest->start) == NULL)
    rest->start++;
  token->end = rest->start;

  return token->start < token->end;
}

/**
 * telar_token_strip:
 * @token: a stretch of a line
 *
 * Returns: it without the blanks around it
 */
TelarToken
telar_token_strip (TelarToken token)
{
  while (token.start < token.end && strchr (TELAR_TOKEN_BLANKS, *token.start) != NULL)
    token.start++;
  while (token.start < token.end && strchr (TELAR_TOKEN_BLANKS, token.end[-1]) != NULL)
    token.end--;

  return token;
}

/**
 * telar_token_dup_excerpt:
 * @token: a stretch of a line
 *
 * Returns: (transfer full): what of it is repeated in a message
 */
char *
telar_token_dup_excerpt (TelarToken token)
{
  return telar_format_excerpt (token.start, token.end - token.start);
}

/**
 * telar_input_scanner_begin_line:
 * @self: a scanner
 * @line: a line of the inputs: valid UTF-8, need not be terminated
 * @number: its number, from 0
 *
 * What is found from now on stands in this line.
 */
void
telar_input_scanner_begin_line (TelarInputScanner *self, const char *line, guint number)
{
  self->line = line;
  self->number = number;
  self->counted = line;
  self->n_counted = 0;
}

/**
 * telar_input_scanner_add_problem:
 * @self: a scanner
 * @token: a stretch of the line that it is in, which was not understood
 * @message: (transfer full): the reason, for the user
 *
 * Notes the problem, unless there are very many.
 */
void
telar_input_scanner_add_problem (TelarInputScanner *self, TelarToken token, char *message)
{
  TelarInputProblem problem = { .line = self->number, .message = message };

  if (self->problems->len >= MAX_PROBLEMS)
    {
      g_free (message);
      return;
    }

  /* Counting goes on from the last problem, so that a long line with many takes linear time. */
  if (token.start < self->counted)
    {
      self->counted = self->line;
      self->n_counted = 0;
    }
  self->n_counted += (guint) g_utf8_strlen (self->counted, token.start - self->counted);
  self->counted = token.start;
  problem.column = self->n_counted;
  problem.length = (guint) g_utf8_strlen (token.start, token.end - token.start);
  g_array_append_val (self->problems, problem);
}

/**
 * telar_input_scanner_make_valid:
 * @self: a scanner
 * @text: the inputs, which need not be UTF-8
 *
 * Notes the first character that is not UTF-8 as a problem.
 *
 * Returns: (transfer full) (nullable): the text that is read in place of @text, or %NULL if that
 *   is valid
 */
char *
telar_input_scanner_make_valid (TelarInputScanner *self, const char *text)
{
  TelarInputProblem problem = { .length = 1 };
  const char *end, *line;

  if (g_utf8_validate (text, -1, &end))
    return NULL;

  for (line = text; (line = memchr (line, '\n', end - line)) != NULL; line++)
    problem.line++;
  for (line = end; line > text && line[-1] != '\n'; line--)
    ;
  problem.column = (guint) g_utf8_strlen (line, end - line);
  problem.message = g_strdup (_ ("This is not text: the character is not valid UTF-8; save the "
                                 "file as UTF-8"));
  g_array_append_val (self->problems, problem);

  return g_utf8_make_valid (text, -1);
}
