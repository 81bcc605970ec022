/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-instants.h"

#include <stdlib.h>

#define CACHE_LINE 64

/* So many of what is counted before it is needed, instants are fetched from memory. */
#define TIMES_AHEAD 4

/**
 * telar_instants_init:
 * @self: (out caller-allocates): becomes empty
 */
void
telar_instants_init (TelarInstants *self)
{
  self->times_ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->milestones = g_array_new (FALSE, FALSE, sizeof (TelarMilestone));
  self->n_sorted = 0;
}

/**
 * telar_instants_clear:
 * @self: instants
 *
 * Frees what belongs to them.
 */
void
telar_instants_clear (TelarInstants *self)
{
  g_clear_pointer (&self->times_ns, g_array_unref);
  g_clear_pointer (&self->milestones, g_array_unref);
}

/**
 * telar_instants_remove_all:
 * @self: instants
 */
void
telar_instants_remove_all (TelarInstants *self)
{
  g_array_set_size (self->times_ns, 0);
  g_array_set_size (self->milestones, 0);
  self->n_sorted = 0;
}

/**
 * telar_instants_add:
 * @self: instants
 * @time_ns: one more; it counts after telar_instants_sort()
 */
void
telar_instants_add (TelarInstants *self, gint64 time_ns)
{
  g_array_append_val (self->times_ns, time_ns);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a, second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* Sets the milestones anew, but for those before the instant numbered @from, which are as they were
 * when it was last done. */
static void
set_milestones (TelarInstants *self, guint from)
{
  const gint64 *times = (const gint64 *) (gconstpointer) self->times_ns->data;
  guint n_kept = MIN (from / TELAR_MILESTONE_INSTANTS, MAX (self->milestones->len, 1) - 1);
  guint64 sum_ns = 0;

  if (n_kept > 0)
    sum_ns = g_array_index (self->milestones, TelarMilestone, n_kept).sum_ns;
  g_array_set_size (self->milestones, n_kept);

  for (guint i = n_kept * TELAR_MILESTONE_INSTANTS; i < self->times_ns->len; i++)
    {
      if (i % TELAR_MILESTONE_INSTANTS == 0)
        {
          const TelarMilestone milestone = { times[i], sum_ns };

          g_array_append_val (self->milestones, milestone);
        }
      sum_ns += (guint64) times[i];
    }
}

/**
 * telar_instants_sort:
 * @self: instants
 *
 * Puts those that were added since the last time into their places. They are later than nearly all
 * before, so only the end is sorted anew.
 */
void
telar_instants_sort (TelarInstants *self)
{
  gint64 *times = (gint64 *) (gpointer) self->times_ns->data;
  guint n_sorted = self->n_sorted, n = self->times_ns->len;
  gint64 earliest = G_MAXINT64;

  if (n_sorted == n)
    return;

  for (guint i = n_sorted; i < n; i++)
    earliest = MIN (earliest, times[i]);
  while (n_sorted > 0 && times[n_sorted - 1] > earliest)
    n_sorted--;
  qsort (times + n_sorted, n - n_sorted, sizeof (gint64), compare_times);
  set_milestones (self, n_sorted);
  self->n_sorted = n;
}

/* Returns how many milestones there are until @time_ns, knowing that there are at least so many. */
static guint
count_milestones (const TelarInstants *self, guint at_least, gint64 time_ns)
{
  const TelarMilestone *milestones
      = (const TelarMilestone *) (gconstpointer) self->milestones->data;
  guint n = self->milestones->len, low = at_least, high = at_least, step = 1;

  while (high < n && milestones[high].time_ns <= time_ns)
    {
      low = high + 1;
      high = step < n - high ? high + step : n;
      step *= 2;
    }

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (milestones[middle].time_ns <= time_ns)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* Counts the instants until @time_ns, knowing how many milestones there are until then. */
static guint
count_after_milestone (const TelarInstants *self, guint n_milestones, gint64 time_ns)
{
  const gint64 *times;
  guint first, n;

  if (n_milestones == 0)
    return 0;

  first = (n_milestones - 1) * TELAR_MILESTONE_INSTANTS;
  n = MIN (TELAR_MILESTONE_INSTANTS, self->n_sorted - first);
  times = (const gint64 *) (gconstpointer) self->times_ns->data;
  /* Which half it is cannot be foretold, so there is no branch: the first is known to be until
   * then, and so many after it are not yet known. */
  for (guint half = n / 2; half > 0; n -= half, half = n / 2)
    first += times[first + half] <= time_ns ? half : 0;

  return first + 1;
}

/**
 * telar_instants_count:
 * @self: instants
 * @at_least: how many there are until some earlier instant; 0 if that is not known
 * @time_ns: an instant
 *
 * The search is quick if @at_least is near.
 *
 * Returns: how many there are until @time_ns, including those at it
 */
guint
telar_instants_count (const TelarInstants *self, guint at_least, gint64 time_ns)
{
  guint n_milestones = count_milestones (self, at_least / TELAR_MILESTONE_INSTANTS, time_ns);

  return MAX (count_after_milestone (self, n_milestones, time_ns), at_least);
}

static void
prefetch (const TelarInstants *self, guint n_milestones)
{
  const char *times = self->times_ns->data;

  if (n_milestones == 0)
    return;

  times += sizeof (gint64) * TELAR_MILESTONE_INSTANTS * (n_milestones - 1);
  for (gsize i = 0; i < sizeof (gint64) * TELAR_MILESTONE_INSTANTS; i += CACHE_LINE)
    __builtin_prefetch (times + i);
}

/**
 * telar_instants_count_each:
 * @self: instants
 * @times_ns: (array length=n_times): other instants, in order
 * @n_times: how many
 * @counts: (out caller-allocates) (array length=n_times): how many there are until each of
 *   @times_ns, including those at it
 *
 * Takes less time than counting them one by one, for it need not wait for memory.
 */
void
telar_instants_count_each (const TelarInstants *self,
                           const gint64 *times_ns,
                           guint n_times,
                           guint *counts)
{
  for (guint i = 0; i < n_times; i++)
    counts[i] = count_milestones (self, i > 0 ? counts[i - 1] : 0, times_ns[i]);

  for (guint i = 0; i < n_times; i++)
    {
      if (i + TIMES_AHEAD < n_times)
        prefetch (self, counts[i + TIMES_AHEAD]);
      counts[i] = count_after_milestone (self, counts[i], times_ns[i]);
    }
}

static guint64
sum_before (const TelarInstants *self, guint n)
{
  guint i;
  guint64 sum_ns;

  if (n == 0)
    return 0;

  /* The last milestone may have as many after it as are before the next one. */
  i = MIN (n / TELAR_MILESTONE_INSTANTS, self->milestones->len - 1);
  sum_ns = g_array_index (self->milestones, TelarMilestone, i).sum_ns;
  for (i *= TELAR_MILESTONE_INSTANTS; i < n; i++)
    sum_ns += (guint64) g_array_index (self->times_ns, gint64, i);

  return sum_ns;
}

/**
 * telar_instants_integrate:
 * @self: instants
 * @from_ns: an instant
 * @n_from: how many there are until @from_ns
 * @to_ns: a later instant
 * @n_to: how many there are until @to_ns
 *
 * Costs no more for thousands in between than for sixteen.
 *
 * Returns: the integral over the time from @from_ns to @to_ns of how many there are until then: for
 *   each one before @to_ns, the time that is left
 */
gint64
telar_instants_integrate (const TelarInstants *self,
                          gint64 from_ns,
                          guint n_from,
                          gint64 to_ns,
                          guint n_to)
{
  guint64 inside = (guint64) (n_to - n_from) * (guint64) to_ns
                   - (sum_before (self, n_to) - sum_before (self, n_from));

  return (gint64) ((guint64) n_from * (guint64) (to_ns - from_ns) + inside);
}
