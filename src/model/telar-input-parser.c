/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-input-parser.h"

#include "telar-address.h"
#include "telar-dependencies.h"
#include "telar-input-numbers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  TelarInputScanner scanner;
  TelarInputs *inputs;
  TelarInputKind kind;
  TelarFunction function; /* for which the numbers have to be in range */
  TelarDependencies *dependencies;

  gboolean is_full; /* the limit of tasks was passed, which is told only once */
} Parser;

static TelarPlace
get_place (Parser *parser, TelarToken token)
{
  return (TelarPlace){ parser->scanner.line, parser->scanner.number, token.start, token.end };
}

static gboolean
has_room (Parser *parser, TelarToken token, guint64 n_more)
{
  g_autofree char *text = NULL;

  if (parser->is_full)
    return FALSE;

  if (n_more <= TELAR_MAX_TASKS - parser->inputs->tasks->len)
    return TRUE;

  parser->is_full = TRUE;
  text = telar_token_dup_excerpt (token);
  if (n_more > TELAR_MAX_TASKS)
    telar_input_scanner_add_problem (
        &parser->scanner, token,
        g_strdup_printf (_ ("“%s” is more than %d tasks, which is the most that a run "
                            "may have; shorten the range or make its step larger"),
                         text, TELAR_MAX_TASKS));
  else
    telar_input_scanner_add_problem (
        &parser->scanner, token,
        g_strdup_printf (_ ("With “%s” there are more than %d tasks, which is the most "
                            "that a run may have; leave some out"),
                         text, TELAR_MAX_TASKS));

  return FALSE;
}

/* Takes @input. */
static void
add_task (Parser *parser, char *input)
{
  TelarInput task = { .input = input, .line = parser->scanner.number };

  g_array_append_val (parser->inputs->tasks, task);
}

static void
add_range (Parser *parser, TelarToken token, const TelarIntegerRange *range)
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
add_call (Parser *parser, TelarToken token, char *call)
{
  if (call != NULL && has_room (parser, token, 1))
    add_task (parser, call);
  else
    g_free (call);
}

/* Returns the address of a page or a call, or NULL after having added a problem. */
static char *
parse_page (Parser *parser, TelarToken token)
{
  g_autofree char *text = NULL;
  char *message;
  TelarToken number;

  if (telar_input_numbers_parse_call (&parser->scanner, token, &message))
    return message;

  if (telar_input_numbers_find_first (token, &number))
    {
      telar_input_scanner_add_problem (
          &parser->scanner, number,
          g_strdup (_ ("This workload takes web pages, not numbers; choose a workload "
                       "of numbers or write an address such as https://example.org/")));
      return NULL;
    }

  text = g_strndup (token.start, token.end - token.start);
  if (telar_address_check (text, &message))
    return g_steal_pointer (&text);

  telar_input_scanner_add_problem (&parser->scanner, token, message);

  return NULL;
}

/* Whether the characters of @token may stand in a name. */
static gboolean
is_name (TelarToken token)
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
find_after (TelarToken text)
{
  const char *p = text.start;

  while ((p = g_strstr_len (p, text.end - p, "after")) != NULL)
    {
      if (p > text.start && strchr (TELAR_TOKEN_BLANKS, p[-1]) != NULL
          && (p + 5 == text.end || strchr (TELAR_TOKEN_BLANKS, p[5]) != NULL))
        return p;
      p += 5;
    }

  return NULL;
}

/* Returns the one number, page or call that a name stands for, or NULL after having added a
 * problem. */
static char *
parse_single (Parser *parser, TelarToken input)
{
  TelarIntegerRange range;
  char *text;

  if (parser->kind == TELAR_INPUT_PAGE)
    return parse_page (parser, input);
  if (telar_input_numbers_parse_call (&parser->scanner, input, &text))
    return text;

  if (!telar_input_numbers_parse (&parser->scanner, input, parser->function, &range))
    return NULL;

  if (telar_integer_range_count (&range) != 1)
    {
      telar_input_scanner_add_problem (
          &parser->scanner, input, g_strdup (_ ("A name stands for one number, not for a range")));
      return NULL;
    }

  text = g_malloc (TELAR_INTEGER_LENGTH);
  telar_integer_write (range.first, text);

  return text;
}

static void
parse_named (Parser *parser, TelarToken name, TelarToken rest)
{
  const char *after = find_after (rest);
  TelarToken input
      = telar_token_strip ((TelarToken){ rest.start, after != NULL ? after : rest.end });
  TelarPlace place = get_place (parser, name);
  guint definition = telar_dependencies_define (parser->dependencies, &place);
  char *text;
  TelarToken other;

  if (input.start == input.end)
    {
      telar_input_scanner_add_problem (
          &parser->scanner, name,
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
  if (!telar_token_next (&rest, TELAR_TOKEN_BLANKS ",", &other))
    {
      telar_input_scanner_add_problem (
          &parser->scanner, (TelarToken){ after, after + strlen ("after") },
          g_strdup (_ ("The names that it waits for are missing; write for example "
                       "B = 2 after A1 A2")));
      return;
    }

  do
    {
      place = get_place (parser, other);
      telar_dependencies_wait_for (parser->dependencies, definition, &place);
    }
  while (telar_token_next (&rest, TELAR_TOKEN_BLANKS ",", &other));
}

static void
parse_plain (Parser *parser, TelarToken text)
{
  const char *after = find_after (text);
  TelarToken token;

  if (after != NULL)
    {
      telar_input_scanner_add_problem (
          &parser->scanner, text,
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

  while (telar_token_next (&text, TELAR_TOKEN_BLANKS ",", &token))
    {
      TelarIntegerRange range;
      char *call;

      if (telar_input_numbers_parse_call (&parser->scanner, token, &call))
        add_call (parser, token, call);
      else if (telar_input_numbers_parse (&parser->scanner, token, parser->function, &range))
        add_range (parser, token, &range);
    }
}

/* The line as it stands: neither names nor comments are looked for. */
static void
parse_text (Parser *parser, TelarToken line)
{
  if (line.start < line.end && has_room (parser, line, 1))
    add_task (parser, g_strndup (line.start, (gsize) (line.end - line.start)));
}

static void
parse_line (Parser *parser, TelarToken line)
{
  TelarToken text = telar_token_strip (line);
  const char *equals;
  TelarToken name;

  if (text.start == text.end || *text.start == '#')
    return;

  equals = memchr (text.start, '=', (gsize) (text.end - text.start));
  if (equals != NULL)
    {
      name = telar_token_strip ((TelarToken){ text.start, equals });
      if (is_name (name))
        {
          parse_named (parser, name, (TelarToken){ equals + 1, text.end });
          return;
        }

      /* The equals sign of an address belongs to its query. */
      if (parser->kind == TELAR_INPUT_NUMBER && !telar_input_numbers_looks_like_page (text))
        {
          telar_input_scanner_add_problem (
              &parser->scanner, name.start < name.end ? name : text,
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

  if (place->line != parser->scanner.line)
    telar_input_scanner_begin_line (&parser->scanner, place->line, place->number);
  telar_input_scanner_add_problem (&parser->scanner, (TelarToken){ place->start, place->end },
                                   message);
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
  Parser parser = {
    .scanner.problems = inputs->problems, .inputs = inputs, .kind = kind, .function = function
  };
  g_autofree char *valid = NULL;
  g_autoptr (TelarDependencies) dependencies = telar_dependencies_new ();
  const char *end;
  guint number = 0;

  parser.dependencies = dependencies;

  valid = telar_input_scanner_make_valid (&parser.scanner, text);
  if (valid != NULL)
    text = valid;
  if (g_str_has_prefix (text, "\357\273\277")) /* a byte order mark */
    text += 3;

  for (const char *line = text; *line != '\0'; line = end + (*end == '\n'))
    {
      end = strchrnul (line, '\n');
      telar_input_scanner_begin_line (&parser.scanner, line, number++);
      if (kind == TELAR_INPUT_TEXT)
        parse_text (&parser, (TelarToken){ line, end });
      else
        parse_line (&parser, (TelarToken){ line, end });
    }

  telar_dependencies_resolve (dependencies, inputs->tasks, add_dependency_problem, &parser);
  g_array_sort (inputs->problems, compare_problems);
}
