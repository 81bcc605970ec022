/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-results-view.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"
#include "telar-input-cell.h"
#include "telar-last-width-layout.h"
#include "telar-results-model.h"
#include "telar-results-sorters.h"
#include "telar-template.h"

/* GtkListView makes the widgets of 200 rows, however few of them can be seen. */
#define MAX_WIDGETS    200
#define MIN_ROW_HEIGHT 24 /* in pixels */

/* Behind the time, before the result. */
#define CPU_COLUMN 3

struct _TelarResultsView
{
  GtkWidget parent_instance;

  GtkSearchEntry *search_entry;
  GtkLabel *count_label;
  GtkStack *stack;
  GtkColumnView *column_view;
  GtkColumnViewColumn *status_column;
  GtkColumnViewColumn *input_column;
  GtkColumnViewColumn *time_column;
  GtkColumnViewColumn *cpu_column;
  GtkColumnViewColumn *result_column;
  GtkListItemFactory *status_factory;
  GtkListItemFactory *status_icon_factory;
  GtkListItemFactory *result_factory;
  GtkListItemFactory *narrow_result_factory;

  TelarResultsModel *model;
  GtkSliceListModel *first_rows; /* those of the model that have been let in so far */
  GtkMultiSelection *selection;
  GtkBitset *selected_tasks; /* while the list is arranged anew */
  guint n_tasks;
  guint selected_task;
  gboolean is_narrow;
};

G_DEFINE_FINAL_TYPE (TelarResultsView, telar_results_view, GTK_TYPE_WIDGET)

enum
{
  PROP_SELECTED_TASK = 1,
  PROP_IS_NARROW,
  N_PROPS,
};

enum
{
  SIGNAL_FOUND,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
let_in_all (TelarResultsView *self)
{
  gtk_slice_list_model_set_size (self->first_rows, G_MAXUINT);
}

/* Lets in those rows that are there already, and as many as can be seen: to make the widgets of
 * all would hold up the first frames of a run, and the run. */
static void
let_in_some (TelarResultsView *self)
{
  GtkWidget *root = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->first_rows));
  guint n_seen = root != NULL ? (guint) gtk_widget_get_height (root) / MIN_ROW_HEIGHT : 0;

  if (n_seen > 0 && n_rows < MAX_WIDGETS)
    gtk_slice_list_model_set_size (self->first_rows, MAX (n_rows, n_seen));
}

static void
set_selected_task (TelarResultsView *self, guint task)
{
  if (self->selected_task == task)
    return;

  self->selected_task = task;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED_TASK]);
}

static void
on_selection_changed (TelarResultsView *self)
{
  g_autoptr (GtkBitset) selected
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  guint task = TELAR_NO_TASK;

  if (!gtk_bitset_is_empty (selected))
    task = telar_results_model_get_task (self->model, gtk_bitset_get_minimum (selected));
  set_selected_task (self, task);
}

static void
on_items_changed (TelarResultsView *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));
  g_autofree char *shown = telar_format_count (n_items);
  g_autofree char *all = telar_format_count (self->n_tasks);
  g_autofree char *text = NULL;

  if (n_items < self->n_tasks)
    /* Translators: how many tasks match a search, for example: 3 of 16 */
    text = g_strdup_printf (_ ("%s of %s"), shown, all);
  gtk_label_set_text (self->count_label, text != NULL ? text : "");
  gtk_stack_set_visible_child_name (self->stack,
                                    n_items == 0 && self->n_tasks > 0 ? "nothing" : "list");
  g_signal_emit (self, signals[SIGNAL_FOUND], 0);
}

/* GtkColumnView has no function to scroll to a row before GTK 4.12, but the list in it does. */
static void
scroll_to (TelarResultsView *self, guint position)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->column_view));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", position);
}

static void
on_arranging (TelarResultsView *self)
{
  g_autoptr (GtkBitset) selected
      = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position;

  self->selected_tasks = gtk_bitset_new_empty ();
  if (gtk_bitset_iter_init_first (&iter, selected, &position))
    do
      gtk_bitset_add (self->selected_tasks, telar_results_model_get_task (self->model, position));
    while (gtk_bitset_iter_next (&iter, &position));

  gtk_multi_selection_set_model (self->selection, NULL);
}

static void
on_arranged (TelarResultsView *self)
{
  g_autoptr (GtkBitset) selected = gtk_bitset_new_empty ();
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->model));

  if (!gtk_bitset_is_empty (self->selected_tasks))
    for (guint i = 0; i < n_items; i++)
      if (gtk_bitset_contains (self->selected_tasks, telar_results_model_get_task (self->model, i)))
        gtk_bitset_add (selected, i);
  g_clear_pointer (&self->selected_tasks, gtk_bitset_unref);

  let_in_all (self);
  gtk_multi_selection_set_model (self->selection, G_LIST_MODEL (self->first_rows));
  if (gtk_bitset_is_empty (selected))
    return;

  g_signal_handlers_block_by_func (self->selection, on_selection_changed, self);
  gtk_selection_model_set_selection (GTK_SELECTION_MODEL (self->selection), selected, selected);
  g_signal_handlers_unblock_by_func (self->selection, on_selection_changed, self);
  scroll_to (self, gtk_bitset_get_minimum (selected));
}

static void
on_search_changed (TelarResultsView *self)
{
  telar_results_model_set_search (self->model,
                                  gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
on_stop_search (TelarResultsView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->column_view));
}

static void
on_row_activated (TelarResultsView *self, guint position)
{
  g_autoptr (TelarTaskRow) row = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  gboolean is_expanded, has_headings;

  if (row == NULL)
    return;

  g_object_get (row, "is-expanded", &is_expanded, "has-headings", &has_headings, NULL);
  if (has_headings)
    g_object_set (row, "is-expanded", !is_expanded, NULL);
}

/* Whoever comes near the list may be about to move in it. */
static void
on_enter (TelarResultsView *self)
{
  let_in_all (self);
}

/* A "tooltip-text" that follows the row would have GTK ask, at each change, where the pointer is.
 */
static gboolean
show_tooltip (GtkListItem *item, GtkTooltip *tooltip, const char *property)
{
  g_autofree char *text = NULL;

  if (gtk_list_item_get_item (item) == NULL)
    return FALSE;

  g_object_get (gtk_list_item_get_item (item), property, &text, NULL);
  gtk_tooltip_set_text (tooltip, text);

  return text != NULL;
}

static gboolean
on_query_status (GtkListItem *item, int x, int y, gboolean by_key, GtkTooltip *tooltip)
{
  return show_tooltip (item, tooltip, "status");
}

static gboolean
on_query_result (GtkListItem *item, int x, int y, gboolean by_key, GtkTooltip *tooltip)
{
  return show_tooltip (item, tooltip, "result-tooltip");
}

static guint
find_column (TelarResultsView *self, GtkColumnViewColumn *column)
{
  GListModel *columns = gtk_column_view_get_columns (self->column_view);
  guint position = 0;

  while (position < g_list_model_get_n_items (columns))
    {
      g_autoptr (GtkColumnViewColumn) other = g_list_model_get_item (columns, position);

      if (other == column)
        break;
      position++;
    }

  return position;
}

/* GTK makes the cells of a column that is shown the last ones of their rows, wherever they are
 * drawn, and moves them for a keyboard or a screen reader only when the column is moved. So a
 * column is hidden and shown as the last one. */
static void
hide_column (TelarResultsView *self, GtkColumnViewColumn *column)
{
  GListModel *columns = gtk_column_view_get_columns (self->column_view);

  gtk_column_view_column_set_visible (column, FALSE);
  gtk_column_view_insert_column (self->column_view, g_list_model_get_n_items (columns) - 1, column);
}

static void
show_column (TelarResultsView *self, GtkColumnViewColumn *column, guint position)
{
  gtk_column_view_column_set_visible (column, TRUE);
  gtk_column_view_insert_column (self->column_view, position, column);
}

/* Cells that exist keep the factory that made them, so they are made anew. */
static void
set_factory (TelarResultsView *self, GtkColumnViewColumn *column, GtkListItemFactory *factory)
{
  guint position = find_column (self, column);

  hide_column (self, column);
  gtk_column_view_column_set_factory (column, factory);
  show_column (self, column, position);
}

/* Where there is little room, what a task cost and the words for its status give way, and an error
 * has as many lines as it needs: there may be no pointer to ask for the rest of it. */
static void
set_is_narrow (TelarResultsView *self, gboolean is_narrow)
{
  if (self->is_narrow == is_narrow)
    return;

  self->is_narrow = is_narrow;
  gtk_column_view_column_set_title (self->status_column, is_narrow ? NULL : _ ("Status"));
  if (!is_narrow)
    show_column (self, self->cpu_column, CPU_COLUMN);
  set_factory (self, self->status_column,
               is_narrow ? self->status_icon_factory : self->status_factory);
  set_factory (self, self->result_column,
               is_narrow ? self->narrow_result_factory : self->result_factory);
  if (is_narrow)
    hide_column (self, self->cpu_column);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_NARROW]);
}

static void
telar_results_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TelarResultsView *self = TELAR_RESULTS_VIEW (object);

  switch (id)
    {
    case PROP_SELECTED_TASK:
      g_value_set_uint (value, self->selected_task);
      break;
    case PROP_IS_NARROW:
      g_value_set_boolean (value, self->is_narrow);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
telar_results_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TelarResultsView *self = TELAR_RESULTS_VIEW (object);

  switch (id)
    {
    case PROP_SELECTED_TASK:
      telar_results_view_set_selected_task (self, g_value_get_uint (value));
      break;
    case PROP_IS_NARROW:
      set_is_narrow (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
telar_results_view_dispose (GObject *object)
{
  TelarResultsView *self = TELAR_RESULTS_VIEW (object);

  if (self->model != NULL)
    telar_results_model_set_sorter (self->model, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->first_rows);
  g_clear_object (&self->model);
  telar_template_dispose (GTK_WIDGET (self), TELAR_TYPE_RESULTS_VIEW);

  G_OBJECT_CLASS (telar_results_view_parent_class)->dispose (object);
}

static void
telar_results_view_class_init (TelarResultsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TELAR_TYPE_LAST_WIDTH_LAYOUT);
  g_type_ensure (TELAR_TYPE_TASK_ROW);
  object_class->dispose = telar_results_view_dispose;
  object_class->get_property = telar_results_view_get_property;
  object_class->set_property = telar_results_view_set_property;

  properties[PROP_SELECTED_TASK]
      = g_param_spec_uint ("selected-task", NULL, NULL, 0, G_MAXUINT, TELAR_NO_TASK,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_NARROW]
      = g_param_spec_boolean ("is-narrow", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_FOUND] = g_signal_new ("found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK,
                                       "win.copy-results", NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-results-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, count_label);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, stack);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, column_view);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, status_column);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, input_column);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, time_column);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, cpu_column);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, result_column);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, status_factory);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, status_icon_factory);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, result_factory);
  gtk_widget_class_bind_template_child (widget_class, TelarResultsView, narrow_result_factory);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_enter);
  gtk_widget_class_bind_template_callback (widget_class, on_query_status);
  gtk_widget_class_bind_template_callback (widget_class, on_query_result);
}

static void
set_sorter (GtkColumnViewColumn *column, GtkSorter *sorter)
{
  gtk_column_view_column_set_sorter (column, sorter);
  g_object_unref (sorter);
}

static void
telar_results_view_init (TelarResultsView *self)
{
  g_autoptr (GtkListItemFactory) factory = telar_input_cell_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->selected_task = TELAR_NO_TASK;

  gtk_column_view_column_set_factory (self->input_column, factory);
  set_sorter (self->status_column, telar_results_sorter_new_by_status ());
  set_sorter (self->input_column, telar_results_sorter_new_by_input ());
  set_sorter (self->time_column, telar_results_sorter_new_by_time ());
  set_sorter (self->cpu_column, telar_results_sorter_new_by_cpu ());
  set_sorter (self->result_column, telar_results_sorter_new_by_result ());

  self->model = telar_results_model_new ();
  telar_results_model_set_sorter (self->model, gtk_column_view_get_sorter (self->column_view));
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (on_items_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "arranging", G_CALLBACK (on_arranging), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "arranged", G_CALLBACK (on_arranged), self,
                           G_CONNECT_SWAPPED);
  self->first_rows
      = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->model)), 0, G_MAXUINT);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->first_rows)));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selection_changed),
                           self, G_CONNECT_SWAPPED);
  gtk_column_view_set_model (self->column_view, GTK_SELECTION_MODEL (self->selection));
}

/**
 * telar_results_view_new:
 *
 * Returns: (transfer floating): a table without results
 */
GtkWidget *
telar_results_view_new (void)
{
  return g_object_new (TELAR_TYPE_RESULTS_VIEW, NULL);
}

/**
 * telar_results_view_set_record:
 * @self: a table
 * @record: (nullable): the run whose results it shall show
 */
void
telar_results_view_set_record (TelarResultsView *self, TelarRunRecord *record)
{
  g_return_if_fail (TELAR_IS_RESULTS_VIEW (self));

  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  self->n_tasks = record != NULL ? telar_plan_get_n_tasks (record->plan) : 0;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  telar_results_model_set_search (self->model, NULL);
  if (record != NULL && !telar_run_record_has_ended (record))
    let_in_some (self);
  else
    let_in_all (self);
  telar_results_model_set_record (self->model, record);
  set_selected_task (self, TELAR_NO_TASK);
}

/**
 * telar_results_view_update:
 * @self: a table
 *
 * Shows what happened since the last time; to be called once a frame while the run goes on.
 */
void
telar_results_view_update (TelarResultsView *self)
{
  g_return_if_fail (TELAR_IS_RESULTS_VIEW (self));

  telar_results_model_update (self->model);
}

/**
 * telar_results_view_arrange:
 * @self: a table
 *
 * To be called once the run is over: what is searched for or sorted by is known only now.
 */
void
telar_results_view_arrange (TelarResultsView *self)
{
  guint task;

  g_return_if_fail (TELAR_IS_RESULTS_VIEW (self));

  task = self->selected_task;
  let_in_all (self);
  telar_results_model_update (self->model);
  telar_results_model_arrange (self->model);
  self->selected_task = TELAR_NO_TASK;
  telar_results_view_set_selected_task (self, task);
}

/**
 * telar_results_view_find:
 * @self: a table
 *
 * Moves the cursor to where one types what to search for.
 */
void
telar_results_view_find (TelarResultsView *self)
{
  g_return_if_fail (TELAR_IS_RESULTS_VIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

/**
 * telar_results_view_dup_text:
 * @self: a table
 * @n_rows: (out): how many results they are
 *
 * Returns: (transfer full): the selected results as text, or all if none is selected
 */
char *
telar_results_view_dup_text (TelarResultsView *self, guint *n_rows)
{
  g_autoptr (GtkBitset) selected = NULL;

  g_return_val_if_fail (TELAR_IS_RESULTS_VIEW (self), NULL);

  selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  if (gtk_bitset_is_empty (selected))
    {
      *n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->model));
      return telar_results_model_dup_text (self->model, NULL);
    }

  *n_rows = (guint) gtk_bitset_get_size (selected);
  return telar_results_model_dup_text (self->model, selected);
}

/**
 * telar_results_view_is_searching:
 * @self: a table
 *
 * Returns: whether something is searched for, so that only what was found is listed
 */
gboolean
telar_results_view_is_searching (TelarResultsView *self)
{
  g_return_val_if_fail (TELAR_IS_RESULTS_VIEW (self), FALSE);

  return telar_results_model_is_searching (self->model);
}

/**
 * telar_results_view_get_n_rows:
 * @self: a table
 *
 * Returns: how many tasks are listed
 */
guint
telar_results_view_get_n_rows (TelarResultsView *self)
{
  g_return_val_if_fail (TELAR_IS_RESULTS_VIEW (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->model));
}

/**
 * telar_results_view_get_task:
 * @self: a table
 * @row: a row
 *
 * Returns: the task that is listed there
 */
guint
telar_results_view_get_task (TelarResultsView *self, guint row)
{
  g_return_val_if_fail (TELAR_IS_RESULTS_VIEW (self), TELAR_NO_TASK);

  return telar_results_model_get_task (self->model, row);
}

/**
 * telar_results_view_set_selected_task:
 * @self: a table
 * @task: the task to select and to scroll to, or %TELAR_NO_TASK
 */
void
telar_results_view_set_selected_task (TelarResultsView *self, guint task)
{
  guint position = GTK_INVALID_LIST_POSITION;

  g_return_if_fail (TELAR_IS_RESULTS_VIEW (self));

  if (task == self->selected_task)
    return;

  set_selected_task (self, task);
  if (task != TELAR_NO_TASK)
    position = telar_results_model_find_task (self->model, task);

  g_signal_handlers_block_by_func (self->selection, on_selection_changed, self);
  if (position == GTK_INVALID_LIST_POSITION)
    gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  else
    {
      if (position >= g_list_model_get_n_items (G_LIST_MODEL (self->first_rows)))
        let_in_all (self);
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
      scroll_to (self, position);
    }
  g_signal_handlers_unblock_by_func (self->selection, on_selection_changed, self);
}

/**
 * telar_results_view_get_selected_task:
 * @self: a table
 *
 * Returns: the first selected task, or %TELAR_NO_TASK; notified as "selected-task"
 */
guint
telar_results_view_get_selected_task (TelarResultsView *self)
{
  g_return_val_if_fail (TELAR_IS_RESULTS_VIEW (self), TELAR_NO_TASK);

  return self->selected_task;
}
