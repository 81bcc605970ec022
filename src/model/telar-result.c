/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-result.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static const struct
{
  const char *name;
  const char *title;
} statuses[TELAR_N_STATUSES] = {
  [TELAR_STATUS_PENDING] = { "pending", N_ ("Waiting") },
  [TELAR_STATUS_RUNNING] = { "running", N_ ("Running") },
  [TELAR_STATUS_SUCCEEDED] = { "succeeded", N_ ("Succeeded") },
  [TELAR_STATUS_FAILED] = { "failed", N_ ("Failed") },
  [TELAR_STATUS_CANCELLED] = { "cancelled", N_ ("Cancelled") },
  [TELAR_STATUS_SKIPPED] = { "skipped", N_ ("Skipped") },
};

/**
 * telar_status_get_name:
 * @status: a status
 *
 * Returns: (transfer none): the word for @status in run documents
 */
const char *
telar_status_get_name (TelarStatus status)
{
  g_return_val_if_fail ((guint) status < TELAR_N_STATUSES, NULL);

  return statuses[status].name;
}

/**
 * telar_status_get_title:
 * @status: a status
 *
 * Returns: (transfer none): the word for @status in the user's language
 */
const char *
telar_status_get_title (TelarStatus status)
{
  g_return_val_if_fail ((guint) status < TELAR_N_STATUSES, NULL);

  return _ (statuses[status].title);
}

/**
 * telar_status_from_name:
 * @name: a word of a run document
 * @status: (out): the status that it names
 *
 * Returns: whether there is such a status; if not, @status stays as it was
 */
gboolean
telar_status_from_name (const char *name, TelarStatus *status)
{
  for (guint i = 0; i < TELAR_N_STATUSES; i++)
    if (g_strcmp0 (statuses[i].name, name) == 0)
      {
        *status = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * telar_status_is_final:
 * @status: a status
 *
 * Returns: whether a task of this status has ended
 */
gboolean
telar_status_is_final (TelarStatus status)
{
  return status >= TELAR_STATUS_SUCCEEDED;
}

static TelarResult *
result_new (void)
{
  TelarResult *result = g_new0 (TelarResult, 1);

  result->characters = -1;

  return result;
}

/**
 * telar_result_new_value:
 * @value: a number in decimal digits
 *
 * Returns: (transfer full): the result of a task on a number
 */
TelarResult *
telar_result_new_value (const char *value)
{
  TelarResult *result = result_new ();

  result->value = g_strdup (value);

  return result;
}

/**
 * telar_result_new_page:
 * @characters: how many Unicode characters the page has, 0 or more
 *
 * Returns: (transfer full): the result of a task on a page, without headings
 */
TelarResult *
telar_result_new_page (gint64 characters)
{
  TelarResult *result = result_new ();

  result->characters = characters;

  return result;
}

/**
 * telar_result_new_error:
 * @message: why the task did not succeed, in the user's language; made valid UTF-8
 *
 * Returns: (transfer full): the result of a task that did not succeed
 */
TelarResult *
telar_result_new_error (const char *message)
{
  TelarResult *result = result_new ();

  result->error = g_utf8_make_valid (message, -1);

  return result;
}

static void
clear_heading (gpointer data)
{
  TelarHeading *heading = data;

  g_clear_pointer (&heading->text, g_free);
}

/**
 * telar_headings_new:
 *
 * Returns: (transfer full) (element-type TelarHeading): an array whose elements are freed with it
 */
GArray *
telar_headings_new (void)
{
  GArray *headings = g_array_new (FALSE, FALSE, sizeof (TelarHeading));

  g_array_set_clear_func (headings, clear_heading);

  return headings;
}

/**
 * telar_result_take_headings:
 * @result: a result that does not yet belong to a trace
 * @headings: (transfer full) (element-type TelarHeading): the headings of the page, in its order
 */
void
telar_result_take_headings (TelarResult *result, GArray *headings)
{
  gsize n_headings;

  result->headings = g_array_steal (headings, &n_headings);
  result->n_headings = n_headings;
  result->has_headings = TRUE;
  g_array_unref (headings);
}

/**
 * telar_result_copy:
 * @result: (nullable): a result
 *
 * Returns: (transfer full) (nullable): a deep copy
 */
TelarResult *
telar_result_copy (const TelarResult *result)
{
  TelarResult *copy;

  if (result == NULL)
    return NULL;

  copy = g_memdup2 (result, sizeof *result);
  copy->value = g_strdup (result->value);
  copy->error = g_strdup (result->error);
  copy->headings = g_memdup2 (result->headings, result->n_headings * sizeof (TelarHeading));
  for (guint i = 0; i < copy->n_headings; i++)
    copy->headings[i].text = g_strdup (result->headings[i].text);

  return copy;
}

/**
 * telar_result_equal:
 * @a: (nullable): a result
 * @b: (nullable): another
 *
 * Returns: whether both say the same
 */
gboolean
telar_result_equal (const TelarResult *a, const TelarResult *b)
{
  if (a == NULL || b == NULL)
    return a == b;

  if (g_strcmp0 (a->value, b->value) != 0 || g_strcmp0 (a->error, b->error) != 0
      || a->characters != b->characters || a->has_headings != b->has_headings
      || a->n_headings != b->n_headings)
    return FALSE;

  for (guint i = 0; i < a->n_headings; i++)
    if (a->headings[i].level != b->headings[i].level
        || g_strcmp0 (a->headings[i].text, b->headings[i].text) != 0)
      return FALSE;

  return TRUE;
}

/**
 * telar_result_free:
 * @result: (transfer full) (nullable): a result that no trace owns
 */
void
telar_result_free (TelarResult *result)
{
  if (result == NULL)
    return;

  for (guint i = 0; i < result->n_headings; i++)
    g_free (result->headings[i].text);
  g_free (result->headings);
  g_free (result->value);
  g_free (result->error);
  g_free (result);
}

/**
 * telar_outcome_clear:
 * @outcome: an outcome; it is all zero afterwards
 */
void
telar_outcome_clear (TelarOutcome *outcome)
{
  g_clear_pointer (&outcome->result, telar_result_free);
  *outcome = (TelarOutcome){ 0 };
}

/**
 * telar_outcome_take_error:
 * @outcome: the outcome of a task that did not succeed; times and counts stay as they are
 * @error: (transfer full): why; %G_IO_ERROR_CANCELLED makes the task cancelled, all else failed
 */
void
telar_outcome_take_error (TelarOutcome *outcome, GError *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_pointer (&outcome->result, telar_result_free);
  outcome->status = cancelled ? TELAR_STATUS_CANCELLED : TELAR_STATUS_FAILED;
  outcome->result = telar_result_new_error (cancelled ? _ ("Stopped by the user") : error->message);
  g_error_free (error);
}
