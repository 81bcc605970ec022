/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-inputs.h"

G_BEGIN_DECLS

/* A stretch of a line. */
typedef struct
{
  const char *start;
  const char *end;
} TelarToken;

/* The characters that may stand around tokens. */
#define TELAR_TOKEN_BLANKS " \t\r\v\f"

gboolean telar_token_next (TelarToken *rest, const char *separators, TelarToken *token);
TelarToken telar_token_strip (TelarToken token);
char *telar_token_dup_excerpt (TelarToken token);

/* Knows in which line the inputs are being read, and notes where they are not understood. Plain
 * data; zero-initialised but for @problems. */
typedef struct
{
  GArray *problems; /* TelarInputProblem, of the inputs */

  const char *line;
  guint number;
  const char *counted; /* how far characters of the line were counted, */
  guint n_counted;     /* and how many there are up to it */
} TelarInputScanner;

void telar_input_scanner_begin_line (TelarInputScanner *self, const char *line, guint number);
void telar_input_scanner_add_problem (TelarInputScanner *self, TelarToken token, char *message);
char *telar_input_scanner_make_valid (TelarInputScanner *self, const char *text);

G_END_DECLS
