/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-example.h"
#include "telar-history.h"

G_BEGIN_DECLS

/* Finds the last run of each example among the runs of the history. Emits "changed" when it has
 * found others. For the main thread. */
#define TELAR_TYPE_EXAMPLE_RUNS (telar_example_runs_get_type ())
G_DECLARE_FINAL_TYPE (TelarExampleRuns, telar_example_runs, TELAR, EXAMPLE_RUNS, GObject)

TelarExampleRuns *telar_example_runs_new (TelarHistory *history);
void telar_example_runs_update (TelarExampleRuns *self);
gint64 telar_example_runs_get_wall_ns (TelarExampleRuns *self,
                                       const TelarExample *example,
                                       TelarStrategy strategy);

G_END_DECLS
