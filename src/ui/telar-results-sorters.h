/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What the columns of the results are sorted by; all compare TelarTaskRow. */
GtkSorter *telar_results_sorter_new_by_status (void);
GtkSorter *telar_results_sorter_new_by_input (void);
GtkSorter *telar_results_sorter_new_by_time (void);
GtkSorter *telar_results_sorter_new_by_cpu (void);
GtkSorter *telar_results_sorter_new_by_result (void);

G_END_DECLS
