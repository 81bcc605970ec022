/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a task costs that does next to nothing, by each strategy, next to what it costs in Python's
 * pools in the same minute. Times depend on the machine, so it is their ratio that must not fall:
 * exit status 1 if worker processes are less than four times as fast as Pool.map with chunks of
 * one. Python's pools are started before their time begins, ours within it. */

#include <stdlib.h>

#include "engine/telar-run.h"

#define N_WORKERS     4
#define N_JOBS        10000
#define N_ROUNDS      5
#define MINIMUM_RATIO 4.0

static const char peers_script[] = "import time\n"
                                   "from concurrent.futures import ThreadPoolExecutor\n"
                                   "from multiprocessing import get_context\n"
                                   "def square(n):\n"
                                   "    return n * n\n"
                                   "jobs = range(%d)\n"
                                   "with get_context('fork').Pool(%d) as pool:\n"
                                   "    pool.map(square, range(100), chunksize=1)\n"
                                   "    start = time.perf_counter()\n"
                                   "    pool.map(square, jobs, chunksize=1)\n"
                                   "    print((time.perf_counter() - start) / len(jobs) * 1e9)\n"
                                   "with ThreadPoolExecutor(%d) as pool:\n"
                                   "    list(pool.map(square, range(100)))\n"
                                   "    start = time.perf_counter()\n"
                                   "    list(pool.map(square, jobs))\n"
                                   "    print((time.perf_counter() - start) / len(jobs) * 1e9)\n";

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double first = *(const double *) a, second = *(const double *) b;

  return (first > second) - (first < second);
}

static double
median (double *values)
{
  qsort (values, N_ROUNDS, sizeof *values, compare_doubles);

  return values[N_ROUNDS / 2];
}

static void
on_done (GObject *source_object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean *done = user_data;

  if (!telar_run_execute_finish (TELAR_RUN (source_object), result, &error))
    g_error ("%s", error->message);
  *done = TRUE;
}

/* Nanoseconds per task. */
static double
measure (TelarStrategy strategy, guint n_tasks)
{
  TelarParameters *parameters = telar_parameters_new (telar_workload_from_name ("square"));
  g_autofree char *text = g_strdup_printf ("1..%u", n_tasks);
  g_autoptr (TelarPlan) plan = NULL;
  g_autoptr (TelarRun) run = NULL;
  gboolean done = FALSE;
  TelarCounts counts;

  telar_parameters_set_number (parameters, "seconds", 0, NULL);
  plan = telar_plan_new_from_text (parameters, text, NULL);
  run = telar_run_new (plan, strategy, N_WORKERS, NULL);

  telar_run_execute_async (run, NULL, on_done, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);

  telar_trace_get_counts (telar_run_get_record (run)->trace, &counts);
  if (counts.succeeded != n_tasks)
    g_error ("%u of %u tasks succeeded", counts.succeeded, n_tasks);

  return (double) telar_run_get_record (run)->wall_ns / n_tasks;
}

static void
measure_peers (double *pool_ns, double *executor_ns)
{
  g_autofree char *script = g_strdup_printf (peers_script, N_JOBS, N_WORKERS, N_WORKERS);
  const char *argv[] = { "python3", "-c", script, NULL };
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  char *rest;
  int status;

  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL,
                     &status, &error)
      || !g_spawn_check_wait_status (status, &error))
    g_error ("%s", error->message);

  *pool_ns = g_ascii_strtod (output, &rest);
  *executor_ns = g_ascii_strtod (rest, NULL);
}

int
main (void)
{
  double ns[TELAR_N_STRATEGIES][N_ROUNDS], pool_ns[N_ROUNDS], executor_ns[N_ROUNDS];
  double ratio;

  /* In turns, so that what else the machine does falls on all alike. */
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      for (guint j = 0; j < TELAR_N_STRATEGIES; j++)
        ns[j][i] = measure (j, N_JOBS);
      measure_peers (&pool_ns[i], &executor_ns[i]);
    }

  g_print ("%d tasks, %d workers, median of %d rounds\n", N_JOBS, N_WORKERS, N_ROUNDS);
  for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
    g_print ("%-28s %8.0f ns a task\n", telar_strategy_get_name (i), median (ns[i]));
  g_print ("%-28s %8.0f ns a task\n", "Python ThreadPoolExecutor", median (executor_ns));
  g_print ("%-28s %8.0f ns a task\n", "Python Pool.map, chunks of 1", median (pool_ns));

  g_print ("threads are %.1f times as fast as ThreadPoolExecutor\n",
           median (executor_ns) / median (ns[TELAR_STRATEGY_THREADS]));
  ratio = median (pool_ns) / median (ns[TELAR_STRATEGY_PROCESSES]);
  g_print ("processes are %.1f times as fast as Pool.map, at least %.1f is wanted\n", ratio,
           MINIMUM_RATIO);

  return ratio >= MINIMUM_RATIO ? 0 : 1;
}
