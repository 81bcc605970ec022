/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "work/telar-rehearsal.h"

#include <gio/gio.h>

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
rehearse (const char *workload)
{
  g_autoptr (TelarParameters) parameters
      = telar_parameters_new (telar_workload_from_name (workload));

  telar_rehearse (parameters);
}

static void
test_numbers (void)
{
  rehearse ("square");

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

  rehearse ("characters");

  g_assert_cmpuint (g_type_from_name (TYPE_OF_A_BODY), !=, 0);
  g_assert_cmpuint (count_open_files (), ==, n_files);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  /* In this order. */
  g_test_add_func ("/rehearsal/a-workload-on-numbers-needs-none", test_numbers);
  g_test_add_func ("/rehearsal/a-page-is-fetched-to-its-end-and-nothing-stays-open", test_pages);

  return g_test_run ();
}
