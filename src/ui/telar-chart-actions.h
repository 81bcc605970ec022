/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-canvas.h"

G_BEGIN_DECLS

/* The "chart." actions of a TelarChartView and their keys. */
void telar_chart_actions_install (GtkWidgetClass *view_class);
void telar_chart_actions_update (GtkWidget *view, TelarChartCanvas *canvas);
gboolean telar_chart_actions_can_follow (TelarChartCanvas *canvas);

G_END_DECLS
