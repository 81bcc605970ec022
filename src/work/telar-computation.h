/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/telar-function.h"
#include "telar-counter.h"

G_BEGIN_DECLS

/* A function that is being computed of a number: bit by bit, so that it can be given up or
 * interrupted at any time. Used by one thread at a time. */
typedef struct _TelarComputation TelarComputation;

TelarComputation *telar_computation_new (TelarFunction function, gint64 argument, GError **error);
TelarComputation *
telar_computation_new_race (TelarCounter *counter, gint64 n_additions, GError **error);
void telar_computation_free (TelarComputation *computation);
gboolean telar_computation_advance (TelarComputation *computation);
gint64 telar_computation_get_waited_ns (const TelarComputation *computation);
char *telar_computation_dup_result (const TelarComputation *computation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarComputation, telar_computation_free)

G_END_DECLS
