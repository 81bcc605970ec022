/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  TELAR_STRATEGY_SEQUENTIAL,
  TELAR_STRATEGY_THREADS,
  TELAR_STRATEGY_ASYNC,
  TELAR_STRATEGY_PROCESSES,
} TelarStrategy;

#define TELAR_N_STRATEGIES (TELAR_STRATEGY_PROCESSES + 1)

const char *telar_strategy_get_name (TelarStrategy strategy);
const char *telar_strategy_get_title (TelarStrategy strategy);
gboolean telar_strategy_from_name (const char *name, TelarStrategy *strategy);
guint telar_strategy_get_max_workers (TelarStrategy strategy);
gboolean telar_strategy_check_workers (TelarStrategy strategy, gint64 workers, GError **error);
guint telar_strategy_get_effective_workers (TelarStrategy strategy, guint workers, guint n_tasks);

G_END_DECLS
