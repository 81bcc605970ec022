/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine/telar-installation.h"

#include <glib/gstdio.h>

/* Where a program looks for its parts depends on where it is itself, so a copy of this one is put
 * into a tree like that of an installation, or of a build, and asked. */

static char *root;

static char *
dup_program (void)
{
  return g_file_read_link ("/proc/self/exe", NULL);
}

/* Makes an empty file, with the folders that lead to it. */
static char *
put_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *file = g_canonicalize_filename (path + 1, root);
  g_autofree char *folder = g_path_get_dirname (file);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (file, "", 0, &error);
  g_assert_no_error (error);

  return file;
}

/* What a copy of this program at @path answers: worker, localedir, schema dir. */
static char **
ask (const char *path, const char *worker)
{
  g_autofree char *program = dup_program ();
  g_autofree char *copy = put_file (path);
  g_autofree char *command = g_strdup_printf ("cp --remove-destination '%s' '%s'", program, copy);
  char *argv[] = { copy, (char *) "--answer", NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autofree char *output = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_command_line_sync (command, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  if (worker != NULL)
    environment = g_environ_setenv (environment, "TELAR_WORKER", worker, TRUE);
  else
    environment = g_environ_unsetenv (environment, "TELAR_WORKER");
  g_spawn_sync (NULL, argv, environment, 0, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));

  return g_strsplit (output, "\n", -1);
}

static void
answer (void)
{
  const char *schema_dir = telar_installation_get_schema_dir ();

  g_print ("%s\n%s\n%s\n", telar_installation_get_worker (), telar_installation_get_localedir (),
           schema_dir != NULL ? schema_dir : "none");
}

static void
remove_root (void)
{
  g_autofree char *command = g_strdup_printf ("rm -r '%s'", root);

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_clear_pointer (&root, g_free);
}

static void
make_root (void)
{
  root = g_dir_make_tmp ("telar-installation-XXXXXX", NULL);
  g_assert_nonnull (root);
}

static void
test_moved_installation (void)
{
  g_auto (GStrv) answers = NULL;
  g_autofree char *worker = NULL, *translation = NULL, *localedir = NULL, *schema = NULL;
  g_autofree char *schema_dir = NULL;

  make_root ();
  worker = put_file (TELAR_LIBEXECDIR "/telar-worker");
  translation = put_file (TELAR_LOCALEDIR "/es/telar.mo");
  schema = put_file (TELAR_DATADIR "/glib-2.0/schemas/gschemas.compiled");
  localedir = g_canonicalize_filename (&TELAR_LOCALEDIR[1], root);
  schema_dir = g_path_get_dirname (schema);

  answers = ask (TELAR_BINDIR "/telar", NULL);

  g_assert_cmpstr (answers[0], ==, worker);
  g_assert_cmpstr (answers[1], ==, localedir);
  g_assert_cmpstr (answers[2], ==, schema_dir);
  remove_root ();
}

static void
test_build_folder (void)
{
  g_auto (GStrv) answers = NULL;
  g_autofree char *worker = NULL, *translation = NULL, *localedir = NULL, *schema = NULL;
  g_autofree char *schema_dir = NULL;

  make_root ();
  worker = put_file ("/build/src/engine/telar-worker");
  translation = put_file ("/build/po/es/telar.mo");
  schema = put_file ("/build/data/gschemas.compiled");
  localedir = g_build_filename (root, "build/po", NULL);
  schema_dir = g_path_get_dirname (schema);

  answers = ask ("/build/src/telar", NULL);

  g_assert_cmpstr (answers[0], ==, worker);
  g_assert_cmpstr (answers[1], ==, localedir);
  g_assert_cmpstr (answers[2], ==, schema_dir);
  remove_root ();
}

static void
test_program_alone (void)
{
  g_auto (GStrv) answers = NULL;

  make_root ();

  answers = ask ("/alone/telar", NULL);

  g_assert_cmpstr (answers[0], ==, TELAR_LIBEXECDIR "/telar-worker");
  g_assert_cmpstr (answers[1], ==, TELAR_LOCALEDIR);
  g_assert_cmpstr (answers[2], ==, "none");
  remove_root ();
}

static void
test_worker_of_the_environment (void)
{
  g_auto (GStrv) answers = NULL;
  g_autofree char *worker = NULL;

  make_root ();
  worker = put_file ("/build/src/engine/telar-worker");

  answers = ask ("/build/src/telar", "/opt/launcher");

  g_assert_cmpstr (answers[0], ==, "/opt/launcher");
  remove_root ();
}

int
main (int argc, char **argv)
{
  if (argc > 1 && g_strcmp0 (argv[1], "--answer") == 0)
    {
      answer ();
      return 0;
    }

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/installation/moved", test_moved_installation);
  g_test_add_func ("/installation/build-folder", test_build_folder);
  g_test_add_func ("/installation/program-alone", test_program_alone);
  g_test_add_func ("/installation/worker-of-the-environment", test_worker_of_the_environment);

  return g_test_run ();
}
