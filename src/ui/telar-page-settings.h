/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "model/telar-parameters.h"

G_BEGIN_DECLS

void telar_page_settings_apply (GSettings *settings, TelarParameters *parameters);

G_END_DECLS
