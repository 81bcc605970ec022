/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-canvas.h"

G_BEGIN_DECLS

void telar_chart_navigation_attach (TelarChartCanvas *canvas);

G_END_DECLS
