/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-inputs.h"

#include "telar-input-parser.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static void
clear_task (gpointer data)
{
  TelarInput *task = data;

  g_clear_pointer (&task->input, g_free);
  g_clear_pointer (&task->name, g_free);
  g_clear_pointer (&task->after, g_free);
}

static void
clear_problem (gpointer data)
{
  TelarInputProblem *problem = data;

  g_clear_pointer (&problem->message, g_free);
}

static TelarInputs *
parse (const char *text, TelarInputKind kind, TelarFunction function)
{
  TelarInputs *inputs = g_new0 (TelarInputs, 1);

  inputs->tasks = g_array_new (FALSE, FALSE, sizeof (TelarInput));
  inputs->problems = g_array_new (FALSE, FALSE, sizeof (TelarInputProblem));
  g_array_set_clear_func (inputs->tasks, clear_task);
  g_array_set_clear_func (inputs->problems, clear_problem);
  telar_input_parser_run (inputs, text, kind, function);

  return inputs;
}

/**
 * telar_inputs_parse:
 * @text: what a user typed, a file holds, or a document names; not trusted, need not be UTF-8
 * @kind: what the workload takes
 *
 * Understands one input per line: an address of http, https or demo; or, for numbers, whole
 * numbers of 64 bits and ranges such as 1..100 and 0..100..5, several on a line with blanks or
 * commas between them; among both, calls such as primes(1000000), which are computed whatever the
 * workload does with the others; and all as "NAME = INPUT after NAME…". Lines that begin with "#"
 * are comments. Of the text of another program each line that is not empty is an input as it
 * stands. A line that is not understood becomes a problem, the others remain. Takes time in
 * proportion to the length of @text and the number of tasks; never makes more than
 * %TELAR_MAX_TASKS tasks and 1000 problems.
 *
 * Returns: (transfer full): the tasks and the problems
 */
TelarInputs *
telar_inputs_parse (const char *text, TelarInputKind kind)
{
  return parse (text, kind, TELAR_FUNCTION_NONE);
}

/**
 * telar_inputs_parse_for:
 * @text: as for telar_inputs_parse()
 * @workload: a workload
 *
 * Does what telar_inputs_parse() does, and makes problems of the numbers that @workload cannot
 * take.
 *
 * Returns: (transfer full): the tasks and the problems
 */
TelarInputs *
telar_inputs_parse_for (const char *text, const TelarWorkload *workload)
{
  return parse (text, workload->input_kind, workload->function);
}

/**
 * telar_inputs_free:
 * @inputs: (transfer full) (nullable): inputs
 */
void
telar_inputs_free (TelarInputs *inputs)
{
  if (inputs == NULL)
    return;

  g_array_unref (inputs->tasks);
  g_array_unref (inputs->problems);
  g_free (inputs);
}

/**
 * telar_inputs_check:
 * @inputs: inputs
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT with the first problem and its line,
 *   counted from 1; or that the list is empty
 *
 * Returns: whether there is at least one task and no problem
 */
gboolean
telar_inputs_check (const TelarInputs *inputs, GError **error)
{
  const TelarInputProblem *problem;

  if (inputs->problems->len == 0 && inputs->tasks->len > 0)
    return TRUE;

  if (inputs->problems->len == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("The list of inputs is empty; write at least one, such as "
                              "demo:projecteuler.net/ for a page or 1 2 3 4 for numbers"));
      return FALSE;
    }

  problem = &g_array_index (inputs->problems, TelarInputProblem, 0);
  if (problem->line == G_MAXUINT)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, problem->message);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 /* Translators: a line of the list of inputs and what is wrong with it */
                 _ ("Line %u: %s"), problem->line + 1, problem->message);

  return FALSE;
}
