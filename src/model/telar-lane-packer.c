/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-lane-packer.h"

typedef struct
{
  gint64 end_ns;
  guint lane;
} Slot;

/**
 * telar_lane_packer_init:
 * @packer: (out caller-allocates): a packer without lanes
 */
void
telar_lane_packer_init (TelarLanePacker *packer)
{
  packer->slots = g_array_new (FALSE, FALSE, sizeof (Slot));
}

/**
 * telar_lane_packer_clear:
 * @packer: a packer, which may be all zero
 */
void
telar_lane_packer_clear (TelarLanePacker *packer)
{
  g_clear_pointer (&packer->slots, g_array_unref);
}

/* Of two lanes that are free at the same time the first one is taken. */
static gboolean
is_before (const Slot *one, const Slot *other)
{
  return one->end_ns != other->end_ns ? one->end_ns < other->end_ns : one->lane < other->lane;
}

static void
sift_down (Slot *slots, guint n)
{
  Slot slot = slots[0];
  guint i = 0;

  for (guint child = 1; child < n; child = 2 * i + 1)
    {
      if (child + 1 < n && is_before (&slots[child + 1], &slots[child]))
        child++;
      if (!is_before (&slots[child], &slot))
        break;
      slots[i] = slots[child];
      i = child;
    }
  slots[i] = slot;
}

static void
sift_up (Slot *slots, guint i)
{
  Slot slot = slots[i];

  for (; i > 0 && is_before (&slot, &slots[(i - 1) / 2]); i = (i - 1) / 2)
    slots[i] = slots[(i - 1) / 2];
  slots[i] = slot;
}

/**
 * telar_lane_packer_add:
 * @packer: a packer
 * @start_ns: (inout): when the stretch begins, not before that of the one that was added last
 * @end_ns: (inout): when it ends, not before it begins
 * @tolerance_ns: how much two stretches of a lane may overlap because their times are rounded
 *
 * Takes the lane that has been free for longest, or a new one, which is known to need the fewest
 * lanes (interval partitioning: Kleinberg and Tardos, Algorithm Design, section 4.1). Where a
 * tolerance was needed, the stretch is made to begin when the one before it ends. Takes time in
 * proportion to the logarithm of the number of lanes.
 *
 * Returns: the lane, from 0
 */
guint
telar_lane_packer_add (TelarLanePacker *packer,
                       gint64 *start_ns,
                       gint64 *end_ns,
                       gint64 tolerance_ns)
{
  Slot *slots = (Slot *) (gpointer) packer->slots->data;
  guint n = packer->slots->len;
  Slot slot = { *end_ns, n };

  if (n > 0 && slots[0].end_ns - tolerance_ns <= *start_ns)
    {
      *start_ns = MAX (*start_ns, slots[0].end_ns);
      *end_ns = MAX (*end_ns, *start_ns);
      slots[0].end_ns = *end_ns;
      slot.lane = slots[0].lane;
      sift_down (slots, n);
    }
  else
    {
      g_array_append_val (packer->slots, slot);
      sift_up ((Slot *) (gpointer) packer->slots->data, n);
    }

  return slot.lane;
}
