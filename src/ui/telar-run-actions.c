/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-actions.h"

#include "telar-exercises-window.h"
#include "telar-gallery-window.h"
#include "telar-graph-window.h"
#include "telar-series-window.h"
#include "telar-window-state.h"

struct _TelarRunActions
{
  GObject parent_instance;

  TelarWindow *window;       /* a weak pointer, as the workspace is */
  TelarWorkspace *workspace; /* NULL after the window was closed */
  TelarRunner *runner;
  TelarHistory *history;
  GSettings *settings; /* or NULL */

  TelarGalleryWindow *gallery;     /* a weak pointer; NULL until it was wanted */
  TelarExercisesWindow *exercises; /* the same */
};

G_DEFINE_FINAL_TYPE (TelarRunActions, telar_run_actions, G_TYPE_OBJECT)

static TelarPlanView *
get_plan_view (TelarRunActions *self)
{
  return telar_workspace_get_plan_view (self->workspace);
}

static void
start (TelarRunActions *self, GPtrArray *requests)
{
  telar_window_state_save (GTK_WINDOW (self->window), self->workspace, self->settings);
  if (requests->len > 1)
    telar_workspace_go_to_history (self->workspace);
  telar_runner_start (self->runner, requests);
}

static GPtrArray *
requests_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_request_free);
}

static void
add_request (TelarRunActions *self, GPtrArray *requests, TelarStrategy strategy)
{
  g_ptr_array_add (requests, telar_plan_view_dup_request (get_plan_view (self), strategy));
}

static void
run_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarRunActions *self = data;
  g_autoptr (GPtrArray) requests = requests_new ();

  if (telar_runner_is_busy (self->runner))
    return;

  add_request (self, requests, telar_plan_view_get_strategy (get_plan_view (self)));
  start (self, requests);
}

/* Each strategy in turn; then they are compared. */
static void
run_all_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarRunActions *self = data;
  g_autoptr (GPtrArray) requests = requests_new ();

  if (telar_runner_is_busy (self->runner))
    return;

  for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
    add_request (self, requests, i);
  start (self, requests);
}

static void
on_series_decided (TelarRunActions *self, GPtrArray *requests)
{
  if (!telar_runner_is_busy (self->runner))
    start (self, requests);
}

static void
run_series_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarRunActions *self = data;
  TelarSeriesWindow *window
      = telar_series_window_new (GTK_WINDOW (self->window), get_plan_view (self));

  g_signal_connect_object (window, "run", G_CALLBACK (on_series_decided), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
stop_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarRunActions *self = data;

  telar_runner_stop (self->runner);
}

static void
show_example (TelarRunActions *self, const TelarExample *example)
{
  telar_plan_view_show_example (get_plan_view (self), example);
  telar_workspace_go_to_plan (self->workspace);
}

static void
on_example_chosen (TelarRunActions *self, const TelarExample *example, guint strategies)
{
  g_autoptr (GPtrArray) requests = requests_new ();

  show_example (self, example);
  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    if ((strategies & (1u << i)) != 0)
      {
        telar_plan_view_set_strategy (get_plan_view (self), i);
        add_request (self, requests, i);
      }
  if (requests->len > 0 && !telar_runner_is_busy (self->runner))
    start (self, requests);
}

static void
show_gallery_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarRunActions *self = data;

  if (self->gallery == NULL)
    {
      g_set_weak_pointer (&self->gallery,
                          telar_gallery_window_new (GTK_WINDOW (self->window), self->history));
      telar_gallery_window_set_can_run (self->gallery, !telar_runner_is_busy (self->runner));
      g_signal_connect_object (self->gallery, "chosen", G_CALLBACK (on_example_chosen), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->gallery));
}

static void
show_exercises_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarRunActions *self = data;

  if (self->exercises == NULL)
    {
      g_set_weak_pointer (&self->exercises,
                          telar_exercises_window_new (GTK_WINDOW (self->window), self->runner));
      g_signal_connect_object (self->exercises, "run", G_CALLBACK (on_example_chosen), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->exercises));
}

static void
example_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  const TelarExample *example = telar_example_from_name (g_variant_get_string (parameter, NULL));

  if (example != NULL)
    show_example (data, example);
}

static void
run_example_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  example_activated (action, parameter, data);
  run_activated (NULL, NULL, data);
}

static void
on_refused (TelarRunActions *self, const char *message)
{
  if (self->workspace == NULL)
    return;

  telar_workspace_go_to_plan (self->workspace);
  if (!telar_plan_view_complain (get_plan_view (self), message))
    telar_window_show_toast (self->window, message);
}

static void
show_graph_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarRunActions *self = data;
  TelarPlanView *plan_view = get_plan_view (self);
  g_autofree char *text = telar_plan_view_dup_text (plan_view);
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarPlan) plan
      = telar_plan_new_from_text (telar_plan_view_dup_parameters (plan_view), text, &error);

  if (plan != NULL)
    telar_graph_window_present (self->window, plan);
  else
    on_refused (self, error->message);
}

static void
on_begun (TelarRunActions *self, TelarRunRecord *record)
{
  if (self->workspace == NULL)
    return;

  telar_workspace_show_record (self->workspace, record);
  telar_workspace_follow (self->workspace);
}

static void
on_ended (TelarRunActions *self, TelarRunRecord *record, gboolean is_warm_up, const char *message)
{
  if (self->workspace != NULL)
    telar_workspace_end (self->workspace, message);
}

static void
on_finished (TelarRunActions *self)
{
  GPtrArray *records = telar_runner_get_records (self->runner);

  if (self->workspace != NULL && telar_runner_get_n_requests (self->runner) > 1 && records->len > 1)
    telar_workspace_show_comparison (self->workspace, records, NULL);
}

static const GActionEntry actions[] = {
  { .name = "run", .activate = run_activated },
  { .name = "run-all", .activate = run_all_activated },
  { .name = "run-series", .activate = run_series_activated },
  { .name = "stop", .activate = stop_activated },
  { .name = "example", .activate = example_activated, .parameter_type = "s" },
  { .name = "run-example", .activate = run_example_activated, .parameter_type = "s" },
  { .name = "show-gallery", .activate = show_gallery_activated },
  { .name = "show-exercises", .activate = show_exercises_activated },
  { .name = "show-graph", .activate = show_graph_activated },
};

static void
telar_run_actions_dispose (GObject *object)
{
  TelarRunActions *self = TELAR_RUN_ACTIONS (object);

  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->workspace);
  g_clear_weak_pointer (&self->gallery); /* they go with their parent */
  g_clear_weak_pointer (&self->exercises);
  g_clear_object (&self->runner);
  g_clear_object (&self->history);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (telar_run_actions_parent_class)->dispose (object);
}

static void
telar_run_actions_class_init (TelarRunActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = telar_run_actions_dispose;
}

static void
telar_run_actions_init (TelarRunActions *self)
{
}

static void
connect (TelarRunActions *self, const char *signal, GCallback callback)
{
  g_signal_connect_object (self->runner, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * telar_run_actions_new:
 * @window: the window, which gets the actions
 * @workspace: what is in it
 * @runner: what executes its runs
 * @application: the application, which has the history and the settings
 *
 * Returns: (transfer full): the actions, to be kept as long as the window is there
 */
TelarRunActions *
telar_run_actions_new (TelarWindow *window,
                       TelarWorkspace *workspace,
                       TelarRunner *runner,
                       TelarApplication *application)
{
  TelarRunActions *self = g_object_new (TELAR_TYPE_RUN_ACTIONS, NULL);

  g_set_weak_pointer (&self->window, window);
  g_set_weak_pointer (&self->workspace, workspace);
  self->runner = g_object_ref (runner);
  self->history = g_object_ref (telar_application_get_history (application));
  g_set_object (&self->settings, telar_application_get_settings (application));
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);

  connect (self, "begun", G_CALLBACK (on_begun));
  connect (self, "ended", G_CALLBACK (on_ended));
  connect (self, "refused", G_CALLBACK (on_refused));
  connect (self, "finished", G_CALLBACK (on_finished));

  return self;
}

/**
 * telar_run_actions_update:
 * @self: run actions
 *
 * Lets the user run or stop, according to what the runner does.
 */
void
telar_run_actions_update (TelarRunActions *self)
{
  gboolean is_busy;

  g_return_if_fail (TELAR_IS_RUN_ACTIONS (self));

  is_busy = telar_runner_is_busy (self->runner);
  telar_window_enable (self->window, "run", !is_busy);
  telar_window_enable (self->window, "run-all", !is_busy);
  telar_window_enable (self->window, "run-series", !is_busy);
  telar_window_enable (self->window, "run-example", !is_busy);
  telar_window_enable (self->window, "stop", is_busy);
  if (self->gallery != NULL)
    telar_gallery_window_set_can_run (self->gallery, !is_busy);
}
