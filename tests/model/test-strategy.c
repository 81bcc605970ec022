/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-strategy.h"

#include <gio/gio.h>
#include <string.h>

static void
test_names_are_found_again (void)
{
  TelarStrategy strategy = TELAR_STRATEGY_ASYNC;

  g_assert_false (telar_strategy_from_name ("all", &strategy));
  g_assert_false (telar_strategy_from_name (NULL, &strategy));
  g_assert_cmpint (strategy, ==, TELAR_STRATEGY_ASYNC);

  for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
    {
      g_assert_true (telar_strategy_from_name (telar_strategy_get_name (i), &strategy));
      g_assert_cmpint (strategy, ==, i);
    }
}

static void
test_workers_have_limits (void)
{
  for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
    {
      guint maximum = telar_strategy_get_max_workers (i);
      const gint64 refused[] = { G_MININT64, -1, maximum + 1, 10000, G_MAXINT64 };

      g_assert_true (telar_strategy_check_workers (i, 1, NULL));
      g_assert_true (telar_strategy_check_workers (i, maximum, NULL));
      g_assert_cmpint (telar_strategy_check_workers (i, 0, NULL), ==, i == TELAR_STRATEGY_ASYNC);
      for (guint k = 0; k < G_N_ELEMENTS (refused); k++)
        {
          g_autoptr (GError) error = NULL;
          g_autofree char *shown = g_strdup_printf ("not with %" G_GINT64_FORMAT, refused[k]);

          g_assert_false (telar_strategy_check_workers (i, refused[k], &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
          g_assert_nonnull (strstr (error->message, shown));
        }
    }
}

static void
test_effective_workers (void)
{
  static const struct
  {
    TelarStrategy strategy;
    guint workers;
    guint n_tasks;
    guint effective;
  } cases[] = {
    { TELAR_STRATEGY_SEQUENTIAL, 16, 100, 1 }, { TELAR_STRATEGY_THREADS, 16, 100, 16 },
    { TELAR_STRATEGY_THREADS, 16, 5, 5 },      { TELAR_STRATEGY_THREADS, 16, 0, 1 },
    { TELAR_STRATEGY_ASYNC, 0, 100, 100 },     { TELAR_STRATEGY_ASYNC, 0, 1000000, 1000 },
    { TELAR_STRATEGY_PROCESSES, 4, 5, 4 },     { TELAR_STRATEGY_PROCESSES, 4000, 5000, 100 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (telar_strategy_get_effective_workers (cases[i].strategy, cases[i].workers,
                                                            cases[i].n_tasks),
                      ==, cases[i].effective);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/strategy/names-are-found-again", test_names_are_found_again);
  g_test_add_func ("/strategy/workers-have-limits", test_workers_have_limits);
  g_test_add_func ("/strategy/effective-workers", test_effective_workers);

  return g_test_run ();
}
