/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-workload.h"

#include <glib/gi18n-lib.h>

#define TELAR_USER_AGENT "Telar/" TELAR_VERSION " (" TELAR_APPLICATION_ID ")"

/* For inputs that compute, such as primes(5000000): every workload may have some. */
#define YIELD_PARAMETER                                                                            \
  {                                                                                                \
    .name = "yield", .title = N_ ("Yield Every (ms)"),                                             \
    .description = N_ ("In Async, how often a task that computes lets others go on; 0 for never"), \
    .type = TELAR_PARAMETER_INTEGER, .minimum = 0, .maximum = 10000, .default_number = 0,          \
  }

#define THREADS   (1u << TELAR_STRATEGY_THREADS)
#define PROCESSES (1u << TELAR_STRATEGY_PROCESSES)

/* How the run is executed rather than what is done, but the same for every task of it, and to be
 * found again in its document. CPython's switch interval is 5 ms too: see sys.setswitchinterval()
 * in the documentation of Python. */
#define EXECUTION_PARAMETERS                                                                       \
  {                                                                                                \
    .name = "interpreter-lock",                                                                    \
    .title = N_ ("Interpreter Lock (Simulation)"),                                                 \
    .description = N_ ("In Threads: only the thread that holds the lock computes, as in CPython; " \
                       "who waits for a page or sleeps does not hold it"),                         \
    .type = TELAR_PARAMETER_SWITCH,                                                                \
    .minimum = 0,                                                                                  \
    .maximum = 1,                                                                                  \
    .strategies = THREADS,                                                                         \
  },                                                                                               \
      {                                                                                            \
        .name = "switch-interval",                                                                 \
        .title = N_ ("Switch Interval of the Lock (ms)"),                                          \
        .description                                                                               \
        = N_ ("How long a thread waits for the interpreter lock before it asks for it"),           \
        .type = TELAR_PARAMETER_DOUBLE,                                                            \
        .minimum = 0.1,                                                                            \
        .maximum = 10000,                                                                          \
        .default_number = 5,                                                                       \
        .strategies = THREADS,                                                                     \
      },                                                                                           \
  {                                                                                                \
    .name = "one-core", .title = N_ ("One Core"),                                                  \
    .description = N_ ("All threads or processes of the run take turns on one core"),              \
    .type = TELAR_PARAMETER_SWITCH, .minimum = 0, .maximum = 1, .strategies = THREADS | PROCESSES, \
  }

#define PAGE_PARAMETERS                                                                            \
  {                                                                                                \
    .name = "timeout",                                                                             \
    .title = N_ ("Time Limit of a Page (Seconds)"),                                                \
    .type = TELAR_PARAMETER_DOUBLE,                                                                \
    .minimum = 0.01,                                                                               \
    .maximum = 3600,                                                                               \
    .default_number = 30,                                                                          \
    .is_limit = TRUE,                                                                              \
  },                                                                                               \
      {                                                                                            \
        .name = "body-limit",                                                                      \
        .title = N_ ("Largest Page (Bytes)"),                                                      \
        .type = TELAR_PARAMETER_INTEGER,                                                           \
        .minimum = 1,                                                                              \
        .maximum = 1 << 30,                                                                        \
        .default_number = 64 << 20,                                                                \
        .is_limit = TRUE,                                                                          \
      },                                                                                           \
      {                                                                                            \
        .name = "redirect-limit",                                                                  \
        .title = N_ ("Redirects to Follow"),                                                       \
        .type = TELAR_PARAMETER_INTEGER,                                                           \
        .minimum = 0,                                                                              \
        .maximum = 100,                                                                            \
        .default_number = 10,                                                                      \
        .is_limit = TRUE,                                                                          \
      },                                                                                           \
      {                                                                                            \
        .name = "per-host",                                                                        \
        .title = N_ ("Pages of One Host at Once"),                                                 \
        .description = N_ ("0 for as many as there are workers"),                                  \
        .type = TELAR_PARAMETER_INTEGER,                                                           \
        .minimum = 0,                                                                              \
        .maximum = 10000,                                                                          \
        .default_number = 0,                                                                       \
        .is_limit = TRUE,                                                                          \
      },                                                                                           \
      {                                                                                            \
        .name = "user-agent",                                                                      \
        .title = N_ ("User Agent"),                                                                \
        .description = N_ ("How Telar names itself to servers"),                                   \
        .type = TELAR_PARAMETER_STRING,                                                            \
        .default_string = TELAR_USER_AGENT,                                                        \
        .is_limit = TRUE,                                                                          \
      },                                                                                           \
      YIELD_PARAMETER, EXECUTION_PARAMETERS

static const TelarParameterSpec headings_parameters[] = {
  {
      .name = "pattern",
      .title = N_ ("Pattern"),
      .type = TELAR_PARAMETER_STRING,
      .default_string = "headings",
  },
  PAGE_PARAMETERS,
};

static const TelarParameterSpec characters_parameters[] = { PAGE_PARAMETERS };

static const TelarParameterSpec sleep_parameters[] = {
  {
      .name = "seconds",
      .title = N_ ("Seconds of Sleep"),
      .type = TELAR_PARAMETER_DOUBLE,
      .minimum = 0,
      .maximum = 3600,
      .default_number = 2,
  },
  YIELD_PARAMETER,
  EXECUTION_PARAMETERS,
};

static const TelarParameterSpec compute_parameters[] = { YIELD_PARAMETER, EXECUTION_PARAMETERS };

static const TelarParameterChoice guards[] = {
  { "none", N_ ("No guard") },
  { "mutex", N_ ("Mutex") },
  { "atomic", N_ ("Atomic addition") },
};

static const TelarParameterSpec race_parameters[] = {
  {
      .name = "guard",
      .title = N_ ("Guard of the Counter"),
      .description
      = N_ ("Without one, threads read, add and write at the same time, and overwrite each "
            "other’s additions"),
      .type = TELAR_PARAMETER_CHOICE,
      .default_string = "none",
      .choices = guards,
      .n_choices = G_N_ELEMENTS (guards),
  },
  YIELD_PARAMETER,
  EXECUTION_PARAMETERS,
};

static const TelarWorkload workloads[] = {
  {
      .name = "headings",
      .title = N_ ("Headings"),
      .description = N_ ("Fetches each page and finds its headings"),
      .group = N_ ("Pages: mostly waiting"),
      .input_kind = TELAR_INPUT_PAGE,
      .first_phase = TELAR_PHASE_CONNECT,
      .parameters = headings_parameters,
      .n_parameters = G_N_ELEMENTS (headings_parameters),
  },
  {
      .name = "characters",
      .title = N_ ("Characters"),
      .description = N_ ("Fetches each page and counts its characters"),
      .group = N_ ("Pages: mostly waiting"),
      .input_kind = TELAR_INPUT_PAGE,
      .first_phase = TELAR_PHASE_CONNECT,
      .parameters = characters_parameters,
      .n_parameters = G_N_ELEMENTS (characters_parameters),
  },
  {
      .name = "hello",
      .title = N_ ("Hello, wait, world"),
      .description
      = N_ ("Says hello, waits for some seconds, and says world, once for each number"),
      .group = N_ ("Numbers: only waiting"),
      .input_kind = TELAR_INPUT_NUMBER,
      .first_phase = TELAR_PHASE_SLEEP,
      .parameters = sleep_parameters,
      .n_parameters = G_N_ELEMENTS (sleep_parameters),
  },
  {
      .name = "square",
      .title = N_ ("Sleep and square"),
      .description = N_ ("Sleeps for some seconds, then squares each number"),
      .group = N_ ("Numbers: only waiting"),
      .input_kind = TELAR_INPUT_NUMBER,
      .first_phase = TELAR_PHASE_SLEEP,
      .parameters = sleep_parameters,
      .n_parameters = G_N_ELEMENTS (sleep_parameters),
  },
  {
      .name = "primes",
      .title = N_ ("Primes"),
      .description = N_ ("Counts the prime numbers up to each number, by trial division"),
      .group = N_ ("Numbers: only computing"),
      .input_kind = TELAR_INPUT_NUMBER,
      .function = TELAR_FUNCTION_PRIMES,
      .first_phase = TELAR_PHASE_COMPUTE,
      .parameters = compute_parameters,
      .n_parameters = G_N_ELEMENTS (compute_parameters),
  },
  {
      .name = "fibonacci",
      .title = N_ ("Fibonacci"),
      .description = N_ ("Computes the Fibonacci number of each index by plain recursion, where "
                         "each one more takes 1.6 times as long"),
      .group = N_ ("Numbers: only computing"),
      .input_kind = TELAR_INPUT_NUMBER,
      .function = TELAR_FUNCTION_FIBONACCI,
      .first_phase = TELAR_PHASE_COMPUTE,
      .parameters = compute_parameters,
      .n_parameters = G_N_ELEMENTS (compute_parameters),
  },
  {
      .name = "sha256",
      .title = N_ ("SHA-256"),
      .description
      = N_ ("Takes the SHA-256 of nothing, then of what came out, as often as each number says"),
      .group = N_ ("Numbers: only computing"),
      .input_kind = TELAR_INPUT_NUMBER,
      .function = TELAR_FUNCTION_SHA256,
      .first_phase = TELAR_PHASE_COMPUTE,
      .parameters = compute_parameters,
      .n_parameters = G_N_ELEMENTS (compute_parameters),
  },
  {
      .name = "pi",
      .title = N_ ("Monte Carlo π"),
      .description = N_ ("Estimates π from as many random points as each number says; they are the "
                         "same every time"),
      .group = N_ ("Numbers: only computing"),
      .input_kind = TELAR_INPUT_NUMBER,
      .function = TELAR_FUNCTION_PI,
      .first_phase = TELAR_PHASE_COMPUTE,
      .parameters = compute_parameters,
      .n_parameters = G_N_ELEMENTS (compute_parameters),
  },
  {
      .name = "race",
      .title = N_ ("Race"),
      .description = N_ ("Adds one to a counter that all tasks share, as often as each number "
                         "says; without a guard, additions are lost"),
      .group = N_ ("Numbers: only computing"),
      .input_kind = TELAR_INPUT_NUMBER,
      .function = TELAR_FUNCTION_RACE,
      .first_phase = TELAR_PHASE_COMPUTE,
      .parameters = race_parameters,
      .n_parameters = G_N_ELEMENTS (race_parameters),
  },
};

/* What another program did: known to documents, but in no list. */
static const TelarWorkload imported = {
  .name = "imported",
  .title = N_ ("Imported"),
  .description = N_ ("Was executed by another program, and can only be looked at"),
  .input_kind = TELAR_INPUT_TEXT,
  .first_phase = TELAR_PHASE_RUN,
};

/**
 * telar_workload_get_n:
 *
 * Returns: how many workloads there are that can be run
 */
guint
telar_workload_get_n (void)
{
  return G_N_ELEMENTS (workloads);
}

/**
 * telar_workload_get:
 * @index: less than telar_workload_get_n()
 *
 * Its title and description are to be translated with gettext.
 *
 * Returns: (transfer none): a workload; it lives as long as the program
 */
const TelarWorkload *
telar_workload_get (guint index)
{
  g_return_val_if_fail (index < G_N_ELEMENTS (workloads), NULL);

  return &workloads[index];
}

/**
 * telar_workload_get_index:
 * @workload: a workload
 *
 * Returns: its place in the list of workloads; @workload must be one that can be run
 */
guint
telar_workload_get_index (const TelarWorkload *workload)
{
  g_return_val_if_fail (workload != &imported, 0);

  return (guint) (workload - workloads);
}

/**
 * telar_workload_from_name:
 * @name: a word of the command line
 *
 * Returns: (transfer none) (nullable): the workload of that name, if it can be run
 */
const TelarWorkload *
telar_workload_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (workloads); i++)
    if (g_strcmp0 (workloads[i].name, name) == 0)
      return &workloads[i];

  return NULL;
}

/**
 * telar_workload_from_document:
 * @name: a word of a run document
 *
 * Returns: (transfer none) (nullable): the workload of that name, which may be the imported one
 */
const TelarWorkload *
telar_workload_from_document (const char *name)
{
  return g_strcmp0 (imported.name, name) == 0 ? &imported : telar_workload_from_name (name);
}

/**
 * telar_workload_get_imported:
 *
 * Returns: (transfer none): the workload of what another program executed. It has no parameters
 *   and cannot be run
 */
const TelarWorkload *
telar_workload_get_imported (void)
{
  return &imported;
}

/**
 * telar_workload_is_imported:
 * @workload: a workload
 *
 * Returns: whether it is that of telar_workload_get_imported()
 */
gboolean
telar_workload_is_imported (const TelarWorkload *workload)
{
  return workload == &imported;
}

/**
 * telar_workload_find_parameter:
 * @workload: a workload
 * @name: a word of the command line or of a run document
 *
 * Returns: (transfer none) (nullable): the parameter of that name
 */
const TelarParameterSpec *
telar_workload_find_parameter (const TelarWorkload *workload, const char *name)
{
  for (guint i = 0; i < workload->n_parameters; i++)
    if (g_strcmp0 (workload->parameters[i].name, name) == 0)
      return &workload->parameters[i];

  return NULL;
}

/**
 * telar_parameter_spec_is_text:
 * @spec: a parameter
 *
 * Returns: whether its value is a text rather than a number
 */
gboolean
telar_parameter_spec_is_text (const TelarParameterSpec *spec)
{
  return spec->type == TELAR_PARAMETER_STRING || spec->type == TELAR_PARAMETER_CHOICE;
}

/**
 * telar_workload_get_first_phase:
 * @workload: a workload
 * @input: one of its inputs
 *
 * Returns: what a task on @input begins with, so far as is known before it reports
 */
TelarPhase
telar_workload_get_first_phase (const TelarWorkload *workload, const char *input)
{
  TelarFunction function;
  gint64 argument;

  return telar_function_parse_call (input, &function, &argument) ? TELAR_PHASE_COMPUTE
                                                                 : workload->first_phase;
}
