/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-plan-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "telar-inputs-view.h"
#include "telar-strategy-chooser.h"
#include "telar-page-settings.h"
#include "telar-parameters-view.h"
#include "telar-template.h"
#include "telar-workload-factory.h"

/* Longer inputs are not remembered: they came from a file, and settings are no place for them. */
#define MAX_SAVED_LENGTH (256 * 1024)

struct _TelarPlanView
{
  GtkWidget parent_instance;

  AdwComboRow *workload_row;
  GtkLabel *workload_hint;
  TelarInputsView *inputs_view;
  TelarParametersView *parameters_view;
  TelarStrategyChooser *strategy_chooser;

  GSettings *settings; /* or NULL */
};

G_DEFINE_FINAL_TYPE (TelarPlanView, telar_plan_view, GTK_TYPE_WIDGET)

static void
on_selected (TelarPlanView *self)
{
  const TelarWorkload *workload;
  guint index;

  if (self->workload_row == NULL)
    return;

  index = adw_combo_row_get_selected (self->workload_row);
  if (index >= telar_workload_get_n ())
    return;

  workload = telar_workload_get (index);
  gtk_label_set_text (self->workload_hint, _ (workload->description));
  telar_parameters_view_set_workload (self->parameters_view, workload);
  telar_inputs_view_set_workload (self->inputs_view, workload);
}

static void
on_strategy_chosen (TelarPlanView *self)
{
  telar_parameters_view_set_strategy (self->parameters_view,
                                      telar_strategy_chooser_get_strategy (self->strategy_chooser));
}

static void
telar_plan_view_dispose (GObject *object)
{
  g_clear_object (&TELAR_PLAN_VIEW (object)->settings);
  telar_template_dispose (GTK_WIDGET (object), TELAR_TYPE_PLAN_VIEW);

  G_OBJECT_CLASS (telar_plan_view_parent_class)->dispose (object);
}

static void
telar_plan_view_class_init (TelarPlanViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TELAR_TYPE_INPUTS_VIEW);
  g_type_ensure (TELAR_TYPE_STRATEGY_CHOOSER);
  g_type_ensure (TELAR_TYPE_PARAMETERS_VIEW);
  G_OBJECT_CLASS (klass)->dispose = telar_plan_view_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-plan-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarPlanView, workload_row);
  gtk_widget_class_bind_template_child (widget_class, TelarPlanView, workload_hint);
  gtk_widget_class_bind_template_child (widget_class, TelarPlanView, inputs_view);
  gtk_widget_class_bind_template_child (widget_class, TelarPlanView, parameters_view);
  gtk_widget_class_bind_template_child (widget_class, TelarPlanView, strategy_chooser);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
}

static void
telar_plan_view_init (TelarPlanView *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  g_autoptr (GtkListItemFactory) factory = NULL;

  for (guint i = 0; i < telar_workload_get_n (); i++)
    gtk_string_list_append (titles, _ (telar_workload_get (i)->title));

  gtk_widget_init_template (GTK_WIDGET (self));
  factory = telar_workload_factory_new (self->workload_row);
  adw_combo_row_set_list_factory (self->workload_row, factory);
  adw_combo_row_set_model (self->workload_row, G_LIST_MODEL (titles));
  g_signal_connect_object (self->strategy_chooser, "notify::strategy",
                           G_CALLBACK (on_strategy_chosen), self, G_CONNECT_SWAPPED);
  on_strategy_chosen (self);
}

/**
 * telar_plan_view_new:
 *
 * Returns: (transfer floating): a view of an empty plan
 */
GtkWidget *
telar_plan_view_new (void)
{
  return g_object_new (TELAR_TYPE_PLAN_VIEW, NULL);
}

/**
 * telar_plan_view_dup_text:
 * @self: a plan view
 *
 * Returns: (transfer full): the inputs as they are typed
 */
char *
telar_plan_view_dup_text (TelarPlanView *self)
{
  g_return_val_if_fail (TELAR_IS_PLAN_VIEW (self), NULL);

  return telar_inputs_view_dup_text (self->inputs_view);
}

/**
 * telar_plan_view_set_text:
 * @self: a plan view
 * @text: inputs, in valid UTF-8
 */
void
telar_plan_view_set_text (TelarPlanView *self, const char *text)
{
  g_return_if_fail (TELAR_IS_PLAN_VIEW (self));

  telar_inputs_view_set_text (self->inputs_view, text);
}

/**
 * telar_plan_view_dup_parameters:
 * @self: a plan view
 *
 * Returns: (transfer full): the parameters of the workload that is chosen, and the limits of pages
 *   as they are set for all plans
 */
TelarParameters *
telar_plan_view_dup_parameters (TelarPlanView *self)
{
  const TelarWorkload *workload;
  TelarParameters *parameters;

  g_return_val_if_fail (TELAR_IS_PLAN_VIEW (self), NULL);

  workload = telar_parameters_view_get_workload (self->parameters_view);
  parameters = telar_parameters_copy (
      telar_parameters_view_get_parameters (self->parameters_view, workload));
  if (self->settings != NULL)
    telar_page_settings_apply (self->settings, parameters);

  return parameters;
}

/**
 * telar_plan_view_set_strategy:
 * @self: a plan view
 * @strategy: the strategy to choose
 */
void
telar_plan_view_set_strategy (TelarPlanView *self, TelarStrategy strategy)
{
  g_return_if_fail (TELAR_IS_PLAN_VIEW (self));

  telar_strategy_chooser_set_strategy (self->strategy_chooser, strategy);
}

/**
 * telar_plan_view_get_strategy:
 * @self: a plan view
 *
 * Returns: the strategy that is chosen
 */
TelarStrategy
telar_plan_view_get_strategy (TelarPlanView *self)
{
  g_return_val_if_fail (TELAR_IS_PLAN_VIEW (self), TELAR_STRATEGY_SEQUENTIAL);

  return telar_strategy_chooser_get_strategy (self->strategy_chooser);
}

/**
 * telar_plan_view_get_workers:
 * @self: a plan view
 * @strategy: a strategy, which need not be the one that is chosen
 *
 * Returns: how many workers the strategy shall have; 0 for all, with Async only
 */
guint
telar_plan_view_get_workers (TelarPlanView *self, TelarStrategy strategy)
{
  g_return_val_if_fail (TELAR_IS_PLAN_VIEW (self), 1);

  return telar_strategy_chooser_get_workers (self->strategy_chooser, strategy);
}

/**
 * telar_plan_view_dup_request:
 * @self: a plan view
 * @strategy: a strategy, which need not be the one that is chosen
 *
 * Returns: (transfer full): what is asked for when this plan shall be run so
 */
TelarRunRequest *
telar_plan_view_dup_request (TelarPlanView *self, TelarStrategy strategy)
{
  TelarRunRequest *request;

  g_return_val_if_fail (TELAR_IS_PLAN_VIEW (self), NULL);

  request = g_new0 (TelarRunRequest, 1);
  request->text = telar_plan_view_dup_text (self);
  request->parameters = telar_plan_view_dup_parameters (self);
  request->strategy = strategy;
  request->workers = telar_plan_view_get_workers (self, strategy);

  return request;
}

/**
 * telar_plan_view_set_workload:
 * @self: a plan view
 * @workload: the workload to choose; the imported one is left out, for it cannot be run
 */
void
telar_plan_view_set_workload (TelarPlanView *self, const TelarWorkload *workload)
{
  g_return_if_fail (TELAR_IS_PLAN_VIEW (self));

  if (!telar_workload_is_imported (workload))
    adw_combo_row_set_selected (self->workload_row, telar_workload_get_index (workload));
}

/**
 * telar_plan_view_show_plan:
 * @self: a plan view
 * @text: inputs as one types them
 * @parameters: the parameters of a workload that can be run
 * @strategy: how it is executed
 * @workers: by how many workers
 *
 * Fills in all of it.
 */
void
telar_plan_view_show_plan (TelarPlanView *self,
                           const char *text,
                           const TelarParameters *parameters,
                           TelarStrategy strategy,
                           guint workers)
{
  g_return_if_fail (TELAR_IS_PLAN_VIEW (self));

  telar_parameters_view_take_parameters (self->parameters_view, telar_parameters_copy (parameters));
  telar_plan_view_set_workload (self, telar_parameters_get_workload (parameters));
  telar_plan_view_set_text (self, text);
  telar_strategy_chooser_set_workers (self->strategy_chooser, strategy, workers);
  telar_strategy_chooser_set_strategy (self->strategy_chooser, strategy);
}

/**
 * telar_plan_view_show_example:
 * @self: a plan view
 * @example: an example
 *
 * Fills in what the example says. The strategy stays if there are several for the example, and all
 * other workloads keep their parameters.
 */
void
telar_plan_view_show_example (TelarPlanView *self, const TelarExample *example)
{
  g_autofree char *text = telar_example_dup_inputs (example);
  TelarStrategy strategy;

  g_return_if_fail (TELAR_IS_PLAN_VIEW (self));

  telar_parameters_view_take_parameters (self->parameters_view,
                                         telar_example_dup_parameters (example));
  telar_plan_view_set_workload (self, telar_workload_from_name (example->workload));
  telar_plan_view_set_text (self, text);
  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    telar_strategy_chooser_set_workers (self->strategy_chooser, i, example->workers[i]);
  if (telar_example_is_of_one_strategy (example, &strategy))
    telar_strategy_chooser_set_strategy (self->strategy_chooser, strategy);
}

/**
 * telar_plan_view_complain:
 * @self: a plan view
 * @message: why the plan cannot be run
 *
 * Says it at the inputs, if it is about them and they do not say it already, and moves the cursor
 * there.
 *
 * Returns: whether it is said there
 */
gboolean
telar_plan_view_complain (TelarPlanView *self, const char *message)
{
  gboolean is_said;

  g_return_val_if_fail (TELAR_IS_PLAN_VIEW (self), FALSE);

  is_said = telar_inputs_view_get_n_problems (self->inputs_view) == 0
            && telar_inputs_view_get_n_tasks (self->inputs_view) == 0;
  if (is_said)
    telar_inputs_view_complain (self->inputs_view, message);
  telar_plan_view_go_to_inputs (self);

  return is_said;
}

/**
 * telar_plan_view_go_to_inputs:
 * @self: a plan view
 *
 * If an input is wrong or there is none, moves the cursor there.
 */
void
telar_plan_view_go_to_inputs (TelarPlanView *self)
{
  g_return_if_fail (TELAR_IS_PLAN_VIEW (self));

  if (telar_inputs_view_get_n_problems (self->inputs_view) > 0
      || telar_inputs_view_get_n_tasks (self->inputs_view) == 0)
    telar_inputs_view_go_to_problem (self->inputs_view, 0);
}

static void
load_parameters (TelarPlanView *self, GSettings *settings)
{
  g_autoptr (GVariant) all = g_settings_get_value (settings, "parameters");
  GVariantIter iter;
  const char *name;
  GVariant *variant;

  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "{&s@a{sv}}", &name, &variant))
    {
      g_autoptr (GVariant) owned = variant;
      const TelarWorkload *workload = telar_workload_from_name (name);
      TelarParameters *parameters = NULL;

      if (workload != NULL)
        parameters = telar_parameters_from_variant (workload, owned, NULL);
      if (parameters != NULL)
        telar_parameters_view_take_parameters (self->parameters_view, parameters);
    }
}

/**
 * telar_plan_view_load:
 * @self: a plan view
 * @settings: the settings of the program; what they say is not trusted
 *
 * Brings back what was there when the program was used last.
 */
void
telar_plan_view_load (TelarPlanView *self, GSettings *settings)
{
  g_autofree char *workload_name = g_settings_get_string (settings, "workload");
  g_autofree char *strategy_name = g_settings_get_string (settings, "strategy");
  g_autofree char *inputs = g_settings_get_string (settings, "inputs");
  g_autoptr (GVariant) workers = g_settings_get_value (settings, "workers");
  const TelarWorkload *workload = telar_workload_from_name (workload_name);
  TelarStrategy strategy = TELAR_STRATEGY_THREADS;

  g_return_if_fail (TELAR_IS_PLAN_VIEW (self));

  g_set_object (&self->settings, settings);
  load_parameters (self, settings);
  if (workload != NULL)
    telar_plan_view_set_workload (self, workload);

  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    {
      guint32 n_workers;

      if (g_variant_lookup (workers, telar_strategy_get_name (i), "u", &n_workers))
        telar_strategy_chooser_set_workers (self->strategy_chooser, i, n_workers);
    }
  if (telar_strategy_from_name (strategy_name, &strategy))
    telar_strategy_chooser_set_strategy (self->strategy_chooser, strategy);

  telar_plan_view_set_text (self, inputs);
}

/**
 * telar_plan_view_save:
 * @self: a plan view
 * @settings: the settings of the program
 *
 * Writes what telar_plan_view_load() brings back.
 */
void
telar_plan_view_save (TelarPlanView *self, GSettings *settings)
{
  g_autofree char *inputs = NULL;
  GVariantBuilder parameters, workers;
  const TelarWorkload *workload;

  g_return_if_fail (TELAR_IS_PLAN_VIEW (self));

  workload = telar_parameters_view_get_workload (self->parameters_view);
  inputs = telar_plan_view_dup_text (self);
  if (strlen (inputs) <= MAX_SAVED_LENGTH)
    g_settings_set_string (settings, "inputs", inputs);
  g_settings_set_string (settings, "workload", workload->name);
  g_settings_set_string (settings, "strategy",
                         telar_strategy_get_name (telar_plan_view_get_strategy (self)));

  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("a{sa{sv}}"));
  for (guint i = 0; i < telar_workload_get_n (); i++)
    {
      workload = telar_workload_get (i);
      g_variant_builder_add (&parameters, "{s@a{sv}}", workload->name,
                             telar_parameters_to_variant (telar_parameters_view_get_parameters (
                                 self->parameters_view, workload)));
    }
  g_settings_set_value (settings, "parameters", g_variant_builder_end (&parameters));

  g_variant_builder_init (&workers, G_VARIANT_TYPE ("a{su}"));
  for (TelarStrategy i = 0; i < TELAR_N_STRATEGIES; i++)
    g_variant_builder_add (&workers, "{su}", telar_strategy_get_name (i),
                           telar_strategy_chooser_get_workers (self->strategy_chooser, i));
  g_settings_set_value (settings, "workers", g_variant_builder_end (&workers));
}
