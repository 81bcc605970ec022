/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Before the name of a topic in the address of a link to it. */
#define TELAR_HELP_SCHEME "topic:"

/* A heading, or a paragraph, which may explain a term or a command. All but the command are to be
 * translated; the text of a paragraph is Pango markup with links to other topics, the others are
 * plain. */
typedef struct
{
  const char *heading;
  const char *term;
  const char *command;
  const char *text;
} TelarHelpPassage;

/* A page of the manual. */
typedef struct
{
  const char *name;  /* in the addresses of links */
  const char *title; /* to be translated */
  const TelarHelpPassage *passages;
  guint n_passages;
} TelarHelpTopic;

guint telar_help_topic_get_n (void);
const TelarHelpTopic *telar_help_topic_get (guint index);
const TelarHelpTopic *telar_help_topic_from_name (const char *name);
const TelarHelpTopic *telar_help_topic_from_uri (const char *uri);
char *telar_help_topic_dup_markup (const TelarHelpTopic *topic, guint passage);
char *telar_help_topic_dup_text (const TelarHelpTopic *topic, guint passage);
gboolean telar_help_topic_matches (const TelarHelpTopic *topic, guint passage, const char *words);

G_END_DECLS
