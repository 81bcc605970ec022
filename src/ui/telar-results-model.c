/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-results-model.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "telar-merge-sort.h"

/* More rows than this are sorted between the frames of the window, for so long at a time. */
#define MANY_ROWS   20000
#define SORT_US     5000
#define N_AT_A_TIME 1000

struct _TelarResultsModel
{
  GObject parent_instance;

  TelarRunRecord *record;
  char *search;      /* or NULL for all */
  GtkSorter *sorter; /* or NULL for the order of the inputs */

  guint *order; /* the tasks that are shown; NULL for all of them in the order of the inputs */
  guint n_items;
  GHashTable *rows; /* task → row, not owned: those that someone holds at present */

  TelarMergeSort *sort; /* of what is shown next, or NULL */
  guint n_sorted;       /* how many items that has */
  guint sort_source;
  TelarTaskRow *compared[2]; /* stand for the two tasks that are compared */
};

enum
{
  SIGNAL_ARRANGING,
  SIGNAL_ARRANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void telar_results_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TelarResultsModel,
                               telar_results_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      telar_results_model_list_init))

static void
on_row_gone (gpointer data, GObject *row)
{
  TelarResultsModel *self = data;
  GHashTableIter iter;
  gpointer value;

  /* Few rows live at a time, and what is left of this one does not tell its task any more. */
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value == row)
      {
        g_hash_table_iter_remove (&iter);
        return;
      }
}

static void
forget_rows (TelarResultsModel *self)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_object_weak_unref (row, on_row_gone, self);
  g_hash_table_remove_all (self->rows);
}

/* The rows of the first tasks stay and show those of another run: to make a few hundred rows anew
 * takes the window several frames. */
static void
keep_rows (TelarResultsModel *self, TelarRunRecord *record, guint n_tasks)
{
  GHashTableIter iter;
  gpointer task, row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, &task, &row))
    if (GPOINTER_TO_UINT (task) < n_tasks)
      telar_task_row_set_record (row, record);
    else
      {
        g_object_weak_unref (row, on_row_gone, self);
        g_hash_table_iter_remove (&iter);
      }
}

static GType
telar_results_model_get_item_type (GListModel *model)
{
  return TELAR_TYPE_TASK_ROW;
}

static guint
telar_results_model_get_n_items (GListModel *model)
{
  return TELAR_RESULTS_MODEL (model)->n_items;
}

static gpointer
telar_results_model_get_item (GListModel *model, guint position)
{
  TelarResultsModel *self = TELAR_RESULTS_MODEL (model);
  TelarTaskRow *row;
  guint task;

  if (position >= self->n_items)
    return NULL;

  task = telar_results_model_get_task (self, position);
  row = g_hash_table_lookup (self->rows, GUINT_TO_POINTER (task));
  if (row != NULL)
    return g_object_ref (row);

  row = telar_task_row_new (self->record, task);
  g_object_weak_ref (G_OBJECT (row), on_row_gone, self);
  g_hash_table_insert (self->rows, GUINT_TO_POINTER (task), row);

  return row;
}

static void
telar_results_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = telar_results_model_get_item_type;
  iface->get_n_items = telar_results_model_get_n_items;
  iface->get_item = telar_results_model_get_item;
}

static void
stop_sorting (TelarResultsModel *self)
{
  g_clear_handle_id (&self->sort_source, g_source_remove);
  g_clear_pointer (&self->sort, telar_merge_sort_free);
  for (guint i = 0; i < G_N_ELEMENTS (self->compared); i++)
    g_clear_object (&self->compared[i]);
}

static void
telar_results_model_dispose (GObject *object)
{
  TelarResultsModel *self = TELAR_RESULTS_MODEL (object);

  stop_sorting (self);
  telar_results_model_set_sorter (self, NULL);
  forget_rows (self);
  g_clear_pointer (&self->record, telar_run_record_unref);
  g_clear_pointer (&self->order, g_free);
  self->n_items = 0;

  G_OBJECT_CLASS (telar_results_model_parent_class)->dispose (object);
}

static void
telar_results_model_finalize (GObject *object)
{
  TelarResultsModel *self = TELAR_RESULTS_MODEL (object);

  g_free (self->search);
  g_hash_table_unref (self->rows);

  G_OBJECT_CLASS (telar_results_model_parent_class)->finalize (object);
}

static void
telar_results_model_class_init (TelarResultsModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = telar_results_model_dispose;
  object_class->finalize = telar_results_model_finalize;

  /* Around a change of many rows. Who shows them had better not look at the list meanwhile: GTK
   * would look for its former rows among all of the new ones. */
  signals[SIGNAL_ARRANGING] = g_signal_new ("arranging", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ARRANGED] = g_signal_new ("arranged", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
telar_results_model_init (TelarResultsModel *self)
{
  self->rows = g_hash_table_new (NULL, NULL);
}

/**
 * telar_results_model_new:
 *
 * For the main thread.
 *
 * Returns: (transfer full): an empty list
 */
TelarResultsModel *
telar_results_model_new (void)
{
  return g_object_new (TELAR_TYPE_RESULTS_MODEL, NULL);
}

static gboolean
contains (const char *text, const char *search)
{
  g_autofree char *folded = NULL;

  if (text == NULL)
    return FALSE;

  if (strcasestr (text, search) != NULL)
    return TRUE;

  /* Only letters beyond ASCII can still match. */
  if (g_str_is_ascii (search))
    return FALSE;

  folded = g_utf8_casefold (text, -1);

  return strstr (folded, search) != NULL;
}

static gboolean
matches (TelarResultsModel *self, guint task, const char *search)
{
  const TelarInput *input = telar_plan_get_task (self->record->plan, task);
  const TelarTaskState *state = telar_trace_get_task (self->record->trace, task);
  TelarStatus status = telar_task_state_get_status (state);
  const TelarResult *result = telar_status_is_final (status) ? state->result : NULL;

  if (contains (input->input, search) || contains (input->name, search)
      || contains (telar_status_get_title (status), search))
    return TRUE;

  if (result == NULL)
    return FALSE;

  if (contains (result->error, search) || contains (result->value, search))
    return TRUE;

  for (guint i = 0; i < result->n_headings; i++)
    if (contains (result->headings[i].text, search))
      return TRUE;

  return FALSE;
}

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  TelarResultsModel *self = data;
  guint first = *(const guint *) a, second = *(const guint *) b;

  telar_task_row_set_task (self->compared[0], first);
  telar_task_row_set_task (self->compared[1], second);

  return gtk_sorter_compare (self->sorter, self->compared[0], self->compared[1]);
}

static gboolean
is_sorting (TelarResultsModel *self)
{
  return self->sorter != NULL && gtk_sorter_get_order (self->sorter) != GTK_SORTER_ORDER_NONE;
}

/* Shows the first @n_items of @order. */
static void
show (TelarResultsModel *self, guint *order, guint n_items)
{
  guint n_before = self->n_items;
  gboolean are_many = MAX (n_before, n_items) > MANY_ROWS;

  if (are_many)
    g_signal_emit (self, signals[SIGNAL_ARRANGING], 0);
  g_free (self->order);
  self->order = order;
  self->n_items = n_items;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, n_items);
  if (are_many)
    g_signal_emit (self, signals[SIGNAL_ARRANGED], 0);
}

static gboolean
go_on_sorting (gpointer user_data)
{
  TelarResultsModel *self = user_data;
  gint64 until_us = g_get_monotonic_time () + SORT_US;
  guint *order;

  while (!telar_merge_sort_go_on (self->sort, N_AT_A_TIME))
    if (self->n_sorted > MANY_ROWS && g_get_monotonic_time () > until_us)
      return G_SOURCE_CONTINUE;

  order = telar_merge_sort_take (self->sort);
  self->sort_source = 0;
  stop_sorting (self);
  show (self, order, self->n_sorted);

  return G_SOURCE_REMOVE;
}

/* Sorts @order, and then shows it. If that takes its time, what is shown stays until then, unless
 * it @is_stale. */
static void
sort (TelarResultsModel *self, guint *order, guint n_items, gboolean is_stale)
{
  if (is_stale && n_items > MANY_ROWS)
    show (self, g_memdup2 (order, n_items * sizeof *order), n_items);

  for (guint i = 0; i < G_N_ELEMENTS (self->compared); i++)
    self->compared[i] = telar_task_row_new (self->record, 0);
  self->sort = telar_merge_sort_new (order, n_items, compare, self);
  self->n_sorted = n_items;
  if (n_items > MANY_ROWS)
    self->sort_source = g_idle_add (go_on_sorting, self);
  else
    go_on_sorting (self);
}

/* Searches and sorts. What is shown @is_stale if it is not of the same run and search. */
static void
arrange (TelarResultsModel *self, gboolean is_stale)
{
  guint n_tasks = self->record != NULL ? telar_plan_get_n_tasks (self->record->plan) : 0;
  g_autofree char *folded = NULL;
  g_autofree guint *order = NULL;
  guint n_items = 0;

  stop_sorting (self);
  if (n_tasks == 0 || (self->search == NULL && !is_sorting (self)))
    {
      show (self, NULL, n_tasks);
      return;
    }

  order = g_new (guint, n_tasks);
  folded = self->search != NULL ? g_utf8_casefold (self->search, -1) : NULL;
  for (guint i = 0; i < n_tasks; i++)
    if (folded == NULL || matches (self, i, folded))
      order[n_items++] = i;

  if (is_sorting (self))
    sort (self, g_steal_pointer (&order), n_items, is_stale);
  else
    show (self, g_steal_pointer (&order), n_items);
}

static void
on_sorter_changed (GtkSorter *sorter, GtkSorterChange change, TelarResultsModel *self)
{
  arrange (self, FALSE);
}

/**
 * telar_results_model_arrange:
 * @self: a list
 *
 * Searches and sorts anew, if there is anything to search for or to sort by, as tasks have ended
 * since it was done last. Many tasks are sorted while the main loop goes on, and stay in their
 * former order until then.
 */
void
telar_results_model_arrange (TelarResultsModel *self)
{
  g_return_if_fail (TELAR_IS_RESULTS_MODEL (self));

  if (self->order != NULL || self->sort != NULL)
    arrange (self, FALSE);
}

/**
 * telar_results_model_is_searching:
 * @self: a list
 *
 * Returns: whether it leaves out what does not match a search
 */
gboolean
telar_results_model_is_searching (TelarResultsModel *self)
{
  g_return_val_if_fail (TELAR_IS_RESULTS_MODEL (self), FALSE);

  return self->search != NULL && self->record != NULL;
}

/**
 * telar_results_model_set_record:
 * @self: a list
 * @record: (nullable): the run whose tasks it shall list
 */
void
telar_results_model_set_record (TelarResultsModel *self, TelarRunRecord *record)
{
  guint n_before = self->n_items, n_kept = 0;

  g_return_if_fail (TELAR_IS_RESULTS_MODEL (self));

  stop_sorting (self);
  if (record != NULL && self->record != NULL && self->order == NULL && self->search == NULL
      && !is_sorting (self))
    n_kept = MIN (telar_plan_get_n_tasks (record->plan), n_before);
  if (n_kept > 0)
    keep_rows (self, record, n_kept);
  else
    forget_rows (self);

  if (record != NULL)
    telar_run_record_ref (record);
  g_clear_pointer (&self->record, telar_run_record_unref);
  self->record = record;
  if (n_kept == 0)
    {
      arrange (self, TRUE);
      return;
    }

  self->n_items = telar_plan_get_n_tasks (record->plan);
  if (n_before != self->n_items)
    g_list_model_items_changed (G_LIST_MODEL (self), n_kept, n_before - n_kept,
                                self->n_items - n_kept);
}

/**
 * telar_results_model_set_search:
 * @self: a list
 * @search: (nullable): what the input, status, result, error or a heading of a task shall contain,
 *   in upper or lower case
 */
void
telar_results_model_set_search (TelarResultsModel *self, const char *search)
{
  g_return_if_fail (TELAR_IS_RESULTS_MODEL (self));

  if (search != NULL && *search == '\0')
    search = NULL;
  if (g_strcmp0 (search, self->search) == 0)
    return;

  g_free (self->search);
  self->search = g_strdup (search);
  arrange (self, TRUE);
}

/**
 * telar_results_model_set_sorter:
 * @self: a list
 * @sorter: (nullable): sorts rows; the list follows its changes
 */
void
telar_results_model_set_sorter (TelarResultsModel *self, GtkSorter *sorter)
{
  g_return_if_fail (TELAR_IS_RESULTS_MODEL (self));

  if (self->sorter != NULL)
    g_signal_handlers_disconnect_by_func (self->sorter, on_sorter_changed, self);
  g_set_object (&self->sorter, sorter);
  if (sorter != NULL)
    g_signal_connect (sorter, "changed", G_CALLBACK (on_sorter_changed), self);
}

/**
 * telar_results_model_update:
 * @self: a list
 *
 * Has the rows that are shown tell what changed of their tasks since the last time; called once a
 * frame while a run goes on, it costs as much as there are rows on the screen.
 */
void
telar_results_model_update (TelarResultsModel *self)
{
  GHashTableIter iter;
  gpointer row;

  g_return_if_fail (TELAR_IS_RESULTS_MODEL (self));

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    telar_task_row_update (row);
}

/**
 * telar_results_model_get_task:
 * @self: a list
 * @position: less than its number of items
 *
 * Returns: which task is there
 */
guint
telar_results_model_get_task (TelarResultsModel *self, guint position)
{
  g_return_val_if_fail (position < self->n_items, TELAR_NO_TASK);

  return self->order != NULL ? self->order[position] : position;
}

/**
 * telar_results_model_find_task:
 * @self: a list
 * @task: a task
 *
 * Returns: its position, or %GTK_INVALID_LIST_POSITION if it is not in the list at present
 */
guint
telar_results_model_find_task (TelarResultsModel *self, guint task)
{
  if (self->order == NULL)
    return task < self->n_items ? task : GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < self->n_items; i++)
    if (self->order[i] == task)
      return i;

  return GTK_INVALID_LIST_POSITION;
}

/* A cell of a table must neither end its line nor its column. */
static void
append_cell (GString *text, const char *cell, char end)
{
  for (const char *p = cell; *p != '\0'; p++)
    g_string_append_c (text, *p == '\t' || *p == '\n' || *p == '\r' ? ' ' : *p);
  g_string_append_c (text, end);
}

static void
append_row (GString *text, TelarTaskRow *row)
{
  const TelarInput *input = telar_task_row_get_input (row);
  TelarStatus status = telar_task_state_get_status (telar_task_row_get_state (row));
  g_autofree char *time = telar_task_row_dup_time (row);
  g_autofree char *cpu = telar_task_row_dup_cpu (row);
  g_autofree char *result = telar_task_row_dup_result (row);
  const TelarTaskState *state = telar_task_row_get_state (row);

  append_cell (text, input->input, '\t');
  append_cell (text, telar_status_get_title (status), '\t');
  append_cell (text, time, '\t');
  append_cell (text, cpu, '\t');
  append_cell (text, result, '\n');
  if (!telar_status_is_final (status) || state->result == NULL)
    return;

  for (guint i = 0; i < state->result->n_headings; i++)
    {
      g_string_append_c (text, '\t');
      append_cell (text, state->result->headings[i].text, '\n');
    }
}

/**
 * telar_results_model_dup_text:
 * @self: a list
 * @positions: (nullable): which rows; %NULL for all
 *
 * Returns: (transfer full): the rows as a table that a spreadsheet understands, its columns between
 *   tabs, and the headings of a page below it
 */
char *
telar_results_model_dup_text (TelarResultsModel *self, GtkBitset *positions)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TelarTaskRow) row = NULL;

  g_return_val_if_fail (TELAR_IS_RESULTS_MODEL (self), NULL);

  for (guint i = 0; i < self->n_items; i++)
    {
      if (positions != NULL && !gtk_bitset_contains (positions, i))
        continue;
      if (row == NULL)
        row = telar_task_row_new (self->record, 0);
      telar_task_row_set_task (row, telar_results_model_get_task (self, i));
      append_row (text, row);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
