/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "chart/telar-time-window.h"
#include "telar-run-saver.h"

G_BEGIN_DECLS

/* Asks what a run shall be exported as, and how. */
#define TELAR_TYPE_EXPORT_WINDOW (telar_export_window_get_type ())
G_DECLARE_FINAL_TYPE (TelarExportWindow, telar_export_window, TELAR, EXPORT_WINDOW, AdwWindow)

void telar_export_window_present (TelarWindow *parent,
                                  TelarRunRecord *record,
                                  const TelarTimeWindow *seen,
                                  const TelarChartExportOptions *options);
void telar_export_window_present_comparison (TelarWindow *parent,
                                             GPtrArray *records,
                                             GPtrArray *names,
                                             const TelarChartExportOptions *options);

G_END_DECLS
