/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-chart-index.h"

#include "telar-chart-counts.h"
#include "telar-palette.h"

/* From a hue to one that is far from it. */
#define HUE_STEP 5

/**
 * telar_chart_index_new:
 * @record: a run, going on or ended
 *
 * Returns: (transfer full): an index of @record that knows of nothing before it is updated
 */
TelarChartIndex *
telar_chart_index_new (TelarRunRecord *record)
{
  TelarChartIndex *self = g_new0 (TelarChartIndex, 1);

  self->record = telar_run_record_ref (record);
  self->n_tasks = telar_trace_get_n_tasks (record->trace);
  self->tasks = g_new (TelarTaskSpans, self->n_tasks);
  memset (self->tasks, 0xff, sizeof (TelarTaskSpans) * self->n_tasks);
  self->hues = g_malloc (self->n_tasks);
  memset (self->hues, 0xff, self->n_tasks);
  self->lanes = g_array_new (FALSE, FALSE, sizeof (TelarLaneIndex));
  self->lane_order = g_array_new (FALSE, FALSE, sizeof (guint));
  telar_instants_init (&self->starts);
  telar_instants_init (&self->open_starts);
  telar_instants_init (&self->ends);
  telar_instants_init (&self->arrivals);
  self->blocked = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->cores = g_array_new (FALSE, FALSE, sizeof (gint16));

  self->n_ready_at_start = self->n_tasks;
  if (telar_plan_has_dependencies (record->plan))
    self->graph = telar_chart_graph_new (record->plan);
  if (self->graph != NULL)
    for (guint32 i = 0; i < self->n_tasks; i++)
      if (telar_plan_get_task (record->plan, i)->n_after > 0)
        g_array_append_val (self->blocked, i);
  self->n_ready_at_start -= self->blocked->len;

  return self;
}

/**
 * telar_chart_index_free:
 * @self: (transfer full): an index
 */
void
telar_chart_index_free (TelarChartIndex *self)
{
  for (guint i = 0; i < self->lanes->len; i++)
    telar_lane_index_clear (&g_array_index (self->lanes, TelarLaneIndex, i));
  g_array_unref (self->lanes);
  g_array_unref (self->lane_order);
  telar_instants_clear (&self->starts);
  telar_instants_clear (&self->open_starts);
  telar_instants_clear (&self->ends);
  telar_instants_clear (&self->arrivals);
  g_clear_pointer (&self->graph, telar_chart_graph_free);
  g_array_unref (self->blocked);
  g_array_unref (self->cores);
  g_free (self->tasks);
  g_free (self->hues);
  telar_run_record_unref (self->record);
  g_free (self);
}

static void
take_in_core (TelarChartIndex *self, gint16 core)
{
  guint i = self->cores->len;

  while (i > 0 && g_array_index (self->cores, gint16, i - 1) > core)
    i--;
  if (i == 0 || g_array_index (self->cores, gint16, i - 1) != core)
    g_array_insert_val (self->cores, i, core);
}

/* Gives a task the hue of its number, or another if that of the task before it in its lane is the
 * same, so that it is the same at every time and in every view. */
static void
choose_hue (TelarChartIndex *self, const TelarLaneIndex *lane, guint span_index, guint32 task)
{
  guint hue = task % TELAR_N_HUES;
  guint32 former = TELAR_NO_TASK;

  if (self->hues[task] != G_MAXUINT8)
    return;

  if (span_index > 0)
    former = telar_lane_get_span (lane->lane, span_index - 1)->task;
  if (former < self->n_tasks && self->hues[former] == hue)
    hue = (hue + HUE_STEP) % TELAR_N_HUES;
  self->hues[task] = (guint8) hue;
}

/* When what is published of a task ends. */
static gint64
get_end (const TelarChartIndex *self, const TelarTaskSpans *task)
{
  const TelarLaneIndex *lane = telar_chart_index_get_lane (self, task->lane);
  gint64 start_ns = telar_lane_get_span (lane->lane, task->first)->start_ns;

  /* Even a task shorter than the clock's step ran for a moment. */
  return MAX (telar_lane_get_span (lane->lane, task->last)->end_ns, start_ns + 1);
}

static void
take_in_task (TelarChartIndex *self, guint lane, guint span_index, const TelarSpan *span)
{
  TelarTaskSpans *task = &self->tasks[span->task];

  if (task->lane == lane && task->last + 1 == span_index)
    {
      task->last = span_index;
      return;
    }

  /* Begun once more, because its former worker is gone: in between it waited again. */
  if (task->lane != G_MAXUINT32)
    {
      gint64 left_ns = get_end (self, task);

      telar_instants_add (&self->ends, left_ns);
      telar_instants_add (&self->arrivals, left_ns);
    }

  *task = (TelarTaskSpans){ lane, span_index, span_index };
  telar_instants_add (&self->starts, span->start_ns);
}

static void
take_in_spans (TelarChartIndex *self, guint lane_number, guint n_spans)
{
  TelarLaneIndex *lane = telar_chart_index_get_lane (self, lane_number);
  gboolean has_tasks = telar_lane_get_kind (lane->lane) != TELAR_LANE_LOOP;
  int core = G_MININT;

  for (guint i = lane->n_spans; i < n_spans; i++)
    {
      const TelarSpan *span = telar_lane_get_span (lane->lane, i);

      telar_lane_index_push (lane, span);
      if (span->phase < TELAR_N_PHASES)
        self->phases |= 1u << span->phase;
      self->end_ns = MAX (self->end_ns, span->end_ns);
      if (!has_tasks || span->task >= self->n_tasks)
        continue;

      choose_hue (self, lane, i, span->task);
      take_in_task (self, lane_number, i, span);
      if (span->core != core)
        take_in_core (self, span->core);
      core = span->core;
    }
}

static void
take_in_open (TelarChartIndex *self, guint lane_number, const TelarSpan *open)
{
  TelarLaneIndex *lane = telar_chart_index_get_lane (self, lane_number);

  telar_lane_index_set_open (lane, open, self->now_ns);
  if (open == NULL)
    return;

  if (open->phase < TELAR_N_PHASES)
    self->phases |= 1u << open->phase;
  self->end_ns = MAX (self->end_ns, lane->open.end_ns);
  if (telar_lane_get_kind (lane->lane) != TELAR_LANE_LOOP && open->task < self->n_tasks)
    {
      const TelarTaskSpans *task = &self->tasks[open->task];

      self->n_open++;
      take_in_core (self, open->core);
      choose_hue (self, lane, lane->n_spans, open->task);
      if (task->lane != lane_number || task->last + 1 != lane->n_spans)
        telar_instants_add (&self->open_starts, lane->open.start_ns);
    }
}

/* Tasks whose dependencies have succeeded since. */
static void
take_in_arrivals (TelarChartIndex *self)
{
  guint n_kept = 0;

  for (guint i = 0; i < self->blocked->len; i++)
    {
      guint32 task = g_array_index (self->blocked, guint32, i);
      TelarStatus status = telar_chart_index_get_status (self, task);
      gint64 queued_ns = MAX (telar_chart_index_get_queued (self, task), 0);

      if (queued_ns > 0
          || (status != TELAR_STATUS_PENDING && status != TELAR_STATUS_SKIPPED
              && status != TELAR_STATUS_CANCELLED))
        telar_instants_add (&self->arrivals, queued_ns);
      else
        g_array_index (self->blocked, guint32, n_kept++) = task;
    }
  g_array_set_size (self->blocked, n_kept);
}

static void
take_in_finished (TelarChartIndex *self, guint n_finished)
{
  for (guint i = self->n_finished; i < n_finished; i++)
    {
      guint task = telar_trace_get_finished (self->record->trace, i);
      const TelarTaskSpans *spans = &self->tasks[task];
      TelarStatus status = telar_chart_index_get_status (self, task);
      TelarLaneIndex *lane = NULL;

      /* Its spans were published before, and are taken in. */
      if (spans->lane < self->lanes->len)
        {
          lane = telar_chart_index_get_lane (self, spans->lane);
          telar_instants_add (&self->ends, get_end (self, spans));
        }
      if (status == TELAR_STATUS_SUCCEEDED)
        self->n_succeeded++;
      if (status == TELAR_STATUS_CANCELLED)
        self->n_cancelled++;
      if (status == TELAR_STATUS_CANCELLED && lane != NULL)
        telar_lane_index_add_cancelled (lane, spans->first);
      if (status == TELAR_STATUS_FAILED)
        self->n_failed++;
      if (status == TELAR_STATUS_FAILED && lane != NULL)
        telar_lane_index_add_failed (lane, spans->first);
    }
  self->n_finished = n_finished;
}

/**
 * telar_chart_index_update_at:
 * @self: an index
 * @now_ns: how far spans that have not ended are to reach, in nanoseconds since the run's start
 * @has_ended: whether the run is over
 *
 * Takes in what was published since the last time, at a cost that follows what is new.
 */
void
telar_chart_index_update_at (TelarChartIndex *self, gint64 now_ns, gboolean has_ended)
{
  TelarTrace *trace = self->record->trace;
  /* Read first: the lane of a task that is known to have ended is then there. */
  guint n_finished = telar_trace_get_n_finished (trace);
  guint n_lanes = telar_trace_get_n_lanes (trace);

  self->now_ns = now_ns;
  self->has_ended = has_ended;
  self->end_ns = MAX (self->end_ns, now_ns);
  self->n_open = 0;
  telar_instants_remove_all (&self->open_starts);

  for (guint i = self->lanes->len; i < n_lanes; i++)
    {
      TelarLaneIndex lane;

      telar_lane_index_init (&lane, telar_trace_get_lane (trace, i));
      g_array_append_val (self->lanes, lane);
      if (telar_lane_get_kind (lane.lane) == TELAR_LANE_LOOP)
        g_array_insert_val (self->lane_order, self->n_loop_lanes++, i);
      else
        g_array_append_val (self->lane_order, i);
    }

  for (guint i = 0; i < n_lanes; i++)
    {
      TelarSpan open;
      gboolean has_open;
      guint n_spans
          = telar_lane_read (telar_chart_index_get_lane (self, i)->lane, &open, &has_open);

      take_in_spans (self, i, n_spans);
      take_in_open (self, i, has_open ? &open : NULL);
    }
  take_in_finished (self, n_finished);
  take_in_arrivals (self);
  if (self->graph != NULL && has_ended)
    telar_chart_graph_end (self->graph, self->record);

  telar_instants_sort (&self->starts);
  telar_instants_sort (&self->open_starts);
  telar_instants_sort (&self->ends);
  telar_instants_sort (&self->arrivals);
}

/**
 * telar_chart_index_update:
 * @self: an index
 *
 * Takes in what was published since the last time, as of this instant.
 */
void
telar_chart_index_update (TelarChartIndex *self)
{
  gboolean has_ended = telar_run_record_has_ended (self->record);

  telar_chart_index_update_at (self, MAX (telar_run_record_get_elapsed_ns (self->record), 0),
                               has_ended);
}

/**
 * telar_chart_index_get_n_lanes:
 * @self: an index
 *
 * Returns: how many lanes were seen at the last update
 */
guint
telar_chart_index_get_n_lanes (const TelarChartIndex *self)
{
  return self->lanes->len;
}

/**
 * telar_chart_index_get_lane:
 * @self: an index
 * @lane: less than telar_chart_index_get_n_lanes()
 *
 * Returns: (transfer none): the index of the lane, valid until the next update
 */
TelarLaneIndex *
telar_chart_index_get_lane (const TelarChartIndex *self, guint lane)
{
  return &g_array_index (self->lanes, TelarLaneIndex, lane);
}

/**
 * telar_chart_index_get_group:
 * @self: an index
 * @lane: a lane
 * @span: a span of the lane, which may be the open one
 * @first: (out): the first span of its bar
 * @last: (out): the last span of its bar
 *
 * A bar is made of the spans of one task that follow one another.
 */
void
telar_chart_index_get_group (const TelarChartIndex *self,
                             guint lane,
                             guint span,
                             guint *first,
                             guint *last)
{
  const TelarLaneIndex *lane_index = telar_chart_index_get_lane (self, lane);
  guint32 task = telar_lane_index_get_span (lane_index, span)->task;
  const TelarTaskSpans *spans;

  *first = *last = span;
  if (task >= self->n_tasks)
    return;

  /* Most often it stands alone, which its neighbours tell without a look far away. */
  if ((span == 0 || telar_lane_index_get_span (lane_index, span - 1)->task != task)
      && (span + 1 >= telar_lane_index_get_n_spans (lane_index)
          || telar_lane_index_get_span (lane_index, span + 1)->task != task))
    return;

  spans = &self->tasks[task];
  if (spans->lane != lane || span < spans->first || span > spans->last + 1)
    return;

  /* The open span goes on with the bar of the last one, if that is of the same task. */
  if (span == spans->last + 1 && span != lane_index->n_spans)
    return;
  *first = spans->first;
  *last = spans->last;
  if (lane_index->has_open && spans->last + 1 == lane_index->n_spans
      && lane_index->open.task == task)
    *last = lane_index->n_spans;
}

/**
 * telar_chart_index_find_task:
 * @self: an index
 * @task: a task
 * @lane: (out): the lane that it is or was last executed in
 * @first: (out): its first span there
 * @last: (out): its last span there
 *
 * Returns: whether anything of @task is to be seen
 */
gboolean
telar_chart_index_find_task (const TelarChartIndex *self,
                             guint32 task,
                             guint *lane,
                             guint *first,
                             guint *last)
{
  const TelarTaskState *state;

  if (task >= self->n_tasks)
    return FALSE;

  /* A task that has just begun, or begun once more, has only its open span yet. */
  state = telar_trace_get_task (self->record->trace, task);
  if (telar_task_state_get_status (state) == TELAR_STATUS_RUNNING && state->lane < self->lanes->len)
    {
      const TelarLaneIndex *candidate = telar_chart_index_get_lane (self, state->lane);

      if (candidate->has_open && candidate->open.task == task)
        {
          *lane = state->lane;
          telar_chart_index_get_group (self, *lane, candidate->n_spans, first, last);
          return TRUE;
        }
    }

  if (self->tasks[task].lane == G_MAXUINT32)
    return FALSE;

  *lane = self->tasks[task].lane;
  telar_chart_index_get_group (self, *lane, self->tasks[task].first, first, last);
  return TRUE;
}

/**
 * telar_chart_index_get_hue:
 * @self: an index
 * @task: a task
 *
 * Returns: which of the %TELAR_N_HUES colours is its own; the tasks before and after it in its lane
 *   have others
 */
guint
telar_chart_index_get_hue (const TelarChartIndex *self, guint32 task)
{
  return self->hues[task] == G_MAXUINT8 ? task % TELAR_N_HUES : self->hues[task];
}

/**
 * telar_chart_index_get_times:
 * @self: an index
 * @task: a task
 * @start_ns: (out): when its first span begins
 * @end_ns: (out): when its last one ends, so far
 *
 * Returns: whether it has begun
 */
gboolean
telar_chart_index_get_times (const TelarChartIndex *self,
                             guint32 task,
                             gint64 *start_ns,
                             gint64 *end_ns)
{
  const TelarLaneIndex *lane_index;
  guint lane, first, last;

  if (!telar_chart_index_find_task (self, task, &lane, &first, &last))
    return FALSE;

  lane_index = telar_chart_index_get_lane (self, lane);
  *start_ns = telar_lane_index_get_span (lane_index, first)->start_ns;
  *end_ns = telar_lane_index_get_span (lane_index, last)->end_ns;

  return TRUE;
}

/**
 * telar_chart_index_count_waiting:
 * @self: an index
 * @time_ns: an instant, in nanoseconds since the run's start
 *
 * Returns: how many tasks were ready at @time_ns but not yet begun
 */
guint
telar_chart_index_count_waiting (const TelarChartIndex *self, gint64 time_ns)
{
  TelarChartCounts counts = { 0 };

  telar_chart_counts_advance (&counts, self, time_ns);

  return telar_chart_counts_get_waiting (&counts, self);
}

/**
 * telar_chart_index_count_running:
 * @self: an index
 * @time_ns: an instant, in nanoseconds since the run's start
 *
 * Returns: how many tasks had begun at @time_ns but not yet ended
 */
guint
telar_chart_index_count_running (const TelarChartIndex *self, gint64 time_ns)
{
  TelarChartCounts counts = { 0 };

  telar_chart_counts_advance (&counts, self, time_ns);

  return telar_chart_counts_get_running (&counts, self);
}

/**
 * telar_chart_index_get_n_workers:
 * @self: an index
 *
 * Returns: how many tasks can be under way at once at most
 */
guint
telar_chart_index_get_n_workers (const TelarChartIndex *self)
{
  const TelarRunRecord *record = self->record;

  return telar_strategy_get_effective_workers (record->strategy, record->workers, self->n_tasks);
}

/**
 * telar_chart_index_can_wait:
 * @self: an index
 *
 * Returns: whether there are more tasks than workers, so that some have to wait
 */
gboolean
telar_chart_index_can_wait (const TelarChartIndex *self)
{
  return self->n_tasks > telar_chart_index_get_n_workers (self);
}

/**
 * telar_chart_index_get_queued:
 * @self: an index
 * @task: a task
 *
 * Returns: when it was ready to begin, 0 or less if it is not yet or was from the start
 */
gint64
telar_chart_index_get_queued (const TelarChartIndex *self, guint32 task)
{
  const TelarTaskState *state = telar_trace_get_task (self->record->trace, task);

  return __atomic_load_n (&state->queued_ns, __ATOMIC_RELAXED);
}

/**
 * telar_chart_index_get_status:
 * @self: an index
 * @task: a task, or %TELAR_NO_TASK
 *
 * Returns: its status at this instant
 */
TelarStatus
telar_chart_index_get_status (const TelarChartIndex *self, guint32 task)
{
  if (task >= self->n_tasks)
    return TELAR_STATUS_SUCCEEDED;

  return telar_task_state_get_status (telar_trace_get_task (self->record->trace, task));
}
