/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-series.h"

G_BEGIN_DECLS

/* What series have in common, for people to read: lines of UTF-8, or NULL. */
typedef struct
{
  char *tasks;      /* such as “Headings · 16 tasks” */
  char *conditions; /* such as “4 workers · One core” */
} TelarSeriesCommon;

void
telar_series_labels_assign (GPtrArray *series, const char *const *names, TelarSeriesCommon *common);
void telar_series_common_clear (TelarSeriesCommon *common);

G_END_DECLS
