/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-run-record.h"

G_BEGIN_DECLS

/* What became of the additions to the counter of a run. */
typedef enum
{
  TELAR_UPDATES_NONE,     /* the run is of another workload, or did not come to its end */
  TELAR_UPDATES_SEPARATE, /* each process had a counter of its own */
  TELAR_UPDATES_SHARED,   /* the numbers below are known */
} TelarUpdatesKind;

typedef struct
{
  TelarUpdatesKind kind;
  gint64 expected; /* how many additions there were */
  gint64 found;    /* what the counter stood at in the end */
  gint64 lost;     /* how many were overwritten: never negative */
} TelarUpdates;

void telar_updates_find (TelarUpdates *updates, TelarRunRecord *record);

char *telar_updates_write_value (guint64 found, guint rank);

G_END_DECLS
