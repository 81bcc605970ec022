/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lays stretches of time into as few lanes as there are at once. */
typedef struct
{
  GArray *slots; /* a heap, the one that is free first on top */
} TelarLanePacker;

void telar_lane_packer_init (TelarLanePacker *packer);
void telar_lane_packer_clear (TelarLanePacker *packer);
guint telar_lane_packer_add (TelarLanePacker *packer,
                             gint64 *start_ns,
                             gint64 *end_ns,
                             gint64 tolerance_ns);

G_END_DECLS
