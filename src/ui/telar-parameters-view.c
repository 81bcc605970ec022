/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-parameters-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "telar-pattern-rows.h"
#include "telar-short-number.h"
#include "telar-template.h"

struct _TelarParametersView
{
  GtkWidget parent_instance;

  GtkListBox *list;

  const TelarWorkload *workload;
  TelarStrategy strategy;
  GPtrArray *parameters; /* TelarParameters of each workload, in the order of the workloads */
  GPtrArray *rows;       /* of the parameters that are shown */
  GtkWidget *execution;  /* the row that holds those of some strategies only */
  GPtrArray *limited;    /* the rows of these */
};

G_DEFINE_FINAL_TYPE (TelarParametersView, telar_parameters_view, GTK_TYPE_WIDGET)

enum
{
  PROP_WORKLOAD = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static TelarParameters *
get_parameters (TelarParametersView *self, const TelarWorkload *workload)
{
  return g_ptr_array_index (self->parameters, telar_workload_get_index (workload));
}

static void
on_value_changed (GtkSpinButton *spin, TelarParametersView *self)
{
  const TelarParameterSpec *spec = g_object_get_data (G_OBJECT (spin), "telar-parameter");

  telar_parameters_set_number (get_parameters (self, self->workload), spec->name,
                               gtk_spin_button_get_value (spin), NULL);
}

static void
on_switched (GtkSwitch *toggle, GParamSpec *pspec, TelarParametersView *self)
{
  const TelarParameterSpec *spec = g_object_get_data (G_OBJECT (toggle), "telar-parameter");

  telar_parameters_set_number (get_parameters (self, self->workload), spec->name,
                               gtk_switch_get_active (toggle), NULL);
}

static void
on_chosen (AdwComboRow *row, GParamSpec *pspec, TelarParametersView *self)
{
  const TelarParameterSpec *spec = g_object_get_data (G_OBJECT (row), "telar-parameter");
  guint choice = adw_combo_row_get_selected (row);

  if (choice < spec->n_choices)
    telar_parameters_set_string (get_parameters (self, self->workload), spec->name,
                                 spec->choices[choice].name, NULL);
}

static void
describe (GtkWidget *row, const TelarParameterSpec *spec)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (spec->title));
  if (spec->description == NULL)
    return;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _ (spec->description));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
}

static GtkWidget *
switch_row_new (TelarParametersView *self, const TelarParameterSpec *spec)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *toggle = gtk_switch_new ();

  gtk_switch_set_active (
      GTK_SWITCH (toggle),
      telar_parameters_get_number (get_parameters (self, self->workload), spec->name) > 0);
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (spec->title), -1);
  g_object_set_data (G_OBJECT (toggle), "telar-parameter", (gpointer) spec);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (on_switched), self, 0);

  describe (row, spec);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggle);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), toggle);

  return row;
}

static GtkWidget *
choice_row_new (TelarParametersView *self, const TelarParameterSpec *spec)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();
  const char *value
      = telar_parameters_get_string (get_parameters (self, self->workload), spec->name);
  guint choice = 0;

  for (guint i = 0; i < spec->n_choices; i++)
    {
      gtk_string_list_append (titles, _ (spec->choices[i].title));
      if (g_str_equal (spec->choices[i].name, value))
        choice = i;
    }

  describe (row, spec);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (titles));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), choice);
  g_object_set_data (G_OBJECT (row), "telar-parameter", (gpointer) spec);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_chosen), self, 0);

  return row;
}

static GtkWidget *
number_row_new (TelarParametersView *self, const TelarParameterSpec *spec)
{
  gboolean is_integer = spec->type == TELAR_PARAMETER_INTEGER;
  double step = is_integer ? MAX (1, spec->default_number / 64) : spec->maximum > 60 ? 0.5 : 0.1;
  GtkWidget *row = adw_action_row_new ();
  GtkAdjustment *adjustment = gtk_adjustment_new (
      telar_parameters_get_number (get_parameters (self, self->workload), spec->name),
      spec->minimum, spec->maximum, is_integer ? floor (step) : step, 10 * step, 0);
  GtkWidget *spin = gtk_spin_button_new (adjustment, 0, is_integer ? 0 : 2);

  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  g_signal_connect (spin, "output", G_CALLBACK (telar_short_number_output), NULL);
  telar_short_number_output (GTK_SPIN_BUTTON (spin));
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (spec->title), -1);
  g_object_set_data (G_OBJECT (spin), "telar-parameter", (gpointer) spec);
  g_signal_connect_object (spin, "value-changed", G_CALLBACK (on_value_changed), self, 0);

  describe (row, spec);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);

  return row;
}

static void
append_row (TelarParametersView *self, GtkWidget *row)
{
  gtk_list_box_append (self->list, row);
  g_ptr_array_add (self->rows, row);
}

static GtkWidget *
row_new (TelarParametersView *self, const TelarParameterSpec *spec)
{
  if (spec->type == TELAR_PARAMETER_SWITCH)
    return switch_row_new (self, spec);
  if (spec->type == TELAR_PARAMETER_CHOICE)
    return choice_row_new (self, spec);

  return number_row_new (self, spec);
}

static gboolean
has_default (TelarParametersView *self, const TelarParameterSpec *spec)
{
  return telar_parameters_get_number (get_parameters (self, self->workload), spec->name)
         == spec->default_number;
}

/* What the chosen strategy does not heed is hidden, unless it was changed: as a run in all ways
 * heeds it. */
static void
update_limited (TelarParametersView *self)
{
  gboolean is_any_visible = FALSE;

  for (guint i = 0; i < self->limited->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->limited, i);
      const TelarParameterSpec *spec = g_object_get_data (G_OBJECT (row), "telar-parameter");
      gboolean is_visible
          = (spec->strategies & 1u << self->strategy) != 0 || !has_default (self, spec);

      gtk_widget_set_visible (row, is_visible);
      is_any_visible |= is_visible;
    }
  if (self->execution != NULL)
    gtk_widget_set_visible (self->execution, is_any_visible);
}

static void
append_limited (TelarParametersView *self, const TelarParameterSpec *spec)
{
  GtkWidget *row = row_new (self, spec);

  if (self->execution == NULL)
    {
      self->execution = adw_expander_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->execution),
                                     _ ("Interpreter Lock and Cores"));
    }
  g_object_set_data (G_OBJECT (row), "telar-parameter", (gpointer) spec);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->execution), row);
  g_ptr_array_add (self->limited, row);
}

/* What belongs to some strategies only is folded away; the limits of pages are among the settings
 * of the program. */
static void
build_rows (TelarParametersView *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    gtk_list_box_remove (self->list, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->limited, 0);
  self->execution = NULL;

  for (guint i = 0; i < self->workload->n_parameters; i++)
    {
      const TelarParameterSpec *spec = &self->workload->parameters[i];

      if (spec->is_limit)
        continue;
      if (spec->type == TELAR_PARAMETER_STRING)
        telar_pattern_rows_append (self->list, self->rows, get_parameters (self, self->workload),
                                   spec->name);
      else if (spec->strategies != 0)
        append_limited (self, spec);
      else
        append_row (self, row_new (self, spec));
    }

  if (self->execution != NULL)
    append_row (self, self->execution);
  update_limited (self);
}

static void
telar_parameters_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_WORKLOAD)
    g_value_set_pointer (value, (gpointer) TELAR_PARAMETERS_VIEW (object)->workload);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
telar_parameters_view_dispose (GObject *object)
{
  telar_template_dispose (GTK_WIDGET (object), TELAR_TYPE_PARAMETERS_VIEW);

  G_OBJECT_CLASS (telar_parameters_view_parent_class)->dispose (object);
}

static void
telar_parameters_view_finalize (GObject *object)
{
  TelarParametersView *self = TELAR_PARAMETERS_VIEW (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->limited);
  g_ptr_array_unref (self->parameters);

  G_OBJECT_CLASS (telar_parameters_view_parent_class)->finalize (object);
}

static void
telar_parameters_view_class_init (TelarParametersViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = telar_parameters_view_dispose;
  object_class->finalize = telar_parameters_view_finalize;
  object_class->get_property = telar_parameters_view_get_property;
  properties[PROP_WORKLOAD]
      = g_param_spec_pointer ("workload", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/telar/Telar/ui/telar-parameters-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarParametersView, list);
}

static void
telar_parameters_view_init (TelarParametersView *self)
{
  self->rows = g_ptr_array_new ();
  self->limited = g_ptr_array_new ();
  self->parameters = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_parameters_free);
  for (guint i = 0; i < telar_workload_get_n (); i++)
    g_ptr_array_add (self->parameters, telar_parameters_new (telar_workload_get (i)));

  gtk_widget_init_template (GTK_WIDGET (self));
  telar_parameters_view_set_workload (self, telar_workload_get (0));
}

/**
 * telar_parameters_view_new:
 *
 * Returns: (transfer floating): the parameters of the first workload
 */
GtkWidget *
telar_parameters_view_new (void)
{
  return g_object_new (TELAR_TYPE_PARAMETERS_VIEW, NULL);
}

/**
 * telar_parameters_view_get_workload:
 * @self: a parameters view
 *
 * Returns: (transfer none): the workload whose parameters are shown; notified as "workload"
 */
const TelarWorkload *
telar_parameters_view_get_workload (TelarParametersView *self)
{
  g_return_val_if_fail (TELAR_IS_PARAMETERS_VIEW (self), NULL);

  return self->workload;
}

/**
 * telar_parameters_view_set_workload:
 * @self: a parameters view
 * @workload: the workload whose parameters to show
 */
void
telar_parameters_view_set_workload (TelarParametersView *self, const TelarWorkload *workload)
{
  g_return_if_fail (TELAR_IS_PARAMETERS_VIEW (self));

  if (workload == self->workload)
    return;

  self->workload = workload;
  build_rows (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKLOAD]);
}

/**
 * telar_parameters_view_set_strategy:
 * @self: a parameters view
 * @strategy: the strategy that is chosen; parameters that it does not heed are hidden
 */
void
telar_parameters_view_set_strategy (TelarParametersView *self, TelarStrategy strategy)
{
  g_return_if_fail (TELAR_IS_PARAMETERS_VIEW (self));

  self->strategy = strategy;
  update_limited (self);
}

/**
 * telar_parameters_view_get_parameters:
 * @self: a parameters view
 * @workload: a workload, shown or not
 *
 * Returns: (transfer none): the values of its parameters, as they are at present
 */
const TelarParameters *
telar_parameters_view_get_parameters (TelarParametersView *self, const TelarWorkload *workload)
{
  g_return_val_if_fail (TELAR_IS_PARAMETERS_VIEW (self), NULL);

  return get_parameters (self, workload);
}

/**
 * telar_parameters_view_take_parameters:
 * @self: a parameters view
 * @parameters: (transfer full): the values of a workload's parameters, shown or not
 */
void
telar_parameters_view_take_parameters (TelarParametersView *self, TelarParameters *parameters)
{
  const TelarWorkload *workload = telar_parameters_get_workload (parameters);
  guint index = telar_workload_get_index (workload);

  g_return_if_fail (TELAR_IS_PARAMETERS_VIEW (self));

  telar_parameters_free (g_ptr_array_index (self->parameters, index));
  g_ptr_array_index (self->parameters, index) = parameters;
  if (workload == self->workload)
    build_rows (self);
}
