/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"

G_BEGIN_DECLS

void telar_run_comparison_print (GPtrArray *records, guint repeat);

G_END_DECLS
