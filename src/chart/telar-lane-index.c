/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-lane-index.h"

/**
 * telar_lane_index_init:
 * @self: (out caller-allocates): an index
 * @lane: the lane that it is of; it must live as long
 */
void
telar_lane_index_init (TelarLaneIndex *self, TelarLane *lane)
{
  *self = (TelarLaneIndex){
    .lane = lane,
    .busy_ns = g_array_new (FALSE, FALSE, sizeof (gint64)),
    .checkpoints = g_array_new (FALSE, FALSE, sizeof (gint64) * TELAR_N_PHASES),
    .failed = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .cancelled = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .bars = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .moves = g_array_new (FALSE, FALSE, sizeof (guint32)),
  };
}

/**
 * telar_lane_index_clear:
 * @self: an index
 *
 * Frees what belongs to it.
 */
void
telar_lane_index_clear (TelarLaneIndex *self)
{
  g_clear_pointer (&self->busy_ns, g_array_unref);
  g_clear_pointer (&self->checkpoints, g_array_unref);
  g_clear_pointer (&self->failed, g_array_unref);
  g_clear_pointer (&self->cancelled, g_array_unref);
  g_clear_pointer (&self->bars, g_array_unref);
  g_clear_pointer (&self->moves, g_array_unref);
}

/**
 * telar_lane_index_push:
 * @self: an index
 * @span: the span of its lane that is next
 */
void
telar_lane_index_push (TelarLaneIndex *self, const TelarSpan *span)
{
  gint64 length_ns = span->end_ns - span->start_ns;
  const TelarSpan *former
      = self->n_spans > 0 ? telar_lane_get_span (self->lane, self->n_spans - 1) : NULL;

  if (former == NULL || former->task != span->task)
    g_array_append_val (self->bars, self->n_spans);
  if (former == NULL || former->core != span->core)
    g_array_append_val (self->moves, self->n_spans);
  if (self->n_spans % TELAR_CHECKPOINT_SPANS == 0)
    g_array_append_vals (self->checkpoints, self->phase_total_ns, 1);
  g_array_append_val (self->busy_ns, self->busy_total_ns);

  self->busy_total_ns += length_ns;
  if (span->phase < TELAR_N_PHASES)
    self->phase_total_ns[span->phase] += length_ns;
  self->n_spans++;
}

/**
 * telar_lane_index_set_open:
 * @self: an index
 * @open: (nullable): the span that has not ended
 * @now_ns: how far it reaches by now
 */
void
telar_lane_index_set_open (TelarLaneIndex *self, const TelarSpan *open, gint64 now_ns)
{
  self->has_open = open != NULL;
  if (open == NULL)
    return;

  self->open = *open;
  if (self->n_spans > 0)
    self->open.start_ns
        = MAX (open->start_ns, telar_lane_get_span (self->lane, self->n_spans - 1)->end_ns);
  self->open.end_ns = MAX (now_ns, self->open.start_ns);
}

static void
add_span (GArray *spans, guint32 span)
{
  guint i = spans->len;

  /* Nearly always the last: tasks of one lane end in the order of their start. */
  while (i > 0 && g_array_index (spans, guint32, i - 1) > span)
    i--;
  g_array_insert_val (spans, i, span);
}

/**
 * telar_lane_index_add_failed:
 * @self: an index
 * @span: the first span of a task that has failed
 */
void
telar_lane_index_add_failed (TelarLaneIndex *self, guint span)
{
  add_span (self->failed, span);
}

/**
 * telar_lane_index_add_cancelled:
 * @self: an index
 * @span: the first span of a task that was cancelled
 */
void
telar_lane_index_add_cancelled (TelarLaneIndex *self, guint span)
{
  add_span (self->cancelled, span);
}

/**
 * telar_lane_index_find_ending_after:
 * @self: an index
 * @from: where to begin to look; the search is quick if the span is near
 * @time_ns: an instant
 *
 * Returns: the first span from @from on that ends after @time_ns, or the number of spans
 */
guint
telar_lane_index_find_ending_after (const TelarLaneIndex *self, guint from, gint64 time_ns)
{
  guint n = telar_lane_index_get_n_spans (self);
  guint low = from, high, step = 1;

  while (low < n && telar_lane_index_get_span (self, low)->end_ns <= time_ns)
    {
      from = low + 1;
      low = step < n - low ? low + step : n;
      step *= 2;
    }
  high = low;
  low = from;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (telar_lane_index_get_span (self, middle)->end_ns <= time_ns)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * telar_lane_index_find_starting_from:
 * @self: an index
 * @from: where to begin to look; the search is quick if the span is near
 * @time_ns: an instant
 *
 * Returns: the first span from @from on that begins at @time_ns or later, or the number of spans
 */
guint
telar_lane_index_find_starting_from (const TelarLaneIndex *self, guint from, gint64 time_ns)
{
  guint n = telar_lane_index_get_n_spans (self);
  guint low = from, high, step = 1;

  while (low < n && telar_lane_index_get_span (self, low)->start_ns < time_ns)
    {
      from = low + 1;
      low = step < n - low ? low + step : n;
      step *= 2;
    }
  high = low;
  low = from;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (telar_lane_index_get_span (self, middle)->start_ns < time_ns)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static gint64
busy_before (const TelarLaneIndex *self, guint index)
{
  if (index < self->n_spans)
    return g_array_index (self->busy_ns, gint64, index);
  if (index == self->n_spans)
    return self->busy_total_ns;
  return self->busy_total_ns + self->open.end_ns - self->open.start_ns;
}

/**
 * telar_lane_index_get_busy:
 * @self: an index
 * @from: a span
 * @to: the span after the last one to count
 *
 * Returns: the length of the spans together, in nanoseconds
 */
gint64
telar_lane_index_get_busy (const TelarLaneIndex *self, guint from, guint to)
{
  return busy_before (self, to) - busy_before (self, from);
}

static void
phases_before (const TelarLaneIndex *self, guint index, gint64 *phases_ns)
{
  guint checkpoint = MIN (index, self->n_spans) / TELAR_CHECKPOINT_SPANS;

  if (checkpoint < self->checkpoints->len)
    {
      memcpy (phases_ns,
              &g_array_index (self->checkpoints, gint64, checkpoint * (gsize) TELAR_N_PHASES),
              sizeof (gint64) * TELAR_N_PHASES);
    }
  else
    {
      memcpy (phases_ns, self->phase_total_ns, sizeof (gint64) * TELAR_N_PHASES);
      checkpoint = (self->n_spans + TELAR_CHECKPOINT_SPANS - 1) / TELAR_CHECKPOINT_SPANS;
    }

  for (guint i = MIN (checkpoint * TELAR_CHECKPOINT_SPANS, self->n_spans); i < index; i++)
    {
      const TelarSpan *span = telar_lane_index_get_span (self, i);

      if (span->phase < TELAR_N_PHASES)
        phases_ns[span->phase] += span->end_ns - span->start_ns;
    }
}

/**
 * telar_lane_index_get_main_phase:
 * @self: an index
 * @from: a span
 * @to: the span after the last one to count, greater than @from
 *
 * Returns: the phase that takes the most time in these spans
 */
TelarPhase
telar_lane_index_get_main_phase (const TelarLaneIndex *self, guint from, guint to)
{
  gint64 before[TELAR_N_PHASES] = { 0 }, after[TELAR_N_PHASES] = { 0 };
  guint best = telar_lane_index_get_span (self, from)->phase;

  if (to - from == 1)
    return MIN (best, TELAR_N_PHASES - 1);

  if (to - from <= 2 * TELAR_CHECKPOINT_SPANS)
    {
      for (guint i = from; i < to; i++)
        {
          const TelarSpan *span = telar_lane_index_get_span (self, i);

          if (span->phase < TELAR_N_PHASES)
            after[span->phase] += span->end_ns - span->start_ns;
        }
    }
  else
    {
      phases_before (self, from, before);
      phases_before (self, to, after);
    }

  best = MIN (best, TELAR_N_PHASES - 1);
  for (guint i = 0; i < TELAR_N_PHASES; i++)
    if (after[i] - before[i] > after[best] - before[best])
      best = i;

  return best;
}

static guint
count_spans_before (const GArray *spans, guint span)
{
  guint low = 0, high = spans->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (spans, guint32, middle) < span)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static guint
count_spans (const GArray *spans, guint from, guint to)
{
  if (spans->len == 0)
    return 0;

  return count_spans_before (spans, to) - count_spans_before (spans, from);
}

/**
 * telar_lane_index_count_failed:
 * @self: an index
 * @from: a span
 * @to: the span after the last one to look at
 *
 * Returns: how many tasks that failed begin with one of these spans
 */
guint
telar_lane_index_count_failed (const TelarLaneIndex *self, guint from, guint to)
{
  return count_spans (self->failed, from, to);
}

/**
 * telar_lane_index_count_cancelled:
 * @self: an index
 * @from: a span
 * @to: the span after the last one to look at
 *
 * Returns: how many tasks that were cancelled begin with one of these spans
 */
guint
telar_lane_index_count_cancelled (const TelarLaneIndex *self, guint from, guint to)
{
  return count_spans (self->cancelled, from, to);
}

/* Of what changes with the spans in @changes, how often it does within some spans; what the span
 * that is still open changes comes on top. */
static guint
count_changes (const TelarLaneIndex *self, const GArray *changes, guint from, guint to)
{
  return count_spans_before (changes, MIN (to, self->n_spans))
         - count_spans_before (changes, MIN (from + 1, self->n_spans));
}

/* Whether the open span is among them, and not the first. */
static gboolean
reaches_open (const TelarLaneIndex *self, guint from, guint to)
{
  return to > self->n_spans && from < self->n_spans;
}

/**
 * telar_lane_index_count_bars:
 * @self: an index
 * @from: a span
 * @to: the span after the last one to count, greater than @from
 *
 * Returns: how many bars these spans belong to: neighbours of one task are one bar
 */
guint
telar_lane_index_count_bars (const TelarLaneIndex *self, guint from, guint to)
{
  guint n = 1 + count_changes (self, self->bars, from, to);

  if (reaches_open (self, from, to)
      && self->open.task != telar_lane_index_get_span (self, self->n_spans - 1)->task)
    n++;

  return n;
}

/**
 * telar_lane_index_has_one_core:
 * @self: an index
 * @from: a span
 * @to: the span after the last one to look at, greater than @from
 *
 * Returns: whether all these spans began on the same core, or on one that is not known
 */
gboolean
telar_lane_index_has_one_core (const TelarLaneIndex *self, guint from, guint to)
{
  if (reaches_open (self, from, to)
      && self->open.core != telar_lane_index_get_span (self, self->n_spans - 1)->core)
    return FALSE;

  return count_changes (self, self->moves, from, to) == 0;
}
