/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One instant of many, from which the others are found. */
typedef struct
{
  gint64 time_ns;
  guint64 sum_ns; /* modulo 2⁶⁴: of all before it */
} TelarMilestone;

#define TELAR_MILESTONE_INSTANTS 32

/* Instants in order of time, and how many there are until any other: 8 bytes for each, and half a
 * byte for what makes it quick. New ones are nearly always the latest. */
typedef struct
{
  GArray *times_ns;   /* gint64, in order but for those from n_sorted on */
  GArray *milestones; /* TelarMilestone: every so many instants */
  guint n_sorted;
} TelarInstants;

void telar_instants_init (TelarInstants *self);
void telar_instants_clear (TelarInstants *self);
void telar_instants_remove_all (TelarInstants *self);
void telar_instants_add (TelarInstants *self, gint64 time_ns);
void telar_instants_sort (TelarInstants *self);

guint telar_instants_count (const TelarInstants *self, guint at_least, gint64 time_ns);
void telar_instants_count_each (const TelarInstants *self,
                                const gint64 *times_ns,
                                guint n_times,
                                guint *counts);
gint64 telar_instants_integrate (const TelarInstants *self,
                                 gint64 from_ns,
                                 guint n_from,
                                 gint64 to_ns,
                                 guint n_to);

G_END_DECLS
