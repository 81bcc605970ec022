/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <pango/pango.h>

#include "chart/telar-text-cache.h"

/* Many more than are remembered. */
#define MANY 10000

static void
measure_other (TelarTextCache *texts, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  g_assert_cmpfloat (telar_text_cache_measure (texts, TELAR_FONT_BAR, text), >, 0);
}

static void
test_text_that_is_shown_again_is_kept_while_others_come (void)
{
  g_autoptr (TelarTextCache) texts = telar_text_cache_new_for_export ();
  g_autoptr (PangoLayout) layout
      = g_object_ref (telar_text_cache_get (texts, TELAR_FONT_BAR, "kept"));

  for (guint i = 0; i < MANY; i++)
    {
      measure_other (texts, i);
      if (i % 1000 == 0)
        g_assert_true (telar_text_cache_get (texts, TELAR_FONT_BAR, "kept") == layout);
    }
}

static void
test_text_that_is_not_shown_any_more_is_forgotten (void)
{
  g_autoptr (TelarTextCache) texts = telar_text_cache_new_for_export ();
  PangoLayout *layout = telar_text_cache_get (texts, TELAR_FONT_BAR, "forgotten");
  double width = telar_text_cache_measure (texts, TELAR_FONT_BAR, "forgotten");

  g_object_add_weak_pointer (G_OBJECT (layout), (gpointer *) &layout);
  for (guint i = 0; i < MANY; i++)
    measure_other (texts, i);

  g_assert_null (layout);
  g_assert_cmpfloat (telar_text_cache_measure (texts, TELAR_FONT_BAR, "forgotten"), ==, width);
}

static void
test_text_is_told_from_the_same_in_another_font (void)
{
  g_autoptr (TelarTextCache) texts = telar_text_cache_new_for_export ();
  double title = telar_text_cache_measure (texts, TELAR_FONT_TITLE, "wide");

  g_assert_cmpfloat (telar_text_cache_measure (texts, TELAR_FONT_BAR, "wide"), <, title);
  g_assert_cmpfloat (telar_text_cache_measure (texts, TELAR_FONT_TITLE, "wide"), ==, title);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-cache/text-that-is-shown-again-is-kept-while-others-come",
                   test_text_that_is_shown_again_is_kept_while_others_come);
  g_test_add_func ("/text-cache/text-that-is-not-shown-any-more-is-forgotten",
                   test_text_that_is_not_shown_any_more_is_forgotten);
  g_test_add_func ("/text-cache/text-is-told-from-the-same-in-another-font",
                   test_text_is_told_from_the_same_in_another_font);

  return g_test_run ();
}
