/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-computation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/telar-updates.h"

/* How much is done at once: between 20 and 200 µs on a computer of 2020, whatever the argument. */
#define DIVISIONS_AT_ONCE 20000
#define LEAF_INDEX        21
#define HASHES_AT_ONCE    256
#define POINTS_AT_ONCE    32768
#define ADDITIONS_AT_ONCE 2048

/* The primes below √10⁹, of which there are 3401. */
#define MAX_DIVISORS 3401

#define MAX_INDEX      93
#define DIGEST_LENGTH  32
#define PI_DECIMALS    10
#define PI_DENOMINATOR G_GUINT64_CONSTANT (10000000000)

typedef struct
{
  guint32 limit;
  guint32 candidate; /* the next one, odd from 3 on */
  guint32 n_primes;
  guint n_divisors;
  guint16 divisors[MAX_DIVISORS]; /* the odd primes found so far that can be needed */
} Primes;

typedef struct
{
  guint64 sum;
  guint8 pending[MAX_INDEX + 2]; /* indices whose numbers are still to be added: a stack */
  guint n_pending;
} Fibonacci;

typedef struct
{
  GChecksum *checksum;
  guint8 digest[DIGEST_LENGTH];
  gsize length; /* of @digest, 0 before the first time */
  guint64 n_left;
} Sha256;

typedef struct
{
  guint64 state; /* of the generator */
  guint64 n_points;
  guint64 n_left;
  guint64 n_inside;
} Pi;

typedef struct
{
  TelarCounter *counter;
  TelarAdder adder;
  guint64 n_left;
  guint64 found; /* what the counter stands at, at the end */
  guint rank;
} Race;

struct _TelarComputation
{
  TelarFunction function;
  union
  {
    Primes primes;
    Fibonacci fibonacci;
    Sha256 sha256;
    Pi pi;
    Race race;
  };
};

static void
primes_init (Primes *primes, gint64 limit)
{
  primes->limit = (guint32) limit;
  primes->candidate = 3;
  primes->n_primes = limit >= 2 ? 1 : 0;
}

/* Trial division: each odd number is divided by the odd primes up to its square root. There are
 * faster ways, but none that is so simple, needs so little memory and keeps a core so busy. */
static gboolean
primes_advance (Primes *primes)
{
  guint n_divisions = 0;

  while (primes->candidate <= primes->limit && n_divisions < DIVISIONS_AT_ONCE)
    {
      guint32 candidate = primes->candidate;
      gboolean is_prime = TRUE;
      guint i;

      for (i = 0; i < primes->n_divisors; i++)
        {
          guint32 divisor = primes->divisors[i];

          if (divisor * divisor > candidate)
            break;
          if (candidate % divisor == 0)
            {
              is_prime = FALSE;
              break;
            }
        }
      n_divisions += i + 1;

      if (is_prime)
        {
          primes->n_primes++;
          if ((guint64) candidate * candidate <= primes->limit)
            primes->divisors[primes->n_divisors++] = (guint16) candidate;
        }
      primes->candidate += 2;
    }

  return primes->candidate > primes->limit;
}

static void
fibonacci_init (Fibonacci *fibonacci, gint64 index)
{
  fibonacci->pending[fibonacci->n_pending++] = (guint8) index;
}

/* The definition, and nothing else: F(n) = F(n − 1) + F(n − 2). */
static guint64
compute_fibonacci (guint index)
{
  return index < 2 ? index : compute_fibonacci (index - 1) + compute_fibonacci (index - 2);
}

/* The calls near the root of the tree of calls stand in a stack of their own rather than in the
 * thread's, so that one can return from the middle of it. */
static gboolean
fibonacci_advance (Fibonacci *fibonacci)
{
  guint index = fibonacci->pending[--fibonacci->n_pending];

  while (index > LEAF_INDEX)
    {
      fibonacci->pending[fibonacci->n_pending++] = (guint8) (index - 2);
      index--;
    }
  fibonacci->sum += compute_fibonacci (index);

  return fibonacci->n_pending == 0;
}

static void
sha256_init (Sha256 *sha256, gint64 n)
{
  sha256->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  sha256->n_left = (guint64) n;
}

static gboolean
sha256_advance (Sha256 *sha256)
{
  for (guint i = 0; i < HASHES_AT_ONCE && sha256->n_left > 0; i++, sha256->n_left--)
    {
      g_checksum_reset (sha256->checksum);
      g_checksum_update (sha256->checksum, sha256->digest, (gssize) sha256->length);
      sha256->length = DIGEST_LENGTH;
      g_checksum_get_digest (sha256->checksum, sha256->digest, &sha256->length);
    }

  return sha256->n_left == 0;
}

static char *
sha256_dup_result (const Sha256 *sha256)
{
  GString *hex = g_string_sized_new (2 * DIGEST_LENGTH);

  for (guint i = 0; i < DIGEST_LENGTH; i++)
    g_string_append_printf (hex, "%02x", sha256->digest[i]);

  return g_string_free (hex, FALSE);
}

static void
pi_init (Pi *pi, gint64 n)
{
  pi->n_points = pi->n_left = (guint64) n;
}

/* The generator SplitMix64 of Steele, Lea and Flood (“Fast splittable pseudorandom number
 * generators”, 2014), with the constants that Vigna published for it; its seed is 0. */
static inline guint64
next_random (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);

  return z ^ z >> 31;
}

/* Each half of a random number is a coordinate in the square of side 2³². The point is inside of
 * the quarter of a circle if x² + y² < 2⁶⁴: if the sum does not overflow. */
static gboolean
pi_advance (Pi *pi)
{
  guint64 n = MIN (pi->n_left, POINTS_AT_ONCE);

  for (guint64 i = 0; i < n; i++)
    {
      guint64 random = next_random (&pi->state);
      guint64 x = random >> 32, y = random & G_MAXUINT32, sum;

      pi->n_inside += !__builtin_add_overflow (x * x, y * y, &sum);
    }
  pi->n_left -= n;

  return pi->n_left == 0;
}

/* In whole numbers only, so that every computer writes the same digits; the last one is rounded.
 * The counts stand beside, because they are exact. */
static char *
pi_dup_result (const Pi *pi)
{
  unsigned __int128 scaled = (unsigned __int128) pi->n_inside * 4 * PI_DENOMINATOR;
  guint64 rounded = (guint64) ((scaled + pi->n_points / 2) / pi->n_points);
  gboolean is_exact = (unsigned __int128) rounded * pi->n_points == scaled;

  return g_strdup_printf ("%" G_GUINT64_FORMAT ".%0*" G_GUINT64_FORMAT " %s 4 × %" G_GUINT64_FORMAT
                          " / %" G_GUINT64_FORMAT,
                          rounded / PI_DENOMINATOR, PI_DECIMALS, rounded % PI_DENOMINATOR,
                          is_exact ? "=" : "≈", pi->n_inside, pi->n_points);
}

static gboolean
race_advance (Race *race)
{
  guint n = (guint) MIN (race->n_left, ADDITIONS_AT_ONCE);

  race->n_left -= n;
  telar_counter_add (race->counter, &race->adder, n, race->n_left > 0);
  if (race->n_left > 0)
    return FALSE;

  race->found = telar_counter_finish (race->counter, &race->rank);
  return TRUE;
}

/**
 * telar_computation_new:
 * @function: what is to be computed; not %TELAR_FUNCTION_RACE
 * @argument: of what number
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT: @function is not defined for it
 *
 * Returns: (transfer full) (nullable): the computation, not begun
 */
TelarComputation *
telar_computation_new (TelarFunction function, gint64 argument, GError **error)
{
  g_autofree char *message = NULL;
  TelarComputation *computation;

  g_return_val_if_fail (function != TELAR_FUNCTION_NONE && function != TELAR_FUNCTION_RACE, NULL);

  if (!telar_function_check (function, argument, &message))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
      return NULL;
    }

  computation = g_new0 (TelarComputation, 1);
  computation->function = function;
  switch (function)
    {
    case TELAR_FUNCTION_PRIMES:
      primes_init (&computation->primes, argument);
      break;
    case TELAR_FUNCTION_FIBONACCI:
      fibonacci_init (&computation->fibonacci, argument);
      break;
    case TELAR_FUNCTION_SHA256:
      sha256_init (&computation->sha256, argument);
      break;
    case TELAR_FUNCTION_PI:
      pi_init (&computation->pi, argument);
      break;
    case TELAR_FUNCTION_RACE:
    case TELAR_FUNCTION_NONE:
    default:
      g_assert_not_reached ();
    }

  return computation;
}

/**
 * telar_computation_new_race:
 * @counter: what to add to; it has to outlive the computation
 * @n_additions: how often to add one
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT: that is too often, or negative
 *
 * Others may add to the same counter meanwhile.
 *
 * Returns: (transfer full) (nullable): the computation, not begun
 */
TelarComputation *
telar_computation_new_race (TelarCounter *counter, gint64 n_additions, GError **error)
{
  g_autofree char *message = NULL;
  TelarComputation *computation;

  if (!telar_function_check (TELAR_FUNCTION_RACE, n_additions, &message))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, message);
      return NULL;
    }

  computation = g_new0 (TelarComputation, 1);
  computation->function = TELAR_FUNCTION_RACE;
  computation->race.counter = counter;
  computation->race.n_left = (guint64) n_additions;

  return computation;
}

/**
 * telar_computation_free:
 * @computation: (transfer full) (nullable): a computation, at its end or not
 */
void
telar_computation_free (TelarComputation *computation)
{
  if (computation == NULL)
    return;

  if (computation->function == TELAR_FUNCTION_SHA256)
    g_checksum_free (computation->sha256.checksum);
  g_free (computation);
}

/**
 * telar_computation_advance:
 * @computation: a computation that is not at its end
 *
 * Computes for some tens of microseconds.
 *
 * Returns: whether that was the end
 */
gboolean
telar_computation_advance (TelarComputation *computation)
{
  switch (computation->function)
    {
    case TELAR_FUNCTION_PRIMES:
      return primes_advance (&computation->primes);
    case TELAR_FUNCTION_FIBONACCI:
      return fibonacci_advance (&computation->fibonacci);
    case TELAR_FUNCTION_SHA256:
      return sha256_advance (&computation->sha256);
    case TELAR_FUNCTION_PI:
      return pi_advance (&computation->pi);
    case TELAR_FUNCTION_RACE:
      return race_advance (&computation->race);
    case TELAR_FUNCTION_NONE:
    default:
      g_assert_not_reached ();
    }
}

/**
 * telar_computation_get_waited_ns:
 * @computation: a computation
 *
 * Returns: how long it has waited for the mutex of a counter so far, in nanoseconds
 */
gint64
telar_computation_get_waited_ns (const TelarComputation *computation)
{
  return computation->function == TELAR_FUNCTION_RACE ? computation->race.adder.waited_ns : 0;
}

/**
 * telar_computation_dup_result:
 * @computation: a computation at its end
 *
 * Returns: (transfer full): what came out: a number in decimal digits; for SHA-256, the digest in
 *   hexadecimal digits; for π, ten decimals and the fraction that they stand for; for additions,
 *   what the counter stood at afterwards and the rank of the task among those that share it
 */
char *
telar_computation_dup_result (const TelarComputation *computation)
{
  switch (computation->function)
    {
    case TELAR_FUNCTION_PRIMES:
      return g_strdup_printf ("%u", computation->primes.n_primes);
    case TELAR_FUNCTION_FIBONACCI:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, computation->fibonacci.sum);
    case TELAR_FUNCTION_SHA256:
      return sha256_dup_result (&computation->sha256);
    case TELAR_FUNCTION_PI:
      return pi_dup_result (&computation->pi);
    case TELAR_FUNCTION_RACE:
      return telar_updates_write_value (computation->race.found, computation->race.rank);
    case TELAR_FUNCTION_NONE:
    default:
      g_assert_not_reached ();
    }
}
