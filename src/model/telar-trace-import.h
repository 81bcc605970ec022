/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-record.h"
#include "telar-trace-events.h"

G_BEGIN_DECLS

TelarRunRecord *
telar_trace_import (const TelarTraceEvents *events, GDateTime *written, GError **error);

G_END_DECLS
