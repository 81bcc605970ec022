/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-scheduler.h"

#include <glib/gi18n-lib.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "telar-host-limit.h"

/* Stands in n_missing for a task that is skipped or cancelled. */
#define NEVER_READY G_MAXUINT

/* A plan whose tasks may begin in its order needs no more than a counter, which threads advance
 * without a lock. With dependencies, every task knows how many it still waits for; with them or a
 * limit per host, the ready tasks are in a heap, the first in the plan on top, from where those
 * whose host is busy go to the limit until it is free. Tasks that were given back come before
 * all. */
struct _TelarScheduler
{
  TelarPlan *plan;
  TelarTrace *trace;
  guint n_tasks;
  bool is_plain;         /* has neither dependencies nor a limit per host */
  bool has_dependencies; /* between its tasks */

  atomic_uint next;   /* if plain: the first task that nobody took */
  atomic_uint n_left; /* tasks that have not ended */

  GMutex mutex; /* guards all below; the atomic ones may be read without it */
  GCond cond;   /* something is ready, or nothing will be any more */
  gint64 end_ns;
  atomic_bool cancelled;
  atomic_uint n_given_back;
  GArray *given_back; /* guint, the first to take at the end */

  GArray *ready;              /* guint, a binary heap; NULL if plain */
  TelarHostLimit *host_limit; /* or NULL */

  /* With dependencies only. */
  guint *n_missing;       /* how many dependencies of a task have not yet succeeded */
  guint *first_dependent; /* where in @dependents those of a task begin; one more than tasks */
  guint *dependents;
};

static void
heap_push (GArray *heap, guint task)
{
  guint *tasks;
  guint i = heap->len;

  g_array_append_val (heap, task);
  tasks = (guint *) heap->data;
  while (i > 0 && tasks[(i - 1) / 2] > task)
    {
      tasks[i] = tasks[(i - 1) / 2];
      i = (i - 1) / 2;
    }
  tasks[i] = task;
}

static guint
heap_pop (GArray *heap)
{
  guint *tasks = (guint *) heap->data;
  guint top = tasks[0];
  guint last = tasks[heap->len - 1];
  guint i = 0;

  g_array_set_size (heap, heap->len - 1);
  while (2 * i + 1 < heap->len)
    {
      guint child = 2 * i + 1;

      if (child + 1 < heap->len && tasks[child + 1] < tasks[child])
        child++;
      if (tasks[child] >= last)
        break;
      tasks[i] = tasks[child];
      i = child;
    }
  if (heap->len > 0)
    tasks[i] = last;

  return top;
}

static void
link_dependencies (TelarScheduler *scheduler)
{
  g_autofree guint *n_linked = g_new0 (guint, scheduler->n_tasks);
  guint n_links = 0;

  scheduler->n_missing = g_new0 (guint, scheduler->n_tasks);
  scheduler->first_dependent = g_new0 (guint, scheduler->n_tasks + 1);

  for (guint i = 0; i < scheduler->n_tasks; i++)
    {
      const TelarInput *input = telar_plan_get_task (scheduler->plan, i);

      scheduler->n_missing[i] = input->n_after;
      for (guint j = 0; j < input->n_after; j++)
        scheduler->first_dependent[input->after[j] + 1]++;
      n_links += input->n_after;
    }

  for (guint i = 0; i < scheduler->n_tasks; i++)
    scheduler->first_dependent[i + 1] += scheduler->first_dependent[i];

  scheduler->dependents = g_new (guint, n_links);
  for (guint i = 0; i < scheduler->n_tasks; i++)
    {
      const TelarInput *input = telar_plan_get_task (scheduler->plan, i);

      for (guint j = 0; j < input->n_after; j++)
        {
          guint before = input->after[j];

          scheduler->dependents[scheduler->first_dependent[before] + n_linked[before]++] = i;
        }
    }
}

static void
collect_ready (TelarScheduler *scheduler)
{
  scheduler->ready = g_array_new (FALSE, FALSE, sizeof (guint));
  /* In the order of the plan, which is a heap already. */
  for (guint i = 0; i < scheduler->n_tasks; i++)
    if (telar_plan_get_task (scheduler->plan, i)->n_after == 0)
      g_array_append_val (scheduler->ready, i);
}

/**
 * telar_scheduler_new:
 * @plan: what is run; without cycles, as every plan
 * @trace: where the end of each task is recorded
 *
 * Returns: (transfer full): a scheduler of which no task is taken
 */
TelarScheduler *
telar_scheduler_new (TelarPlan *plan, TelarTrace *trace)
{
  TelarScheduler *scheduler = g_new0 (TelarScheduler, 1);

  scheduler->plan = telar_plan_ref (plan);
  scheduler->trace = telar_trace_ref (trace);
  scheduler->n_tasks = telar_plan_get_n_tasks (plan);
  scheduler->has_dependencies = telar_plan_has_dependencies (plan);
  scheduler->host_limit = telar_host_limit_new (plan);
  scheduler->is_plain = !scheduler->has_dependencies && scheduler->host_limit == NULL;
  atomic_init (&scheduler->n_left, scheduler->n_tasks);
  g_mutex_init (&scheduler->mutex);
  g_cond_init (&scheduler->cond);
  scheduler->given_back = g_array_new (FALSE, FALSE, sizeof (guint));
  if (scheduler->has_dependencies)
    link_dependencies (scheduler);
  if (!scheduler->is_plain)
    collect_ready (scheduler);

  return scheduler;
}

/**
 * telar_scheduler_free:
 * @scheduler: (transfer full): a scheduler that no thread uses any more
 */
void
telar_scheduler_free (TelarScheduler *scheduler)
{
  g_array_unref (scheduler->given_back);
  g_clear_pointer (&scheduler->ready, g_array_unref);
  g_clear_pointer (&scheduler->host_limit, telar_host_limit_free);
  g_free (scheduler->n_missing);
  g_free (scheduler->first_dependent);
  g_free (scheduler->dependents);
  g_cond_clear (&scheduler->cond);
  g_mutex_clear (&scheduler->mutex);
  telar_trace_unref (scheduler->trace);
  telar_plan_unref (scheduler->plan);
  g_free (scheduler);
}

/* Called with the mutex, without which nobody counts the last one. */
static void
count_ended (TelarScheduler *scheduler, guint n_ended)
{
  if (n_ended == 0 || atomic_fetch_sub (&scheduler->n_left, n_ended) != n_ended)
    return;

  scheduler->end_ns = telar_trace_now (scheduler->trace);
  g_cond_broadcast (&scheduler->cond);
}

static gboolean
take_locked (TelarScheduler *scheduler, guint *task)
{
  if (scheduler->given_back->len > 0)
    {
      *task = g_array_index (scheduler->given_back, guint, scheduler->given_back->len - 1);
      g_array_set_size (scheduler->given_back, scheduler->given_back->len - 1);
      atomic_store (&scheduler->n_given_back, scheduler->given_back->len);
      return TRUE;
    }

  if (scheduler->is_plain)
    {
      *task = atomic_load_explicit (&scheduler->next, memory_order_relaxed);
      while (*task < scheduler->n_tasks
             && !atomic_compare_exchange_weak (&scheduler->next, task, *task + 1))
        ;
      return *task < scheduler->n_tasks;
    }

  while (scheduler->ready->len > 0)
    {
      *task = heap_pop (scheduler->ready);
      if (scheduler->host_limit == NULL || telar_host_limit_admit (scheduler->host_limit, *task))
        return TRUE;
    }

  return FALSE;
}

/**
 * telar_scheduler_take:
 * @scheduler: a scheduler
 * @task: (out): the next task; it is the caller's until it is finished or given back
 *
 * Does not wait. The caller tells the trace when the task starts.
 *
 * Returns: whether a task is ready now; if not, one may become so as long as others have not ended
 */
gboolean
telar_scheduler_take (TelarScheduler *scheduler, guint *task)
{
  gboolean taken;

  if (scheduler->is_plain && atomic_load (&scheduler->n_given_back) == 0)
    {
      *task = atomic_load_explicit (&scheduler->next, memory_order_relaxed);
      while (*task < scheduler->n_tasks)
        if (atomic_compare_exchange_weak (&scheduler->next, task, *task + 1))
          return TRUE;
      return FALSE;
    }

  g_mutex_lock (&scheduler->mutex);
  taken = take_locked (scheduler, task);
  g_mutex_unlock (&scheduler->mutex);

  return taken;
}

/**
 * telar_scheduler_wait:
 * @scheduler: a scheduler
 * @task: (out): the next task; it is the caller's until it is finished or given back
 *
 * Blocks until a task is ready, all have ended, or telar_scheduler_cancel() is called.
 *
 * Returns: whether there is a task; if not, there will be none any more
 */
gboolean
telar_scheduler_wait (TelarScheduler *scheduler, guint *task)
{
  gboolean taken;

  if (telar_scheduler_take (scheduler, task))
    return TRUE;

  g_mutex_lock (&scheduler->mutex);
  while (!(taken = take_locked (scheduler, task)) && !atomic_load (&scheduler->cancelled)
         && atomic_load (&scheduler->n_left) > 0)
    g_cond_wait (&scheduler->cond, &scheduler->mutex);
  g_mutex_unlock (&scheduler->mutex);

  return taken;
}

/* Called with the mutex. */
static void
end_pending (TelarScheduler *scheduler, guint task, TelarStatus status, const char *reason)
{
  g_auto (TelarOutcome) outcome = {
    .status = status,
    .result = telar_result_new_error (reason),
  };

  telar_trace_task_finished (scheduler->trace, task, &outcome, telar_trace_now (scheduler->trace));
}

/**
 * telar_scheduler_give_back:
 * @scheduler: a scheduler
 * @task: a task that the caller took and that has not ended; the trace may know it as running
 *
 * The task becomes the next to be taken, or, after telar_scheduler_cancel(), is cancelled. The
 * trace is told that it does not run any more.
 */
void
telar_scheduler_give_back (TelarScheduler *scheduler, guint task)
{
  const TelarTaskState *state = telar_trace_get_task (scheduler->trace, task);

  if (telar_task_state_get_status (state) == TELAR_STATUS_RUNNING)
    telar_trace_task_given_back (scheduler->trace, task);

  g_mutex_lock (&scheduler->mutex);
  if (atomic_load (&scheduler->cancelled))
    {
      end_pending (scheduler, task, TELAR_STATUS_CANCELLED, _ ("Stopped by the user"));
      count_ended (scheduler, 1);
    }
  else
    {
      g_array_append_val (scheduler->given_back, task);
      atomic_store (&scheduler->n_given_back, scheduler->given_back->len);
      g_cond_signal (&scheduler->cond);
    }
  g_mutex_unlock (&scheduler->mutex);
}

/* Called with the mutex. Skips all tasks that wait for @failed, directly or not.
 * Returns how many these are. */
static guint
skip_dependents (TelarScheduler *scheduler, guint failed)
{
  const TelarInput *input = telar_plan_get_task (scheduler->plan, failed);
  g_autoptr (GArray) visited = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree char *reason = NULL;

  /* Translators: %s is the name of another task, or its input */
  reason = g_strdup_printf (_ ("Skipped, because “%s” did not succeed"),
                            input->name != NULL ? input->name : input->input);
  g_array_append_val (visited, failed);
  for (guint i = 0; i < visited->len; i++)
    {
      guint task = g_array_index (visited, guint, i);

      for (guint j = scheduler->first_dependent[task]; j < scheduler->first_dependent[task + 1];
           j++)
        {
          guint dependent = scheduler->dependents[j];

          if (scheduler->n_missing[dependent] == NEVER_READY)
            continue;
          scheduler->n_missing[dependent] = NEVER_READY;
          end_pending (scheduler, dependent, TELAR_STATUS_SKIPPED, reason);
          g_array_append_val (visited, dependent);
        }
    }

  return visited->len - 1;
}

/* Called with the mutex. */
static void
make_ready (TelarScheduler *scheduler, guint task)
{
  heap_push (scheduler->ready, task);
  g_cond_signal (&scheduler->cond);
}

/* Called with the mutex. */
static void
ready_dependents (TelarScheduler *scheduler, guint succeeded, gint64 now_ns)
{
  for (guint i = scheduler->first_dependent[succeeded];
       i < scheduler->first_dependent[succeeded + 1]; i++)
    {
      guint dependent = scheduler->dependents[i];

      if (scheduler->n_missing[dependent] == NEVER_READY || --scheduler->n_missing[dependent] > 0)
        continue;
      telar_trace_task_ready (scheduler->trace, dependent, now_ns);
      make_ready (scheduler, dependent);
    }
}

/**
 * telar_scheduler_finish:
 * @scheduler: a scheduler
 * @task: a task that the caller took
 * @outcome: how it ended; its result is taken
 * @now_ns: when it ended, in nanoseconds since the run's start
 *
 * Records the end in the trace. If the task succeeded, those that waited only for it are ready; if
 * not, all that depend on it, directly or through others, are skipped.
 */
void
telar_scheduler_finish (TelarScheduler *scheduler, guint task, TelarOutcome *outcome, gint64 now_ns)
{
  gboolean succeeded = outcome->status == TELAR_STATUS_SUCCEEDED;
  guint n_left, next;

  telar_trace_task_finished (scheduler->trace, task, outcome, now_ns);

  /* The last to end has to wake those that wait, all others just count. */
  n_left = atomic_load_explicit (&scheduler->n_left, memory_order_relaxed);
  while (scheduler->is_plain && n_left > 1)
    if (atomic_compare_exchange_weak (&scheduler->n_left, &n_left, n_left - 1))
      return;

  g_mutex_lock (&scheduler->mutex);
  if (scheduler->host_limit != NULL
      && telar_host_limit_release (scheduler->host_limit, task, &next))
    make_ready (scheduler, next);
  if (!scheduler->has_dependencies)
    count_ended (scheduler, 1);
  else if (succeeded)
    {
      ready_dependents (scheduler, task, now_ns);
      count_ended (scheduler, 1);
    }
  else
    count_ended (scheduler, 1 + skip_dependents (scheduler, task));
  g_mutex_unlock (&scheduler->mutex);
}

/**
 * telar_scheduler_cancel:
 * @scheduler: a scheduler
 *
 * Ends all tasks that nobody took as cancelled by the user and wakes all who wait for one. Those
 * that are taken stay with who took them. May be called again.
 */
void
telar_scheduler_cancel (TelarScheduler *scheduler)
{
  telar_scheduler_cancel_because (scheduler, _ ("Stopped by the user"));
}

/**
 * telar_scheduler_cancel_because:
 * @scheduler: a scheduler
 * @reason: why, in the user's language
 *
 * As telar_scheduler_cancel(), for another reason than the user's wish.
 */
void
telar_scheduler_cancel_because (TelarScheduler *scheduler, const char *reason)
{
  guint n_cancelled = 0;
  guint task;

  g_mutex_lock (&scheduler->mutex);
  atomic_store (&scheduler->cancelled, true);

  if (scheduler->is_plain)
    {
      guint first = atomic_exchange (&scheduler->next, scheduler->n_tasks);

      for (guint i = first; i < scheduler->n_tasks; i++, n_cancelled++)
        end_pending (scheduler, i, TELAR_STATUS_CANCELLED, reason);
    }
  while (take_locked (scheduler, &task)
         || (scheduler->host_limit != NULL && telar_host_limit_pop (scheduler->host_limit, &task)))
    {
      end_pending (scheduler, task, TELAR_STATUS_CANCELLED, reason);
      n_cancelled++;
    }
  if (scheduler->has_dependencies)
    for (guint i = 0; i < scheduler->n_tasks; i++)
      if (scheduler->n_missing[i] > 0 && scheduler->n_missing[i] != NEVER_READY)
        {
          scheduler->n_missing[i] = NEVER_READY;
          end_pending (scheduler, i, TELAR_STATUS_CANCELLED, reason);
          n_cancelled++;
        }

  count_ended (scheduler, n_cancelled);
  g_cond_broadcast (&scheduler->cond);
  g_mutex_unlock (&scheduler->mutex);
}

/**
 * telar_scheduler_is_done:
 * @scheduler: a scheduler
 *
 * Returns: whether every task has ended
 */
gboolean
telar_scheduler_is_done (TelarScheduler *scheduler)
{
  return atomic_load (&scheduler->n_left) == 0;
}

/**
 * telar_scheduler_get_end_ns:
 * @scheduler: a scheduler
 *
 * Returns: when the last task ended, by the clock of this process, in nanoseconds since the run's
 *   start; 0 as long as it has not
 */
gint64
telar_scheduler_get_end_ns (TelarScheduler *scheduler)
{
  gint64 end_ns;

  /* The last one is counted before its time is taken. */
  g_mutex_lock (&scheduler->mutex);
  end_ns = scheduler->end_ns;
  g_mutex_unlock (&scheduler->mutex);

  return end_ns;
}
