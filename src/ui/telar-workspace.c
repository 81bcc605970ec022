/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-workspace.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/telar-format.h"
#include "telar-adaptive-view.h"
#include "telar-chart-view.h"
#include "telar-figures.h"
#include "telar-run-status.h"
#include "telar-welcome.h"

/* In bytes: a longer name of a program that a document tells is not shown. */
#define MAX_APPLICATION_LENGTH 80

struct _TelarWorkspace
{
  AdwBin parent_instance;

  TelarAdaptiveView *adaptive_view;
  GtkStack *side_stack;
  TelarPlanView *plan_view;
  TelarHistoryView *history_view;
  GtkStack *chart_stack;
  GtkWidget *chart_box;
  TelarComparisonView *comparison_view;
  TelarRunStatus *run_status;
  TelarChartView *chart_view;
  GtkWidget *results_box;
  TelarFigures *figures;
  TelarResultsView *results_view;

  TelarRunRecord *record; /* that is shown, or was before those that are compared; or NULL */
  guint tick_id;
};

G_DEFINE_FINAL_TYPE (TelarWorkspace, telar_workspace, ADW_TYPE_BIN)

enum
{
  PROP_FOLDED = 1,
  N_PROPS
};

enum
{
  SIGNAL_SHOWN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* What is searched for in the results stands out in the chart too. */
static void
on_found (TelarWorkspace *self)
{
  TelarChartCanvas *canvas = telar_chart_view_get_canvas (self->chart_view);
  guint n_rows = telar_results_view_get_n_rows (self->results_view);
  TelarChartSearch *search = NULL;

  if (self->record == NULL || telar_chart_view_get_record (self->chart_view) != self->record)
    return;

  if (telar_results_view_is_searching (self->results_view))
    {
      search = telar_chart_search_new (telar_plan_get_n_tasks (self->record->plan));
      for (guint i = 0; i < n_rows; i++)
        telar_chart_search_add (search, telar_results_view_get_task (self->results_view, i));
    }
  telar_chart_canvas_take_search (canvas, search);
}

/* One of the runs that are compared. */
static void
on_run_opened (TelarWorkspace *self, TelarRunRecord *record)
{
  telar_history_view_mark (self->history_view, NULL, 0);
  telar_workspace_show_record (self, record);
}

static void
on_folded (TelarWorkspace *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  TelarWorkspace *self = TELAR_WORKSPACE (widget);

  telar_run_status_update (self->run_status);
  telar_figures_update (self->figures);
  telar_results_view_update (self->results_view);

  return G_SOURCE_CONTINUE;
}

static void
stop_ticking (TelarWorkspace *self)
{
  if (self->tick_id != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
  self->tick_id = 0;
}

static void
telar_workspace_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TelarWorkspace *self = TELAR_WORKSPACE (object);

  switch (id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, telar_workspace_get_folded (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
telar_workspace_dispose (GObject *object)
{
  TelarWorkspace *self = TELAR_WORKSPACE (object);

  stop_ticking (self);
  g_clear_pointer (&self->record, telar_run_record_unref);
  adw_bin_set_child (ADW_BIN (self), NULL); /* which the template would take from the bin */
  gtk_widget_dispose_template (GTK_WIDGET (self), TELAR_TYPE_WORKSPACE);

  G_OBJECT_CLASS (telar_workspace_parent_class)->dispose (object);
}

static void
telar_workspace_class_init (TelarWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TELAR_TYPE_ADAPTIVE_VIEW);
  g_type_ensure (TELAR_TYPE_CHART_VIEW);
  g_type_ensure (TELAR_TYPE_COMPARISON_VIEW);
  g_type_ensure (TELAR_TYPE_FIGURES);
  g_type_ensure (TELAR_TYPE_HISTORY_VIEW);
  g_type_ensure (TELAR_TYPE_PLAN_VIEW);
  g_type_ensure (TELAR_TYPE_RESULTS_VIEW);
  g_type_ensure (TELAR_TYPE_RUN_STATUS);
  g_type_ensure (TELAR_TYPE_WELCOME);
  object_class->get_property = telar_workspace_get_property;
  object_class->dispose = telar_workspace_dispose;

  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_SHOWN] = g_signal_new ("shown", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-workspace.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, adaptive_view);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, side_stack);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, plan_view);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, history_view);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, chart_stack);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, chart_box);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, comparison_view);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, run_status);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, chart_view);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, results_box);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, figures);
  gtk_widget_class_bind_template_child (widget_class, TelarWorkspace, results_view);
  gtk_widget_class_bind_template_callback (widget_class, on_folded);
  gtk_widget_class_bind_template_callback (widget_class, on_run_opened);
}

static void
telar_workspace_init (TelarWorkspace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self->chart_view, "selected-task", self->results_view, "selected-task",
                          G_BINDING_BIDIRECTIONAL);
  g_signal_connect_object (self->results_view, "found", G_CALLBACK (on_found), self,
                           G_CONNECT_SWAPPED);
  g_object_bind_property (self->adaptive_view, "folded", self->results_view, "is-narrow",
                          G_BINDING_SYNC_CREATE);
}

/**
 * telar_workspace_get_plan_view:
 * @self: a workspace
 *
 * Returns: (transfer none): where the plan is made
 */
TelarPlanView *
telar_workspace_get_plan_view (TelarWorkspace *self)
{
  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), NULL);

  return self->plan_view;
}

/**
 * telar_workspace_get_history_view:
 * @self: a workspace
 *
 * Returns: (transfer none): the list of all runs
 */
TelarHistoryView *
telar_workspace_get_history_view (TelarWorkspace *self)
{
  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), NULL);

  return self->history_view;
}

/**
 * telar_workspace_get_comparison_view:
 * @self: a workspace
 *
 * Returns: (transfer none): what is seen if telar_workspace_is_comparing()
 */
TelarComparisonView *
telar_workspace_get_comparison_view (TelarWorkspace *self)
{
  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), NULL);

  return self->comparison_view;
}

/**
 * telar_workspace_get_results_view:
 * @self: a workspace
 *
 * Returns: (transfer none): the results of the run that is shown
 */
TelarResultsView *
telar_workspace_get_results_view (TelarWorkspace *self)
{
  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), NULL);

  return self->results_view;
}

/**
 * telar_workspace_get_folded:
 * @self: a workspace
 *
 * Returns: whether it is so narrow that one of plan, chart and results is seen at a time
 */
gboolean
telar_workspace_get_folded (TelarWorkspace *self)
{
  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), FALSE);

  return telar_adaptive_view_get_folded (self->adaptive_view);
}

/**
 * telar_workspace_get_split:
 * @self: a workspace
 *
 * Returns: how the room is divided, as telar_adaptive_view_get_split() tells it
 */
double
telar_workspace_get_split (TelarWorkspace *self)
{
  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), 0);

  return telar_adaptive_view_get_split (self->adaptive_view);
}

/**
 * telar_workspace_set_split:
 * @self: a workspace
 * @split: what telar_workspace_get_split() returned
 */
void
telar_workspace_set_split (TelarWorkspace *self, double split)
{
  g_return_if_fail (TELAR_IS_WORKSPACE (self));

  telar_adaptive_view_set_split (self->adaptive_view, split);
}

/**
 * telar_workspace_set_look:
 * @self: a workspace
 * @rows: whether each worker has a row, or each task
 * @colours: what the colours of bars tell
 * @hidden: which parts of charts are left out
 */
void
telar_workspace_set_look (TelarWorkspace *self,
                          TelarChartRows rows,
                          TelarChartColours colours,
                          TelarChartParts hidden)
{
  g_return_if_fail (TELAR_IS_WORKSPACE (self));

  telar_chart_view_set_rows (self->chart_view, rows);
  telar_chart_view_set_colours (self->chart_view, colours);
  telar_chart_canvas_set_hidden (telar_chart_view_get_canvas (self->chart_view), hidden);
  telar_comparison_view_set_look (self->comparison_view, rows, colours, hidden);
}

/**
 * telar_workspace_go_to_plan:
 * @self: a workspace
 *
 * Brings the plan into sight.
 */
void
telar_workspace_go_to_plan (TelarWorkspace *self)
{
  g_return_if_fail (TELAR_IS_WORKSPACE (self));

  gtk_stack_set_visible_child_name (self->side_stack, "plan");
  telar_adaptive_view_set_page (self->adaptive_view, "plan");
}

/**
 * telar_workspace_go_to_history:
 * @self: a workspace
 *
 * Lists the runs where the plan was, if there is room for them beside the chart.
 */
void
telar_workspace_go_to_history (TelarWorkspace *self)
{
  g_return_if_fail (TELAR_IS_WORKSPACE (self));

  gtk_stack_set_visible_child_name (self->side_stack, "history");
}

/**
 * telar_workspace_find:
 * @self: a workspace that shows a run
 *
 * Lets the user search in its results.
 */
void
telar_workspace_find (TelarWorkspace *self)
{
  g_return_if_fail (TELAR_IS_WORKSPACE (self));

  telar_adaptive_view_set_page (self->adaptive_view, "results");
  telar_results_view_find (self->results_view);
}

/**
 * telar_workspace_show_record:
 * @self: a workspace
 * @record: a run, which need not have ended
 *
 * Shows this run.
 */
void
telar_workspace_show_record (TelarWorkspace *self, TelarRunRecord *record)
{
  g_return_if_fail (TELAR_IS_WORKSPACE (self));

  telar_run_record_ref (record);
  g_clear_pointer (&self->record, telar_run_record_unref);
  self->record = record;

  telar_run_status_set_record (self->run_status, record);
  telar_figures_set_record (self->figures, record);
  telar_results_view_set_record (self->results_view, record);
  telar_chart_view_set_record (self->chart_view, record);
  gtk_stack_set_visible_child (self->chart_stack, self->chart_box);
  gtk_widget_set_visible (self->results_box, TRUE);
  if (!g_str_equal (telar_adaptive_view_get_page (self->adaptive_view), "results"))
    telar_adaptive_view_set_page (self->adaptive_view, "chart");
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
}

/**
 * telar_workspace_show_comparison:
 * @self: a workspace
 * @records: (element-type TelarRunRecord): at most %TELAR_WORKSPACE_MAX_COMPARED runs
 * @names: (nullable) (element-type utf8): what the user calls them
 *
 * Compares these runs.
 */
void
telar_workspace_show_comparison (TelarWorkspace *self, GPtrArray *records, GPtrArray *names)
{
  g_return_if_fail (TELAR_IS_WORKSPACE (self));

  telar_comparison_view_set_records (self->comparison_view, records, names);
  gtk_stack_set_visible_child (self->chart_stack, GTK_WIDGET (self->comparison_view));
  gtk_widget_set_visible (self->results_box, FALSE);
  telar_adaptive_view_set_page (self->adaptive_view, "chart");
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
}

/**
 * telar_workspace_follow:
 * @self: a workspace that shows a run that goes on
 *
 * Looks at the run once a frame until telar_workspace_end().
 */
void
telar_workspace_follow (TelarWorkspace *self)
{
  g_return_if_fail (TELAR_IS_WORKSPACE (self));

  if (self->tick_id == 0)
    self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

/**
 * telar_workspace_end:
 * @self: a workspace
 * @message: (nullable): what went wrong with the run that was followed
 *
 * Shows how the run ended, and looks at it no more.
 */
void
telar_workspace_end (TelarWorkspace *self, const char *message)
{
  g_return_if_fail (TELAR_IS_WORKSPACE (self));

  stop_ticking (self);
  if (message != NULL)
    telar_run_status_set_error (self->run_status, message);
  telar_run_status_update (self->run_status);
  telar_figures_update (self->figures);
  telar_results_view_arrange (self->results_view);
}

/**
 * telar_workspace_is_comparing:
 * @self: a workspace
 *
 * Returns: whether it compares runs
 */
gboolean
telar_workspace_is_comparing (TelarWorkspace *self)
{
  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), FALSE);

  return gtk_stack_get_visible_child (self->chart_stack) == GTK_WIDGET (self->comparison_view);
}

/**
 * telar_workspace_get_record:
 * @self: a workspace
 *
 * Returns: (transfer none) (nullable): the run that is shown, or was before the comparison
 */
TelarRunRecord *
telar_workspace_get_record (TelarWorkspace *self)
{
  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), NULL);

  return self->record;
}

/* Who executed the run, and how long it took. */
static char *
dup_run_title (TelarRunRecord *record)
{
  g_autofree char *duration = telar_format_duration (telar_run_record_get_elapsed_ns (record));

  if (!telar_workload_is_imported (telar_plan_get_workload (record->plan)))
    /* Translators: a strategy and how long the run took, for example: Threads, 1.93 s */
    return g_strdup_printf (_ ("%s, %s"), telar_strategy_get_title (record->strategy), duration);

  /* A trace that does not tell is said to be of the program that read it. */
  if (g_str_has_prefix (record->application, "Telar ")
      || strlen (record->application) > MAX_APPLICATION_LENGTH)
    /* Translators: how long a run took that another program executed */
    return g_strdup_printf (_ ("Imported, %s"), duration);

  /* Translators: another program that executed a run, and how long the run took */
  return g_strdup_printf (_ ("Imported from %s, %s"), record->application, duration);
}

/**
 * telar_workspace_dup_title:
 * @self: a workspace
 *
 * Returns: (transfer full) (nullable): a title for the runs that are shown, which have ended; or
 *   %NULL if there are none
 */
char *
telar_workspace_dup_title (TelarWorkspace *self)
{
  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), NULL);

  if (telar_workspace_is_comparing (self))
    return telar_comparison_view_dup_title (self->comparison_view);

  return self->record != NULL ? dup_run_title (self->record) : NULL;
}

/**
 * telar_workspace_get_time_window:
 * @self: a workspace
 *
 * Returns: (transfer none): what stretch of time of the run is seen
 */
const TelarTimeWindow *
telar_workspace_get_time_window (TelarWorkspace *self)
{
  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), NULL);

  return telar_chart_canvas_get_time_window (telar_chart_view_get_canvas (self->chart_view));
}

/**
 * telar_workspace_get_export_options:
 * @self: a workspace
 *
 * Returns: what makes a picture look like what is seen
 */
TelarChartExportOptions
telar_workspace_get_export_options (TelarWorkspace *self)
{
  TelarChartCanvas *canvas;

  g_return_val_if_fail (TELAR_IS_WORKSPACE (self), (TelarChartExportOptions){ 0 });

  canvas = telar_chart_view_get_canvas (self->chart_view);

  return (TelarChartExportOptions){
    .is_dark = adw_style_manager_get_dark (adw_style_manager_get_default ()),
    .rows = telar_chart_view_get_rows (self->chart_view),
    .colours = telar_chart_view_get_colours (self->chart_view),
    .hidden = telar_chart_canvas_get_options (canvas)->hidden,
  };
}
