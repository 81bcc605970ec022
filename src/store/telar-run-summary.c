/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-summary.h"

#include "model/telar-conditions.h"

#define MAX_INPUTS_LENGTH 200

/* The first inputs with commas between them, up to a length that no list shows. */
static char *
dup_inputs (const TelarPlan *plan)
{
  GString *text = g_string_new (NULL);
  guint n_tasks = telar_plan_get_n_tasks (plan);

  for (guint i = 0; i < n_tasks; i++)
    {
      const char *input = telar_plan_get_task (plan, i)->input;
      glong length = g_utf8_strlen (text->str, -1) + g_utf8_strlen (input, -1) + 2;

      if (length > MAX_INPUTS_LENGTH)
        {
          g_autofree char *part = i == 0 ? g_utf8_substring (input, 0, MAX_INPUTS_LENGTH) : NULL;

          g_string_append_printf (text, "%s…", part != NULL ? part : ", ");
          break;
        }
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", input);
    }

  return g_string_free (text, FALSE);
}

/**
 * telar_run_summary_new:
 * @record: a run that has ended
 *
 * Returns: (transfer full): what a list tells of it, without an id and a name
 */
TelarRunSummary *
telar_run_summary_new (TelarRunRecord *record)
{
  TelarRunSummary *summary = g_new0 (TelarRunSummary, 1);

  summary->started_us = g_date_time_to_unix (record->started) * G_USEC_PER_SEC
                        + g_date_time_get_microsecond (record->started);
  summary->strategy = record->strategy;
  summary->workload = telar_plan_get_workload (record->plan);
  summary->workers = record->workers;
  telar_trace_get_counts (record->trace, &summary->counts);
  /* What a run that was stopped left unfinished counts as cancelled, as in its archive. */
  summary->counts.cancelled = summary->counts.total - summary->counts.succeeded
                              - summary->counts.failed - summary->counts.skipped;
  summary->counts.running = 0;
  summary->wall_ns = record->wall_ns;
  summary->cpu = record->cpu;
  summary->peak_concurrency = telar_trace_get_peak_concurrency (record->trace);
  summary->is_complete = record->complete;
  summary->conditions = telar_conditions_dup_names (record->plan, record->strategy);
  summary->inputs = dup_inputs (record->plan);

  return summary;
}

/**
 * telar_run_summary_free:
 * @summary: (transfer full) (nullable): a summary
 */
void
telar_run_summary_free (TelarRunSummary *summary)
{
  if (summary == NULL)
    return;

  g_free (summary->conditions);
  g_free (summary->name);
  g_free (summary->inputs);
  g_free (summary);
}
