/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What keeps threads from overwriting each other's additions. */
typedef enum
{
  TELAR_GUARD_NONE,
  TELAR_GUARD_MUTEX,
  TELAR_GUARD_ATOMIC,
} TelarGuard;

/* One task's additions to a counter. */
typedef struct
{
  gint64 waited_ns; /* for the mutex, in nanoseconds */
  guint64 read;     /* what the counter stood at, if the task has yet to write one more */
  gboolean has_read;
} TelarAdder;

/* A counter that many threads add to. Any thread may call any of its functions. */
typedef struct _TelarCounter TelarCounter;

TelarCounter *telar_counter_new (TelarGuard guard);
void telar_counter_free (TelarCounter *counter);

TelarGuard telar_guard_from_name (const char *name);

void telar_counter_add (TelarCounter *counter, TelarAdder *adder, guint n_times, gboolean goes_on);
guint64 telar_counter_finish (TelarCounter *counter, guint *rank);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarCounter, telar_counter_free)

G_END_DECLS
