/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "work/telar-rehearsal.h"

#include <gio/gio.h>
#include <malloc.h>
#include <string.h>

/* What libsoup reads the body of an answer with: it has no need for one before. */
#define TYPE_OF_A_BODY "SoupBodyInputStream"

static guint
count_open_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
rehearse (const char *workload, guint n_threads)
{
  g_autoptr (TelarParameters) parameters
      = telar_parameters_new (telar_workload_from_name (workload));

  telar_rehearse (parameters, n_threads);
}

static void
test_numbers (void)
{
  rehearse ("square", 4);

  g_assert_cmpuint (g_type_from_name ("SoupSession"), ==, 0);
}

static void
test_pages (void)
{
  guint n_files;

  /* GLib opens a file for each of its own two contexts, and keeps it. */
  g_main_context_default ();
  g_type_ensure (G_TYPE_TASK);
  n_files = count_open_files ();
  g_assert_cmpuint (g_type_from_name (TYPE_OF_A_BODY), ==, 0);

  rehearse ("characters", 1);

  g_assert_cmpuint (g_type_from_name (TYPE_OF_A_BODY), !=, 0);
  g_assert_cmpuint (count_open_files (), ==, n_files);
}

/* That of a sanitizer has no arenas. */
#ifdef __SANITIZE_ADDRESS__
#define HAS_MALLOC_OF_GLIBC FALSE
#else
#define HAS_MALLOC_OF_GLIBC TRUE
#endif

/* Threads that exist at the same time have an arena each, up to a limit. */
static guint
count_arenas (void)
{
  g_autofree char *text = NULL;
  size_t length = 0;
  FILE *file = open_memstream (&text, &length);
  guint n = 0;

  g_assert_cmpint (malloc_info (0, file), ==, 0);
  fclose (file);
  for (const char *at = text; (at = strstr (at, "<heap nr=")) != NULL; at++)
    n++;

  return n;
}

static void
test_threads (void)
{
  guint n_files = count_open_files ();

  rehearse ("characters", 4);

  g_assert_cmpuint (count_open_files (), ==, n_files);
  if (HAS_MALLOC_OF_GLIBC)
    g_assert_cmpuint (count_arenas (), >=, 1 + 4);
}

static void
test_more_threads_than_are_of_use (void)
{
  guint n_files = count_open_files ();

  rehearse ("characters", 10000);

  g_assert_cmpuint (count_open_files (), ==, n_files);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* In this order. */
  g_test_add_func ("/rehearsal/a-workload-on-numbers-needs-none", test_numbers);
  g_test_add_func ("/rehearsal/a-page-is-fetched-to-its-end-and-nothing-stays-open", test_pages);
  g_test_add_func ("/rehearsal/as-many-threads-as-the-run-has-at-the-same-time", test_threads);
  g_test_add_func ("/rehearsal/more-threads-than-are-of-use", test_more_threads_than_are_of_use);

  return g_test_run ();
}
