/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-thumbnail.h"

/* What a pixel of a phase holds that covers @coverage of it, from 0 to 1. */
static guint32
mix (const TelarPalette *palette, guint phase, float coverage)
{
  const TelarColour *colour = &palette->colours[TELAR_ROLE_PHASE + phase];
  guint32 alpha = (guint32) (coverage * 255 + 0.5f);

  return alpha << 24 | (guint32) (colour->red * alpha + 0.5f) << 16
         | (guint32) (colour->green * alpha + 0.5f) << 8 | (guint32) (colour->blue * alpha + 0.5f);
}

static void
test_every_phase_gets_its_colour_in_the_dark (void)
{
  static const float coverages[] = { 0.35f, 0.65f, 1 };
  TelarPalette light, dark;

  telar_palette_init (&light, FALSE, FALSE);
  telar_palette_init (&dark, TRUE, TRUE);
  for (guint phase = 0; phase < TELAR_N_PHASES; phase++)
    for (guint i = 0; i < G_N_ELEMENTS (coverages); i++)
      {
        guint32 pixels[] = { 0, mix (&light, phase, coverages[i]), 0 };

        telar_thumbnail_recolour (pixels, G_N_ELEMENTS (pixels), &dark);
        g_assert_cmphex (pixels[0], ==, 0);
        g_assert_cmphex (pixels[1], ==, mix (&dark, phase, coverages[i]));
        g_assert_cmphex (pixels[2], ==, 0);
      }
}

static void
test_light_picture_stays_as_it_was_painted (void)
{
  TelarPalette light;

  telar_palette_init (&light, FALSE, FALSE);
  for (guint phase = 0; phase < TELAR_N_PHASES; phase++)
    {
      guint32 painted = mix (&light, phase, 0.65f), pixel = painted;

      telar_thumbnail_recolour (&pixel, 1, &light);
      g_assert_cmphex (pixel, ==, painted);
    }
}

/* The picture comes from a file that another program may have written. */
static void
test_any_pixel_becomes_a_valid_one (void)
{
  guint32 seed = g_random_int ();
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  TelarPalette dark;

  g_test_message ("seed %u", seed);
  telar_palette_init (&dark, TRUE, FALSE);
  for (guint i = 0; i < 10000; i++)
    {
      guint32 given = g_rand_int (random), pixel = given, alpha = given >> 24;

      telar_thumbnail_recolour (&pixel, 1, &dark);
      g_assert_cmpuint (pixel >> 24, ==, alpha < 8 ? 0 : alpha);
      for (guint shift = 0; shift < 24; shift += 8)
        g_assert_cmpuint (pixel >> shift & 0xff, <=, pixel >> 24);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thumbnail/every-phase-gets-its-colour-in-the-dark",
                   test_every_phase_gets_its_colour_in_the_dark);
  g_test_add_func ("/thumbnail/light-picture-stays-as-it-was-painted",
                   test_light_picture_stays_as_it_was_painted);
  g_test_add_func ("/thumbnail/any-pixel-becomes-a-valid-one", test_any_pixel_becomes_a_valid_one);

  return g_test_run ();
}
