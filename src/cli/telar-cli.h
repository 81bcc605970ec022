/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Exit statuses of the program. */
typedef enum
{
  TELAR_EXIT_SUCCESS = 0,
  TELAR_EXIT_TASKS_FAILED = 1,
  TELAR_EXIT_USAGE = 2,
  TELAR_EXIT_INTERRUPTED = 130,
} TelarExit;

gboolean telar_cli_is_command (int argc, char **argv);
int telar_cli_main (int argc, char **argv);

int telar_cli_run (int argc, char **argv);
int telar_cli_demo_site (int argc, char **argv);
int telar_cli_fail (const GError *error);
gboolean telar_cli_flush (void);
gboolean telar_cli_check_files (int argc, char **argv);

G_END_DECLS
