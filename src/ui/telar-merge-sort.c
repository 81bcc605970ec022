/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-merge-sort.h"

/* Runs of @width items are sorted. Two of them at a time are merged from @items into @merged: those
 * that begin at @start, of which the items before @left and @right are in their place. */
struct _TelarMergeSort
{
  guint *items;
  guint *merged;
  guint n_items;
  guint width;
  guint start, left, right;
  GCompareDataFunc compare;
  gpointer data;
};

static guint
get_middle (const TelarMergeSort *sort)
{
  return sort->n_items - sort->start > sort->width ? sort->start + sort->width : sort->n_items;
}

static guint
get_end (const TelarMergeSort *sort)
{
  guint middle = get_middle (sort);

  return sort->n_items - middle > sort->width ? middle + sort->width : sort->n_items;
}

static void
begin_merge (TelarMergeSort *sort, guint start)
{
  sort->start = sort->left = start;
  sort->right = get_middle (sort);
}

/**
 * telar_merge_sort_new:
 * @items: (transfer full): what is to be sorted
 * @n_items: how many, less than 2³¹
 * @compare: compares two of them, which it is given as #guint pointers
 * @data: for @compare
 *
 * Returns: (transfer full): a sort that has not begun
 */
TelarMergeSort *
telar_merge_sort_new (guint *items, guint n_items, GCompareDataFunc compare, gpointer data)
{
  TelarMergeSort *sort = g_new0 (TelarMergeSort, 1);

  sort->items = items;
  sort->merged = g_new (guint, n_items);
  sort->n_items = n_items;
  sort->width = 1;
  sort->compare = compare;
  sort->data = data;
  begin_merge (sort, 0);

  return sort;
}

/**
 * telar_merge_sort_free:
 * @sort: (transfer full): a sort, at any stage
 */
void
telar_merge_sort_free (TelarMergeSort *sort)
{
  g_free (sort->items);
  g_free (sort->merged);
  g_free (sort);
}

/* Merges the two runs, or as much of them as @n_comparisons allow. */
static guint
merge (TelarMergeSort *sort, guint n_comparisons)
{
  guint middle = get_middle (sort), end = get_end (sort);
  guint out = sort->left + sort->right - middle;

  while (sort->left < middle && sort->right < end && n_comparisons > 0)
    {
      gboolean is_right_first
          = sort->compare (&sort->items[sort->left], &sort->items[sort->right], sort->data) > 0;

      sort->merged[out++] = sort->items[is_right_first ? sort->right++ : sort->left++];
      n_comparisons--;
    }
  if (sort->left < middle && sort->right < end)
    return 0;

  while (sort->left < middle)
    sort->merged[out++] = sort->items[sort->left++];
  while (sort->right < end)
    sort->merged[out++] = sort->items[sort->right++];

  return n_comparisons;
}

static void
begin_pass (TelarMergeSort *sort)
{
  guint *items = sort->items;

  sort->items = sort->merged;
  sort->merged = items;
  sort->width *= 2;
  begin_merge (sort, 0);
}

/**
 * telar_merge_sort_go_on:
 * @sort: a sort
 * @n_comparisons: how many are made at most, at least 1
 *
 * Returns: whether all is sorted
 */
gboolean
telar_merge_sort_go_on (TelarMergeSort *sort, guint n_comparisons)
{
  while (sort->width < sort->n_items)
    {
      guint end = get_end (sort);

      n_comparisons = merge (sort, n_comparisons);
      if (sort->right < end || sort->left < get_middle (sort))
        return FALSE;

      if (end < sort->n_items)
        begin_merge (sort, end);
      else
        begin_pass (sort);
    }

  return TRUE;
}

/**
 * telar_merge_sort_take:
 * @sort: a sort that has come to its end
 *
 * Returns: (transfer full): the items in their order
 */
guint *
telar_merge_sort_take (TelarMergeSort *sort)
{
  g_assert (sort->width >= sort->n_items);

  return g_steal_pointer (&sort->items);
}
