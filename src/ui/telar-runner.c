/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-runner.h"

struct _TelarRunner
{
  GObject parent_instance;

  TelarApplication *application;
  GPtrArray *requests;       /* TelarRunRequest: of the last start */
  guint position;            /* of the request that is prepared or executed */
  GPtrArray *records;        /* TelarRunRecord: that went to their end, but for warm-ups */
  TelarRun *run;             /* that is executed, or NULL */
  GCancellable *cancellable; /* of what goes on: preparing or executing; or NULL */
};

G_DEFINE_FINAL_TYPE (TelarRunner, telar_runner, G_TYPE_OBJECT)

enum
{
  CHANGED,
  BEGUN,
  ENDED,
  REFUSED,
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void begin (TelarRunner *self);

/* Goes on with the next request, or is done. */
static void
go_on (TelarRunner *self, gboolean is_well)
{
  /* A run whose last task had ended is complete, but its workers were being put away. */
  if (g_cancellable_is_cancelled (self->cancellable))
    is_well = FALSE;

  g_clear_object (&self->run);
  g_clear_object (&self->cancellable);
  if (is_well && self->position + 1 < self->requests->len)
    {
      self->position++;
      begin (self);
      return;
    }

  g_signal_emit (self, signals[CHANGED], 0);
  g_signal_emit (self, signals[FINISHED], 0);
}

static void
on_executed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TelarRunner) self = data;
  const TelarRunRequest *request = g_ptr_array_index (self->requests, self->position);
  TelarRunRecord *record = telar_run_get_record (TELAR_RUN (source));
  g_autoptr (GError) error = NULL;
  const char *message = NULL;

  telar_run_execute_finish (TELAR_RUN (source), result, &error);
  g_application_release (G_APPLICATION (self->application));
  if (error == NULL && !request->is_warm_up)
    g_ptr_array_add (self->records, telar_run_record_ref (record));
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    message = error->message;

  g_signal_emit (self, signals[ENDED], 0, record, request->is_warm_up, message);
  go_on (self, error == NULL);
}

static void
on_prepared (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TelarRunner) self = data;
  g_autoptr (GError) error = NULL;

  self->run = telar_run_prepare_finish (self->application, result, &error);
  if (self->run == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_signal_emit (self, signals[REFUSED], 0, error->message);
      go_on (self, FALSE);
      return;
    }

  /* The program stays until the run has put its workers away, even if its window is closed. */
  g_application_hold (G_APPLICATION (self->application));
  g_signal_emit (self, signals[BEGUN], 0, telar_run_get_record (self->run));
  telar_run_execute_async (self->run, self->cancellable, on_executed, g_object_ref (self));
}

static void
begin (TelarRunner *self)
{
  const TelarRunRequest *request = g_ptr_array_index (self->requests, self->position);

  self->cancellable = g_cancellable_new ();
  telar_run_prepare_async (self->application, telar_run_request_copy (request), self->cancellable,
                           on_prepared, g_object_ref (self));
}

/**
 * telar_runner_start:
 * @self: a runner that is not busy
 * @requests: (element-type TelarRunRequest): what shall be run, in this order; at least one
 */
void
telar_runner_start (TelarRunner *self, GPtrArray *requests)
{
  g_return_if_fail (TELAR_IS_RUNNER (self));
  g_return_if_fail (!telar_runner_is_busy (self));
  g_return_if_fail (requests->len > 0);

  g_clear_pointer (&self->requests, g_ptr_array_unref);
  self->requests = g_ptr_array_ref (requests);
  self->position = 0;
  g_ptr_array_set_size (self->records, 0);
  begin (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * telar_runner_stop:
 * @self: a runner
 *
 * Stops the run that goes on; those that were to follow are not begun. What has finished stays.
 */
void
telar_runner_stop (TelarRunner *self)
{
  g_return_if_fail (TELAR_IS_RUNNER (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/**
 * telar_runner_is_busy:
 * @self: a runner
 *
 * Returns: whether it prepares or executes something
 */
gboolean
telar_runner_is_busy (TelarRunner *self)
{
  g_return_val_if_fail (TELAR_IS_RUNNER (self), FALSE);

  return self->cancellable != NULL;
}

/**
 * telar_runner_is_executing:
 * @self: a runner
 *
 * Returns: whether a run goes on
 */
gboolean
telar_runner_is_executing (TelarRunner *self)
{
  g_return_val_if_fail (TELAR_IS_RUNNER (self), FALSE);

  return self->run != NULL;
}

/**
 * telar_runner_get_n_requests:
 * @self: a runner
 *
 * Returns: how many runs were asked for at the last start; 0 before the first
 */
guint
telar_runner_get_n_requests (TelarRunner *self)
{
  g_return_val_if_fail (TELAR_IS_RUNNER (self), 0);

  return self->requests != NULL ? self->requests->len : 0;
}

/**
 * telar_runner_get_position:
 * @self: a runner
 *
 * Returns: which of the requests is prepared or executed, or was last; from 0
 */
guint
telar_runner_get_position (TelarRunner *self)
{
  g_return_val_if_fail (TELAR_IS_RUNNER (self), 0);

  return self->position;
}

/**
 * telar_runner_get_records:
 * @self: a runner
 *
 * Returns: (transfer none) (element-type TelarRunRecord): the runs since the last start that went
 *   to their end, in the order of the requests, without those that only warmed up
 */
GPtrArray *
telar_runner_get_records (TelarRunner *self)
{
  g_return_val_if_fail (TELAR_IS_RUNNER (self), NULL);

  return self->records;
}

static void
telar_runner_dispose (GObject *object)
{
  TelarRunner *self = TELAR_RUNNER (object);

  g_clear_object (&self->application);

  G_OBJECT_CLASS (telar_runner_parent_class)->dispose (object);
}

static void
telar_runner_finalize (GObject *object)
{
  TelarRunner *self = TELAR_RUNNER (object);

  g_clear_pointer (&self->requests, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);

  G_OBJECT_CLASS (telar_runner_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, GType first, GType second, GType third)
{
  return g_signal_new (name, TELAR_TYPE_RUNNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       n_params, first, second, third);
}

static void
telar_runner_class_init (TelarRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = telar_runner_dispose;
  object_class->finalize = telar_runner_finalize;

  signals[CHANGED] = add_signal ("changed", 0, 0, 0, 0);
  signals[BEGUN] = add_signal ("begun", 1, G_TYPE_POINTER, 0, 0);
  signals[ENDED] = add_signal ("ended", 3, G_TYPE_POINTER, G_TYPE_BOOLEAN, G_TYPE_STRING);
  signals[REFUSED] = add_signal ("refused", 1, G_TYPE_STRING, 0, 0);
  signals[FINISHED] = add_signal ("finished", 0, 0, 0, 0);
}

static void
telar_runner_init (TelarRunner *self)
{
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
}

/**
 * telar_runner_new:
 * @application: the application, which has the demo site
 *
 * Returns: (transfer full): a runner that is not busy; what it executes goes on to its end, or
 *   until it is stopped, even if nobody else holds the runner
 */
TelarRunner *
telar_runner_new (TelarApplication *application)
{
  TelarRunner *self = g_object_new (TELAR_TYPE_RUNNER, NULL);

  self->application = g_object_ref (application);

  return self;
}
