/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-lane-index.h"

#define CACHE_LINE 64

/* Up to so many spans are looked at one by one. */
#define EXACT_SPANS (3 * TELAR_SUMS_BLOCK)

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
    .failed = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .cancelled = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .bars = g_array_new (FALSE, FALSE, sizeof (guint32)),
    .moves = g_array_new (FALSE, FALSE, sizeof (guint32)),
  };
  telar_lane_sums_init (&self->sums);
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
  telar_lane_sums_clear (&self->sums);
  g_clear_pointer (&self->failed, g_array_unref);
  g_clear_pointer (&self->cancelled, g_array_unref);
  g_clear_pointer (&self->bars, g_array_unref);
  g_clear_pointer (&self->moves, g_array_unref);
}

/* Another bar begins, so it is known how long the last one is. */
static void
begin_bar (TelarLaneIndex *self)
{
  guint first = self->last_bar, last = self->n_spans - 1;

  if (self->n_spans > 0)
    telar_lane_sums_add_bar (&self->sums, first, last,
                             telar_lane_index_get_span (self, last)->end_ns
                                 - telar_lane_index_get_span (self, first)->start_ns);
  self->last_bar = self->n_spans;
  g_array_append_val (self->bars, self->n_spans);
}

/**
 * telar_lane_index_push:
 * @self: an index
 * @span: the span of its lane that is next
 */
void
telar_lane_index_push (TelarLaneIndex *self, const TelarSpan *span)
{
  const TelarSpan *former
      = self->n_spans > 0 ? telar_lane_index_get_span (self, self->n_spans - 1) : NULL;
  guint chunk, offset;

  telar_lane_locate (self->n_spans, &chunk, &offset);
  if (offset == 0)
    self->chunks[chunk] = telar_lane_get_span (self->lane, self->n_spans);

  if (former == NULL || former->task != span->task)
    begin_bar (self);
  if (former == NULL || former->core != span->core)
    g_array_append_val (self->moves, self->n_spans);
  if (self->n_spans % TELAR_SUMS_BLOCK == 0)
    g_array_append_val (self->starts_ns, span->start_ns);
  telar_lane_sums_push (&self->sums, self->n_spans, span);
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
  telar_lane_sums_make_slot (&self->sums, open->phase);
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
 * telar_lane_index_find_block:
 * @self: an index
 * @block: where to begin to look; the search is quick if the block is near
 * @time_ns: an instant
 *
 * Returns: the last block of %TELAR_SUMS_BLOCK spans that begins before @time_ns, but at least
 *   @block
 */
guint
telar_lane_index_find_block (const TelarLaneIndex *self, guint block, gint64 time_ns)
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
 * telar_lane_index_find_blocks:
 * @self: an index
 * @block: where to begin to look
 * @times_ns: (array length=n_times): instants, in order
 * @n_times: how many
 * @blocks: (out caller-allocates) (array length=n_times): of each instant the last block that
 *   begins before it, but at least @block
 *
 * Is quickest if the instants are at equal distances, and so are the spans.
 */
void
telar_lane_index_find_blocks (const TelarLaneIndex *self,
                              guint block,
                              const gint64 *times_ns,
                              guint n_times,
                              guint *blocks)
{
  const gint64 *starts_ns = (const gint64 *) (gconstpointer) self->starts_ns->data;
  guint step = 0;

  for (guint i = 0; i < n_times; i++)
    {
      guint guess = block + step - step / 8;

      if (guess >= self->starts_ns->len || starts_ns[guess] >= times_ns[i])
        guess = block;
      blocks[i] = telar_lane_index_find_block (self, guess, times_ns[i]);
      step = blocks[i] - block;
      block = blocks[i];
    }
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
  return telar_lane_index_find_from_block (self, from, from / TELAR_SUMS_BLOCK, time_ns);
}

/**
 * telar_lane_index_find_from_block:
 * @self: an index
 * @from: the first span that may be found
 * @block: where to begin to look: the block of @from, or a later one that begins before @time_ns
 * @time_ns: an instant
 *
 * Returns: the first span from @from on that begins at @time_ns or later, or the number of spans
 */
guint
telar_lane_index_find_from_block (const TelarLaneIndex *self,
                                  guint from,
                                  guint block,
                                  gint64 time_ns)
{
  if (from < self->n_spans)
    {
      const TelarSpan *spans;
      guint first, n;

      block = telar_lane_index_find_block (self, block, time_ns);
      first = block * TELAR_SUMS_BLOCK;
      n = MIN (TELAR_SUMS_BLOCK, self->n_spans - first);
      spans = telar_lane_index_get_span (self, first);

      /* It cannot be foretold where in the block it is, so looking at all is quicker. */
      for (guint i = 0; i < n; i++)
        first += spans[i].start_ns < time_ns;
      from = MAX (from, first);
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
 * @block: a block of %TELAR_SUMS_BLOCK spans
 *
 * Asks the processor to fetch what is known of a block, and its spans. A million spans do not fit
 * into its caches, and a whole run in view looks at a few of each thousand: most of the time goes
 * by with waiting for memory.
 */
void
telar_lane_index_prefetch (const TelarLaneIndex *self, guint block)
{
  const char *sums = (const char *) telar_lane_sums_get_row (&self->sums, block);
  /* The block need not be full, but its memory is there. */
  const char *spans = (const char *) telar_lane_index_get_span (self, block * TELAR_SUMS_BLOCK);

  for (gsize i = 0; i <= sizeof (gint64) * self->sums.n_slots; i += CACHE_LINE)
    __builtin_prefetch (sums + i);
  for (gsize i = 0; i < sizeof (TelarSpan) * TELAR_SUMS_BLOCK; i += CACHE_LINE)
    __builtin_prefetch (spans + i);
}

/* Adds up how long spans are, slot by slot. */
static void
add_spans (const TelarLaneIndex *self, guint from, guint to, gint64 *sums_ns)
{
  while (from < to && from < self->n_spans)
    {
      guint end = MIN (from - from % TELAR_SUMS_BLOCK + TELAR_SUMS_BLOCK, MIN (to, self->n_spans));

      telar_lane_sums_add (&self->sums, telar_lane_index_get_span (self, from), end - from, 1,
                           sums_ns);
      from = end;
    }
  if (from < to)
    telar_lane_sums_add (&self->sums, &self->open, 1, 1, sums_ns);
}

/* Adds up all spans before one. */
static void
sum_before (const TelarLaneIndex *self, guint span, gint64 *sums_ns)
{
  guint block = span / TELAR_SUMS_BLOCK, first = block * TELAR_SUMS_BLOCK;
  const gint64 *before = self->sums.total_ns;

  if (span < self->n_spans)
    before = telar_lane_sums_get_before (&self->sums, block);
  else
    first = self->n_spans;
  for (guint i = 0; i < self->sums.n_slots; i++)
    sums_ns[i] = before[i];
  add_spans (self, first, span, sums_ns);
}

/* The same of those from @from to before @to, at a cost that does not follow their number. What is
 * before @to stays in @cursor. */
static void
sum_between (const TelarLaneIndex *self,
             guint from,
             guint to,
             TelarLaneCursor *cursor,
             gint64 *sums_ns)
{
  gint64 after_ns[TELAR_SUMS_SLOTS];

  if (cursor->span != from)
    sum_before (self, from, cursor->sums_ns);
  sum_before (self, to, after_ns);
  for (guint i = 0; i < self->sums.n_slots; i++)
    {
      sums_ns[i] = after_ns[i] - cursor->sums_ns[i];
      cursor->sums_ns[i] = after_ns[i];
    }
  cursor->span = to;
}

static TelarPhase
find_main_phase (const TelarLaneIndex *self, guint from, const gint64 *sums_ns)
{
  return telar_lane_sums_find_main_phase (&self->sums, sums_ns,
                                          telar_lane_index_get_span (self, from)->phase);
}

/* The same of a few spans. */
static void
sum_few (const TelarLaneIndex *self, guint from, guint to, gint64 *sums_ns)
{
  for (guint i = 0; i < self->sums.n_slots; i++)
    sums_ns[i] = 0;
  add_spans (self, from, to, sums_ns);
}

static gint64
add_slots (const TelarLaneIndex *self, const gint64 *sums_ns)
{
  gint64 sum_ns = 0;

  for (guint i = 0; i < self->sums.n_slots; i++)
    sum_ns += sums_ns[i];

  return sum_ns;
}

/**
 * telar_lane_index_sum_up:
 * @self: an index
 * @from: a span
 * @to: the span after the last one to look at, greater than @from
 * @cursor: (inout): zero-initialised, or of the same lane; it is quick if the last time was about
 *   the spans before @from
 * @phase: (out): the phase that takes the most time in these spans
 *
 * Returns: the length of the spans together, in nanoseconds
 */
gint64
telar_lane_index_sum_up (const TelarLaneIndex *self,
                         guint from,
                         guint to,
                         TelarLaneCursor *cursor,
                         TelarPhase *phase)
{
  gint64 sums_ns[TELAR_SUMS_SLOTS];

  if (to - from <= EXACT_SPANS)
    sum_few (self, from, to, sums_ns);
  else
    sum_between (self, from, to, cursor, sums_ns);
  *phase = find_main_phase (self, from, sums_ns);

  return add_slots (self, sums_ns);
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
  gint64 busy_ns = 0;

  if (to - from > EXACT_SPANS)
    {
      gint64 before_ns[TELAR_SUMS_SLOTS], after_ns[TELAR_SUMS_SLOTS];

      sum_before (self, from, before_ns);
      sum_before (self, to, after_ns);

      return add_slots (self, after_ns) - add_slots (self, before_ns);
    }

  for (guint i = from; i < to; i++)
    {
      const TelarSpan *span = telar_lane_index_get_span (self, i);

      busy_ns += span->end_ns - span->start_ns;
    }

  return busy_ns;
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
  gint64 sums_ns[TELAR_SUMS_SLOTS];

  if (to - from == 1)
    return MIN (telar_lane_index_get_span (self, from)->phase, TELAR_N_PHASES - 1);

  if (to - from <= EXACT_SPANS)
    {
      sum_few (self, from, to, sums_ns);
    }
  else
    {
      TelarLaneCursor cursor = { 0 };

      sum_between (self, from, to, &cursor, sums_ns);
    }

  return find_main_phase (self, from, sums_ns);
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
