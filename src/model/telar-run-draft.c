/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-draft.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

static void
clear_lane (gpointer data)
{
  TelarDraftLane *lane = data;

  g_free (lane->name);
  g_free (lane->host);
}

static void
clear_task (gpointer data)
{
  TelarDraftTask *task = data;

  g_free (task->input);
  g_free (task->error);
  telar_outcome_clear (&task->outcome);
}

/**
 * telar_run_draft_init:
 * @draft: (out caller-allocates): a draft without lanes and tasks
 */
void
telar_run_draft_init (TelarRunDraft *draft)
{
  *draft = (TelarRunDraft){ 0 };
  draft->lanes = g_array_new (FALSE, FALSE, sizeof (TelarDraftLane));
  g_array_set_clear_func (draft->lanes, clear_lane);
  draft->tasks = g_array_new (FALSE, FALSE, sizeof (TelarDraftTask));
  g_array_set_clear_func (draft->tasks, clear_task);
  draft->spans = g_array_new (FALSE, FALSE, sizeof (TelarDraftSpan));
  draft->inputs = g_string_new (NULL);
}

/**
 * telar_run_draft_clear:
 * @draft: a draft
 */
void
telar_run_draft_clear (TelarRunDraft *draft)
{
  g_free (draft->application);
  g_clear_pointer (&draft->started, g_date_time_unref);
  g_clear_pointer (&draft->parameters, g_variant_unref);
  g_array_unref (draft->lanes);
  g_array_unref (draft->tasks);
  g_array_unref (draft->spans);
  g_string_free (draft->inputs, TRUE);
}

static gboolean
fail_task (GError **error, guint task, const char *message)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: the number of a task, and what is wrong with it */
               _ ("Task %u: %s"), task + 1, message);

  return FALSE;
}

/* The plan is made of a list of inputs, so that a document can hold none that a user could not
 * have typed. */
static TelarPlan *
make_plan (TelarRunDraft *draft, GError **error)
{
  g_autoptr (TelarParameters) parameters = NULL;
  g_autoptr (TelarInputs) inputs = NULL;

  if (draft->parameters != NULL)
    parameters = telar_parameters_from_variant (draft->workload, draft->parameters, error);
  else
    parameters = telar_parameters_new (draft->workload);
  if (parameters == NULL)
    return NULL;

  inputs = telar_inputs_parse (draft->inputs->str, draft->workload->input_kind);
  if (inputs->problems->len > 0)
    {
      const TelarInputProblem *problem = &g_array_index (inputs->problems, TelarInputProblem, 0);

      fail_task (error, problem->line, problem->message);
      return NULL;
    }

  for (guint i = 0; i < MAX (inputs->tasks->len, draft->tasks->len); i++)
    if (i >= inputs->tasks->len || i >= draft->tasks->len
        || strcmp (g_array_index (inputs->tasks, TelarInput, i).input,
                   g_array_index (draft->tasks, TelarDraftTask, i).input)
               != 0)
      {
        fail_task (error, MIN (i, draft->tasks->len - 1), _ ("this is not a single input"));
        return NULL;
      }

  return telar_plan_new (g_steal_pointer (&parameters), g_steal_pointer (&inputs), error);
}

static int
compare_spans (gconstpointer a, gconstpointer b)
{
  const TelarDraftSpan *one = a, *other = b;

  if (one->lane != other->lane)
    return one->lane < other->lane ? -1 : 1;
  if (one->span.start_ns != other->span.start_ns)
    return one->span.start_ns < other->span.start_ns ? -1 : 1;
  if (one->span.end_ns != other->span.end_ns)
    return one->span.end_ns < other->span.end_ns ? -1 : 1;

  return 0;
}

static gboolean
add_lanes (TelarRunDraft *draft, TelarTrace *trace, GError **error)
{
  gint64 end_ns = 0;
  guint32 of_lane = TELAR_DRAFT_NO_LANE;

  for (guint i = 0; i < draft->lanes->len; i++)
    {
      const TelarDraftLane *lane = &g_array_index (draft->lanes, TelarDraftLane, i);
      TelarLane *added = telar_trace_add_lane (trace, lane->kind, NULL);

      telar_lane_set_name (added, lane->name);
      telar_lane_set_ids (added, lane->pid, lane->tid,
                          lane->host != NULL ? lane->host : "localhost");
    }

  g_array_sort (draft->spans, compare_spans);
  for (guint i = 0; i < draft->spans->len; i++)
    {
      const TelarDraftSpan *span = &g_array_index (draft->spans, TelarDraftSpan, i);

      if (span->lane >= draft->lanes->len)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               _ ("A span is in a lane that is not there"));
          return FALSE;
        }
      if (span->lane == of_lane && span->span.start_ns < end_ns)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                       _ ("Two spans of lane %u overlap"), span->lane + 1);
          return FALSE;
        }

      of_lane = span->lane;
      end_ns = span->span.end_ns;
      telar_lane_append (telar_trace_get_lane (trace, span->lane), &span->span);
    }

  return TRUE;
}

static int
compare_ends (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const GArray *tasks = user_data;
  guint one = *(const guint *) a, other = *(const guint *) b;
  guint64 one_end = (guint64) g_array_index (tasks, TelarDraftTask, one).end_ns;
  guint64 other_end = (guint64) g_array_index (tasks, TelarDraftTask, other).end_ns;

  /* As unsigned numbers, those that never started come last. */
  if (one_end != other_end)
    return one_end < other_end ? -1 : 1;

  return one < other ? -1 : one > other;
}

/* Tasks end in the trace in the order in which they ended in the run. */
static gboolean
add_tasks (TelarRunDraft *draft, TelarTrace *trace, GError **error)
{
  guint n_tasks = draft->tasks->len;
  g_autofree guint *order = g_new (guint, n_tasks);

  for (guint i = 0; i < n_tasks; i++)
    order[i] = i;
  g_qsort_with_data (order, (int) n_tasks, sizeof *order, compare_ends, draft->tasks);

  for (guint i = 0; i < n_tasks; i++)
    {
      guint index = order[i];
      TelarDraftTask *task = &g_array_index (draft->tasks, TelarDraftTask, index);

      if (task->lane != TELAR_DRAFT_NO_LANE && task->lane >= draft->lanes->len)
        return fail_task (error, index, _ ("its lane is not there"));

      if (task->error != NULL)
        {
          if (task->outcome.result == NULL)
            task->outcome.result = telar_result_new_page (-1);
          task->outcome.result->error = g_steal_pointer (&task->error);
        }
      telar_trace_task_ready (trace, index, task->queued_ns);
      if (task->lane != TELAR_DRAFT_NO_LANE)
        telar_trace_task_started (trace, index, task->lane, task->start_ns);
      telar_trace_task_finished (trace, index, &task->outcome, task->end_ns);
    }

  return TRUE;
}

/**
 * telar_run_draft_make_record:
 * @draft: a draft whose workload is set; some of its strings are taken
 * @error: return location for a %G_IO_ERROR_INVALID_DATA or %G_IO_ERROR_INVALID_ARGUMENT that
 *   tells which of its parts contradict each other
 *
 * Returns: (transfer full) (nullable): the record of a run that has ended
 */
TelarRunRecord *
telar_run_draft_make_record (TelarRunDraft *draft, GError **error)
{
  g_autoptr (TelarPlan) plan = NULL;
  g_autoptr (TelarRunRecord) record = NULL;

  if (draft->tasks->len == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("There are no tasks"));
      return NULL;
    }

  plan = make_plan (draft, error);
  if (plan == NULL)
    return NULL;

  record = telar_run_record_new (plan, draft->strategy, draft->workers, draft->lanes->len);
  if (!add_lanes (draft, record->trace, error) || !add_tasks (draft, record->trace, error))
    return NULL;

  telar_trace_set_peak_concurrency (record->trace, draft->peak_concurrency);
  if (draft->application != NULL)
    {
      g_free (record->application);
      record->application = g_steal_pointer (&draft->application);
    }
  if (draft->started != NULL)
    {
      g_date_time_unref (record->started);
      record->started = g_steal_pointer (&draft->started);
    }
  record->n_cores = draft->n_cores;
  record->memory_bytes = draft->memory_bytes;
  telar_run_record_end (record, draft->wall_ns, draft->cpu, draft->is_complete);

  return g_steal_pointer (&record);
}
