/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <unistd.h>

#include "cli/telar-cli.h"
#include "engine/telar-installation.h"
#include "ui/telar-application.h"

/* A program that was started without one of the standard files would give its number to the next
 * file that it opens, and then print into a connection. */
static void
ensure_standard_files (void)
{
  int fd;

  do
    fd = open ("/dev/null", O_RDWR);
  while (fd >= 0 && fd <= STDERR_FILENO);
  if (fd > STDERR_FILENO)
    close (fd);
}

int
main (int argc, char **argv)
{
  g_autoptr (TelarApplication) application = NULL;
  g_autoptr (GPtrArray) arguments = NULL;

  ensure_standard_files ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, telar_installation_get_localedir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (telar_cli_is_command (argc, argv))
    return telar_cli_main (argc, argv);

  if (!telar_cli_check_files (argc, argv))
    return TELAR_EXIT_USAGE;

  /* “telar open FILE” is “telar FILE” for those who look for a command. */
  arguments = g_ptr_array_new ();
  for (int i = 0; i < argc; i++)
    if (i != 1 || !g_str_equal (argv[i], "open"))
      g_ptr_array_add (arguments, argv[i]);
  g_ptr_array_add (arguments, NULL);

  application = telar_application_new ();

  return g_application_run (G_APPLICATION (application), (int) arguments->len - 1,
                            (char **) arguments->pdata);
}
