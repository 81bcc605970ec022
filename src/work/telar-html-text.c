/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-html-text.h"

#include <string.h>

#define MAX_NAME_LENGTH 33

typedef struct
{
  const char *name; /* without the ampersand; with a semicolon, unless it may be left out */
  const char *text;
} Entity;

static const Entity entities[] = {
#include "telar-html-entities.inc"
};

static int
compare_entity (const void *key, const void *element)
{
  return strcmp (key, ((const Entity *) element)->name);
}

static const Entity *
find_entity (const char *name)
{
  return bsearch (name, entities, G_N_ELEMENTS (entities), sizeof *entities, compare_entity);
}

/* What browsers make of the numbers of control characters: windows-1252. */
static gunichar
remap_number (guint64 number)
{
  static const guint16 windows_1252[32] = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
  };

  if (number >= 0x80 && number < 0xa0)
    return windows_1252[number - 0x80];
  if (number == 0 || number > 0x10ffff || (number >= 0xd800 && number < 0xe000))
    return 0xfffd;

  return (gunichar) number;
}

/* Returns: how many bytes the reference at @text is long, 0 if it is none */
static gsize
append_number (GString *out, const char *text, gsize length)
{
  gboolean is_hex = length > 2 && (text[2] == 'x' || text[2] == 'X');
  gsize first = is_hex ? 3 : 2;
  gsize i = first;
  guint64 number = 0;

  for (; i < length && (is_hex ? g_ascii_isxdigit (text[i]) : g_ascii_isdigit (text[i])); i++)
    number = MIN (number * (is_hex ? 16 : 10) + (guint64) g_ascii_xdigit_value (text[i]),
                  G_GUINT64_CONSTANT (0x110000));
  if (i == first)
    return 0;

  g_string_append_unichar (out, remap_number (number));

  return i < length && text[i] == ';' ? i + 1 : i;
}

static gsize
append_name (GString *out, const char *text, gsize length)
{
  char name[MAX_NAME_LENGTH + 1];
  gsize n = 0;

  while (n < MAX_NAME_LENGTH - 1 && 1 + n < length && g_ascii_isalnum (text[1 + n]))
    {
      name[n] = text[1 + n];
      n++;
    }
  if (1 + n < length && text[1 + n] == ';')
    name[n++] = ';';

  /* The longest name that fits: some may be written without a semicolon. */
  for (; n > 1; n--)
    {
      const Entity *entity;

      name[n] = '\0';
      entity = find_entity (name);
      if (entity != NULL)
        {
          g_string_append (out, entity->text);
          return 1 + n;
        }
    }

  return 0;
}

/**
 * telar_html_text_append_plain:
 * @out: where to append
 * @text: valid UTF-8
 * @length: its length in bytes
 * @limit: how long @out may become, in bytes; what goes beyond is left out
 *
 * Appends @text as it is, but no part of a character.
 */
void
telar_html_text_append_plain (GString *out, const char *text, gsize length, gsize limit)
{
  gsize room = limit > out->len ? limit - out->len : 0;

  if (length > room)
    for (length = room; length > 0 && ((guchar) text[length] & 0xc0) == 0x80;)
      length--;
  g_string_append_len (out, text, (gssize) length);
}

/**
 * telar_html_text_append:
 * @out: where to append
 * @text: text of an HTML page between two tags; valid UTF-8
 * @length: its length in bytes
 * @limit: how long @out may become, in bytes; what goes beyond is left out
 *
 * Appends @text with its character references replaced, as HTML's "character reference state"
 * describes it (https://html.spec.whatwg.org/multipage/parsing.html).
 */
void
telar_html_text_append (GString *out, const char *text, gsize length, gsize limit)
{
  const char *end = text + length;

  while (text < end && out->len < limit)
    {
      const char *ampersand = memchr (text, '&', (gsize) (end - text));
      gsize plain = (gsize) ((ampersand != NULL ? ampersand : end) - text);
      gsize used = 0;

      telar_html_text_append_plain (out, text, plain, limit);
      text += plain;
      if (ampersand == NULL || out->len >= limit)
        return;

      if (end - text > 1)
        used = text[1] == '#' ? append_number (out, text, (gsize) (end - text))
                              : append_name (out, text, (gsize) (end - text));
      if (used == 0)
        {
          g_string_append_c (out, '&');
          used = 1;
        }
      text += used;
    }
}

/**
 * telar_html_text_fold:
 * @text: valid UTF-8
 * @length: its length in bytes
 *
 * Returns: (transfer full): @text with each run of white space, as HTML defines it, made one
 *   blank, and none at its ends
 */
char *
telar_html_text_fold (const char *text, gsize length)
{
  char *folded = g_malloc (length + 1);
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      gboolean is_space = g_ascii_isspace (text[i]) && text[i] != '\v';

      if (!is_space)
        folded[n++] = text[i];
      else if (n > 0 && folded[n - 1] != ' ')
        folded[n++] = ' ';
    }
  if (n > 0 && folded[n - 1] == ' ')
    n--;
  folded[n] = '\0';

  return folded;
}
