/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-exercise.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/telar-format.h"
#include "model/telar-verdict.h"

#define BIT(strategy)  (1u << TELAR_STRATEGY_##strategy)
#define EVERY_STRATEGY (BIT (SEQUENTIAL) | BIT (THREADS) | BIT (ASYNC) | BIT (PROCESSES))

/* Runs whose times differ by less are as fast as each other, and a time that is off by less is
 * right: a second run would differ as much. */
#define TOLERANCE 0.1

static const TelarExercise exercises[] = {
  {
      .title = N_ ("Sixteen pages"),
      .question = N_ ("The sixteen demo pages are fetched one after another, by sixteen "
                      "threads, by an event loop that has all of them in flight, and by four "
                      "processes. The slowest page answers after 1.9 s; all answers together take "
                      "5.3 s. Which way is the fastest, and how long do the threads take?"),
      .example = "demo-pages",
      .strategies = EVERY_STRATEGY,
      .is_timed = TRUE,
      .timed = TELAR_STRATEGY_THREADS,
      .explained = TELAR_STRATEGY_SEQUENTIAL,
  },
  {
      .title = N_ ("Event loop or processes"),
      .question = N_ ("The headings of the sixteen demo pages are extracted by an event loop and "
                      "by four processes. Which of the two is the better one for it, and why?"),
      .example = "demo-pages",
      .strategies = BIT (ASYNC) | BIT (PROCESSES),
      .explained = TELAR_STRATEGY_PROCESSES,
  },
  {
      .title = N_ ("Three coroutines"),
      .question = N_ ("Each of three tasks says hello, waits for two seconds and says world. How "
                      "long do they take as coroutines of one event loop?"),
      .example = "hello",
      .strategies = BIT (ASYNC),
      .is_timed = TRUE,
      .timed = TELAR_STRATEGY_ASYNC,
      .explained = TELAR_STRATEGY_ASYNC,
  },
  {
      .title = N_ ("Five numbers, four processes"),
      .question = N_ ("A pool of four processes sleeps for two seconds and squares a number. For "
                      "1 2 3 4 it takes a little over two seconds. How long does it take for "
                      "1 2 3 4 5?"),
      .example = "five-numbers",
      .strategies = BIT (PROCESSES),
      .is_timed = TRUE,
      .timed = TELAR_STRATEGY_PROCESSES,
      .explained = TELAR_STRATEGY_PROCESSES,
  },
  {
      .title = N_ ("Tasks that compute"),
      .question = N_ ("Four tasks count primes and never wait. There are four threads, four "
                      "processes, and an event loop with all four tasks. In which order do the "
                      "ways finish?"),
      .example = "cpu-bound",
      .strategies = EVERY_STRATEGY,
      .explained = TELAR_STRATEGY_SEQUENTIAL,
  },
  {
      .title = N_ ("Three that compute, three that wait"),
      .question = N_ ("Three tasks count primes, and three wait one second for a page. There are "
                      "six threads or processes, or an event loop with all six tasks. In which "
                      "order do the ways finish?"),
      .example = "three-and-three",
      .strategies = EVERY_STRATEGY,
      .explained = TELAR_STRATEGY_ASYNC,
  },
  {
      .title = N_ ("With the interpreter lock"),
      .question = N_ ("Two tasks count primes. The two threads have to share the simulated lock "
                      "of an interpreter, each of the two processes has its own. Where do the "
                      "threads come in?"),
      .example = "interpreter-lock",
      .strategies = BIT (SEQUENTIAL) | BIT (THREADS) | BIT (PROCESSES),
      .explained = TELAR_STRATEGY_THREADS,
  },
  {
      .title = N_ ("A graph of tasks"),
      .question = N_ ("A1, A2 and A3 answer after 0.6 s, 1.2 s and 0.9 s. B needs all three and "
                      "answers after 0.8 s, C needs B and answers after 0.5 s. How long do three "
                      "threads take?"),
      .example = "graph",
      .strategies = BIT (THREADS),
      .is_timed = TRUE,
      .timed = TELAR_STRATEGY_THREADS,
      .explained = TELAR_STRATEGY_THREADS,
  },
};

/**
 * telar_exercise_get_n:
 *
 * Returns: how many exercises there are
 */
guint
telar_exercise_get_n (void)
{
  return G_N_ELEMENTS (exercises);
}

/**
 * telar_exercise_get:
 * @index: less than telar_exercise_get_n()
 *
 * Returns: (transfer none): an exercise; it lives as long as the program
 */
const TelarExercise *
telar_exercise_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (exercises), NULL);

  return &exercises[index];
}

/**
 * telar_exercise_get_strategies:
 * @exercise: an exercise
 * @strategies: (out): those that it runs, in the order of all lists
 *
 * Returns: how many there are
 */
guint
telar_exercise_get_strategies (const TelarExercise *exercise,
                               TelarStrategy strategies[TELAR_N_STRATEGIES])
{
  guint n = 0;

  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    if ((exercise->strategies & (1u << i)) != 0)
      strategies[n++] = i;

  return n;
}

/**
 * telar_exercise_judge_order:
 * @order: strategies, the one that is expected to be the fastest first
 * @n_strategies: how many; at least two
 * @wall_ns: how long each took, in nanoseconds
 *
 * Strategies that took about as long as each other may stand in any order.
 *
 * Returns: (transfer full): whether the order fits, in the user's language; if not, where it fails
 *   worst
 */
char *
telar_exercise_judge_order (const TelarStrategy *order,
                            guint n_strategies,
                            const gint64 wall_ns[TELAR_N_STRATEGIES])
{
  double worst = 1 + TOLERANCE;
  guint slow = 0, fast = 0;
  g_autofree char *slow_time = NULL;
  g_autofree char *fast_time = NULL;

  for (guint i = 0; i < n_strategies; i++)
    for (guint k = i + 1; k < n_strategies; k++)
      {
        double ratio = (double) wall_ns[order[i]] / (double) MAX (wall_ns[order[k]], 1);

        if (ratio > worst)
          {
            worst = ratio;
            slow = i;
            fast = k;
          }
      }
  if (slow == fast)
    return g_strdup (_ ("Your order is right."));

  slow_time = telar_format_duration (wall_ns[order[slow]]);
  fast_time = telar_format_duration (wall_ns[order[fast]]);
  /* Translators: strategies with their times: not Async (5 s) before Threads (2 s) */
  return g_strdup_printf (
      _ ("Your order is not right: you expected %s before %s, but the one took %s and the other "
         "%s."),
      telar_strategy_get_title (order[slow]), telar_strategy_get_title (order[fast]), slow_time,
      fast_time);
}

/**
 * telar_exercise_judge_time:
 * @predicted_ns: the time that was expected, in nanoseconds
 * @wall_ns: the time that it took, in nanoseconds
 *
 * Returns: (transfer full): whether the time is right, in the user's language
 */
char *
telar_exercise_judge_time (gint64 predicted_ns, gint64 wall_ns)
{
  double predicted = (double) MAX (predicted_ns, 1), wall = (double) MAX (wall_ns, 1);
  g_autofree char *factor = NULL;

  if (fabs (predicted - wall) <= TOLERANCE * wall)
    return g_strdup (_ ("Your time is right."));
  if (wall < 2 * predicted && predicted < 2 * wall)
    return g_strdup_printf (wall > predicted ? _ ("Your time is too short: it took %u %% longer.")
                                             : _ ("Your time is too long: it took %u %% less."),
                            (guint) lround (fabs (wall - predicted) / predicted * 100));

  factor = telar_format_factor (wall > predicted ? wall / predicted : predicted / wall);
  /* Translators: %s is a factor such as 2.65 */
  return wall > predicted
             ? g_strdup_printf (_ ("Your time is far too short: it took %s times as long."), factor)
             : g_strdup_printf (_ ("Your time is far too long: you expected %s times as "
                                   "much."),
                                factor);
}

/**
 * telar_exercise_explain:
 * @record: a run that has ended
 *
 * Returns: (transfer full): why it took as long as it did, from what was measured, in the user's
 *   language
 */
char *
telar_exercise_explain (TelarRunRecord *record)
{
  TelarRunFigures figures;
  g_autoptr (TelarVerdict) verdict = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  telar_run_figures_compute (&figures, record);
  verdict = telar_verdict_new (&figures);
  g_string_append (text, verdict->sentence);
  if (verdict->kind != TELAR_VERDICT_UNKNOWN)
    g_string_prepend (g_string_prepend (text, ". "), telar_verdict_kind_get_title (verdict->kind));
  if (verdict->remarks->len > 0)
    g_string_append_printf (text, " %s", (const char *) g_ptr_array_index (verdict->remarks, 0));

  return g_string_free (g_steal_pointer (&text), FALSE);
}
