/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "model/telar-strategy.h"

G_BEGIN_DECLS

/* Strategies that the user puts in order, by dragging or with buttons. */
#define TELAR_TYPE_ORDER_LIST (telar_order_list_get_type ())
G_DECLARE_FINAL_TYPE (TelarOrderList, telar_order_list, TELAR, ORDER_LIST, AdwBin)

GtkWidget *telar_order_list_new (void);
void telar_order_list_set_order (TelarOrderList *self, const TelarStrategy *order, guint n);
guint telar_order_list_get_order (TelarOrderList *self, TelarStrategy order[TELAR_N_STRATEGIES]);
void telar_order_list_move (TelarOrderList *self, guint from, guint to);

G_END_DECLS
