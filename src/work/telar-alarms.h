/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _TelarAlarm TelarAlarm;

/* Called when the time of @alarm has come, or with @cancelled when its cancellable was cancelled
 * before; it is not set any more. */
typedef void (*TelarAlarmFunc) (TelarAlarm *alarm, gboolean cancelled);

/* To be embedded in what waits; all zero while it is not set. */
struct _TelarAlarm
{
  GList link;
  gint64 due_us;
  struct _TelarAlarmWatch *watch;
  TelarAlarmFunc func;
};

/* The alarms of one main context: any number of them cost it one source, and one more for each
 * cancellable that is in use. */
typedef struct _TelarAlarms TelarAlarms;

TelarAlarms *telar_alarms_new (GMainContext *context);
void telar_alarms_free (TelarAlarms *alarms);
void telar_alarms_set (TelarAlarms *alarms,
                       TelarAlarm *alarm,
                       gint64 due_us,
                       GCancellable *cancellable,
                       TelarAlarmFunc func);
void telar_alarms_unset (TelarAlarms *alarms, TelarAlarm *alarm);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarAlarms, telar_alarms_free)

G_END_DECLS
