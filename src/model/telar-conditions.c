/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-conditions.h"

#include <glib/gi18n-lib.h>

static const char *
get_choice_title (const TelarParameterSpec *spec, const char *value)
{
  for (guint i = 0; i < spec->n_choices; i++)
    if (g_str_equal (spec->choices[i].name, value))
      return _ (spec->choices[i].title);

  return value;
}

/**
 * telar_conditions_format:
 * @plan: what is run
 * @strategy: how
 *
 * What sets a run apart from another of the same tasks by the same strategy: the simulated
 * interpreter lock, the one core, and what guards a counter.
 *
 * Returns: (transfer full) (nullable): such as “Interpreter lock (simulated) · One core”; %NULL for
 *   a run under the usual conditions
 */
char *
telar_conditions_format (const TelarPlan *plan, TelarStrategy strategy)
{
  const TelarParameters *parameters = telar_plan_get_parameters (plan);
  const TelarWorkload *workload = telar_plan_get_workload (plan);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < workload->n_parameters; i++)
    {
      const TelarParameterSpec *spec = &workload->parameters[i];

      if (spec->type == TELAR_PARAMETER_CHOICE)
        g_ptr_array_add (texts, (gpointer) get_choice_title (
                                    spec, telar_parameters_get_string (parameters, spec->name)));
    }
  if (strategy == TELAR_STRATEGY_THREADS && telar_parameters_is_on (parameters, "interpreter-lock"))
    g_ptr_array_add (texts, (gpointer) _ ("Interpreter lock (simulated)"));
  if (telar_parameters_is_on (parameters, "one-core"))
    g_ptr_array_add (texts, (gpointer) _ ("One core"));
  if (texts->len == 0)
    return NULL;

  g_ptr_array_add (texts, NULL);
  return g_strjoinv (" · ", (char **) texts->pdata);
}

/**
 * telar_conditions_append:
 * @text: (transfer full): what is said of a run, in parts with a dot between them
 * @plan: what is run
 * @strategy: how
 *
 * Returns: (transfer full): @text with the conditions of the run as further parts
 */
char *
telar_conditions_append (char *text, const TelarPlan *plan, TelarStrategy strategy)
{
  g_autofree char *conditions = telar_conditions_format (plan, strategy);
  char *longer;

  if (conditions == NULL)
    return text;

  longer = g_strconcat (text, " · ", conditions, NULL);
  g_free (text);

  return longer;
}
