/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "chart/telar-task-card.h"

G_BEGIN_DECLS

GtkWidget *telar_task_card_view_new (const TelarTaskCard *card);

G_END_DECLS
