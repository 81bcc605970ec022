/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "model/telar-phase.h"
#include "model/telar-result.h"

G_BEGIN_DECLS

/* Colours that stand for tasks or cores by their number. As a prime it is no multiple of a usual
 * number of workers, so tasks that follow each other in a lane mostly have different ones. */
#define TELAR_N_HUES 11

/* What a mark of the chart means; a palette says which colour that is. */
typedef enum
{
  TELAR_ROLE_BACKGROUND,
  TELAR_ROLE_TEXT,
  TELAR_ROLE_DIM_TEXT,
  TELAR_ROLE_GRID,
  TELAR_ROLE_AXIS,
  TELAR_ROLE_ZEBRA,
  TELAR_ROLE_NOW,
  TELAR_ROLE_SELECTION,
  TELAR_ROLE_HOVER,
  TELAR_ROLE_RUNNING_FILL,
  TELAR_ROLE_RUNNING_LINE,
  TELAR_ROLE_WAITING_FILL,
  TELAR_ROLE_WAITING_LINE,
  TELAR_ROLE_FAILED,
  TELAR_ROLE_ON_FAILED,
  TELAR_ROLE_HATCH,
  TELAR_ROLE_DEPENDENCY,
  TELAR_ROLE_CRITICAL_PATH,
  TELAR_ROLE_PHASE,                                   /* of the first phase; the others follow */
  TELAR_ROLE_HUE = TELAR_ROLE_PHASE + TELAR_N_PHASES, /* the first one */
  TELAR_ROLE_SEVERAL = TELAR_ROLE_HUE + TELAR_N_HUES, /* hues or outcomes at once */
  TELAR_ROLE_UNKNOWN,                                 /* core */
  TELAR_ROLE_PALE_HUE,                                /* what is on no core, as the above */
  TELAR_ROLE_PALE_SEVERAL = TELAR_ROLE_PALE_HUE + TELAR_N_HUES,
  TELAR_ROLE_PALE_UNKNOWN,
  TELAR_ROLE_OUTCOME, /* of the first status */
  TELAR_ROLE_ON_PHASE
  = TELAR_ROLE_OUTCOME + TELAR_N_STATUSES, /* text on a bar of the first phase */
} TelarRole;

#define TELAR_N_BAR_ROLES (TELAR_ROLE_ON_PHASE - TELAR_ROLE_PHASE)
#define TELAR_N_ROLES     (TELAR_ROLE_ON_PHASE + TELAR_N_BAR_ROLES)

/* A colour as sRGB with alpha, each from 0 to 1. */
typedef struct
{
  float red;
  float green;
  float blue;
  float alpha;
} TelarColour;

typedef struct
{
  TelarColour colours[TELAR_N_ROLES];
} TelarPalette;

void telar_palette_init (TelarPalette *palette, gboolean is_dark, gboolean is_high_contrast);
TelarRole telar_role_get_hue (guint number);
TelarRole telar_role_get_pale (TelarRole hue);
TelarRole telar_role_get_text (TelarRole bar);
double telar_colour_contrast (const TelarColour *a, const TelarColour *b);
TelarColour telar_colour_over (const TelarColour *above, const TelarColour *below);

G_END_DECLS
