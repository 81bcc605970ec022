/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "model/telar-strategy.h"

G_BEGIN_DECLS

/* Something to try: what the menu “Examples” fills in. */
typedef struct
{
  const char *name; /* in actions */
  const char *workload;
  const char *inputs; /* or NULL for the sixteen pages, */
  gboolean is_demo;   /* of the demo site or of the web */
  gboolean chooses_strategy;
  TelarStrategy strategy;
  guint workers[TELAR_N_STRATEGIES];
} TelarExample;

const TelarExample *telar_example_from_name (const char *name);
char *telar_example_dup_inputs (const TelarExample *example);

G_END_DECLS
