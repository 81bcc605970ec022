/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-job-log.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "telar-import.h"
#include "telar-integers.h"
#include "telar-lane-packer.h"

/* Times are rounded to milliseconds, the start and the length of a job each by half of one. */
#define ROUNDING_NS G_GINT64_CONSTANT (1500000)

#define NS_PER_S G_GINT64_CONSTANT (1000000000)

/* The year 2223, so that nanoseconds fit. */
#define MAX_SECONDS G_GINT64_CONSTANT (8000000000)

static const char header[]
    = "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand";

enum
{
  FIELD_SEQ,
  FIELD_HOST,
  FIELD_START,
  FIELD_LENGTH,
  FIELD_SEND,
  FIELD_RECEIVE,
  FIELD_EXIT,
  FIELD_SIGNAL,
  FIELD_COMMAND,
  N_FIELDS,
};

/* A stretch of the text, which is not terminated. */
typedef struct
{
  const char *start;
  const char *end;
} Field;

typedef struct
{
  gint64 start_ns;
  gint64 end_ns;
  gint64 seq;
  int exit_status;
  int signal;
  gint64 received;
  Field command;
  guint host;
  guint slot; /* of its host */
} Job;

typedef struct
{
  char *name;
  guint first_lane;
  guint n_lanes;
} Host;

typedef struct
{
  GArray *jobs;  /* Job */
  GArray *hosts; /* Host */
  GHashTable *numbers_of_hosts;
  guint line; /* from 1 */
  GError *error;
} Log;

static void
clear_host (gpointer data)
{
  g_free (((Host *) data)->name);
}

static void
log_clear (Log *log)
{
  g_array_unref (log->jobs);
  g_array_unref (log->hosts);
  g_hash_table_unref (log->numbers_of_hosts);
  g_clear_error (&log->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Log, log_clear)

static void
fail (Log *log, const char *message)
{
  if (log->error == NULL)
    g_set_error (&log->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("Line %u: %s"), log->line,
                 message);
}

/**
 * telar_job_log_is_one:
 * @data: what is in a file; not trusted, need not be terminated
 * @length: its length in bytes
 *
 * Returns: whether it begins like the job log of GNU parallel
 */
gboolean
telar_job_log_is_one (const char *data, gsize length)
{
  gsize n = strlen (header);

  return length >= n && memcmp (data, header, n) == 0
         && (length == n || data[n] == '\n' || data[n] == '\r');
}

static Field
strip (Field field)
{
  while (field.start < field.end && *field.start == ' ')
    field.start++;
  while (field.start < field.end && field.end[-1] == ' ')
    field.end--;

  return field;
}

static gint64
read_integer (Log *log, Field field, gint64 maximum)
{
  gint64 value = 0;

  field = strip (field);
  if (telar_integer_parse (field.start, field.end, &value) != TELAR_INTEGER_OK || value > maximum
      || value < -maximum)
    fail (log, _ ("a number is expected here"));

  return value;
}

/* Reads seconds with a point, exactly: those since 1970 are too large for a double's nanoseconds.
 */
static gint64
read_seconds (Log *log, Field field)
{
  gint64 seconds = 0, ns = 0;
  guint n_digits = 0, n_decimals = 0;
  const char *p;

  field = strip (field);
  for (p = field.start; p < field.end && g_ascii_isdigit (*p); p++, n_digits++)
    seconds = MIN (seconds * 10 + (*p - '0'), MAX_SECONDS + 1);
  if (p < field.end && *p == '.')
    for (p++; p < field.end && g_ascii_isdigit (*p); p++, n_digits++)
      if (n_decimals < 9)
        {
          ns = ns * 10 + (*p - '0');
          n_decimals++;
        }
  for (; n_decimals < 9; n_decimals++)
    ns *= 10;

  if (p < field.end || n_digits == 0)
    fail (log, _ ("a number is expected here"));
  else if (seconds > MAX_SECONDS)
    fail (log, _ ("its times are impossible"));

  return MIN (seconds, MAX_SECONDS) * NS_PER_S + ns;
}

static guint
find_host (Log *log, Field field)
{
  g_autofree char *name = telar_import_dup_line (field.start, field.end - field.start);
  gpointer found;
  Host host = { 0 };

  /* That is how it writes the computer on which it runs itself. */
  if (g_str_equal (name, ":"))
    {
      g_free (name);
      name = g_strdup ("localhost");
    }
  found = g_hash_table_lookup (log->numbers_of_hosts, name);
  if (found != NULL)
    return GPOINTER_TO_UINT (found) - 1;

  host.name = g_strdup (name);
  g_array_append_val (log->hosts, host);
  g_hash_table_insert (log->numbers_of_hosts, g_steal_pointer (&name),
                       GUINT_TO_POINTER (log->hosts->len));

  return log->hosts->len - 1;
}

static void
read_job (Log *log, Field line)
{
  Field fields[N_FIELDS];
  Job job = { 0 };
  const char *p = line.start;
  gint64 length_ns;

  /* A command may have tabs of its own. */
  for (guint i = 0; i < N_FIELDS; i++)
    {
      const char *tab = i + 1 < N_FIELDS ? memchr (p, '\t', (gsize) (line.end - p)) : line.end;

      if (tab == NULL)
        {
          fail (log, _ ("some of its nine columns are missing"));
          return;
        }
      fields[i] = (Field){ p, tab };
      p = tab + (i + 1 < N_FIELDS);
    }

  job.seq = read_integer (log, fields[FIELD_SEQ], G_MAXINT64);
  job.start_ns = read_seconds (log, fields[FIELD_START]);
  length_ns = read_seconds (log, fields[FIELD_LENGTH]);
  if (length_ns > TELAR_MAX_RUN_NS)
    fail (log, _ ("its times are impossible"));
  job.end_ns = job.start_ns + MIN (length_ns, TELAR_MAX_RUN_NS);
  job.received = MAX (read_integer (log, fields[FIELD_RECEIVE], G_MAXINT64), 0);
  job.exit_status = (int) read_integer (log, fields[FIELD_EXIT], G_MAXINT);
  job.signal = (int) read_integer (log, fields[FIELD_SIGNAL], G_MAXINT);
  job.command = fields[FIELD_COMMAND];
  job.host = find_host (log, fields[FIELD_HOST]);

  if (log->jobs->len >= TELAR_MAX_TASKS)
    {
      g_autofree char *message
          = g_strdup_printf (_ ("there are more than %d tasks"), TELAR_MAX_TASKS);

      fail (log, message);
    }
  g_array_append_val (log->jobs, job);
}

static void
read_lines (Log *log, const char *data, gsize length)
{
  const char *end = data + length, *next;

  log->line = 1;
  for (const char *p = data; p < end && log->error == NULL; p = next, log->line++)
    {
      const char *line_end = memchr (p, '\n', (gsize) (end - p));
      Field line = { p, line_end != NULL ? line_end : end };

      next = line_end != NULL ? line_end + 1 : end;
      if (line.end > line.start && line.end[-1] == '\r')
        line.end--;
      /* A log that goes on after an interruption may have a header of its own again. */
      if (line.end > line.start && !telar_job_log_is_one (p, (gsize) (line.end - p)))
        read_job (log, line);
    }
}

static int
compare_jobs (gconstpointer a, gconstpointer b)
{
  const Job *one = a, *other = b;

  if (one->start_ns != other->start_ns)
    return one->start_ns < other->start_ns ? -1 : 1;

  return one->seq < other->seq ? -1 : one->seq > other->seq;
}

/* The log does not say which slot executed a job, so each host gets as many lanes as its jobs need.
 */
static void
assign_slots (Log *log)
{
  g_autofree TelarLanePacker *packers = g_new0 (TelarLanePacker, log->hosts->len + 1);
  guint n_lanes = 0;

  g_array_sort (log->jobs, compare_jobs);
  for (guint i = 0; i < log->hosts->len; i++)
    telar_lane_packer_init (&packers[i]);
  for (guint i = 0; i < log->jobs->len; i++)
    {
      Job *job = &g_array_index (log->jobs, Job, i);
      Host *host = &g_array_index (log->hosts, Host, job->host);

      job->slot
          = telar_lane_packer_add (&packers[job->host], &job->start_ns, &job->end_ns, ROUNDING_NS);
      host->n_lanes = MAX (host->n_lanes, job->slot + 1);
    }
  for (guint i = 0; i < log->hosts->len; i++)
    {
      Host *host = &g_array_index (log->hosts, Host, i);

      telar_lane_packer_clear (&packers[i]);
      host->first_lane = n_lanes;
      n_lanes += host->n_lanes;
    }
  if (n_lanes > TELAR_MAX_LANES && log->error == NULL)
    g_set_error_literal (&log->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         _ ("There are too many lanes"));
}

static void
add_lanes (const Log *log, TelarRunDraft *draft)
{
  for (guint i = 0; i < log->hosts->len; i++)
    {
      const Host *host = &g_array_index (log->hosts, Host, i);

      for (guint k = 0; k < host->n_lanes; k++)
        {
          TelarDraftLane lane = { .kind = TELAR_LANE_PROCESS, .host = g_strdup (host->name) };

          if (log->hosts->len > 1)
            lane.name = g_strdup_printf ("%s %u", host->name, k + 1);
          g_array_append_val (draft->lanes, lane);
        }
    }
}

/* Why a job failed, or NULL if it did not. */
static char *
explain (const Job *job)
{
  if (job->signal != 0)
    return g_strdup_printf (_ ("The command was ended by signal %d"), job->signal);

  if (job->exit_status != 0)
    return g_strdup_printf (_ ("The command ended with the exit status %d"), job->exit_status);

  return NULL;
}

static void
add_jobs (const Log *log, TelarRunDraft *draft, gint64 epoch_ns)
{
  for (guint i = 0; i < log->jobs->len; i++)
    {
      const Job *job = &g_array_index (log->jobs, Job, i);
      TelarDraftTask task = { 0 };
      TelarDraftSpan span = { 0 };

      task.input
          = telar_import_dup_line (job->command.start, job->command.end - job->command.start);
      task.error = explain (job);
      task.outcome.status = task.error != NULL ? TELAR_STATUS_FAILED : TELAR_STATUS_SUCCEEDED;
      task.outcome.bytes = (guint64) job->received;
      task.lane = g_array_index (log->hosts, Host, job->host).first_lane + job->slot;
      task.start_ns = job->start_ns - epoch_ns;
      task.end_ns = job->end_ns - epoch_ns;

      span.lane = task.lane;
      span.span = (TelarSpan){ task.start_ns, task.end_ns, i, TELAR_PHASE_RUN, -1 };
      g_array_append_val (draft->spans, span);
      telar_import_add_task (draft, &task);
      draft->wall_ns = MAX (draft->wall_ns, span.span.end_ns);
    }
}

/**
 * telar_job_log_read:
 * @data: a job log of GNU parallel (its manual describes it under “--joblog”); not trusted, need
 *   not be terminated
 * @length: its length in bytes
 * @error: return location for a %G_IO_ERROR_INVALID_DATA that names the line
 *
 * A job is a task whose input is its command, and it failed if its exit status or its signal is not
 * zero. The log does not tell whether a command waited or computed, so the phase of all is
 * %TELAR_PHASE_RUN. Takes time in proportion to @length, and to the number of jobs and its
 * logarithm.
 *
 * Returns: (transfer full) (nullable): the run, of the imported workload
 */
TelarRunRecord *
telar_job_log_read (const char *data, gsize length, GError **error)
{
  g_auto (TelarRunDraft) draft;
  g_auto (Log) log = { 0 };
  gint64 epoch_ns;

  telar_run_draft_init (&draft);
  log.jobs = g_array_new (FALSE, FALSE, sizeof (Job));
  log.hosts = g_array_new (FALSE, FALSE, sizeof (Host));
  g_array_set_clear_func (log.hosts, clear_host);
  log.numbers_of_hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  read_lines (&log, data, length);
  if (log.error == NULL && log.jobs->len > 0)
    assign_slots (&log);
  if (log.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&log.error));
      return NULL;
    }

  epoch_ns = log.jobs->len > 0 ? g_array_index (log.jobs, Job, 0).start_ns : 0;
  add_lanes (&log, &draft);
  add_jobs (&log, &draft, epoch_ns);
  if (draft.wall_ns > TELAR_MAX_RUN_NS)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The jobs of this log are more than thirty years apart"));
      return NULL;
    }

  draft.workload = telar_workload_get_imported ();
  draft.strategy = TELAR_STRATEGY_PROCESSES;
  draft.workers = draft.lanes->len;
  draft.application = g_strdup ("GNU parallel");
  draft.started = telar_import_make_date (epoch_ns);
  draft.is_complete = TRUE;
  draft.peak_concurrency = telar_import_count_peak (&draft);

  return telar_run_draft_make_record (&draft, error);
}
