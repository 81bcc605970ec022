/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-worker-service.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "telar-memory-gauge.h"
#include "telar-protocol.h"
#include "telar-worker-report.h"
#include "work/telar-worker.h"

/* After so long, what has happened is reported although there is more to do. */
#define REPORT_DELAY_NS 1000000

/* So much is reported at once at most, unless a single task has more to tell. */
#define MAX_OUTCOMES 64
#define MAX_BYTES    (256 << 10)

/* So many spans a lane may have before it is exchanged for a new one. */
#define MAX_SPANS 4096

#define READ_SIZE (64 << 10)

typedef struct
{
  guint32 task;
  char *input;
} Order;

/* The main thread executes one task after another. The reader thread takes what the parent sends
 * and answers it at once, also while a task sleeps or computes; and when a report is due, it makes
 * it in place of the main thread. */
typedef struct
{
  int in_fd, out_fd;
  int timer_fd; /* readable once a report is due */
  GCancellable *cancellable;
  TelarTrace *trace; /* only for its clock: its times are those of telar_clock_now_ns() */

  GMutex mutex;    /* guards all below, and is held while a frame is written */
  GCond cond;      /* something for the main thread has arrived */
  GVariant *setup; /* until the main thread takes it */
  GQueue orders;   /* Order */
  bool is_leaving; /* there will be no more orders */
  bool is_over;    /* the reader thread is to end */

  TelarLane *lane;
  guint n_collected; /* spans of @lane that are in the report or were in an earlier one */
  guint32 task;      /* the one that runs, or TELAR_NO_TASK */
  gint64 start_ns;   /* when it began */
  bool is_announced; /* the parent knows that it runs */
  gint64 due_ns;     /* when a report has to be made, 0 if there is nothing to report */
  TelarWorkerReport *report;
  GByteArray *outgoing;
} Service;

static void
order_free (Order *order)
{
  g_free (order->input);
  g_free (order);
}

/* Nobody is left to whom anything could be reported. Ends at once even if a task runs: a worker
 * never outlives its parent. */
static _Noreturn void
vanish (void)
{
  _exit (EXIT_FAILURE);
}

/* Called with the mutex. */
static void
send_frame (Service *self, TelarFrameKind kind, GVariant *payload)
{
  gsize n_sent = 0;

  g_byte_array_set_size (self->outgoing, 0);
  if (!telar_protocol_write (self->outgoing, TELAR_TO_PARENT, kind, payload))
    g_error ("A report is too long");

  while (n_sent < self->outgoing->len)
    {
      gssize n = write (self->out_fd, self->outgoing->data + n_sent, self->outgoing->len - n_sent);

      if (n > 0)
        n_sent += (gsize) n;
      else if (errno != EINTR)
        vanish ();
    }
}

/* Called with the mutex. Puts the spans that have ended into the report. */
static void
collect (Service *self, TelarSpan *open, gboolean *is_open)
{
  guint n_spans = telar_lane_read (self->lane, open, is_open);

  for (; self->n_collected < n_spans; self->n_collected++)
    telar_worker_report_add_span (self->report,
                                  telar_lane_get_span (self->lane, self->n_collected));
}

/* Called with the mutex when there is something to report, but not necessarily at once. */
static void
be_due (Service *self, gint64 now_ns)
{
  const struct itimerspec delay = { .it_value.tv_nsec = REPORT_DELAY_NS };

  if (self->due_ns != 0)
    return;

  self->due_ns = now_ns + REPORT_DELAY_NS;
  timerfd_settime (self->timer_fd, 0, &delay, NULL);
}

/* Called with the mutex. Whether the report tells that the task that is @open runs. One that has
 * just begun is most likely a tiny one, and need not be told of before it has ended. */
static bool
is_worth_telling (Service *self, const TelarSpan *open, gint64 now_ns)
{
  GArray *spans = self->report->spans;
  bool has_spans
      = spans->len > 0 && g_array_index (spans, TelarReportSpan, spans->len - 1).task == open->task;

  return self->is_announced || has_spans || self->start_ns <= now_ns - REPORT_DELAY_NS;
}

/* Called with the mutex. Tells the parent what has happened, if anything has. */
static void
make_report (Service *self)
{
  gint64 now_ns = telar_clock_now_ns ();
  TelarSpan open;
  gboolean is_open;

  if (self->due_ns == 0)
    return;

  collect (self, &open, &is_open);
  self->is_announced = is_open && is_worth_telling (self, &open, now_ns);
  send_frame (self, TELAR_FRAME_REPORT,
              telar_worker_report_take (self->report, self->is_announced ? &open : NULL));
  self->due_ns = 0;
  if (is_open && !self->is_announced)
    be_due (self, now_ns);
}

static void
on_phase (TelarLane *lane, gpointer user_data)
{
  Service *self = user_data;

  g_mutex_lock (&self->mutex);
  /* What the parent sees live is to be true; what it does not yet see can wait. */
  be_due (self, telar_clock_now_ns ());
  if (self->is_announced)
    make_report (self);
  g_mutex_unlock (&self->mutex);
}

/* Called with the mutex. */
static void
begin_task (Service *self, guint32 task, TelarPhase first_phase, gint64 now_ns)
{
  if (telar_lane_get_n_spans (self->lane) >= MAX_SPANS && self->due_ns == 0)
    {
      telar_lane_free (self->lane);
      self->lane = telar_lane_new (TELAR_LANE_PROCESS, 1);
      self->n_collected = 0;
    }

  self->task = task;
  self->start_ns = now_ns;
  self->is_announced = false;
  telar_lane_begin (self->lane, task, first_phase, now_ns);
  be_due (self, now_ns);
}

/* Called with the mutex. */
static void
end_task (Service *self, TelarOutcome *outcome)
{
  gint64 now_ns = telar_clock_now_ns ();
  bool was_announced = self->is_announced;
  TelarSpan open;
  gboolean is_open;

  telar_lane_end (self->lane, now_ns);
  collect (self, &open, &is_open);
  telar_worker_report_add_outcome (self->report, self->task, self->start_ns, now_ns, outcome);
  self->task = TELAR_NO_TASK;
  self->is_announced = false;

  /* If the next task ends this process, the one that is known to run would be blamed. */
  be_due (self, now_ns);
  if (was_announced || g_queue_is_empty (&self->orders)
      || self->report->outcomes->len >= MAX_OUTCOMES || self->report->n_bytes >= MAX_BYTES
      || now_ns >= self->due_ns)
    make_report (self);
}

static void
execute (Service *self, TelarWorker *worker, const TelarWorkload *workload)
{
  g_mutex_lock (&self->mutex);
  while (true)
    {
      g_auto (TelarOutcome) outcome = { 0 };
      Order *order;

      while (g_queue_is_empty (&self->orders) && !self->is_leaving)
        g_cond_wait (&self->cond, &self->mutex);
      order = g_queue_pop_head (&self->orders);
      if (order == NULL)
        break;

      begin_task (self, order->task, telar_workload_get_first_phase (workload, order->input),
                  telar_clock_now_ns ());
      g_mutex_unlock (&self->mutex);

      telar_worker_run (worker, order->input, self->trace, self->lane, self->cancellable, &outcome);

      g_mutex_lock (&self->mutex);
      end_task (self, &outcome);
      order_free (order);
    }
  g_mutex_unlock (&self->mutex);
}

/* Called with the mutex. Tells the parent what has happened, and which tasks will not begin. */
static void
return_orders (Service *self)
{
  g_autoptr (GArray) tasks = g_array_new (FALSE, FALSE, sizeof (guint32));
  Order *order;

  while ((order = g_queue_pop_head (&self->orders)) != NULL)
    {
      g_array_append_val (tasks, order->task);
      order_free (order);
    }

  if (self->task != TELAR_NO_TASK)
    be_due (self, telar_clock_now_ns ());
  make_report (self);
  send_frame (self, TELAR_FRAME_RETURNED,
              g_variant_new ("(@au)", g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, tasks->data,
                                                                 tasks->len, sizeof (guint32))));
}

/* Called with the mutex. */
static void
take_orders (Service *self, GVariant *payload)
{
  g_autoptr (GVariant) tasks = g_variant_get_child_value (payload, 0);
  g_autoptr (GVariant) inputs = g_variant_get_child_value (payload, 1);
  gsize n_tasks;
  const guint32 *numbers = g_variant_get_fixed_array (tasks, &n_tasks, sizeof (guint32));

  n_tasks = MIN (n_tasks, g_variant_n_children (inputs));
  for (gsize i = 0; i < n_tasks; i++)
    {
      Order *order = g_new (Order, 1);

      order->task = numbers[i];
      g_variant_get_child (inputs, i, "s", &order->input);
      g_queue_push_tail (&self->orders, order);
    }
}

/* Called with the mutex. */
static void
say_hello (Service *self, GVariant *payload)
{
  guint32 version;

  g_variant_get (payload, "(uxs)", &version, NULL, NULL);
  send_frame (self, TELAR_FRAME_HELLO,
              g_variant_new ("(uxxs)", (guint32) TELAR_PROTOCOL_VERSION, (gint64) getpid (),
                             (gint64) getpid (), g_get_host_name ()));
  if (version != TELAR_PROTOCOL_VERSION)
    {
      g_printerr ("telar-worker: version %u of the protocol is not known\n", version);
      vanish ();
    }
}

/* Called with the mutex. */
static void
tell_time (Service *self, GVariant *payload, gint64 received_ns)
{
  gint64 sent_ns;

  g_variant_get (payload, "(x)", &sent_ns);
  send_frame (self, TELAR_FRAME_CLOCK,
              g_variant_new ("(xxx)", sent_ns, received_ns, telar_clock_now_ns ()));
}

static void
take_frame (Service *self, TelarFrameKind kind, GVariant *payload, gint64 received_ns)
{
  g_mutex_lock (&self->mutex);
  switch (kind)
    {
    case TELAR_FRAME_HELLO:
      say_hello (self, payload);
      break;
    case TELAR_FRAME_CLOCK:
      tell_time (self, payload, received_ns);
      break;
    case TELAR_FRAME_SETUP:
      g_clear_pointer (&self->setup, g_variant_unref);
      self->setup = g_variant_ref (payload);
      break;
    case TELAR_FRAME_TASKS:
      take_orders (self, payload);
      break;
    case TELAR_FRAME_RECALL:
    case TELAR_FRAME_CANCEL:
      return_orders (self);
      break;
    case TELAR_FRAME_GOODBYE:
      self->is_leaving = true;
      break;
    case TELAR_FRAME_REPORT:
    case TELAR_FRAME_RETURNED:
      g_assert_not_reached ();
    }
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  /* Its handlers run in this thread, and may take their time or locks of their own. */
  if (kind == TELAR_FRAME_CANCEL)
    g_cancellable_cancel (self->cancellable);
}

static void
take_input (Service *self, GByteArray *incoming)
{
  guint length = incoming->len;
  gint64 now_ns = telar_clock_now_ns ();
  gsize offset = 0;
  gssize n;

  g_byte_array_set_size (incoming, length + READ_SIZE);
  do
    n = read (self->in_fd, incoming->data + length, READ_SIZE);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    vanish ();
  g_byte_array_set_size (incoming, length + (guint) n);

  while (true)
    {
      g_autoptr (GVariant) payload = NULL;
      g_autoptr (GError) error = NULL;
      TelarFrameKind kind;

      if (!telar_protocol_read (incoming, &offset, TELAR_TO_WORKER, &kind, &payload, &error))
        {
          g_printerr ("telar-worker: %s\n", error->message);
          vanish ();
        }
      if (payload == NULL)
        break;
      take_frame (self, kind, payload, now_ns);
    }
  telar_protocol_discard (incoming, &offset);
}

static gpointer
read_frames (gpointer data)
{
  Service *self = data;
  g_autoptr (GByteArray) incoming = g_byte_array_new ();
  struct pollfd fds[] = {
    { .fd = self->in_fd, .events = POLLIN },
    { .fd = self->timer_fd, .events = POLLIN },
  };
  bool is_over = false;

  while (!is_over)
    {
      guint64 n_expirations;

      poll (fds, G_N_ELEMENTS (fds), -1);
      if (fds[0].revents != 0)
        take_input (self, incoming);
      if (fds[1].revents == 0 || read (self->timer_fd, &n_expirations, sizeof n_expirations) < 0)
        continue;

      /* The timer is not stopped when a report was made before its time. */
      g_mutex_lock (&self->mutex);
      if (self->due_ns != 0 && telar_clock_now_ns () >= self->due_ns)
        make_report (self);
      is_over = self->is_over;
      g_mutex_unlock (&self->mutex);
    }

  return NULL;
}

/* Waits for the setup. Returns NULL if there will be none. */
static GVariant *
wait_for_setup (Service *self)
{
  GVariant *setup;

  g_mutex_lock (&self->mutex);
  while (self->setup == NULL && !self->is_leaving)
    g_cond_wait (&self->cond, &self->mutex);
  setup = g_steal_pointer (&self->setup);
  g_mutex_unlock (&self->mutex);

  return setup;
}

/* Makes ready what @setup says. */
static TelarWork *
prepare (GVariant *setup, const TelarWorkload **workload, GError **error)
{
  g_autoptr (TelarParameters) parameters = NULL;
  g_autoptr (GVariant) values = NULL;
  const char *name, *demo_url, *localedir;

  g_variant_get (setup, "(&s@a{sv}m&s&s)", &name, &values, &demo_url, &localedir);
  if (*localedir != '\0')
    bindtextdomain (GETTEXT_PACKAGE, localedir);

  *workload = telar_workload_from_name (name);
  if (*workload == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("There is no workload “%s”"),
                   name);
      return NULL;
    }

  parameters = telar_parameters_from_variant (*workload, values, error);
  if (parameters == NULL)
    return NULL;

  return telar_work_new (parameters, demo_url, error);
}

/* Sends the last frame and ends the reader thread. */
static void
say_goodbye (Service *self, GThread *reader)
{
  const struct itimerspec now = { .it_value.tv_nsec = 1 };
  TelarCpuTime cpu = telar_clock_process_cpu ();

  g_mutex_lock (&self->mutex);
  send_frame (
      self, TELAR_FRAME_GOODBYE,
      g_variant_new ("(xxx)", cpu.user_ns, cpu.system_ns, telar_memory_gauge_read_process ()));
  self->is_over = true;
  timerfd_settime (self->timer_fd, 0, &now, NULL);
  g_mutex_unlock (&self->mutex);

  g_thread_join (reader);
}

/**
 * telar_worker_service_run:
 * @in_fd: where the frames of the parent come from
 * @out_fd: where frames for the parent are written; nobody else writes there
 *
 * Executes tasks until the parent says that there are no more. If the parent is gone, the whole
 * process ends at once. The calling thread executes the tasks; SIGPIPE has to be ignored.
 *
 * Returns: an exit status for the process
 */
int
telar_worker_service_run (int in_fd, int out_fd)
{
  Service self = {
    .in_fd = in_fd,
    .out_fd = out_fd,
    .timer_fd = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
    .cancellable = g_cancellable_new (),
    .trace = telar_trace_new (0, 0),
    .lane = telar_lane_new (TELAR_LANE_PROCESS, 1),
    .task = TELAR_NO_TASK,
    .report = telar_worker_report_new (),
    .outgoing = g_byte_array_new (),
  };
  const TelarWorkload *workload;
  GVariant *setup;
  GThread *reader;
  int status = EXIT_SUCCESS;

  g_mutex_init (&self.mutex);
  g_cond_init (&self.cond);
  reader = g_thread_new ("reader", read_frames, &self);

  setup = wait_for_setup (&self);
  if (setup != NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TelarWork) work = prepare (setup, &workload, &error);

      if (work != NULL)
        {
          g_autoptr (TelarWorker) worker = telar_worker_new (work, 1);

          telar_worker_set_phase_func (worker, on_phase, &self);
          execute (&self, worker, workload);
        }
      else
        {
          g_printerr ("telar-worker: %s\n", error->message);
          status = EXIT_FAILURE;
        }
      g_variant_unref (setup);
    }
  say_goodbye (&self, reader);

  g_queue_clear_full (&self.orders, (GDestroyNotify) order_free);
  g_clear_pointer (&self.setup, g_variant_unref);
  g_byte_array_unref (self.outgoing);
  telar_worker_report_free (self.report);
  telar_lane_free (self.lane);
  telar_trace_unref (self.trace);
  g_object_unref (self.cancellable);
  g_cond_clear (&self.cond);
  g_mutex_clear (&self.mutex);
  close (self.timer_fd);

  return status;
}
