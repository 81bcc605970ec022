/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "model/telar-result.h"
#include "work/telar-heading-finder.h"
#include "work/telar-html-headings.h"

#define MEGABYTE (1024 * 1024)

/* Pages, and what html5lib 1.1 finds in them: level and folded text, headings separated by bars. */
static const struct
{
  const char *page;
  const char *headings;
} cases[] = {
  { "<h1>One</h1>", "1 One" },
  { "<h1>One</h1><h2>Two</h2><h6>Six</h6>", "1 One|2 Two|6 Six" },
  { "<H1>Upper</H1>", "1 Upper" },
  { "<h1\nclass=a\n>Lines\nof\n text</h1>", "1 Lines of text" },
  { "<h1 title='a > b'>Greater</h1>", "1 Greater" },
  { "<h1 title=\"</h1>\">Quoted end</h1>", "1 Quoted end" },
  { "<h1 title=a>b>Unquoted</h1>", "1 b>Unquoted" },
  { "<h1>Bold <b>and <i>italic</i></b> text</h1>", "1 Bold and italic text" },
  { "<h1>Tom &amp; Jerry</h1>", "1 Tom & Jerry" },
  { "<h1>&eacute;&ntilde;&Aacute;</h1>", "1 \303\251\303\261\303\201" },
  { "<h1>&copy 2026 &ampx &notit; &notin;</h1>", "1 \302\251 2026 &x \302\254it; \342\210\211" },
  { "<h1>&#65;&#x42;&#128;&#0;&#x110000;&#xD800;</h1>",
    "1 AB\342\202\254\357\277\275\357\277\275\357\277\275" },
  { "<h1>&nosuch; & alone &# &#x; &;</h1>", "1 &nosuch; & alone &# &#x; &;" },
  { "<h1>&NotEqualTilde;&fjlig;</h1>", "1 \342\211\202\314\270fj" },
  { "<!-- <h1>No</h1> --><h1>Yes</h1>", "1 Yes" },
  { "<!--><h1>Yes</h1>-->", "1 Yes" },
  { "<!---><h1>Yes</h1>-->", "1 Yes" },
  { "<!-- a --!><h1>Yes</h1>", "1 Yes" },
  { "<!-- a -- b --- ><h1>No</h1> --><h2>Yes</h2>", "2 Yes" },
  { "<!-- never closed <h1>No</h1>", "" },
  { "<!- bogus <h1>a</h1>", "" },
  { "<!doctype html><h1>a</h1>", "1 a" },
  { "<\?php echo '<h1>no' \?><h1>yes</h1>", "1 yes" },
  { "<![CDATA[<h1>x</h1>]]><h2>y</h2>", "2 y" },
  { "</ bogus <h1>><h2>y</h2>", "2 y" },
  { "</><h1>x</h1>", "1 x" },
  { "<script>var a='<h1>No</h1>';</script><h1>Yes</h1>", "1 Yes" },
  { "<script>if (a < b) '</scripty><h1>'</script><h1>Yes</h1>", "1 Yes" },
  { "<script><!-- '<script><h1>No</h1></script>' --></script><h1>Yes</h1>", "1 Yes" },
  { "<script><!-- <script> --></script><h1>Yes</h1>", "1 Yes" },
  { "<script>no end <h1>No</h1>", "" },
  { "<style>h1 { content: '<h1>No</h1>' }</style><h1>Yes</h1>", "1 Yes" },
  { "<textarea><h1>No</h1></textarea><h1>Yes</h1>", "1 Yes" },
  { "<title><h1>No</h1></title><h1>Yes</h1>", "1 Yes" },
  { "<xmp><h1>No</h1></xmp><h1>Yes</h1>", "1 Yes" },
  { "<iframe><h1>No</h1></iframe><h1>Yes</h1>", "1 Yes" },
  { "<noscript><h1>Yes</h1></noscript>", "1 Yes" },
  { "<plaintext><h1>No</h1>", "" },
  { "<h1>One<h2>Two</h1>after", "1 One|2 Two" },
  { "<h1>One</h2>after", "1 One" },
  { "<h1>a</h1></h1><h2>b</h2>", "1 a|2 b" },
  { "</h1><h1>a</h1>", "1 a" },
  { "<h1>Never closed", "1 Never closed" },
  { "<h1>a<h1>b<h1>c", "1 a|1 b|1 c" },
  { "<div><h1>a</div>after", "1 a" },
  { "<div><h1>a</div>after</h1>", "1 a" },
  { "<h1>a</div>still</h1>", "1 astill" },
  { "<h1>a<div>b</div>c</h1>after", "1 abc" },
  { "<h1>a<div>b</h1>after</div>", "1 ab" },
  { "<h1>a<p>b<h2>c</h2>d</h1>e", "1 ab|2 c" },
  { "<h1>a<b>b<h2>c</b>d</h2>e</h1>f", "1 abcde|2 cd" },
  { "<h1>a<span>b<h2>c</span>d</h2>e", "1 abcde|2 cd" },
  { "<section><h1>a</section>b", "1 a" },
  { "<ul><li><h1>a<li>b</ul>c", "1 ab" },
  { "<table><tr><td><h1>a<td>b</table>", "1 a" },
  { "<table><tr><th><h1>a</th></tr></table>b", "1 a" },
  { "<h1>a<table><tr><td>b</td></tr></table>c</h1>d", "1 abc" },
  { "<p><b><h1>a</b>b</h1>c", "1 ab" },
  { "<a href=x><h1>a</a>b</h1>c", "1 ab" },
  { "<h1><a href='#x'>a</a><a class=headerlink title=\"Permalink\">\302\266</a></h1>",
    "1 a\302\266" },
  { "<h1>a<br>b<br/>c</h1>", "1 abc" },
  { "<h1>a<img alt='<h2>no</h2>'>b</h1>", "1 ab" },
  { "<h1>a<script>no</script>b</h1>", "1 ab" },
  { "<h1>a<style>no</style>b</h1>", "1 ab" },
  { "<h1>a<!-- no -->b</h1>", "1 ab" },
  { "<h1>a<textarea>no</textarea>b</h1>", "1 ab" },
  { "<h1></h1>", "1 " },
  { "<h1> \n\t </h1>", "1 " },
  { "<h1>a&nbsp;b</h1>", "1 a\302\240b" },
  { "<h1>  a \n b  </h1>", "1 a b" },
  { "<h7>no</h7><h0>no</h0><h10>no</h10><hr><header>no</header><h1x>no</h1x>", "" },
  { "<h1/>self-closing</h1>after", "1 self-closing" },
  { "<h1 / class=a>x</h1>", "1 x" },
  { "<h1 a=1 a=2 ='>x</h1>", "1 x" },
  { "< h1>no</h1>", "" },
  { "<h1 <h2>x</h1>", "1 x" },
  { "<h1 class='a\"b>c'>x</h1>", "1 x" },
  { "<h1 a = \"b>c\" >x</h1>", "1 x" },
  { "<h1 a\n=\n'b>c'>x</h1>", "1 x" },
  { "<h2 class=\"never closed>x</h2><h3>y</h3>", "" },
  { "<h1", "" },
  { "<h1 ", "" },
  { "<h1>a</h1", "1 a" },
  { "<h1>a</h1 class='x>y'>b", "1 a" },
  { "<button><h1>a</button>b", "1 a" },
  { "<h1>a</body>b</html>c", "1 abc" },
  { "<h1>a</p>b</h1>c", "1 ab" },
  { "<pre><h1>a\n b</h1></pre>", "1 a b" },
  { "<center><h1>x</center>y", "1 x" },
  { "<details><summary><h2>a</h2></summary></details>", "2 a" },
  { "<h1><h2>a</h2></h1>", "1 |2 a" },
  { "<h1><div><h2>a</h2>b</div>c</h1>d", "1 abc|2 a" },
  { "<svg><h1>x</h1></svg>y", "1 x" },
  { "<dl><dt><h3>a<dd>b</dl>", "3 ab" },
  { "<form><h1>a</form>b</h1>c", "1 ab" },
  { "<blockquote><h4>a</blockquote>b", "4 a" },
  { "<h1>a</span>b</h1>", "1 ab" },
  { "<h1>a</b>b</h1>", "1 ab" },
  { "<h1>x<h1>y</h1>z</h1>", "1 x|1 y" },
  { "<article><h1>T</h1><section><h2>S</h2></section></article>", "1 T|2 S" },
  { "<h1>\346\227\245\346\234\254\350\252\236</h1>", "1 \346\227\245\346\234\254\350\252\236" },
  { "<h1>x\013y</h1>", "1 x\013y" },
  { "<h1>&lt;b&gt;</h1>", "1 <b>" },
  { "<h1>a&#10;b&#13;c</h1>", "1 a b c" },
  { "<h1>&AMP;&amp;amp;</h1>", "1 &&amp;" },
  { "<h1>One<h2", "1 One" },
  { "<h1>a</h1", "1 a" },
  { "<h1>a<h2 title=\"never closed", "1 a" },
  { "<h1>a</", "1 a</" },
  { "<h1>a<", "1 a<" },
  { "<h1>a<p b", "1 a" },
  { "<h1>a<plaintext>b<h2>&amp;", "1 ab<h2>&amp;" },
  { "<h1>a<noembed>no</noembed>b</h1>", "1 ab" },
  { "<h1>a<table></h1>b</table>c</h1>d", "1 abc" },
  { "<td><h1>a</td>b</h1>c", "1 ab" },
  { "<tr><h1>a</tr>b", "1 ab" },
  { "<table><h2>a<table>b", "2 a" },
  { "<table><tr><td><div><h1>a</div>b</td></tr></table>", "1 a" },
  { "<table><tr><td><h1>a</tr>b</table>", "1 a" },
  { "<h1>a<object></h1>b</object>c</h1>d", "1 abc" },
  { "<marquee><h1>a</marquee>b", "1 a" },
  { "<section><header></section><h1>a</header>b", "1 ab" },
  { "<div></div><h1>a</div>b</h1>c", "1 ab" },
  { "<div><div></div><h1>a</div>b</h1>c", "1 a" },
  { "<div><table><td><h1>a</div>b", "1 ab" },
  { "<ul><li><h1>a</li>b", "1 a" },
  { "<ul><li><h1>a<ul><li>b</ul>c</h1>d", "1 abc" },
  { "<form><h1>a<dd>b</form>c<h2>d", "1 abc|2 d" },
  { "<b><h1>a<span>b</b>c<h2>d</h2>e</h1>", "1 abc|2 d" },
  { "<h1><svg><path/><g></g></svg>a</h1>b", "1 a" },
  { "<h1><svg><g><p>a</svg>b</h1>c", "1 ab" },
  { "<h1>a<svg><h2>b", "1 a|2 b" },
  { "<h1><math><mi>x</mi></math>y</h1>z", "1 xy" },
  { "<svg><foreignObject><h1>a</h1></foreignObject></svg>", "1 a" },
  { "<p><h1>a</p>b</h1>c", "1 ab" },
  { "<button><h1>a<button>b", "1 a" },
  { "<h1>a<dialog>b</dialog>c</h1>d", "1 abc" },
  { "<h1>a<custom-element>b</custom-element>c</h1>d", "1 abc" },
  { "<h1>a<noscript>b</noscript>c</h1>d", "1 abc" },
  { "<h1>a</br>b</h1>", "1 ab" },
  { "<h1>a</h0>b</h1>c", "1 ab" },
  { "<nobr><h3>a<ruby></nobr><h1>b", "3 a|1 b" },
  { "<h1>1 < 2 > 0</h1>", "1 1 < 2 > 0" },
  { "<h1>a<>b</h1>", "1 a<>b" },
  { "<h1>a</>b</h1>", "1 ab" },
  { "<h1>a<1>b</h1>", "1 a<1>b" },
  { "<h1>a<!b>c</h1>", "1 ac" },
  { "<h1>a<?b?>c</h1>", "1 ac" },
  { "<h1>a</ b>c</h1>", "1 ac" },
  { "<h1>&lt&gt&amp&quot;</h1>", "1 <>&\"" },
  { "<h1>&#xD;&#13;x&#x85;</h1>", "1 x\342\200\246" },
  { "<h1>&#1114112;&#99999999999;</h1>", "1 \357\277\275\357\277\275" },
  { "<h1>&#38;amp;</h1>", "1 &amp;" },
  { "<h1>&ampamp; &Amp;</h1>", "1 &amp; &Amp;" },
  { "<h1>a=&copy=1</h1>", "1 a=\302\251=1" },
  { "<h1 a='&lt;' b=\"&quot;>c\">x</h1>", "1 x" },
};

static char *
join (GArray *headings)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < headings->len; i++)
    {
      const TelarHeading *heading = &g_array_index (headings, TelarHeading, i);

      g_string_append_printf (joined, "%s%u %s", i > 0 ? "|" : "", heading->level, heading->text);
    }

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static GArray *
find_with (const char *pattern, const char *page, gsize length, GError **error)
{
  g_autoptr (TelarHeadingFinder) finder = telar_heading_finder_new (pattern, error);
  g_autoptr (TelarHeadingScratch) scratch = NULL;

  g_assert_nonnull (finder);
  scratch = telar_heading_scratch_new (finder);

  return telar_heading_finder_find (finder, scratch, page, length, NULL, error);
}

static void
assert_found (const char *pattern, const char *page, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) headings = find_with (pattern, page, strlen (page), &error);
  g_autofree char *found = NULL;

  g_assert_no_error (error);
  found = join (headings);
  if (!g_str_equal (found, expected))
    g_test_message ("page: %s", page);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_agrees_with_html5lib (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_found ("headings", cases[i].page, cases[i].headings);
}

static void
test_template_is_left_out (void)
{
  /* html5lib does not know the element yet; this is what HTML says. */
  assert_found ("headings",
                "<template><h1>No</h1><template></template><h2>No</h2></template><h3>Yes</h3>",
                "3 Yes");
  assert_found ("headings", "<h1>a<template>no<h2>no</h2></template>b</h1>", "1 ab");
}

static void
test_lecture_pattern (void)
{
  assert_found ("lecture", "<h1>Who are you?</h1>\n<h2 class=x>Page 2</h2>\n<h5>No</h5>",
                "1 Who are you?|2 Page 2");
  /* A point does not cross the end of a line, and only plain characters count. */
  assert_found ("lecture", "<h1\n>No</h1>\n<h1>A\303\261o</h1>\n<h3>Yes</h3>", "3 Yes");
}

static void
test_own_pattern (void)
{
  assert_found ("<li>([^<]*)", "<ul><li>a &amp; b<li> c\n d</ul>", "0 a & b|0 c d");
  assert_found ("<h(?<level>[1-6])>(.*?)<", "<h3>x</h3><h2>y</h2>", "3 x|2 y");
  assert_found ("<b>.*?</b>", "<b>a</b> <b>b<i>c</i></b>", "0 a|0 bc");
  assert_found ("x*", "a\303\261", "0 |0 |0 ");
  assert_found ("\303\261", "ni\303\261o", "0 \303\261");
  assert_found ("(a)|b", "ab", "0 a|0 ");
}

static void
test_wrong_pattern_is_marked (void)
{
  static const struct
  {
    const char *pattern;
    guint column;
  } wrong[]
      = { { "", 0 }, { "(", 1 }, { "a)", 1 }, { "\303\261[", 2 }, { "a**(?<x", 2 }, { "\\", 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *message = NULL;
      guint column = 99;

      g_assert_false (telar_heading_finder_check (wrong[i].pattern, &column, &message));
      g_assert_cmpuint (column, ==, wrong[i].column);
      g_assert_cmpstr (message, !=, "");
      g_assert_null (telar_heading_finder_new (wrong[i].pattern, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_pattern_that_tries_too_much_is_an_error (void)
{
  g_autofree char *filler = g_strnfill (5000, 'a');
  g_autofree char *page = g_strconcat (filler, "?!", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) headings = find_with ("(a+)+!", page, strlen (page), &error);

  g_assert_null (headings);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
}

/* Reading ten times as much may take ten times as long, not a hundred times. */
static void
test_hostile_pages_take_linear_time (void)
{
  static const char *const parts[] = {
    "<h2 ",       "<h2>",
    "<h2>x<b>",   "<!--",
    "<",          "</",
    "<h2 a='",    "<a b=\"",
    "&",          "<script><!--",
    "<textarea>", "<template>",
    "<h1><p>",    "<h1><div></section>",
    "-->",        "<h1>a</div>",
    "<p =",       "<h1 <h1",
    "</h1",       "<td><h3>",
    "<!>",        "<div><h1>a</div>",
    "< ",         "<h1><i></b>",
    "<b>",        "<table><td><h1>",
    "<svg><h1>",  "<h1><div>x",
    "&#1",        "<h1></span></a></td>",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gsize part_length = strlen (parts[i]);
      gint64 took_us[2];

      for (guint k = 0; k < 2; k++)
        {
          gsize n = (k == 0 ? MEGABYTE / 2 : 5 * MEGABYTE) / part_length;
          g_autoptr (GString) page = g_string_sized_new (n * part_length);
          g_autoptr (GError) error = NULL;
          g_autoptr (GArray) headings = NULL;
          gint64 began_us;

          for (gsize m = 0; m < n; m++)
            g_string_append_len (page, parts[i], (gssize) part_length);
          began_us = g_get_monotonic_time ();
          headings = find_with ("headings", page->str, page->len, &error);
          took_us[k] = g_get_monotonic_time () - began_us;
          g_assert_no_error (error);
          g_assert_cmpuint (headings->len, <=, TELAR_MAX_HEADINGS);
        }
      g_test_message ("%s: %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT " us", parts[i], took_us[0],
                      took_us[1]);
      g_assert_cmpint (took_us[1], <, 40 * took_us[0] + 500000);
    }
}

static void
test_random_pages_are_safe (void)
{
  static const char *const pieces[] = {
    "<h1>",
    "</h1>",
    "<h2 a=\"b\">",
    "</h3>",
    "<div>",
    "</div>",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href='x'>",
    "</a>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "<table>",
    "<td>",
    "</table>",
    "<template>",
    "</template>",
    "text",
    "&amp;",
    "&#x1F600;",
    "&bogus",
    "\303\261",
    "<",
    ">",
    "\"",
    "'",
    "=",
    "/",
    " ",
    "\n",
    "<h1",
    "<svg>",
  };

  for (guint round = 0; round < 2000; round++)
    {
      guint n = (guint) g_test_rand_int_range (0, 60);
      g_autoptr (GString) page = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) headings = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append (page, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
      headings = find_with ("headings", page->str, page->len, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < headings->len; i++)
        {
          const TelarHeading *heading = &g_array_index (headings, TelarHeading, i);

          g_assert_cmpuint (heading->level, >=, 1);
          g_assert_cmpuint (heading->level, <=, 6);
          g_assert_true (g_utf8_validate (heading->text, -1, NULL));
          g_assert_null (strchr (heading->text, '\n'));
        }
    }
}

static void
test_long_headings_are_cut (void)
{
  g_autofree char *filler = g_strnfill (3 * TELAR_MAX_HEADING_LENGTH, 'x');
  g_autofree char *page = g_strconcat ("<h1>", filler, "\303\261</h1><h2>y</h2>", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) headings = find_with ("headings", page, strlen (page), &error);

  g_assert_cmpuint (headings->len, ==, 2);
  g_assert_cmpuint (strlen (g_array_index (headings, TelarHeading, 0).text), ==,
                    TELAR_MAX_HEADING_LENGTH);
  g_assert_cmpstr (g_array_index (headings, TelarHeading, 1).text, ==, "y");
}

static void
test_text_of_matches_is_bounded (void)
{
  g_autofree char *signs = g_strnfill (5 * MEGABYTE, '<');
  g_autofree char *letters = g_strnfill (5 * MEGABYTE, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) headings = find_with ("(?s).+", signs, 5 * MEGABYTE, &error);
  gsize n_bytes = 0;

  g_assert_no_error (error);
  g_assert_cmpuint (headings->len, ==, 1);
  g_assert_cmpuint (strlen (g_array_index (headings, TelarHeading, 0).text), ==,
                    TELAR_MAX_HEADING_LENGTH);

  /* Each place matches all that follows it. */
  g_clear_pointer (&headings, g_array_unref);
  headings = find_with ("(?s)(?=(.*))", letters, 5 * MEGABYTE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < headings->len; i++)
    n_bytes += strlen (g_array_index (headings, TelarHeading, i).text);
  g_assert_cmpuint (n_bytes, >, TELAR_MAX_HEADING_LENGTH);
  g_assert_cmpuint (n_bytes, <, 64 * MEGABYTE);
}

typedef struct
{
  GCancellable *cancellable;
  gint64 cancelled_us;
} Stop;

static gpointer
cancel_after_a_while (gpointer data)
{
  Stop *stop = data;

  g_usleep (100000);
  stop->cancelled_us = g_get_monotonic_time ();
  g_cancellable_cancel (stop->cancellable);

  return NULL;
}

static void
test_long_search_stops_at_once (void)
{
  static const struct
  {
    const char *pattern;
    const char *part;
  } searches[] = {
    /* Each unclosed heading looks for its end in the rest of a line of 900,000 bytes. */
    { "<h([1-6])[^>]*>(.*?)</h\\1>", "<h1>ab" },
    { "(?s)[^z]*+z", "<h1>ab" },
    { "([a-z]+;)*x|(<h2>)*y", "<h2>a</b>abcdefgh;" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autoptr (TelarHeadingFinder) finder = telar_heading_finder_new (searches[i].pattern, NULL);
      g_autoptr (TelarHeadingScratch) scratch = telar_heading_scratch_new (finder);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GString) page = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) headings = NULL;
      Stop stop = { cancellable };
      gsize line = 0;
      gint64 ended_us;
      GThread *thread;

      while (page->len < 64 * MEGABYTE)
        {
          g_string_append (page, searches[i].part);
          if (page->len > line + 900000)
            {
              g_string_append_c (page, '\n');
              line = page->len;
            }
        }
      thread = g_thread_new ("cancel", cancel_after_a_while, &stop);
      headings
          = telar_heading_finder_find (finder, scratch, page->str, page->len, cancellable, &error);
      ended_us = g_get_monotonic_time ();
      g_thread_join (thread);
      if (headings == NULL)
        {
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          g_assert_cmpint (ended_us - stop.cancelled_us, <, 2 * G_USEC_PER_SEC);
        }
      /* The first two would go on for minutes. */
      g_assert_true (headings == NULL || i == 2);
    }
}

static void
test_default_search_stops_at_once (void)
{
  static const char *const parts[] = {
    "<b>", "<!>", "</h1>", "<template>", "<h1>a</b>", "<p><a href='x'>y", "<div><h2>a</div>"
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GString) page = g_string_new (NULL);
      g_autoptr (GArray) headings = NULL;
      g_autoptr (GError) error = NULL;
      gint64 began_us, whole_us, stopped_us;

      while (page->len < 16 * MEGABYTE)
        g_string_append (page, parts[i]);
      began_us = g_get_monotonic_time ();
      headings = telar_html_headings_find (page->str, page->len, cancellable, &error);
      whole_us = g_get_monotonic_time () - began_us;
      g_assert_no_error (error);
      g_assert_nonnull (headings);

      g_cancellable_cancel (cancellable);
      began_us = g_get_monotonic_time ();
      g_assert_null (telar_html_headings_find (page->str, page->len, cancellable, &error));
      stopped_us = g_get_monotonic_time () - began_us;
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_test_message ("%s: %" G_GINT64_FORMAT " and %" G_GINT64_FORMAT " us", parts[i], whole_us,
                      stopped_us);
      g_assert_cmpint (stopped_us, <, whole_us / 4 + 2000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/headings/agrees with html5lib", test_agrees_with_html5lib);
  g_test_add_func ("/headings/template is left out", test_template_is_left_out);
  g_test_add_func ("/headings/lecture's pattern", test_lecture_pattern);
  g_test_add_func ("/headings/own pattern", test_own_pattern);
  g_test_add_func ("/headings/wrong pattern is marked", test_wrong_pattern_is_marked);
  g_test_add_func ("/headings/pattern that tries too much is an error",
                   test_pattern_that_tries_too_much_is_an_error);
  g_test_add_func ("/headings/hostile pages take linear time", test_hostile_pages_take_linear_time);
  g_test_add_func ("/headings/random pages are safe", test_random_pages_are_safe);
  g_test_add_func ("/headings/long headings are cut", test_long_headings_are_cut);
  g_test_add_func ("/headings/text of matches is bounded", test_text_of_matches_is_bounded);
  g_test_add_func ("/headings/long search stops at once", test_long_search_stops_at_once);
  g_test_add_func ("/headings/default search stops at once", test_default_search_stops_at_once);

  return g_test_run ();
}
