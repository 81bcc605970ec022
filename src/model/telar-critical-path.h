/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-record.h"

G_BEGIN_DECLS

/* The chain of tasks that kept a run from being shorter. */
typedef struct
{
  gint64 length_ns;
  guint n_tasks;
  guint *tasks; /* each waited for the one before it; all of them have begun and ended */
} TelarCriticalPath;

TelarCriticalPath *telar_critical_path_new (TelarRunRecord *record);
char *telar_critical_path_format_tasks (const TelarCriticalPath *path, const TelarPlan *plan);
void telar_critical_path_free (TelarCriticalPath *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarCriticalPath, telar_critical_path_free)

G_END_DECLS
