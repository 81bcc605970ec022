/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-result-reader.h"

#include <string.h>

static void
read_heading (TelarJsonReader *reader, GArray *headings)
{
  TelarHeading heading = { 0 };
  const char *name;

  telar_json_reader_begin_object (reader);
  while ((name = telar_json_reader_next_member (reader)) != NULL)
    if (strcmp (name, "level") == 0)
      heading.level = (guint) telar_json_reader_read_integer (reader, 0, 6);
    else if (strcmp (name, "text") == 0)
      {
        g_free (heading.text);
        heading.text = g_strdup (telar_json_reader_read_string (reader));
      }
    else
      telar_json_reader_skip (reader);

  if (heading.text == NULL)
    heading.text = g_strdup ("");
  g_array_append_val (headings, heading);
}

static GArray *
read_headings (TelarJsonReader *reader)
{
  GArray *headings = telar_headings_new ();

  telar_json_reader_begin_array (reader);
  while (telar_json_reader_next_element (reader))
    read_heading (reader, headings);

  return headings;
}

/**
 * telar_result_read:
 * @reader: a reader before the result of a task in a run document
 *
 * What is wrong is told by the reader's error.
 *
 * Returns: (transfer full) (nullable): the result, without an error; %NULL if there is none
 */
TelarResult *
telar_result_read (TelarJsonReader *reader)
{
  g_autoptr (GArray) headings = NULL;
  TelarResult *result;
  const char *name;

  if (telar_json_reader_skip_null (reader))
    return NULL;

  result = telar_result_new_page (-1);
  telar_json_reader_begin_object (reader);
  while ((name = telar_json_reader_next_member (reader)) != NULL)
    if (strcmp (name, "value") == 0)
      {
        g_free (result->value);
        result->value = g_strdup (telar_json_reader_read_string (reader));
      }
    else if (strcmp (name, "characters") == 0)
      result->characters = telar_json_reader_read_integer (reader, 0, G_MAXINT64);
    else if (strcmp (name, "headings") == 0)
      {
        g_clear_pointer (&headings, g_array_unref);
        headings = read_headings (reader);
      }
    else
      telar_json_reader_skip (reader);

  if (headings != NULL)
    telar_result_take_headings (result, g_steal_pointer (&headings));

  return result;
}
