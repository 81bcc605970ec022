/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-conditions.h"

#include <glib/gi18n-lib.h>

/* Those that are parameters to be switched on, in the order in which they are told. */
static const struct
{
  const char *name;
  const char *title;
} switches[] = {
  { "interpreter-lock", N_ ("Interpreter lock (simulated)") },
  { "one-core", N_ ("One core") },
};

/**
 * telar_conditions_dup_names:
 * @plan: what is run
 * @strategy: how
 *
 * What sets a run apart from another of the same tasks by the same strategy: what guards a counter,
 * the simulated interpreter lock, which only threads heed, and the one core.
 *
 * Returns: (transfer full) (nullable): the names of the conditions, in no language, with a blank
 *   between them, such as “interpreter-lock one-core”; %NULL for a run under the usual conditions
 */
char *
telar_conditions_dup_names (const TelarPlan *plan, TelarStrategy strategy)
{
  const TelarParameters *parameters = telar_plan_get_parameters (plan);
  const TelarWorkload *workload = telar_plan_get_workload (plan);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < workload->n_parameters; i++)
    {
      const TelarParameterSpec *spec = &workload->parameters[i];

      if (spec->type == TELAR_PARAMETER_CHOICE)
        g_string_append_printf (names, "%s ", telar_parameters_get_string (parameters, spec->name));
    }
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (telar_parameters_is_on (parameters, switches[i].name)
        && (i > 0 || strategy == TELAR_STRATEGY_THREADS))
      g_string_append_printf (names, "%s ", switches[i].name);
  if (names->len == 0)
    return NULL;

  g_string_truncate (names, names->len - 1);
  return g_string_free (g_steal_pointer (&names), FALSE);
}

/* Returns: (nullable): what the window calls a condition, NULL if this version does not know it */
static const char *
get_title (const TelarWorkload *workload, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (g_str_equal (switches[i].name, name))
      return _ (switches[i].title);

  for (guint i = 0; i < workload->n_parameters; i++)
    for (guint k = 0; k < workload->parameters[i].n_choices; k++)
      if (g_str_equal (workload->parameters[i].choices[k].name, name))
        return _ (workload->parameters[i].choices[k].title);

  return NULL;
}

/**
 * telar_conditions_describe:
 * @workload: what was run
 * @names: (nullable): what telar_conditions_dup_names() gave, perhaps of another version; not
 *   trusted
 *
 * Returns: (transfer full) (nullable): such as “Interpreter lock (simulated) · One core”; %NULL if
 *   there is nothing to tell
 */
char *
telar_conditions_describe (const TelarWorkload *workload, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names != NULL ? names : "", " ", -1);
  g_autoptr (GPtrArray) titles = g_ptr_array_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *title = get_title (workload, parts[i]);

      if (title != NULL)
        g_ptr_array_add (titles, (gpointer) title);
    }
  if (titles->len == 0)
    return NULL;

  g_ptr_array_add (titles, NULL);
  return g_strjoinv (" · ", (char **) titles->pdata);
}

/**
 * telar_conditions_format:
 * @plan: what is run
 * @strategy: how
 *
 * Returns: (transfer full) (nullable): the conditions of the run as the user reads them, such as
 *   “Interpreter lock (simulated) · One core”; %NULL for a run under the usual conditions
 */
char *
telar_conditions_format (const TelarPlan *plan, TelarStrategy strategy)
{
  g_autofree char *names = telar_conditions_dup_names (plan, strategy);

  return telar_conditions_describe (telar_plan_get_workload (plan), names);
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
