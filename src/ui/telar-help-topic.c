/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-help-topic.h"

#include <glib/gi18n-lib.h>
#include <pango/pango.h>

#include "telar-help-topics.h"

/**
 * telar_help_topic_get_n:
 *
 * Returns: how many topics the manual has
 */
guint
telar_help_topic_get_n (void)
{
  return TELAR_N_HELP_TOPICS;
}

/**
 * telar_help_topic_get:
 * @index: less than telar_help_topic_get_n()
 *
 * Its texts are to be translated with gettext.
 *
 * Returns: (transfer none): a topic; it lives as long as the program
 */
const TelarHelpTopic *
telar_help_topic_get (guint index)
{
  g_return_val_if_fail (index < TELAR_N_HELP_TOPICS, NULL);

  return &telar_help_topics[index];
}

/**
 * telar_help_topic_from_name:
 * @name: a name, such as that of a link
 *
 * Returns: (transfer none) (nullable): the topic of that name
 */
const TelarHelpTopic *
telar_help_topic_from_name (const char *name)
{
  for (guint i = 0; i < TELAR_N_HELP_TOPICS; i++)
    if (g_strcmp0 (telar_help_topics[i].name, name) == 0)
      return &telar_help_topics[i];

  return NULL;
}

/**
 * telar_help_topic_from_uri:
 * @uri: the address of a link
 *
 * Returns: (transfer none) (nullable): the topic that it leads to, if it leads to one
 */
const TelarHelpTopic *
telar_help_topic_from_uri (const char *uri)
{
  if (!g_str_has_prefix (uri, TELAR_HELP_SCHEME))
    return NULL;

  return telar_help_topic_from_name (uri + strlen (TELAR_HELP_SCHEME));
}

static GRegex *
get_link_regex (void)
{
  static gsize regex;

  if (g_once_init_enter (&regex))
    g_once_init_leave (&regex, (gsize) g_regex_new ("</?a\\b[^>]*>", G_REGEX_DEFAULT,
                                                    G_REGEX_MATCH_DEFAULT, NULL));

  return (GRegex *) regex;
}

/**
 * telar_help_topic_dup_markup:
 * @topic: a topic
 * @passage: less than its number of passages
 *
 * Returns: (transfer full): the passage in the user's language as Pango markup, with links, in
 *   which the term or command that it explains stands out; a heading has none
 */
char *
telar_help_topic_dup_markup (const TelarHelpTopic *topic, guint passage)
{
  const TelarHelpPassage *said;
  g_autofree char *term = NULL;

  g_return_val_if_fail (passage < topic->n_passages, NULL);

  said = &topic->passages[passage];
  if (said->heading != NULL)
    return g_markup_escape_text (_ (said->heading), -1);
  if (said->term != NULL)
    term = g_markup_printf_escaped ("<b>%s:</b> ", _ (said->term));
  else if (said->command != NULL)
    term = g_markup_printf_escaped ("<tt>%s</tt>\n", said->command);
  else
    return g_strdup (_ (said->text));

  return g_strconcat (term, _ (said->text), NULL);
}

/**
 * telar_help_topic_dup_text:
 * @topic: a topic
 * @passage: less than its number of passages
 *
 * Returns: (transfer full): the same without markup, to be searched
 */
char *
telar_help_topic_dup_text (const TelarHelpTopic *topic, guint passage)
{
  g_autofree char *markup = telar_help_topic_dup_markup (topic, passage);
  g_autofree char *linked = NULL;
  char *text;

  /* Pango knows no links, which are the widgets' own. */
  linked = g_regex_replace (get_link_regex (), markup, -1, 0, "", 0, NULL);
  if (!pango_parse_markup (linked, -1, 0, NULL, &text, NULL, NULL))
    return g_steal_pointer (&linked);

  return text;
}

/**
 * telar_help_topic_matches:
 * @topic: a topic
 * @passage: less than its number of passages
 * @words: what a user looks for
 *
 * Returns: whether the passage has a word that begins with each of @words, whatever their case and
 *   accents; those that the topic's title has need not be there again
 */
gboolean
telar_help_topic_matches (const TelarHelpTopic *topic, guint passage, const char *words)
{
  g_autofree char *text = telar_help_topic_dup_text (topic, passage);
  g_autofree char *all = g_strconcat (_ (topic->title), " ", text, NULL);

  return g_str_match_string (words, all, TRUE);
}
