/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-canvas.h"

G_BEGIN_DECLS

/* The whole run in a strip with a lens over the part that a chart shows. Dragging the lens or its
 * edges moves the chart. */
#define TELAR_TYPE_CHART_MINIMAP (telar_chart_minimap_get_type ())
G_DECLARE_FINAL_TYPE (TelarChartMinimap, telar_chart_minimap, TELAR, CHART_MINIMAP, GtkWidget)

void telar_chart_minimap_set_canvas (TelarChartMinimap *self, TelarChartCanvas *canvas);

G_END_DECLS
