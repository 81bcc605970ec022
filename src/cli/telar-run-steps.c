/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-steps.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "model/telar-format.h"

/* Of workers, run in turn. */
#define MAX_WORKER_COUNTS 100

static gboolean
parse_integer (const char *text, gint64 *number)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return g_ascii_string_to_signed (stripped, 10, G_MININT64, G_MAXINT64, number, NULL);
}

/**
 * telar_run_steps_parse_strategies:
 * @strategies: (element-type TelarStrategy) (inout): an empty list
 * @name: (nullable): the option as the user gave it
 * @error: return location for what is wrong and how to mend it
 *
 * Fills in the strategies that are asked for.
 *
 * Returns: whether @name is understood
 */
gboolean
telar_run_steps_parse_strategies (GArray *strategies, const char *name, GError **error)
{
  TelarStrategy strategy = TELAR_STRATEGY_THREADS;

  if (g_strcmp0 (name, "all") == 0)
    {
      for (strategy = 0; strategy < TELAR_N_STRATEGIES; strategy++)
        g_array_append_val (strategies, strategy);
      return TRUE;
    }

  if (name != NULL && !telar_strategy_from_name (name, &strategy))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("There is no strategy “%s”: use sequential, threads, async, processes or "
                      "all"),
                   name);
      return FALSE;
    }
  g_array_append_val (strategies, strategy);

  return TRUE;
}

/* Adds the numbers that a part of the option stands for, such as "4" or "1..4". */
static gboolean
parse_worker_range (GArray *counts, const char *text, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (text, "..", 2);
  gint64 first, last;

  if (ends[0] == NULL || !parse_integer (ends[0], &first)
      || !parse_integer (ends[1] != NULL ? ends[1] : ends[0], &last) || last < first)
    {
      g_autofree char *shown = telar_format_excerpt (text, -1);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("--workers is a number, or several such as 1,2,4 or 1..4, so “%s” is not "
                      "understood"),
                   shown);
      return FALSE;
    }

  for (gint64 count = first;; count++)
    {
      if (counts->len == MAX_WORKER_COUNTS)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("--workers takes at most %d numbers to be run in turn"),
                       MAX_WORKER_COUNTS);
          return FALSE;
        }
      g_array_append_val (counts, count);
      if (count == last)
        return TRUE;
    }
}

/**
 * telar_run_steps_parse_workers:
 * @counts: (element-type gint64) (inout): an empty list
 * @text: (nullable): the option as the user gave it, such as "4", "1,2,4" or "1..4"
 * @strategies: (element-type TelarStrategy): those that are to be run with each of them
 * @error: return location for what is wrong and how to mend it
 *
 * Fills in the numbers of workers that are asked for; without @text, the number of cores.
 *
 * Returns: whether @text is understood and possible
 */
gboolean
telar_run_steps_parse_workers (GArray *counts,
                               const char *text,
                               const GArray *strategies,
                               GError **error)
{
  gint64 n_cores = g_get_num_processors ();
  g_auto (GStrv) parts = NULL;

  if (text == NULL)
    {
      g_array_append_val (counts, n_cores);
      return TRUE;
    }

  parts = g_strsplit (*text != '\0' ? text : " ", ",", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    if (!parse_worker_range (counts, parts[i], error))
      return FALSE;

  for (guint i = 0; i < strategies->len; i++)
    for (guint k = 0; k < counts->len; k++)
      if (!telar_strategy_check_workers (g_array_index (strategies, TelarStrategy, i),
                                         g_array_index (counts, gint64, k), error))
        return FALSE;

  if (counts->len > 1 && strategies->len == 1
      && g_array_index (strategies, TelarStrategy, 0) == TELAR_STRATEGY_SEQUENTIAL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("Sequential has one worker, so several --workers need another strategy"));
      return FALSE;
    }

  return TRUE;
}

static gboolean
has_step (const TelarPlan *plan, const TelarRunStep *steps, guint n_steps, const TelarRunStep *step)
{
  guint n_tasks = telar_plan_get_n_tasks (plan);
  guint n = telar_strategy_get_effective_workers (step->strategy, step->workers, n_tasks);

  for (guint i = 0; i < n_steps; i++)
    if (steps[i].strategy == step->strategy
        && telar_strategy_get_effective_workers (step->strategy, steps[i].workers, n_tasks) == n)
      return TRUE;

  return FALSE;
}

/**
 * telar_run_steps_new:
 * @plan: what is executed
 * @strategies: (element-type TelarStrategy): how
 * @counts: (element-type gint64): with how many workers each
 * @n_steps: (out): how many steps there are
 *
 * Pairs each strategy with each number of workers, but nothing twice: Sequential has but one
 * worker, and no strategy more than there are tasks.
 *
 * Returns: (transfer full) (array length=n_steps): what is to be executed, in turn
 */
TelarRunStep *
telar_run_steps_new (const TelarPlan *plan,
                     const GArray *strategies,
                     const GArray *counts,
                     guint *n_steps)
{
  TelarRunStep *steps = g_new (TelarRunStep, strategies->len * counts->len);

  *n_steps = 0;
  for (guint i = 0; i < strategies->len; i++)
    for (guint k = 0; k < counts->len; k++)
      {
        TelarRunStep step = { g_array_index (strategies, TelarStrategy, i),
                              (guint) g_array_index (counts, gint64, k) };

        if (!has_step (plan, steps, *n_steps, &step))
          steps[(*n_steps)++] = step;
      }

  return steps;
}
