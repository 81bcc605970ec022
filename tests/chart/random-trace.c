/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "random-trace.h"

#include "synthetic-run.h"

/* What the lengths of a trace are like. */
typedef enum
{
  LENGTHS_ALIKE,
  LENGTHS_MIXED,
  LENGTHS_EXTREME, /* from nothing to some seconds */
  N_LENGTHS,
} Lengths;

static gint64
random_length (Lengths lengths)
{
  switch (lengths)
    {
    case LENGTHS_ALIKE:
      return g_test_rand_int_range (900, 1100);
    case LENGTHS_MIXED:
      return 1 << g_test_rand_int_range (4, 26);
    default:
      if (g_test_rand_int_range (0, 8) == 0)
        return 0;
      if (g_test_rand_int_range (0, 8) == 0)
        return 1;
      return (gint64) (G_GINT64_CONSTANT (1) << g_test_rand_int_range (0, 33))
             - (gint64) g_test_rand_int_range (0, 2);
    }
}

static void
append (RandomTrace *trace, guint row, TelarLane *lane, const TelarSpan *span)
{
  telar_lane_append (lane, span);
  g_array_append_vals (g_ptr_array_index (trace->rows, row), span, 1);
  trace->end_ns = MAX (trace->end_ns, span->end_ns);
}

/* Some spans that belong to no task's bar: the start of a worker, or what an event loop did. */
static gint64
append_others (RandomTrace *trace, guint row, TelarLane *lane, guint n, Lengths lengths)
{
  gboolean is_loop = telar_lane_get_kind (lane) == TELAR_LANE_LOOP;
  gint64 time_ns = 0;

  for (guint i = 0; i < n; i++)
    {
      TelarSpan span = {
        .start_ns = time_ns,
        .end_ns = time_ns + random_length (lengths),
        .task
        = is_loop ? (guint32) g_test_rand_int_range (0, (int) trace->tasks->len) : TELAR_NO_TASK,
        .phase = is_loop ? TELAR_PHASE_LOOP : TELAR_PHASE_START,
      };

      append (trace, row, lane, &span);
      time_ns = span.end_ns + (g_test_rand_bit () ? random_length (lengths) : 0);
    }

  return time_ns;
}

static gint64
append_task (RandomTrace *trace, guint32 task, gint64 start_ns, Lengths lengths, gboolean may_pause)
{
  RandomTask *place = &g_array_index (trace->tasks, RandomTask, task);
  guint row = place->lane + trace->has_loop;
  GArray *spans = g_ptr_array_index (trace->rows, row);
  TelarLane *lane = telar_trace_get_lane (trace->record->trace, place->lane);
  guint n_spans = g_test_rand_bit () ? 1 : (guint) g_test_rand_int_range (1, 7);
  g_auto (TelarOutcome) outcome = { .status = TELAR_STATUS_SUCCEEDED };
  gint64 time_ns = start_ns;

  place->first = spans->len;
  telar_trace_task_started (trace->record->trace, task, place->lane, time_ns);
  for (guint i = 0; i < n_spans; i++)
    {
      TelarSpan span = {
        .start_ns = time_ns,
        .end_ns = time_ns + random_length (lengths),
        .task = task,
        .phase = (guint8) g_test_rand_int_range (TELAR_PHASE_DNS, TELAR_PHASE_LOOP),
      };

      append (trace, row, lane, &span);
      time_ns = span.end_ns;
      if (may_pause && i + 1 < n_spans && g_test_rand_int_range (0, 4) == 0)
        time_ns += random_length (lengths);
    }
  place->last = spans->len - 1;

  place->has_failed = g_test_rand_int_range (0, 9) == 0;
  if (place->has_failed)
    outcome.status = TELAR_STATUS_FAILED;
  telar_trace_task_finished (trace->record->trace, task, &outcome, time_ns);

  return time_ns;
}

/* Opens the span of a task that goes on until the end. */
static void
append_open (RandomTrace *trace, guint32 task, gint64 start_ns)
{
  RandomTask *place = &g_array_index (trace->tasks, RandomTask, task);
  GArray *spans = g_ptr_array_index (trace->rows, place->lane + trace->has_loop);
  TelarSpan span = { .start_ns = start_ns, .task = task, .phase = TELAR_PHASE_COMPUTE };

  telar_trace_task_started (trace->record->trace, task, place->lane, start_ns);
  telar_lane_begin (telar_trace_get_lane (trace->record->trace, place->lane), task, span.phase,
                    start_ns);
  place->first = place->last = spans->len;
  g_array_append_val (spans, span);
  trace->end_ns = MAX (trace->end_ns, start_ns);
}

static void
add_lanes (RandomTrace *trace, guint n_lanes)
{
  trace->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  trace->has_loop = g_test_rand_int_range (0, 3) == 0;
  for (guint i = 0; i < n_lanes + trace->has_loop; i++)
    {
      g_ptr_array_add (trace->rows, g_array_new (FALSE, FALSE, sizeof (TelarSpan)));
      telar_trace_add_lane (trace->record->trace, i < n_lanes ? TELAR_LANE_THREAD : TELAR_LANE_LOOP,
                            NULL);
    }
}

/* Makes a trace of @n_lanes lanes with @n_tasks tasks. Its spans touch each other or leave gaps,
 * last nothing, a nanosecond or seconds; a task has one or several; some tasks have failed, and
 * some of a live trace go on. */
void
random_trace_init (RandomTrace *trace, guint n_lanes, guint n_tasks, gboolean is_live)
{
  g_autofree char *inputs = synthetic_numbers (n_tasks);
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), inputs, NULL);
  Lengths lengths = (Lengths) g_test_rand_int_range (0, N_LENGTHS);
  gboolean is_dense = g_test_rand_bit (), may_pause = g_test_rand_bit ();
  g_autofree gint64 *times_ns = g_new0 (gint64, n_lanes);

  *trace = (RandomTrace){ .is_live = is_live };
  trace->tasks = g_array_new (FALSE, TRUE, sizeof (RandomTask));
  g_array_set_size (trace->tasks, n_tasks);
  trace->record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, n_lanes, n_lanes + 1);
  add_lanes (trace, n_lanes);
  if (trace->has_loop)
    append_others (trace, 0, telar_trace_get_lane (trace->record->trace, n_lanes), n_tasks / 2,
                   lengths);
  for (guint i = 0; i < n_lanes; i++)
    times_ns[i]
        = append_others (trace, i + trace->has_loop, telar_trace_get_lane (trace->record->trace, i),
                         g_test_rand_bit () ? 1 : 0, lengths);

  for (guint32 task = 0; task < n_tasks; task++)
    {
      guint lane = task % n_lanes;

      if (!is_dense && g_test_rand_bit ())
        times_ns[lane] += random_length (lengths);
      g_array_index (trace->tasks, RandomTask, task).lane = lane;
      if (is_live && task + n_lanes >= n_tasks)
        append_open (trace, task, times_ns[lane]);
      else
        times_ns[lane] = append_task (trace, task, times_ns[lane], lengths, may_pause);
    }

  /* What is open lasts until the end. */
  trace->end_ns += random_length (lengths) + 1;
  for (guint32 task = n_tasks - MIN (n_lanes, n_tasks); is_live && task < n_tasks; task++)
    {
      const RandomTask *place = &g_array_index (trace->tasks, RandomTask, task);
      GArray *spans = g_ptr_array_index (trace->rows, place->lane + trace->has_loop);

      g_array_index (spans, TelarSpan, place->last).end_ns = trace->end_ns;
    }
  if (!is_live)
    telar_run_record_end (trace->record, trace->end_ns, (TelarCpuTime){ 0, 0 }, TRUE);
}

void
random_trace_clear (RandomTrace *trace)
{
  g_ptr_array_unref (trace->rows);
  g_array_unref (trace->tasks);
  telar_run_record_unref (trace->record);
}
