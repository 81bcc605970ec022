/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-canvas.h"

G_BEGIN_DECLS

/* What the files of the canvas share. */
struct _TelarChartCanvas
{
  GtkWidget parent_instance;

  TelarChartIndex *index; /* NULL without a record */
  TelarChartSearch *search;
  TelarChartOptions options;
  TelarChartGeometry geometry;
  TelarPalette palette;
  TelarTextCache *texts; /* NULL until it is needed, and after the font changed */
  TelarDisplayList *list;

  TelarTimeWindow window;
  gint64 described_us;
  gint64 frame_us; /* of the last frame in which it moved; 0 if it stood still */
  guint tick_id;
  gboolean is_arranging;

  gboolean has_pointer; /* at this place in it */
  double pointer_x;
  double pointer_y;

  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  guint hscroll_policy : 1;
  guint vscroll_policy : 1;
};

/* telar-chart-canvas.c: what is drawn, and where. */
void telar_chart_canvas_refresh (TelarChartCanvas *self);

/* telar-chart-canvas-description.c: what a screen reader tells. */
void telar_chart_canvas_update_description (TelarChartCanvas *self);

/* telar-chart-canvas-hover.c: what is under the pointer. */
void telar_chart_canvas_follow_pointer (TelarChartCanvas *self);
void telar_chart_canvas_update_hover (TelarChartCanvas *self);
gboolean telar_chart_canvas_query_tooltip (GtkWidget *widget,
                                           int x,
                                           int y,
                                           gboolean is_by_keyboard,
                                           GtkTooltip *tooltip);

/* telar-chart-canvas-look.c: what stands out, and in what colours. */
void telar_chart_canvas_follow_style (TelarChartCanvas *self);

/* telar-chart-canvas-motion.c: what stretch of time is seen, and how it moves. */
void telar_chart_canvas_start (TelarChartCanvas *self);
void telar_chart_canvas_move (TelarChartCanvas *self, gboolean is_at_once);
void telar_chart_canvas_reveal_task (TelarChartCanvas *self, guint32 task);

G_END_DECLS
