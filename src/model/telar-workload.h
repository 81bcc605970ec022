/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "telar-function.h"
#include "telar-phase.h"
#include "telar-strategy.h"

G_BEGIN_DECLS

/* What a workload is done with. */
typedef enum
{
  TELAR_INPUT_PAGE,   /* a URL of http, https or demo */
  TELAR_INPUT_NUMBER, /* a whole number of 64 bits with sign */
  TELAR_INPUT_TEXT,   /* any line; of what another program executed */
} TelarInputKind;

typedef enum
{
  TELAR_PARAMETER_DOUBLE,
  TELAR_PARAMETER_INTEGER,
  TELAR_PARAMETER_STRING,
  TELAR_PARAMETER_SWITCH, /* a number: 1 for on, 0 for off */
  TELAR_PARAMETER_CHOICE, /* a string, which is one of its choices */
} TelarParameterType;

typedef struct
{
  const char *name; /* on the command line and in run documents */
  const char *title;
} TelarParameterChoice;

/* A parameter of a workload. Numbers have a range, both ends included. */
typedef struct
{
  const char *name; /* on the command line and in run documents */
  const char *title;
  const char *description; /* or NULL */
  TelarParameterType type;
  double minimum;
  double maximum;
  double default_number;
  const char *default_string;
  const TelarParameterChoice *choices;
  guint n_choices;
  guint strategies;  /* a bit 1 << strategy for each that it applies to; 0 for all */
  gboolean is_limit; /* how pages are fetched by any workload: the same for all plans of a user */
} TelarParameterSpec;

typedef struct
{
  const char *name;
  const char *title;
  const char *description;
  const char *group; /* a title for it and its neighbours in a list; NULL if it is in none */
  TelarInputKind input_kind;
  TelarFunction function; /* what is computed of each number */
  TelarPhase first_phase; /* what a task begins with, so far as is known before it reports */
  const TelarParameterSpec *parameters;
  guint n_parameters;
} TelarWorkload;

const TelarWorkload *telar_workload_get (guint index);
guint telar_workload_get_n (void);
guint telar_workload_get_index (const TelarWorkload *workload);
const TelarWorkload *telar_workload_from_name (const char *name);
const TelarWorkload *telar_workload_from_document (const char *name);
const TelarWorkload *telar_workload_get_imported (void);
gboolean telar_workload_is_imported (const TelarWorkload *workload);
const TelarParameterSpec *telar_workload_find_parameter (const TelarWorkload *workload,
                                                         const char *name);
gboolean telar_parameter_spec_is_text (const TelarParameterSpec *spec);
TelarPhase telar_workload_get_first_phase (const TelarWorkload *workload, const char *input);

G_END_DECLS
