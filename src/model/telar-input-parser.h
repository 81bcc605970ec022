/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-inputs.h"

G_BEGIN_DECLS

void telar_input_parser_run (TelarInputs *inputs,
                             const char *text,
                             TelarInputKind kind,
                             TelarFunction function);

G_END_DECLS
