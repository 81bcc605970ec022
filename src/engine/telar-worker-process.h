/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <poll.h>

#include "telar-clock-offset.h"
#include "telar-execution.h"
#include "telar-protocol.h"

G_BEGIN_DECLS

/* How many files telar_worker_process_watch() fills in. */
#define TELAR_WORKER_PROCESS_N_FDS 3

typedef enum
{
  TELAR_WORKER_GONE,     /* there is no process */
  TELAR_WORKER_STARTING, /* it has not yet told who it is and what its time is */
  TELAR_WORKER_READY,    /* it takes tasks */
  TELAR_WORKER_LEAVING,  /* it takes no tasks any more */
} TelarWorkerState;

/* The parent's side of one lane of worker processes: of its process, and of those that replace it
 * if it dies. Used by one thread only, which may read the members. */
typedef struct
{
  TelarExecution *execution;
  TelarLane *lane;
  guint lane_index;

  TelarWorkerState state;
  GQueue tasks;          /* that it has and that have not ended, the first one runs */
  gboolean is_announced; /* the first one is known to run */
  gboolean is_abandoned; /* no process will be started any more */
  gboolean is_recalled;  /* it was asked to return tasks, and has not yet answered */
  gint64 state_since_ns; /* in nanoseconds since the run's start, as the next */
  gint64 last_heard_ns;  /* when it sent something, or got tasks after it had none */
  guint64 n_ended;       /* how many tasks its processes have ended */
  gint64 busy_ns;        /* how long these took */
  GSubprocess *subprocess;

  /* What follows is of no interest to others. */
  int in_fd, out_fd, err_fd; /* of the process */
  gboolean has_hello;
  gboolean is_cancelled;
  GByteArray *outgoing, *incoming;
  gsize n_written;
  GString *complaints;  /* the last that it wrote on its standard error */
  gint64 clock_sent_ns; /* the last question for its time */
  TelarClockOffset clock;
  gint64 ready_ns;    /* when it could take tasks */
  gint64 lane_end_ns; /* where the last span in the lane ends */
  gint64 raw_end_ns;  /* the same by the clock of the process */
  gint64 start_ns;    /* of the first task, by that clock; -1 if not announced */
  guint n_spans;      /* that the first task has already */
  TelarCpuTime tasks_cpu;
  gboolean said_goodbye;
} TelarWorkerProcess;

TelarWorkerProcess *
telar_worker_process_new (TelarExecution *execution, TelarLane *lane, guint lane_index);
void telar_worker_process_free (TelarWorkerProcess *self);

gboolean telar_worker_process_start (TelarWorkerProcess *self, GError **error);
void telar_worker_process_watch (TelarWorkerProcess *self, struct pollfd *fds);
gboolean
telar_worker_process_dispatch (TelarWorkerProcess *self, const struct pollfd *fds, GError **error);
gboolean telar_worker_process_send_tasks (TelarWorkerProcess *self,
                                          const guint *tasks,
                                          guint n_tasks,
                                          GError **error);
gboolean telar_worker_process_recall (TelarWorkerProcess *self, GError **error);
gboolean telar_worker_process_cancel (TelarWorkerProcess *self, GError **error);
gboolean telar_worker_process_say_goodbye (TelarWorkerProcess *self, GError **error);
char *telar_worker_process_end (TelarWorkerProcess *self);
void telar_worker_process_end_open_span (TelarWorkerProcess *self, gint64 now_ns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarWorkerProcess, telar_worker_process_free)

G_END_DECLS
