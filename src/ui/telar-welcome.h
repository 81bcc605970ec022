/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is shown where a chart will be, until there is one. */
#define TELAR_TYPE_WELCOME (telar_welcome_get_type ())
G_DECLARE_FINAL_TYPE (TelarWelcome, telar_welcome, TELAR, WELCOME, GtkWidget)

GtkWidget *telar_welcome_new (void);

G_END_DECLS
