/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "telar-task-row.h"

G_BEGIN_DECLS

/* The tasks of a run as a list of TelarTaskRow: those that match the search, sorted. Rows are made
 * only while something shows them, so that a million tasks cost little more than their numbers. */
#define TELAR_TYPE_RESULTS_MODEL (telar_results_model_get_type ())
G_DECLARE_FINAL_TYPE (TelarResultsModel, telar_results_model, TELAR, RESULTS_MODEL, GObject)

TelarResultsModel *telar_results_model_new (void);
void telar_results_model_set_record (TelarResultsModel *self, TelarRunRecord *record);
gboolean telar_results_model_is_searching (TelarResultsModel *self);
void telar_results_model_set_search (TelarResultsModel *self, const char *search);
void telar_results_model_set_sorter (TelarResultsModel *self, GtkSorter *sorter);
void telar_results_model_update (TelarResultsModel *self);
void telar_results_model_arrange (TelarResultsModel *self);
guint telar_results_model_get_task (TelarResultsModel *self, guint position);
guint telar_results_model_find_task (TelarResultsModel *self, guint task);
char *telar_results_model_dup_text (TelarResultsModel *self, GtkBitset *positions);

G_END_DECLS
