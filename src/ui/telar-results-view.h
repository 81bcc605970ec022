/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/telar-run-record.h"

G_BEGIN_DECLS

/* The results of a run as a table that can be searched, sorted and copied. Emits "found" when it
 * lists other tasks than before. */
#define TELAR_TYPE_RESULTS_VIEW (telar_results_view_get_type ())
G_DECLARE_FINAL_TYPE (TelarResultsView, telar_results_view, TELAR, RESULTS_VIEW, GtkWidget)

GtkWidget *telar_results_view_new (void);
void telar_results_view_set_record (TelarResultsView *self, TelarRunRecord *record);
void telar_results_view_update (TelarResultsView *self);
void telar_results_view_arrange (TelarResultsView *self);
void telar_results_view_find (TelarResultsView *self);
char *telar_results_view_dup_text (TelarResultsView *self, guint *n_rows);
gboolean telar_results_view_is_searching (TelarResultsView *self);
guint telar_results_view_get_n_rows (TelarResultsView *self);
guint telar_results_view_get_task (TelarResultsView *self, guint row);
void telar_results_view_set_selected_task (TelarResultsView *self, guint task);
guint telar_results_view_get_selected_task (TelarResultsView *self);

G_END_DECLS
