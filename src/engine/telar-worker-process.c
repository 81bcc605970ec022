/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-worker-process.h"

#include <errno.h>
#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#include "telar-installation.h"
#include "telar-worker-intake.h"

#define READ_SIZE      (64 << 10)
#define MAX_COMPLAINTS (4 << 10)
#define MAX_PIPE_SIZE  (1 << 20)

/* The sum over all workers still is a number. */
#define MAX_MEMORY_BYTES (G_GINT64_CONSTANT (1) << 46)

/* How often the clocks are compared before a worker gets its first task. */
#define N_EXCHANGES 3

/**
 * telar_worker_process_new:
 * @execution: what is executed; it lives longer than the worker
 * @lane: the lane of the worker
 * @lane_index: its number in the trace
 *
 * Returns: (transfer full): a worker without a process
 */
TelarWorkerProcess *
telar_worker_process_new (TelarExecution *execution, TelarLane *lane, guint lane_index)
{
  TelarWorkerProcess *self = g_new0 (TelarWorkerProcess, 1);

  self->execution = execution;
  self->lane = lane;
  self->lane_index = lane_index;
  self->in_fd = self->out_fd = self->err_fd = -1;
  self->outgoing = g_byte_array_new ();
  self->incoming = g_byte_array_new ();
  self->complaints = g_string_new (NULL);

  return self;
}

/**
 * telar_worker_process_free:
 * @self: (transfer full): a worker without a process
 */
void
telar_worker_process_free (TelarWorkerProcess *self)
{
  g_assert (self->subprocess == NULL);

  g_queue_clear (&self->tasks);
  g_byte_array_unref (self->outgoing);
  g_byte_array_unref (self->incoming);
  g_string_free (self->complaints, TRUE);
  g_free (self);
}

static void
set_state (TelarWorkerProcess *self, TelarWorkerState state)
{
  self->state = state;
  self->state_since_ns = telar_trace_now (self->execution->trace);
}

/* Writes as much as the pipe takes. SIGPIPE is blocked. */
static gboolean
flush (TelarWorkerProcess *self, GError **error)
{
  while (self->n_written < self->outgoing->len)
    {
      gssize n = write (self->in_fd, self->outgoing->data + self->n_written,
                        self->outgoing->len - self->n_written);

      if (n > 0)
        self->n_written += (gsize) n;
      else if (errno == EAGAIN)
        return TRUE;
      else if (errno != EINTR)
        {
          g_byte_array_set_size (self->outgoing, 0);
          self->n_written = 0;
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE,
                               _ ("The worker process does not listen any more"));
          return FALSE;
        }
    }

  g_byte_array_set_size (self->outgoing, 0);
  self->n_written = 0;
  return TRUE;
}

static void
add_frame (TelarWorkerProcess *self, TelarFrameKind kind, GVariant *payload)
{
  /* What is sent to a worker is a few inputs of a plan, each of 64 KiB at most: far from too long.
   */
  if (!telar_protocol_write (self->outgoing, TELAR_TO_WORKER, kind, payload))
    g_assert_not_reached ();
}

static void
ask_for_time (TelarWorkerProcess *self)
{
  self->clock_sent_ns = telar_clock_now_ns ();
  add_frame (self, TELAR_FRAME_CLOCK, g_variant_new ("(x)", self->clock_sent_ns));
}

/* What the worker has to know before its first task. It can prepare itself while its time is
 * asked for. */
static void
add_introduction (TelarWorkerProcess *self)
{
  const TelarPlan *plan = self->execution->plan;

  add_frame (self, TELAR_FRAME_HELLO,
             g_variant_new ("(uxs)", (guint32) TELAR_PROTOCOL_VERSION, (gint64) getpid (),
                            g_get_host_name ()));
  add_frame (self, TELAR_FRAME_SETUP,
             g_variant_new ("(s@a{sv}mss)", telar_plan_get_workload (plan)->name,
                            telar_parameters_to_variant (telar_plan_get_parameters (plan)),
                            self->execution->demo_url, telar_installation_get_localedir ()));
}

/* A program that is started inherits the signals that this thread blocks, so that these are
 * let through for that time; none can come meanwhile, because nothing is written. */
static GSubprocess *
spawn (GError **error)
{
  /* Only these flags let GLib use posix_spawn(), whose cost does not grow with this program. All
   * files of Telar and its libraries are marked close-on-exec, and so are not inherited. */
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
      | G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_INHERIT_FDS);
  const char *const argv[] = { telar_installation_get_worker (), NULL };
  GSubprocess *subprocess;
  sigset_t pipe_signal, former;

  sigemptyset (&pipe_signal);
  sigaddset (&pipe_signal, SIGPIPE);
  pthread_sigmask (SIG_UNBLOCK, &pipe_signal, &former);
  subprocess = g_subprocess_launcher_spawnv (launcher, argv, error);
  pthread_sigmask (SIG_SETMASK, &former, NULL);

  return subprocess;
}

/**
 * telar_worker_process_start:
 * @self: a worker without a process
 * @error: return location for an error
 *
 * Starts its process, which is ready some milliseconds later.
 *
 * Returns: whether it was started
 */
gboolean
telar_worker_process_start (TelarWorkerProcess *self, GError **error)
{
  TelarSpan start = { .task = TELAR_NO_TASK, .phase = TELAR_PHASE_START, .core = -1 };

  g_assert (self->state == TELAR_WORKER_GONE && g_queue_is_empty (&self->tasks));

  start.start_ns = MAX (telar_trace_now (self->execution->trace), self->lane_end_ns);
  self->subprocess = spawn (error);
  if (self->subprocess == NULL)
    return FALSE;

  self->in_fd = g_unix_output_stream_get_fd (
      G_UNIX_OUTPUT_STREAM (g_subprocess_get_stdin_pipe (self->subprocess)));
  self->out_fd = g_unix_input_stream_get_fd (
      G_UNIX_INPUT_STREAM (g_subprocess_get_stdout_pipe (self->subprocess)));
  self->err_fd = g_unix_input_stream_get_fd (
      G_UNIX_INPUT_STREAM (g_subprocess_get_stderr_pipe (self->subprocess)));
  if (!g_unix_set_fd_nonblocking (self->in_fd, TRUE, error)
      || !g_unix_set_fd_nonblocking (self->out_fd, TRUE, error)
      || !g_unix_set_fd_nonblocking (self->err_fd, TRUE, error))
    {
      g_free (telar_worker_process_end (self));
      return FALSE;
    }

  g_byte_array_set_size (self->outgoing, 0);
  g_byte_array_set_size (self->incoming, 0);
  g_string_truncate (self->complaints, 0);
  self->n_written = 0;
  self->clock = (TelarClockOffset){ 0 };
  self->is_announced = self->is_recalled = FALSE;
  self->has_hello = self->is_cancelled = self->said_goodbye = FALSE;
  self->raw_end_ns = 0;
  self->tasks_cpu = (TelarCpuTime){ 0 };

  telar_lane_set_open (self->lane, &start);
  set_state (self, TELAR_WORKER_STARTING);
  self->state_since_ns = start.start_ns;
  add_introduction (self);
  g_clear_error (error);
  /* If it is gone already, that shows when its output ends. */
  flush (self, NULL);

  return TRUE;
}

/**
 * telar_worker_process_end_open_span:
 * @self: a worker
 * @now_ns: the present instant, in nanoseconds since the run's start
 *
 * Ends the span that the lane shows as going on, because its exact end will not be told.
 */
void
telar_worker_process_end_open_span (TelarWorkerProcess *self, gint64 now_ns)
{
  TelarSpan open;
  gboolean is_open;

  telar_lane_read (self->lane, &open, &is_open);
  if (!is_open)
    return;

  open.end_ns = MAX (now_ns, open.start_ns);
  telar_lane_set_open (self->lane, NULL);
  telar_lane_append (self->lane, &open);
  self->lane_end_ns = open.end_ns;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);

  return FALSE;
}

static gboolean
is_host_name (const char *name)
{
  gsize length = strlen (name);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (name[i]))
      return FALSE;

  return length > 0 && length < 256;
}

static gboolean
take_hello (TelarWorkerProcess *self, GVariant *payload, GError **error)
{
  guint32 version;
  gint64 pid, tid;
  const char *host;

  g_variant_get (payload, "(uxx&s)", &version, &pid, &tid, &host);
  if (version != TELAR_PROTOCOL_VERSION)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   _ ("The worker speaks version %u of the protocol, but version %u is needed"),
                   version, (guint) TELAR_PROTOCOL_VERSION);
      return FALSE;
    }
  if (self->has_hello || pid <= 0 || tid <= 0 || !is_host_name (host))
    return refuse (error, _ ("The worker did not introduce itself as it should"));

  self->has_hello = TRUE;
  telar_lane_set_ids (self->lane, pid, tid,
                      g_str_equal (host, g_get_host_name ()) ? "localhost" : host);
  ask_for_time (self);

  return TRUE;
}

static gboolean
take_time (TelarWorkerProcess *self, GVariant *payload, gint64 received_ns, GError **error)
{
  gint64 sent_ns, received_there_ns, sent_there_ns;

  g_variant_get (payload, "(xxx)", &sent_ns, &received_there_ns, &sent_there_ns);
  if (self->state != TELAR_WORKER_STARTING || !self->has_hello || sent_ns != self->clock_sent_ns
      || !telar_clock_offset_add (&self->clock, sent_ns, received_there_ns, sent_there_ns,
                                  received_ns))
    return refuse (error, _ ("The worker sent a time that cannot be"));

  if (self->clock.n_exchanges < N_EXCHANGES)
    {
      ask_for_time (self);
      return TRUE;
    }

  set_state (self, TELAR_WORKER_READY);
  self->ready_ns = self->state_since_ns;
  telar_worker_process_end_open_span (self, self->ready_ns);
  return TRUE;
}

static gboolean
take_goodbye (TelarWorkerProcess *self, GVariant *payload, GError **error)
{
  TelarCpuTime cpu;
  gint64 memory_bytes;

  g_variant_get (payload, "(xxx)", &cpu.user_ns, &cpu.system_ns, &memory_bytes);
  if (self->state != TELAR_WORKER_LEAVING || !g_queue_is_empty (&self->tasks) || self->said_goodbye)
    return refuse (error, _ ("The worker left before it was told to"));
  if (cpu.user_ns < 0 || cpu.user_ns > TELAR_PROTOCOL_MAX_NS / 4096 || cpu.system_ns < 0
      || cpu.system_ns > TELAR_PROTOCOL_MAX_NS / 4096)
    return refuse (error, _ ("The worker sent a processor time that cannot be"));
  if (memory_bytes < 0 || memory_bytes > MAX_MEMORY_BYTES)
    return refuse (error, _ ("The worker sent a size of memory that cannot be"));

  self->said_goodbye = TRUE;
  telar_execution_add_cpu (self->execution, cpu);
  telar_execution_add_memory (self->execution, memory_bytes);

  return TRUE;
}

static gboolean
take_frame (TelarWorkerProcess *self,
            TelarFrameKind kind,
            GVariant *payload,
            gint64 received_ns,
            GError **error)
{
  switch (kind)
    {
    case TELAR_FRAME_HELLO:
      return take_hello (self, payload, error);
    case TELAR_FRAME_CLOCK:
      return take_time (self, payload, received_ns, error);
    case TELAR_FRAME_GOODBYE:
      return take_goodbye (self, payload, error);
    case TELAR_FRAME_REPORT:
      return telar_worker_process_take_report (self, payload, error);
    case TELAR_FRAME_RETURNED:
      return telar_worker_process_take_returned (self, payload, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
take_frames (TelarWorkerProcess *self, gint64 received_ns, GError **error)
{
  gboolean understood;
  gsize offset = 0;

  while (TRUE)
    {
      g_autoptr (GVariant) payload = NULL;
      TelarFrameKind kind;

      understood
          = telar_protocol_read (self->incoming, &offset, TELAR_TO_PARENT, &kind, &payload, error);
      if (!understood || payload == NULL)
        break;
      understood = take_frame (self, kind, payload, received_ns, error);
      if (!understood)
        break;
    }
  telar_protocol_discard (self->incoming, &offset);

  return understood;
}

/* Reads what there is of its output, and answers it. */
static gboolean
read_output (TelarWorkerProcess *self, GError **error)
{
  guint length = self->incoming->len;
  gssize n;

  g_byte_array_set_size (self->incoming, length + READ_SIZE);
  n = read (self->out_fd, self->incoming->data + length, READ_SIZE);
  g_byte_array_set_size (self->incoming, length + (guint) MAX (n, 0));
  if (n < 0 && (errno == EAGAIN || errno == EINTR))
    return TRUE;
  if (n > 0)
    return take_frames (self, telar_clock_now_ns (), error) && flush (self, error);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The worker process ended"));
  return FALSE;
}

/* Reads what there is of its standard error, and keeps the end of it. Returns whether there was
 * anything. */
static gboolean
read_complaints (TelarWorkerProcess *self)
{
  char buffer[MAX_COMPLAINTS];
  gssize n = read (self->err_fd, buffer, sizeof buffer);

  if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
    self->err_fd = -1;
  if (n <= 0)
    return FALSE;

  g_string_append_len (self->complaints, buffer, n);
  if (self->complaints->len > MAX_COMPLAINTS)
    g_string_erase (self->complaints, 0, (gssize) self->complaints->len - MAX_COMPLAINTS);
  return TRUE;
}

/* Reads all that a process that is gone has left in the pipe. Whoever else may write there is not
 * waited for. */
static void
read_last_complaints (TelarWorkerProcess *self)
{
  guint n_left = MAX_PIPE_SIZE / MAX_COMPLAINTS;

  while (self->err_fd >= 0 && n_left-- > 0 && read_complaints (self))
    ;
}

/**
 * telar_worker_process_watch:
 * @self: a worker
 * @fds: (out caller-allocates): %TELAR_WORKER_PROCESS_N_FDS files to poll; those that are not to
 *   be polled are negative
 */
void
telar_worker_process_watch (TelarWorkerProcess *self, struct pollfd *fds)
{
  fds[0] = (struct pollfd){ .fd = self->out_fd, .events = POLLIN };
  fds[1] = (struct pollfd){ .fd = self->err_fd, .events = POLLIN };
  fds[2] = (struct pollfd){ .fd = self->outgoing->len > 0 ? self->in_fd : -1, .events = POLLOUT };
}

/**
 * telar_worker_process_dispatch:
 * @self: a worker
 * @fds: what poll() says about the files of telar_worker_process_watch()
 * @error: return location for an error
 *
 * Takes what the process sent: finishes tasks, draws their spans.
 *
 * Returns: %FALSE if the process is to be ended now, because it has ended by itself
 *   (%G_IO_ERROR_CLOSED) or sent what it should not
 */
gboolean
telar_worker_process_dispatch (TelarWorkerProcess *self, const struct pollfd *fds, GError **error)
{
  if (self->state == TELAR_WORKER_GONE)
    return TRUE;
  if (fds[1].revents != 0 && self->err_fd >= 0)
    read_complaints (self);
  if (fds[0].revents != 0 && !read_output (self, error))
    return FALSE;

  return fds[2].revents == 0 || flush (self, error);
}

/**
 * telar_worker_process_send_tasks:
 * @self: a worker that is ready
 * @tasks: tasks that were taken from the scheduler; they are the worker's now, even if this fails
 * @n_tasks: how many
 * @error: return location for an error
 *
 * Has the process execute these tasks after those that it has.
 *
 * Returns: %FALSE if the process is to be ended now
 */
gboolean
telar_worker_process_send_tasks (TelarWorkerProcess *self,
                                 const guint *tasks,
                                 guint n_tasks,
                                 GError **error)
{
  g_autofree const char **inputs = g_new (const char *, n_tasks);

  if (g_queue_is_empty (&self->tasks))
    self->last_heard_ns = telar_trace_now (self->execution->trace);
  for (guint i = 0; i < n_tasks; i++)
    {
      inputs[i] = telar_plan_get_task (self->execution->plan, tasks[i])->input;
      g_queue_push_tail (&self->tasks, GUINT_TO_POINTER (tasks[i]));
    }

  add_frame (self, TELAR_FRAME_TASKS,
             g_variant_new (
                 "(@au@as)",
                 g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, tasks, n_tasks, sizeof *tasks),
                 g_variant_new_strv (inputs, n_tasks)));

  return flush (self, error);
}

/**
 * telar_worker_process_recall:
 * @self: a worker that is ready
 * @error: return location for an error
 *
 * Asks the process for a report, and to return the tasks that have not begun.
 *
 * Returns: %FALSE if the process is to be ended now
 */
gboolean
telar_worker_process_recall (TelarWorkerProcess *self, GError **error)
{
  self->is_recalled = TRUE;
  add_frame (self, TELAR_FRAME_RECALL, g_variant_new ("()"));

  return flush (self, error);
}

/**
 * telar_worker_process_cancel:
 * @self: a worker that is ready
 * @error: return location for an error
 *
 * Asks the process to return the tasks that have not begun and to end the one that runs.
 *
 * Returns: %FALSE if the process is to be ended now
 */
gboolean
telar_worker_process_cancel (TelarWorkerProcess *self, GError **error)
{
  self->is_cancelled = TRUE;
  add_frame (self, TELAR_FRAME_CANCEL, g_variant_new ("()"));

  return flush (self, error);
}

/**
 * telar_worker_process_say_goodbye:
 * @self: a worker that is ready
 * @error: return location for an error
 *
 * Asks the process to end once it has no tasks.
 *
 * Returns: %FALSE if the process is to be ended now
 */
gboolean
telar_worker_process_say_goodbye (TelarWorkerProcess *self, GError **error)
{
  set_state (self, TELAR_WORKER_LEAVING);
  add_frame (self, TELAR_FRAME_GOODBYE, g_variant_new ("()"));

  return flush (self, error);
}

/* What the process wrote on its standard error, in one line fit to be shown; or NULL. */
static char *
dup_complaints (TelarWorkerProcess *self)
{
  g_autofree char *valid
      = g_utf8_make_valid (self->complaints->str, (gssize) self->complaints->len);
  g_autoptr (GString) shown = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iscntrl (c))
        g_string_append_unichar (shown, c);
      else if (c == '\n' || c == '\t')
        g_string_append_c (shown, ' ');
    }
  g_strstrip (shown->str);

  return *shown->str != '\0' ? g_strdup (shown->str) : NULL;
}

static char *
describe_end (TelarWorkerProcess *self)
{
  g_autofree char *complaints = dup_complaints (self);

  if (g_subprocess_get_if_signaled (self->subprocess))
    {
      int number = g_subprocess_get_term_sig (self->subprocess);

      if (complaints == NULL)
        return g_strdup_printf (_ ("The worker process died (signal %d)"), number);
      /* Translators: %s is what the process wrote on its standard error */
      return g_strdup_printf (_ ("The worker process died (signal %d): %s"), number, complaints);
    }

  if (complaints == NULL)
    return g_strdup_printf (_ ("The worker process ended by itself (exit status %d)"),
                            g_subprocess_get_exit_status (self->subprocess));
  /* Translators: %s is what the process wrote on its standard error */
  return g_strdup_printf (_ ("The worker process ended by itself (exit status %d): %s"),
                          g_subprocess_get_exit_status (self->subprocess), complaints);
}

/**
 * telar_worker_process_end:
 * @self: a worker with a process
 *
 * Kills the process, unless it has ended already, and waits until it is gone. Its tasks stay in
 * the queue, and an open span stays open.
 *
 * Returns: (transfer full): how the process ended, in the user's language
 */
char *
telar_worker_process_end (TelarWorkerProcess *self)
{
  char *description;

  /* A process whose output has ended is past the point where this would change its status. */
  g_subprocess_force_exit (self->subprocess);
  g_subprocess_wait (self->subprocess, NULL, NULL);
  read_last_complaints (self);
  description = describe_end (self);

  if (!self->said_goodbye)
    telar_execution_add_cpu (self->execution, self->tasks_cpu);
  /* Another thread of GLib may keep the object alive for some time. */
  g_output_stream_close (g_subprocess_get_stdin_pipe (self->subprocess), NULL, NULL);
  g_input_stream_close (g_subprocess_get_stdout_pipe (self->subprocess), NULL, NULL);
  g_input_stream_close (g_subprocess_get_stderr_pipe (self->subprocess), NULL, NULL);
  self->in_fd = self->out_fd = self->err_fd = -1;
  g_byte_array_set_size (self->outgoing, 0);
  g_clear_object (&self->subprocess);
  set_state (self, TELAR_WORKER_GONE);

  return description;
}
