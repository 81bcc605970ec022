/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-plan.h"
#include "model/telar-strategy.h"

G_BEGIN_DECLS

/* How the plan is executed once, or repeatedly. */
typedef struct
{
  TelarStrategy strategy;
  guint workers;
} TelarRunStep;

gboolean telar_run_steps_parse_strategies (GArray *strategies, const char *name, GError **error);
gboolean telar_run_steps_parse_workers (GArray *counts,
                                        const char *text,
                                        const GArray *strategies,
                                        GError **error);
TelarRunStep *telar_run_steps_new (const TelarPlan *plan,
                                   const GArray *strategies,
                                   const GArray *counts,
                                   guint *n_steps);

G_END_DECLS
