/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "run-fixture.h"

TelarSite *site;

static const TelarStrategy strategies[] = {
  TELAR_STRATEGY_SEQUENTIAL,
  TELAR_STRATEGY_THREADS,
  TELAR_STRATEGY_ASYNC,
  TELAR_STRATEGY_PROCESSES,
};

TelarPlan *
plan_new (const char *workload, const char *parameter, const char *value, const char *text)
{
  TelarParameters *parameters = telar_parameters_new (telar_workload_from_name (workload));
  g_autoptr (GError) error = NULL;
  TelarPlan *plan;

  if (parameter != NULL)
    telar_parameters_parse (parameters, parameter, value, &error);
  g_assert_no_error (error);
  plan = telar_plan_new_from_text (parameters, text, &error);
  g_assert_no_error (error);

  return plan;
}

TelarPlan *
plan_new_sixteen (const char *workload, const char *parameter, const char *value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < TELAR_SITE_N_PAGES; i++)
    g_string_append_printf (text, "%s\n", telar_site_get_page (i)->demo);

  return plan_new (workload, parameter, value, text->str);
}

static void
on_done (GObject *source_object, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_true (G_OBJECT (fixture->run) == source_object);
  fixture->end_ns = telar_clock_now_ns ();
  fixture->complete = telar_run_execute_finish (fixture->run, result, &fixture->error);
  fixture->done = TRUE;
}

void
fixture_start (Fixture *fixture,
               TelarPlan *plan,
               TelarStrategy strategy,
               guint workers,
               const char *demo_url,
               GCancellable *cancellable)
{
  *fixture = (Fixture){ 0 };
  fixture->run = telar_run_new (plan, strategy, workers, demo_url);
  fixture->record = telar_run_get_record (fixture->run);
  fixture->trace = fixture->record->trace;
  telar_run_execute_async (fixture->run, cancellable, on_done, fixture);
}

void
fixture_wait (Fixture *fixture)
{
  while (!fixture->done)
    g_main_context_iteration (NULL, TRUE);
}

void
fixture_clear (Fixture *fixture)
{
  g_clear_error (&fixture->error);
  g_assert_finalize_object (g_steal_pointer (&fixture->run));
}

const TelarTaskState *
state_of (Fixture *fixture, guint task)
{
  return telar_trace_get_task (fixture->trace, task);
}

TelarStatus
status_of (Fixture *fixture, guint task)
{
  return telar_task_state_get_status (state_of (fixture, task));
}

void
assert_all (Fixture *fixture, TelarStatus status)
{
  for (guint i = 0; i < telar_trace_get_n_tasks (fixture->trace); i++)
    {
      const TelarResult *result = state_of (fixture, i)->result;

      if (result != NULL && result->error != NULL && status == TELAR_STATUS_SUCCEEDED)
        g_test_message ("task %u: %s", i, result->error);
      g_assert_cmpstr (telar_status_get_name (status_of (fixture, i)), ==,
                       telar_status_get_name (status));
    }
}

/* What holds for the trace of every run that is over. */
void
assert_trace_is_sound (Fixture *fixture)
{
  guint n_tasks = telar_trace_get_n_tasks (fixture->trace);
  TelarCounts counts;

  g_assert_true (telar_run_record_has_ended (fixture->record));
  telar_trace_get_counts (fixture->trace, &counts);
  g_assert_cmpuint (counts.running, ==, 0);
  g_assert_cmpuint (counts.succeeded + counts.failed + counts.cancelled + counts.skipped, ==,
                    n_tasks);
  g_assert_cmpuint (telar_trace_get_n_finished (fixture->trace), ==, n_tasks);

  for (guint i = 0; i < n_tasks; i++)
    {
      const TelarTaskState *state = state_of (fixture, i);

      if (status_of (fixture, i) != TELAR_STATUS_SUCCEEDED)
        {
          g_assert_nonnull (state->result);
          g_assert_nonnull (state->result->error);
          g_assert_true (g_utf8_validate (state->result->error, -1, NULL));
        }
      if (state->start_ns < 0)
        continue;
      g_assert_cmpint (state->queued_ns, <=, state->start_ns);
      g_assert_cmpint (state->start_ns, <=, state->end_ns);
      g_assert_cmpint (state->end_ns, <=, fixture->record->wall_ns);
      g_assert_cmpuint (state->lane, <, telar_trace_get_n_lanes (fixture->trace));
    }

  for (guint i = 0; i < telar_trace_get_n_lanes (fixture->trace); i++)
    {
      TelarLane *lane = telar_trace_get_lane (fixture->trace, i);
      gint64 last_ns = 0;
      gboolean has_open;
      TelarSpan open;
      guint n_spans = telar_lane_read (lane, &open, &has_open);

      g_assert_false (has_open);
      for (guint j = 0; j < n_spans; j++)
        {
          const TelarSpan *span = telar_lane_get_span (lane, j);

          g_assert_cmpint (span->start_ns, >=, last_ns);
          last_ns = span->end_ns;
          if (span->task == TELAR_NO_TASK)
            continue;
          g_assert_cmpuint (state_of (fixture, span->task)->lane, ==, i);
          g_assert_cmpint (span->start_ns, >=, state_of (fixture, span->task)->start_ns);
          g_assert_cmpint (span->end_ns, <=, state_of (fixture, span->task)->end_ns);
        }
    }
}

void
run_to_end (Fixture *fixture,
            TelarPlan *plan,
            TelarStrategy strategy,
            guint workers,
            const char *demo_url)
{
  fixture_start (fixture, plan, strategy, workers, demo_url, NULL);
  fixture_wait (fixture);
  assert_trace_is_sound (fixture);
}

void
assert_took (Fixture *fixture, double seconds)
{
  double wall_s = (double) fixture->record->wall_ns / 1e9;

  g_assert_cmpfloat (wall_s, >=, seconds - 0.01);
  g_assert_cmpfloat (wall_s, <=, seconds * 1.03 + 0.06 + NOISE_S);
}

int
run_with_every_strategy (const StrategyTest *tests, guint n_tests)
{
  g_autoptr (GError) error = NULL;
  int status;

  site = telar_site_new (0, SCALE, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (strategies); i++)
    for (guint j = 0; j < n_tests; j++)
      {
        g_autofree char *path = g_strdup_printf (
            "/run/%s/%s", telar_strategy_get_name (strategies[i]), tests[j].name);

        g_test_add_data_func (path, &strategies[i], tests[j].func);
      }

  status = g_test_run ();
  g_clear_pointer (&site, telar_site_free);

  return status;
}
