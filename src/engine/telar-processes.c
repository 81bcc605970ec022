/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdbool.h>

#include "telar-execution.h"
#include "telar-installation.h"
#include "telar-worker-process.h"

#define MS G_GINT64_CONSTANT (1000000)

/* A worker that takes longer to tell who it is will not do so. */
#define START_TIMEOUT_NS (20000 * MS)

/* Tasks are executed one at a time unless they are shorter than TINY_NS. Then a worker gets so
 * many at once that they keep it busy for PREFETCH_NS: longer than a message takes to both sides,
 * shorter than anybody would mind to wait for the ones behind. */
#define TINY_NS      (MS / 2)
#define PREFETCH_NS  MS
#define MAX_PREFETCH 256

/* When a worker that has more tasks than the one it executes says nothing for so long, while
 * another has none, that task must be a long one, and the others are taken back. */
#define SILENCE_NS (2 * MS)

/* A message to a worker is no longer than this, unless a single input is. */
#define MAX_INPUT_BYTES (32 << 10)

/* So long may running tasks take to end when the run is stopped, and so long workers without
 * tasks to say goodbye. Then they are killed. */
#define CANCEL_NS  (150 * MS)
#define GOODBYE_NS (150 * MS)

/* So often in a row a worker may fail before it has done anything. */
#define MAX_FAILURES 3

typedef struct
{
  TelarExecution *execution;
  TelarWorkerProcess **workers;
  guint n_workers;
  struct pollfd *fds; /* that of the cancellable, then those of all workers */

  guint n_untaken;      /* tasks that no worker has */
  gint64 mean_ns;       /* about how long a task takes, -1 if unknown */
  GHashTable *suspects; /* tasks that are executed alone, because one of them ended its worker */
  bool is_stopped;      /* by the user */
  guint n_failures;     /* of workers that did nothing, in a row */
  guint n_done;         /* tasks that a worker began */
  char *problem;        /* why the last worker failed */
} Conductor;

static gint64
now (Conductor *self)
{
  return telar_trace_now (self->execution->trace);
}

/* Ends @task, which a worker did not end properly. */
static void
fail_task (Conductor *self, guint task, const char *message, gint64 now_ns)
{
  g_auto (TelarOutcome) outcome = { 0 };

  telar_outcome_take_error (
      &outcome, self->is_stopped ? g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, message)
                                 : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, message));
  telar_scheduler_finish (self->execution->scheduler, task, &outcome, now_ns);
}

/* Draws @task as if it ran since the worker last said something, and yet runs. */
static void
draw_unannounced (Conductor *self, TelarWorkerProcess *worker, guint task)
{
  TelarExecution *execution = self->execution;
  const char *input = telar_plan_get_task (execution->plan, task)->input;
  TelarSpan span = {
    .start_ns = MAX (worker->last_heard_ns, worker->lane_end_ns),
    .task = task,
    .phase = telar_workload_get_first_phase (telar_plan_get_workload (execution->plan), input),
    .core = -1,
  };

  telar_trace_task_started (execution->trace, task, worker->lane_index, span.start_ns);
  telar_lane_set_open (worker->lane, &span);
}

/* Takes the last @n_tasks of @worker from it. */
static void
give_back_tasks (Conductor *self, TelarWorkerProcess *worker, guint n_tasks)
{
  for (guint i = 0; i < n_tasks; i++)
    telar_scheduler_give_back (self->execution->scheduler,
                               GPOINTER_TO_UINT (g_queue_pop_tail (&worker->tasks)));
  self->n_untaken += n_tasks;
}

/* Decides what becomes of the tasks of a worker whose process is gone. The first one is to blame
 * if it was known to run, or if it was the only one. Else, as results may have been lost, nobody
 * knows which one it was: then each of them is executed again, and is the only one that its worker
 * has, so that the one that ends a worker for the second time is known. */
static void
settle (Conductor *self, TelarWorkerProcess *worker, const char *message)
{
  gint64 now_ns = now (self);
  bool is_culprit_known = worker->is_announced || worker->tasks.length == 1;
  guint task;

  if (is_culprit_known)
    {
      task = GPOINTER_TO_UINT (g_queue_pop_head (&worker->tasks));
      if (!worker->is_announced)
        draw_unannounced (self, worker, task);
      telar_worker_process_end_open_span (worker, now_ns);
      fail_task (self, task, message, now_ns);
      self->n_done++;
      self->n_failures = 0;
    }
  else
    {
      telar_worker_process_end_open_span (worker, now_ns);
      if (g_queue_is_empty (&worker->tasks))
        self->n_failures++;
      for (GList *l = worker->tasks.head; l != NULL; l = l->next)
        g_hash_table_add (self->suspects, l->data);
    }

  give_back_tasks (self, worker, worker->tasks.length);
  worker->is_announced = FALSE;
}

/* Learns from the tasks that @worker has ended since it had ended @n_ended in @busy_ns. */
static void
learn (Conductor *self, TelarWorkerProcess *worker, guint64 n_ended, gint64 busy_ns)
{
  guint64 n_new = worker->n_ended - n_ended;
  gint64 new_mean_ns;

  if (n_new == 0)
    return;

  new_mean_ns = (worker->busy_ns - busy_ns) / (gint64) n_new;
  if (self->mean_ns < 0 || n_new >= 8)
    self->mean_ns = new_mean_ns;
  else
    self->mean_ns += (new_mean_ns - self->mean_ns) * (gint64) n_new / 8;
  self->n_done += (guint) n_new;
  self->n_failures = 0;
}

/* Takes what @worker said, as telar_worker_process_dispatch(). */
static bool
hear (Conductor *self, TelarWorkerProcess *worker, const struct pollfd *fds, GError **error)
{
  guint64 n_ended = worker->n_ended;
  gint64 busy_ns = worker->busy_ns;
  guint n_tasks = worker->tasks.length;
  bool is_sane = telar_worker_process_dispatch (worker, fds, error);

  learn (self, worker, n_ended, busy_ns);
  /* Those that did not end were returned. */
  self->n_untaken += n_tasks - worker->tasks.length - (guint) (worker->n_ended - n_ended);

  return is_sane;
}

/* Takes what @worker said before it stopped listening, so that it is not blamed for what it has
 * done. */
static void
hear_last_words (Conductor *self, TelarWorkerProcess *worker)
{
  struct pollfd fds[TELAR_WORKER_PROCESS_N_FDS];

  do
    telar_worker_process_watch (worker, fds);
  while (poll (fds, 1, 0) > 0 && hear (self, worker, fds, NULL));
}

/* Ends a worker that did not leave properly. */
static void
give_up_worker (Conductor *self, TelarWorkerProcess *worker, const GError *error)
{
  bool does_not_listen = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
  bool ended_by_itself = does_not_listen || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_autofree char *end = NULL;

  if (does_not_listen)
    hear_last_words (self, worker);
  end = telar_worker_process_end (worker);
  g_free (self->problem);
  self->problem = g_strdup (ended_by_itself ? end : error->message);
  settle (self, worker, self->problem);
}

static void
start_worker (Conductor *self, TelarWorkerProcess *worker)
{
  g_autoptr (GError) error = NULL;

  if (telar_worker_process_start (worker, &error))
    return;

  /* There may be no more processes than those that work already. */
  worker->is_abandoned = self->n_done > 0;
  self->n_failures++;
  g_free (self->problem);
  self->problem = g_strdup (error->message);
}

/* Starts the next worker that has no process, as long as there is a task for it and some of them
 * do work. Returns whether there are more to start: others may have something to say meanwhile. */
static bool
start_workers (Conductor *self)
{
  bool is_one_started = false;
  guint n_wanted = self->n_untaken;

  for (guint i = 0; i < self->n_workers && n_wanted > 0 && self->n_failures < MAX_FAILURES; i++)
    {
      TelarWorkerProcess *worker = self->workers[i];

      if (worker->state == TELAR_WORKER_GONE && !worker->is_abandoned)
        {
          if (is_one_started)
            return true;
          start_worker (self, worker);
          is_one_started = true;
        }
      if (worker->state == TELAR_WORKER_STARTING)
        n_wanted--;
    }

  return false;
}

/* Whether @task was among the tasks of a worker that ended, and is to be executed alone. */
static bool
is_suspect (Conductor *self, guint task)
{
  return g_hash_table_contains (self->suspects, GUINT_TO_POINTER (task));
}

/* How many tasks a worker may have at once. */
static guint
get_depth (Conductor *self)
{
  guint fair_share = self->n_untaken / (2 * self->n_workers);

  if (self->mean_ns < 0 || self->mean_ns > TINY_NS)
    return 1;

  return (guint) CLAMP (PREFETCH_NS / MAX (self->mean_ns, 1), 1,
                        CLAMP (fair_share, 1, MAX_PREFETCH));
}

/* Takes a task for a worker that has @n_tasks, unless the next one is to be executed alone and the
 * worker has others. */
static bool
take_task (Conductor *self, guint n_tasks, guint *task)
{
  if (!telar_scheduler_take (self->execution->scheduler, task))
    return false;
  if (n_tasks == 0 || !is_suspect (self, *task))
    return true;

  telar_scheduler_give_back (self->execution->scheduler, *task);
  return false;
}

/* Gives @worker tasks until it has @depth of them. */
static void
feed_worker (Conductor *self, TelarWorkerProcess *worker, guint depth)
{
  g_autoptr (GError) error = NULL;
  guint tasks[MAX_PREFETCH];
  guint n_tasks = 0;
  gsize n_bytes = 0;

  while (worker->tasks.length + n_tasks < depth && n_bytes < MAX_INPUT_BYTES
         && take_task (self, worker->tasks.length + n_tasks, &tasks[n_tasks]))
    {
      n_bytes += strlen (telar_plan_get_task (self->execution->plan, tasks[n_tasks])->input);
      if (is_suspect (self, tasks[n_tasks++]))
        break;
    }
  if (n_tasks == 0)
    return;

  self->n_untaken -= n_tasks;
  if (!telar_worker_process_send_tasks (worker, tasks, n_tasks, &error))
    {
      /* It did not get the end of the message, and so none of these. */
      give_back_tasks (self, worker, n_tasks);
      give_up_worker (self, worker, error);
    }
}

/* Whether @worker is to get tasks besides those that it has. One that is known to execute a task
 * for longer than a tiny one takes gets no more. */
static bool
wants_tasks (Conductor *self, TelarWorkerProcess *worker, guint depth)
{
  if (worker->state != TELAR_WORKER_READY || worker->is_recalled)
    return false;

  return g_queue_is_empty (&worker->tasks)
         || (worker->tasks.length <= depth / 2 && !worker->is_announced
             && !is_suspect (self, GPOINTER_TO_UINT (g_queue_peek_head (&worker->tasks))));
}

/* Gives tasks to those that have none, then more to those that need them soon. */
static void
feed (Conductor *self)
{
  guint depth = get_depth (self);

  for (guint i = 0; i < self->n_workers && self->n_untaken > 0; i++)
    if (wants_tasks (self, self->workers[i], depth))
      feed_worker (self, self->workers[i], depth);
}

/* Takes tasks back from those that do not get to them, if others have none. Returns when the next
 * one is to be asked, or -1. */
static gint64
recall (Conductor *self)
{
  gint64 now_ns = now (self);
  gint64 next_ns = -1;
  bool is_anybody_idle = false;

  for (guint i = 0; i < self->n_workers; i++)
    is_anybody_idle |= self->workers[i]->state == TELAR_WORKER_READY
                       && g_queue_is_empty (&self->workers[i]->tasks);

  for (guint i = 0; i < self->n_workers && is_anybody_idle; i++)
    {
      TelarWorkerProcess *worker = self->workers[i];
      gint64 due_ns = worker->last_heard_ns + SILENCE_NS;
      g_autoptr (GError) error = NULL;

      if (worker->state != TELAR_WORKER_READY || worker->tasks.length < 2 || worker->is_recalled)
        continue;
      if (due_ns > now_ns)
        next_ns = next_ns < 0 ? due_ns : MIN (next_ns, due_ns);
      else if (!telar_worker_process_recall (worker, &error))
        give_up_worker (self, worker, error);
    }

  return next_ns;
}

/* Waits until a worker says something, the run is stopped, or the time has come. */
static void
wait_for_workers (Conductor *self, gint64 until_ns)
{
  gint64 now_ns = now (self);
  struct timespec timeout;
  gint64 timeout_ns;

  for (guint i = 0; i < self->n_workers; i++)
    {
      TelarWorkerProcess *worker = self->workers[i];
      gint64 due_ns = worker->state_since_ns + START_TIMEOUT_NS;

      telar_worker_process_watch (worker, self->fds + 1 + i * TELAR_WORKER_PROCESS_N_FDS);
      if (worker->state == TELAR_WORKER_STARTING && (until_ns < 0 || due_ns < until_ns))
        until_ns = due_ns;
    }

  timeout_ns = MAX (until_ns - now_ns, 0);
  timeout.tv_sec = timeout_ns / (1000 * MS);
  timeout.tv_nsec = timeout_ns % (1000 * MS);
  ppoll (self->fds, 1 + (nfds_t) self->n_workers * TELAR_WORKER_PROCESS_N_FDS,
         until_ns >= 0 ? &timeout : NULL, NULL);
}

static void
take_what_was_said (Conductor *self)
{
  gint64 now_ns = now (self);

  for (guint i = 0; i < self->n_workers; i++)
    {
      TelarWorkerProcess *worker = self->workers[i];
      g_autoptr (GError) error = NULL;
      bool is_sane;

      if (worker->state == TELAR_WORKER_GONE)
        continue;

      is_sane = hear (self, worker, self->fds + 1 + i * TELAR_WORKER_PROCESS_N_FDS, &error);
      if (is_sane && worker->state == TELAR_WORKER_STARTING
          && now_ns > worker->state_since_ns + START_TIMEOUT_NS)
        {
          is_sane = false;
          g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                               _ ("The worker process does not answer"));
        }
      if (is_sane)
        continue;
      if (worker->said_goodbye)
        g_free (telar_worker_process_end (worker));
      else
        give_up_worker (self, worker, error);
    }
}

static bool
is_any_in_state (Conductor *self, TelarWorkerState state)
{
  for (guint i = 0; i < self->n_workers; i++)
    if (self->workers[i]->state == state)
      return true;

  return false;
}

static bool
is_any_alive (Conductor *self)
{
  for (guint i = 0; i < self->n_workers; i++)
    if (self->workers[i]->state != TELAR_WORKER_GONE)
      return true;

  return false;
}

/* Fails all tasks that nobody has, because there is nobody who could execute them. */
static void
fail_the_rest (Conductor *self)
{
  guint task;

  while (telar_scheduler_take (self->execution->scheduler, &task))
    fail_task (self, task, self->problem, now (self));
}

/* Has the workers execute all tasks. Returns early if the run is stopped, or if there is no worker
 * that works. */
static void
conduct (Conductor *self)
{
  while (!telar_scheduler_is_done (self->execution->scheduler)
         && !g_cancellable_is_cancelled (self->execution->cancellable))
    {
      bool are_more_to_start;
      gint64 recall_ns;

      feed (self);
      are_more_to_start = start_workers (self);
      if (!is_any_alive (self) && !are_more_to_start)
        return;

      recall_ns = recall (self);
      wait_for_workers (self, are_more_to_start ? 0 : recall_ns);
      take_what_was_said (self);
    }
}

/* Ends all tasks because the run was stopped. */
static void
stop (Conductor *self)
{
  self->is_stopped = true;
  telar_scheduler_cancel (self->execution->scheduler);

  for (guint i = 0; i < self->n_workers; i++)
    {
      TelarWorkerProcess *worker = self->workers[i];
      g_autoptr (GError) error = NULL;

      if (worker->state == TELAR_WORKER_READY && !telar_worker_process_cancel (worker, &error))
        give_up_worker (self, worker, error);
    }
}

/* Waits until all workers have left, and kills those that do not. */
static void
dismiss (Conductor *self, gint64 patience_ns)
{
  gint64 kill_ns = now (self) + patience_ns;

  for (guint i = 0; i < self->n_workers; i++)
    {
      TelarWorkerProcess *worker = self->workers[i];
      g_autoptr (GError) error = NULL;

      if (worker->state == TELAR_WORKER_READY && !telar_worker_process_say_goodbye (worker, &error))
        give_up_worker (self, worker, error);
    }

  self->fds[0].fd = -1;
  while (is_any_in_state (self, TELAR_WORKER_LEAVING) && now (self) < kill_ns)
    {
      wait_for_workers (self, kill_ns);
      take_what_was_said (self);
    }

  /* All at once, so that they are waited for together. */
  for (guint i = 0; i < self->n_workers; i++)
    if (self->workers[i]->state != TELAR_WORKER_GONE)
      g_subprocess_force_exit (self->workers[i]->subprocess);
  for (guint i = 0; i < self->n_workers; i++)
    if (self->workers[i]->state != TELAR_WORKER_GONE)
      {
        g_free (telar_worker_process_end (self->workers[i]));
        settle (self, self->workers[i], "");
      }
}

static void
init (Conductor *self, TelarExecution *execution)
{
  self->execution = execution;
  self->n_workers = execution->workers;
  self->n_untaken = telar_plan_get_n_tasks (execution->plan);
  self->mean_ns = -1;
  self->suspects = g_hash_table_new (NULL, NULL);
  self->workers = g_new (TelarWorkerProcess *, self->n_workers);
  for (guint i = 0; i < self->n_workers; i++)
    {
      guint lane_index;
      TelarLane *lane = telar_trace_add_lane (execution->trace, TELAR_LANE_PROCESS, &lane_index);

      self->workers[i] = telar_worker_process_new (execution, lane, lane_index);
    }

  self->fds = g_new0 (struct pollfd, 1 + self->n_workers * TELAR_WORKER_PROCESS_N_FDS);
  self->fds[0].fd = g_cancellable_get_fd (execution->cancellable);
  self->fds[0].events = POLLIN;
}

static void
clear (Conductor *self)
{
  g_cancellable_release_fd (self->execution->cancellable);
  for (guint i = 0; i < self->n_workers; i++)
    telar_worker_process_free (self->workers[i]);
  g_free (self->workers);
  g_free (self->fds);
  g_hash_table_unref (self->suspects);
  g_free (self->problem);
}

/* Blocks SIGPIPE in this thread, so that writing to a worker that is gone is an error and not the
 * end of the program. */
static void
block_pipe_signal (sigset_t *former)
{
  sigset_t pipe_signal;

  sigemptyset (&pipe_signal);
  sigaddset (&pipe_signal, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe_signal, former);
}

static void
unblock_pipe_signal (const sigset_t *former)
{
  const struct timespec at_once = { 0 };
  sigset_t pipe_signal;

  sigemptyset (&pipe_signal);
  sigaddset (&pipe_signal, SIGPIPE);
  if (!sigismember (former, SIGPIPE))
    while (sigtimedwait (&pipe_signal, NULL, &at_once) > 0)
      ;
  pthread_sigmask (SIG_SETMASK, former, NULL);
}

/**
 * telar_processes_execute:
 * @execution: what to execute
 * @error: return location for an error if no worker process worked
 *
 * Executes the tasks in worker processes, which are started for this run and fed through pipes by
 * this thread alone. A worker that dies or talks nonsense fails the task that it executes and is
 * replaced.
 *
 * Returns: whether any task could be executed
 */
gboolean
telar_processes_execute (TelarExecution *execution, GError **error)
{
  TelarCpuTime cpu_at_start = telar_clock_thread_cpu ();
  Conductor self = { 0 };
  sigset_t former;
  gboolean executed = TRUE;

  init (&self, execution);
  block_pipe_signal (&former);

  conduct (&self);

  if (g_cancellable_is_cancelled (execution->cancellable)
      && !telar_scheduler_is_done (execution->scheduler))
    {
      stop (&self);
      dismiss (&self, CANCEL_NS);
    }
  else
    {
      dismiss (&self, GOODBYE_NS);
      executed = self.n_done > 0 || telar_scheduler_is_done (execution->scheduler);
      if (executed)
        fail_the_rest (&self);
      else
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                     /* Translators: the first is a path, the second the reason */
                     _ ("The worker program “%s” does not work: %s"),
                     telar_installation_get_worker (), self.problem);
    }

  unblock_pipe_signal (&former);
  clear (&self);
  telar_execution_add_cpu (execution,
                           telar_cpu_time_since (cpu_at_start, telar_clock_thread_cpu ()));

  return executed;
}
