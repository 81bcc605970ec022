/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-lane.h"

G_BEGIN_DECLS

/* Spans are summed up in blocks of so many. */
#define TELAR_SUMS_BLOCK (TELAR_LANE_BLOCK / 2)

/* A slot for each phase, and one for what has none that is known. */
#define TELAR_SUMS_SLOTS (TELAR_N_PHASES + 1)

/* How long the spans of a lane are together, phase by phase. Few phases occur in a lane, and only
 * those have a slot, so that what is known of a block takes a line or two of the processor's
 * cache. */
typedef struct
{
  GArray *rows; /* gint64: of each block its longest bar, and the sum in each slot before it */
  gint64 total_ns[TELAR_SUMS_SLOTS];
  guint8 slots[TELAR_SUMS_SLOTS];  /* of each phase; G_MAXUINT8 if it has none */
  guint8 phases[TELAR_SUMS_SLOTS]; /* of each slot */
  guint n_slots;
} TelarLaneSums;

void telar_lane_sums_init (TelarLaneSums *self);
void telar_lane_sums_clear (TelarLaneSums *self);
void telar_lane_sums_make_slot (TelarLaneSums *self, guint phase);
void telar_lane_sums_push (TelarLaneSums *self, guint number, const TelarSpan *span);
void telar_lane_sums_add_bar (TelarLaneSums *self, guint first, guint last, gint64 length_ns);
TelarPhase
telar_lane_sums_find_main_phase (const TelarLaneSums *self, const gint64 *sums_ns, guint preferred);

static inline const gint64 *
telar_lane_sums_get_row (const TelarLaneSums *self, guint block)
{
  return &g_array_index (self->rows, gint64, (gsize) block * (1 + self->n_slots));
}

/* The length of the longest bar that has a span in the block, of those that have ended. */
static inline gint64
telar_lane_sums_get_longest (const TelarLaneSums *self, guint block)
{
  return telar_lane_sums_get_row (self, block)[0];
}

/* The sum in each slot of all spans before the block. */
static inline const gint64 *
telar_lane_sums_get_before (const TelarLaneSums *self, guint block)
{
  return telar_lane_sums_get_row (self, block) + 1;
}

/* Adds spans that lie side by side; with a @sign of -1 takes them away. */
static inline void
telar_lane_sums_add (const TelarLaneSums *self,
                     const TelarSpan *spans,
                     guint n,
                     gint64 sign,
                     gint64 *sums_ns)
{
  for (guint i = 0; i < n; i++)
    sums_ns[self->slots[MIN (spans[i].phase, TELAR_N_PHASES)]]
        += sign * (spans[i].end_ns - spans[i].start_ns);
}

G_END_DECLS
