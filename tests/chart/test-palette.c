/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "chart/telar-palette.h"

#include <math.h>

typedef struct
{
  gboolean is_dark;
  gboolean is_high_contrast;
} Scheme;

static const Scheme schemes[]
    = { { FALSE, FALSE }, { TRUE, FALSE }, { FALSE, TRUE }, { TRUE, TRUE } };

static void
test_text_on_bars_is_legible (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      TelarPalette palette;

      telar_palette_init (&palette, schemes[i].is_dark, schemes[i].is_high_contrast);
      for (TelarRole role = TELAR_ROLE_PHASE; role < TELAR_ROLE_ON_PHASE; role++)
        g_assert_cmpfloat (telar_colour_contrast (&palette.colours[telar_role_get_text (role)],
                                                  &palette.colours[role]),
                           >=, 4.5);
      g_assert_cmpfloat (telar_colour_contrast (&palette.colours[TELAR_ROLE_ON_FAILED],
                                                &palette.colours[TELAR_ROLE_FAILED]),
                         >=, 4.5);
    }
}

static void
test_text_beside_bars_is_legible (void)
{
  static const TelarRole roles[] = { TELAR_ROLE_TEXT, TELAR_ROLE_DIM_TEXT };

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      TelarPalette palette;
      TelarColour zebra;

      telar_palette_init (&palette, schemes[i].is_dark, schemes[i].is_high_contrast);
      zebra = telar_colour_over (&palette.colours[TELAR_ROLE_ZEBRA],
                                 &palette.colours[TELAR_ROLE_BACKGROUND]);
      for (guint role = 0; role < G_N_ELEMENTS (roles); role++)
        g_assert_cmpfloat (telar_colour_contrast (&palette.colours[roles[role]], &zebra), >=, 4.5);
    }
}

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

/* CIE 1976 L*a*b* of a colour as it is seen with one kind of cone missing, by the matrices of
 * Machado, Oliveira and Fernandes (2009) at full severity. */
static void
see (const TelarColour *colour, const double matrix[3][3], double lab[3])
{
  static const double to_xyz[3][3]
      = { { 0.4124, 0.3576, 0.1805 }, { 0.2126, 0.7152, 0.0722 }, { 0.0193, 0.1192, 0.9505 } };
  static const double white[3] = { 0.9505, 1, 1.089 };
  double rgb[3] = { linear (colour->red), linear (colour->green), linear (colour->blue) };
  double seen[3], f[3];

  for (guint i = 0; i < 3; i++)
    seen[i] = CLAMP (matrix[i][0] * rgb[0] + matrix[i][1] * rgb[1] + matrix[i][2] * rgb[2], 0, 1);
  for (guint i = 0; i < 3; i++)
    {
      double value
          = (to_xyz[i][0] * seen[0] + to_xyz[i][1] * seen[1] + to_xyz[i][2] * seen[2]) / white[i];

      f[i] = value > 0.008856 ? cbrt (value) : 7.787 * value + 16.0 / 116;
    }
  lab[0] = 116 * f[1] - 16;
  lab[1] = 500 * (f[0] - f[1]);
  lab[2] = 200 * (f[1] - f[2]);
}

/* How much two colours differ for the eye that tells them apart least: the CIE 1976 distance. */
static double
get_least_difference (const TelarColour *first, const TelarColour *second)
{
  static const double eyes[][3][3] = {
    { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } },
    { { 0.152286, 1.052583, -0.204868 },
      { 0.114503, 0.786281, 0.099216 },
      { -0.003882, -0.048116, 1.051998 } },
    { { 0.367322, 0.860646, -0.227968 },
      { 0.280085, 0.672501, 0.047413 },
      { -0.011820, 0.042940, 0.968881 } },
    { { 1.255528, -0.076749, -0.178779 },
      { -0.078411, 0.930809, 0.147602 },
      { 0.004733, 0.691367, 0.303900 } },
  };
  double least = G_MAXDOUBLE;

  for (guint eye = 0; eye < G_N_ELEMENTS (eyes); eye++)
    {
      double a[3], b[3];

      see (first, eyes[eye], a);
      see (second, eyes[eye], b);
      least
          = MIN (least, sqrt (pow (a[0] - b[0], 2) + pow (a[1] - b[1], 2) + pow (a[2] - b[2], 2)));
    }

  return least;
}

static void
assert_roles_differ (guint scheme, TelarRole first, TelarRole second, double by)
{
  TelarPalette palette;
  double difference;

  telar_palette_init (&palette, schemes[scheme].is_dark, schemes[scheme].is_high_contrast);
  difference = get_least_difference (&palette.colours[first], &palette.colours[second]);
  g_test_message ("scheme %u, roles %u and %u: %.1f", scheme, first, second, difference);
  g_assert_cmpfloat (difference, >=, by);
}

static void
test_phases_of_a_fetch_differ_for_every_eye (void)
{
  /* Phases that follow each other, and so touch. */
  for (guint scheme = 0; scheme < G_N_ELEMENTS (schemes); scheme++)
    for (guint phase = TELAR_PHASE_DNS; phase < TELAR_PHASE_COMPUTE; phase++)
      assert_roles_differ (scheme, TELAR_ROLE_PHASE + phase, TELAR_ROLE_PHASE + phase + 1, 20);
}

static void
test_hues_of_neighbours_differ_for_every_eye (void)
{
  /* One, two or four workers give a lane every task, every second or every fourth. */
  for (guint scheme = 0; scheme < G_N_ELEMENTS (schemes); scheme++)
    for (guint number = 0; number < TELAR_N_HUES; number++)
      {
        for (guint step = 1; step <= 4; step *= 2)
          assert_roles_differ (scheme, telar_role_get_hue (number),
                               telar_role_get_hue (number + step), 20);
        for (guint other = 0; other < number; other++)
          assert_roles_differ (scheme, telar_role_get_hue (number), telar_role_get_hue (other), 12);
        assert_roles_differ (scheme, telar_role_get_hue (number), TELAR_ROLE_SEVERAL, 8);
        assert_roles_differ (scheme, telar_role_get_hue (number),
                             telar_role_get_pale (telar_role_get_hue (number)), 12);
      }
}

static void
test_outcomes_differ_for_every_eye (void)
{
  static const TelarStatus outcomes[] = { TELAR_STATUS_RUNNING, TELAR_STATUS_SUCCEEDED,
                                          TELAR_STATUS_FAILED, TELAR_STATUS_CANCELLED };

  for (guint scheme = 0; scheme < G_N_ELEMENTS (schemes); scheme++)
    for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
      for (guint j = 0; j < i; j++)
        assert_roles_differ (scheme, TELAR_ROLE_OUTCOME + outcomes[i],
                             TELAR_ROLE_OUTCOME + outcomes[j], 20);
}

/* As the Web Content Accessibility Guidelines 2.1 ask of what is no text (1.4.11). */
static void
test_lines_stand_out_from_the_background (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      TelarPalette palette;
      TelarColour zebra;

      telar_palette_init (&palette, schemes[i].is_dark, schemes[i].is_high_contrast);
      zebra = telar_colour_over (&palette.colours[TELAR_ROLE_ZEBRA],
                                 &palette.colours[TELAR_ROLE_BACKGROUND]);
      g_assert_cmpfloat (telar_colour_contrast (&palette.colours[TELAR_ROLE_DEPENDENCY], &zebra),
                         >=, 3);
      g_assert_cmpfloat (telar_colour_contrast (&palette.colours[TELAR_ROLE_CRITICAL_PATH], &zebra),
                         >=, 3);
      assert_roles_differ (i, TELAR_ROLE_DEPENDENCY, TELAR_ROLE_CRITICAL_PATH, 8);
    }
}

static void
test_bars_stand_out_from_the_background (void)
{
  for (guint scheme = 0; scheme < G_N_ELEMENTS (schemes); scheme++)
    {
      TelarPalette palette;

      telar_palette_init (&palette, schemes[scheme].is_dark, schemes[scheme].is_high_contrast);
      for (TelarRole role = TELAR_ROLE_HUE; role < TELAR_ROLE_ON_PHASE; role++)
        g_assert_cmpfloat (
            get_least_difference (&palette.colours[role], &palette.colours[TELAR_ROLE_BACKGROUND]),
            >=, 8);
    }
}

static void
test_contrast_follows_its_definition (void)
{
  const TelarColour black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 }, half_black = { 0, 0, 0, 0.5f };
  TelarColour grey;

  g_assert_cmpfloat_with_epsilon (telar_colour_contrast (&black, &white), 21, 1e-6);
  g_assert_cmpfloat_with_epsilon (telar_colour_contrast (&white, &black), 21, 1e-6);
  g_assert_cmpfloat_with_epsilon (telar_colour_contrast (&white, &white), 1, 1e-6);
  grey = telar_colour_over (&half_black, &white);
  g_assert_cmpfloat_with_epsilon (grey.red, 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (grey.alpha, 1, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/lines-stand-out-from-the-background",
                   test_lines_stand_out_from_the_background);
  g_test_add_func ("/palette/text-on-bars-is-legible", test_text_on_bars_is_legible);
  g_test_add_func ("/palette/text-beside-bars-is-legible", test_text_beside_bars_is_legible);
  g_test_add_func ("/palette/phases-of-a-fetch-differ-for-every-eye",
                   test_phases_of_a_fetch_differ_for_every_eye);
  g_test_add_func ("/palette/hues-of-neighbours-differ-for-every-eye",
                   test_hues_of_neighbours_differ_for_every_eye);
  g_test_add_func ("/palette/outcomes-differ-for-every-eye", test_outcomes_differ_for_every_eye);
  g_test_add_func ("/palette/bars-stand-out-from-the-background",
                   test_bars_stand_out_from_the_background);
  g_test_add_func ("/palette/contrast-follows-its-definition",
                   test_contrast_follows_its_definition);

  return g_test_run ();
}
