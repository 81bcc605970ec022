/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "chart/telar-comparison-export.h"
#include "telar-window.h"

G_BEGIN_DECLS

/* What several runs can be saved as. The first ones are as TelarComparisonFormat has them. */
typedef enum
{
  TELAR_SAVE_RUNS_PNG = TELAR_COMPARISON_PNG,
  TELAR_SAVE_RUNS_SVG = TELAR_COMPARISON_SVG,
  TELAR_SAVE_RUNS_PDF = TELAR_COMPARISON_PDF,
  TELAR_SAVE_RUNS_CSV = TELAR_COMPARISON_CSV,
  TELAR_SAVE_RUNS_DOCUMENT,
} TelarSaveRunsFormat;

#define TELAR_N_SAVE_RUNS_FORMATS (TELAR_SAVE_RUNS_DOCUMENT + 1)

const char *telar_save_runs_format_get_title (TelarSaveRunsFormat format);

void telar_comparison_saver_save (TelarWindow *window,
                                  GPtrArray *records,
                                  GPtrArray *names,
                                  TelarSaveRunsFormat format,
                                  const TelarChartExportOptions *options,
                                  TelarComparisonParts parts);
void telar_comparison_saver_copy (TelarWindow *window,
                                  GPtrArray *records,
                                  GPtrArray *names,
                                  const TelarChartExportOptions *options);

G_END_DECLS
