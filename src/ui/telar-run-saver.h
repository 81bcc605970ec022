/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "chart/telar-chart-export.h"
#include "telar-window.h"

G_BEGIN_DECLS

/* What a run can be saved as. The first ones are pictures, as TelarChartFormat has them. */
typedef enum
{
  TELAR_SAVE_PNG = TELAR_CHART_PNG,
  TELAR_SAVE_SVG = TELAR_CHART_SVG,
  TELAR_SAVE_PDF = TELAR_CHART_PDF,
  TELAR_SAVE_CSV,
  TELAR_SAVE_DOCUMENT,
  TELAR_SAVE_TRACE,
  TELAR_SAVE_HAR,
} TelarSaveFormat;

#define TELAR_N_SAVE_FORMATS (TELAR_SAVE_HAR + 1)

const char *telar_save_format_get_title (TelarSaveFormat format);
gboolean telar_save_format_is_picture (TelarSaveFormat format);

void telar_run_saver_save (TelarWindow *window,
                           TelarRunRecord *record,
                           TelarSaveFormat format,
                           const TelarChartExportOptions *options);
void telar_run_saver_copy (TelarWindow *window,
                           TelarRunRecord *record,
                           const TelarChartExportOptions *options);

G_END_DECLS
