/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-execution.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>
#include <stdbool.h>
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
typedef struct _Ticket Ticket;

struct _Ticket
{
  GTask *task;
  Ticket *next; /* among those that are done */
};

typedef struct
{
  TelarExecution *execution;
  GMainContext *context; /* of the conductor */
  GThreadPool *pool;
  guint n_made;     /* tickets; used by the conductor only */
  guint n_returned; /* tickets whose callback was called; likewise */

  /* Tickets that threads take, in a ring: the one of number i is at i modulo its size. */
  guint ring_size;
  _Atomic (Ticket *) *ring;
  atomic_uint n_issued;
  atomic_uint n_taken;

  /* Tickets that threads gave back. */
  _Atomic (Ticket *) done; /* a stack of those that did not return yet */
  atomic_uint n_done;      /* with those that did */
  atomic_uint wake_at;     /* how many are to be done for the conductor to look at them */

  GMutex mutex;
  GCond cond; /* tickets were issued, or there will be none any more */
  bool closed;
  guint n_lanes; /* that have a thread */
} Threads;

/* Makes tickets, and takes back those that are done, in the conductor's main context. */
typedef struct
{
  GSource source;
  Threads *threads;
} TicketSource;

static Ticket *
try_take_ticket (Threads *threads)
{
  guint n_taken = atomic_load (&threads->n_taken);

  while ((int) (atomic_load (&threads->n_issued) - n_taken) > 0)
    {
      /* Read before it is taken, because its place in the ring is used again afterwards. */
      Ticket *ticket = atomic_load (&threads->ring[n_taken % threads->ring_size]);

      if (atomic_compare_exchange_weak (&threads->n_taken, &n_taken, n_taken + 1))
        return ticket;
    }

  return NULL;
}

/* Waits for a ticket; NULL if there will be none any more. */
static Ticket *
take_ticket (Threads *threads)
{
  Ticket *ticket = try_take_ticket (threads);

  if (ticket != NULL)
    return ticket;

  g_mutex_lock (&threads->mutex);
  while ((ticket = try_take_ticket (threads)) == NULL && !threads->closed)
    g_cond_wait (&threads->cond, &threads->mutex);
  g_mutex_unlock (&threads->mutex);

  return ticket;
}

static void
give_back_ticket (Threads *threads, Ticket *ticket)
{
  ticket->next = atomic_load_explicit (&threads->done, memory_order_relaxed);
  while (!atomic_compare_exchange_weak (&threads->done, &ticket->next, ticket))
    ;
  if (atomic_fetch_add (&threads->n_done, 1) + 1 >= atomic_load (&threads->wake_at))
    g_main_context_wakeup (threads->context);
}

/* What each thread of the pool does during the whole run. */
static void
serve (gpointer data, gpointer user_data)
{
  Threads *threads = user_data;
  TelarExecution *execution = threads->execution;
  TelarCpuTime cpu_at_start = telar_clock_thread_cpu ();
  g_autoptr (GMainContext) context = g_main_context_new ();
  TelarWorker *worker;
  TelarLane *lane;
  Ticket *ticket;
  guint lane_index, task;

  g_mutex_lock (&threads->mutex);
  lane_index = threads->n_lanes++;
  g_mutex_unlock (&threads->mutex);
  lane = telar_trace_get_lane (execution->trace, lane_index);
  telar_lane_set_ids (lane, getpid (), gettid (), "localhost");

  /* The connections of the worker are not to be watched by any other thread's context. */
  g_main_context_push_thread_default (context);
  worker = telar_worker_new (execution->work, 1);

  while ((ticket = take_ticket (threads)) != NULL)
    {
      if (telar_scheduler_wait (execution->scheduler, &task))
        telar_execution_run_task (execution, task, worker, lane, lane_index);
      give_back_ticket (threads, ticket);
    }

  telar_worker_free (worker);
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
  Ticket *ticket = atomic_exchange (&threads->done, NULL);

  while (ticket != NULL)
    {
      Ticket *next = ticket->next;
      g_autoptr (GTask) task = ticket->task; /* which owns the ticket */

      g_task_return_boolean (task, TRUE);
      ticket = next;
    }
}

static void
issue_tickets (Threads *threads)
{
  TelarExecution *execution = threads->execution;
  guint n_tasks = telar_plan_get_n_tasks (execution->plan);

  while (threads->n_made < n_tasks && threads->n_made - threads->n_returned < threads->ring_size
         && !g_cancellable_is_cancelled (execution->cancellable))
    {
      Ticket *ticket = g_new (Ticket, 1);

      ticket->task = g_task_new (NULL, execution->cancellable, on_ticket_returned, threads);
      g_task_set_task_data (ticket->task, ticket, g_free);
      /* What became of the task is in the trace: the ticket came back, even if cancelled. */
      g_task_set_check_cancellable (ticket->task, FALSE);
      atomic_store (&threads->ring[threads->n_made % threads->ring_size], ticket);
      threads->n_made++;
    }

  atomic_store (&threads->wake_at,
                threads->n_returned + MIN (threads->n_made - threads->n_returned, BATCH));
  g_mutex_lock (&threads->mutex);
  atomic_store (&threads->n_issued, threads->n_made);
  g_cond_broadcast (&threads->cond);
  g_mutex_unlock (&threads->mutex);
}

static gboolean
tickets_check (GSource *source)
{
  Threads *threads = ((TicketSource *) source)->threads;

  return atomic_load (&threads->n_done) >= atomic_load (&threads->wake_at);
}

static gboolean
tickets_prepare (GSource *source, int *timeout_ms)
{
  *timeout_ms = -1;

  return tickets_check (source);
}

static gboolean
tickets_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  Threads *threads = ((TicketSource *) source)->threads;

  return_tickets (threads);
  issue_tickets (threads);

  return G_SOURCE_CONTINUE;
}

static GSourceFuncs tickets_funcs = {
  .prepare = tickets_prepare,
  .check = tickets_check,
  .dispatch = tickets_dispatch,
};

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
  g_autoptr (GSource) cancelled = g_cancellable_source_new (execution->cancellable);
  g_autoptr (GSource) tickets = g_source_new (&tickets_funcs, sizeof (TicketSource));

  ((TicketSource *) tickets)->threads = threads;
  g_source_set_callback (cancelled, G_SOURCE_FUNC (on_cancelled), execution, NULL);
  g_source_set_priority (cancelled, G_PRIORITY_HIGH);
  g_source_attach (cancelled, threads->context);
  g_source_attach (tickets, threads->context);

  issue_tickets (threads);
  while (threads->n_returned < threads->n_made)
    g_main_context_iteration (threads->context, TRUE);

  telar_execution_unfollow (execution);
  if (!telar_scheduler_is_done (execution->scheduler))
    telar_scheduler_cancel (execution->scheduler);
  g_source_destroy (cancelled);
  g_source_destroy (tickets);

  g_mutex_lock (&threads->mutex);
  threads->closed = true;
  g_cond_broadcast (&threads->cond);
  g_mutex_unlock (&threads->mutex);
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
  Threads threads = {
    .execution = execution,
    .context = g_main_context_get_thread_default (),
    .ring_size = execution->workers + WINDOW,
  };
  gboolean started;

  threads.ring = g_new0 (_Atomic (Ticket *), threads.ring_size);
  g_mutex_init (&threads.mutex);
  g_cond_init (&threads.cond);
  for (guint i = 0; i < execution->workers; i++)
    telar_trace_add_lane (execution->trace, TELAR_LANE_THREAD, NULL);

  threads.pool = g_thread_pool_new (serve, &threads, (int) execution->workers, TRUE, error);
  started = g_thread_pool_get_num_threads (threads.pool) == execution->workers;
  if (started)
    {
      for (guint i = 0; i < execution->workers; i++)
        g_thread_pool_push (threads.pool, GUINT_TO_POINTER (i + 1), NULL);
      conduct (&threads);
    }
  else
    g_prefix_error (error, _ ("Cannot start %u threads: "), execution->workers);

  g_thread_pool_free (threads.pool, FALSE, TRUE);
  g_cond_clear (&threads.cond);
  g_mutex_clear (&threads.mutex);
  g_free (threads.ring);

  return started;
}
