/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/telar-run-record.h"

G_BEGIN_DECLS

/* The figures of a run: its times, how much ran at once, and what was found. */
#define TELAR_TYPE_FIGURES (telar_figures_get_type ())
G_DECLARE_FINAL_TYPE (TelarFigures, telar_figures, TELAR, FIGURES, GtkWidget)

GtkWidget *telar_figures_new (void);
void telar_figures_set_record (TelarFigures *self, TelarRunRecord *record);
void telar_figures_update (TelarFigures *self);

G_END_DECLS
