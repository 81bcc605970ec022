/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-plan.h"
#include "telar-strategy.h"

G_BEGIN_DECLS

char *telar_conditions_dup_names (const TelarPlan *plan, TelarStrategy strategy);
char *telar_conditions_describe (const TelarWorkload *workload, const char *names);
char *telar_conditions_format (const TelarPlan *plan, TelarStrategy strategy);
char *telar_conditions_append (char *text, const TelarPlan *plan, TelarStrategy strategy);

G_END_DECLS
