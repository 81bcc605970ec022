/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "telar-worker-service.h"

/* Whether nobody but a person can have started this program. */
static bool
is_started_by_hand (int argc)
{
  return argc > 1 || isatty (STDIN_FILENO) || isatty (STDOUT_FILENO);
}

int
main (int argc, char **argv)
{
  int in_fd, out_fd;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, TELAR_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (argc == 2 && strcmp (argv[1], "--version") == 0)
    {
      printf ("telar-worker %s\n", TELAR_VERSION);
      return EXIT_SUCCESS;
    }
  if (is_started_by_hand (argc))
    {
      fprintf (stderr, "%s\n",
               _ ("telar-worker executes tasks for Telar, which starts it; use “telar run”"));
      return 2;
    }

  /* Ctrl+C in a terminal reaches all processes there; what it means is for the parent to say. */
  signal (SIGINT, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);

  /* Whatever a library may print is not to be taken for a frame. */
  in_fd = fcntl (STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  out_fd = fcntl (STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
  if (in_fd < 0 || out_fd < 0 || dup2 (STDERR_FILENO, STDOUT_FILENO) < 0)
    {
      perror ("telar-worker");
      return EXIT_FAILURE;
    }
  close (STDIN_FILENO);
  open ("/dev/null", O_RDONLY);

  return telar_worker_service_run (in_fd, out_fd);
}
