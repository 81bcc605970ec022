/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "synthetic-graph.h"

#include "model/telar-plan-levels.h"

/* Makes a run of tasks that wait for each other, by threads of which each takes the next task as
 * soon as it may begin. Each task computes for its duration. */
TelarRunRecord *
synthetic_graph_new (const char *inputs, const gint64 *durations_ns, guint n_workers)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), inputs, &error);
  g_autoptr (TelarPlanLevels) levels = NULL;
  g_autofree gint64 *free_ns = g_new0 (gint64, n_workers);
  TelarRunRecord *record;
  gint64 end_ns = 0;

  g_assert_no_error (error);
  levels = telar_plan_levels_new (plan);
  record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, n_workers, n_workers);
  for (guint i = 0; i < n_workers; i++)
    telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);

  for (guint i = 0; i < telar_plan_get_n_tasks (plan); i++)
    {
      guint task = levels->tasks[i], lane = 0;
      const TelarInput *input = telar_plan_get_task (plan, task);
      g_auto (TelarOutcome) outcome = { .status = TELAR_STATUS_SUCCEEDED };
      gint64 ready_ns = 0;
      TelarSpan span = { .task = task, .phase = TELAR_PHASE_COMPUTE, .core = -1 };

      for (guint k = 0; k < input->n_after; k++)
        ready_ns = MAX (ready_ns, telar_trace_get_task (record->trace, input->after[k])->end_ns);
      for (guint k = 1; k < n_workers; k++)
        if (MAX (free_ns[k], ready_ns) < MAX (free_ns[lane], ready_ns))
          lane = k;
      span.start_ns = MAX (free_ns[lane], ready_ns);
      span.end_ns = free_ns[lane] = span.start_ns + durations_ns[task];
      end_ns = MAX (end_ns, span.end_ns);

      telar_trace_task_ready (record->trace, task, ready_ns);
      telar_trace_task_started (record->trace, task, lane, span.start_ns);
      telar_lane_append (telar_trace_get_lane (record->trace, lane), &span);
      telar_trace_task_finished (record->trace, task, &outcome, span.end_ns);
    }
  telar_run_record_end (record, end_ns, (TelarCpuTime){ end_ns, 0 }, TRUE);

  return record;
}

/* Makes inputs of which each waits for up to @max_after of the @reach before it. */
char *
synthetic_graph_inputs (GRand *random, guint n_tasks, guint max_after, guint reach)
{
  GString *inputs = g_string_new (NULL);

  for (guint i = 0; i < n_tasks; i++)
    {
      guint n_after = i > 0 ? (guint) g_rand_int_range (random, 0, (gint32) max_after + 1) : 0;

      g_string_append_printf (inputs, "T%u = 1", i);
      for (guint k = 0; k < n_after; k++)
        g_string_append_printf (
            inputs, "%s T%u", k > 0 ? "" : " after",
            i - (guint) g_rand_int_range (random, 1, (gint32) MIN (reach, i) + 1));
      g_string_append_c (inputs, '\n');
    }

  return g_string_free (inputs, FALSE);
}
