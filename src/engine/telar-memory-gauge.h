/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* By how much the resident memory of this process grows, at its peak, in a stretch of time. */
typedef struct
{
  gint64 before_bytes; /* 0 if that is not known */
} TelarMemoryGauge;

void telar_memory_gauge_begin (TelarMemoryGauge *gauge);
gint64 telar_memory_gauge_read (const TelarMemoryGauge *gauge);
gint64 telar_memory_gauge_read_process (void);

G_END_DECLS
