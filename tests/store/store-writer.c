/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* store-writer PATH N: saves N runs in a history, or runs without end for 0, and prints the id of
 * each, and the seed that it was made of, as soon as it is saved. What had to be set aside is told
 * on stderr. */

#include "store/telar-store.h"

#include <stdio.h>
#include <stdlib.h>

#include "store-fixture.h"

int
main (int argc, char **argv)
{
  g_autoptr (GRand) seeds = g_rand_new ();
  g_autofree char *notice = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TelarStore) store = telar_store_open (argv[1], &notice, &error);
  guint n_runs = (guint) atoi (argv[2]);

  if (store == NULL)
    g_error ("%s", error->message);
  if (notice != NULL)
    g_printerr ("%s\n", notice);

  for (guint i = 0; n_runs == 0 || i < n_runs; i++)
    {
      guint32 seed = g_rand_int (seeds);
      g_autoptr (TelarRunRecord) record = fixture_make_run (seed);
      gint64 id = telar_store_save (store, record, NULL, &error);

      if (id == 0)
        g_error ("%s", error->message);
      printf ("%" G_GINT64_FORMAT " %u\n", id, seed);
      fflush (stdout);
    }

  return 0;
}
