/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-run-status.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"
#include "model/telar-verdict.h"
#include "telar-template.h"

struct _TelarRunStatus
{
  GtkWidget parent_instance;

  GtkImage *icon;
  GtkLabel *label;
  GtkLabel *elapsed;
  GtkStack *stack;
  GtkProgressBar *progress;
  GtkWidget *verdict_button;
  GtkLabel *verdict;
  GtkLabel *explanation;
  GtkPopover *popover;

  TelarRunRecord *record;
  char *error;              /* why the run could not be executed, or NULL */
  GCancellable *explaining; /* what the run means is being computed, or was; else NULL */
};

G_DEFINE_FINAL_TYPE (TelarRunStatus, telar_run_status, GTK_TYPE_WIDGET)

static void
stop_explaining (TelarRunStatus *self)
{
  g_cancellable_cancel (self->explaining);
  g_clear_object (&self->explaining);
}

/* A menu button would do this by itself, but has no room for a second line. */
static void
on_verdict_clicked (TelarRunStatus *self)
{
  graphene_rect_t bounds;

  if (!gtk_widget_compute_bounds (self->verdict_button, GTK_WIDGET (self), &bounds))
    return;

  gtk_popover_set_pointing_to (
      self->popover, &(GdkRectangle){ (int) bounds.origin.x, (int) bounds.origin.y,
                                      (int) bounds.size.width, (int) bounds.size.height });
  gtk_popover_popup (self->popover);

  /* The label gets the focus, and with it all of its text would be marked. */
  gtk_label_select_region (self->explanation, 0, 0);
}

static void
telar_run_status_dispose (GObject *object)
{
  TelarRunStatus *self = TELAR_RUN_STATUS (object);

  stop_explaining (self);
  g_clear_pointer (&self->record, telar_run_record_unref);
  g_clear_pointer (&self->error, g_free);
  telar_template_dispose (GTK_WIDGET (self), TELAR_TYPE_RUN_STATUS);

  G_OBJECT_CLASS (telar_run_status_parent_class)->dispose (object);
}

/* To set a "tooltip-text" in each frame would ask the display each time where the pointer is. */
static gboolean
on_query_tooltip (TelarRunStatus *self, int x, int y, gboolean by_key, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (self->label));

  return TRUE;
}

static void
telar_run_status_class_init (TelarRunStatusClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = telar_run_status_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/telar/Telar/ui/telar-run-status.ui");
  gtk_widget_class_bind_template_child (widget_class, TelarRunStatus, icon);
  gtk_widget_class_bind_template_child (widget_class, TelarRunStatus, label);
  gtk_widget_class_bind_template_child (widget_class, TelarRunStatus, elapsed);
  gtk_widget_class_bind_template_child (widget_class, TelarRunStatus, progress);
  gtk_widget_class_bind_template_child (widget_class, TelarRunStatus, explanation);
  gtk_widget_class_bind_template_child (widget_class, TelarRunStatus, popover);
  gtk_widget_class_bind_template_child (widget_class, TelarRunStatus, verdict);
  gtk_widget_class_bind_template_child (widget_class, TelarRunStatus, verdict_button);
  gtk_widget_class_bind_template_child (widget_class, TelarRunStatus, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_verdict_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_query_tooltip);
}

static void
telar_run_status_init (TelarRunStatus *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * telar_run_status_new:
 *
 * Returns: (transfer floating): a status of no run
 */
GtkWidget *
telar_run_status_new (void)
{
  return g_object_new (TELAR_TYPE_RUN_STATUS, NULL);
}

static void
set_text (GtkLabel *label, const char *text)
{
  /* Setting the same text again would have screen readers repeat it. */
  if (g_strcmp0 (gtk_label_get_text (label), text) != 0)
    gtk_label_set_text (label, text);
}

static void
show (TelarRunStatus *self, const char *icon_name, const char *css_class, const char *text)
{
  const char *classes[] = { css_class, NULL };

  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_css_classes (GTK_WIDGET (self->icon), classes);
  set_text (self->label, text);
}

static void
show_progress (TelarRunStatus *self, const TelarCounts *counts)
{
  guint n_done = counts->succeeded + counts->failed + counts->cancelled + counts->skipped;
  g_autofree char *done = telar_format_count (n_done);
  g_autofree char *failed = telar_format_count (counts->failed + counts->skipped);
  g_autofree char *total = telar_format_count (counts->total);
  g_autofree char *text = NULL;

  if (counts->failed + counts->skipped > 0)
    /* Translators: for example: 5 of 16 tasks done, 1 failed */
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s of %s task done, %s failed",
                                         "%s of %s tasks done, %s failed", counts->total),
                            done, total, failed);
  else
    text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%s of %s task done", "%s of %s tasks done", counts->total),
        done, total);
  show (self, "media-playback-start-symbolic", "accent", text);
  gtk_progress_bar_set_fraction (self->progress, (double) n_done / MAX (counts->total, 1));
}

static void
show_end (TelarRunStatus *self, const TelarCounts *counts)
{
  guint n_failed = counts->failed + counts->skipped;
  g_autofree char *ended = telar_format_count (counts->succeeded + n_failed);
  g_autofree char *failed = telar_format_count (n_failed);
  g_autofree char *total = telar_format_count (counts->total);
  g_autofree char *text = NULL;

  if (self->error != NULL)
    {
      show (self, "dialog-error-symbolic", "error", self->error);
      return;
    }

  if (!self->record->complete)
    {
      text = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "Stopped after %s of %s task; what finished stays",
                       "Stopped after %s of %s tasks; what finished stays", counts->total),
          ended, total);
      show (self, "process-stop-symbolic", "warning", text);
    }
  else if (n_failed > 0)
    {
      text = g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "Finished: %s of %s task failed; the results say why",
                       "Finished: %s of %s tasks failed; the results say why", counts->total),
          failed, total);
      show (self, "dialog-warning-symbolic", "warning", text);
    }
  else
    {
      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Finished: %s task succeeded",
                                           "Finished: all %s tasks succeeded", counts->total),
                              total);
      show (self, "object-select-symbolic", "success", text);
    }
}

static void
explain_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  TelarRunFigures figures;

  telar_run_figures_compute (&figures, data);
  g_task_return_pointer (task, telar_verdict_new (&figures), (GDestroyNotify) telar_verdict_free);
}

static void
on_explained (GObject *source, GAsyncResult *result, gpointer data)
{
  TelarRunStatus *self = TELAR_RUN_STATUS (source);
  g_autoptr (TelarVerdict) verdict = g_task_propagate_pointer (G_TASK (result), NULL);
  g_autoptr (GString) text = NULL;

  if (verdict == NULL)
    return; /* another run is shown */

  text = g_string_new (NULL);
  if (verdict->kind == TELAR_VERDICT_UNKNOWN)
    g_string_append (text, verdict->sentence);
  else
    /* Translators: what a run is, such as I/O-bound, and a sentence about it */
    g_string_append_printf (text, _ ("%s. %s"), telar_verdict_kind_get_title (verdict->kind),
                            verdict->sentence);
  set_text (self->verdict, text->str);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->verdict_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text->str, -1);
  for (guint i = 0; i < verdict->remarks->len; i++)
    g_string_append_printf (text, "\n\n%s", (const char *) g_ptr_array_index (verdict->remarks, i));
  set_text (self->explanation, text->str);
  gtk_widget_set_sensitive (self->verdict_button, TRUE);
}

/* A million tasks take a moment to be summed up. */
static void
explain (TelarRunStatus *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->explaining != NULL)
    return;

  self->explaining = g_cancellable_new ();
  task = g_task_new (self, self->explaining, on_explained, NULL);
  g_task_set_source_tag (task, explain);
  g_task_set_task_data (task, telar_run_record_ref (self->record),
                        (GDestroyNotify) telar_run_record_unref);
  g_task_run_in_thread (task, explain_thread);
}

/**
 * telar_run_status_update:
 * @self: a status
 *
 * Shows what happened since the last time; to be called once a frame while the run goes on, and
 * once it is over.
 */
void
telar_run_status_update (TelarRunStatus *self)
{
  g_autofree char *elapsed = NULL;
  TelarCounts counts;
  gboolean has_ended;

  g_return_if_fail (TELAR_IS_RUN_STATUS (self));

  if (self->record == NULL)
    return;

  has_ended = telar_run_record_has_ended (self->record);
  telar_trace_get_counts (self->record->trace, &counts);
  /* In the same unit while it grows, and at the end as the figures tell it. */
  elapsed = has_ended ? telar_format_duration (self->record->wall_ns)
                      : telar_format_seconds (telar_run_record_get_elapsed_ns (self->record));
  set_text (self->elapsed, elapsed);
  if (has_ended)
    {
      show_end (self, &counts);
      explain (self);
    }
  else
    show_progress (self, &counts);

  /* Both have the same height, so that nothing jumps when the run ends. */
  gtk_stack_set_visible_child (self->stack,
                               has_ended ? self->verdict_button : GTK_WIDGET (self->progress));
}

/**
 * telar_run_status_set_record:
 * @self: a status
 * @record: (nullable): the run to tell of
 */
void
telar_run_status_set_record (TelarRunStatus *self, TelarRunRecord *record)
{
  g_return_if_fail (TELAR_IS_RUN_STATUS (self));

  if (record != NULL)
    telar_run_record_ref (record);
  g_clear_pointer (&self->record, telar_run_record_unref);
  g_clear_pointer (&self->error, g_free);
  self->record = record;
  stop_explaining (self);
  set_text (self->verdict, "");
  set_text (self->explanation, "");
  gtk_widget_set_sensitive (self->verdict_button, FALSE);
  telar_run_status_update (self);
}

/**
 * telar_run_status_set_error:
 * @self: a status
 * @message: why the run, which is over, could not be executed
 */
void
telar_run_status_set_error (TelarRunStatus *self, const char *message)
{
  g_return_if_fail (TELAR_IS_RUN_STATUS (self));

  g_free (self->error);
  self->error = g_strdup (message);
  telar_run_status_update (self);
}
