/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-help-topic.h"

G_BEGIN_DECLS

#define TELAR_N_HELP_TOPICS 13

/* The text of the manual. */
extern const TelarHelpTopic telar_help_topics[TELAR_N_HELP_TOPICS];

G_END_DECLS
