/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-run-record.h"

G_BEGIN_DECLS

GBytes *telar_thumbnail_new (TelarRunRecord *record);

G_END_DECLS
