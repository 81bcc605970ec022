/* SPDX-FileCopyrightText: 2026 The Telar developers
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "model/telar-inputs.h"

#include <gio/gio.h>
#include <string.h>

static char *
join_tasks (TelarInputs *inputs)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  for (guint i = 0; i < inputs->tasks->len; i++)
    g_string_append_printf (joined, "%s%s", i > 0 ? "|" : "",
                            g_array_index (inputs->tasks, TelarInput, i).input);

  return g_string_free (g_steal_pointer (&joined), FALSE);
}

static const TelarInputProblem *
get_problem (TelarInputs *inputs, guint index)
{
  g_assert_cmpuint (index, <, inputs->problems->len);

  return &g_array_index (inputs->problems, TelarInputProblem, index);
}

static const TelarInput *
get_task (TelarInputs *inputs, guint index)
{
  g_assert_cmpuint (index, <, inputs->tasks->len);

  return &g_array_index (inputs->tasks, TelarInput, index);
}

typedef struct
{
  TelarInputKind kind;
  const char *text;
  const char *tasks;
} Understood;

static const Understood understood[] = {
  { TELAR_INPUT_NUMBER, "7", "7" },
  { TELAR_INPUT_NUMBER, "-3", "-3" },
  { TELAR_INPUT_NUMBER, "+5 007 -0", "5|7|0" },
  { TELAR_INPUT_NUMBER, "1 2 3 4 5", "1|2|3|4|5" },
  { TELAR_INPUT_NUMBER, "1,2,3", "1|2|3" },
  { TELAR_INPUT_NUMBER, " 1 , 2,\t3 \r\n4\n", "1|2|3|4" },
  { TELAR_INPUT_NUMBER, "1..5", "1|2|3|4|5" },
  { TELAR_INPUT_NUMBER, "5..1", "5|4|3|2|1" },
  { TELAR_INPUT_NUMBER, "-2..2", "-2|-1|0|1|2" },
  { TELAR_INPUT_NUMBER, "0..10..5", "0|5|10" },
  { TELAR_INPUT_NUMBER, "0..9..5", "0|5" },
  { TELAR_INPUT_NUMBER, "10..0..-5", "10|5|0" },
  { TELAR_INPUT_NUMBER, "3..3..-7", "3" },
  { TELAR_INPUT_NUMBER, "1..2 9 3..4", "1|2|9|3|4" },
  { TELAR_INPUT_NUMBER, "9223372036854775807 -9223372036854775808",
    "9223372036854775807|-9223372036854775808" },
  { TELAR_INPUT_NUMBER, "-9223372036854775808..9223372036854775807..9223372036854775807",
    "-9223372036854775808|-1|9223372036854775806" },
  { TELAR_INPUT_NUMBER, "9223372036854775806..9223372036854775807",
    "9223372036854775806|9223372036854775807" },
  { TELAR_INPUT_NUMBER, "# 12abc\n\n  # more\n1", "1" },
  { TELAR_INPUT_NUMBER,
    "\357\273\277"
    "1",
    "1" },
  { TELAR_INPUT_NUMBER, "", "" },
  { TELAR_INPUT_NUMBER, "primes(1000000)", "primes(1000000)" },
  { TELAR_INPUT_NUMBER, "1 fibonacci(+030),2 pi(1)\nA = sha256(7)",
    "1|fibonacci(30)|2|pi(1)|sha256(7)" },
  { TELAR_INPUT_PAGE, "https://example.org/primes(1)\n primes(7) \nA = pi(100000000000)",
    "https://example.org/primes(1)|primes(7)|pi(100000000000)" },
  { TELAR_INPUT_PAGE, "https://example.org", "https://example.org" },
  { TELAR_INPUT_PAGE, "  HTTP://Example.org:8080/a?b=c,d#e  ",
    "HTTP://Example.org:8080/a?b=c,d#e" },
  { TELAR_INPUT_PAGE, "https://me:secret@example.org/\nhttp://[::1]:80/",
    "https://me:secret@example.org/|http://[::1]:80/" },
  { TELAR_INPUT_PAGE, "https://müller.example/ñ", "https://müller.example/ñ" },
  { TELAR_INPUT_PAGE, "https://example.org/after", "https://example.org/after" },
  { TELAR_INPUT_PAGE, "demo:projecteuler.net/\ndemo:page?delay=0.25&size=1",
    "demo:projecteuler.net/|demo:page?delay=0.25&size=1" },
};

static void
test_understood (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (understood); i++)
    {
      g_autoptr (TelarInputs) inputs = telar_inputs_parse (understood[i].text, understood[i].kind);
      g_autofree char *tasks = join_tasks (inputs);

      g_test_message ("given “%s”", understood[i].text);
      if (inputs->problems->len > 0)
        g_test_message ("a problem: %s", get_problem (inputs, 0)->message);
      g_assert_cmpuint (inputs->problems->len, ==, 0);
      g_assert_cmpstr (tasks, ==, understood[i].tasks);
    }
}

typedef struct
{
  TelarInputKind kind;
  const char *text;
  guint line;
  guint column;
  guint length;
  const char *message; /* a part of it */
  const char *tasks;   /* that are there all the same */
} Problem;

static const Problem problems[] = {
  { TELAR_INPUT_NUMBER, "1\n2 12abc 3", 1, 2, 5,
    "“12abc” is not a whole number between -9223372036854775808 and 9223372036854775807", "1|2|3" },
  { TELAR_INPUT_NUMBER, "1180591620717411303424", 0, 0, 22, "does not fit in 64 bits", "" },
  { TELAR_INPUT_NUMBER, "9223372036854775808", 0, 0, 19, "does not fit in 64 bits", "" },
  { TELAR_INPUT_NUMBER, "-9223372036854775809", 0, 0, 20, "does not fit in 64 bits", "" },
  { TELAR_INPUT_NUMBER, "2^70", 0, 0, 4, "9223372036854775807", "" },
  { TELAR_INPUT_NUMBER, "1.5", 0, 0, 3, "not a whole number", "" },
  { TELAR_INPUT_NUMBER, "-", 0, 0, 1, "not a whole number", "" },
  { TELAR_INPUT_NUMBER, "d", 0, 0, 1, "not a whole number", "" },
  { TELAR_INPUT_NUMBER, "ñá 7", 0, 0, 2, "“ñá”", "7" },
  { TELAR_INPUT_NUMBER, "7 ñá é", 0, 2, 2, "“ñá”", "7" },
  { TELAR_INPUT_NUMBER, "1..", 0, 0, 3, "lacks a number", "" },
  { TELAR_INPUT_NUMBER, "..3", 0, 0, 3, "lacks a number", "" },
  { TELAR_INPUT_NUMBER, "1..3..", 0, 0, 6, "lacks a number", "" },
  { TELAR_INPUT_NUMBER, "1..2..3..4", 0, 6, 4, "not a whole number", "" },
  { TELAR_INPUT_NUMBER, "1..x", 0, 3, 1, "“x”", "" },
  { TELAR_INPUT_NUMBER, "0..10..0", 0, 7, 1, "step is 0", "" },
  { TELAR_INPUT_NUMBER, "0..10..-1", 0, 7, 2, "leads away", "" },
  { TELAR_INPUT_NUMBER, "10..0..2", 0, 7, 1, "leads away", "" },
  { TELAR_INPUT_NUMBER, "1\n0..1000000", 1, 0, 10, "more than 1000000 tasks", "1" },
  { TELAR_INPUT_NUMBER, "-9223372036854775808..9223372036854775807", 0, 0, 41,
    "more than 1000000 tasks", "" },
  { TELAR_INPUT_NUMBER, "https://example.org/", 0, 0, 20, "takes numbers, not web pages", "" },
  { TELAR_INPUT_NUMBER, "demo:page?a=b", 0, 0, 13, "takes numbers, not web pages", "" },
  { TELAR_INPUT_NUMBER, "a b = 3", 0, 0, 3, "A name has letters", "" },
  { TELAR_INPUT_NUMBER, "= 3", 0, 0, 3, "A name has letters", "" },
  { TELAR_INPUT_NUMBER, "A = ", 0, 0, 1, "An input is missing", "" },
  { TELAR_INPUT_NUMBER, "A = 1..3", 0, 4, 4, "not for a range", "" },
  { TELAR_INPUT_NUMBER, "A = 1 after", 0, 6, 5, "names that it waits for are missing", "1" },
  { TELAR_INPUT_NUMBER, "1 after A", 0, 0, 9, "has a name", "" },
  { TELAR_INPUT_NUMBER, "A = 1\nA = 2", 1, 0, 1, "already stands in line 1", "1|2" },
  { TELAR_INPUT_NUMBER, "A = 1 after Ñ", 0, 12, 1, "No input has the name “Ñ”", "1" },
  { TELAR_INPUT_NUMBER, "A = 1 after A", 0, 12, 1, "waits for itself", "1" },
  { TELAR_INPUT_NUMBER, "7\nA = 1 after B\nB = 2 after A", 1, 0, 1, "A → B → A", "7|1|2" },
  { TELAR_INPUT_NUMBER, "A=1 after B\nC=3 after D\nB=2 after C\nD=4 after B", 1, 0, 1,
    "C → D → B → C", "1|3|2|4" },
  { TELAR_INPUT_PAGE, "example.org", 0, 0, 11, "write https://example.org", "" },
  { TELAR_INPUT_PAGE, "example.org:8080/", 0, 0, 17, "write https://example.org:8080/", "" },
  { TELAR_INPUT_PAGE, "localhost:8080", 0, 0, 14, "write https://localhost:8080", "" },
  { TELAR_INPUT_PAGE, "word", 0, 0, 4, "not the address of a page", "" },
  { TELAR_INPUT_PAGE, "ftp://example.org/", 0, 0, 18, "“ftp:” is not understood", "" },
  { TELAR_INPUT_PAGE, "mailto:a@example.org", 0, 0, 20, "https:, http: or demo:", "" },
  { TELAR_INPUT_PAGE, "https://", 0, 0, 8, "names no host", "" },
  { TELAR_INPUT_PAGE, "http:///path", 0, 0, 12, "names no host", "" },
  { TELAR_INPUT_PAGE, "https:example.org", 0, 0, 17, "names no host", "" },
  { TELAR_INPUT_PAGE, "https://example.org:99999/", 0, 0, 26, "not a valid address", "" },
  { TELAR_INPUT_PAGE, "http://[::1/", 0, 0, 12, "not a valid address", "" },
  { TELAR_INPUT_PAGE, "https://a.org https://b.org", 0, 0, 27, "no blanks", "" },
  { TELAR_INPUT_PAGE, "demo:", 0, 0, 5, "demo:projecteuler.net/", "" },
  { TELAR_INPUT_PAGE, "https://a.org\n 1 2 3", 1, 1, 1, "takes web pages, not numbers",
    "https://a.org" },
  { TELAR_INPUT_PAGE, "1..3", 0, 0, 4, "takes web pages, not numbers", "" },
  { TELAR_INPUT_PAGE, "A = https://a.org/\nB = 3 after A", 1, 4, 1, "takes web pages",
    "https://a.org/" },
  { TELAR_INPUT_NUMBER, "1\n\xff\n3", 1, 0, 1, "not valid UTF-8", "1|3" },
  { TELAR_INPUT_NUMBER, "1 primes(-1) 3", 0, 9, 2, "“-1” is out of range: prime numbers", "1|3" },
  { TELAR_INPUT_NUMBER, "primes()", 0, 0, 8, "“primes()” is not a whole number", "" },
  { TELAR_INPUT_NUMBER, "primes(1..3)", 0, 7, 4, "“1..3” is not a whole number", "" },
  { TELAR_INPUT_NUMBER, "A = fibonacci(94)", 0, 14, 2, "more than 64 bits", "" },
  { TELAR_INPUT_NUMBER, "root(4)", 0, 0, 7, "“root(4)” is not a whole number", "" },
  { TELAR_INPUT_PAGE, "https://a.org\nsha256(0)", 1, 7, 1, "“0” is out of range: SHA-256",
    "https://a.org" },
  { TELAR_INPUT_PAGE, "pi(9223372036854775808)", 0, 3, 19, "does not fit in 64 bits", "" },
  { TELAR_INPUT_PAGE, "root(4)", 0, 0, 7, "not the address of a page", "" },
};

static void
test_problems (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (problems); i++)
    {
      g_autoptr (TelarInputs) inputs = telar_inputs_parse (problems[i].text, problems[i].kind);
      g_autofree char *tasks = join_tasks (inputs);
      g_autofree char *given = g_strescape (problems[i].text, NULL);
      const TelarInputProblem *problem = get_problem (inputs, 0);

      g_test_message ("given “%s”: %s", given, problem->message);
      g_assert_cmpuint (problem->line, ==, problems[i].line);
      g_assert_cmpuint (problem->column, ==, problems[i].column);
      g_assert_cmpuint (problem->length, ==, problems[i].length);
      g_assert_nonnull (strstr (problem->message, problems[i].message));
      g_assert_cmpstr (tasks, ==, problems[i].tasks);
    }
}

static void
test_numbers_are_in_the_range_of_the_workload (void)
{
  static const struct
  {
    const char *workload;
    const char *text;
    guint column;
    guint length;
    const char *tasks;
  } cases[] = {
    { "primes", "7 -1 1000000000", 2, 2, "7|1000000000" },
    { "primes", "7 1000000001 3", 2, 10, "7|3" },
    { "primes", "-2..2 3", 0, 5, "3" },
    { "primes", "2..-2", 0, 5, "" },
    { "primes", "999999999..1000000002..2 3", 0, 24, "3" },
    { "primes", "A = -1", 4, 2, "" },
    { "fibonacci", "93 94", 3, 2, "93" },
    { "sha256", "1 0", 2, 1, "1" },
    { "pi", "100000000000 100000000001", 13, 12, "100000000000" },
  };
  g_autoptr (TelarInputs) squared = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TelarInputs) inputs
          = telar_inputs_parse_for (cases[i].text, telar_workload_from_name (cases[i].workload));
      g_autofree char *tasks = join_tasks (inputs);
      const TelarInputProblem *problem = get_problem (inputs, 0);

      g_test_message ("given “%s”: %s", cases[i].text, problem->message);
      g_assert_cmpuint (inputs->problems->len, ==, 1);
      g_assert_cmpuint (problem->column, ==, cases[i].column);
      g_assert_cmpuint (problem->length, ==, cases[i].length);
      g_assert_nonnull (strstr (problem->message, "is out of range: "));
      g_assert_cmpstr (tasks, ==, cases[i].tasks);
    }

  squared = telar_inputs_parse_for ("-1 1000000001", telar_workload_from_name ("square"));
  g_assert_cmpuint (squared->problems->len, ==, 0);
}

static void
test_dependencies (void)
{
  g_autoptr (TelarInputs) inputs = telar_inputs_parse (
      "C = 3 after B\nB = 2 after A1 A2, A3 A1\nA1 = 1\n9\nA2 = 1\nA3 = 1", TELAR_INPUT_NUMBER);
  const TelarInput *b;

  g_assert_cmpuint (inputs->problems->len, ==, 0);
  g_assert_cmpuint (inputs->tasks->len, ==, 6);

  g_assert_cmpstr (get_task (inputs, 0)->name, ==, "C");
  g_assert_cmpuint (get_task (inputs, 0)->n_after, ==, 1);
  g_assert_cmpuint (get_task (inputs, 0)->after[0], ==, 1);
  b = get_task (inputs, 1);
  g_assert_cmpuint (b->n_after, ==, 3);
  g_assert_cmpuint (b->after[0], ==, 2);
  g_assert_cmpuint (b->after[1], ==, 4);
  g_assert_cmpuint (b->after[2], ==, 5);
  g_assert_null (get_task (inputs, 3)->name);
  g_assert_cmpuint (get_task (inputs, 3)->line, ==, 3);
}

static void
test_broken_name_is_told_once (void)
{
  g_autoptr (TelarInputs) inputs
      = telar_inputs_parse ("A = 12abc\nB = 2 after A", TELAR_INPUT_NUMBER);

  g_assert_cmpuint (inputs->problems->len, ==, 1);
  g_assert_cmpuint (get_problem (inputs, 0)->line, ==, 0);
}

static void
test_long_cycle_is_abridged (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TelarInputs) inputs = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append_printf (text, "A%u = 1 after A%u\n", i, (i + 1) % 200000);

  inputs = telar_inputs_parse (text->str, TELAR_INPUT_NUMBER);

  g_assert_cmpuint (inputs->problems->len, ==, 1);
  g_assert_nonnull (strstr (get_problem (inputs, 0)->message, "A0 → A1 → A2"));
  g_assert_nonnull (strstr (get_problem (inputs, 0)->message, "A9 → … → A0"));
  g_assert_cmpuint (strlen (get_problem (inputs, 0)->message), <, 200);
}

static void
test_sum_of_tasks_is_limited (void)
{
  g_autoptr (TelarInputs) full = telar_inputs_parse ("1..1000000", TELAR_INPUT_NUMBER);
  g_autoptr (TelarInputs) over
      = telar_inputs_parse ("1..600000\n1..600000\n7\n1..600000", TELAR_INPUT_NUMBER);

  g_assert_cmpuint (full->tasks->len, ==, TELAR_MAX_TASKS);
  g_assert_true (telar_inputs_check (full, NULL));
  g_assert_cmpstr (get_task (full, 999999)->input, ==, "1000000");

  g_assert_cmpuint (over->tasks->len, ==, 600000);
  g_assert_cmpuint (over->problems->len, ==, 1);
  g_assert_cmpuint (get_problem (over, 0)->line, ==, 1);
  g_assert_nonnull (strstr (get_problem (over, 0)->message, "more than 1000000 tasks"));
}

static void
test_addresses_are_limited (void)
{
  g_autofree char *path = g_strnfill (65536 - strlen ("https://example.org/"), 'x');
  g_autofree char *long_path = g_strconcat (path, "x", NULL);
  g_autofree char *text = g_strdup_printf ("https://example.org/%s\n"
                                           "https://example.org/%s\n"
                                           "A = demo:%s%s after B\n"
                                           "B = demo:keras.io/",
                                           path, long_path, long_path, path);
  g_autoptr (TelarInputs) inputs = telar_inputs_parse (text, TELAR_INPUT_PAGE);

  g_assert_cmpuint (inputs->tasks->len, ==, 2);
  g_assert_cmpuint (inputs->problems->len, ==, 2);
  g_assert_cmpuint (get_problem (inputs, 0)->line, ==, 1);
  g_assert_cmpstr (get_problem (inputs, 0)->message, ==, "An address has at most 65536 bytes");
  g_assert_cmpuint (get_problem (inputs, 1)->line, ==, 2);
}

static void
test_problems_are_limited (void)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GString) one_line = g_string_new (NULL);
  g_autoptr (TelarInputs) many = NULL;
  g_autoptr (TelarInputs) wide = NULL;
  g_autofree char *x = g_strnfill (100000, 'x');
  g_autoptr (TelarInputs) longest = telar_inputs_parse (x, TELAR_INPUT_PAGE);

  for (guint i = 0; i < 5000; i++)
    g_string_append (lines, "x\n");
  for (guint i = 0; i < 5000; i++)
    g_string_append (one_line, "x ");

  many = telar_inputs_parse (lines->str, TELAR_INPUT_NUMBER);
  wide = telar_inputs_parse (one_line->str, TELAR_INPUT_NUMBER);

  g_assert_cmpuint (many->problems->len, ==, 1000);
  g_assert_cmpuint (get_problem (many, 999)->line, ==, 999);
  g_assert_cmpuint (wide->problems->len, ==, 1000);
  g_assert_cmpuint (get_problem (wide, 999)->column, ==, 1998);
  g_assert_cmpuint (strlen (get_problem (longest, 0)->message), <, 200);
}

static void
test_check_tells_the_first_line (void)
{
  g_autoptr (TelarInputs) bad = telar_inputs_parse ("1\n\nx\ny", TELAR_INPUT_NUMBER);
  g_autoptr (TelarInputs) empty = telar_inputs_parse ("# nothing\n", TELAR_INPUT_NUMBER);
  g_autoptr (GError) error = NULL;

  g_assert_false (telar_inputs_check (bad, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_true (g_str_has_prefix (error->message, "Line 3: “x” is not a whole number"));
  g_clear_error (&error);

  g_assert_false (telar_inputs_check (empty, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, "empty; write at least one"));
}

static void
test_echo_has_no_control_characters (void)
{
  g_autoptr (TelarInputs) inputs
      = telar_inputs_parse ("\033[31mred\a\342\200\256x", TELAR_INPUT_NUMBER);
  const char *message = get_problem (inputs, 0)->message;

  g_assert_null (strchr (message, '\033'));
  g_assert_null (strchr (message, '\a'));
  g_assert_null (strstr (message, "\342\200\256"));
}

/* Whatever the text, problems lie within their lines and the tasks stand for themselves. */
static void
check_invariants (const char *text, TelarInputKind kind)
{
  g_autoptr (TelarInputs) inputs = telar_inputs_parse (text, kind);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  guint n_lines = g_strv_length (lines);
  guint last_line = 0;

  for (guint i = 0; i < inputs->problems->len; i++)
    {
      const TelarInputProblem *problem = get_problem (inputs, i);

      g_assert_true (g_utf8_validate (problem->message, -1, NULL));
      g_assert_cmpuint (problem->line, <, n_lines);
      g_assert_cmpuint (problem->line, >=, last_line);
      g_assert_cmpuint (problem->length, >=, 1);
      g_assert_cmpuint (problem->column + problem->length, <=,
                        g_utf8_strlen (lines[problem->line], -1));
      last_line = problem->line;
    }

  for (guint i = 0; i < inputs->tasks->len && i < 1000; i++)
    {
      const TelarInput *task = get_task (inputs, i);
      g_autoptr (TelarInputs) again = telar_inputs_parse (task->input, kind);

      g_assert_cmpuint (again->tasks->len, ==, 1);
      g_assert_cmpstr (get_task (again, 0)->input, ==, task->input);
      g_assert_cmpuint (task->line, <, n_lines);
      for (guint j = 0; j < task->n_after; j++)
        g_assert_cmpuint (task->after[j], <, inputs->tasks->len);
    }
}

static void
test_random_texts (void)
{
  static const char *const pieces[] = { "1",
                                        "-",
                                        "..",
                                        ",",
                                        " ",
                                        "\n",
                                        "\n",
                                        "#",
                                        "=",
                                        "A",
                                        "B",
                                        "after",
                                        " after ",
                                        "A = 1 after B\n",
                                        "B = 2 after A C\n",
                                        "https://",
                                        "http:",
                                        "demo:",
                                        "a.org",
                                        "/",
                                        "?a=b",
                                        "\xff",
                                        "ñ",
                                        "€",
                                        "\r\n",
                                        "9223372036854775807",
                                        "0",
                                        "[",
                                        "]",
                                        ":",
                                        "@",
                                        "%",
                                        "\t",
                                        "\x01",
                                        "..-1",
                                        "1..9",
                                        "\xe2\x82" };
  guint32 seed = g_test_rand_int ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  g_test_message ("seed %u", seed);
  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      guint n = (guint) g_rand_int_range (rand, 0, 30);

      for (guint j = 0; j < n; j++)
        g_string_append (text, pieces[g_rand_int_range (rand, 0, G_N_ELEMENTS (pieces))]);
      check_invariants (text->str, TELAR_INPUT_NUMBER);
      check_invariants (text->str, TELAR_INPUT_PAGE);
    }
}

static gint64
time_lines (guint n_lines)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TelarInputs) inputs = NULL;
  gint64 start;

  for (guint i = 0; i < n_lines; i++)
    g_string_append_printf (text, "N%u = %u after N%u\n", i, i, i > 0 ? i - 1 : n_lines - 1);
  g_string_append (text, "x\n");

  start = g_get_monotonic_time ();
  inputs = telar_inputs_parse (text->str, TELAR_INPUT_NUMBER);
  g_assert_cmpuint (inputs->tasks->len, ==, n_lines);
  g_assert_cmpuint (inputs->problems->len, ==, 2);

  return g_get_monotonic_time () - start;
}

/* Ten times the lines take about ten times as long, not a hundred times. */
static void
test_time_is_linear (void)
{
  gint64 few, many;

  time_lines (100000);
  few = time_lines (100000);
  many = time_lines (1000000);

  g_test_message ("100,000 lines %" G_GINT64_FORMAT " µs, 1,000,000 lines %" G_GINT64_FORMAT " µs",
                  few, many);
  g_assert_cmpint (many, <, 40 * few);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/inputs/understood-as-tasks", test_understood);
  g_test_add_func ("/inputs/problems-are-marked-where-they-stand", test_problems);
  g_test_add_func ("/inputs/numbers-are-in-the-range-of-the-workload",
                   test_numbers_are_in_the_range_of_the_workload);
  g_test_add_func ("/inputs/names-become-dependencies-in-any-order", test_dependencies);
  g_test_add_func ("/inputs/broken-name-is-told-once", test_broken_name_is_told_once);
  g_test_add_func ("/inputs/long-cycle-is-abridged", test_long_cycle_is_abridged);
  g_test_add_func ("/inputs/sum-of-tasks-is-limited", test_sum_of_tasks_is_limited);
  g_test_add_func ("/inputs/addresses-are-limited", test_addresses_are_limited);
  g_test_add_func ("/inputs/problems-are-limited", test_problems_are_limited);
  g_test_add_func ("/inputs/check-tells-the-first-line", test_check_tells_the_first_line);
  g_test_add_func ("/inputs/echo-has-no-control-characters", test_echo_has_no_control_characters);
  g_test_add_func ("/inputs/random-texts-keep-the-invariants", test_random_texts);
  g_test_add_func ("/inputs/time-is-linear", test_time_is_linear);

  return g_test_run ();
}
