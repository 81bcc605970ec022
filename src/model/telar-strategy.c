/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-strategy.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

/* A thread costs a stack and an open connection, a process some megabytes, a place in the
 * event loop an open connection: beyond these a desktop runs out of files or memory first. */
static const struct
{
  const char *name;
  const char *title;
  guint max_workers;
} strategies[TELAR_N_STRATEGIES] = {
  [TELAR_STRATEGY_SEQUENTIAL] = { "sequential", N_ ("Sequential"), 1000 },
  [TELAR_STRATEGY_THREADS] = { "threads", N_ ("Threads"), 1000 },
  [TELAR_STRATEGY_ASYNC] = { "async", N_ ("Async"), 1000 },
  [TELAR_STRATEGY_PROCESSES] = { "processes", N_ ("Processes"), 100 },
};

/**
 * telar_strategy_get_name:
 * @strategy: a strategy
 *
 * Returns: (transfer none): its word on the command line and in run documents
 */
const char *
telar_strategy_get_name (TelarStrategy strategy)
{
  g_return_val_if_fail ((guint) strategy < TELAR_N_STRATEGIES, NULL);

  return strategies[strategy].name;
}

/**
 * telar_strategy_get_title:
 * @strategy: a strategy
 *
 * Returns: (transfer none): its name in the user's language
 */
const char *
telar_strategy_get_title (TelarStrategy strategy)
{
  g_return_val_if_fail ((guint) strategy < TELAR_N_STRATEGIES, NULL);

  return _ (strategies[strategy].title);
}

/**
 * telar_strategy_from_name:
 * @name: a word of the command line or of a run document
 * @strategy: (out): the strategy that it names
 *
 * Returns: whether there is such a strategy; if not, @strategy stays as it was
 */
gboolean
telar_strategy_from_name (const char *name, TelarStrategy *strategy)
{
  for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
    if (g_strcmp0 (strategies[i].name, name) == 0)
      {
        *strategy = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * telar_strategy_get_max_workers:
 * @strategy: a strategy
 *
 * Returns: how many workers a run by @strategy may have at most
 */
guint
telar_strategy_get_max_workers (TelarStrategy strategy)
{
  g_return_val_if_fail ((guint) strategy < TELAR_N_STRATEGIES, 1);

  return strategies[strategy].max_workers;
}

/**
 * telar_strategy_check_workers:
 * @strategy: a strategy
 * @workers: how many workers the user asked for; 0 stands for "all" with Async only
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT that tells the user the range
 *
 * Returns: whether @strategy can run with @workers workers
 */
gboolean
telar_strategy_check_workers (TelarStrategy strategy, gint64 workers, GError **error)
{
  guint maximum = telar_strategy_get_max_workers (strategy);
  guint minimum = strategy == TELAR_STRATEGY_ASYNC ? 0 : 1;
  g_autofree char *asked = NULL;

  if (workers >= minimum && workers <= maximum)
    return TRUE;

  asked = g_strdup_printf ("%" G_GINT64_FORMAT, workers);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               /* Translators: for example: Threads runs with 1 to 1000 workers, not with 0 */
               _ ("%s runs with %u to %u workers, not with %s"),
               telar_strategy_get_title (strategy), minimum, maximum, asked);
  return FALSE;
}

/**
 * telar_strategy_get_effective_workers:
 * @strategy: a strategy
 * @workers: how many workers were asked for
 * @n_tasks: how many tasks there are
 *
 * Returns: how many workers there will be: one for Sequential, never more than tasks (but at
 *   least one), and as many as allowed where Async was asked for all
 */
guint
telar_strategy_get_effective_workers (TelarStrategy strategy, guint workers, guint n_tasks)
{
  guint maximum = telar_strategy_get_max_workers (strategy);

  if (strategy == TELAR_STRATEGY_SEQUENTIAL)
    return 1;

  if (workers == 0)
    workers = maximum;

  return CLAMP (workers, 1, CLAMP (n_tasks, 1, maximum));
}
