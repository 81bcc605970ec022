/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-results-sorters.h"

#include <string.h>

#include "telar-task-row.h"

#define ORDER(a, b) (((a) > (b)) - ((a) < (b)))

static TelarStatus
get_status (gconstpointer row)
{
  return telar_task_state_get_status (telar_task_row_get_state ((TelarTaskRow *) row));
}

/* What has not ended has neither times nor a result, and is sorted before all that has. */
static const TelarTaskState *
get_ended (gconstpointer row)
{
  const TelarTaskState *state = telar_task_row_get_state ((TelarTaskRow *) row);

  return telar_status_is_final (telar_task_state_get_status (state)) ? state : NULL;
}

static gboolean
is_number (const char *text)
{
  if (*text == '-')
    text++;

  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

/* Numbers of any length, in decimal digits without zeros in front, by their value. */
static int
compare_numbers (const char *a, const char *b)
{
  gboolean a_is_negative = *a == '-', b_is_negative = *b == '-';
  gsize a_length = strlen (a), b_length = strlen (b);
  int order;

  if (a_is_negative != b_is_negative)
    return a_is_negative ? -1 : 1;

  order = a_length != b_length ? ORDER (a_length, b_length) : strcmp (a, b);

  return a_is_negative ? -order : order;
}

static int
compare_texts (const char *a, const char *b)
{
  if (is_number (a) && is_number (b))
    return compare_numbers (a, b);

  return g_ascii_strcasecmp (a, b);
}

static int
compare_status (gconstpointer a, gconstpointer b, gpointer data)
{
  TelarStatus first = get_status (a), second = get_status (b);

  return ORDER (first, second);
}

static int
compare_input (gconstpointer a, gconstpointer b, gpointer data)
{
  return compare_texts (telar_task_row_get_input ((TelarTaskRow *) a)->input,
                        telar_task_row_get_input ((TelarTaskRow *) b)->input);
}

static int
compare_time (gconstpointer a, gconstpointer b, gpointer data)
{
  const TelarTaskState *first = get_ended (a), *second = get_ended (b);
  gint64 first_ns = first != NULL ? first->end_ns - first->start_ns : -1;
  gint64 second_ns = second != NULL ? second->end_ns - second->start_ns : -1;

  return ORDER (first_ns, second_ns);
}

static int
compare_cpu (gconstpointer a, gconstpointer b, gpointer data)
{
  const TelarTaskState *first = get_ended (a), *second = get_ended (b);
  gint64 first_ns = first != NULL ? first->cpu.user_ns + first->cpu.system_ns : -1;
  gint64 second_ns = second != NULL ? second->cpu.user_ns + second->cpu.system_ns : -1;

  return ORDER (first_ns, second_ns);
}

/* What kind of result it is, so that equal kinds stand together. */
static int
get_kind (const TelarResult *result)
{
  if (result == NULL)
    return 0;
  if (result->error != NULL)
    return 1;
  if (result->value != NULL)
    return 2;

  return 3;
}

static int
compare_result (gconstpointer a, gconstpointer b, gpointer data)
{
  const TelarTaskState *first_state = get_ended (a), *second_state = get_ended (b);
  const TelarResult *first = first_state != NULL ? first_state->result : NULL;
  const TelarResult *second = second_state != NULL ? second_state->result : NULL;
  int first_kind = get_kind (first), second_kind = get_kind (second);

  if (first_kind != second_kind)
    return ORDER (first_kind, second_kind);
  if (first_kind == 0)
    return 0;
  if (first_kind == 1)
    return g_utf8_collate (first->error, second->error);
  if (first_kind == 2)
    return compare_texts (first->value, second->value);
  if (first->n_headings != second->n_headings)
    return ORDER (first->n_headings, second->n_headings);

  return first->has_headings ? 0 : ORDER (first->characters, second->characters);
}

/**
 * telar_results_sorter_new_by_status:
 *
 * Returns: (transfer full): a sorter by status: waiting, running, succeeded, failed, …
 */
GtkSorter *
telar_results_sorter_new_by_status (void)
{
  return GTK_SORTER (gtk_custom_sorter_new (compare_status, NULL, NULL));
}

/**
 * telar_results_sorter_new_by_input:
 *
 * Returns: (transfer full): a sorter by input: numbers by their value, addresses by the alphabet
 */
GtkSorter *
telar_results_sorter_new_by_input (void)
{
  return GTK_SORTER (gtk_custom_sorter_new (compare_input, NULL, NULL));
}

/**
 * telar_results_sorter_new_by_time:
 *
 * Returns: (transfer full): a sorter by how long a task took
 */
GtkSorter *
telar_results_sorter_new_by_time (void)
{
  return GTK_SORTER (gtk_custom_sorter_new (compare_time, NULL, NULL));
}

/**
 * telar_results_sorter_new_by_cpu:
 *
 * Returns: (transfer full): a sorter by processor time
 */
GtkSorter *
telar_results_sorter_new_by_cpu (void)
{
  return GTK_SORTER (gtk_custom_sorter_new (compare_cpu, NULL, NULL));
}

/**
 * telar_results_sorter_new_by_result:
 *
 * Returns: (transfer full): a sorter by what was found: a value, how many headings or characters
 */
GtkSorter *
telar_results_sorter_new_by_result (void)
{
  return GTK_SORTER (gtk_custom_sorter_new (compare_result, NULL, NULL));
}
