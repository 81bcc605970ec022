/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

GtkListItemFactory *telar_workload_factory_new (AdwComboRow *row);

G_END_DECLS
