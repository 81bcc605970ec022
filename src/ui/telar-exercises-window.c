/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-exercises-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/telar-format.h"
#include "telar-order-list.h"
#include "telar-short-number.h"

struct _TelarExercisesWindow
{
  AdwWindow parent_instance;

  GtkScrolledWindow *scrolled_window;
  AdwComboRow *exercise_row;
  GtkLabel *question;
  GtkWidget *order_group;
  TelarOrderList *order_list;
  GtkWidget *time_group;
  AdwActionRow *time_row;
  GtkSpinButton *time_spin;
  GtkDropDown *unit_drop_down;
  GtkWidget *run_button;
  GtkWidget *answer;
  GtkLabel *verdict;
  GtkListBox *measured_list;
  GtkLabel *reason;

  TelarRunner *runner;
  const TelarExercise *exercise;
  gboolean is_waiting;     /* for the runs of the exercise */
  gboolean shall_show_end; /* as soon as it is known how long the page is */
};

G_DEFINE_FINAL_TYPE (TelarExercisesWindow, telar_exercises_window, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_RUN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
update_run_button (TelarExercisesWindow *self)
{
  gboolean has_time = self->exercise == NULL || !self->exercise->is_timed
                      || gtk_spin_button_get_value (self->time_spin) > 0;

  gtk_widget_set_sensitive (self->run_button, has_time && self->runner != NULL
                                                  && !telar_runner_is_busy (self->runner));
}

static void
on_selected (TelarExercisesWindow *self)
{
  guint index = adw_combo_row_get_selected (self->exercise_row);
  TelarStrategy strategies[TELAR_N_STRATEGIES];
  guint n_strategies;

  if (index >= telar_exercise_get_n ())
    return;

  self->exercise = telar_exercise_get (index);
  self->is_waiting = FALSE;
  n_strategies = telar_exercise_get_strategies (self->exercise, strategies);
  gtk_label_set_text (self->question, _ (self->exercise->question));
  telar_order_list_set_order (self->order_list, strategies, n_strategies);
  gtk_widget_set_visible (self->order_group, n_strategies > 1);
  gtk_widget_set_visible (self->time_group, self->exercise->is_timed);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->time_row),
                                 telar_strategy_get_title (self->exercise->timed));
  gtk_spin_button_set_value (self->time_spin, 0);
  gtk_widget_set_visible (self->answer, FALSE);
  update_run_button (self);
}

static void
on_run (TelarExercisesWindow *self)
{
  const TelarExample *example = telar_example_from_name (self->exercise->example);

  /* What is still typed counts too. */
  gtk_spin_button_update (self->time_spin);
  gtk_widget_set_visible (self->answer, FALSE);
  self->is_waiting = TRUE;
  g_signal_emit (self, signals[SIGNAL_RUN], 0, example, self->exercise->strategies);
}

static gint64
get_predicted_ns (TelarExercisesWindow *self)
{
  double unit_ns = gtk_drop_down_get_selected (self->unit_drop_down) == 0 ? 1e9 : 1e6;

  return (gint64) llround (gtk_spin_button_get_value (self->time_spin) * unit_ns);
}

static guint
find_place (const TelarStrategy *order, guint n_strategies, TelarStrategy strategy)
{
  guint place = 0;

  while (place < n_strategies && order[place] != strategy)
    place++;

  return place;
}

static void
add_measured (TelarExercisesWindow *self,
              TelarRunRecord *record,
              guint place,
              const TelarStrategy *order,
              guint n_strategies)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *time = telar_format_duration (record->wall_ns);
  GtkWidget *label = gtk_label_new (time);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (n_strategies > 1)
    {
      title = g_strdup_printf ("%u. %s", place + 1, telar_strategy_get_title (record->strategy));
      subtitle = g_strdup_printf (_ ("You expected it in place %u"),
                                  find_place (order, n_strategies, record->strategy) + 1);
    }
  else
    title = g_strdup (telar_strategy_get_title (record->strategy));
  if (self->exercise->is_timed && record->strategy == self->exercise->timed)
    {
      g_autofree char *predicted = telar_format_duration (get_predicted_ns (self));
      g_autofree char *places = g_steal_pointer (&subtitle);
      g_autofree char *expected = g_strdup_printf (_ ("You expected %s"), predicted);

      subtitle = places != NULL ? g_strjoin (" · ", places, expected, NULL)
                                : g_steal_pointer (&expected);
    }

  gtk_widget_add_css_class (label, "numeric");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  gtk_list_box_append (self->measured_list, row);
}

static int
compare_wall_times (gconstpointer a, gconstpointer b)
{
  const TelarRunRecord *one = *(TelarRunRecord *const *) a;
  const TelarRunRecord *other = *(TelarRunRecord *const *) b;

  return (one->wall_ns > other->wall_ns) - (one->wall_ns < other->wall_ns);
}

static char *
judge (TelarExercisesWindow *self,
       const TelarStrategy *order,
       guint n_strategies,
       const gint64 *wall_ns)
{
  g_autofree char *order_verdict = NULL;
  g_autofree char *time_verdict = NULL;

  if (n_strategies > 1)
    order_verdict = telar_exercise_judge_order (order, n_strategies, wall_ns);
  if (self->exercise->is_timed)
    time_verdict
        = telar_exercise_judge_time (get_predicted_ns (self), wall_ns[self->exercise->timed]);
  if (order_verdict != NULL && time_verdict != NULL)
    return g_strjoin (" ", order_verdict, time_verdict, NULL);

  return order_verdict != NULL ? g_steal_pointer (&order_verdict) : g_steal_pointer (&time_verdict);
}

/**
 * telar_exercises_window_show_records:
 * @self: an exercises window
 * @records: (element-type TelarRunRecord): the runs of the exercise that went to their end
 *
 * Compares what was expected with what was measured, or tells that there is nothing to compare, for
 * the runs were stopped.
 */
void
telar_exercises_window_show_records (TelarExercisesWindow *self, GPtrArray *records)
{
  TelarStrategy order[TELAR_N_STRATEGIES];
  gint64 wall_ns[TELAR_N_STRATEGIES] = { 0 };
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autofree char *verdict = NULL;
  g_autofree char *reason = NULL;
  GtkListBoxRow *row;
  guint n_strategies;

  g_return_if_fail (TELAR_IS_EXERCISES_WINDOW (self));

  while ((row = gtk_list_box_get_row_at_index (self->measured_list, 0)) != NULL)
    gtk_list_box_remove (self->measured_list, GTK_WIDGET (row));
  n_strategies = telar_order_list_get_order (self->order_list, order);
  for (guint i = 0; i < records->len; i++)
    {
      TelarRunRecord *record = g_ptr_array_index (records, i);

      g_ptr_array_add (sorted, record);
      wall_ns[record->strategy] = record->wall_ns;
      if (record->strategy == self->exercise->explained)
        reason = telar_exercise_explain (record);
    }
  g_ptr_array_sort (sorted, compare_wall_times);
  for (guint i = 0; i < sorted->len; i++)
    add_measured (self, g_ptr_array_index (sorted, i), i, order, n_strategies);

  if (records->len == n_strategies)
    verdict = judge (self, order, n_strategies, wall_ns);
  else
    verdict = g_strdup (_ ("There is nothing to compare: the run did not go to its end."));
  gtk_label_set_text (self->verdict, verdict);
  gtk_label_set_text (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason), reason != NULL);
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->measured_list)),
                          records->len > 0);
  self->shall_show_end = TRUE;
  gtk_widget_set_visible (self->answer, TRUE);
}

/* The answer is below the question, perhaps out of sight. */
static void
on_length_changed (TelarExercisesWindow *self, GtkAdjustment *adjustment)
{
  if (!self->shall_show_end)
    return;

  self->shall_show_end = FALSE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
on_finished (TelarExercisesWindow *self)
{
  if (self->verdict == NULL || !self->is_waiting)
    return;

  self->is_waiting = FALSE;
  telar_exercises_window_show_records (self, telar_runner_get_records (self->runner));
  gtk_window_present (GTK_WINDOW (self));
}

static void
on_changed (TelarExercisesWindow *self)
{
  if (self->run_button != NULL)
    update_run_button (self);
}

static void
telar_exercises_window_dispose (GObject *object)
{
  TelarExercisesWindow *self = TELAR_EXERCISES_WINDOW (object);

  g_clear_object (&self->runner);
  gtk_widget_dispose_template (GTK_WIDGET (self), TELAR_TYPE_EXERCISES_WINDOW);

  G_OBJECT_CLASS (telar_exercises_window_parent_class)->dispose (object);
}

static void
telar_exercises_window_class_init (TelarExercisesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TELAR_TYPE_ORDER_LIST);
  G_OBJECT_CLASS (klass)->dispose = telar_exercises_window_dispose;

  signals[SIGNAL_RUN] = g_signal_new ("run", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/telar/Telar/ui/telar-exercises-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, exercise_row);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, question);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, order_group);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, order_list);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, time_group);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, time_row);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, time_spin);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, unit_drop_down);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, run_button);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, answer);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, verdict);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, measured_list);
  gtk_widget_class_bind_template_child (widget_class, TelarExercisesWindow, reason);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_run);
  gtk_widget_class_bind_template_callback (widget_class, telar_short_number_output);
}

static void
telar_exercises_window_init (TelarExercisesWindow *self)
{
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  for (guint i = 0; i < telar_exercise_get_n (); i++)
    gtk_string_list_append (titles, _ (telar_exercise_get (i)->title));

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->time_spin, "value-changed", G_CALLBACK (update_run_button), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (self->scrolled_window), "changed",
                           G_CALLBACK (on_length_changed), self, G_CONNECT_SWAPPED);
  adw_combo_row_set_model (self->exercise_row, G_LIST_MODEL (titles));
  on_selected (self);
}

/**
 * telar_exercises_window_new:
 * @parent: (nullable): the window that it belongs to, and is destroyed with
 * @runner: what executes the runs of @parent
 *
 * Returns: (transfer none): a window that is yet to be presented; closing it only hides it
 */
TelarExercisesWindow *
telar_exercises_window_new (GtkWindow *parent, TelarRunner *runner)
{
  TelarExercisesWindow *self = g_object_new (TELAR_TYPE_EXERCISES_WINDOW, "transient-for", parent,
                                             "destroy-with-parent", TRUE, NULL);

  self->runner = g_object_ref (runner);
  g_signal_connect_object (runner, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (runner, "finished", G_CALLBACK (on_finished), self, G_CONNECT_SWAPPED);
  update_run_button (self);

  return self;
}
