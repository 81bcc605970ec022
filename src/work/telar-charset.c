/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-charset.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "telar-charset-label.h"

/* How much of a body tells whether it is text. */
#define SAMPLE_LENGTH 1024

/* So many control characters even a short text may have. */
#define MAX_CONTROLS 4

/* How many bytes are looked at together. */
#define BLOCK_LENGTH 128

#define REPLACEMENT "\357\277\275"

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

/* How many bytes at @body one U+FFFD stands for: those of a character up to where it goes wrong,
 * as https://www.unicode.org/versions/Unicode15.0.0/ch03.pdf recommends (table 3-8). */
static gsize
get_invalid_length (const guchar *body, gsize length)
{
  guchar first = body[0];
  gsize wanted = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1;
  guchar low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  guchar high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  gsize n = 1;

  for (; n < wanted && n < length && body[n] >= low && body[n] <= high; n++)
    {
      low = 0x80;
      high = 0xbf;
    }

  return n;
}

/* Most pages are ASCII for the most part, which is told block by block: a byte that is not has its
 * highest bit set, and a NUL gets it by the subtraction. The compiler makes vectors of a block. */
static gboolean
is_plain_ascii (const char *body, gsize length)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  gsize i;

  for (i = 0; i + BLOCK_LENGTH <= length; i += BLOCK_LENGTH)
    {
      guint64 words[BLOCK_LENGTH / 8];
      guint64 bits = 0;

      memcpy (words, body + i, BLOCK_LENGTH);
      for (guint k = 0; k < BLOCK_LENGTH / 8; k++)
        bits |= (words[k] - ones) | words[k];
      if ((bits & (ones << 7)) != 0)
        return FALSE;
    }
  for (; i < length; i++)
    if (body[i] <= 0)
      return FALSE;

  return TRUE;
}

static char *
copy_utf8 (const char *body, gsize length, gsize *decoded_length)
{
  char *text = g_malloc (length + 1);

  memcpy (text, body, length);
  text[length] = '\0';
  *decoded_length = length;

  return text;
}

static char *
decode_utf8 (const char *body, gsize length, gsize *decoded_length)
{
  const char *end = body + length;
  const char *invalid;
  GString *text = g_string_sized_new (length);

  while (!g_utf8_validate_len (body, (gsize) (end - body), &invalid))
    {
      g_string_append_len (text, body, invalid - body);
      g_string_append (text, REPLACEMENT);
      body = invalid + get_invalid_length ((const guchar *) invalid, (gsize) (end - invalid));
    }
  g_string_append_len (text, body, end - body);
  *decoded_length = text->len;

  return g_string_free (text, FALSE);
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
      char *valid = decode_utf8 (text->str, text->len, decoded_length);

      g_string_free (text, TRUE);
      return valid;
    }

  *decoded_length = text->len;

  return g_string_free (text, FALSE);
}

/* Text has hardly any control characters. */
static gboolean
is_binary (const char *body, gsize length)
{
  const guint32 usual = 1u << '\t' | 1u << '\n' | 1u << '\f' | 1u << '\r' | 1u << '\033';
  gsize n_controls = 0;

  length = MIN (length, SAMPLE_LENGTH);
  for (gsize i = 0; i < length; i++)
    if ((guchar) body[i] < 0x20)
      n_controls += ((usual >> body[i]) & 1) == 0;

  return n_controls > MAX_CONTROLS && n_controls * 20 > length;
}

/* What the page and its header say of its charset.
 * Returns: (nullable): its name, %NULL if they say nothing; @skip is the length of the mark */
static const char *
detect (const char *body, gsize length, const char *content_type, gsize *skip)
{
  const char *charset = NULL;

  *skip = 0;
  if (length >= 3 && memcmp (body, "\357\273\277", 3) == 0)
    {
      *skip = 3;
      return "utf-8";
    }
  if (length >= 2 && (memcmp (body, "\376\377", 2) == 0 || memcmp (body, "\377\376", 2) == 0))
    {
      *skip = 2;
      return body[0] == '\376' ? "utf-16be" : "utf-16le";
    }

  if (content_type != NULL)
    charset = telar_charset_label_in_header (content_type);

  return charset != NULL ? charset : telar_charset_label_in_page (body, length);
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
 * else UTF-8 if it is valid, else windows-1252. What cannot be decoded becomes U+FFFD, NULs too; a
 * charset that is not known is as good as none. Any thread may call it.
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
  const char *charset = detect (body, length, content_type, &skip);
  char *text = NULL;

  if ((charset == NULL || !g_str_has_prefix (charset, "utf-16")) && is_binary (body, length))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("What the server sent is not text"));
      return NULL;
    }

  body += skip;
  length -= skip;
  if ((charset == NULL || g_str_equal (charset, "utf-8")) && is_plain_ascii (body, length))
    return copy_utf8 (body, length, decoded_length);
  if (g_strcmp0 (charset, "utf-8") == 0)
    return decode_utf8 (body, length, decoded_length);

  if (charset != NULL && !g_str_equal (charset, "windows-1252"))
    {
      text = decode_other (charset, body, length, decoded_length);
      if (text == NULL)
        charset = NULL;
    }
  if (charset == NULL && g_utf8_validate_len (body, length, NULL))
    text = copy_utf8 (body, length, decoded_length);

  return text != NULL ? text : decode_windows_1252 (body, length, decoded_length);
}
