/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-series-labels.h"

#include <glib/gi18n-lib.h>

#include "telar-conditions.h"
#include "telar-format.h"

/* What is the same in all series, so that it sets none of them apart. */
typedef struct
{
  gboolean workload;
  gboolean tasks;
  gboolean workers;
  GPtrArray *conditions; /* char *: their titles */
} Shared;

static const TelarWorkload *
get_workload (const TelarSeries *series)
{
  return telar_plan_get_workload (series->typical->plan);
}

static guint
get_n_tasks (const TelarSeries *series)
{
  return telar_plan_get_n_tasks (series->typical->plan);
}

/* Returns: (transfer full) (nullable): NULL where their number means nothing */
static char *
format_workers (const TelarSeries *series)
{
  guint n = series->workers;

  if (series->strategy == TELAR_STRATEGY_SEQUENTIAL)
    return NULL;

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u worker", "%u workers", n), n);
}

static char *
format_tasks (const TelarSeries *series)
{
  guint n = get_n_tasks (series);
  g_autofree char *count = telar_format_count (n);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s task", "%s tasks", n), count);
}

/* Returns: (transfer full) (element-type utf8): titles of the conditions of the runs */
static GPtrArray *
list_conditions (const TelarSeries *series)
{
  g_autofree char *names = telar_conditions_dup_names (series->typical->plan, series->strategy);
  g_auto (GStrv) parts = g_strsplit (names != NULL ? names : "", " ", -1);
  GPtrArray *titles = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *title = telar_conditions_describe (get_workload (series), parts[i]);

      if (title != NULL)
        g_ptr_array_add (titles, title);
    }

  return titles;
}

static gboolean
contains (GPtrArray *titles, const char *title)
{
  return g_ptr_array_find_with_equal_func (titles, title, g_str_equal, NULL);
}

static void
find_shared (GPtrArray *all, Shared *shared)
{
  const TelarSeries *first = g_ptr_array_index (all, 0);

  *shared = (Shared){ TRUE, TRUE, first->strategy != TELAR_STRATEGY_SEQUENTIAL && all->len > 1,
                      all->len > 1 ? list_conditions (first) : g_ptr_array_new () };
  for (guint i = 1; i < all->len; i++)
    {
      const TelarSeries *series = g_ptr_array_index (all, i);
      g_autoptr (GPtrArray) conditions = list_conditions (series);

      shared->workload &= get_workload (series) == get_workload (first);
      shared->tasks &= get_n_tasks (series) == get_n_tasks (first);
      shared->workers
          &= series->strategy != TELAR_STRATEGY_SEQUENTIAL && series->workers == first->workers;
      for (guint k = shared->conditions->len; k > 0; k--)
        if (!contains (conditions, g_ptr_array_index (shared->conditions, k - 1)))
          g_ptr_array_remove_index (shared->conditions, k - 1);
    }
}

/* Takes @part, which may be NULL. */
static void
add_part (GString *text, char *part)
{
  if (part != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

static void
add_tasks (GString *text, const TelarSeries *series, gboolean with_workload, gboolean with_tasks)
{
  if (with_workload)
    add_part (text, g_strdup (_ (get_workload (series)->title)));
  if (with_tasks)
    add_part (text, format_tasks (series));
}

/* Returns: (transfer full): what the runs are called; without what is @shared, if that is given */
static GString *
make_label (const TelarSeries *series, const char *name, const Shared *shared)
{
  g_autoptr (GPtrArray) conditions = list_conditions (series);
  GString *label = g_string_new (NULL);

  if (name != NULL && *name != '\0')
    {
      add_part (label, telar_format_excerpt (name, -1));
      return label;
    }

  add_part (label, g_strdup (telar_strategy_get_title (series->strategy)));
  if (shared == NULL || !shared->workers)
    add_part (label, format_workers (series));
  for (guint i = 0; i < conditions->len; i++)
    if (shared == NULL || !contains (shared->conditions, g_ptr_array_index (conditions, i)))
      add_part (label, g_strdup (g_ptr_array_index (conditions, i)));

  return label;
}

static guint
count_label (GHashTable *labels, const char *label)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (labels, label));
}

static void
add_label (GHashTable *labels, const char *label)
{
  g_hash_table_replace (labels, g_strdup (label),
                        GUINT_TO_POINTER (count_label (labels, label) + 1));
}

/* Labels get the workload and number of tasks if they are the same or the workloads are not, and if
 * that is not enough either, a number. Returns: (transfer full): one for each series */
static GPtrArray *
make_labels (GPtrArray *all, const char *const *names, gboolean are_longer, const Shared *shared)
{
  g_autoptr (GHashTable) short_labels
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      GString *label = make_label (g_ptr_array_index (all, i), names[i], shared);

      add_label (short_labels, label->str);
      g_ptr_array_add (texts, label);
    }

  for (guint i = 0; i < all->len; i++)
    {
      GString *label = g_ptr_array_index (texts, i);
      gsize length;

      if (are_longer || count_label (short_labels, label->str) > 1)
        add_tasks (label, g_ptr_array_index (all, i), shared == NULL || !shared->workload,
                   shared == NULL || !shared->tasks);

      length = label->len;
      for (guint number = 2; count_label (given, label->str) > 0; number++)
        {
          g_string_truncate (label, length);
          g_string_append_printf (label, " (%u)", number);
        }
      add_label (given, label->str);
      g_ptr_array_add (labels, g_string_free (label, FALSE));
    }

  return labels;
}

static char *
free_unless_empty (GString *text)
{
  return g_string_free (text, text->len == 0);
}

/**
 * telar_series_labels_assign:
 * @series: (element-type TelarSeries): series that have no labels yet, at least one
 * @names: (array) (nullable items): what the user calls each of them; not trusted
 * @common: (out caller-allocates): what all of them have in common
 *
 * Gives each series a label for where it stands beside the others, which tells only what sets it
 * apart, and a full one for where it stands alone. Both are unique. A single series differs in
 * nothing, so its label is the full one.
 */
void
telar_series_labels_assign (GPtrArray *series, const char *const *names, TelarSeriesCommon *common)
{
  const TelarSeries *first = g_ptr_array_index (series, 0);
  g_autoptr (GPtrArray) labels = NULL;
  g_autoptr (GPtrArray) full_labels = NULL;
  GString *tasks = g_string_new (NULL), *conditions = g_string_new (NULL);
  Shared shared;

  find_shared (series, &shared);
  labels = make_labels (series, names, !shared.workload, &shared);
  full_labels = make_labels (series, names, !shared.workload, NULL);
  for (guint i = 0; i < series->len; i++)
    {
      TelarSeries *labelled = g_ptr_array_index (series, i);

      labelled->label = g_strdup (g_ptr_array_index (labels, i));
      labelled->full_label = g_strdup (g_ptr_array_index (full_labels, i));
    }

  add_tasks (tasks, first, shared.workload, shared.tasks);
  if (shared.workers)
    add_part (conditions, format_workers (first));
  for (guint i = 0; i < shared.conditions->len; i++)
    add_part (conditions, g_strdup (g_ptr_array_index (shared.conditions, i)));
  common->tasks = free_unless_empty (tasks);
  common->conditions = free_unless_empty (conditions);
  g_ptr_array_unref (shared.conditions);
}

/**
 * telar_series_common_clear:
 * @common: what telar_series_labels_assign() filled in
 */
void
telar_series_common_clear (TelarSeriesCommon *common)
{
  g_clear_pointer (&common->tasks, g_free);
  g_clear_pointer (&common->conditions, g_free);
}
