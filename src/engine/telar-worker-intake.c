/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-worker-intake.h"

#include <glib/gi18n-lib.h>

#include "telar-worker-report.h"

/* More phases than this no task has, even if it follows all redirects that are allowed. */
#define MAX_SPANS_OF_TASK 10000

/* So far a clock may run away from ours after they were compared. What is said to lie farther in
 * the future, or before the worker was ready, is not an error of measurement. */
#define TOLERANCE_NS (1000 * G_GINT64_CONSTANT (1000000))

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);

  return FALSE;
}

/* The instant @there_ns of the worker's clock in the run's time: not before @earliest_ns, where
 * the lane ends, nor in the future. */
static gboolean
map (TelarWorkerProcess *self,
     gint64 there_ns,
     gint64 earliest_ns,
     gint64 now_ns,
     gint64 *instant_ns,
     GError **error)
{
  gint64 mapped_ns = telar_clock_offset_map (&self->clock, there_ns)
                     - telar_trace_get_epoch (self->execution->trace);

  if (mapped_ns < self->ready_ns - TOLERANCE_NS || mapped_ns > now_ns + TOLERANCE_NS)
    return refuse (error, _ ("The worker sent a time that cannot be"));

  *instant_ns = MAX (MIN (mapped_ns, now_ns), earliest_ns);
  return TRUE;
}

/* Nothing of the first task can have happened before the tasks that it depends on had ended, which
 * other clocks than that of its worker have told. */
static void
keep_order (TelarWorkerProcess *self, guint task)
{
  if (!self->is_announced)
    self->lane_end_ns
        = MAX (self->lane_end_ns, telar_trace_get_task (self->execution->trace, task)->queued_ns);
}

/* The first task is known to run since @start_ns of the run's time, which is @there_ns of the
 * worker's. */
static void
announce (TelarWorkerProcess *self, guint task, gint64 there_ns, gint64 start_ns)
{
  telar_trace_task_started (self->execution->trace, task, self->lane_index, start_ns);
  self->is_announced = TRUE;
  self->start_ns = there_ns;
}

/* Draws @n_spans spans of the first task. */
static gboolean
take_spans (TelarWorkerProcess *self,
            const TelarReportSpan *spans,
            gsize n_spans,
            guint task,
            gint64 now_ns,
            GError **error)
{
  for (gsize i = 0; i < n_spans; i++)
    {
      TelarSpan span = { .task = task, .phase = (guint8) spans[i].phase, .core = spans[i].core };

      if (spans[i].task != task || spans[i].start_ns < self->raw_end_ns
          || ++self->n_spans > MAX_SPANS_OF_TASK)
        return refuse (error, _ ("The worker sent times that contradict each other"));
      if (!map (self, spans[i].start_ns, self->lane_end_ns, now_ns, &span.start_ns, error)
          || !map (self, spans[i].end_ns, span.start_ns, now_ns, &span.end_ns, error))
        return FALSE;

      if (!self->is_announced)
        announce (self, task, spans[i].start_ns, span.start_ns);
      telar_lane_append (self->lane, &span);
      self->lane_end_ns = span.end_ns;
      self->raw_end_ns = spans[i].end_ns;
    }

  return TRUE;
}

/* Whether @outcome is one that @task can have. */
static gboolean
check_result (TelarWorkerProcess *self, guint task, const TelarOutcome *outcome, GError **error)
{
  const TelarResult *result = outcome->result;
  TelarPlan *plan = self->execution->plan;
  TelarFunction function;
  gint64 argument;
  gboolean is_number = telar_plan_get_workload (plan)->input_kind == TELAR_INPUT_NUMBER
                       || telar_function_parse_call (telar_plan_get_task (plan, task)->input,
                                                     &function, &argument);

  if (outcome->status == TELAR_STATUS_CANCELLED && !self->is_cancelled)
    return refuse (error, _ ("The worker cancelled a task by itself"));
  if (outcome->status == TELAR_STATUS_SUCCEEDED
      && (is_number ? result->value == NULL || result->characters >= 0 || result->has_headings
                    : result->value != NULL || result->characters < 0))
    return refuse (error, _ ("The worker sent a result of another kind than was asked for"));

  return TRUE;
}

/* Ends the first task. */
static gboolean
take_outcome (TelarWorkerProcess *self,
              const TelarReportOutcome *reported,
              const TelarReportSpan *spans,
              TelarOutcome *outcome,
              gint64 now_ns,
              GError **error)
{
  guint task = GPOINTER_TO_UINT (g_queue_peek_head (&self->tasks));
  gint64 start_ns, end_ns;

  if (g_queue_is_empty (&self->tasks) || reported->task != task)
    return refuse (error, _ ("The worker sent a result that was not due"));
  if (!check_result (self, task, outcome, error))
    return FALSE;
  if (self->is_announced ? reported->start_ns != self->start_ns
                         : reported->start_ns < self->raw_end_ns)
    return refuse (error, _ ("The worker sent times that contradict each other"));

  keep_order (self, task);
  if (!self->is_announced)
    {
      if (!map (self, reported->start_ns, self->lane_end_ns, now_ns, &start_ns, error))
        return FALSE;
      announce (self, task, reported->start_ns, start_ns);
    }
  if (!take_spans (self, spans, reported->n_spans, task, now_ns, error))
    return FALSE;
  if (reported->end_ns < self->raw_end_ns)
    return refuse (error, _ ("The worker sent times that contradict each other"));
  if (!map (self, reported->end_ns, self->lane_end_ns, now_ns, &end_ns, error))
    return FALSE;

  self->lane_end_ns = end_ns;
  self->raw_end_ns = reported->end_ns;
  self->is_announced = FALSE;
  self->n_spans = 0;
  self->n_ended++;
  self->busy_ns += reported->end_ns - reported->start_ns;
  self->tasks_cpu.user_ns += outcome->cpu.user_ns;
  self->tasks_cpu.system_ns += outcome->cpu.system_ns;
  g_queue_pop_head (&self->tasks);
  telar_scheduler_finish (self->execution->scheduler, task, outcome, end_ns);

  return TRUE;
}

/* Draws what is known of the task that runs: @n_spans spans that have ended, and the open one. */
static gboolean
take_open (TelarWorkerProcess *self,
           const TelarReportView *view,
           gsize first_span,
           gint64 now_ns,
           GError **error)
{
  guint task = GPOINTER_TO_UINT (g_queue_peek_head (&self->tasks));
  TelarSpan open = {
    .task = task,
    .phase = (guint8) view->open.phase,
    .core = view->open.core,
  };

  if (!view->has_open && first_span == view->n_spans)
    return TRUE;

  if (g_queue_is_empty (&self->tasks) || !view->has_open || view->open.task != task)
    return refuse (error, _ ("The worker reported about a task that it does not have"));
  keep_order (self, task);
  if (!take_spans (self, view->spans + first_span, view->n_spans - first_span, task, now_ns, error))
    return FALSE;
  if (view->open.start_ns < self->raw_end_ns)
    return refuse (error, _ ("The worker sent times that contradict each other"));
  if (!map (self, view->open.start_ns, self->lane_end_ns, now_ns, &open.start_ns, error))
    return FALSE;

  if (!self->is_announced)
    announce (self, task, view->open.start_ns, open.start_ns);
  telar_lane_set_open (self->lane, &open);

  return TRUE;
}

/**
 * telar_worker_process_take_report:
 * @self: a worker
 * @payload: a report; not trusted
 * @error: return location for a %G_IO_ERROR_INVALID_DATA, in the user's language
 *
 * Ends the tasks that the report says have ended, which have to be the first ones that the worker
 * has, in their order, and draws their spans and those of the task that runs.
 *
 * Returns: %FALSE if the report cannot be true; a part of it may have been taken
 */
gboolean
telar_worker_process_take_report (TelarWorkerProcess *self, GVariant *payload, GError **error)
{
  g_auto (TelarReportView) view = { 0 };
  gint64 now_ns = telar_trace_now (self->execution->trace);
  gsize first_span = 0, first_heading = 0;

  if (self->state != TELAR_WORKER_READY && self->state != TELAR_WORKER_LEAVING)
    return refuse (error, _ ("The worker reported about a task that it does not have"));
  if (!telar_report_view_init (&view, payload, error))
    return FALSE;

  /* The open span is one of those that have ended, or it is told anew. */
  telar_lane_set_open (self->lane, NULL);
  self->last_heard_ns = now_ns;
  for (gsize i = 0; i < view.n_outcomes; i++)
    {
      const TelarReportOutcome *reported = &view.outcomes[i];
      g_auto (TelarOutcome) outcome = { 0 };

      telar_report_view_get_outcome (&view, i, first_heading, &outcome);
      if (!take_outcome (self, reported, view.spans + first_span, &outcome, now_ns, error))
        return FALSE;
      first_span += reported->n_spans;
      first_heading += reported->n_headings;
    }

  return take_open (self, &view, first_span, now_ns, error);
}

/**
 * telar_worker_process_take_returned:
 * @self: a worker
 * @payload: the tasks that it returns; not trusted
 * @error: return location for a %G_IO_ERROR_INVALID_DATA, in the user's language
 *
 * Gives the tasks back to the scheduler. They have to be the last ones that the worker has.
 *
 * Returns: %FALSE if they are not
 */
gboolean
telar_worker_process_take_returned (TelarWorkerProcess *self, GVariant *payload, GError **error)
{
  g_autoptr (GVariant) array = g_variant_get_child_value (payload, 0);
  gsize n_tasks;
  const guint32 *tasks = g_variant_get_fixed_array (array, &n_tasks, sizeof *tasks);

  if (!self->is_recalled && !self->is_cancelled)
    return refuse (error, _ ("The worker returned tasks without being asked"));
  if (n_tasks > self->tasks.length || (n_tasks == self->tasks.length && self->is_announced))
    return refuse (error, _ ("The worker returned tasks that it does not have"));

  /* The last one first, because what is given back last is taken first. */
  for (gsize i = n_tasks; i > 0; i--)
    {
      if (GPOINTER_TO_UINT (g_queue_peek_tail (&self->tasks)) != tasks[i - 1])
        return refuse (error, _ ("The worker returned tasks that it does not have"));
      g_queue_pop_tail (&self->tasks);
      telar_scheduler_give_back (self->execution->scheduler, tasks[i - 1]);
    }
  self->is_recalled = FALSE;

  return TRUE;
}
