/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-record.h"

G_BEGIN_DECLS

/* What a file that a user opens may be, which is seen from what is in it, not from its name. */
typedef enum
{
  TELAR_DOCUMENT_RUN,
  TELAR_DOCUMENT_RUNS,
  TELAR_DOCUMENT_TRACE,   /* of another program, or one of ours */
  TELAR_DOCUMENT_JOB_LOG, /* of GNU parallel */
  TELAR_DOCUMENT_INPUTS,
} TelarDocumentKind;

typedef struct
{
  TelarDocumentKind kind;
  GPtrArray *records;        /* TelarRunRecord, in the order of the document; NULL for inputs */
  char *text;                /* the inputs, or NULL */
  TelarInputKind input_kind; /* of @text */
} TelarDocument;

TelarDocument *
telar_document_read (const char *data, gsize length, GDateTime *written, GError **error);
void telar_document_free (TelarDocument *document);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarDocument, telar_document_free)

G_END_DECLS
