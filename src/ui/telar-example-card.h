/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "telar-example.h"

G_BEGIN_DECLS

/* An example with what it explains, and what the lecture and this computer measured. Emits
 * "chosen" with the TelarExample and a bit 1 << strategy for each way in which it is to be run,
 * or 0 to look at its plan only. */
#define TELAR_TYPE_EXAMPLE_CARD (telar_example_card_get_type ())
G_DECLARE_FINAL_TYPE (TelarExampleCard, telar_example_card, TELAR, EXAMPLE_CARD, GtkWidget)

GtkWidget *telar_example_card_new (const TelarExample *example);
const TelarExample *telar_example_card_get_example (TelarExampleCard *self);
void
telar_example_card_set_measured (TelarExampleCard *self, TelarStrategy strategy, gint64 wall_ns);
void telar_example_card_set_can_run (TelarExampleCard *self, gboolean can_run);

G_END_DECLS
