/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/telar-lane.h"
#include "model/telar-result.h"

G_BEGIN_DECLS

/* The most that a worker says about one task, or in one report. */
#define TELAR_REPORT_MAX_OUTCOMES 65536
#define TELAR_REPORT_MAX_SPANS    1000000
#define TELAR_REPORT_MAX_HEADINGS 1000000
#define TELAR_REPORT_MAX_TEXT     (1u << 20)

/* A span as it travels, by the worker's clock. */
typedef struct
{
  gint64 start_ns;
  gint64 end_ns;
  guint32 task;
  gint16 core;
  guint16 phase;
} TelarReportSpan;

/* How a task ended, as it travels. The spans and headings of all outcomes follow each other in the
 * order of the outcomes. */
typedef struct
{
  guint32 task;
  guint8 status;
  guint8 content; /* what its text is, and whether it has headings */
  guint16 http_status;
  gint64 start_ns;
  gint64 end_ns;
  gint64 cpu_user_ns;
  gint64 cpu_system_ns;
  guint64 bytes;
  gint64 characters;
  guint32 n_spans; /* those that this report has of it */
  guint32 n_headings;
} TelarReportOutcome;

G_STATIC_ASSERT (sizeof (TelarReportSpan) == 24);
G_STATIC_ASSERT (sizeof (TelarReportOutcome) == 64);

/* What a worker writes: what happened since its last report. */
typedef struct
{
  GArray *spans;      /* TelarReportSpan */
  GArray *outcomes;   /* TelarReportOutcome */
  GPtrArray *results; /* TelarResult, one for each outcome, or NULL */
  guint n_spans_used; /* those that belong to an outcome */
  gsize n_bytes;      /* about as long is it */
} TelarWorkerReport;

/* What the parent reads. The pointers belong to the payload. */
typedef struct
{
  const TelarReportSpan *spans;
  gsize n_spans;
  const TelarReportOutcome *outcomes;
  gsize n_outcomes;
  const char **texts;
  const guint8 *levels;
  const char **headings;
  gsize n_headings;
  gboolean has_open;
  TelarReportSpan open;
} TelarReportView;

TelarWorkerReport *telar_worker_report_new (void);
void telar_worker_report_free (TelarWorkerReport *report);
void telar_worker_report_add_span (TelarWorkerReport *report, const TelarSpan *span);
void telar_worker_report_add_outcome (TelarWorkerReport *report,
                                      guint task,
                                      gint64 start_ns,
                                      gint64 end_ns,
                                      TelarOutcome *outcome);
GVariant *telar_worker_report_take (TelarWorkerReport *report, const TelarSpan *open);

gboolean telar_report_view_init (TelarReportView *view, GVariant *payload, GError **error);
void telar_report_view_clear (TelarReportView *view);
void telar_report_view_get_outcome (const TelarReportView *view,
                                    gsize index,
                                    gsize first_heading,
                                    TelarOutcome *outcome);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarWorkerReport, telar_worker_report_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TelarReportView, telar_report_view_clear)

G_END_DECLS
