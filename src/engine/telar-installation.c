/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-installation.h"

/* Where @configured is now, given that the folder of the running program was configured to be
 * TELAR_BINDIR: an installation may be moved as a whole. */
static char *
relocate (const char *program_folder, const char *configured)
{
  g_auto (GStrv) from = g_strsplit (TELAR_BINDIR, "/", -1);
  g_auto (GStrv) to = g_strsplit (configured, "/", -1);
  g_autoptr (GString) path = g_string_new (program_folder);
  guint n_common = 0;

  while (from[n_common] != NULL && g_strcmp0 (from[n_common], to[n_common]) == 0)
    n_common++;
  for (guint i = n_common; from[i] != NULL; i++)
    g_string_append (path, "/..");
  for (guint i = n_common; to[i] != NULL; i++)
    g_string_append_printf (path, "/%s", to[i]);

  return g_canonicalize_filename (path->str, "/");
}

static gboolean
is_there (const char *path, const char *probe)
{
  g_autofree char *probed = g_build_filename (path, probe, NULL);

  return g_file_test (probed, G_FILE_TEST_EXISTS);
}

/* Finds a part of the installation: moved with the program, or in the build folder, where it is
 * at @in_build from the program's folder. It is there if the path @probe below it exists; an
 * empty one stands for itself. Returns NULL if it is in neither place. */
static char *
find (const char *configured, const char *in_build, const char *probe)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;

  if (program == NULL)
    return NULL;

  folder = g_path_get_dirname (program);
  path = relocate (folder, configured);
  if (is_there (path, probe))
    return g_steal_pointer (&path);

  g_free (path);
  path = g_canonicalize_filename (in_build, folder);
  if (is_there (path, probe))
    return g_steal_pointer (&path);

  return NULL;
}

/**
 * telar_installation_get_worker:
 *
 * The environment variable TELAR_WORKER, if it is set, names another worker program. Any thread
 * may call it, as for all functions here.
 *
 * Returns: (transfer none): the path of the worker program, whether it exists or not
 */
const char *
telar_installation_get_worker (void)
{
  static char *worker;
  static gsize initialized;
  const char *override = g_getenv ("TELAR_WORKER");

  if (override != NULL && *override != '\0')
    return g_intern_string (override);

  if (g_once_init_enter (&initialized))
    {
      worker = find (TELAR_LIBEXECDIR "/telar-worker", "engine/telar-worker", "");
      if (worker == NULL)
        worker = g_strdup (TELAR_LIBEXECDIR "/telar-worker");
      g_once_init_leave (&initialized, 1);
    }

  return worker;
}

/**
 * telar_installation_get_localedir:
 *
 * Returns: (transfer none): the folder of the translations
 */
const char *
telar_installation_get_localedir (void)
{
  static char *localedir;
  static gsize initialized;

  if (g_once_init_enter (&initialized))
    {
      localedir = find (TELAR_LOCALEDIR, "../po", "");
      if (localedir == NULL)
        localedir = g_strdup (TELAR_LOCALEDIR);
      g_once_init_leave (&initialized, 1);
    }

  return localedir;
}

/**
 * telar_installation_get_schema_dir:
 *
 * An installation outside of XDG_DATA_DIRS has its settings schema where GSettings does not look.
 *
 * Returns: (transfer none) (nullable): the folder of the compiled settings schema, or %NULL to
 *   let GSettings search for it
 */
const char *
telar_installation_get_schema_dir (void)
{
  static char *schema_dir;
  static gsize initialized;

  if (g_once_init_enter (&initialized))
    {
      schema_dir = find (TELAR_DATADIR "/glib-2.0/schemas", "../data", "gschemas.compiled");
      g_once_init_leave (&initialized, 1);
    }

  return schema_dir;
}
