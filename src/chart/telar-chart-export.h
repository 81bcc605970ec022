/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/telar-run-record.h"

G_BEGIN_DECLS

typedef enum
{
  TELAR_CHART_PNG,
  TELAR_CHART_SVG,
  TELAR_CHART_PDF,
} TelarChartFormat;

#define TELAR_N_CHART_FORMATS (TELAR_CHART_PDF + 1)

typedef enum
{
  TELAR_CHART_BY_WORKER,
  TELAR_CHART_BY_TASK,
} TelarChartRows;

/* What the colours of bars tell. */
typedef enum
{
  TELAR_COLOURS_BY_PHASE,
  TELAR_COLOURS_BY_TASK,
  TELAR_COLOURS_BY_OUTCOME,
  TELAR_COLOURS_BY_CORE,
} TelarChartColours;

#define TELAR_N_CHART_COLOURS (TELAR_COLOURS_BY_CORE + 1)

/* Parts of a picture that can be left out. */
typedef enum
{
  TELAR_CHART_TITLE = 1 << 0,
  TELAR_CHART_SUMMARY = 1 << 1,
  TELAR_CHART_LEGEND = 1 << 2,
  TELAR_CHART_STRIPS = 1 << 3, /* how many tasks were running and waiting */
  TELAR_CHART_TIMES = 1 << 4,  /* what the axis of time tells, but not its lines */
  TELAR_CHART_DEPENDENCIES = 1 << 5,
  TELAR_CHART_CRITICAL_PATH = 1 << 6,
} TelarChartParts;

/* How a picture of a run is made. Zero-initialised it is light, by worker and by phase, of the
 * whole run, with all parts, at a size that suits the run. */
typedef struct
{
  gboolean is_dark;
  TelarChartRows rows;
  double scale; /* of PNG: pixels per point, 1 to 4; 0 for 2 */
  double width; /* in points, 320 to 8000; 0 for 960 */
  TelarChartColours colours;
  TelarChartParts hidden;
  gint64 start_ns; /* of the stretch of time that is drawn */
  gint64 end_ns;   /* 0 for the whole run */
} TelarChartExportOptions;

const char *telar_chart_format_get_suffix (TelarChartFormat format);
gboolean telar_chart_format_from_path (const char *path, TelarChartFormat *format);
GBytes *telar_chart_export_to_bytes (TelarRunRecord *record,
                                     TelarChartFormat format,
                                     const TelarChartExportOptions *options,
                                     GError **error);
gboolean telar_chart_export (TelarRunRecord *record,
                             GFile *file,
                             TelarChartFormat format,
                             const TelarChartExportOptions *options,
                             GError **error);

G_END_DECLS
