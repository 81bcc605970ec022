/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The names that a list of inputs defines, and which of them wait for which others. */
typedef struct _TelarDependencies TelarDependencies;

/* A stretch of a line, in a text that lives as long as what refers to it. */
typedef struct
{
  const char *line;
  guint number; /* of the line, from 0 */
  const char *start;
  const char *end;
} TelarPlace;

/* Told of everything that is wrong with the names; takes @message. */
typedef void (*TelarPlaceProblemFunc) (const TelarPlace *place, char *message, gpointer user_data);

TelarDependencies *telar_dependencies_new (void);
void telar_dependencies_free (TelarDependencies *dependencies);

guint telar_dependencies_define (TelarDependencies *dependencies, const TelarPlace *name);
void telar_dependencies_set_task (TelarDependencies *dependencies, guint definition, guint task);
void telar_dependencies_wait_for (TelarDependencies *dependencies,
                                  guint definition,
                                  const TelarPlace *name);
void telar_dependencies_resolve (TelarDependencies *dependencies,
                                 GArray *tasks,
                                 TelarPlaceProblemFunc problem,
                                 gpointer user_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TelarDependencies, telar_dependencies_free)

G_END_DECLS
