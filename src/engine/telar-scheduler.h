/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-plan.h"
#include "model/telar-trace.h"

G_BEGIN_DECLS

/* Which task may begin next: the first in the order of the plan whose dependencies have all
 * succeeded. Any thread may call any of its functions. */
typedef struct _TelarScheduler TelarScheduler;

TelarScheduler *telar_scheduler_new (TelarPlan *plan, TelarTrace *trace);
void telar_scheduler_free (TelarScheduler *scheduler);

gboolean telar_scheduler_take (TelarScheduler *scheduler, guint *task);
gboolean telar_scheduler_wait (TelarScheduler *scheduler, guint *task);
void telar_scheduler_give_back (TelarScheduler *scheduler, guint task);
void telar_scheduler_finish (TelarScheduler *scheduler,
                             guint task,
                             TelarOutcome *outcome,
                             gint64 now_ns);
void telar_scheduler_cancel (TelarScheduler *scheduler);
void telar_scheduler_cancel_because (TelarScheduler *scheduler, const char *reason);
gboolean telar_scheduler_is_done (TelarScheduler *scheduler);
gint64 telar_scheduler_get_end_ns (TelarScheduler *scheduler);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarScheduler, telar_scheduler_free)

G_END_DECLS
