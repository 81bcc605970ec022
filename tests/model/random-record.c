/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "random-record.h"

static TelarPlan *
make_plan (const char *workload, const char *text)
{
  g_autoptr (GError) error = NULL;
  TelarPlan *plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name (workload)), text, &error);

  g_assert_no_error (error);

  return plan;
}

static const char *const nasty_texts[] = {
  "plain",
  "",
  "quote \" backslash \\ slash /",
  "line\nend\ttab\r\b\f",
  "\033[31mred\302\233x\177",
  "ñ € 𝄞 \342\200\250",
  "</script><b>&amp;",
};

static TelarResult *
make_random_result (GRand *rand, TelarStatus status)
{
  const char *text = nasty_texts[g_rand_int_range (rand, 0, G_N_ELEMENTS (nasty_texts))];
  TelarResult *result;
  GArray *headings;

  if (status != TELAR_STATUS_SUCCEEDED)
    return telar_result_new_error (text);

  if (g_rand_boolean (rand))
    return telar_result_new_value (
        g_rand_boolean (rand) ? text : "340282366920938463463374607431768211456");

  result = telar_result_new_page (g_rand_int (rand));
  if (g_rand_boolean (rand))
    return result;

  headings = telar_headings_new ();
  for (guint i = (guint) g_rand_int_range (rand, 0, 4); i > 0; i--)
    {
      TelarHeading heading = { (guint) g_rand_int_range (rand, 0, 7), g_strdup (text) };

      g_array_append_val (headings, heading);
    }
  telar_result_take_headings (result, headings);

  return result;
}

/* Makes a run in which each task has up to four phases in the lane that was free first. */
TelarRunRecord *
random_record_new (GRand *rand, guint n_tasks, guint n_lanes)
{
  g_autoptr (GString) text = g_string_new ("A = 1\nB = 2 after A\n");
  g_autoptr (TelarPlan) plan = NULL;
  g_autofree gint64 *now = g_new0 (gint64, n_lanes);
  TelarRunRecord *record;
  gint64 end_ns = 0;

  for (guint i = 2; i < n_tasks; i++)
    g_string_append_printf (text, "%u\n", i);
  plan = make_plan ("square", text->str);
  record = telar_run_record_new (plan, TELAR_STRATEGY_PROCESSES, n_lanes, n_lanes);

  for (guint i = 0; i < n_lanes; i++)
    {
      TelarLane *lane = telar_trace_add_lane (record->trace,
                                              (TelarLaneKind) g_rand_int_range (rand, 0, 4), NULL);
      TelarSpan start = { 0, 1000, TELAR_NO_TASK, TELAR_PHASE_START, 1 };

      telar_lane_set_ids (lane, 100 + i, g_rand_boolean (rand) ? 200 + i : 0, "lab-\"1\"");
      if (g_rand_boolean (rand))
        {
          telar_lane_append (lane, &start);
          now[i] = 1000;
        }
    }

  for (guint i = 0; i < n_tasks; i++)
    {
      guint index = (guint) g_rand_int_range (rand, 0, (gint32) n_lanes);
      TelarLane *lane = telar_trace_get_lane (record->trace, index);
      TelarStatus status
          = (TelarStatus) g_rand_int_range (rand, TELAR_STATUS_SUCCEEDED, TELAR_N_STATUSES);
      g_auto (TelarOutcome) outcome = { .status = status };
      gboolean starts = status == TELAR_STATUS_SUCCEEDED || g_rand_boolean (rand);

      outcome.result = make_random_result (rand, status);
      outcome.bytes = g_rand_int (rand);
      outcome.http_status = g_rand_boolean (rand) ? 404 : 0;
      outcome.cpu = (TelarCpuTime){ g_rand_int (rand), g_rand_int (rand) };
      telar_trace_task_ready (record->trace, i, now[index]);
      if (starts)
        {
          telar_trace_task_started (record->trace, i, index, now[index]);
          for (guint k = (guint) g_rand_int_range (rand, 1, 5); k > 0; k--)
            {
              TelarSpan span = {
                .start_ns = now[index],
                .end_ns = now[index] + g_rand_int_range (rand, 1, G_MAXINT32),
                .task = i,
                .phase = (guint8) g_rand_int_range (rand, 0, TELAR_N_PHASES),
                .core = (gint16) g_rand_int_range (rand, -1, 64),
              };

              telar_lane_append (lane, &span);
              now[index] = span.end_ns;
            }
        }
      telar_trace_task_finished (record->trace, i, &outcome, now[index]);
      end_ns = MAX (end_ns, now[index]);
    }

  record->n_cores = (guint) g_rand_int_range (rand, 0, 4);
  record->memory_bytes = g_rand_boolean (rand) ? (gint64) g_rand_int (rand) << 12 : 0;
  telar_run_record_end (record, end_ns, (TelarCpuTime){ 123456789, 1 }, g_rand_boolean (rand));

  return record;
}

static void
assert_lanes_equal (TelarTrace *a, TelarTrace *b)
{
  g_assert_cmpuint (telar_trace_get_n_lanes (a), ==, telar_trace_get_n_lanes (b));
  for (guint i = 0; i < telar_trace_get_n_lanes (a); i++)
    {
      TelarLane *one = telar_trace_get_lane (a, i), *other = telar_trace_get_lane (b, i);
      g_autofree char *name = telar_lane_dup_name (one);
      g_autofree char *other_name = telar_lane_dup_name (other);

      g_assert_cmpstr (name, ==, other_name);
      g_assert_cmpint (telar_lane_get_kind (one), ==, telar_lane_get_kind (other));
      g_assert_cmpint (telar_lane_get_pid (one), ==, telar_lane_get_pid (other));
      g_assert_cmpint (telar_lane_get_tid (one), ==, telar_lane_get_tid (other));
      g_assert_cmpstr (telar_lane_get_host (one), ==, telar_lane_get_host (other));
      g_assert_cmpuint (telar_lane_get_n_spans (one), ==, telar_lane_get_n_spans (other));
      for (guint j = 0; j < telar_lane_get_n_spans (one); j++)
        {
          const TelarSpan *span = telar_lane_get_span (one, j);
          const TelarSpan *other_span = telar_lane_get_span (other, j);

          g_assert_cmpint (span->start_ns, ==, other_span->start_ns);
          g_assert_cmpint (span->end_ns, ==, other_span->end_ns);
          g_assert_cmpuint (span->task, ==, other_span->task);
          g_assert_cmpuint (span->phase, ==, other_span->phase);
          g_assert_cmpint (span->core, ==, other_span->core);
        }
    }
}

static void
assert_tasks_equal (TelarRunRecord *a, TelarRunRecord *b)
{
  g_assert_cmpuint (telar_plan_get_n_tasks (a->plan), ==, telar_plan_get_n_tasks (b->plan));
  for (guint i = 0; i < telar_plan_get_n_tasks (a->plan); i++)
    {
      const TelarInput *input = telar_plan_get_task (a->plan, i);
      const TelarInput *other_input = telar_plan_get_task (b->plan, i);
      const TelarTaskState *task = telar_trace_get_task (a->trace, i);
      const TelarTaskState *other = telar_trace_get_task (b->trace, i);

      g_assert_cmpstr (input->input, ==, other_input->input);
      g_assert_cmpstr (input->name, ==, other_input->name);
      g_assert_cmpmem (input->after, input->n_after * sizeof (guint), other_input->after,
                       other_input->n_after * sizeof (guint));
      g_assert_cmpint (task->status, ==, other->status);
      g_assert_cmpint (task->queued_ns, ==, other->queued_ns);
      g_assert_cmpint (task->start_ns, ==, other->start_ns);
      g_assert_cmpint (task->end_ns, ==, other->end_ns);
      g_assert_cmpuint (task->lane, ==, other->lane);
      g_assert_cmpint (task->cpu.user_ns, ==, other->cpu.user_ns);
      g_assert_cmpint (task->cpu.system_ns, ==, other->cpu.system_ns);
      g_assert_cmpuint (task->http_status, ==, other->http_status);
      g_assert_cmpuint (task->bytes, ==, other->bytes);
      g_assert_true (telar_result_equal (task->result, other->result));
    }
}

/* That both tell the same of the same plan: lanes, spans, tasks, results and times. */
void
assert_records_equal (TelarRunRecord *a, TelarRunRecord *b)
{
  g_assert_true (telar_run_record_has_ended (b));
  g_assert_true (telar_plan_get_workload (a->plan) == telar_plan_get_workload (b->plan));
  g_assert_cmpint (a->strategy, ==, b->strategy);
  g_assert_cmpuint (a->workers, ==, b->workers);
  g_assert_cmpstr (a->application, ==, b->application);
  g_assert_cmpint (g_date_time_to_unix (a->started), ==, g_date_time_to_unix (b->started));
  g_assert_cmpint (a->wall_ns, ==, b->wall_ns);
  g_assert_cmpint (a->cpu.user_ns, ==, b->cpu.user_ns);
  g_assert_cmpint (a->cpu.system_ns, ==, b->cpu.system_ns);
  g_assert_cmpuint (a->n_cores, ==, b->n_cores);
  g_assert_cmpint (a->memory_bytes, ==, b->memory_bytes);
  g_assert_cmpint (a->complete, ==, b->complete);
  g_assert_cmpuint (telar_trace_get_peak_concurrency (a->trace), ==,
                    telar_trace_get_peak_concurrency (b->trace));
  assert_lanes_equal (a->trace, b->trace);
  assert_tasks_equal (a, b);
}
