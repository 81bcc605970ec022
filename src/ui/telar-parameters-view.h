/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/telar-parameters.h"

G_BEGIN_DECLS

/* The parameters of one workload at a time; it keeps those of the others. */
#define TELAR_TYPE_PARAMETERS_VIEW (telar_parameters_view_get_type ())
G_DECLARE_FINAL_TYPE (TelarParametersView, telar_parameters_view, TELAR, PARAMETERS_VIEW, GtkWidget)

GtkWidget *telar_parameters_view_new (void);
const TelarWorkload *telar_parameters_view_get_workload (TelarParametersView *self);
void telar_parameters_view_set_workload (TelarParametersView *self, const TelarWorkload *workload);
const TelarParameters *telar_parameters_view_get_parameters (TelarParametersView *self,
                                                             const TelarWorkload *workload);
void telar_parameters_view_take_parameters (TelarParametersView *self, TelarParameters *parameters);
void telar_parameters_view_set_strategy (TelarParametersView *self, TelarStrategy strategy);

G_END_DECLS
