/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "telar-amdahl.h"
#include "telar-comparison.h"

G_BEGIN_DECLS

/* One number of workers. */
typedef struct
{
  guint series; /* of the comparison */
  guint workers;
  double speed_up; /* times as fast as the reference */
  double error;    /* a standard deviation of it; NAN if it is not known */
} TelarScalingSample;

/* How the speed-up of one plan by one strategy grows with the workers. */
typedef struct
{
  guint plan; /* of the comparison */
  TelarStrategy strategy;
  guint reference; /* the series with one worker that speed-ups refer to */
  GArray *samples; /* TelarScalingSample, at least two, from the fewest workers to the most */
  TelarAmdahl amdahl;
} TelarScaling;

GPtrArray *telar_scaling_find (const TelarComparison *comparison);
void telar_scaling_free (TelarScaling *scaling);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarScaling, telar_scaling_free)

G_END_DECLS
