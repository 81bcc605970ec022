/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "work/telar-computation.h"

#include <string.h>

/* So long a single step may take on a computer that has other things to do. */
#define MAX_STEP_US 100000

static char *
compute (TelarFunction function, gint64 argument)
{
  g_autoptr (TelarComputation) computation = NULL;
  g_autoptr (GError) error = NULL;

  computation = telar_computation_new (function, argument, &error);
  g_assert_no_error (error);
  while (!telar_computation_advance (computation))
    ;

  return telar_computation_dup_result (computation);
}

static void
test_known_values_are_found (void)
{
  static const struct
  {
    TelarFunction function;
    gint64 argument;
    const char *value;
  } cases[] = {
    /* https://oeis.org/A006880 has those of the powers of ten. */
    { TELAR_FUNCTION_PRIMES, 0, "0" },
    { TELAR_FUNCTION_PRIMES, 1, "0" },
    { TELAR_FUNCTION_PRIMES, 2, "1" },
    { TELAR_FUNCTION_PRIMES, 3, "2" },
    { TELAR_FUNCTION_PRIMES, 4, "2" },
    { TELAR_FUNCTION_PRIMES, 8, "4" },
    { TELAR_FUNCTION_PRIMES, 9, "4" },
    { TELAR_FUNCTION_PRIMES, 10, "4" },
    { TELAR_FUNCTION_PRIMES, 25, "9" },
    { TELAR_FUNCTION_PRIMES, 100, "25" },
    { TELAR_FUNCTION_PRIMES, 1000, "168" },
    { TELAR_FUNCTION_PRIMES, 1000000, "78498" },
    { TELAR_FUNCTION_FIBONACCI, 0, "0" },
    { TELAR_FUNCTION_FIBONACCI, 1, "1" },
    { TELAR_FUNCTION_FIBONACCI, 2, "1" },
    { TELAR_FUNCTION_FIBONACCI, 21, "10946" },
    { TELAR_FUNCTION_FIBONACCI, 22, "17711" },
    { TELAR_FUNCTION_FIBONACCI, 30, "832040" },
    /* The first is that of the empty text; the others are what Python's hashlib finds. */
    { TELAR_FUNCTION_SHA256, 1,
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    { TELAR_FUNCTION_SHA256, 2,
      "5df6e0e2761359d30a8275058e299fcc0381534545f55cf43e41983f5d4c9456" },
    { TELAR_FUNCTION_PI, 1, "0.0000000000 = 4 × 0 / 1" },
    { TELAR_FUNCTION_PI, 3, "2.6666666667 ≈ 4 × 2 / 3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *value = compute (cases[i].function, cases[i].argument);

      g_assert_cmpstr (value, ==, cases[i].value);
    }
}

static void
test_primes_are_those_of_a_sieve (void)
{
  const guint limit = 20000;
  g_autofree gboolean *is_composite = g_new0 (gboolean, limit + 1);
  guint n_primes = 0;

  for (guint i = 2; i <= limit; i++)
    {
      n_primes += !is_composite[i];
      for (guint j = 2 * i; j <= limit; j += i)
        is_composite[j] = TRUE;

      /* Every limit up to some squares of primes, and then some. */
      if (i < 1000 || i % 997 == 0)
        {
          g_autofree char *value = compute (TELAR_FUNCTION_PRIMES, i);

          g_assert_cmpint (g_ascii_strtoll (value, NULL, 10), ==, n_primes);
        }
    }
}

static void
test_hashes_are_a_chain (void)
{
  const guint n = 3001;
  g_autofree char *value = compute (TELAR_FUNCTION_SHA256, n);
  g_autofree char *expected = g_strdup ("");
  guint8 bytes[32];
  gsize length = 0;

  for (guint i = 0; i < n; i++)
    {
      g_free (expected);
      expected = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length);
      length = sizeof bytes;
      for (guint j = 0; j < length; j++)
        bytes[j] = (guint8) (g_ascii_xdigit_value (expected[2 * j]) * 16
                             + g_ascii_xdigit_value (expected[2 * j + 1]));
    }

  g_assert_cmpstr (value, ==, expected);
}

/* SplitMix64 once more, as its authors describe it: the state is a counter, and its n-th number a
 * function of n alone. Points are compared with the circle in 128 bits. */
static guint64
get_random (guint64 n)
{
  guint64 z = n * 11400714819323198485u;

  z ^= z >> 30;
  z *= 13787848793156543929u;
  z ^= z >> 27;
  z *= 10723151780598845931u;
  z ^= z >> 31;

  return z;
}

static void
test_points_are_those_of_the_generator (void)
{
  static const guint64 published[]
      = { 0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f, 0xf88bb8a8724c81ec };
  const guint n = 123457;
  g_autofree char *value = compute (TELAR_FUNCTION_PI, n);
  g_autofree char *expected = NULL;
  guint n_inside = 0;

  for (guint i = 0; i < G_N_ELEMENTS (published); i++)
    g_assert_cmphex (get_random (i + 1), ==, published[i]);

  for (guint i = 1; i <= n; i++)
    {
      guint64 random = get_random (i);
      unsigned __int128 x = random >> 32, y = (guint32) random;

      n_inside += x * x + y * y < (unsigned __int128) 1 << 64;
    }
  expected = g_strdup_printf ("≈ 4 × %u / %u", n_inside, n);

  g_assert_true (g_str_has_suffix (value, expected));
  g_assert_cmpfloat (g_ascii_strtod (value, NULL) - 4.0 * n_inside / n, <, 1e-10);
  g_assert_cmpfloat (4.0 * n_inside / n - g_ascii_strtod (value, NULL), <, 1e-10);
  g_assert_cmpfloat (ABS (g_ascii_strtod (value, NULL) - G_PI), <, 0.02);
}

static void
test_what_is_out_of_range_is_an_error (void)
{
  static const struct
  {
    TelarFunction function;
    gint64 least;
    gint64 most;
  } cases[] = {
    { TELAR_FUNCTION_PRIMES, 0, 1000000000 },
    { TELAR_FUNCTION_FIBONACCI, 0, 93 },
    { TELAR_FUNCTION_SHA256, 1, 1000000000 },
    { TELAR_FUNCTION_PI, 1, G_GINT64_CONSTANT (100000000000) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const gint64 good[] = { cases[i].least, cases[i].most };
      const gint64 bad[] = { cases[i].least - 1, cases[i].most + 1, G_MININT64, G_MAXINT64 };

      for (guint j = 0; j < G_N_ELEMENTS (good); j++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (TelarComputation) computation
              = telar_computation_new (cases[i].function, good[j], &error);

          g_assert_no_error (error);
          g_assert_nonnull (computation);
        }

      for (guint j = 0; j < G_N_ELEMENTS (bad); j++)
        {
          g_autofree char *number = g_strdup_printf ("“%" G_GINT64_FORMAT "” ", bad[j]);
          g_autofree char *most = g_strdup_printf ("%" G_GINT64_FORMAT, cases[i].most);
          g_autoptr (GError) error = NULL;

          g_assert_null (telar_computation_new (cases[i].function, bad[j], &error));
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
          g_assert_true (g_str_has_prefix (error->message, number));
          g_assert_nonnull (strstr (error->message, most));
        }
    }
}

/* However large the argument, one can stop soon. */
static void
test_steps_are_short (void)
{
  static const struct
  {
    TelarFunction function;
    gint64 argument;
  } cases[] = {
    { TELAR_FUNCTION_PRIMES, 1000000000 },
    { TELAR_FUNCTION_FIBONACCI, 93 },
    { TELAR_FUNCTION_SHA256, 1000000000 },
    { TELAR_FUNCTION_PI, G_GINT64_CONSTANT (100000000000) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TelarComputation) computation
          = telar_computation_new (cases[i].function, cases[i].argument, NULL);
      gint64 longest_us = 0;

      for (guint j = 0; j < 200; j++)
        {
          gint64 begin_us = g_get_monotonic_time ();

          g_assert_false (telar_computation_advance (computation));
          longest_us = MAX (longest_us, g_get_monotonic_time () - begin_us);
        }
      g_test_message ("function %u: at most %" G_GINT64_FORMAT " µs", cases[i].function,
                      longest_us);
      g_assert_cmpint (longest_us, <, MAX_STEP_US);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/computation/known-values-are-found", test_known_values_are_found);
  g_test_add_func ("/computation/primes-are-those-of-a-sieve", test_primes_are_those_of_a_sieve);
  g_test_add_func ("/computation/hashes-are-a-chain", test_hashes_are_a_chain);
  g_test_add_func ("/computation/points-are-those-of-the-generator",
                   test_points_are_those_of_the_generator);
  g_test_add_func ("/computation/what-is-out-of-range-is-an-error",
                   test_what_is_out_of_range_is_an_error);
  g_test_add_func ("/computation/steps-are-short", test_steps_are_short);

  return g_test_run ();
}
