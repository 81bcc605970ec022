/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "engine/telar-clock-offset.h"
#include "engine/telar-protocol.h"
#include "engine/telar-worker-report.h"
#include "model/telar-clock.h"

#define MS G_GINT64_CONSTANT (1000000)
#define S  (1000 * MS)

/* A report of two tasks that have ended and one that runs. */
static GVariant *
new_payload (void)
{
  g_autoptr (TelarWorkerReport) report = telar_worker_report_new ();
  GArray *headings = telar_headings_new ();
  TelarHeading heading = { .level = 2, .text = g_strdup ("Nudos y más nudos") };
  g_auto (TelarOutcome) number = {
    .status = TELAR_STATUS_SUCCEEDED,
    .result = telar_result_new_value ("49"),
    .cpu = { 5 * MS, 1 * MS },
  };
  g_auto (TelarOutcome) page = {
    .status = TELAR_STATUS_SUCCEEDED,
    .result = telar_result_new_page (5194),
    .bytes = 6000,
    .http_status = 200,
  };
  const TelarSpan spans[] = {
    { .start_ns = 1 * S, .end_ns = 2 * S, .task = 7, .phase = TELAR_PHASE_SLEEP, .core = 1 },
    { .start_ns = 2 * S, .end_ns = 3 * S, .task = 7, .phase = TELAR_PHASE_COMPUTE, .core = 0 },
    { .start_ns = 3 * S, .end_ns = 4 * S, .task = 3, .phase = TELAR_PHASE_CONNECT, .core = -1 },
    { .start_ns = 4 * S, .end_ns = 5 * S, .task = 9, .phase = TELAR_PHASE_CONNECT, .core = 1 },
    { .start_ns = 5 * S, .end_ns = 5 * S, .task = 9, .phase = TELAR_PHASE_WAIT, .core = 1 },
  };

  g_array_append_val (headings, heading);
  telar_result_take_headings (page.result, headings);
  telar_worker_report_add_span (report, &spans[0]);
  telar_worker_report_add_span (report, &spans[1]);
  telar_worker_report_add_outcome (report, 7, 1 * S, 3 * S, &number);
  telar_worker_report_add_span (report, &spans[2]);
  telar_worker_report_add_outcome (report, 3, 3 * S, 4 * S, &page);
  telar_worker_report_add_span (report, &spans[3]);

  return telar_worker_report_take (report, &spans[4]);
}

/* How long it takes to read a report of a page with so many headings, in nanoseconds. */
static gint64
measure_reading (guint n_headings)
{
  g_autoptr (TelarWorkerReport) report = telar_worker_report_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  GArray *headings = telar_headings_new ();
  g_auto (TelarOutcome) page = {
    .status = TELAR_STATUS_SUCCEEDED,
    .result = telar_result_new_page (n_headings),
  };
  gint64 shortest_ns = G_MAXINT64;

  for (guint i = 0; i < n_headings; i++)
    {
      TelarHeading heading = { .level = 2, .text = g_strdup ("a") };

      g_array_append_val (headings, heading);
    }
  telar_result_take_headings (page.result, headings);
  telar_worker_report_add_outcome (report, 0, 0, 0, &page);
  g_assert_true (telar_protocol_write (bytes, TELAR_TO_PARENT, TELAR_FRAME_REPORT,
                                       telar_worker_report_take (report, NULL)));

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GVariant) payload = NULL;
      g_auto (TelarReportView) view = { 0 };
      gint64 before_ns = telar_clock_thread_cpu_ns ();
      g_autoptr (GError) error = NULL;
      TelarFrameKind kind;
      gsize offset = 0;

      telar_protocol_read (bytes, &offset, TELAR_TO_PARENT, &kind, &payload, &error);
      g_assert_no_error (error);
      telar_report_view_init (&view, payload, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (view.n_headings, ==, n_headings);
      shortest_ns = MIN (shortest_ns, telar_clock_thread_cpu_ns () - before_ns);
    }

  return shortest_ns;
}

static void
test_long_reports_take_linear_time (void)
{
  gint64 short_ns = measure_reading (20000);
  gint64 long_ns = measure_reading (200000);

  g_test_message ("%" G_GINT64_FORMAT " us, %" G_GINT64_FORMAT " us", short_ns / 1000,
                  long_ns / 1000);
  /* Ten times as many; quadratic time would be a hundred times as long. */
  g_assert_cmpint (long_ns, <, 40 * short_ns);
}

static void
assert_is_payload (GVariant *payload)
{
  g_auto (TelarReportView) view = { 0 };
  g_auto (TelarOutcome) number = { 0 };
  g_auto (TelarOutcome) page = { 0 };
  g_autoptr (GError) error = NULL;

  telar_report_view_init (&view, payload, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (view.n_spans, ==, 4);
  g_assert_cmpuint (view.n_outcomes, ==, 2);
  g_assert_cmpint (view.spans[1].start_ns, ==, 2 * S);
  g_assert_cmpint (view.spans[2].core, ==, -1);
  g_assert_cmpuint (view.spans[3].task, ==, 9);
  g_assert_true (view.has_open);
  g_assert_cmpuint (view.open.phase, ==, TELAR_PHASE_WAIT);
  g_assert_cmpuint (view.outcomes[0].n_spans, ==, 2);
  g_assert_cmpuint (view.outcomes[1].n_spans, ==, 1);

  telar_report_view_get_outcome (&view, 0, 0, &number);
  telar_report_view_get_outcome (&view, 1, 0, &page);
  g_assert_cmpstr (number.result->value, ==, "49");
  g_assert_cmpint (number.cpu.user_ns, ==, 5 * MS);
  g_assert_cmpint (number.result->characters, ==, -1);
  g_assert_false (number.result->has_headings);
  g_assert_cmpint (page.result->characters, ==, 5194);
  g_assert_cmpuint (page.http_status, ==, 200);
  g_assert_cmpuint (page.bytes, ==, 6000);
  g_assert_cmpuint (page.result->n_headings, ==, 1);
  g_assert_cmpuint (page.result->headings[0].level, ==, 2);
  g_assert_cmpstr (page.result->headings[0].text, ==, "Nudos y más nudos");
}

static void
test_frames_arrive_as_they_were_sent (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GByteArray) received = g_byte_array_new ();
  TelarFrameKind expected[] = { TELAR_FRAME_REPORT, TELAR_FRAME_CLOCK, TELAR_FRAME_REPORT };
  gsize offset = 0;
  guint n_frames = 0;

  telar_protocol_write (bytes, TELAR_TO_PARENT, TELAR_FRAME_REPORT, new_payload ());
  telar_protocol_write (
      bytes, TELAR_TO_PARENT, TELAR_FRAME_CLOCK,
      g_variant_new ("(xxx)", G_GINT64_CONSTANT (1), G_GINT64_CONSTANT (2), G_MAXINT64));
  telar_protocol_write (bytes, TELAR_TO_PARENT, TELAR_FRAME_REPORT, new_payload ());

  /* One byte after the other, so that each frame is seen in every state of incompleteness. */
  for (guint i = 0; i < bytes->len; i++)
    {
      g_autoptr (GVariant) payload = NULL;
      g_autoptr (GError) error = NULL;
      TelarFrameKind kind;

      g_byte_array_append (received, bytes->data + i, 1);
      g_assert_true (
          telar_protocol_read (received, &offset, TELAR_TO_PARENT, &kind, &payload, &error));
      g_assert_no_error (error);
      if (payload == NULL)
        continue;

      g_assert_cmpuint (n_frames, <, G_N_ELEMENTS (expected));
      g_assert_cmpint (kind, ==, expected[n_frames++]);
      if (kind == TELAR_FRAME_REPORT)
        assert_is_payload (payload);
      telar_protocol_discard (received, &offset);
      g_assert_cmpuint (received->len, ==, 0);
    }

  g_assert_cmpuint (n_frames, ==, G_N_ELEMENTS (expected));
}

static void
test_length_is_little_endian (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint8 expected[] = { 5, 0, 0, 0, TELAR_FRAME_CANCEL };

  telar_protocol_write (bytes, TELAR_TO_WORKER, TELAR_FRAME_CANCEL, g_variant_new ("()"));

  g_assert_cmpuint (bytes->data[0] + 4u, ==, bytes->len);
  g_assert_cmpmem (bytes->data + 1, 4, expected + 1, 4);
}

static void
test_odd_frames_are_refused (void)
{
  const struct
  {
    const char *about;
    guint8 bytes[24];
    gsize length;
  } frames[] = {
    { "no length", { 0, 0, 0, 0 }, 4 },
    { "too long by one", { 1, 0, 0, 4 }, 4 },
    { "as long as can be", { 255, 255, 255, 255 }, 4 },
    { "one byte", { 1, 0, 0, 0, 1 }, 5 },
    { "unknown kind", { 12, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0, 0, '(', ')' }, 16 },
    { "a kind for the other side",
      { 12, 0, 0, 0, TELAR_FRAME_CANCEL, 0, 0, 0, 0, 0, 0, 0, 0, 0, '(', ')' },
      16 },
    { "another type", { 11, 0, 0, 0, TELAR_FRAME_RETURNED, 0, 0, 0, 0, 0, 0, 0, 'a', 0, 's' }, 15 },
    { "padding that is not zero",
      { 14, 0, 0, 0, TELAR_FRAME_RETURNED, 0, 7, 0, 0, 0, 0, 0, 0, '(', 'a', 'u', ')' },
      18 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (frames); i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      g_autoptr (GVariant) payload = NULL;
      g_autoptr (GError) error = NULL;
      TelarFrameKind kind;
      gsize offset = 0;

      g_test_message ("%s", frames[i].about);
      g_byte_array_append (bytes, frames[i].bytes, (guint) frames[i].length);

      g_assert_false (
          telar_protocol_read (bytes, &offset, TELAR_TO_PARENT, &kind, &payload, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_null (payload);
    }
}

/* Reads all frames of @bytes until one is refused or missing, and all that they say. Returns how
 * many there were. */
static guint
read_all (GByteArray *bytes)
{
  gsize offset = 0;
  guint n_frames = 0;

  while (TRUE)
    {
      g_auto (TelarReportView) view = { 0 };
      g_autoptr (GVariant) payload = NULL;
      TelarFrameKind kind;
      gsize n_headings = 0;

      if (!telar_protocol_read (bytes, &offset, TELAR_TO_PARENT, &kind, &payload, NULL)
          || payload == NULL)
        return n_frames;

      n_frames++;
      if (kind != TELAR_FRAME_REPORT || !telar_report_view_init (&view, payload, NULL))
        continue;
      for (gsize i = 0; i < view.n_outcomes; i++)
        {
          g_auto (TelarOutcome) outcome = { 0 };

          telar_report_view_get_outcome (&view, i, n_headings, &outcome);
          n_headings += view.outcomes[i].n_headings;
          g_assert_true (telar_status_is_final (outcome.status));
          g_assert_nonnull (outcome.result);
          if (outcome.result->error != NULL)
            g_assert_true (g_utf8_validate (outcome.result->error, -1, NULL));
          for (guint j = 0; j < outcome.result->n_headings; j++)
            g_assert_true (g_utf8_validate (outcome.result->headings[j].text, -1, NULL));
        }
      g_assert_cmpuint (n_headings, ==, view.n_headings);
    }
}

static void
test_any_bytes_are_survived (void)
{
  guint32 seed = g_test_rand_int_range (0, G_MAXINT32);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GByteArray) good = g_byte_array_new ();
  guint n_understood = 0;

  g_test_message ("seed %u", seed);
  telar_protocol_write (good, TELAR_TO_PARENT, TELAR_FRAME_REPORT, new_payload ());
  telar_protocol_write (
      good, TELAR_TO_PARENT, TELAR_FRAME_HELLO,
      g_variant_new ("(uxxs)", 1, G_GINT64_CONSTANT (2), G_GINT64_CONSTANT (3), "host"));
  g_assert_cmpuint (read_all (good), ==, 2);

  for (guint i = 0; i < 200000; i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      guint n_changes = (guint) g_rand_int_range (rand, 1, 6);

      g_byte_array_append (bytes, good->data, good->len);
      for (guint j = 0; j < n_changes; j++)
        bytes->data[g_rand_int_range (rand, 4, (gint32) bytes->len)]
            = g_rand_boolean (rand) ? (guint8) g_rand_int_range (rand, 0, 256)
                                    : (guint8) (1 << g_rand_int_range (rand, 0, 8));
      if (g_rand_int_range (rand, 0, 4) == 0)
        bytes->data[g_rand_int_range (rand, 0, 2)] = (guint8) g_rand_int_range (rand, 0, 256);
      n_understood += read_all (bytes);
    }

  /* Else the frames were so broken that nothing but their length was tested. */
  g_assert_cmpuint (n_understood, >, 1000);
}

static void
test_too_much_is_reported_as_a_failure (void)
{
  g_autoptr (TelarWorkerReport) report = telar_worker_report_new ();
  g_auto (TelarReportView) view = { 0 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GVariant) payload = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (TelarOutcome) outcome = {
    .status = TELAR_STATUS_SUCCEEDED,
    .result = telar_result_new_page (1),
  };
  g_auto (TelarOutcome) got = { 0 };
  GArray *headings = telar_headings_new ();

  for (guint i = 0; i < 80; i++)
    {
      TelarHeading heading = { .level = 1, .text = g_strnfill (1 << 20, 'x') };

      g_array_append_val (headings, heading);
    }
  telar_result_take_headings (outcome.result, headings);

  telar_worker_report_add_outcome (report, 0, 0, 1, &outcome);
  payload = g_variant_ref_sink (telar_worker_report_take (report, NULL));

  g_assert_true (telar_protocol_write (bytes, TELAR_TO_PARENT, TELAR_FRAME_REPORT, payload));
  g_assert_true (telar_report_view_init (&view, payload, &error));
  telar_report_view_get_outcome (&view, 0, 0, &got);
  g_assert_cmpint (got.status, ==, TELAR_STATUS_FAILED);
  g_assert_cmpuint (got.result->n_headings, ==, 0);
  g_assert_nonnull (strstr (got.result->error, "too long"));
}

static void
test_shortest_round_trip_decides (void)
{
  TelarClockOffset offset = { 0 };

  /* A clock that is 1000 s ahead; the way there takes longer, then both are the same. */
  g_assert_true (telar_clock_offset_add (&offset, 10 * S, 1010 * S + 90 * MS, 1010 * S + 90 * MS,
                                         10 * S + 100 * MS));
  g_assert_cmpint (offset.round_trip_ns, ==, 100 * MS);
  g_assert_cmpint (telar_clock_offset_map (&offset, 1011 * S), ==, 11 * S - 40 * MS);
  g_assert_true (telar_clock_offset_add (&offset, 11 * S, 1011 * S + 1 * MS, 1011 * S + 5 * MS,
                                         11 * S + 6 * MS));
  g_assert_true (telar_clock_offset_add (&offset, 12 * S, 1012 * S + 30 * MS, 1012 * S + 30 * MS,
                                         12 * S + 33 * MS));

  g_assert_cmpuint (offset.n_exchanges, ==, 3);
  g_assert_cmpint (offset.round_trip_ns, ==, 2 * MS);
  g_assert_cmpint (telar_clock_offset_map (&offset, 1013 * S), ==, 13 * S);
}

static void
test_same_clock_is_not_moved (void)
{
  TelarClockOffset offset = { 0 };

  g_assert_true (telar_clock_offset_add (&offset, 10 * S, 10 * S + 90 * MS, 10 * S + 91 * MS,
                                         10 * S + 92 * MS));

  g_assert_cmpint (telar_clock_offset_map (&offset, 10 * S + 95 * MS), ==, 10 * S + 95 * MS);
}

static void
test_impossible_times_are_refused (void)
{
  const struct
  {
    gint64 sent, received_there, sent_there, received;
  } exchanges[] = {
    { 10, -1, 5, 20 },          { 10, 15, 14, 20 },         { 10, 0, 100, 20 },
    { 10, 15, G_MAXINT64, 20 }, { 10, G_MININT64, 15, 20 }, { 10, G_MAXINT64, G_MAXINT64, 20 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (exchanges); i++)
    {
      TelarClockOffset offset = { 0 };

      g_assert_false (telar_clock_offset_add (&offset, exchanges[i].sent,
                                              exchanges[i].received_there, exchanges[i].sent_there,
                                              exchanges[i].received));
      g_assert_cmpuint (offset.n_exchanges, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/frames-arrive-as-they-were-sent",
                   test_frames_arrive_as_they_were_sent);
  g_test_add_func ("/protocol/length-is-little-endian", test_length_is_little_endian);
  g_test_add_func ("/protocol/odd-frames-are-refused", test_odd_frames_are_refused);
  g_test_add_func ("/protocol/any-bytes-are-survived", test_any_bytes_are_survived);
  g_test_add_func ("/protocol/long-reports-take-linear-time", test_long_reports_take_linear_time);
  g_test_add_func ("/protocol/too-much-is-reported-as-a-failure",
                   test_too_much_is_reported_as_a_failure);
  g_test_add_func ("/clock-offset/shortest-round-trip-decides", test_shortest_round_trip_decides);
  g_test_add_func ("/clock-offset/same-clock-is-not-moved", test_same_clock_is_not_moved);
  g_test_add_func ("/clock-offset/impossible-times-are-refused", test_impossible_times_are_refused);

  return g_test_run ();
}
