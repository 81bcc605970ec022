/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* How long it takes to open a history of 10,000 runs and list them all, in the store and for
 * the window, and to load a run of
 * 100,000 tasks from it, of numbers, and of pages with ten headings each; and, without a bound, to
 * search and to save.
 *
 * Exit status 1 if a bound is broken. With --quick, which is for computers that do other things
 * too, bounds are twice as wide. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "random-record.h"
#include "store/telar-store.h"
#include "ui/telar-history.h"

#define N_RUNS     10000
#define N_TASKS    100000
#define N_LANES    16
#define N_HEADINGS 10
#define N_ROUNDS   11
#define N_ATTEMPTS 3 /* of what misses its bound by noise */

#define MAX_OPEN_MS 100.0
#define MAX_LOAD_MS 200.0

static const char *path;
static gint64 numbers, pages; /* the large runs */
static double max_scale = 1;

static TelarStore *
open_store (void)
{
  g_autoptr (GError) error = NULL;
  TelarStore *store = telar_store_open (path, NULL, &error);

  g_assert_no_error (error);

  return store;
}

static double
get_ms_since (gint64 start_us)
{
  return (double) (g_get_monotonic_time () - start_us) / 1000;
}

static double
measure_open (void)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (TelarStore) store = open_store ();
  g_autoptr (GPtrArray) summaries = telar_store_list (store, NULL, TELAR_STORE_ALL, NULL);
  double ms = get_ms_since (start);

  g_assert_cmpuint (summaries->len, ==, N_RUNS + 2);

  return ms;
}

/* By a connection that has read nothing of it yet. */
static double
measure_load_of (gint64 id)
{
  g_autoptr (TelarStore) store = open_store ();
  gint64 start = g_get_monotonic_time ();
  g_autoptr (TelarRunRecord) record = telar_store_load (store, id, NULL);
  double ms = get_ms_since (start);

  g_assert_cmpuint (telar_plan_get_n_tasks (record->plan), ==, N_TASKS);

  return ms;
}

static double
measure_load_numbers (void)
{
  return measure_load_of (numbers);
}

static double
measure_load_pages (void)
{
  return measure_load_of (pages);
}

static void
on_told (TelarHistory *history, const char *message)
{
  g_error ("%s", message);
}

/* As the window does it: in another thread, but for what the list itself costs. */
static double
measure_window (void)
{
  gint64 start = g_get_monotonic_time ();
  TelarHistory *history = telar_history_new (path);
  double ms;

  g_signal_connect (history, "told", G_CALLBACK (on_told), NULL);
  telar_history_refresh (history);
  while (g_list_model_get_n_items (G_LIST_MODEL (history)) < N_RUNS + 2)
    g_main_context_iteration (NULL, TRUE);
  ms = get_ms_since (start);
  g_object_unref (history);

  return ms;
}

static double
measure_search (void)
{
  g_autoptr (TelarStore) store = open_store ();
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) summaries = telar_store_list (store, "no such run", TELAR_STORE_ALL, NULL);
  double ms = get_ms_since (start);

  g_assert_cmpuint (summaries->len, ==, 0);

  return ms;
}

static double
measure_save (void)
{
  g_autoptr (TelarStore) store = open_store ();
  g_autoptr (TelarRunRecord) record = telar_store_load (store, numbers, NULL);
  gint64 start = g_get_monotonic_time ();
  gint64 id = telar_store_save (store, record, NULL, NULL);
  double ms = get_ms_since (start);

  g_assert_true (telar_store_delete (store, &id, 1, NULL));
  g_assert_true (telar_store_purge (store, NULL));

  return ms;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

/* Returns: whether the median is within @max_ms, if that is not 0 */
static gboolean
report (const char *name, double (*measure) (void), double max_ms)
{
  gboolean is_met = FALSE;
  double ms[N_ROUNDS];

  for (guint attempt = 0; attempt < N_ATTEMPTS && !is_met; attempt++)
    {
      for (guint i = 0; i < N_ROUNDS; i++)
        ms[i] = measure ();
      qsort (ms, N_ROUNDS, sizeof *ms, compare);
      is_met = max_ms <= 0 || ms[N_ROUNDS / 2] <= max_ms * max_scale;
    }

  g_print ("%s - %s: %.1f ms", is_met ? "ok" : "not ok", name, ms[N_ROUNDS / 2]);
  if (max_ms > 0)
    g_print (" (wanted <= %g)", max_ms * max_scale);
  g_print ("; %.1f to %.1f\n", ms[0], ms[N_ROUNDS - 1]);

  return is_met;
}

static TelarResult *
make_headings (void)
{
  TelarResult *result = telar_result_new_page (10000);
  GArray *headings = telar_headings_new ();

  for (guint i = 0; i < N_HEADINGS; i++)
    {
      TelarHeading heading = { 2, g_strdup_printf ("A heading of some words, number %u", i) };

      g_array_append_val (headings, heading);
    }
  telar_result_take_headings (result, headings);

  return result;
}

static TelarRunRecord *
make_pages (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TelarPlan) plan = NULL;
  TelarRunRecord *record;
  gint64 now[N_LANES] = { 0 };

  for (guint i = 0; i < N_TASKS; i++)
    g_string_append_printf (text, "https://www.example.org/some/folder/page-%u.html?n=%u\n", i, i);
  plan = telar_plan_new_from_text (telar_parameters_new (telar_workload_from_name ("headings")),
                                   text->str, NULL);
  record = telar_run_record_new (plan, TELAR_STRATEGY_THREADS, N_LANES, N_LANES);
  for (guint i = 0; i < N_LANES; i++)
    telar_trace_add_lane (record->trace, TELAR_LANE_THREAD, NULL);

  for (guint i = 0; i < N_TASKS; i++)
    {
      guint index = i % N_LANES;
      TelarLane *lane = telar_trace_get_lane (record->trace, index);
      TelarOutcome outcome
          = { .status = TELAR_STATUS_SUCCEEDED, .bytes = 10000, .http_status = 200 };

      telar_trace_task_started (record->trace, i, index, now[index]);
      for (guint8 phase = TELAR_PHASE_DNS; phase <= TELAR_PHASE_COMPUTE; phase++)
        {
          TelarSpan span = { now[index], now[index] + 1000000 + i, i, phase, 1 };

          telar_lane_append (lane, &span);
          now[index] = span.end_ns;
        }
      outcome.result = make_headings ();
      telar_trace_task_finished (record->trace, i, &outcome, now[index]);
    }
  telar_run_record_end (record, now[0], (TelarCpuTime){ 1, 1 }, TRUE);

  return record;
}

static void
make_history (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (TelarStore) store = open_store ();
  g_autoptr (TelarRunRecord) large = random_record_new (rand, N_TASKS, 16);
  g_autoptr (TelarRunRecord) fetched = make_pages ();
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (TelarRunRecord) record
          = random_record_new (rand, (guint) g_rand_int_range (rand, 2, 40), 4);

      if (i == N_RUNS / 2)
        {
          numbers = telar_store_save (store, large, NULL, NULL);
          pages = telar_store_save (store, fetched, NULL, NULL);
        }
      g_assert_cmpint (telar_store_save (store, record, NULL, NULL), >, 0);
    }
  g_print ("%d runs made and saved in %.0f ms\n", N_RUNS, get_ms_since (start));
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("telar-bench-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "history.db", NULL);
  g_autofree char *lock = g_strconcat (file, "-lock", NULL);
  gboolean is_met = TRUE;

  if (argc > 1 && strcmp (argv[1], "--quick") == 0)
    max_scale = 2;

  path = file;
  make_history ();
  is_met &= report ("a history of 10,000 runs, opened and listed", measure_open, MAX_OPEN_MS);
  is_met &= report ("the same as a list of the window", measure_window, MAX_OPEN_MS);
  is_met &= report ("a run of 100,000 numbers, loaded", measure_load_numbers, MAX_LOAD_MS);
  is_met &= report ("a run of 100,000 pages, loaded", measure_load_pages, MAX_LOAD_MS);
  is_met &= report ("a search through 10,000 runs", measure_search, 0);
  is_met &= report ("a run of 100,000 numbers, saved", measure_save, 0);

  g_unlink (file);
  g_unlink (lock);
  g_rmdir (folder);

  return is_met ? 0 : 1;
}
