/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A worker program that is not to be trusted. It squares numbers as a worker does, but what it does
 * wrong is told by the environment variable TELAR_TEST_MISDEED: with the number 13, or when it
 * introduces itself. For each message with tasks it appends a byte to the file that
 * TELAR_TEST_MESSAGES names, if there is one: 1 if one of them is the number 13, else 0. */

#include <fcntl.h>
#include <gio/gio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/telar-protocol.h"
#include "engine/telar-worker-report.h"
#include "model/telar-clock.h"

#define HOUR_NS (3600 * G_GINT64_CONSTANT (1000000000))

static const char *misdeed;
static gint64 shift_ns; /* how far its clock is ahead */

static gint64
now (void)
{
  return telar_clock_now_ns () + shift_ns;
}

static gboolean
is_asked_to (const char *name)
{
  return g_strcmp0 (misdeed, name) == 0;
}

static void
write_all (const void *data, gsize length)
{
  const guint8 *bytes = data;

  while (length > 0)
    {
      gssize n = write (STDOUT_FILENO, bytes, length);

      if (n <= 0)
        _exit (1);
      bytes += n;
      length -= (gsize) n;
    }
}

static void
send_frame (TelarFrameKind kind, GVariant *payload)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  telar_protocol_write (bytes, TELAR_TO_PARENT, kind, payload);
  write_all (bytes->data, bytes->len);
}

static void
send_hello (void)
{
  guint32 version = TELAR_PROTOCOL_VERSION;
  const char *host = "elsewhere";

  if (is_asked_to ("hello-version"))
    version = 77;
  if (is_asked_to ("hello-host"))
    host = "\033[31mred";
  send_frame (TELAR_FRAME_HELLO,
              g_variant_new ("(uxxs)", version, (gint64) getpid (), (gint64) getpid (), host));
  if (is_asked_to ("hello-twice"))
    send_hello ();
}

static void
send_time (GVariant *payload)
{
  gint64 sent_ns, received_ns = now ();

  g_variant_get (payload, "(x)", &sent_ns);
  if (is_asked_to ("clock-other"))
    sent_ns++;
  if (is_asked_to ("clock-backwards"))
    received_ns += HOUR_NS;
  send_frame (TELAR_FRAME_CLOCK, g_variant_new ("(xxx)", sent_ns, received_ns, now ()));
}

static void
send_returned (guint32 task)
{
  send_frame (TELAR_FRAME_RETURNED,
              g_variant_new ("(@au)", g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, &task, 1,
                                                                 sizeof task)));
}

/* A frame with a text that is not UTF-8, made by changing the valid one. */
static void
send_invalid_text (TelarWorkerReport *report)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 *text;

  telar_protocol_write (bytes, TELAR_TO_PARENT, TELAR_FRAME_REPORT,
                        telar_worker_report_take (report, NULL));
  text = memmem (bytes->data, bytes->len, "169", 3);
  text[1] = 0xff;
  write_all (bytes->data, bytes->len);
}

/* Changes the report about the number 13. */
static void
falsify (TelarWorkerReport *report)
{
  TelarReportOutcome *outcome = &g_array_index (report->outcomes, TelarReportOutcome, 0);
  TelarReportSpan *span = &g_array_index (report->spans, TelarReportSpan, 0);

  if (is_asked_to ("other-task"))
    outcome->task = span->task = outcome->task == 0 ? 1 : 0;
  else if (is_asked_to ("no-such-task"))
    outcome->task = span->task = 4000000000u;
  else if (is_asked_to ("span-of-other-task"))
    span->task++;
  else if (is_asked_to ("end-before-start"))
    outcome->end_ns = outcome->start_ns - 1;
  else if (is_asked_to ("span-end-before-start"))
    span->end_ns = span->start_ns - 1;
  else if (is_asked_to ("negative-time"))
    outcome->start_ns = span->start_ns = -5;
  else if (is_asked_to ("before-the-run"))
    outcome->start_ns = span->start_ns = 1;
  else if (is_asked_to ("future"))
    outcome->end_ns = span->end_ns += HOUR_NS;
  else if (is_asked_to ("end-of-time"))
    outcome->end_ns = G_MAXINT64;
  else if (is_asked_to ("span-after-end"))
    span->end_ns = outcome->end_ns + 1000;
  else if (is_asked_to ("phase"))
    span->phase = 999;
  else if (is_asked_to ("core"))
    span->core = -7;
  else if (is_asked_to ("processor-time"))
    outcome->cpu_user_ns = HOUR_NS;
  else if (is_asked_to ("negative-processor-time"))
    outcome->cpu_system_ns = -1;
  else if (is_asked_to ("status-running"))
    outcome->status = TELAR_STATUS_RUNNING;
  else if (is_asked_to ("status-unknown"))
    outcome->status = 200;
  else if (is_asked_to ("status-cancelled"))
    {
      outcome->status = TELAR_STATUS_CANCELLED;
      outcome->content = 2;
    }
  else if (is_asked_to ("content"))
    outcome->content = 255;
  else if (is_asked_to ("no-value"))
    outcome->content = 0;
  else if (is_asked_to ("page-for-number"))
    outcome->characters = 12;
  else if (is_asked_to ("http-status"))
    outcome->http_status = 60000;
  else if (is_asked_to ("too-few-spans"))
    outcome->n_spans = 1000;
  else if (is_asked_to ("too-few-headings"))
    {
      outcome->content |= 4;
      outcome->n_headings = G_MAXUINT32;
    }
}

static void
report_task (guint32 task, gint64 start_ns, gint64 value)
{
  g_autoptr (TelarWorkerReport) report = telar_worker_report_new ();
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);
  TelarSpan span = {
    .start_ns = start_ns,
    .end_ns = now (),
    .task = task,
    .phase = TELAR_PHASE_SLEEP,
  };
  g_auto (TelarOutcome) outcome = {
    .status = TELAR_STATUS_SUCCEEDED,
    .result = telar_result_new_value (text),
  };

  telar_worker_report_add_span (report, &span);
  telar_worker_report_add_outcome (report, task, start_ns, span.end_ns, &outcome);
  if (value == 169)
    falsify (report);
  if (value == 169 && is_asked_to ("invalid-text"))
    send_invalid_text (report);
  else
    send_frame (TELAR_FRAME_REPORT, telar_worker_report_take (report, NULL));
}

/* A text longer than any is, which telar_worker_report_take() would shorten. */
static void
send_long_text (guint32 task)
{
  g_autofree char *text = g_strnfill (TELAR_REPORT_MAX_TEXT + 1, 'x');
  TelarReportOutcome outcome = {
    .task = task,
    .status = TELAR_STATUS_SUCCEEDED,
    .content = 1,
    .characters = -1,
    .start_ns = now (),
    .end_ns = now (),
  };
  const char *texts[] = { text };

  send_frame (TELAR_FRAME_REPORT,
              g_variant_new ("(@a(xxunq)@a(uyyqxxxxtxuu)@as@ay@as@m(xunq))",
                             g_variant_new_array (G_VARIANT_TYPE ("(xxunq)"), NULL, 0),
                             g_variant_new_fixed_array (G_VARIANT_TYPE ("(uyyqxxxxtxuu)"), &outcome,
                                                        1, sizeof outcome),
                             g_variant_new_strv (texts, 1),
                             g_variant_new_array (G_VARIANT_TYPE_BYTE, NULL, 0),
                             g_variant_new_strv (NULL, 0),
                             g_variant_new_maybe (G_VARIANT_TYPE ("(xunq)"), NULL)));
}

/* What is done with the number 13 besides squaring it. */
static void
misbehave (guint32 task)
{
  if (is_asked_to ("no-length"))
    write_all ("\0\0\0\0", 4);
  else if (is_asked_to ("long-frame"))
    write_all ("\377\377\377\377", 4);
  else if (is_asked_to ("garbage"))
    write_all ("\020\0\0\0Not a GVariant..", 20);
  else if (is_asked_to ("text"))
    write_all ("Hello, world\n", 13);
  else if (is_asked_to ("returned-unasked"))
    send_returned (task);
  else if (is_asked_to ("goodbye"))
    send_frame (TELAR_FRAME_GOODBYE, g_variant_new ("(xxx)", G_GINT64_CONSTANT (0),
                                                    G_GINT64_CONSTANT (0), G_GINT64_CONSTANT (0)));
  else if (is_asked_to ("time-unasked"))
    send_frame (TELAR_FRAME_CLOCK, g_variant_new ("(xxx)", now (), now (), now ()));
  else if (is_asked_to ("hello-late"))
    send_hello ();
  else if (is_asked_to ("long-text"))
    send_long_text (task);
  else if (is_asked_to ("exit"))
    {
      if (write (STDERR_FILENO, "out of\n\033[1mthread\xff\n", 18) == 18)
        _exit (3);
    }
  else if (is_asked_to ("much-complaint"))
    {
      for (guint i = 0; i < 5000; i++)
        g_printerr ("complaint %u is a long one, of which there are many\n", i);
      _exit (4);
    }
  else if (is_asked_to ("abort"))
    {
      signal (SIGABRT, SIG_DFL);
      raise (SIGABRT);
    }
  else if (is_asked_to ("half-a-frame"))
    {
      write_all ("\377\0\0\0half", 8);
      _exit (0);
    }
  else if (is_asked_to ("never-end"))
    pause ();
  else if (is_asked_to ("close-output"))
    {
      close (STDOUT_FILENO);
      pause ();
    }
}

static void
count_message (const char *const *inputs)
{
  const char *path = g_getenv ("TELAR_TEST_MESSAGES");
  guint8 has_13 = g_strv_contains (inputs, "13");
  int fd;

  if (path == NULL)
    return;

  fd = open (path, O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (fd < 0 || write (fd, &has_13, 1) != 1)
    _exit (1);
  close (fd);
}

static void
do_tasks (GVariant *payload)
{
  g_autoptr (GVariant) tasks = NULL;
  g_autofree const char **inputs = NULL;
  const guint32 *numbers;
  gsize n_tasks;

  g_variant_get (payload, "(@au^a&s)", &tasks, &inputs);
  numbers = g_variant_get_fixed_array (tasks, &n_tasks, sizeof *numbers);
  count_message (inputs);
  for (gsize i = 0; i < n_tasks; i++)
    {
      gint64 number = g_ascii_strtoll (inputs[i], NULL, 10);
      gint64 start_ns = now ();

      if (is_asked_to ("shift"))
        g_usleep (50000);
      if (number == 13)
        misbehave (numbers[i]);
      report_task (numbers[i], start_ns, number * number);
      if (number == 13 && is_asked_to ("twice"))
        report_task (numbers[i], start_ns, number * number);
    }
}

static void
take_frame (TelarFrameKind kind, GVariant *payload)
{
  if (kind == TELAR_FRAME_HELLO)
    send_hello ();
  else if (kind == TELAR_FRAME_CLOCK)
    send_time (payload);
  else if (kind == TELAR_FRAME_TASKS)
    do_tasks (payload);
  else if (kind == TELAR_FRAME_GOODBYE && is_asked_to ("stay"))
    pause ();
  else if (kind == TELAR_FRAME_GOODBYE)
    {
      send_frame (TELAR_FRAME_GOODBYE,
                  g_variant_new ("(xxx)", G_GINT64_CONSTANT (7000), G_GINT64_CONSTANT (0),
                                 G_GINT64_CONSTANT (0)));
      exit (0);
    }
}

int
main (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gsize offset = 0;

  misdeed = g_getenv ("TELAR_TEST_MISDEED");
  if (is_asked_to ("shift"))
    shift_ns = 1000 * HOUR_NS;
  if (is_asked_to ("mute"))
    pause ();
  if (is_asked_to ("start-exit"))
    {
      g_printerr ("no ink\n");
      return 9;
    }

  while (TRUE)
    {
      g_autoptr (GVariant) payload = NULL;
      TelarFrameKind kind;
      guint8 buffer[4096];
      gssize n;

      if (!telar_protocol_read (bytes, &offset, TELAR_TO_WORKER, &kind, &payload, NULL))
        return 1;
      if (payload != NULL)
        {
          take_frame (kind, payload);
          continue;
        }

      telar_protocol_discard (bytes, &offset);
      n = read (STDIN_FILENO, buffer, sizeof buffer);
      if (n <= 0)
        return 0;
      g_byte_array_append (bytes, buffer, (guint) n);
    }
}
