/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-plan.h"
#include "model/telar-strategy.h"

G_BEGIN_DECLS

/* What the examples of the gallery are about. */
typedef enum
{
  TELAR_EXAMPLES_PAGES,
  TELAR_EXAMPLES_LOOP,
  TELAR_EXAMPLES_POOL,
  TELAR_EXAMPLES_COMPUTING,
  TELAR_EXAMPLES_SHARING,
  TELAR_EXAMPLES_GRAPH,
} TelarExampleGroup;

#define TELAR_N_EXAMPLE_GROUPS (TELAR_EXAMPLES_GRAPH + 1)

/* Something to try: what the menu “Examples” and the gallery fill in. Its texts are to be
 * translated with gettext. */
typedef struct
{
  const char *name; /* in actions */
  TelarExampleGroup group;
  const char *title;
  const char *explanation; /* in a few sentences */
  const char *hint;        /* what to look at in the chart */
  const char *picture;     /* for telar_illustration_layout() */

  const char *workload;
  const char *parameters; /* NAME=VALUE, with spaces between; or NULL for all defaults */
  const char *inputs;     /* or NULL for the sixteen pages, */
  gboolean is_demo;       /* of the demo site or of the web */
  guint strategies;       /* a bit 1 << strategy for each that shows something */
  guint workers[TELAR_N_STRATEGIES];
  gint64 recorded_ms[TELAR_N_STRATEGIES]; /* what the lecture measured; 0 for nothing */
} TelarExample;

guint telar_example_get_n (void);
const TelarExample *telar_example_get (guint index);
const TelarExample *telar_example_from_name (const char *name);
const char *telar_example_group_get_title (TelarExampleGroup group);
gboolean telar_example_has_strategy (const TelarExample *example, TelarStrategy strategy);
guint telar_example_get_n_strategies (const TelarExample *example);
gboolean telar_example_is_of_one_strategy (const TelarExample *example, TelarStrategy *strategy);
char *telar_example_dup_inputs (const TelarExample *example);
TelarParameters *telar_example_dup_parameters (const TelarExample *example);
TelarPlan *telar_example_make_plan (const TelarExample *example);

G_END_DECLS
