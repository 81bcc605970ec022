/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

#include "telar-clock.h"

G_BEGIN_DECLS

/* What became of a task. PENDING and RUNNING are the two that can still change. */
typedef enum
{
  TELAR_STATUS_PENDING,
  TELAR_STATUS_RUNNING,
  TELAR_STATUS_SUCCEEDED,
  TELAR_STATUS_FAILED,
  TELAR_STATUS_CANCELLED,
  TELAR_STATUS_SKIPPED,
} TelarStatus;

#define TELAR_N_STATUSES (TELAR_STATUS_SKIPPED + 1)

/* A heading found in a page: @level 1 to 6, or 0 where the user's own pattern does not tell
 * one; @text is valid UTF-8, of one line, without markup. */
typedef struct
{
  guint level;
  char *text;
} TelarHeading;

/* What a task found. Which members are set depends on the workload: @value for a number,
 * @characters (else -1) for a page, @headings too where they were looked for; @error is set
 * for a task that did not succeed, and says why in the user's language. Immutable once it
 * belongs to a trace. All strings are valid UTF-8. */
typedef struct
{
  char *value;
  char *error;
  gint64 characters;
  TelarHeading *headings;
  guint n_headings;
  gboolean has_headings;
} TelarResult;

/* How a task ended, as the work or a worker process reports it. */
typedef struct
{
  TelarStatus status;
  TelarResult *result; /* owned, NULL where there is nothing to say */
  TelarCpuTime cpu;
  guint64 bytes;     /* of the body, as received */
  guint http_status; /* 0 if there was none */
} TelarOutcome;

const char *telar_status_get_name (TelarStatus status);
const char *telar_status_get_title (TelarStatus status);
gboolean telar_status_from_name (const char *name, TelarStatus *status);
gboolean telar_status_is_final (TelarStatus status);

TelarResult *telar_result_new_value (const char *value);
TelarResult *telar_result_new_page (gint64 characters);
TelarResult *telar_result_new_error (const char *message);
void telar_result_take_headings (TelarResult *result, GArray *headings);
TelarResult *telar_result_copy (const TelarResult *result);
gboolean telar_result_equal (const TelarResult *a, const TelarResult *b);
void telar_result_free (TelarResult *result);

GArray *telar_headings_new (void);

void telar_outcome_clear (TelarOutcome *outcome);
void telar_outcome_take_error (TelarOutcome *outcome, GError *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarResult, telar_result_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TelarOutcome, telar_outcome_clear)

G_END_DECLS
