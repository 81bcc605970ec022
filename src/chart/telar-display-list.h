/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-palette.h"
#include "telar-text-cache.h"

G_BEGIN_DECLS

typedef enum
{
  TELAR_MARK_RECTANGLE, /* filled, with the radius at the corners named */
  TELAR_MARK_OUTLINE,   /* stroked just inside of the rectangle */
  TELAR_MARK_HATCH,     /* slanting stripes inside of the rectangle */
  TELAR_MARK_LINE,      /* from (x, y) to (x + width, y + height), line_width thick */
  TELAR_MARK_TEXT,      /* one line at (x, y), y being its baseline */
  TELAR_MARK_CLIP,      /* what follows is cut off at the rectangle */
  TELAR_MARK_UNCLIP,    /* until here */
} TelarMarkKind;

typedef enum
{
  TELAR_ANCHOR_START,
  TELAR_ANCHOR_MIDDLE,
  TELAR_ANCHOR_END,
} TelarAnchor;

typedef enum
{
  TELAR_CORNERS_NONE = 0,
  TELAR_CORNERS_LEFT = 1 << 0,
  TELAR_CORNERS_RIGHT = 1 << 1,
  TELAR_CORNERS_ALL = TELAR_CORNERS_LEFT | TELAR_CORNERS_RIGHT,
} TelarCorners;

/* One thing to paint, in points from the top left corner. */
typedef struct
{
  float x;
  float y;
  float width;
  float height;
  float radius;
  float line_width;
  float alpha;  /* times that of the colour */
  guint32 task; /* that it shows, or TELAR_NO_TASK */
  guint32 text; /* where its text begins in the strings; G_MAXUINT32 for none */
  guint8 kind;
  guint8 role;
  guint8 corners;
  guint8 anchor;
  guint8 font;
  guint8 phase;     /* of a bar: that it shows, or begins with; else G_MAXUINT8 */
  guint8 is_dashed; /* of a line */
} TelarMark;

/* A picture as plain data, in the order of painting. */
typedef struct
{
  GArray *marks;    /* TelarMark */
  GString *strings; /* each ends with a zero byte */
  double width;
  double height;
} TelarDisplayList;

/* The slope of hatching is 45°; its stripes are repeated at this distance, measured across. */
#define TELAR_HATCH_PERIOD 6.0

/* A dashed line begins with a dash; what follows it is as long. */
#define TELAR_DASH 5.0

TelarDisplayList *telar_display_list_new (void);
void telar_display_list_free (TelarDisplayList *list);
void telar_display_list_reset (TelarDisplayList *list, double width, double height);

TelarMark *telar_display_list_add (TelarDisplayList *list,
                                   TelarMarkKind kind,
                                   TelarRole role,
                                   double x,
                                   double y,
                                   double width,
                                   double height);
TelarMark *telar_display_list_add_text (TelarDisplayList *list,
                                        TelarFont font,
                                        TelarRole role,
                                        TelarAnchor anchor,
                                        double x,
                                        double baseline,
                                        const char *text);
TelarMark *telar_display_list_add_line (TelarDisplayList *list,
                                        TelarRole role,
                                        double from_x,
                                        double from_y,
                                        double to_x,
                                        double to_y,
                                        double line_width);
void telar_display_list_append (TelarDisplayList *list,
                                const TelarDisplayList *other,
                                double dx,
                                double dy);
const char *telar_display_list_get_text (const TelarDisplayList *list, const TelarMark *mark);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarDisplayList, telar_display_list_free)

G_END_DECLS
