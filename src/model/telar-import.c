/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-import.h"

#include <string.h>

/* Commands may be long, but nobody reads more of one in a list. */
#define MAX_CHARACTERS 2000

/**
 * telar_import_dup_line:
 * @text: what another program calls one of its tasks or lanes; not trusted
 * @length: its length in bytes, which may hold zeros; -1 if it is terminated
 *
 * Returns: (transfer full): the same as one line of valid UTF-8 that is not empty: control
 *   characters are blanks, blanks around it are left out, and it is cut where it is too long
 */
char *
telar_import_dup_line (const char *text, gssize length)
{
  gsize n_bytes = length >= 0 ? (gsize) length : strlen (text);
  g_autofree char *copy = g_malloc (n_bytes + 1);
  g_autofree char *valid = NULL;
  const char *p, *end;
  GString *line = g_string_new (NULL);

  for (gsize i = 0; i < n_bytes; i++)
    copy[i] = text[i] != '\0' ? text[i] : ' ';
  copy[n_bytes] = '\0';
  valid = g_utf8_make_valid (copy, (gssize) n_bytes);
  end = valid + strlen (valid);

  p = valid;
  for (guint n = 0; p < end; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      if (n == MAX_CHARACTERS)
        {
          g_string_append (line, "…");
          break;
        }
      if (g_unichar_iscntrl (c) || c == 0x2028 || c == 0x2029 || c == 0xfeff)
        c = ' ';
      if (c != ' ' || line->len > 0)
        g_string_append_unichar (line, c);
    }
  while (line->len > 0 && line->str[line->len - 1] == ' ')
    g_string_truncate (line, line->len - 1);
  if (line->len == 0)
    g_string_append_c (line, '?');

  return g_string_free (line, FALSE);
}

/**
 * telar_import_make_date:
 * @ns: nanoseconds since the beginning of 1970
 *
 * Returns: (transfer full) (nullable): the date and time in UTC, exact to the microsecond; %NULL if
 *   it is out of the calendar
 */
GDateTime *
telar_import_make_date (gint64 ns)
{
  g_autoptr (GDateTime) second = g_date_time_new_from_unix_utc (ns / 1000000000);

  return second != NULL ? g_date_time_add (second, ns % 1000000000 / 1000) : NULL;
}

/**
 * telar_import_add_task:
 * @draft: a draft of a run of another program
 * @task: (transfer full): its next task, whose input is of telar_import_dup_line()
 */
void
telar_import_add_task (TelarRunDraft *draft, TelarDraftTask *task)
{
  g_string_append (draft->inputs, task->input);
  g_string_append_c (draft->inputs, '\n');
  g_array_append_val (draft->tasks, *task);
}

static int
compare_times (const void *a, const void *b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

/**
 * telar_import_count_peak:
 * @draft: a draft whose tasks have times
 *
 * Takes time in proportion to the number of tasks and its logarithm.
 *
 * Returns: how many of its tasks ran at once at most
 */
guint
telar_import_count_peak (const TelarRunDraft *draft)
{
  guint n = 0, n_ended = 0, peak = 0;
  g_autofree gint64 *starts = g_new (gint64, draft->tasks->len + 1);
  g_autofree gint64 *ends = g_new (gint64, draft->tasks->len + 1);

  for (guint i = 0; i < draft->tasks->len; i++)
    {
      const TelarDraftTask *task = &g_array_index (draft->tasks, TelarDraftTask, i);

      if (task->start_ns < 0)
        continue;
      starts[n] = task->start_ns;
      ends[n++] = task->end_ns;
    }
  qsort (starts, n, sizeof *starts, compare_times);
  qsort (ends, n, sizeof *ends, compare_times);

  for (guint n_started = 1; n_started <= n; n_started++)
    {
      while (n_ended + 1 < n_started && ends[n_ended] <= starts[n_started - 1])
        n_ended++;
      peak = MAX (peak, n_started - n_ended);
    }

  return peak;
}
