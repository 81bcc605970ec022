/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A compiled pattern for headings: "headings" (the default), "lecture", or a regular expression
 * of the user. Immutable; any thread may use it, each with match data of its own. */
typedef struct _TelarHeadingFinder TelarHeadingFinder;

/* The match data and buffers of one thread. */
typedef struct _TelarHeadingScratch TelarHeadingScratch;

TelarHeadingFinder *telar_heading_finder_new (const char *pattern, GError **error);
void telar_heading_finder_free (TelarHeadingFinder *finder);
gboolean telar_heading_finder_check (const char *pattern, guint *column, char **message);

TelarHeadingScratch *telar_heading_scratch_new (const TelarHeadingFinder *finder);
void telar_heading_scratch_free (TelarHeadingScratch *scratch);

GArray *telar_heading_finder_find (const TelarHeadingFinder *finder,
                                   TelarHeadingScratch *scratch,
                                   const char *text,
                                   gsize length,
                                   GCancellable *cancellable,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarHeadingFinder, telar_heading_finder_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarHeadingScratch, telar_heading_scratch_free)

G_END_DECLS
