/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-task-card.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"
#include "telar-task-label.h"

/* More cores are not listed. */
#define MAX_CORES 4

static void
clear_fact (gpointer data)
{
  TelarCardFact *fact = data;

  g_free (fact->title);
  g_free (fact->value);
}

static char *
dup_plain (const char *text)
{
  GString *plain = g_string_new (NULL);

  telar_text_append_plain (plain, text);

  return g_string_free (plain, FALSE);
}

static void
add_fact (TelarTaskCard *card, const char *title, char *value)
{
  TelarCardFact fact = { g_strdup (title), value };

  g_array_append_val (card->facts, fact);
}

static void
sum_phases (TelarTaskCard *card, const TelarLaneIndex *lane, guint first, guint last)
{
  gint64 phases_ns[TELAR_N_PHASES] = { 0 }, total_ns = 0;

  for (guint i = first; i <= last; i++)
    {
      const TelarSpan *span = telar_lane_index_get_span (lane, i);

      if (span->phase < TELAR_N_PHASES)
        phases_ns[span->phase] += span->end_ns - span->start_ns;
    }

  for (guint i = 0; i < TELAR_N_PHASES; i++)
    total_ns += phases_ns[i];
  for (guint i = 0; i < TELAR_N_PHASES; i++)
    if (phases_ns[i] > 0)
      {
        TelarCardPhase phase = { i, phases_ns[i], (double) phases_ns[i] / (double) total_ns };

        g_array_append_val (card->phases, phase);
      }
}

static void
append_cores (GString *place, const TelarLaneIndex *lane, guint first, guint last)
{
  gint16 cores[MAX_CORES];
  guint n_cores = 0;
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = first; i <= last && n_cores <= MAX_CORES; i++)
    {
      const TelarSpan *span = telar_lane_index_get_span (lane, i);
      guint at = 0;

      if (span->core < 0)
        continue;
      while (at < n_cores && cores[at] != span->core)
        at++;
      if (at < n_cores)
        continue;
      if (n_cores == MAX_CORES)
        {
          g_string_append (list, ", …");
          break;
        }

      cores[n_cores++] = span->core;
      g_string_append_printf (list, "%s%d", n_cores > 1 ? ", " : "", span->core);
    }

  if (n_cores > 0)
    {
      /* Translators: the numbers of the processor's cores that a task ran on, such as "0" or
       * "0, 3". */
      g_autofree char *cores_text = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "core %s", "cores %s", n_cores), list->str);

      g_string_append_printf (place, " · %s", cores_text);
    }
}

static void
add_times (TelarTaskCard *card, const TelarChartIndex *index, guint32 task)
{
  guint lane, first, last;
  gint64 start_ns, end_ns, queued_ns;
  const TelarLaneIndex *lane_index;
  g_autoptr (GString) place = NULL;
  g_autofree char *title = NULL;
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;

  if (!telar_chart_index_find_task (index, task, &lane, &first, &last))
    return;

  lane_index = telar_chart_index_get_lane (index, lane);
  start_ns = telar_lane_index_get_span (lane_index, first)->start_ns;
  end_ns = telar_lane_index_get_span (lane_index, last)->end_ns;
  start = telar_format_seconds (start_ns);
  end = telar_format_seconds (end_ns);
  title = telar_lane_dup_title (lane_index->lane);
  place = g_string_new (NULL);
  telar_text_append_plain (place, title);
  append_cores (place, lane_index, first, last);
  card->place = g_string_free (g_steal_pointer (&place), FALSE);

  sum_phases (card, lane_index, first, last);
  add_fact (card, _ ("Took"), telar_format_duration (end_ns - start_ns));
  /* Translators: the times when a task began and ended. */
  add_fact (card, _ ("When"), g_strdup_printf (_ ("%s to %s"), start, end));
  queued_ns = telar_chart_index_get_queued (index, task);
  if (queued_ns >= 0 && start_ns > queued_ns)
    add_fact (card, _ ("Waited before"), telar_format_duration (start_ns - queued_ns));
}

/* What the lines of the chart tell. */
static void
add_lines (TelarTaskCard *card, const TelarChartIndex *index, guint32 task)
{
  GString *names = g_string_new (NULL);
  guint step = telar_chart_graph_get_step (index->graph, task);

  telar_task_append_dependencies (index, task, names);
  if (names->len > 0)
    add_fact (card, _ ("After"), g_string_free (names, FALSE));
  else
    g_string_free (names, TRUE);
  if (step > 0)
    /* Translators: which task of the critical path it is, and of how many. */
    add_fact (card, _ ("Critical path"),
              g_strdup_printf (_ ("%u of %u"), step, index->graph->path->n_tasks));
}

static void
add_cost (TelarTaskCard *card, const TelarTaskState *state)
{
  gint64 cpu_ns = state->cpu.user_ns + state->cpu.system_ns;
  gint64 duration_ns = state->end_ns - state->start_ns;
  g_autofree char *cpu = telar_format_duration (cpu_ns);
  double percent = duration_ns > 0 ? 100 * (double) cpu_ns / (double) duration_ns : 0;

  if (percent > 0 && percent < 0.5)
    /* Translators: CPU time, when it was hardly any of the time that the task took. */
    add_fact (card, _ ("CPU time"), g_strdup_printf (_ ("%s (< 1 %%)"), cpu));
  else if (duration_ns > 0)
    /* Translators: CPU time and its share of the time that the task took. */
    add_fact (card, _ ("CPU time"), g_strdup_printf (_ ("%s (%.0f %%)"), cpu, percent));
  if (state->bytes > 0)
    add_fact (card, _ ("Received"), telar_format_bytes (state->bytes));
  if (state->http_status > 0)
    add_fact (card, _ ("HTTP status"), g_strdup_printf ("%u", state->http_status));
}

/**
 * telar_task_card_new:
 * @index: an index
 * @task: a task of its run
 *
 * Collects what is known of a task at the moment.
 *
 * Returns: (transfer full): its card
 */
TelarTaskCard *
telar_task_card_new (const TelarChartIndex *index, guint32 task)
{
  const TelarTaskState *state = telar_trace_get_task (index->record->trace, task);
  TelarStatus status = telar_task_state_get_status (state);
  TelarTaskCard *card = g_new0 (TelarTaskCard, 1);
  g_autoptr (GString) input = g_string_new (NULL);

  telar_task_append_input (index, task, input);
  card->input = g_string_free (g_steal_pointer (&input), FALSE);
  card->phases = g_array_new (FALSE, FALSE, sizeof (TelarCardPhase));
  card->facts = g_array_new (FALSE, FALSE, sizeof (TelarCardFact));
  g_array_set_clear_func (card->facts, clear_fact);

  add_times (card, index, task);
  if (index->graph != NULL)
    add_lines (card, index, task);
  if (telar_status_is_final (status) && state->start_ns >= 0)
    add_cost (card, state);
  add_fact (card, _ ("Status"), g_strdup (telar_status_get_title (status)));
  if (telar_status_is_final (status) && state->result != NULL && state->result->error != NULL)
    card->problem = dup_plain (state->result->error);

  return card;
}

/**
 * telar_task_card_free:
 * @card: (transfer full): a card
 */
void
telar_task_card_free (TelarTaskCard *card)
{
  g_free (card->input);
  g_free (card->place);
  g_free (card->problem);
  g_array_unref (card->phases);
  g_array_unref (card->facts);
  g_free (card);
}
