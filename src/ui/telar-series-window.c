/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-series-window.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"
#include "telar-run-preparation.h"
#include "telar-workspace.h"

struct _TelarSeriesWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  GtkWidget *run_button;
  GtkCheckButton *sequential_check;
  GtkCheckButton *threads_check;
  GtkCheckButton *async_check;
  GtkCheckButton *processes_check;
  AdwComboRow *workers_row;
  GtkWidget *limit_row;
  GtkSpinButton *limit_spin;
  GtkSpinButton *repeat_spin;
  GtkSwitch *warm_up_switch;

  TelarPlanView *plan;
};

G_DEFINE_FINAL_TYPE (TelarSeriesWindow, telar_series_window, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_RUN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
is_chosen (TelarSeriesWindow *self, TelarStrategy strategy)
{
  GtkCheckButton *const checks[TELAR_N_STRATEGIES] = {
    [TELAR_STRATEGY_SEQUENTIAL] = self->sequential_check,
    [TELAR_STRATEGY_THREADS] = self->threads_check,
    [TELAR_STRATEGY_ASYNC] = self->async_check,
    [TELAR_STRATEGY_PROCESSES] = self->processes_check,
  };

  return gtk_check_button_get_active (checks[strategy]);
}

static gboolean
is_scaling (TelarSeriesWindow *self)
{
  return adw_combo_row_get_selected (self->workers_row) == 1;
}

/* Calls @visit for each way to run the plan. */
static void
visit_ways (TelarSeriesWindow *self,
            void (*visit) (TelarSeriesWindow *, TelarStrategy, guint workers, gpointer),
            gpointer data)
{
  guint limit = gtk_spin_button_get_value_as_int (self->limit_spin);

  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    if (is_chosen (self, i) && (!is_scaling (self) || i == TELAR_STRATEGY_SEQUENTIAL))
      visit (self, i, telar_plan_view_get_workers (self->plan, i), data);
    else if (is_chosen (self, i))
      for (guint workers = 1;; workers = MIN (2 * workers, limit))
        {
          visit (self, i, workers, data);
          if (workers == limit)
            break;
        }
}

static guint
get_n_warm_ups (TelarSeriesWindow *self)
{
  return gtk_switch_get_active (self->warm_up_switch) ? 1 : 0;
}

static void
count_way (TelarSeriesWindow *self, TelarStrategy strategy, guint workers, gpointer data)
{
  guint *n_ways = data;

  (*n_ways)++;
}

static void
add_way (TelarSeriesWindow *self, TelarStrategy strategy, guint workers, gpointer data)
{
  GPtrArray *requests = data;
  guint n_warm_ups = get_n_warm_ups (self);
  guint n_runs = n_warm_ups + gtk_spin_button_get_value_as_int (self->repeat_spin);

  for (guint i = 0; i < n_runs; i++)
    {
      TelarRunRequest *request = telar_plan_view_dup_request (self->plan, strategy);

      request->workers = workers;
      request->is_warm_up = i < n_warm_ups;
      g_ptr_array_add (requests, request);
    }
}

static void
on_changed (TelarSeriesWindow *self)
{
  guint n_ways = 0, n_runs, n_compared;
  g_autofree char *count = NULL;
  g_autofree char *limit = NULL;
  g_autofree char *text = NULL;

  if (self->plan == NULL)
    return;

  visit_ways (self, count_way, &n_ways);
  n_compared = n_ways * (guint) gtk_spin_button_get_value_as_int (self->repeat_spin);
  n_runs = n_compared + n_ways * get_n_warm_ups (self);
  count = telar_format_count (n_runs);
  if (n_compared <= TELAR_WORKSPACE_MAX_COMPARED)
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s run", "%s runs", n_runs), count);
  else
    {
      g_clear_pointer (&count, g_free);
      count = telar_format_count (n_compared);
      limit = telar_format_count (TELAR_WORKSPACE_MAX_COMPARED);
      /* Translators: how many runs shall be compared, which are too many, and how many can be */
      text = g_strdup_printf (_ ("%s runs; the limit is %s"), count, limit);
    }
  adw_window_title_set_subtitle (self->window_title, text);
  gtk_widget_set_visible (self->limit_row, is_scaling (self));
  gtk_widget_set_sensitive (self->run_button,
                            n_runs > 0 && n_compared <= TELAR_WORKSPACE_MAX_COMPARED);
}

static void
on_run (TelarSeriesWindow *self)
{
  g_autoptr (GPtrArray) requests = telar_series_window_dup_requests (self);

  gtk_window_close (GTK_WINDOW (self));
  g_signal_emit (self, signals[SIGNAL_RUN], 0, requests);
}

static void
telar_series_window_dispose (GObject *object)
{
  TelarSeriesWindow *self = TELAR_SERIES_WINDOW (object);

  g_clear_object (&self->plan);

  G_OBJECT_CLASS (telar_series_window_parent_class)->dispose (object);
}

static void
telar_series_window_class_init (TelarSeriesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_series_window_dispose;

  signals[SIGNAL_RUN] = g_signal_new ("run", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-series-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, run_button);
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, sequential_check);
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, threads_check);
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, async_check);
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, processes_check);
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, workers_row);
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, limit_row);
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, limit_spin);
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, repeat_spin);
  gtk_widget_class_bind_template_child (widget_class, TelarSeriesWindow, warm_up_switch);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_run);
}

static void
telar_series_window_init (TelarSeriesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * telar_series_window_dup_requests:
 * @self: a series window
 *
 * Returns: (transfer full) (element-type TelarRunRequest): the runs that are asked for, in the
 *   order in which they shall be executed; repeated ones after another, behind their warm-up
 */
GPtrArray *
telar_series_window_dup_requests (TelarSeriesWindow *self)
{
  GPtrArray *requests;

  g_return_val_if_fail (TELAR_IS_SERIES_WINDOW (self), NULL);

  requests = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_request_free);
  visit_ways (self, add_way, requests);

  return requests;
}

/**
 * telar_series_window_new:
 * @parent: (nullable): the window that it belongs to
 * @plan: what shall be run
 *
 * Returns: (transfer none): a window that is yet to be presented
 */
TelarSeriesWindow *
telar_series_window_new (GtkWindow *parent, TelarPlanView *plan)
{
  TelarSeriesWindow *self = g_object_new (TELAR_TYPE_SERIES_WINDOW, "transient-for", parent, NULL);

  self->plan = g_object_ref (plan);
  on_changed (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->run_button);

  return self;
}
