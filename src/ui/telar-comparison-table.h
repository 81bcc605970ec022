/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/telar-comparison.h"

G_BEGIN_DECLS

GtkWidget *telar_comparison_table_new (const TelarComparison *comparison);

G_END_DECLS
