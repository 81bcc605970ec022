/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "chart/telar-chart-export.h"
#include "telar-window.h"

G_BEGIN_DECLS

void telar_chart_saver_save (TelarWindow *window,
                             TelarRunRecord *record,
                             TelarChartFormat format,
                             const TelarChartExportOptions *options);
void telar_chart_saver_copy (TelarWindow *window,
                             TelarRunRecord *record,
                             const TelarChartExportOptions *options);

G_END_DECLS
