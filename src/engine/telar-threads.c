/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-execution.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* How many GTasks beyond the number of threads may exist at once. So many keep the threads fed
 * while the conductor, the run's own thread, waits for a core; and a million tasks do not exist
 * all at once. */
#define WINDOW 1024

/* The conductor fills the window up again whenever so many are done: once for each task would be
 * two switches of threads for each task. */
#define BATCH (WINDOW / 2)

/* Each GTask is a ticket for one task, whichever is the next when a thread gets to it: so the
 * order is that of the plan, and a task that has just become ready begins without the conductor. */
typedef struct
{
  TelarExecution *execution;
  TelarInterpreterLock *lock; /* or NULL */

  /* Of the conductor. */
  GSource *exchange; /* made ready by the thread that wants it */
  guint n_made;      /* tickets */
  guint n_returned;  /* tickets whose callback was called */

  GMutex mutex;      /* for all that follows */
  GCond cond;        /* tickets were issued, or there will be none any more */
  GPtrArray *issued; /* tickets for the threads to take */
  GPtrArray *done;   /* tickets that they gave back */
  guint n_out;       /* tickets that are in these two, or in the hand of a thread */
  guint wake_at;     /* how many are to be done for the conductor to look at them */
  gboolean closed;   /* no more will be issued */
} Threads;

/* Waits for a ticket; NULL if there will be none any more. */
static GTask *
take_ticket (Threads *threads)
{
  GTask *ticket = NULL;

  g_mutex_lock (&threads->mutex);
  while (threads->issued->len == 0 && !threads->closed)
    g_cond_wait (&threads->cond, &threads->mutex);
  if (threads->issued->len > 0)
    ticket = g_ptr_array_steal_index_fast (threads->issued, threads->issued->len - 1);
  g_mutex_unlock (&threads->mutex);

  return ticket;
}

static void
give_back_ticket (Threads *threads, GTask *ticket)
{
  gboolean wake;

  g_mutex_lock (&threads->mutex);
  g_ptr_array_add (threads->done, ticket);
  wake = threads->done->len == threads->wake_at;
  g_mutex_unlock (&threads->mutex);

  if (wake)
    g_source_set_ready_time (threads->exchange, 0);
}

/* What each thread of the pool does during the whole run. */
static void
serve (gpointer data, gpointer user_data)
{
  Threads *threads = user_data;
  TelarExecution *execution = threads->execution;
  TelarCpuTime cpu_at_start = telar_clock_thread_cpu ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  guint lane_index = GPOINTER_TO_UINT (data) - 1;
  TelarLane *lane = telar_trace_get_lane (execution->trace, lane_index);
  TelarWorker *worker;
  GTask *ticket;
  guint task;

  telar_lane_set_ids (lane, getpid (), gettid (), "localhost");

  /* The connections of the worker are not to be watched by any other thread's context. */
  g_main_context_push_thread_default (context);
  /* GLib may have lent the thread from a pool that was freed, and may lend it to another. */
  telar_work_settle (execution->work, NULL);
  worker = telar_worker_new (execution->work, 1);
  telar_worker_set_lock (worker, threads->lock);

  while ((ticket = take_ticket (threads)) != NULL)
    {
      if (telar_scheduler_wait (execution->scheduler, &task))
        telar_execution_run_task (execution, task, worker, lane, lane_index);
      give_back_ticket (threads, ticket);
    }

  telar_worker_free (worker);
  telar_work_unsettle (execution->work);
  g_main_context_pop_thread_default (context);
  telar_execution_add_cpu (execution,
                           telar_cpu_time_since (cpu_at_start, telar_clock_thread_cpu ()));
}

static void
on_ticket_returned (GObject *source_object, GAsyncResult *result, gpointer user_data)
{
  Threads *threads = user_data;

  threads->n_returned++;
}

static void
return_tickets (Threads *threads)
{
  g_autoptr (GPtrArray) done = NULL;

  g_mutex_lock (&threads->mutex);
  done = g_steal_pointer (&threads->done);
  threads->n_out -= done->len;
  threads->done = g_ptr_array_new_with_free_func (g_object_unref);
  g_mutex_unlock (&threads->mutex);

  /* What became of the task is in the trace: the ticket came back, even if cancelled. */
  for (guint i = 0; i < done->len; i++)
    g_task_return_boolean (g_ptr_array_index (done, i), TRUE);
}

static void
issue_tickets (Threads *threads)
{
  TelarExecution *execution = threads->execution;
  guint n_tasks = telar_plan_get_n_tasks (execution->plan);
  g_autoptr (GPtrArray) made = g_ptr_array_new ();

  while (threads->n_made < n_tasks
         && threads->n_made - threads->n_returned < execution->workers + WINDOW
         && !g_cancellable_is_cancelled (execution->cancellable))
    {
      GTask *ticket = g_task_new (NULL, execution->cancellable, on_ticket_returned, threads);

      g_task_set_check_cancellable (ticket, FALSE);
      g_ptr_array_add (made, ticket);
      threads->n_made++;
    }

  g_mutex_lock (&threads->mutex);
  threads->n_out += made->len;
  g_ptr_array_extend_and_steal (threads->issued, g_steal_pointer (&made));
  threads->wake_at = MIN (threads->n_out, BATCH);
  if (threads->done->len >= threads->wake_at)
    g_source_set_ready_time (threads->exchange, 0);
  g_cond_broadcast (&threads->cond);
  g_mutex_unlock (&threads->mutex);
}

static gboolean
on_exchange (gpointer user_data)
{
  Threads *threads = user_data;

  g_source_set_ready_time (threads->exchange, -1);
  return_tickets (threads);
  issue_tickets (threads);

  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  TelarExecution *execution = user_data;

  telar_scheduler_cancel (execution->scheduler);

  return G_SOURCE_REMOVE;
}

static void
conduct (Threads *threads)
{
  TelarExecution *execution = threads->execution;
  GMainContext *context = g_main_context_get_thread_default ();
  g_autoptr (GSource) cancelled = g_cancellable_source_new (execution->cancellable);

  g_source_set_callback (cancelled, G_SOURCE_FUNC (on_cancelled), execution, NULL);
  g_source_set_priority (cancelled, G_PRIORITY_HIGH);
  g_source_attach (cancelled, context);
  g_source_attach (threads->exchange, context);

  issue_tickets (threads);
  while (threads->n_returned < threads->n_made)
    g_main_context_iteration (context, TRUE);

  telar_execution_unfollow (execution);
  if (!telar_scheduler_is_done (execution->scheduler))
    telar_scheduler_cancel (execution->scheduler);
  g_source_destroy (cancelled);
}

static void
threads_init (Threads *threads, TelarExecution *execution)
{
  static GSourceFuncs funcs = { .dispatch = dispatch };
  gint64 interval_us = telar_work_get_switch_interval_us (execution->work);

  *threads = (Threads){
    .execution = execution,
    .lock = interval_us > 0 ? telar_interpreter_lock_new (interval_us) : NULL,
    .exchange = g_source_new (&funcs, sizeof (GSource)),
    .issued = g_ptr_array_new_with_free_func (g_object_unref),
    .done = g_ptr_array_new_with_free_func (g_object_unref),
  };
  g_source_set_callback (threads->exchange, on_exchange, threads, NULL);
  g_mutex_init (&threads->mutex);
  g_cond_init (&threads->cond);
}

static void
threads_clear (Threads *threads)
{
  g_source_destroy (threads->exchange);
  g_source_unref (threads->exchange);
  g_ptr_array_unref (threads->issued);
  g_ptr_array_unref (threads->done);
  g_cond_clear (&threads->cond);
  g_mutex_clear (&threads->mutex);
  g_clear_pointer (&threads->lock, telar_interpreter_lock_free);
}

/**
 * telar_threads_execute:
 * @execution: what to execute
 * @error: return location for an error if the threads could not be made
 *
 * Executes each task as a GTask on a pool of exactly as many threads as there are workers, which
 * belongs to this run alone: the pool of g_task_run_in_thread() is shared by the whole program, has
 * ten threads, and blocking tasks on it would delay name look-ups and file access of all others.
 *
 * Returns: whether there were threads to execute the tasks
 */
gboolean
telar_threads_execute (TelarExecution *execution, GError **error)
{
  Threads threads;
  GThreadPool *pool;
  gboolean started;

  threads_init (&threads, execution);

  /* Each thread finds its lane in the queue when it begins, instead of waiting for it. */
  pool = g_thread_pool_new (serve, &threads, 0, TRUE, NULL);
  for (guint i = 0; i < execution->workers; i++)
    {
      telar_trace_add_lane (execution->trace, TELAR_LANE_THREAD, NULL);
      g_thread_pool_push (pool, GUINT_TO_POINTER (i + 1), NULL);
    }
  started = g_thread_pool_set_max_threads (pool, (int) execution->workers, error);
  if (started)
    conduct (&threads);
  else
    g_prefix_error (error, _ ("Cannot start %u threads: "), execution->workers);

  g_mutex_lock (&threads.mutex);
  threads.closed = TRUE;
  g_cond_broadcast (&threads.cond);
  g_mutex_unlock (&threads.mutex);
  g_thread_pool_free (pool, !started, TRUE);
  threads_clear (&threads);

  return started;
}
