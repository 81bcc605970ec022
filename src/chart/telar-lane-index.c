/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-lane-index.h"

/* Up to so many spans are looked at one by one. */
#define CACHE_LINE 64

#define N_KEYS    16
#define FIRST_KEY (N_KEYS - 1)
G_STATIC_ASSERT (TELAR_N_PHASES <= FIRST_KEY);

#define EXACT_SPANS (3 * TELAR_CHECKPOINT_SPANS)

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
    .starts_ns = g_array_new (FALSE, FALSE, sizeof (gint64)),
    .checkpoints = g_array_new (FALSE, FALSE, sizeof (TelarCheckpoint)),
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
  g_clear_pointer (&self->starts_ns, g_array_unref);
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
      = self->n_spans > 0 ? telar_lane_index_get_span (self, self->n_spans - 1) : NULL;
  guint chunk, offset;

  telar_lane_locate (self->n_spans, &chunk, &offset);
  if (offset == 0)
    self->chunks[chunk] = telar_lane_get_span (self->lane, self->n_spans);

  if (former == NULL || former->task != span->task)
    g_array_append_val (self->bars, self->n_spans);
  if (former == NULL || former->core != span->core)
    g_array_append_val (self->moves, self->n_spans);
  if (self->n_spans % TELAR_CHECKPOINT_SPANS == 0)
    {
      g_array_append_val (self->starts_ns, span->start_ns);
      g_array_append_val (self->checkpoints, self->total);
    }

  self->total.busy_ns += length_ns;
  if (span->phase < TELAR_N_PHASES)
    self->total.phases_ns[span->phase] += length_ns;
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

/* The span after those that lie beside @span in memory. */
static guint
get_block_end (guint span)
{
  return (span / TELAR_CHECKPOINT_SPANS + 1) * TELAR_CHECKPOINT_SPANS;
}

/* The last checkpoint whose span begins before @time_ns, but at least @block. */
static guint
find_block (const TelarLaneIndex *self, guint block, gint64 time_ns)
{
  const gint64 *starts_ns = (const gint64 *) (gconstpointer) self->starts_ns->data;
  guint n_blocks = self->starts_ns->len, step = 1, end;

  while (step < n_blocks - block && starts_ns[block + step] < time_ns)
    {
      block += step;
      step *= 2;
    }

  for (end = MIN (block + step, n_blocks); end - block > 1;)
    {
      guint middle = block + (end - block) / 2;

      if (starts_ns[middle] < time_ns)
        block = middle;
      else
        end = middle;
    }

  return block;
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
  if (from < self->n_spans)
    {
      guint block = find_block (self, from / TELAR_CHECKPOINT_SPANS, time_ns);
      guint first = block * TELAR_CHECKPOINT_SPANS;
      guint low = MAX (from, first), high = MIN (first + TELAR_CHECKPOINT_SPANS, self->n_spans);
      const TelarSpan *spans = telar_lane_index_get_span (self, first);

      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (spans[middle - first].start_ns < time_ns)
            low = middle + 1;
          else
            high = middle;
        }
      from = low;
    }

  if (from == self->n_spans && self->has_open && self->open.start_ns < time_ns)
    from++;

  return from;
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
  guint next = telar_lane_index_find_starting_from (self, from, time_ns + 1);

  /* Spans do not overlap, so at most one begins before and ends after it. */
  if (next > from && telar_lane_index_get_span (self, next - 1)->end_ns > time_ns)
    next--;

  return next;
}

/**
 * telar_lane_index_prefetch:
 * @self: an index
 * @from: a span before @time_ns
 * @time_ns: an instant
 *
 * Asks the processor to fetch what telar_lane_index_find_starting_from() and what follows it will
 * look at for @time_ns. A million spans do not fit into its caches, and a whole run in view looks
 * at a few of each thousand: most of the time goes by with waiting for memory.
 */
void
telar_lane_index_prefetch (const TelarLaneIndex *self, guint from, gint64 time_ns)
{
  const char *checkpoint, *spans;
  guint block;

  if (from >= self->n_spans)
    return;

  block = find_block (self, from / TELAR_CHECKPOINT_SPANS, time_ns);
  checkpoint = (const char *) &g_array_index (self->checkpoints, TelarCheckpoint, block);
  for (gsize i = 0; i < sizeof (TelarCheckpoint); i += CACHE_LINE)
    __builtin_prefetch (checkpoint + i);

  /* The block need not be full, but its memory is there. */
  spans = (const char *) telar_lane_index_get_span (self, block * TELAR_CHECKPOINT_SPANS);
  for (gsize i = 0; i < sizeof (TelarSpan) * TELAR_CHECKPOINT_SPANS; i += CACHE_LINE)
    __builtin_prefetch (spans + i);
}

static const TelarCheckpoint *
get_checkpoint (const TelarLaneIndex *self, guint span)
{
  if (span >= self->n_spans)
    return &self->total;

  return &g_array_index (self->checkpoints, TelarCheckpoint, span / TELAR_CHECKPOINT_SPANS);
}

static gint64
busy_before (const TelarLaneIndex *self, guint index)
{
  gint64 busy_ns = get_checkpoint (self, index)->busy_ns;
  guint first = index - index % TELAR_CHECKPOINT_SPANS;
  const TelarSpan *spans;

  if (index > self->n_spans)
    return busy_ns + self->open.end_ns - self->open.start_ns;
  if (index == self->n_spans || index == first)
    return busy_ns;

  spans = telar_lane_index_get_span (self, first);
  for (guint i = 0; i < index - first; i++)
    busy_ns += spans[i].end_ns - spans[i].start_ns;

  return busy_ns;
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

/* Adds how long each phase takes in some spans, or with a negative sign takes it away. */
static void
add_phases (const TelarLaneIndex *self, guint from, guint to, gint64 sign, gint64 *phases_ns)
{
  while (from < to)
    {
      const TelarSpan *span = telar_lane_index_get_span (self, from);
      guint end = from + 1;

      if (from < self->n_spans)
        end = MIN (MIN (get_block_end (from), self->n_spans), to);
      for (; from < end; from++, span++)
        if (span->phase < TELAR_N_PHASES)
          phases_ns[span->phase] += sign * (span->end_ns - span->start_ns);
    }
}

/* The same for many spans: from checkpoint to checkpoint, and what is beside them. */
static void
sum_phases (const TelarLaneIndex *self, guint from, guint to, gint64 *phases_ns)
{
  const TelarCheckpoint *before = get_checkpoint (self, from);
  const TelarCheckpoint *after = get_checkpoint (self, to);
  guint end = to >= self->n_spans ? self->n_spans : to - to % TELAR_CHECKPOINT_SPANS;

  for (guint i = 0; i < TELAR_N_PHASES; i++)
    phases_ns[i] = after->phases_ns[i] - before->phases_ns[i];
  add_phases (self, from - from % TELAR_CHECKPOINT_SPANS, from, -1, phases_ns);
  add_phases (self, end, to, 1, phases_ns);
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
  gint64 phases_ns[TELAR_N_PHASES] = { 0 }, longest;
  guint best = telar_lane_index_get_span (self, from)->phase;

  best = MIN (best, TELAR_N_PHASES - 1);
  if (to - from == 1)
    return best;

  if (to - from > EXACT_SPANS)
    sum_phases (self, from, to, phases_ns);
  else
    add_phases (self, from, to, 1, phases_ns);

  /* Without a branch, for which phase it is cannot be foretold: each time with the number of its
   * phase in its last bits, and of equally long ones the first phase wins. */
  longest = phases_ns[best] * N_KEYS + FIRST_KEY;
  for (gint64 i = 0; i < TELAR_N_PHASES; i++)
    {
      gint64 key = phases_ns[i] * N_KEYS + i;

      longest = MAX (longest, key);
    }

  return longest % N_KEYS == FIRST_KEY ? best : (guint) (longest % N_KEYS);
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
