/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-palette.h"

#include <math.h>

#define PALE_ALPHA          0.35f
#define PALE_ALPHA_CONTRAST 0.5f /* where contrast is high */

typedef struct
{
  guint32 background, text, dim_text, now, selection, waiting, failed, critical_path;
  double grid_alpha, axis_alpha, zebra_alpha, dependency_alpha;
  guint32 phases[TELAR_N_PHASES];
  guint32 hues[TELAR_N_HUES];
  guint32 succeeded, running, cancelled, several, unknown;
} Scheme;

/* The colours of phases that follow each other in a bar differ in lightness as well as in hue,
 * so that they are told apart with any kind of colour blindness and on a pale projector. So do
 * hues one, two or four places apart, which is how tasks that follow each other in a lane differ
 * with so many workers. */
static const Scheme light = {
  .background = 0xffffff,
  .text = 0x1e1e1e,
  .dim_text = 0x5e5c64,
  .now = 0x1a5fb4,
  .selection = 0x000000,
  .waiting = 0x77767b,
  .failed = 0xc01c28,
  .critical_path = 0xd1006c,
  .grid_alpha = 0.10,
  .axis_alpha = 0.35,
  .zebra_alpha = 0.035,
  .dependency_alpha = 0.52,
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
    [TELAR_PHASE_LOOP_WAIT] = 0xf3d2b3,
    [TELAR_PHASE_RUN] = 0x2f7f8a,
    [TELAR_PHASE_CORE_WAIT] = 0xc5dbe0,
  },
  .hues = { 0x0a55db, 0xffac26, 0x917f46, 0x196f5b, 0xa1beae, 0x6b3a9e, 0x5bacf5, 0xc2ba56, 0x72206a,
            0xd984c2, 0xca5e10 },
  .succeeded = 0x4fb99b,
  .running = 0x1c71d8,
  .cancelled = 0x6f6d72,
  .several = 0x5d667c,
  .unknown = 0xb4b2b0,
};

static const Scheme dark = {
  .background = 0x1e1e1e,
  .text = 0xf2f2f2,
  .dim_text = 0xb6b4bd,
  .now = 0x78aeed,
  .selection = 0xffffff,
  .waiting = 0xa8a6ad,
  .failed = 0xff7b63,
  .critical_path = 0xff5fae,
  .grid_alpha = 0.12,
  .axis_alpha = 0.40,
  .zebra_alpha = 0.04,
  .dependency_alpha = 0.50,
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
    [TELAR_PHASE_LOOP_WAIT] = 0x7a5a48,
    [TELAR_PHASE_RUN] = 0x5cb3bf,
    [TELAR_PHASE_CORE_WAIT] = 0x4c626b,
  },
  .hues = { 0x3b8eff, 0xdcc474, 0x8e7438, 0x38a980, 0xc8ffc7, 0x8692e2, 0x82eef6, 0xd0e35f, 0xbc4aa6,
            0xf4aaae, 0xf37625 },
  .succeeded = 0x5fd6b4,
  .running = 0x4088e8,
  .cancelled = 0x77757c,
  .several = 0x8791b1,
  .unknown = 0x6a686c,
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

/* Black or white, whichever is easier to read on @bar. */
static TelarColour
choose_text (const TelarColour *bar)
{
  const TelarColour black = colour (0x000000, 1), white = colour (0xffffff, 1);

  /* White reads better than its figure says, so black has to be clearly better. */
  if (telar_colour_contrast (&white, bar) >= 4.5
      || telar_colour_contrast (&white, bar) > telar_colour_contrast (&black, bar))
    return white;

  return black;
}

static void
init_bars (TelarPalette *palette, const Scheme *scheme, gboolean is_high_contrast)
{
  TelarColour *colours = palette->colours;

  for (guint i = 0; i < TELAR_N_PHASES; i++)
    colours[TELAR_ROLE_PHASE + i] = colour (scheme->phases[i], 1);
  for (guint i = 0; i < TELAR_N_HUES; i++)
    colours[TELAR_ROLE_HUE + i] = colour (scheme->hues[i], 1);

  /* A task that waits to be begun once more looks like one that was cut off. */
  for (guint i = 0; i < TELAR_N_STATUSES; i++)
    colours[TELAR_ROLE_OUTCOME + i] = colour (scheme->cancelled, 1);
  colours[TELAR_ROLE_OUTCOME + TELAR_STATUS_RUNNING] = colour (scheme->running, 1);
  colours[TELAR_ROLE_OUTCOME + TELAR_STATUS_SUCCEEDED] = colour (scheme->succeeded, 1);
  colours[TELAR_ROLE_OUTCOME + TELAR_STATUS_FAILED] = colour (scheme->failed, 1);
  colours[TELAR_ROLE_SEVERAL] = colour (scheme->several, 1);
  colours[TELAR_ROLE_UNKNOWN] = colour (scheme->unknown, 1);

  for (TelarRole role = TELAR_ROLE_HUE; role < TELAR_ROLE_PALE_HUE; role++)
    {
      TelarColour pale = colours[role];

      pale.alpha = is_high_contrast ? PALE_ALPHA_CONTRAST : PALE_ALPHA;
      colours[telar_role_get_pale (role)]
          = telar_colour_over (&pale, &colours[TELAR_ROLE_BACKGROUND]);
    }
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
  TelarColour dependency;

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
  colours[TELAR_ROLE_RUNNING_FILL] = colour (scheme->running, is_high_contrast ? 0.4 : 0.2);
  colours[TELAR_ROLE_RUNNING_LINE] = colour (scheme->running, 1);
  colours[TELAR_ROLE_WAITING_FILL] = colour (scheme->waiting, is_high_contrast ? 0.4 : 0.22);
  colours[TELAR_ROLE_WAITING_LINE] = colour (scheme->waiting, 1);
  colours[TELAR_ROLE_FAILED] = colour (scheme->failed, 1);
  colours[TELAR_ROLE_CRITICAL_PATH] = colour (scheme->critical_path, 1);
  /* Lines that lie on one another are as dark as one. */
  dependency = colour (text, MIN (scheme->dependency_alpha * more, 0.9));
  colours[TELAR_ROLE_DEPENDENCY] = telar_colour_over (&dependency, &colours[TELAR_ROLE_BACKGROUND]);
  colours[TELAR_ROLE_HATCH] = colour (scheme->background, 0.6);

  init_bars (palette, scheme, is_high_contrast);
  colours[TELAR_ROLE_ON_FAILED] = choose_text (&colours[TELAR_ROLE_FAILED]);
  for (TelarRole role = TELAR_ROLE_PHASE; role < TELAR_ROLE_ON_PHASE; role++)
    colours[telar_role_get_text (role)] = choose_text (&colours[role]);
}

/**
 * telar_role_get_hue:
 * @number: of a task or a core
 *
 * Returns: the role of its bars, where each has a colour of its own; after %TELAR_N_HUES numbers
 *   the colours begin again
 */
TelarRole
telar_role_get_hue (guint number)
{
  return TELAR_ROLE_HUE + number % TELAR_N_HUES;
}

/**
 * telar_role_get_pale:
 * @hue: the role of a hue, of several or of none
 *
 * Returns: the role of the same colour, but pale
 */
TelarRole
telar_role_get_pale (TelarRole hue)
{
  return TELAR_ROLE_PALE_HUE + (hue - TELAR_ROLE_HUE);
}

/**
 * telar_role_get_text:
 * @bar: the role of a bar, from %TELAR_ROLE_PHASE on
 *
 * Returns: the role of the text on it
 */
TelarRole
telar_role_get_text (TelarRole bar)
{
  return TELAR_ROLE_ON_PHASE + (bar - TELAR_ROLE_PHASE);
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
