/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-preparation.h"

#include <glib/gi18n-lib.h>

#include "work/telar-work.h"

/**
 * telar_run_request_copy:
 * @request: a request
 *
 * Returns: (transfer full): the same request once more
 */
TelarRunRequest *
telar_run_request_copy (const TelarRunRequest *request)
{
  TelarRunRequest *copy = g_memdup2 (request, sizeof *request);

  copy->text = g_strdup (request->text);
  copy->parameters = telar_parameters_copy (request->parameters);

  return copy;
}

/**
 * telar_run_request_free:
 * @request: (transfer full) (nullable): a request
 */
void
telar_run_request_free (TelarRunRequest *request)
{
  if (request == NULL)
    return;

  g_free (request->text);
  g_clear_pointer (&request->parameters, telar_parameters_free);
  g_free (request);
}

static TelarRun *
prepare (TelarApplication *application, TelarRunRequest *request, GError **error)
{
  g_autoptr (TelarPlan) plan = NULL;
  g_autoptr (TelarWork) work = NULL;
  g_autofree char *demo_url = NULL;

  if (!telar_strategy_check_workers (request->strategy, request->workers, error))
    return NULL;

  plan = telar_plan_new_from_text (g_steal_pointer (&request->parameters), request->text, error);
  if (plan == NULL)
    return NULL;

  /* A pattern that does not compile is told before anything begins. */
  work = telar_work_new (telar_plan_get_parameters (plan), NULL, error);
  if (work == NULL)
    return NULL;

  if (telar_plan_needs_demo_site (plan))
    {
      demo_url = telar_application_dup_demo_url (application, error);
      if (demo_url == NULL)
        {
          g_prefix_error (error, "%s ", _ ("The demo site could not be started:"));
          return NULL;
        }
    }

  return telar_run_new (plan, request->strategy, request->workers, demo_url);
}

static void
prepare_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  TelarRun *run = prepare (source, data, &error);

  if (run != NULL)
    g_task_return_pointer (task, run, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * telar_run_prepare_async:
 * @application: the application, which has the demo site
 * @request: (transfer full): what shall be run
 * @cancellable: (nullable): to give up
 * @callback: called in the main thread
 * @user_data: for @callback
 *
 * Makes a run of what the user asked for, in another thread: a million inputs take a while to be
 * understood, and the demo site to be started.
 */
void
telar_run_prepare_async (TelarApplication *application,
                         TelarRunRequest *request,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (application, cancellable, callback, user_data);

  g_task_set_source_tag (task, telar_run_prepare_async);
  g_task_set_task_data (task, request, (GDestroyNotify) telar_run_request_free);
  g_task_run_in_thread (task, prepare_thread);
}

/**
 * telar_run_prepare_finish:
 * @application: the application
 * @result: what the callback of telar_run_prepare_async() was given
 * @error: return location for the reason for which this cannot be run
 *
 * Returns: (transfer full) (nullable): a run that has not begun
 */
TelarRun *
telar_run_prepare_finish (TelarApplication *application, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, application), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
