/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "model/telar-strategy.h"

G_BEGIN_DECLS

/* The four strategies to choose from, each with what it does, and how many workers it has. */
#define TELAR_TYPE_STRATEGY_CHOOSER (telar_strategy_chooser_get_type ())
G_DECLARE_FINAL_TYPE (TelarStrategyChooser,
                      telar_strategy_chooser,
                      TELAR,
                      STRATEGY_CHOOSER,
                      GtkWidget)

GtkWidget *telar_strategy_chooser_new (void);
TelarStrategy telar_strategy_chooser_get_strategy (TelarStrategyChooser *self);
void telar_strategy_chooser_set_strategy (TelarStrategyChooser *self, TelarStrategy strategy);
guint telar_strategy_chooser_get_workers (TelarStrategyChooser *self, TelarStrategy strategy);
void telar_strategy_chooser_set_workers (TelarStrategyChooser *self,
                                         TelarStrategy strategy,
                                         gint64 workers);

G_END_DECLS
