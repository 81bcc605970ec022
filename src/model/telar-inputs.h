/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-workload.h"

G_BEGIN_DECLS

/* The most tasks that a plan may have. */
#define TELAR_MAX_TASKS 1000000

/* One task as the user typed it. */
typedef struct
{
  char *input;  /* a URL, a whole number in decimal digits, or a call such as primes(100) */
  char *name;   /* or NULL */
  guint *after; /* the tasks that must have succeeded before, by their index */
  guint n_after;
  guint line; /* from 0 */
} TelarInput;

/* A stretch of a line that was not understood. */
typedef struct
{
  guint line;   /* from 0; G_MAXUINT for the inputs as a whole */
  guint column; /* in characters, from 0 */
  guint length; /* in characters, at least 1 unless the line is empty */
  char *message;
} TelarInputProblem;

/* What a text of inputs means: its tasks in the order of the text, and what is wrong with it. */
typedef struct
{
  GArray *tasks;    /* TelarInput */
  GArray *problems; /* TelarInputProblem, in the order of the text */
} TelarInputs;

TelarInputs *telar_inputs_parse (const char *text, TelarInputKind kind);
TelarInputs *telar_inputs_parse_for (const char *text, const TelarWorkload *workload);
void telar_inputs_free (TelarInputs *inputs);
gboolean telar_inputs_check (const TelarInputs *inputs, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarInputs, telar_inputs_free)

G_END_DECLS
