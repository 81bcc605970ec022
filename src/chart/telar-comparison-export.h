/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-comparison-layout.h"

G_BEGIN_DECLS

typedef enum
{
  TELAR_COMPARISON_PNG = TELAR_CHART_PNG,
  TELAR_COMPARISON_SVG = TELAR_CHART_SVG,
  TELAR_COMPARISON_PDF = TELAR_CHART_PDF,
  TELAR_COMPARISON_CSV,
} TelarComparisonFormat;

#define TELAR_N_COMPARISON_FORMATS (TELAR_COMPARISON_CSV + 1)

const char *telar_comparison_format_get_suffix (TelarComparisonFormat format);
gboolean telar_comparison_format_from_path (const char *path, TelarComparisonFormat *format);
GBytes *telar_comparison_export_to_bytes (const TelarComparison *comparison,
                                          TelarComparisonFormat format,
                                          const TelarChartExportOptions *options,
                                          TelarComparisonParts parts,
                                          GError **error);
gboolean telar_comparison_export (const TelarComparison *comparison,
                                  GFile *file,
                                  TelarComparisonFormat format,
                                  const TelarChartExportOptions *options,
                                  TelarComparisonParts parts,
                                  GError **error);

G_END_DECLS
