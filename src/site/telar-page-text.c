/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-page-text.h"

/* A page that is longer repeats one block of text, so that its memory stays small. */
#define MAX_UNIQUE_CHARACTERS (1024 * 1024)
#define BLOCK_CHARACTERS      (64 * 1024)

/* Room that a heading's line is given; the longest is shorter. */
#define MAX_HEADING_CHARACTERS 120

#define PAGE_END "</main>\n</body>\n</html>\n"

/* Every character of these words exists in ISO 8859-1. */
static const char *const words[] = {
  "aprendizaje",  "cálculo",    "concurrencia", "corrutina", "cuando",     "datos",   "década",
  "demostración", "después",    "ejemplo",      "ejecución", "el",         "en",      "entre",
  "espera",       "evento",     "función",      "hilo",      "imagen",     "la",      "lazo",
  "lección",      "línea",      "los",          "mañana",    "matemática", "máquina", "mientras",
  "módulo",       "número",     "núcleo",       "página",    "para",       "pequeño", "por",
  "proceso",      "programa",   "que",          "red",       "resultado",  "según",   "señal",
  "servidor",     "simultánea", "sistema",      "sueño",     "tarea",      "telar",   "teoría",
  "tiempo",       "trabajo",    "último",       "un",        "una",        "vacío",   "y",
};

static const char *const plain_titles[] = {
  "Noticias",       "Cursos",         "Documentos",  "Contacto",     "Acerca del sitio",
  "Eventos de hoy", "Primeros pasos", "Buscar",      "Comunidad",    "Proyectos",
  "Preguntas",      "Quien escribe",  "Referencias", "Archivo 2019", "Ejemplos",
  "Temas nuevos",   "Grupos",         "Biblioteca",  "Ayuda",        "Por donde empiezo?",
};

static const char *const accented_titles[] = {
  "Introducción", "Álgebra y cálculo", "Últimas páginas", "¿Qué es un hilo?", "Más información",
};

typedef struct
{
  GString *text;
  gsize characters;
  guint32 state;
} Writer;

/* Marsaglia's xorshift with 32 bits: the same sequence on every machine and with every GLib. */
static guint
draw (Writer *writer, guint n)
{
  writer->state ^= writer->state << 13;
  writer->state ^= writer->state >> 17;
  writer->state ^= writer->state << 5;

  return writer->state % n;
}

static void
add (Writer *writer, const char *text)
{
  g_string_append (writer->text, text);
  writer->characters += (gsize) g_utf8_strlen (text, -1);
}

/* Adds exactly @n characters of running text, without markup. */
static void
add_words (Writer *writer, gsize n)
{
  gsize end = writer->characters + n;
  guint in_line = 0;

  while (writer->characters < end)
    {
      const char *word = words[draw (writer, G_N_ELEMENTS (words))];
      gsize left = end - writer->characters;
      gsize length = (gsize) g_utf8_strlen (word, -1);

      if (length + 1 > left)
        {
          const char *cut = g_utf8_offset_to_pointer (word, (glong) left);

          g_string_append_len (writer->text, word, cut - word);
          writer->characters = end;
          break;
        }

      add (writer, word);
      add (writer, ++in_line % 12 == 0 ? "\n" : " ");
    }
}

/* Adds exactly @n characters: paragraphs, or line ends where a paragraph does not fit. */
static void
add_paragraphs (Writer *writer, gsize n)
{
  const gsize markup = strlen ("<p></p>\n");
  gsize end = writer->characters + n;

  while (end - writer->characters > markup)
    {
      gsize left = end - writer->characters - markup;
      gsize length = 200 + draw (writer, 400);

      /* Rather a longer last paragraph than a rest that is too short for one. */
      if (left < length + 100)
        length = left;
      add (writer, "<p>");
      add_words (writer, length);
      add (writer, "</p>\n");
    }

  while (writer->characters < end)
    add (writer, "\n");
}

static void
add_heading (Writer *writer, guint index, gboolean accented)
{
  guint level = index == 0 ? 1 : 2 + draw (writer, 3);
  const char *title = accented ? accented_titles[draw (writer, G_N_ELEMENTS (accented_titles))]
                               : plain_titles[draw (writer, G_N_ELEMENTS (plain_titles))];
  g_autofree char *line = NULL;

  /* Each on a line of its own: the lecture's pattern finds one heading in a line at most. */
  if (draw (writer, 3) == 0)
    line = g_strdup_printf ("<h%u class=\"titulo\" id=\"t%u\">%s</h%u>\n", level, index, title,
                            level);
  else
    line = g_strdup_printf ("<h%u>%s</h%u>\n", level, title, level);
  add (writer, line);
}

static void
add_page_start (Writer *writer, const TelarPageSpec *spec)
{
  g_autofree char *title = g_markup_escape_text (spec->title, -1);
  g_autofree char *start
      = g_strdup_printf ("<!DOCTYPE html>\n<html lang=\"es\">\n<head>\n"
                         "<meta charset=\"%s\">\n<title>%s</title>\n"
                         "<style>body { margin: 2em auto; max-width: 40em; }</style>\n"
                         "</head>\n<body>\n<main>\n",
                         spec->charset, title);

  add (writer, start);
}

static gboolean
add_sections (Writer *writer, const TelarPageSpec *spec, gsize end, GError **error)
{
  guint n_headings = spec->headings + spec->accented;
  guint n_accented = 0;

  if (writer->characters + (gsize) n_headings * MAX_HEADING_CHARACTERS > end)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "A page of %" G_GSIZE_FORMAT " characters has no room for %u headings.",
                   spec->characters, n_headings);
      return FALSE;
    }

  for (guint i = 0; i < n_headings; i++)
    {
      gsize room = end - writer->characters - (gsize) (n_headings - i) * MAX_HEADING_CHARACTERS;
      gboolean accented = (guint64) (i + 1) * spec->accented / n_headings > n_accented;

      n_accented += accented;
      add_heading (writer, i, accented);
      add_paragraphs (writer, room / (n_headings - i));
    }

  return TRUE;
}

static gboolean
add_encoded (GPtrArray *parts, const char *text, gsize length, const char *charset, GError **error)
{
  char *encoded;
  gsize encoded_length;

  if (g_ascii_strcasecmp (charset, "utf-8") == 0)
    {
      g_ptr_array_add (parts, g_bytes_new (text, length));
      return TRUE;
    }

  encoded = g_convert (text, (gssize) length, charset, "UTF-8", NULL, &encoded_length, error);
  if (encoded == NULL)
    return FALSE;
  g_ptr_array_add (parts, g_bytes_new_take (encoded, encoded_length));

  return TRUE;
}

/* A page too short for a frame is plain text; one without headings may be that short. */
static gboolean
is_too_short_for_frame (const TelarPageSpec *spec)
{
  return spec->headings + spec->accented == 0 && spec->characters < 400;
}

/**
 * telar_page_charset_is_known:
 * @charset: the name of a character encoding
 *
 * Returns: whether telar_page_text_new() can write a page in it
 */
gboolean
telar_page_charset_is_known (const char *charset)
{
  static const char *const known[]
      = { "utf-8", "iso-8859-1", "iso-8859-15", "windows-1252", "utf-16le", "utf-16be" };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (known[i], charset) == 0)
      return TRUE;

  return FALSE;
}

/**
 * telar_page_text_new:
 * @spec: what the page is to be
 * @error: return location for a %G_IO_ERROR_INVALID_ARGUMENT if the headings do not fit
 *
 * Generates an HTML page of exactly that many characters and headings, the same at every call. Any
 * thread may call it.
 *
 * Returns: (transfer full) (nullable) (element-type GBytes): the page in its encoding, in parts;
 *   a large page holds the same part many times
 */
GPtrArray *
telar_page_text_new (const TelarPageSpec *spec, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize n_blocks = 0;
  gsize end;
  Writer writer = { g_string_new (NULL), 0, spec->seed * 2654435761u | 1 };
  gboolean ok = TRUE;

  if (spec->characters > MAX_UNIQUE_CHARACTERS)
    n_blocks = (spec->characters - MAX_UNIQUE_CHARACTERS) / BLOCK_CHARACTERS;
  end = spec->characters - n_blocks * BLOCK_CHARACTERS;

  if (is_too_short_for_frame (spec))
    add_words (&writer, end);
  else if (end > strlen (PAGE_END))
    {
      end -= strlen (PAGE_END);
      add_page_start (&writer, spec);
      ok = add_sections (&writer, spec, end, error);
      if (ok)
        add_paragraphs (&writer, end - writer.characters);
    }
  else
    ok = add_sections (&writer, spec, end, error);

  ok = ok && add_encoded (parts, writer.text->str, writer.text->len, spec->charset, error);
  if (ok && n_blocks > 0)
    {
      g_autoptr (GBytes) filler = telar_page_filler_new (BLOCK_CHARACTERS, spec->seed + 1);
      gsize length;
      const char *text = g_bytes_get_data (filler, &length);

      ok = add_encoded (parts, text, length, spec->charset, error);
      for (gsize i = 1; ok && i < n_blocks; i++)
        g_ptr_array_add (parts, g_bytes_ref (g_ptr_array_index (parts, 1)));
    }
  if (ok && !is_too_short_for_frame (spec))
    ok = add_encoded (parts, PAGE_END, strlen (PAGE_END), spec->charset, error);
  g_string_free (writer.text, TRUE);

  return ok ? g_steal_pointer (&parts) : NULL;
}

/**
 * telar_page_filler_new:
 * @characters: how many
 * @seed: which text
 *
 * Returns: (transfer full): paragraphs of that many characters, in UTF-8
 */
GBytes *
telar_page_filler_new (gsize characters, guint32 seed)
{
  Writer writer = { g_string_new (NULL), 0, seed * 2654435761u | 1 };

  add_paragraphs (&writer, characters);

  return g_string_free_to_bytes (writer.text);
}
