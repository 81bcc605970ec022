/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-history-item.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "model/telar-conditions.h"
#include "model/telar-format.h"

struct _TelarHistoryItem
{
  GObject parent_instance;

  TelarRunSummary *summary;
  GBytes *thumbnail; /* an image file; NULL until it was loaded */
};

G_DEFINE_FINAL_TYPE (TelarHistoryItem, telar_history_item, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
telar_history_item_finalize (GObject *object)
{
  TelarHistoryItem *self = TELAR_HISTORY_ITEM (object);

  telar_run_summary_free (self->summary);
  g_clear_pointer (&self->thumbnail, g_bytes_unref);

  G_OBJECT_CLASS (telar_history_item_parent_class)->finalize (object);
}

static void
telar_history_item_class_init (TelarHistoryItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = telar_history_item_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
telar_history_item_init (TelarHistoryItem *self)
{
}

/**
 * telar_history_item_new:
 * @summary: (transfer full): what is known of the run
 *
 * Returns: (transfer full): an item of a list
 */
TelarHistoryItem *
telar_history_item_new (TelarRunSummary *summary)
{
  TelarHistoryItem *self = g_object_new (TELAR_TYPE_HISTORY_ITEM, NULL);

  self->summary = summary;

  return self;
}

/**
 * telar_history_item_get_summary:
 * @self: an item
 *
 * Returns: (transfer none): what is known of the run
 */
const TelarRunSummary *
telar_history_item_get_summary (TelarHistoryItem *self)
{
  return self->summary;
}

/**
 * telar_history_item_take_summary:
 * @self: an item
 * @summary: (transfer full): what is known of the same run now
 */
void
telar_history_item_take_summary (TelarHistoryItem *self, TelarRunSummary *summary)
{
  gboolean has_changed = g_strcmp0 (self->summary->name, summary->name) != 0
                         || self->summary->is_pinned != summary->is_pinned;

  telar_run_summary_free (self->summary);
  self->summary = summary;
  if (has_changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * telar_history_item_get_thumbnail:
 * @self: an item
 *
 * It is kept as the image file that it is stored as, since that takes a twentieth of the memory,
 * and a history may have thousands of runs.
 *
 * Returns: (transfer none) (nullable): a small picture of the run's chart, as an image file, if it
 *   was loaded
 */
GBytes *
telar_history_item_get_thumbnail (TelarHistoryItem *self)
{
  return self->thumbnail;
}

/**
 * telar_history_item_set_thumbnail:
 * @self: an item
 * @thumbnail: (nullable): a small picture of the run's chart, as an image file
 */
void
telar_history_item_set_thumbnail (TelarHistoryItem *self, GBytes *thumbnail)
{
  if (self->thumbnail == thumbnail)
    return;

  g_clear_pointer (&self->thumbnail, g_bytes_unref);
  if (thumbnail != NULL)
    self->thumbnail = g_bytes_ref (thumbnail);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static char *
dup_what_and_how (const TelarRunSummary *summary)
{
  /* Translators: a strategy and a workload. */
  return g_strdup_printf (_ ("%s · %s"), telar_strategy_get_title (summary->strategy),
                          _ (summary->workload->title));
}

/**
 * telar_history_item_dup_title:
 * @self: an item
 *
 * Returns: (transfer full): what the user called the run, or else what it did and how
 */
char *
telar_history_item_dup_title (TelarHistoryItem *self)
{
  const TelarRunSummary *summary = self->summary;

  if (summary->name != NULL)
    return g_strdup (summary->name);

  return dup_what_and_how (summary);
}

static char *
format_start (const TelarRunSummary *summary)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (summary->started_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) start = utc != NULL ? g_date_time_to_local (utc) : NULL;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  if (start == NULL)
    return g_strdup ("");
  if (g_date_time_get_year (start) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (start) == g_date_time_get_day_of_year (now))
    return g_date_time_format (start, "%H:%M");

  return g_date_time_format (start, "%x");
}

/**
 * telar_history_item_dup_subtitle:
 * @self: an item
 *
 * Returns: (transfer full): how many tasks the run had, how long it took and when it was
 */
char *
telar_history_item_dup_subtitle (TelarHistoryItem *self)
{
  const TelarRunSummary *summary = self->summary;
  g_autofree char *count = telar_format_count (summary->counts.total);
  g_autofree char *tasks = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s task", "%s tasks", summary->counts.total), count);
  g_autofree char *wall = telar_format_duration (summary->wall_ns);
  g_autofree char *start = format_start (summary);

  /* Translators: number of tasks, duration, time or date. */
  return g_strdup_printf (_ ("%s · %s · %s"), tasks, wall, start);
}

static void
add_workers (GPtrArray *parts, const TelarRunSummary *summary)
{
  guint n = telar_strategy_get_effective_workers (summary->strategy, summary->workers,
                                                  summary->counts.total);

  if (summary->strategy != TELAR_STRATEGY_SEQUENTIAL)
    g_ptr_array_add (
        parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u worker", "%u workers", n), n));
}

static void
add_outcome (GPtrArray *parts, const TelarRunSummary *summary)
{
  g_autofree char *n_failed = telar_format_count (summary->counts.failed);

  if (summary->counts.failed > 0)
    /* Translators: how many tasks of a run failed */
    g_ptr_array_add (parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s failed", "%s failed",
                                                          summary->counts.failed),
                                             n_failed));
  if (!summary->is_complete)
    /* Translators: a run that did not go to its end */
    g_ptr_array_add (parts, g_strdup (_ ("Stopped")));
}

/**
 * telar_history_item_dup_details:
 * @self: an item
 *
 * Two runs of one plan by one strategy differ in what is told here: the number of workers and the
 * conditions, and whether anything failed or was stopped. Where a name hides what the run did,
 * that comes first.
 *
 * Returns: (transfer full) (nullable): such as “4 workers · One core · 2 failed”; %NULL if there is
 *   nothing to tell
 */
char *
telar_history_item_dup_details (TelarHistoryItem *self)
{
  const TelarRunSummary *summary = self->summary;
  char *conditions = telar_conditions_describe (summary->workload, summary->conditions);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (summary->name != NULL)
    g_ptr_array_add (parts, dup_what_and_how (summary));
  add_workers (parts, summary);
  if (conditions != NULL)
    g_ptr_array_add (parts, conditions);
  add_outcome (parts, summary);
  if (parts->len == 0)
    return NULL;

  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static gboolean
contains (const char *text, const char *folded_search)
{
  g_autofree char *folded = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return folded != NULL && strstr (folded, folded_search) != NULL;
}

/**
 * telar_history_item_matches:
 * @self: an item
 * @search: (nullable): a text
 *
 * Returns: whether the text is in what the row of the run shows, or in its first inputs, in
 * capitals or not
 */
gboolean
telar_history_item_matches (TelarHistoryItem *self, const char *search)
{
  const TelarRunSummary *summary = self->summary;
  g_autofree char *folded = search != NULL ? g_utf8_casefold (search, -1) : NULL;
  g_autofree char *title = telar_history_item_dup_title (self);
  g_autofree char *subtitle = telar_history_item_dup_subtitle (self);
  g_autofree char *details = telar_history_item_dup_details (self);

  return folded == NULL || contains (title, folded) || contains (subtitle, folded)
         || contains (details, folded) || contains (summary->inputs, folded);
}
