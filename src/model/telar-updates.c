/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-updates.h"

#include "telar-integers.h"

#include <string.h>

/**
 * telar_updates_write_value:
 * @found: what a counter stood at when a task had done its additions
 * @rank: how many tasks had done theirs by then, with this one
 *
 * Returns: (transfer full): the value that the task found, such as "2733204 (#4)"
 */
char *
telar_updates_write_value (guint64 found, guint rank)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT " (#%u)", found, rank);
}

/* The value of a task, which may come from a document: not trusted. */
static gboolean
parse_value (const char *value, gint64 *found, guint64 *rank)
{
  char *end;

  if (!g_ascii_isdigit (*value))
    return FALSE;
  *found = g_ascii_strtoll (value, &end, 10);
  if (!g_str_has_prefix (end, " (#") || !g_ascii_isdigit (end[3]))
    return FALSE;
  *rank = g_ascii_strtoull (end + 3, &end, 10);

  return g_str_equal (end, ")");
}

/**
 * telar_updates_find:
 * @updates: (out caller-allocates): what became of the additions
 * @record: a run
 *
 * The task with the highest rank read the counter after all had done their additions. What it read
 * is what was found; what the inputs add up to was expected. So the run document needs to hold no
 * more than the tasks' values. Any thread may call it.
 */
void
telar_updates_find (TelarUpdates *updates, TelarRunRecord *record)
{
  guint n_tasks = telar_trace_get_n_tasks (record->trace);
  guint64 last_rank = 0;

  *updates = (TelarUpdates){ TELAR_UPDATES_NONE };
  if (telar_plan_get_workload (record->plan)->function != TELAR_FUNCTION_RACE
      || !telar_run_record_has_ended (record))
    return;

  for (guint i = 0; i < n_tasks; i++)
    {
      const char *input = telar_plan_get_task (record->plan, i)->input;
      const TelarTaskState *state = telar_trace_get_task (record->trace, i);
      TelarFunction function;
      gint64 additions, found;
      guint64 rank;

      if (telar_function_parse_call (input, &function, &additions))
        continue;
      if (telar_task_state_get_status (state) != TELAR_STATUS_SUCCEEDED || state->result == NULL
          || state->result->value == NULL || !parse_value (state->result->value, &found, &rank)
          || telar_integer_parse (input, input + strlen (input), &additions) != TELAR_INTEGER_OK)
        return;

      if (additions < 0
          || __builtin_add_overflow (updates->expected, additions, &updates->expected))
        return;
      if (rank > last_rank)
        {
          last_rank = rank;
          updates->found = found;
        }
    }

  if (last_rank == 0)
    return;
  if (record->strategy == TELAR_STRATEGY_PROCESSES)
    updates->kind = TELAR_UPDATES_SEPARATE;
  else if (updates->found <= updates->expected)
    updates->kind = TELAR_UPDATES_SHARED;
  updates->lost = updates->kind == TELAR_UPDATES_SHARED ? updates->expected - updates->found : 0;
}
