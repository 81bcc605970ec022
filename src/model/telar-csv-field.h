/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void telar_csv_append_text (GString *csv, const char *text);
void telar_csv_append_seconds (GString *csv, gint64 ns);
void telar_csv_append_number (GString *csv, double number);

G_END_DECLS
