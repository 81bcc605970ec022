/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-workload.h"

#include <glib/gi18n-lib.h>

#define PAGE_PARAMETERS                                                                            \
  {                                                                                                \
    .name = "timeout",                                                                             \
    .title = N_ ("Time limit of a page (seconds)"),                                                \
    .type = TELAR_PARAMETER_DOUBLE,                                                                \
    .minimum = 0.01,                                                                               \
    .maximum = 3600,                                                                               \
    .default_number = 30,                                                                          \
  },                                                                                               \
      {                                                                                            \
        .name = "body-limit",                                                                      \
        .title = N_ ("Largest page (bytes)"),                                                      \
        .type = TELAR_PARAMETER_INTEGER,                                                           \
        .minimum = 1,                                                                              \
        .maximum = 1 << 30,                                                                        \
        .default_number = 64 << 20,                                                                \
      },                                                                                           \
  {                                                                                                \
    .name = "redirect-limit", .title = N_ ("Redirects to follow"),                                 \
    .type = TELAR_PARAMETER_INTEGER, .minimum = 0, .maximum = 100, .default_number = 10,           \
  }

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

static const TelarParameterSpec square_parameters[] = {
  {
      .name = "seconds",
      .title = N_ ("Seconds of sleep"),
      .type = TELAR_PARAMETER_DOUBLE,
      .minimum = 0,
      .maximum = 3600,
      .default_number = 2,
  },
};

static const TelarWorkload workloads[] = {
  {
      .name = "headings",
      .title = N_ ("Headings"),
      .description = N_ ("Fetches each page and finds its headings"),
      .input_kind = TELAR_INPUT_PAGE,
      .first_phase = TELAR_PHASE_CONNECT,
      .parameters = headings_parameters,
      .n_parameters = G_N_ELEMENTS (headings_parameters),
  },
  {
      .name = "characters",
      .title = N_ ("Characters"),
      .description = N_ ("Fetches each page and counts its characters"),
      .input_kind = TELAR_INPUT_PAGE,
      .first_phase = TELAR_PHASE_CONNECT,
      .parameters = characters_parameters,
      .n_parameters = G_N_ELEMENTS (characters_parameters),
  },
  {
      .name = "square",
      .title = N_ ("Sleep and square"),
      .description = N_ ("Sleeps for some seconds, then squares each number"),
      .input_kind = TELAR_INPUT_NUMBER,
      .first_phase = TELAR_PHASE_SLEEP,
      .parameters = square_parameters,
      .n_parameters = G_N_ELEMENTS (square_parameters),
  },
};

/**
 * telar_workload_get_n:
 *
 * Returns: how many workloads there are
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
 * Returns: its place in the list of workloads
 */
guint
telar_workload_get_index (const TelarWorkload *workload)
{
  return (guint) (workload - workloads);
}

/**
 * telar_workload_from_name:
 * @name: a word of the command line or of a run document
 *
 * Returns: (transfer none) (nullable): the workload of that name
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
