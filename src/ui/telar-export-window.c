/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-export-window.h"

#include <glib/gi18n-lib.h>

#include "telar-comparison-saver.h"

struct _TelarExportWindow
{
  AdwWindow parent_instance;

  GtkWidget *export_button;
  AdwComboRow *format_row;
  GtkWidget *image_group;
  AdwComboRow *part_row;
  AdwComboRow *scale_row;
  AdwComboRow *style_row;
  GtkSwitch *title_switch;
  AdwPreferencesRow *summary_row;
  GtkSwitch *summary_switch;
  GtkWidget *legend_row;
  GtkSwitch *legend_switch;
  GtkWidget *dependencies_row;
  GtkSwitch *dependencies_switch;
  GtkWidget *path_row;
  GtkSwitch *path_switch;

  TelarRunRecord *record;          /* that is exported, or NULL: */
  GPtrArray *records;              /* several of them, which are compared */
  GPtrArray *names;                /* of those, or NULL */
  TelarChartExportOptions options; /* as the chart is drawn */
  TelarTimeWindow seen;
};

G_DEFINE_FINAL_TYPE (TelarExportWindow, telar_export_window, ADW_TYPE_WINDOW)

static gboolean
has_pages (TelarExportWindow *self)
{
  return telar_plan_get_workload (self->record->plan)->input_kind == TELAR_INPUT_PAGE;
}

/* The pictures come first, whatever is exported. */
static void
on_format_changed (TelarExportWindow *self)
{
  TelarSaveFormat format = adw_combo_row_get_selected (self->format_row);

  gtk_widget_set_visible (self->image_group, telar_save_format_is_picture (format));
  gtk_widget_set_visible (GTK_WIDGET (self->scale_row), format == TELAR_SAVE_PNG);
}

static TelarComparisonParts
get_parts (TelarExportWindow *self)
{
  TelarComparisonParts parts = TELAR_COMPARISON_ALL;

  if (!gtk_switch_get_active (self->title_switch))
    parts &= ~TELAR_COMPARISON_TITLE;
  if (!gtk_switch_get_active (self->summary_switch))
    parts &= ~TELAR_COMPARISON_TABLE;

  return parts;
}

static void
on_export (TelarExportWindow *self)
{
  TelarSaveFormat format = adw_combo_row_get_selected (self->format_row);
  TelarChartExportOptions options = self->options;
  g_autoptr (TelarWindow) parent = NULL;

  options.scale = adw_combo_row_get_selected (self->scale_row) + 1;
  options.is_dark = adw_combo_row_get_selected (self->style_row) == 1;
  options.hidden &= ~(guint) (TELAR_CHART_DEPENDENCIES | TELAR_CHART_CRITICAL_PATH);
  if (!gtk_switch_get_active (self->dependencies_switch))
    options.hidden |= TELAR_CHART_DEPENDENCIES;
  if (!gtk_switch_get_active (self->path_switch))
    options.hidden |= TELAR_CHART_CRITICAL_PATH;
  if (!gtk_switch_get_active (self->title_switch))
    options.hidden |= TELAR_CHART_TITLE;
  if (!gtk_switch_get_active (self->summary_switch))
    options.hidden |= TELAR_CHART_SUMMARY;
  if (!gtk_switch_get_active (self->legend_switch))
    options.hidden |= TELAR_CHART_LEGEND;
  if (adw_combo_row_get_selected (self->part_row) == 1)
    {
      options.start_ns = (gint64) self->seen.to_start_ns;
      options.end_ns = (gint64) self->seen.to_end_ns;
    }

  parent = g_object_ref (TELAR_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self))));
  if (self->record != NULL)
    telar_run_saver_save (parent, self->record, format, &options);
  else
    telar_comparison_saver_save (parent, self->records, self->names, (TelarSaveRunsFormat) format,
                                 &options, get_parts (self));
  gtk_window_close (GTK_WINDOW (self));
}

static void
telar_export_window_dispose (GObject *object)
{
  TelarExportWindow *self = TELAR_EXPORT_WINDOW (object);

  g_clear_pointer (&self->record, telar_run_record_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->names, g_ptr_array_unref);

  G_OBJECT_CLASS (telar_export_window_parent_class)->dispose (object);
}

static void
telar_export_window_class_init (TelarExportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_export_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-export-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, export_button);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, format_row);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, image_group);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, part_row);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, scale_row);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, style_row);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, title_switch);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, summary_row);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, summary_switch);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, legend_row);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, legend_switch);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, dependencies_row);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, dependencies_switch);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, path_row);
  gtk_widget_class_bind_template_child (widget_class, TelarExportWindow, path_switch);
  gtk_widget_class_bind_template_callback (widget_class, on_format_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
}

static void
telar_export_window_init (TelarExportWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static gboolean
has_dependencies (TelarExportWindow *self)
{
  if (self->record != NULL)
    return telar_plan_has_dependencies (self->record->plan);

  for (guint i = 0; i < self->records->len; i++)
    if (telar_plan_has_dependencies (((TelarRunRecord *) self->records->pdata[i])->plan))
      return TRUE;

  return FALSE;
}

static void
present (TelarExportWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GSettings *settings
      = telar_application_get_settings (TELAR_APPLICATION (gtk_window_get_application (parent)));
  gboolean has_lines = has_dependencies (self);

  gtk_widget_set_visible (self->dependencies_row, has_lines);
  gtk_widget_set_visible (self->path_row, has_lines);
  gtk_switch_set_active (self->dependencies_switch,
                         (self->options.hidden & TELAR_CHART_DEPENDENCIES) == 0);
  gtk_switch_set_active (self->path_switch,
                         (self->options.hidden & TELAR_CHART_CRITICAL_PATH) == 0);
  if (settings != NULL)
    adw_combo_row_set_selected (self->scale_row,
                                (guint) g_settings_get_int (settings, "export-scale") - 1);
  on_format_changed (self);
  gtk_window_set_focus (GTK_WINDOW (self), self->export_button);
  gtk_window_present (GTK_WINDOW (self));
}

/**
 * telar_export_window_present:
 * @parent: the window that shows the run
 * @record: the run; it may still go on
 * @seen: what stretch of time its chart shows
 * @options: how its chart is drawn
 *
 * Asks what the run shall be exported as and then for the file.
 */
void
telar_export_window_present (TelarWindow *parent,
                             TelarRunRecord *record,
                             const TelarTimeWindow *seen,
                             const TelarChartExportOptions *options)
{
  TelarExportWindow *self = g_object_new (TELAR_TYPE_EXPORT_WINDOW, "transient-for", parent, NULL);
  g_autoptr (GtkStringList) formats = gtk_string_list_new (NULL);

  self->record = telar_run_record_ref (record);
  self->options = *options;
  self->seen = *seen;

  /* Numbers are fetched from nowhere, so there is no archive of them. It is the last format. */
  for (TelarSaveFormat i = 0; i < TELAR_N_SAVE_FORMATS; i++)
    if (i != TELAR_SAVE_HAR || has_pages (self))
      gtk_string_list_append (formats, telar_save_format_get_title (i));
  adw_combo_row_set_model (self->format_row, G_LIST_MODEL (formats));
  adw_combo_row_set_selected (self->style_row, options->is_dark ? 1 : 0);
  adw_combo_row_set_selected (self->part_row, telar_time_window_is_whole (seen) ? 0 : 1);
  gtk_widget_set_visible (GTK_WIDGET (self->part_row), !telar_time_window_is_whole (seen));
  present (self);
}

/**
 * telar_export_window_present_comparison:
 * @parent: the window that compares the runs
 * @records: (element-type TelarRunRecord): the runs, which have ended
 * @names: (nullable) (element-type utf8): their names, %NULL for a run that has none
 * @options: how their charts are drawn
 *
 * Asks what the comparison shall be exported as and then for the file.
 */
void
telar_export_window_present_comparison (TelarWindow *parent,
                                        GPtrArray *records,
                                        GPtrArray *names,
                                        const TelarChartExportOptions *options)
{
  TelarExportWindow *self = g_object_new (TELAR_TYPE_EXPORT_WINDOW, "transient-for", parent, NULL);
  g_autoptr (GtkStringList) formats = gtk_string_list_new (NULL);

  self->records = g_ptr_array_ref (records);
  self->names = names != NULL ? g_ptr_array_ref (names) : NULL;
  self->options = *options;
  for (TelarSaveRunsFormat i = 0; i < TELAR_N_SAVE_RUNS_FORMATS; i++)
    gtk_string_list_append (formats, telar_save_runs_format_get_title (i));
  adw_combo_row_set_model (self->format_row, G_LIST_MODEL (formats));
  adw_combo_row_set_selected (self->style_row, options->is_dark ? 1 : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->part_row), FALSE);
  gtk_widget_set_visible (self->legend_row, FALSE);
  adw_preferences_row_set_title (self->summary_row, _ ("Table"));
  present (self);
}
