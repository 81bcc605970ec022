/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "chart/telar-chart-export.h"
#include "model/telar-plan.h"
#include "model/telar-strategy.h"

G_BEGIN_DECLS

typedef enum
{
  TELAR_EXPORT_CHART,
  TELAR_EXPORT_DOCUMENT,
  TELAR_EXPORT_CSV,
  TELAR_EXPORT_TRACE,
  TELAR_EXPORT_HAR,
} TelarExportKind;

/* A file that is written after the run. */
typedef struct
{
  char *path;
  TelarExportKind kind;
  TelarChartFormat format; /* of a chart */
} TelarExport;

/* What the arguments of "telar run" mean. */
typedef struct
{
  TelarPlan *plan;
  TelarStrategy strategies[TELAR_N_STRATEGIES];
  guint n_strategies;
  guint workers;
  guint repeat;
  guint warm_up;   /* runs of each strategy that come first and do not count */
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
