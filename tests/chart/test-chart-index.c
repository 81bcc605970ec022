/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-chart-index.h"
#include "chart/telar-chart-walk.h"
#include "chart/telar-task-label.h"
#include "synthetic-run.h"

#define MS G_GINT64_CONSTANT (1000000)

static TelarRunRecord *
new_record (const char *inputs, TelarStrategy strategy, guint workers)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name ("square")), inputs, &error);

  g_assert_no_error (error);

  return telar_run_record_new (plan, strategy, workers, 64);
}

static void
begin (TelarRunRecord *record, guint task, guint lane, gint64 now_ns)
{
  telar_trace_task_started (record->trace, task, lane, now_ns);
  telar_lane_begin (telar_trace_get_lane (record->trace, lane), task, TELAR_PHASE_SLEEP, now_ns);
}

static void
end (TelarRunRecord *record, guint task, guint lane, TelarStatus status, gint64 now_ns)
{
  g_auto (TelarOutcome) outcome = { .status = status };

  telar_lane_end (telar_trace_get_lane (record->trace, lane), now_ns);
  telar_trace_task_finished (record->trace, task, &outcome, now_ns);
}

static void
assert_same_times (const GArray *a, const GArray *b)
{
  g_assert_cmpmem (a->data, a->len * sizeof (gint64), b->data, b->len * sizeof (gint64));
}

static void
assert_same_instants (const TelarInstants *a, const TelarInstants *b)
{
  assert_same_times (a->times_ns, b->times_ns);
  g_assert_cmpmem (a->milestones->data, a->milestones->len * sizeof (TelarMilestone),
                   b->milestones->data, b->milestones->len * sizeof (TelarMilestone));
}

/* Slots may have been given to the phases in another order. */
static void
assert_same_sums (const TelarLaneIndex *a, const TelarLaneIndex *b)
{
  for (guint block = 0; block * TELAR_SUMS_BLOCK < a->n_spans; block++)
    {
      const gint64 *before_a = telar_lane_sums_get_before (&a->sums, block);
      const gint64 *before_b = telar_lane_sums_get_before (&b->sums, block);

      g_assert_cmpint (telar_lane_sums_get_longest (&a->sums, block), ==,
                       telar_lane_sums_get_longest (&b->sums, block));
      for (guint phase = 0; phase < TELAR_SUMS_SLOTS; phase++)
        {
          guint slot_a = a->sums.slots[phase], slot_b = b->sums.slots[phase];

          g_assert_cmpint (slot_a == G_MAXUINT8 ? 0 : before_a[slot_a], ==,
                           slot_b == G_MAXUINT8 ? 0 : before_b[slot_b]);
        }
    }
}

static void
assert_same (const TelarChartIndex *a, const TelarChartIndex *b)
{
  g_assert_cmpuint (a->lanes->len, ==, b->lanes->len);
  g_assert_cmpmem (a->tasks, a->n_tasks * sizeof (TelarTaskSpans), b->tasks,
                   b->n_tasks * sizeof (TelarTaskSpans));
  assert_same_instants (&a->starts, &b->starts);
  assert_same_instants (&a->open_starts, &b->open_starts);
  assert_same_instants (&a->ends, &b->ends);
  assert_same_instants (&a->arrivals, &b->arrivals);
  g_assert_cmpuint (a->phases, ==, b->phases);
  g_assert_cmpuint (a->n_failed, ==, b->n_failed);
  g_assert_cmpint (a->end_ns, ==, b->end_ns);

  for (guint i = 0; i < a->lanes->len; i++)
    {
      const TelarLaneIndex *lane_a = telar_chart_index_get_lane (a, i);
      const TelarLaneIndex *lane_b = telar_chart_index_get_lane (b, i);

      g_assert_cmpuint (lane_a->n_spans, ==, lane_b->n_spans);
      assert_same_times (lane_a->starts_ns, lane_b->starts_ns);
      assert_same_sums (lane_a, lane_b);
      g_assert_cmpmem (lane_a->failed->data, lane_a->failed->len * sizeof (guint32),
                       lane_b->failed->data, lane_b->failed->len * sizeof (guint32));
    }
}

static void
test_followed_run_gives_the_same_index_as_a_finished_one (void)
{
  g_autoptr (TelarRunRecord) record = new_record ("1..300", TELAR_STRATEGY_THREADS, 5);
  g_autoptr (TelarChartIndex) followed = telar_chart_index_new (record);
  g_autoptr (TelarChartIndex) finished = telar_chart_index_new (record);
  guint running[5], next = 0;
  gint64 now_ns = 0;

  for (guint i = 0; i < 5; i++)
    {
      telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
      running[i] = TELAR_NO_TASK;
    }

  while (telar_trace_get_n_finished (record->trace) < 300)
    {
      guint lane = (guint) g_test_rand_int_range (0, 5);

      now_ns += g_test_rand_int_range (1, 1000000);
      if (running[lane] == TELAR_NO_TASK && next < 300)
        begin (record, running[lane] = next++, lane, now_ns);
      else if (running[lane] != TELAR_NO_TASK && g_test_rand_bit ())
        {
          end (record, running[lane], lane,
               g_test_rand_int_range (0, 5) > 0 ? TELAR_STATUS_SUCCEEDED : TELAR_STATUS_FAILED,
               now_ns);
          running[lane] = TELAR_NO_TASK;
        }
      else
        telar_lane_enter (telar_trace_get_lane (record->trace, lane),
                          (TelarPhase) g_test_rand_int_range (TELAR_PHASE_DNS, TELAR_N_PHASES),
                          now_ns);
      if (g_test_rand_int_range (0, 4) == 0)
        telar_chart_index_update_at (followed, now_ns, FALSE);
    }

  telar_chart_index_update_at (followed, now_ns, TRUE);
  telar_chart_index_update_at (finished, now_ns, TRUE);
  assert_same (followed, finished);
}

static void
test_sums_equal_those_of_the_spans (void)
{
  g_autoptr (TelarRunRecord) record = synthetic_lanes_new (3, 5000, 1000 * MS);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  const TelarLaneIndex *lane;

  telar_chart_index_update (index);
  lane = telar_chart_index_get_lane (index, 1);
  for (guint round = 0; round < 200; round++)
    {
      guint n = telar_lane_index_get_n_spans (lane);
      guint from = (guint) g_test_rand_int_range (0, (gint32) n);
      guint to = (guint) g_test_rand_int_range ((gint32) from + 1, (gint32) n + 1);
      gint64 phases_ns[TELAR_N_PHASES] = { 0 }, busy_ns = 0;
      gint64 time_ns = g_test_rand_int_range (0, 1000000000);
      guint found;

      for (guint i = from; i < to; i++)
        {
          const TelarSpan *span = telar_lane_index_get_span (lane, i);

          busy_ns += span->end_ns - span->start_ns;
          phases_ns[span->phase] += span->end_ns - span->start_ns;
        }
      g_assert_cmpint (telar_lane_index_get_busy (lane, from, to), ==, busy_ns);
      for (guint i = 0; i < TELAR_N_PHASES; i++)
        g_assert_cmpint (phases_ns[telar_lane_index_get_main_phase (lane, from, to)], >=,
                         phases_ns[i]);

      found = telar_lane_index_find_ending_after (lane, 0, time_ns);
      g_assert_true (found == n || telar_lane_index_get_span (lane, found)->end_ns > time_ns);
      g_assert_true (found == 0 || telar_lane_index_get_span (lane, found - 1)->end_ns <= time_ns);
      found = telar_lane_index_find_starting_from (lane, 0, time_ns);
      g_assert_true (found == n || telar_lane_index_get_span (lane, found)->start_ns >= time_ns);
      g_assert_true (found == 0 || telar_lane_index_get_span (lane, found - 1)->start_ns < time_ns);
    }
}

static void
test_fifth_task_waits_for_a_free_worker (void)
{
  const SyntheticRun run = { "square", "1 2 3 4 5", TELAR_STRATEGY_PROCESSES, 4 };
  g_autoptr (TelarRunRecord) record = synthetic_run_new (&run);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);

  telar_chart_index_update (index);

  g_assert_true (telar_chart_index_can_wait (index));
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 0), ==, 5);
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 1000 * MS), ==, 1);
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 3000 * MS), ==, 0);
}

static void
test_dependent_task_waits_only_once_it_is_ready (void)
{
  g_autoptr (TelarRunRecord) record
      = new_record ("A = 1\nB = 2 after A", TELAR_STRATEGY_THREADS, 1);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);

  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  begin (record, 0, 0, 10);
  telar_chart_index_update_at (index, 20, FALSE);
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 5), ==, 1);
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 15), ==, 0);

  end (record, 0, 0, TELAR_STATUS_SUCCEEDED, 30);
  telar_trace_task_ready (record->trace, 1, 30);
  telar_chart_index_update_at (index, 40, FALSE);
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 20), ==, 0);
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 35), ==, 1);

  begin (record, 1, 0, 50);
  end (record, 1, 0, TELAR_STATUS_SUCCEEDED, 60);
  telar_chart_index_update_at (index, 60, TRUE);
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 55), ==, 0);
}

static void
test_task_begun_anew_waited_in_between (void)
{
  g_autoptr (TelarRunRecord) record = new_record ("1 2", TELAR_STRATEGY_PROCESSES, 2);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  guint lane, first, last;

  telar_trace_add_lane (record->trace, TELAR_LANE_PROCESS, NULL);
  telar_trace_add_lane (record->trace, TELAR_LANE_PROCESS, NULL);
  begin (record, 0, 0, 10);
  telar_lane_end (telar_trace_get_lane (record->trace, 0), 20);
  telar_trace_task_given_back (record->trace, 0);
  begin (record, 0, 1, 30);
  telar_chart_index_update_at (index, 35, FALSE);
  g_assert_true (telar_chart_index_find_task (index, 0, &lane, &first, &last));
  g_assert_cmpuint (lane, ==, 1);

  end (record, 0, 1, TELAR_STATUS_SUCCEEDED, 40);
  telar_chart_index_update_at (index, 50, FALSE);
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 15), ==, 1);
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 25), ==, 2);
  g_assert_cmpuint (telar_chart_index_count_waiting (index, 45), ==, 1);
  g_assert_true (telar_chart_index_find_task (index, 0, &lane, &first, &last));
  g_assert_cmpuint (lane, ==, 1);
}

static void
test_open_span_goes_on_with_its_bar (void)
{
  g_autoptr (TelarRunRecord) record = new_record ("1", TELAR_STRATEGY_THREADS, 1);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  guint lane, first, last;

  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  begin (record, 0, 0, 10);
  telar_lane_enter (telar_trace_get_lane (record->trace, 0), TELAR_PHASE_COMPUTE, 20);
  telar_chart_index_update_at (index, 70, FALSE);

  g_assert_true (telar_chart_index_find_task (index, 0, &lane, &first, &last));
  g_assert_cmpuint (first, ==, 0);
  g_assert_cmpuint (last, ==, 1);
  g_assert_cmpint (telar_lane_index_get_span (telar_chart_index_get_lane (index, 0), 1)->end_ns, ==,
                   70);
  g_assert_cmpint (telar_lane_index_get_busy (telar_chart_index_get_lane (index, 0), 0, 2), ==, 60);
}

static void
test_keys_walk_from_bar_to_bar (void)
{
  const SyntheticRun run = { "square", "1 2 3 4 5", TELAR_STRATEGY_PROCESSES, 4 };
  g_autoptr (TelarRunRecord) record = synthetic_run_new (&run);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  static const struct
  {
    TelarChartRows rows;
    guint32 from;
    TelarWalk direction;
    guint32 to;
  } steps[] = {
    { TELAR_CHART_BY_WORKER, TELAR_NO_TASK, TELAR_WALK_RIGHT, 0 },
    { TELAR_CHART_BY_WORKER, 0, TELAR_WALK_RIGHT, 4 },
    { TELAR_CHART_BY_WORKER, 4, TELAR_WALK_RIGHT, 4 },
    { TELAR_CHART_BY_WORKER, 4, TELAR_WALK_LEFT, 0 },
    { TELAR_CHART_BY_WORKER, 0, TELAR_WALK_LEFT, 0 },
    { TELAR_CHART_BY_WORKER, 0, TELAR_WALK_DOWN, 1 },
    { TELAR_CHART_BY_WORKER, 4, TELAR_WALK_DOWN, 1 },
    { TELAR_CHART_BY_WORKER, 3, TELAR_WALK_DOWN, 3 },
    { TELAR_CHART_BY_WORKER, 3, TELAR_WALK_UP, 2 },
    { TELAR_CHART_BY_WORKER, 0, TELAR_WALK_NEXT, 4 },
    { TELAR_CHART_BY_WORKER, 4, TELAR_WALK_NEXT, 1 },
    { TELAR_CHART_BY_WORKER, 3, TELAR_WALK_NEXT, 3 },
    { TELAR_CHART_BY_WORKER, 1, TELAR_WALK_PREVIOUS, 4 },
    { TELAR_CHART_BY_WORKER, 0, TELAR_WALK_PREVIOUS, 0 },
    { TELAR_CHART_BY_TASK, 3, TELAR_WALK_NEXT, 4 },
    { TELAR_CHART_BY_TASK, 3, TELAR_WALK_PREVIOUS, 2 },
    { TELAR_CHART_BY_TASK, TELAR_NO_TASK, TELAR_WALK_DOWN, 0 },
    { TELAR_CHART_BY_TASK, 3, TELAR_WALK_DOWN, 4 },
    { TELAR_CHART_BY_TASK, 4, TELAR_WALK_DOWN, 4 },
    { TELAR_CHART_BY_TASK, 0, TELAR_WALK_UP, 0 },
  };

  telar_chart_index_update (index);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    g_assert_cmpuint (telar_chart_walk (index, steps[i].rows, steps[i].from, steps[i].direction),
                      ==, steps[i].to);
}

static void
test_labels_shorten_step_by_step (void)
{
  const SyntheticRun pages = { "headings",
                               "https://www.example.org/a/b/?q=1#part\ndemo:python.org/\n"
                               "Named = http://example.net/",
                               TELAR_STRATEGY_THREADS, 2 };
  static const char *const expected[3][4] = { { "example.org/a/b/?q=1", "example.org", "1", NULL },
                                              { "python.org", "python.org", "2", NULL },
                                              { "Named", "example.net", "3", NULL } };
  g_autoptr (TelarRunRecord) record = synthetic_run_new (&pages);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  g_autoptr (GString) label = g_string_new (NULL);

  for (guint task = 0; task < G_N_ELEMENTS (expected); task++)
    for (guint shortness = 0; shortness < 4; shortness++)
      {
        gboolean is_there = telar_task_label (index, task, shortness, label);

        g_assert_cmpint (is_there, ==, expected[task][shortness] != NULL);
        if (is_there)
          g_assert_cmpstr (label->str, ==, expected[task][shortness]);
      }
}

static void
test_hostile_text_becomes_one_plain_line (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *longest = g_strnfill (100000, 'x');

  telar_text_append_plain (text, "a\nb\xff\x1b[31m\xe2\x80\xae"
                                 "c");
  g_assert_cmpstr (text->str, ==, "a b\xef\xbf\xbd [31m c");

  g_string_truncate (text, 0);
  telar_text_append_plain (text, longest);
  g_assert_cmpint (g_utf8_strlen (text->str, -1), ==, 201);
}

static void
test_task_is_described_for_a_screen_reader (void)
{
  const SyntheticRun run = { "square", "7", TELAR_STRATEGY_PROCESSES, 1 };
  g_autoptr (TelarRunRecord) record = synthetic_run_new (&run);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  g_autoptr (GString) text = g_string_new (NULL);

  telar_chart_index_update (index);
  telar_task_describe (index, 0, text);
  g_assert_cmpstr (text->str, ==, "Task 1, 7, Process 1, 0.03\u00a0s to 2.03\u00a0s, Succeeded");
  telar_run_describe (index, text);
  g_assert_nonnull (strstr (text->str, "1 tasks, 1 succeeded, 0 failed"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/chart-index/followed-run-gives-the-same-index-as-a-finished-one",
                   test_followed_run_gives_the_same_index_as_a_finished_one);
  g_test_add_func ("/chart-index/sums-equal-those-of-the-spans",
                   test_sums_equal_those_of_the_spans);
  g_test_add_func ("/chart-index/fifth-task-waits-for-a-free-worker",
                   test_fifth_task_waits_for_a_free_worker);
  g_test_add_func ("/chart-index/dependent-task-waits-only-once-it-is-ready",
                   test_dependent_task_waits_only_once_it_is_ready);
  g_test_add_func ("/chart-index/task-begun-anew-waited-in-between",
                   test_task_begun_anew_waited_in_between);
  g_test_add_func ("/chart-index/open-span-goes-on-with-its-bar",
                   test_open_span_goes_on_with_its_bar);
  g_test_add_func ("/chart-index/keys-walk-from-bar-to-bar", test_keys_walk_from_bar_to_bar);
  g_test_add_func ("/chart-index/labels-shorten-step-by-step", test_labels_shorten_step_by_step);
  g_test_add_func ("/chart-index/hostile-text-becomes-one-plain-line",
                   test_hostile_text_becomes_one_plain_line);
  g_test_add_func ("/chart-index/task-is-described-for-a-screen-reader",
                   test_task_is_described_for_a_screen_reader);

  return g_test_run ();
}
