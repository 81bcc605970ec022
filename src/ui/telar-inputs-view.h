/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/telar-inputs.h"

G_BEGIN_DECLS

/* Where the inputs are typed. They are checked as one types, away from the main thread; what is
 * wrong is marked in its line and listed below. */
#define TELAR_TYPE_INPUTS_VIEW (telar_inputs_view_get_type ())
G_DECLARE_FINAL_TYPE (TelarInputsView, telar_inputs_view, TELAR, INPUTS_VIEW, GtkWidget)

GtkWidget *telar_inputs_view_new (void);
char *telar_inputs_view_dup_text (TelarInputsView *self);
void telar_inputs_view_set_text (TelarInputsView *self, const char *text);
void telar_inputs_view_set_workload (TelarInputsView *self, const TelarWorkload *workload);
guint telar_inputs_view_get_n_tasks (TelarInputsView *self);
guint telar_inputs_view_get_n_problems (TelarInputsView *self);
gboolean telar_inputs_view_get_is_checked (TelarInputsView *self);
void telar_inputs_view_complain (TelarInputsView *self, const char *message);
void telar_inputs_view_go_to_problem (TelarInputsView *self, guint index);

G_END_DECLS
