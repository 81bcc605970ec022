/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/telar-parameters.h"
#include "model/telar-strategy.h"
#include "telar-example.h"
#include "telar-run-preparation.h"

G_BEGIN_DECLS

/* What shall be run: the inputs, the workload with its parameters, and the strategy. */
#define TELAR_TYPE_PLAN_VIEW (telar_plan_view_get_type ())
G_DECLARE_FINAL_TYPE (TelarPlanView, telar_plan_view, TELAR, PLAN_VIEW, GtkWidget)

GtkWidget *telar_plan_view_new (void);
char *telar_plan_view_dup_text (TelarPlanView *self);
void telar_plan_view_set_text (TelarPlanView *self, const char *text);
TelarParameters *telar_plan_view_dup_parameters (TelarPlanView *self);
void telar_plan_view_set_strategy (TelarPlanView *self, TelarStrategy strategy);
TelarStrategy telar_plan_view_get_strategy (TelarPlanView *self);
guint telar_plan_view_get_workers (TelarPlanView *self, TelarStrategy strategy);
TelarRunRequest *telar_plan_view_dup_request (TelarPlanView *self, TelarStrategy strategy);
void telar_plan_view_set_workload (TelarPlanView *self, const TelarWorkload *workload);
void telar_plan_view_show_plan (TelarPlanView *self,
                                const char *text,
                                const TelarParameters *parameters,
                                TelarStrategy strategy,
                                guint workers);
void telar_plan_view_show_example (TelarPlanView *self, const TelarExample *example);
gboolean telar_plan_view_complain (TelarPlanView *self, const char *message);
void telar_plan_view_go_to_inputs (TelarPlanView *self);

void telar_plan_view_load (TelarPlanView *self, GSettings *settings);
void telar_plan_view_save (TelarPlanView *self, GSettings *settings);

G_END_DECLS
