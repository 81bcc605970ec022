/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-json-reader.h"

G_BEGIN_DECLS

/* An event that says when something began or ended. Texts belong to the events as a whole. */
typedef struct
{
  gint64 start_ns; /* on the clock of the trace */
  gint64 end_ns;   /* of a complete event, else the same as @start_ns */
  const char *name;
  const char *category;
  const char *id;   /* what those of an asynchronous operation have in common, or NULL */
  const char *args; /* where the arguments stand in the text, or NULL */
  guint32 thread;   /* an index into the threads */
  guint32 number;   /* its place in the document, from 1 */
  char phase;       /* X; B and E; b and e, as which S and F are read */
} TelarTraceEvent;

typedef struct
{
  const char *id;   /* as the trace has it: a number or a word */
  const char *name; /* or NULL */
  gint64 rank;      /* by which they are sorted */
} TelarTraceProcess;

typedef struct
{
  const char *id;
  const char *name; /* or NULL */
  gint64 rank;
  guint32 process; /* an index into the processes */
} TelarTraceThread;

/* What stands in a document of the Trace Event Format. */
typedef struct
{
  TelarJsonReader reader; /* of the whole document */
  GStringChunk *texts;
  GArray *events;         /* TelarTraceEvent, in the order of the document */
  GArray *threads;        /* TelarTraceThread, in the order in which they are first named */
  GArray *processes;      /* TelarTraceProcess, likewise */
  const char *other_data; /* where the object "otherData" stands in the text, or NULL */
} TelarTraceEvents;

void telar_trace_events_init (TelarTraceEvents *events);
void telar_trace_events_clear (TelarTraceEvents *events);
gboolean
telar_trace_events_read (TelarTraceEvents *events, const char *data, gsize length, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TelarTraceEvents, telar_trace_events_clear)

G_END_DECLS
