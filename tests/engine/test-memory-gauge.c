/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "engine/telar-memory-gauge.h"

#include <string.h>
#include <sys/mman.h>

#define MB (G_GINT64_CONSTANT (1) << 20)

/* What the kernel may count late, or the gauge needs itself. */
#define TOLERANCE (2 * MB)

static void
use_and_give_back (gsize size)
{
  void *memory = mmap (NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  g_assert_true (memory != MAP_FAILED);
  memset (memory, 1, size);
  munmap (memory, size);
}

static void
assert_about (gint64 bytes, gint64 expected)
{
  g_test_message ("%.2f MB, expected %.2f MB", (double) bytes / (double) MB,
                  (double) expected / (double) MB);
  g_assert_cmpint (bytes, >=, MAX (expected - TOLERANCE, 0));
  g_assert_cmpint (bytes, <=, expected + TOLERANCE);
}

static void
test_peak_counts_and_not_the_end (void)
{
  TelarMemoryGauge gauge;

  telar_memory_gauge_begin (&gauge);
  use_and_give_back (20 * MB);
  use_and_give_back (50 * MB);

  assert_about (telar_memory_gauge_read (&gauge), 50 * MB);
}

static void
test_earlier_peaks_do_not_count (void)
{
  TelarMemoryGauge gauge;

  use_and_give_back (50 * MB);
  telar_memory_gauge_begin (&gauge);
  assert_about (telar_memory_gauge_read (&gauge), 0);
  use_and_give_back (10 * MB);
  assert_about (telar_memory_gauge_read (&gauge), 10 * MB);
}

static void
test_process_counts_from_nothing (void)
{
  TelarMemoryGauge gauge;
  gint64 before, after;

  telar_memory_gauge_begin (&gauge);
  before = telar_memory_gauge_read_process ();
  use_and_give_back (30 * MB);
  after = telar_memory_gauge_read_process ();

  g_assert_cmpint (before, >, MB);
  assert_about (after - before, 30 * MB);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/memory-gauge/peak-counts-and-not-the-end", test_peak_counts_and_not_the_end);
  g_test_add_func ("/memory-gauge/earlier-peaks-do-not-count", test_earlier_peaks_do_not_count);
  g_test_add_func ("/memory-gauge/process-counts-from-nothing", test_process_counts_from_nothing);

  return g_test_run ();
}
