/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-plan.h"

#include <string.h>

#include "telar-integers.h"

struct _TelarPlan
{
  gatomicrefcount ref_count;
  TelarParameters *parameters;
  TelarInputs *inputs;
  gboolean has_dependencies;
  gboolean needs_demo_site;
};

/**
 * telar_plan_new:
 * @parameters: (transfer full): a workload's parameters
 * @inputs: (transfer full): inputs of the kind that the workload takes
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT: the first problem of @inputs, with
 *   its line, or that there are none
 *
 * Returns: (transfer full) (nullable): a plan
 */
TelarPlan *
telar_plan_new (TelarParameters *parameters, TelarInputs *inputs, GError **error)
{
  TelarPlan *plan;

  if (!telar_inputs_check (inputs, error))
    {
      telar_parameters_free (parameters);
      telar_inputs_free (inputs);
      return NULL;
    }

  plan = g_new0 (TelarPlan, 1);
  g_atomic_ref_count_init (&plan->ref_count);
  plan->parameters = parameters;
  plan->inputs = inputs;
  for (guint i = 0; i < inputs->tasks->len; i++)
    {
      const TelarInput *task = telar_plan_get_task (plan, i);

      plan->has_dependencies |= task->n_after > 0;
      plan->needs_demo_site |= g_ascii_strncasecmp (task->input, "demo:", 5) == 0;
    }

  return plan;
}

/**
 * telar_plan_new_from_text:
 * @parameters: (transfer full): a workload's parameters
 * @text: what a user typed
 * @error: as for telar_plan_new()
 *
 * Returns: (transfer full) (nullable): a plan
 */
TelarPlan *
telar_plan_new_from_text (TelarParameters *parameters, const char *text, GError **error)
{
  const TelarWorkload *workload = telar_parameters_get_workload (parameters);

  return telar_plan_new (parameters, telar_inputs_parse_for (text, workload), error);
}

/**
 * telar_plan_ref:
 * @plan: a plan
 *
 * Returns: (transfer full): the same plan
 */
TelarPlan *
telar_plan_ref (TelarPlan *plan)
{
  g_atomic_ref_count_inc (&plan->ref_count);

  return plan;
}

/**
 * telar_plan_unref:
 * @plan: (transfer full): a plan
 */
void
telar_plan_unref (TelarPlan *plan)
{
  if (!g_atomic_ref_count_dec (&plan->ref_count))
    return;

  telar_parameters_free (plan->parameters);
  telar_inputs_free (plan->inputs);
  g_free (plan);
}

/**
 * telar_plan_get_workload:
 * @plan: a plan
 *
 * Returns: (transfer none): what is done with its inputs
 */
const TelarWorkload *
telar_plan_get_workload (const TelarPlan *plan)
{
  return telar_parameters_get_workload (plan->parameters);
}

/**
 * telar_plan_get_parameters:
 * @plan: a plan
 *
 * Returns: (transfer none): the parameters of its workload
 */
const TelarParameters *
telar_plan_get_parameters (const TelarPlan *plan)
{
  return plan->parameters;
}

/**
 * telar_plan_get_n_tasks:
 * @plan: a plan
 *
 * Returns: how many tasks it has, 1 to %TELAR_MAX_TASKS
 */
guint
telar_plan_get_n_tasks (const TelarPlan *plan)
{
  return plan->inputs->tasks->len;
}

/**
 * telar_plan_get_task:
 * @plan: a plan
 * @task: less than telar_plan_get_n_tasks()
 *
 * Returns: (transfer none): the task
 */
const TelarInput *
telar_plan_get_task (const TelarPlan *plan, guint task)
{
  g_return_val_if_fail (task < plan->inputs->tasks->len, NULL);

  return &g_array_index (plan->inputs->tasks, TelarInput, task);
}

/* How many tasks from @task on are numbers of which each is one more than the one before. */
static guint
count_range (const TelarPlan *plan, guint task)
{
  guint n_tasks = telar_plan_get_n_tasks (plan), end;
  gint64 last = 0, value;

  if (telar_plan_get_workload (plan)->input_kind != TELAR_INPUT_NUMBER)
    return 0;

  for (end = task; end < n_tasks; end++)
    {
      const TelarInput *input = telar_plan_get_task (plan, end);

      if (input->name != NULL || input->n_after > 0
          || telar_integer_parse (input->input, input->input + strlen (input->input), &value)
                 != TELAR_INTEGER_OK
          || (end > task && (last == G_MAXINT64 || value != last + 1)))
        break;
      last = value;
    }

  return end - task;
}

/**
 * telar_plan_dup_text:
 * @plan: a plan
 *
 * Numbers that follow each other are written as a range, as one would type them. Takes time in
 * proportion to the number of tasks and dependencies.
 *
 * Returns: (transfer full): a list of inputs that telar_plan_new_from_text() makes the same plan of
 */
char *
telar_plan_dup_text (const TelarPlan *plan)
{
  GString *text = g_string_new (NULL);
  guint n_tasks = telar_plan_get_n_tasks (plan);

  for (guint i = 0; i < n_tasks; i++)
    {
      const TelarInput *input = telar_plan_get_task (plan, i);
      guint n = count_range (plan, i);

      if (n > 2)
        {
          i += n - 1;
          g_string_append_printf (text, "%s..%s\n", input->input,
                                  telar_plan_get_task (plan, i)->input);
          continue;
        }

      if (input->name != NULL)
        g_string_append_printf (text, "%s = ", input->name);
      g_string_append (text, input->input);
      for (guint k = 0; k < input->n_after; k++)
        g_string_append_printf (text, "%s %s", k == 0 ? " after" : "",
                                telar_plan_get_task (plan, input->after[k])->name);
      g_string_append_c (text, '\n');
    }

  return g_string_free (text, FALSE);
}

/**
 * telar_plan_has_dependencies:
 * @plan: a plan
 *
 * Returns: whether any of its tasks waits for another
 */
gboolean
telar_plan_has_dependencies (const TelarPlan *plan)
{
  return plan->has_dependencies;
}

/**
 * telar_plan_needs_demo_site:
 * @plan: a plan
 *
 * Returns: whether any of its inputs is a page of the demo site
 */
gboolean
telar_plan_needs_demo_site (const TelarPlan *plan)
{
  return plan->needs_demo_site;
}

static gboolean
tasks_equal (const TelarInput *task, const TelarInput *other)
{
  return g_str_equal (task->input, other->input) && g_strcmp0 (task->name, other->name) == 0
         && task->n_after == other->n_after
         && (task->n_after == 0
             || memcmp (task->after, other->after, task->n_after * sizeof *task->after) == 0);
}

/**
 * telar_plan_equal:
 * @plan: a plan
 * @other: a plan
 *
 * Returns: whether both would run the same: the same workload with the same values of its
 *   parameters, and the same tasks with the same dependencies in the same order
 */
gboolean
telar_plan_equal (const TelarPlan *plan, const TelarPlan *other)
{
  g_autoptr (GVariant) parameters = NULL, other_parameters = NULL;
  guint n_tasks = telar_plan_get_n_tasks (plan);

  if (plan == other)
    return TRUE;
  if (telar_plan_get_workload (plan) != telar_plan_get_workload (other)
      || n_tasks != telar_plan_get_n_tasks (other))
    return FALSE;

  parameters = g_variant_ref_sink (telar_parameters_to_variant (plan->parameters));
  other_parameters = g_variant_ref_sink (telar_parameters_to_variant (other->parameters));
  if (!g_variant_equal (parameters, other_parameters))
    return FALSE;

  for (guint i = 0; i < n_tasks; i++)
    if (!tasks_equal (telar_plan_get_task (plan, i), telar_plan_get_task (other, i)))
      return FALSE;

  return TRUE;
}
