/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/telar-run-record.h"

G_BEGIN_DECLS

/* One execution of a plan by a strategy. */
#define TELAR_TYPE_RUN (telar_run_get_type ())
G_DECLARE_FINAL_TYPE (TelarRun, telar_run, TELAR, RUN, GObject)

TelarRun *
telar_run_new (TelarPlan *plan, TelarStrategy strategy, guint workers, const char *demo_url);
TelarRunRecord *telar_run_get_record (TelarRun *self);

void telar_run_execute_async (TelarRun *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean telar_run_execute_finish (TelarRun *self, GAsyncResult *result, GError **error);

G_END_DECLS
