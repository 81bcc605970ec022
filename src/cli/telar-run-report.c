/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-report.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "model/telar-critical-path.h"
#include "model/telar-format.h"
#include "model/telar-run-figures.h"
#include "model/telar-verdict.h"

#define PROGRESS_WIDTH 30

/* What a server sent must not steer the terminal: control characters, and the marks that turn
 * the direction of writing, are shown as U+FFFD. */
static char *
printable (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *safe = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (type == G_UNICODE_CONTROL || type == G_UNICODE_LINE_SEPARATOR
          || type == G_UNICODE_PARAGRAPH_SEPARATOR || (c >= 0x202a && c <= 0x202e)
          || (c >= 0x2066 && c <= 0x2069))
        c = 0xfffd;
      g_string_append_unichar (safe, c);
    }

  return g_string_free (safe, FALSE);
}

/**
 * telar_run_report_progress:
 * @record: a run that goes on
 *
 * Draws a progress bar over the last line of the terminal on stderr.
 */
void
telar_run_report_progress (TelarRunRecord *record)
{
  g_autofree char *elapsed = telar_format_seconds (telar_run_record_get_elapsed_ns (record));
  char bar[PROGRESS_WIDTH + 1];
  TelarCounts counts;
  guint n_ended, filled;

  telar_trace_get_counts (record->trace, &counts);
  n_ended = counts.succeeded + counts.failed + counts.cancelled + counts.skipped;
  filled = (guint) ((guint64) n_ended * PROGRESS_WIDTH / MAX (counts.total, 1));
  memset (bar, '-', PROGRESS_WIDTH);
  memset (bar, '#', filled);
  bar[PROGRESS_WIDTH] = '\0';

  /* Translators: a progress bar, then how many tasks have ended, of how many, how many of
   * them failed, and how long it took so far */
  g_printerr ("\r");
  g_printerr (_ ("[%s] %u/%u done, %u failed, %s"), bar, n_ended, counts.total, counts.failed,
              elapsed);
  g_printerr ("\033[K");
}

/**
 * telar_run_report_clear_progress:
 *
 * Wipes the progress bar off the terminal on stderr.
 */
void
telar_run_report_clear_progress (void)
{
  g_printerr ("\r\033[K");
}

static void
print_times (TelarRunRecord *record)
{
  guint n_tasks = telar_trace_get_n_tasks (record->trace);

  for (guint task = 0; task < n_tasks; task++)
    {
      const TelarTaskState *state = telar_trace_get_task (record->trace, task);
      TelarStatus status = telar_task_state_get_status (state);
      g_autofree char *input = printable (telar_plan_get_task (record->plan, task)->input);
      g_autofree char *error = NULL;
      g_autofree char *duration
          = telar_format_seconds (state->start_ns >= 0 ? state->end_ns - state->start_ns : 0);

      if (!telar_status_is_final (status))
        continue;

      if (state->result != NULL && state->result->error != NULL)
        error = printable (state->result->error);
      else
        error = g_strdup (telar_status_get_title (status));

      if (status == TELAR_STATUS_SUCCEEDED)
        g_print (_ ("%s took %s\n"), input, duration);
      else if (status == TELAR_STATUS_FAILED)
        g_print (_ ("%s failed after %s: %s\n"), input, duration, error);
      else if (status == TELAR_STATUS_CANCELLED && state->start_ns >= 0)
        g_print (_ ("%s was stopped after %s\n"), input, duration);
      else if (status == TELAR_STATUS_CANCELLED)
        g_print (_ ("%s was not begun\n"), input);
      else
        g_print (_ ("%s was skipped: %s\n"), input, error);
    }
}

static void
print_headings (const TelarResult *result)
{
  for (guint i = 0; i < result->n_headings; i++)
    {
      g_autofree char *text = printable (result->headings[i].text);

      if (result->headings[i].level > 0)
        g_print ("  h%u  %s\n", result->headings[i].level, text);
      else
        g_print ("  –   %s\n", text);
    }
}

static void
print_result (const char *input, const TelarResult *result)
{
  g_autofree char *name = printable (input);

  if (result->has_headings)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%s: %u heading\n", "%s: %u headings\n",
                            result->n_headings),
               name, result->n_headings);
      print_headings (result);
    }
  else if (result->characters >= 0)
    {
      g_autofree char *characters = g_strdup_printf ("%" G_GINT64_FORMAT, result->characters);

      g_print (g_dngettext (GETTEXT_PACKAGE, "%s: %s character\n", "%s: %s characters\n",
                            (gulong) result->characters),
               name, characters);
    }
  else if (result->value != NULL)
    g_print ("%s: %s\n", name, result->value);
}

static void
print_results (TelarRunRecord *record)
{
  guint n_tasks = telar_trace_get_n_tasks (record->trace);
  guint n_pages = 0;

  for (guint task = 0; task < n_tasks; task++)
    {
      const TelarTaskState *state = telar_trace_get_task (record->trace, task);

      if (telar_task_state_get_status (state) != TELAR_STATUS_SUCCEEDED || state->result == NULL)
        continue;

      print_result (telar_plan_get_task (record->plan, task)->input, state->result);
      n_pages += state->result->has_headings ? 1 : 0;
    }

  if (n_pages > 0)
    {
      g_autofree char *count = telar_format_count (telar_run_record_count_headings (record));

      g_print (g_dngettext (GETTEXT_PACKAGE, "%s headings in %u page\n",
                            "%s headings in %u pages\n", n_pages),
               count, n_pages);
    }
}

/* What became of the additions to a counter, if the run was one of additions. */
static void
print_updates (TelarRunRecord *record)
{
  TelarUpdates updates;

  telar_updates_find (&updates, record);
  if (updates.kind == TELAR_UPDATES_SEPARATE)
    g_print (
        _ ("Counter: one for each process, as they share no memory, so nothing can be lost\n"));
  else if (updates.kind == TELAR_UPDATES_SHARED)
    {
      g_autofree char *expected = telar_format_count ((guint64) updates.expected);
      g_autofree char *found = telar_format_count ((guint64) updates.found);
      g_autofree char *lost = telar_format_count ((guint64) updates.lost);

      g_print (_ ("Counter: expected %s, found %s, lost %s\n"), expected, found, lost);
    }
}

/* Under what conditions the tasks were executed, if not under the usual ones. */
static void
print_conditions (TelarRunRecord *record)
{
  const TelarParameters *parameters = telar_plan_get_parameters (record->plan);

  if (record->strategy == TELAR_STRATEGY_THREADS
      && telar_parameters_is_on (parameters, "interpreter-lock"))
    {
      g_autofree char *interval = telar_format_duration (
          (gint64) (telar_parameters_get_number (parameters, "switch-interval") * 1e6));

      /* Translators: %s is a duration, such as 5.00 ms */
      g_print (_ ("Interpreter lock: simulated, switch interval %s\n"), interval);
    }
  if (telar_parameters_is_on (parameters, "one-core"))
    g_print (_ ("Cores: all on one\n"));
}

static void
print_critical_path (TelarRunRecord *record)
{
  g_autoptr (TelarCriticalPath) path = telar_critical_path_new (record);
  g_autofree char *names = telar_critical_path_format_tasks (path, record->plan);
  g_autofree char *tasks = printable (names);
  g_autofree char *length = telar_format_duration (path->length_ns);

  if (path->n_tasks > 0)
    /* Translators: how long the longest chain of tasks took that wait for each other, and its
     * tasks, such as A → B → C */
    g_print (_ ("Critical path: %s, %s\n"), length, tasks);
}

static void
print_figures (TelarRunRecord *record)
{
  g_autofree char *user = telar_format_duration (record->cpu.user_ns);
  g_autofree char *system = telar_format_duration (record->cpu.system_ns);
  g_autofree char *total = telar_format_duration (record->cpu.user_ns + record->cpu.system_ns);
  g_autofree char *wall = telar_format_duration (record->wall_ns);
  TelarCounts counts;
  guint workers;

  telar_trace_get_counts (record->trace, &counts);
  workers = telar_strategy_get_effective_workers (record->strategy, record->workers, counts.total);
  g_print (g_dngettext (GETTEXT_PACKAGE, "Strategy: %s, %u worker, %u at once at most\n",
                        "Strategy: %s, %u workers, %u at once at most\n", workers),
           telar_strategy_get_title (record->strategy), workers,
           telar_trace_get_peak_concurrency (record->trace));
  g_print (_ ("Tasks: %u succeeded, %u failed, %u stopped, %u skipped\n"), counts.succeeded,
           counts.failed, counts.cancelled, counts.skipped);
  if (record->memory_bytes > 0)
    {
      g_autofree char *memory = telar_format_bytes ((guint64) record->memory_bytes);

      /* Translators: %s is what the run needed at its peak, such as 12.3 MB */
      g_print (_ ("Memory: %s at most\n"), memory);
    }
  print_conditions (record);
  print_updates (record);
  g_print (_ ("CPU times: user %s, sys %s, total %s\n"), user, system, total);
  if (telar_plan_has_dependencies (record->plan))
    print_critical_path (record);
  g_print (_ ("Wall time: %s\n"), wall);
}

static void
print_verdict (TelarRunRecord *record)
{
  g_autoptr (TelarVerdict) verdict = NULL;
  TelarRunFigures figures;

  telar_run_figures_compute (&figures, record);
  verdict = telar_verdict_new (&figures);

  g_print ("\n");
  if (verdict->kind == TELAR_VERDICT_UNKNOWN)
    g_print ("%s\n", verdict->sentence);
  else
    /* Translators: for example: I/O-bound. Tasks waited 97 % of their time: … */
    g_print (_ ("%s. %s\n"), telar_verdict_kind_get_title (verdict->kind), verdict->sentence);
  for (guint i = 0; i < verdict->remarks->len; i++)
    g_print ("%s\n", (const char *) g_ptr_array_index (verdict->remarks, i));
}

/**
 * telar_run_report_print:
 * @record: a run that has ended on this computer
 *
 * Prints how long each task took, what it found, the figures of the run, and what they mean.
 */
void
telar_run_report_print (TelarRunRecord *record)
{
  print_times (record);
  g_print ("\n");
  print_results (record);
  g_print ("\n");
  print_figures (record);
  print_verdict (record);
}
