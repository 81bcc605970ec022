/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"
#include "telar-example.h"

G_BEGIN_DECLS

/* A question that is answered before an example is run, and then by the run. Its texts are to be
 * translated with gettext. */
typedef struct
{
  const char *title;
  const char *question;
  const char *example;     /* its name */
  guint strategies;        /* a bit 1 << strategy for each that is run; of several, the order is
                              asked for */
  gboolean is_timed;       /* the wall time is asked for too, */
  TelarStrategy timed;     /* with this one of them */
  TelarStrategy explained; /* whose measurements say why */
} TelarExercise;

guint telar_exercise_get_n (void);
const TelarExercise *telar_exercise_get (guint index);
guint telar_exercise_get_strategies (const TelarExercise *exercise,
                                     TelarStrategy strategies[TELAR_N_STRATEGIES]);

char *telar_exercise_judge_order (const TelarStrategy *order,
                                  guint n_strategies,
                                  const gint64 wall_ns[TELAR_N_STRATEGIES]);
char *telar_exercise_judge_time (gint64 predicted_ns, gint64 wall_ns);
char *telar_exercise_explain (TelarRunRecord *record);

G_END_DECLS
