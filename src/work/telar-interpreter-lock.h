/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A lock that is handed on as CPython hands on its global interpreter lock: a simulation, for
 * nothing here is interpreted. Any thread may call any of its functions. */
typedef struct _TelarInterpreterLock TelarInterpreterLock;

TelarInterpreterLock *telar_interpreter_lock_new (gint64 interval_us);
void telar_interpreter_lock_free (TelarInterpreterLock *lock);

gboolean telar_interpreter_lock_try (TelarInterpreterLock *lock);
void telar_interpreter_lock_take (TelarInterpreterLock *lock);
gboolean telar_interpreter_lock_is_asked_for (TelarInterpreterLock *lock);
void telar_interpreter_lock_drop (TelarInterpreterLock *lock);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarInterpreterLock, telar_interpreter_lock_free)

G_END_DECLS
