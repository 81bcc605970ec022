/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <math.h>

#include "model/telar-format.h"
#include "telar-comparison-layout.h"

G_BEGIN_DECLS

/* What the parts of a page share while it is laid out. */
typedef struct
{
  const TelarComparisonIndex *index;
  const TelarComparison *comparison;
  const TelarComparisonOptions *options;
  TelarTextCache *texts;
  TelarDisplayList *list;
  double scale;  /* of the text */
  double margin; /* at the left and right */
  double width;  /* of the page */
  double y;      /* where the next thing goes */
} TelarComparisonPage;

typedef enum
{
  TELAR_SWATCH_COLOUR,
  TELAR_SWATCH_WHISKER,
  TELAR_SWATCH_LINE,
  TELAR_SWATCH_DASHED,
  TELAR_SWATCH_CIRCLE,
  TELAR_SWATCH_SQUARE,
  TELAR_SWATCH_RING,
} TelarSwatch;

#define TELAR_N_MARKERS 3

/* One thing that a legend explains. */
typedef struct
{
  TelarSwatch swatch;
  TelarRole role;
  char *title;
} TelarKey;

GArray *telar_keys_new (void);
void telar_keys_add (GArray *keys, TelarSwatch swatch, TelarRole role, const char *title);

void telar_comparison_add_heading (TelarComparisonPage *page, const char *text);
void telar_comparison_add_note (TelarComparisonPage *page, const char *text);
void telar_comparison_add_keys (TelarComparisonPage *page, double left, const GArray *keys);
void telar_comparison_add_marker (TelarComparisonPage *page,
                                  TelarSwatch swatch,
                                  TelarRole role,
                                  double x,
                                  double y);
TelarMark *telar_comparison_add_text (TelarComparisonPage *page,
                                      TelarFont font,
                                      TelarRole role,
                                      TelarAnchor anchor,
                                      double x,
                                      double centre,
                                      const char *text);
char *telar_comparison_dup_shortened (TelarComparisonPage *page,
                                      TelarFont font,
                                      const char *text,
                                      double width);
void telar_comparison_add_label (TelarComparisonPage *page,
                                 TelarAnchor anchor,
                                 double x,
                                 double centre,
                                 double first,
                                 double second,
                                 double width,
                                 const char *label);
gboolean telar_comparison_label_fits (TelarComparisonPage *page, double width, const char *label);
double telar_comparison_measure_series (TelarComparisonPage *page, TelarFont font);

void telar_comparison_layout_charts (TelarComparisonPage *page);
void telar_comparison_layout_table (TelarComparisonPage *page);
void telar_comparison_layout_bars (TelarComparisonPage *page);
void telar_comparison_layout_scaling (TelarComparisonPage *page);

static inline double
telar_comparison_measure (TelarComparisonPage *page, TelarFont font, const char *text)
{
  return ceil (telar_text_cache_measure (page->texts, font, text));
}

static inline char *
telar_comparison_format_time (double ns)
{
  return telar_format_duration ((gint64) round (ns));
}

G_END_DECLS
