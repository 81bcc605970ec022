/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-example-runs.h"

/* So many runs that look like an example and turn out to be something else are looked into. */
#define MAX_ATTEMPTS 8

/* What is known of an example under a strategy. */
typedef struct
{
  gint64 candidate; /* the run that is to be looked into, or 0 */
  gint64 candidate_wall_ns;
  gint64 wall_ns; /* of the last run, or 0 */
  gint64 newest;  /* the newest run that was looked into; older ones came after it */
  guint n_attempts;
} Place;

struct _TelarExampleRuns
{
  GObject parent_instance;

  TelarHistory *history;
  GPtrArray *plans;  /* TelarPlan: of the examples */
  GHashTable *known; /* gint64: a run → TelarExample whose plan it has, or NULL */
  Place *places;     /* of each example and strategy */
  gint64 loading;    /* the run that is being loaded, or 0 */
};

G_DEFINE_FINAL_TYPE (TelarExampleRuns, telar_example_runs, G_TYPE_OBJECT)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static Place *
get_place (TelarExampleRuns *self, guint example, TelarStrategy strategy)
{
  return &self->places[example * TELAR_N_STRATEGIES + strategy];
}

/* What can be told without loading the run. */
static gboolean
is_like (const TelarRunSummary *summary, const TelarExample *example, const TelarPlan *plan)
{
  return summary->is_complete && summary->workload == telar_plan_get_workload (plan)
         && summary->counts.total == telar_plan_get_n_tasks (plan)
         && summary->counts.succeeded > summary->counts.total / 2
         && telar_example_has_strategy (example, summary->strategy)
         && summary->workers == example->workers[summary->strategy];
}

/* Takes @summary for the last run of an example if it is newer than what was found so far. */
static void
consider (TelarExampleRuns *self, guint index, const TelarRunSummary *summary)
{
  const TelarExample *example = telar_example_get (index);
  Place *place = get_place (self, index, summary->strategy);
  gpointer known;

  if (summary->id <= place->candidate
      || !is_like (summary, example, g_ptr_array_index (self->plans, index))
      || (g_hash_table_lookup_extended (self->known, &summary->id, NULL, &known)
          && known != example))
    return;

  place->candidate = summary->id;
  place->candidate_wall_ns = summary->wall_ns;
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TelarExampleRuns) self = data;
  g_autoptr (GError) error = NULL;
  gint64 id;
  g_autoptr (TelarRunRecord) record
      = telar_history_load_finish (TELAR_HISTORY (source), result, &id, &error);
  gpointer example = NULL;

  /* A run that cannot be read is that of no example. */
  for (guint i = 0; record != NULL && i < self->plans->len && example == NULL; i++)
    if (telar_plan_equal (record->plan, g_ptr_array_index (self->plans, i)))
      example = (gpointer) telar_example_get (i);
  g_hash_table_insert (self->known, g_memdup2 (&id, sizeof id), example);
  self->loading = 0;
  telar_example_runs_update (self);
}

/* Takes over what is known of a place; loads what is not. */
static gboolean
settle (TelarExampleRuns *self, Place *place)
{
  gint64 wall_ns = place->wall_ns;
  gboolean is_known
      = place->candidate != 0 && g_hash_table_contains (self->known, &place->candidate);

  if (place->candidate > place->newest)
    {
      place->newest = place->candidate;
      place->n_attempts = 0;
    }

  if (place->candidate == 0)
    place->wall_ns = 0;
  else if (is_known)
    place->wall_ns = place->candidate_wall_ns;
  else if (self->loading == 0 && place->n_attempts < MAX_ATTEMPTS)
    {
      place->n_attempts++;
      self->loading = place->candidate;
      telar_history_load_async (self->history, self->loading, on_loaded, g_object_ref (self));
    }
  if (is_known)
    place->n_attempts = 0;

  return place->wall_ns != wall_ns;
}

static void
telar_example_runs_finalize (GObject *object)
{
  TelarExampleRuns *self = TELAR_EXAMPLE_RUNS (object);

  g_object_unref (self->history);
  g_ptr_array_unref (self->plans);
  g_hash_table_unref (self->known);
  g_free (self->places);

  G_OBJECT_CLASS (telar_example_runs_parent_class)->finalize (object);
}

static void
telar_example_runs_class_init (TelarExampleRunsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = telar_example_runs_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
telar_example_runs_init (TelarExampleRuns *self)
{
  self->plans = g_ptr_array_new_with_free_func ((GDestroyNotify) telar_plan_unref);
  for (guint i = 0; i < telar_example_get_n (); i++)
    g_ptr_array_add (self->plans, telar_example_make_plan (telar_example_get (i)));
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->places = g_new0 (Place, telar_example_get_n () * TELAR_N_STRATEGIES);
}

/**
 * telar_example_runs_new:
 * @history: the runs
 *
 * Returns: (transfer full): what finds the runs of examples; it begins with
 *   telar_example_runs_update()
 */
TelarExampleRuns *
telar_example_runs_new (TelarHistory *history)
{
  TelarExampleRuns *self = g_object_new (TELAR_TYPE_EXAMPLE_RUNS, NULL);

  self->history = g_object_ref (history);

  return self;
}

/**
 * telar_example_runs_update:
 * @self: what finds the runs of examples
 *
 * Looks at the history again. What is new there is loaded in the thread of the history, one run
 * after another, to compare its plan.
 */
void
telar_example_runs_update (TelarExampleRuns *self)
{
  guint n_items, n_places = telar_example_get_n () * TELAR_N_STRATEGIES;
  gboolean has_changed = FALSE;

  g_return_if_fail (TELAR_IS_EXAMPLE_RUNS (self));

  for (guint i = 0; i < n_places; i++)
    self->places[i].candidate = 0;

  n_items = g_list_model_get_n_items (G_LIST_MODEL (self->history));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (TelarHistoryItem) item = g_list_model_get_item (G_LIST_MODEL (self->history), i);

      for (guint k = 0; k < self->plans->len; k++)
        consider (self, k, telar_history_item_get_summary (item));
    }
  for (guint i = 0; i < n_places; i++)
    has_changed |= settle (self, &self->places[i]);

  if (has_changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * telar_example_runs_get_wall_ns:
 * @self: what finds the runs of examples
 * @example: an example
 * @strategy: how it was executed
 *
 * Only runs with as many workers as the example has, that went to their end, and in which most
 * tasks succeeded count.
 *
 * Returns: how long the last run took, in nanoseconds; 0 if none is known
 */
gint64
telar_example_runs_get_wall_ns (TelarExampleRuns *self,
                                const TelarExample *example,
                                TelarStrategy strategy)
{
  g_return_val_if_fail (TELAR_IS_EXAMPLE_RUNS (self), 0);

  for (guint i = 0; i < telar_example_get_n (); i++)
    if (telar_example_get (i) == example)
      return get_place (self, i, strategy)->wall_ns;

  return 0;
}
