/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-palette.h"

#include <math.h>

typedef struct
{
  guint32 background, text, dim_text, now, selection, waiting, failed;
  double grid_alpha, axis_alpha, zebra_alpha;
  guint32 phases[TELAR_N_PHASES];
} Scheme;

/* The colours of phases that follow each other in a bar differ in lightness as well as in hue,
 * so that they are told apart with any kind of colour blindness and on a pale projector. */
static const Scheme light = {
  .background = 0xffffff,
  .text = 0x1e1e1e,
  .dim_text = 0x5e5c64,
  .now = 0x1a5fb4,
  .selection = 0x000000,
  .waiting = 0x77767b,
  .failed = 0xc01c28,
  .grid_alpha = 0.10,
  .axis_alpha = 0.35,
  .zebra_alpha = 0.035,
  .phases = {
    [TELAR_PHASE_QUEUED] = 0x9a9996,
    [TELAR_PHASE_START] = 0xd5d3cf,
    [TELAR_PHASE_DNS] = 0x865e3c,
    [TELAR_PHASE_CONNECT] = 0xf5b915,
    [TELAR_PHASE_TLS] = 0xa0488c,
    [TELAR_PHASE_WAIT] = 0x1c71d8,
    [TELAR_PHASE_RECEIVE] = 0x5fd0a5,
    [TELAR_PHASE_COMPUTE] = 0xc64600,
    [TELAR_PHASE_SLEEP] = 0x8579d1,
    [TELAR_PHASE_LOCK_WAIT] = 0xe7b5c4,
    [TELAR_PHASE_LOCK_HELD] = 0x8a2150,
    [TELAR_PHASE_LOOP] = 0x5e5c64,
  },
};

static const Scheme dark = {
  .background = 0x1e1e1e,
  .text = 0xf2f2f2,
  .dim_text = 0xb6b4bd,
  .now = 0x78aeed,
  .selection = 0xffffff,
  .waiting = 0xa8a6ad,
  .failed = 0xff7b63,
  .grid_alpha = 0.12,
  .axis_alpha = 0.40,
  .zebra_alpha = 0.04,
  .phases = {
    [TELAR_PHASE_QUEUED] = 0x9a9996,
    [TELAR_PHASE_START] = 0x5e5c64,
    [TELAR_PHASE_DNS] = 0xb5835a,
    [TELAR_PHASE_CONNECT] = 0xf8d660,
    [TELAR_PHASE_TLS] = 0xd188c4,
    [TELAR_PHASE_WAIT] = 0x4a94ee,
    [TELAR_PHASE_RECEIVE] = 0x8ff0c4,
    [TELAR_PHASE_COMPUTE] = 0xf0783c,
    [TELAR_PHASE_SLEEP] = 0xa89cf0,
    [TELAR_PHASE_LOCK_WAIT] = 0x7d5a66,
    [TELAR_PHASE_LOCK_HELD] = 0xe86aa0,
    [TELAR_PHASE_LOOP] = 0xc0bfbc,
  },
};

static TelarColour
colour (guint32 rgb, double alpha)
{
  TelarColour result = {
    .red = (float) ((rgb >> 16 & 0xff) / 255.0),
    .green = (float) ((rgb >> 8 & 0xff) / 255.0),
    .blue = (float) ((rgb & 0xff) / 255.0),
    .alpha = (float) alpha,
  };

  return result;
}

/**
 * telar_palette_init:
 * @palette: (out caller-allocates): a palette
 * @is_dark: whether it is for a dark background
 * @is_high_contrast: whether text, grid and lines are to stand out more
 *
 * Fills in the colour of each role. The text on a bar is black or white, whichever is easier to
 * read on the colour of its phase.
 */
void
telar_palette_init (TelarPalette *palette, gboolean is_dark, gboolean is_high_contrast)
{
  const Scheme *scheme = is_dark ? &dark : &light;
  double more = is_high_contrast ? 2.5 : 1;
  TelarColour *colours = palette->colours;
  guint32 text = scheme->text;

  if (is_high_contrast)
    text = is_dark ? 0xffffff : 0x000000;

  colours[TELAR_ROLE_BACKGROUND] = colour (scheme->background, 1);
  colours[TELAR_ROLE_TEXT] = colour (text, 1);
  colours[TELAR_ROLE_DIM_TEXT] = colour (is_high_contrast ? text : scheme->dim_text, 1);
  colours[TELAR_ROLE_GRID] = colour (text, scheme->grid_alpha * more);
  colours[TELAR_ROLE_AXIS] = colour (text, MIN (scheme->axis_alpha * more, 1));
  colours[TELAR_ROLE_ZEBRA] = colour (text, scheme->zebra_alpha * more);
  colours[TELAR_ROLE_NOW] = colour (scheme->now, 1);
  colours[TELAR_ROLE_SELECTION] = colour (scheme->selection, 1);
  colours[TELAR_ROLE_HOVER] = colour (scheme->selection, 0.55);
  colours[TELAR_ROLE_WAITING_FILL] = colour (scheme->waiting, is_high_contrast ? 0.4 : 0.22);
  colours[TELAR_ROLE_WAITING_LINE] = colour (scheme->waiting, 1);
  colours[TELAR_ROLE_FAILED] = colour (scheme->failed, 1);
  colours[TELAR_ROLE_HATCH] = colour (scheme->background, 0.6);

  for (guint i = 0; i < TELAR_N_PHASES; i++)
    colours[TELAR_ROLE_PHASE + i] = colour (scheme->phases[i], 1);

  for (guint i = 0; i <= TELAR_N_PHASES; i++)
    {
      const TelarColour black = colour (0x000000, 1), white = colour (0xffffff, 1);
      const TelarColour *bar
          = &colours[i < TELAR_N_PHASES ? TELAR_ROLE_PHASE + i : TELAR_ROLE_FAILED];
      /* White reads better than its figure says, so black has to be clearly better. */
      gboolean is_white
          = telar_colour_contrast (&white, bar) >= 4.5
            || telar_colour_contrast (&white, bar) > telar_colour_contrast (&black, bar);

      colours[i < TELAR_N_PHASES ? TELAR_ROLE_ON_PHASE + i : TELAR_ROLE_ON_FAILED]
          = is_white ? white : black;
    }
}

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (const TelarColour *of)
{
  return 0.2126 * linear (of->red) + 0.7152 * linear (of->green) + 0.0722 * linear (of->blue);
}

/**
 * telar_colour_contrast:
 * @a: an opaque colour
 * @b: an opaque colour
 *
 * Returns: their contrast from 1 to 21, by the formula of the Web Content Accessibility
 *   Guidelines 2.1 (“contrast ratio”)
 */
double
telar_colour_contrast (const TelarColour *a, const TelarColour *b)
{
  double first = luminance (a), second = luminance (b);

  return (MAX (first, second) + 0.05) / (MIN (first, second) + 0.05);
}

/**
 * telar_colour_over:
 * @above: any colour
 * @below: an opaque colour
 *
 * Returns: the opaque colour that is seen where @above is painted on @below
 */
TelarColour
telar_colour_over (const TelarColour *above, const TelarColour *below)
{
  TelarColour result = {
    .red = above->red * above->alpha + below->red * (1 - above->alpha),
    .green = above->green * above->alpha + below->green * (1 - above->alpha),
    .blue = above->blue * above->alpha + below->blue * (1 - above->alpha),
    .alpha = 1,
  };

  return result;
}
