/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "model/telar-result.h"
#include "model/telar-strategy.h"
#include "model/telar-verdict.h"
#include "model/telar-workload.h"
#include "ui/telar-help-topic.h"
#include "ui/telar-help-window.h"

static void
test_topics_have_names_and_texts (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_cmpuint (telar_help_topic_get_n (), >=, 8);
  for (guint i = 0; i < telar_help_topic_get_n (); i++)
    {
      const TelarHelpTopic *topic = telar_help_topic_get (i);
      guint n_texts = 0;

      g_test_message ("%s", topic->name);
      g_assert_true (g_hash_table_add (names, (gpointer) topic->name));
      g_assert_true (telar_help_topic_from_name (topic->name) == topic);
      g_assert_cmpuint (strlen (topic->title), >, 0);
      for (guint j = 0; j < topic->n_passages; j++)
        {
          const TelarHelpPassage *passage = &topic->passages[j];

          /* Either a heading or a text, and no heading without one. */
          g_assert_true ((passage->heading != NULL) != (passage->text != NULL));
          g_assert_true (passage->heading == NULL || passage->term == NULL);
          g_assert_true (passage->command == NULL
                         || (passage->heading == NULL && passage->term == NULL));
          g_assert_true (passage->heading == NULL
                         || (j + 1 < topic->n_passages && topic->passages[j + 1].text != NULL));
          n_texts += passage->text != NULL;
        }
      g_assert_cmpuint (n_texts, >=, 3);
    }
  g_assert_null (telar_help_topic_from_name ("no such topic"));
}

/* GTK warns of markup that it cannot read, and here a warning is fatal; what is left of it then is
 * compared with what is searched. */
static void
test_markup_can_be_read (void)
{
  for (guint i = 0; i < telar_help_topic_get_n (); i++)
    {
      const TelarHelpTopic *topic = telar_help_topic_get (i);

      for (guint j = 0; j < topic->n_passages; j++)
        {
          g_autofree char *markup = telar_help_topic_dup_markup (topic, j);
          g_autofree char *text = telar_help_topic_dup_text (topic, j);
          GtkWidget *label = g_object_ref_sink (gtk_label_new (NULL));

          g_test_message ("%s", markup);
          gtk_label_set_markup (GTK_LABEL (label), markup);
          g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==, text);
          g_assert_null (strstr (text, "<a"));
          g_assert_null (strstr (text, "&amp;"));
          g_object_unref (label);
        }
    }
}

static void
test_links_lead_to_topics (void)
{
  g_autoptr (GRegex) regex = g_regex_new ("href=\"([^\"]*)\"", 0, 0, NULL);
  guint n_links = 0;

  for (guint i = 0; i < telar_help_topic_get_n (); i++)
    {
      const TelarHelpTopic *topic = telar_help_topic_get (i);

      for (guint j = 0; j < topic->n_passages; j++)
        {
          g_autofree char *markup = telar_help_topic_dup_markup (topic, j);
          g_autoptr (GMatchInfo) match = NULL;

          for (g_regex_match (regex, markup, 0, &match); g_match_info_matches (match);
               g_match_info_next (match, NULL))
            {
              g_autofree char *uri = g_match_info_fetch (match, 1);

              g_test_message ("%s: %s", topic->name, uri);
              g_assert_nonnull (telar_help_topic_from_uri (uri));
              n_links++;
            }
        }
    }
  g_assert_cmpuint (n_links, >, 5);
  g_assert_null (telar_help_topic_from_uri ("https://strategies"));
  g_assert_null (telar_help_topic_from_uri ("topic:none"));
}

static void
assert_explains (const char *topic_name, const char *title)
{
  const TelarHelpTopic *topic = telar_help_topic_from_name (topic_name);
  gboolean explains = FALSE;

  g_test_message ("%s: %s", topic_name, title);
  for (guint i = 0; i < topic->n_passages; i++)
    if (topic->passages[i].term != NULL && g_str_equal (topic->passages[i].term, title))
      explains = TRUE;
  g_assert_true (explains);
}

static void
test_explains_what_there_is (void)
{
  for (guint i = 0; i < TELAR_N_STRATEGIES; i++)
    assert_explains ("strategies", telar_strategy_get_title (i));
  for (guint i = 0; i < telar_workload_get_n (); i++)
    assert_explains ("workloads", telar_workload_get (i)->title);
  for (guint i = 0; i < TELAR_N_PHASES; i++)
    assert_explains ("phases", telar_phase_get_title (i));
  for (guint i = 0; i < TELAR_N_STATUSES; i++)
    assert_explains ("words", telar_status_get_title (i));
  for (guint i = 0; i < TELAR_N_VERDICT_KINDS; i++)
    assert_explains ("verdict", telar_verdict_kind_get_title (i));
}

/* Under a run, cards tell its figures; each but those of the pages has its explanation. */
static void
test_explains_the_figures (void)
{
  g_autoptr (GBytes) bytes = g_resources_lookup_data ("/io/github/telar/Telar/ui/telar-figures.ui",
                                                      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GRegex) regex
      = g_regex_new ("name=\"label\" translatable=\"yes\">([^<]*)<", 0, 0, NULL);
  g_autofree char *ui = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (GMatchInfo) match = NULL;
  guint n_figures = 0;

  for (g_regex_match (regex, ui, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *title = g_match_info_fetch (match, 1);

      if (g_str_equal (title, "Figures of the run"))
        continue;
      assert_explains (g_str_equal (title, "Headings") ? "workloads" : "figures", title);
      n_figures++;
    }
  g_assert_cmpuint (n_figures, >=, 10);
  assert_explains ("figures", "Speed-up");
  assert_explains ("figures", "Efficiency");
  assert_explains ("figures", "Mean tasks");
  assert_explains ("figures", "Overhead");
}

static void
test_parameters_are_explained (void)
{
  const TelarWorkload *race = telar_workload_from_name ("race");

  for (guint i = 0; i < race->n_parameters; i++)
    {
      const TelarParameterSpec *spec = &race->parameters[i];

      for (guint j = 0; j < spec->n_choices; j++)
        assert_explains ("sharing", spec->choices[j].title);
      if (spec->n_choices == 0)
        assert_explains (g_str_equal (spec->name, "yield") ? "workloads" : "sharing", spec->title);
    }
}

/* Returns: how many passages have all of the words */
static guint
count_matches (const char *topic_name, const char *words)
{
  const TelarHelpTopic *topic = telar_help_topic_from_name (topic_name);
  guint n = 0;

  for (guint i = 0; i < topic->n_passages; i++)
    n += telar_help_topic_matches (topic, i, words);

  return n;
}

static void
test_search_finds_words_whatever_their_case (void)
{
  g_assert_cmpuint (count_matches ("strategies", "threadpoolexecutor"), ==, 1);
  g_assert_cmpuint (count_matches ("strategies", "aioh"), ==, 1);
  g_assert_cmpuint (count_matches ("strategies", "PYTHON pickled"), ==, 1);
  g_assert_cmpuint (count_matches ("verdict", "aiohttp"), ==, 0);
  g_assert_cmpuint (count_matches ("inputs", "href"), ==, 0);
  g_assert_cmpuint (count_matches ("phases", ""), ==,
                    telar_help_topic_from_name ("phases")->n_passages);
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Returns: the first label that has the text and stands on the page rather than in the list */
static GtkWidget *
find_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LIST_BOX (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static guint
count_rows (GtkWidget *list)
{
  guint n_rows = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (list); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n_rows += GTK_IS_LIST_BOX_ROW (row) && gtk_widget_get_visible (row);

  return n_rows;
}

static const char *
get_selected_title (GtkWidget *list)
{
  return adw_preferences_row_get_title (
      ADW_PREFERENCES_ROW (gtk_list_box_get_selected_row (GTK_LIST_BOX (list))));
}

static void
test_search_narrows_the_list (void)
{
  GtkWidget *window = GTK_WIDGET (telar_help_window_new (NULL));
  GtkWidget *list = find (window, GTK_TYPE_LIST_BOX);
  GtkWidget *entry = find (window, GTK_TYPE_SEARCH_ENTRY);

  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpuint (count_rows (list), ==, telar_help_topic_get_n ());

  gtk_editable_set_text (GTK_EDITABLE (entry), "ProcessPoolExecutor");
  g_signal_emit_by_name (entry, "search-changed");
  g_assert_cmpuint (count_rows (list), ==, 1);
  g_assert_cmpstr (get_selected_title (list), ==, "Strategies");
  g_assert_true (
      gtk_widget_has_css_class (find_label (window, "ProcessPoolExecutor"), "telar-help-found"));
  g_assert_false (
      gtk_widget_has_css_class (find_label (window, "max_workers=N"), "telar-help-found"));

  gtk_editable_set_text (GTK_EDITABLE (entry), "no such word");
  g_signal_emit_by_name (entry, "search-changed");
  g_assert_cmpuint (count_rows (list), ==, 0);

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  g_signal_emit_by_name (entry, "search-changed");
  g_assert_cmpuint (count_rows (list), ==, telar_help_topic_get_n ());
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_links_are_followed (void)
{
  GtkWidget *window = GTK_WIDGET (telar_help_window_new (NULL));
  GtkWidget *list = find (window, GTK_TYPE_LIST_BOX);
  gboolean is_handled = FALSE;

  g_assert_cmpstr (get_selected_title (list), ==, "The Words of Telar");
  g_signal_emit_by_name (find_label (window, "see Strategies"), "activate-link", "topic:strategies",
                         &is_handled);

  g_assert_true (is_handled);
  g_assert_cmpstr (get_selected_title (list), ==, "Strategies");
  g_assert_nonnull (find_label (window, "GThreadPool"));
  g_assert_null (find_label (window, "What is worked on"));
  g_assert_false (telar_help_window_show_topic (TELAR_HELP_WINDOW (window), "none"));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/help/topics-have-names-and-texts", test_topics_have_names_and_texts);
  g_test_add_func ("/help/markup-can-be-read", test_markup_can_be_read);
  g_test_add_func ("/help/links-lead-to-topics", test_links_lead_to_topics);
  g_test_add_func ("/help/explains-what-there-is", test_explains_what_there_is);
  g_test_add_func ("/help/explains-the-figures", test_explains_the_figures);
  g_test_add_func ("/help/parameters-are-explained", test_parameters_are_explained);
  g_test_add_func ("/help/search-finds-words-whatever-their-case",
                   test_search_finds_words_whatever_their_case);
  g_test_add_func ("/help/search-narrows-the-list", test_search_narrows_the_list);
  g_test_add_func ("/help/links-are-followed", test_links_are_followed);

  return g_test_run ();
}
