/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-input-parser.h"

#include "telar-address.h"
#include "telar-dependencies.h"
#include "telar-format.h"
#include "telar-integers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* More problems than this help nobody, and a window would have to draw them all. */
#define MAX_PROBLEMS 1000

#define BLANKS " \t\r\v\f"

typedef struct
{
  TelarInputs *inputs;
  TelarInputKind kind;
  TelarFunction function; /* for which the numbers have to be in range */
  TelarDependencies *dependencies;

  const char *line; /* the line that is being parsed: valid UTF-8, not terminated */
  guint number;
  const char *counted; /* how far characters of the line were counted, */
  guint n_counted;     /* and how many there are up to it */

  gboolean is_full; /* the limit of tasks was passed, which is told only once */
} Parser;

/* A stretch of the line. */
typedef struct
{
  const char *start;
  const char *end;
} Token;

/* Takes @message. */
static void
add_problem (Parser *parser, Token token, char *message)
{
  TelarInputProblem problem = { .line = parser->number, .message = message };

  if (parser->inputs->problems->len >= MAX_PROBLEMS)
    {
      g_free (message);
      return;
    }

  /* Counting goes on from the last problem, so that a long line with many takes linear time. */
  if (token.start < parser->counted)
    {
      parser->counted = parser->line;
      parser->n_counted = 0;
    }
  parser->n_counted += (guint) g_utf8_strlen (parser->counted, token.start - parser->counted);
  parser->counted = token.start;
  problem.column = parser->n_counted;
  problem.length = (guint) g_utf8_strlen (token.start, token.end - token.start);
  g_array_append_val (parser->inputs->problems, problem);
}

/* What of a token is repeated in a message. */
static char *
echo (Token token)
{
  return telar_format_excerpt (token.start, token.end - token.start);
}

static void
start_line (Parser *parser, const char *line, guint number)
{
  parser->line = line;
  parser->number = number;
  parser->counted = line;
  parser->n_counted = 0;
}

static TelarPlace
get_place (Parser *parser, Token token)
{
  return (TelarPlace){ parser->line, parser->number, token.start, token.end };
}

static gboolean
has_room (Parser *parser, Token token, guint64 n_more)
{
  g_autofree char *text = NULL;

  if (parser->is_full)
    return FALSE;

  if (n_more <= TELAR_MAX_TASKS - parser->inputs->tasks->len)
    return TRUE;

  parser->is_full = TRUE;
  text = echo (token);
  if (n_more > TELAR_MAX_TASKS)
    add_problem (parser, token,
                 g_strdup_printf (_ ("“%s” is more than %d tasks, which is the most that a run "
                                     "may have; shorten the range or make its step larger"),
                                  text, TELAR_MAX_TASKS));
  else
    add_problem (parser, token,
                 g_strdup_printf (_ ("With “%s” there are more than %d tasks, which is the most "
                                     "that a run may have; leave some out"),
                                  text, TELAR_MAX_TASKS));

  return FALSE;
}

/* Takes @input. */
static void
add_task (Parser *parser, char *input)
{
  TelarInput task = { .input = input, .line = parser->number };

  g_array_append_val (parser->inputs->tasks, task);
}

static gboolean
parse_integer (Parser *parser, Token token, gint64 *value)
{
  TelarIntegerStatus status = telar_integer_parse (token.start, token.end, value);
  g_autofree char *text = NULL;

  if (status == TELAR_INTEGER_OK)
    return TRUE;

  text = echo (token);
  add_problem (parser, token,
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
check_numbers (Parser *parser, Token token, TelarFunction function, const TelarIntegerRange *range)
{
  char *message;

  if (telar_function_check (function, range->first, &message)
      && telar_function_check (
          function, telar_integer_range_get (range, telar_integer_range_count (range) - 1),
          &message))
    return TRUE;

  add_problem (parser, token, message);

  return FALSE;
}

/* Whether @token is a call of a function. Then @input is what the task is given, or NULL after a
 * problem was added. */
static gboolean
parse_call (Parser *parser, Token token, char **input)
{
  Token argument = { NULL, token.end - 1 };
  TelarIntegerRange range = { .step = 1 };
  TelarFunction function;

  if (!telar_function_find_call (token.start, token.end, &function, &argument.start))
    return FALSE;

  *input = NULL;
  if (parse_integer (parser, argument.start < argument.end ? argument : token, &range.first))
    {
      range.last = range.first;
      if (check_numbers (parser, argument, function, &range))
        *input = telar_function_write_call (function, range.first);
    }

  return TRUE;
}

static gboolean
looks_like_url (Token token)
{
  return g_strstr_len (token.start, token.end - token.start, "://") != NULL
         || (token.end - token.start >= 5 && g_ascii_strncasecmp (token.start, "demo:", 5) == 0);
}

/* Parses "a..b" or "a..b..step"; @dots is where the first two points stand. */
static gboolean
parse_range (Parser *parser, Token token, const char *dots, TelarIntegerRange *range)
{
  Token first = { token.start, dots };
  Token last = { dots + 2, token.end };
  const char *more = g_strstr_len (last.start, last.end - last.start, "..");
  gint64 step;

  if (more != NULL)
    last.end = more;

  if (first.start == first.end || last.start == last.end || (more != NULL && more + 2 == token.end))
    {
      g_autofree char *text = echo (token);

      add_problem (parser, token,
                   g_strdup_printf (_ ("The range “%s” lacks a number; write for example 1..100 "
                                       "or 0..100..5"),
                                    text));
      return FALSE;
    }

  if (!parse_integer (parser, first, &range->first) || !parse_integer (parser, last, &range->last))
    return FALSE;

  step = range->first <= range->last ? 1 : -1;
  if (more != NULL)
    {
      Token step_token = { more + 2, token.end };

      if (!parse_integer (parser, step_token, &step))
        return FALSE;

      if (step == 0)
        {
          add_problem (parser, step_token,
                       g_strdup (_ ("A range whose step is 0 never ends; write another step")));
          return FALSE;
        }

      if (range->first != range->last && (step > 0) != (range->first < range->last))
        {
          g_autofree char *text = echo (step_token);

          add_problem (parser, step_token,
                       g_strdup_printf (_ ("The step %s leads away from the range’s end; change "
                                           "its sign"),
                                        text));
          return FALSE;
        }
    }
  range->step = step;

  return TRUE;
}

/* Whether the token, a number or a range, is understood; @range is a single number then too. */
static gboolean
parse_numbers (Parser *parser, Token token, TelarIntegerRange *range)
{
  const char *dots;
  gint64 value;

  if (looks_like_url (token))
    {
      add_problem (parser, token,
                   g_strdup (_ ("This workload takes numbers, not web pages; choose a workload "
                                "of pages or write a number")));
      return FALSE;
    }

  dots = g_strstr_len (token.start, token.end - token.start, "..");
  if (dots != NULL)
    return parse_range (parser, token, dots, range)
           && check_numbers (parser, token, parser->function, range);

  if (!parse_integer (parser, token, &value))
    return FALSE;

  *range = (TelarIntegerRange){ value, value, 1 };

  return check_numbers (parser, token, parser->function, range);
}

static void
add_range (Parser *parser, Token token, const TelarIntegerRange *range)
{
  guint64 count = telar_integer_range_count (range);

  if (!has_room (parser, token, count))
    return;

  for (guint64 i = 0; i < count; i++)
    {
      char digits[TELAR_INTEGER_LENGTH];

      telar_integer_write (telar_integer_range_get (range, i), digits);
      add_task (parser, g_strdup (digits));
    }
}

/* Takes @call, which is NULL if it was not understood. */
static void
add_call (Parser *parser, Token token, char *call)
{
  if (call != NULL && has_room (parser, token, 1))
    add_task (parser, call);
  else
    g_free (call);
}

/* The next token of @rest, up to a character of @separators; FALSE at the end. */
static gboolean
next_token (Token *rest, const char *separators, Token *token)
{
  while (rest->start < rest->end && strchr (separators, *rest->start) != NULL)
    rest->start++;
  token->start = rest->start;
  while (rest->start < rest->end && strchr (separators, *rest->start) == NULL)
    rest->start++;
  token->end = rest->start;

  return token->start < token->end;
}

static Token
strip (Token token)
{
  while (token.start < token.end && strchr (BLANKS, *token.start) != NULL)
    token.start++;
  while (token.start < token.end && strchr (BLANKS, token.end[-1]) != NULL)
    token.end--;

  return token;
}

/* Whether a line of pages begins with a number or a range of them. */
static gboolean
begins_with_number (Token text, Token *number)
{
  gint64 value;

  /* As nearly all pages do not, and some are long. */
  if (text.start == text.end || g_ascii_isalpha (*text.start)
      || !next_token (&text, BLANKS ",", number))
    return FALSE;

  return telar_integer_parse (number->start, number->end, &value) != TELAR_INTEGER_NONE
         || ((g_ascii_isdigit (*number->start) || *number->start == '-')
             && g_strstr_len (number->start, number->end - number->start, "..") != NULL);
}

/* Returns the address of a page or a call, or NULL after having added a problem. */
static char *
parse_page (Parser *parser, Token token)
{
  g_autofree char *text = NULL;
  char *message;
  Token number;

  if (parse_call (parser, token, &message))
    return message;

  if (begins_with_number (token, &number))
    {
      add_problem (parser, number,
                   g_strdup (_ ("This workload takes web pages, not numbers; choose a workload "
                                "of numbers or write an address such as https://example.org/")));
      return NULL;
    }

  text = g_strndup (token.start, token.end - token.start);
  if (telar_address_check (text, &message))
    return g_steal_pointer (&text);

  add_problem (parser, token, message);

  return NULL;
}

/* Whether the characters of @token may stand in a name. */
static gboolean
is_name (Token token)
{
  if (token.start == token.end)
    return FALSE;

  for (const char *p = token.start; p < token.end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!(g_unichar_isalpha (c) || c == '_'
            || (p > token.start && (g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '-'))))
        return FALSE;
    }

  return TRUE;
}

/* Where the word "after" stands in @text with blanks around it, or NULL. */
static const char *
find_after (Token text)
{
  const char *p = text.start;

  while ((p = g_strstr_len (p, text.end - p, "after")) != NULL)
    {
      if (p > text.start && strchr (BLANKS, p[-1]) != NULL
          && (p + 5 == text.end || strchr (BLANKS, p[5]) != NULL))
        return p;
      p += 5;
    }

  return NULL;
}

/* Returns the one number, page or call that a name stands for, or NULL after having added a
 * problem. */
static char *
parse_single (Parser *parser, Token input)
{
  TelarIntegerRange range;
  char *text;

  if (parser->kind == TELAR_INPUT_PAGE)
    return parse_page (parser, input);
  if (parse_call (parser, input, &text))
    return text;

  if (!parse_numbers (parser, input, &range))
    return NULL;

  if (telar_integer_range_count (&range) != 1)
    {
      add_problem (parser, input, g_strdup (_ ("A name stands for one number, not for a range")));
      return NULL;
    }

  text = g_malloc (TELAR_INTEGER_LENGTH);
  telar_integer_write (range.first, text);

  return text;
}

static void
parse_named (Parser *parser, Token name, Token rest)
{
  const char *after = find_after (rest);
  Token input = strip ((Token){ rest.start, after != NULL ? after : rest.end });
  TelarPlace place = get_place (parser, name);
  guint definition = telar_dependencies_define (parser->dependencies, &place);
  char *text;
  Token other;

  if (input.start == input.end)
    {
      add_problem (parser, name,
                   g_strdup (_ ("An input is missing; write for example B = 2 after A1 A2")));
      return;
    }

  text = parse_single (parser, input);
  if (text == NULL)
    return;

  if (!has_room (parser, input, 1))
    {
      g_free (text);
      return;
    }

  telar_dependencies_set_task (parser->dependencies, definition, parser->inputs->tasks->len);
  add_task (parser, text);
  if (after == NULL)
    return;

  rest.start = after + strlen ("after");
  if (!next_token (&rest, BLANKS ",", &other))
    {
      add_problem (parser, (Token){ after, after + strlen ("after") },
                   g_strdup (_ ("The names that it waits for are missing; write for example "
                                "B = 2 after A1 A2")));
      return;
    }

  do
    {
      place = get_place (parser, other);
      telar_dependencies_wait_for (parser->dependencies, definition, &place);
    }
  while (next_token (&rest, BLANKS ",", &other));
}

static void
parse_plain (Parser *parser, Token text)
{
  const char *after = find_after (text);
  Token token;

  if (after != NULL)
    {
      add_problem (parser, text,
                   g_strdup (_ ("An input that waits for others has a name; write for example "
                                "B = 2 after A1 A2")));
      return;
    }

  if (parser->kind == TELAR_INPUT_PAGE)
    {
      char *page;

      if (!has_room (parser, text, 1))
        return;
      page = parse_page (parser, text);
      if (page != NULL)
        add_task (parser, page);
      return;
    }

  while (next_token (&text, BLANKS ",", &token))
    {
      TelarIntegerRange range;
      char *call;

      if (parse_call (parser, token, &call))
        add_call (parser, token, call);
      else if (parse_numbers (parser, token, &range))
        add_range (parser, token, &range);
    }
}

/* The line as it stands: neither names nor comments are looked for. */
static void
parse_text (Parser *parser, Token line)
{
  if (line.start < line.end && has_room (parser, line, 1))
    add_task (parser, g_strndup (line.start, (gsize) (line.end - line.start)));
}

static void
parse_line (Parser *parser, Token line)
{
  Token text = strip (line);
  const char *equals;
  Token name;

  if (text.start == text.end || *text.start == '#')
    return;

  equals = memchr (text.start, '=', (gsize) (text.end - text.start));
  if (equals != NULL)
    {
      name = strip ((Token){ text.start, equals });
      if (is_name (name))
        {
          parse_named (parser, name, (Token){ equals + 1, text.end });
          return;
        }

      /* The equals sign of an address belongs to its query. */
      if (parser->kind == TELAR_INPUT_NUMBER && !looks_like_url (text))
        {
          add_problem (parser, name.start < name.end ? name : text,
                       g_strdup (_ ("A name has letters, digits, “_” and “-” and begins with a "
                                    "letter; write for example B = 2 after A1 A2")));
          return;
        }
    }

  parse_plain (parser, text);
}

static void
add_dependency_problem (const TelarPlace *place, char *message, gpointer user_data)
{
  Parser *parser = user_data;

  if (place->line != parser->line)
    start_line (parser, place->line, place->number);
  add_problem (parser, (Token){ place->start, place->end }, message);
}

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const TelarInputProblem *one = a, *other = b;

  if (one->line != other->line)
    return one->line < other->line ? -1 : 1;
  if (one->column != other->column)
    return one->column < other->column ? -1 : 1;

  return 0;
}

/* The text that is parsed: as it is, or with a problem for the first character that is not UTF-8.
 */
static char *
make_valid (TelarInputs *inputs, const char *text)
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
  g_array_append_val (inputs->problems, problem);

  return g_utf8_make_valid (text, -1);
}

/**
 * telar_input_parser_run:
 * @inputs: inputs without tasks and problems, to which those of @text are added
 * @text: as for telar_inputs_parse()
 * @kind: what the workload takes
 * @function: what it computes of each number, which has to be in its range
 */
void
telar_input_parser_run (TelarInputs *inputs,
                        const char *text,
                        TelarInputKind kind,
                        TelarFunction function)
{
  Parser parser = { .inputs = inputs, .kind = kind, .function = function };
  g_autofree char *valid = NULL;
  g_autoptr (TelarDependencies) dependencies = telar_dependencies_new ();
  const char *end;
  guint number = 0;

  parser.dependencies = dependencies;

  valid = make_valid (inputs, text);
  if (valid != NULL)
    text = valid;
  if (g_str_has_prefix (text, "\357\273\277")) /* a byte order mark */
    text += 3;

  for (const char *line = text; *line != '\0'; line = end + (*end == '\n'))
    {
      end = strchrnul (line, '\n');
      start_line (&parser, line, number++);
      if (kind == TELAR_INPUT_TEXT)
        parse_text (&parser, (Token){ line, end });
      else
        parse_line (&parser, (Token){ line, end });
    }

  telar_dependencies_resolve (dependencies, inputs->tasks, add_dependency_problem, &parser);
  g_array_sort (inputs->problems, compare_problems);
}
