/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads names of files, one a line, and prints for each the headings that the default finder
 * finds in it, as "LEVEL TEXT" lines after a line "FILE NAME". With --time it prints instead how
 * many bytes it went through and how many seconds finding took, without reading and decoding. */

#include <stdio.h>
#include <string.h>

#include "model/telar-clock.h"
#include "model/telar-result.h"
#include "work/telar-charset.h"
#include "work/telar-heading-finder.h"

#define ROUNDS 3

int
main (int argc, char **argv)
{
  gboolean is_timed = argc > 1 && g_str_equal (argv[1], "--time");
  g_autoptr (TelarHeadingFinder) finder = telar_heading_finder_new ("headings", NULL);
  g_autoptr (TelarHeadingScratch) scratch = telar_heading_scratch_new (finder);
  gint64 find_ns = 0, decode_ns = 0;
  gsize n_bytes = 0, n_headings = 0;
  char line[4096];

  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_autofree char *body = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GArray) headings = NULL;
      g_autoptr (GError) error = NULL;
      gsize length, text_length;
      gint64 best_ns = G_MAXINT64;
      gint64 began_ns;

      g_strchomp (line);
      if (!g_file_get_contents (line, &body, &length, &error))
        g_error ("%s", error->message);

      began_ns = telar_clock_now_ns ();
      text = telar_charset_decode (body, length, NULL, &text_length, &error);
      decode_ns += telar_clock_now_ns () - began_ns;
      if (text == NULL)
        g_error ("%s: %s", line, error->message);

      for (guint i = 0; i < (is_timed ? ROUNDS : 1); i++)
        {
          g_clear_pointer (&headings, g_array_unref);
          began_ns = telar_clock_now_ns ();
          headings = telar_heading_finder_find (finder, scratch, text, text_length, NULL, &error);
          best_ns = MIN (best_ns, telar_clock_now_ns () - began_ns);
          g_assert_no_error (error);
        }
      find_ns += best_ns;
      n_bytes += length;
      n_headings += headings->len;

      if (is_timed)
        continue;
      printf ("FILE %s\n", line);
      for (guint i = 0; i < headings->len; i++)
        {
          const TelarHeading *heading = &g_array_index (headings, TelarHeading, i);

          printf ("%u %s\n", heading->level, heading->text);
        }
    }

  if (is_timed)
    printf ("%zu bytes, %zu headings, found in %.6f s, decoded in %.6f s\n", (size_t) n_bytes,
            (size_t) n_headings, (double) find_ns / 1e9, (double) decode_ns / 1e9);

  return 0;
}
