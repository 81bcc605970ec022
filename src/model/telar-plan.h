/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-inputs.h"
#include "telar-parameters.h"

G_BEGIN_DECLS

/* What would be run: a workload, its parameters, and its tasks with their dependencies.
 * Immutable; any thread may read it. */
typedef struct _TelarPlan TelarPlan;

TelarPlan *telar_plan_new (TelarParameters *parameters, TelarInputs *inputs, GError **error);
TelarPlan *telar_plan_new_from_text (TelarParameters *parameters, const char *text, GError **error);
TelarPlan *telar_plan_ref (TelarPlan *plan);
void telar_plan_unref (TelarPlan *plan);

const TelarWorkload *telar_plan_get_workload (const TelarPlan *plan);
const TelarParameters *telar_plan_get_parameters (const TelarPlan *plan);
guint telar_plan_get_n_tasks (const TelarPlan *plan);
const TelarInput *telar_plan_get_task (const TelarPlan *plan, guint task);
char *telar_plan_dup_text (const TelarPlan *plan);
gboolean telar_plan_has_dependencies (const TelarPlan *plan);
gboolean telar_plan_needs_demo_site (const TelarPlan *plan);
gboolean telar_plan_equal (const TelarPlan *plan, const TelarPlan *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarPlan, telar_plan_unref)

G_END_DECLS
