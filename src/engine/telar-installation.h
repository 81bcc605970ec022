/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where the parts of this installation are, under any prefix and in the build folder. */
const char *telar_installation_get_worker (void);
const char *telar_installation_get_localedir (void);
const char *telar_installation_get_schema_dir (void);

G_END_DECLS
