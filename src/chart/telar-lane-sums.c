/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-lane-sums.h"

#define N_KEYS    16
#define FIRST_KEY (N_KEYS - 1)
G_STATIC_ASSERT (TELAR_N_PHASES <= FIRST_KEY);

/**
 * telar_lane_sums_init:
 * @self: (out caller-allocates): become those of no spans
 */
void
telar_lane_sums_init (TelarLaneSums *self)
{
  *self = (TelarLaneSums){ .rows = g_array_new (FALSE, FALSE, sizeof (gint64)) };
  memset (self->slots, 0xff, sizeof self->slots);
}

/**
 * telar_lane_sums_clear:
 * @self: sums
 *
 * Frees what belongs to them.
 */
void
telar_lane_sums_clear (TelarLaneSums *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
}

/**
 * telar_lane_sums_make_slot:
 * @self: sums
 * @phase: a phase that may occur from now on
 *
 * The first time takes as long as there are blocks, but there are only %TELAR_N_PHASES times.
 */
void
telar_lane_sums_make_slot (TelarLaneSums *self, guint phase)
{
  GArray *rows;
  gint64 zero = 0;
  guint n_rows = self->rows->len / (1 + self->n_slots);

  phase = MIN (phase, TELAR_N_PHASES);
  if (self->slots[phase] != G_MAXUINT8)
    return;

  rows = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_rows * (2 + self->n_slots));
  for (guint i = 0; i < n_rows; i++)
    {
      g_array_append_vals (rows, telar_lane_sums_get_row (self, i), 1 + self->n_slots);
      g_array_append_val (rows, zero);
    }
  g_array_unref (self->rows);
  self->rows = rows;
  self->phases[self->n_slots] = (guint8) phase;
  self->slots[phase] = (guint8) self->n_slots++;
}

/**
 * telar_lane_sums_push:
 * @self: sums
 * @number: of the span in its lane; all before it were pushed
 * @span: the span
 */
void
telar_lane_sums_push (TelarLaneSums *self, guint number, const TelarSpan *span)
{
  telar_lane_sums_make_slot (self, span->phase);
  if (number % TELAR_SUMS_BLOCK == 0)
    {
      const gint64 none = 0;

      g_array_append_val (self->rows, none);
      g_array_append_vals (self->rows, self->total_ns, self->n_slots);
    }
  telar_lane_sums_add (self, span, 1, 1, self->total_ns);
}

/**
 * telar_lane_sums_add_bar:
 * @self: sums
 * @first: the first span of a bar
 * @last: its last one
 * @length_ns: from the beginning of @first to the end of @last
 */
void
telar_lane_sums_add_bar (TelarLaneSums *self, guint first, guint last, gint64 length_ns)
{
  for (guint block = first / TELAR_SUMS_BLOCK; block <= last / TELAR_SUMS_BLOCK; block++)
    {
      gint64 *longest_ns = &g_array_index (self->rows, gint64, (gsize) block * (1 + self->n_slots));

      *longest_ns = MAX (*longest_ns, length_ns);
    }
}

/**
 * telar_lane_sums_find_main_phase:
 * @self: sums
 * @sums_ns: the time in each slot of some spans
 * @preferred: the phase of the first of these spans
 *
 * Returns: the phase that takes the most time
 */
TelarPhase
telar_lane_sums_find_main_phase (const TelarLaneSums *self, const gint64 *sums_ns, guint preferred)
{
  gint64 longest = FIRST_KEY;

  preferred = MIN (preferred, TELAR_N_PHASES - 1);

  /* Without a branch, for which phase it is cannot be foretold: each time with the number of its
   * phase in its last bits, and of equally long ones the preferred phase wins. */
  for (guint i = 0; i < self->n_slots; i++)
    {
      guint phase = self->phases[i];
      gint64 number = phase == preferred ? FIRST_KEY : phase;
      gint64 key = phase < TELAR_N_PHASES ? sums_ns[i] * N_KEYS + number : 0;

      longest = MAX (longest, key);
    }

  longest %= N_KEYS;

  return longest == FIRST_KEY ? preferred : (guint) longest;
}
