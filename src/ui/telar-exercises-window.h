/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "telar-exercise.h"
#include "telar-runner.h"

G_BEGIN_DECLS

/* Asks what an example will do before it is run, and compares. Emits "run" with a TelarExample and
 * a bit 1 << strategy for each way in which the runner shall execute it. */
#define TELAR_TYPE_EXERCISES_WINDOW (telar_exercises_window_get_type ())
G_DECLARE_FINAL_TYPE (TelarExercisesWindow,
                      telar_exercises_window,
                      TELAR,
                      EXERCISES_WINDOW,
                      AdwWindow)

TelarExercisesWindow *telar_exercises_window_new (GtkWindow *parent, TelarRunner *runner);
void telar_exercises_window_show_records (TelarExercisesWindow *self, GPtrArray *records);

G_END_DECLS
