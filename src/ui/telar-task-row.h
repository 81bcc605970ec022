/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

#include "model/telar-run-record.h"

G_BEGIN_DECLS

/* A task of a run as the list of results shows it: everything about it as text. */
#define TELAR_TYPE_TASK_ROW (telar_task_row_get_type ())
G_DECLARE_FINAL_TYPE (TelarTaskRow, telar_task_row, TELAR, TASK_ROW, GObject)

TelarTaskRow *telar_task_row_new (TelarRunRecord *record, guint task);
guint telar_task_row_get_task (TelarTaskRow *self);
void telar_task_row_set_task (TelarTaskRow *self, guint task);
const TelarTaskState *telar_task_row_get_state (TelarTaskRow *self);
const TelarInput *telar_task_row_get_input (TelarTaskRow *self);
void telar_task_row_set_record (TelarTaskRow *self, TelarRunRecord *record);
void telar_task_row_update (TelarTaskRow *self);

char *telar_task_row_dup_time (TelarTaskRow *self);
char *telar_task_row_dup_cpu (TelarTaskRow *self);
char *telar_task_row_dup_result (TelarTaskRow *self);
char *telar_task_row_dup_headings (TelarTaskRow *self, guint maximum);

G_END_DECLS
