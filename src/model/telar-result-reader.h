/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-json-reader.h"
#include "telar-result.h"

G_BEGIN_DECLS

TelarResult *telar_result_read (TelarJsonReader *reader);

G_END_DECLS
