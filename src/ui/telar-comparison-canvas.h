/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "chart/telar-comparison-layout.h"

G_BEGIN_DECLS

/* Parts of the picture of a comparison, as high as they need to be at the width there is. Emits
 * "opened" with the number of the series (guint) that was clicked. */
#define TELAR_TYPE_COMPARISON_CANVAS (telar_comparison_canvas_get_type ())
G_DECLARE_FINAL_TYPE (TelarComparisonCanvas,
                      telar_comparison_canvas,
                      TELAR,
                      COMPARISON_CANVAS,
                      GtkWidget)

void telar_comparison_canvas_set_index (TelarComparisonCanvas *self,
                                        TelarComparisonIndex *index,
                                        const TelarComparisonOptions *options);

G_END_DECLS
