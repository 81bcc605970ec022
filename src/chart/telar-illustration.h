/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-display-list.h"

G_BEGIN_DECLS

void
telar_illustration_layout (const char *text, double width, double height, TelarDisplayList *list);

G_END_DECLS
