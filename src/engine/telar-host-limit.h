/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-plan.h"

G_BEGIN_DECLS

/* How many tasks of a run may be at pages of one host at once. The scheduler's, which calls it
 * from one thread at a time. */
typedef struct _TelarHostLimit TelarHostLimit;

TelarHostLimit *telar_host_limit_new (TelarPlan *plan);
void telar_host_limit_free (TelarHostLimit *limit);

gboolean telar_host_limit_admit (TelarHostLimit *limit, guint task);
gboolean telar_host_limit_release (TelarHostLimit *limit, guint task, guint *next);
gboolean telar_host_limit_pop (TelarHostLimit *limit, guint *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarHostLimit, telar_host_limit_free)

G_END_DECLS
