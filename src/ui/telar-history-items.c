/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-history-items.h"

static gint64
get_id (GPtrArray *items, guint position)
{
  return telar_history_item_get_summary (g_ptr_array_index (items, position))->id;
}

static gint64
get_new_id (GPtrArray *summaries, guint position)
{
  return ((TelarRunSummary *) g_ptr_array_index (summaries, position))->id;
}

/**
 * telar_history_items_take_summaries:
 * @items: (element-type TelarHistoryItem): the runs as they were listed
 * @summaries: (element-type TelarRunSummary): the runs as they are now; the items take them
 * @n_removed: (out): how many items went
 * @n_added: (out): how many came in their place
 *
 * Brings the list up to date. Items that stay keep their place in selections and widgets.
 *
 * Returns: where the list has changed
 */
guint
telar_history_items_take_summaries (GPtrArray *items,
                                    GPtrArray *summaries,
                                    guint *n_removed,
                                    guint *n_added)
{
  guint n_old = items->len, n_new = summaries->len, start = 0, end = 0;
  g_autoptr (GHashTable) removed
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_object_unref);

  while (start < MIN (n_old, n_new) && get_id (items, start) == get_new_id (summaries, start))
    start++;
  while (end < MIN (n_old, n_new) - start
         && get_id (items, n_old - 1 - end) == get_new_id (summaries, n_new - 1 - end))
    end++;

  for (guint i = 0; i < n_new; i++)
    {
      gboolean is_between = i >= start && i < n_new - end;
      guint old = i < start ? i : n_old - (n_new - i);

      if (is_between)
        continue;
      telar_history_item_take_summary (g_ptr_array_index (items, old),
                                       g_steal_pointer (&summaries->pdata[i]));
    }

  for (guint i = start; i < n_old - end; i++)
    {
      TelarHistoryItem *item = g_ptr_array_index (items, i);

      g_hash_table_insert (removed, (gpointer) &telar_history_item_get_summary (item)->id,
                           g_object_ref (item));
    }
  if (n_old - end > start)
    g_ptr_array_remove_range (items, start, n_old - end - start);
  for (guint i = start; i < n_new - end; i++)
    {
      TelarRunSummary *summary = g_steal_pointer (&summaries->pdata[i]);
      TelarHistoryItem *item = telar_history_item_new (summary);
      TelarHistoryItem *former = g_hash_table_lookup (removed, &summary->id);

      if (former != NULL)
        telar_history_item_set_thumbnail (item, telar_history_item_get_thumbnail (former));
      g_ptr_array_insert (items, (int) i, item);
    }
  *n_removed = n_old - end - start;
  *n_added = n_new - end - start;

  return start;
}

/**
 * telar_history_items_find:
 * @items: (element-type TelarHistoryItem): runs
 * @id: of a run
 *
 * Returns: (transfer none) (nullable): the item of this run
 */
TelarHistoryItem *
telar_history_items_find (GPtrArray *items, gint64 id)
{
  for (guint i = 0; i < items->len; i++)
    if (get_id (items, i) == id)
      return g_ptr_array_index (items, i);

  return NULL;
}
