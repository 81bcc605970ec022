/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-input-scanner.h"
#include "telar-integers.h"

G_BEGIN_DECLS

/* The numbers among the inputs: alone, as ranges, and as what functions are called with. */
gboolean telar_input_numbers_parse (TelarInputScanner *scanner,
                                    TelarToken token,
                                    TelarFunction function,
                                    TelarIntegerRange *range);
gboolean
telar_input_numbers_parse_call (TelarInputScanner *scanner, TelarToken token, char **input);
gboolean telar_input_numbers_find_first (TelarToken text, TelarToken *number);
gboolean telar_input_numbers_looks_like_page (TelarToken token);

G_END_DECLS
