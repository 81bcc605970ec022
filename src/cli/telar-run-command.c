/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-cli.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "chart/telar-thumbnail.h"
#include "engine/telar-run.h"
#include "model/telar-csv-document.h"
#include "model/telar-har-document.h"
#include "model/telar-run-document.h"
#include "model/telar-trace-document.h"
#include "site/telar-site.h"
#include "store/telar-store.h"
#include "telar-run-comparison.h"
#include "telar-run-options.h"
#include "telar-run-report.h"

#define PROGRESS_INTERVAL_MS 100

/* One "telar run" from the arguments to the exit status. */
typedef struct
{
  TelarRunOptions *options;
  TelarSite *site;
  GMainLoop *loop;
  GCancellable *cancellable;
  guint interrupt, termination; /* what waits for these signals, or 0 */
  TelarRun *run;
  GPtrArray *records;  /* TelarRunRecord: what has ended, or was stopped */
  TelarStore *store;   /* the history, if runs are saved there */
  gboolean is_unsaved; /* some run could not be */
  GError *error;       /* why a run could not be executed */
} Command;

static gboolean
on_signal (gpointer user_data)
{
  Command *command = user_data;

  g_cancellable_cancel (command->cancellable);

  return G_SOURCE_CONTINUE;
}

/* Called when there is no run left to stop: who interrupts now does not want to read the rest. */
static void
let_signals_end_program (Command *command)
{
  g_clear_handle_id (&command->interrupt, g_source_remove);
  g_clear_handle_id (&command->termination, g_source_remove);
}

static gboolean
on_progress (gpointer user_data)
{
  Command *command = user_data;

  telar_run_report_progress (telar_run_get_record (command->run));

  return G_SOURCE_CONTINUE;
}

static void
on_executed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Command *command = user_data;

  telar_run_execute_finish (TELAR_RUN (source), result, &command->error);
  if (g_error_matches (command->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&command->error);
  g_main_loop_quit (command->loop);
}

/* Each run is saved at once: what comes after it may be interrupted for good. */
static void
save (Command *command, TelarRunRecord *record)
{
  g_autoptr (GBytes) thumbnail = NULL;
  g_autoptr (GError) error = NULL;

  if (command->store == NULL)
    return;

  thumbnail = telar_thumbnail_new (record);
  if (telar_store_save (command->store, record, thumbnail, &error) != 0)
    return;

  g_printerr (_ ("telar: cannot save the run in the history: %s\n"), error->message);
  command->is_unsaved = TRUE;
}

/* A run before those that count: it is neither printed nor saved. There is none unless it is asked
 * for, as what a first run costs is part of what runs are to show, and servers are to be spared.
 * Returns: whether the next run may begin */
static gboolean
warm_up (Command *command, const TelarRunStep *step)
{
  const TelarRunOptions *options = command->options;

  command->run = telar_run_new (options->plan, step->strategy, step->workers,
                                command->site != NULL ? telar_site_get_url (command->site) : NULL);
  telar_run_execute_async (command->run, command->cancellable, on_executed, command);
  g_main_loop_run (command->loop);
  g_clear_object (&command->run);

  return command->error == NULL && !g_cancellable_is_cancelled (command->cancellable);
}

/* Returns: whether the next run may begin */
static gboolean
execute_one (Command *command, const TelarRunStep *step, gboolean is_last)
{
  const TelarRunOptions *options = command->options;
  gboolean is_shown = !options->is_quiet && !options->is_json;
  gboolean has_progress = is_shown && isatty (STDERR_FILENO);
  TelarRunRecord *record = NULL;
  guint progress = 0;

  command->run = telar_run_new (options->plan, step->strategy, step->workers,
                                command->site != NULL ? telar_site_get_url (command->site) : NULL);
  telar_run_execute_async (command->run, command->cancellable, on_executed, command);
  if (has_progress)
    progress = g_timeout_add (PROGRESS_INTERVAL_MS, on_progress, command);
  g_main_loop_run (command->loop);

  if (has_progress)
    {
      g_source_remove (progress);
      telar_run_report_clear_progress ();
    }
  if (command->error == NULL)
    {
      record = telar_run_get_record (command->run);
      save (command, record);
    }
  if (is_last || g_cancellable_is_cancelled (command->cancellable))
    let_signals_end_program (command);

  if (record != NULL)
    {
      if (is_shown && command->records->len > 0)
        g_print ("\n");
      g_ptr_array_add (command->records, telar_run_record_ref (record));
      if (is_shown)
        telar_run_report_print (record);
    }
  g_clear_object (&command->run);

  return command->error == NULL && !g_cancellable_is_cancelled (command->cancellable);
}

static void
execute_all (Command *command)
{
  const TelarRunOptions *options = command->options;

  for (guint i = 0; i < options->n_steps; i++)
    {
      for (guint k = 0; k < options->warm_up; k++)
        if (!warm_up (command, &options->steps[i]))
          return;

      for (guint k = 0; k < options->repeat; k++)
        {
          gboolean is_last = i + 1 == options->n_steps && k + 1 == options->repeat;

          if (!execute_one (command, &options->steps[i], is_last))
            return;
        }
    }
}

static void
print_document (GPtrArray *records, gboolean is_several)
{
  gsize length;
  g_autofree char *document = NULL;

  if (is_several)
    document = telar_run_document_write_several (records, &length);
  else
    document = telar_run_document_write (g_ptr_array_index (records, 0), &length);

  fwrite (document, 1, length, stdout);
  if (length > 0 && document[length - 1] != '\n')
    fputc ('\n', stdout);
}

/* What holds one run only is written once for each of several strategies and numbers of workers:
 * "chart.png" becomes "chart-threads.png" or "chart-threads-4.png", and "run.trace.json" becomes
 * "run-threads.trace.json". */
static char *
dup_path_of_step (const TelarRunOptions *options,
                  const TelarExport *target,
                  const TelarRunStep *step)
{
  const char *path = target->path, *strategy = telar_strategy_get_name (step->strategy);
  const char *ending = strrchr (path, '.');

  if (options->n_steps == 1 || ending == NULL)
    return g_strdup (path);

  if (target->kind == TELAR_EXPORT_TRACE)
    ending = path + strlen (path) - strlen (".trace.json");

  if (options->n_worker_counts > 1 && step->strategy != TELAR_STRATEGY_SEQUENTIAL)
    return g_strdup_printf ("%.*s-%s-%u%s", (int) (ending - path), path, strategy, step->workers,
                            ending);

  return g_strdup_printf ("%.*s-%s%s", (int) (ending - path), path, strategy, ending);
}

static gboolean
replace_contents (GFile *file, const char *text, gsize length, GError **error)
{
  return g_file_replace_contents (file, text, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                                  error);
}

static gboolean
export_one (const TelarRunOptions *options,
            const TelarExport *target,
            TelarRunRecord *record,
            GFile *file,
            GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (target->kind == TELAR_EXPORT_CHART)
    return telar_chart_export (record, file, target->format, &options->chart, error);

  text = target->kind == TELAR_EXPORT_HAR ? telar_har_document_write (record, &length, error)
                                          : telar_trace_document_write (record, &length);

  return text != NULL && replace_contents (file, text, length, error);
}

static gboolean
export_each (Command *command, const TelarExport *target, GError **error)
{
  const TelarRunOptions *options = command->options;

  /* Of repeated runs the last one is taken. */
  for (guint i = 0; i < command->records->len; i += options->repeat)
    {
      guint last = MIN (i + options->repeat, command->records->len) - 1;
      TelarRunRecord *record = g_ptr_array_index (command->records, last);
      const TelarRunStep *step = &options->steps[i / options->repeat];
      g_autofree char *path = dup_path_of_step (options, target, step);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      if (!export_one (options, target, record, file, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
export_comparison (Command *command, const TelarExport *target, GError **error)
{
  g_autoptr (TelarComparison) comparison = telar_comparison_new (command->records, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (target->path);

  return telar_comparison_export (comparison, file, target->comparison_format,
                                  &command->options->chart, TELAR_COMPARISON_ALL, error);
}

static gboolean
export_together (Command *command, const TelarExport *target, gboolean is_several, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (target->path);
  g_autofree char *text = NULL;
  gsize length;

  if (target->kind == TELAR_EXPORT_CSV)
    text = telar_csv_document_write (command->records, &length);
  else if (!is_several)
    text = telar_run_document_write (g_ptr_array_index (command->records, 0), &length);
  else
    text = telar_run_document_write_several (command->records, &length);

  return replace_contents (file, text, length, error);
}

/* Returns: whether all files were written; says on stderr which were not */
static gboolean
export_all (Command *command, gboolean is_several)
{
  gboolean is_complete = TRUE;

  for (guint i = 0; i < command->options->exports->len; i++)
    {
      const TelarExport *target = &g_array_index (command->options->exports, TelarExport, i);
      g_autoptr (GError) error = NULL;
      gboolean is_written;

      if (target->kind == TELAR_EXPORT_COMPARISON)
        is_written = export_comparison (command, target, &error);
      else if (target->kind == TELAR_EXPORT_CSV || target->kind == TELAR_EXPORT_DOCUMENT)
        is_written = export_together (command, target, is_several, &error);
      else
        is_written = export_each (command, target, &error);

      if (!is_written)
        {
          g_printerr (_ ("telar: cannot export to “%s”: %s\n"), target->path, error->message);
          is_complete = FALSE;
        }
    }

  return is_complete;
}

static int
get_exit_status (Command *command)
{
  if (g_cancellable_is_cancelled (command->cancellable))
    return TELAR_EXIT_INTERRUPTED;

  for (guint i = 0; i < command->records->len; i++)
    {
      TelarRunRecord *record = g_ptr_array_index (command->records, i);
      TelarCounts counts;

      telar_trace_get_counts (record->trace, &counts);
      if (counts.succeeded < counts.total)
        return TELAR_EXIT_TASKS_FAILED;
    }

  return TELAR_EXIT_SUCCESS;
}

static void
print_comparison (Command *command)
{
  g_autoptr (TelarComparison) comparison = telar_comparison_new (command->records, NULL);

  telar_run_comparison_print (comparison, command->options->n_worker_counts > 1);
}

static int
report (Command *command)
{
  const TelarRunOptions *options = command->options;
  gboolean is_several = options->n_steps > 1 || options->repeat > 1;
  int status = get_exit_status (command);

  if (command->error != NULL)
    {
      telar_cli_fail (command->error);
      status = TELAR_EXIT_TASKS_FAILED;
    }

  if (command->records->len == 0)
    return status;

  if (options->is_json)
    print_document (command->records, is_several);
  else if (!options->is_quiet && is_several)
    print_comparison (command);

  if (!telar_cli_flush () && status == TELAR_EXIT_SUCCESS)
    status = TELAR_EXIT_TASKS_FAILED;
  if ((!export_all (command, is_several) || command->is_unsaved) && status == TELAR_EXIT_SUCCESS)
    status = TELAR_EXIT_TASKS_FAILED;

  return status;
}

/* Opens the history. Returns: whether runs can be saved there, if they are to be */
static gboolean
open_store (Command *command)
{
  g_autofree char *path = telar_store_dup_default_path ();
  g_autofree char *notice = NULL;
  g_autoptr (GError) error = NULL;

  if (!command->options->is_saved)
    return TRUE;

  command->store = telar_store_open (path, &notice, &error);
  if (notice != NULL)
    g_printerr ("telar: %s\n", notice);
  if (command->store == NULL)
    telar_cli_fail (error);

  return command->store != NULL;
}

/**
 * telar_cli_run:
 * @argc: the length of @argv
 * @argv: the command "run" and its arguments
 *
 * Executes a plan without a window and prints what came of it. An interrupt stops the run; what
 * had finished is printed, saved and exported all the same, unless a second one ends the program.
 * Nothing is executed if the history cannot be opened in which the runs are to be saved.
 *
 * Returns: the exit status
 */
int
telar_cli_run (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) records
      = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_run_record_unref);
  g_autoptr (TelarSite) site = NULL;
  g_autoptr (TelarRunOptions) options = NULL;
  g_autoptr (GError) error = NULL;
  Command command = { .loop = loop, .cancellable = cancellable, .records = records };
  int status;

  options = telar_run_options_parse (argc, argv, &error);
  if (options == NULL)
    return telar_cli_fail (error);

  if (telar_plan_needs_demo_site (options->plan))
    {
      site = telar_site_new (0, TELAR_SITE_DEFAULT_SCALE, &error);
      if (site == NULL)
        return telar_cli_fail (error);
    }

  command.options = options;
  command.site = site;
  if (!open_store (&command))
    return TELAR_EXIT_TASKS_FAILED;

  command.interrupt = g_unix_signal_add (SIGINT, on_signal, &command);
  command.termination = g_unix_signal_add (SIGTERM, on_signal, &command);
  execute_all (&command);
  let_signals_end_program (&command);
  status = report (&command);
  g_clear_error (&command.error);
  telar_store_close (command.store);

  return status;
}
