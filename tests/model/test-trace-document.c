/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-trace-document.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* An event of the document, its times again in nanoseconds. */
typedef struct
{
  JsonObject *object;
  const char *ph;
  const char *category;
  const char *name;
  gint64 thread;
  gint64 start_ns;
  gint64 end_ns;
} Event;

typedef struct
{
  JsonParser *parser;
  JsonObject *root;
  GArray *events;
} Document;

static gint64
get_ns (JsonObject *object, const char *member)
{
  return llround (json_object_get_double_member (object, member) * 1000);
}

static void
document_clear (Document *document)
{
  g_array_unref (document->events);
  g_object_unref (document->parser);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Document, document_clear)

static void
document_init (Document *document, TelarRunRecord *record)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree char *text = telar_trace_document_write (record, &length);
  JsonArray *array;

  g_assert_cmpuint (strlen (text), ==, length);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  document->parser = json_parser_new_immutable ();
  json_parser_load_from_data (document->parser, text, (gssize) length, &error);
  g_assert_no_error (error);
  document->root = json_node_get_object (json_parser_get_root (document->parser));
  g_assert_cmpstr (json_object_get_string_member (document->root, "displayTimeUnit"), ==, "ms");

  document->events = g_array_new (FALSE, TRUE, sizeof (Event));
  array = json_object_get_array_member (document->root, "traceEvents");
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);
      Event event = {
        .object = object,
        .ph = json_object_get_string_member (object, "ph"),
        .category = json_object_get_string_member (object, "cat"),
        .name = json_object_get_string_member (object, "name"),
        .thread = json_object_get_int_member (object, "tid"),
      };

      g_assert_cmpint (json_object_get_int_member (object, "pid"), ==, 1);
      if (!g_str_equal (event.ph, "M"))
        event.start_ns = event.end_ns = get_ns (object, "ts");
      if (g_str_equal (event.ph, "X"))
        event.end_ns += get_ns (object, "dur");
      g_assert_cmpint (event.start_ns, >=, 0);
      g_assert_cmpint (event.end_ns, >=, event.start_ns);
      g_array_append_val (document->events, event);
    }
}

static const Event *
find (const Document *document, const char *category, const char *name, guint nth)
{
  for (guint i = 0; i < document->events->len; i++)
    {
      const Event *event = &g_array_index (document->events, Event, i);

      if (g_str_equal (event->category, category)
          && (name == NULL || g_str_equal (event->name, name)) && nth-- == 0)
        return event;
    }

  return NULL;
}

static guint
count (const Document *document, const char *category)
{
  guint n = 0;

  while (find (document, category, NULL, n) != NULL)
    n++;

  return n;
}

static JsonObject *
get_args (const Event *event)
{
  g_assert_nonnull (event);

  return json_object_get_object_member (event->object, "args");
}

/* That events of a thread nest, that a phase lies in its task, and nothing else in anything. */
static void
check_nesting (const Document *document)
{
  g_autoptr (GHashTable) last = g_hash_table_new (NULL, NULL);  /* thread: its last outer event */
  g_autoptr (GHashTable) phase = g_hash_table_new (NULL, NULL); /* thread: the phase before */

  for (guint i = 0; i < document->events->len; i++)
    {
      const Event *event = &g_array_index (document->events, Event, i);
      gpointer thread = GINT_TO_POINTER ((int) event->thread);
      const Event *outer = g_hash_table_lookup (last, thread);
      const Event *before = g_hash_table_lookup (phase, thread);

      if (!g_str_equal (event->ph, "X"))
        continue;
      if (g_str_equal (event->category, "phase"))
        {
          g_assert_nonnull (outer);
          g_assert_cmpstr (outer->category, ==, "task");
          g_assert_cmpint (json_object_get_int_member (get_args (event), "task"), ==,
                           json_object_get_int_member (get_args (outer), "task"));
          g_assert_cmpint (event->start_ns, >=, outer->start_ns);
          g_assert_cmpint (event->end_ns, <=, outer->end_ns);
          if (before != NULL)
            g_assert_cmpint (event->start_ns, >=, before->end_ns);
          g_hash_table_insert (phase, thread, (gpointer) event);
          continue;
        }
      if (outer != NULL)
        g_assert_cmpint (event->start_ns, >=, outer->end_ns);
      g_hash_table_insert (last, thread, (gpointer) event);
      g_hash_table_remove (phase, thread);
    }
}

/* That the counter has the value that the tasks give it, at each of its steps and at the end.
 *
 * Returns: its greatest value */
static gint64
check_counter (const Document *document)
{
  const Event *event;
  gint64 last = 0, last_ns = -1, peak = 0;

  for (guint i = 0; (event = find (document, "counter", "running", i)) != NULL; i++)
    {
      const Event *task;
      gint64 running = 0;

      g_assert_cmpstr (event->ph, ==, "C");
      g_assert_cmpint (event->start_ns, >, last_ns);
      last_ns = event->start_ns;
      last = json_object_get_int_member (get_args (event), "running");
      for (guint k = 0; (task = find (document, "task", NULL, k)) != NULL; k++)
        running += task->start_ns <= last_ns && task->end_ns > last_ns;
      g_assert_cmpint (last, ==, running);
      g_assert_cmpint (last, >=, 0);
      peak = MAX (peak, last);
    }
  g_assert_cmpint (last_ns, >=, 0);
  g_assert_cmpint (last, ==, 0);

  return peak;
}

static TelarRunRecord *
make_record (const char *workload, const char *inputs, TelarStrategy strategy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan = telar_plan_new_from_text (
      telar_parameters_new (telar_workload_from_name (workload)), inputs, &error);

  g_assert_no_error (error);

  return telar_run_record_new (plan, strategy, 2, 4);
}

static void
add_span (TelarRunRecord *record,
          guint lane,
          guint32 task,
          TelarPhase phase,
          gint64 start,
          gint64 end)
{
  const TelarSpan span
      = { .start_ns = start, .end_ns = end, .task = task, .phase = (guint8) phase, .core = 1 };

  telar_lane_append (telar_trace_get_lane (record->trace, lane), &span);
}

static void
finish (TelarRunRecord *record, guint task, TelarStatus status, TelarResult *result, gint64 end)
{
  g_auto (TelarOutcome) outcome
      = { .status = status, .result = result, .bytes = 77, .http_status = 404 };

  outcome.cpu.user_ns = 1500;
  telar_trace_task_finished (record->trace, task, &outcome, end);
}

static void
test_tasks_are_events_of_their_lanes (void)
{
  /* given: a page that failed, in the second of two lanes */
  g_autoptr (TelarRunRecord) record
      = make_record ("characters", "https://a.org/\nhttps://b.org/", TELAR_STRATEGY_THREADS);
  g_auto (Document) document = { 0 };
  const Event *task, *phase;

  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  telar_trace_task_started (record->trace, 0, 1, 1001);
  add_span (record, 1, 0, TELAR_PHASE_CONNECT, 1001, 2002);
  add_span (record, 1, 0, TELAR_PHASE_WAIT, 2002, 123456789);
  finish (record, 0, TELAR_STATUS_FAILED, telar_result_new_error ("gone"), 123456789);
  finish (record, 1, TELAR_STATUS_CANCELLED, NULL, 123456789);
  telar_run_record_end (record, 123456790, (TelarCpuTime){ 0, 0 }, FALSE);

  /* done */
  document_init (&document, record);

  /* expected: exact times, phases in the task, and no event for what never began */
  check_nesting (&document);
  g_assert_cmpint (check_counter (&document), ==, 1);
  g_assert_cmpuint (count (&document, "task"), ==, 1);
  task = find (&document, "task", "https://a.org/", 0);
  g_assert_cmpint (task->start_ns, ==, 1001);
  g_assert_cmpint (task->end_ns, ==, 123456789);
  g_assert_cmpstr (json_object_get_string_member (get_args (task), "status"), ==, "failed");
  g_assert_cmpstr (json_object_get_string_member (get_args (task), "error"), ==, "gone");
  g_assert_cmpint (json_object_get_int_member (get_args (task), "http_status"), ==, 404);
  g_assert_cmpint (json_object_get_int_member (get_args (task), "bytes"), ==, 77);
  g_assert_cmpfloat (json_object_get_double_member (get_args (task), "cpu_user_s"), ==, 0.0000015);
  g_assert_cmpuint (count (&document, "phase"), ==, 2);
  phase = find (&document, "phase", "connect", 0);
  g_assert_cmpint (phase->thread, ==, task->thread);
  g_assert_cmpint (phase->end_ns, ==, 2002);
  g_assert_cmpint (json_object_get_int_member (get_args (phase), "core"), ==, 1);
  g_assert_cmpint (find (&document, "phase", "wait", 0)->end_ns, ==, 123456789);
}

static void
test_lanes_are_named_threads_in_their_order (void)
{
  g_autoptr (TelarRunRecord) record = make_record ("square", "1\n2", TELAR_STRATEGY_ASYNC);
  g_auto (Document) document = { 0 };
  static const char *const names[] = { "Event loop", "Place 1", "Place 2" };

  telar_trace_add_lane (record->trace, TELAR_LANE_LOOP, NULL);
  telar_trace_add_lane (record->trace, TELAR_LANE_PLACE, NULL);
  telar_trace_add_lane (record->trace, TELAR_LANE_PLACE, NULL);
  add_span (record, 0, TELAR_NO_TASK, TELAR_PHASE_LOOP, 10, 20);
  telar_run_record_end (record, 30, (TelarCpuTime){ 0, 0 }, FALSE);

  document_init (&document, record);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const Event *name = find (&document, "__metadata", "thread_name", i);
      const Event *order = find (&document, "__metadata", "thread_sort_index", i);

      g_assert_cmpstr (name->ph, ==, "M");
      g_assert_cmpstr (json_object_get_string_member (get_args (name), "name"), ==, names[i]);
      g_assert_cmpint (order->thread, ==, name->thread);
      g_assert_cmpint (json_object_get_int_member (get_args (order), "sort_index"), ==, i);
      /* Not the main thread. */
      g_assert_cmpint (name->thread, !=, 1);
    }
  g_assert_null (find (&document, "__metadata", "thread_name", G_N_ELEMENTS (names)));
  g_assert_cmpstr (json_object_get_string_member (
                       get_args (find (&document, "__metadata", "process_name", 0)), "name"),
                   ==, "Telar: square, async");
  g_assert_cmpint (find (&document, "loop", "loop", 0)->thread, ==,
                   find (&document, "__metadata", "thread_name", 0)->thread);
  g_assert_cmpint (check_counter (&document), ==, 0);
}

static void
test_lost_worker_leaves_what_it_did (void)
{
  /* given: a worker that starts, begins a task and is lost, and one that does it anew */
  g_autoptr (TelarRunRecord) record = make_record ("square", "7", TELAR_STRATEGY_PROCESSES);
  g_auto (Document) document = { 0 };

  telar_trace_add_lane (record->trace, TELAR_LANE_PROCESS, NULL);
  add_span (record, 0, TELAR_NO_TASK, TELAR_PHASE_START, 0, 100);
  add_span (record, 0, 0, TELAR_PHASE_SLEEP, 100, 200);
  add_span (record, 0, TELAR_NO_TASK, TELAR_PHASE_START, 200, 300);
  telar_trace_task_started (record->trace, 0, 0, 300);
  add_span (record, 0, 0, TELAR_PHASE_SLEEP, 300, 400);
  finish (record, 0, TELAR_STATUS_SUCCEEDED, telar_result_new_value ("49"), 400);
  telar_run_record_end (record, 400, (TelarCpuTime){ 0, 0 }, TRUE);

  document_init (&document, record);

  check_nesting (&document);
  check_counter (&document);
  g_assert_cmpuint (count (&document, "worker"), ==, 2);
  g_assert_cmpint (find (&document, "worker", "start", 1)->end_ns, ==, 300);
  g_assert_cmpuint (count (&document, "abandoned"), ==, 1);
  g_assert_cmpint (find (&document, "abandoned", "sleep", 0)->end_ns, ==, 200);
  g_assert_cmpuint (count (&document, "phase"), ==, 1);
  g_assert_cmpstr (
      json_object_get_string_member (get_args (find (&document, "task", "7", 0)), "value"), ==,
      "49");
}

/* The task that goes on at the time of one end of an arrow, in its thread. */
static const Event *
find_bound (const Document *document, const Event *flow)
{
  const Event *task;

  for (guint i = 0; (task = find (document, "task", NULL, i)) != NULL; i++)
    if (task->thread == flow->thread && task->start_ns <= flow->start_ns
        && task->end_ns > flow->start_ns)
      return task;

  return NULL;
}

static void
test_arrows_lead_along_dependencies (void)
{
  g_autoptr (TelarRunRecord) record = make_record (
      "square", "A = 1\nB = 2\nC = 3 after A B\nD = 4 after C", TELAR_STRATEGY_THREADS);
  g_auto (Document) document = { 0 };
  static const char *const arrows[][2] = { { "1", "3" }, { "2", "3" }, { "3", "4" } };

  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  for (guint i = 0; i < 4; i++)
    {
      gint64 start = i < 2 ? 0 : 100 * (i - 1);

      telar_trace_task_started (record->trace, i, i % 2, start);
      finish (record, i, TELAR_STATUS_SUCCEEDED, telar_result_new_value ("1"), start + 100);
    }
  telar_run_record_end (record, 300, (TelarCpuTime){ 0, 0 }, TRUE);

  document_init (&document, record);

  check_nesting (&document);
  g_assert_cmpint (check_counter (&document), ==, 2);
  g_assert_cmpuint (count (&document, "dependency"), ==, 2 * G_N_ELEMENTS (arrows));
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      const Event *from = find (&document, "dependency", NULL, 2 * i);
      const Event *to = find (&document, "dependency", NULL, 2 * i + 1);

      g_assert_cmpstr (from->ph, ==, "s");
      g_assert_cmpstr (to->ph, ==, "f");
      g_assert_cmpstr (json_object_get_string_member (to->object, "bp"), ==, "e");
      g_assert_cmpstr (from->name, ==, to->name);
      g_assert_cmpint (json_object_get_int_member (from->object, "id"), ==, i + 1);
      g_assert_cmpint (json_object_get_int_member (to->object, "id"), ==, i + 1);
      g_assert_cmpstr (find_bound (&document, from)->name, ==, arrows[i][0]);
      g_assert_cmpstr (find_bound (&document, to)->name, ==, arrows[i][1]);
    }
}

static void
test_hostile_texts_stay_texts (void)
{
  static const char hostile[] = "\"}],\\ </script>\x01\x1b[2J\xc2\x9b\xff\xe2\x80\xae\n";
  g_autoptr (TelarRunRecord) record
      = make_record ("characters", "https://a.org/\"}]\\", TELAR_STRATEGY_THREADS);
  g_autofree char *valid = g_utf8_make_valid (hostile, -1);
  g_auto (Document) document = { 0 };

  telar_lane_set_name (telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL), hostile);
  telar_trace_task_started (record->trace, 0, 0, 0);
  finish (record, 0, TELAR_STATUS_FAILED, telar_result_new_error (hostile), 1);
  telar_run_record_end (record, 1, (TelarCpuTime){ 0, 0 }, TRUE);

  document_init (&document, record);

  g_assert_cmpstr (
      json_object_get_string_member (get_args (find (&document, "task", NULL, 0)), "error"), ==,
      valid);
  g_assert_cmpstr (find (&document, "task", NULL, 0)->name, ==, "https://a.org/\"}]\\");
  g_assert_cmpstr (json_object_get_string_member (
                       get_args (find (&document, "__metadata", "thread_name", 0)), "name"),
                   ==, valid);
}

static void
test_running_task_lasts_until_now (void)
{
  g_autoptr (TelarRunRecord) record = make_record ("square", "1\n2", TELAR_STRATEGY_THREADS);
  g_auto (Document) document = { 0 };

  telar_trace_set_epoch (record->trace, telar_clock_now_ns () - G_GINT64_CONSTANT (5000000000));
  telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
  telar_trace_task_started (record->trace, 0, 0, 100);
  telar_lane_begin (telar_trace_get_lane (record->trace, 0), 0, TELAR_PHASE_SLEEP, 100);

  document_init (&document, record);

  check_nesting (&document);
  check_counter (&document);
  g_assert_cmpint (find (&document, "task", "1", 0)->end_ns, >=, 5000000000);
  g_assert_cmpstr (
      json_object_get_string_member (get_args (find (&document, "task", "1", 0)), "status"), ==,
      "running");
}

static void
test_stray_span_is_cut_rather_than_the_task (void)
{
  g_autoptr (TelarRunRecord) record = make_record ("square", "7", TELAR_STRATEGY_PROCESSES);
  g_auto (Document) document = { 0 };

  telar_trace_add_lane (record->trace, TELAR_LANE_PROCESS, NULL);
  add_span (record, 0, TELAR_NO_TASK, TELAR_PHASE_START, 0, 500);
  telar_trace_task_started (record->trace, 0, 0, 300);
  finish (record, 0, TELAR_STATUS_SUCCEEDED, telar_result_new_value ("49"), 400);
  telar_run_record_end (record, 500, (TelarCpuTime){ 0, 0 }, TRUE);

  document_init (&document, record);

  check_nesting (&document);
  g_assert_cmpint (find (&document, "worker", "start", 0)->end_ns, ==, 300);
  g_assert_cmpint (find (&document, "task", "7", 0)->start_ns, ==, 300);
  g_assert_cmpint (find (&document, "task", "7", 0)->end_ns, ==, 400);
}

/* Tasks and spans at random, which contradict each other as a document from elsewhere may. */
static void
test_events_nest_whatever_the_times (void)
{
  for (guint round = 0; round < 300; round++)
    {
      guint32 seed = g_test_rand_int ();
      g_autoptr (GRand) random = g_rand_new_with_seed (seed);
      g_autoptr (TelarRunRecord) record = make_record ("square", "1..12", TELAR_STRATEGY_THREADS);
      g_auto (Document) document = { 0 };
      guint n_spans = 0;

      g_test_message ("round %u, seed %u", round, seed);
      for (guint lane = 0; lane < 3; lane++)
        {
          gint64 now = 0;

          telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);
          for (guint i = 0; i < 20; i++, n_spans++)
            {
              gint64 start = now + g_rand_int_range (random, 0, 3) * 1000;

              now = start + g_rand_int_range (random, 0, 5) * 777;
              add_span (record, lane, (guint32) g_rand_int_range (random, 0, 14),
                        (TelarPhase) g_rand_int_range (random, 0, TELAR_N_PHASES), start, now);
            }
        }
      for (guint i = 0; i < 12; i++)
        {
          gint64 start = g_rand_int_range (random, 0, 60000);

          telar_trace_task_started (record->trace, i, (guint) g_rand_int_range (random, 0, 3),
                                    start);
          finish (record, i, TELAR_STATUS_SUCCEEDED, NULL,
                  start + g_rand_int_range (random, 0, 9000));
        }
      telar_run_record_end (record, 99999, (TelarCpuTime){ 0, 0 }, TRUE);

      document_init (&document, record);

      check_nesting (&document);
      g_assert_cmpuint (count (&document, "task"), ==, 12);
      g_assert_cmpuint (count (&document, "phase") + count (&document, "abandoned")
                            + count (&document, "worker") + count (&document, "loop"),
                        ==, n_spans);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trace-document/tasks-are-events-of-their-lanes",
                   test_tasks_are_events_of_their_lanes);
  g_test_add_func ("/trace-document/lanes-are-named-threads-in-their-order",
                   test_lanes_are_named_threads_in_their_order);
  g_test_add_func ("/trace-document/lost-worker-leaves-what-it-did",
                   test_lost_worker_leaves_what_it_did);
  g_test_add_func ("/trace-document/arrows-lead-along-dependencies",
                   test_arrows_lead_along_dependencies);
  g_test_add_func ("/trace-document/hostile-texts-stay-texts", test_hostile_texts_stay_texts);
  g_test_add_func ("/trace-document/running-task-lasts-until-now",
                   test_running_task_lasts_until_now);
  g_test_add_func ("/trace-document/stray-span-is-cut-rather-than-the-task",
                   test_stray_span_is_cut_rather_than_the_task);
  g_test_add_func ("/trace-document/events-nest-whatever-the-times",
                   test_events_nest_whatever_the_times);

  return g_test_run ();
}
