/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-options.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

#include "work/telar-heading-finder.h"

/* A longer list of inputs has more tasks than a plan may have. */
#define MAX_INPUTS_SIZE (256 << 20)
#define MAX_REPEAT      10000

/* The options as they stand in the arguments. */
typedef struct
{
  char **inputs;
  char **files;
  char *workload;
  char *strategy;
  char *workers;
  char **parameters;
  char *pattern;
  char *timeout;
  int repeat;
  int warm_up;
  char **exports;
  char **comparisons;
  char *format;
  char *colour_scheme;
  char *rows;
  char *colours;
  char *hidden;
  gboolean has_lock;
  gboolean has_one_core;
  gboolean is_quiet;
  gboolean is_saved;
} Arguments;

static void
arguments_clear (Arguments *arguments)
{
  g_strfreev (arguments->inputs);
  g_strfreev (arguments->files);
  g_free (arguments->workload);
  g_free (arguments->strategy);
  g_free (arguments->workers);
  g_strfreev (arguments->parameters);
  g_free (arguments->pattern);
  g_free (arguments->timeout);
  g_strfreev (arguments->exports);
  g_strfreev (arguments->comparisons);
  g_free (arguments->format);
  g_free (arguments->colour_scheme);
  g_free (arguments->rows);
  g_free (arguments->colours);
  g_free (arguments->hidden);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, arguments_clear)

/* A negative number is an input, which GOption would take for an option; a blank before it
 * changes nothing for a number. */
static void
protect_negative_numbers (int argc, char **argv, GPtrArray *owned)
{
  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    if (argv[i][0] == '-' && g_ascii_isdigit (argv[i][1]))
      {
        argv[i] = g_strconcat (" ", argv[i], NULL);
        g_ptr_array_add (owned, argv[i]);
      }
}

/* An argument that GOption did not convert. UTF-8 is taken for what it is even in the C locale, in
 * which cron and other services execute their commands. */
static char *
dup_utf8 (const char *argument, GError **error)
{
  if (g_utf8_validate (argument, -1, NULL))
    return g_strdup (argument);

  return g_locale_to_utf8 (argument, -1, NULL, NULL, error);
}

static gboolean
parse_arguments (Arguments *arguments, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "workload", 0, 0, G_OPTION_ARG_STRING, &arguments->workload,
      N_ ("What is done with each input: headings, characters, hello, square, primes, fibonacci, "
          "sha256, pi or race"),
      N_ ("WORKLOAD") },
    { "strategy", 0, 0, G_OPTION_ARG_STRING, &arguments->strategy,
      N_ ("How: sequential, threads (default), async, processes, or all in turn"),
      N_ ("STRATEGY") },
    { "workers", 0, 0, G_OPTION_ARG_STRING, &arguments->workers,
      N_ ("Number of workers (default: number of cores; for async, how many in flight, 0 = all), "
          "or "
          "several in turn, such as 1,2,4 or 1..4"),
      N_ ("N") },
    { "param", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments->parameters,
      N_ ("Set a parameter of the workload, such as seconds=0.5"), N_ ("NAME=VALUE") },
    { "pattern", 0, 0, G_OPTION_ARG_FILENAME, &arguments->pattern,
      N_ ("What a heading is: headings, lecture, or a regular expression"), N_ ("REGEX") },
    { "timeout", 0, 0, G_OPTION_ARG_STRING, &arguments->timeout,
      N_ ("Give a page up after so many seconds"), N_ ("SECONDS") },
    { "interpreter-lock", 0, 0, G_OPTION_ARG_NONE, &arguments->has_lock,
      N_ ("Simulate for threads the lock of an interpreter such as CPython"), NULL },
    { "one-core", 0, 0, G_OPTION_ARG_NONE, &arguments->has_one_core,
      N_ ("Have all threads or processes take turns on one core"), NULL },
    { "repeat", 0, 0, G_OPTION_ARG_INT, &arguments->repeat,
      N_ ("Run N times, and print the median, minimum, maximum and standard deviation"), N_ ("N") },
    { "warm-up", 0, 0, G_OPTION_ARG_INT, &arguments->warm_up,
      N_ ("Run N times before, which do not count (default: 0)"), N_ ("N") },
    { "inputs", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->files,
      N_ ("Read inputs from FILE, or from the standard input if it is -"), N_ ("FILE") },
    { "export", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->exports,
      N_ ("Write the chart (.png, .svg, .pdf), the table (.csv), the run (.json), its trace events "
          "(.trace.json) or its requests (.har)"),
      N_ ("FILE") },
    { "comparison", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->comparisons,
      N_ ("Write all runs beside each other, as a picture (.png, .svg, .pdf) or a table (.csv)"),
      N_ ("FILE") },
    { "save", 0, 0, G_OPTION_ARG_NONE, &arguments->is_saved,
      N_ ("Save each run in the history, where the window shows it"), NULL },
    { "format", 0, 0, G_OPTION_ARG_STRING, &arguments->format, N_ ("Print text or json"),
      N_ ("FORMAT") },
    { "rows", 0, 0, G_OPTION_ARG_STRING, &arguments->rows,
      N_ ("Rows of exported charts: worker or task"), N_ ("ROWS") },
    { "colours", 0, 0, G_OPTION_ARG_STRING, &arguments->colours,
      N_ ("What colours of exported charts tell: phase, task, outcome or core"), N_ ("COLOURS") },
    { "hide", 0, 0, G_OPTION_ARG_STRING, &arguments->hidden,
      N_ ("Leave parts of exported charts out, such as legend or critical-path,dependencies"),
      N_ ("PARTS") },
    { "colour-scheme", 0, 0, G_OPTION_ARG_STRING, &arguments->colour_scheme,
      N_ ("Colours of exported charts: light or dark"), N_ ("SCHEME") },
    { "quiet", 0, 0, G_OPTION_ARG_NONE, &arguments->is_quiet,
      N_ ("Print errors only, and what --format=json asks for"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments->inputs, NULL,
      N_ ("[INPUT…]") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GPtrArray) owned = g_ptr_array_new_with_free_func (g_free);
  g_autofree char **copy = g_memdup2 (argv, sizeof (char *) * (gsize) (argc + 1));

  /* What the help calls the program. */
  copy[0] = (char *) "telar run";
  protect_negative_numbers (argc, copy, owned);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, _ ("Executes tasks and tells what they found and how long they took."));
  g_option_context_set_description (
      context, _ ("An input is a URL (http:, https:), a page of the built-in demo site "
                  "(demo:arxiv.org/),\na whole number, a range of numbers (1..100), or a "
                  "computation such as "
                  "primes(1000000)."));

  return g_option_context_parse (context, &argc, &copy, error);
}

static char *
read_file (const char *path, GError **error)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *buffer = g_malloc (1 << 16);
  gssize n_read;

  if (g_str_equal (path, "-"))
    stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  else
    stream = G_INPUT_STREAM (g_file_read (file, NULL, error));
  if (stream == NULL)
    return NULL;

  while ((n_read = g_input_stream_read (stream, buffer, 1 << 16, NULL, error)) > 0)
    {
      g_byte_array_append (bytes, (const guint8 *) buffer, (guint) n_read);
      if (bytes->len > MAX_INPUTS_SIZE)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                       _ ("“%s” is too long for a list of inputs"), path);
          return NULL;
        }
    }
  if (n_read < 0)
    return NULL;

  /* The end of the string comes first: of an empty file there would be no data to look at. */
  g_byte_array_append (bytes, (const guint8 *) "", 1);
  if (strlen ((const char *) bytes->data) + 1 < bytes->len
      || !g_utf8_validate ((const char *) bytes->data, -1, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("“%s” is not a text file in UTF-8"), path);
      return NULL;
    }

  return (char *) g_byte_array_free (g_steal_pointer (&bytes), FALSE);
}

static char *
collect_text (const Arguments *arguments, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; arguments->inputs != NULL && arguments->inputs[i] != NULL; i++)
    {
      g_autofree char *input = dup_utf8 (arguments->inputs[i], error);

      if (input == NULL)
        return NULL;
      g_string_append_printf (text, "%s\n", input);
    }

  for (guint i = 0; arguments->files != NULL && arguments->files[i] != NULL; i++)
    {
      g_autofree char *content = read_file (arguments->files[i], error);

      if (content == NULL)
        return NULL;
      g_string_append (text, content);
      g_string_append_c (text, '\n');
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Whether @text is meant to be of numbers, even if some of it is not understood: then the message
 * should be about numbers. */
static gboolean
looks_like_numbers (const char *text)
{
  g_autoptr (TelarInputs) numbers = telar_inputs_parse (text, TELAR_INPUT_NUMBER);
  g_autoptr (TelarInputs) pages = NULL;

  if (telar_inputs_check (numbers, NULL))
    return TRUE;

  pages = telar_inputs_parse (text, TELAR_INPUT_PAGE);
  if (pages->tasks->len > 0)
    return FALSE;

  text += strspn (text, " \t\r\n");

  return numbers->tasks->len > 0 || g_ascii_isdigit (*text) || *text == '-';
}

/* Without a word of the user, numbers are squared and all else is taken for pages. */
static const TelarWorkload *
choose_workload (const char *name, const char *text, GError **error)
{
  const TelarWorkload *workload;

  if (name == NULL)
    return telar_workload_from_name (looks_like_numbers (text) ? "square" : "headings");

  workload = telar_workload_from_name (name);
  if (workload == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("There is no workload “%s”: use headings, characters, hello, square, primes, "
                    "fibonacci, sha256, pi or race"),
                 name);

  return workload;
}

static TelarParameters *
parse_parameters (const Arguments *arguments, const TelarWorkload *workload, GError **error)
{
  g_autoptr (TelarParameters) parameters = telar_parameters_new (workload);

  for (guint i = 0; arguments->parameters != NULL && arguments->parameters[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (arguments->parameters[i], "=", 2);

      if (g_strv_length (parts) != 2)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("A parameter is given as NAME=VALUE, which “%s” is not"),
                       arguments->parameters[i]);
          return NULL;
        }
      if (!telar_parameters_parse (parameters, parts[0], parts[1], error))
        return NULL;
    }

  if (arguments->pattern != NULL)
    {
      g_autofree char *pattern = dup_utf8 (arguments->pattern, error);

      if (pattern == NULL || !telar_parameters_parse (parameters, "pattern", pattern, error))
        return NULL;
    }

  if (arguments->timeout != NULL
      && !telar_parameters_parse (parameters, "timeout", arguments->timeout, error))
    return NULL;

  if (arguments->has_lock && !telar_parameters_parse (parameters, "interpreter-lock", "on", error))
    return NULL;

  if (arguments->has_one_core && !telar_parameters_parse (parameters, "one-core", "on", error))
    return NULL;

  if (telar_workload_find_parameter (workload, "pattern") != NULL)
    {
      g_autoptr (TelarHeadingFinder) finder
          = telar_heading_finder_new (telar_parameters_get_string (parameters, "pattern"), error);

      if (finder == NULL)
        return NULL;
    }

  return g_steal_pointer (&parameters);
}

/* A word out of two; the first is the default. */
static gboolean
parse_word (const char *option,
            const char *word,
            const char *first,
            const char *second,
            gboolean *is_second,
            GError **error)
{
  *is_second = g_strcmp0 (word, second) == 0;
  if (word == NULL || *is_second || g_str_equal (word, first))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("--%s is %s or %s, so “%s” is not understood"), option, first, second, word);
  return FALSE;
}

static gboolean
parse_colours (TelarRunOptions *options, const char *word, GError **error)
{
  static const char *const words[TELAR_N_CHART_COLOURS] = {
    [TELAR_COLOURS_BY_PHASE] = "phase",
    [TELAR_COLOURS_BY_TASK] = "task",
    [TELAR_COLOURS_BY_OUTCOME] = "outcome",
    [TELAR_COLOURS_BY_CORE] = "core",
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (word == NULL || g_str_equal (word, words[i]))
      {
        options->chart.colours = i;
        return TRUE;
      }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _ ("--colours is phase, task, outcome or core, so “%s” is not understood"), word);
  return FALSE;
}

static gboolean
parse_hidden (TelarRunOptions *options, const char *words, GError **error)
{
  static const struct
  {
    const char *word;
    TelarChartParts part;
  } parts[] = {
    { "title", TELAR_CHART_TITLE },
    { "summary", TELAR_CHART_SUMMARY },
    { "legend", TELAR_CHART_LEGEND },
    { "strips", TELAR_CHART_STRIPS },
    { "dependencies", TELAR_CHART_DEPENDENCIES },
    { "critical-path", TELAR_CHART_CRITICAL_PATH },
  };
  g_auto (GStrv) split = g_strsplit (words != NULL ? words : "", ",", -1);

  for (guint i = 0; split[i] != NULL; i++)
    {
      guint k = 0;

      while (k < G_N_ELEMENTS (parts) && !g_str_equal (split[i], parts[k].word))
        k++;
      if (k == G_N_ELEMENTS (parts))
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("--hide takes title, summary, legend, strips, dependencies and "
                          "critical-path, so “%s” is not understood"),
                       split[i]);
          return FALSE;
        }
      options->chart.hidden |= parts[k].part;
    }

  return TRUE;
}

/**
 * telar_run_options_parse:
 * @argc: the length of @argv
 * @argv: the command "run" and its arguments; not changed
 * @error: return location for what is wrong and how to mend it
 *
 * Reads files and the standard input where the arguments say so. Prints the help and exits if
 * it is asked for.
 *
 * Returns: (transfer full) (nullable): a plan and how to run it
 */
TelarRunOptions *
telar_run_options_parse (int argc, char **argv, GError **error)
{
  g_autoptr (TelarRunOptions) options = g_new0 (TelarRunOptions, 1);
  g_auto (Arguments) arguments = { .repeat = 1 };
  g_autoptr (GArray) strategies = g_array_new (FALSE, FALSE, sizeof (TelarStrategy));
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *text = NULL;
  const TelarWorkload *workload;
  TelarParameters *parameters;
  gboolean is_by_task;

  options->exports = telar_exports_new ();
  if (!parse_arguments (&arguments, argc, argv, error)
      || !telar_run_steps_parse_strategies (strategies, arguments.strategy, error)
      || !telar_run_steps_parse_workers (counts, arguments.workers, strategies, error)
      || !parse_word ("format", arguments.format, "text", "json", &options->is_json, error)
      || !parse_word ("rows", arguments.rows, "worker", "task", &is_by_task, error)
      || !parse_colours (options, arguments.colours, error)
      || !parse_hidden (options, arguments.hidden, error)
      || !parse_word ("colour-scheme", arguments.colour_scheme, "light", "dark",
                      &options->chart.is_dark, error)
      || !telar_exports_parse (options->exports, arguments.exports, error)
      || !telar_exports_parse_comparisons (options->exports, arguments.comparisons, error))
    return NULL;

  if (arguments.repeat < 1 || arguments.repeat > MAX_REPEAT)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("A run can be repeated 1 to %d times, so --repeat=%d is not possible"),
                   MAX_REPEAT, arguments.repeat);
      return NULL;
    }

  if (arguments.warm_up < 0 || arguments.warm_up > MAX_REPEAT)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   _ ("0 to %d runs can warm up, so --warm-up=%d is not possible"), MAX_REPEAT,
                   arguments.warm_up);
      return NULL;
    }

  options->repeat = (guint) arguments.repeat;
  options->warm_up = (guint) arguments.warm_up;
  options->is_quiet = arguments.is_quiet;
  options->is_saved = arguments.is_saved;
  options->chart.rows = is_by_task ? TELAR_CHART_BY_TASK : TELAR_CHART_BY_WORKER;

  text = collect_text (&arguments, error);
  if (text == NULL)
    return NULL;

  workload = choose_workload (arguments.workload, text, error);
  if (workload == NULL || !telar_exports_check (options->exports, workload, error))
    return NULL;

  parameters = parse_parameters (&arguments, workload, error);
  if (parameters == NULL)
    return NULL;

  options->plan = telar_plan_new_from_text (parameters, text, error);
  if (options->plan == NULL)
    return NULL;

  options->n_worker_counts = counts->len;
  options->steps = telar_run_steps_new (options->plan, strategies, counts, &options->n_steps);

  return g_steal_pointer (&options);
}

/**
 * telar_run_options_free:
 * @options: (transfer full) (nullable): options
 */
void
telar_run_options_free (TelarRunOptions *options)
{
  if (options == NULL)
    return;

  g_clear_pointer (&options->plan, telar_plan_unref);
  g_array_unref (options->exports);
  g_free (options->steps);
  g_free (options);
}
