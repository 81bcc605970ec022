/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-example.h"

#include "site/telar-site.h"

/* The pages want a worker each; the numbers are the lecture's pool of four, whose fifth task has
 * to wait for a free worker. */
#define WORKERS_OF_PAGES                                                                           \
  {                                                                                                \
    [TELAR_STRATEGY_SEQUENTIAL] = 1, [TELAR_STRATEGY_THREADS] = 16, [TELAR_STRATEGY_ASYNC] = 0,    \
    [TELAR_STRATEGY_PROCESSES] = 4,                                                                \
  }
#define WORKERS_OF_NUMBERS                                                                         \
  {                                                                                                \
    [TELAR_STRATEGY_SEQUENTIAL] = 1, [TELAR_STRATEGY_THREADS] = 4, [TELAR_STRATEGY_ASYNC] = 4,     \
    [TELAR_STRATEGY_PROCESSES] = 4,                                                                \
  }

/* The lecture's exercise: three tasks may run at once, then one, then another. The second of the
 * three takes longest, so that the critical path is easy to see. */
#define INPUTS_OF_GRAPH                                                                            \
  "A1 = demo:page?delay=0.6\n"                                                                     \
  "A2 = demo:page?delay=1.2\n"                                                                     \
  "A3 = demo:page?delay=0.9\n"                                                                     \
  "B = demo:page?delay=0.8 after A1 A2 A3\n"                                                       \
  "C = demo:page?delay=0.5 after B"
#define WORKERS_OF_GRAPH                                                                           \
  {                                                                                                \
    [TELAR_STRATEGY_SEQUENTIAL] = 1, [TELAR_STRATEGY_THREADS] = 3, [TELAR_STRATEGY_ASYNC] = 3,     \
    [TELAR_STRATEGY_PROCESSES] = 3,                                                                \
  }

static const TelarExample examples[] = {
  { "demo-pages", "headings", NULL, TRUE, FALSE, 0, WORKERS_OF_PAGES },
  { "real-pages", "headings", NULL, FALSE, FALSE, 0, WORKERS_OF_PAGES },
  { "four-numbers", "square", "1 2 3 4", FALSE, TRUE, TELAR_STRATEGY_PROCESSES,
    WORKERS_OF_NUMBERS },
  { "five-numbers", "square", "1 2 3 4 5", FALSE, TRUE, TELAR_STRATEGY_PROCESSES,
    WORKERS_OF_NUMBERS },
  { "graph", "characters", INPUTS_OF_GRAPH, FALSE, TRUE, TELAR_STRATEGY_THREADS, WORKERS_OF_GRAPH },
};

/**
 * telar_example_from_name:
 * @name: the target of an action
 *
 * Returns: (transfer none) (nullable): the example of that name
 */
const TelarExample *
telar_example_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    if (g_strcmp0 (examples[i].name, name) == 0)
      return &examples[i];

  return NULL;
}

/**
 * telar_example_dup_inputs:
 * @example: an example
 *
 * Returns: (transfer full): its inputs as a user would type them
 */
char *
telar_example_dup_inputs (const TelarExample *example)
{
  g_autoptr (GString) inputs = NULL;

  if (example->inputs != NULL)
    return g_strdup (example->inputs);

  inputs = g_string_new (NULL);
  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    {
      const TelarSitePage *page = telar_site_get_page (i);

      if (i > 0)
        g_string_append_c (inputs, '\n');
      g_string_append (inputs, example->is_demo ? page->demo : page->url);
    }

  return g_string_free (g_steal_pointer (&inputs), FALSE);
}
