/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-worker.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "telar-alarms.h"
#include "telar-charset.h"
#include "telar-computation.h"
#include "telar-fetcher.h"
#include "telar-stretch.h"
#include "telar-square.h"

/* How many bytes are looked at together; their number has to fit into a byte. */
#define BLOCK_LENGTH 128

/* What tasks wait in: the worker's own main context for the blocking call, that of its thread for
 * the other. Each is made when it is first needed. */
typedef struct
{
  GMainContext *context;
  TelarAlarms *alarms;
  TelarFetcher *fetcher;
} Place;

struct _TelarWorker
{
  TelarWork *work;
  guint n_at_once;
  TelarHeadingScratch *scratch;
  TelarPhaseFunc phase;
  gpointer phase_data;
  TelarBlockedFunc blocked;
  gpointer blocked_data;
  TelarInterpreterLock *lock; /* or NULL */
  Place blocking;
  Place asynchronous;
  guint n_running;
};

typedef struct
{
  TelarWorker *worker;
  Place *place;
  TelarTrace *trace;
  TelarLane *lane;
  GCancellable *cancellable;
  TelarWorkDoneFunc done;
  gpointer user_data;
  TelarAlarm alarm;
  char *number;

  TelarComputation *computation; /* NULL with @error if it is not possible */
  GError *error;
  GSource *turn; /* its next turn in the event loop */
  TelarCpuTime cpu;
} Job;

/**
 * telar_worker_new:
 * @work: what there is to do
 * @n_at_once: how many tasks telar_worker_run_async() is given at the same time; 1 if only
 *   telar_worker_run() is used
 *
 * Its thread may be any, and is the only one that may use it.
 *
 * Returns: (transfer full): a worker without connections
 */
TelarWorker *
telar_worker_new (TelarWork *work, guint n_at_once)
{
  TelarWorker *worker = g_new0 (TelarWorker, 1);
  const TelarHeadingFinder *finder = telar_work_get_heading_finder (work);

  worker->work = telar_work_ref (work);
  worker->n_at_once = MAX (n_at_once, 1);
  if (finder != NULL)
    worker->scratch = telar_heading_scratch_new (finder);

  return worker;
}

/* @is_own says whether nobody else goes on with the place's context: libsoup lets go of its last
 * message in a later turn, and closes the connections only then. */
static void
place_clear (Place *place, gboolean is_own)
{
  if (place->context == NULL)
    return;

  g_main_context_push_thread_default (place->context);
  g_clear_pointer (&place->fetcher, telar_fetcher_free);
  g_clear_pointer (&place->alarms, telar_alarms_free);
  while (is_own && g_main_context_iteration (place->context, FALSE))
    ;
  g_main_context_pop_thread_default (place->context);
  g_clear_pointer (&place->context, g_main_context_unref);
}

/**
 * telar_worker_free:
 * @worker: (transfer full): a worker none of whose tasks is running
 *
 * Closes its connections. Not to be called from within a #TelarWorkDoneFunc.
 */
void
telar_worker_free (TelarWorker *worker)
{
  g_assert (worker->n_running == 0);

  place_clear (&worker->blocking, TRUE);
  place_clear (&worker->asynchronous, FALSE);
  g_clear_pointer (&worker->scratch, telar_heading_scratch_free);
  telar_work_unref (worker->work);
  g_free (worker);
}

/**
 * telar_worker_set_phase_func:
 * @worker: a worker
 * @func: (nullable): called at each change of phase, after the lane knows it
 * @user_data: for @func
 */
void
telar_worker_set_phase_func (TelarWorker *worker, TelarPhaseFunc func, gpointer user_data)
{
  worker->phase = func;
  worker->phase_data = user_data;
}

/**
 * telar_worker_set_blocked_func:
 * @worker: a worker
 * @func: (nullable): called every 10 ms while a task of telar_worker_run_async() computes without
 *   returning to its main context
 * @user_data: for @func
 */
void
telar_worker_set_blocked_func (TelarWorker *worker, TelarBlockedFunc func, gpointer user_data)
{
  worker->blocked = func;
  worker->blocked_data = user_data;
}

/**
 * telar_worker_set_lock:
 * @worker: a worker
 * @lock: (transfer none) (nullable): what the worker has to hold while it computes, and its thread
 *   does not hold yet; it has to outlive the worker
 *
 * Only the blocking telar_worker_run() heeds it: it is for threads that compete.
 */
void
telar_worker_set_lock (TelarWorker *worker, TelarInterpreterLock *lock)
{
  worker->lock = lock;
}

/**
 * telar_worker_get_first_phase:
 * @worker: a worker
 * @input: an input of its workload
 *
 * Returns: what telar_worker_run() begins with on @input
 */
TelarPhase
telar_worker_get_first_phase (TelarWorker *worker, const char *input)
{
  TelarPhase phase = telar_workload_get_first_phase (telar_work_get_workload (worker->work), input);

  return phase == TELAR_PHASE_COMPUTE && worker->lock != NULL ? TELAR_PHASE_LOCK_WAIT : phase;
}

static void
enter_phase (TelarWorker *worker, TelarTrace *trace, TelarLane *lane, TelarPhase phase)
{
  telar_lane_enter (lane, phase, telar_trace_now (trace));
  if (worker->phase != NULL)
    worker->phase (lane, worker->phase_data);
}

/* Lets the worker compute, as soon as it may. */
static void
begin_computing (TelarWorker *worker, TelarTrace *trace, TelarLane *lane)
{
  if (worker->lock == NULL)
    {
      enter_phase (worker, trace, lane, TELAR_PHASE_COMPUTE);
      return;
    }

  if (!telar_interpreter_lock_try (worker->lock))
    {
      enter_phase (worker, trace, lane, TELAR_PHASE_LOCK_WAIT);
      telar_interpreter_lock_take (worker->lock);
    }
  enter_phase (worker, trace, lane, TELAR_PHASE_LOCK_HELD);
}

/* The last thing that a task does. Its last span ends before another thread can hold the lock. */
static void
end_computing (TelarWorker *worker, TelarTrace *trace, TelarLane *lane)
{
  if (worker->lock == NULL)
    return;

  telar_lane_end (lane, telar_trace_now (trace));
  telar_interpreter_lock_drop (worker->lock);
}

/* Every byte of UTF-8 that does not continue a character begins one. A block is looked at together,
 * of which the compiler makes vectors: the bytes that continue have their highest bit set and not
 * the next. They are counted in each of the eight columns of the block, and the sum of the columns
 * comes to stand in the highest byte of the product. */
static gsize
count_characters (const char *text, gsize length)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  gsize n_continuing = 0;
  gsize i;

  for (i = 0; i + BLOCK_LENGTH <= length; i += BLOCK_LENGTH)
    {
      guint64 words[BLOCK_LENGTH / 8];
      guint64 columns = 0;

      memcpy (words, text + i, BLOCK_LENGTH);
      for (guint k = 0; k < BLOCK_LENGTH / 8; k++)
        columns += (words[k] >> 7) & ~(words[k] >> 6) & ones;
      n_continuing += (gsize) ((columns * ones) >> 56);
    }
  for (; i < length; i++)
    n_continuing += ((guchar) text[i] & 0xc0) == 0x80;

  return length - n_continuing;
}

static gboolean
read_page (Job *job, const TelarFetched *fetched, TelarOutcome *outcome, GError **error)
{
  const TelarHeadingFinder *finder = telar_work_get_heading_finder (job->worker->work);
  g_autofree char *text = NULL;
  GArray *headings = NULL;
  gsize length;

  text = telar_charset_decode (fetched->body, fetched->length, fetched->content_type, &length,
                               error);
  if (text == NULL)
    return FALSE;

  if (finder != NULL)
    {
      headings = telar_heading_finder_find (finder, job->worker->scratch, text, length,
                                            job->cancellable, error);
      if (headings == NULL)
        return FALSE;
    }

  outcome->status = TELAR_STATUS_SUCCEEDED;
  outcome->result = telar_result_new_page ((gint64) count_characters (text, length));
  if (headings != NULL)
    telar_result_take_headings (outcome->result, headings);

  return TRUE;
}

/* What a task does that has slept. */
static void
conclude (TelarWorker *worker, const char *number, TelarOutcome *outcome)
{
  GError *error = NULL;
  g_autofree char *value = telar_work_greets (worker->work) ? g_strdup ("hello … world")
                                                            : telar_square (number, &error);

  if (value == NULL)
    {
      telar_outcome_take_error (outcome, error);
      return;
    }

  outcome->status = TELAR_STATUS_SUCCEEDED;
  outcome->result = telar_result_new_value (value);
}

/* Whether a task on @input computes. Then @computation or @error is set. */
static gboolean
find_computation (TelarWork *work,
                  const char *input,
                  TelarComputation **computation,
                  GError **error)
{
  TelarFunction function;
  gint64 argument;

  if (!telar_function_parse_call (input, &function, &argument))
    {
      function = telar_work_get_workload (work)->function;
      if (function == TELAR_FUNCTION_NONE)
        return FALSE;

      if (!telar_square_parse (input, &argument, error))
        return TRUE;
    }
  if (function == TELAR_FUNCTION_RACE)
    *computation = telar_computation_new_race (telar_work_get_counter (work), argument, error);
  else
    *computation = telar_computation_new (function, argument, error);

  return TRUE;
}

/* Computes until the end, until it is cancelled, or so long that it is to give control back.
 * Returns whether it goes on. */
static gboolean
compute (TelarStretch *stretch, TelarComputation *computation, TelarOutcome *outcome)
{
  g_autofree char *value = NULL;
  GError *error = NULL;

  if (!telar_stretch_run (stretch, computation, &error))
    return TRUE;

  if (error != NULL)
    {
      telar_outcome_take_error (outcome, error);
      return FALSE;
    }

  value = telar_computation_dup_result (computation);
  outcome->status = TELAR_STATUS_SUCCEEDED;
  outcome->result = telar_result_new_value (value);

  return FALSE;
}

static void
add_cpu (TelarOutcome *outcome, TelarCpuTime since)
{
  TelarCpuTime used = telar_cpu_time_since (since, telar_clock_thread_cpu ());

  outcome->cpu.user_ns += used.user_ns;
  outcome->cpu.system_ns += used.system_ns;
}

/* Reports how the job ended; it is gone afterwards. */
static void
finish (Job *job, TelarOutcome *outcome)
{
  job->worker->n_running--;
  job->done (outcome, job->user_data);

  g_clear_object (&job->cancellable);
  g_clear_pointer (&job->turn, g_source_unref);
  g_clear_pointer (&job->computation, telar_computation_free);
  g_free (job->number);
  g_free (job);
}

static void
on_fetch_phase (TelarPhase phase, gpointer user_data)
{
  Job *job = user_data;

  enter_phase (job->worker, job->trace, job->lane, phase);
}

static void
on_fetched (const TelarFetched *fetched, GError *error, gpointer user_data)
{
  Job *job = user_data;
  g_auto (TelarOutcome) outcome = {
    .bytes = fetched->bytes,
    .http_status = fetched->http_status,
  };

  if (error == NULL)
    {
      begin_computing (job->worker, job->trace, job->lane);
      read_page (job, fetched, &outcome, &error);
      end_computing (job->worker, job->trace, job->lane);
    }
  if (error != NULL)
    telar_outcome_take_error (&outcome, error);
  outcome.cpu = telar_clock_split_cpu (telar_fetcher_measure_cpu (job->place->fetcher));
  finish (job, &outcome);
}

static void
on_slept (TelarAlarm *alarm, gboolean cancelled)
{
  Job *job = (Job *) ((char *) alarm - G_STRUCT_OFFSET (Job, alarm));
  g_auto (TelarOutcome) outcome = { 0 };
  TelarCpuTime before = telar_clock_thread_cpu ();
  GError *error = NULL;

  if (cancelled || g_cancellable_is_cancelled (job->cancellable))
    {
      g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Stopped by the user"));
      telar_outcome_take_error (&outcome, error);
    }
  else
    {
      enter_phase (job->worker, job->trace, job->lane, TELAR_PHASE_COMPUTE);
      conclude (job->worker, job->number, &outcome);
    }
  add_cpu (&outcome, before);
  finish (job, &outcome);
}

static TelarStretch
stretch_init (TelarWorker *worker, TelarTrace *trace, TelarLane *lane, GCancellable *cancellable)
{
  TelarStretch stretch = {
    .trace = trace,
    .lane = lane,
    .cancellable = cancellable,
    .limit_ns = G_MAXINT64,
    .phase = worker->phase,
    .phase_data = worker->phase_data,
    .shares_core = telar_work_has_one_core (worker->work),
  };

  return stretch;
}

static gboolean
on_turn (gpointer user_data)
{
  Job *job = user_data;
  TelarWorker *worker = job->worker;
  gint64 yield_us = telar_work_get_yield_us (worker->work);
  g_auto (TelarOutcome) outcome = { 0 };
  TelarCpuTime before = telar_clock_thread_cpu ();

  outcome.cpu = job->cpu;
  if (job->computation == NULL)
    telar_outcome_take_error (&outcome, g_steal_pointer (&job->error));
  else
    {
      TelarStretch stretch = stretch_init (worker, job->trace, job->lane, job->cancellable);

      stretch.blocked = worker->blocked;
      stretch.blocked_data = worker->blocked_data;
      if (yield_us > 0)
        stretch.limit_ns = telar_trace_now (job->trace) + yield_us * 1000;
      enter_phase (worker, job->trace, job->lane, TELAR_PHASE_COMPUTE);
      if (compute (&stretch, job->computation, &outcome))
        {
          enter_phase (worker, job->trace, job->lane, TELAR_PHASE_LOOP_WAIT);
          add_cpu (&outcome, before);
          job->cpu = outcome.cpu;
          return G_SOURCE_CONTINUE;
        }
    }
  add_cpu (&outcome, before);
  finish (job, &outcome);

  return G_SOURCE_REMOVE;
}

/* A task that yields has its turn when nothing else is ready: else each step of a page would have
 * to wait for it, and a page takes many. One that does not is as urgent as all else. */
static void
start_computing (Place *place, Job *job)
{
  job->turn = g_idle_source_new ();
  g_source_set_static_name (job->turn, "telar-turn");
  g_source_set_priority (job->turn, telar_work_get_yield_us (job->worker->work) > 0
                                        ? G_PRIORITY_DEFAULT_IDLE
                                        : G_PRIORITY_DEFAULT);
  g_source_set_callback (job->turn, on_turn, job, NULL);
  g_source_attach (job->turn, place->context);
}

static void
start (Place *place, Job *job, const char *input)
{
  TelarWork *work = job->worker->work;

  job->place = place;
  if (place->alarms == NULL)
    place->alarms = telar_alarms_new (place->context);

  if (find_computation (work, input, &job->computation, &job->error))
    start_computing (place, job);
  else if (telar_work_get_workload (work)->input_kind == TELAR_INPUT_PAGE)
    {
      if (place->fetcher == NULL)
        place->fetcher
            = telar_fetcher_new (work, place->context, place->alarms, job->worker->n_at_once);
      telar_fetcher_fetch (place->fetcher, input, job->cancellable, on_fetch_phase, on_fetched,
                           job);
    }
  else
    {
      gint64 sleep_us
          = g_cancellable_is_cancelled (job->cancellable) ? 0 : telar_work_get_sleep_us (work);

      job->number = g_strdup (input);
      telar_alarms_set (place->alarms, &job->alarm, g_get_monotonic_time () + sleep_us,
                        job->cancellable, on_slept);
    }
}

static Job *
job_new (TelarWorker *worker,
         TelarTrace *trace,
         TelarLane *lane,
         GCancellable *cancellable,
         TelarWorkDoneFunc done,
         gpointer user_data)
{
  Job *job = g_new0 (Job, 1);

  job->worker = worker;
  job->trace = trace;
  job->lane = lane;
  job->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  job->done = done;
  job->user_data = user_data;
  worker->n_running++;

  return job;
}

/* Where a blocking call leaves its outcome. */
typedef struct
{
  TelarOutcome *outcome;
  gboolean done;
} Answer;

static void
on_answer (TelarOutcome *outcome, gpointer user_data)
{
  Answer *answer = user_data;

  *answer->outcome = *outcome;
  outcome->result = NULL;
  answer->done = TRUE;
}

static void
fetch_and_wait (TelarWorker *worker,
                const char *input,
                TelarTrace *trace,
                TelarLane *lane,
                GCancellable *cancellable,
                TelarOutcome *outcome)
{
  Place *place = &worker->blocking;
  Answer answer = { .outcome = outcome };

  if (place->context == NULL)
    place->context = g_main_context_new ();

  /* A main context that nobody else knows: the thread sleeps in it until something comes for this
   * one task, and can be woken at any phase. libsoup's own blocking calls cannot: not while a host
   * is looked up, and not at the end of a time limit. */
  g_main_context_push_thread_default (place->context);
  start (place, job_new (worker, trace, lane, cancellable, on_answer, &answer), input);
  while (!answer.done)
    g_main_context_iteration (place->context, TRUE);
  g_main_context_pop_thread_default (place->context);
}

/**
 * telar_worker_run:
 * @worker: the calling thread's worker
 * @input: a task's input
 * @trace: the trace of the run, for its clock
 * @lane: where the phases are written; the caller begins and ends it
 * @cancellable: (nullable): ends the task early, at any phase, from any thread
 * @outcome: (out caller-allocates): how the task ended; its processor time is what the calling
 *   thread used during the call, its bytes are those of the body with its compression undone
 *
 * Does the work of one task and blocks until it has ended, whatever happens.
 */
void
telar_worker_run (TelarWorker *worker,
                  const char *input,
                  TelarTrace *trace,
                  TelarLane *lane,
                  GCancellable *cancellable,
                  TelarOutcome *outcome)
{
  TelarCpuTime before = telar_clock_thread_cpu ();
  g_autoptr (TelarComputation) computation = NULL;
  GError *error = NULL;

  *outcome = (TelarOutcome){ 0 };
  if (find_computation (worker->work, input, &computation, &error))
    {
      TelarStretch stretch = stretch_init (worker, trace, lane, cancellable);

      stretch.lock = worker->lock;
      begin_computing (worker, trace, lane);
      if (computation != NULL)
        compute (&stretch, computation, outcome);
      else
        telar_outcome_take_error (outcome, error);
      end_computing (worker, trace, lane);
    }
  else if (telar_work_get_workload (worker->work)->input_kind == TELAR_INPUT_PAGE)
    fetch_and_wait (worker, input, trace, lane, cancellable, outcome);
  else if (telar_sleep (telar_work_get_sleep_us (worker->work), cancellable, &error))
    {
      begin_computing (worker, trace, lane);
      conclude (worker, input, outcome);
      end_computing (worker, trace, lane);
    }
  else
    telar_outcome_take_error (outcome, error);

  outcome->cpu = telar_cpu_time_since (before, telar_clock_thread_cpu ());
}

/**
 * telar_worker_run_async:
 * @worker: the calling thread's worker
 * @input: a task's input
 * @trace: the trace of the run, for its clock
 * @lane: where the phases are written; the caller begins it before and ends it in @done
 * @cancellable: (nullable): ends the task early, at any phase, from any thread
 * @done: called at the end, never before this function returns; it may run the next task
 * @user_data: for @done
 *
 * Does the work of one task in the thread-default main context, which must be the same at each
 * call. The outcome is that of telar_worker_run(), but its processor time is what the calls for
 * this task used, without what it shares with others in the event loop.
 */
void
telar_worker_run_async (TelarWorker *worker,
                        const char *input,
                        TelarTrace *trace,
                        TelarLane *lane,
                        GCancellable *cancellable,
                        TelarWorkDoneFunc done,
                        gpointer user_data)
{
  Place *place = &worker->asynchronous;

  if (place->context == NULL)
    place->context = g_main_context_ref_thread_default ();

  start (place, job_new (worker, trace, lane, cancellable, done, user_data), input);
}
