/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-statistics.h"

G_BEGIN_DECLS

typedef enum
{
  TELAR_DIFFERENCE_UNKNOWN, /* a sample has fewer than two values */
  TELAR_DIFFERENCE_NONE,    /* none that the spread of the samples lets one see */
  TELAR_DIFFERENCE_LOWER,   /* the second sample is lower than the first */
  TELAR_DIFFERENCE_HIGHER,
} TelarDifferenceKind;

/* How the mean of a second sample differs from that of a first. */
typedef struct
{
  TelarDifferenceKind kind;
  double t;           /* Welch's; 0 if it is not known, infinite if neither sample spreads */
  double freedom;     /* degrees of it, of Welch and Satterthwaite; 0 if it is not known */
  double probability; /* of such a distance between samples that do not differ, 0 to 1 */
} TelarDifference;

void telar_difference_compute (TelarDifference *difference,
                               const TelarStatistics *first,
                               const TelarStatistics *second);

G_END_DECLS
