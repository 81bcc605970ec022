/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-record.h"

G_BEGIN_DECLS

gboolean telar_job_log_is_one (const char *data, gsize length);
TelarRunRecord *telar_job_log_read (const char *data, gsize length, GError **error);

G_END_DECLS
