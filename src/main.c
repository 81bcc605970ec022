/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "cli/telar-cli.h"
#include "engine/telar-installation.h"
#include "ui/telar-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (TelarApplication) application = NULL;
  g_autoptr (GPtrArray) arguments = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, telar_installation_get_localedir ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (telar_cli_is_command (argc, argv))
    return telar_cli_main (argc, argv);

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
