/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "telar-charset-label.h"

#include <string.h>

/* How far into a page its <meta> is looked for, as browsers do. */
#define PRESCAN_LENGTH 1024

#define MAX_LABEL_LENGTH 24

#define LATIN(number, more)                                                                        \
  {                                                                                                \
    "iso-8859-" number,                                                                            \
        " iso-8859-" number " iso8859-" number " iso8859" number " iso_8859-" number " " more " "  \
  }

#define WINDOWS(number, more)                                                                      \
  {                                                                                                \
    "windows-" number, " windows-" number " cp" number " x-cp" number " " more " "                 \
  }

/* The charsets that pages may use, by the names that iconv has for them, and the labels that mean
 * them, after https://encoding.spec.whatwg.org/#names-and-labels: not all mean what they say. */
static const struct
{
  const char *charset;
  const char *labels; /* between blanks */
} charsets[] = {
  { "utf-8", " utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 " },
  WINDOWS ("1252",
           "iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 iso-ir-100 latin1 l1"
           " ascii us-ascii ansi_x3.4-1968 cp819 ibm819 csisolatin1 x-user-defined"),
  LATIN ("2", "iso_8859-2:1987 iso-ir-101 latin2 l2 csisolatin2"),
  LATIN ("3", "iso_8859-3:1988 iso-ir-109 latin3 l3 csisolatin3"),
  LATIN ("4", "iso_8859-4:1988 iso-ir-110 latin4 l4 csisolatin4"),
  LATIN ("5", "iso_8859-5:1988 iso-ir-144 cyrillic csisolatincyrillic"),
  LATIN ("6",
         "iso_8859-6:1987 iso-8859-6-e iso-8859-6-i iso-ir-127 arabic asmo-708 ecma-114"
         " csiso88596e csiso88596i csisolatinarabic"),
  LATIN ("7",
         "iso_8859-7:1987 iso-ir-126 greek greek8 ecma-118 elot_928 sun_eu_greek"
         " csisolatingreek"),
  LATIN ("8",
         "iso_8859-8:1988 iso-8859-8-e iso-8859-8-i iso-ir-138 hebrew visual logical"
         " csiso88598e csiso88598i csisolatinhebrew"),
  LATIN ("10", "iso-ir-157 latin6 l6 csisolatin6"),
  LATIN ("13", ""),
  LATIN ("14", ""),
  LATIN ("15", "l9 csisolatin9"),
  LATIN ("16", ""),
  WINDOWS ("1250", ""),
  WINDOWS ("1251", ""),
  WINDOWS ("1253", ""),
  WINDOWS ("1254",
           "iso-8859-9 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 iso-ir-148 latin5 l5"
           " csisolatin5"),
  WINDOWS ("1255", ""),
  WINDOWS ("1256", ""),
  WINDOWS ("1257", ""),
  WINDOWS ("1258", ""),
  { "cp874", " windows-874 dos-874 tis-620 iso-8859-11 iso8859-11 iso885911 " },
  { "ibm866", " ibm866 cp866 866 csibm866 " },
  { "koi8-r", " koi8-r koi8_r koi8 koi cskoi8r " },
  { "koi8-u", " koi8-u koi8-ru " },
  { "macintosh", " macintosh mac x-mac-roman csmacintosh " },
  { "mac-cyrillic", " x-mac-cyrillic x-mac-ukrainian " },
  { "gb18030", " gb18030 gbk x-gbk gb2312 gb_2312 gb_2312-80 chinese iso-ir-58 csgb2312"
               " csiso58gb231280 " },
  { "big5-hkscs", " big5 big5-hkscs cn-big5 x-x-big5 csbig5 " },
  { "euc-jp", " euc-jp x-euc-jp cseucpkdfmtjapanese " },
  { "iso-2022-jp", " iso-2022-jp csiso2022jp " },
  { "cp932", " shift_jis shift-jis sjis x-sjis ms932 ms_kanji windows-31j csshiftjis " },
  { "cp949", " euc-kr windows-949 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601"
             " iso-ir-149 cseuckr csksc56011987 " },
  { "utf-16be", " utf-16be unicodefffe " },
  { "utf-16le", " utf-16 utf-16le unicode unicodefeff ucs-2 iso-10646-ucs-2 csunicode " },
};

/* Reads bytes one after another; at the end it stays there. */
typedef struct
{
  const char *at;
  const char *end;
} Cursor;

typedef struct
{
  const char *name;
  gsize name_length;
  const char *value;
  gsize value_length;
} Attribute;

static gboolean
is_blank (char c)
{
  return g_ascii_isspace (c) && c != '\v';
}

static gboolean
is_one_of (char c, const char *stops)
{
  return is_blank (c) || (c != '\0' && strchr (stops, c) != NULL);
}

static void
skip_blanks (Cursor *cursor)
{
  while (cursor->at < cursor->end && is_blank (*cursor->at))
    cursor->at++;
}

static gboolean
starts_with (const Cursor *cursor, const char *prefix)
{
  gsize length = strlen (prefix);

  return (gsize) (cursor->end - cursor->at) >= length
         && g_ascii_strncasecmp (cursor->at, prefix, length) == 0;
}

/* Returns: whether there is a @c from here on; if so, what follows it is next */
static gboolean
skip_past (Cursor *cursor, char c)
{
  const char *found = memchr (cursor->at, c, (gsize) (cursor->end - cursor->at));

  cursor->at = found != NULL ? found + 1 : cursor->end;

  return found != NULL;
}

static gboolean
text_is (const char *text, gsize length, const char *other)
{
  return length == strlen (other) && g_ascii_strncasecmp (text, other, length) == 0;
}

/* Reads a value up to its closing quote, or to a blank or one of @stops. */
static gboolean
read_value (Cursor *cursor, const char *stops, const char **value, gsize *length)
{
  char quote = cursor->at < cursor->end ? *cursor->at : '\0';

  *value = cursor->at;
  if (quote == '"' || quote == '\'')
    {
      *value = ++cursor->at;
      if (!skip_past (cursor, quote))
        return FALSE;
      *length = (gsize) (cursor->at - 1 - *value);
      return TRUE;
    }

  while (cursor->at < cursor->end && !is_one_of (*cursor->at, stops))
    cursor->at++;
  *length = (gsize) (cursor->at - *value);

  return TRUE;
}

/* Returns: whether there is one more attribute in the tag */
static gboolean
read_attribute (Cursor *cursor, Attribute *attribute)
{
  while (cursor->at < cursor->end && is_one_of (*cursor->at, "/"))
    cursor->at++;
  if (cursor->at == cursor->end || *cursor->at == '>')
    return FALSE;

  *attribute = (Attribute){ .name = cursor->at, .value = "" };
  for (cursor->at++; cursor->at < cursor->end && !is_one_of (*cursor->at, "=/>");)
    cursor->at++;
  attribute->name_length = (gsize) (cursor->at - attribute->name);

  skip_blanks (cursor);
  if (cursor->at == cursor->end || *cursor->at != '=')
    return TRUE;
  cursor->at++;
  skip_blanks (cursor);

  return read_value (cursor, ">", &attribute->value, &attribute->value_length);
}

/* What "charset=" in the content of a <meta> says. */
static const char *
find_in_content (const char *content, gsize length)
{
  Cursor cursor = { content, content + length };

  for (; cursor.at < cursor.end; cursor.at++)
    {
      const char *label;
      gsize label_length;

      if (!starts_with (&cursor, "charset"))
        continue;
      cursor.at += strlen ("charset");
      skip_blanks (&cursor);
      if (cursor.at == cursor.end || *cursor.at != '=')
        {
          cursor.at--;
          continue;
        }
      cursor.at++;
      skip_blanks (&cursor);
      return read_value (&cursor, ";", &label, &label_length)
                 ? telar_charset_label_resolve (label, label_length)
                 : NULL;
    }

  return NULL;
}

/* Reads the attributes of a <meta>; of each name the first one counts. */
static const char *
read_meta (Cursor *cursor)
{
  gboolean has_charset = FALSE, has_content = FALSE, has_pragma = FALSE, is_type = FALSE;
  const char *direct = NULL, *in_content = NULL;
  Attribute attribute;

  while (read_attribute (cursor, &attribute))
    if (text_is (attribute.name, attribute.name_length, "charset") && !has_charset)
      {
        has_charset = TRUE;
        direct = telar_charset_label_resolve (attribute.value, attribute.value_length);
      }
    else if (text_is (attribute.name, attribute.name_length, "content") && !has_content)
      {
        has_content = TRUE;
        in_content = find_in_content (attribute.value, attribute.value_length);
      }
    else if (text_is (attribute.name, attribute.name_length, "http-equiv") && !has_pragma)
      {
        has_pragma = TRUE;
        is_type = text_is (attribute.value, attribute.value_length, "content-type");
      }

  if (has_charset)
    return direct;

  return is_type ? in_content : NULL;
}

/**
 * telar_charset_label_resolve:
 * @label: what a page or server calls its charset; need not end with a NUL
 * @length: its length in bytes
 *
 * Returns: (transfer none) (nullable): the charset that browsers take for @label, by its name for
 *   iconv in lower case: "utf-8", "windows-1252", "utf-16le", …; %NULL if it means none
 */
const char *
telar_charset_label_resolve (const char *label, gsize length)
{
  char key[MAX_LABEL_LENGTH + 3];

  for (; length > 0 && is_blank (*label); length--)
    label++;
  while (length > 0 && is_blank (label[length - 1]))
    length--;
  if (length == 0 || length > MAX_LABEL_LENGTH)
    return NULL;

  key[0] = ' ';
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isgraph (label[i]))
        return NULL;
      key[i + 1] = g_ascii_tolower (label[i]);
    }
  key[length + 1] = ' ';
  key[length + 2] = '\0';

  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    if (strstr (charsets[i].labels, key) != NULL)
      return charsets[i].charset;

  return NULL;
}

/**
 * telar_charset_label_in_header:
 * @content_type: the value of a Content-Type header
 *
 * Returns: (transfer none) (nullable): the charset that it tells, as
 *   telar_charset_label_resolve() names it
 */
const char *
telar_charset_label_in_header (const char *content_type)
{
  Cursor cursor = { content_type, content_type + strlen (content_type) };

  while (cursor.at < cursor.end)
    {
      const char *name, *value;
      gsize name_length, value_length;

      skip_blanks (&cursor);
      name = cursor.at;
      while (cursor.at < cursor.end && !is_one_of (*cursor.at, "=;"))
        cursor.at++;
      name_length = (gsize) (cursor.at - name);
      skip_blanks (&cursor);
      if (cursor.at < cursor.end && *cursor.at == '=')
        {
          cursor.at++;
          skip_blanks (&cursor);
          if (!read_value (&cursor, ";", &value, &value_length))
            return NULL;
          if (text_is (name, name_length, "charset"))
            return telar_charset_label_resolve (value, value_length);
        }
      skip_past (&cursor, ';');
    }

  return NULL;
}

/**
 * telar_charset_label_in_page:
 * @body: a page, or its beginning
 * @length: its length in bytes
 *
 * Looks for a <meta> that tells the charset, as "prescan a byte stream to determine its encoding"
 * in https://html.spec.whatwg.org/multipage/parsing.html does.
 *
 * Returns: (transfer none) (nullable): the charset, as telar_charset_label_resolve() names it
 */
const char *
telar_charset_label_in_page (const char *body, gsize length)
{
  Cursor cursor = { body, body + MIN (length, PRESCAN_LENGTH) };

  while (skip_past (&cursor, '<') && cursor.at < cursor.end)
    {
      Attribute attribute;

      if (starts_with (&cursor, "!--"))
        {
          const char *end;

          cursor.at++; /* the dashes may belong to the end too */
          end = g_strstr_len (cursor.at, cursor.end - cursor.at, "-->");
          if (end == NULL)
            return NULL;
          cursor.at = end + 3;
        }
      else if (starts_with (&cursor, "meta") && cursor.end - cursor.at > 4
               && is_one_of (cursor.at[4], "/"))
        {
          const char *charset;

          cursor.at += 5;
          charset = read_meta (&cursor);
          /* A page whose <meta> could be read is not in UTF-16, whatever it says. */
          if (charset != NULL)
            return g_str_has_prefix (charset, "utf-16") ? "utf-8" : charset;
        }
      else if (g_ascii_isalpha (*cursor.at)
               || (*cursor.at == '/' && cursor.end - cursor.at > 1
                   && g_ascii_isalpha (cursor.at[1])))
        {
          while (cursor.at < cursor.end && !is_one_of (*cursor.at, ">"))
            cursor.at++;
          while (read_attribute (&cursor, &attribute))
            ;
        }
      else if (strchr ("!/?", *cursor.at) != NULL)
        skip_past (&cursor, '>');
    }

  return NULL;
}
