/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-lane.h"
#include "telar-lane-sums.h"

G_BEGIN_DECLS

/* The sums of all spans before one, kept from there to the next look. */
typedef struct
{
  guint span;
  gint64 sums_ns[TELAR_SUMS_SLOTS];
} TelarLaneCursor;

/* What makes the spans of a lane quick to draw: sums that tell how busy any stretch of it is
 * without looking at each span. Read by the main thread while the lane is written. */
typedef struct
{
  TelarLane *lane;
  guint n_spans; /* published and taken in */
  gboolean has_open;
  TelarSpan open; /* follows the last one and lasts until now */
  const TelarSpan *chunks[TELAR_LANE_CHUNKS];

  GArray *starts_ns; /* gint64: when the first span of each block begins */
  TelarLaneSums sums;
  GArray *failed;    /* guint32: spans that begin a task that failed, in order */
  GArray *cancelled; /* the same for those that were cancelled */
  GArray *bars;      /* guint32: spans that begin another task than the one before */
  GArray *moves;     /* guint32: spans on another core than the one before */
  guint last_bar;    /* the first span of the last one, which may go on */
} TelarLaneIndex;

void telar_lane_index_init (TelarLaneIndex *self, TelarLane *lane);
void telar_lane_index_clear (TelarLaneIndex *self);
void telar_lane_index_push (TelarLaneIndex *self, const TelarSpan *span);
void telar_lane_index_set_open (TelarLaneIndex *self, const TelarSpan *open, gint64 now_ns);
void telar_lane_index_add_failed (TelarLaneIndex *self, guint span);
void telar_lane_index_add_cancelled (TelarLaneIndex *self, guint span);

guint telar_lane_index_find_ending_after (const TelarLaneIndex *self, guint from, gint64 time_ns);
guint telar_lane_index_find_starting_from (const TelarLaneIndex *self, guint from, gint64 time_ns);
guint telar_lane_index_find_block (const TelarLaneIndex *self, guint block, gint64 time_ns);
void telar_lane_index_find_blocks (const TelarLaneIndex *self,
                                   guint block,
                                   const gint64 *times_ns,
                                   guint n_times,
                                   guint *blocks);
guint telar_lane_index_find_from_block (const TelarLaneIndex *self,
                                        guint from,
                                        guint block,
                                        gint64 time_ns);
void telar_lane_index_prefetch (const TelarLaneIndex *self, guint block);
gint64 telar_lane_index_sum_up (const TelarLaneIndex *self,
                                guint from,
                                guint to,
                                TelarLaneCursor *cursor,
                                TelarPhase *phase);
gint64 telar_lane_index_get_busy (const TelarLaneIndex *self, guint from, guint to);
TelarPhase telar_lane_index_get_main_phase (const TelarLaneIndex *self, guint from, guint to);
guint telar_lane_index_count_failed (const TelarLaneIndex *self, guint from, guint to);
guint telar_lane_index_count_cancelled (const TelarLaneIndex *self, guint from, guint to);
guint telar_lane_index_count_bars (const TelarLaneIndex *self, guint from, guint to);
gboolean telar_lane_index_has_one_core (const TelarLaneIndex *self, guint from, guint to);

static inline guint
telar_lane_index_get_n_spans (const TelarLaneIndex *self)
{
  return self->n_spans + (self->has_open ? 1 : 0);
}

static inline const TelarSpan *
telar_lane_index_get_span (const TelarLaneIndex *self, guint index)
{
  guint chunk, offset;

  if (index >= self->n_spans)
    return &self->open;

  telar_lane_locate (index, &chunk, &offset);

  return self->chunks[chunk] + offset;
}

/* A length that the bar of the span does not exceed; G_MAXINT64 if it may go on. */
static inline gint64
telar_lane_index_get_longest (const TelarLaneIndex *self, guint span)
{
  if (span >= self->last_bar)
    return G_MAXINT64;

  return telar_lane_sums_get_longest (&self->sums, span / TELAR_SUMS_BLOCK);
}

G_END_DECLS
