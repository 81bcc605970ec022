/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-preparation.h"

G_BEGIN_DECLS

/* Executes what the user asked for, one run after another. Emits
 *   "changed"  when it begins or ends to be busy,
 *   "begun"    with a TelarRunRecord that grows from now on,
 *   "ended"    with that record, whether it only warmed up, and what went wrong or NULL,
 *   "refused"  with the message of why a request cannot be run,
 *   "finished" when no request is left, or after the first that did not end well.
 * For the main thread. */
#define TELAR_TYPE_RUNNER (telar_runner_get_type ())
G_DECLARE_FINAL_TYPE (TelarRunner, telar_runner, TELAR, RUNNER, GObject)

TelarRunner *telar_runner_new (TelarApplication *application);
void telar_runner_start (TelarRunner *self, GPtrArray *requests);
void telar_runner_stop (TelarRunner *self);
gboolean telar_runner_is_busy (TelarRunner *self);
gboolean telar_runner_is_executing (TelarRunner *self);
guint telar_runner_get_n_requests (TelarRunner *self);
guint telar_runner_get_position (TelarRunner *self);
GPtrArray *telar_runner_get_records (TelarRunner *self);

G_END_DECLS
