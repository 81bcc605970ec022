/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A stable sort that can be interrupted and goes on later: a window sorts a million rows between
 * its frames. */
typedef struct _TelarMergeSort TelarMergeSort;

TelarMergeSort *
telar_merge_sort_new (guint *items, guint n_items, GCompareDataFunc compare, gpointer data);
void telar_merge_sort_free (TelarMergeSort *sort);
gboolean telar_merge_sort_go_on (TelarMergeSort *sort, guint n_comparisons);
guint *telar_merge_sort_take (TelarMergeSort *sort);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarMergeSort, telar_merge_sort_free)

G_END_DECLS
