/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-cli.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static void
print_help (void)
{
  g_print ("%s\n",
           _ ("Usage:\n"
              "  telar [FILE…]              open the window, and a run or a list of inputs in it\n"
              "  telar run [OPTION…] [INPUT…]   execute without a window\n"
              "  telar demo-site [OPTION…]  serve the demo site on this computer\n"
              "  telar open FILE            open a run or a list of inputs in the window\n"
              "\n"
              "Telar shows what concurrency does: it executes the same tasks one after another,\n"
              "in threads, in an event loop or in worker processes, and draws what ran when.\n"
              "\n"
              "Examples:\n"
              "  telar run demo:projecteuler.net/ demo:arxiv.org/ --strategy=async\n"
              "  telar run --workload=square --strategy=processes --workers=4 1 2 3 4 5\n"
              "\n"
              "“telar run --help” lists the options of a command."));
}

/**
 * telar_cli_is_command:
 * @argc: the length of @argv
 * @argv: the program's arguments
 *
 * Returns: whether telar_cli_main() takes them, so that no window is needed
 */
gboolean
telar_cli_is_command (int argc, char **argv)
{
  static const char *const words[]
      = { "run", "demo-site", "--help", "-h", "--version", "help", NULL };

  return argc > 1 && g_strv_contains (words, argv[1]);
}

/**
 * telar_cli_fail:
 * @error: what is wrong with the command line, and how to mend it
 *
 * Prints @error as the one line on stderr that a wrong usage gets.
 *
 * Returns: the exit status
 */
int
telar_cli_fail (const GError *error)
{
  g_autofree char *line = g_strdelimit (g_strdup (error->message), "\r\n", ' ');

  g_printerr ("telar: %s\n", line);

  return TELAR_EXIT_USAGE;
}

/**
 * telar_cli_main:
 * @argc: the length of @argv, at least 2
 * @argv: the program's arguments, for which telar_cli_is_command() said yes
 *
 * Executes a command. It neither opens a display nor needs one.
 *
 * Returns: the exit status
 */
int
telar_cli_main (int argc, char **argv)
{
  if (g_str_equal (argv[1], "run"))
    return telar_cli_run (argc - 1, argv + 1);

  if (g_str_equal (argv[1], "demo-site"))
    return telar_cli_demo_site (argc - 1, argv + 1);

  if (g_str_equal (argv[1], "--version"))
    g_print ("Telar %s\n", TELAR_VERSION);
  else
    print_help ();

  return TELAR_EXIT_SUCCESS;
}
