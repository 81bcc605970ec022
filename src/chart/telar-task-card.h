/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-chart-index.h"

G_BEGIN_DECLS

/* A phase of a task, in all its spans together. */
typedef struct
{
  TelarPhase phase;
  gint64 duration_ns;
  double share; /* of all phases of the task, 0 to 1 */
} TelarCardPhase;

/* Something that is known of a task, in the user's language. */
typedef struct
{
  char *title;
  char *value;
} TelarCardFact;

/* What a user who points at a bar is told. All texts are valid UTF-8 without control characters;
 * they come from servers, so they are not markup. */
typedef struct
{
  char *input;
  char *place;    /* worker and cores; NULL if the task has not begun */
  GArray *phases; /* TelarCardPhase, in the order of the phases */
  GArray *facts;  /* TelarCardFact */
  char *problem;  /* why it did not succeed, or NULL */
} TelarTaskCard;

TelarTaskCard *telar_task_card_new (const TelarChartIndex *index, guint32 task);
void telar_task_card_free (TelarTaskCard *card);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarTaskCard, telar_task_card_free)

G_END_DECLS
