/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-task-label.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"

/* How many tasks that another one waited for are named. */
#define MAX_NAMES 8

/* Longer texts are never drawn whole, but would cost time to shape. */
#define MAX_CHARACTERS 200

/* Ends of lines and paragraphs, and what turns the direction of the text that follows. */
static gboolean
is_control_of_text (gunichar character)
{
  return (character >= 0x2028 && character <= 0x202e)
         || (character >= 0x2066 && character <= 0x2069);
}

/* What Unicode sets aside as “noncharacters”, which cairo takes for invalid text. */
static gboolean
is_no_character (gunichar character)
{
  return (character >= 0xfdd0 && character <= 0xfdef) || (character & 0xfffe) == 0xfffe;
}

/**
 * telar_text_append_plain:
 * @string: a string
 * @text: any bytes
 *
 * Appends @text so that it is valid UTF-8 of one line and of a moderate length: what is invalid
 * becomes U+FFFD, what has no shape a space.
 */
void
telar_text_append_plain (GString *string, const char *text)
{
  g_autofree char *start = g_strndup (text, MAX_CHARACTERS * 6);
  g_autofree char *valid = g_utf8_make_valid (start, -1);
  const char *at = valid;

  for (guint n = 0; *at != '\0'; n++, at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (n == MAX_CHARACTERS)
        {
          g_string_append (string, "…");
          return;
        }
      if (g_unichar_iscntrl (character) || is_control_of_text (character))
        character = ' ';
      else if (is_no_character (character))
        character = 0xfffd;
      g_string_append_unichar (string, character);
    }
}

static const char *
skip_prefix (const char *text, const char *prefix)
{
  gsize length = strlen (prefix);

  return g_ascii_strncasecmp (text, prefix, length) == 0 ? text + length : text;
}

static void
append_address (GString *label, const char *input, gboolean is_host_only)
{
  const char *start = input;
  gsize length;

  start = skip_prefix (start, "https://");
  start = skip_prefix (start, "http://");
  start = skip_prefix (start, "demo:");
  start = skip_prefix (start, "www.");

  length = is_host_only ? strcspn (start, "/?#") : strcspn (start, "#");
  while (length > 1 && start[length - 1] == '/')
    length--;

  if (length == 0)
    {
      telar_text_append_plain (label, input);
    }
  else
    {
      g_autofree char *part = g_strndup (start, length);

      telar_text_append_plain (label, part);
    }
}

/**
 * telar_task_label:
 * @index: an index
 * @task: a task
 * @shortness: 0 for the longest label, then 1, 2 and so on
 * @label: becomes the label: valid UTF-8 of one line
 *
 * A task is labelled by its name, or by its number or its host and path, then its host, at last
 * by its place among the tasks.
 *
 * Returns: whether there is a label that short
 */
gboolean
telar_task_label (const TelarChartIndex *index, guint32 task, guint shortness, GString *label)
{
  const TelarInput *input = telar_plan_get_task (index->record->plan, task);
  gboolean is_page = telar_plan_get_workload (index->record->plan)->input_kind == TELAR_INPUT_PAGE;

  g_string_truncate (label, 0);
  if (input->name != NULL && shortness == 0)
    telar_text_append_plain (label, input->name);
  else if (is_page && shortness < 2)
    append_address (label, input->input, shortness == 1);
  else if (!is_page && shortness == 0)
    telar_text_append_plain (label, input->input);
  else if (is_page && shortness == 2)
    g_string_append_printf (label, "%u", task + 1);
  else
    return FALSE;

  return TRUE;
}

/**
 * telar_task_append_input:
 * @index: an index
 * @task: a task
 * @string: a string
 *
 * Appends the input of @task, after its name if it has one, as valid UTF-8 of one line.
 */
void
telar_task_append_input (const TelarChartIndex *index, guint32 task, GString *string)
{
  const TelarInput *input = telar_plan_get_task (index->record->plan, task);

  if (input->name != NULL)
    {
      telar_text_append_plain (string, input->name);
      g_string_append (string, " = ");
    }
  telar_text_append_plain (string, input->input);
}

/**
 * telar_task_append_dependencies:
 * @index: an index
 * @task: a task
 * @string: a string
 *
 * Appends the names of the tasks that @task waited for, or some of them if they are many.
 */
void
telar_task_append_dependencies (const TelarChartIndex *index, guint32 task, GString *string)
{
  const TelarPlan *plan = index->record->plan;
  const TelarInput *input = telar_plan_get_task (plan, task);

  for (guint i = 0; i < input->n_after; i++)
    {
      const TelarInput *other = telar_plan_get_task (plan, input->after[i]);

      g_string_append (string, i > 0 ? ", " : "");
      if (i == MAX_NAMES)
        {
          g_string_append (string, "…");
          break;
        }
      telar_text_append_plain (string, other->name != NULL ? other->name : other->input);
    }
}

/* What the lines of the chart tell. */
static void
append_lines (const TelarChartIndex *index, guint32 task, GString *description)
{
  g_autoptr (GString) names = g_string_new (NULL);
  guint step;

  if (index->graph == NULL)
    return;

  telar_task_append_dependencies (index, task, names);
  if (names->len > 0)
    {
      g_string_append (description, ", ");
      /* Translators: %s are names of tasks, such as A1, A2; it follows other facts of a task. */
      g_string_append_printf (description, _ ("after %s"), names->str);
    }
  step = telar_chart_graph_get_step (index->graph, task);
  if (step > 0)
    {
      g_string_append (description, ", ");
      g_string_append (description, _ ("on the critical path"));
    }
}

/**
 * telar_task_describe:
 * @index: an index
 * @task: a task
 * @description: becomes a sentence on @task for a screen reader or a tooltip, such as “Task 3,
 *   https://www.python.org/, Thread 2, 0.12 s to 0.85 s, Succeeded”
 */
void
telar_task_describe (const TelarChartIndex *index, guint32 task, GString *description)
{
  const TelarTaskState *state = telar_trace_get_task (index->record->trace, task);
  TelarStatus status = telar_task_state_get_status (state);
  g_autoptr (GString) input = g_string_new (NULL);
  guint lane, first, last;

  telar_task_append_input (index, task, input);
  g_string_truncate (description, 0);

  if (telar_chart_index_find_task (index, task, &lane, &first, &last))
    {
      const TelarLaneIndex *lane_index = telar_chart_index_get_lane (index, lane);
      g_autofree char *worker = telar_lane_dup_title (lane_index->lane);
      g_autofree char *start
          = telar_format_seconds (telar_lane_index_get_span (lane_index, first)->start_ns);
      g_autofree char *end
          = telar_format_seconds (telar_lane_index_get_span (lane_index, last)->end_ns);

      /* Translators: number, input, worker, time of its start and of its end, status. */
      g_string_append_printf (description, _ ("Task %u, %s, %s, %s to %s, %s"), task + 1,
                              input->str, worker, start, end, telar_status_get_title (status));
    }
  else
    {
      /* Translators: number, input, status. */
      g_string_append_printf (description, _ ("Task %u, %s, %s"), task + 1, input->str,
                              telar_status_get_title (status));
    }
  append_lines (index, task, description);
}

/**
 * telar_run_describe:
 * @index: an index
 * @description: becomes a sentence on the whole run for a screen reader
 */
void
telar_run_describe (const TelarChartIndex *index, GString *description)
{
  const TelarRunRecord *record = index->record;
  g_autofree char *time = telar_format_seconds (index->end_ns);
  TelarCounts counts;

  telar_trace_get_counts (record->trace, &counts);
  /* Translators: workload, strategy, number of tasks, of those that succeeded, failed, were
   * cancelled, and the time that the run has taken. */
  g_string_printf (description, _ ("%s, %s: %u tasks, %u succeeded, %u failed, %u cancelled, %s"),
                   _ (telar_plan_get_workload (record->plan)->title),
                   telar_strategy_get_title (record->strategy), counts.total, counts.succeeded,
                   counts.failed, counts.cancelled, time);
}
