/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-task-card.h"

#include "synthetic-run.h"

#define MS G_GINT64_CONSTANT (1000000)

/* A run of one thread and one page, which ended with @status. */
static TelarRunRecord *
record_new (const char *input, TelarStatus status, const char *error)
{
  const TelarSpan spans[] = {
    { 10 * MS, 20 * MS, 0, TELAR_PHASE_CONNECT, 0 },
    { 20 * MS, 80 * MS, 0, TELAR_PHASE_WAIT, 3 },
    { 80 * MS, 85 * MS, 0, TELAR_PHASE_RECEIVE, 0 },
    { 85 * MS, 110 * MS, 0, TELAR_PHASE_WAIT, -1 },
  };
  g_autoptr (TelarPlan) plan = NULL;
  g_autoptr (GError) plan_error = NULL;
  TelarRunRecord *record;
  TelarLane *lane;
  TelarOutcome outcome = { .status = status, .bytes = 5194, .http_status = 200 };
  guint lane_index;

  plan = telar_plan_new_from_text (telar_parameters_new (telar_workload_from_name ("characters")),
                                   input, &plan_error);
  g_assert_no_error (plan_error);
  record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 1, 1);
  lane = telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, &lane_index);
  telar_trace_task_ready (record->trace, 0, 0);
  telar_trace_task_started (record->trace, 0, lane_index, 10 * MS);
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    telar_lane_append (lane, &spans[i]);
  outcome.cpu.user_ns = 20 * MS;
  outcome.cpu.system_ns = 5 * MS;
  outcome.result = error != NULL ? telar_result_new_error (error) : telar_result_new_page (5194);
  telar_trace_task_finished (record->trace, 0, &outcome, 110 * MS);
  telar_run_record_end (record, 120 * MS, outcome.cpu, TRUE);

  return record;
}

static const char *
find_fact (const TelarTaskCard *card, const char *title)
{
  for (guint i = 0; i < card->facts->len; i++)
    {
      const TelarCardFact *fact = &g_array_index (card->facts, TelarCardFact, i);

      if (g_str_equal (fact->title, title))
        return fact->value;
    }

  return NULL;
}

static void
test_phases_and_costs_are_told (void)
{
  g_autoptr (TelarRunRecord) record
      = record_new ("https://a.example/x", TELAR_STATUS_SUCCEEDED, NULL);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  g_autoptr (TelarTaskCard) card = NULL;
  const TelarCardPhase *wait;

  telar_chart_index_update (index);
  card = telar_task_card_new (index, 0);

  g_assert_cmpstr (card->input, ==, "https://a.example/x");
  g_assert_cmpstr (card->place, ==, "Thread 1 · cores 0, 3");
  g_assert_cmpuint (card->phases->len, ==, 3);
  wait = &g_array_index (card->phases, TelarCardPhase, 1);
  g_assert_cmpint (wait->phase, ==, TELAR_PHASE_WAIT);
  g_assert_cmpint (wait->duration_ns, ==, 85 * MS);
  g_assert_cmpfloat_with_epsilon (wait->share, 0.85, 1e-9);
  g_assert_cmpstr (find_fact (card, "Took"), ==, "100\u00a0ms");
  g_assert_cmpstr (find_fact (card, "Waited before"), ==, "10.0\u00a0ms");
  g_assert_cmpstr (find_fact (card, "CPU time"), ==, "25.0\u00a0ms (25 %)");
  g_assert_cmpstr (find_fact (card, "HTTP status"), ==, "200");
  g_assert_cmpstr (find_fact (card, "Status"), ==, "Succeeded");
  g_assert_nonnull (find_fact (card, "Received"));
  g_assert_null (card->problem);
}

/* What a server or a file brought along is neither markup nor more than one line. */
static void
test_foreign_texts_are_tamed (void)
{
  g_autoptr (TelarRunRecord) record
      = record_new ("https://a.example/<b>&amp;", TELAR_STATUS_FAILED, "no\n<i>\x1b[1m");
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  g_autoptr (TelarTaskCard) card = NULL;

  telar_chart_index_update (index);
  card = telar_task_card_new (index, 0);

  g_assert_cmpstr (card->input, ==, "https://a.example/<b>&amp;");
  g_assert_cmpstr (card->problem, ==, "no <i> [1m");
  g_assert_cmpstr (find_fact (card, "Status"), ==, "Failed");
}

static void
test_task_that_has_not_begun_has_no_place (void)
{
  const SyntheticRun run = { "square", "1 2 3 4 5", TELAR_STRATEGY_PROCESSES, 1, .until_ns = MS };
  g_autoptr (TelarRunRecord) record = synthetic_run_new (&run);
  g_autoptr (TelarChartIndex) index = telar_chart_index_new (record);
  g_autoptr (TelarTaskCard) card = NULL;

  telar_chart_index_update (index);
  card = telar_task_card_new (index, 4);

  g_assert_cmpstr (card->input, ==, "5");
  g_assert_null (card->place);
  g_assert_cmpuint (card->phases->len, ==, 0);
  g_assert_null (find_fact (card, "CPU time"));
  g_assert_nonnull (find_fact (card, "Status"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/task-card/phases-and-costs-are-told", test_phases_and_costs_are_told);
  g_test_add_func ("/task-card/foreign-texts-are-tamed", test_foreign_texts_are_tamed);
  g_test_add_func ("/task-card/task-that-has-not-begun-has-no-place",
                   test_task_that_has_not_begun_has_no_place);

  return g_test_run ();
}
