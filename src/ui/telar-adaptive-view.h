/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows the plan beside the chart, with the results below it; or, where it is too narrow for
 * that, one of the three at a time, with a bar of buttons to change between them. */
#define TELAR_TYPE_ADAPTIVE_VIEW (telar_adaptive_view_get_type ())
G_DECLARE_FINAL_TYPE (TelarAdaptiveView, telar_adaptive_view, TELAR, ADAPTIVE_VIEW, GtkWidget)

/* The width from which on all three are beside each other. */
#define TELAR_ADAPTIVE_VIEW_FOLD_WIDTH 780

GtkWidget *telar_adaptive_view_new (void);
gboolean telar_adaptive_view_get_folded (TelarAdaptiveView *self);
const char *telar_adaptive_view_get_page (TelarAdaptiveView *self);
void telar_adaptive_view_set_page (TelarAdaptiveView *self, const char *page);
double telar_adaptive_view_get_split (TelarAdaptiveView *self);
void telar_adaptive_view_set_split (TelarAdaptiveView *self, double split);

G_END_DECLS
