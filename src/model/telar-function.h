/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can be computed of a number, without waiting for anything. */
typedef enum
{
  TELAR_FUNCTION_NONE,
  TELAR_FUNCTION_PRIMES,    /* how many prime numbers there are up to it */
  TELAR_FUNCTION_FIBONACCI, /* the Fibonacci number of that index */
  TELAR_FUNCTION_SHA256,    /* the SHA-256 of the SHA-256 of …, so many times */
  TELAR_FUNCTION_PI,        /* π from so many random points */
  TELAR_FUNCTION_RACE,      /* so many additions to the counter of a run; has no call */
} TelarFunction;

#define TELAR_N_FUNCTIONS (TELAR_FUNCTION_RACE + 1)

gboolean telar_function_check (TelarFunction function, gint64 argument, char **message);

gboolean telar_function_find_call (const char *start,
                                   const char *end,
                                   TelarFunction *function,
                                   const char **argument);
gboolean telar_function_parse_call (const char *input, TelarFunction *function, gint64 *argument);
char *telar_function_write_call (TelarFunction function, gint64 argument);

G_END_DECLS
