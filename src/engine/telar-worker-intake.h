/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-worker-process.h"

G_BEGIN_DECLS

gboolean
telar_worker_process_take_report (TelarWorkerProcess *self, GVariant *payload, GError **error);
gboolean
telar_worker_process_take_returned (TelarWorkerProcess *self, GVariant *payload, GError **error);

G_END_DECLS
