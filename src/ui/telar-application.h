/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "telar-history.h"

G_BEGIN_DECLS

#define TELAR_TYPE_APPLICATION (telar_application_get_type ())
G_DECLARE_FINAL_TYPE (TelarApplication, telar_application, TELAR, APPLICATION, AdwApplication)

TelarApplication *telar_application_new (void);
GSettings *telar_application_get_settings (TelarApplication *self);
TelarHistory *telar_application_get_history (TelarApplication *self);
char *telar_application_dup_demo_url (TelarApplication *self, GError **error);

G_END_DECLS
