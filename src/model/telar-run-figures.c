/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-figures.h"

#include "telar-critical-path.h"

/* Times of a document are not trusted: together they may exceed what a number holds. */
static gint64
add_times (gint64 a, gint64 b)
{
  a = MAX (a, 0);
  b = MAX (b, 0);

  return a > G_MAXINT64 - b ? G_MAXINT64 : a + b;
}

/* Returns how long a task took; -1 if it never began or has not ended. */
static gint64
get_duration (const TelarTaskState *state)
{
  if (!telar_status_is_final (telar_task_state_get_status (state)) || state->start_ns < 0)
    return -1;

  return MAX (state->end_ns - state->start_ns, 0);
}

static void
compute_durations (TelarRunFigures *figures, TelarTrace *trace)
{
  guint n_tasks = telar_trace_get_n_tasks (trace);
  g_autofree double *durations = g_new (double, n_tasks);
  gint64 first_start_ns = G_MAXINT64;

  for (guint task = 0; task < n_tasks; task++)
    {
      const TelarTaskState *state = telar_trace_get_task (trace, task);
      gint64 duration_ns = get_duration (state);

      if (duration_ns < 0)
        continue;

      durations[figures->n_begun++] = (double) duration_ns;
      figures->tasks_ns = add_times (figures->tasks_ns, duration_ns);
      figures->tasks_cpu_ns
          = add_times (figures->tasks_cpu_ns, add_times (state->cpu.user_ns, state->cpu.system_ns));
      first_start_ns = MIN (first_start_ns, state->start_ns);
    }

  telar_statistics_compute (&figures->durations, durations, figures->n_begun);
  telar_statistics_sort (durations, figures->n_begun);
  figures->duration_90_ns = telar_statistics_get_percentile (durations, figures->n_begun, 90);
  figures->duration_95_ns = telar_statistics_get_percentile (durations, figures->n_begun, 95);
  figures->duration_99_ns = telar_statistics_get_percentile (durations, figures->n_begun, 99);
  figures->first_start_ns = figures->n_begun > 0 ? first_start_ns : 0;
}

static void
add_lane (TelarRunFigures *figures, TelarLane *lane)
{
  gboolean is_loop = telar_lane_get_kind (lane) == TELAR_LANE_LOOP;
  guint n_spans = telar_lane_get_n_spans (lane);

  for (guint i = 0; i < n_spans; i++)
    {
      const TelarSpan *span = telar_lane_get_span (lane, i);
      gint64 length_ns = MAX (span->end_ns - span->start_ns, 0);

      if (is_loop)
        figures->longest_loop_ns = MAX (figures->longest_loop_ns, length_ns);
      if (span->phase < TELAR_N_PHASES)
        figures->phases_ns[span->phase] = add_times (figures->phases_ns[span->phase], length_ns);
    }
}

static void
compute_phases (TelarRunFigures *figures, TelarTrace *trace)
{
  static const TelarPhase waiting[] = {
    TELAR_PHASE_DNS,       TELAR_PHASE_CONNECT,   TELAR_PHASE_TLS,
    TELAR_PHASE_WAIT,      TELAR_PHASE_RECEIVE,   TELAR_PHASE_SLEEP,
    TELAR_PHASE_LOCK_WAIT, TELAR_PHASE_LOOP_WAIT, TELAR_PHASE_CORE_WAIT,
  };
  guint n_lanes = telar_trace_get_n_lanes (trace);

  for (guint i = 0; i < n_lanes; i++)
    add_lane (figures, telar_trace_get_lane (trace, i));

  for (guint i = 0; i < G_N_ELEMENTS (waiting); i++)
    figures->waiting_ns = add_times (figures->waiting_ns, figures->phases_ns[waiting[i]]);
  figures->computing_ns = add_times (figures->phases_ns[TELAR_PHASE_COMPUTE],
                                     figures->phases_ns[TELAR_PHASE_LOCK_HELD]);
}

static int
compare_times (const void *a, const void *b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* Times that come in the order of the plan are mostly in order already. */
static void
sort_times (gint64 *times_ns, guint count)
{
  for (guint i = 1; i < count; i++)
    if (times_ns[i] < times_ns[i - 1])
      {
        qsort (times_ns, count, sizeof *times_ns, compare_times);
        return;
      }
}

/* Goes through the instants at which a task became ready, began or ended, and adds up the
 * stretches in which there were both a ready task and no worker for it. */
static gint64
measure_shortage (const TelarRunFigures *figures, TelarTrace *trace)
{
  guint n = figures->n_begun, n_tasks = telar_trace_get_n_tasks (trace);
  g_autofree gint64 *ready_ns = g_new (gint64, n);
  g_autofree gint64 *starts_ns = g_new (gint64, n);
  g_autofree gint64 *ends_ns = g_new (gint64, n);
  guint n_ready = 0, n_started = 0, n_ended = 0;
  gint64 then_ns = 0, short_ns = 0;

  for (guint task = 0, i = 0; task < n_tasks && i < n; task++)
    {
      const TelarTaskState *state = telar_trace_get_task (trace, task);
      gint64 duration_ns = get_duration (state);

      if (duration_ns < 0)
        continue;
      ready_ns[i] = CLAMP (state->queued_ns, 0, state->start_ns);
      starts_ns[i] = state->start_ns;
      ends_ns[i++] = state->start_ns + duration_ns;
    }
  sort_times (ready_ns, n);
  sort_times (starts_ns, n);
  sort_times (ends_ns, n);

  while (n_started < n)
    {
      gint64 now_ns = MIN (starts_ns[n_started], ends_ns[n_ended]);

      if (n_ready < n)
        now_ns = MIN (now_ns, ready_ns[n_ready]);
      if (n_ready > n_started && n_started - n_ended >= figures->workers)
        short_ns += now_ns - then_ns;
      then_ns = now_ns;

      while (n_ready < n && ready_ns[n_ready] <= now_ns)
        n_ready++;
      while (n_started < n && starts_ns[n_started] <= now_ns)
        n_started++;
      while (n_ended < n_started && ends_ns[n_ended] <= now_ns)
        n_ended++;
    }

  return short_ns;
}

/**
 * telar_run_figures_compute:
 * @figures: (out caller-allocates): the run in figures
 * @record: a run, best one that has ended
 *
 * The mean concurrency is the sum of the tasks' durations over the wall time: how many tasks were
 * under way at an average instant, waiting or not (J. D. C. Little, “A proof for the queuing
 * formula L = λW”, Operations Research 9, 1961).
 *
 * The critical path is what telar_critical_path_new() finds; without dependencies, the longest
 * task.
 *
 * Waiting are the phases DNS, connect, TLS, wait, receive, sleep and waiting for a lock,
 * for the event loop or for the core; computing are compute and holding the lock. That is what the
 * tasks were about; how long a core worked for them, the processor time tells.
 *
 * Takes time and memory in proportion to the tasks, spans and dependencies; any thread may call it.
 */
void
telar_run_figures_compute (TelarRunFigures *figures, TelarRunRecord *record)
{
  TelarTrace *trace = record->trace;
  g_autoptr (TelarCriticalPath) path = telar_critical_path_new (record);

  *figures = (TelarRunFigures){ .strategy = record->strategy, .n_cores = record->n_cores };
  telar_trace_get_counts (trace, &figures->counts);
  figures->workers = telar_strategy_get_effective_workers (record->strategy, record->workers,
                                                           figures->counts.total);
  figures->wall_ns = MAX (telar_run_record_get_elapsed_ns (record), 0);
  if (telar_run_record_has_ended (record))
    {
      figures->cpu = record->cpu;
      figures->memory_bytes = record->memory_bytes;
      figures->is_complete = record->complete;
    }

  compute_durations (figures, trace);
  if (figures->wall_ns > 0)
    figures->mean_concurrency = (double) figures->tasks_ns / (double) figures->wall_ns;
  figures->peak_concurrency = telar_trace_get_peak_concurrency (trace);
  figures->critical_path_ns = path->length_ns;
  figures->overhead_ns = MAX (figures->wall_ns - figures->critical_path_ns, 0);
  compute_phases (figures, trace);
  figures->short_ns = measure_shortage (figures, trace);
  telar_updates_find (&figures->updates, record);
}

/**
 * telar_run_figures_is_comparable:
 * @figures: a run
 * @baseline: another run of the same plan
 *
 * Returns: whether both went to their end, took a time and did as much: as many tasks succeeded
 */
gboolean
telar_run_figures_is_comparable (const TelarRunFigures *figures, const TelarRunFigures *baseline)
{
  return figures->is_complete && baseline->is_complete && figures->wall_ns > 0
         && baseline->wall_ns > 0 && figures->counts.succeeded == baseline->counts.succeeded;
}
