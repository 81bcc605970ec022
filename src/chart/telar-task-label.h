/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-index.h"

G_BEGIN_DECLS

void telar_text_append_plain (GString *string, const char *text);
gboolean
telar_task_label (const TelarChartIndex *index, guint32 task, guint shortness, GString *label);
void telar_task_append_input (const TelarChartIndex *index, guint32 task, GString *string);
void telar_task_append_dependencies (const TelarChartIndex *index, guint32 task, GString *string);
void telar_task_describe (const TelarChartIndex *index, guint32 task, GString *description);
void telar_run_describe (const TelarChartIndex *index, GString *description);

G_END_DECLS
