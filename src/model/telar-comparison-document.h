/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-comparison.h"

G_BEGIN_DECLS

char *telar_comparison_to_csv (const TelarComparison *comparison, gsize *length);

G_END_DECLS
