/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"

TelarRunRecord *
synthetic_graph_new (const char *inputs, const gint64 *durations_ns, guint n_workers);
char *synthetic_graph_inputs (GRand *random, guint n_tasks, guint max_after, guint reach);
