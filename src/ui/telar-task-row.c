/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-task-row.h"

#include <glib/gi18n-lib.h>

#include "model/telar-format.h"

/* What a list can show of one page's headings without becoming slow. */
#define MAX_SHOWN_HEADINGS 200

/* A label longer than this is cut by the window anyway. */
#define MAX_SHOWN_LENGTH 500

/* Enough for an error of that length in the window of a telephone. */
#define MAX_ERROR_LINES 50

struct _TelarTaskRow
{
  GObject parent_instance;

  TelarRunRecord *record;
  guint task;
  TelarStatus status; /* that was shown last */
  gboolean is_expanded;
};

G_DEFINE_FINAL_TYPE (TelarTaskRow, telar_task_row, G_TYPE_OBJECT)

enum
{
  PROP_INPUT = 1,
  PROP_STATUS,
  PROP_ICON_NAME,
  PROP_CSS_CLASSES,
  PROP_TIME,
  PROP_CPU,
  PROP_RESULT,
  PROP_RESULT_TOOLTIP,
  PROP_RESULT_LINES,
  PROP_HEADINGS,
  PROP_HAS_HEADINGS,
  PROP_IS_EXPANDED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static const struct
{
  const char *icon_name;
  const char *css_classes[3]; /* of the icon */
} looks[TELAR_N_STATUSES] = {
  [TELAR_STATUS_PENDING] = { "content-loading-symbolic", { "telar-cell", "dim-label" } },
  [TELAR_STATUS_RUNNING] = { "media-playback-start-symbolic", { "telar-cell", "accent" } },
  [TELAR_STATUS_SUCCEEDED] = { "object-select-symbolic", { "telar-cell", "success" } },
  [TELAR_STATUS_FAILED] = { "dialog-error-symbolic", { "telar-cell", "error" } },
  [TELAR_STATUS_CANCELLED] = { "process-stop-symbolic", { "telar-cell", "dim-label" } },
  [TELAR_STATUS_SKIPPED] = { "media-skip-forward-symbolic", { "telar-cell", "dim-label" } },
};

/* The first part of a text that may be of any length, ending at a whole character. */
static char *
shorten (const char *text)
{
  gsize length = strlen (text);

  if (length <= MAX_SHOWN_LENGTH)
    return g_strdup (text);

  length = (gsize) (g_utf8_find_prev_char (text, text + MAX_SHOWN_LENGTH + 1) - text);

  return g_strdup_printf ("%.*s…", (int) length, text);
}

static const TelarResult *
get_result (TelarTaskRow *self)
{
  const TelarTaskState *state = telar_task_row_get_state (self);

  return telar_status_is_final (telar_task_state_get_status (state)) ? state->result : NULL;
}

static char *
dup_input (TelarTaskRow *self)
{
  const TelarInput *input = telar_task_row_get_input (self);

  if (input->name == NULL)
    return shorten (input->input);

  return g_strdup_printf ("%s = %s", input->name, input->input);
}

static void
telar_task_row_finalize (GObject *object)
{
  TelarTaskRow *self = TELAR_TASK_ROW (object);

  telar_run_record_unref (self->record);

  G_OBJECT_CLASS (telar_task_row_parent_class)->finalize (object);
}

static void
telar_task_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TelarTaskRow *self = TELAR_TASK_ROW (object);
  const TelarResult *result = get_result (self);

  switch (id)
    {
    case PROP_INPUT:
      g_value_take_string (value, dup_input (self));
      break;
    case PROP_STATUS:
      g_value_set_string (value, telar_status_get_title (self->status));
      break;
    case PROP_ICON_NAME:
      g_value_set_static_string (value, looks[self->status].icon_name);
      break;
    case PROP_CSS_CLASSES:
      g_value_set_boxed (value, looks[self->status].css_classes);
      break;
    case PROP_TIME:
      g_value_take_string (value, telar_task_row_dup_time (self));
      break;
    case PROP_CPU:
      g_value_take_string (value, telar_task_row_dup_cpu (self));
      break;
    case PROP_RESULT:
      g_value_take_string (value, telar_task_row_dup_result (self));
      break;
    case PROP_RESULT_TOOLTIP:
      if (result != NULL && result->error != NULL)
        g_value_take_string (value, shorten (result->error));
      else if (result != NULL && result->value != NULL)
        g_value_take_string (value, shorten (result->value));
      break;
    case PROP_RESULT_LINES:
      g_value_set_int (value, result != NULL && result->error != NULL ? MAX_ERROR_LINES : 1);
      break;
    case PROP_HEADINGS:
      if (self->is_expanded)
        g_value_take_string (value, telar_task_row_dup_headings (self, MAX_SHOWN_HEADINGS));
      break;
    case PROP_HAS_HEADINGS:
      g_value_set_boolean (value, result != NULL && result->n_headings > 0);
      break;
    case PROP_IS_EXPANDED:
      g_value_set_boolean (value, self->is_expanded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
telar_task_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  TelarTaskRow *self = TELAR_TASK_ROW (object);
  gboolean is_expanded;

  switch (id)
    {
    case PROP_IS_EXPANDED:
      is_expanded = g_value_get_boolean (value);
      if (is_expanded == self->is_expanded)
        break;
      self->is_expanded = is_expanded;
      g_object_notify_by_pspec (object, properties[PROP_IS_EXPANDED]);
      g_object_notify_by_pspec (object, properties[PROP_HEADINGS]);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static GParamSpec *
text_property (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
}

static void
telar_task_row_class_init (TelarTaskRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = telar_task_row_finalize;
  object_class->get_property = telar_task_row_get_property;
  object_class->set_property = telar_task_row_set_property;

  properties[PROP_INPUT] = text_property ("input");
  properties[PROP_STATUS] = text_property ("status");
  properties[PROP_ICON_NAME] = text_property ("icon-name");
  properties[PROP_CSS_CLASSES] = g_param_spec_boxed ("css-classes", NULL, NULL, G_TYPE_STRV,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TIME] = text_property ("time");
  properties[PROP_CPU] = text_property ("cpu");
  properties[PROP_RESULT] = text_property ("result");
  properties[PROP_RESULT_TOOLTIP] = text_property ("result-tooltip");
  properties[PROP_RESULT_LINES] = g_param_spec_int ("result-lines", NULL, NULL, 1, MAX_ERROR_LINES,
                                                    1, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HEADINGS] = text_property ("headings");
  properties[PROP_HAS_HEADINGS] = g_param_spec_boolean ("has-headings", NULL, NULL, FALSE,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_EXPANDED]
      = g_param_spec_boolean ("is-expanded", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
telar_task_row_init (TelarTaskRow *self)
{
}

/**
 * telar_task_row_new:
 * @record: a run
 * @task: one of its tasks
 *
 * For the main thread.
 *
 * Returns: (transfer full): the task's row
 */
TelarTaskRow *
telar_task_row_new (TelarRunRecord *record, guint task)
{
  TelarTaskRow *self = g_object_new (TELAR_TYPE_TASK_ROW, NULL);

  self->record = telar_run_record_ref (record);
  telar_task_row_set_task (self, task);

  return self;
}

/**
 * telar_task_row_get_task:
 * @self: a row
 *
 * Returns: which task of its run it shows
 */
guint
telar_task_row_get_task (TelarTaskRow *self)
{
  return self->task;
}

/**
 * telar_task_row_set_task:
 * @self: a row that nothing shows
 * @task: another task of its run
 *
 * Lets one row stand for many tasks, one after another, where they are compared or written.
 */
void
telar_task_row_set_task (TelarTaskRow *self, guint task)
{
  self->task = task;
  self->status = telar_task_state_get_status (telar_task_row_get_state (self));
}

/**
 * telar_task_row_get_state:
 * @self: a row
 *
 * Returns: (transfer none): what is known of its task
 */
const TelarTaskState *
telar_task_row_get_state (TelarTaskRow *self)
{
  return telar_trace_get_task (self->record->trace, self->task);
}

/**
 * telar_task_row_get_input:
 * @self: a row
 *
 * Returns: (transfer none): what the user typed for its task
 */
const TelarInput *
telar_task_row_get_input (TelarTaskRow *self)
{
  return telar_plan_get_task (self->record->plan, self->task);
}

static void
notify (TelarTaskRow *self, guint first)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = first; i < PROP_IS_EXPANDED; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * telar_task_row_set_record:
 * @self: a row
 * @record: another run, which has a task of that number too
 *
 * Shows that run's task from now on; its headings are folded up.
 */
void
telar_task_row_set_record (TelarTaskRow *self, TelarRunRecord *record)
{
  telar_run_record_ref (record);
  telar_run_record_unref (self->record);
  self->record = record;
  self->status = telar_task_state_get_status (telar_task_row_get_state (self));
  g_object_set (self, "is-expanded", FALSE, NULL);
  notify (self, PROP_INPUT);
}

/**
 * telar_task_row_update:
 * @self: a row
 *
 * Tells of whatever changed because its task began or ended since the last time.
 */
void
telar_task_row_update (TelarTaskRow *self)
{
  TelarStatus status = telar_task_state_get_status (telar_task_row_get_state (self));

  if (status == self->status)
    return;

  self->status = status;
  notify (self, PROP_STATUS);
}

/**
 * telar_task_row_dup_time:
 * @self: a row
 *
 * Returns: (transfer full): how long its task ran, or nothing until it has ended
 */
char *
telar_task_row_dup_time (TelarTaskRow *self)
{
  const TelarTaskState *state = telar_task_row_get_state (self);

  if (!telar_status_is_final (telar_task_state_get_status (state)) || state->start_ns < 0)
    return g_strdup ("");

  return telar_format_duration (state->end_ns - state->start_ns);
}

/**
 * telar_task_row_dup_cpu:
 * @self: a row
 *
 * Returns: (transfer full): the processor time of its task, or nothing until it has ended
 */
char *
telar_task_row_dup_cpu (TelarTaskRow *self)
{
  const TelarTaskState *state = telar_task_row_get_state (self);

  if (!telar_status_is_final (telar_task_state_get_status (state)) || state->start_ns < 0)
    return g_strdup ("");

  return telar_format_duration (state->cpu.user_ns + state->cpu.system_ns);
}

/**
 * telar_task_row_dup_result:
 * @self: a row
 *
 * Returns: (transfer full): in few words what its task found, or why it did not; one line
 */
char *
telar_task_row_dup_result (TelarTaskRow *self)
{
  const TelarResult *result = get_result (self);
  g_autofree char *count = NULL;

  if (result == NULL)
    return g_strdup ("");

  if (result->error != NULL)
    return shorten (result->error);

  if (result->value != NULL)
    return shorten (result->value);

  if (result->has_headings)
    {
      count = telar_format_count (result->n_headings);
      return g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE, "%s heading", "%s headings", result->n_headings), count);
    }

  if (result->characters >= 0)
    {
      count = telar_format_count ((guint64) result->characters);
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s character", "%s characters",
                                           (gulong) result->characters),
                              count);
    }

  return g_strdup ("");
}

/**
 * telar_task_row_dup_headings:
 * @self: a row
 * @maximum: how many headings to write at most
 *
 * Returns: (transfer full): the headings of its page, one a line, indented by their level; and
 *   how many more there are
 */
char *
telar_task_row_dup_headings (TelarTaskRow *self, guint maximum)
{
  const TelarResult *result = get_result (self);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_shown;

  if (result == NULL)
    return g_strdup ("");

  n_shown = MIN (result->n_headings, maximum);
  for (guint i = 0; i < n_shown; i++)
    {
      const TelarHeading *heading = &result->headings[i];
      g_autofree char *shown = shorten (heading->text);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      for (guint level = 1; level < MIN (heading->level, 6); level++)
        g_string_append (text, "\u2003");
      g_string_append (text, shown);
    }

  if (n_shown < result->n_headings)
    {
      guint n_more = result->n_headings - n_shown;

      g_string_append_c (text, '\n');
      g_string_append_printf (
          text, g_dngettext (GETTEXT_PACKAGE, "… and %u more", "… and %u more", n_more), n_more);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
