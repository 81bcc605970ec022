/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "chart/telar-chart-export.h"

G_BEGIN_DECLS

GSettings *telar_settings_new (void);
TelarChartParts telar_settings_get_hidden_parts (GSettings *settings);

G_END_DECLS
