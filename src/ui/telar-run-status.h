/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/telar-run-record.h"

G_BEGIN_DECLS

/* How far a run has come, or how it ended, in one line with a progress bar. */
#define TELAR_TYPE_RUN_STATUS (telar_run_status_get_type ())
G_DECLARE_FINAL_TYPE (TelarRunStatus, telar_run_status, TELAR, RUN_STATUS, GtkWidget)

GtkWidget *telar_run_status_new (void);
void telar_run_status_set_record (TelarRunStatus *self, TelarRunRecord *record);
void telar_run_status_set_error (TelarRunStatus *self, const char *message);
void telar_run_status_update (TelarRunStatus *self);

G_END_DECLS
