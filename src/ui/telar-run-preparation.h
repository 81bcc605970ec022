/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "engine/telar-run.h"
#include "telar-application.h"

G_BEGIN_DECLS

/* What the user asked for. */
typedef struct
{
  char *text; /* the inputs as they were typed */
  TelarParameters *parameters;
  TelarStrategy strategy;
  guint workers;
  gboolean is_warm_up; /* it is run before others are measured, and not kept */
} TelarRunRequest;

TelarRunRequest *telar_run_request_copy (const TelarRunRequest *request);
void telar_run_request_free (TelarRunRequest *request);

void telar_run_prepare_async (TelarApplication *application,
                              TelarRunRequest *request,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
TelarRun *
telar_run_prepare_finish (TelarApplication *application, GAsyncResult *result, GError **error);

G_END_DECLS
