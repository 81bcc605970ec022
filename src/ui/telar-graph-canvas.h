/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "chart/telar-plan-graph-layout.h"

G_BEGIN_DECLS

/* The graph of a plan, as large as it is. The arrows of the task under the pointer, or of the one
 * that the arrow keys went to, are emphasised. */
#define TELAR_TYPE_GRAPH_CANVAS (telar_graph_canvas_get_type ())
G_DECLARE_FINAL_TYPE (TelarGraphCanvas, telar_graph_canvas, TELAR, GRAPH_CANVAS, GtkWidget)

void telar_graph_canvas_take_graph (TelarGraphCanvas *self, TelarPlanGraph *graph);

G_END_DECLS
