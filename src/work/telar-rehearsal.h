/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-parameters.h"

G_BEGIN_DECLS

void telar_rehearse (const TelarParameters *parameters, guint n_threads);

G_END_DECLS
