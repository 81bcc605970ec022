/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-memory-gauge.h"

#include <stdio.h>
#include <string.h>

/* What has to be written to clear_refs for the peak to begin anew, see proc(5). */
#define RESET_PEAK "5"

/* Returns: what /proc/self/status tells under @name, in bytes; 0 if it does not */
static gint64
read_status (const char *name)
{
  FILE *file = fopen ("/proc/self/status", "re");
  gsize length = strlen (name);
  gint64 kilobytes = 0;
  char line[256];

  if (file == NULL)
    return 0;

  while (fgets (line, sizeof line, file) != NULL)
    if (strncmp (line, name, length) == 0 && line[length] == ':')
      {
        kilobytes = g_ascii_strtoll (line + length + 1, NULL, 10);
        break;
      }
  fclose (file);

  return kilobytes * 1024;
}

/**
 * telar_memory_gauge_begin:
 * @gauge: (out caller-allocates): a gauge
 *
 * From now on the peak of the process's resident memory is measured anew. There is one such peak in
 * a process: another gauge that begins makes those before it forget what was.
 */
void
telar_memory_gauge_begin (TelarMemoryGauge *gauge)
{
  FILE *file = fopen ("/proc/self/clear_refs", "we");
  gboolean is_reset;

  is_reset = file != NULL && fputs (RESET_PEAK, file) >= 0 && fflush (file) == 0;
  if (file != NULL)
    fclose (file);

  gauge->before_bytes = is_reset ? read_status ("VmRSS") : 0;
}

/**
 * telar_memory_gauge_read:
 * @gauge: a gauge that has begun
 *
 * Memory that the process had before and uses again does not count: what the same work needs a
 * second time is often less.
 *
 * Returns: by how many bytes the resident memory of this process has exceeded what it was at the
 *   beginning; 0 if it has not, or if the system does not tell
 */
gint64
telar_memory_gauge_read (const TelarMemoryGauge *gauge)
{
  if (gauge->before_bytes == 0)
    return 0;

  return MAX (telar_memory_gauge_read_process () - gauge->before_bytes, 0);
}

/**
 * telar_memory_gauge_read_process:
 *
 * What getrusage() reports is not the same: that begins with the memory of the process that started
 * this one.
 *
 * Returns: the peak of the resident memory of this process, with the libraries that it shares with
 *   others, in bytes; 0 if the system does not tell
 */
gint64
telar_memory_gauge_read_process (void)
{
  return read_status ("VmHWM");
}
