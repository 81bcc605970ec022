/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-cli.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* Text in the terminal's encoding. One that lacks a character of ours, such as that of the C
 * locale, gets the nearest that it has instead of a question mark. */
static void
put_text (const char *text, FILE *file)
{
  g_autofree char *converted = NULL;
  const char *charset;

  if (g_get_charset (&charset))
    {
      fputs (text, file);
      return;
    }

  converted = g_convert (text, -1, charset, "UTF-8", NULL, NULL, NULL);
  if (converted == NULL)
    converted = g_str_to_ascii (text, NULL);
  fputs (converted, file);
}

/* Unlike that of GLib it does not flush after each text, which a million tasks would feel. */
static void
print_to_stdout (const char *text)
{
  put_text (text, stdout);
}

static void
print_to_stderr (const char *text)
{
  put_text (text, stderr);
  fflush (stderr);
}

static void
print_help (void)
{
  g_print (
      "%s\n",
      _ ("Usage:\n"
         "  telar [FILE…]                 open the window, and a run or a list of inputs in it\n"
         "  telar run [OPTION…] [INPUT…]  execute without a window\n"
         "  telar demo-site [OPTION…]     serve the demo site on this computer\n"
         "  telar open FILE               open a run or a list of inputs in the window\n"
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

  if (error->domain == G_OPTION_ERROR)
    g_printerr (_ ("telar: %s; “--help” lists the options\n"), line);
  else
    g_printerr ("telar: %s\n", line);

  return TELAR_EXIT_USAGE;
}

/**
 * telar_cli_flush:
 *
 * Sees to it that what was printed reaches whoever reads it, and says on stderr if it cannot: a
 * disk may be full. A reader that went away, such as “head”, wants no more and is no fault.
 *
 * Returns: whether all went well
 */
gboolean
telar_cli_flush (void)
{
  static gboolean is_told;
  int saved;

  errno = 0;
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;

  saved = errno;
  if (saved == EPIPE)
    return TRUE;

  if (!is_told)
    g_printerr (_ ("telar: cannot write the output: %s\n"), g_strerror (saved != 0 ? saved : EIO));
  is_told = TRUE;

  return FALSE;
}

/**
 * telar_cli_check_files:
 * @argc: the length of @argv
 * @argv: the program's arguments, which telar_cli_main() does not take
 *
 * Looks whether each argument that is to be opened in the window is a file, so that a mistyped
 * command is told even where there is no display. Says on stderr what is wrong.
 *
 * Returns: whether the window may be opened
 */
gboolean
telar_cli_check_files (int argc, char **argv)
{
  gboolean is_open = argc > 1 && g_str_equal (argv[1], "open");
  g_autoptr (GError) error = NULL;

  if (is_open && argc == 2)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                         _ ("“open” needs a file: a run or a list of inputs"));

  for (int i = is_open ? 2 : 1; i < argc && error == NULL; i++)
    {
      g_autoptr (GFile) file = NULL;
      g_autofree char *shown = g_utf8_make_valid (argv[i], -1);

      if (argv[i][0] == '-')
        continue;

      file = g_file_new_for_commandline_arg (argv[i]);
      if (!g_file_is_native (file) || g_file_query_exists (file, NULL))
        continue;

      if (is_open || i > 1)
        g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no file “%s”"), shown);
      else
        g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                     _ ("“%s” is neither a command nor a file; “telar --help” lists the commands"),
                     shown);
    }

  if (error == NULL)
    return TRUE;

  g_set_printerr_handler (print_to_stderr);
  telar_cli_fail (error);

  return FALSE;
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
  g_set_print_handler (print_to_stdout);
  g_set_printerr_handler (print_to_stderr);

  /* A reader that goes away, such as “head”, must not keep the exports from being written. */
  signal (SIGPIPE, SIG_IGN);

  if (g_str_equal (argv[1], "run"))
    return telar_cli_run (argc - 1, argv + 1);

  if (g_str_equal (argv[1], "demo-site"))
    return telar_cli_demo_site (argc - 1, argv + 1);

  if (g_str_equal (argv[1], "--version"))
    g_print ("Telar %s\n", TELAR_VERSION);
  else
    print_help ();

  return telar_cli_flush () ? TELAR_EXIT_SUCCESS : TELAR_EXIT_TASKS_FAILED;
}
