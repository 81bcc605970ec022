/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-figures.h"

G_BEGIN_DECLS

/* What held a run up. */
typedef enum
{
  TELAR_VERDICT_UNKNOWN, /* too little was measured to tell */
  TELAR_VERDICT_IO_BOUND,
  TELAR_VERDICT_MIXED,
  TELAR_VERDICT_CPU_BOUND,
} TelarVerdictKind;

#define TELAR_N_VERDICT_KINDS (TELAR_VERDICT_CPU_BOUND + 1)

/* What a run means, as far as its figures tell. */
typedef struct
{
  TelarVerdictKind kind;
  double cpu_share;      /* processor time over the time in which tasks had their turn, 0 to 1 */
  double coreless_share; /* of their time in which tasks that computed had no core, 0 to 1 */
  double utilisation;    /* processor time over what the cores could give, 0 to 1; 0: not known */
  char *sentence;        /* which strategy suits and why, in the user's language */
  GPtrArray *remarks;    /* char *: more such sentences, each of which a measurement supports */
} TelarVerdict;

TelarVerdict *telar_verdict_new (const TelarRunFigures *figures);
void telar_verdict_free (TelarVerdict *verdict);
const char *telar_verdict_kind_get_title (TelarVerdictKind kind);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarVerdict, telar_verdict_free)

G_END_DECLS
