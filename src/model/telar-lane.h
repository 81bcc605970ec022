/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "telar-phase.h"

G_BEGIN_DECLS

/* A span that belongs to no task, such as the start of a worker. */
#define TELAR_NO_TASK G_MAXUINT32

typedef enum
{
  TELAR_LANE_THREAD,
  TELAR_LANE_PLACE, /* in the event loop */
  TELAR_LANE_PROCESS,
  TELAR_LANE_LOOP, /* the event loop itself */
} TelarLaneKind;

#define TELAR_N_LANE_KINDS (TELAR_LANE_LOOP + 1)

/* A stretch of time of one task in one lane in one phase, in nanoseconds since the run's
 * start. @core is the one that it began on, -1 if that is not known. */
typedef struct
{
  gint64 start_ns;
  gint64 end_ns;
  guint32 task;
  guint8 phase;
  gint16 core;
} TelarSpan;

G_STATIC_ASSERT (sizeof (TelarSpan) <= 40);

typedef struct _TelarLane TelarLane;

/* Chunk k holds TELAR_LANE_BLOCK << k spans and is never moved, so a reader may keep the address
 * of a published span; so many chunks hold more spans than memory does. The spans of a block, from
 * a multiple of its length on, lie side by side. */
#define TELAR_LANE_BLOCK_BITS 4
#define TELAR_LANE_BLOCK      (1u << TELAR_LANE_BLOCK_BITS)
#define TELAR_LANE_CHUNKS     26

static inline void
telar_lane_locate (guint index, guint *chunk, guint *offset)
{
  guint shifted = index + TELAR_LANE_BLOCK;
  guint bits = 31 - (guint) __builtin_clz (shifted);

  *chunk = bits - TELAR_LANE_BLOCK_BITS;
  *offset = shifted - (1u << bits);
}

TelarLane *telar_lane_new (TelarLaneKind kind, guint number);
void telar_lane_free (TelarLane *lane);

TelarLaneKind telar_lane_get_kind (TelarLane *lane);
guint telar_lane_get_number (TelarLane *lane);
char *telar_lane_dup_name (TelarLane *lane);
char *telar_lane_dup_title (TelarLane *lane);
void telar_lane_set_name (TelarLane *lane, const char *name);
void telar_lane_set_ids (TelarLane *lane, gint64 pid, gint64 tid, const char *host);
gint64 telar_lane_get_pid (TelarLane *lane);
gint64 telar_lane_get_tid (TelarLane *lane);
const char *telar_lane_get_host (TelarLane *lane);

const char *telar_lane_kind_get_name (TelarLaneKind kind);
gboolean telar_lane_kind_from_name (const char *name, TelarLaneKind *kind);

/* For the one thread that writes this lane. */
void telar_lane_begin (TelarLane *lane, guint32 task, TelarPhase phase, gint64 now_ns);
void telar_lane_enter (TelarLane *lane, TelarPhase phase, gint64 now_ns);
void telar_lane_end (TelarLane *lane, gint64 now_ns);
void telar_lane_append (TelarLane *lane, const TelarSpan *span);
void telar_lane_set_open (TelarLane *lane, const TelarSpan *span);

/* For any thread, at any time. */
guint telar_lane_get_n_spans (TelarLane *lane);
const TelarSpan *telar_lane_get_span (TelarLane *lane, guint index);
guint telar_lane_read (TelarLane *lane, TelarSpan *open, gboolean *has_open);

G_END_DECLS
