/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-plan.h"

G_BEGIN_DECLS

/* The tasks of a plan by how many others, one after another, have to have succeeded before. */
typedef struct
{
  guint n_levels;
  guint *of_task; /* the level of each task */
  guint *first;   /* of each level, and one more: where it begins in @tasks */
  guint *tasks;   /* by level, and within each in the order of the plan */
} TelarPlanLevels;

TelarPlanLevels *telar_plan_levels_new (const TelarPlan *plan);
void telar_plan_levels_free (TelarPlanLevels *levels);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarPlanLevels, telar_plan_levels_free)

G_END_DECLS
