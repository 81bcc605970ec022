/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "chart/telar-chart-export.h"
#include "chart/telar-comparison-export.h"
#include "model/telar-workload.h"

G_BEGIN_DECLS

typedef enum
{
  TELAR_EXPORT_CHART,
  TELAR_EXPORT_DOCUMENT,
  TELAR_EXPORT_CSV,
  TELAR_EXPORT_TRACE,
  TELAR_EXPORT_HAR,
  TELAR_EXPORT_COMPARISON,
} TelarExportKind;

/* A file that is written after the run. */
typedef struct
{
  char *path;
  TelarExportKind kind;
  TelarChartFormat format; /* of a chart */
  TelarComparisonFormat comparison_format;
} TelarExport;

GArray *telar_exports_new (void);
gboolean telar_exports_parse (GArray *exports, char **paths, GError **error);
gboolean telar_exports_parse_comparisons (GArray *exports, char **paths, GError **error);
gboolean telar_exports_check (const GArray *exports, const TelarWorkload *workload, GError **error);

G_END_DECLS
