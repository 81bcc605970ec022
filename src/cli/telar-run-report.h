/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"

G_BEGIN_DECLS

void telar_run_report_progress (TelarRunRecord *record);
void telar_run_report_clear_progress (void);
void telar_run_report_print (TelarRunRecord *record);

G_END_DECLS
