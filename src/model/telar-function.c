/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-function.h"

#include "telar-integers.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *name; /* of its calls, NULL if it cannot be called */
  gint64 minimum;
  gint64 maximum;
  const char *range; /* in words that follow “is out of range: ” */
} functions[TELAR_N_FUNCTIONS] = {
  [TELAR_FUNCTION_PRIMES] = {
    "primes", 0, 1000000000,
    N_ ("prime numbers are counted up to a number between 0 and 1000000000"),
  },
  /* The 93rd is 12200160415121876738; the next one does not fit in 64 bits, with or without sign.
   * By plain recursion nobody would live to see either. */
  [TELAR_FUNCTION_FIBONACCI] = {
    "fibonacci", 0, 93,
    N_ ("the index of a Fibonacci number is between 0 and 93, because the next one has more than "
        "64 bits"),
  },
  [TELAR_FUNCTION_SHA256] = {
    "sha256", 1, 1000000000,
    N_ ("SHA-256 is repeated between 1 and 1000000000 times"),
  },
  [TELAR_FUNCTION_PI] = {
    "pi", 1, G_GINT64_CONSTANT (100000000000),
    N_ ("π is estimated from a number of points between 1 and 100000000000"),
  },
  [TELAR_FUNCTION_RACE] = {
    NULL, 0, 1000000000,
    N_ ("one is added between 0 and 1000000000 times"),
  },
};

/**
 * telar_function_check:
 * @function: a function
 * @argument: what it is to be computed of
 * @message: (out) (transfer full): why it cannot be, in the user's language
 *
 * Returns: whether @function is defined for @argument; always, if there is no function
 */
gboolean
telar_function_check (TelarFunction function, gint64 argument, char **message)
{
  char digits[TELAR_INTEGER_LENGTH];

  if (function == TELAR_FUNCTION_NONE
      || (argument >= functions[function].minimum && argument <= functions[function].maximum))
    return TRUE;

  telar_integer_write (argument, digits);
  /* Translators: a number, and between what it has to be. */
  *message
      = g_strdup_printf (_ ("“%s” is out of range: %s"), digits, _ (functions[function].range));

  return FALSE;
}

/**
 * telar_function_find_call:
 * @start: the first byte of what may be a call, such as primes(1000000)
 * @end: the byte after its last
 * @function: (out): the function that is called
 * @argument: (out): where its argument begins, which ends one byte before @end
 *
 * Returns: whether it has the form of a call of a known function, whatever its argument
 */
gboolean
telar_function_find_call (const char *start,
                          const char *end,
                          TelarFunction *function,
                          const char **argument)
{
  const char *parenthesis;

  if (start >= end || end[-1] != ')' || !g_ascii_islower (*start))
    return FALSE;

  parenthesis = memchr (start, '(', (gsize) (end - start));
  if (parenthesis == NULL)
    return FALSE;

  for (TelarFunction i = TELAR_FUNCTION_NONE + 1; i < TELAR_N_FUNCTIONS; i++)
    if (functions[i].name != NULL && strlen (functions[i].name) == (gsize) (parenthesis - start)
        && memcmp (functions[i].name, start, (gsize) (parenthesis - start)) == 0)
      {
        *function = i;
        *argument = parenthesis + 1;
        return TRUE;
      }

  return FALSE;
}

/**
 * telar_function_parse_call:
 * @input: a task's input; not trusted
 * @function: (out): the function that it calls
 * @argument: (out): of what
 *
 * Returns: whether @input is a call of a function with a number of 64 bits, in or out of range
 */
gboolean
telar_function_parse_call (const char *input, TelarFunction *function, gint64 *argument)
{
  const char *end = input + strlen (input);
  const char *digits;

  return telar_function_find_call (input, end, function, &digits)
         && telar_integer_parse (digits, end - 1, argument) == TELAR_INTEGER_OK;
}

/**
 * telar_function_write_call:
 * @function: a function that has a call
 * @argument: a number
 *
 * Returns: (transfer full): the input that telar_function_parse_call() understands so
 */
char *
telar_function_write_call (TelarFunction function, gint64 argument)
{
  return g_strdup_printf ("%s(%" G_GINT64_FORMAT ")", functions[function].name, argument);
}
