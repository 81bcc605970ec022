/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-exports.h"
#include "telar-run-steps.h"

G_BEGIN_DECLS

/* What the arguments of "telar run" mean. */
typedef struct
{
  TelarPlan *plan;
  TelarRunStep *steps; /* one after another, no two of them alike */
  guint n_steps;
  guint n_worker_counts; /* that were asked for */
  guint repeat;
  guint warm_up;   /* runs of each step that come first and do not count */
  GArray *exports; /* TelarExport */
  TelarChartExportOptions chart;
  gboolean is_json;
  gboolean is_quiet;
  gboolean is_saved;
} TelarRunOptions;

TelarRunOptions *telar_run_options_parse (int argc, char **argv, GError **error);
void telar_run_options_free (TelarRunOptions *options);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarRunOptions, telar_run_options_free)

G_END_DECLS
