/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"
#include "telar-byte-reader.h"

G_BEGIN_DECLS

/* The format in which the history keeps a run: the same as the run document, exactly, but read
 * several times as fast. */
#define TELAR_RUN_ARCHIVE_VERSION 3

/* From which version on there is the memory of the run, at the end. */
#define TELAR_RUN_ARCHIVE_VERSION_OF_MEMORY 2

/* From which version on the number of cores follows it. */
#define TELAR_RUN_ARCHIVE_VERSION_OF_CORES 3

GBytes *telar_run_archive_write (TelarRunRecord *record);
TelarRunRecord *telar_run_archive_read (TelarByteReader *reader, GError **error);

/* How the archive writes what else is an enumeration; each may be appended to only. */
extern const TelarStatus telar_run_archive_statuses[4];

enum
{
  TELAR_ARCHIVE_TASK_STATUS = 3 << 0, /* an index into telar_run_archive_statuses */
  TELAR_ARCHIVE_TASK_HAS_STARTED = 1 << 2,
  TELAR_ARCHIVE_TASK_HAS_RESULT = 1 << 3,
};

enum
{
  TELAR_ARCHIVE_RESULT_HAS_VALUE = 1 << 0,
  TELAR_ARCHIVE_RESULT_HAS_ERROR = 1 << 1,
  TELAR_ARCHIVE_RESULT_HAS_CHARACTERS = 1 << 2,
  TELAR_ARCHIVE_RESULT_HAS_HEADINGS = 1 << 3,
};

G_END_DECLS
