/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-run-document.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <string.h>

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

static void
test_round_trip (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (TelarRunRecord) record = random_record_new (
          rand, (guint) g_rand_int_range (rand, 2, 200), (guint) g_rand_int_range (rand, 1, 9));
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) records = NULL;
      g_autofree char *document = NULL, *again = NULL;
      gsize length;

      document = telar_run_document_write (record, &length);
      g_assert_cmpuint (length, ==, strlen (document));
      records = telar_run_document_read (document, length, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (records->len, ==, 1);
      assert_records_equal (record, g_ptr_array_index (records, 0));

      again = telar_run_document_write (g_ptr_array_index (records, 0), NULL);
      g_assert_cmpstr (document, ==, again);
    }
}

static void
test_several_runs (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  g_autoptr (GPtrArray) written
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_autoptr (GPtrArray) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *document = NULL;
  gsize length;

  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (written, random_record_new (rand, 10, 2));

  document = telar_run_document_write_several (written, &length);
  read = telar_run_document_read (document, length, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    assert_records_equal (g_ptr_array_index (written, i), g_ptr_array_index (read, i));
}

/* Another parser must understand it as well, with the values of the format. */
static void
test_format (void)
{
  g_autoptr (TelarPlan) plan = make_plan ("square", "A = 4\nB = 5 after A");
  g_autoptr (TelarRunRecord) record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, 4, 1);
  TelarLane *lane = telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  g_auto (TelarOutcome) done
      = { .status = TELAR_STATUS_SUCCEEDED, .result = telar_result_new_value ("16") };
  g_auto (TelarOutcome) stopped = { .status = TELAR_STATUS_CANCELLED };
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *document = NULL;
  JsonObject *root, *task;

  telar_lane_begin (lane, 0, TELAR_PHASE_SLEEP, 1);
  telar_trace_task_started (record->trace, 0, 0, 1);
  telar_lane_end (lane, 2000000001);
  telar_trace_task_finished (record->trace, 0, &done, 2000000001);
  telar_trace_task_finished (record->trace, 1, &stopped, 2000000002);
  record->n_cores = 6;
  record->memory_bytes = G_GINT64_CONSTANT (5000000000);
  telar_run_record_end (record, 2000000003, (TelarCpuTime){ 30000000, 10000000 }, FALSE);
  document = telar_run_document_write (record, NULL);

  json_parser_load_from_data (parser, document, -1, &error);
  g_assert_no_error (error);
  root = json_node_get_object (json_parser_get_root (parser));
  g_assert_cmpstr (json_object_get_string_member (root, "format"), ==, "telar-run");
  g_assert_cmpint (json_object_get_int_member (root, "version"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (root, "strategy"), ==, "threads");
  g_assert_cmpint (json_object_get_int_member (root, "workers"), ==, 4);
  g_assert_cmpfloat (json_object_get_double_member (root, "wall_s"), ==, 2.000000003);
  g_assert_cmpfloat (json_object_get_double_member (root, "cpu_user_s"), ==, 0.03);
  g_assert_cmpint (json_object_get_int_member (root, "cores"), ==, 6);
  g_assert_cmpint (json_object_get_int_member (root, "memory_bytes"), ==,
                   G_GINT64_CONSTANT (5000000000));
  g_assert_cmpfloat (json_object_get_double_member (root, "critical_path_s"), ==, 2);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (root, "critical_path")),
                    ==, 1);
  g_assert_false (json_object_get_boolean_member (root, "complete"));
  g_assert_cmpfloat (
      json_object_get_double_member (json_object_get_object_member (root, "parameters"), "seconds"),
      ==, 2);

  task = json_array_get_object_element (json_object_get_array_member (root, "tasks"), 0);
  g_assert_cmpstr (json_object_get_string_member (task, "input"), ==, "4");
  g_assert_cmpfloat (json_object_get_double_member (task, "start_s"), ==, 0.000000001);
  g_assert_cmpstr (
      json_object_get_string_member (json_object_get_object_member (task, "result"), "value"), ==,
      "16");

  task = json_array_get_object_element (json_object_get_array_member (root, "tasks"), 1);
  g_assert_cmpstr (json_object_get_string_member (task, "status"), ==, "cancelled");
  g_assert_true (json_object_get_null_member (task, "lane"));
  g_assert_true (json_object_get_null_member (task, "start_s"));
  g_assert_cmpstr (json_array_get_string_element (json_object_get_array_member (task, "after"), 0),
                   ==, "A");
}

#define HEAD                                                                                       \
  "{\"format\":\"telar-run\",\"version\":1,\"workload\":\"square\","                               \
  "\"strategy\":\"threads\",\"wall_s\":1,"
#define LANES "\"lanes\":[{\"kind\":\"thread\"}],"
#define TASK  "\"input\":\"4\",\"status\":\"failed\""
#define RAN   TASK ",\"lane\":0,\"start_s\":0,\"end_s\":1"

typedef struct
{
  const char *document;
  const char *message; /* NULL for one that is understood */
} Hostile;

static const Hostile hostile[] = {
  { HEAD LANES "\"tasks\":[{" TASK "}]}", NULL },
  { HEAD LANES "\"later\":{\"a\":[1,true,null]},\"tasks\":[{" RAN ",\"new\":[{}]}]}", NULL },
  { "{\"tasks\":[{" RAN "}]," LANES "\"wall_s\":1e0,\"strategy\":\"async\",\"workload\":\"square\","
    "\"version\":1,\"format\":\"telar-run\"}",
    NULL },
  { "", "ends too early" },
  { "null", "another type" },
  { "[]", "another type" },
  { "1 2 3", "another type" },
  { "https://example.org/", "not JSON" },
  { "{}", "This is not a run of Telar" },
  { "{\"format\":\"gltf\",\"version\":1}", "This is not a run of Telar" },
  { "{\"format\":\"telar-run\"}", "lacks the version" },
  { "{\"format\":\"telar-run\",\"version\":2,\"tasks\":7}", "newer version" },
  { "{\"format\":\"telar-runs\",\"version\":9}", "newer version" },
  { "{\"format\":\"telar-run\",\"version\":-1}", "not possible" },
  { "{\"format\":\"telar-run\",\"version\":\"1\"}", "another type" },
  { "{\"format\":\"telar-run\",\"version\":1}", "“workload” is missing" },
  { "{\"format\":\"telar-runs\",\"version\":1}", "holds no run" },
  { "{\"format\":\"telar-runs\",\"version\":1,\"runs\":[]}", "holds no run" },
  { "{\"format\":\"telar-runs\",\"version\":1,\"runs\":[7]}", "another type" },
  { HEAD LANES "\"tasks\":[]}", "There are no tasks" },
  { HEAD LANES "\"tasks\":[{" TASK "}]} x", "not JSON" },
  { HEAD LANES "\"tasks\":[{" TASK "},]}", "not JSON" },
  { HEAD LANES "/* comment */\"tasks\":[{" TASK "}]}", "not JSON" },
  { HEAD LANES "'tasks':[{" TASK "}]}", "not JSON" },
  { HEAD LANES "\"tasks\":[{" TASK "}]", "ends too early" },
  { HEAD LANES "\"tasks\":[{" TASK, "ends too early" },
  { HEAD LANES "\"tasks\":{}}", "another type" },
  { HEAD LANES "\"tasks\":[7]}", "another type" },
  { HEAD LANES "\"wall_s\":2,\"tasks\":[{" TASK "}]}", "“wall_s” stands twice" },
  { HEAD "\"lanes\":[{}],\"tasks\":[{" TASK "}]}", "lacks its kind" },
  { HEAD "\"lanes\":[{\"kind\":\"fibre\"}],\"tasks\":[{" TASK "}]}", "“fibre”" },
  { HEAD "\"lanes\":[{\"kind\":\"thread\",\"pid\":-1}],\"tasks\":[{" TASK "}]}", "-1" },
  { HEAD LANES "\"tasks\":[{\"status\":\"failed\"}]}", "lacks its input" },
  { HEAD LANES "\"tasks\":[{\"input\":\"4\"}]}", "its status" },
  { HEAD LANES "\"tasks\":[{\"input\":\"4\",\"status\":\"running\"}]}", "“running”" },
  { HEAD LANES "\"tasks\":[{\"input\":\"4\",\"status\":\"succeeded\"}]}",
    "without having started" },
  { HEAD LANES "\"tasks\":[{\"input\":4,\"status\":\"failed\"}]}", "another type" },
  { HEAD LANES "\"tasks\":[{\"input\":\"1..9\",\"status\":\"failed\"}]}", "not a single input" },
  { HEAD LANES "\"tasks\":[{\"input\":\"1\\n2\",\"status\":\"failed\"}]}", "not a single input" },
  { HEAD LANES "\"tasks\":[{\"input\":\"#\",\"status\":\"failed\"}]}", "not a single input" },
  { HEAD LANES "\"tasks\":[{\"input\":\"\",\"status\":\"failed\"}]}", "not a single input" },
  { HEAD LANES "\"tasks\":[{\"input\":\"A = 1\",\"status\":\"failed\"}]}", "not a single input" },
  { HEAD LANES "\"tasks\":[{\"input\":\"1..99999999\",\"status\":\"failed\"}]}", "1000000 tasks" },
  { HEAD LANES "\"tasks\":[{\"input\":\"12abc\",\"status\":\"failed\"}]}", "Task 1: “12abc”" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"name\":\"A\",\"after\":[\"A\"]}]}", "waits for itself" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"name\":\"A\",\"after\":[\"B\"]},{" TASK
               ",\"name\":\"B\",\"after\":[\"A\"]}]}",
    "A → B → A" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"name\":\"A\",\"after\":[\"B C\"]}]}", "“B C”" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"after\":[\"B\"]}]}", "has a name" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"name\":\"a b\"}]}", "A name has" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":1,\"start_s\":0,\"end_s\":1}]}",
    "lane is not there" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":-1,\"start_s\":0,\"end_s\":1}]}", "-1" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":4294967295}]}", "not possible" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":0.5}]}", "not possible" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":0}]}", "that started has a lane" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":0,\"start_s\":1}]}", "that started has a lane" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":0,\"start_s\":2,\"end_s\":1}]}", "before it starts" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":0,\"start_s\":-1,\"end_s\":1}]}", "not a time" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":0,\"start_s\":NaN,\"end_s\":1}]}", "not JSON" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":0,\"start_s\":1e999,\"end_s\":1}]}", "not a time" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"lane\":0,\"start_s\":0,\"end_s\":1e12}]}", "not a time" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"http_status\":100000}]}", "not possible" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"result\":{\"characters\":-1}}]}", "not possible" },
  { HEAD LANES "\"tasks\":[{" TASK ",\"result\":{\"headings\":[{\"level\":7}]}}]}",
    "not possible" },
  { HEAD LANES "\"tasks\":[{" RAN ",\"spans\":[{\"phase\":\"dns\",\"start_s\":0,\"end_s\":1}]}]}",
    "lacks its lane" },
  { HEAD LANES "\"tasks\":[{" RAN ",\"spans\":[{\"lane\":3,\"phase\":\"dns\",\"start_s\":0,"
               "\"end_s\":1}]}]}",
    "lane that is not there" },
  { HEAD LANES "\"tasks\":[{" RAN ",\"spans\":[{\"lane\":0,\"phase\":\"nap\",\"start_s\":0,"
               "\"end_s\":1}]}]}",
    "“nap”" },
  { HEAD LANES "\"tasks\":[{" RAN ",\"spans\":[{\"lane\":0,\"phase\":\"dns\",\"start_s\":2,"
               "\"end_s\":1}]}]}",
    "before it starts" },
  { HEAD LANES "\"tasks\":[{" RAN ",\"spans\":[{\"lane\":0,\"phase\":\"dns\",\"start_s\":0,"
               "\"end_s\":1},{\"lane\":0,\"phase\":\"tls\",\"start_s\":0.5,\"end_s\":2}]}]}",
    "overlap" },
  { HEAD LANES "\"parameters\":{\"seconds\":-5},\"tasks\":[{" TASK "}]}", "seconds" },
  { HEAD LANES "\"parameters\":{\"colour\":1},\"tasks\":[{" TASK "}]}", "colour" },
  { HEAD LANES "\"parameters\":{\"seconds\":[]},\"tasks\":[{" TASK "}]}", "another type" },
  { HEAD LANES "\"workers\":-3,\"tasks\":[{" TASK "}]}", "-3" },
  { HEAD LANES "\"started\":\"yesterday\",\"tasks\":[{" TASK "}]}", "“yesterday”" },
  { HEAD LANES "\"complete\":1,\"tasks\":[{" TASK "}]}", "another type" },
  { HEAD LANES "\"x\":01,\"tasks\":[{" TASK "}]}", "not JSON" },
  { HEAD LANES "\"x\":\"\n\",\"tasks\":[{" TASK "}]}", "not JSON" },
  { HEAD LANES "\"x\":\"\\q\",\"tasks\":[{" TASK "}]}", "not JSON" },
  { HEAD LANES "\"x\":\"\\u12\",\"tasks\":[{" TASK "}]}", "not JSON" },
  { HEAD LANES "\"x\":\"\xff\",\"tasks\":[{" TASK "}]}", "not text in UTF-8" },
};

static void
test_hostile_documents (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (hostile); i++)
    {
      g_autoptr (GError) error = NULL;
      /* Copied without a terminating zero, so that reading past the end is noticed. */
      gsize length = strlen (hostile[i].document);
      g_autofree char *copy = g_memdup2 (hostile[i].document, length);
      g_autoptr (GPtrArray) records = telar_run_document_read (copy, length, &error);
      g_autofree char *shown = g_utf8_make_valid (hostile[i].document, -1);

      g_test_message ("%s: %s", shown, error != NULL ? error->message : "understood");
      if (hostile[i].message == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (records->len, ==, 1);
          continue;
        }

      g_assert_null (records);
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, hostile[i].message));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

static void
test_newer_version_is_not_called_damaged (void)
{
  static const char document[] = "{\"format\": \"telar-run\", \"version\": 2}";
  g_autoptr (GError) error = NULL;

  g_assert_null (telar_run_document_read (document, strlen (document), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
}

static void
test_error_names_the_line (void)
{
  static const char document[]
      = "{\"format\": \"telar-run\",\n\"version\": 1,\n\"workload\": \"knitting\"}";
  g_autoptr (GError) error = NULL;

  g_assert_null (telar_run_document_read (document, strlen (document), &error));
  g_assert_true (g_str_has_prefix (error->message, "Line 3: “knitting”"));
}

static void
test_escapes_are_decoded (void)
{
  static const char document[] = HEAD LANES
      "\"tasks\":[{" TASK ",\"error\":\"\\u00f1\\ud834\\udd1e\\ud800x\\u0000\\n\\/\"}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) records = telar_run_document_read (document, strlen (document), &error);
  TelarRunRecord *record;

  g_assert_no_error (error);
  record = g_ptr_array_index (records, 0);
  g_assert_cmpstr (telar_trace_get_task (record->trace, 0)->result->error, ==,
                   "ñ𝄞\357\277\275x\357\277\275\n/");
}

static void
test_deep_nesting (void)
{
  g_autoptr (GString) document = g_string_new (HEAD LANES "\"x\":");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1000000; i++)
    g_string_append_c (document, '[');

  g_assert_null (telar_run_document_read (document->str, document->len, &error));
  g_assert_nonnull (strstr (error->message, "too deeply"));
}

static void
test_too_many_tasks (void)
{
  g_autoptr (GString) document = g_string_new (HEAD LANES "\"tasks\":[");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= TELAR_MAX_TASKS; i++)
    g_string_append (document, i > 0 ? ",{" TASK "}" : "{" TASK "}");
  g_string_append (document, "]}");

  g_assert_null (telar_run_document_read (document->str, document->len, &error));
  g_assert_nonnull (strstr (error->message, "more than 1000000 tasks"));
}

/* Every beginning of a document and every byte changed is refused or understood, no worse. */
static void
test_damaged_documents (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (TelarRunRecord) record = random_record_new (rand, 5, 2);
  gsize length;
  g_autofree char *document = telar_run_document_write (record, &length);

  g_test_message ("seed %u", seed);
  for (gsize i = 0; i + 2 < length; i++)
    {
      g_autofree char *part = g_memdup2 (document, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (telar_run_document_read (part, i, &error));
      g_assert_nonnull (error);
    }

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *changed = g_memdup2 (document, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) records = NULL;

      for (guint k = (guint) g_rand_int_range (rand, 1, 4); k > 0; k--)
        changed[g_rand_int_range (rand, 0, (gint32) length)]
            = "{}[],:\"\\0919-.e\n x\xff"[g_rand_int_range (rand, 0, 19)];
      records = telar_run_document_read (changed, length, &error);
      g_assert_true ((records == NULL) == (error != NULL));
    }
}

static void
test_large_run_is_quick (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  gint64 times[2];
  static const guint sizes[2] = { 10000, 100000 };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TelarRunRecord) record = random_record_new (rand, sizes[i], 8);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) records = NULL;
      g_autofree char *document = NULL;
      gint64 start = g_get_monotonic_time (), written;
      gsize length;

      document = telar_run_document_write (record, &length);
      written = g_get_monotonic_time ();
      records = telar_run_document_read (document, length, &error);
      times[i] = g_get_monotonic_time () - start;
      g_assert_no_error (error);
      g_test_message ("%u tasks: %" G_GSIZE_FORMAT " bytes, written in %" G_GINT64_FORMAT
                      " µs, written and read in %" G_GINT64_FORMAT " µs",
                      sizes[i], length, written - start, times[i]);
    }

  g_assert_cmpint (times[1], <, 50 * times[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/run-document/reading-back-gives-the-same-run", test_round_trip);
  g_test_add_func ("/run-document/several-runs", test_several_runs);
  g_test_add_func ("/run-document/is-what-the-format-says", test_format);
  g_test_add_func ("/run-document/hostile-ones-are-refused", test_hostile_documents);
  g_test_add_func ("/run-document/newer-version-is-not-called-damaged",
                   test_newer_version_is_not_called_damaged);
  g_test_add_func ("/run-document/error-names-the-line", test_error_names_the_line);
  g_test_add_func ("/run-document/escapes-are-decoded", test_escapes_are_decoded);
  g_test_add_func ("/run-document/deep-nesting-is-refused", test_deep_nesting);
  g_test_add_func ("/run-document/too-many-tasks-are-refused", test_too_many_tasks);
  g_test_add_func ("/run-document/damaged-ones-do-no-harm", test_damaged_documents);
  g_test_add_func ("/run-document/large-run-is-quick", test_large_run_is_quick);

  return g_test_run ();
}
