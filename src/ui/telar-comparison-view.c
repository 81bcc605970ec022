/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-comparison-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "model/telar-comparison.h"
#include "model/telar-format.h"
#include "telar-comparison-canvas.h"
#include "telar-comparison-table.h"
#include "telar-template.h"

/* How much longer than the fastest a run may take to be called as fast. */
#define AS_FAST 1.01

struct _TelarComparisonView
{
  GtkWidget parent_instance;

  GtkWidget *scrolled_window;
  GtkWidget *box;
  GtkLabel *conclusion;
  GtkLabel *common;
  GtkScrolledWindow *table_window;
  GtkLabel *remarks;
  TelarComparisonCanvas *charts;
  TelarComparisonCanvas *graphs;

  TelarChartRows rows;
  TelarChartColours colours;
  TelarChartParts hidden;      /* of the charts */
  GPtrArray *records;          /* TelarRunRecord, or NULL */
  GPtrArray *names;            /* of them, see TelarComparison; or NULL */
  TelarComparison *comparison; /* of them; NULL while it is made */
  TelarComparisonIndex *index; /* of it */
  GCancellable *comparing;     /* of what is made, or was; or NULL */
};

G_DEFINE_FINAL_TYPE (TelarComparisonView, telar_comparison_view, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_OPENED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
format_wall (const TelarSeries *series)
{
  return telar_format_duration ((gint64) round (series->walls.median));
}

/* Those of a plan that took hardly longer than its fastest: a difference that means nothing.
 * Returns: (nullable): their labels with commas between them */
static char *
list_as_fast (const TelarComparison *comparison, const TelarSeries *fastest, guint *n)
{
  g_autoptr (GString) labels = g_string_new (NULL);

  *n = 0;
  for (guint i = 0; i < comparison->series->len; i++)
    {
      const TelarSeries *series = telar_comparison_get (comparison, i);

      if (series == fastest || series->plan != fastest->plan || !series->is_complete
          || series->walls.median > AS_FAST * fastest->walls.median)
        continue;

      g_string_append_printf (labels, "%s%s", labels->len > 0 ? ", " : "", series->label);
      (*n)++;
    }

  return *n > 0 ? g_string_free (g_steal_pointer (&labels), FALSE) : NULL;
}

static char *
add_as_fast (const TelarComparison *comparison, const TelarSeries *fastest, char *sentence)
{
  guint n;
  g_autofree char *labels = list_as_fast (comparison, fastest, &n);
  char *longer;

  if (labels == NULL)
    return sentence;

  /* Translators: a sentence, and runs such as “Threads · 16 workers”, with commas between them */
  longer = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s %s was practically as fast.",
                                         "%s These were practically as fast: %s.", n),
                            sentence, labels);
  g_free (sentence);

  return longer;
}

static guint
count_series (const TelarComparison *comparison, guint plan)
{
  guint n = 0;

  for (guint i = 0; i < comparison->series->len; i++)
    n += telar_comparison_get (comparison, i)->plan == plan ? 1 : 0;

  return n;
}

/* Which of a plan's series was the fastest. */
static char *
conclude (const TelarComparison *comparison, guint plan)
{
  guint fastest_index = telar_comparison_find_fastest (comparison, plan);
  const TelarSeries *fastest, *baseline;
  g_autofree char *wall = NULL;
  g_autofree char *factor = NULL;

  if (fastest_index == TELAR_NO_SERIES)
    return g_strdup (_ ("None of these runs went to its end."));

  fastest = telar_comparison_get (comparison, fastest_index);
  wall = format_wall (fastest);
  if (count_series (comparison, plan) == 1)
    /* Translators: a run, such as “Threads · 16 workers”, and how long it took */
    return g_strdup_printf (_ ("%s took %s."), fastest->label, wall);

  if (fastest->baseline == TELAR_NO_SERIES || fastest->baseline == fastest_index)
    /* Translators: a run, such as “Threads · 16 workers”, and how long it took */
    return add_as_fast (comparison, fastest,
                        g_strdup_printf (_ ("%s was the fastest: %s."), fastest->label, wall));

  baseline = telar_comparison_get (comparison, fastest->baseline);
  if (fastest->difference == TELAR_DIFFERENCE_NONE)
    return g_strdup_printf (_ ("%s was neither faster nor slower than %s, as far as such spread "
                               "lets one tell."),
                            fastest->label, baseline->label);

  factor = telar_format_factor (fastest->speed_up);

  /* Translators: a run, how long it took, how many times as fast it was, and as which other run */
  return add_as_fast (comparison, fastest,
                      g_strdup_printf (_ ("%s was the fastest: %s, %s times as fast as %s."),
                                       fastest->label, wall, factor, baseline->label));
}

static char *
conclude_all (const TelarComparison *comparison)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (comparison->n_plans > 1)
    g_string_append (text, _ ("These runs are of different plans; only those of the same plan are "
                              "compared with each other."));
  for (guint i = 0; i < comparison->n_plans; i++)
    {
      g_autofree char *sentence = conclude (comparison, i);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", sentence);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_line (GString *text, GHashTable *lines, const char *line)
{
  if (line == NULL || !g_hash_table_add (lines, g_strdup (line)))
    return;

  g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
}

static void
add_remarks_on_series (GString *text, GHashTable *lines, const TelarSeries *series)
{
  const TelarVerdict *verdict = series->verdict;
  g_autofree char *kind = NULL;

  if (verdict->kind == TELAR_VERDICT_UNKNOWN)
    kind = g_strdup_printf (_ ("%s: %s"), series->label, verdict->sentence);
  else
    kind = g_strdup_printf (_ ("%s: %s. %s"), series->label,
                            telar_verdict_kind_get_title (verdict->kind), verdict->sentence);
  add_line (text, lines, kind);
  for (guint i = 0; i < verdict->remarks->len; i++)
    add_line (text, lines, g_ptr_array_index (verdict->remarks, i));
}

/* What the runs mean that are first and fastest, and which of them spread too far. */
static char *
remark (const TelarComparison *comparison)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < comparison->series->len; i++)
    {
      const TelarSeries *series = telar_comparison_get (comparison, i);
      g_autofree char *line = NULL;

      if (!series->walls.is_unsteady)
        continue;

      if (series->walls.first_is_slow)
        line = g_strdup_printf (_ ("%s: the first run took much longer than the others, so the "
                                   "times spread too far to compare. Warm up before."),
                                series->label);
      else
        line = g_strdup_printf (_ ("%s: the times spread too far to compare. End other programs, "
                                   "or repeat more often."),
                                series->label);
      add_line (text, lines, line);
    }

  for (guint i = 0; i < comparison->n_plans; i++)
    {
      guint baseline = telar_comparison_find_baseline (comparison, i);
      guint fastest = telar_comparison_find_fastest (comparison, i);

      if (baseline != TELAR_NO_SERIES)
        add_remarks_on_series (text, lines, telar_comparison_get (comparison, baseline));
      if (fastest != TELAR_NO_SERIES && fastest != baseline)
        add_remarks_on_series (text, lines, telar_comparison_get (comparison, fastest));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* What is to be compared. */
typedef struct
{
  GPtrArray *records;
  GPtrArray *names; /* char *, NULL for a run that has none; or NULL */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_ptr_array_unref (request->records);
  g_clear_pointer (&request->names, g_ptr_array_unref);
  g_free (request);
}

static void
compare_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  const char *const *names
      = request->names != NULL ? (const char *const *) request->names->pdata : NULL;

  g_task_return_pointer (task, telar_comparison_new (request->records, names),
                         (GDestroyNotify) telar_comparison_free);
}

static void
show_pictures (TelarComparisonView *self)
{
  TelarComparisonOptions options
      = { .rows = self->rows, .colours = self->colours, .hidden = self->hidden };

  options.parts = TELAR_COMPARISON_CHARTS;
  telar_comparison_canvas_set_index (self->charts, self->index, &options);
  options.parts = TELAR_COMPARISON_BARS | TELAR_COMPARISON_SCALING;
  telar_comparison_canvas_set_index (self->graphs, self->index, &options);
}

static void
on_opened (TelarComparisonView *self, guint series)
{
  g_signal_emit (self, signals[SIGNAL_OPENED], 0,
                 telar_comparison_get (self->comparison, series)->typical);
}

static void
on_compared (GObject *source, GAsyncResult *result, gpointer data)
{
  TelarComparisonView *self = TELAR_COMPARISON_VIEW (source);
  TelarComparison *comparison = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autofree char *conclusion = NULL;
  g_autofree char *common = NULL;
  g_autofree char *remarks = NULL;

  if (comparison == NULL)
    return; /* others are compared now */

  self->comparison = comparison;
  conclusion = conclude_all (comparison);
  common = telar_comparison_format_common (comparison);
  remarks = remark (comparison);
  gtk_label_set_text (self->conclusion, conclusion);
  gtk_label_set_text (self->common, common != NULL ? common : "");
  gtk_widget_set_visible (GTK_WIDGET (self->common), common != NULL);
  gtk_label_set_text (self->remarks, remarks);
  self->index = telar_comparison_index_new (comparison);
  show_pictures (self);
  gtk_scrolled_window_set_child (self->table_window, telar_comparison_table_new (comparison));
  gtk_widget_set_visible (self->box, TRUE);
}

static void
clear (TelarComparisonView *self)
{
  g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
  if (self->charts != NULL)
    {
      telar_comparison_canvas_set_index (self->charts, NULL, NULL);
      telar_comparison_canvas_set_index (self->graphs, NULL, NULL);
    }
  g_clear_pointer (&self->index, telar_comparison_index_free);
  g_clear_pointer (&self->comparison, telar_comparison_free);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);
}

static void
telar_comparison_view_dispose (GObject *object)
{
  TelarComparisonView *self = TELAR_COMPARISON_VIEW (object);

  clear (self);
  telar_template_dispose (GTK_WIDGET (self), TELAR_TYPE_COMPARISON_VIEW);

  G_OBJECT_CLASS (telar_comparison_view_parent_class)->dispose (object);
}

static void
telar_comparison_view_class_init (TelarComparisonViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_comparison_view_dispose;

  signals[SIGNAL_OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  g_type_ensure (TELAR_TYPE_COMPARISON_CANVAS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/telar/Telar/ui/telar-comparison-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarComparisonView, scrolled_window);
  gtk_widget_class_bind_template_child (widget_class, TelarComparisonView, box);
  gtk_widget_class_bind_template_child (widget_class, TelarComparisonView, conclusion);
  gtk_widget_class_bind_template_child (widget_class, TelarComparisonView, common);
  gtk_widget_class_bind_template_child (widget_class, TelarComparisonView, table_window);
  gtk_widget_class_bind_template_child (widget_class, TelarComparisonView, remarks);
  gtk_widget_class_bind_template_child (widget_class, TelarComparisonView, charts);
  gtk_widget_class_bind_template_child (widget_class, TelarComparisonView, graphs);
  gtk_widget_class_bind_template_callback (widget_class, on_opened);
}

static void
telar_comparison_view_init (TelarComparisonView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * telar_comparison_view_set_records:
 * @self: a view
 * @records: (element-type TelarRunRecord): runs that have ended
 * @names: (nullable) (element-type utf8): the name of each of them, %NULL for one that has none
 *
 * Compares the runs, in another thread, and then shows the comparison.
 */
void
telar_comparison_view_set_records (TelarComparisonView *self, GPtrArray *records, GPtrArray *names)
{
  Request *request = g_new0 (Request, 1);
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (TELAR_IS_COMPARISON_VIEW (self));

  clear (self);
  gtk_widget_set_visible (self->box, FALSE);
  self->records = g_ptr_array_copy (records, (GCopyFunc) telar_run_record_ref, NULL);
  g_ptr_array_set_free_func (self->records, (GDestroyNotify) telar_run_record_unref);
  self->names = names != NULL ? g_ptr_array_ref (names) : NULL;
  self->comparing = g_cancellable_new ();
  task = g_task_new (self, self->comparing, on_compared, NULL);
  g_task_set_source_tag (task, telar_comparison_view_set_records);
  request->records = g_ptr_array_ref (self->records);
  request->names = names != NULL ? g_ptr_array_ref (names) : NULL;
  g_task_set_task_data (task, request, request_free);
  g_task_run_in_thread (task, compare_thread);
}

/**
 * telar_comparison_view_get_records:
 * @self: a view
 *
 * Returns: (transfer none) (nullable) (element-type TelarRunRecord): the runs that it shows
 */
GPtrArray *
telar_comparison_view_get_records (TelarComparisonView *self)
{
  g_return_val_if_fail (TELAR_IS_COMPARISON_VIEW (self), NULL);

  return self->records;
}

/**
 * telar_comparison_view_get_names:
 * @self: a view
 *
 * Returns: (transfer none) (nullable) (element-type utf8): their names, %NULL for a run that has
 *   none; %NULL if none has
 */
GPtrArray *
telar_comparison_view_get_names (TelarComparisonView *self)
{
  g_return_val_if_fail (TELAR_IS_COMPARISON_VIEW (self), NULL);

  return self->names;
}

/**
 * telar_comparison_view_set_look:
 * @self: a view
 * @rows: what the rows of the charts are
 * @colours: what their colours tell
 * @hidden: which lines of them are left out
 */
void
telar_comparison_view_set_look (TelarComparisonView *self,
                                TelarChartRows rows,
                                TelarChartColours colours,
                                TelarChartParts hidden)
{
  g_return_if_fail (TELAR_IS_COMPARISON_VIEW (self));

  self->rows = rows;
  self->colours = colours;
  self->hidden = hidden;
  if (self->index != NULL)
    show_pictures (self);
}

/**
 * telar_comparison_view_dup_title:
 * @self: a view
 *
 * Returns: (transfer full): what it shows, in a few words
 */
char *
telar_comparison_view_dup_title (TelarComparisonView *self)
{
  guint n_runs;
  g_autofree char *count = NULL;

  g_return_val_if_fail (TELAR_IS_COMPARISON_VIEW (self), NULL);

  n_runs = self->records != NULL ? self->records->len : 0;
  count = telar_format_count (n_runs);

  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Comparison of %s run", "Comparison of %s runs", n_runs),
      count);
}
