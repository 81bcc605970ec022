/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-comparison.h"

G_BEGIN_DECLS

void telar_run_comparison_print (const TelarComparison *comparison, gboolean is_scaling);

G_END_DECLS
