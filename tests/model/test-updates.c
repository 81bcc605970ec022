/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-conditions.h"
#include "model/telar-run-document.h"
#include "model/telar-updates.h"
#include "model/telar-verdict.h"

/* What each task of a race of 100, 200 and 300 additions found; NULL for one that failed. */
typedef struct
{
  const char *name;
  TelarStrategy strategy;
  const char *values[3];
  TelarUpdatesKind kind;
  gint64 found;
} Case;

static const Case cases[] = {
  { "none-lost",
    TELAR_STRATEGY_THREADS,
    { "100 (#1)", "300 (#2)", "600 (#3)" },
    TELAR_UPDATES_SHARED,
    600 },
  { "the-last-one-knows",
    TELAR_STRATEGY_THREADS,
    { "450 (#3)", "470 (#2)", "300 (#1)" },
    TELAR_UPDATES_SHARED,
    450 },
  { "all-but-one-lost",
    TELAR_STRATEGY_ASYNC,
    { "1 (#3)", "1 (#2)", "1 (#1)" },
    TELAR_UPDATES_SHARED,
    1 },
  { "processes-share-nothing",
    TELAR_STRATEGY_PROCESSES,
    { "100 (#1)", "200 (#1)", "300 (#1)" },
    TELAR_UPDATES_SEPARATE,
    0 },
  { "one-failed", TELAR_STRATEGY_THREADS, { "100 (#1)", NULL, "400 (#2)" }, TELAR_UPDATES_NONE, 0 },
  { "more-than-possible",
    TELAR_STRATEGY_THREADS,
    { "100 (#1)", "300 (#2)", "601 (#3)" },
    TELAR_UPDATES_NONE,
    0 },
  { "far-too-many",
    TELAR_STRATEGY_THREADS,
    { "100 (#1)", "300 (#2)", "99999999999999999999 (#3)" },
    TELAR_UPDATES_NONE,
    0 },
  { "negative",
    TELAR_STRATEGY_THREADS,
    { "100 (#1)", "300 (#2)", "-600 (#3)" },
    TELAR_UPDATES_NONE,
    0 },
  { "no-rank", TELAR_STRATEGY_THREADS, { "100", "300", "600" }, TELAR_UPDATES_NONE, 0 },
  { "unfinished-rank",
    TELAR_STRATEGY_THREADS,
    { "100 (#1)", "300 (#2)", "600 (#" },
    TELAR_UPDATES_NONE,
    0 },
  { "nothing", TELAR_STRATEGY_THREADS, { "", "", "" }, TELAR_UPDATES_NONE, 0 },
};

static TelarPlan *
plan_new (const char *workload, const char *text)
{
  g_autoptr (GError) error = NULL;
  TelarPlan *plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name (workload)), text, &error);

  g_assert_no_error (error);
  return plan;
}

static TelarRunRecord *
record_new (TelarStrategy strategy, const char *const *values)
{
  g_autoptr (TelarPlan) plan = plan_new ("race", "100 200 300");
  TelarRunRecord *record = telar_run_record_new (plan, strategy, 3, 3);

  for (guint task = 0; task < 3; task++)
    {
      g_auto (TelarOutcome) outcome = {
        .status = values[task] != NULL ? TELAR_STATUS_SUCCEEDED : TELAR_STATUS_FAILED,
        .result = values[task] != NULL ? telar_result_new_value (values[task])
                                       : telar_result_new_error ("no"),
      };

      telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
      telar_trace_task_started (record->trace, task, task, 0);
      telar_trace_task_finished (record->trace, task, &outcome, 1000);
    }

  return record;
}

static void
test_updates (gconstpointer data)
{
  const Case *given = data;
  g_autoptr (TelarRunRecord) record = record_new (given->strategy, given->values);
  TelarUpdates updates;

  /* Before the end there may be more to come. */
  telar_updates_find (&updates, record);
  g_assert_cmpint (updates.kind, ==, TELAR_UPDATES_NONE);

  telar_run_record_end (record, 1000, (TelarCpuTime){ 0, 0 }, TRUE);
  telar_updates_find (&updates, record);
  g_assert_cmpint (updates.kind, ==, given->kind);
  if (given->kind != TELAR_UPDATES_SHARED)
    return;

  g_assert_cmpint (updates.expected, ==, 600);
  g_assert_cmpint (updates.found, ==, given->found);
  g_assert_cmpint (updates.lost, ==, 600 - given->found);
}

static void
test_value_is_understood (void)
{
  g_autofree char *first = telar_updates_write_value (100, 1);
  g_autofree char *second = telar_updates_write_value (250, 2);
  g_autofree char *third = telar_updates_write_value (580, 3);
  const char *const values[] = { first, second, third };
  g_autoptr (TelarRunRecord) record = record_new (TELAR_STRATEGY_THREADS, values);
  TelarUpdates updates;

  telar_run_record_end (record, 1000, (TelarCpuTime){ 0, 0 }, TRUE);
  telar_updates_find (&updates, record);
  g_assert_cmpint (updates.kind, ==, TELAR_UPDATES_SHARED);
  g_assert_cmpint (updates.lost, ==, 20);
}

static void
test_document_keeps_them (void)
{
  const char *const values[] = { "90 (#1)", "250 (#2)", "580 (#3)" };
  g_autoptr (TelarRunRecord) record = record_new (TELAR_STRATEGY_THREADS, values);
  g_autoptr (GPtrArray) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *document = NULL;
  TelarUpdates updates;
  gsize length;

  telar_run_record_end (record, 1000, (TelarCpuTime){ 0, 0 }, TRUE);
  document = telar_run_document_write (record, &length);
  g_assert_nonnull (strstr (document, "\"counter\": {\"expected\": 600, \"found\": 580, "
                                      "\"lost\": 20}"));
  again = telar_run_document_read (document, length, &error);
  g_assert_no_error (error);
  telar_updates_find (&updates, g_ptr_array_index (again, 0));
  g_assert_cmpint (updates.lost, ==, 20);
}

static void
test_verdict_tells_of_lost_ones (void)
{
  const char *const lost[] = { "90 (#1)", "250 (#2)", "580 (#3)" };
  const char *const kept[] = { "90 (#1)", "250 (#2)", "600 (#3)" };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TelarRunRecord) record = record_new (TELAR_STRATEGY_THREADS, i == 0 ? lost : kept);
      g_autoptr (TelarVerdict) verdict = NULL;
      TelarRunFigures figures;

      telar_run_record_end (record, 1000, (TelarCpuTime){ 0, 0 }, TRUE);
      telar_run_figures_compute (&figures, record);
      verdict = telar_verdict_new (&figures);
      g_assert_cmpuint (verdict->remarks->len, ==, i == 0 ? 1 : 0);
      if (i == 0)
        g_assert_true (g_str_has_prefix (g_ptr_array_index (verdict->remarks, 0),
                                         "20 of 600 additions were lost, because "));
    }
}

static void
assert_conditions (const char *workload,
                   const char *parameter,
                   const char *value,
                   TelarStrategy strategy,
                   const char *expected)
{
  TelarParameters *parameters = telar_parameters_new (telar_workload_from_name (workload));
  g_autoptr (TelarPlan) plan = NULL;
  g_autofree char *conditions = NULL;

  if (parameter != NULL)
    g_assert_true (telar_parameters_parse (parameters, parameter, value, NULL));
  plan = telar_plan_new_from_text (parameters, "1", NULL);
  conditions = telar_conditions_format (plan, strategy);
  g_assert_cmpstr (conditions, ==, expected);
}

static void
assert_described (const char *workload, const char *names, const char *expected)
{
  g_autofree char *text = telar_conditions_describe (telar_workload_from_name (workload), names);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_conditions_are_described_by_their_names (void)
{
  assert_described ("race", "mutex interpreter-lock one-core",
                    "Mutex · Interpreter lock (simulated) · One core");
  assert_described ("primes", NULL, NULL);
  assert_described ("primes", "", NULL);

  /* Another version may know more of them, and a file may hold anything. */
  assert_described ("primes", " one-core  mutex %s\n", "One core");
  assert_described ("primes", "unheard-of", NULL);
}

static void
test_conditions (void)
{
  assert_conditions ("primes", NULL, NULL, TELAR_STRATEGY_THREADS, NULL);
  assert_conditions ("primes", "switch-interval", "1", TELAR_STRATEGY_THREADS, NULL);
  assert_conditions ("primes", "interpreter-lock", "on", TELAR_STRATEGY_THREADS,
                     "Interpreter lock (simulated)");
  assert_conditions ("primes", "interpreter-lock", "on", TELAR_STRATEGY_PROCESSES, NULL);
  assert_conditions ("primes", "one-core", "on", TELAR_STRATEGY_PROCESSES, "One core");
  assert_conditions ("race", "guard", "mutex", TELAR_STRATEGY_THREADS, "Mutex");
  assert_conditions ("race", "one-core", "on", TELAR_STRATEGY_THREADS, "No guard · One core");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/updates/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_updates);
    }
  g_test_add_func ("/updates/value-is-understood", test_value_is_understood);
  g_test_add_func ("/updates/document-keeps-them", test_document_keeps_them);
  g_test_add_func ("/updates/verdict-tells-of-lost-ones", test_verdict_tells_of_lost_ones);
  g_test_add_func ("/updates/conditions", test_conditions);
  g_test_add_func ("/updates/conditions-are-described-by-their-names",
                   test_conditions_are_described_by_their_names);

  return g_test_run ();
}
