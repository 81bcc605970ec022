/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "chart/telar-chart-layout.h"

G_BEGIN_DECLS

gboolean telar_chart_tooltip_find_bar (const TelarChartIndex *index,
                                       const TelarChartGeometry *geometry,
                                       guint32 task,
                                       GdkRectangle *area);
gboolean telar_chart_tooltip_fill (GtkTooltip *tooltip,
                                   const TelarChartIndex *index,
                                   const TelarChartGeometry *geometry,
                                   guint32 task);

G_END_DECLS
