/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-cli.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "site/telar-site.h"

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

static gboolean
check (int port, double scale, GError **error)
{
  if (port < 0 || port > 65535)
    g_set_error (
        error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        _ ("A port is a number from 0 (any free one) to 65535, so --port=%d is not possible"),
        port);
  else if (!(scale >= 0 && scale <= 100))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                 _ ("The delays can be scaled by 0 to 100, so --scale=%g is not possible"), scale);
  else
    return TRUE;

  return FALSE;
}

/**
 * telar_cli_demo_site:
 * @argc: the length of @argv
 * @argv: the command "demo-site" and its options
 *
 * Serves the demo site on 127.0.0.1 and prints its address, until it is interrupted.
 *
 * Returns: the exit status
 */
int
telar_cli_demo_site (int argc, char **argv)
{
  int port = 0;
  double scale = TELAR_SITE_DEFAULT_SCALE;
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &port, N_ ("Port to listen on (default: any free one)"),
      N_ ("N") },
    { "scale", 0, 0, G_OPTION_ARG_DOUBLE, &scale,
      N_ ("Answer after the recorded times multiplied by F (default: 0.1)"), N_ ("F") },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (TelarSite) site = NULL;
  g_autoptr (GError) error = NULL;

  /* What the help calls the program. */
  argv[0] = (char *) "telar demo-site";
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ ("Serves the demo site on 127.0.0.1."));
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return telar_cli_fail (error);

  if (argc > 1)
    {
      g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _ ("“demo-site” takes no argument, so “%s” is not understood"), argv[1]);
      return telar_cli_fail (error);
    }

  if (!check (port, scale, &error))
    return telar_cli_fail (error);

  site = telar_site_new ((guint) port, scale, &error);
  if (site == NULL)
    return telar_cli_fail (error);

  g_unix_signal_add (SIGINT, on_signal, loop);
  g_unix_signal_add (SIGTERM, on_signal, loop);
  g_print ("%s\n", telar_site_get_url (site));
  telar_cli_flush ();
  g_main_loop_run (loop);

  return TELAR_EXIT_SUCCESS;
}
