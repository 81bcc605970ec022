/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-charset.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* How far into a page its <meta> is looked for, as browsers do. */
#define PRESCAN_LENGTH 1024

/* How much of a body tells whether it is text. */
#define SAMPLE_LENGTH 4096

/* So many control characters even a short text may have. */
#define MAX_CONTROLS 4

#define REPLACEMENT "\357\277\275"

/* What a label stands for: NULL if it is unknown or would be a danger. The names that browsers
 * take for windows-1252 and utf-8 are those of https://encoding.spec.whatwg.org/#names-and-labels.
 */
static char *
resolve_label (const char *label, gsize length)
{
  static const char *const latin[]
      = { "ascii",        "us-ascii",       "iso-8859-1", "iso8859-1", "iso88591",
          "iso_8859-1",   "latin1",         "l1",         "cp1252",    "x-cp1252",
          "windows-1252", "ansi_x3.4-1968", "cp819",      "ibm819",    NULL };
  static const char *const unicode[] = { "utf-8", "utf8", "unicode-1-1-utf-8", NULL };
  g_autofree char *name = g_ascii_strdown (label, (gssize) length);

  g_strstrip (name);
  if (g_strv_contains (latin, name))
    return g_strdup ("windows-1252");
  if (g_strv_contains (unicode, name))
    return g_strdup ("utf-8");

  /* iconv has more names than a page may use, and ways to change what it does. */
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("-_.:", *p) == NULL)
      return NULL;
  if (*name == '\0' || strlen (name) > 40 || g_str_has_prefix (name, "utf-7")
      || g_str_has_prefix (name, "utf7") || g_str_equal (name, "char")
      || g_str_equal (name, "wchar_t"))
    return NULL;

  return g_steal_pointer (&name);
}

/* The value of "charset=" in @text, which is that of a header or of a <meta>. */
static char *
find_label (const char *text, gsize length)
{
  for (gsize i = 0; i + 8 < length; i++)
    {
      gsize start, end;
      char quote;

      if (g_ascii_strncasecmp (text + i, "charset", 7) != 0)
        continue;
      for (start = i + 7; start < length && g_ascii_isspace (text[start]); start++)
        ;
      if (start == length || text[start] != '=')
        continue;
      for (start++; start < length && g_ascii_isspace (text[start]); start++)
        ;
      quote = start < length && (text[start] == '"' || text[start] == '\'') ? text[start++] : 0;
      for (end = start; end < length; end++)
        if (quote != 0 ? text[end] == quote
                       : g_ascii_isspace (text[end]) || strchr (";,>\"'/", text[end]) != NULL)
          break;

      return resolve_label (text + start, end - start);
    }

  return NULL;
}

static char *
prescan (const char *body, gsize length)
{
  length = MIN (length, PRESCAN_LENGTH);
  for (gsize i = 0; i + 5 < length; i++)
    {
      const char *end;
      char *label;

      if (body[i] != '<')
        continue;
      if (length - i > 4 && strncmp (body + i, "<!--", 4) == 0)
        {
          end = g_strstr_len (body + i, (gssize) (length - i), "-->");
          if (end == NULL)
            return NULL;
          i = (gsize) (end - body) + 2;
          continue;
        }
      if (g_ascii_strncasecmp (body + i, "<meta", 5) != 0)
        continue;
      end = memchr (body + i, '>', length - i);
      label = find_label (body + i, end != NULL ? (gsize) (end - body) - i : length - i);
      if (label != NULL)
        {
          /* A page whose <meta> could be read is not in UTF-16, whatever it says. */
          if (g_str_has_prefix (label, "utf-16"))
            {
              g_free (label);
              return g_strdup ("utf-8");
            }
          return label;
        }
    }

  return NULL;
}

static char *
decode_windows_1252 (const char *body, gsize length, gsize *decoded_length)
{
  static const guint16 high[32] = {
    0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
    0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178,
  };
  char *text = g_malloc (length * 3 + 1);
  char *out = text;

  for (gsize i = 0; i < length; i++)
    {
      guchar byte = (guchar) body[i];

      if (byte == 0)
        out = stpcpy (out, REPLACEMENT);
      else if (byte < 0x80)
        *out++ = (char) byte;
      else
        out += g_unichar_to_utf8 (byte < 0xa0 ? high[byte - 0x80] : byte, out);
    }
  *out = '\0';
  *decoded_length = (gsize) (out - text);

  return g_realloc (text, *decoded_length + 1);
}

static char *
decode_utf8 (const char *body, gsize length, gsize *decoded_length)
{
  const char *invalid;
  char *text;

  if (g_utf8_validate_len (body, length, &invalid))
    {
      text = g_malloc (length + 1);
      memcpy (text, body, length);
      text[length] = '\0';
      *decoded_length = length;
      return text;
    }

  text = g_utf8_make_valid (body, (gssize) length);
  *decoded_length = strlen (text);

  return text;
}

/* Returns: (nullable): %NULL if the system does not know @charset */
static char *
decode_other (const char *charset, const char *body, gsize length, gsize *decoded_length)
{
  gboolean is_wide = g_str_has_prefix (charset, "utf-16");
  GIConv converter = g_iconv_open ("UTF-8", charset);
  GString *text;
  gchar *in = (gchar *) body;
  gsize in_left = length;

  if (converter == (GIConv) -1)
    return NULL;

  text = g_string_sized_new (length + length / 2);
  while (in_left > 0)
    {
      char buffer[16384];
      gchar *out = buffer;
      gsize out_left = sizeof buffer;
      gsize status = g_iconv (converter, &in, &in_left, &out, &out_left);
      int reason = errno;

      g_string_append_len (text, buffer, out - buffer);
      if (status != (gsize) -1)
        break;
      if (reason == E2BIG)
        continue;
      g_string_append (text, REPLACEMENT);
      if (reason == EINVAL)
        break;
      in += MIN (in_left, is_wide ? 2 : 1);
      in_left -= MIN (in_left, is_wide ? 2 : 1);
    }
  g_iconv_close (converter);

  /* Some converters let through what UTF-8 does not have, and NULs. */
  if (!g_utf8_validate_len (text->str, text->len, NULL))
    {
      char *valid = g_utf8_make_valid (text->str, (gssize) text->len);

      g_string_free (text, TRUE);
      *decoded_length = strlen (valid);
      return valid;
    }

  *decoded_length = text->len;

  return g_string_free (text, FALSE);
}

/* Text has hardly any control characters. */
static gboolean
is_binary (const char *body, gsize length)
{
  gsize n_controls = 0;

  length = MIN (length, SAMPLE_LENGTH);
  for (gsize i = 0; i < length; i++)
    if ((guchar) body[i] < 0x20 && strchr ("\t\n\f\r\033", body[i]) == NULL)
      n_controls++;
    else if (body[i] == '\0')
      n_controls++;

  return n_controls > MAX_CONTROLS && n_controls * 20 > length;
}

static char *
detect (const char *body, gsize length, const char *content_type, gsize *skip)
{
  char *charset = NULL;

  *skip = 0;
  if (length >= 3 && memcmp (body, "\357\273\277", 3) == 0)
    {
      *skip = 3;
      return g_strdup ("utf-8");
    }
  if (length >= 2 && memcmp (body, "\376\377", 2) == 0)
    {
      *skip = 2;
      return g_strdup ("utf-16be");
    }
  if (length >= 2 && memcmp (body, "\377\376", 2) == 0)
    {
      *skip = 2;
      return g_strdup ("utf-16le");
    }

  if (content_type != NULL)
    charset = find_label (content_type, strlen (content_type));
  if (charset == NULL)
    charset = prescan (body, length);
  if (charset != NULL && g_str_equal (charset, "utf-16"))
    {
      g_free (charset);
      charset = g_strdup ("utf-16le");
    }

  return charset;
}

/**
 * telar_charset_decode:
 * @body: a page as a server sent it
 * @length: its length in bytes
 * @content_type: (nullable): the value of its Content-Type header
 * @decoded_length: (out): the length of the text in bytes
 * @error: return location for a %G_IO_ERROR_INVALID_DATA: the page is not text
 *
 * Finds the charset as browsers do: a byte order mark, the header, a <meta> near the beginning,
 * else UTF-8 if it is valid, else windows-1252. What cannot be decoded becomes U+FFFD; a charset
 * that is not known is as good as none. Any thread may call it.
 *
 * Returns: (transfer full) (nullable): valid UTF-8 without NULs inside
 */
char *
telar_charset_decode (const char *body,
                      gsize length,
                      const char *content_type,
                      gsize *decoded_length,
                      GError **error)
{
  gsize skip;
  g_autofree char *charset = detect (body, length, content_type, &skip);
  char *text = NULL;

  if ((charset == NULL || !g_str_has_prefix (charset, "utf-16")) && is_binary (body, length))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("What the server sent is not text"));
      return NULL;
    }

  body += skip;
  length -= skip;
  if (charset != NULL && !g_str_equal (charset, "utf-8") && !g_str_equal (charset, "windows-1252"))
    text = decode_other (charset, body, length, decoded_length);
  if (text != NULL)
    return text;

  if (charset == NULL || !g_str_equal (charset, "windows-1252"))
    {
      gboolean is_declared = charset != NULL && g_str_equal (charset, "utf-8");

      if (is_declared || g_utf8_validate_len (body, length, NULL))
        return decode_utf8 (body, length, decoded_length);
    }

  return decode_windows_1252 (body, length, decoded_length);
}
