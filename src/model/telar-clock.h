/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Processor time that a thread or process has used, in nanoseconds. */
typedef struct
{
  gint64 user_ns;
  gint64 system_ns;
} TelarCpuTime;

gint64 telar_clock_now_ns (void);
TelarCpuTime telar_clock_thread_cpu (void);
gint64 telar_clock_thread_cpu_ns (void);
TelarCpuTime telar_clock_process_cpu (void);
TelarCpuTime telar_clock_split_cpu (gint64 cpu_ns);
TelarCpuTime telar_cpu_time_since (TelarCpuTime then, TelarCpuTime now);

G_END_DECLS
