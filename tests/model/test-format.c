/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-format.h"

#include <locale.h>
#include <string.h>

#define NBSP "\302\240"

static void
test_durations_fit_their_unit (void)
{
  static const struct
  {
    gint64 ns;
    const char *text;
  } cases[] = {
    { 0, "0" NBSP "ns" },
    { 850, "850" NBSP "ns" },
    { 999, "999" NBSP "ns" },
    { 1000, "1.00" NBSP "µs" },
    { 12345, "12.3" NBSP "µs" },
    { 99949, "99.9" NBSP "µs" },
    { 99950, "100" NBSP "µs" },
    { 999499, "999" NBSP "µs" },
    { 999500, "1.00" NBSP "ms" },
    { 4560000, "4.56" NBSP "ms" },
    { 9996000, "10.0" NBSP "ms" },
    { 999499999, "999" NBSP "ms" },
    { 999500000, "1.00" NBSP "s" },
    { 1930000000, "1.93" NBSP "s" },
    { 53400000000, "53.4" NBSP "s" },
    { 59949999999, "59.9" NBSP "s" },
    { 59950000000, "1" NBSP "min 00" NBSP "s" },
    { 125000000000, "2" NBSP "min 05" NBSP "s" },
    { G_GINT64_CONSTANT (3599400000000), "59" NBSP "min 59" NBSP "s" },
    { G_GINT64_CONSTANT (3599600000000), "1" NBSP "h 00" NBSP "min" },
    { G_GINT64_CONSTANT (3720000000000), "1" NBSP "h 02" NBSP "min" },
    { G_GINT64_CONSTANT (3690000000000), "1" NBSP "h 02" NBSP "min" },
    { G_GINT64_CONSTANT (360000000000000), "100" NBSP "h 00" NBSP "min" },
    { -12345, "−12.3" NBSP "µs" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = telar_format_duration (cases[i].ns);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_any_duration_is_written (void)
{
  static const gint64 extremes[] = { G_MININT64, -1, 1, G_MAXINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (extremes); i++)
    {
      g_autofree char *text = telar_format_duration (extremes[i]);

      g_assert_true (g_utf8_validate (text, -1, NULL));
      g_assert_cmpuint (strlen (text), >, 3);
    }
}

static void
test_seconds_have_two_decimals (void)
{
  g_autofree char *page = telar_format_seconds (790400000);
  g_autofree char *instant = telar_format_seconds (1);

  g_assert_cmpstr (page, ==, "0.79" NBSP "s");
  g_assert_cmpstr (instant, ==, "0.00" NBSP "s");
}

static void
test_factors_have_three_digits (void)
{
  g_autofree char *small = telar_format_factor (0.257);
  g_autofree char *medium = telar_format_factor (12.44);
  g_autofree char *large = telar_format_factor (250.4);

  g_assert_cmpstr (small, ==, "0.26");
  g_assert_cmpstr (medium, ==, "12.4");
  g_assert_cmpstr (large, ==, "250");
}

static void
test_counts_and_bytes (void)
{
  g_autofree char *count = telar_format_count (G_MAXUINT64);
  g_autofree char *bytes = telar_format_bytes (253691);

  g_assert_cmpstr (count, ==, "18446744073709551615");
  g_assert_cmpstr (bytes, ==, "253.7" NBSP "kB");
}

/* The decimal comma and the grouping of a locale, where the computer has one that differs. */
/* A system need not have any locale but C, so this makes one. */
static void
test_locale_decides_the_separators (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("telar-locale-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "es_ES.UTF-8", NULL);
  const char *const make[] = { "localedef", "-i", "es_ES", "-f", "UTF-8", path, NULL };
  const char *const clear[] = { "rm", "-r", folder, NULL };
  g_autofree char *seconds = NULL;
  g_autofree char *count = NULL;

  g_assert_no_error (error);
  g_spawn_sync (NULL, (char **) make, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_setenv ("LOCPATH", folder, TRUE);
  g_assert_nonnull (setlocale (LC_NUMERIC, "es_ES.UTF-8"));

  seconds = telar_format_seconds (1930000000);
  count = telar_format_count (1234567);
  setlocale (LC_NUMERIC, "C.UTF-8");
  g_unsetenv ("LOCPATH");
  g_spawn_sync (NULL, (char **) clear, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                &error);

  g_assert_no_error (error);
  g_assert_cmpstr (seconds, ==, "1,93" NBSP "s");
  g_assert_cmpstr (count, ==, "1.234.567");
}

static void
test_excerpts_are_short_and_harmless (void)
{
  static const struct
  {
    const char *text;
    gssize length;
    const char *excerpt;
  } cases[] = {
    { "", -1, "" },
    { "plain", -1, "plain" },
    { "plain", 2, "pl" },
    { "1234567890123456789012345678901234567890", -1, "1234567890123456789012345678901234567890" },
    { "12345678901234567890123456789012345678901", -1, "123456789012345678901234567890123456789…" },
    { "\033[2J\a\n", -1, "\357\277\275[2J\357\277\275\357\277\275" },
    { "a\342\200\256b\342\201\246", -1, "a\357\277\275b\357\277\275" },
    { "\xff\xc3", -1, "\357\277\275\357\277\275" },
    { "a\0b", 3, "a\357\277\275b" },
    { "\xe2\x82", 2, "\357\277\275\357\277\275" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *excerpt = telar_format_excerpt (cases[i].text, cases[i].length);

      g_assert_cmpstr (excerpt, ==, cases[i].excerpt);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/format/durations-fit-their-unit", test_durations_fit_their_unit);
  g_test_add_func ("/format/any-duration-is-written", test_any_duration_is_written);
  g_test_add_func ("/format/seconds-have-two-decimals", test_seconds_have_two_decimals);
  g_test_add_func ("/format/factors-have-three-digits", test_factors_have_three_digits);
  g_test_add_func ("/format/counts-and-bytes", test_counts_and_bytes);
  g_test_add_func ("/format/locale-decides-the-separators", test_locale_decides_the_separators);
  g_test_add_func ("/format/excerpts-are-short-and-harmless", test_excerpts_are_short_and_harmless);

  return g_test_run ();
}
