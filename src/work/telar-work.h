/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-parameters.h"
#include "model/telar-result.h"
#include "telar-authorities.h"
#include "telar-counter.h"
#include "telar-heading-finder.h"

G_BEGIN_DECLS

/* A workload made ready for one run: its pattern is compiled, its limits are read. Immutable;
 * any thread may use it. */
typedef struct _TelarWork TelarWork;

gboolean telar_work_check_user_agent (const char *text, GError **error);

TelarWork *telar_work_new (const TelarParameters *parameters, const char *demo_url, GError **error);
TelarWork *telar_work_ref (TelarWork *work);
void telar_work_unref (TelarWork *work);

const TelarWorkload *telar_work_get_workload (const TelarWork *work);
const TelarHeadingFinder *telar_work_get_heading_finder (const TelarWork *work);
const char *telar_work_get_demo_url (const TelarWork *work);
gint64 telar_work_get_sleep_us (const TelarWork *work);
gint64 telar_work_get_yield_us (const TelarWork *work);
gint64 telar_work_get_switch_interval_us (const TelarWork *work);
TelarCounter *telar_work_get_counter (const TelarWork *work);
gboolean telar_work_has_one_core (const TelarWork *work);
gboolean telar_work_settle (const TelarWork *work, GError **error);
void telar_work_unsettle (const TelarWork *work);
gboolean telar_work_greets (const TelarWork *work);
gint64 telar_work_get_timeout_us (const TelarWork *work);
guint64 telar_work_get_body_limit (const TelarWork *work);
guint telar_work_get_redirect_limit (const TelarWork *work);
const char *telar_work_get_user_agent (const TelarWork *work);
TelarAuthorities *telar_work_get_authorities (const TelarWork *work);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarWork, telar_work_unref)

G_END_DECLS
