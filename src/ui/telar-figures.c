/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-figures.h"

#include <glib/gi18n-lib.h>

#include "model/telar-critical-path.h"
#include "model/telar-format.h"
#include "model/telar-updates.h"
#include "telar-template.h"

struct _TelarFigures
{
  GtkWidget parent_instance;

  GtkLabel *wall;
  GtkLabel *path;
  GtkWidget *path_card;
  GtkLabel *cpu_user;
  GtkLabel *cpu_system;
  GtkLabel *cpu_total;
  GtkLabel *peak;
  GtkLabel *found;
  GtkLabel *found_title;
  GtkWidget *found_card;
  GtkLabel *expected;
  GtkWidget *expected_card;
  GtkLabel *counted;
  GtkWidget *counted_card;
  GtkLabel *lost;
  GtkWidget *lost_card;
  GtkLabel *failed;

  TelarRunRecord *record;
  guint n_counted; /* finished tasks whose findings are in @n_found */
  guint64 n_found; /* headings or characters */
  gboolean finds_headings;
  gboolean counts_updates; /* of a counter */
  gboolean has_path;       /* the critical path of the run is shown */
};

G_DEFINE_FINAL_TYPE (TelarFigures, telar_figures, GTK_TYPE_WIDGET)

static void
telar_figures_dispose (GObject *object)
{
  TelarFigures *self = TELAR_FIGURES (object);

  g_clear_pointer (&self->record, telar_run_record_unref);
  telar_template_dispose (GTK_WIDGET (self), TELAR_TYPE_FIGURES);

  G_OBJECT_CLASS (telar_figures_parent_class)->dispose (object);
}

static void
telar_figures_class_init (TelarFiguresClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_figures_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-figures.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, wall);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, path);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, path_card);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, cpu_user);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, cpu_system);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, cpu_total);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, peak);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, found);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, found_title);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, found_card);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, expected);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, expected_card);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, counted);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, counted_card);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, lost);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, lost_card);
  gtk_widget_class_bind_template_child (widget_class, TelarFigures, failed);
}

static void
telar_figures_init (TelarFigures *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * telar_figures_new:
 *
 * Returns: (transfer floating): figures of no run
 */
GtkWidget *
telar_figures_new (void)
{
  return g_object_new (TELAR_TYPE_FIGURES, NULL);
}

/* Takes @text. */
static void
set_text (GtkLabel *label, char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
  g_free (text);
}

static void
set_duration (GtkLabel *label, gint64 ns)
{
  set_text (label, telar_format_duration (ns));
}

/* Only tasks that ended since the last time are looked at. */
static void
count_found (TelarFigures *self)
{
  TelarTrace *trace = self->record->trace;
  guint n_finished = telar_trace_get_n_finished (trace);

  for (; self->n_counted < n_finished; self->n_counted++)
    {
      guint task = telar_trace_get_finished (trace, self->n_counted);
      const TelarResult *result = telar_trace_get_task (trace, task)->result;

      if (result == NULL)
        continue;
      if (self->finds_headings)
        self->n_found += result->n_headings;
      else if (result->characters > 0)
        self->n_found += (guint64) result->characters;
    }
}

/* What the counter stood at is not known before the run has ended. */
static void
show_updates (TelarFigures *self)
{
  const char *unknown = telar_run_record_has_ended (self->record) ? "–" : "…";
  gboolean is_known;
  TelarUpdates updates;

  telar_updates_find (&updates, self->record);
  is_known = updates.kind == TELAR_UPDATES_SHARED;
  set_text (self->expected,
            is_known ? telar_format_count ((guint64) updates.expected) : g_strdup (unknown));
  set_text (self->counted,
            is_known ? telar_format_count ((guint64) updates.found) : g_strdup (unknown));
  set_text (self->lost,
            is_known ? telar_format_count ((guint64) updates.lost) : g_strdup (unknown));

  if (is_known && updates.lost > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->lost), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->lost), "error");
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->lost),
      updates.kind == TELAR_UPDATES_SEPARATE
          ? _ ("Each process has a counter of its own, for they share no memory")
          : NULL);
}

/* It is known when the run is over. */
static void
show_critical_path (TelarFigures *self)
{
  g_autoptr (TelarCriticalPath) path = NULL;
  g_autofree char *tasks = NULL;

  if (self->has_path || !telar_plan_has_dependencies (self->record->plan))
    return;

  path = telar_critical_path_new (self->record);
  tasks = telar_critical_path_format_tasks (path, self->record->plan);
  set_duration (self->path, path->length_ns);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->path), tasks);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->path), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  tasks, -1);
  self->has_path = TRUE;
}

/**
 * telar_figures_update:
 * @self: figures
 *
 * Shows what happened since the last time; to be called once a frame while the run goes on, and
 * once it is over.
 */
void
telar_figures_update (TelarFigures *self)
{
  TelarCounts counts;
  TelarRunRecord *record;

  g_return_if_fail (TELAR_IS_FIGURES (self));

  record = self->record;
  if (record == NULL)
    return;

  count_found (self);
  telar_trace_get_counts (record->trace, &counts);
  set_text (self->peak, telar_format_count (telar_trace_get_peak_concurrency (record->trace)));
  if (self->counts_updates)
    show_updates (self);
  set_text (self->found, telar_format_count (self->n_found));
  set_text (self->failed, telar_format_count (counts.failed + counts.skipped));
  if (counts.failed + counts.skipped > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->failed), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->failed), "error");

  if (telar_run_record_has_ended (record))
    {
      set_duration (self->wall, record->wall_ns);
      show_critical_path (self);
      set_duration (self->cpu_user, record->cpu.user_ns);
      set_duration (self->cpu_system, record->cpu.system_ns);
      set_duration (self->cpu_total, record->cpu.user_ns + record->cpu.system_ns);
    }
  else
    {
      set_text (self->wall, telar_format_seconds (telar_run_record_get_elapsed_ns (record)));
      set_text (self->path, g_strdup ("…"));
      set_text (self->cpu_user, g_strdup ("…"));
      set_text (self->cpu_system, g_strdup ("…"));
      set_text (self->cpu_total, g_strdup ("…"));
    }
}

/**
 * telar_figures_set_record:
 * @self: figures
 * @record: (nullable): the run to tell of
 */
void
telar_figures_set_record (TelarFigures *self, TelarRunRecord *record)
{
  const TelarWorkload *workload;

  g_return_if_fail (TELAR_IS_FIGURES (self));

  if (record != NULL)
    telar_run_record_ref (record);
  g_clear_pointer (&self->record, telar_run_record_unref);
  self->record = record;
  self->n_counted = 0;
  self->n_found = 0;
  self->has_path = FALSE;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->path), NULL);
  if (record == NULL)
    return;

  gtk_widget_set_visible (self->path_card, telar_plan_has_dependencies (record->plan));

  workload = telar_plan_get_workload (record->plan);
  self->finds_headings = g_str_equal (workload->name, "headings");
  self->counts_updates = workload->function == TELAR_FUNCTION_RACE;
  gtk_label_set_text (self->found_title, self->finds_headings ? _ ("Headings") : _ ("Characters"));
  gtk_widget_set_visible (self->found_card, workload->input_kind == TELAR_INPUT_PAGE);
  gtk_widget_set_visible (self->expected_card, self->counts_updates);
  gtk_widget_set_visible (self->counted_card, self->counts_updates);
  gtk_widget_set_visible (self->lost_card, self->counts_updates);
  telar_figures_update (self);
}
