/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-phase.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  const char *title;
  gboolean busy;
} phases[TELAR_N_PHASES] = {
  [TELAR_PHASE_QUEUED] = { "queued", N_ ("Queued"), FALSE },
  [TELAR_PHASE_START] = { "start", N_ ("Start of the worker"), TRUE },
  [TELAR_PHASE_DNS] = { "dns", N_ ("DNS"), FALSE },
  [TELAR_PHASE_CONNECT] = { "connect", N_ ("Connect"), FALSE },
  [TELAR_PHASE_TLS] = { "tls", N_ ("TLS"), FALSE },
  [TELAR_PHASE_WAIT] = { "wait", N_ ("Wait"), FALSE },
  [TELAR_PHASE_RECEIVE] = { "receive", N_ ("Receive"), FALSE },
  [TELAR_PHASE_COMPUTE] = { "compute", N_ ("Compute"), TRUE },
  [TELAR_PHASE_SLEEP] = { "sleep", N_ ("Sleep"), FALSE },
  [TELAR_PHASE_LOCK_WAIT] = { "lock-wait", N_ ("Wait for the lock"), FALSE },
  [TELAR_PHASE_LOCK_HELD] = { "lock-held", N_ ("Hold the lock (simulated)"), TRUE },
  [TELAR_PHASE_LOOP] = { "loop", N_ ("Event loop"), TRUE },
  [TELAR_PHASE_LOOP_WAIT] = { "loop-wait", N_ ("Wait for the loop"), FALSE },
  [TELAR_PHASE_RUN] = { "run", N_ ("Execution"), TRUE },
  [TELAR_PHASE_CORE_WAIT] = { "core-wait", N_ ("Wait for the core"), FALSE },
};

/**
 * telar_phase_get_name:
 * @phase: a phase
 *
 * Returns: (transfer none): the word for @phase in run documents; never translated
 */
const char *
telar_phase_get_name (TelarPhase phase)
{
  g_return_val_if_fail ((guint) phase < TELAR_N_PHASES, NULL);

  return phases[phase].name;
}

/**
 * telar_phase_get_title:
 * @phase: a phase
 *
 * Returns: (transfer none): the word for @phase in the user's language
 */
const char *
telar_phase_get_title (TelarPhase phase)
{
  g_return_val_if_fail ((guint) phase < TELAR_N_PHASES, NULL);

  return _ (phases[phase].title);
}

/**
 * telar_phase_from_name:
 * @name: a word of a run document or of a worker process
 * @phase: (out): the phase that it names
 *
 * Returns: whether there is such a phase; if not, @phase stays as it was
 */
gboolean
telar_phase_from_name (const char *name, TelarPhase *phase)
{
  for (guint i = 0; i < TELAR_N_PHASES; i++)
    if (g_strcmp0 (phases[i].name, name) == 0)
      {
        *phase = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * telar_phase_is_busy:
 * @phase: a phase
 *
 * Returns: whether a task keeps a core busy in @phase, rather than waiting
 */
gboolean
telar_phase_is_busy (TelarPhase phase)
{
  g_return_val_if_fail ((guint) phase < TELAR_N_PHASES, FALSE);

  return phases[phase].busy;
}
