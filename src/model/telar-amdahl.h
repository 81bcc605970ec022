/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A plan run with @workers workers (at least 1) was @speed_up times (more than 0) as fast as with
 * one. */
typedef struct
{
  guint workers;
  double speed_up;
} TelarScalingPoint;

/* Amdahl's curve that fits such points best. */
typedef struct
{
  gboolean is_known;   /* some point has more than one worker */
  double serial_share; /* of the work, that only one worker can do: 0 to 1; 0 if not known */
  double residual; /* root of the mean square that is left, as a part of the time of one worker */
  guint n_points;  /* that the fit is made of */
} TelarAmdahl;

void telar_amdahl_fit (TelarAmdahl *amdahl, const TelarScalingPoint *points, guint n_points);
double telar_amdahl_get_speed_up (double serial_share, guint workers);
double telar_amdahl_get_limit (double serial_share);
double telar_amdahl_get_karp_flatt (const TelarScalingPoint *point);

G_END_DECLS
