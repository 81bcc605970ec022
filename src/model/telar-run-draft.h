/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-record.h"

G_BEGIN_DECLS

#define TELAR_DRAFT_NO_LANE G_MAXUINT32

typedef struct
{
  TelarLaneKind kind;
  char *name;
  char *host;
  gint64 pid;
  gint64 tid;
} TelarDraftLane;

typedef struct
{
  TelarSpan span;
  guint32 lane;
} TelarDraftSpan;

/* Times are -1 and the lane is TELAR_DRAFT_NO_LANE where a task never started. */
typedef struct
{
  char *input;
  TelarOutcome outcome;
  char *error;
  guint32 lane;
  gint64 queued_ns;
  gint64 start_ns;
  gint64 end_ns;
} TelarDraftTask;

/* A run as it stands in a document, before it is known to make sense as a whole. */
typedef struct
{
  char *application;  /* or NULL */
  GDateTime *started; /* or NULL */
  const TelarWorkload *workload;
  GVariant *parameters; /* or NULL */
  TelarStrategy strategy;
  guint workers;
  guint n_cores;
  gint64 wall_ns;
  TelarCpuTime cpu;
  gint64 memory_bytes;
  guint peak_concurrency;
  gboolean is_complete;
  GArray *lanes;   /* TelarDraftLane */
  GArray *tasks;   /* TelarDraftTask */
  GArray *spans;   /* TelarDraftSpan */
  GString *inputs; /* the list of inputs that the tasks stand for, a line each */
} TelarRunDraft;

void telar_run_draft_init (TelarRunDraft *draft);
void telar_run_draft_clear (TelarRunDraft *draft);
TelarRunRecord *telar_run_draft_make_record (TelarRunDraft *draft, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TelarRunDraft, telar_run_draft_clear)

G_END_DECLS
