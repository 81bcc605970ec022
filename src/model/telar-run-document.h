/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-json-reader.h"
#include "telar-run-record.h"

G_BEGIN_DECLS

/* The run document: format "telar-run", version 1, in JSON. */
#define TELAR_RUN_DOCUMENT_VERSION 1

char *telar_run_document_write (TelarRunRecord *record, gsize *length);
char *telar_run_document_write_several (GPtrArray *records, gsize *length);
GVariant *telar_run_document_read_parameters (TelarJsonReader *reader);
void telar_run_document_append_parameters (GString *json, const TelarParameters *parameters);
GPtrArray *telar_run_document_read (const char *data, gsize length, GError **error);

G_END_DECLS
