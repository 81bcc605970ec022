/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a task does in a span. Appended to only: run documents know phases by their names, worker
 * processes and the chart by their numbers. */
typedef enum
{
  TELAR_PHASE_QUEUED,
  TELAR_PHASE_START,
  TELAR_PHASE_DNS,
  TELAR_PHASE_CONNECT,
  TELAR_PHASE_TLS,
  TELAR_PHASE_WAIT,
  TELAR_PHASE_RECEIVE,
  TELAR_PHASE_COMPUTE,
  TELAR_PHASE_SLEEP,
  TELAR_PHASE_LOCK_WAIT,
  TELAR_PHASE_LOCK_HELD,
  TELAR_PHASE_LOOP,
  TELAR_PHASE_LOOP_WAIT,
  TELAR_PHASE_RUN,       /* of a task of another program, which did not say what it did */
  TELAR_PHASE_CORE_WAIT, /* for one that is shared on purpose */
} TelarPhase;

#define TELAR_N_PHASES (TELAR_PHASE_CORE_WAIT + 1)

const char *telar_phase_get_name (TelarPhase phase);
const char *telar_phase_get_title (TelarPhase phase);
gboolean telar_phase_from_name (const char *name, TelarPhase *phase);
gboolean telar_phase_is_busy (TelarPhase phase);

G_END_DECLS
