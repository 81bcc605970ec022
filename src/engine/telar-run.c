/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run.h"

#include <glib/gi18n-lib.h>
#include <sys/resource.h>

#include "telar-execution.h"
#include "telar-memory-gauge.h"
#include "work/telar-rehearsal.h"

/* How many files the program may open, so far as the system lets it ask for more. */
#define WANTED_FILES 65536

/* How many files the program has open besides those of the workers, generously. */
#define OTHER_FILES 128

struct _TelarRun
{
  GObject parent_instance;

  TelarRunRecord *record;
  TelarMemoryGauge gauge;
  char *demo_url;
  gboolean started;
  GThread *thread; /* joined when its result is taken; used by the caller's thread only */
};

G_DEFINE_FINAL_TYPE (TelarRun, telar_run, G_TYPE_OBJECT)

static const struct
{
  TelarStrategyFunc execute;
  guint files_of_worker; /* open at once at most: connection, event, pipes */
} strategies[TELAR_N_STRATEGIES] = {
  [TELAR_STRATEGY_SEQUENTIAL] = { telar_sequential_execute, 4 },
  [TELAR_STRATEGY_THREADS] = { telar_threads_execute, 4 },
  [TELAR_STRATEGY_ASYNC] = { telar_async_execute, 2 },
  [TELAR_STRATEGY_PROCESSES] = { telar_processes_execute, 6 },
};

static void
telar_run_finalize (GObject *object)
{
  TelarRun *self = TELAR_RUN (object);

  telar_run_record_unref (self->record);
  g_free (self->demo_url);
  g_clear_pointer (&self->thread, g_thread_unref);

  G_OBJECT_CLASS (telar_run_parent_class)->finalize (object);
}

static void
telar_run_class_init (TelarRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = telar_run_finalize;
}

static void
telar_run_init (TelarRun *self)
{
}

/**
 * telar_run_new:
 * @plan: what to run
 * @strategy: how to execute it
 * @workers: how many workers to use, in the range of telar_strategy_check_workers()
 * @demo_url: (nullable): where the demo site answers, such as "http://127.0.0.1:8000/"; without
 *   one, tasks on its pages fail
 *
 * A run executes its plan once.
 *
 * Returns: (transfer full): a run that has not begun
 */
TelarRun *
telar_run_new (TelarPlan *plan, TelarStrategy strategy, guint workers, const char *demo_url)
{
  TelarRun *self = g_object_new (TELAR_TYPE_RUN, NULL);
  guint n_lanes;

  /* One for each worker, and one for the loop. */
  n_lanes
      = 1 + telar_strategy_get_effective_workers (strategy, workers, telar_plan_get_n_tasks (plan));
  self->record = telar_run_record_new (plan, strategy, workers, n_lanes);
  self->record->n_cores = MIN (g_get_num_processors (), TELAR_MAX_CORES);
  self->demo_url = g_strdup (demo_url);

  return self;
}

/**
 * telar_run_get_record:
 * @self: a run
 *
 * The record may be read while the run goes on, by any thread that has a reference to it.
 *
 * Returns: (transfer none): all that is known of the run
 */
TelarRunRecord *
telar_run_get_record (TelarRun *self)
{
  g_return_val_if_fail (TELAR_IS_RUN (self), NULL);

  return self->record;
}

/* GLib ends the program if it cannot open the files that a thread or a loop needs, and the usual
 * limit of 1024 is soon reached, so that limit is raised and what is beyond it refused. */
static gboolean
ensure_files (TelarExecution *execution, GError **error)
{
  rlim_t needed
      = OTHER_FILES
        + (rlim_t) execution->workers * strategies[execution->record->strategy].files_of_worker;
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= needed)
    return TRUE;

  limit.rlim_cur = MIN (limit.rlim_max, WANTED_FILES);
  if (limit.rlim_cur >= needed && setrlimit (RLIMIT_NOFILE, &limit) == 0)
    return TRUE;

  g_set_error (
      error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES,
      g_dngettext (GETTEXT_PACKAGE, "%u worker needs more open files than the system allows",
                   "%u workers need more open files than the system allows", execution->workers),
      execution->workers);
  return FALSE;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return (first > second) - (first < second);
}

/* Times are nearly in order, as tasks begin and end nearly in the order of the plan: then it is
 * enough to move few of them a little. */
static void
sort_times (gint64 *times, guint n_times)
{
  gsize moves_left = (gsize) n_times * 16;

  for (guint i = 1; i < n_times; i++)
    {
      gint64 time = times[i];
      guint j = i;

      while (j > 0 && times[j - 1] > time && moves_left > 0)
        {
          times[j] = times[j - 1];
          j--;
          moves_left--;
        }
      times[j] = time;
      if (moves_left == 0)
        {
          qsort (times, n_times, sizeof *times, compare_times);
          return;
        }
    }
}

/* While the run went on, tasks were counted when their news arrived, which for those of another
 * process is later than when they began. What counts is when they really ran. */
static void
measure_peak_concurrency (TelarTrace *trace)
{
  guint n_tasks = telar_trace_get_n_tasks (trace);
  g_autofree gint64 *starts = g_new (gint64, n_tasks);
  g_autofree gint64 *ends = g_new (gint64, n_tasks);
  guint n_started = 0, n_ended = 0, peak = 0;

  for (guint i = 0; i < n_tasks; i++)
    {
      const TelarTaskState *state = telar_trace_get_task (trace, i);

      if (!telar_status_is_final (telar_task_state_get_status (state)) || state->start_ns < 0)
        continue;
      starts[n_started] = state->start_ns;
      /* Even a task shorter than the clock's step ran for a moment. */
      ends[n_started++] = MAX (state->end_ns, state->start_ns + 1);
    }

  sort_times (starts, n_started);
  sort_times (ends, n_started);
  for (guint i = 0; i < n_started; i++)
    {
      while (ends[n_ended] <= starts[i])
        n_ended++;
      peak = MAX (peak, i + 1 - n_ended);
    }

  telar_trace_set_peak_concurrency (trace, peak);
}

static gboolean
execute (TelarExecution *execution, GError **error)
{
  const TelarParameters *parameters = telar_plan_get_parameters (execution->plan);

  if (g_cancellable_is_cancelled (execution->cancellable))
    {
      telar_scheduler_cancel (execution->scheduler);
      return TRUE;
    }

  if (!ensure_files (execution, error))
    return FALSE;

  execution->work = telar_work_new (parameters, execution->demo_url, error);
  if (execution->work == NULL)
    return FALSE;

  /* So are the threads and processes that this one starts; it ends with the run. */
  if (!telar_work_settle (execution->work, error))
    return FALSE;

  return strategies[execution->record->strategy].execute (execution, error);
}

/* Ends the record. Returns whether all went to its end; if not, why in @error. */
static gboolean
conclude (TelarExecution *execution,
          const TelarMemoryGauge *gauge,
          gboolean executed,
          GError **error)
{
  TelarCounts counts;
  gboolean complete;
  gint64 wall_ns;

  if (!executed)
    telar_scheduler_cancel_because (execution->scheduler, (*error)->message);

  wall_ns = telar_scheduler_get_end_ns (execution->scheduler);
  telar_trace_get_counts (execution->trace, &counts);
  complete
      = executed && (counts.cancelled == 0 || !g_cancellable_is_cancelled (execution->cancellable));
  if (executed && !complete)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Stopped by the user"));

  /* Of tiny tasks in other processes, only their ends are heard of: none was counted as running
   * together with another. */
  if (telar_trace_get_peak_concurrency (execution->trace) > 1
      || execution->record->strategy == TELAR_STRATEGY_PROCESSES)
    measure_peak_concurrency (execution->trace);
  /* This thread is a worker or feeds them. What counts for Processes, the strategy itself adds. */
  if (execution->record->strategy != TELAR_STRATEGY_PROCESSES)
    telar_execution_add_cpu (execution, telar_clock_thread_cpu ());
  execution->record->memory_bytes = telar_memory_gauge_read (gauge) + execution->memory_bytes;
  telar_run_record_end (execution->record, wall_ns, execution->cpu, complete);

  return complete;
}

static gpointer
run_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  TelarRun *self = g_task_get_source_object (task);
  TelarRunRecord *record = self->record;
  g_autoptr (GMainContext) context = g_main_context_new ();
  guint n_tasks = telar_plan_get_n_tasks (record->plan);
  TelarExecution execution = {
    .record = record,
    .plan = record->plan,
    .trace = record->trace,
    .scheduler = telar_scheduler_new (record->plan, record->trace),
    .workers = telar_strategy_get_effective_workers (record->strategy, record->workers, n_tasks),
    .demo_url = self->demo_url,
    .cancellable = g_cancellable_new (),
  };
  GError *error = NULL;
  gboolean executed, complete;

  g_mutex_init (&execution.mutex);
  g_main_context_push_thread_default (context);

  telar_execution_follow (&execution, g_task_get_cancellable (task));
  executed = execute (&execution, &error);
  telar_execution_unfollow (&execution);
  complete = conclude (&execution, &self->gauge, executed, &error);

  g_clear_pointer (&execution.work, telar_work_unref);
  telar_scheduler_free (execution.scheduler);
  g_object_unref (execution.cancellable);
  g_mutex_clear (&execution.mutex);
  /* What its sessions and streams left behind is freed here, in their own thread. */
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  if (complete)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);

  return NULL;
}

/* A worker process is new in each run, so there is nothing that a first run would be the only one
 * to pay for. */
static void
rehearse (const TelarRunRecord *record)
{
  guint n_tasks = telar_plan_get_n_tasks (record->plan);
  guint n_threads = 1;

  if (record->strategy == TELAR_STRATEGY_PROCESSES)
    return;
  if (record->strategy == TELAR_STRATEGY_THREADS)
    n_threads = telar_strategy_get_effective_workers (record->strategy, record->workers, n_tasks);

  telar_rehearse (telar_plan_get_parameters (record->plan), n_threads);
}

/**
 * telar_run_execute_async:
 * @self: a run that was not executed before
 * @cancellable: (nullable): cancels the run; any thread may do so at any instant
 * @callback: called in the thread-default main context of the caller once the run is over
 * @user_data: for @callback
 *
 * Executes the plan in threads of its own. As long as it goes on, the run keeps itself alive: a
 * caller who drops it does not end it. When it is cancelled, tasks that run end within 250 ms,
 * those that have ended keep their results.
 *
 * The run's time counts from here, but for what the libraries do once in each program when the
 * first pages are fetched, see telar_rehearse(): so the first run compares with those after it.
 */
void
telar_run_execute_async (TelarRun *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TELAR_IS_RUN (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));
  g_return_if_fail (!self->started);

  self->started = TRUE;
  rehearse (self->record);
  telar_memory_gauge_begin (&self->gauge);
  g_date_time_unref (self->record->started);
  self->record->started = g_date_time_new_now_utc ();
  telar_trace_set_epoch (self->record->trace, telar_clock_now_ns ());

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, telar_run_execute_async);
  /* A run that was cancelled only after its last task had ended is complete. */
  g_task_set_check_cancellable (task, FALSE);

  self->thread = g_thread_try_new ("telar-run", run_thread, g_object_ref (task), &error);
  if (self->thread == NULL)
    {
      g_object_unref (task);
      telar_run_record_end (self->record, 0, (TelarCpuTime){ 0, 0 }, FALSE);
      g_task_return_error (task, g_steal_pointer (&error));
    }
}

/**
 * telar_run_execute_finish:
 * @self: a run
 * @result: what the callback of telar_run_execute_async() was given
 * @error: return location for %G_IO_ERROR_CANCELLED if the run was stopped before its last task
 *   had ended, or another error if nothing could be executed: a pattern that does not compile, no
 *   threads, no worker processes or not the one core that was asked for
 *
 * Once it returns, no thread works for the run any more, and its connections and processes are
 * gone. The wall time of the record ends when the last task ended, so it is what a clock around the
 * run shows but for the milliseconds that it takes to put these away.
 *
 * Returns: whether all tasks have ended, succeeded or not
 */
gboolean
telar_run_execute_finish (TelarRun *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  g_clear_pointer (&self->thread, g_thread_join);

  return g_task_propagate_boolean (G_TASK (result), error);
}
