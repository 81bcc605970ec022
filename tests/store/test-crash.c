/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "random-record.h"
#include "store-fixture.h"

#define N_KILLS 100

/* What a writer printed before it ended: ids and the seeds of their runs. */
typedef struct
{
  gint64 id;
  guint32 seed;
} Saved;

/* Waits for the end of a writer, and takes what it printed in whole lines. */
static void
collect (GSubprocess *writer, GArray *saved, GString *notices)
{
  g_autofree char *output = NULL, *errors = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_subprocess_communicate_utf8 (writer, NULL, NULL, &output, &errors, &error));
  g_assert_no_error (error);
  for (const char *line = output, *end; (end = strchr (line, '\n')) != NULL; line = end + 1)
    {
      Saved run;

      g_assert_cmpint (sscanf (line, "%" G_GINT64_FORMAT " %u", &run.id, &run.seed), ==, 2);
      g_array_append_val (saved, run);
    }
  g_string_append (notices, errors);
}

/* Every run that a writer said to have saved is there, and is what it was. */
static void
assert_all_there (const char *path, GArray *saved)
{
  g_autoptr (TelarStore) store = fixture_open (path);
  g_autoptr (GHashTable) ids = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < saved->len; i++)
    {
      Saved *run = &g_array_index (saved, Saved, i);
      g_autoptr (TelarRunRecord) expected = fixture_make_run (run->seed);
      g_autoptr (GError) error = NULL;
      g_autoptr (TelarRunRecord) record = telar_store_load (store, run->id, &error);

      g_assert_no_error (error);
      g_assert_true (g_hash_table_add (ids, &run->id));
      /* It was made at another time. */
      g_date_time_unref (expected->started);
      expected->started = g_date_time_ref (record->started);
      assert_records_equal (expected, record);
    }
}

static void
assert_sound (const char *path)
{
  g_autofree char *verdict = fixture_check (path);

  g_assert_cmpstr (verdict, ==, "ok");
}

static void
test_every_saved_run_survives_a_kill (void)
{
  g_autofree char *path = fixture_new_path ();
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autoptr (GArray) saved = g_array_new (FALSE, FALSE, sizeof (Saved));
  g_autoptr (GString) notices = g_string_new (NULL);
  guint n_rounds_with_runs = 0;
  gint64 n_there;

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autoptr (GSubprocess) writer = fixture_start_writer (path, "0");
      guint n_before = saved->len;

      g_usleep ((gulong) g_rand_int_range (rand, 0, 80000));
      g_subprocess_force_exit (writer);
      collect (writer, saved, notices);
      n_rounds_with_runs += saved->len > n_before;
    }

  g_assert_cmpstr (notices->str, ==, "");
  assert_sound (path);
  assert_all_there (path, saved);
  n_there = fixture_query (path, "SELECT count (*) FROM runs");
  g_test_message ("%u runs told of in %u rounds, %" G_GINT64_FORMAT " there", saved->len,
                  n_rounds_with_runs, n_there);
  /* One in each round may have been saved and not yet told of. */
  g_assert_cmpint (n_there, <=, saved->len + N_KILLS);
  g_assert_cmpint (n_there, ==, fixture_query (path, "SELECT count (*) FROM details"));
  g_assert_cmpuint (n_rounds_with_runs, >, N_KILLS / 4);

  fixture_remove (path);
}

static void
test_four_programs_save_at_once (void)
{
  g_autofree char *path = fixture_new_path ();
  g_autoptr (GArray) saved = g_array_new (FALSE, FALSE, sizeof (Saved));
  g_autoptr (GString) notices = g_string_new (NULL);
  GSubprocess *writers[4];

  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    writers[i] = fixture_start_writer (path, "50");
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      collect (writers[i], saved, notices);
      g_assert_true (g_subprocess_get_successful (writers[i]));
      g_object_unref (writers[i]);
    }

  g_assert_cmpstr (notices->str, ==, "");
  g_assert_cmpuint (saved->len, ==, 200);
  assert_all_there (path, saved);
  g_assert_cmpint (fixture_query (path, "SELECT count (*) FROM runs"), ==, 200);
  assert_sound (path);

  fixture_remove (path);
}

static const char damage[] = "this is not a database, but worth keeping\n";

static void
write_damaged (const char *path)
{
  g_assert_true (g_file_set_contents (path, damage, sizeof damage - 1, NULL));
}

static gboolean
is_damaged_one (const char *path)
{
  g_autofree char *content = NULL;
  gsize length;

  return g_file_get_contents (path, &content, &length, NULL) && length == sizeof damage - 1
         && memcmp (content, damage, length) == 0;
}

/* How many files beside @path, or it, hold the damaged history. */
static guint
count_damaged (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      n += is_damaged_one (file);
    }

  return n;
}

static void
test_of_four_programs_one_sets_a_damaged_history_aside (void)
{
  for (guint round = 0; round < 5; round++)
    {
      g_autofree char *path = fixture_new_path ();
      g_autoptr (GArray) saved = g_array_new (FALSE, FALSE, sizeof (Saved));
      g_autoptr (GString) notices = g_string_new (NULL);
      GSubprocess *writers[4];

      write_damaged (path);
      for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
        writers[i] = fixture_start_writer (path, "5");
      for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
        {
          collect (writers[i], saved, notices);
          g_assert_true (g_subprocess_get_successful (writers[i]));
          g_object_unref (writers[i]);
        }

      g_assert_cmpuint (saved->len, ==, 20);
      assert_all_there (path, saved);
      g_assert_cmpuint (count_damaged (path), ==, 1);
      g_assert_nonnull (strstr (notices->str, "history-damaged-"));
      g_assert_true (strstr (notices->str, "history-damaged-")
                     == g_strrstr (notices->str, "history-damaged-"));

      fixture_remove (path);
    }
}

static void
test_damaged_history_survives_a_kill_while_it_is_set_aside (void)
{
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint round = 0; round < 40; round++)
    {
      g_autofree char *path = fixture_new_path ();
      g_autoptr (GArray) saved = g_array_new (FALSE, FALSE, sizeof (Saved));
      g_autoptr (GString) notices = g_string_new (NULL);
      g_autoptr (GSubprocess) writer = NULL;

      write_damaged (path);
      writer = fixture_start_writer (path, "0");
      g_usleep ((gulong) g_rand_int_range (rand, 0, 30000));
      g_subprocess_force_exit (writer);
      collect (writer, saved, notices);

      g_assert_cmpuint (count_damaged (path), ==, 1);
      if (!is_damaged_one (path) && saved->len > 0)
        assert_all_there (path, saved);

      fixture_remove (path);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crash/every-saved-run-survives-a-kill", test_every_saved_run_survives_a_kill);
  g_test_add_func ("/crash/four-programs-save-at-once", test_four_programs_save_at_once);
  g_test_add_func ("/crash/of-four-programs-one-sets-a-damaged-history-aside",
                   test_of_four_programs_one_sets_a_damaged_history_aside);
  g_test_add_func ("/crash/damaged-history-survives-a-kill-while-it-is-set-aside",
                   test_damaged_history_survives_a_kill_while_it_is_set_aside);

  return g_test_run ();
}
