/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-record.h"

G_BEGIN_DECLS

char *telar_trace_document_write (TelarRunRecord *record, gsize *length);

TelarRunRecord *
telar_trace_document_read (const char *data, gsize length, GDateTime *written, GError **error);

G_END_DECLS
