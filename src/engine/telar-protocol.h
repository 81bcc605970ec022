/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Both sides have to speak the same version; there is no choice between several. */
#define TELAR_PROTOCOL_VERSION 2

/* The longest frame, without its length. */
#define TELAR_PROTOCOL_MAX_FRAME (64u << 20)

/* No instant, in nanoseconds of anybody's monotonic clock, is later: 73 years. */
#define TELAR_PROTOCOL_MAX_NS (G_GINT64_CONSTANT (1) << 61)

typedef enum
{
  TELAR_TO_WORKER,
  TELAR_TO_PARENT,
} TelarDirection;

/* What a frame is about: the first member of its variant. */
typedef enum
{
  TELAR_FRAME_HELLO,    /* both: version and who is there */
  TELAR_FRAME_CLOCK,    /* both: what is your time? */
  TELAR_FRAME_SETUP,    /* to the worker: what is done with each input */
  TELAR_FRAME_TASKS,    /* to the worker: execute these after the ones that you have */
  TELAR_FRAME_RECALL,   /* to the worker: report, and return the tasks that have not begun */
  TELAR_FRAME_CANCEL,   /* to the worker: the same, and end the one that runs */
  TELAR_FRAME_GOODBYE,  /* both: end after the last task; and: the last frame, with what it used */
  TELAR_FRAME_REPORT,   /* to the parent: see TelarWorkerReport */
  TELAR_FRAME_RETURNED, /* to the parent: the answer to RECALL and CANCEL */
} TelarFrameKind;

#define TELAR_N_FRAME_KINDS (TELAR_FRAME_RETURNED + 1)

gboolean telar_protocol_write (GByteArray *bytes,
                               TelarDirection direction,
                               TelarFrameKind kind,
                               GVariant *payload);
gboolean telar_protocol_read (GByteArray *bytes,
                              gsize *offset,
                              TelarDirection direction,
                              TelarFrameKind *kind,
                              GVariant **payload,
                              GError **error);
void telar_protocol_discard (GByteArray *bytes, gsize *offset);

G_END_DECLS
