/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <gio/gio.h>
#include <string.h>

#include "work/telar-charset.h"

static const struct
{
  const char *name;
  const char *body;
  gssize length; /* -1: up to the NUL */
  const char *content_type;
  const char *text;
} cases[] = {
  { "UTF-8 by itself", "ni\303\261o", -1, NULL, "ni\303\261o" },
  { "Latin by itself", "ni\361o", -1, NULL, "ni\303\261o" },
  { "header", "ni\361o", -1, "text/html; charset=ISO-8859-1", "ni\303\261o" },
  { "header in quotes", "ni\361o", -1, "text/html; charset=\"latin1\"", "ni\303\261o" },
  { "latin-1 means windows-1252", "\200 \223a\224", -1, "text/html;charset=iso-8859-1",
    "\342\202\254 \342\200\234a\342\200\235" },
  { "meta", "<meta charset=windows-1252>\361", -1, NULL, "<meta charset=windows-1252>\303\261" },
  { "older meta", "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>\301", -1,
    NULL, "<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>\320\260" },
  { "meta of another kind does not count", "<meta name=d content='charset=koi8-r'>\361", -1, NULL,
    "<meta name=d content='charset=koi8-r'>\303\261" },
  { "meta in an attribute does not count", "<a title='<meta charset=koi8-r>'>\361", -1, NULL,
    "<a title='<meta charset=koi8-r>'>\303\261" },
  { "meta that is cut does not count", "\361<meta charset='koi8-r", -1, NULL,
    "\303\261<meta charset='koi8-r" },
  { "second meta counts if the first says nothing", "<meta charset=x><META/charset = koi8-r >\301",
    -1, NULL, "<meta charset=x><META/charset = koi8-r >\320\260" },
  { "parameter of another name", "\361", -1, "text/html; xcharset=koi8-r; q=\"charset=koi8-r\"",
    "\303\261" },
  { "parameter after another", "\301", -1, "text/html; q=\"a;b\"; Charset = KOI8-R ; z",
    "\320\260" },
  { "header that is not closed", "\361", -1, "text/html; charset=\"koi8-r", "\303\261" },
  { "meta in a comment does not count", "<!-- <meta charset=koi8-r> -->\361", -1, NULL,
    "<!-- <meta charset=koi8-r> -->\303\261" },
  { "header goes before meta", "<meta charset=koi8-r>\303\261", -1, "text/html; charset=utf-8",
    "<meta charset=koi8-r>\303\261" },
  { "byte order mark goes before header", "\357\273\277\303\261", -1, "text/html; charset=koi8-r",
    "\303\261" },
  { "UTF-16 little-endian", "\377\376a\0\361\0", 6, NULL, "a\303\261" },
  { "UTF-16 big-endian", "\376\377\0a\0\361", 6, NULL, "a\303\261" },
  { "UTF-16 by header", "a\0b\0", 4, "text/html; charset=utf-16", "ab" },
  { "lone surrogate", "\377\376a\0\0\330b\0", 8, NULL, "a\357\277\275b" },
  { "UTF-16 that is cut", "\377\376a\0b", 5, NULL, "a\357\277\275" },
  { "meta cannot mean UTF-16", "<meta charset=utf-16>\303\261", -1, NULL,
    "<meta charset=utf-16>\303\261" },
  { "invalid UTF-8", "a\377b", -1, "text/html; charset=utf-8", "a\357\277\275b" },
  { "character cut by another", "a\342\202b", -1, "charset=utf-8", "a\357\277\275b" },
  { "character cut by the end", "a\360\237\230", -1, "charset=utf-8", "a\357\277\275" },
  { "surrogate in UTF-8", "\355\240\200", -1, "charset=utf-8",
    "\357\277\275\357\277\275\357\277\275" },
  { "overlong UTF-8", "\300\200\340\200\200", -1, "charset=utf-8",
    "\357\277\275\357\277\275\357\277\275\357\277\275\357\277\275" },
  { "beyond Unicode", "\364\220\200\200", -1, "charset=utf-8",
    "\357\277\275\357\277\275\357\277\275\357\277\275" },
  { "GB 2312 means GBK", "\201\100", -1, "charset=gb2312", "\344\270\202" },
  { "Shift JIS with NEC's signs", "\207\100", -1, "charset=Shift_JIS", "\342\221\240" },
  { "unknown charset", "\361", -1, "text/html; charset=x-nonsense", "\303\261" },
  { "UTF-7 is not taken", "+ADw-b+AD4-", -1, "text/html; charset=utf-7", "+ADw-b+AD4-" },
  { "no way into iconv", "\361", -1, "text/html; charset=ascii//TRANSLIT", "\303\261" },
  { "Shift JIS", "\223\372\226{", -1, "text/html; charset=shift_jis", "\346\227\245\346\234\254" },
  { "NUL", "a\0b", 3, NULL, "a\357\277\275b" },
  { "nothing", "", 0, NULL, "" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gsize length = cases[i].length < 0 ? strlen (cases[i].body) : (gsize) cases[i].length;
      g_autoptr (GError) error = NULL;
      gsize decoded_length = 99;
      g_autofree char *text = telar_charset_decode (cases[i].body, length, cases[i].content_type,
                                                    &decoded_length, &error);

      g_test_message ("%s", cases[i].name);
      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpuint (decoded_length, ==, strlen (text));
    }
}

static void
test_meta_counts_in_the_first_kilobyte (void)
{
  for (gsize n = 0; n <= 1100; n += 1100)
    {
      g_autofree char *filler = g_strnfill (n, ' ');
      g_autofree char *page = g_strconcat (filler, "<meta charset=koi8-r>\301", NULL);
      g_autoptr (GError) error = NULL;
      gsize length;
      g_autofree char *text = telar_charset_decode (page, strlen (page), NULL, &length, &error);

      g_assert_no_error (error);
      g_assert_true (g_str_has_suffix (text, n == 0 ? ">\320\260" : ">\303\201"));
    }
}

/* Plain text is looked at in blocks. */
static void
test_an_odd_byte_is_seen_wherever_it_is (void)
{
  static const struct
  {
    char byte;
    const char *text;
  } odd[] = { { '\0', "\357\277\275" }, { '\361', "\303\261" }, { '\200', "\342\202\254" } };

  for (gsize i = 0; i < G_N_ELEMENTS (odd); i++)
    for (gsize place = 0; place < 300; place++)
      {
        g_autofree char *body = g_strnfill (300, 'a');
        g_autofree char *before = g_strnfill (place, 'a');
        g_autofree char *after = g_strnfill (299 - place, 'a');
        g_autofree char *expected = g_strconcat (before, odd[i].text, after, NULL);
        g_autofree char *text = NULL;
        g_autoptr (GError) error = NULL;
        gsize length;

        body[place] = odd[i].byte;
        text = telar_charset_decode (body, 300, NULL, &length, &error);
        g_assert_no_error (error);
        g_assert_cmpstr (text, ==, expected);
        g_assert_cmpuint (length, ==, strlen (expected));
      }
}

static void
test_binary_is_no_text (void)
{
  static const char image[] = "\211PNG\r\n\032\n\0\0\0\rIHDR\0\0\0\001\0\0\0\001\010\006";
  g_autoptr (GError) error = NULL;
  gsize length;

  g_assert_null (telar_charset_decode (image, sizeof image, NULL, &length, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

static void
test_random_bytes_become_valid (void)
{
  static const char *const types[] = { NULL,
                                       "charset=utf-8",
                                       "charset=utf-16",
                                       "charset=gb18030",
                                       "charset=iso-2022-jp",
                                       "charset=big5",
                                       "charset=windows-1252",
                                       "charset=euc-kr" };

  for (guint round = 0; round < 4000; round++)
    {
      char body[200];
      gsize length = (gsize) g_test_rand_int_range (0, sizeof body);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      gsize decoded_length;

      for (gsize i = 0; i < length; i++)
        body[i] = (char) g_test_rand_int_range (g_test_rand_bit () ? 32 : 0, 256);
      text = telar_charset_decode (body, length, types[round % G_N_ELEMENTS (types)],
                                   &decoded_length, &error);
      if (text == NULL)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
          continue;
        }
      g_assert_cmpuint (strlen (text), ==, decoded_length);
      g_assert_true (g_utf8_validate (text, -1, NULL));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/charset/cases", test_cases);
  g_test_add_func ("/charset/meta counts in the first kilobyte",
                   test_meta_counts_in_the_first_kilobyte);
  g_test_add_func ("/charset/an odd byte is seen wherever it is",
                   test_an_odd_byte_is_seen_wherever_it_is);
  g_test_add_func ("/charset/binary is no text", test_binary_is_no_text);
  g_test_add_func ("/charset/random bytes become valid", test_random_bytes_become_valid);

  return g_test_run ();
}
