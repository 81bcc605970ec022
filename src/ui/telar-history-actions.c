/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-history-actions.h"

#include <glib/gi18n-lib.h>

#include "telar-history-loader.h"

struct _TelarHistoryActions
{
  GObject parent_instance;

  TelarWindow *window;       /* a weak pointer, as the workspace is */
  TelarWorkspace *workspace; /* NULL after the window was closed */
  TelarRunner *runner;
  TelarHistory *history;

  GArray *series_ids;    /* gint64: of the runs of the last start, in the history */
  GCancellable *loading; /* of runs that are to be shown, or NULL */
};

G_DEFINE_FINAL_TYPE (TelarHistoryActions, telar_history_actions, G_TYPE_OBJECT)

/* What was to be shown in place of what is shown from now on. */
static void
stop_loading (TelarHistoryActions *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
}

static void
mark (TelarHistoryActions *self, const gint64 *ids, guint n_ids)
{
  telar_history_view_mark (telar_workspace_get_history_view (self->workspace), ids, n_ids);
}

/* A run that is being saved. */
typedef struct
{
  TelarHistoryActions *actions;
  TelarRunRecord *record;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->actions);
  telar_run_record_unref (saving->record);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

/* Meanwhile another run may have begun, or may have been chosen. */
static void
on_run_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Saving) saving = data;
  TelarHistoryActions *self = saving->actions;
  g_autoptr (GError) error = NULL;
  gint64 id = telar_history_save_finish (TELAR_HISTORY (source), result, &error);

  if (self->workspace == NULL)
    return;

  if (id <= 0)
    {
      telar_window_show_toast (self->window, error->message);
      return;
    }

  g_array_append_val (self->series_ids, id);
  if (self->loading != NULL)
    return;

  if (telar_workspace_is_comparing (self->workspace))
    {
      if (!telar_runner_is_busy (self->runner))
        mark (self, (const gint64 *) (gpointer) self->series_ids->data, self->series_ids->len);
    }
  else if (telar_workspace_get_record (self->workspace) == saving->record)
    mark (self, &id, 1);
}

static void
on_runner_changed (TelarHistoryActions *self)
{
  if (telar_runner_is_busy (self->runner))
    g_array_set_size (self->series_ids, 0);
}

static void
on_begun (TelarHistoryActions *self)
{
  if (self->workspace != NULL)
    mark (self, NULL, 0);
}

static void
on_ended (TelarHistoryActions *self,
          TelarRunRecord *record,
          gboolean is_warm_up,
          const char *message)
{
  Saving *saving;

  if (self->workspace == NULL || message != NULL || is_warm_up)
    return;

  saving = g_new0 (Saving, 1);
  saving->actions = g_object_ref (self);
  saving->record = telar_run_record_ref (record);
  telar_history_save_async (self->history, record, on_run_saved, saving);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TelarHistoryActions) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) records
      = telar_history_load_all_finish (TELAR_HISTORY (source), result, &names, &error);

  if (self->workspace == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->loading);
  if (records == NULL)
    telar_window_show_toast (self->window, error->message);
  else if (records->len == 1)
    telar_workspace_show_record (self->workspace, g_ptr_array_index (records, 0));
  else
    telar_workspace_show_comparison (self->workspace, records, names);
}

/* Whoever clicks through the runs quickly sees what was chosen last. */
static void
on_runs_compared (TelarHistoryActions *self, GArray *ids)
{
  /* What goes on is looked at until it has ended. */
  if (telar_runner_is_busy (self->runner))
    {
      mark (self, NULL, 0);
      return;
    }

  stop_loading (self);
  if (ids->len > TELAR_WORKSPACE_MAX_COMPARED)
    {
      telar_window_show_toast (self->window, _ ("These are too many runs to compare."));
      return;
    }

  self->loading = g_cancellable_new ();
  telar_history_load_all_async (self->history, ids, self->loading, on_loaded, g_object_ref (self));
}

static void
on_run_chosen (TelarHistoryActions *self, gint64 id)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  on_runs_compared (self, ids);
}

static void
on_run_deleted (TelarHistoryActions *self, gint64 id)
{
  telar_window_show_undo_toast (self->window, _ ("Run deleted"), "win.restore-run",
                                g_variant_new_int64 (id));
}

static void
on_told (TelarHistoryActions *self, const char *message)
{
  if (self->window != NULL)
    telar_window_show_toast (self->window, message);
}

/* Another window or program may have saved a run while this one was not looked at. */
static void
on_active_changed (TelarHistoryActions *self)
{
  if (self->workspace != NULL && gtk_window_is_active (GTK_WINDOW (self->window)))
    telar_history_refresh (self->history);
}

static void
restore_run_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  TelarHistoryActions *self = data;

  telar_history_restore (self->history, g_variant_get_int64 (parameter));
}

static const GActionEntry actions[] = {
  { .name = "restore-run", .activate = restore_run_activated, .parameter_type = "x" },
};

static void
telar_history_actions_dispose (GObject *object)
{
  TelarHistoryActions *self = TELAR_HISTORY_ACTIONS (object);

  stop_loading (self);
  g_clear_weak_pointer (&self->window);
  g_clear_weak_pointer (&self->workspace);
  g_clear_object (&self->runner);
  g_clear_object (&self->history);

  G_OBJECT_CLASS (telar_history_actions_parent_class)->dispose (object);
}

static void
telar_history_actions_finalize (GObject *object)
{
  g_array_unref (TELAR_HISTORY_ACTIONS (object)->series_ids);

  G_OBJECT_CLASS (telar_history_actions_parent_class)->finalize (object);
}

static void
telar_history_actions_class_init (TelarHistoryActionsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = telar_history_actions_dispose;
  object_class->finalize = telar_history_actions_finalize;
}

static void
telar_history_actions_init (TelarHistoryActions *self)
{
  self->series_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
connect (TelarHistoryActions *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

/**
 * telar_history_actions_new:
 * @window: the window, which gets the actions
 * @workspace: what is in it
 * @runner: what executes its runs
 * @history: the history, which is listed from now on
 *
 * Returns: (transfer full): the actions, to be kept as long as the window is there
 */
TelarHistoryActions *
telar_history_actions_new (TelarWindow *window,
                           TelarWorkspace *workspace,
                           TelarRunner *runner,
                           TelarHistory *history)
{
  TelarHistoryActions *self = g_object_new (TELAR_TYPE_HISTORY_ACTIONS, NULL);
  TelarHistoryView *view = telar_workspace_get_history_view (workspace);

  g_set_weak_pointer (&self->window, window);
  g_set_weak_pointer (&self->workspace, workspace);
  self->runner = g_object_ref (runner);
  self->history = g_object_ref (history);
  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), self);

  connect (self, view, "chosen", G_CALLBACK (on_run_chosen));
  connect (self, view, "compared", G_CALLBACK (on_runs_compared));
  connect (self, view, "deleted", G_CALLBACK (on_run_deleted));
  connect (self, workspace, "shown", G_CALLBACK (stop_loading));
  connect (self, runner, "changed", G_CALLBACK (on_runner_changed));
  connect (self, runner, "begun", G_CALLBACK (on_begun));
  connect (self, runner, "ended", G_CALLBACK (on_ended));
  connect (self, history, "told", G_CALLBACK (on_told));
  connect (self, window, "notify::is-active", G_CALLBACK (on_active_changed));
  telar_history_view_set_history (view, history);
  telar_history_refresh (history);

  return self;
}
